//! Binary decision diagrams of monotone functions, with a budget of nodes.
//!
//! Nodes are shared (equal functions have equal ids) and numbered after their children. Nothing
//! recurses, so a diagram may be as deep as there are variables.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A function: the id of its root node.
pub type Node = u32;

/// The function that is always false; 1 is always true.
pub const FALSE: Node = 0;
pub const TRUE: Node = 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Op {
    And,
    Or,
}

impl Op {
    /// The result where one look at the operands tells it.
    fn shortcut(self, f: Node, g: Node) -> Option<Node> {
        let (absorbing, neutral) = match self {
            Op::And => (FALSE, TRUE),
            Op::Or => (TRUE, FALSE),
        };
        if f == g || g == neutral || f == absorbing {
            return Some(f);
        }
        (f == neutral || g == absorbing).then_some(g)
    }
}

#[derive(Clone, Copy, Debug)]
struct Branch {
    /// The variable's place in the order, smallest at the root.
    level: u32,
    low: Node,
    high: Node,
}

/// The nodes of all functions made so far.
pub struct Diagram {
    nodes: Vec<Branch>,
    unique: HashMap<(u32, Node, Node), Node, BuildHasherDefault<Mixer>>,
    known: HashMap<(u32, Node, Node), Node, BuildHasherDefault<Mixer>>,
    budget: usize,
}

/// The diagram needs more nodes than its budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBudget;

enum Step {
    Solve(Node, Node),
    Join { level: u32, f: Node, g: Node },
}

impl Diagram {
    pub fn new(budget: usize) -> Self {
        let leaf = Branch { level: u32::MAX, low: 0, high: 0 };
        Self {
            nodes: vec![leaf, leaf],
            unique: HashMap::default(),
            known: HashMap::default(),
            budget,
        }
    }

    /// True when the variable at this level is.
    pub fn variable(&mut self, level: u32) -> Result<Node, OverBudget> {
        self.branch(level, FALSE, TRUE)
    }

    pub fn and(&mut self, f: Node, g: Node) -> Result<Node, OverBudget> {
        self.apply(Op::And, f, g)
    }

    pub fn or(&mut self, f: Node, g: Node) -> Result<Node, OverBudget> {
        self.apply(Op::Or, f, g)
    }

    /// The level of the function's root; `u32::MAX` for a constant.
    pub fn level(&self, f: Node) -> u32 {
        self.nodes[f as usize].level
    }

    /// The function laid out for repeated evaluation; `variable` names the variable at a level.
    pub fn flatten(&self, root: Node, variable: impl Fn(u32) -> usize) -> Flat {
        let mut place: Vec<Option<u32>> = vec![None; (root as usize + 1).max(2)];
        place[root as usize] = Some(0);
        for id in (2..place.len()).rev() {
            if place[id].is_some() {
                place[self.nodes[id].low as usize] = Some(0);
                place[self.nodes[id].high as usize] = Some(0);
            }
        }
        (place[0], place[1]) = (Some(0), Some(1));
        let mut branches = Vec::new();
        for id in 2..place.len() {
            if place[id].is_some() {
                let Branch { level, low, high } = self.nodes[id];
                let at = |node: Node| place[node as usize].expect("children stand before parents");
                let (low, high) = (at(low), at(high));
                place[id] = Some(branches.len() as u32 + 2);
                branches.push(FlatBranch { variable: variable(level), low, high });
            }
        }
        Flat { root: place[root as usize].expect("the root is used"), branches }
    }

    fn branch(&mut self, level: u32, low: Node, high: Node) -> Result<Node, OverBudget> {
        if low == high {
            return Ok(low);
        }
        if let Some(node) = self.unique.get(&(level, low, high)) {
            return Ok(*node);
        }
        if self.nodes.len() >= self.budget {
            return Err(OverBudget);
        }
        let node = self.nodes.len() as Node;
        self.nodes.push(Branch { level, low, high });
        self.unique.insert((level, low, high), node);
        Ok(node)
    }

    fn apply(&mut self, op: Op, f: Node, g: Node) -> Result<Node, OverBudget> {
        let mut steps = vec![Step::Solve(f, g)];
        let mut done: Vec<Node> = Vec::new();
        while let Some(step) = steps.pop() {
            match step {
                Step::Solve(f, g) => self.solve(op, f.min(g), f.max(g), &mut steps, &mut done),
                Step::Join { level, f, g } => {
                    let high = done.pop().expect("a join follows its two halves");
                    let low = done.pop().expect("a join follows its two halves");
                    let node = self.branch(level, low, high)?;
                    self.known.insert((op as u32, f, g), node);
                    done.push(node);
                }
            }
        }
        Ok(done.pop().expect("every operation has a result"))
    }

    fn solve(&self, op: Op, f: Node, g: Node, steps: &mut Vec<Step>, done: &mut Vec<Node>) {
        let known = || self.known.get(&(op as u32, f, g)).copied();
        if let Some(node) = op.shortcut(f, g).or_else(known) {
            done.push(node);
            return;
        }
        let level = self.level(f).min(self.level(g));
        let (f_low, f_high) = self.halves(f, level);
        let (g_low, g_high) = self.halves(g, level);
        steps.push(Step::Join { level, f, g });
        steps.push(Step::Solve(f_high, g_high));
        steps.push(Step::Solve(f_low, g_low));
    }

    /// The function with the variable at `level` false, and with it true.
    fn halves(&self, f: Node, level: u32) -> (Node, Node) {
        let Branch { level: own, low, high } = self.nodes[f as usize];
        if own == level { (low, high) } else { (f, f) }
    }
}

#[derive(Clone, Copy, Debug)]
struct FlatBranch {
    variable: usize,
    low: u32,
    high: u32,
}

/// One function, laid out for evaluation; entries 0 and 1 stand for the constants.
#[derive(Clone, Debug)]
pub struct Flat {
    root: u32,
    branches: Vec<FlatBranch>,
}

impl Flat {
    /// How many branches it has.
    pub fn len(&self) -> usize {
        self.branches.len()
    }

    /// The probability that the function is true when each variable is true with probability
    /// `q[variable]`, independently. Only sums and products of positive terms: the relative error
    /// stays near the rounding of a float however small the result.
    pub fn probability(&self, q: &[f64], values: &mut Vec<f64>) -> f64 {
        values.clear();
        values.extend([0.0, 1.0]);
        for branch in &self.branches {
            let q = q[branch.variable];
            let (low, high) = (values[branch.low as usize], values[branch.high as usize]);
            values.push(q * high + (1.0 - q) * low);
        }
        values[self.root as usize]
    }

    /// Adds to `slopes[variable]` how fast the probability grows with `q[variable]`.
    /// `values` are those that [`probability`](Self::probability) left for the same `q`.
    pub fn add_slopes(
        &self,
        q: &[f64],
        values: &[f64],
        weights: &mut Vec<f64>,
        slopes: &mut [f64],
    ) {
        weights.clear();
        weights.resize(self.branches.len() + 2, 0.0);
        weights[self.root as usize] = 1.0;
        for (index, branch) in self.branches.iter().enumerate().rev() {
            let weight = weights[index + 2];
            let (low, high) = (branch.low as usize, branch.high as usize);
            let q = q[branch.variable];
            slopes[branch.variable] += weight * (values[high] - values[low]);
            weights[low] += weight * (1.0 - q);
            weights[high] += weight * q;
        }
    }
}

/// A fast hash for small integer keys; the tables are only looked up, never walked.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, word: u32) {
        self.0 = (self.0.rotate_left(21) ^ u64::from(word)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}
