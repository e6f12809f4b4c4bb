//! Carries the users' requests over the connections, each component after all its callers.

use super::demand::figure;
use super::edges::{Edge, edges};
use super::{Conditions, Demand, Interval};
use crate::model::{ComponentId, Design, LinkId};
use petgraph::graph::{DiGraph, NodeIndex};

/// What arrives at a component or passes a link, in requests per second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Arrival {
    pub average: Interval,
    pub peak: Interval,
    /// The part of `average` and `peak` that writes, copies of other stores' writes included.
    pub average_writes: Interval,
    pub peak_writes: Interval,
}

/// The load of a whole design under some conditions.
#[derive(Clone, Debug)]
pub struct Spread {
    pub demand: Demand,
    components: Vec<Arrival>,
    links: Vec<Arrival>,
    derivations: Vec<Vec<String>>,
    unbounded: Vec<bool>,
}

/// After so many rounds, a loop of calls that still grows is unbounded.
const MOST_ROUNDS: usize = 500;

impl Spread {
    /// `None` when the design states no traffic.
    pub fn of(design: &Design, conditions: &Conditions) -> Option<Self> {
        let demand = Demand::of(design)?;
        let count = design.components.len();
        let mut spread = Self {
            demand,
            components: vec![Arrival::default(); count],
            links: vec![Arrival::default(); design.links.len()],
            derivations: vec![Vec::new(); count],
            unbounded: vec![false; count],
        };
        let edges = edges(design, conditions);
        spread.run(design, conditions, &edges);
        spread.describe(design, &edges);
        Some(spread)
    }

    pub fn at(&self, id: ComponentId) -> Arrival {
        self.components[id.index()]
    }

    pub fn over(&self, id: LinkId) -> Arrival {
        self.links[id.index()]
    }

    /// Calls that cause themselves again without end: no figure holds.
    pub fn is_unbounded(&self, id: ComponentId) -> bool {
        self.unbounded[id.index()]
    }

    /// How the peak at a component came about: `api 347 × 5% = 17.4 rps`.
    pub fn derivation(&self, id: ComponentId) -> String {
        let parts = &self.derivations[id.index()];
        if parts.is_empty() {
            return String::new();
        }
        format!("{} = {} rps", parts.join(" + "), figure(self.at(id).peak))
    }

    fn run(&mut self, design: &Design, conditions: &Conditions, edges: &[Edge]) {
        for user in design.users() {
            let share = design.user_share(user) * conditions.traffic;
            self.components[user.index()].average = self.demand.average * share;
            self.components[user.index()].peak = self.demand.peak * share;
        }
        let own = self.components.clone();
        let mut incoming = vec![Vec::new(); design.components.len()];
        for (at, edge) in edges.iter().enumerate() {
            incoming[edge.to.index()].push(at);
        }
        for group in callers_first(design, edges) {
            self.settle(&group, &own, &incoming, edges);
        }
        for edge in edges {
            if let Some(link) = edge.link {
                self.links[link.index()] = pass(&self.components[edge.from.index()], edge);
            }
        }
    }

    /// Computes the components of one loop of calls (mostly a single one, once).
    fn settle(
        &mut self,
        group: &[ComponentId],
        own: &[Arrival],
        incoming: &[Vec<usize>],
        edges: &[Edge],
    ) {
        for _ in 0..MOST_ROUNDS {
            let mut changed = false;
            for id in group {
                let mut arrival = own[id.index()];
                for at in &incoming[id.index()] {
                    add(&mut arrival, pass(&self.components[edges[*at].from.index()], &edges[*at]));
                }
                let before = self.components[id.index()].peak.hi;
                changed |= (arrival.peak.hi - before).abs() > 1e-12 * arrival.peak.hi.abs();
                self.components[id.index()] = arrival;
            }
            let alone = group.len() == 1 && !calls_itself(group[0], incoming, edges);
            if !changed || alone {
                return;
            }
        }
        for id in group {
            self.unbounded[id.index()] = true;
        }
    }

    fn describe(&mut self, design: &Design, edges: &[Edge]) {
        for user in design.users() {
            self.derivations[user.index()].push(self.demand.peak_derivation.clone());
        }
        for edge in edges.iter().filter(|edge| !edge.copies) {
            let from = &self.components[edge.from.index()];
            let rate = if edge.smooth { from.average } else { from.peak };
            if rate.hi == 0.0 || edge.factor.hi == 0.0 {
                continue;
            }
            let name = &design.component(edge.from).path;
            let part = format!("{name} {}{}", figure(rate), edge.working);
            self.derivations[edge.to.index()].push(part);
        }
    }
}

fn calls_itself(id: ComponentId, incoming: &[Vec<usize>], edges: &[Edge]) -> bool {
    incoming[id.index()].iter().any(|at| edges[*at].from == id)
}

/// What passes an edge when `from` gets that much.
fn pass(from: &Arrival, edge: &Edge) -> Arrival {
    if edge.copies {
        let (average, peak) = (from.average_writes, from.peak_writes);
        return Arrival { average, peak, average_writes: average, peak_writes: peak };
    }
    let average = from.average * edge.factor;
    let peak = if edge.smooth { average } else { from.peak * edge.factor };
    let writes = edge.reads.complement();
    Arrival { average, peak, average_writes: average * writes, peak_writes: peak * writes }
}

fn add(sum: &mut Arrival, other: Arrival) {
    sum.average = sum.average + other.average;
    sum.peak = sum.peak + other.peak;
    sum.average_writes = sum.average_writes + other.average_writes;
    sum.peak_writes = sum.peak_writes + other.peak_writes;
}

/// The components in groups: each group is one loop of calls, callers stand before callees.
fn callers_first(design: &Design, edges: &[Edge]) -> Vec<Vec<ComponentId>> {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(design.components.len(), edges.len());
    for _ in &design.components {
        graph.add_node(());
    }
    for edge in edges {
        graph.add_edge(NodeIndex::new(edge.from.index()), NodeIndex::new(edge.to.index()), ());
    }
    let mut groups: Vec<Vec<ComponentId>> = petgraph::algo::kosaraju_scc(&graph)
        .into_iter()
        .map(|group| {
            let mut ids: Vec<_> =
                group.into_iter().map(|node| ComponentId(node.index() as u32)).collect();
            ids.sort();
            ids
        })
        .collect();
    groups.reverse();
    groups
}
