//! What is asked of a design: the objectives of its flows, and which flow asks most.

use super::Meaning;
use crate::model::{Attr, ComponentId, FlowId, LinkId, Quantity};
use crate::source::Span;
use std::collections::BTreeMap;

/// Objectives from here on are serious; none stated counts as more.
const SERIOUS_OBJECTIVE: f64 = 0.99;
const UNSTATED_OBJECTIVE: f64 = 0.999;

impl Meaning {
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

    /// The availability asked of a flow, else of the whole; 99.9% where nothing is stated.
    pub fn objective(&self, flow: Option<FlowId>) -> f64 {
        let stated = self.stated_objective(flow, Attr::Availability);
        stated.map_or(UNSTATED_OBJECTIVE, |ratio| ratio.low())
    }

    pub fn is_serious(&self, flow: Option<FlowId>) -> bool {
        self.objective(flow) >= SERIOUS_OBJECTIVE
    }

    /// All flows, the most demanding first; of equals those that are stated to be critical.
    pub fn flows_by_demand(&self) -> Vec<FlowId> {
        let mut flows: Vec<FlowId> = self.design.flow_ids().collect();
        let critical = |id: FlowId| self.design.flow(id).facts.is_on(Attr::Critical);
        flows.sort_by(|a, b| {
            let by_objective = self.objective(Some(*b)).total_cmp(&self.objective(Some(*a)));
            by_objective.then(critical(*b).cmp(&critical(*a)))
        });
        flows
    }

    /// The most demanding flow whose requests or messages come to the component.
    pub fn flow_of(&self, id: ComponentId) -> Option<FlowId> {
        let flows = self.flow_of.get_or_init(|| {
            let mut flow_of = vec![None; self.design.components.len()];
            for flow in self.flows_by_demand() {
                self.claim(flow, &mut flow_of);
            }
            flow_of
        });
        flows[id.index()]
    }

    /// Marks what a flow comes to, as far as no more demanding flow has been there.
    fn claim(&self, id: FlowId, flow_of: &mut [Option<FlowId>]) {
        let flow = self.design.flow(id);
        let mut steps: BTreeMap<ComponentId, Vec<LinkId>> = BTreeMap::new();
        for step in &flow.steps {
            steps.entry(self.design.link(*step).from).or_default().push(*step);
        }
        let mut waiting = flow.entry.clone();
        while let Some(at) = waiting.pop() {
            if flow_of[at.index()].is_some() {
                continue;
            }
            flow_of[at.index()] = Some(id);
            match steps.get(&at) {
                Some(links) => waiting.extend(links.iter().map(|id| self.design.link(*id).to)),
                None => waiting.extend(self.links_from(at).map(|id| self.design.link(id).to)),
            }
        }
    }
}
