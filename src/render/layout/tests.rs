//! The whole layout: nothing lies over anything, on any graph.

use super::layout;
use super::samples::{domains, hostile, two_zones};
use crate::render::faults::{Faults, faults};
use crate::render::graph::{Direction, Graph};

fn flawless(name: &str, graph: &Graph, direction: Direction) {
    let found = faults(graph, &layout(graph, direction));
    assert_eq!(found, Faults::default(), "{name}, {direction:?}");
}

#[test]
fn the_measured_designs_have_no_fault() {
    for direction in [Direction::Down, Direction::Right] {
        flawless("two zones", &two_zones(), direction);
        flawless("domains", &domains(), direction);
    }
}

#[test]
fn hostile_designs_have_no_fault() {
    for seed in 0..30 {
        let graph = hostile(seed);
        flawless(&format!("seed {seed}"), &graph, Direction::Down);
        flawless(&format!("seed {seed}"), &graph, Direction::Right);
    }
}
