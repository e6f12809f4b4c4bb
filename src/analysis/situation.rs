//! A design in one scenario: what arrives, what it overloads, what still works, each figure computed
//! on first use.

use super::availability::{Bounds, Budget, CutSets, FlowAvailability};
use super::damage::Damage;
use super::failure::Required;
use super::latency::Latency;
use super::load::{Arrival, Conditions, Data, Demand, Spread, Usage};
use super::phase::{Fare, Phase, Shortage, usages};
use super::recovery::Recovery;
use super::whatif::Outcome;
use crate::model::{ComponentId, Design, FlowId, Scenario};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// The figures of a design under one [`Scenario`].
#[derive(Debug)]
pub struct Situation {
    design: Arc<Design>,
    scenario: Scenario,
    /// The utilization at which scalers and sizing aim.
    target: f64,
    /// The ordinary day before it; `None` where it is that itself.
    usual: Option<Arc<Situation>>,
    conditions: OnceLock<Conditions>,
    spread: OnceLock<Option<Spread>>,
    usage: OnceLock<Vec<Option<Usage>>>,
    data: OnceLock<Option<Data>>,
    required: OnceLock<Required>,
    flows: Vec<FlowFigures>,
    counts: OnceLock<Vec<u32>>,
    before: OnceLock<Phase>,
    /// `None` where it is the one before.
    after: OnceLock<Option<Phase>>,
    fares_before: OnceLock<Vec<Fare>>,
    /// The same.
    fares_after: OnceLock<Option<Vec<Fare>>>,
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
    pub(super) fn new(
        design: Arc<Design>,
        scenario: Scenario,
        usual: Option<Arc<Situation>>,
        target: f64,
    ) -> Self {
        Self {
            scenario,
            target,
            usual,
            conditions: OnceLock::new(),
            spread: OnceLock::new(),
            usage: OnceLock::new(),
            data: OnceLock::new(),
            required: OnceLock::new(),
            flows: design.flow_ids().map(|_| FlowFigures::default()).collect(),
            counts: OnceLock::new(),
            before: OnceLock::new(),
            after: OnceLock::new(),
            fares_before: OnceLock::new(),
            fares_after: OnceLock::new(),
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

    /// The circumstances under which load is computed, before anything overloaded fails too: on an
    /// ordinary day what scalers make of the load, in a scenario what ran before it and is left.
    pub fn conditions(&self) -> &Conditions {
        self.conditions.get_or_init(|| match self.is_ordinary() {
            true => Conditions { target: self.target, ..Conditions::ordinary(&self.design) },
            false => self.damage().conditions,
        })
    }

    fn is_ordinary(&self) -> bool {
        self.scenario.is_alike(&Scenario::ordinary())
    }

    /// What the scenario breaks.
    pub(super) fn damage(&self) -> Damage<'_> {
        let mut damage = Damage::of(&self.design, &self.scenario, self.counts());
        damage.conditions.target = self.target;
        damage
    }

    /// What brings back all that the scenario loses; `None` where it loses nothing.
    pub fn recoveries(&self) -> Option<Vec<(ComponentId, Recovery)>> {
        let loses = !self.scenario.fail.is_empty() || !self.scenario.instances.is_empty();
        loses.then(|| self.damage().recoveries())
    }

    /// By component, how many instances ran before: at least what runs now, and what the scaler made
    /// of the ordinary peak.
    fn counts(&self) -> &[u32] {
        if let Some(usual) = &self.usual {
            return usual.counts();
        }
        self.counts.get_or_init(|| {
            let (design, scales) = (&self.design, |id| self.design.scales(id).is_some());
            let running = design.component_ids().map(|id| design.running(id));
            let spread = (design.component_ids().any(scales)).then(|| self.spread()).flatten();
            let Some(spread) = spread else { return running.collect() };
            let scaled = |id| if scales(id) { spread.instances(id) } else { 1 };
            design.component_ids().zip(running).map(|(id, now)| scaled(id).max(now)).collect()
        })
    }

    /// The state before scalers have acted.
    pub fn before(&self) -> &Phase {
        self.before.get_or_init(|| Phase::of(&self.design, self.damage().conditions))
    }

    /// The state once scalers have acted: the one before, where none can.
    pub fn after(&self) -> &Phase {
        self.acted().unwrap_or_else(|| self.before())
    }

    fn acted(&self) -> Option<&Phase> {
        let acted = self.after.get_or_init(|| {
            let damage = self.damage();
            let scaled = damage.scaled();
            (scaled != damage.conditions).then(|| Phase::of(&self.design, scaled))
        });
        acted.as_ref()
    }

    /// How the flows fare before scalers have acted.
    pub fn fares_before(&self) -> &[Fare] {
        self.fares_before.get_or_init(|| self.before().fares(&self.scenario, &self.damage()))
    }

    /// How they fare afterwards.
    pub fn fares_after(&self) -> &[Fare] {
        let fares = self
            .fares_after
            .get_or_init(|| self.acted().map(|phase| phase.fares(&self.scenario, &self.damage())));
        fares.as_deref().unwrap_or_else(|| self.fares_before())
    }

    /// What the users send; `None` when no traffic is stated.
    pub fn demand(&self) -> Option<&Demand> {
        self.spread().map(|spread| &spread.demand)
    }

    /// The load of every component at the peak; `None` when no traffic is stated.
    pub fn spread(&self) -> Option<&Spread> {
        if !self.is_ordinary() {
            return self.before().spread.as_ref();
        }
        self.spread.get_or_init(|| Spread::of(&self.design, self.conditions())).as_ref()
    }

    /// What arrives at a component; `None` where that is not known.
    pub fn arrival(&self, id: ComponentId) -> Option<Arrival> {
        self.spread().filter(|spread| spread.is_known(id)).map(|spread| spread.at(id))
    }

    /// A component's load against its capacity, where both are known. What is down has none. In a
    /// scenario that of the worse of its states.
    pub fn usage(&self, id: ComponentId) -> Option<&Usage> {
        self.usages()[id.index()].as_ref()
    }

    /// The same of all components, in their order.
    pub fn usages(&self) -> &[Option<Usage>] {
        self.usage.get_or_init(|| {
            if self.is_ordinary() {
                return usages(&self.design, self.spread(), self.conditions());
            }
            let both = self.before().usages.iter().zip(&self.after().usages);
            both.map(|(before, after)| worse(before.as_ref(), after.as_ref()).cloned()).collect()
        })
    }

    /// The data that the traffic brings; `None` when no payload is stated.
    pub fn data(&self) -> Option<&Data> {
        self.data.get_or_init(|| Data::of(&self.design, self.spread()?)).as_ref()
    }

    /// How many replicas the load asks for. It counts with all of them there.
    pub fn required(&self) -> &Required {
        self.required.get_or_init(|| {
            let all = Scenario {
                fail: Vec::new(),
                instances: Vec::new(),
                slow: Vec::new(),
                ..self.scenario.clone()
            };
            if self.is_ordinary() {
                return Required::by(&self.design, self.usages(), self.spread());
            }
            if self.scenario.is_alike(&all) {
                let after = self.after();
                return Required::by(&self.design, &after.usages, after.spread.as_ref());
            }
            let with_all =
                Situation::new(self.design.clone(), all, self.usual.clone(), self.target);
            with_all.required().clone()
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
            if self.scenario.fail.is_empty() && self.scenario.instances.is_empty() {
                return self.availability(flow).outlook.unavailability;
            }
            let failed: BTreeSet<_> = self.scenario.fail.iter().copied().collect();
            let (design, required) = (&self.design, self.required());
            let budget = Budget::default();
            let instances = &self.scenario.instances;
            FlowAvailability::unavailability_without(
                design, flow, required, &failed, instances, budget,
            )
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
            conditions.target = self.target;
            Latency::of(&self.design, flow, self.spread(), &conditions)
        };
        self.flows[flow.index()].latency.get_or_init(latency).as_ref()
    }

    /// What the calls of a flow want for, before scalers have acted and after.
    pub fn shortages(&self, flow: FlowId) -> Vec<Shortage> {
        let [before, after] =
            [self.fares_before(), self.fares_after()].map(|it| &it[flow.index()].shortages);
        let is_other = |it: &&Shortage| !before.iter().any(|known| known.is_same(it));
        before.iter().chain(after.iter().filter(is_other)).copied().collect()
    }

    /// The part of the requests, 0..=1, that is beyond the capacity of the worst component, before
    /// scalers have acted or after; `None` where that is not known.
    pub fn share_beyond(&self) -> Option<f64> {
        Some(self.before().share_beyond?.max(self.after().share_beyond?))
    }

    /// Which flows still work, what is overloaded, and what follows from that.
    pub fn outcome(&self) -> &Outcome {
        self.outcome.get_or_init(|| Outcome::of(self))
    }
}

/// The one that is busier.
fn worse<'u>(one: Option<&'u Usage>, other: Option<&'u Usage>) -> Option<&'u Usage> {
    match (one, other) {
        (Some(a), Some(b)) if b.utilization.hi > a.utilization.hi => Some(b),
        (Some(a), _) => Some(a),
        (None, other) => other,
    }
}
