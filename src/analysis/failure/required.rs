//! How many replicas the load asks for, one component or one pool at a time.

use crate::analysis::load::{CapacityBasis, Spread, Usage};
use crate::model::{ComponentId, Design, Kind, LinkId, Need, ReplicaSet, Softness};
use std::collections::{BTreeMap, BTreeSet};

/// How many replicas of each component the load needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Required {
    replicas: BTreeMap<ComponentId, u32>,
    /// How many run, where that is not the number that runs now.
    counts: BTreeMap<ComponentId, u32>,
    /// Members of a pool, and how many of all their instances are needed.
    pools: Vec<(Vec<ComponentId>, u32)>,
    /// By primary: the smallest sets of its read replicas whose loss is too much for what is left.
    reading: BTreeMap<ComponentId, Vec<Vec<ComponentId>>>,
    /// Calls whose fallback cannot carry what they carry.
    unequal: BTreeSet<LinkId>,
}

/// Pools of more instances than this need one of their members, as before.
const MOST_POOLED: u32 = 64;
/// Of more read replicas than this the load is not dealt out anew.
const MOST_READING: usize = 8;
/// More arrives than it carries; equal is not more, whatever the rounding.
const ROUNDING: f64 = 1e-9;

impl Required {
    /// What the load asks for, where it and the capacity of a replica are stated; `usages` are
    /// those of the design's components, in their order, and `spread` is what they come from.
    pub fn by(design: &Design, usages: &[Option<Usage>], spread: Option<&Spread>) -> Self {
        let mut required = Self::default();
        for (id, usage) in design.component_ids().zip(usages) {
            if let Some(usage) = usage.as_ref().filter(|it| it.basis == CapacityBasis::Stated) {
                // When no number is enough, all of them are needed; one that serves is all there is.
                let least = if usage.divides() { u32::MAX } else { 1 };
                required.require(id, usage.replicas_at(1.0).unwrap_or(least));
                if design.scales(id).is_some() {
                    required.counts.insert(id, usage.replicas);
                }
            }
        }
        for needs in &design.needs {
            needs.iter().for_each(|need| required.pool(design, need, usages));
        }
        for set in &design.replica_sets {
            required.read(design, set, usages);
        }
        for need in design.needs.iter().flatten() {
            spread.into_iter().for_each(|spread| required.turn(design, need, usages, spread));
        }
        required
    }

    /// A fallback that would be full with what the call carries is none. What a cache is asked for,
    /// the store behind it has counted already.
    fn turn(&mut self, design: &Design, need: &Need, usages: &[Option<Usage>], spread: &Spread) {
        let Softness::Fallback(other) = need.softness else { return };
        let caches = |link: &LinkId| design.component(design.link(*link).to).kind == Kind::Cache;
        let Some(usage) = usages[other.index()].as_ref() else { return };
        if usage.basis != CapacityBasis::Stated || need.links.iter().any(caches) {
            return;
        }
        let carried: f64 = need.links.iter().map(|link| spread.over(design, *link).peak.hi).sum();
        if usage.is_full_at(usage.peak() + carried) {
            self.unequal.extend(&need.links);
        }
    }

    /// Whether what the need turns to cannot carry what it carries.
    pub(super) fn is_unequal(&self, need: &Need) -> bool {
        need.links.iter().any(|link| self.unequal.contains(link))
    }

    /// What read replicas that are lost leave to the others, and the last ones to the primary.
    fn read(&mut self, design: &Design, set: &ReplicaSet, usages: &[Option<Usage>]) {
        let stated = |id: &ComponentId| {
            usages[id.index()].as_ref().filter(|usage| usage.basis == CapacityBasis::Stated)
        };
        let replicas = set.standbys.iter().filter(|id| design.is_read_replica(**id));
        let replicas: Vec<(ComponentId, &Usage)> =
            replicas.filter_map(|id| Some((*id, stated(id)?))).collect();
        let all: f64 = replicas.iter().map(|(_, usage)| usage.peak()).sum();
        if replicas.is_empty() || replicas.len() > MOST_READING || all <= 0.0 {
            return;
        }
        let mut lost: Vec<u32> = (1..1 << replicas.len()).collect();
        lost.sort_by_key(|lost| lost.count_ones());
        let mut too_many: Vec<u32> = Vec::new();
        for lost in lost {
            let is_lost = |at: usize| lost >> at & 1 == 1;
            let left = || replicas.iter().enumerate().filter(|(at, _)| !is_lost(*at));
            let reads: f64 = left().map(|(_, (_, usage))| usage.peak()).sum();
            let over = match reads > 0.0 {
                true => left().any(|(_, (_, usage))| usage.is_full_at(usage.peak() * all / reads)),
                false => {
                    stated(&set.primary).is_some_and(|usage| usage.is_full_at(usage.peak() + all))
                }
            };
            if over && !too_many.iter().any(|smaller| smaller & lost == *smaller) {
                too_many.push(lost);
            }
        }
        let named = |lost: u32| {
            let own = replicas.iter().enumerate().filter(move |(at, _)| lost >> at & 1 == 1);
            own.map(|(_, (id, _))| *id).collect()
        };
        if !too_many.is_empty() {
            self.reading.insert(set.primary, too_many.into_iter().map(named).collect());
        }
    }

    /// The smallest sets of the primary's read replicas whose loss is too much for what is left.
    pub(super) fn reading(&self, primary: ComponentId) -> &[Vec<ComponentId>] {
        self.reading.get(&primary).map_or(&[], Vec::as_slice)
    }

    /// What runs, and no load.
    pub fn counting(counts: &[u32]) -> Self {
        let counts = counts.iter().enumerate().filter(|(_, count)| **count > 0);
        let counts = counts.map(|(at, count)| (ComponentId(at as u32), *count)).collect();
        Self { counts, ..Self::default() }
    }

    /// The members of a pool count as one component: the fewest of all their instances, smallest
    /// first, that carry its load.
    fn pool(&mut self, design: &Design, need: &Need, usages: &[Option<Usage>]) {
        let members: Vec<ComponentId> =
            need.links.iter().map(|link| design.link(*link).to).collect();
        let known = |id: &ComponentId| {
            let usage = usages[id.index()].as_ref();
            let usage = usage.filter(|usage| usage.basis == CapacityBasis::Stated);
            let lone =
                usage.is_some_and(|usage| usage.replicas == 1) && design.replica_set(*id).is_none();
            let counted = lone || design.component(*id).kind.is_compute();
            usage.filter(|_| counted && !design.fails_whole(*id)).map(|usage| (*id, usage))
        };
        let known: Vec<(ComponentId, &Usage)> = members.iter().filter_map(known).collect();
        let instances: u32 = known.iter().map(|(_, usage)| usage.replicas).sum();
        let whole = members.len() > 1 && known.len() == members.len();
        if !whole || need.softness != Softness::Hard || instances > MOST_POOLED {
            return;
        }
        let load: f64 = known.iter().map(|(_, usage)| usage.peak()).sum();
        let once = load / need.need as f64;
        let carries = |usage: &Usage| {
            usage.capacity_each * f64::from(usage.replicas) >= once * (1.0 - ROUNDING)
        };
        // Each of those that a request calls must carry all requests.
        if need.need > 1 && known.iter().all(|(_, usage)| carries(usage)) {
            for (id, usage) in known {
                let needed = once / usage.capacity_each * (1.0 - ROUNDING);
                self.require(id, needed.ceil() as u32);
            }
            return;
        }
        let mut each: Vec<f64> = (known.iter())
            .flat_map(|(_, usage)| vec![usage.capacity_each; usage.replicas as usize])
            .collect();
        each.sort_by(f64::total_cmp);
        let (mut carried, mut needed) = (0.0, 0);
        while carried < load * (1.0 - ROUNDING) && needed < each.len() {
            carried += each[needed];
            needed += 1;
        }
        members.iter().for_each(|id| self.require(*id, 1));
        self.pools.push((members, (needed as u32).max(1)));
    }

    /// How many of all instances of a pool are needed; `None` where any one will do.
    pub(super) fn of_pool(&self, members: &[ComponentId]) -> Option<u32> {
        let fits = |(own, _): &&(Vec<ComponentId>, u32)| {
            own.len() == members.len() && members.iter().all(|id| own.contains(id))
        };
        self.pools.iter().find(fits).map(|(_, needed)| *needed).filter(|needed| *needed > 1)
    }

    pub(super) fn is_pooled(&self, id: ComponentId) -> bool {
        self.pools.iter().any(|(members, needed)| *needed > 1 && members.contains(&id))
    }

    /// How many instances run.
    pub(super) fn count(&self, design: &Design, id: ComponentId) -> u32 {
        self.counts.get(&id).copied().unwrap_or_else(|| design.running(id))
    }

    /// `replicas` of the component are needed to carry the load.
    pub fn require(&mut self, id: ComponentId, replicas: u32) {
        self.replicas.insert(id, replicas);
    }

    /// How many the load needs; 1 when nothing is known.
    pub fn of(&self, id: ComponentId) -> u32 {
        self.replicas.get(&id).copied().unwrap_or(1).max(1)
    }
}
