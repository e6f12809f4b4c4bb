//! The probability that the top is down when each block is with a given probability,
//! independently: exact by a diagram, or between two proven bounds by cut sets.

use super::Bounds;
use super::diagram::{Diagram, FALSE, Flat, Node, OverBudget};
use crate::analysis::Unit;
use crate::analysis::failure::{
    Algebra, Block, BlockId, Builder, Cause, GateId, Input, System, pairs, singles,
};
use crate::model::ComponentId;

/// A function of blocks, ready to be evaluated many times.
pub(super) enum Structure {
    Exact(Flat),
    Bounded(CutBounds),
}

/// Buffers that evaluations share.
#[derive(Default)]
pub(super) struct Scratch {
    values: Vec<f64>,
    weights: Vec<f64>,
}

impl Structure {
    pub fn of(system: &System, nodes: usize) -> Self {
        match diagram(system, nodes) {
            Ok(flat) => Self::Exact(flat),
            Err(OverBudget) => Self::Bounded(CutBounds::of(system)),
        }
    }

    /// Roughly how many operations one evaluation takes.
    pub fn cost(&self) -> usize {
        match self {
            Self::Exact(flat) => flat.len() + 1,
            Self::Bounded(bounds) => bounds.pairs.len() + bounds.count,
        }
    }

    /// The probability that the top is down, and into `slopes` how fast it grows with each `q`.
    pub fn evaluate(&self, q: &[f64], slopes: &mut [f64], scratch: &mut Scratch) -> Bounds {
        slopes.fill(0.0);
        match self {
            Self::Exact(flat) => {
                let value = flat.probability(q, &mut scratch.values);
                flat.add_slopes(q, &scratch.values, &mut scratch.weights, slopes);
                Bounds::exact(value)
            }
            Self::Bounded(bounds) => bounds.evaluate(q, slopes),
        }
    }
}

fn diagram(system: &System, nodes: usize) -> Result<Flat, OverBudget> {
    let order = depth_first(system);
    let mut level = vec![0; system.blocks().len()];
    for (place, block) in order.iter().enumerate() {
        level[block.0 as usize] = place as u32;
    }
    let mut algebra = Functions { diagram: Diagram::new(nodes), level, over: false };
    let values = system.solve(&mut algebra);
    if algebra.over {
        return Err(OverBudget);
    }
    let root = values[system.top().0 as usize];
    Ok(algebra.diagram.flatten(root, |level| order[level as usize].0 as usize))
}

/// The blocks as a walk from the top meets them: what stands together comes together.
fn depth_first(system: &System) -> Vec<BlockId> {
    let mut seen_gates = vec![false; system.gates().len()];
    let mut seen = vec![false; system.blocks().len()];
    let mut order = Vec::new();
    let mut todo = vec![Input::Gate(system.top())];
    while let Some(input) = todo.pop() {
        match input {
            Input::Block(id) => {
                if !std::mem::replace(&mut seen[id.0 as usize], true) {
                    order.push(id);
                }
            }
            Input::Gate(GateId(index)) => {
                if !std::mem::replace(&mut seen_gates[index as usize], true) {
                    todo.extend(system.gate(GateId(index)).inputs.iter().rev());
                }
            }
        }
    }
    order.extend(system.block_ids().filter(|id| !seen[id.0 as usize]));
    order
}

struct Functions {
    diagram: Diagram,
    level: Vec<u32>,
    /// The budget is spent; what comes out is worthless.
    over: bool,
}

impl Functions {
    fn checked(&mut self, node: Result<Node, OverBudget>) -> Node {
        self.over |= node.is_err();
        node.unwrap_or(FALSE)
    }

    /// Joined from the deepest up, so that most of the work is done once.
    fn join<'a>(
        &mut self,
        inputs: impl Iterator<Item = &'a Node>,
        op: fn(&mut Diagram, Node, Node) -> Result<Node, OverBudget>,
    ) -> Node {
        let mut inputs: Vec<Node> = inputs.copied().collect();
        inputs.sort_by_key(|node| (std::cmp::Reverse(self.diagram.level(*node)), *node));
        let Some((first, rest)) = inputs.split_first() else { return FALSE };
        rest.iter().fold(*first, |sum, node| {
            let joined = op(&mut self.diagram, *node, sum);
            self.checked(joined)
        })
    }

    fn threshold<'a>(&mut self, least: usize, inputs: impl Iterator<Item = &'a Node>) -> Node {
        // reached[j]: more than j of the inputs so far.
        let mut reached = vec![FALSE; least];
        for input in inputs {
            for j in (1..least).rev() {
                let more = self.diagram.and(reached[j - 1], *input);
                let more = self.checked(more);
                let either = self.diagram.or(reached[j], more);
                reached[j] = self.checked(either);
            }
            let any = self.diagram.or(reached[0], *input);
            reached[0] = self.checked(any);
        }
        reached[least - 1]
    }
}

impl Algebra for Functions {
    type Value = Node;

    fn never(&self) -> Node {
        FALSE
    }

    fn block(&mut self, id: BlockId) -> Node {
        let variable = self.diagram.variable(self.level[id.0 as usize]);
        self.checked(variable)
    }

    fn at_least<'a>(
        &mut self,
        least: usize,
        inputs: impl Iterator<Item = &'a Node> + Clone,
    ) -> Node {
        if self.over {
            return FALSE;
        }
        if least == 1 {
            return self.join(inputs, Diagram::or);
        }
        match inputs.clone().count() {
            all if all < least => FALSE,
            all if all == least => self.join(inputs, Diagram::and),
            _ => self.threshold(least, inputs),
        }
    }
}

/// Bounds from the cut sets of one and two blocks.
pub(super) struct CutBounds {
    singles: Vec<usize>,
    /// Pairs of blocks; none holds a single.
    pairs: Vec<(usize, usize)>,
    /// Blocks that are no single.
    others: Vec<usize>,
    /// There are too many pairs to list.
    unlisted: bool,
    count: usize,
}

const MOST_PAIRS: usize = 200_000;

impl CutBounds {
    fn of(system: &System) -> Self {
        let blocks = block_level(system);
        let alone = singles(&blocks, &[]);
        let listed = pairs(&blocks, &alone, MOST_PAIRS);
        let index = |cause: Cause| match cause {
            Cause::Unit(Unit::Whole(id)) => id.index(),
            _ => unreachable!("the blocks of a block-level system are wholes"),
        };
        let (singles, others) = system.block_ids().partition::<Vec<_>, _>(|id| alone.is_block(*id));
        let indices = |ids: Vec<BlockId>| ids.into_iter().map(|id| id.0 as usize).collect();
        Self {
            singles: indices(singles),
            others: indices(others),
            unlisted: listed.is_none(),
            pairs: listed.unwrap_or_default().iter().map(|[a, b]| (index(*a), index(*b))).collect(),
            count: system.blocks().len(),
        }
    }

    fn evaluate(&self, q: &[f64], slopes: &mut [f64]) -> Bounds {
        let single =
            self.singles.iter().fold(0.0, |down, index| down + q[*index] - down * q[*index]);
        let mut partners = vec![(0.0, 0.0); self.count];
        let mut sum = 0.0;
        for (a, b) in &self.pairs {
            sum += q[*a] * q[*b];
            for (x, y) in [(*a, *b), (*b, *a)] {
                partners[x].0 += q[y];
                partners[x].1 += q[y] * q[y];
            }
        }
        // Two pairs at once: disjoint ones no more than sum²/2, overlapping ones share a block.
        let overlapping: f64 = (partners.iter().zip(q))
            .map(|((total, squares), q)| q * (total * total - squares).max(0.0) / 2.0)
            .sum();
        let pair_low = (sum - sum * sum / 2.0 - overlapping).max(0.0);
        let rest =
            tail(self.others.iter().map(|index| q[*index]), if self.unlisted { 2 } else { 3 });
        let pair_high = (sum + rest).min(1.0);
        for index in &self.singles {
            let without = 1.0 - q[*index];
            slopes[*index] = if without > 0.0 { (1.0 - single) / without } else { 0.0 };
        }
        for index in &self.others {
            slopes[*index] = (1.0 - single) * partners[*index].0;
        }
        Bounds { lo: single + (1.0 - single) * pair_low, hi: single + (1.0 - single) * pair_high }
    }
}

/// The same gates over blocks that each fail as a whole.
fn block_level(system: &System) -> System {
    let mut builder = Builder::default();
    for id in system.block_ids() {
        builder.block(Block::lone(Cause::Unit(Unit::Whole(ComponentId(id.0)))));
    }
    for gate in system.gates() {
        builder.gate(gate.clone());
    }
    builder.finish(system.top())
}

/// The probability that at least `least` of independent events happen; sums of positive terms.
pub(super) fn tail(q: impl Iterator<Item = f64>, least: usize) -> f64 {
    let mut happened = vec![0.0; least + 1];
    happened[0] = 1.0;
    for q in q {
        for count in (0..=least).rev() {
            let stay = if count == least { happened[count] } else { happened[count] * (1.0 - q) };
            let step = if count > 0 { happened[count - 1] * q } else { 0.0 };
            happened[count] = stay + step;
        }
    }
    happened[least]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three pairs that share no block, each block down half of the time: 1 − (3/4)³ = 57.8%.
    #[test]
    fn pairs_of_which_several_fail_at_once_are_not_counted_twice() {
        let pairs = vec![(0, 1), (2, 3), (4, 5)];
        let others = (0..6).collect();
        let bounds = CutBounds { singles: Vec::new(), pairs, others, unlisted: false, count: 6 };
        let told = bounds.evaluate(&[0.5; 6], &mut [0.0; 6]);
        let exact = 1.0 - 0.75_f64.powi(3);
        // ¾ − (¾)² ÷ 2.
        assert!((told.lo - 0.46875).abs() < 1e-12, "{told:?}");
        assert!(told.lo <= exact && exact <= told.hi, "{told:?}");
    }
}
