//! How retries multiply along a path: how often one request, when everything fails, makes its way
//! to each component.

use crate::model::{Attr, ComponentId, Design, Dimension, Link, LinkId};
use crate::syntax::ast::Arrow;
use petgraph::algo::kosaraju_scc;
use petgraph::visit::EdgeFiltered;

/// How often a caller tries one call: once, and again for each retry. Messages are tried once.
pub fn attempts(link: &Link) -> f64 {
    if link.arrow != Arrow::Sync {
        return 1.0;
    }
    1.0 + link.facts.number(Attr::Retries, Dimension::Count).map_or(0.0, |retries| retries.high())
}

/// By component, the worst path to it. Calls inside a cycle are not multiplied.
#[derive(Clone, Debug)]
pub struct Attempts {
    product: Vec<f64>,
    last: Vec<Option<LinkId>>,
    /// Something on a way from it is tried more often still.
    raised: Vec<bool>,
}

impl Attempts {
    pub fn of(design: &Design) -> Self {
        let count = design.components.len();
        let mut worst =
            Self { product: vec![1.0; count], last: vec![None; count], raised: vec![false; count] };
        let calls = EdgeFiltered::from_fn(&design.graph, |edge| {
            design.link(*edge.weight()).arrow == Arrow::Sync
        });
        let groups = kosaraju_scc(&calls);
        let mut group_of = vec![0; count];
        for (number, group) in groups.iter().enumerate() {
            group.iter().for_each(|node| group_of[node.index()] = number);
        }
        // Callers before callees.
        for id in groups.iter().rev().flatten().map(|node| design.graph[*node]) {
            let leaves = |link: &LinkId| {
                let link = design.link(*link);
                link.arrow == Arrow::Sync && group_of[link.to.index()] != group_of[id.index()]
            };
            for link in design.links_from(id).filter(leaves) {
                worst.follow(design, id, link);
            }
        }
        // Callees before callers: what is tried more often may lie several calls further on.
        for id in groups.iter().flatten().map(|node| design.graph[*node]) {
            if let Some(link) = worst.last[id.index()].filter(|_| worst.raised[id.index()]) {
                worst.raised[design.link(link).from.index()] = true;
            }
        }
        worst
    }

    fn follow(&mut self, design: &Design, from: ComponentId, link: LinkId) {
        let to = design.link(link).to.index();
        let before = self.product[from.index()];
        let product = before * attempts(design.link(link));
        self.raised[from.index()] |= product > before;
        if product > self.product[to] {
            (self.product[to], self.last[to]) = (product, Some(link));
        }
    }

    /// Attempts at the component for one request, at most; at least 1.
    pub fn at(&self, id: ComponentId) -> f64 {
        self.product[id.index()]
    }

    /// The links of the worst path to a component that retry, in order. Empty where something on a
    /// way from it is tried more often still, or where the path to it ends with a link that does not
    /// retry: the path is said once, at its end.
    pub fn path_ending_at(&self, design: &Design, id: ComponentId) -> Vec<LinkId> {
        let retries = |link: LinkId| attempts(design.link(link)) > 1.0;
        if self.raised[id.index()] || !self.last[id.index()].is_some_and(retries) {
            return Vec::new();
        }
        let before = |link: &LinkId| self.last[design.link(*link).from.index()];
        let mut path: Vec<LinkId> =
            std::iter::successors(self.last[id.index()], before).filter(|l| retries(*l)).collect();
        path.reverse();
        path
    }
}
