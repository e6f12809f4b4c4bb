//! Where components stand, and what holds what.

use super::Meaning;
use crate::model::{ComponentId, GroupId, GroupKind, Kind};

impl Meaning {
    /// The component's place in its groups, innermost first.
    pub fn groups_around(&self, id: ComponentId) -> impl Iterator<Item = GroupId> + '_ {
        self.design.ancestors(self.design.component(id).group)
    }

    /// The failure domain of the kind around the component, if any.
    pub fn domain_around(&self, id: ComponentId, kind: GroupKind) -> Option<GroupId> {
        self.groups_around(id).find(|group| self.design.group(*group).kind == kind)
    }

    /// Zones (or data centres) beside this one, it included, in source order.
    pub fn sibling_zones(&self, zone: GroupId) -> Vec<GroupId> {
        let (kind, parent) = (self.design.group(zone).kind, self.design.group(zone).parent);
        let sibling = |id: &GroupId| {
            let group = self.design.group(*id);
            group.kind == kind && group.parent == parent
        };
        self.design.group_ids().filter(sibling).collect()
    }

    /// Zones over which the component's replicas could be dealt out: those of its own place.
    pub fn zones_at(&self, id: ComponentId) -> Vec<GroupId> {
        if let Some(zone) = self.domain_around(id, GroupKind::Zone) {
            return self.sibling_zones(zone);
        }
        let around: Vec<GroupId> = self.groups_around(id).collect();
        let near = |zone: &GroupId| {
            let group = self.design.group(*zone);
            group.kind == GroupKind::Zone && group.parent.is_none_or(|p| around.contains(&p))
        };
        self.design.group_ids().filter(near).collect()
    }

    /// Over how many zones the replicas are dealt out; 1 where they stand in one.
    pub fn zone_count(&self, id: ComponentId) -> u32 {
        (self.design.component(id).zones.len() as u32).max(1)
    }

    /// `[a, c]`, where the design has at least two zones for the component.
    pub fn zone_list(&self, id: ComponentId) -> Option<String> {
        let zones = self.zones_at(id);
        let names: Vec<&str> =
            zones.iter().map(|zone| self.design.group(*zone).path.as_str()).collect();
        (names.len() >= 2).then(|| format!("[{}]", names.join(", ")))
    }

    /// A failure domain that is all there is: the only region, data center or cluster, or one that
    /// holds everything that can fail.
    pub fn holds_whole_design(&self, id: GroupId) -> bool {
        let kind = self.design.group(id).kind;
        let only = self.design.groups.iter().filter(|group| group.kind == kind).count() == 1;
        if only && matches!(kind, GroupKind::Region | GroupKind::Dc | GroupKind::Cluster) {
            return true;
        }
        let mut ours = self.design.component_ids().filter(|id| !self.is_elsewhere(*id));
        ours.all(|component| {
            self.design.placement(component).iter().all(|domains| domains.contains(&id))
        })
    }

    /// Users, third parties and services of the provider stand in nobody's zone.
    fn is_elsewhere(&self, id: ComponentId) -> bool {
        matches!(self.kind(id), Kind::User | Kind::External) || self.design.fails_whole(id)
    }
}
