//! The figures that rules compare with what is stated; all absent where no number was given.

use super::Context;
use crate::analysis::availability::{Budget, FlowAvailability};
use crate::analysis::cost::Cost;
use crate::analysis::expect::{Verdict, verdicts};
use crate::analysis::failure::Required;
use crate::analysis::latency::Latency;
use crate::analysis::load::{Arrival, Conditions, Data, Demand, Spread, Usage};
use crate::analysis::recovery::Recovery;
use crate::model::{ComponentId, FlowId};
use std::cell::OnceCell;

/// Figures of one design, each computed on first use.
#[derive(Default)]
pub(super) struct Numbers {
    conditions: OnceCell<Conditions>,
    spread: OnceCell<Option<Spread>>,
    usage: OnceCell<Vec<Option<Usage>>>,
    data: OnceCell<Option<Data>>,
    cost: OnceCell<Cost>,
    availability: OnceCell<Vec<OnceCell<FlowAvailability>>>,
    verdicts: OnceCell<Vec<Verdict>>,
}

impl Context<'_> {
    /// What the users send; `None` when no traffic is stated.
    pub fn demand(&self) -> Option<&Demand> {
        self.load().map(|spread| &spread.demand)
    }

    /// The load of every component on an ordinary day at its peak.
    pub fn load(&self) -> Option<&Spread> {
        let spread = || Spread::of(self.design, self.conditions());
        self.numbers.spread.get_or_init(spread).as_ref()
    }

    /// What arrives at a component.
    pub fn arrival(&self, id: ComponentId) -> Option<Arrival> {
        self.load().map(|spread| spread.at(id))
    }

    /// A component's load against its capacity, where both are known.
    pub fn usage(&self, id: ComponentId) -> Option<&Usage> {
        let usage = self.numbers.usage.get_or_init(|| {
            let of = |id| Usage::of(self.design, self.load()?, self.conditions(), id);
            self.design.component_ids().map(of).collect()
        });
        usage[id.index()].as_ref()
    }

    /// The data that the traffic brings; `None` when no payload is stated.
    pub fn data(&self) -> Option<&Data> {
        self.numbers.data.get_or_init(|| Data::of(self.design, self.load()?)).as_ref()
    }

    pub fn cost(&self) -> &Cost {
        self.numbers.cost.get_or_init(|| Cost::of(self.design))
    }

    /// How long it takes to recover from the loss of a component, and what data is lost.
    pub fn recovery(&self, id: ComponentId) -> Recovery {
        Recovery::of(self.design, id)
    }

    /// How available a flow is, what would save most and what that rests on.
    pub fn availability(&self, flow: FlowId) -> &FlowAvailability {
        let cells = || self.design.flow_ids().map(|_| OnceCell::new()).collect();
        let cells: &Vec<OnceCell<_>> = self.numbers.availability.get_or_init(cells);
        cells[flow.index()].get_or_init(|| {
            let required = Required::of_peak(self.design);
            FlowAvailability::of(self.design, flow, &required, Budget::default())
        })
    }

    /// How long a request of the flow takes at the peak; `None` when nothing on its way states it.
    pub fn latency(&self, flow: FlowId) -> Option<Latency> {
        Latency::of(self.design, flow, self.load(), self.conditions())
    }

    /// How the design's expectations fare, in source order.
    pub fn verdicts(&self) -> &[Verdict] {
        self.numbers.verdicts.get_or_init(|| verdicts(self.design, self.krw_per_usd))
    }

    /// Circumstances on an ordinary day, to vary.
    pub fn conditions(&self) -> &Conditions {
        self.numbers.conditions.get_or_init(|| Conditions::ordinary(self.design))
    }
}
