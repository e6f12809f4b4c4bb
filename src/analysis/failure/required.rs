//! How many replicas the load asks for, one component or one pool at a time.

use crate::analysis::load::{CapacityBasis, Usage};
use crate::model::{ComponentId, Design, Need, Softness};
use std::collections::BTreeMap;

/// How many replicas of each component the load needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Required {
    replicas: BTreeMap<ComponentId, u32>,
    /// How many run, where that is not the number that runs now.
    counts: BTreeMap<ComponentId, u32>,
    /// Members of a pool, and how many of all their instances are needed.
    pools: Vec<(Vec<ComponentId>, u32)>,
}

/// Pools of more instances than this need one of their members, as before.
const MOST_POOLED: u32 = 64;

impl Required {
    /// What the load asks for, where it and the capacity of a replica are stated; `usages` are
    /// those of the design's components, in their order.
    pub fn by(design: &Design, usages: &[Option<Usage>]) -> Self {
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
        required
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
            let counted = design.component(*id).kind.is_compute() && !design.fails_whole(*id);
            usage.filter(|_| counted).map(|usage| (*id, usage))
        };
        let known: Vec<(ComponentId, &Usage)> = members.iter().filter_map(known).collect();
        let instances: u32 = known.iter().map(|(_, usage)| usage.replicas).sum();
        let whole = members.len() > 1 && known.len() == members.len() && need.need == 1;
        if !whole || need.softness != Softness::Hard || instances > MOST_POOLED {
            return;
        }
        let load: f64 = known.iter().map(|(_, usage)| usage.peak()).sum();
        let mut each: Vec<f64> = (known.iter())
            .flat_map(|(_, usage)| vec![usage.capacity_each; usage.replicas as usize])
            .collect();
        each.sort_by(f64::total_cmp);
        let (mut carried, mut needed) = (0.0, 0);
        while carried < load * (1.0 - 1e-9) && needed < each.len() {
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
