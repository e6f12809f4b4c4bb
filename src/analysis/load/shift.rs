//! How load shifts when something goes down. Only what stands behind the change is computed anew, so
//! that a design of thousands of components can lose each of them in turn.

use super::edges::{Edge, edges_from, possible_targets};
use super::order::Order;
use super::{Conditions, Spread};
use crate::model::{ComponentId, Design};
use std::collections::{BTreeMap, BTreeSet};

/// The load of an ordinary day, from which shifts are computed.
#[derive(Clone, Debug)]
pub struct Shifts<'a> {
    design: &'a Design,
    order: Order,
    spread: Spread,
    /// By component: all that may call it.
    callers: Vec<Vec<ComponentId>>,
}

impl<'a> Shifts<'a> {
    /// `None` when the design states no traffic.
    pub fn of(design: &'a Design, ordinary: &Conditions) -> Option<Self> {
        let order = Order::of(design);
        let spread = Spread::in_order(design, ordinary, &order)?;
        let mut callers = vec![Vec::new(); design.components.len()];
        for id in design.component_ids() {
            for to in possible_targets(design, id) {
                callers[to.index()].push(id);
            }
        }
        Some(Self { design, order, spread, callers })
    }

    /// The load of an ordinary day.
    pub fn spread(&self) -> &Spread {
        &self.spread
    }

    /// Looks at the load under conditions that differ from the ordinary ones only in what is `down`,
    /// and at the components whose load is another then, sorted.
    pub fn look<R>(
        &mut self,
        conditions: &Conditions,
        down: &[ComponentId],
        look: impl FnOnce(&Spread, &[ComponentId]) -> R,
    ) -> R {
        let before = self.shift(conditions, down);
        let shifted: Vec<ComponentId> = before.keys().copied().collect();
        let seen = look(&self.spread, &shifted);
        for (id, arrival) in before {
            self.spread.arrivals.put(id, arrival);
        }
        seen
    }

    /// Changes the load; returns what it was where it changed.
    fn shift(
        &mut self,
        conditions: &Conditions,
        down: &[ComponentId],
    ) -> BTreeMap<ComponentId, (super::Arrival, bool)> {
        let edges = &self.spread.edges;
        let rerouted: BTreeMap<ComponentId, Vec<Edge>> = (down.iter())
            .flat_map(|id| &self.callers[id.index()])
            .map(|caller| (*caller, edges_from(self.design, conditions, *caller)))
            .collect();
        let mut added: BTreeMap<ComponentId, Vec<&Edge>> = BTreeMap::new();
        for edge in rerouted.values().flatten() {
            added.entry(edge.to).or_default().push(edge);
        }
        let removed = rerouted.keys().flat_map(|caller| edges.from(*caller));
        let place = |edge: &Edge| self.order.place(edge.to);
        let mut waiting: BTreeSet<usize> =
            removed.chain(rerouted.values().flatten()).map(place).collect();
        let mut before = BTreeMap::new();
        while let Some(at) = waiting.pop_first() {
            let group = &self.order.groups()[at];
            let arrivals = &mut self.spread.arrivals;
            let old: Vec<_> = group.members.iter().map(|id| arrivals.at(*id)).collect();
            arrivals.settle(group, |id| {
                let kept = edges.to(id).filter(|edge| !rerouted.contains_key(&edge.from));
                kept.chain(added.get(&id).into_iter().flatten().copied())
            });
            for (id, old) in group.members.iter().zip(old) {
                if arrivals.at(*id) == old {
                    continue;
                }
                before.insert(*id, old);
                let next = rerouted.get(id).map_or(edges.from(*id), Vec::as_slice);
                waiting.extend(next.iter().map(place).filter(|next| *next != at));
            }
        }
        before
    }
}
