//! How a flow gets to a component: shortest paths from its entry over what it needs.

use crate::model::{ComponentId, Design, FlowId, Need, Softness};
use std::collections::VecDeque;

/// Shortest paths from a flow's entries over hard connections and fallbacks.
#[derive(Clone, Debug)]
pub struct Paths {
    /// By component: how many steps away, if reached.
    distance: Vec<Option<u32>>,
    /// By component: the one before it on the path.
    before: Vec<Option<ComponentId>>,
    /// By component: the entry that its path begins at.
    entry: Vec<Option<ComponentId>>,
    /// By component: reached over hard connections alone.
    hard: Vec<bool>,
}

impl Paths {
    pub fn of(design: &Design, flow: FlowId) -> Self {
        Self::after(design, flow, &[], |_| false)
    }

    /// The same when these sites that stand by, by their places, have taken over. Where all that a
    /// call leads to `is_down`, its fallback is needed as hard.
    pub fn after(
        design: &Design,
        flow: FlowId,
        taken_over: &[bool],
        is_down: impl Fn(ComponentId) -> bool,
    ) -> Self {
        let count = design.components.len();
        let mut paths = Self {
            distance: vec![None; count],
            before: vec![None; count],
            entry: vec![None; count],
            hard: vec![false; count],
        };
        let entry = &design.flow(flow).entry;
        let needs = design.flow_needs(flow);
        let standbys = standbys(design);
        let is_lost = |need: &Need| need.links.iter().all(|link| is_down(design.link(*link).to));
        let next = |id: ComponentId, hard_only: bool| {
            let wanted = |need: &&Need| match need.softness {
                Softness::Hard => true,
                Softness::Optional => false,
                Softness::Fallback(_) => !hard_only || is_lost(need),
            };
            let mut next: Vec<ComponentId> = Vec::new();
            for need in needs.of(id).iter().filter(wanted) {
                next.extend(need.links.iter().map(|link| design.link(*link).to));
                if let Softness::Fallback(other) = need.softness {
                    next.push(other);
                }
            }
            next.extend(&standbys[id.index()]);
            for to in &mut next {
                *to = design.in_place_of(*to, taken_over);
            }
            next
        };
        paths.walk(entry, |id| next(id, false));
        paths.mark_hard(entry, |id| next(id, true));
        paths
    }

    fn walk(&mut self, entry: &[ComponentId], next: impl Fn(ComponentId) -> Vec<ComponentId>) {
        let mut queue: VecDeque<(ComponentId, u32)> = VecDeque::new();
        for id in entry {
            if self.distance[id.index()].replace(0).is_none() {
                self.entry[id.index()] = Some(*id);
                queue.push_back((*id, 0));
            }
        }
        while let Some((id, steps)) = queue.pop_front() {
            for to in next(id) {
                if self.distance[to.index()].is_none() {
                    self.distance[to.index()] = Some(steps + 1);
                    self.before[to.index()] = Some(id);
                    self.entry[to.index()] = self.entry[id.index()];
                    queue.push_back((to, steps + 1));
                }
            }
        }
    }

    fn mark_hard(&mut self, entry: &[ComponentId], next: impl Fn(ComponentId) -> Vec<ComponentId>) {
        let mut todo = entry.to_vec();
        while let Some(id) = todo.pop() {
            if !std::mem::replace(&mut self.hard[id.index()], true) {
                todo.extend(next(id));
            }
        }
    }

    /// By component: reached over hard connections alone; of alternatives, all are.
    pub fn hard(&self) -> &[bool] {
        &self.hard
    }

    /// Steps from the nearest entry; what is not reached is farther than all that is.
    pub fn distance(&self, id: ComponentId) -> u32 {
        self.distance[id.index()].unwrap_or(u32::MAX)
    }

    /// From the entry to the component, both included; the component alone when not reached. Of
    /// more than [`LONGEST_PATH`] components, only the entry and that many of the last: see
    /// [`gap`].
    pub fn to(&self, id: ComponentId) -> Vec<ComponentId> {
        let back = std::iter::successors(Some(id), |id| self.before[id.index()]);
        let mut path: Vec<ComponentId> = back.take(LONGEST_PATH).collect();
        if self.distance[id.index()].is_some_and(|steps| steps as usize >= LONGEST_PATH) {
            path.extend(self.entry[id.index()]);
        }
        path.reverse();
        path
    }
}

/// A path of more components is evidence that nobody reads, and in a chain of thousands there are
/// thousands of them.
pub const LONGEST_PATH: usize = 64;

/// Where components are left out of an evidence path, or have to be to keep it readable: after
/// the first and before the last [`LONGEST_PATH`].
pub fn gap(path: &[ComponentId]) -> Option<std::ops::Range<usize>> {
    (path.len() > LONGEST_PATH).then(|| 1..path.len() - LONGEST_PATH)
}

/// By component: the standbys that can take over from it.
fn standbys(design: &Design) -> Vec<Vec<ComponentId>> {
    let mut standbys = vec![Vec::new(); design.components.len()];
    for set in &design.replica_sets {
        if design.failover(set.primary) == crate::model::Failover::Auto {
            standbys[set.primary.index()].extend(&set.standbys);
        }
    }
    standbys
}
