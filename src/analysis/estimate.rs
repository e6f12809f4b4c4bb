//! All figures of a design in one place, each with its derivation: what `estimate` prints.

use super::availability::{Budget, CutSets, FlowAvailability};
use super::complexity::Complexity;
use super::cost::Cost;
use super::failure::Required;
use super::latency::Latency;
use super::load::{Conditions, Data, Interval, Spread, Usage};
use super::queueing::statically_stable;
use crate::model::{ComponentId, Design, FlowId, GroupKind, Kind, Place};

/// The figures of one component.
#[derive(Clone, Debug)]
pub struct ComponentFigures {
    pub id: ComponentId,
    /// Requests per second; `None` when no traffic is stated.
    pub average: Option<Interval>,
    pub peak: Option<Interval>,
    pub peak_derivation: String,
    pub usage: Option<Usage>,
    pub usage_derivation: String,
    pub sizing: Option<Sizing>,
}

/// How many replicas the peak asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizing {
    /// To stay at or below the target utilisation.
    pub needed: u32,
    /// So that one may be lost.
    pub n_plus_one: u32,
    /// So that the largest of the zones may be lost; `None` with fewer than two zones.
    pub zone_loss: Option<u32>,
}

/// The figures of one flow.
#[derive(Clone, Debug)]
pub struct FlowFigures {
    pub availability: FlowAvailability,
    pub cut_sets: CutSets,
    /// `None` when nothing on its way states a latency.
    pub latency: Option<Latency>,
}

/// All figures of a design.
#[derive(Clone, Debug)]
pub struct Estimate {
    /// The load that the figures rest on; `None` when no traffic is stated.
    pub spread: Option<Spread>,
    /// Every component but users, in source order.
    pub components: Vec<ComponentFigures>,
    /// By flow.
    pub flows: Vec<FlowFigures>,
    pub data: Option<Data>,
    pub cost: Cost,
    pub complexity: Complexity,
}

impl Estimate {
    pub fn of(design: &Design) -> Self {
        let conditions = Conditions::ordinary(design);
        let spread = Spread::of(design, &conditions);
        let components = design
            .component_ids()
            .filter(|id| design.component(*id).kind != Kind::User)
            .map(|id| figures(design, spread.as_ref(), &conditions, id))
            .collect();
        let required = Required::of_peak(design);
        let flow = |flow: FlowId| FlowFigures {
            availability: FlowAvailability::of(design, flow, &required, Budget::default()),
            cut_sets: CutSets::of(design, flow, &required),
            latency: Latency::of(design, flow, spread.as_ref(), &conditions),
        };
        Self {
            components,
            flows: design.flow_ids().map(flow).collect(),
            data: spread.as_ref().and_then(|spread| Data::of(design, spread)),
            cost: Cost::of(design),
            complexity: Complexity::of(design),
            spread,
        }
    }
}

fn figures(
    design: &Design,
    spread: Option<&Spread>,
    conditions: &Conditions,
    id: ComponentId,
) -> ComponentFigures {
    let known = spread.filter(|spread| !spread.is_unbounded(id));
    let usage = known.and_then(|spread| Usage::of(design, spread, conditions, id));
    let sizing = usage.as_ref().and_then(|usage| Sizing::of(design, id, usage));
    ComponentFigures {
        id,
        average: known.map(|spread| spread.at(id).average),
        peak: known.map(|spread| spread.at(id).peak),
        peak_derivation: known.map(|spread| spread.derivation(design, id)).unwrap_or_default(),
        usage_derivation: usage.as_ref().map(Usage::derivation).unwrap_or_default(),
        usage,
        sizing,
    }
}

impl Estimate {
    /// Minutes of downtime a year, of all flows together, that would not be if it never failed.
    pub fn importance(&self, id: ComponentId) -> f64 {
        self.flows.iter().map(|flow| flow.availability.saving(Place::Component(id))).sum()
    }
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
