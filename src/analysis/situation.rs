//! A design in one scenario: what arrives, what it overloads, what still works, each figure computed
//! on first use.

use super::availability::{Bounds, Budget, CutSets, FlowAvailability};
use super::damage::Damage;
use super::failure::Required;
use super::latency::Latency;
use super::load::{Arrival, Conditions, Data, Demand, Spread, Usage};
use super::whatif::Outcome;
use crate::model::{ComponentId, Design, FlowId, Scenario};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// The figures of a design under one [`Scenario`].
#[derive(Debug)]
pub struct Situation {
    design: Arc<Design>,
    scenario: Scenario,
    conditions: OnceLock<Conditions>,
    spread: OnceLock<Option<Spread>>,
    usage: OnceLock<Vec<Option<Usage>>>,
    data: OnceLock<Option<Data>>,
    required: OnceLock<Required>,
    flows: Vec<FlowFigures>,
    outcome: OnceLock<Outcome>,
}

/// The figures of one flow.
#[derive(Debug, Default)]
struct FlowFigures {
    availability: OnceLock<FlowAvailability>,
    unavailability: OnceLock<Bounds>,
    cut_sets: OnceLock<CutSets>,
    latency: OnceLock<Option<Latency>>,
}

impl Situation {
    pub(super) fn new(design: Arc<Design>, scenario: Scenario) -> Self {
        Self {
            scenario,
            conditions: OnceLock::new(),
            spread: OnceLock::new(),
            usage: OnceLock::new(),
            data: OnceLock::new(),
            required: OnceLock::new(),
            flows: design.flow_ids().map(|_| FlowFigures::default()).collect(),
            outcome: OnceLock::new(),
            design,
        }
    }

    pub fn design(&self) -> &Design {
        &self.design
    }

    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The circumstances under which load is computed, before anything overloaded fails too.
    pub fn conditions(&self) -> &Conditions {
        self.conditions.get_or_init(|| Damage::of(&self.design, &self.scenario).conditions)
    }

    /// What the users send; `None` when no traffic is stated.
    pub fn demand(&self) -> Option<&Demand> {
        self.spread().map(|spread| &spread.demand)
    }

    /// The load of every component at the peak; `None` when no traffic is stated.
    pub fn spread(&self) -> Option<&Spread> {
        self.spread.get_or_init(|| Spread::of(&self.design, self.conditions())).as_ref()
    }

    /// What arrives at a component.
    pub fn arrival(&self, id: ComponentId) -> Option<Arrival> {
        self.spread().map(|spread| spread.at(id))
    }

    /// A component's load against its capacity, where both are known. What is down has none.
    pub fn usage(&self, id: ComponentId) -> Option<&Usage> {
        self.usages()[id.index()].as_ref()
    }

    /// The same of all components, in their order.
    pub fn usages(&self) -> &[Option<Usage>] {
        let of = |id| {
            // What has failed is not overloaded as well.
            let working = !self.conditions().is_down(id);
            let usage = || Usage::of(&self.design, self.spread()?, self.conditions(), id);
            working.then(usage).flatten()
        };
        self.usage.get_or_init(|| self.design.component_ids().map(of).collect())
    }

    /// The data that the traffic brings; `None` when no payload is stated.
    pub fn data(&self) -> Option<&Data> {
        self.data.get_or_init(|| Data::of(&self.design, self.spread()?)).as_ref()
    }

    /// How many replicas the load asks for. It counts with all of them there.
    pub fn required(&self) -> &Required {
        self.required.get_or_init(|| {
            let all = Scenario { fail: Vec::new(), slow: Vec::new(), ..self.scenario.clone() };
            if self.scenario.is_alike(&all) {
                return Required::by(&self.design, self.usages());
            }
            let with_all = Situation::new(self.design.clone(), all);
            Required::by(&self.design, with_all.usages())
        })
    }

    /// How available a flow is under this load, what would save most and what that rests on;
    /// whatever the scenario lets fail is still there.
    pub fn availability(&self, flow: FlowId) -> &FlowAvailability {
        self.flows[flow.index()].availability.get_or_init(|| {
            FlowAvailability::of(&self.design, flow, self.required(), Budget::default())
        })
    }

    /// The part of the time, 0..=1, that the flow is down while what the scenario lets fail is.
    pub fn unavailability(&self, flow: FlowId) -> Bounds {
        *self.flows[flow.index()].unavailability.get_or_init(|| {
            if self.scenario.fail.is_empty() {
                return self.availability(flow).outlook.unavailability;
            }
            let failed: BTreeSet<_> = self.scenario.fail.iter().copied().collect();
            let (design, required) = (&self.design, self.required());
            let budget = Budget::default();
            FlowAvailability::unavailability_without(design, flow, required, &failed, budget)
        })
    }

    /// All minimal sets of one or two units that take the flow down under this load.
    pub fn cut_sets(&self, flow: FlowId) -> &CutSets {
        let cell = &self.flows[flow.index()].cut_sets;
        cell.get_or_init(|| CutSets::of(&self.design, flow, self.required()))
    }

    /// How long a request of the flow takes at the peak; `None` when nothing on its way states it.
    pub fn latency(&self, flow: FlowId) -> Option<&Latency> {
        let latency = || {
            let mut conditions = Conditions::ordinary(&self.design);
            conditions.slow.clone_from(&self.conditions().slow);
            Latency::of(&self.design, flow, self.spread(), &conditions)
        };
        self.flows[flow.index()].latency.get_or_init(latency).as_ref()
    }

    /// Which flows still work, what is overloaded, and what follows from that.
    pub fn outcome(&self) -> &Outcome {
        self.outcome.get_or_init(|| Outcome::of(self))
    }
}
