//! Ranks that make the weighted sum of all spans least: network simplex (Gansner, Koutsofios, North
//! and Vo, "A technique for drawing directed graphs", 1993). A spanning tree of tight arcs is held;
//! an arc whose cut value is negative leaves it and the tightest of the others takes its place.

/// `rank[to] - rank[from] >= least`; each step more costs `weight`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    pub from: usize,
    pub to: usize,
    pub least: i64,
    pub weight: i64,
}

/// Ranks from 0 that hold all arcs; nothing when the arcs have a cycle. Arcs must not be loops.
pub(super) fn ranks(nodes: usize, arcs: &[Arc]) -> Option<Vec<i64>> {
    if nodes == 0 {
        return Some(Vec::new());
    }
    let mut simplex = Simplex::new(nodes, arcs)?;
    simplex.grow_tree();
    simplex.number();
    simplex.value_cuts();
    for _ in 0..PIVOTS * simplex.rank.len() {
        let Some(leaving) = simplex.leaving() else { break };
        let Some(entering) = simplex.entering(leaving) else { break };
        simplex.exchange(leaving, entering);
    }
    let mut ranks = simplex.rank;
    ranks.truncate(nodes);
    let first = ranks.iter().copied().min().unwrap_or(0);
    ranks.iter_mut().for_each(|rank| *rank -= first);
    Some(ranks)
}

/// Exchanges per node at most: what is left then is still a ranking, only not the shortest.
const PIVOTS: usize = 20;

struct Simplex {
    arcs: Vec<Arc>,
    /// Arcs that leave and enter each node.
    out: Vec<Vec<usize>>,
    into: Vec<Vec<usize>>,
    rank: Vec<i64>,
    in_tree: Vec<bool>,
    /// Arcs of the tree at each node.
    tree: Vec<Vec<usize>>,
    /// The arc towards the root; none at the root.
    parent: Vec<usize>,
    /// Numbers after depth-first search: a node's subtree is what is numbered `low..=lim`.
    low: Vec<usize>,
    lim: Vec<usize>,
    by_lim: Vec<usize>,
    cut: Vec<i64>,
    /// Where the search for a leaving arc goes on.
    next: usize,
}

const NONE: usize = usize::MAX;

impl Simplex {
    /// With longest paths as ranks, below a root that makes everything one component.
    fn new(nodes: usize, given: &[Arc]) -> Option<Simplex> {
        let (root, count) = (nodes, nodes + 1);
        let mut arcs = given.to_vec();
        arcs.extend((0..nodes).map(|to| Arc { from: root, to, least: 0, weight: 0 }));
        let (mut out, mut into) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for (i, arc) in arcs.iter().enumerate() {
            out[arc.from].push(i);
            into[arc.to].push(i);
        }
        let mut rank = vec![0i64; count];
        let mut waiting: Vec<usize> = into.iter().map(Vec::len).collect();
        let mut free = vec![root];
        let mut seen = 0;
        while let Some(node) = free.pop() {
            seen += 1;
            for arc in out[node].iter().map(|&i| arcs[i]) {
                rank[arc.to] = rank[arc.to].max(rank[node] + arc.least);
                waiting[arc.to] -= 1;
                if waiting[arc.to] == 0 {
                    free.push(arc.to);
                }
            }
        }
        let number = || vec![0; count];
        (seen == count).then(|| Simplex {
            in_tree: vec![false; arcs.len()],
            cut: vec![0; arcs.len()],
            tree: vec![Vec::new(); count],
            parent: vec![NONE; count],
            low: number(),
            lim: number(),
            by_lim: number(),
            next: 0,
            arcs,
            out,
            into,
            rank,
        })
    }

    fn slack(&self, arc: usize) -> i64 {
        let Arc { from, to, least, .. } = self.arcs[arc];
        self.rank[to] - self.rank[from] - least
    }

    fn root(&self) -> usize {
        self.rank.len() - 1
    }

    /// Adds the nearest node until the tree spans everything.
    fn grow_tree(&mut self) {
        let mut reached = vec![false; self.rank.len()];
        let mut members = Vec::new();
        self.reach(self.root(), &mut reached, &mut members);
        while members.len() < self.rank.len() {
            let leads_out = |arc: &usize| {
                let Arc { from, to, .. } = self.arcs[*arc];
                reached[from] != reached[to]
            };
            let arcs = (0..self.arcs.len()).filter(leads_out);
            let Some(best) = arcs.min_by_key(|&arc| self.slack(arc)) else { return };
            let Arc { from, to, .. } = self.arcs[best];
            let slack = self.slack(best);
            let (by, new) = if reached[from] { (slack, to) } else { (-slack, from) };
            members.iter().for_each(|&node: &usize| self.rank[node] += by);
            self.add_to_tree(best);
            self.reach(new, &mut reached, &mut members);
        }
    }

    /// Takes a node and all that tight arcs lead to into the tree.
    fn reach(&mut self, node: usize, reached: &mut [bool], members: &mut Vec<usize>) {
        reached[node] = true;
        let mut next = members.len();
        members.push(node);
        while let Some(&node) = members.get(next) {
            next += 1;
            for i in 0..self.out[node].len() + self.into[node].len() {
                let out = self.out[node].len();
                let arc = if i < out { self.out[node][i] } else { self.into[node][i - out] };
                let Arc { from, to, .. } = self.arcs[arc];
                let other = if from == node { to } else { from };
                if !reached[other] && self.slack(arc) == 0 {
                    reached[other] = true;
                    members.push(other);
                    self.add_to_tree(arc);
                }
            }
        }
    }

    fn add_to_tree(&mut self, arc: usize) {
        let Arc { from, to, .. } = self.arcs[arc];
        self.in_tree[arc] = true;
        self.tree[from].push(arc);
        self.tree[to].push(arc);
    }

    fn number(&mut self) {
        let root = self.root();
        self.renumber(root, NONE, 0);
    }

    /// Numbers the subtree of a node from `low` on.
    fn renumber(&mut self, node: usize, parent: usize, low: usize) {
        let mut counter = low;
        self.parent[node] = parent;
        self.low[node] = counter;
        let mut stack = vec![(node, 0)];
        while let Some((node, next)) = stack.pop() {
            let Some(&arc) = self.tree[node].get(next) else {
                self.lim[node] = counter;
                self.by_lim[counter] = node;
                counter += 1;
                continue;
            };
            stack.push((node, next + 1));
            if arc != self.parent[node] {
                let Arc { from, to, .. } = self.arcs[arc];
                let child = if from == node { to } else { from };
                self.parent[child] = arc;
                self.low[child] = counter;
                stack.push((child, 0));
            }
        }
    }

    fn is_below(&self, node: usize, top: usize) -> bool {
        (self.low[top]..=self.lim[top]).contains(&self.lim[node])
    }

    /// The weight that leaves each subtree against the weight that enters it.
    fn value_cuts(&mut self) {
        let weight = |arcs: &[usize]| arcs.iter().map(|&i| self.arcs[i].weight).sum::<i64>();
        let mut flow: Vec<i64> =
            (0..self.rank.len()).map(|n| weight(&self.out[n]) - weight(&self.into[n])).collect();
        for &node in &self.by_lim {
            let arc = self.parent[node];
            if arc == NONE {
                continue;
            }
            let Arc { from, to, .. } = self.arcs[arc];
            self.cut[arc] = if from == node { flow[node] } else { -flow[node] };
            flow[if from == node { to } else { from }] += flow[node];
        }
    }

    /// A tree arc that would better be longer.
    fn leaving(&mut self) -> Option<usize> {
        let count = self.arcs.len();
        let from = self.next;
        let turn = (from..count).chain(0..from);
        let found = turn.into_iter().find(|&arc| self.in_tree[arc] && self.cut[arc] < 0);
        self.next = found.map_or(0, |arc| (arc + 1) % count);
        found
    }

    /// The top of the subtree that a tree arc holds, and whether the arc starts in it.
    fn branch(&self, arc: usize) -> (usize, bool) {
        let Arc { from, to, .. } = self.arcs[arc];
        if self.parent[from] == arc { (from, true) } else { (to, false) }
    }

    /// The tightest arc that joins the two parts again, running the other way.
    fn entering(&self, leaving: usize) -> Option<usize> {
        let (top, starts_inside) = self.branch(leaving);
        let inside = &self.by_lim[self.low[top]..=self.lim[top]];
        let arcs = inside
            .iter()
            .flat_map(|&node| if starts_inside { &self.into[node] } else { &self.out[node] });
        let comes_from_outside = |arc: &&usize| {
            let Arc { from, to, .. } = self.arcs[**arc];
            !self.is_below(if starts_inside { from } else { to }, top)
        };
        arcs.filter(comes_from_outside).copied().min_by_key(|&arc| (self.slack(arc), arc))
    }

    fn exchange(&mut self, leaving: usize, entering: usize) {
        let (top, starts_inside) = self.branch(leaving);
        let slack = self.slack(entering);
        let by = if starts_inside { -slack } else { slack };
        for at in self.low[top]..=self.lim[top] {
            let node = self.by_lim[at];
            self.rank[node] += by;
        }
        let cut = self.cut[leaving];
        let Arc { from, to, .. } = self.arcs[entering];
        let meeting = self.add_cut(from, to, cut);
        self.add_cut(to, from, -cut);
        self.cut[entering] = -cut;
        self.cut[leaving] = 0;
        self.in_tree[leaving] = false;
        let ends = self.arcs[leaving];
        for end in [ends.from, ends.to] {
            self.tree[end].retain(|&arc| arc != leaving);
        }
        self.add_to_tree(entering);
        self.renumber(meeting, self.parent[meeting], self.low[meeting]);
    }

    /// Adds to the cut values from a node up to where its way meets that of the other.
    fn add_cut(&mut self, node: usize, other: usize, by: i64) -> usize {
        let mut at = node;
        while !self.is_below(other, at) {
            let arc = self.parent[at];
            let Arc { from, to, .. } = self.arcs[arc];
            let starts_here = from == at;
            self.cut[arc] += if starts_here { by } else { -by };
            at = if starts_here { to } else { from };
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arc(from: usize, to: usize, weight: i64) -> Arc {
        Arc { from, to, least: 1, weight }
    }

    fn cost(arcs: &[Arc], rank: &[i64]) -> i64 {
        arcs.iter().map(|a| a.weight * (rank[a.to] - rank[a.from])).sum()
    }

    #[test]
    fn a_source_comes_down_to_what_it_calls() {
        let arcs = [arc(0, 1, 1), arc(1, 2, 1), arc(3, 2, 1)];
        assert_eq!(ranks(4, &arcs), Some(vec![0, 1, 2, 1]));
    }

    #[test]
    fn arcs_with_a_cycle_have_no_ranks() {
        assert_eq!(ranks(2, &[arc(0, 1, 1), arc(1, 0, 1)]), None);
    }

    /// Every ranking of five nodes on few ranks is tried.
    #[test]
    fn no_other_ranking_is_shorter() {
        let mut dice = crate::render::layout::samples::Dice::new(7);
        for _ in 0..60 {
            let mut arcs = Vec::new();
            for _ in 0..7 {
                let (a, b) = (dice.below(5), dice.below(5));
                if a != b {
                    let least = dice.below(2) as i64;
                    let weight = dice.below(4) as i64;
                    arcs.push(Arc { from: a.min(b), to: a.max(b), least, weight });
                }
            }
            let found = ranks(5, &arcs).expect("arcs that all run one way have no cycle");
            assert!(arcs.iter().all(|a| found[a.to] - found[a.from] >= a.least), "{arcs:?}");
            let best = (0..5i64.pow(5)).map(|n| (0..5).map(|i| n / 5i64.pow(i) % 5).collect());
            let holds = |r: &Vec<i64>| arcs.iter().all(|a| r[a.to] - r[a.from] >= a.least);
            let least = best.filter(holds).map(|r| cost(&arcs, &r)).min();
            assert_eq!(Some(cost(&arcs, &found)), least, "{arcs:?}");
        }
    }
}
