//! Scenarios as stable, versioned JSON.

use super::Run;
use super::json::{Basis, bases};
use super::load_json::{self, Connection, Time};
use super::simulate::availability_of;
use crate::analysis::expect::Verdict;
use crate::analysis::load::Usage;
use crate::analysis::sweep::{Loss, Sweep};
use crate::analysis::whatif::FlowState;
use crate::analysis::{Fare, Phase, Situation};
use crate::model::{ComponentId, Design, Duration, FlowId};
use serde::Serialize;

#[derive(Serialize)]
struct Document {
    version: u32,
    scenarios: Vec<ScenarioJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sweep: Option<SweepJson>,
}

#[derive(Serialize)]
struct ScenarioJson {
    name: String,
    flows: Vec<Flow>,
    components: Vec<Component>,
    saturation_order: Vec<String>,
    cascade: Vec<Vec<String>>,
    /// Before scalers have acted, and after.
    before: State,
    after: State,
    /// Seconds; null where nothing is lost, `"lost"` where nothing brings it back.
    rto: Option<Time>,
    rpo: Option<Time>,
    expectations: Vec<Expectation>,
}

#[derive(Serialize)]
struct Flow {
    name: String,
    /// Null when it cannot be judged.
    state: Option<&'static str>,
    state_after_cascade: &'static str,
}

#[derive(Serialize)]
struct Component {
    name: String,
    peak_rps: Option<f64>,
    utilization: Option<f64>,
    overloaded: bool,
}

/// One state of the design.
#[derive(Serialize)]
struct State {
    flows: Vec<FareJson>,
    components: Vec<Instances>,
    connections: Vec<Connection>,
    /// The part of the requests beyond the capacity of the worst component.
    share_beyond: Option<f64>,
}

#[derive(Serialize)]
struct FareJson {
    name: String,
    state: Option<&'static str>,
    survives: Option<bool>,
    latency: Option<f64>,
    latency_p99: Option<f64>,
}

#[derive(Serialize)]
struct Instances {
    name: String,
    peak_rps: Option<f64>,
    utilization: Option<f64>,
    replicas: u32,
}

#[derive(Serialize)]
struct Expectation {
    text: String,
    holds: Option<bool>,
    value: Option<f64>,
    /// What an availability rests on.
    sources: Vec<Basis>,
    assumed: Vec<Basis>,
}

#[derive(Serialize)]
struct SweepJson {
    structural: Vec<LossJson>,
    overload: Vec<LossJson>,
    capacities: Vec<CapacityJson>,
}

#[derive(Serialize)]
struct LossJson {
    name: String,
    flows: Vec<String>,
    overloaded: Vec<String>,
}

#[derive(Serialize)]
struct CapacityJson {
    name: String,
    advertised_factor: f64,
    hidden_factor: f64,
}

pub(super) fn print(
    design: &Design,
    runs: &[Run],
    verdicts: &[Verdict],
    sweep: Option<&Sweep>,
) -> String {
    let document = Document {
        version: 2,
        scenarios: runs.iter().map(|run| scenario(design, run, verdicts)).collect(),
        sweep: sweep.map(|sweep| sweep_json(design, sweep)),
    };
    let mut text = serde_json::to_string_pretty(&document).expect("plain data has no failing part");
    text.push('\n');
    text
}

fn name(design: &Design, id: ComponentId) -> String {
    design.component(id).path.clone()
}

fn scenario(design: &Design, run: &Run, verdicts: &[Verdict]) -> ScenarioJson {
    let (scenario, situation) = (run.scenario, &run.situation);
    let outcome = situation.outcome();
    let names = |ids: &[ComponentId]| ids.iter().map(|id| name(design, *id)).collect();
    let flow = |id: FlowId| Flow {
        name: design.flow(id).name.clone(),
        state: outcome.flow(id).map(FlowState::name),
        state_after_cascade: outcome.flows_after_cascade[id.index()].name(),
    };
    let component = |id: ComponentId| Component {
        name: name(design, id),
        peak_rps: situation.arrival(id).map(|arrival| arrival.peak.hi),
        utilization: settled(situation.usage(id)),
        overloaded: outcome.overloaded.contains(&id),
    };
    ScenarioJson {
        name: scenario.name.clone(),
        flows: design.flow_ids().map(flow).collect(),
        components: design.component_ids().map(component).collect(),
        saturation_order: run.saturation.iter().map(|(id, _)| name(design, *id)).collect(),
        cascade: outcome.cascade.iter().map(|round| names(round)).collect(),
        before: state(design, situation.before(), situation.fares_before()),
        after: state(design, situation.after(), situation.fares_after()),
        rto: outcome.recovery_time.as_ref().map(|(_, span)| Time::of(span)),
        rpo: outcome.data_loss.as_ref().map(|(_, span)| Time::of(span)),
        expectations: verdicts
            .iter()
            .filter(|verdict| super::is_in(design, verdict, scenario))
            .map(|verdict| expectation(design, situation, verdict))
            .collect(),
    }
}

fn settled(usage: Option<&Usage>) -> Option<f64> {
    Some(usage?.settled()?.hi)
}

fn expectation(design: &Design, situation: &Situation, verdict: &Verdict) -> Expectation {
    let flow = availability_of(design, verdict).map(|flow| situation.availability(flow));
    let bases = |assumed| flow.map(|flow| bases(design, flow, assumed)).unwrap_or_default();
    Expectation {
        text: design.expectations[verdict.expectation].text.clone(),
        holds: verdict.holds,
        value: verdict.value.map(|value| value.lo),
        sources: bases(false),
        assumed: bases(true),
    }
}

fn state(design: &Design, phase: &Phase, fares: &[Fare]) -> State {
    let flow = |(id, fare): (FlowId, &Fare)| FareJson {
        name: design.flow(id).name.clone(),
        state: fare.state.map(FlowState::name),
        survives: fare.survives(),
        latency: fare.latency.map(Duration::as_seconds),
        latency_p99: fare.latency_p99.map(Duration::as_seconds),
    };
    let spread = phase.spread.as_ref();
    let component = |id: ComponentId| Instances {
        name: name(design, id),
        peak_rps: spread.map(|spread| spread.at(id).peak.hi),
        utilization: settled(phase.usages[id.index()].as_ref()),
        replicas: match (phase.conditions.is_down(id), spread) {
            (true, _) => 0,
            (false, Some(spread)) => spread.instances(id),
            (false, None) => phase.conditions.alive[id.index()],
        },
    };
    State {
        flows: design.flow_ids().zip(fares).map(flow).collect(),
        components: design.component_ids().map(component).collect(),
        connections: spread.map_or_else(Vec::new, |it| load_json::connections(design, it)),
        share_beyond: phase.share_beyond,
    }
}

fn sweep_json(design: &Design, sweep: &Sweep) -> SweepJson {
    let loss = |loss: &Loss| LossJson {
        name: loss.lost.name(design),
        flows: loss.flows.iter().map(|id| design.flow(*id).name.clone()).collect(),
        overloaded: loss.overloaded.iter().map(|id| name(design, *id)).collect(),
    };
    SweepJson {
        structural: sweep.structural.iter().map(loss).collect(),
        overload: sweep.overload.iter().map(loss).collect(),
        capacities: sweep
            .capacities
            .iter()
            .map(|capacity| CapacityJson {
                name: name(design, capacity.id),
                advertised_factor: capacity.advertised,
                hidden_factor: capacity.hidden,
            })
            .collect(),
    }
}
