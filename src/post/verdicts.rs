//! How a design fares in what both a judgement and an answer speak of: decided here once, so that
//! neighbours in a post agree.

use super::defence::{latencies, roles};
use super::ground::Ground;
use crate::analysis::Growth;
use crate::analysis::load::TARGET_UTILIZATION;
use crate::analysis::recovery::{Disruption, LOG_SHIPPING};
use crate::model::{Attr, ComponentId, Dimension, Duration, Failover, Kind};
use crate::say::Text;

/// What follows when the primary of a database is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standby {
    /// A copy is promoted by itself, soon enough.
    Automatic,
    /// The same, later than may be.
    Late,
    /// The same, and it can't carry the peak.
    Weak,
    /// A person promotes it.
    Manual,
    /// There is a copy; how it takes over is not stated.
    Unstated,
    /// There is none, and what is restored is back soon enough.
    Restored,
    /// There is none.
    Alone,
    /// There is none, and nothing brings it back.
    Lost,
}

impl Standby {
    pub fn of(ground: &Ground, db: ComponentId) -> Self {
        let (time, goal) = (&ground.recovery(db).time, ground.goal(db, Attr::Rto));
        let stands_by = ground.design().has_standby(db);
        if time.is_lost() {
            return Standby::Lost;
        }
        if !stands_by && !ground.study.has_copies(db) {
            let within = goal.is_some_and(|goal| time.lasts <= goal);
            let objects = ground.objects(&["missing-replica", "rto-unmet"], db);
            let guessed = ground.guesses_backup(db);
            return if within && !objects && !guessed { Standby::Restored } else { Standby::Alone };
        }
        match ground.design().failover(db) {
            Failover::Manual => Standby::Manual,
            Failover::Unknown if stands_by => Standby::Unstated,
            _ if goal.is_some_and(|goal| time.lasts > goal) => Standby::Late,
            _ if ground.after_primary(db).is_some_and(|used| used > 1.0 + 1e-9) => Standby::Weak,
            _ => Standby::Automatic,
        }
    }

    /// It will be made otherwise.
    pub fn is_bad(self) -> bool {
        use Standby::{Alone, Late, Lost, Manual, Weak};
        matches!(self, Late | Weak | Manual | Alone | Lost)
    }
}

/// What a mistaken delete costs.
#[derive(Clone, Copy, Debug)]
pub struct Undo {
    /// The writes of so long; endless where nothing is kept.
    pub lost: Duration,
    /// To restore.
    pub takes: Duration,
    /// What may be lost, and how long it may take.
    pub goal: Option<Duration>,
    pub due: Option<Duration>,
    pub has_logs: bool,
}

impl Undo {
    /// `None` where nothing is stated of it.
    pub fn of(ground: &Ground, db: ComponentId) -> Option<Self> {
        let recovery = ground.recovery_from(db, Disruption::Corruption)?;
        Some(Self {
            lost: recovery.loss.as_ref()?.lasts,
            takes: recovery.time.lasts,
            goal: ground.goal(db, Attr::Rpo),
            due: ground.goal(db, Attr::Rto),
            has_logs: ground.facts(db).is_on(Attr::Pitr),
        })
    }

    pub fn is_none(&self) -> bool {
        self.lost.is_endless() || self.takes.is_endless()
    }

    pub fn is_bad(&self) -> bool {
        self.is_none() || self.goal.is_some_and(|goal| self.lost > goal)
    }

    /// It comes back, later than may be.
    pub fn is_late(&self) -> bool {
        !self.is_none() && self.due.is_some_and(|due| self.takes > due)
    }

    /// Even logs shipped as usual would lose more than may be.
    pub fn is_beyond_logs(&self) -> bool {
        self.goal.is_some_and(|goal| goal < LOG_SHIPPING)
    }
}

/// Why there is a cache before a store.
pub struct CacheReason {
    /// How busy the store is with it, and with it empty.
    pub with: f64,
    pub without: f64,
    /// It would be busier than it should be.
    pub load: bool,
    /// The mean response with it and without, where it makes that shorter by so much that one sees it.
    pub faster: Option<(Duration, Duration)>,
    /// What is kept there beside.
    pub kept: Option<Text>,
    pub has_note: bool,
}

impl CacheReason {
    pub fn of(ground: &Ground, cache: ComponentId, store: ComponentId) -> Option<Self> {
        let empty = ground.cold(cache);
        let without = empty.usage(store)?.utilization.hi;
        let means = latencies(ground, cache).and_then(|(with, without)| with.zip(without));
        Some(Self {
            with: ground.usage(store)?.utilization.hi,
            without,
            load: without > TARGET_UTILIZATION,
            faster: means.filter(|(with, without)| *with < *without * 0.95),
            kept: roles(ground, cache),
            has_note: ground.note(cache).is_some(),
        })
    }

    pub fn is_good(&self) -> bool {
        self.load || self.faster.is_some() || self.kept.is_some() || self.has_note
    }
}

/// Why there is a queue.
pub struct QueueReason {
    /// Messages a second at the peak.
    pub peak: f64,
    /// How busy whoever takes them would be if they were not kept.
    pub used: Option<f64>,
    /// More come than are taken.
    pub load: bool,
    /// It keeps a system of others out of the request.
    pub outside: Option<ComponentId>,
    pub readers: Vec<ComponentId>,
    pub has_note: bool,
}

impl QueueReason {
    pub fn of(ground: &Ground, queue: ComponentId) -> Option<Self> {
        let readers = ground.consumers(queue);
        let (peak, first) = (ground.peak(queue)?, *readers.first()?);
        let used = ground.usage(first).map(|usage| peak / usage.capacity);
        let calls = readers.iter().flat_map(|id| ground.calls(*id));
        let mut called = calls.map(|link| ground.design().link(link).to);
        Some(Self {
            peak,
            used,
            load: used.is_some_and(|used| used > 1.0 + 1e-9),
            outside: called.find(|id| ground.study.kind(*id) == Kind::External),
            has_note: ground.note(queue).is_some(),
            readers,
        })
    }

    pub fn is_good(&self) -> bool {
        self.load || self.outside.is_some() || self.readers.len() > 1 || self.has_note
    }
}

/// Whether the number of a tier should follow its load.
pub struct Following {
    /// It runs more than stand the peak with one lost.
    pub is_idle: bool,
    /// It runs a fixed number, and a scaler would be better.
    pub is_due: bool,
}

/// From so many times the average on, a peak leaves a fixed number idle for most of the day.
const STEEP: f64 = 5.0;
const HILLY: f64 = 3.0;

impl Following {
    pub fn of(ground: &Ground, id: ComponentId) -> Option<Self> {
        let factor = ground.study.demand()?.factor.hi;
        let (count, enough) = (ground.design().running(id), ground.enough(id)?);
        let is_idle = count > enough && factor >= HILLY;
        let design = ground.design();
        let is_fixed = design.scales(id).is_none() && !design.scales_without_bounds(id);
        let is_told = ground.objects(&["fixed-capacity"], id);
        Some(Self { is_idle, is_due: is_fixed && (is_idle || factor >= STEEP || is_told) })
    }
}

/// What a tier of fewer would carry, as a multiple of today's traffic.
pub fn carried_by(growth: &Growth, id: ComponentId, count: u32) -> Option<f64> {
    growth.reaches(1.0, |it| Some(it.before().usages[id.index()].as_ref()?.utilization_with(count)))
}

/// The hit ratio below which a store is over its capacity: its load falls in a straight line with it.
pub fn least_hits(ground: &Ground, cache: ComponentId, reason: &CacheReason) -> Option<f64> {
    let hits = ground.facts(cache).number(Attr::HitRatio, Dimension::Ratio)?.high();
    let least = hits * (reason.without - 1.0) / (reason.without - reason.with);
    (reason.without > 1.0 && least.is_finite()).then_some(least)
}
