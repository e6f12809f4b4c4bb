//! How long a request of a flow takes at the peak: the sum over its critical path.
//!
//! A component adds its stated latency and, where its load and capacity are known, the mean wait of
//! an M/M/c queue; a connection adds its stated latency. What a component calls is taken to run side
//! by side, so the slowest call counts. Asynchronous connections add nothing.

use super::load::{CapacityBasis, Conditions, Spread, Usage};
use super::queueing::mean_wait;
use crate::model::{
    Attr, ComponentId, Design, Dimension, Facts, FlowId, FlowNeeds, LinkId, Softness,
};

/// The latency of one flow.
#[derive(Clone, Debug, PartialEq)]
pub struct Latency {
    /// Seconds; infinite where something on the path is overloaded.
    pub seconds: f64,
    /// From the entry on.
    pub path: Vec<Step>,
    /// Components on the path of which no latency is stated; they are taken as 0.
    pub unstated: Vec<ComponentId>,
}

/// What one component, and the connection to it, adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    pub id: ComponentId,
    /// Seconds without waiting.
    pub work: f64,
    /// Seconds that a request waits for a free server, at the most load that is expected.
    pub wait: f64,
    /// The same at the least load; 0 where it rests on a capacity that nobody stated.
    pub certain_wait: f64,
}

impl Step {
    /// All of it.
    pub fn seconds(&self) -> f64 {
        self.work + self.wait
    }
}

impl Latency {
    /// Seconds that it takes whatever the load turns out to be.
    pub fn certain(&self) -> f64 {
        self.path.iter().map(|step| step.work + step.certain_wait).sum()
    }

    /// `None` when no component or connection of the flow states a latency.
    pub fn of(
        design: &Design,
        flow: FlowId,
        spread: Option<&Spread>,
        conditions: &Conditions,
    ) -> Option<Self> {
        let search = Search { design, needs: design.flow_needs(flow), spread, conditions };
        let entry = *design.flow(flow).entry.first()?;
        search.longest(entry)
    }
}

struct Search<'a> {
    design: &'a Design,
    needs: FlowNeeds<'a>,
    spread: Option<&'a Spread>,
    conditions: &'a Conditions,
}

/// The slowest way from a component on.
#[derive(Clone, Copy, Default)]
struct Way {
    seconds: f64,
    next: Option<(ComponentId, f64)>,
}

impl Search<'_> {
    fn longest(&self, entry: ComponentId) -> Option<Latency> {
        let order = self.callees_first(entry);
        let mut ways = vec![Way::default(); self.design.components.len()];
        let mut stated = false;
        for id in &order {
            let own = self.own(*id).map(|step| step.seconds());
            let mut way = Way { seconds: own.unwrap_or(0.0), next: None };
            stated |= own.is_some();
            for link in self.calls(*id) {
                let to = self.design.link(link).to;
                let on_link = duration(&self.design.link(link).facts);
                stated |= on_link.is_some();
                let total = own.unwrap_or(0.0) + on_link.unwrap_or(0.0) + ways[to.index()].seconds;
                if total > way.seconds || way.next.is_none() {
                    way = Way { seconds: total, next: Some((to, on_link.unwrap_or(0.0))) };
                }
            }
            ways[id.index()] = way;
        }
        stated.then(|| self.trace(entry, &ways))
    }

    fn trace(&self, entry: ComponentId, ways: &[Way]) -> Latency {
        let step = |id, on_link: f64| {
            let nothing = Step { id, work: 0.0, wait: 0.0, certain_wait: 0.0 };
            let own = self.own(id).unwrap_or(nothing);
            Step { work: own.work + on_link, ..own }
        };
        let mut path = vec![step(entry, 0.0)];
        let mut at = entry;
        while let Some((next, on_link)) = ways[at.index()].next {
            if path.iter().any(|seen| seen.id == next) {
                break;
            }
            path.push(step(next, on_link));
            at = next;
        }
        let is_unstated = |id: &ComponentId| {
            let kind = self.design.component(*id).kind;
            kind != crate::model::Kind::User
                && duration(&self.design.component(*id).facts).is_none()
        };
        let unstated = path.iter().map(|step| step.id).filter(is_unstated).collect();
        Latency { seconds: ways[entry.index()].seconds, path, unstated }
    }

    /// Stated latency and wait; `None` when the first is not stated.
    fn own(&self, id: ComponentId) -> Option<Step> {
        let stated = duration(&self.design.component(id).facts)?;
        let slow = self.conditions.slow[id.index()];
        let (wait, certain_wait) = self.waits(id).unwrap_or((0.0, 0.0));
        Some(Step { id, work: stated * slow, wait, certain_wait })
    }

    /// In seconds, at the most load and, where the capacity is stated, at the least.
    fn waits(&self, id: ComponentId) -> Option<(f64, f64)> {
        let usage = Usage::of(self.design, self.spread?, self.conditions, id)?;
        let servers = self.conditions.alive[id.index()].max(1);
        let wait = |utilization: f64| {
            let arrivals = utilization * f64::from(servers) * usage.capacity_each;
            mean_wait(servers, arrivals, usage.capacity_each)
        };
        let stated = usage.basis == CapacityBasis::Stated;
        let certain = if stated { wait(usage.utilization.lo) } else { 0.0 };
        Some((wait(usage.utilization.hi), certain))
    }

    fn calls(&self, id: ComponentId) -> impl Iterator<Item = LinkId> + '_ {
        let hard = |need: &&crate::model::Need| need.softness != Softness::Optional;
        self.needs.of(id).iter().filter(hard).flat_map(|need| need.links.iter().copied())
    }

    /// All that the entry reaches, callees before callers; a call back into a cycle comes late.
    fn callees_first(&self, entry: ComponentId) -> Vec<ComponentId> {
        let mut seen = vec![false; self.design.components.len()];
        let mut order = Vec::new();
        let mut stack = vec![(entry, false)];
        while let Some((id, done)) = stack.pop() {
            if done {
                order.push(id);
                continue;
            }
            if std::mem::replace(&mut seen[id.index()], true) {
                continue;
            }
            stack.push((id, true));
            stack.extend(self.calls(id).map(|link| (self.design.link(link).to, false)));
        }
        order
    }
}

fn duration(facts: &Facts) -> Option<f64> {
    facts.number(Attr::Latency, Dimension::Duration).map(|value| value.high())
}
