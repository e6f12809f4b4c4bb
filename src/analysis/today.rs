//! The figures of an ordinary day, which is what most ask for; all absent where no number was given.

use super::Study;
use super::availability::FlowAvailability;
use super::latency::Latency;
use super::load::{Arrival, Data, Demand, Spread, Usage};
use crate::model::{ComponentId, FlowId};

impl Study {
    /// What the users send; `None` when no traffic is stated.
    pub fn demand(&self) -> Option<&Demand> {
        self.ordinary().demand()
    }

    /// The load of every component at its peak.
    pub fn load(&self) -> Option<&Spread> {
        self.ordinary().spread()
    }

    /// What arrives at a component.
    pub fn arrival(&self, id: ComponentId) -> Option<Arrival> {
        self.ordinary().arrival(id)
    }

    /// A component's load against its capacity, where both are known.
    pub fn usage(&self, id: ComponentId) -> Option<&Usage> {
        self.ordinary().usage(id)
    }

    /// The data that the traffic brings; `None` when no payload is stated.
    pub fn data(&self) -> Option<&Data> {
        self.ordinary().data()
    }

    /// How available a flow is, what would save most and what that rests on.
    pub fn availability(&self, flow: FlowId) -> &FlowAvailability {
        self.ordinary().availability(flow)
    }

    /// How long a request of the flow takes at the peak; `None` when nothing on its way states it.
    pub fn latency(&self, flow: FlowId) -> Option<&Latency> {
        self.ordinary().latency(flow)
    }
}
