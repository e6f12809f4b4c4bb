//! Load, pools and recovery as JSON: what the figures of components, connections and pools share
//! between `estimate` and `simulate`.

use super::json::Figure;
use crate::analysis::Study;
use crate::analysis::capacities::Stability;
use crate::analysis::estimate::PoolFigures;
use crate::analysis::load::{Passage, Spread};
use crate::analysis::recovery::{Disruption, Recovery, Span};
use crate::model::{ComponentId, Design, Kind};
use serde::Serialize;

/// What passes one connection: of one flow, or of all together.
#[derive(Serialize)]
pub(super) struct Connection {
    from: String,
    to: String,
    arrow: &'static str,
    /// Null for the sum of all.
    flow: Option<String>,
    peak_rps: f64,
    reads_rps: f64,
    writes_rps: f64,
    attempts: f64,
    /// What of it came round and causes nothing further.
    not_followed: f64,
}

/// Every connection that carries requests, the sum first and then its flows.
pub(super) fn connections(design: &Design, spread: &Spread) -> Vec<Connection> {
    let mut connections: Vec<Connection> = Vec::new();
    let passages: Vec<Passage> = spread.passages(design).collect();
    let mut seen: Vec<bool> = vec![false; passages.len()];
    for at in 0..passages.len() {
        if seen[at] {
            continue;
        }
        let it = passages[at];
        let own = |other: &Passage| (other.from, other.to, other.link) == (it.from, it.to, it.link);
        let until = passages[at..].iter().position(|other| other.from != it.from);
        let until = until.map_or(passages.len(), |length| at + length);
        let mut all: Vec<Passage> = Vec::new();
        for place in (at..until).filter(|place| own(&passages[*place])) {
            seen[place] = true;
            all.push(passages[place]);
        }
        connections.push(connection(design, None, &all));
        for flow in design.flow_ids() {
            let of_flow: Vec<Passage> =
                all.iter().copied().filter(|passage| passage.flow == Some(flow)).collect();
            if !of_flow.is_empty() {
                let name = design.flow(flow).name.clone();
                connections.push(connection(design, Some(name), &of_flow));
            }
        }
    }
    connections
}

fn connection(design: &Design, flow: Option<String>, all: &[Passage]) -> Connection {
    let path = |id: ComponentId| design.component(id).path.clone();
    let arrow = all[0].link.map_or("->", |link| design.link(link).arrow.symbol());
    let sum = |of: fn(&Passage) -> f64| all.iter().map(of).sum::<f64>();
    Connection {
        from: path(all[0].from),
        to: path(all[0].to),
        arrow,
        flow,
        peak_rps: sum(|it| it.load.peak.all()),
        reads_rps: sum(|it| it.load.peak.reads),
        writes_rps: sum(|it| it.load.peak.writes),
        attempts: all.iter().map(|it| it.attempts).fold(1.0, f64::max),
        not_followed: sum(|it| it.not_followed.peak.all()),
    }
}

/// Alternatives that share requests, as one.
#[derive(Serialize)]
pub(super) struct Pool {
    members: Vec<String>,
    peak_rps: Option<f64>,
    required_replicas: Option<u32>,
    required_replicas_n_plus_1: Option<u32>,
}

pub(super) fn pools(design: &Design, pools: &[PoolFigures]) -> Vec<Pool> {
    let pool = |it: &PoolFigures| Pool {
        members: it.members.iter().map(|id| design.component(*id).path.clone()).collect(),
        peak_rps: it.peak,
        required_replicas: it.needed,
        required_replicas_n_plus_1: it.n_plus_one(),
    };
    pools.iter().map(pool).collect()
}

/// Seconds; null where unknown, `"lost"` where nothing brings it back.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Time {
    Seconds(f64),
    Lost(&'static str),
}

impl Time {
    pub fn of(span: &Span) -> Self {
        if span.is_lost() { Time::Lost("lost") } else { Time::Seconds(span.lasts.as_seconds()) }
    }
}

#[derive(Serialize)]
pub(super) struct RecoveryRow {
    component: String,
    class: &'static str,
    rto: Option<Time>,
    rto_derivation: Option<String>,
    rpo: Option<Time>,
    rpo_derivation: Option<String>,
    assumed: bool,
}

/// By component and class of disruption.
pub(super) fn recoveries(design: &Design) -> Vec<RecoveryRow> {
    let counts =
        |id: &ComponentId| !matches!(design.component(*id).kind, Kind::User | Kind::External);
    let rows = |id: ComponentId| {
        Disruption::ALL.into_iter().filter_map(move |class| {
            let recovery = Recovery::from(design, id, class)?;
            let loss = recovery.loss.as_ref();
            Some(RecoveryRow {
                component: design.component(id).path.clone(),
                class: class.name(),
                rto: Some(Time::of(&recovery.time)),
                rto_derivation: Some(recovery.time.because.words().en.to_string()),
                rpo: loss.map(Time::of),
                rpo_derivation: loss.map(|loss| loss.because.words().en.to_string()),
                assumed: recovery.time.assumed || loss.is_some_and(|loss| loss.assumed),
            })
        })
    };
    design.component_ids().filter(counts).flat_map(rows).collect()
}

/// What a component does with the load, beyond what arrives.
#[derive(Serialize)]
pub(super) struct Serving {
    reads_rps: Option<Figure>,
    writes_rps: Option<Figure>,
    applied_rps: Option<f64>,
    utilization_now: Option<f64>,
    utilization_mean: Option<f64>,
    replicas_running: u32,
    replicas_scaled: Option<u32>,
    needed_at_peak: Option<u32>,
    advertised_rps: Option<f64>,
    hidden_rps: Option<f64>,
    stability: Option<&'static str>,
}

pub(super) fn serving(study: &Study, id: ComponentId) -> Serving {
    let (design, today) = (study.design(), study.ordinary());
    let (arrival, usage) = (today.arrival(id), today.usage(id));
    let running = design.running(id);
    let peak = today.demand().map(|demand| demand.peak.hi);
    let capacity = study.capacity(id).zip(peak);
    let stability = capacity.map(|(capacity, _)| match capacity.stability() {
        Stability::Stable => "stable",
        Stability::Vulnerable => "vulnerable",
        Stability::Behind => "behind",
        Stability::Overloaded => "overloaded",
    });
    let reads = arrival.map(|arrival| arrival.peak.less(arrival.peak_writes));
    Serving {
        reads_rps: reads.map(Figure::from),
        writes_rps: arrival.map(|arrival| arrival.peak_writes.into()),
        applied_rps: today.spread().map(|spread| spread.applied(design, id)),
        utilization_now: usage.map(|usage| usage.utilization_with(running)),
        utilization_mean: usage.map(|usage| usage.mean),
        replicas_running: running,
        replicas_scaled: design.scales(id).and(usage).map(|usage| usage.replicas),
        needed_at_peak: usage.and_then(|usage| usage.replicas_at(1.0)),
        advertised_rps: capacity.map(|(capacity, peak)| capacity.advertised * peak),
        hidden_rps: capacity.map(|(capacity, peak)| capacity.hidden * peak),
        stability,
    }
}
