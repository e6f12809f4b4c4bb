//! The nearest places that keep every distance: a weighted projection on separation constraints.
//!
//! Each variable wants a place; each constraint keeps one variable some distance right of another.
//! Variables that push against each other merge into a block, which stands at the weighted mean of
//! what its members want ("satisfy" of VPSC: Dwyer, Marriott and Stuckey, Fast Node Overlap Removal,
//! 2006). Blocks merge small into large and look at their most violated constraint through a lazy
//! heap, so the whole costs O(n log² n).

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// `right` stands at least `gap` to the right of `left`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Apart {
    pub left: usize,
    pub right: usize,
    pub gap: f64,
}

/// Constraints without a cycle, with their variables in an order that respects them.
pub(super) struct Constraints {
    pub all: Vec<Apart>,
    /// Constraints that push a variable from its left, and that it pushes to its right.
    pub into: Vec<Vec<usize>>,
    pub out: Vec<Vec<usize>>,
    /// Left sides first. Variables not listed are left alone.
    pub order: Vec<usize>,
}

impl Constraints {
    /// `order` must list the left variable of each constraint before the right one.
    pub fn new(variables: usize, order: Vec<usize>, mut all: Vec<Apart>) -> Constraints {
        let largest_first = |a: &Apart, b: &Apart| {
            (a.left, a.right).cmp(&(b.left, b.right)).then(b.gap.total_cmp(&a.gap))
        };
        all.sort_by(largest_first);
        all.dedup_by_key(|c| (c.left, c.right));
        let (mut into, mut out) = (vec![Vec::new(); variables], vec![Vec::new(); variables]);
        for (i, apart) in all.iter().enumerate() {
            into[apart.right].push(i);
            out[apart.left].push(i);
        }
        Constraints { all, into, out, order }
    }

    /// How far left and right a variable may go while the others stay.
    pub fn slack(&self, variable: usize, x: &[f64]) -> (f64, f64) {
        let low = self.into[variable].iter().map(|&c| x[self.all[c].left] + self.all[c].gap);
        let high = self.out[variable].iter().map(|&c| x[self.all[c].right] - self.all[c].gap);
        (low.fold(f64::NEG_INFINITY, f64::max), high.fold(f64::INFINITY, f64::min))
    }

    /// Pushes everything right until every distance holds exactly.
    pub fn push_right(&self, x: &mut [f64]) {
        for &variable in &self.order {
            for &c in &self.into[variable] {
                let apart = self.all[c];
                x[variable] = x[variable].max(x[apart.left] + apart.gap);
            }
        }
    }
}

struct Block {
    weight: f64,
    /// Weighted sum of the places wanted, less the offsets of the members.
    pull: f64,
    members: Vec<usize>,
    /// Constraints into the block by where they would push it; entries may be out of date.
    heap: BinaryHeap<Push>,
}

impl Block {
    fn at(&self) -> f64 {
        self.pull / self.weight
    }
}

#[derive(PartialEq)]
struct Push(f64, usize);

impl Eq for Push {}

impl Ord for Push {
    fn cmp(&self, other: &Push) -> Ordering {
        self.0.total_cmp(&other.0).then(other.1.cmp(&self.1))
    }
}

impl PartialOrd for Push {
    fn partial_cmp(&self, other: &Push) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

struct Projection<'a> {
    constraints: &'a Constraints,
    blocks: Vec<Block>,
    /// Block and offset within it, per variable.
    block: Vec<usize>,
    offset: Vec<f64>,
}

const NONE: usize = usize::MAX;
/// What is too small to matter, px.
const SMALL: f64 = 1e-7;

/// The places nearest to those wanted, by weight (above zero), that keep all constraints.
pub(super) fn project(constraints: &Constraints, wanted: &[f64], weight: &[f64]) -> Vec<f64> {
    let mut projection = Projection {
        constraints,
        blocks: Vec::with_capacity(wanted.len()),
        block: vec![NONE; wanted.len()],
        offset: vec![0.0; wanted.len()],
    };
    for &variable in &constraints.order {
        projection.insert(variable, wanted[variable], weight[variable]);
    }
    let place = |v: usize| match projection.block[v] {
        NONE => wanted[v],
        block => projection.blocks[block].at() + projection.offset[v],
    };
    (0..wanted.len()).map(place).collect()
}

impl Projection<'_> {
    fn insert(&mut self, variable: usize, wanted: f64, weight: f64) {
        let mut here = self.blocks.len();
        self.block[variable] = here;
        let pushes = self.constraints.into[variable].iter().map(|&c| Push(self.push(c), c));
        let heap = pushes.collect();
        let pull = weight * wanted;
        self.blocks.push(Block { weight, pull, members: vec![variable], heap });
        while let Some((push, c)) = self.strongest(here) {
            if push <= self.blocks[here].at() + SMALL {
                self.blocks[here].heap.push(Push(push, c));
                return;
            }
            here = self.merge(here, c);
        }
    }

    /// Where a constraint pushes the block of its right side.
    fn push(&self, constraint: usize) -> f64 {
        let Apart { left, right, gap } = self.constraints.all[constraint];
        self.blocks[self.block[left]].at() + self.offset[left] + gap - self.offset[right]
    }

    /// The strongest push from another block. Stored pushes only ever say too much.
    fn strongest(&mut self, here: usize) -> Option<(f64, usize)> {
        loop {
            let Push(stored, c) = self.blocks[here].heap.pop()?;
            if self.block[self.constraints.all[c].left] == here {
                continue;
            }
            let push = self.push(c);
            if push >= stored - 1e-9 {
                return Some((push, c));
            }
            self.blocks[here].heap.push(Push(push, c));
        }
    }

    /// Joins two blocks along a constraint, the smaller into the larger.
    fn merge(&mut self, here: usize, constraint: usize) -> usize {
        let Apart { left, right, gap } = self.constraints.all[constraint];
        let other = self.block[left];
        let shift = self.offset[left] + gap - self.offset[right];
        let (big, small, shift) =
            if self.blocks[other].members.len() >= self.blocks[here].members.len() {
                (other, here, shift)
            } else {
                (here, other, -shift)
            };
        let members = std::mem::take(&mut self.blocks[small].members);
        let (weight, pull) = (self.blocks[small].weight, self.blocks[small].pull);
        self.blocks[small].heap = BinaryHeap::new();
        for &member in &members {
            self.offset[member] += shift;
            self.block[member] = big;
        }
        self.blocks[big].weight += weight;
        self.blocks[big].pull += pull - weight * shift;
        for &member in &members {
            for &c in &self.constraints.into[member] {
                let from = self.block[self.constraints.all[c].left];
                if from != NONE && from != big {
                    let push = self.push(c);
                    self.blocks[big].heap.push(Push(push, c));
                }
            }
        }
        self.blocks[big].members.extend(members);
        big
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(gaps: &[f64]) -> Constraints {
        let all = gaps.iter().enumerate();
        let all = all.map(|(i, &gap)| Apart { left: i, right: i + 1, gap }).collect();
        Constraints::new(gaps.len() + 1, (0..=gaps.len()).collect(), all)
    }

    #[test]
    fn what_fits_stays_where_it_wants_to_be() {
        let x = project(&chain(&[10.0, 10.0]), &[0.0, 20.0, 45.0], &[1.0; 3]);
        assert_eq!(x, [0.0, 20.0, 45.0]);
    }

    #[test]
    fn those_that_want_one_place_stand_around_it() {
        let x = project(&chain(&[10.0, 10.0]), &[50.0, 50.0, 50.0], &[1.0; 3]);
        assert_eq!(x, [40.0, 50.0, 60.0]);
    }

    #[test]
    fn the_heavier_one_moves_less() {
        let x = project(&chain(&[10.0]), &[0.0, 0.0], &[3.0, 1.0]);
        assert_eq!(x, [-2.5, 7.5]);
    }

    #[test]
    fn every_distance_holds_on_a_grid_of_constraints() {
        // A triangle: 0 before 1 and 2, both before 3, with gaps that cannot all be met by wishes.
        let apart = |left, right, gap| Apart { left, right, gap };
        let all = vec![apart(0, 1, 7.0), apart(0, 2, 20.0), apart(1, 3, 30.0), apart(2, 3, 5.0)];
        let constraints = Constraints::new(4, vec![0, 1, 2, 3], all);
        let x = project(&constraints, &[9.0, 3.0, 1.0, 0.0], &[1.0, 2.0, 1.0, 5.0]);
        for c in &constraints.all {
            assert!(x[c.right] - x[c.left] >= c.gap - 1e-6, "{c:?} in {x:?}");
        }
    }

    #[test]
    fn of_two_distances_for_a_pair_the_larger_holds() {
        let apart = |gap| Apart { left: 0, right: 1, gap };
        let constraints = Constraints::new(2, vec![0, 1], vec![apart(3.0), apart(8.0)]);
        assert_eq!(constraints.all, [apart(8.0)]);
    }
}
