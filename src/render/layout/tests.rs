//! The whole layout: nothing lies over anything on any graph, and the measured designs meet their
//! budgets.

use super::layout;
use super::samples::{domains, hostile, sketch, two_zones};
use crate::model::Kind;
use crate::render::faults::{Faults, faults, figures};
use crate::render::graph::{Direction, Graph, Layout};

fn flawless(name: &str, graph: &Graph, direction: Direction) -> Layout {
    let layout = layout(graph, direction);
    assert_eq!(faults(graph, &layout), Faults::default(), "{name}, {direction:?}");
    layout
}

#[test]
fn two_zones_meet_their_budget() {
    let graph = two_zones();
    let layout = flawless("two zones", &graph, Direction::Auto);
    let figures = figures(&graph, &layout);
    assert!(figures.crossings <= 14, "{figures:?}");
    assert!(figures.bends <= 98, "{figures:?}");
    assert_eq!(figures.through_groups, 0, "{figures:?}");
    assert!((1.0..=2.4).contains(&figures.aspect), "{figures:?}");
    assert!(figures.ink >= 9.0, "{figures:?}");
}

#[test]
fn a_hundred_components_meet_their_budget() {
    let graph = domains();
    let layout = flawless("domains", &graph, Direction::Auto);
    let figures = figures(&graph, &layout);
    assert!(figures.crossings <= 80, "{figures:?}");
    assert!((1.25..=2.4).contains(&figures.aspect), "{figures:?}");
    assert!(figures.ink >= 10.0, "{figures:?}");
}

#[test]
fn both_directions_are_without_fault() {
    for direction in [Direction::Down, Direction::Right] {
        flawless("two zones", &two_zones(), direction);
        flawless("domains", &domains(), direction);
    }
}

#[test]
fn the_same_tier_stands_at_the_same_height_in_both_zones() {
    let graph = two_zones();
    let layout = layout(&graph, Direction::Down);
    for kind in [Kind::Web, Kind::Cache] {
        let of_kind = graph.nodes.iter().zip(&layout.nodes).filter(|(n, _)| n.kind == kind);
        let mut heights: Vec<f64> = of_kind.map(|(_, rect)| rect.y).collect();
        heights.dedup();
        assert_eq!(heights.len(), 1, "{kind:?}");
    }
}

#[test]
fn nothing_and_next_to_nothing_have_a_layout() {
    let empty = layout(&Graph::default(), Direction::Auto);
    assert_eq!((empty.width, empty.height), (0.0, 0.0));
    let designs = [
        ("one", "web a"),
        ("empty group", "zone z \"영역\" {\n}"),
        ("nested empty groups", "region r \"R\" {\nzone z \"Z\" {\n}\n}\nweb a"),
        ("self-link", "web a\na -> a \"재시도\""),
        ("self-links", "web a\na -> a \"재시도\"\na -> a\na ~> a \"알림\""),
        ("parallel", "web a\ndb b\na -> b \"읽기\"\na -> b \"쓰기\"\na ~> b\nb -> a"),
        ("copies", "db a\ndb b\na => b \"복제\"\na => b\nb => a \"역복제\""),
        ("alone", "web a\nweb b\nweb c"),
    ];
    for (name, text) in designs {
        for direction in [Direction::Auto, Direction::Down, Direction::Right] {
            flawless(name, &sketch(text), direction);
        }
    }
}

#[test]
fn the_same_graph_gives_the_same_layout() {
    let graph = two_zones();
    assert_eq!(layout(&graph, Direction::Auto), layout(&graph, Direction::Auto));
}

/// Two thousand designs, in parts that run beside each other.
fn hostile_part(part: u64) {
    for seed in part * 500..(part + 1) * 500 {
        let direction = if seed / 16 % 2 == 0 { Direction::Down } else { Direction::Right };
        flawless(&format!("seed {seed}"), &hostile(seed), direction);
    }
}

#[test]
fn hostile_designs_have_no_fault_1() {
    hostile_part(0);
}

#[test]
fn hostile_designs_have_no_fault_2() {
    hostile_part(1);
}

#[test]
fn hostile_designs_have_no_fault_3() {
    hostile_part(2);
}

#[test]
fn hostile_designs_have_no_fault_4() {
    hostile_part(3);
}
