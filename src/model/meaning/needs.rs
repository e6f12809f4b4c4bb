//! What components need inside one flow.

use super::super::{ComponentId, Design, FlowId, LinkId, Need};
use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{BTreeMap, BTreeSet};

/// The needs of all components as one flow sees them.
#[derive(Clone, Debug)]
pub struct FlowNeeds<'a> {
    all: &'a [Vec<Need>],
    /// Of the components that have steps in the flow's block, only what the steps select.
    selected: BTreeMap<ComponentId, Vec<Need>>,
}

impl FlowNeeds<'_> {
    pub fn of(&self, id: ComponentId) -> &[Need] {
        match self.selected.get(&id) {
            Some(needs) => needs,
            None => self.all.get(id.index()).map_or(&[], Vec::as_slice),
        }
    }
}

impl Design {
    /// What each component needs in a flow: one with steps in the block counts only those, one
    /// without brings all its needs.
    pub fn flow_needs(&self, flow: FlowId) -> FlowNeeds<'_> {
        let steps: BTreeSet<LinkId> = self.flow(flow).steps.iter().copied().collect();
        let stepping: BTreeSet<ComponentId> = steps.iter().map(|id| self.link(*id).from).collect();
        let selected = stepping.into_iter().map(|id| (id, self.select(id, &steps))).collect();
        FlowNeeds { all: &self.needs, selected }
    }

    fn select(&self, id: ComponentId, steps: &BTreeSet<LinkId>) -> Vec<Need> {
        let needs = self.needs.get(id.index()).map_or(&[][..], Vec::as_slice);
        let mut selected = Vec::new();
        for need in needs {
            let links: Vec<LinkId> =
                need.links.iter().copied().filter(|link| steps.contains(link)).collect();
            if !links.is_empty() {
                let enough = need.need.min(links.len());
                selected.push(Need { links, need: enough, ..need.clone() });
            }
        }
        selected
    }

    /// The links that leave a component, in source order.
    pub fn links_from(&self, id: ComponentId) -> impl Iterator<Item = LinkId> + '_ {
        self.graph.edges(node(id)).map(|edge| *edge.weight())
    }

    /// The links that arrive at a component, in source order.
    pub fn links_to(&self, id: ComponentId) -> impl Iterator<Item = LinkId> + '_ {
        self.graph.edges_directed(node(id), Direction::Incoming).map(|edge| *edge.weight())
    }

    /// Makes [`Design::graph`] and [`Design::set_of`] anew from the components, links and sets.
    pub fn reindex(&mut self) {
        self.draw_graph();
        self.set_of = vec![None; self.components.len()];
        for (at, set) in self.replica_sets.iter().enumerate() {
            // A standby of two primaries belongs to the first.
            for member in set.standbys.iter().chain([&set.primary]) {
                self.set_of[member.index()].get_or_insert(at);
            }
        }
        // A primary belongs to its own set, whoever else copies to it.
        for (at, set) in self.replica_sets.iter().enumerate() {
            self.set_of[set.primary.index()] = Some(at);
        }
    }

    /// Edges are added last to first, because petgraph walks them newest first: so every walk over
    /// neighbours follows the source.
    pub(in crate::model) fn draw_graph(&mut self) {
        let (nodes, edges) = (self.components.len(), self.links.len());
        let mut graph = DiGraph::with_capacity(nodes, edges);
        for id in self.component_ids() {
            graph.add_node(id);
        }
        for (at, link) in self.links.iter().enumerate().rev() {
            graph.add_edge(node(link.from), node(link.to), LinkId(at as u32));
        }
        self.graph = graph;
    }
}

fn node(id: ComponentId) -> NodeIndex {
    NodeIndex::new(id.index())
}
