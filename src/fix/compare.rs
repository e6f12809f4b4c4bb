//! What one design has that another one has not, by the names that both know.

use crate::model::{Attr, ComponentId, Design, Facts, GroupId, LinkId, Stated, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Two designs, the first the base of the second.
pub(super) struct Both<'d> {
    pub base: &'d Design,
    pub new: &'d Design,
    /// The component of the base that a new one is; indexed like the components of `new`.
    components: Vec<Option<ComponentId>>,
    groups: Vec<Option<GroupId>>,
    /// Names that stand for one place in both designs.
    short: BTreeSet<String>,
}

impl<'d> Both<'d> {
    pub fn new(base: &'d Design, new: &'d Design) -> Self {
        let groups = by_path(
            base.group_ids().map(|id| (group_path(base, id), id)),
            new.group_ids().map(|id| group_path(new, id)),
        );
        let components = by_path(
            base.component_ids().map(|id| (component_path(base, id), id)),
            new.component_ids().map(|id| component_path(new, id)),
        );
        let mut both = Self { base, new, components, groups, short: BTreeSet::new() };
        both.find_moved();
        both.short = both.short_names();
        both
    }

    /// What is in another group now is known by its name, where that is clear.
    fn find_moved(&mut self) {
        let gone = self.gone_components();
        let lost = named_once(gone.iter().map(|id| (&*self.base.component(*id).name, *id)));
        let fresh = self.new.component_ids().filter(|id| self.components[id.index()].is_none());
        let fresh = named_once(fresh.map(|id| (&*self.new.component(id).name, id)));
        for (name, id) in fresh {
            self.components[id.index()] = lost.get(name).copied();
        }
    }

    pub fn component(&self, new: ComponentId) -> Option<ComponentId> {
        self.components[new.index()]
    }

    pub fn group(&self, new: GroupId) -> Option<GroupId> {
        self.groups[new.index()]
    }

    pub fn gone_components(&self) -> Vec<ComponentId> {
        let kept: BTreeSet<_> = self.components.iter().flatten().collect();
        self.base.component_ids().filter(|id| !kept.contains(id)).collect()
    }

    pub fn gone_groups(&self) -> Vec<GroupId> {
        let kept: BTreeSet<_> = self.groups.iter().flatten().collect();
        self.base.group_ids().filter(|id| !kept.contains(id)).collect()
    }

    /// What a component is called once all changes are made.
    pub fn name(&self, new: ComponentId) -> String {
        self.called(&self.new.component(new).name, component_path(self.new, new))
    }

    pub fn group_name(&self, new: GroupId) -> String {
        self.called(&self.new.group(new).name, group_path(self.new, new))
    }

    /// What it is called before anything is moved.
    pub fn base_name(&self, base: ComponentId) -> String {
        self.called(&self.base.component(base).name, component_path(self.base, base))
    }

    pub fn base_group_name(&self, base: GroupId) -> String {
        self.called(&self.base.group(base).name, group_path(self.base, base))
    }

    fn called(&self, name: &str, path: String) -> String {
        if self.short.contains(name) { name.to_owned() } else { path }
    }

    /// What is told apart by its name alone, before the changes and after them.
    fn short_names(&self) -> BTreeSet<String> {
        let mut named: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for id in self.base.component_ids() {
            let name = &*self.base.component(id).name;
            named.entry(name).or_default().insert(component_path(self.base, id));
        }
        for id in self.new.component_ids() {
            let name = &*self.new.component(id).name;
            named.entry(name).or_default().insert(self.identity(id));
        }
        for design in [self.base, self.new] {
            for id in design.group_ids() {
                let name = &*design.group(id).name;
                named.entry(name).or_default().insert(group_path(design, id));
            }
        }
        let once = named.into_iter().filter(|(_, paths)| paths.len() == 1);
        once.map(|(name, _)| name.to_owned()).collect()
    }

    /// The path in the base, for what is in both designs.
    pub fn identity(&self, new: ComponentId) -> String {
        match self.component(new) {
            Some(base) => component_path(self.base, base),
            None => component_path(self.new, new),
        }
    }

    /// Whether two values mean the same, the first in the base.
    fn same(&self, base: &Value, new: &Value) -> bool {
        match (base, new) {
            (Value::Component(old), Value::Component(id)) => self.component(*id) == Some(*old),
            (Value::Group(old), Value::Group(id)) => self.group(*id) == Some(*old),
            (Value::Times(old, was), Value::Times(id, is)) => {
                self.component(*id) == Some(*old) && was == is
            }
            (Value::List(old), Value::List(new)) => {
                old.len() == new.len() && old.iter().zip(new).all(|(old, new)| self.same(old, new))
            }
            (old, new) => old == new,
        }
    }

    /// What the new facts state otherwise, and what they leave out.
    pub fn facts<'f>(&self, base: &Facts, new: &'f Facts) -> Vec<(Attr, Option<&'f Stated>)> {
        let is_new = |(attr, stated): &(Attr, &Stated)| match base.get(*attr) {
            Some(old) => !self.same(&old.value, &stated.value),
            None => true,
        };
        let set = new.iter().filter(is_new).map(|(attr, stated)| (attr, Some(stated)));
        let unset = base.iter().filter(|(attr, _)| !new.is_stated(*attr));
        set.chain(unset.map(|(attr, _)| (attr, None))).collect()
    }
}

/// `seoul.a.api`
pub(super) fn component_path(design: &Design, id: ComponentId) -> String {
    let component = design.component(id);
    match component.group {
        Some(group) => format!("{}.{}", group_path(design, group), component.name),
        None => component.name.clone(),
    }
}

pub(super) fn group_path(design: &Design, id: GroupId) -> String {
    let mut names: Vec<&str> =
        design.ancestors(Some(id)).map(|id| &*design.group(id).name).collect();
    names.reverse();
    names.join(".")
}

fn by_path<Id: Copy>(
    base: impl Iterator<Item = (String, Id)>,
    new: impl Iterator<Item = String>,
) -> Vec<Option<Id>> {
    let base: BTreeMap<String, Id> = base.collect();
    new.map(|path| base.get(&path).copied()).collect()
}

/// The names that one thing alone has, with it.
fn named_once<'n, Id>(all: impl Iterator<Item = (&'n str, Id)>) -> BTreeMap<&'n str, Id> {
    let mut named: BTreeMap<&str, Option<Id>> = BTreeMap::new();
    for (name, id) in all {
        named.entry(name).and_modify(|known| *known = None).or_insert(Some(id));
    }
    named.into_iter().filter_map(|(name, id)| Some((name, id?))).collect()
}

/// The links of which any will do, each with all that are written with it by `|`.
pub(super) fn alternatives(design: &Design) -> BTreeMap<LinkId, Vec<LinkId>> {
    let needs = design.needs.iter().flatten();
    let stated = needs.filter(|need| need.links.len() > 1 && !need.pool);
    let each = stated.flat_map(|need| need.links.iter().map(|id| (*id, need.links.clone())));
    each.collect()
}
