//! What part of its capacity a component uses, and how many replicas it would want.

use super::demand::figure;
use super::pair::Pair;
use super::serving::{Serving, Sharing};
use super::{Conditions, Interval, Spread};
use crate::model::{ComponentId, Design};
use crate::say::{Text, number};

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
    /// Peak load ÷ capacity of the hottest shard; above 1 is overloaded. Infinite when nothing is
    /// left to carry it.
    pub utilization: Interval,
    /// That is with what runs now: a scaler starts more, and nobody states how many at most.
    pub is_open: bool,
    /// The same of all shards on average.
    pub mean: f64,
    /// Replicas (per shard) that keep the utilization at or below the target. `None` when no number
    /// of replicas can: one primary takes all writes of its shard.
    pub required_replicas: Option<u32>,
    /// Replicas that run and work, per shard.
    pub replicas: u32,
    pub shards: f64,
    /// The utilization at which sizing aims.
    pub target: f64,
    pub(super) serving: Serving,
    load: Pair,
    average: Pair,
    /// What it is sized for: all that is sent to it while nothing is full and tried again.
    wanted: Pair,
    /// The peak of what is sent to it: of one who takes messages more than it gets, where it is slower.
    sent: Pair,
    applied: f64,
}

impl Usage {
    /// `None` when the capacity is neither stated nor known from the catalogue, or the load is not
    /// known.
    pub fn of(
        design: &Design,
        spread: &Spread,
        conditions: &Conditions,
        id: ComponentId,
    ) -> Option<Self> {
        let serving = Serving::of(design, id).filter(|_| spread.is_known(id))?;
        let replicas = match conditions.is_down(id) {
            true => 0,
            false => spread.instances(id),
        };
        let arrival = spread.at(id);
        let (less, more) = arrival.pairs();
        let writes = arrival.average_writes.hi;
        let average = Pair { reads: (arrival.average.hi - writes).max(0.0), writes };
        let sent = match serving.is_stated && design.is_fed_by_queues(id) {
            true => average * unevenness(design, spread, id),
            false => more,
        };
        let applied = spread.applied(design, id);
        let used = |load: Pair| serving.utilization(load, applied, replicas);
        let utilization = Interval { lo: used(less), hi: used(more) };
        let capacity_each = serving.each(more);
        let capacity = match utilization.hi {
            used if used > 0.0 && used.is_finite() => more.all() / used,
            _ => capacity_each * serving.serving(replicas) * serving.shards / serving.skew,
        };
        let source = || Some(design.component(id).tech.as_ref()?.capacity.as_ref()?.cited());
        let basis = match serving.is_stated {
            true => CapacityBasis::Stated,
            false => CapacityBasis::Catalog(source()?),
        };
        let busy = utilization.hi > conditions.target;
        Some(Self {
            is_open: busy && design.scales_without_bounds(id),
            capacity,
            capacity_each,
            basis,
            utilization,
            mean: serving.mean(more, applied, replicas),
            required_replicas: serving.instances(sent, applied, conditions.target),
            replicas,
            shards: serving.shards,
            target: conditions.target,
            serving,
            load: more,
            average,
            wanted: sent,
            sent,
            applied,
        })
    }

    /// Sizes it for the load that there would be if nothing were full: with enough of it nothing is
    /// tried again.
    pub(in crate::analysis) fn sized_for(&mut self, calm: &Spread, id: ComponentId) {
        // What waits in queues is not tried again.
        if self.sent == self.load {
            self.wanted = calm.at(id).pairs().1;
            self.required_replicas = self.replicas_at(self.target);
        }
    }

    /// The utilization once a scaler has acted; `None` where that is not known.
    pub fn settled(&self) -> Option<Interval> {
        (!self.is_open).then_some(self.utilization)
    }

    /// Replicas (per shard) that keep the utilization at or below `target`; `None` when no number
    /// of replicas can.
    pub fn replicas_at(&self, target: f64) -> Option<u32> {
        self.serving.instances(self.wanted, self.applied, target)
    }

    /// The same if the copies read and the primary wrote.
    pub fn readable_replicas_at(&self, target: f64) -> Option<u32> {
        let readable = Serving { sharing: Sharing::Readable, ..self.serving };
        readable.instances(self.load, self.applied, target)
    }

    /// The utilization with another number of replicas. What waits in a queue comes as fast as it is
    /// taken, at least on average.
    pub fn utilization_with(&self, replicas: u32) -> f64 {
        if replicas == self.replicas {
            return self.utilization.hi;
        }
        let calm = self.serving.utilization(self.wanted, self.applied, replicas);
        if calm <= 1.0 {
            return calm;
        }
        let used = self.serving.utilization(self.sent, self.applied, replicas);
        if self.sent == self.load || used <= 1.0 {
            return used;
        }
        self.utilization_on_average(replicas).max(1.0)
    }

    /// Whether so many reads a second instead of its own would be more than it carries.
    pub fn is_full_at(&self, all: f64) -> bool {
        let load = Pair { reads: (all - self.load.writes).max(0.0), writes: self.load.writes };
        self.serving.utilization(load, self.applied, self.replicas) > 1.0 + 1e-9
    }

    /// The same of what arrives on average, at most.
    pub fn utilization_on_average(&self, replicas: u32) -> f64 {
        self.serving.utilization(self.average, self.applied, replicas)
    }

    /// The part of the requests, 0..1, that is beyond capacity.
    pub fn beyond(&self) -> f64 {
        self.serving.beyond(self.load, self.applied, self.replicas)
    }

    /// More replicas divide the work; else one serves and the others stand by.
    pub fn divides(&self) -> bool {
        self.serving.sharing != Sharing::One
    }

    /// All that is sent to it at the peak, at most: it arrives, or waits in a queue.
    pub fn peak_sent(&self) -> f64 {
        self.wanted.all()
    }

    /// All that arrives at the peak, at most.
    pub fn peak(&self) -> f64 {
        self.load.all()
    }

    /// Of it, at most, what writes.
    pub fn peak_writes(&self) -> f64 {
        self.load.writes
    }

    /// Writes per second that one primary takes.
    pub fn writes_each(&self) -> f64 {
        let limits = [self.serving.limits.all, self.serving.limits.writes];
        limits.into_iter().flatten().fold(f64::INFINITY, f64::min)
    }

    /// What its writes alone use of the primary of the hottest shard; above 1 is too much.
    pub fn writes_of_one(&self) -> f64 {
        self.load.writes * self.serving.skew / self.serving.shards / self.writes_each()
    }

    /// `347 ÷ (4 × 100) = 87%`; of the hottest of four shards `4,000 ÷ 4 × 2 ÷ 1,000 = 200%`; of
    /// copies that read `(800 ÷ 2 + 200) ÷ 1,000 = 60%`.
    pub fn derivation(&self) -> String {
        let used = number::shares(self.utilization.lo, self.utilization.hi).en;
        format!("{} = {used}", self.working(&self.replicas.to_string(), None))
    }

    /// `⌈347 ÷ (100 × 70%)⌉ = 5`; what every replica does is taken off first, and where that is
    /// all, nothing is left to divide: `80 ÷ 500 ≤ 70%: 1`.
    pub fn sizing_derivation(&self, needed: u32) -> String {
        let target = number::percent_term(self.target, self.target);
        format!("⌈{}⌉ = {needed}", self.working("", Some(&target)))
    }

    /// Peak ÷ capacity of `count` replicas, or ÷ the part of one's capacity that is aimed at.
    fn working(&self, count: &str, target: Option<&str>) -> String {
        // Sizing is for all that is sent.
        let load = if target.is_some() { self.wanted } else { self.load };
        let (limit, [all, reads, writes]) = (self.binding(), self.shown(load));
        let each = figure(Interval::exact(limit));
        let one = target.map_or(each.clone(), |target| format!("({each} × {target})"));
        let several = match target {
            Some(_) => one.clone(),
            None => format!("({count} × {each})"),
        };
        let applied = figure(Interval::exact(self.load.writes + self.applied));
        match self.serving.sharing {
            Sharing::All => format!("{all} ÷ {several}"),
            Sharing::One if self.applied > 0.0 => format!("({all} + {applied}) ÷ {one}"),
            Sharing::One => format!("{all} ÷ {one}"),
            Sharing::Peers(copies) if copies > 1.0 && self.load.writes > 0.0 => {
                let copies = copies.min(f64::from(self.replicas.max(1)));
                format!("({reads} + {copies} × {writes}) ÷ {several}")
            }
            Sharing::Peers(_) => format!("{all} ÷ {several}"),
            Sharing::Readable | Sharing::Copies => {
                self.copies_working(&reads, &applied, &each, target)
            }
        }
    }

    fn copies_working(
        &self,
        reads: &str,
        writes: &str,
        each: &str,
        target: Option<&str>,
    ) -> String {
        let primary = u32::from(self.serving.sharing == Sharing::Readable);
        match target {
            Some(target) if primary == 1 => format!("1 + {reads} ÷ ({each} × {target} − {writes})"),
            Some(target) => format!("{reads} ÷ ({each} × {target} − {writes})"),
            None => {
                let copies = self.replicas.saturating_sub(primary).max(1);
                format!("({reads} ÷ {copies} + {writes}) ÷ {each}")
            }
        }
    }

    /// The limit that is used most.
    fn binding(&self) -> f64 {
        let limits = self.serving.limits;
        let used = |limit: Option<f64>, load: f64| Some((load / limit?, limit?));
        let all = [
            used(limits.all, self.load.all()),
            used(limits.reads, self.load.reads),
            used(limits.writes, self.load.writes),
        ];
        let used_more =
            |most: (f64, f64), next: (f64, f64)| if next.0 > most.0 { next } else { most };
        all.into_iter().flatten().reduce(used_more).map_or(0.0, |(_, limit)| limit)
    }

    /// All, reads and writes at the peak, at most, of the hottest shard: `2,700 ÷ 4 × 2`.
    fn shown(&self, load: Pair) -> [String; 3] {
        let Serving { shards, skew, limits, .. } = self.serving;
        let mut part = if shards > 1.0 { format!(" ÷ {shards}") } else { String::new() };
        if skew > 1.0 {
            part += &format!(" × {skew}");
        }
        let shown = |value: f64| figure(Interval::exact(value)) + &part;
        let Pair { reads, writes } = load;
        let binding = self.binding();
        let counted = match limits.all {
            Some(all) if all == binding => reads + writes,
            _ if limits.reads == Some(binding) => reads,
            _ => writes,
        };
        [shown(counted), shown(reads), shown(writes)]
    }
}

/// Peak ÷ average of what is sent to one who takes messages from queues.
fn unevenness(design: &Design, spread: &Spread, id: ComponentId) -> f64 {
    let queues = design.links_to(id).map(|link| spread.at(design.link(link).from));
    let ratio = queues.map(|it| it.peak.hi / it.average.hi.max(f64::MIN_POSITIVE));
    ratio.fold(1.0, f64::max)
}
