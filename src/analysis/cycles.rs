//! Components that wait for one another in a circle.

use crate::model::{ComponentId, Design, Kind, Link};
use crate::syntax::ast::Arrow;
use petgraph::graph::{DiGraph, NodeIndex};

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

/// The groups of components that calls and messages together lead round in, with at least one
/// message on the way; each in source order and ordered by their first.
pub fn message_cycles(design: &Design) -> Vec<Vec<ComponentId>> {
    let goes = |link: &&Link| link.arrow != Arrow::Copy;
    let mut graph: DiGraph<ComponentId, ()> = DiGraph::new();
    for id in design.component_ids() {
        graph.add_node(id);
    }
    for link in design.links.iter().filter(goes) {
        graph.add_edge(NodeIndex::new(link.from.index()), NodeIndex::new(link.to.index()), ());
    }
    let mut at = vec![0; design.components.len()];
    let mut cycles: Vec<Vec<ComponentId>> = Vec::new();
    for (number, nodes) in petgraph::algo::kosaraju_scc(&graph).into_iter().enumerate() {
        let mut ids: Vec<ComponentId> = nodes.into_iter().map(|node| graph[node]).collect();
        ids.iter().for_each(|id| at[id.index()] = number);
        ids.sort();
        cycles.push(ids);
    }
    let mut handed = vec![false; cycles.len()];
    for link in design.links.iter().filter(|link| link.arrow == Arrow::Async) {
        handed[at[link.from.index()]] |= at[link.from.index()] == at[link.to.index()];
    }
    let kept = cycles.into_iter().zip(handed).filter(|(ids, handed)| ids.len() > 1 && *handed);
    let mut cycles: Vec<Vec<ComponentId>> = kept.map(|(ids, _)| ids).collect();
    cycles.sort();
    cycles
}
