//! Everything that can fail, failed once: what takes flows down by structure, what only by the load
//! that it shifts, and how much of each component's capacity rests on caches and luck.

use super::load::{Conditions, Spread, Usage};
use super::whatif::{FlowState, Outcome};
use crate::model::{ComponentId, Design, FlowId, Kind, Place, Scenario};

/// The loss of one component or failure domain.
#[derive(Clone, Debug)]
pub struct Loss {
    pub place: Place,
    /// Flows that are down by it.
    pub flows: Vec<FlowId>,
    /// Components that its loss overloads and that were not before.
    pub overloaded: Vec<ComponentId>,
}

/// By which factor today's traffic may grow until a component saturates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Capacity {
    pub id: ComponentId,
    /// With warm caches and no retries.
    pub advertised: f64,
    /// With all caches empty and every call tried as often as it may be.
    pub hidden: f64,
}

/// The result of failing every unit once.
#[derive(Clone, Debug)]
pub struct Sweep {
    pub structural: Vec<Loss>,
    pub overload: Vec<Loss>,
    pub capacities: Vec<Capacity>,
}

impl Sweep {
    pub fn of(design: &Design) -> Self {
        let ordinary = Outcome::of(design, &nothing(design));
        let mut sweep =
            Self { structural: Vec::new(), overload: Vec::new(), capacities: capacities(design) };
        for place in places(design) {
            let scenario = Scenario { fail: vec![place], ..nothing(design) };
            let outcome = Outcome::of(design, &scenario);
            let down = |flow: &FlowId| outcome.flow(*flow) == FlowState::Down;
            let new = |id: &ComponentId| !ordinary.overloaded.contains(id);
            let loss = Loss {
                place,
                flows: design.flow_ids().filter(down).collect(),
                overloaded: outcome.overloaded.iter().copied().filter(new).collect(),
            };
            if !loss.flows.is_empty() {
                sweep.structural.push(loss);
            } else if !loss.overloaded.is_empty() {
                sweep.overload.push(loss);
            }
        }
        sweep
    }
}

/// A scenario in which nothing is different.
pub fn nothing(design: &Design) -> Scenario {
    Scenario {
        name: String::new(),
        label: None,
        fail: Vec::new(),
        cold: Vec::new(),
        slow: Vec::new(),
        traffic: 1.0,
        span: design.span.unwrap_or(crate::source::Span::new(crate::source::SourceId(0), 0, 0)),
    }
}

fn places(design: &Design) -> Vec<Place> {
    let components = design
        .component_ids()
        .filter(|id| design.component(*id).kind != Kind::User)
        .map(Place::Component);
    let domains = design
        .group_ids()
        .filter(|id| design.group(*id).kind.is_failure_domain())
        .map(Place::Group);
    components.chain(domains).collect()
}

fn capacities(design: &Design) -> Vec<Capacity> {
    let ordinary = Conditions::ordinary(design);
    let caches = design.components.iter().map(|component| component.kind == Kind::Cache);
    let hidden = Conditions { cold: caches.collect(), retrying: true, ..ordinary.clone() };
    let (Some(warm), Some(cold)) = (Spread::of(design, &ordinary), Spread::of(design, &hidden))
    else {
        return Vec::new();
    };
    let factor = |spread: &Spread, conditions: &Conditions, id| {
        let usage = Usage::of(design, spread, conditions, id)?;
        (usage.utilization.hi > 0.0).then(|| 1.0 / usage.utilization.hi)
    };
    let capacity = |id| {
        let advertised = factor(&warm, &ordinary, id)?;
        Some(Capacity { id, advertised, hidden: factor(&cold, &hidden, id)? })
    };
    design.component_ids().filter_map(capacity).collect()
}
