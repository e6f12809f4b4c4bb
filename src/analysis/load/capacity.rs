//! What part of its capacity a component uses, and how many replicas it would want.

use super::demand::figure;
use super::{Conditions, Interval, Spread};
use crate::model::{Attr, ComponentId, Design, Dimension, Kind};

/// The utilisation at which the number of replicas is aimed; printed wherever it is used.
pub const TARGET_UTILIZATION: f64 = 0.7;

/// Where the capacity of one replica was taken from.
#[derive(Clone, Debug, PartialEq)]
pub enum CapacityBasis {
    Stated,
    /// From the catalogue: title and date of the source.
    Catalog {
        source: String,
        date: String,
    },
}

/// A component's load against its capacity.
#[derive(Clone, Debug, PartialEq)]
pub struct Usage {
    /// Requests per second that all its replicas and shards carry at the present mix of reads and
    /// writes.
    pub capacity: f64,
    /// Of one replica.
    pub capacity_each: f64,
    pub basis: CapacityBasis,
    /// Peak load ÷ capacity; above 1 is overloaded. Infinite when nothing is left to carry it.
    pub utilization: Interval,
    /// Replicas (per shard) that keep the utilisation at or below [`TARGET_UTILIZATION`]. `None`
    /// when no number of replicas can: one primary takes all writes of its shard.
    pub required_replicas: Option<u32>,
    /// Replicas that work, per shard.
    pub replicas: u32,
    pub shards: f64,
    /// Requests per second at the peak, at most, that the replicas divide among them.
    divided: f64,
    /// Those that every replica does: the writes of a store.
    everywhere: f64,
}

impl Usage {
    /// `None` when the capacity is neither stated nor known from the catalogue, or when the load
    /// has no bound.
    pub fn of(
        design: &Design,
        spread: &Spread,
        conditions: &Conditions,
        id: ComponentId,
    ) -> Option<Self> {
        let (each, basis) = capacity_each(design, id)?;
        let each = each / conditions.slow[id.index()].max(f64::MIN_POSITIVE);
        if spread.is_unbounded(id) {
            return None;
        }
        let arrival = spread.at(id);
        let work =
            Work { divided: arrival.peak, everywhere: Interval::ZERO, shards: shards(design, id) };
        let work = if copies_writes(design, id) {
            let writes = arrival.peak_writes;
            let reads = Interval {
                lo: (arrival.peak.lo - writes.lo).max(0.0),
                hi: (arrival.peak.hi - writes.hi).max(0.0),
            };
            Work { divided: reads, everywhere: writes, ..work }
        } else {
            work
        };
        let alive = f64::from(conditions.alive[id.index()]);
        let utilization = work.per_replica(alive) / each;
        let full = each * alive * work.shards;
        let capacity = if utilization.hi > 0.0 && utilization.hi.is_finite() {
            arrival.peak.hi / utilization.hi
        } else {
            full
        };
        let required_replicas = work.replicas_for(each * TARGET_UTILIZATION);
        let replicas = conditions.alive[id.index()];
        Some(Self {
            capacity,
            capacity_each: each,
            basis,
            utilization,
            required_replicas,
            replicas,
            shards: work.shards,
            divided: work.divided.hi,
            everywhere: work.everywhere.hi,
        })
    }

    /// Replicas (per shard) that keep the utilisation at or below `target`; `None` when no number
    /// of replicas can.
    pub fn replicas_at(&self, target: f64) -> Option<u32> {
        let (divided, everywhere) = (self.divided, self.everywhere);
        let exact = Interval::exact;
        Work { divided: exact(divided), everywhere: exact(everywhere), shards: self.shards }
            .replicas_for(self.capacity_each * target)
    }

    /// All that arrives at the peak, at most.
    pub fn peak(&self) -> f64 {
        self.divided + self.everywhere
    }

    /// `347 ÷ (4 × 100) = 87%`; of a store that copies its writes `(30 + 270 ÷ 2) ÷ 1,200 = 14%`.
    pub fn derivation(&self) -> String {
        let short = |value| figure(Interval::exact(value));
        let (each, replicas) = (short(self.capacity_each), self.replicas);
        let shards = if self.shards > 1.0 { format!(" ÷ {}", self.shards) } else { String::new() };
        let used = figure(self.utilization * 100.0);
        if self.everywhere == 0.0 {
            return format!("{}{shards} ÷ ({replicas} × {each}) = {used}%", short(self.divided));
        }
        let (writes, reads) = (short(self.everywhere), short(self.divided));
        format!("({writes} + {reads} ÷ {replicas}){shards} ÷ {each} = {used}%")
    }
}

/// The load of a component, split by how replicas share it.
struct Work {
    /// Divides over the replicas.
    divided: Interval,
    /// Every replica does all of it.
    everywhere: Interval,
    shards: f64,
}

impl Work {
    fn per_replica(&self, replicas: f64) -> Interval {
        let load = |divided: f64, everywhere: f64| {
            let total = divided + everywhere;
            match (replicas > 0.0, total > 0.0) {
                (true, _) => (divided / replicas + everywhere) / self.shards,
                (false, true) => f64::INFINITY,
                (false, false) => 0.0,
            }
        };
        Interval {
            lo: load(self.divided.lo, self.everywhere.lo),
            hi: load(self.divided.hi, self.everywhere.hi),
        }
    }

    fn replicas_for(&self, each: f64) -> Option<u32> {
        let left = each * self.shards - self.everywhere.hi;
        if self.divided.hi == 0.0 && left >= 0.0 {
            return Some(1);
        }
        // A tiny slack, so that 700 on a target of 700 is one replica and not two.
        (left > 0.0).then(|| ((self.divided.hi / left) - 1e-9).ceil().max(1.0) as u32)
    }
}

/// Requests per second that one replica carries.
fn capacity_each(design: &Design, id: ComponentId) -> Option<(f64, CapacityBasis)> {
    let component = design.component(id);
    if let Some(stated) = component.facts.number(Attr::Capacity, Dimension::Rate) {
        return Some((stated.low(), CapacityBasis::Stated)).filter(|(each, _)| *each > 0.0);
    }
    let figure = component.tech.as_ref()?.capacity.as_ref()?;
    let each = Interval::from(crate::model::Quantity::exact(Dimension::Rate, figure.value)).lo;
    let (source, date) = (figure.source.clone(), figure.date.clone());
    Some((each, CapacityBasis::Catalog { source, date }))
}

/// Every replica of the store takes every write; only its reads divide. Caches in cluster mode and
/// queues divide their data instead.
fn copies_writes(design: &Design, id: ComponentId) -> bool {
    let component = design.component(id);
    match component.kind {
        Kind::Db | Kind::Search => true,
        Kind::Cache => component.facts.word(Attr::Mode) != Some("cluster"),
        _ => false,
    }
}

fn shards(design: &Design, id: ComponentId) -> f64 {
    let shards = design.component(id).facts.number(Attr::Shards, Dimension::Count);
    shards.map_or(1.0, |shards| shards.low().max(1.0))
}
