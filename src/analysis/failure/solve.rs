//! Evaluates a fault tree, cycles included, in any algebra of "at least k of these".

use super::{BlockId, Gate, GateId, Input, System};
use std::collections::VecDeque;

/// Values for which OR, AND and "at least k" make sense and grow monotonically.
pub trait Algebra {
    type Value: Clone + PartialEq;

    /// The value of what never fails.
    fn never(&self) -> Self::Value;

    fn block(&mut self, id: BlockId) -> Self::Value;

    /// The value of a gate with these inputs.
    fn at_least<'a>(
        &mut self,
        least: usize,
        inputs: impl Iterator<Item = &'a Self::Value> + Clone,
    ) -> Self::Value
    where
        Self::Value: 'a;
}

impl System {
    /// The least solution: the value of every gate, by [`GateId`].
    pub fn solve<A: Algebra>(&self, algebra: &mut A) -> Vec<A::Value> {
        let blocks: Vec<A::Value> = self.block_ids().map(|id| algebra.block(id)).collect();
        let mut gates = vec![algebra.never(); self.gates.len()];
        for group in &self.order {
            match group.as_slice() {
                [single] if !self.gate(*single).inputs.contains(&Input::Gate(*single)) => {
                    gates[single.0 as usize] =
                        evaluate(algebra, self.gate(*single), &blocks, &gates);
                }
                cycle => self.settle(algebra, cycle, &blocks, &mut gates),
            }
        }
        gates
    }

    /// Evaluates the gates of a cycle again until nothing changes: their least solution, since all
    /// start as never failing and values only grow.
    fn settle<A: Algebra>(
        &self,
        algebra: &mut A,
        cycle: &[GateId],
        blocks: &[A::Value],
        gates: &mut [A::Value],
    ) {
        let place = |id: GateId| cycle.binary_search(&id).ok();
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); cycle.len()];
        for (user, id) in cycle.iter().enumerate() {
            for used in super::simplify::inner(self.gate(*id)).filter_map(place) {
                users[used].push(user);
            }
        }
        let mut waiting = vec![true; cycle.len()];
        let mut queue: VecDeque<usize> = (0..cycle.len()).collect();
        while let Some(index) = queue.pop_front() {
            waiting[index] = false;
            let id = cycle[index];
            let value = evaluate(algebra, self.gate(id), blocks, gates);
            if value == gates[id.0 as usize] {
                continue;
            }
            gates[id.0 as usize] = value;
            for user in &users[index] {
                if !std::mem::replace(&mut waiting[*user], true) {
                    queue.push_back(*user);
                }
            }
        }
    }
}

fn evaluate<A: Algebra>(
    algebra: &mut A,
    gate: &Gate,
    blocks: &[A::Value],
    gates: &[A::Value],
) -> A::Value {
    let value = |input: &Input| match input {
        Input::Block(id) => &blocks[id.0 as usize],
        Input::Gate(id) => &gates[id.0 as usize],
    };
    algebra.at_least(gate.least, gate.inputs.iter().map(value))
}
