//! How many replicas are enough, and what the loss of one or of a zone leaves of them.

use super::Study;
use super::load::{CapacityBasis, Usage};
use super::queueing::statically_stable;
use crate::model::{ComponentId, GroupId, GroupKind};
use std::collections::BTreeMap;

/// What is left after the worst single loss, where that is less than the peak needs.
#[derive(Clone, Copy, Debug)]
pub struct PeakLoss {
    /// Replicas that the peak needs.
    pub needed: u32,
    pub left: u32,
    /// A whole zone is the worst loss, not one replica.
    pub of_zone: bool,
}

/// What the loss of its largest instance, or of the zone with most of it, leaves of a pool that carries
/// the peak together, in requests per second.
#[derive(Clone, Copy, Debug)]
pub struct PoolLoss {
    pub peak: f64,
    pub left: f64,
    /// A whole zone is the worst loss, not one instance.
    pub of_zone: bool,
}

impl Study {
    /// Whether replicas that carry the peak together can't do so any more when one of them, or the
    /// largest zone, is lost, until a scaler has started others. `None` as well where a number is
    /// missing.
    pub fn peak_loss(&self, id: ComponentId) -> Option<PeakLoss> {
        let usage = self.stated_usage(id)?;
        let (needed, all) = (usage.replicas_at(1.0)?, usage.replicas);
        if all < 2 || needed > all || self.is_in_pool(id) || self.is_fed_by_queues(id) {
            return None;
        }
        let zones = self.zone_count(id);
        let lost = if zones > 1 { all.div_ceil(zones) } else { 1 };
        let loss = PeakLoss { needed, left: all - lost, of_zone: zones > 1 && lost > 1 };
        (loss.left < needed).then_some(loss)
    }

    /// The same of alternatives that are drawn one by one.
    pub fn pool_loss(&self, pool: &[ComponentId]) -> Option<PoolLoss> {
        let usages: Option<Vec<&Usage>> = pool.iter().map(|id| self.stated_usage(*id)).collect();
        let usages = usages?;
        let peak: f64 = usages.iter().map(|usage| usage.peak()).sum();
        let all: f64 = usages.iter().map(|usage| usage.capacity).sum();
        let one = usages.iter().map(|usage| usage.capacity_each).fold(0.0, f64::max);
        let zone = self.in_one_zone(pool, &usages).unwrap_or(0.0);
        let of_zone = zone > one;
        let left = all - zone.max(one);
        let more = |than: f64| peak > than * (1.0 + 1e-9);
        (more(left) && !more(all)).then_some(PoolLoss { peak, left, of_zone })
    }

    /// What the zone with most of the pool carries of it; `None` where it does not stand in several.
    fn in_one_zone(&self, pool: &[ComponentId], usages: &[&Usage]) -> Option<f64> {
        let design = self.design();
        let is_zone =
            |id: &GroupId| matches!(design.group(*id).kind, GroupKind::Zone | GroupKind::Dc);
        let mut zones: BTreeMap<GroupId, f64> = BTreeMap::new();
        for (id, usage) in pool.iter().zip(usages) {
            let placement = design.placement_of(*id, usage.replicas);
            let each = usage.capacity / placement.len().max(1) as f64;
            for zone in placement.iter().flatten().filter(|id| is_zone(id)) {
                *zones.entry(*zone).or_default() += each;
            }
        }
        (zones.len() > 1).then(|| zones.into_values().fold(0.0, f64::max))
    }

    /// Whether the peak is too much for what the loss of one leaves, of its replicas or of its pool.
    pub fn is_short_after_loss(&self, id: ComponentId) -> bool {
        let in_pool =
            |pool: &Vec<ComponentId>| pool.contains(&id) && self.pool_loss(pool).is_some();
        self.peak_loss(id).is_some() || self.hard_pools().iter().any(in_pool)
    }

    /// The load against a capacity that the design itself states: one that may accuse.
    pub fn stated_usage(&self, id: ComponentId) -> Option<&Usage> {
        self.usage(id).filter(|usage| usage.basis == CapacityBasis::Stated)
    }

    /// Replicas that stay at the `target` utilization at the peak, and that carry the peak still when
    /// one of them is lost, or, dealt out over the zones there are, the largest zone. `None` when no
    /// number of replicas can.
    pub fn enough_replicas(&self, id: ComponentId, usage: &Usage, target: f64) -> Option<u32> {
        let (comfortable, bare) = (usage.replicas_at(target)?, usage.replicas_at(1.0)?);
        Some(comfortable.max(bare.checked_add(1)?).max(self.enough_after_zone_loss(id, bare)))
    }

    /// Replicas of which `needed` are left when the largest of the zones is lost over which they can
    /// be dealt out.
    pub fn enough_after_zone_loss(&self, id: ComponentId, needed: u32) -> u32 {
        statically_stable(needed, self.zones_to_be(id))
    }

    /// Over how many zones replicas stand once they are dealt out over those there are.
    fn zones_to_be(&self, id: ComponentId) -> u32 {
        match self.zone_count(id) {
            1 if !self.has_stand_ins(id) => (self.zones_at(id).len() as u32).max(1),
            several => several,
        }
    }
}
