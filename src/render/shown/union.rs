//! Two versions of a design over one another: the same things at the same indices in both, so that
//! one layout serves both and nothing jumps.

use super::seen::{Comparing, Seeing, Seen};
use super::settle::settled;
use super::{Mark, Subject};
use crate::analysis::change::{Comparison, Pair, State, compare};
use crate::model::{Component, ComponentId, Design, Group, GroupId, Link, LinkId};
use std::collections::BTreeMap;

/// Both versions, with everything that either has.
pub struct Union {
    pub comparison: Comparison,
    /// As the old design states it where it has it.
    pub old: Design,
    pub new: Design,
    old_places: Places,
    new_places: Places,
}

/// From a design's ids to the union's.
#[derive(Default)]
struct Places {
    components: BTreeMap<ComponentId, ComponentId>,
    groups: BTreeMap<GroupId, GroupId>,
    links: BTreeMap<LinkId, LinkId>,
}

impl Union {
    pub fn new(old: &Design, new: &Design) -> Self {
        let comparison = compare(old, new);
        let old_places = Places::of(&comparison, |pair| pair.old, |pair| pair.old, |pair| pair.old);
        let new_places = Places::of(&comparison, |pair| pair.new, |pair| pair.new, |pair| pair.new);
        let (old, new) = (&settled(old), &settled(new));
        let merge = Merge { old, new, old_places: &old_places, new_places: &new_places };
        let (first, second) = (merge.version(&comparison, false), merge.version(&comparison, true));
        Self { old: first, new: second, comparison, old_places, new_places }
    }

    /// The marks of the old design, about the union's things.
    pub fn old_marks(&self, marks: &[Mark]) -> Vec<Mark> {
        marks.iter().map(|mark| self.old_places.mark(mark)).collect()
    }

    pub fn new_marks(&self, marks: &[Mark]) -> Vec<Mark> {
        marks.iter().map(|mark| self.new_places.mark(mark)).collect()
    }

    /// Everything at once.
    pub fn overlay(&self) -> Comparing {
        self.comparing(Seeing::Marked)
    }

    /// What the old design has; what goes or changes is marked.
    pub fn before(&self) -> Comparing {
        self.comparing(|state| match state {
            State::Added => Seeing::Ghost,
            State::Removed => Seeing::Marked(State::Removed),
            State::Same | State::Changed => Seeing::Plain,
        })
    }

    /// What the new design has; what came or changed is marked.
    pub fn after(&self) -> Comparing {
        self.comparing(|state| match state {
            State::Removed => Seeing::Ghost,
            state => Seeing::Marked(state),
        })
    }

    fn comparing(&self, seeing: impl Fn(State) -> Seeing) -> Comparing {
        Comparing {
            components: seen(&self.comparison.components, &seeing),
            groups: seen(&self.comparison.groups, &seeing),
            links: seen(&self.comparison.links, &seeing),
        }
    }
}

fn seen<Id>(pairs: &[Pair<Id>], seeing: impl Fn(State) -> Seeing) -> Vec<Seen> {
    let one = |pair: &Pair<Id>| Seen { look: seeing(pair.state()), reasons: pair.changes.clone() };
    pairs.iter().map(one).collect()
}

impl Places {
    fn of(
        comparison: &Comparison,
        component: impl Fn(&Pair<ComponentId>) -> Option<ComponentId>,
        group: impl Fn(&Pair<GroupId>) -> Option<GroupId>,
        link: impl Fn(&Pair<LinkId>) -> Option<LinkId>,
    ) -> Self {
        let mut places = Self::default();
        for (pair, at) in comparison.components.iter().zip(0..) {
            places.components.extend(component(pair).map(|id| (id, ComponentId(at))));
        }
        for (pair, at) in comparison.groups.iter().zip(0..) {
            places.groups.extend(group(pair).map(|id| (id, GroupId(at))));
        }
        for (pair, at) in comparison.links.iter().zip(0..) {
            places.links.extend(link(pair).map(|id| (id, LinkId(at))));
        }
        places
    }

    fn mark(&self, mark: &Mark) -> Mark {
        let place = |subject: &Subject| match subject {
            Subject::Component(id) => self.components.get(id).copied().map(Subject::Component),
            Subject::Group(id) => self.groups.get(id).copied().map(Subject::Group),
            Subject::Link(id) => self.links.get(id).copied().map(Subject::Link),
        };
        Mark { subjects: mark.subjects.iter().filter_map(place).collect(), ..mark.clone() }
    }
}

struct Merge<'a> {
    old: &'a Design,
    new: &'a Design,
    old_places: &'a Places,
    new_places: &'a Places,
}

impl Merge<'_> {
    /// One version; things it lacks are taken from the other, and everything stands where the new
    /// design has it.
    fn version(&self, comparison: &Comparison, newer: bool) -> Design {
        let whole = if newer { self.new } else { self.old };
        Design {
            name: whole.name.clone(),
            stage: whole.stage,
            components: comparison.components.iter().map(|p| self.component(p, newer)).collect(),
            groups: comparison.groups.iter().map(|p| self.group(p, newer)).collect(),
            links: comparison.links.iter().map(|p| self.link(p, newer)).collect(),
            ..Design::default()
        }
    }

    fn component(&self, pair: &Pair<ComponentId>, newer: bool) -> Component {
        let old = pair.old.map(|id| (self.old.component(id), self.old_places));
        let new = pair.new.map(|id| (self.new.component(id), self.new_places));
        let (stands, places) = new.or(old).expect("a pair has one side at least");
        let group = places.group(stands.group);
        let own = if newer { new } else { old };
        let (text, _) = own.unwrap_or((stands, places));
        let zones = own.map_or(Vec::new(), |own| self.zones(own, group));
        Component { group, zones, ..text.clone() }
    }

    /// Where its replicas run. Of a component that is drawn elsewhere now, where it stood.
    fn zones(&self, own: (&Component, &Places), drawn_in: Option<GroupId>) -> Vec<GroupId> {
        let (component, places) = own;
        let zones: Vec<GroupId> = component.zones.iter().map(|zone| places.groups[zone]).collect();
        let stood = places.group(component.group);
        if zones.is_empty() && stood != drawn_in { stood.into_iter().collect() } else { zones }
    }

    fn group(&self, pair: &Pair<GroupId>, newer: bool) -> Group {
        let (text, parent) = match (pair.old, pair.new) {
            (old, Some(new)) => {
                let group = self.new.group(new);
                let text = match old {
                    Some(old) if !newer => self.old.group(old),
                    _ => group,
                };
                (text, self.new_places.group(group.parent))
            }
            (old, None) => {
                let group = self.old.group(old.expect("a pair has one side at least"));
                (group, self.old_places.group(group.parent))
            }
        };
        Group { parent, ..text.clone() }
    }

    fn link(&self, pair: &Pair<LinkId>, newer: bool) -> Link {
        let (link, places) = match (pair.old, pair.new) {
            (Some(old), new) if !newer || new.is_none() => (self.old.link(old), self.old_places),
            (_, Some(new)) => (self.new.link(new), self.new_places),
            (old, None) => {
                (self.old.link(old.expect("a pair has one side at least")), self.old_places)
            }
        };
        let end = |id: ComponentId| places.components[&id];
        Link { from: end(link.from), to: end(link.to), ..link.clone() }
    }
}

impl Places {
    fn group(&self, id: Option<GroupId>) -> Option<GroupId> {
        id.map(|id| self.groups[&id])
    }
}
