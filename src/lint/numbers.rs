//! The figures that rules compare with what is stated; all absent where no number was given.

use super::Context;
use crate::analysis::availability::FlowAvailability;
use crate::analysis::cost::Cost;
use crate::analysis::expect::Verdict;
use crate::analysis::latency::Latency;
use crate::analysis::load::{Arrival, Conditions, Data, Demand, Spread, Usage};
use crate::analysis::recovery::Recovery;
use crate::model::{ComponentId, FlowId};

impl<'a> Context<'a> {
    /// What the users send; `None` when no traffic is stated.
    pub fn demand(&self) -> Option<&'a Demand> {
        self.study.ordinary().demand()
    }

    /// The load of every component on an ordinary day at its peak.
    pub fn load(&self) -> Option<&'a Spread> {
        self.study.ordinary().spread()
    }

    /// What arrives at a component.
    pub fn arrival(&self, id: ComponentId) -> Option<Arrival> {
        self.study.ordinary().arrival(id)
    }

    /// A component's load against its capacity, where both are known.
    pub fn usage(&self, id: ComponentId) -> Option<&'a Usage> {
        self.study.ordinary().usage(id)
    }

    /// The data that the traffic brings; `None` when no payload is stated.
    pub fn data(&self) -> Option<&'a Data> {
        self.study.ordinary().data()
    }

    pub fn cost(&self) -> &'a Cost {
        self.study.cost()
    }

    /// How long it takes to recover from the loss of a component, and what data is lost.
    pub fn recovery(&self, id: ComponentId) -> &'a Recovery {
        self.study.recovery(id)
    }

    /// How available a flow is, what would save most and what that rests on.
    pub fn availability(&self, flow: FlowId) -> &'a FlowAvailability {
        self.study.ordinary().availability(flow)
    }

    /// How long a request of the flow takes at the peak; `None` when nothing on its way states it.
    pub fn latency(&self, flow: FlowId) -> Option<&'a Latency> {
        self.study.ordinary().latency(flow)
    }

    /// How the design's expectations fare, in source order.
    pub fn verdicts(&self) -> &'a [Verdict] {
        self.study.verdicts()
    }

    /// Circumstances on an ordinary day, to vary.
    pub fn conditions(&self) -> &'a Conditions {
        self.study.ordinary().conditions()
    }
}
