//! Flowcharts read as the official parser reads them; `tests/mermaid.mjs` asks it.

use super::chart::{Chart, Edge, Head, Shape, Stroke};
use super::flowchart;
use super::label::plain;
use crate::source::SourceId;
use serde_json::Value;
use std::collections::BTreeSet;

const KEPT: &str = include_str!("official.json");

/// The official name of an outline that brackets make.
fn outline(shape: Shape) -> Option<&'static str> {
    Some(match shape {
        Shape::None => "",
        Shape::Square => "square",
        Shape::Round => "round",
        Shape::Stadium => "stadium",
        Shape::Subroutine => "subroutine",
        Shape::Cylinder => "cylinder",
        Shape::Circle => "circle",
        Shape::DoubleCircle => "doublecircle",
        Shape::Flag => "odd",
        Shape::Diamond => "diamond",
        Shape::Hexagon => "hexagon",
        Shape::LeanRight => "lean_right",
        Shape::LeanLeft => "lean_left",
        Shape::Trapezoid => "trapezoid",
        Shape::InverseTrapezoid => "inv_trapezoid",
        Shape::Person | Shape::Bucket | Shape::Named => return None,
    })
}

/// The official names of outlines that brackets make.
const BRACKETS: [&str; 15] = [
    "",
    "square",
    "round",
    "stadium",
    "subroutine",
    "cylinder",
    "circle",
    "doublecircle",
    "odd",
    "diamond",
    "hexagon",
    "lean_right",
    "lean_left",
    "trapezoid",
    "inv_trapezoid",
];

fn arrow(edge: &Edge) -> &'static str {
    match (edge.tail, edge.head) {
        (Head::Arrow, Head::Arrow) => "double_arrow_point",
        (Head::Cross, Head::Cross) => "double_arrow_cross",
        (Head::Circle, Head::Circle) => "double_arrow_circle",
        (_, Head::Arrow) => "arrow_point",
        (_, Head::Cross) => "arrow_cross",
        (_, Head::Circle) => "arrow_circle",
        (_, Head::Open) => "arrow_open",
    }
}

fn stroke(edge: &Edge) -> &'static str {
    match edge.stroke {
        Stroke::Normal => "normal",
        Stroke::Thick => "thick",
        Stroke::Dotted => "dotted",
        Stroke::Invisible => "invisible",
    }
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn rows<'v>(answer: &'v Value, key: &str) -> &'v [Value] {
    answer[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// What differs between a chart and the official answer.
fn differences(answer: &Value, chart: &Chart) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, theirs: BTreeSet<String>, ours: BTreeSet<String>| {
        if theirs != ours {
            let missing: Vec<_> = theirs.difference(&ours).collect();
            let more: Vec<_> = ours.difference(&theirs).collect();
            found.push(format!("{what}: missing {missing:?}, too much {more:?}"));
        }
    };
    let is_subgraph = |id: &str| rows(answer, "subgraphs").iter().any(|one| word(&one[0]) == id);
    let theirs = rows(answer, "nodes").iter().filter(|node| !is_subgraph(word(&node[0])));
    let theirs = theirs.map(|node| format!("{} {:?}", word(&node[0]), plain(word(&node[1]))));
    let ours = chart.nodes.iter().filter(|node| !is_subgraph(&node.id));
    let label = |label: &Option<String>, id: &str| label.clone().unwrap_or_else(|| id.to_owned());
    let ours = ours.map(|node| format!("{} {:?}", node.id, label(&node.label, &node.id)));
    compare("nodes", theirs.collect(), ours.collect());

    let named = |id: &str| chart.nodes.iter().find(|node| node.id == id).map(|node| node.shape);
    // A name of an outline in `@{ … }` is kept as it stands.
    let is_drawn = |node: &&Value| BRACKETS.contains(&word(&node[2]));
    let drawn = |node: &&Value| is_drawn(node) && named(word(&node[0])).and_then(outline).is_some();
    let shapes = rows(answer, "nodes").iter().filter(|node| !is_subgraph(word(&node[0])));
    let shapes: Vec<&Value> = shapes.filter(drawn).collect();
    let theirs = shapes.iter().map(|node| format!("{} {}", word(&node[0]), word(&node[2])));
    let ours = shapes.iter().filter_map(|node| {
        let id = word(&node[0]);
        Some(format!("{id} {}", outline(named(id)?)?))
    });
    compare("shapes", theirs.collect(), ours.collect());

    let theirs = rows(answer, "edges").iter().enumerate().map(|(at, edge)| {
        let label = plain(word(&edge[2]));
        format!(
            "{at} {}>{} {label:?} {} {}",
            word(&edge[0]),
            word(&edge[1]),
            word(&edge[3]),
            word(&edge[4])
        )
    });
    let ours = chart.edges.iter().enumerate().map(|(at, edge)| {
        let label = edge.label.clone().unwrap_or_default();
        format!("{at} {}>{} {label:?} {} {}", edge.from, edge.to, stroke(edge), arrow(edge))
    });
    compare("edges", theirs.collect(), ours.collect());

    let theirs = rows(answer, "subgraphs").iter().map(|one| {
        let members = one[2].as_array().map(Vec::as_slice).unwrap_or_default();
        let members: BTreeSet<&str> = members.iter().map(word).collect();
        format!("{:?} {members:?}", plain(word(&one[1])))
    });
    let ours = chart.subgraphs.iter().enumerate().map(|(at, one)| {
        let nodes = chart.nodes.iter().filter(|node| node.within == Some(at));
        let inner = chart.subgraphs.iter().filter(|inner| inner.parent == Some(at));
        let members: BTreeSet<&str> =
            nodes.map(|node| node.id.as_str()).chain(inner.map(|one| one.id.as_str())).collect();
        format!("{:?} {members:?}", one.title)
    });
    compare("subgraphs", theirs.collect(), ours.collect());
    found
}

#[test]
fn charts_are_what_the_official_parser_says_they_are() {
    let answers: Vec<Value> = serde_json::from_str(KEPT).expect("JSON");
    let mut wrong = Vec::new();
    for answer in &answers {
        let text = word(&answer["text"]);
        let chart = flowchart::read(text, SourceId(0), 0);
        let is_refused = answer["refused"] == true;
        let mut differences = match is_refused {
            true => Vec::new(),
            false => differences(answer, &chart),
        };
        if is_refused == chart.refused.is_empty() {
            differences.push(format!("refused: {is_refused}, here {:?}", chart.refused));
        }
        if !differences.is_empty() {
            wrong.push(format!("{text}\n{}", differences.join("\n")));
        }
    }
    let (count, all) = (wrong.len(), answers.len());
    assert!(wrong.is_empty(), "{count} of {all} differ:\n\n{}", wrong.join("\n\n"));
}
