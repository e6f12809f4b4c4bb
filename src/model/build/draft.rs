//! The design while it is being built: everything found so far, with what a change took away.

use super::lookup::Index;
use crate::model::{
    Accept, Attr, Component, ComponentId, Expectation, Facts, Flow, Forbid, Group, GroupId, Link,
    LinkId, PartKind, Place, Scenario, Stated,
};
use crate::source::Span;
use crate::syntax::ast::Arrow;
use std::collections::{BTreeSet, HashMap};

#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) components: Vec<DraftComponent>,
    pub(super) groups: Vec<DraftGroup>,
    pub(super) index: Index,
    pub(super) links: Vec<DraftLink>,
    /// Looked into only, never walked.
    link_of: HashMap<(ComponentId, ComponentId, Arrow), LinkId>,
    /// In the order of the statements.
    pub(super) wants: Vec<Want>,
    /// Alternatives for messages.
    pub(super) shared: Vec<Want>,
    pub(super) presets: Vec<Preset>,
    pub(super) flows: Vec<DraftFlow>,
    /// The live flow and the live scenario of a name.
    pub(super) flow_of: HashMap<String, usize>,
    pub(super) scenarios: Vec<DraftScenario>,
    pub(super) scenario_of: HashMap<String, usize>,
    pub(super) expectations: Vec<DraftExpectation>,
    pub(super) accepts: Vec<Accept>,
    pub(super) forbids: Vec<Forbid>,
    pub(super) traffic: Facts,
    pub(super) slo: Facts,
    pub(super) operations: Facts,
    /// Words of a type that is declared under other names: those names. Looked into only.
    pub(super) mistaken: HashMap<String, Vec<String>>,
}

/// What became of a thing that was declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Alive,
    /// Its name was taken: it stands in the picture, but nothing can refer to it.
    Duplicate,
    /// A change took it away, at that place.
    Removed(Span),
}

#[derive(Debug)]
pub(super) struct DraftComponent {
    /// `path`, `zones` and `facts` are filled in at the end.
    pub(super) it: Component,
    /// Counts from 0, the design that extends nothing.
    pub(super) layer: usize,
    pub(super) state: State,
    /// The word before its name is known; else any attribute goes.
    pub(super) is_typed: bool,
    /// It is a topic, a table or a bucket of another.
    pub(super) part: Option<DraftPart>,
    pub(super) stated: Facts,
    /// Cleared by `attr = unset`, also where a default would set it.
    pub(super) unset: BTreeSet<Attr>,
}

/// What makes of a component a part of another. Until the end it has a name and a number like all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct DraftPart {
    pub(super) kind: PartKind,
    /// Found when all names are known.
    pub(super) carrier: Option<ComponentId>,
}

#[derive(Debug)]
pub(super) struct DraftGroup {
    pub(super) it: Group,
    pub(super) state: State,
    pub(super) stated: Facts,
    pub(super) unset: BTreeSet<Attr>,
}

#[derive(Debug)]
pub(super) struct DraftLink {
    pub(super) it: Link,
    pub(super) removed: Option<Span>,
}

/// What one connection statement asks of the world for one left end: one link, or alternatives.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Want {
    pub(super) from: ComponentId,
    pub(super) links: Vec<LinkId>,
}

/// A `default` statement.
#[derive(Debug)]
pub(super) struct Preset {
    pub(super) scope: Option<GroupId>,
    pub(super) of: PresetOf,
    pub(super) facts: Vec<(Attr, Stated)>,
    /// Of the team's own attributes.
    pub(super) own: Vec<(String, Option<Stated>)>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum PresetOf {
    Kind(crate::model::Kind),
    Tech(String),
    Group(crate::model::GroupKind),
}

#[derive(Debug)]
pub(super) struct DraftFlow {
    pub(super) it: Flow,
    pub(super) name_span: Span,
    pub(super) layer: usize,
    pub(super) removed: bool,
}

#[derive(Debug)]
pub(super) struct DraftScenario {
    pub(super) it: Scenario,
    pub(super) name_span: Span,
    pub(super) removed: bool,
}

/// An expectation whose flow and scenario are still names.
#[derive(Debug)]
pub(super) struct DraftExpectation {
    pub(super) it: Expectation,
    pub(super) flow: Option<String>,
    pub(super) scenario: Option<String>,
}

impl Draft {
    pub(super) fn component(&self, id: ComponentId) -> &DraftComponent {
        &self.components[id.index()]
    }

    pub(super) fn group(&self, id: GroupId) -> &DraftGroup {
        &self.groups[id.index()]
    }

    pub(super) fn state(&self, place: Place) -> State {
        match place {
            Place::Component(id) => self.component(id).state,
            Place::Group(id) => self.group(id).state,
        }
    }

    pub(super) fn is_alive(&self, place: Place) -> bool {
        self.state(place) == State::Alive
    }

    pub(super) fn set_state(&mut self, place: Place, state: State) {
        match place {
            Place::Component(id) => self.components[id.index()].state = state,
            Place::Group(id) => self.groups[id.index()].state = state,
        }
    }

    pub(super) fn name(&self, place: Place) -> &str {
        match place {
            Place::Component(id) => &self.component(id).it.name,
            Place::Group(id) => &self.group(id).it.name,
        }
    }

    pub(super) fn name_span(&self, place: Place) -> Span {
        match place {
            Place::Component(id) => self.component(id).it.name_span,
            Place::Group(id) => self.group(id).it.name_span,
        }
    }

    /// The group that directly holds it.
    pub(super) fn parent(&self, place: Place) -> Option<GroupId> {
        match place {
            Place::Component(id) => self.component(id).it.group,
            Place::Group(id) => self.group(id).it.parent,
        }
    }

    /// The group and those around it, innermost first.
    pub(super) fn ancestors(&self, group: Option<GroupId>) -> impl Iterator<Item = GroupId> + '_ {
        std::iter::successors(group, |id| self.group(*id).it.parent)
    }

    /// `seoul.a.api`
    pub(super) fn full_path(&self, place: Place) -> String {
        let mut names = vec![self.name(place)];
        names.extend(self.ancestors(self.parent(place)).map(|id| self.group(id).it.name.as_str()));
        names.reverse();
        names.join(".")
    }

    /// The topics, tables or buckets on a component that are left.
    pub(super) fn standing_on(&self, id: ComponentId) -> Vec<Place> {
        let all = (0..self.components.len() as u32).map(ComponentId);
        let own = all.filter(|part| self.carrier(*part) == Some(id)).map(Place::Component);
        own.filter(|place| self.is_alive(*place)).collect()
    }

    /// What a topic, a table or a bucket stands on.
    pub(super) fn carrier(&self, id: ComponentId) -> Option<ComponentId> {
        self.component(id).part.and_then(|part| part.carrier)
    }

    /// The components directly in a group, in source order. What stands on one of them is none.
    pub(super) fn members(&self, group: GroupId) -> Vec<ComponentId> {
        self.index
            .inside(Some(group))
            .filter_map(|place| match place {
                Place::Component(id) if self.is_alive(place) && self.carrier(id).is_none() => {
                    Some(id)
                }
                _ => None,
            })
            .collect()
    }

    /// The drawn link of that pair and arrow.
    pub(super) fn link(&self, from: ComponentId, to: ComponentId, arrow: Arrow) -> Option<LinkId> {
        let id = *self.link_of.get(&(from, to, arrow))?;
        self.links[id.index()].removed.is_none().then_some(id)
    }

    pub(super) fn add_link(&mut self, link: DraftLink) -> LinkId {
        let id = LinkId(self.links.len() as u32);
        self.link_of.insert((link.it.from, link.it.to, link.it.arrow), id);
        self.links.push(link);
        id
    }

    /// Notes that a change touched a component that was there before; the first touch stays unless
    /// a `change` names it.
    pub(super) fn touch(&mut self, id: ComponentId, layer: usize, span: Span) {
        let component = &mut self.components[id.index()];
        if component.layer < layer {
            component.it.changed.get_or_insert(span);
        }
    }
}
