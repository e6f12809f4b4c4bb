//! What happens when the primary of a replicated store is lost.

use super::super::{
    Attr, ComponentId, Design, Dimension, Failover, GroupId, GroupKind, Kind, ReplicaSet,
};
use crate::catalog::Management;
use std::collections::BTreeSet;

impl Design {
    /// The set of stores joined by `=>` that this one is the primary or a standby of.
    pub fn replica_set(&self, id: ComponentId) -> Option<&ReplicaSet> {
        let at = self.set_of.get(id.index()).copied().flatten()?;
        self.replica_sets.get(at)
    }

    /// Has a primary that must be replaced when it is lost: a database, cache or queue of several
    /// replicas, or the primary of a replica set. Other components just divide the work.
    pub fn has_standby(&self, id: ComponentId) -> bool {
        let is_primary = self.replica_set(id).is_some_and(|set| set.primary == id);
        is_primary || (self.is_primary_kind(id) && self.replicas(id).least > 1)
    }

    /// How the store changes over. Of a set, what its primary says counts first, then what a
    /// standby says. `failover = none` is judged like manual.
    pub fn failover(&self, id: ComponentId) -> Failover {
        let Some(set) = self.replica_set(id) else { return self.own_failover(id) };
        let members = || std::iter::once(set.primary).chain(set.standbys.iter().copied());
        let own = members().map(|member| self.own_failover(member));
        let stated = own.into_iter().find(|failover| *failover != Failover::Unknown);
        stated.unwrap_or(match self.is_managed_pair(members()) {
            true => Failover::Auto,
            false => Failover::Unknown,
        })
    }

    /// A provider runs all of them, in several zones: it promotes one, as it does for a single
    /// instance over several zones.
    fn is_managed_pair(&self, members: impl Iterator<Item = ComponentId>) -> bool {
        let mut zones = BTreeSet::new();
        for id in members {
            let zone = |group: &GroupId| self.group(*group).kind == GroupKind::Zone;
            let component = self.component(id);
            if self.management(id) != Management::Instance || self.is_read_replica(id) {
                return false;
            }
            zones.extend(
                self.ancestors(component.group).find(zone).or(component.zones.first().copied()),
            );
        }
        zones.len() > 1
    }

    /// A connection to it carries reads only.
    pub fn is_read_replica(&self, id: ComponentId) -> bool {
        self.component(id).facts.word(Attr::Role) == Some("replica")
    }

    fn own_failover(&self, id: ComponentId) -> Failover {
        let facts = &self.component(id).facts;
        match facts.get(Attr::Failover) {
            Some(_) if facts.word(Attr::Failover) == Some("auto") => return Failover::Auto,
            // `failover` as a bare word claims one without saying that a person does it.
            Some(_) if facts.is_on(Attr::Failover) && facts.word(Attr::Failover).is_none() => {
                return Failover::Auto;
            }
            Some(_) => return Failover::Manual,
            None => {}
        }
        let elects = matches!(facts.word(Attr::Mode), Some("sentinel" | "cluster"));
        // Brokers that hold copies of one another's messages elect a leader by themselves.
        let copies = facts.number(Attr::ReplicationFactor, Dimension::Count);
        let elects = elects || copies.is_some_and(|factor| factor.low_count() > 1);
        let elects = elects || self.elects_by_itself(id) || self.has_peers(id);
        if elects || facts.is_stated(Attr::Quorum) || self.spans_zones(id) {
            return Failover::Auto;
        }
        Failover::Unknown
    }

    /// The technology votes, and one of the voters may be lost.
    fn elects_by_itself(&self, id: ComponentId) -> bool {
        const VOTERS: u32 = 3;
        let tech = self.component(id).tech.as_ref();
        tech.is_some_and(|tech| tech.elects) && self.replicas(id).least >= VOTERS
    }

    /// Each of its nodes does what any other does: there is no primary that would be replaced.
    fn has_peers(&self, id: ComponentId) -> bool {
        let tech = self.component(id).tech.as_ref();
        let is_peer = tech.is_some_and(|tech| tech.copies > Some(1));
        is_peer && self.component(id).kind == Kind::Db && self.replicas(id).least > 1
    }

    fn is_primary_kind(&self, id: ComponentId) -> bool {
        matches!(self.component(id).kind, Kind::Db | Kind::Cache | Kind::Queue)
    }
}
