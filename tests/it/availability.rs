//! Availability against the sum over all states of thousands of small designs.

use crate::sketch::{Fails, Random, Sketch};
use archlint::analysis::availability::{Budget, Rate, Rates, evaluate};
use archlint::analysis::failure::{Cause, FlowSystem, Required, View};
use archlint::model::FlowId;
use std::collections::{BTreeMap, BTreeSet};

/// What the sum over all states says.
#[derive(Default)]
struct Literal {
    unavailability: f64,
    slopes: BTreeMap<Cause, f64>,
}

/// Adds up the probabilities of all states in which the flow is down.
fn literal(sketch: &Sketch, causes: &[Cause], rates: &Rates, fails: Fails) -> Literal {
    let mut sum = Literal::default();
    let q: Vec<f64> = causes.iter().map(|cause| rates.unavailability(*cause)).collect();
    for state in 0..1_u32 << causes.len() {
        let is_failed = |index: usize| state >> index & 1 == 1;
        let failed: BTreeSet<Cause> = (0..causes.len())
            .filter(|index| is_failed(*index))
            .map(|index| causes[index])
            .collect();
        if !sketch.is_down(&failed, fails) {
            continue;
        }
        let part = |index: usize| if is_failed(index) { q[index] } else { 1.0 - q[index] };
        sum.unavailability += (0..causes.len()).map(part).product::<f64>();
        for (index, cause) in causes.iter().enumerate() {
            let others = (0..causes.len()).filter(|other| *other != index).map(part);
            let sign = if is_failed(index) { 1.0 } else { -1.0 };
            *sum.slopes.entry(*cause).or_default() += sign * others.product::<f64>();
        }
    }
    sum
}

/// Unavailabilities from about a tenth down to a thousand-millionth.
fn random_rates(seed: u64, causes: &[Cause]) -> Rates {
    let mut random = Random::new(seed + 77);
    let mut rates = Rates::default();
    let scale = 1 + random.below(9) as i32;
    for cause in causes {
        let unavailability = (1 + random.below(9)) as f64 * 10_f64.powi(-scale) / 9.0;
        let mttr = (1 + random.below(20)) as f64 / 4.0;
        rates.set(*cause, Rate { unavailability, mttr });
    }
    rates
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// The mean over the shards that a request may ask for.
fn every_choice_of_shards(sketch: &Sketch) -> Vec<Vec<usize>> {
    let mut choices = vec![vec![]];
    for part in &sketch.parts {
        let longer = |choice: &Vec<usize>| {
            let choice = choice.clone();
            (0..part.shards).map(move |shard| [choice.as_slice(), &[shard]].concat())
        };
        choices = choices.iter().flat_map(longer).collect();
    }
    choices
}

fn all_causes(sketch: &Sketch) -> Vec<Cause> {
    let units = sketch.units().into_iter().map(Cause::Unit);
    units.chain(sketch.failovers()).collect()
}

#[test]
fn unavailability_is_the_sum_over_all_states() {
    let mut smallest = 1.0_f64;
    for seed in 0..2_000 {
        // Most are small, so that there can be many; a few have up to 2^16 states.
        let most = if seed % 500 == 0 { 16 } else { 8 };
        let sketch = Sketch::random(seed, most);
        let causes = all_causes(&sketch);
        if causes.len() > most || sketch.parts.iter().any(|part| part.shards > 1) {
            continue;
        }
        let rates = random_rates(seed, &causes);
        let first = vec![0; sketch.parts.len()];
        for (view, fails) in [(View::Request, Fails::Request(&first)), (View::Full, Fails::Full)] {
            let expected = literal(&sketch, &causes, &rates, fails);
            let tree = FlowSystem::of(&sketch.design(), FlowId(0), view, &Required::default());
            let found = evaluate(&tree.system, &rates, Budget::default());
            let unavailability = found.unavailability;
            assert!(unavailability.is_exact());
            assert!(
                close(unavailability.lo, expected.unavailability),
                "{view:?}, seed {seed}: {unavailability:?} for {} in {sketch:#?}",
                expected.unavailability
            );
            let most = expected.slopes.values().fold(0.0_f64, |most, slope| most.max(*slope));
            for (cause, slope) in &expected.slopes {
                let found = found.slopes.get(cause).copied().unwrap_or(0.0);
                assert!(
                    (found - slope).abs() <= 1e-9 * most,
                    "{view:?}, seed {seed}, {cause:?}: {found} for {slope} in {sketch:#?}"
                );
            }
            let frequency: f64 = (expected.slopes.iter())
                .map(|(cause, slope)| slope * rates.failures_per_hour(*cause))
                .sum();
            assert!(close(found.failures_per_hour, frequency) || frequency < 1e-20);
            if unavailability.lo > 0.0 {
                smallest = smallest.min(unavailability.lo);
            }
        }
    }
    assert!(smallest < 1e-13, "no design was reliable enough: {smallest}");
}

#[test]
fn a_shard_counts_for_the_requests_that_ask_it() {
    let mut sharded = 0;
    for seed in 0..2_000 {
        let sketch = Sketch::random(seed, 8);
        let causes = all_causes(&sketch);
        if causes.len() > 9 || sketch.parts.iter().all(|part| part.shards == 1) {
            continue;
        }
        // Shards are equal, so their replicas have equal rates.
        let mut rates = Rates::default();
        let mut random = Random::new(seed);
        let q: Vec<f64> =
            sketch.parts.iter().map(|_| (1 + random.below(99)) as f64 / 1e4).collect();
        for cause in &causes {
            let unavailability = match cause {
                Cause::Unit(unit) => unit.component().map_or(1e-3, |id| q[id.index()]),
                Cause::Failover(id, _) => q[id.index()] / 3.0,
                Cause::Site(_) | Cause::Takeover(_) => 0.0,
            };
            rates.set(*cause, Rate { unavailability, mttr: 1.0 });
        }
        let choices = every_choice_of_shards(&sketch);
        let sum: f64 = (choices.iter())
            .map(|choice| literal(&sketch, &causes, &rates, Fails::Request(choice)).unavailability)
            .sum();
        let expected = sum / choices.len() as f64;
        let tree = FlowSystem::of(&sketch.design(), FlowId(0), View::Request, &Required::default());
        let found = evaluate(&tree.system, &rates, Budget::default()).unavailability;
        assert!(close(found.lo, expected), "seed {seed}: {found:?} for {expected} in {sketch:#?}");
        sharded += 1;
    }
    assert!(sharded > 100);
}

/// With next to no budget the answer is an interval, and the truth is in it.
#[test]
fn out_of_reach_means_bounds_that_hold() {
    let starved = [
        Budget { nodes: 3, ..Budget::default() },
        Budget { work: 1, ..Budget::default() },
        Budget { nodes: 3, work: 1 },
    ];
    let mut intervals = [0; 3];
    for seed in 0..1_000 {
        let sketch = Sketch::random(seed, 16);
        let rates = random_rates(seed, &all_causes(&sketch));
        let required = Required::default();
        let tree = FlowSystem::of(&sketch.design(), FlowId(0), View::Request, &required);
        let exact = evaluate(&tree.system, &rates, Budget::default()).unavailability.lo;
        for (budget, intervals) in starved.into_iter().zip(&mut intervals) {
            let found = evaluate(&tree.system, &rates, budget).unavailability;
            let (lo, hi) = (found.lo * (1.0 - 1e-12), found.hi * (1.0 + 1e-12));
            assert!(lo <= exact && exact <= hi, "{budget:?}, seed {seed}: {found:?} {exact}");
            *intervals += usize::from(!found.is_exact());
        }
    }
    assert!(intervals.iter().all(|count| *count > 30), "{intervals:?}");
}
