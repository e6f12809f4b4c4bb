//! What components need inside one flow.

use super::super::{ComponentId, Design, FlowId, LinkId, Need};
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
        self.graph.edges(petgraph::graph::NodeIndex::new(id.index())).map(|edge| *edge.weight())
    }

    /// The links that arrive at a component, in source order.
    pub fn links_to(&self, id: ComponentId) -> impl Iterator<Item = LinkId> + '_ {
        let node = petgraph::graph::NodeIndex::new(id.index());
        self.graph.edges_directed(node, petgraph::Direction::Incoming).map(|edge| *edge.weight())
    }

    /// Makes [`Design::graph`] anew from the components and links. Edges are added last to first,
    /// because petgraph walks them newest first: so every walk follows the source.
    pub fn rebuild_graph(&mut self) {
        let mut graph =
            petgraph::graph::DiGraph::with_capacity(self.components.len(), self.links.len());
        for id in self.component_ids() {
            graph.add_node(id);
        }
        let node = |id: ComponentId| petgraph::graph::NodeIndex::new(id.index());
        for id in self.link_ids().collect::<Vec<_>>().into_iter().rev() {
            let link = self.link(id);
            graph.add_edge(node(link.from), node(link.to), id);
        }
        self.graph = graph;
    }
}
