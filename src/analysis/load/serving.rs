//! Who of a component's instances serves what, and how busy that makes them.

use super::pair::Pair;
use crate::model::{Attr, ComponentId, Design, Dimension, Facts, Kind, Quantity};

/// How the instances of a component (of one shard of it) share its requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sharing {
    /// All divide everything.
    All,
    /// One serves; the others stand by.
    One,
    /// The primary writes and the copies read; one alone does both.
    Readable,
    /// Copies that read, and do every write of their primary again.
    Copies,
    /// All divide everything, and each write is done on so many of them.
    Peers(f64),
}

/// Requests per second that one instance carries, of those limits that are stated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    pub all: Option<f64>,
    pub reads: Option<f64>,
    pub writes: Option<f64>,
}

impl Limits {
    /// The largest part that is used of any limit.
    fn used(&self, load: Pair) -> f64 {
        let part = |limit: Option<f64>, load: f64| limit.map_or(0.0, |limit| load / limit);
        let parts = [
            part(self.all, load.all()),
            part(self.reads, load.reads),
            part(self.writes, load.writes),
        ];
        parts.into_iter().fold(0.0, f64::max)
    }
}

/// What carries the load of a component, read from the design once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Serving {
    pub sharing: Sharing,
    pub limits: Limits,
    /// The capacity is stated in the design, not our planning value.
    pub is_stated: bool,
    pub shards: f64,
    /// The load of the hottest shard, in means.
    pub skew: f64,
}

/// More instances than this are never asked for.
const MOST_INSTANCES: u32 = 1_000_000;
/// So little above a bound is rounding.
const ROUNDING: f64 = 1e-9;

impl Serving {
    /// `None` when no capacity is known.
    pub fn of(design: &Design, id: ComponentId) -> Option<Self> {
        let component = design.component(id);
        let stated = Limits {
            all: rate(&component.facts, Attr::Capacity),
            reads: rate(&component.facts, Attr::Reads),
            writes: rate(&component.facts, Attr::Writes),
        };
        let is_stated = [stated.all, stated.reads, stated.writes].iter().any(Option::is_some);
        let limits = match is_stated {
            true => stated,
            false => {
                let planned = component.tech.as_ref()?.capacity.as_ref()?;
                let each = Quantity::exact(Dimension::Rate, planned.value).low();
                Limits { all: Some(each), reads: None, writes: None }
            }
        };
        let shards = shards(design, id);
        let skew = component.facts.number(Attr::Skew, Dimension::Factor);
        let skew = skew.map_or(1.0, |skew| skew.high()).clamp(1.0, shards);
        Some(Self { sharing: sharing(design, id), limits, is_stated, shards, skew })
    }

    /// The part of its capacity that the hottest shard uses, with so many instances of each; what
    /// it `applied` are writes of the primary that it copies. Infinite when none is left.
    pub fn utilization(&self, load: Pair, applied: f64, instances: u32) -> f64 {
        self.of_shard(load * (self.skew / self.shards), applied, instances)
    }

    /// The same of all shards on average.
    pub fn mean(&self, load: Pair, applied: f64, instances: u32) -> f64 {
        self.of_shard(load * (1.0 / self.shards), applied, instances)
    }

    fn of_shard(&self, load: Pair, applied: f64, instances: u32) -> f64 {
        if load.all() <= 0.0 {
            return 0.0;
        }
        if instances == 0 {
            return f64::INFINITY;
        }
        self.busy(load, applied, instances).into_iter().map(|(used, _)| used).fold(0.0, f64::max)
    }

    /// How much of their capacity the sorts of serving instances use, and the part of the shard's
    /// requests that each sort serves: none by the second where all instances are alike.
    fn busy(&self, load: Pair, applied: f64, instances: u32) -> [(f64, f64); 2] {
        let n = f64::from(instances);
        let Pair { reads, writes } = load;
        let used = |reads: f64, writes: f64| self.limits.used(Pair { reads, writes });
        let alike = match self.sharing {
            Sharing::All => used(reads / n, writes / n),
            Sharing::One => used(reads, writes + applied),
            Sharing::Copies => used(reads / n, writes + applied),
            Sharing::Peers(copies) => used(reads / n, writes * copies.min(n) / n),
            Sharing::Readable if instances == 1 => used(reads, writes),
            Sharing::Readable => {
                let part = reads / load.all();
                return [(used(reads / (n - 1.0), writes), part), (used(0.0, writes), 1.0 - part)];
            }
        };
        [(alike, 1.0), (0.0, 0.0)]
    }

    /// The part of the requests, 0..1, that is beyond capacity: 1 − 1/ρ of each shard.
    pub fn beyond(&self, load: Pair, applied: f64, instances: u32) -> f64 {
        if instances == 0 {
            return 1.0;
        }
        let lost = |part: f64| {
            let shard = load * part;
            if shard.all() <= 0.0 {
                return 0.0;
            }
            let busy = self.busy(shard, applied, instances).into_iter();
            busy.map(|(used, of)| of * (1.0 - 1.0 / used.max(1.0))).sum::<f64>()
        };
        let hot = self.skew / self.shards;
        let others = if self.shards > 1.0 { (1.0 - hot) / (self.shards - 1.0) } else { 0.0 };
        hot * lost(hot) + (1.0 - hot) * lost(others)
    }

    /// The fewest instances (of each shard) at which the utilization is at most `target`; `None`
    /// where no number of them helps.
    pub fn instances(&self, load: Pair, applied: f64, target: f64) -> Option<u32> {
        let fits = |count: u32| self.utilization(load, applied, count) <= target * (1.0 + ROUNDING);
        if fits(1) {
            return Some(1);
        }
        let mut most = 2;
        while !fits(most) {
            if most >= MOST_INSTANCES {
                return None;
            }
            most *= 2;
        }
        let mut least = most / 2;
        while most - least > 1 {
            let middle = least + (most - least) / 2;
            if fits(middle) { most = middle } else { least = middle }
        }
        Some(most)
    }

    /// Requests per second of one instance at this mix of reads and writes.
    pub fn each(&self, load: Pair) -> f64 {
        let used = self.limits.used(load);
        if used > 0.0 {
            return load.all() / used;
        }
        let limits = [self.limits.all, self.limits.reads, self.limits.writes];
        limits.into_iter().flatten().fold(0.0, f64::max)
    }

    /// How many of so many instances take requests.
    pub fn serving(&self, instances: u32) -> f64 {
        match self.sharing {
            Sharing::One => f64::from(instances.min(1)),
            Sharing::Readable => f64::from(instances.saturating_sub(1).max(instances.min(1))),
            Sharing::All | Sharing::Copies | Sharing::Peers(_) => f64::from(instances),
        }
    }

    /// What a scaler runs between its bounds.
    pub fn scaled(&self, load: Pair, applied: f64, target: f64, (least, most): (u32, u32)) -> u32 {
        self.instances(load, applied, target).unwrap_or(most).clamp(least, most)
    }
}

fn rate(facts: &Facts, attr: Attr) -> Option<f64> {
    let rate = facts.number(attr, Dimension::Rate).map(|rate| rate.low());
    rate.filter(|rate| *rate > 0.0)
}

fn shards(design: &Design, id: ComponentId) -> f64 {
    let shards = design.component(id).facts.number(Attr::Shards, Dimension::Count);
    shards.map_or(1.0, |shards| shards.low().max(1.0))
}

/// Who serves: of a store that fails over its primary, of peers and servers all.
pub fn sharing(design: &Design, id: ComponentId) -> Sharing {
    let component = design.component(id);
    let factor = component.facts.number(Attr::ReplicationFactor, Dimension::Count);
    let factor = factor.map(|factor| factor.low().max(1.0));
    let peers = component.tech.as_ref().and_then(|tech| tech.copies).map(f64::from);
    if let Some(copies) = peers {
        return Sharing::Peers(factor.unwrap_or(copies));
    }
    match component.kind {
        _ if design.is_read_replica(id) => Sharing::Copies,
        Kind::Queue | Kind::Search | Kind::Storage => Sharing::Peers(factor.unwrap_or(1.0)),
        Kind::Db | Kind::Cache => match component.facts.word(Attr::ReadsFrom) {
            Some("replicas") => Sharing::Readable,
            _ => Sharing::One,
        },
        Kind::Lb | Kind::Gateway | Kind::Web if component.facts.is_on(Attr::Failover) => {
            Sharing::One
        }
        _ => Sharing::All,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serving(sharing: Sharing) -> Serving {
        let limits = Limits { all: Some(100.0), reads: None, writes: None };
        Serving { sharing, limits, is_stated: true, shards: 1.0, skew: 1.0 }
    }

    #[test]
    fn copies_that_read_do_every_write_again() {
        let load = Pair { reads: 120.0, writes: 30.0 };
        assert_eq!(serving(Sharing::Readable).utilization(load, 0.0, 3), 0.9);
        assert_eq!(serving(Sharing::Readable).utilization(load, 0.0, 1), 1.5);
        assert_eq!(serving(Sharing::Peers(3.0)).utilization(load, 0.0, 2), 0.9);
        assert_eq!(serving(Sharing::One).utilization(load, 0.0, 3), 1.5);
        assert_eq!(serving(Sharing::All).utilization(load, 0.0, 3), 0.5);
    }

    #[test]
    fn no_number_of_standbys_helps_a_primary() {
        let load = Pair { reads: 120.0, writes: 30.0 };
        assert_eq!(serving(Sharing::One).instances(load, 0.0, 0.7), None);
        assert_eq!(serving(Sharing::All).instances(load, 0.0, 0.5), Some(3));
        assert_eq!(serving(Sharing::All).scaled(load, 0.0, 0.7, (4, 9)), 4);
    }

    #[test]
    fn only_what_the_hottest_shard_cannot_take_is_beyond() {
        let load = Pair { reads: 400.0, writes: 0.0 };
        let sharded = Serving { shards: 4.0, skew: 2.0, ..serving(Sharing::One) };
        // The hottest gets 200 of 100; the others 66.7 each.
        assert_eq!(sharded.utilization(load, 0.0, 1), 2.0);
        assert_eq!(sharded.mean(load, 0.0, 1), 1.0);
        assert_eq!(sharded.beyond(load, 0.0, 1), 0.25);
    }
}
