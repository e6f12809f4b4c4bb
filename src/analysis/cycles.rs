//! Components that wait for one another in a circle.

use crate::model::{ComponentId, Design, Kind, Link, LinkId};
use crate::syntax::ast::Arrow;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeSet;

/// The groups of components that synchronous calls lead round in, each in source order and ordered
/// by their first; one that calls itself is a group of one. Nobody waits for what is taken out of a
/// queue, whatever the arrow. Linear in components and links.
pub fn sync_cycles(design: &Design) -> Vec<Vec<ComponentId>> {
    let waits =
        |link: &&Link| link.arrow == Arrow::Sync && design.component(link.from).kind != Kind::Queue;
    let calls = || design.links.iter().filter(waits);
    let mut graph: DiGraph<ComponentId, ()> = DiGraph::new();
    for id in design.component_ids() {
        graph.add_node(id);
    }
    for link in calls() {
        graph.add_edge(NodeIndex::new(link.from.index()), NodeIndex::new(link.to.index()), ());
    }
    let mut turns_back = vec![false; design.components.len()];
    for link in calls().filter(|link| link.from == link.to) {
        turns_back[link.from.index()] = true;
    }
    let mut cycles: Vec<Vec<ComponentId>> = petgraph::algo::kosaraju_scc(&graph)
        .into_iter()
        .map(|nodes| nodes.into_iter().map(|node| graph[node]).collect())
        .filter(|ids: &Vec<ComponentId>| ids.len() > 1 || turns_back[ids[0].index()])
        .collect();
    cycles.iter_mut().for_each(|ids| ids.sort());
    cycles.sort();
    cycles
}

/// Components that calls and messages together lead round in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageCycle {
    /// In source order.
    pub members: Vec<ComponentId>,
    /// The last of its messages.
    pub closing: LinkId,
}

/// The groups of components that calls and messages together lead round in, with at least one
/// message on the way, ordered by their first member.
///
/// A broker holds many topics, so who writes to one and reads from it need not read what it wrote;
/// and who asks a queue for its work writes nothing to it.
pub fn message_cycles(design: &Design) -> Vec<MessageCycle> {
    let written: BTreeSet<(ComponentId, ComponentId)> = design
        .links
        .iter()
        .filter(|link| link.arrow == Arrow::Async && is_queue(design, link.to))
        .map(|link| (link.from, link.to))
        .collect();
    let read: BTreeSet<(ComponentId, ComponentId)> = design
        .links
        .iter()
        .filter(|link| link.arrow != Arrow::Copy && is_queue(design, link.from))
        .map(|link| (link.from, link.to))
        .collect();
    let goes = |id: &LinkId| {
        let link = design.link(*id);
        let is_own =
            written.contains(&(link.to, link.from)) && read.contains(&(link.from, link.to));
        let asks = link.arrow == Arrow::Sync && read.contains(&(link.to, link.from));
        link.arrow != Arrow::Copy && !is_own && !asks
    };
    let mut graph: DiGraph<ComponentId, ()> = DiGraph::new();
    for id in design.component_ids() {
        graph.add_node(id);
    }
    let links: Vec<LinkId> = design.link_ids().filter(goes).collect();
    for link in links.iter().map(|id| design.link(*id)) {
        graph.add_edge(NodeIndex::new(link.from.index()), NodeIndex::new(link.to.index()), ());
    }
    let mut at = vec![0; design.components.len()];
    let mut groups: Vec<Vec<ComponentId>> = Vec::new();
    for (number, nodes) in petgraph::algo::kosaraju_scc(&graph).into_iter().enumerate() {
        let mut ids: Vec<ComponentId> = nodes.into_iter().map(|node| graph[node]).collect();
        ids.iter().for_each(|id| at[id.index()] = number);
        ids.sort();
        groups.push(ids);
    }
    let mut closing = vec![None; groups.len()];
    for id in links {
        let link = design.link(id);
        let (from, to) = (at[link.from.index()], at[link.to.index()]);
        if link.arrow == Arrow::Async && from == to {
            closing[from] = Some(id);
        }
    }
    let found = groups.into_iter().zip(closing).filter(|(members, _)| members.len() > 1);
    let cycle = |(members, closing)| Some(MessageCycle { members, closing: closing? });
    let mut cycles: Vec<MessageCycle> = found.filter_map(cycle).collect();
    cycles.sort_by(|a, b| a.members.cmp(&b.members));
    cycles
}

fn is_queue(design: &Design, id: ComponentId) -> bool {
    design.component(id).kind == Kind::Queue
}
