//! The journeys that load follows: whose requests, which part of them, over which connections.

use super::reading::End;
use crate::model::{Attr, ComponentId, Design, FlowId, Kind, LinkId};
use crate::syntax::ast::Arrow;

/// Requests of one user that take one way.
#[derive(Clone, Debug)]
pub(super) struct Journey {
    pub user: ComponentId,
    /// `None` for what no flow speaks about: it runs over all drawn connections.
    pub flow: Option<FlowId>,
    /// The part, 0.., of all requests.
    pub share: f64,
    /// The part of them, 0..1, that only reads.
    pub reads: f64,
    pub steps: Option<Steps>,
}

/// The connections that a flow selects.
#[derive(Clone, Debug, Default)]
pub(super) struct Steps {
    /// Sorted.
    links: Vec<LinkId>,
    /// Sorted: what has steps of its own, and takes no other call.
    stepping: Vec<ComponentId>,
}

impl Steps {
    fn of(design: &Design, mut links: Vec<LinkId>) -> Self {
        links.sort_unstable();
        links.dedup();
        let mut stepping: Vec<_> = links.iter().map(|id| design.link(*id).from).collect();
        stepping.sort_unstable();
        stepping.dedup();
        Self { links, stepping }
    }

    pub fn has(&self, id: LinkId) -> bool {
        self.links.binary_search(&id).is_ok()
    }

    pub fn is_stepping(&self, id: ComponentId) -> bool {
        self.stepping.binary_search(&id).is_ok()
    }

    pub fn stepping(&self) -> &[ComponentId] {
        &self.stepping
    }
}

impl Journey {
    /// Whether the component's calls are selected by the journey.
    pub fn selects_at(&self, id: ComponentId) -> bool {
        self.steps.as_ref().is_some_and(|steps| steps.is_stepping(id))
    }

    /// Whether a connection takes part: of what has steps its steps, and every message, which is
    /// sent whether or not it was written down.
    pub fn takes(&self, design: &Design, id: LinkId) -> bool {
        let link = design.link(id);
        match (&self.steps, link.arrow) {
            (_, Arrow::Copy) => false,
            (Some(steps), Arrow::Sync) if steps.is_stepping(link.from) => steps.has(id),
            _ => true,
        }
    }
}

/// All journeys, users in source order.
pub(super) fn journeys(design: &Design, end: End) -> Vec<Journey> {
    let mix = end.reads(&design.traffic).unwrap_or(1.0);
    let mut journeys = Vec::new();
    for user in design.users() {
        let share = user_share(design, user, end);
        if share > 0.0 {
            of_user(
                design,
                end,
                Journey { user, flow: None, share, reads: mix, steps: None },
                &mut journeys,
            );
        }
    }
    journeys
}

/// The part of all requests, 0.., that writes: of each journey what it states, else what the traffic
/// does.
pub(super) fn written(design: &Design, end: End) -> f64 {
    journeys(design, end).iter().map(|it| it.share * (1.0 - it.reads)).sum()
}

/// The part of all requests that comes from a user: stated, or an equal part of what is left.
fn user_share(design: &Design, id: ComponentId, end: End) -> f64 {
    end.share(&design.component(id).facts).unwrap_or_else(|| design.user_share(id))
}

/// Divides what a user sends over the flows that begin at it, or behind it.
fn of_user(design: &Design, end: End, all: Journey, journeys: &mut Vec<Journey>) {
    let mut flows = Vec::new();
    let mut reached = None;
    for id in design.flow_ids().filter(|id| !design.flow(*id).implied) {
        let flow = design.flow(id);
        if flow.entry.contains(&all.user) {
            flows.push((id, Steps::of(design, flow.steps.clone())));
            continue;
        }
        let reached = reached.get_or_insert_with(|| reach(design, all.user, None));
        let behind: Vec<ComponentId> = (flow.entry.iter().copied())
            .filter(|entry| design.component(*entry).kind != Kind::User && reached[entry.index()])
            .collect();
        if !behind.is_empty() {
            let mut links = flow.steps.clone();
            behind.iter().for_each(|entry| links.extend(way(design, all.user, *entry)));
            flows.push((id, Steps::of(design, links)));
        }
    }
    let stated = |id: FlowId| end.share(&design.flow(id).facts);
    let sum: f64 = flows.iter().filter_map(|(id, _)| stated(*id)).sum();
    let unstated = flows.iter().filter(|(id, _)| stated(*id).is_none()).count();
    let left = (1.0 - sum).max(0.0);
    for (id, steps) in flows {
        let part = stated(id).unwrap_or(left / unstated.max(1) as f64);
        let reads = end.mix_of_flow(&design.flow(id).facts).unwrap_or(all.reads);
        let (flow, share, steps) = (Some(id), all.share * part, Some(steps));
        journeys.push(Journey { user: all.user, flow, share, reads, steps });
    }
    if unstated == 0 && left > 1e-12 {
        journeys.push(Journey { share: all.share * left, ..all });
    }
}

/// By component, whether anything that a user sends comes there: requests, messages, copies of data,
/// and what stands in or takes over where something is down.
pub(super) fn reached_by_users(design: &Design) -> Vec<bool> {
    let is_user = |id: &ComponentId| design.component(*id).kind == Kind::User;
    let mut pending: Vec<ComponentId> = design.component_ids().filter(is_user).collect();
    let mut seen = vec![false; design.components.len()];
    while let Some(id) = pending.pop() {
        if std::mem::replace(&mut seen[id.index()], true) {
            continue;
        }
        for link in design.links_from(id).map(|link| design.link(link)) {
            pending.push(link.to);
            pending.extend(link.facts.component(Attr::Fallback));
        }
        pending.extend(design.twin(id).map(|(_, twin)| twin));
    }
    seen
}

/// What a component's requests and messages reach, itself included; not beyond `except`.
pub(super) fn reach(design: &Design, from: ComponentId, except: Option<ComponentId>) -> Vec<bool> {
    let mut seen = vec![false; design.components.len()];
    seen[from.index()] = true;
    let mut pending = vec![from];
    while let Some(id) = pending.pop() {
        if Some(id) == except {
            continue;
        }
        for link in design.links_from(id).map(|link| design.link(link)) {
            if link.arrow != Arrow::Copy && !std::mem::replace(&mut seen[link.to.index()], true) {
                pending.push(link.to);
            }
        }
    }
    seen
}

/// The connections on the ways from a user to where a flow begins.
fn way(design: &Design, user: ComponentId, entry: ComponentId) -> Vec<LinkId> {
    let forward = reach(design, user, Some(entry));
    let mut back = vec![false; design.components.len()];
    back[entry.index()] = true;
    let mut pending = vec![entry];
    let mut links = Vec::new();
    while let Some(id) = pending.pop() {
        for at in design.links_to(id) {
            let link = design.link(at);
            if link.arrow == Arrow::Copy || link.from == entry || !forward[link.from.index()] {
                continue;
            }
            links.push(at);
            if !std::mem::replace(&mut back[link.from.index()], true) {
                pending.push(link.from);
            }
        }
    }
    links
}

/// Whether the mix of reads and writes is stated for everything that users send.
pub fn states_mix(design: &Design) -> bool {
    let flow_states = |flow: &crate::model::Flow| {
        flow.facts.is_stated(Attr::Reads) || flow.facts.is_stated(Attr::Writes)
    };
    design.traffic.is_stated(Attr::Reads)
        || (!design.flows.is_empty() && design.flows.iter().all(flow_states))
}
