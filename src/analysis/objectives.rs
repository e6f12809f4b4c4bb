//! Which flows miss an objective that is computed: their availability and their latency.

use super::Study;
use super::latency::{Latency, Step};
use crate::model::{Attr, Duration, FlowId};
use crate::source::Span;
use std::ops::{Div, Mul};

/// An objective that is missed, with the flow that misses it most. What it is about is a part of the
/// time, or a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Missed<Q> {
    pub flow: FlowId,
    /// Where the objective is stated.
    pub at: Span,
    /// How much it may be down, or how long it may take.
    pub allowed: Q,
    /// What it comes to instead.
    pub computed: Q,
    /// It would be missed even without the figures that are planning values of ours.
    pub certain: bool,
    /// The other flows that miss the same objective, and what they come to.
    pub others: Vec<(FlowId, Q)>,
}

impl<Q: Copy + PartialOrd + Mul<f64, Output = Q> + Div<Output = f64>> Missed<Q> {
    /// `None` when the objective is met.
    fn new(flow: FlowId, at: Span, allowed: Q, computed: Q, certain: Q) -> Option<Self> {
        let missed = |value: Q| value > allowed * (1.0 + 1e-9);
        let certain = missed(certain);
        missed(computed).then_some(Self {
            flow,
            at,
            allowed,
            computed,
            certain,
            others: Vec::new(),
        })
    }

    /// Each stated objective once: the flow that misses it most, with the others.
    fn worst_of_each(mut missed: Vec<Self>) -> Vec<Self> {
        missed.sort_by(|a, b| b.excess().total_cmp(&a.excess()).then(a.flow.cmp(&b.flow)));
        let mut found: Vec<Self> = Vec::new();
        for miss in missed {
            match found.iter_mut().find(|worst| worst.at == miss.at) {
                Some(worst) => worst.others.push((miss.flow, miss.computed)),
                None => found.push(miss),
            }
        }
        found
    }

    /// How many times what is allowed.
    fn excess(&self) -> f64 {
        self.computed / self.allowed
    }
}

impl Study {
    /// Flows less available than they should be; figures are unavailabilities, 0..=1.
    pub fn missed_availability(&self) -> Vec<Missed<f64>> {
        let missed = |flow| {
            let at = self.objective_span(Some(flow), Attr::Availability)?;
            let allowed = self.stated_objective(Some(flow), Attr::Availability)?.complement();
            let availability = self.availability(flow);
            // Of bounds the lower one: what is certain.
            let down = availability.outlook.unavailability.lo;
            let ours = availability.figures.iter().filter(|(_, figure)| figure.assumed);
            let ours: Duration = ours.map(|(place, _)| availability.saving(*place)).sum();
            Missed::new(flow, at, allowed, down, down - ours / Duration::YEAR)
        };
        Missed::worst_of_each(self.design().flow_ids().filter_map(missed).collect())
    }

    /// Flows that take longer than they should on average.
    pub fn missed_latency(&self) -> Vec<Missed<Duration>> {
        self.missed_time(Attr::Latency, |latency| Some(latency.mean))
    }

    /// Flows whose slowest hundredth takes longer than it should. An estimate: certain only where the
    /// mean alone misses it.
    pub fn missed_latency_p99(&self) -> Vec<Missed<Duration>> {
        self.missed_time(Attr::LatencyP99, Latency::slowest_hundredth)
    }

    fn missed_time(
        &self,
        objective: Attr,
        takes: impl Fn(&Latency) -> Option<Duration>,
    ) -> Vec<Missed<Duration>> {
        let missed = |flow| {
            let at = self.objective_span(Some(flow), objective)?;
            let allowed = self.stated_objective(Some(flow), objective)?.longest();
            let latency = self.latency(flow)?;
            Missed::new(flow, at, allowed, takes(latency)?, latency.certain())
        };
        Missed::worst_of_each(self.design().flow_ids().filter_map(missed).collect())
    }

    /// What takes time on the way of a flow, in its order.
    pub fn slow_steps(&self, flow: FlowId) -> Vec<Step> {
        let path = self.latency(flow).map_or_else(Vec::new, |latency| latency.path.clone());
        path.into_iter().filter(|step| step.whole() > Duration::ZERO).collect()
    }
}
