//! By which factor the traffic may grow until something is full, asked of the load engine: what waits
//! in queues holds back load, so that not everything grows as the traffic does.

use super::backlog::Backlog;
use super::{Situation, Study};
use crate::model::{ComponentId, Scenario};
use std::sync::Arc;

/// Factors that are looked at, so many times as small and as large as today's traffic.
const FARTHEST: f64 = 1e5;
/// What grows by less over the last of them does not grow.
const FLAT: f64 = 1e-9;

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
        Self { points: factors.into_iter().map(|factor| (factor, under(factor))).collect() }
    }

    /// The least factor at which a load, told by `used`, comes to the `bound`: infinite where it never
    /// does, `None` where nothing is known of it or nothing comes.
    pub fn reaches(&self, bound: f64, used: impl Fn(&Situation) -> Option<f64>) -> Option<f64> {
        let known = |(factor, situation): &(f64, Arc<Situation>)| Some((*factor, used(situation)?));
        let told: Vec<(f64, f64)> = self.points.iter().filter_map(known).collect();
        let mut from = (0.0, 0.0);
        for to in &told {
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

    /// The same of a component that is full, with what runs before scalers act.
    pub fn fills(&self, id: ComponentId) -> Option<f64> {
        self.reaches(1.0, |it| Some(it.before().usages[id.index()].as_ref()?.utilization.hi))
    }

    /// The same once they have started all that they may.
    pub fn fills_scaled(&self, study: &Study, id: ComponentId) -> Option<f64> {
        let (_, most) = study.design().scales(id)?;
        self.reaches(1.0, |it| Some(it.after().usages[id.index()].as_ref()?.utilization_with(most)))
    }

    /// The same of one who takes messages, who falls behind.
    pub fn falls_behind(&self, study: &Study, reader: ComponentId) -> Option<f64> {
        self.outruns(study, reader, |it| it.peak)
    }

    /// The same of one who takes messages, who never works off what a peak leaves.
    pub fn never_catches_up(&self, study: &Study, reader: ComponentId) -> Option<f64> {
        self.outruns(study, reader, |it| it.average)
    }

    fn outruns(
        &self,
        study: &Study,
        reader: ComponentId,
        comes: impl Fn(&Backlog) -> f64,
    ) -> Option<f64> {
        self.reaches(1.0, |it| {
            backlogs(study, it, reader).map(|it| comes(&it) / it.capacity).reduce(f64::max)
        })
    }
}

impl Study {
    /// Components with known capacity and load, the first to fill up as the scenario's traffic grows
    /// first, each with the factor at which it does: of one who takes messages, at which it no longer
    /// works off what a peak leaves. What traffic alone never fills is not among them.
    pub fn saturation(&self, scenario: &Scenario) -> Vec<(ComponentId, f64)> {
        let growth = Growth::of(self, scenario);
        let fills = |id: ComponentId| {
            let is_fed = self.is_fed_by_queues(id);
            let behind = is_fed.then(|| growth.never_catches_up(self, id)).flatten();
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
