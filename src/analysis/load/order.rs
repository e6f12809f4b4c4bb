//! In which order load is computed: each component after all that may call it.

use super::calls::possible_targets;
use crate::model::{ComponentId, Design};
use petgraph::graph::{DiGraph, NodeIndex};

/// The components in groups, callers before callees; a group is one loop of calls, mostly a single
/// component. It holds under any conditions.
#[derive(Clone, Debug)]
pub(super) struct Order {
    groups: Vec<Group>,
    /// By component: its group.
    group_of: Vec<u32>,
}

#[derive(Clone, Debug)]
pub(super) struct Group {
    /// Sorted.
    pub members: Vec<ComponentId>,
    /// Its members may call each other, or one itself.
    pub cyclic: bool,
}

impl Order {
    pub fn of(design: &Design) -> Self {
        let count = design.components.len();
        let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(count, design.links.len());
        for _ in &design.components {
            graph.add_node(());
        }
        let mut calls_itself = vec![false; count];
        for id in design.component_ids() {
            for to in possible_targets(design, id) {
                calls_itself[id.index()] |= to == id;
                graph.add_edge(NodeIndex::new(id.index()), NodeIndex::new(to.index()), ());
            }
        }
        let mut order = Self { groups: Vec::new(), group_of: vec![0; count] };
        for nodes in petgraph::algo::kosaraju_scc(&graph).into_iter().rev() {
            let mut members: Vec<_> =
                nodes.into_iter().map(|node| ComponentId(node.index() as u32)).collect();
            members.sort_unstable();
            for id in &members {
                order.group_of[id.index()] = order.groups.len() as u32;
            }
            let cyclic = members.len() > 1 || calls_itself[members[0].index()];
            order.groups.push(Group { members, cyclic });
        }
        order
    }

    /// Callers first.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The place in [`groups`](Self::groups) of a component's group.
    pub fn place(&self, id: ComponentId) -> usize {
        self.group_of[id.index()] as usize
    }
}
