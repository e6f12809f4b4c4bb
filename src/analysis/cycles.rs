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
