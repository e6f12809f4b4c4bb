//! What part of its requests each component fails: what is beyond its capacity, and what fails with
//! the calls that it can't do without.

use super::Conditions;
use super::engine::{Engine, Settled, failure};
use crate::maths;
use crate::model::{ComponentId, LinkId};
use std::collections::BTreeMap;

/// After so many rounds a circle of failures is taken as it stands.
const MOST_ROUNDS: usize = 1000;

/// By component, 0..1: the least solution, reached from what failed before.
pub(super) fn failing(engine: &Engine, conditions: &Conditions, settled: &Settled) -> Vec<f64> {
    let ids = || engine.design.component_ids();
    let own: Vec<f64> = ids().map(|id| beyond(engine, conditions, settled, id)).collect();
    let asked: Vec<Asked> = ids().map(|id| asked(settled, id)).collect();
    let mut failing = settled.failing.clone();
    for group in engine.order.groups().iter().rev() {
        // What it calls outside its circle is known already.
        for _ in 0..if group.cyclic { MOST_ROUNDS } else { 1 } {
            let mut moved = 0.0_f64;
            for id in &group.members {
                let now = 1.0 - (1.0 - own[id.index()]) * works(&asked[id.index()], &failing);
                moved = moved.max((now - failing[id.index()]).abs());
                failing[id.index()] = now;
            }
            if moved <= 1e-14 {
                break;
            }
        }
    }
    failing
}

/// The part of the requests that is beyond the component's own capacity; all when it is down.
pub(super) fn beyond(
    engine: &Engine,
    conditions: &Conditions,
    settled: &Settled,
    id: ComponentId,
) -> f64 {
    if conditions.is_down(id) {
        return 1.0;
    }
    let Some(serving) = &engine.servings[id.index()] else { return 0.0 };
    let (load, applied) = (settled.at(id).peak, settled.applied(engine.design, id));
    let instances = engine.instances(conditions, id, load, applied);
    serving.beyond(load, applied, instances)
}

/// Of each call that a component can't do without: the part of its requests that make it, whom it
/// tries and how often.
type Asked<'s> = Vec<Vec<Try<'s>>>;

struct Try<'s> {
    part: f64,
    must: &'s super::calls::Must,
}

fn asked(settled: &Settled, id: ComponentId) -> Asked<'_> {
    let all = settled.at(id).peak.all();
    if all <= 0.0 {
        return Vec::new();
    }
    let mut asked: BTreeMap<LinkId, Vec<Try>> = BTreeMap::new();
    let of_journeys = settled.by_journey(id);
    for (journey, load) in of_journeys {
        for must in &settled.calls[id.index()].of(journey).musts {
            let made = must.part[0] * load.peak.reads + must.part[1] * load.peak.writes;
            asked.entry(must.first).or_default().push(Try { part: made / all, must });
        }
    }
    asked.into_values().collect()
}

/// The part of the requests of which no call fails.
fn works(asked: &Asked, failing: &[f64]) -> f64 {
    let fails = |it: &Try| {
        let tried = maths::powi(failure(&it.must.tried, failing), it.must.retries + 1);
        let other = it.must.fallback.map_or(1.0, |id| failing[id.index()]);
        it.part * tried * other
    };
    let call = |tries: &Vec<Try>| 1.0 - tries.iter().map(fails).sum::<f64>().min(1.0);
    asked.iter().map(call).product()
}
