//! All figures of a design in one place, each with its derivation: what `estimate` prints.

use super::Reason;
use super::availability::{CutSets, FlowAvailability};
use super::complexity::Complexity;
use super::cost::Cost;
use super::latency::Latency;
use super::load::{Arrival, Data, Interval, Spread, Usage};
use super::queueing::statically_stable;
use super::{Situation, Study};
use crate::model::{ComponentId, Design, Duration, FlowId, GroupKind, Kind, PartId, Place};

/// The figures of one component.
#[derive(Clone, Debug)]
pub struct ComponentFigures<'s> {
    pub id: ComponentId,
    /// Requests per second; `None` when no traffic is stated.
    pub average: Option<Interval>,
    pub peak: Option<Interval>,
    pub peak_derivation: String,
    pub usage: Option<&'s Usage>,
    pub usage_derivation: String,
    /// `None` where its load or capacity is not known, where no number of copies helps, and for a member
    /// of a pool that is sized as one.
    pub sizing: Option<Sizing>,
}

/// What arrives at a topic, a table or a bucket, in requests per second; `None` when it is not known.
#[derive(Clone, Copy, Debug)]
pub struct PartFigures {
    pub id: PartId,
    pub arrival: Option<Arrival>,
}

/// Alternatives that share requests, as one; requests per second.
#[derive(Clone, Debug)]
pub struct PoolFigures {
    pub members: Vec<ComponentId>,
    /// `None` where that of any member is not known, as below.
    pub average: Option<f64>,
    pub peak: Option<f64>,
    pub capacity: Option<f64>,
    /// Of the instance that carries least.
    pub least: Option<f64>,
    /// Instances of all members together that stay at or below the target utilization.
    pub needed: Option<u32>,
    pub target: f64,
}

/// How many replicas the peak asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizing {
    /// To stay at or below the target utilization.
    pub needed: u32,
    /// So that one may be lost.
    pub n_plus_one: u32,
    /// So that the largest of the zones may be lost; `None` with fewer than two zones.
    pub zone_loss: Option<u32>,
}

/// The figures of one flow.
#[derive(Clone, Debug)]
pub struct FlowFigures<'s> {
    pub availability: &'s FlowAvailability,
    pub cut_sets: &'s CutSets,
    /// `None` when nothing on its way states a latency.
    pub latency: Option<&'s Latency>,
}

/// All figures of a design on an ordinary day.
#[derive(Clone, Debug)]
pub struct Estimate<'s> {
    /// The load that the figures rest on; `None` when no traffic is stated.
    pub spread: Option<&'s Spread>,
    /// Every component but users, in source order.
    pub components: Vec<ComponentFigures<'s>>,
    /// Every topic, table and bucket, in source order.
    pub parts: Vec<PartFigures>,
    /// Every pool once, by those who call it.
    pub pools: Vec<PoolFigures>,
    /// By flow.
    pub flows: Vec<FlowFigures<'s>>,
    pub data: Option<&'s Data>,
    pub cost: &'s Cost,
    pub complexity: &'s Complexity,
}

impl<'s> Estimate<'s> {
    pub fn of(study: &'s Study) -> Self {
        let (design, today) = (study.design(), study.ordinary());
        let pools = pools(today);
        let components = design
            .component_ids()
            .filter(|id| design.component(*id).kind != Kind::User)
            .map(|id| figures(today, &pools, id))
            .collect();
        let flow = |flow: FlowId| FlowFigures {
            availability: today.availability(flow),
            cut_sets: today.cut_sets(flow),
            latency: today.latency(flow),
        };
        let arrival = |id: PartId| {
            let known = |spread: &&Spread| spread.is_known(design.part(id).carrier);
            today.spread().filter(known).map(|spread| spread.at_part(design, id))
        };
        Self {
            components,
            parts: design.part_ids().map(|id| PartFigures { id, arrival: arrival(id) }).collect(),
            pools,
            flows: design.flow_ids().map(flow).collect(),
            data: today.data(),
            cost: study.cost(),
            complexity: study.complexity(),
            spread: today.spread(),
        }
    }
}

fn pools(today: &Situation) -> Vec<PoolFigures> {
    let design = today.design();
    let mut pools: Vec<PoolFigures> = Vec::new();
    for need in design.needs.iter().flatten().filter(|need| need.links.len() > 1) {
        let members: Vec<_> = need.links.iter().map(|link| design.link(*link).to).collect();
        if pools.iter().all(|other| other.members != members) {
            pools.push(PoolFigures::of(today, members));
        }
    }
    pools
}

impl PoolFigures {
    fn of(today: &Situation, members: Vec<ComponentId>) -> Self {
        let sum = |of: &dyn Fn(ComponentId) -> Option<f64>| members.iter().map(|id| of(*id)).sum();
        let usage = |id| today.usage(id);
        let average: Option<f64> = sum(&|id| today.arrival(id).map(|it| it.average.hi));
        let peak: Option<f64> = sum(&|id| today.arrival(id).map(|it| it.peak.hi));
        let capacity: Option<f64> = sum(&|id| usage(id).map(|usage| usage.capacity));
        let each: Option<Vec<f64>> =
            members.iter().map(|id| usage(*id).map(|usage| usage.capacity_each)).collect();
        let least = each.map(|each| each.into_iter().fold(f64::INFINITY, f64::min));
        let least = least.filter(|least| *least > 0.0);
        let target = today.conditions().target;
        let fit = |(peak, each): (f64, f64)| (peak / (each * target) - 1e-9).ceil().max(1.0) as u32;
        let needed = peak.zip(least).map(fit);
        Self { members, average, peak, capacity, least, needed, target }
    }

    /// Whether its members are sized as one, not each: servers share what they need.
    pub fn is_sized(&self, design: &Design) -> bool {
        let serves = |id: &ComponentId| {
            let kind = design.component(*id).kind;
            kind.is_compute() || matches!(kind, Kind::Lb | Kind::Gateway)
        };
        self.needed.is_some() && self.members.iter().all(serves)
    }

    /// So that one may be lost.
    pub fn n_plus_one(&self) -> Option<u32> {
        self.needed.map(|needed| needed + 1)
    }

    /// The paths of its members with something between them.
    pub fn name(&self, design: &Design, between: &str) -> String {
        let paths: Vec<&str> =
            self.members.iter().map(|id| design.component(*id).path.as_str()).collect();
        paths.join(between)
    }
}

fn figures<'s>(
    today: &'s Situation,
    pools: &[PoolFigures],
    id: ComponentId,
) -> ComponentFigures<'s> {
    let design = today.design();
    let known = today.spread().filter(|spread| spread.is_known(id));
    let usage = today.usage(id);
    let is_pooled = pools.iter().any(|pool| pool.members.contains(&id) && pool.is_sized(design));
    let sizing = usage.filter(|_| !is_pooled).and_then(|usage| Sizing::of(design, id, usage));
    ComponentFigures {
        id,
        average: known.map(|spread| spread.at(id).average),
        peak: known.map(|spread| spread.at(id).peak),
        peak_derivation: known.map(|spread| spread.derivation(design, id)).unwrap_or_default(),
        usage_derivation: usage.map(Usage::derivation).unwrap_or_default(),
        usage,
        sizing,
    }
}

impl Estimate<'_> {
    /// By flow: its downtime of a year that would not be if the component never failed.
    pub fn importance(&self, id: ComponentId) -> impl Iterator<Item = (FlowId, Duration)> + '_ {
        let of = move |flow: &FlowFigures| {
            (flow.availability.flow, flow.availability.saving(Place::Component(id)))
        };
        self.flows.iter().map(of)
    }

    /// The flow that the component costs most, with how long; `None` where it costs nothing.
    pub fn worst_flow(&self, id: ComponentId) -> Option<(FlowId, Duration)> {
        let worse = |a: (FlowId, Duration), b: (FlowId, Duration)| if b.1 > a.1 { b } else { a };
        self.importance(id).reduce(worse).filter(|(_, down)| *down > Duration::ZERO)
    }

    /// What the availability of all flows rests on, assumed or stated and published, each basis once
    /// with what it holds for.
    pub fn bases(&self, assumed: bool) -> Vec<(Reason, Vec<Place>)> {
        bases(self.flows.iter().map(|flow| flow.availability), assumed)
    }
}

/// The same of some flows.
pub fn bases<'f>(
    flows: impl Iterator<Item = &'f FlowAvailability>,
    assumed: bool,
) -> Vec<(Reason, Vec<Place>)> {
    let mut bases: Vec<(Reason, Vec<Place>)> = Vec::new();
    let figures = flows.flat_map(|flow| &flow.figures);
    for (place, figure) in figures.filter(|(_, figure)| figure.assumed == assumed) {
        match bases.iter_mut().find(|(known, _)| *known == figure.because) {
            Some((_, places)) if places.contains(place) => {}
            Some((_, places)) => places.push(*place),
            None => bases.push((figure.because.clone(), vec![*place])),
        }
    }
    bases
}

impl Sizing {
    fn of(design: &Design, id: ComponentId, usage: &Usage) -> Option<Self> {
        let needed = usage.required_replicas?;
        let zones = zones(design, id);
        let zone_loss = (zones >= 2).then(|| statically_stable(needed, zones));
        Some(Self { needed, n_plus_one: needed + 1, zone_loss })
    }
}

/// The zones over which a component stands: those it names, else all of its region.
fn zones(design: &Design, id: ComponentId) -> u32 {
    let component = design.component(id);
    if !component.zones.is_empty() {
        return component.zones.len() as u32;
    }
    let inside = design.domains(id).into_iter().any(|g| design.group(g).kind == GroupKind::Zone);
    if inside {
        return 1;
    }
    design.group_ids().filter(|id| design.group(*id).kind == GroupKind::Zone).count() as u32
}
