//! Carries the users' requests over the connections, each component after all its callers.

use super::demand::figure;
use super::edges::{Edge, edges_from};
use super::order::{Group, Order};
use super::working::written;
use super::{Conditions, Demand, Interval};
use crate::model::{ComponentId, Design, LinkId};

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
    pub(super) arrivals: Arrivals,
    pub(super) edges: Edges,
}

/// What arrives, by component.
#[derive(Clone, Debug)]
pub(super) struct Arrivals {
    /// What users send.
    own: Vec<Arrival>,
    all: Vec<Arrival>,
    unbounded: Vec<bool>,
}

/// The ways of load under some conditions.
#[derive(Clone, Debug)]
pub(super) struct Edges {
    /// By caller.
    from: Vec<Vec<Edge>>,
    /// By target: the caller, and the place among its edges.
    to: Vec<Vec<(ComponentId, u32)>>,
}

impl Edges {
    fn of(design: &Design, conditions: &Conditions) -> Self {
        let from = design.component_ids().map(|id| edges_from(design, conditions, id)).collect();
        let mut edges = Self { from, to: vec![Vec::new(); design.components.len()] };
        for id in design.component_ids() {
            for (at, edge) in edges.from[id.index()].iter().enumerate() {
                edges.to[edge.to.index()].push((id, at as u32));
            }
        }
        edges
    }

    pub fn from(&self, id: ComponentId) -> &[Edge] {
        &self.from[id.index()]
    }

    pub fn to(&self, id: ComponentId) -> impl Iterator<Item = &Edge> {
        self.to[id.index()].iter().map(|(from, at)| &self.from[from.index()][*at as usize])
    }
}

/// After so many rounds, a loop of calls that still grows is unbounded.
const MOST_ROUNDS: usize = 500;

impl Spread {
    /// `None` when the design states no traffic.
    pub fn of(design: &Design, conditions: &Conditions) -> Option<Self> {
        Self::in_order(design, conditions, &Order::of(design))
    }

    pub(super) fn in_order(
        design: &Design,
        conditions: &Conditions,
        order: &Order,
    ) -> Option<Self> {
        let demand = Demand::of(design)?;
        let mut own = vec![Arrival::default(); design.components.len()];
        for user in design.users() {
            let share = design.user_share(user) * conditions.traffic;
            own[user.index()].average = demand.average * share;
            own[user.index()].peak = demand.peak * share;
        }
        let edges = Edges::of(design, conditions);
        let unbounded = vec![false; own.len()];
        let mut arrivals = Arrivals { all: own.clone(), own, unbounded };
        for group in order.groups() {
            arrivals.settle(group, |id| edges.to(id));
        }
        Some(Self { demand, arrivals, edges })
    }

    pub fn at(&self, id: ComponentId) -> Arrival {
        self.arrivals.all[id.index()]
    }

    /// What passes a link.
    pub fn over(&self, design: &Design, id: LinkId) -> Arrival {
        let mut edges = self.edges.from(design.link(id).from).iter();
        let edge = edges.find(|edge| edge.link == Some(id));
        edge.map_or_else(Arrival::default, |edge| pass(&self.at(edge.from), edge))
    }

    /// Calls that cause themselves again without end: no figure holds.
    pub fn is_unbounded(&self, id: ComponentId) -> bool {
        self.arrivals.unbounded[id.index()]
    }

    /// How the peak at a component came about: `api 347 × 5% = 17.4 rps`.
    pub fn derivation(&self, design: &Design, id: ComponentId) -> String {
        let part = |edge: &Edge| {
            let from = self.at(edge.from);
            let rate = match (edge.copies, edge.smooth) {
                (true, _) => from.peak_writes,
                (false, true) => from.average,
                (false, false) => from.peak,
            };
            let counts = rate.hi > 0.0 && edge.factor.hi > 0.0;
            let (name, rate) = (&design.component(edge.from).path, figure(rate));
            let copied = if edge.copies { "=> " } else { "" };
            counts.then(|| format!("{name} {copied}{rate}{}", written(&edge.working)))
        };
        let parts: Vec<String> = self.edges.to(id).filter_map(part).collect();
        if parts.is_empty() {
            return String::new();
        }
        format!("{} = {} rps", parts.join(" + "), figure(self.at(id).peak))
    }
}

impl Arrivals {
    pub fn at(&self, id: ComponentId) -> (Arrival, bool) {
        (self.all[id.index()], self.unbounded[id.index()])
    }

    pub fn put(&mut self, id: ComponentId, (arrival, unbounded): (Arrival, bool)) {
        self.all[id.index()] = arrival;
        self.unbounded[id.index()] = unbounded;
    }

    /// Computes the components of one group from what their callers get.
    pub fn settle<'e, E: Iterator<Item = &'e Edge>>(
        &mut self,
        group: &Group,
        edges_to: impl Fn(ComponentId) -> E,
    ) {
        for id in &group.members {
            self.put(*id, (self.own[id.index()], false));
        }
        for _ in 0..MOST_ROUNDS {
            let mut changed = false;
            for id in &group.members {
                let mut arrival = self.own[id.index()];
                for edge in edges_to(*id) {
                    add(&mut arrival, pass(&self.all[edge.from.index()], edge));
                }
                let before = self.all[id.index()].peak.hi;
                changed |= (arrival.peak.hi - before).abs() > 1e-12 * arrival.peak.hi.abs();
                self.all[id.index()] = arrival;
            }
            if !changed || !group.cyclic {
                return;
            }
        }
        for id in &group.members {
            self.unbounded[id.index()] = true;
        }
    }
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
