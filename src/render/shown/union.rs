//! Two versions of a design over one another: the same things at the same indices in both, so that
//! one layout serves both and nothing jumps. What moved from one box to another is there twice: in its
//! old box, drawn of the old version, and in its new one.

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
    places: [Places; 2],
    components: Vec<Part<ComponentId>>,
    links: Vec<Part<LinkId>>,
}

/// The old version and the new one, as indices.
const OLD: usize = 0;
const NEW: usize = 1;

/// Something that stands at one place, in both versions or in one.
#[derive(Clone, Debug)]
struct Part<Id> {
    /// In the old version and in the new one.
    ids: [Option<Id>; 2],
    /// The pair of the comparison.
    pair: usize,
    /// The other version has it at another place.
    moved: bool,
}

impl<Id: Copy> Part<Id> {
    fn of(pair: &Pair<Id>, at: usize) -> Self {
        Self { ids: [pair.old, pair.new], pair: at, moved: false }
    }

    /// In one of the versions, at the place that it has there.
    fn alone(&self, version: usize) -> Self {
        let mut ids = [None; 2];
        ids[version] = self.ids[version];
        Self { ids, moved: true, ..self.clone() }
    }
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
        Self::of(old, new, true)
    }

    /// The same for where room is short: what moved is there once, where it is now.
    pub fn brief(old: &Design, new: &Design) -> Self {
        Self::of(old, new, false)
    }

    fn of(old: &Design, new: &Design, tells_moves: bool) -> Self {
        let comparison = compare(old, new);
        let settled = [settled(old), settled(new)];
        let designs = [&*settled[OLD], &*settled[NEW]];
        let groups = [OLD, NEW].map(|version| {
            let ids = comparison.groups.iter().map(move |pair| [pair.old, pair.new][version]);
            (0..).map(GroupId).zip(ids).filter_map(|(at, id)| Some((id?, at))).collect()
        });
        let places = groups.map(Places::with_groups);
        let mut merge = Merge { designs, places, tells_moves };
        let components = merge.components(&comparison);
        for version in [OLD, NEW] {
            merge.places[version].components = indices(&components, version, ComponentId);
        }
        let links = merge.links(&comparison);
        for version in [OLD, NEW] {
            merge.places[version].links = indices(&links, version, LinkId);
        }
        let version = |version| merge.version(&comparison, &components, &links, version);
        let (old, new) = (version(OLD), version(NEW));
        Self { old, new, places: merge.places, comparison, components, links }
    }

    /// The marks of the old design, about the union's things.
    pub fn old_marks(&self, marks: &[Mark]) -> Vec<Mark> {
        marks.iter().map(|mark| self.places[OLD].mark(mark)).collect()
    }

    pub fn new_marks(&self, marks: &[Mark]) -> Vec<Mark> {
        marks.iter().map(|mark| self.places[NEW].mark(mark)).collect()
    }

    /// By component: whether the old version has it, at that place.
    pub fn in_old(&self) -> Vec<bool> {
        self.components.iter().map(|part| part.ids[OLD].is_some()).collect()
    }

    pub fn in_new(&self) -> Vec<bool> {
        self.components.iter().map(|part| part.ids[NEW].is_some()).collect()
    }

    /// Everything at once; what moved is marked where it is now.
    pub fn overlay(&self) -> Comparing {
        self.comparing(NEW, Seeing::Marked)
    }

    /// What the old design has; what goes or changes is marked.
    pub fn before(&self) -> Comparing {
        self.comparing(OLD, |state| match state {
            State::Added => Seeing::Ghost,
            State::Removed => Seeing::Marked(State::Removed),
            State::Same | State::Changed => Seeing::Plain,
        })
    }

    /// What the new design has; what came or changed is marked.
    pub fn after(&self) -> Comparing {
        self.comparing(NEW, |state| match state {
            State::Removed => Seeing::Ghost,
            state => Seeing::Marked(state),
        })
    }

    /// `version` is the one that says where things are.
    fn comparing(&self, version: usize, seeing: impl Fn(State) -> Seeing) -> Comparing {
        let Comparison { components, groups, links, .. } = &self.comparison;
        let group = |pair: &Pair<GroupId>| Seen {
            look: seeing(pair.state()),
            reasons: pair.changes.clone(),
        };
        Comparing {
            components: seen(&self.components, components, version, &seeing),
            groups: groups.iter().map(group).collect(),
            links: seen(&self.links, links, version, &seeing),
        }
    }
}

fn seen<Id>(
    parts: &[Part<Id>],
    pairs: &[Pair<Id>],
    version: usize,
    seeing: impl Fn(State) -> Seeing,
) -> Vec<Seen> {
    let one = |part: &Part<Id>| {
        let pair = &pairs[part.pair];
        let is_elsewhere = part.moved && part.ids[version].is_none();
        let look = if is_elsewhere { Seeing::Ghost } else { seeing(pair.state()) };
        Seen { look, reasons: pair.changes.clone() }
    };
    parts.iter().map(one).collect()
}

fn indices<Id: Copy + Ord>(
    parts: &[Part<Id>],
    version: usize,
    id: impl Fn(u32) -> Id,
) -> BTreeMap<Id, Id> {
    let placed = parts.iter().zip(0..).map(|(part, at)| (part.ids[version], id(at)));
    placed.filter_map(|(own, at)| Some((own?, at))).collect()
}

impl Places {
    fn with_groups(groups: BTreeMap<GroupId, GroupId>) -> Self {
        Self { groups, ..Self::default() }
    }

    fn group(&self, id: Option<GroupId>) -> Option<GroupId> {
        id.map(|id| self.groups[&id])
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
    designs: [&'a Design; 2],
    places: [Places; 2],
    /// What moved stands at both of its places.
    tells_moves: bool,
}

impl Merge<'_> {
    /// First what the new version has or both have, then what only the old one has.
    fn components(&self, comparison: &Comparison) -> Vec<Part<ComponentId>> {
        let pairs = comparison.components.iter().enumerate();
        let parts = pairs.map(|(at, pair)| Part::of(pair, at));
        apart(parts.collect(), |part| self.tells_moves && self.has_left(comparison, part.ids))
    }

    /// Whether it stood in a box that is not around it any more.
    fn has_left(&self, comparison: &Comparison, ids: [Option<ComponentId>; 2]) -> bool {
        let [Some(old), Some(new)] = ids else { return false };
        let [was, is] = [(OLD, old), (NEW, new)].map(|(version, id)| {
            self.places[version].group(self.designs[version].component(id).group)
        });
        let around = |at: &GroupId| self.parent(comparison, *at);
        was.is_some_and(|was| !std::iter::successors(is, around).any(|around| around == was))
    }

    fn links(&self, comparison: &Comparison) -> Vec<Part<LinkId>> {
        let pairs = comparison.links.iter().enumerate();
        let parts = pairs.map(|(at, pair)| Part::of(pair, at));
        let ends = |version: usize, id: LinkId| {
            let link = self.designs[version].link(id);
            [link.from, link.to].map(|end| self.places[version].components[&end])
        };
        let moved = |part: &Part<LinkId>| match part.ids {
            [Some(old), Some(new)] => ends(OLD, old) != ends(NEW, new),
            _ => false,
        };
        apart(parts.collect(), moved)
    }

    /// One version; things it lacks are taken from the other.
    fn version(
        &self,
        comparison: &Comparison,
        components: &[Part<ComponentId>],
        links: &[Part<LinkId>],
        version: usize,
    ) -> Design {
        let whole = self.designs[version];
        let groups = comparison.groups.iter();
        Design {
            name: whole.name.clone(),
            stage: whole.stage,
            components: components.iter().map(|it| self.component(it.ids, version)).collect(),
            parts: self.standing_on(components, version),
            groups: groups.map(|pair| self.group(comparison, pair, version)).collect(),
            links: links.iter().map(|it| self.link(it.ids, version)).collect(),
            ..Design::default()
        }
    }

    /// The topics, tables and buckets of the components, each as of the version that it is taken from.
    fn standing_on(
        &self,
        components: &[Part<ComponentId>],
        version: usize,
    ) -> Vec<crate::model::Part> {
        let own = components.iter().enumerate().flat_map(|(at, it)| {
            let (shown, id) = stated(it.ids, version);
            self.designs[shown].parts_where(|of| (of == id).then_some(ComponentId(at as u32)))
        });
        own.collect()
    }

    fn component(&self, ids: [Option<ComponentId>; 2], version: usize) -> Component {
        let (shown, id) = stated(ids, version);
        let (placed, at) = stated(ids, NEW);
        let group = self.places[placed].group(self.designs[placed].component(at).group);
        let component = self.designs[shown].component(id);
        let has_it = shown == version;
        let zones = component.zones.iter().filter(|_| has_it);
        let zones = zones.map(|zone| self.places[shown].groups[zone]).collect();
        Component { group, zones, ..component.clone() }
    }

    /// Everything stands where the new design has it.
    fn parent(&self, comparison: &Comparison, group: GroupId) -> Option<GroupId> {
        let pair = &comparison.groups[group.index()];
        let (version, id) = stated([pair.old, pair.new], NEW);
        self.places[version].group(self.designs[version].group(id).parent)
    }

    fn group(&self, comparison: &Comparison, pair: &Pair<GroupId>, version: usize) -> Group {
        let (shown, id) = stated([pair.old, pair.new], version);
        let group = self.designs[shown].group(id);
        let parent = self.parent(comparison, self.places[shown].groups[&id]);
        Group { parent, ..group.clone() }
    }

    fn link(&self, ids: [Option<LinkId>; 2], version: usize) -> Link {
        let (shown, id) = stated(ids, version);
        let link = self.designs[shown].link(id);
        let end = |id: ComponentId| self.places[shown].components[&id];
        let label = self.designs[shown].link_label(link);
        Link { label, ..link.between(end(link.from), end(link.to)) }
    }
}

/// Each that moved becomes two, the one of the old version at the end.
fn apart<Id: Copy>(parts: Vec<Part<Id>>, moved: impl Fn(&Part<Id>) -> bool) -> Vec<Part<Id>> {
    let left: Vec<Part<Id>> =
        parts.iter().filter(|part| moved(part)).map(|part| part.alone(OLD)).collect();
    let stays = parts.into_iter().map(|part| if moved(&part) { part.alone(NEW) } else { part });
    stays.chain(left).collect()
}

/// The version that says what something is, and its id there: the one asked for where it has it.
fn stated<Id: Copy>(ids: [Option<Id>; 2], version: usize) -> (usize, Id) {
    let own = ids[version].map(|id| (version, id));
    let other = ids[1 - version].map(|id| (1 - version, id));
    own.or(other).expect("a part is in one version at least")
}
