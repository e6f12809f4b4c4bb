//! How load shifts when something goes down. Only what stands behind the change is computed anew, so
//! that a design of thousands of components can lose each of them in turn.

use super::edges::{Edge, edges_from, possible_targets};
use super::order::Order;
use super::{Arrival, Conditions, Spread};
use crate::model::{ComponentId, Design};

/// The load of an ordinary day, from which shifts are computed.
#[derive(Clone, Debug)]
pub struct Shifts<'a> {
    design: &'a Design,
    order: Order,
    spread: Spread,
    /// By component: all that may call it.
    callers: Vec<Vec<ComponentId>>,
    /// By caller: its edges where they are others now. Empty between two looks, like the next two.
    rerouted: Vec<Option<Vec<Edge>>>,
    /// By target: the rerouted callers, and the places among their edges.
    added: Vec<Vec<(ComponentId, u32)>>,
    /// By group of the order: to be computed anew.
    waiting: Vec<bool>,
}

/// What arrived before the shift, and whether it was bounded.
type Before = (ComponentId, (Arrival, bool));

impl<'a> Shifts<'a> {
    /// `None` when the design states no traffic.
    pub fn of(design: &'a Design, ordinary: &Conditions) -> Option<Self> {
        let order = Order::of(design);
        let spread = Spread::in_order(design, ordinary, &order)?;
        let count = design.components.len();
        let mut callers = vec![Vec::new(); count];
        for id in design.component_ids() {
            for to in possible_targets(design, id) {
                callers[to.index()].push(id);
            }
        }
        let waiting = vec![false; order.groups().len()];
        let (rerouted, added) = (vec![None; count], vec![Vec::new(); count]);
        Some(Self { design, order, spread, callers, rerouted, added, waiting })
    }

    /// The load of an ordinary day.
    pub fn spread(&self) -> &Spread {
        &self.spread
    }

    /// Looks at the load under conditions that differ from the ordinary ones only in what is `down`,
    /// and at the components whose load is another then.
    pub fn look<R>(
        &mut self,
        conditions: &Conditions,
        down: &[ComponentId],
        look: impl FnOnce(&Spread, &[ComponentId]) -> R,
    ) -> R {
        let rerouted = self.reroute(conditions, down);
        let before = self.shift();
        let shifted: Vec<ComponentId> = before.iter().map(|(id, _)| *id).collect();
        let seen = look(&self.spread, &shifted);
        for (id, arrival) in before {
            self.spread.arrivals.put(id, arrival);
        }
        for caller in rerouted {
            for edge in self.rerouted[caller.index()].take().iter().flatten() {
                self.added[edge.to.index()].clear();
            }
        }
        seen
    }

    /// Gives everybody who calls what is down other edges; returns them.
    fn reroute(&mut self, conditions: &Conditions, down: &[ComponentId]) -> Vec<ComponentId> {
        let mut callers: Vec<ComponentId> =
            down.iter().flat_map(|id| self.callers[id.index()].iter().copied()).collect();
        callers.sort_unstable();
        callers.dedup();
        for caller in &callers {
            let edges = edges_from(self.design, conditions, *caller);
            for (at, edge) in edges.iter().enumerate() {
                self.added[edge.to.index()].push((*caller, at as u32));
            }
            for edge in edges.iter().chain(self.spread.edges.from(*caller)) {
                self.waiting[self.order.place(edge.to)] = true;
            }
            self.rerouted[caller.index()] = Some(edges);
        }
        callers
    }

    /// Computes what is waiting, callers first, and what that changes in turn.
    fn shift(&mut self) -> Vec<Before> {
        let Self { order, spread, rerouted, added, waiting, .. } = self;
        let (edges, arrivals) = (&spread.edges, &mut spread.arrivals);
        let now = |(from, at): &(ComponentId, u32)| -> Option<&Edge> {
            rerouted[from.index()].as_ref()?.get(*at as usize)
        };
        let mut before: Vec<Before> = Vec::new();
        for at in 0..waiting.len() {
            if !std::mem::take(&mut waiting[at]) {
                continue;
            }
            let group = &order.groups()[at];
            let first = before.len();
            before.extend(group.members.iter().map(|id| (*id, arrivals.at(*id))));
            arrivals.settle(group, |id| {
                let kept = edges.to(id).filter(|edge| rerouted[edge.from.index()].is_none());
                kept.chain(added[id.index()].iter().filter_map(now))
            });
            let mut place = first;
            for _ in &group.members {
                let (id, old) = before[place];
                if arrivals.at(id) == old {
                    before.swap_remove(place);
                    continue;
                }
                place += 1;
                let next = rerouted[id.index()].as_deref().unwrap_or(edges.from(id));
                for edge in next.iter().filter(|edge| order.place(edge.to) != at) {
                    waiting[order.place(edge.to)] = true;
                }
            }
        }
        before
    }
}
