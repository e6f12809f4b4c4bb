//! Which flows miss an objective that is computed: their availability and their latency.

use super::Context;
use crate::analysis::latency::Step;
use crate::model::{Attr, FlowId, Quantity};
use crate::say::{Text, number};
use crate::source::Span;
use crate::text;

const MINUTES_A_YEAR: f64 = 525_600.0;

/// An objective that is missed, with the flow that misses it most.
#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    pub flow: FlowId,
    /// Where the objective is stated.
    pub at: Span,
    /// Parts of the time that it may be down, or seconds that it may take.
    pub allowed: f64,
    /// What it comes to instead.
    pub computed: f64,
    /// It would be missed even without the figures that are planning values of ours.
    pub certain: bool,
    /// The other flows that miss the same objective, and what they come to.
    pub others: Vec<(FlowId, f64)>,
}

impl Missed {
    /// `None` when the objective is met.
    fn new(flow: FlowId, at: Span, allowed: f64, computed: f64, certain: f64) -> Option<Self> {
        let missed = |value: f64| value > allowed * (1.0 + 1e-9);
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

    /// How many times over what is allowed.
    fn excess(&self) -> f64 {
        self.computed / self.allowed.max(f64::MIN_POSITIVE)
    }
}

impl Context<'_> {
    /// An objective as stated: of the flow, else of the whole.
    pub fn stated_objective(&self, flow: Option<FlowId>, attr: Attr) -> Option<Quantity> {
        let own = flow.and_then(|id| self.design.flow(id).facts.quantity(attr));
        own.or(self.design.slo.quantity(attr))
    }

    /// Where that objective is stated.
    pub fn objective_span(&self, flow: Option<FlowId>, attr: Attr) -> Option<Span> {
        let own = flow.and_then(|id| self.design.flow(id).facts.span(attr));
        own.or(self.design.slo.span(attr))
    }

    /// Flows less available than they should be; figures are unavailabilities, 0..=1.
    pub fn missed_availability(&self) -> Vec<Missed> {
        let missed = |flow| {
            let at = self.objective_span(Some(flow), Attr::Availability)?;
            let allowed = self.stated_objective(Some(flow), Attr::Availability)?.complement();
            let availability = self.availability(flow);
            // Of bounds the lower one: what is certain.
            let down = availability.outlook.unavailability.lo;
            let ours = availability.figures.iter().filter(|(_, figure)| figure.assumed);
            let minutes: f64 = ours.map(|(place, _)| availability.saving(*place)).sum();
            Missed::new(flow, at, allowed, down, down - minutes / MINUTES_A_YEAR)
        };
        worst_of_each(self.design.flow_ids().filter_map(missed).collect())
    }

    /// Flows that take longer than they should; figures are seconds.
    pub fn missed_latency(&self) -> Vec<Missed> {
        let missed = |flow| {
            let at = self.objective_span(Some(flow), Attr::Latency)?;
            let allowed = self.stated_objective(Some(flow), Attr::Latency)?.high();
            let latency = self.latency(flow)?;
            Missed::new(flow, at, allowed, latency.seconds, latency.certain())
        };
        worst_of_each(self.design.flow_ids().filter_map(missed).collect())
    }
}

impl Context<'_> {
    /// What takes time on the way of a flow, in its order.
    pub fn slow_steps(&self, flow: FlowId) -> Vec<Step> {
        let path = self.latency(flow).map_or_else(Vec::new, |latency| latency.path.clone());
        path.into_iter().filter(|step| step.seconds() > 0.0).collect()
    }

    /// `api 120ms + orders 100ms = 220ms`
    pub fn steps_working(&self, steps: &[Step], total: &str) -> String {
        let name = |step: &Step| &self.design.component(step.id).path;
        let part = |step| format!("{} {}", name(step), lasting(step.seconds()).en);
        format!("{} = {total}", steps.iter().map(part).collect::<Vec<_>>().join(" + "))
    }

    /// `api` 120ms, `orders` 180ms (waiting 80ms)
    pub fn steps_named(&self, steps: &[Step]) -> Text {
        let named = |step: &Step| {
            let name = &self.design.component(step.id).path;
            let (takes, waits) = (lasting(step.seconds()), lasting(step.wait));
            let (ko, en, ko_wait, en_wait) = (&takes.ko, &takes.en, &waits.ko, &waits.en);
            match step.wait > 0.0 {
                _ if step.wait.is_infinite() => {
                    text!("용량을 넘은 `{name}`", "`{name}`, which is overloaded")
                }
                true => text!("`{name}` {ko}(대기 {ko_wait})", "`{name}` {en} (waiting {en_wait})"),
                false => text!("`{name}` {ko}", "`{name}` {en}"),
            }
        };
        Text::join(&steps.iter().map(named).collect::<Vec<_>>(), ", ")
    }
}

/// Seconds as people say them; endless where something is overloaded.
pub fn lasting(duration: f64) -> Text {
    number::duration(duration)
}

/// Each stated objective once: the flow that misses it most, with the others.
fn worst_of_each(mut missed: Vec<Missed>) -> Vec<Missed> {
    missed.sort_by(|a, b| b.excess().total_cmp(&a.excess()).then(a.flow.cmp(&b.flow)));
    let mut found: Vec<Missed> = Vec::new();
    for miss in missed {
        match found.iter_mut().find(|worst| worst.at == miss.at) {
            Some(worst) => worst.others.push((miss.flow, miss.computed)),
            None => found.push(miss),
        }
    }
    found
}
