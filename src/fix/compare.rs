//! What one design has that another one has not, by the names that both know.

use crate::analysis::Matching;
use crate::model::{Attr, ComponentId, Design, Facts, GroupId, LinkId, Place, Stated};
use std::collections::{BTreeMap, BTreeSet};

/// Two designs, the first the base of the second.
pub(super) struct Both<'d> {
    pub base: &'d Design,
    pub new: &'d Design,
    matching: Matching,
    /// Names that stand for one place in both designs.
    short: BTreeSet<String>,
}

impl<'d> Both<'d> {
    pub fn new(base: &'d Design, new: &'d Design) -> Self {
        let matching = Matching::of(base, new);
        let mut both = Self { base, new, matching, short: BTreeSet::new() };
        both.short = both.short_names();
        both
    }

    pub fn component(&self, new: ComponentId) -> Option<ComponentId> {
        self.matching.component(new)
    }

    /// A group under another path is declared anew: only components are moved.
    pub fn group(&self, new: GroupId) -> Option<GroupId> {
        let old = self.matching.group(new)?;
        let path = |design: &Design, id| design.full_path(Place::Group(id));
        (path(self.base, old) == path(self.new, new)).then_some(old)
    }

    pub fn gone_components(&self) -> Vec<ComponentId> {
        let kept: BTreeSet<_> =
            self.new.component_ids().filter_map(|id| self.component(id)).collect();
        self.base.component_ids().filter(|id| !kept.contains(id)).collect()
    }

    pub fn gone_groups(&self) -> Vec<GroupId> {
        let kept: BTreeSet<_> = self.new.group_ids().filter_map(|id| self.group(id)).collect();
        self.base.group_ids().filter(|id| !kept.contains(id)).collect()
    }

    /// What a component is called once all changes are made.
    pub fn name(&self, new: ComponentId) -> String {
        self.called(&self.new.component(new).name, self.new.full_path(Place::Component(new)))
    }

    pub fn group_name(&self, new: GroupId) -> String {
        self.called(&self.new.group(new).name, self.new.full_path(Place::Group(new)))
    }

    /// What it is called before anything is moved.
    pub fn base_name(&self, base: ComponentId) -> String {
        self.called(&self.base.component(base).name, self.base.full_path(Place::Component(base)))
    }

    pub fn base_group_name(&self, base: GroupId) -> String {
        self.called(&self.base.group(base).name, self.base.full_path(Place::Group(base)))
    }

    fn called(&self, name: &str, path: String) -> String {
        if self.short.contains(name) { name.to_owned() } else { path }
    }

    /// What is told apart by its name alone, before the changes and after them.
    fn short_names(&self) -> BTreeSet<String> {
        let mut named: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for id in self.base.component_ids() {
            let name = &*self.base.component(id).name;
            named.entry(name).or_default().insert(self.base.full_path(Place::Component(id)));
        }
        for id in self.new.component_ids() {
            let name = &*self.new.component(id).name;
            named.entry(name).or_default().insert(self.identity(id));
        }
        for design in [self.base, self.new] {
            for id in design.group_ids() {
                let name = &*design.group(id).name;
                named.entry(name).or_default().insert(design.full_path(Place::Group(id)));
            }
        }
        let once = named.into_iter().filter(|(_, paths)| paths.len() == 1);
        once.map(|(name, _)| name.to_owned()).collect()
    }

    /// The path in the base, for what is in both designs.
    pub fn identity(&self, new: ComponentId) -> String {
        match self.component(new) {
            Some(base) => self.base.full_path(Place::Component(base)),
            None => self.new.full_path(Place::Component(new)),
        }
    }

    /// What the new facts state otherwise, and what they leave out.
    pub fn facts<'f>(&self, base: &Facts, new: &'f Facts) -> Vec<(Attr, Option<&'f Stated>)> {
        let is_new = |(attr, stated): &(Attr, &Stated)| match base.get(*attr) {
            Some(old) => !self.matching.is_same_value(&old.value, &stated.value),
            None => true,
        };
        let set = new.iter().filter(is_new).map(|(attr, stated)| (attr, Some(stated)));
        let unset = base.iter().filter(|(attr, _)| !new.is_stated(*attr));
        set.chain(unset.map(|(attr, _)| (attr, None))).collect()
    }
}

/// The links of which any will do, each with all that are written with it by `|`.
pub(super) fn alternatives(design: &Design) -> BTreeMap<LinkId, Vec<LinkId>> {
    let needs = design.needs.iter().flatten();
    let stated = needs.filter(|need| need.links.len() > 1 && !need.pool);
    let each = stated.flat_map(|need| need.links.iter().map(|id| (*id, need.links.clone())));
    each.collect()
}
