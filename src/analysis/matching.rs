//! Which thing of one design is which of another: known by the path under which it was first
//! declared, so that what moved is the same thing in its new place.

use crate::model::{ComponentId, Design, GroupId, LinkId, PartId, Place, Value};
use crate::source::Span;
use std::collections::BTreeMap;

/// For each thing of the new design, what it was in the old one; no thing was two.
#[derive(Clone, Debug, PartialEq)]
pub struct Matching {
    components: Vec<Option<ComponentId>>,
    groups: Vec<Option<GroupId>>,
    links: Vec<Option<LinkId>>,
}

impl Matching {
    /// A thing is the same where the path is under which it was first declared, in the design itself
    /// or in one that it extends; else where it stands in the same group under the same name; else
    /// where no other thing that came or went has its name.
    pub fn of(old: &Design, new: &Design) -> Self {
        let (before, after) = (Births::of(old), Births::of(new));
        let groups = matched_groups((old, &before), (new, &after));
        let components = matched_components((old, &before), (new, &after), &groups);
        let mut matching = Self { components, groups, links: Vec::new() };
        matching.links = matching.matched_links(old, new);
        matching
    }

    pub fn component(&self, new: ComponentId) -> Option<ComponentId> {
        self.components[new.index()]
    }

    pub fn group(&self, new: GroupId) -> Option<GroupId> {
        self.groups[new.index()]
    }

    pub fn link(&self, new: LinkId) -> Option<LinkId> {
        self.links[new.index()]
    }

    /// Whether a place of the old design and one of the new are the same group, or no group both.
    pub fn is_same_group(&self, old: Option<GroupId>, new: Option<GroupId>) -> bool {
        match new {
            None => old.is_none(),
            Some(new) => self.group(new).is_some_and(|was| old == Some(was)),
        }
    }

    /// Whether two values mean the same, the first in the old design.
    pub fn is_same_value(&self, old: &Value, new: &Value) -> bool {
        match (old, new) {
            (Value::Component(old), Value::Component(id)) => self.component(*id) == Some(*old),
            (Value::Group(old), Value::Group(id)) => self.group(*id) == Some(*old),
            (Value::Times(old, was), Value::Times(id, is)) => {
                self.component(*id) == Some(*old) && was == is
            }
            (Value::List(old), Value::List(new)) => {
                let mut both = old.iter().zip(new);
                old.len() == new.len() && both.all(|(old, new)| self.is_same_value(old, new))
            }
            (old, new) => old == new,
        }
    }

    /// What both designs have and call otherwise in output: the old name, and the new one.
    pub fn renamed(&self, old: &Design, new: &Design) -> BTreeMap<String, String> {
        let components = new.component_ids().filter_map(|id| {
            Some((&*old.component(self.component(id)?).path, &*new.component(id).path))
        });
        let groups = new
            .group_ids()
            .filter_map(|id| Some((&*old.group(self.group(id)?).path, &*new.group(id).path)));
        let places = components.chain(groups).map(|(was, is)| (was.to_owned(), is.to_owned()));
        let links = new
            .link_ids()
            .filter_map(|id| Some((old.link_name(self.link(id)?), new.link_name(id))));
        places.chain(links).filter(|(was, is)| was != is).collect()
    }

    /// The same arrow between the same two components.
    fn matched_links(&self, old: &Design, new: &Design) -> Vec<Option<LinkId>> {
        let parts = |design: &Design, id: LinkId| {
            let name = |part: Option<PartId>| part.map(|part| design.part(part).path.clone());
            let link = design.link(id);
            [name(link.from_part), name(link.to_part)]
        };
        let ends = |id: LinkId| {
            let link = old.link(id);
            (link.from, link.arrow.symbol(), link.to, parts(old, id))
        };
        let known: BTreeMap<_, LinkId> = old.link_ids().map(|id| (ends(id), id)).collect();
        let matched = |id: LinkId| {
            let link = new.link(id);
            let (from, to) = (self.component(link.from)?, self.component(link.to)?);
            known.get(&(from, link.arrow.symbol(), to, parts(new, id))).copied()
        };
        new.link_ids().map(matched).collect()
    }
}

fn matched_groups(
    (old, before): (&Design, &Births),
    (new, after): (&Design, &Births),
) -> Vec<Option<GroupId>> {
    let mut pairs = Pairs::new(old.groups.len(), new.groups.len());
    pairs.by_birth(&before.groups, &after.groups);
    let path =
        |design: &Design, at: usize| Some(design.full_path(Place::Group(GroupId(at as u32))));
    pairs.by_key(|at| path(old, at), |at| path(new, at));
    pairs.by_key(|at| Some(&old.groups[at].name), |at| Some(&new.groups[at].name));
    pairs.old_of.into_iter().map(|at| at.map(|at| GroupId(at as u32))).collect()
}

fn matched_components(
    (old, before): (&Design, &Births),
    (new, after): (&Design, &Births),
    groups: &[Option<GroupId>],
) -> Vec<Option<ComponentId>> {
    let mut pairs = Pairs::new(old.components.len(), new.components.len());
    pairs.by_birth(&before.components, &after.components);
    let was_in = |at: usize| Some((old.components[at].group, &old.components[at].name));
    let is_in = |at: usize| {
        let component = &new.components[at];
        match component.group {
            None => Some((None, &component.name)),
            Some(group) => Some((Some(groups[group.index()]?), &component.name)),
        }
    };
    pairs.by_key(was_in, is_in);
    pairs.by_key(|at| Some(&old.components[at].name), |at| Some(&new.components[at].name));
    pairs.old_of.into_iter().map(|at| at.map(|at| ComponentId(at as u32))).collect()
}

/// Pairs of things by their places in two lists.
struct Pairs {
    /// By new thing.
    old_of: Vec<Option<usize>>,
    /// By old thing: nothing new is it yet.
    free: Vec<bool>,
}

impl Pairs {
    fn new(old: usize, new: usize) -> Self {
        Self { old_of: vec![None; new], free: vec![true; old] }
    }

    fn pair(&mut self, old: usize, new: usize) {
        self.old_of[new] = Some(old);
        self.free[old] = false;
    }

    /// Of several that were first declared under one path, the oldest takes precedence.
    fn by_birth(&mut self, old: &[Birth], new: &[Birth]) {
        let by_age = |births: &[Birth]| {
            let mut order: Vec<usize> = (0..births.len()).collect();
            order.sort_by_key(|at| births[*at].generation);
            order
        };
        let mut known: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for at in by_age(old).into_iter().rev() {
            known.entry(&old[at].path).or_default().push(at);
        }
        for at in by_age(new) {
            if let Some(was) = known.get_mut(&*new[at].path).and_then(Vec::pop) {
                self.pair(was, at);
            }
        }
    }

    /// Pairs what is left and has a key that nothing else left has.
    fn by_key<K: Ord>(
        &mut self,
        old: impl Fn(usize) -> Option<K>,
        new: impl Fn(usize) -> Option<K>,
    ) {
        let gone = (0..self.free.len()).filter(|at| self.free[*at]);
        let gone = once(gone.filter_map(|at| Some((old(at)?, at))));
        let came = (0..self.old_of.len()).filter(|at| self.old_of[*at].is_none());
        let came = once(came.filter_map(|at| Some((new(at)?, at))));
        for (key, at) in came {
            if let Some(was) = gone.get(&key) {
                self.pair(*was, at);
            }
        }
    }
}

/// The keys that one thing alone has, with it.
fn once<K: Ord>(all: impl Iterator<Item = (K, usize)>) -> BTreeMap<K, usize> {
    let mut keyed: BTreeMap<K, Option<usize>> = BTreeMap::new();
    for (key, at) in all {
        keyed.entry(key).and_modify(|known| *known = None).or_insert(Some(at));
    }
    keyed.into_iter().filter_map(|(key, at)| Some((key, at?))).collect()
}

/// Where a thing was first declared.
#[derive(Clone)]
struct Birth {
    /// Of the designs that extend one another, the number of the one that declares it; 0 extends
    /// nothing.
    generation: usize,
    /// Its whole path there.
    path: String,
}

/// The births of everything in a design, in its order.
#[derive(Default)]
struct Births {
    components: Vec<Birth>,
    groups: Vec<Birth>,
}

impl Births {
    fn of(design: &Design) -> Self {
        let chain = std::iter::successors(Some(design), |design| design.base.as_deref());
        let mut chain: Vec<&Design> = chain.collect();
        chain.reverse();
        let mut births = Self::default();
        for (generation, design) in chain.iter().enumerate() {
            let base = generation.checked_sub(1).map(|at| chain[at]);
            births = births.inherited(generation, base, design);
        }
        births
    }

    /// The births of a design, from those of its base.
    fn inherited(&self, generation: usize, base: Option<&Design>, design: &Design) -> Self {
        let born = |things: Vec<Declared>, earlier: &Earlier| {
            let birth = |thing: Declared| match earlier.birth(&thing) {
                Some(birth) => birth.clone(),
                None => Birth { generation, path: thing.path },
            };
            things.into_iter().map(birth).collect()
        };
        Self {
            components: born(
                components(design),
                &Earlier::new(base.map(components), &self.components),
            ),
            groups: born(groups(design), &Earlier::new(base.map(groups), &self.groups)),
        }
    }
}

/// A thing as it is declared. Several may come from one place of a text that is included often.
struct Declared {
    name: String,
    name_span: Span,
    path: String,
}

fn components(design: &Design) -> Vec<Declared> {
    let declared = |id: ComponentId| {
        let it = design.component(id);
        let path = design.full_path(Place::Component(id));
        Declared { name: it.name.clone(), name_span: it.name_span, path }
    };
    design.component_ids().map(declared).collect()
}

fn groups(design: &Design) -> Vec<Declared> {
    let declared = |id: GroupId| {
        let it = design.group(id);
        let path = design.full_path(Place::Group(id));
        Declared { name: it.name.clone(), name_span: it.name_span, path }
    };
    design.group_ids().map(declared).collect()
}

/// The things of a base by where they are declared, each with its path there and its birth.
#[derive(Default)]
struct Earlier<'b> {
    declared: BTreeMap<(Span, String), Vec<(String, &'b Birth)>>,
}

impl<'b> Earlier<'b> {
    fn new(things: Option<Vec<Declared>>, births: &'b [Birth]) -> Self {
        let mut earlier = Self::default();
        for (thing, birth) in things.into_iter().flatten().zip(births) {
            let at = (thing.name_span, thing.name);
            earlier.declared.entry(at).or_default().push((thing.path, birth));
        }
        earlier
    }

    fn birth(&self, thing: &Declared) -> Option<&'b Birth> {
        let all = self.declared.get(&(thing.name_span, thing.name.clone()))?;
        match all.as_slice() {
            [(_, birth)] => Some(birth),
            several => several.iter().find(|(path, _)| *path == thing.path).map(|it| it.1),
        }
    }
}
