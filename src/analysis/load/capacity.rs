//! What part of its capacity a component uses, and how many replicas it would want.

use super::demand::figure;
use super::{Arrival, Conditions, Interval, Spread};
use crate::model::{Attr, ComponentId, Design, Dimension, Kind, Quantity};
use crate::text::Text;

/// The utilisation at which the number of replicas is aimed; printed wherever it is used.
pub const TARGET_UTILIZATION: f64 = 0.7;

/// Where the capacity of one replica was taken from.
#[derive(Clone, Debug, PartialEq)]
pub enum CapacityBasis {
    Stated,
    /// From the catalogue: the source as it is printed.
    Catalog(Text),
}

/// A component's load against its capacity.
#[derive(Clone, Debug, PartialEq)]
pub struct Usage {
    /// Requests per second that all its replicas and shards carry at the present mix of reads and
    /// writes.
    pub capacity: f64,
    /// Of one replica, at the present mix.
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
    limits: Limits,
    work: Work,
}

impl Usage {
    /// `None` when a capacity that the load asks for is neither stated nor known from the
    /// catalogue, or when the load has no bound.
    pub fn of(
        design: &Design,
        spread: &Spread,
        conditions: &Conditions,
        id: ComponentId,
    ) -> Option<Self> {
        let carrier = Carrier::of(design, id);
        let (work, limits) = carrier.work(spread, conditions, id)?;
        let arrival = spread.at(id);
        let replicas = conditions.alive[id.index()];
        let utilization = work.utilization(&limits, f64::from(replicas));
        let capacity_each = work.mixed(&limits);
        let capacity = if utilization.hi > 0.0 && utilization.hi.is_finite() {
            arrival.peak.hi / utilization.hi
        } else {
            capacity_each * f64::from(replicas) * work.shards
        };
        Some(Self {
            capacity,
            capacity_each,
            basis: carrier.basis(design, id, arrival)?,
            utilization,
            required_replicas: work.replicas_for(&limits, TARGET_UTILIZATION),
            replicas,
            shards: work.shards,
            limits,
            work,
        })
    }

    /// Replicas (per shard) that keep the utilisation at or below `target`; `None` when no number
    /// of replicas can.
    pub fn replicas_at(&self, target: f64) -> Option<u32> {
        self.work.replicas_for(&self.limits, target)
    }

    /// All that arrives at the peak, at most.
    pub fn peak(&self) -> f64 {
        self.work.reads.hi + self.work.writes.hi
    }

    /// Writes per second that one primary takes.
    pub fn writes_each(&self) -> f64 {
        self.limits.writes
    }

    /// `347 ÷ (4 × 100) = 87%`; of a store that copies its writes `(30 + 270 ÷ 2) ÷ 1,200 = 14%`;
    /// with capacities of its own for either `30 ÷ 500 + 270 ÷ (2 × 1,200) = 17%`.
    pub fn derivation(&self) -> String {
        let replicas = self.replicas;
        let (peak, reads, writes) = self.shown_work();
        let (each, read_each, write_each) = self.shown_limits();
        let used = figure(self.utilization * 100.0);
        let working = match (self.limits.are_one(), self.work.writes_everywhere()) {
            (true, false) => format!("{peak} ÷ ({replicas} × {each})"),
            (true, true) => format!("({writes} + {reads} ÷ {replicas}) ÷ {each}"),
            (false, false) => format!(
                "{reads} ÷ ({replicas} × {read_each}) + {writes} ÷ ({replicas} × {write_each})"
            ),
            (false, true) => {
                format!("{writes} ÷ {write_each} + {reads} ÷ ({replicas} × {read_each})")
            }
        };
        format!("{working} = {used}%")
    }

    /// `⌈347 ÷ (100 × 70%)⌉ = 5`; what every replica does is taken off first, and where that is
    /// all, nothing is left to divide: `80 ÷ 500 ≤ 70%: 1`.
    pub fn sizing_derivation(&self, needed: u32) -> String {
        let target = format!("{}%", figure(Interval::exact(TARGET_UTILIZATION * 100.0)));
        let (peak, reads, writes) = self.shown_work();
        let (each, read_each, write_each) = self.shown_limits();
        if self.work.writes_everywhere() && self.work.reads.hi == 0.0 {
            let each = if self.limits.are_one() { each } else { write_each };
            return format!("{writes} ÷ {each} ≤ {target}: {needed}");
        }
        let working = match (self.limits.are_one(), self.work.writes_everywhere()) {
            (true, false) => format!("{peak} ÷ ({each} × {target})"),
            (true, true) => format!("{reads} ÷ ({each} × {target} − {writes})"),
            (false, false) => {
                format!("({reads} ÷ {read_each} + {writes} ÷ {write_each}) ÷ {target}")
            }
            (false, true) => {
                format!("{reads} ÷ {read_each} ÷ ({target} − {writes} ÷ {write_each})")
            }
        };
        format!("⌈{working}⌉ = {needed}")
    }

    /// All, reads and writes at the peak, at most, of one shard: `2,700 ÷ 4`.
    fn shown_work(&self) -> (String, String, String) {
        let divided =
            if self.shards > 1.0 { format!(" ÷ {}", self.shards) } else { String::new() };
        let of_shard = |value: f64| figure(Interval::exact(value)) + &divided;
        (of_shard(self.peak()), of_shard(self.work.reads.hi), of_shard(self.work.writes.hi))
    }

    fn shown_limits(&self) -> (String, String, String) {
        let shown = |value| figure(Interval::exact(value));
        (shown(self.capacity_each), shown(self.limits.reads), shown(self.limits.writes))
    }
}

/// What one replica of a component carries and how its replicas share work, read from the design
/// once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Carrier {
    reads: Option<f64>,
    writes: Option<f64>,
    /// From the catalogue, for either.
    planned: Option<f64>,
    /// Every replica does every write.
    copies: bool,
    shards: f64,
}

impl Carrier {
    pub fn of(design: &Design, id: ComponentId) -> Self {
        let component = design.component(id);
        let stated = |attr| {
            let rate = component.facts.number(attr, Dimension::Rate).map(|rate| rate.low());
            rate.filter(|rate| *rate > 0.0)
        };
        let whole = stated(Attr::Capacity);
        let planned = component.tech.as_ref().and_then(|tech| tech.capacity.as_ref());
        Self {
            reads: stated(Attr::Reads).or(whole),
            writes: stated(Attr::Writes).or(whole),
            planned: planned.map(|each| Quantity::exact(Dimension::Rate, each.value).low()),
            copies: copies_writes(design, id),
            shards: shards(design, id),
        }
    }

    /// Peak load ÷ capacity, without how it comes about; `None` as for [`Usage::of`].
    pub fn utilization(
        &self,
        spread: &Spread,
        conditions: &Conditions,
        id: ComponentId,
    ) -> Option<Interval> {
        let (work, limits) = self.work(spread, conditions, id)?;
        Some(work.utilization(&limits, f64::from(conditions.alive[id.index()])))
    }

    fn work(
        &self,
        spread: &Spread,
        conditions: &Conditions,
        id: ComponentId,
    ) -> Option<(Work, Limits)> {
        if spread.is_unbounded(id) {
            return None;
        }
        let arrival = spread.at(id);
        let limits = self.stated(arrival).or_else(|| {
            let each = self.planned?;
            let (reads, writes) = (self.reads.unwrap_or(each), self.writes.unwrap_or(each));
            Some(Limits { reads, writes })
        })?;
        let (reads, writes) = (arrival.peak.less(arrival.peak_writes), arrival.peak_writes);
        let work = Work { reads, writes, copies: self.copies, shards: self.shards };
        Some((work, limits.slowed(conditions.slow[id.index()])))
    }

    /// A store's `reads` and `writes` first, then `capacity` for either; `None` when something
    /// arrives of which no limit is stated.
    fn stated(&self, arrival: Arrival) -> Option<Limits> {
        let reads_only = arrival.peak_writes.hi == 0.0;
        let writes_only = arrival.peak.less(arrival.peak_writes).hi == 0.0;
        match (self.reads, self.writes) {
            (Some(reads), Some(writes)) => Some(Limits { reads, writes }),
            (Some(reads), None) if reads_only => Some(Limits { reads, writes: reads }),
            (None, Some(writes)) if writes_only => Some(Limits { reads: writes, writes }),
            _ => None,
        }
    }

    fn basis(&self, design: &Design, id: ComponentId, arrival: Arrival) -> Option<CapacityBasis> {
        if self.stated(arrival).is_some() {
            return Some(CapacityBasis::Stated);
        }
        let figure = design.component(id).tech.as_ref()?.capacity.as_ref()?;
        Some(CapacityBasis::Catalog(figure.cited()))
    }
}

/// Requests per second that one replica carries if it does nothing else.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Limits {
    reads: f64,
    writes: f64,
}

impl Limits {
    fn are_one(&self) -> bool {
        self.reads == self.writes
    }

    fn slowed(self, factor: f64) -> Self {
        let factor = factor.max(f64::MIN_POSITIVE);
        Self { reads: self.reads / factor, writes: self.writes / factor }
    }
}

/// The load of a component at the peak, and how its replicas share it: they divide the reads, and
/// the writes too unless every replica does them all.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Work {
    reads: Interval,
    writes: Interval,
    /// Every replica does every write.
    copies: bool,
    shards: f64,
}

impl Work {
    fn writes_everywhere(&self) -> bool {
        self.copies && self.writes.hi > 0.0
    }

    /// What is divided and what is not, in replicas that it keeps busy, of one shard.
    fn busy(&self, limits: &Limits, reads: f64, writes: f64) -> (f64, f64) {
        let (reads, writes) =
            (reads / limits.reads / self.shards, writes / limits.writes / self.shards);
        if self.copies { (reads, writes) } else { (reads + writes, 0.0) }
    }

    fn utilization(&self, limits: &Limits, replicas: f64) -> Interval {
        let part = |reads: f64, writes: f64| {
            let (divided, everywhere) = self.busy(limits, reads, writes);
            match (replicas > 0.0, reads + writes > 0.0) {
                (true, _) => divided / replicas + everywhere,
                (false, true) => f64::INFINITY,
                (false, false) => 0.0,
            }
        };
        Interval {
            lo: part(self.reads.lo, self.writes.lo),
            hi: part(self.reads.hi, self.writes.hi),
        }
    }

    /// Requests per second of one replica at this mix of reads and writes.
    fn mixed(&self, limits: &Limits) -> f64 {
        let (reads, writes) = (self.reads.hi, self.writes.hi);
        if limits.are_one() || reads + writes == 0.0 {
            return limits.reads;
        }
        (reads + writes) / (reads / limits.reads + writes / limits.writes)
    }

    fn replicas_for(&self, limits: &Limits, target: f64) -> Option<u32> {
        let (divided, everywhere) = self.busy(limits, self.reads.hi, self.writes.hi);
        let left = target - everywhere;
        if divided == 0.0 && left >= 0.0 {
            return Some(1);
        }
        // A tiny slack, so that 700 on a target of 700 is one replica and not two.
        (left > 0.0).then(|| (divided / left - 1e-9).ceil().max(1.0) as u32)
    }
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
