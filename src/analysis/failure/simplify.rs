//! Makes a fault tree small without changing what it says: cycles of OR gates become one gate,
//! chains of OR gates become one flat gate, and what the top does not depend on goes.

use super::{Gate, GateId, Input};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

pub(super) fn simplify(gates: Vec<Gate>, top: GateId) -> (Vec<Gate>, GateId) {
    let (gates, top) = merge_cycles(gates, top);
    let gates = inline_chains(gates, top);
    keep_used(gates, top)
}

/// Groups of gates that depend on each other, each after the groups that it depends on.
pub(super) fn order(gates: &[Gate]) -> Vec<Vec<GateId>> {
    strong_components(gates, |_| true)
}

fn strong_components(gates: &[Gate], counts: impl Fn(&Gate) -> bool) -> Vec<Vec<GateId>> {
    let mut graph = DiGraph::<(), ()>::with_capacity(gates.len(), gates.len());
    for _ in gates {
        graph.add_node(());
    }
    for (from, gate) in gates.iter().enumerate().filter(|(_, gate)| counts(gate)) {
        for to in inner(gate) {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to.0 as usize), ());
        }
    }
    let ids = |group: Vec<NodeIndex>| {
        let mut ids: Vec<_> = group.into_iter().map(|node| GateId(node.index() as u32)).collect();
        ids.sort_unstable();
        ids
    };
    kosaraju_scc(&graph).into_iter().map(ids).collect()
}

/// The gates among a gate's inputs.
pub(super) fn inner(gate: &Gate) -> impl Iterator<Item = GateId> + '_ {
    gate.inputs.iter().filter_map(|input| match input {
        Input::Gate(id) => Some(*id),
        Input::Block(_) => None,
    })
}

/// OR gates that all depend on each other are down together: whatever takes one down takes down
/// the next. The first of them stands for all, with what any of them depends on outside.
fn merge_cycles(mut gates: Vec<Gate>, top: GateId) -> (Vec<Gate>, GateId) {
    let groups = strong_components(&gates, |gate| gate.least == 1);
    let mut stands_for: Vec<GateId> = (0..gates.len() as u32).map(GateId).collect();
    for group in &groups {
        for id in group {
            stands_for[id.0 as usize] = group[0];
        }
    }
    for group in &groups {
        let cyclic = gates[group[0].0 as usize].least == 1;
        if group.len() == 1 && !cyclic {
            continue;
        }
        let mut inputs: Vec<Input> = Vec::new();
        for id in group {
            inputs.append(&mut gates[id.0 as usize].inputs);
        }
        inputs.retain(|input| match input {
            Input::Gate(id) => stands_for[id.0 as usize] != group[0],
            Input::Block(_) => true,
        });
        gates[group[0].0 as usize] = Gate { least: 1, inputs };
    }
    for gate in &mut gates {
        for input in &mut gate.inputs {
            if let Input::Gate(id) = input {
                *id = stands_for[id.0 as usize];
            }
        }
    }
    (gates, stands_for[top.0 as usize])
}

/// An OR gate that is used once, by another OR gate, hands its inputs over to that one.
fn inline_chains(mut gates: Vec<Gate>, top: GateId) -> Vec<Gate> {
    let mut uses = vec![0_u32; gates.len()];
    for id in gates.iter().flat_map(inner) {
        uses[id.0 as usize] += 1;
    }
    let mut todo = vec![top];
    let mut seen = vec![false; gates.len()];
    seen[top.0 as usize] = true;
    while let Some(id) = todo.pop() {
        if gates[id.0 as usize].least == 1 {
            flatten(&mut gates, id, &uses);
        }
        for next in inner(&gates[id.0 as usize]) {
            if !std::mem::replace(&mut seen[next.0 as usize], true) {
                todo.push(next);
            }
        }
    }
    gates
}

fn flatten(gates: &mut [Gate], id: GateId, uses: &[u32]) {
    let mut open = std::mem::take(&mut gates[id.0 as usize].inputs);
    open.reverse();
    let mut flat = Vec::new();
    while let Some(input) = open.pop() {
        match input {
            Input::Gate(next) if next != id && absorbs(gates, next, uses) => {
                let inputs = std::mem::take(&mut gates[next.0 as usize].inputs);
                open.extend(inputs.into_iter().rev());
            }
            other => flat.push(other),
        }
    }
    flat.sort_unstable();
    flat.dedup();
    gates[id.0 as usize].inputs = flat;
}

fn absorbs(gates: &[Gate], id: GateId, uses: &[u32]) -> bool {
    gates[id.0 as usize].least == 1 && uses[id.0 as usize] == 1
}

/// Drops gates that the top does not depend on, and numbers the others anew, in their old order.
fn keep_used(gates: Vec<Gate>, top: GateId) -> (Vec<Gate>, GateId) {
    let mut used = vec![false; gates.len()];
    used[top.0 as usize] = true;
    let mut todo = vec![top];
    while let Some(id) = todo.pop() {
        for next in inner(&gates[id.0 as usize]) {
            if !std::mem::replace(&mut used[next.0 as usize], true) {
                todo.push(next);
            }
        }
    }
    let mut new = vec![GateId(u32::MAX); gates.len()];
    let kept = (0..gates.len()).filter(|index| used[*index]);
    for (to, from) in kept.enumerate() {
        new[from] = GateId(to as u32);
    }
    let mut kept = Vec::new();
    for (index, mut gate) in gates.into_iter().enumerate() {
        if used[index] {
            for input in &mut gate.inputs {
                if let Input::Gate(id) = input {
                    *id = new[id.0 as usize];
                }
            }
            kept.push(gate);
        }
    }
    (kept, new[top.0 as usize])
}
