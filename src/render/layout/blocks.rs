//! Part of stage 1: groups that call each other stand wholly above and below each other, as blocks.
//!
//! Side by side, three groups that all call each other would send links through the one between.
//! So each group has a first and a last rank, and where cards of two groups call each other the one
//! group ends before the other begins. Which is above follows from the calls in both directions;
//! network simplex (`simplex`) then keeps links and groups short.

use super::frame::{Frame, WHOLE};
use super::peers;
use super::simplex::{self, Arc};
use std::collections::{BTreeMap, BTreeSet};

/// Which groups stand as blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Teams and networks; two that only one link joins may stand side by side.
    Domains,
    /// Zones and machines too, all of them.
    Every,
}

/// What binds the ranks of cards and groups.
pub(super) struct Blocks {
    arcs: Vec<Arc>,
    cards: usize,
    nodes: usize,
}

/// What a rank more costs a link, a group and a card without links.
const LINK: i64 = 2;
const GROUP: i64 = 1;
const LONER: i64 = 1;

impl Blocks {
    /// Nothing when the wishes contradict each other. `ranks` says which links rank, `is_loner`
    /// which chiefs have none.
    pub fn new(
        frame: &Frame,
        scope: Scope,
        chief: &[usize],
        ranks: &[bool],
        is_loner: impl Fn(usize) -> bool,
    ) -> Option<Blocks> {
        let cards = frame.cards.len();
        let building = Building { frame, scope, chief, arcs: Vec::new() };
        let arcs = building.arcs(ranks, is_loner);
        let nodes = cards + 2 * frame.containers.len() + 1;
        simplex::ranks(nodes, &arcs)?;
        Some(Blocks { arcs, cards, nodes })
    }

    /// The rank of each chief, none above its floor.
    pub fn settle(&self, chief: &[usize], floor: &[usize]) -> Vec<usize> {
        let base = self.nodes - 1;
        let mut arcs = self.arcs.clone();
        for &chief in chief.iter().collect::<BTreeSet<_>>() {
            arcs.push(Arc { from: base, to: chief, least: floor[chief] as i64, weight: 0 });
        }
        let ranks = simplex::ranks(self.nodes, &arcs);
        let ranks = ranks.expect("floors bind one way only, so they close no cycle");
        ranks[..self.cards].iter().map(|rank| (rank - ranks[base]).max(0) as usize).collect()
    }
}

struct Building<'a> {
    frame: &'a Frame,
    scope: Scope,
    chief: &'a [usize],
    arcs: Vec<Arc>,
}

/// A link between two blocks of one container.
struct Call {
    outer: usize,
    /// The block around each end: a chief, or the first rank of a group.
    blocks: [usize; 2],
    chiefs: [usize; 2],
}

impl Building<'_> {
    fn top(&self, container: usize) -> usize {
        self.frame.cards.len() + 2 * container
    }

    fn is_group(&self, block: usize) -> bool {
        block >= self.frame.cards.len()
    }

    fn bind(&mut self, from: usize, to: usize, least: i64, weight: i64) {
        if from != to {
            self.arcs.push(Arc { from, to, least, weight });
        }
    }

    fn arcs(mut self, ranks: &[bool], is_loner: impl Fn(usize) -> bool) -> Vec<Arc> {
        self.nest(is_loner);
        let calls = self.calls(ranks);
        let place = places(&calls);
        let loose = self.loose(&calls);
        for call in &calls {
            let [mut a, mut b] = call.blocks;
            let [mut from, mut to] = call.chiefs;
            if loose.contains(&(a.min(b), a.max(b))) {
                continue;
            }
            let place = &place[&call.outer];
            if place[&a] > place[&b] {
                (a, b, from, to) = (b, a, to, from);
            }
            let upper = if self.is_group(a) { a + 1 } else { from };
            let lower = if self.is_group(b) { b } else { to };
            self.bind(upper, lower, 1, 0);
            let apart = !self.is_group(a) && !self.is_group(b);
            self.bind(from, to, apart as i64, LINK);
        }
        self.arcs
    }

    /// Everything stands between the first and the last rank of its group.
    fn nest(&mut self, is_loner: impl Fn(usize) -> bool) {
        for c in 1..self.frame.containers.len() {
            let (top, parent) = (self.top(c), self.frame.containers[c].parent);
            self.bind(top, top + 1, 0, GROUP);
            if parent != WHOLE {
                let outer = self.top(parent);
                self.bind(outer, top, 0, 0);
                self.bind(top + 1, outer + 1, 0, 0);
            }
        }
        for (card, &chief) in self.chief.iter().enumerate() {
            let home = self.frame.cards[card].home;
            if home != WHOLE {
                let top = self.top(home);
                self.bind(top, chief, 0, if is_loner(chief) { LONER } else { 0 });
                self.bind(chief, top + 1, 0, 0);
            }
        }
    }

    /// The block around a card inside of a container: the outermost group that is one, or itself.
    fn block(&self, outer: usize, card: usize) -> usize {
        let inside = self.frame.around(card).take_while(|&c| c != outer);
        let groups = inside.filter(|&c| match self.scope {
            Scope::Every => true,
            Scope::Domains => peers::is_domain(self.frame, c),
        });
        groups.last().map_or(self.chief[card], |c| self.top(c))
    }

    fn calls(&self, ranks: &[bool]) -> Vec<Call> {
        let mut calls = Vec::new();
        for (link, _) in self.frame.links.iter().zip(ranks).filter(|(_, ranks)| **ranks) {
            let outer = self.frame.common(link.from, link.to);
            let ends = [link.from, link.to];
            let blocks = ends.map(|card| self.block(outer, card));
            if blocks[0] != blocks[1] {
                calls.push(Call { outer, blocks, chiefs: ends.map(|card| self.chief[card]) });
            }
        }
        calls
    }

    /// Pairs of groups that one link joins: stacked they would only make the picture long.
    fn loose(&self, calls: &[Call]) -> BTreeSet<(usize, usize)> {
        let mut together: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        if self.scope == Scope::Every {
            return BTreeSet::new();
        }
        for [a, b] in calls.iter().map(|call| call.blocks) {
            if self.is_group(a) && self.is_group(b) {
                *together.entry((a.min(b), a.max(b))).or_default() += 1;
            }
        }
        together.into_iter().filter(|(_, links)| *links == 1).map(|(pair, _)| pair).collect()
    }
}

/// The blocks of each container from the top down.
fn places(calls: &[Call]) -> BTreeMap<usize, BTreeMap<usize, usize>> {
    let mut weights: BTreeMap<usize, BTreeMap<(usize, usize), i64>> = BTreeMap::new();
    for Call { outer, blocks: [a, b], .. } in calls {
        *weights.entry(*outer).or_default().entry((*a, *b)).or_default() += 1;
    }
    weights.into_iter().map(|(outer, weights)| (outer, callers_first(&weights))).collect()
}

/// An order with few calls against it: whoever only calls goes first, whoever only answers last, and
/// of the rest the one that calls most for what it answers (Eades, Lin and Smyth, 1993).
fn callers_first(weights: &BTreeMap<(usize, usize), i64>) -> BTreeMap<usize, usize> {
    let mut balance: BTreeMap<usize, (i64, i64)> = BTreeMap::new();
    let mut joined: BTreeMap<usize, Vec<(usize, i64, bool)>> = BTreeMap::new();
    for (&(a, b), &weight) in weights {
        balance.entry(a).or_default().0 += weight;
        balance.entry(b).or_default().1 += weight;
        joined.entry(a).or_default().push((b, weight, true));
        joined.entry(b).or_default().push((a, weight, false));
    }
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    while !balance.is_empty() {
        let source = balance.iter().find(|(_, (_, comes))| *comes == 0);
        let sink = balance.iter().find(|(_, (leaves, _))| *leaves == 0);
        let most = balance.iter().rev().max_by_key(|(_, (leaves, comes))| leaves - comes);
        let goes_last = source.is_none() && sink.is_some();
        let Some((&next, _)) = source.or(sink).or(most) else { break };
        balance.remove(&next);
        if goes_last {
            tail.push(next)
        } else {
            head.push(next)
        }
        for &(other, weight, calls) in &joined[&next] {
            if let Some((leaves, comes)) = balance.get_mut(&other) {
                *(if calls { comes } else { leaves }) -= weight;
            }
        }
    }
    tail.reverse();
    head.into_iter().chain(tail).zip(0..).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_calls_more_than_it_answers_goes_first() {
        let weights = BTreeMap::from([((1, 2), 3), ((2, 1), 1), ((2, 3), 1), ((4, 1), 1)]);
        let place = callers_first(&weights);
        let mut order: Vec<usize> = place.keys().copied().collect();
        order.sort_by_key(|block| place[block]);
        assert_eq!(order, [4, 1, 2, 3]);
    }
}
