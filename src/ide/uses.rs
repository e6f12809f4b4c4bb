//! What the name under the cursor stands for, and where else it is named.

use super::At;
use crate::model::{ComponentId, Design, GroupId, Place, Sort, Symbol, Use};
use crate::project::Reviewed;

/// The name at a place; nothing inside a comment.
pub fn named_at(at: &At) -> Option<Use> {
    if at.in_comment() { None } else { at.used() }
}

/// Everywhere in the texts of the design that the symbol is named, in the order of the places.
pub fn uses_of(reviewed: &Reviewed, symbol: Symbol) -> impl Iterator<Item = Use> + '_ {
    reviewed.design.uses.iter().copied().filter(move |it| it.of == symbol)
}

/// The component or group that a symbol declares, if the design still has it.
pub fn place_of(design: &Design, symbol: Symbol) -> Option<Place> {
    match symbol.sort {
        Sort::Component => {
            let mut ids = design.component_ids();
            ids.find(|id| design.component(*id).name_span == symbol.declared).map(Place::Component)
        }
        Sort::Group => {
            let mut ids = design.group_ids();
            ids.find(|id| design.group(*id).name_span == symbol.declared).map(Place::Group)
        }
        _ => None,
    }
}

/// The component that is named at a place, or whose declaration stands around it.
pub fn component_at(at: &At) -> Option<ComponentId> {
    let design = &at.reviewed.design;
    if let Some(used) = named_at(at) {
        return match place_of(design, used.of)? {
            Place::Component(id) => Some(id),
            Place::Group(_) => None,
        };
    }
    let spans = at.statements();
    let declared = |id: &ComponentId| {
        let span = design.component(*id).span;
        spans.iter().any(|statement| statement.span == span)
    };
    design.component_ids().find(declared)
}

/// The group that is named at a place, or the innermost whose declaration stands around it.
pub fn group_at(at: &At) -> Option<GroupId> {
    let design = &at.reviewed.design;
    if let Some(used) = named_at(at)
        && let Some(place) = place_of(design, used.of)
    {
        return match place {
            Place::Group(id) => Some(id),
            Place::Component(_) => None,
        };
    }
    let around = at.statements();
    let declared = |span| design.group_ids().find(|id| design.group(*id).span == span);
    around.iter().rev().find_map(|statement| declared(statement.span))
}
