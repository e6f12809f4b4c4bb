//! What is lost with a part of a design.

use super::Context;
use crate::diagnostic::Harm;
use crate::model::{Attr, ComponentId, GroupId, Kind, Subject};

impl Context<'_> {
    /// What would be lost with it; with a connection, what it leads to.
    pub fn harm_of(&self, subject: Subject) -> Harm {
        match subject {
            Subject::Component(id) => of_component(self, id),
            Subject::Link(id) => of_component(self, self.design.link(id).to),
            Subject::Group(id) => of_group(self, id),
        }
    }
}

/// What is gone with a component.
fn of_component(context: &Context, id: ComponentId) -> Harm {
    let facts = &context.design.component(id).facts;
    let needed = context.is_hard_reached(id);
    match context.kind(id) {
        Kind::Db if context.design.is_read_replica(id) => Harm::Function,
        Kind::Db | Kind::Storage => Harm::Data,
        Kind::Search if needed => Harm::Data,
        // Messages that nobody wrote down are gone with the broker.
        Kind::Queue if facts.is_off(Attr::Persistence) => Harm::Data,
        Kind::Queue => Harm::Journey,
        Kind::Monitor | Kind::Logs | Kind::Pipeline => Harm::Function,
        _ if needed => Harm::Journey,
        _ => Harm::Function,
    }
}

/// What is gone with a failure domain: data where the only copy of a store stands in it.
fn of_group(context: &Context, group: GroupId) -> Harm {
    let inside = context.design.component_ids().filter(|id| {
        let component = context.design.component(*id);
        if component.zones.is_empty() && !context.groups_around(*id).any(|it| it == group) {
            return false;
        }
        let placement = context.design.placement(*id);
        !placement.is_empty() && placement.iter().all(|domains| domains.contains(&group))
    });
    let harm = |id: ComponentId| match of_component(context, id) {
        Harm::Data if context.has_copies(id) => Harm::Journey,
        harm => harm,
    };
    let worst = inside.map(harm).max().unwrap_or(Harm::Journey);
    // A single server that holds everything is a stage, and has a rule of its own.
    if context.holds_whole_design(group) { worst.min(Harm::Journey) } else { worst }
}
