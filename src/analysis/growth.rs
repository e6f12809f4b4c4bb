//! By which factor the traffic may grow until something is full, asked of the load engine: what waits
//! in queues holds back load, so that not everything grows as the traffic does.

use super::backlog::Backlog;
use super::load::{Spread, Usage};
use super::{Situation, Study};
use crate::model::{Attr, ComponentId, Scenario};
use std::sync::Arc;

/// Factors that are looked at, so many times as small and as large as today's traffic.
const FARTHEST: f64 = 1e5;
/// What grows by less over the last of them does not grow.
const FLAT: f64 = 1e-9;
/// Factors that are so near to one another are one.
const NEAR: f64 = 1e-4;
/// How often is looked more closely, and at how many factors each time.
const ROUNDS: usize = 5;
const MOST_POINTS: usize = 12;
/// How many connections all closer looks together may read: in a very large design the first factors
/// stand for those near them.
const EFFORT: usize = 15_000;

/// A design under more and less traffic. Between two neighbours each load is a straight line: it bends
/// only where someone who takes messages can't take more.
pub struct Growth {
    /// By factor, the least first.
    points: Vec<(f64, Arc<Situation>)>,
}

impl Growth {
    /// On the traffic of the scenario.
    pub fn of(study: &Study, scenario: &Scenario) -> Self {
        let under = |factor: f64| {
            study.under(&Scenario { traffic: scenario.traffic * factor, ..scenario.clone() })
        };
        let mut factors = bends(study, &under(1.0));
        factors.push(1.0);
        factors.retain(|factor| (1.0 / FARTHEST..=FARTHEST).contains(factor));
        factors.sort_by(f64::total_cmp);
        factors.dedup_by(|a, b| (*a / *b - 1.0).abs() < FLAT);
        // How it goes on beyond the last bend; without one it is the same line.
        if factors.len() > 1 {
            factors.extend(factors.last().map(|last| last * 2.0));
        }
        let points = factors.into_iter().map(|factor| (factor, under(factor))).collect();
        let mut growth = Self { points };
        if study.design().links.iter().any(|link| link.facts.is_stated(Attr::Retries)) {
            growth.refine(study, under);
        }
        growth
    }

    /// Where something is full its callers try again, and no load is a straight line from there on: such
    /// factors are looked at themselves, the first of them, a few times over.
    fn refine(&mut self, study: &Study, under: impl Fn(f64) -> Arc<Situation>) {
        let most = ROUNDS * MOST_POINTS;
        let mut left = (EFFORT / study.design().links.len().max(1)).clamp(2, most);
        for _ in 0..ROUNDS {
            let all = study.design().component_ids().flat_map(|id| self.guesses(id));
            let mut wanted: Vec<f64> = all.filter(|it| *it <= FARTHEST).collect();
            wanted.sort_by(f64::total_cmp);
            wanted.dedup_by(|a, b| (*a / *b - 1.0).abs() < NEAR);
            wanted.retain(|it| !self.points.iter().any(|(at, _)| (at / it - 1.0).abs() < NEAR));
            wanted.truncate(MOST_POINTS.min(left));
            left -= wanted.len();
            if wanted.is_empty() {
                return;
            }
            self.points.extend(wanted.into_iter().map(|factor| (factor, under(factor))));
            self.points.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
    }

    /// Where a component may be full: on the straight line to the first factor at which it is, and on
    /// the line that leads up to there, which is right as long as nothing before it fails.
    fn guesses(&self, id: ComponentId) -> impl Iterator<Item = f64> {
        let told: Vec<(f64, f64)> = (self.points.iter())
            .filter_map(|(factor, it)| {
                Some((*factor, it.before().usages[id.index()].as_ref()?.utilization.hi))
            })
            .collect();
        let full = told.iter().position(|(_, used)| *used >= 1.0).unwrap_or(told.len());
        let below = crossing(&told[..full], 1.0);
        let within = |it: &f64| told.get(full).is_none_or(|(factor, _)| it < factor);
        crossing(&told, 1.0).into_iter().chain(below.filter(within))
    }

    /// The least factor at which a load, told by `used`, comes to the `bound`: infinite where it never
    /// does, `None` where nothing is known of it or nothing comes.
    pub fn reaches(&self, bound: f64, used: impl Fn(&Situation) -> Option<f64>) -> Option<f64> {
        let known = |(factor, situation): &(f64, Arc<Situation>)| Some((*factor, used(situation)?));
        crossing(&self.points.iter().filter_map(known).collect::<Vec<_>>(), bound)
    }

    /// The same of a component that is full, with what runs before scalers act.
    pub fn fills(&self, id: ComponentId) -> Option<f64> {
        self.reaches(1.0, |it| Some(it.before().usages[id.index()].as_ref()?.utilization.hi))
    }

    /// The same once they have started all that they may.
    pub fn fills_scaled(&self, study: &Study, id: ComponentId) -> Option<f64> {
        let (_, most) = study.design().scales(id)?;
        self.reaches(1.0, |it| Some(it.after().usages[id.index()].as_ref()?.utilization_with(most)))
    }

    /// The same of one who takes messages, from where more come at the peak than it takes.
    pub fn falls_behind(&self, study: &Study, reader: ComponentId) -> Option<f64> {
        self.reaches(1.0, |it| {
            let phase = it.before();
            let (spread, usage) = (phase.spread.as_ref()?, phase.usages[reader.index()].as_ref()?);
            behind(study, spread, usage, reader, usage.replicas)
        })
    }

    /// The same with all that a scaler may start.
    pub fn falls_behind_scaled(&self, study: &Study, reader: ComponentId) -> Option<f64> {
        let (_, most) = study.design().scales(reader)?;
        self.reaches(1.0, |it| {
            let phase = it.before();
            let (spread, usage) = (phase.spread.as_ref()?, phase.usages[reader.index()].as_ref()?);
            behind(study, spread, usage, reader, most)
        })
    }

    /// How much the traffic grows at each of its points.
    pub(super) fn factors(&self) -> impl Iterator<Item = f64> + '_ {
        self.points.iter().map(|(factor, _)| *factor)
    }
}

/// Where what is told by factor, the least first, comes to the bound.
pub(super) fn crossing(told: &[(f64, f64)], bound: f64) -> Option<f64> {
    let mut from = (0.0, 0.0);
    for to in told {
        if to.1 >= bound && to.1 > from.1 {
            return Some(from.0 + (bound - from.1) / (to.1 - from.1) * (to.0 - from.0));
        }
        from = *to;
    }
    let (near, less) = told.len().checked_sub(2).map_or((0.0, 0.0), |at| told[at]);
    let (far, more) = *told.last()?;
    match more - less {
        _ if more <= 0.0 => None,
        grown if grown <= more * FLAT => Some(f64::INFINITY),
        grown => Some(far + (bound - more) / grown * (far - near)),
    }
}

/// What comes at the peak to one who takes messages, as a part of what so many of it take, in the
/// queue that leaves most.
pub(super) fn behind(
    study: &Study,
    spread: &Spread,
    usage: &Usage,
    reader: ComponentId,
    count: u32,
) -> Option<f64> {
    let queues = study.callers(reader).into_iter();
    let of = |queue| Backlog::of(study.design(), spread, usage, queue, reader);
    let used = |it: Backlog| it.peak / (it.each * f64::from(count));
    queues.filter_map(of).map(used).reduce(f64::max)
}

impl Study {
    /// Components with known capacity and load, the first to fill up as the scenario's traffic grows
    /// first, each with the factor at which it does: of one who takes messages, at which it falls
    /// behind. What traffic alone never fills is not among them.
    pub fn saturation(&self, scenario: &Scenario) -> Vec<(ComponentId, f64)> {
        let growth = Growth::of(self, scenario);
        let fills = |id: ComponentId| {
            if self.design().scales_without_bounds(id) {
                return None;
            }
            let behind = self.is_fed_by_queues(id).then(|| growth.falls_behind(self, id)).flatten();
            behind.or_else(|| growth.reaches(1.0, |it| Some(it.usage(id)?.utilization.hi)))
        };
        let known = self.design().component_ids().filter_map(|id| Some((id, fills(id)?)));
        let mut order: Vec<(ComponentId, f64)> = known.filter(|it| it.1.is_finite()).collect();
        order.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        order
    }
}

/// What waits for one who takes messages in each queue that it takes from.
fn backlogs<'a>(
    study: &'a Study,
    situation: &'a Situation,
    reader: ComponentId,
) -> impl Iterator<Item = Backlog> + 'a {
    let (phase, queues) = (situation.before(), study.callers(reader));
    queues.into_iter().filter_map(move |queue| {
        let usage = phase.usages[reader.index()].as_ref()?;
        Backlog::of(study.design(), phase.spread.as_ref()?, usage, queue, reader)
    })
}

/// Where those who take messages no longer keep up: at the peak, and on average; as they run now, and
/// with all that a scaler may start.
fn bends(study: &Study, situation: &Situation) -> Vec<f64> {
    let design = study.design();
    let takers = design.component_ids().filter(|id| study.is_fed_by_queues(*id));
    let of = |id: ComponentId| {
        let running = situation.before().usages[id.index()].as_ref().map_or(1, |it| it.replicas);
        let most = design.scales(id).map_or(running, |(_, most)| most);
        let more = f64::from(most) / f64::from(running.max(1));
        backlogs(study, situation, id).flat_map(move |it| {
            let (peak, average) = (it.capacity / it.peak, it.capacity / it.average);
            [peak, average, peak * more, average * more]
        })
    };
    takers.flat_map(of).collect()
}
