//! How a design stands against what is asked of it: availability, recovery, load, budget.

use crate::analysis::Study;
use crate::analysis::availability::downtime_a_year;
use crate::analysis::backlog::Backlog;
use crate::analysis::recovery::{Disruption, Recovery};
use crate::model::{Attr, ComponentId, Dimension, Duration, FlowId, Kind, Link, Quantity};
use crate::syntax::ast::Arrow;

/// What is asked beyond what the design states itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Aims {
    /// Instead of the journeys' own, 0..1.
    pub availability: Option<f64>,
    /// Money a month.
    pub budget: Option<Quantity>,
}

/// How far a design is from its aims.
#[derive(Clone, Debug)]
pub struct Standing {
    /// By flow: the part of the time that it is down, and may be.
    pub flows: Vec<(f64, f64)>,
    /// To recover the slowest store from the loss of an instance, and the writes lost by a mistaken
    /// delete; endless where nothing brings it back, `None` without a store or a statement.
    pub rto: Option<Duration>,
    pub rpo: Option<Duration>,
    /// What is above its capacity, and queues that drain later than they may.
    pub overloaded: usize,
    /// Who takes messages and falls behind at the peak.
    pub behind: usize,
    /// Disks that are full before anything may be deleted.
    pub filling: usize,
    /// 0 where everything is met.
    pub shortfall: f64,
    /// In the currency of the budget, else of the prices.
    pub cost: Option<f64>,
    /// Components and parts of them whose price is not known.
    pub unpriced: usize,
}

impl Standing {
    pub fn of(study: &Study, aims: &Aims) -> Self {
        let flow = |id: FlowId| {
            let down = study.availability(id).outlook.unavailability.hi;
            let goal = aims.availability.unwrap_or_else(|| study.objective(Some(id)));
            (down, 1.0 - goal)
        };
        let flows: Vec<(f64, f64)> = study.design().flow_ids().map(flow).collect();
        let stores: Vec<ComponentId> =
            study.of_kinds(&[Kind::Db]).filter(|id| !study.is_standby(*id)).collect();
        let times: Vec<Duration> = stores.iter().map(|id| study.recovery(*id).time.lasts).collect();
        let wiped = |id: &ComponentId| {
            let recovery = Recovery::from(study.design(), *id, Disruption::Corruption)?;
            Some(recovery.loss?.lasts)
        };
        let losses: Vec<Duration> = stores.iter().filter_map(wiped).collect();
        let worst = |all: &[Duration]| all.iter().copied().reduce(Duration::max);
        let (rto, rpo) = (worst(&times), worst(&losses));
        let used = study.ordinary().usages().iter().flatten();
        let overloaded = used.filter(|usage| usage.utilization.hi > 1.0 + 1e-9).count();
        let overloaded = overloaded + late(study);
        let cost = match aims.budget {
            Some(budget) => study.total_cost_in(budget.dimension).map(|sum| sum.hi),
            None => study.total_cost().map(|(sum, _)| sum.hi),
        };
        let unpriced = study.cost().missing_prices();
        let (behind, filling) = (behind(study), study.filling().len());
        let mut standing =
            Self { flows, rto, rpo, overloaded, behind, filling, shortfall: 0.0, cost, unpriced };
        // Each store counts, so that mending one of several is a step.
        let over = |all: &[Duration], attr| -> f64 {
            let goal = goal(study, attr).map(Duration::as_seconds);
            all.iter().map(|it| beyond(Some(it.as_seconds()), goal)).sum()
        };
        // What nobody states is not kept.
        let unknown = goal(study, Attr::Rpo).map_or(0, |_| stores.len() - losses.len());
        let recovery = over(&times, Attr::Rto) + over(&losses, Attr::Rpo) + unknown as f64;
        standing.shortfall = recovery + standing.missing(aims);
        standing
    }

    /// Everything asked of it is met.
    pub fn is_met(&self) -> bool {
        self.shortfall <= 1e-9
    }

    /// In a year, of the journey that is down longest.
    pub fn downtime(&self) -> Duration {
        let all = self.flows.iter().map(|(down, _)| downtime_a_year(*down));
        all.fold(Duration::ZERO, Duration::max)
    }

    /// The same of all journeys together.
    pub fn all_downtime(&self) -> Duration {
        self.flows.iter().map(|(down, _)| downtime_a_year(*down)).sum()
    }

    fn missing(&self, aims: &Aims) -> f64 {
        let over = |(down, allowed): &(f64, f64)| {
            let ratio = down / allowed.max(1e-12);
            if ratio > 1.0 + 1e-9 { ratio - 1.0 } else { 0.0 }
        };
        let mut missing: f64 = self.flows.iter().map(over).sum();
        missing += self.overloaded as f64 + self.filling as f64;
        let budget = aims.budget.map(|budget| budget.high());
        missing += beyond(self.cost, budget);
        missing
    }
}

/// How many who take messages fall behind at the peak.
fn behind(study: &Study) -> usize {
    let design = study.design();
    let takers = design.component_ids().filter(|id| study.is_fed_by_queues(*id));
    let lags = |id: &ComponentId| {
        let (Some(load), Some(usage)) = (study.load(), study.usage(*id)) else { return false };
        let queues = study.callers(*id).into_iter();
        let mut all = queues.filter_map(|queue| Backlog::of(design, load, usage, queue, *id));
        all.any(|backlog| backlog.grows())
    };
    takers.filter(lags).count()
}

/// Queues that are to be empty some time after a peak, and are not.
fn late(study: &Study) -> usize {
    let design = study.design();
    let is_late = |link: &Link| {
        let bound = design.component(link.from).facts.longest(Attr::DrainWithin);
        let backlog = study.load().zip(study.usage(link.to)).and_then(|(load, usage)| {
            Backlog::of(design, load, usage, link.from, link.to).filter(Backlog::grows)
        });
        bound.zip(backlog).is_some_and(|(bound, backlog)| backlog.is_later_than(bound))
    };
    let read = |link: &&Link| study.kind(link.from) == Kind::Queue && link.arrow != Arrow::Copy;
    design.links.iter().filter(read).filter(|link| is_late(link)).count()
}

/// How much more than the goal; what never comes back counts as a hundred times.
fn beyond(found: Option<f64>, goal: Option<f64>) -> f64 {
    match (found, goal) {
        (Some(found), Some(goal)) if found > goal * (1.0 + 1e-9) => (found / goal - 1.0).min(100.0),
        _ => 0.0,
    }
}

/// The strictest objective of recovery.
pub fn goal(study: &Study, attr: Attr) -> Option<Duration> {
    let flows = study.design().flow_ids().map(Some).chain([None]);
    let stated = flows.filter_map(|flow| study.stated_objective(flow, attr));
    let stated = stated.filter(|it| it.dimension == Dimension::Duration);
    stated.map(|it| it.shortest()).reduce(Duration::min)
}
