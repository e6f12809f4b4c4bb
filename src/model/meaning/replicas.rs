//! How many replicas a component has, and which failure domains each of them stands in.

use super::super::{Attr, ComponentId, Design, Dimension, GroupId, GroupKind};
use crate::catalog::Management;

/// How many replicas a component has, the primary included, per shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replicas {
    /// Counts for availability; at least 1.
    pub least: u32,
    /// Counts for capacity; at least `least`.
    pub most: u32,
    pub basis: ReplicaBasis,
}

impl Replicas {
    /// The design says so, in whatever words.
    pub fn is_stated(self) -> bool {
        self.basis != ReplicaBasis::Assumed
    }
}

/// Where the number of replicas comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplicaBasis {
    /// `replicas` (or `brokers`) says so.
    Stated,
    /// `autoscale = 2..10` says so.
    Autoscale,
    /// One for each of its `zones`.
    PerZone,
    /// Taken as 1, not stated.
    Assumed,
}

/// More replicas than this of one component are counted as this many: no verdict changes, and no
/// input can make an analysis run for ever.
const MOST_REPLICAS: u64 = 10_000;

impl Design {
    /// The replicas of a component: stated, else the bounds of its autoscaler, else one for each
    /// of its zones, else 1.
    pub fn replicas(&self, id: ComponentId) -> Replicas {
        let component = self.component(id);
        let bounds = |attr| {
            let stated = component.facts.number(attr, Dimension::Count)?;
            let least = stated.low_count().clamp(1, MOST_REPLICAS) as u32;
            Some((least, (stated.high_count().min(MOST_REPLICAS) as u32).max(least)))
        };
        let (bounds, basis) = if let Some((least, most)) = bounds(Attr::Replicas) {
            // A scaler keeps what runs within its bounds.
            let scaled = bounds(Attr::Autoscale).filter(|_| least == most);
            let bounds = scaled.map_or((least, most), |(lo, hi)| (least.clamp(lo, hi), hi));
            (bounds, ReplicaBasis::Stated)
        } else if let Some(bounds) = bounds(Attr::Autoscale) {
            (bounds, ReplicaBasis::Autoscale)
        } else if !component.zones.is_empty() {
            let zones = component.zones.len() as u32;
            ((zones, zones), ReplicaBasis::PerZone)
        } else {
            ((1, 1), ReplicaBasis::Assumed)
        };
        Replicas { least: bounds.0, most: bounds.1, basis }
    }

    /// The instances that run now.
    pub fn running(&self, id: ComponentId) -> u32 {
        self.replicas(id).least
    }

    /// All instances that may run, of all shards.
    pub fn instances(&self, id: ComponentId) -> u32 {
        let shards = self.component(id).facts.number(Attr::Shards, Dimension::Count);
        let shards = shards.map_or(1, |shards| shards.high_count().clamp(1, MOST_REPLICAS) as u32);
        self.replicas(id).most.saturating_mul(shards)
    }

    /// The bounds of the component's scaler; `None` where there is none, or its ceiling is not
    /// stated.
    pub fn scales(&self, id: ComponentId) -> Option<(u32, u32)> {
        let component = self.component(id);
        let bounds = |attr| {
            let stated = component.facts.number(attr, Dimension::Count)?;
            let least = stated.low_count().clamp(1, MOST_REPLICAS) as u32;
            Some((least, (stated.high_count().min(MOST_REPLICAS) as u32).max(least)))
        };
        let range = |attr| bounds(attr).filter(|(least, most)| least < most);
        bounds(Attr::Autoscale).or_else(|| range(Attr::Replicas))
    }

    /// It has a scaler whose ceiling nobody states: how many run once it has acted is not known.
    pub fn scales_without_bounds(&self, id: ComponentId) -> bool {
        self.component(id).facts.is_on(Attr::Autoscale) && self.scales(id).is_none()
    }

    /// The failure domains around a component, innermost first.
    pub fn domains(&self, id: ComponentId) -> Vec<GroupId> {
        self.failure_domains(self.component(id).group)
    }

    /// The group itself, if it is one, and the failure domains around it, innermost first.
    pub fn failure_domains(&self, group: Option<GroupId>) -> Vec<GroupId> {
        self.ancestors(group).filter(|id| self.group(*id).kind.is_failure_domain()).collect()
    }

    /// For each replica that counts for availability, the failure domains around it, innermost
    /// first. What fails as a whole ([`Design::fails_whole`]) has one entry, with only those
    /// domains that can take all of it: a regional service has its region, a global one none.
    pub fn placement(&self, id: ComponentId) -> Vec<Vec<GroupId>> {
        if self.fails_whole(id) {
            return vec![self.domains_of_whole(id)];
        }
        self.placement_of(id, self.running(id))
    }

    /// The same for another number of replicas.
    pub fn placement_of(&self, id: ComponentId, count: u32) -> Vec<Vec<GroupId>> {
        if self.fails_whole(id) {
            return vec![self.domains_of_whole(id)];
        }
        let (component, count) = (self.component(id), count as usize);
        if component.zones.is_empty() {
            return vec![self.domains(id); count];
        }
        let per_zone: Vec<Vec<GroupId>> =
            component.zones.iter().map(|zone| self.domains_in_zone(id, *zone)).collect();
        per_zone.into_iter().cycle().take(count).collect()
    }

    /// Around a replica dealt out to `zone`: the zone's domains, and those of the component's own
    /// that hold all its zones (a cluster that spans them, say).
    fn domains_in_zone(&self, id: ComponentId, zone: GroupId) -> Vec<GroupId> {
        let component = self.component(id);
        let mut domains = self.failure_domains(Some(zone));
        let own = self.domains(id);
        // A component that is drawn inside one of its zones is not bound to that one.
        let outside = own.iter().rposition(|domain| component.zones.contains(domain));
        for domain in &own[outside.map_or(0, |at| at + 1)..] {
            if !domains.contains(domain) {
                domains.push(*domain);
            }
        }
        domains
    }

    fn domains_of_whole(&self, id: ComponentId) -> Vec<GroupId> {
        let domains = self.domains(id).into_iter();
        match self.management(id) {
            Management::SelfRun => domains.collect(),
            Management::Global => Vec::new(),
            Management::Instance | Management::Regional => domains
                .filter(|domain| {
                    matches!(self.group(*domain).kind, GroupKind::Region | GroupKind::Dc)
                })
                .collect(),
        }
    }
}
