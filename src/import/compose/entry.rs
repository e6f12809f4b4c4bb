//! Where people come in: the published ports of a compose project.

use super::super::entry::{Entry, enter};
use super::super::sketch::{Arrow, Node, Sketch};
use super::Part;
use crate::catalog::Kind;
use crate::source::Span;

/// Joins the users to what is published for them, and states what else can be reached.
pub fn join(parts: &[Part], sketch: &mut Sketch) {
    let published: Vec<(&Part, Span)> = parts
        .iter()
        .filter(|part| part.is_compute() || matches!(part.what.kind, Kind::Cdn | Kind::Waf))
        .filter_map(|part| Some((part, way_in(part)?)))
        .collect();
    let is_called = |part: &Part| {
        published
            .iter()
            .any(|(other, _)| other.place != part.place && reaches(sketch, other.place, part.place))
    };
    let entries: Vec<(usize, Span)> = published
        .iter()
        .filter(|(part, _)| !is_called(part))
        .map(|(part, at)| (part.place, *at))
        .collect();
    for (part, at) in &published {
        if !entries.iter().any(|(entry, _)| *entry == part.place) {
            sketch.components[part.place].state("public", "on", *at);
        }
    }
    let entries = match entries.is_empty() {
        // Everything calls everything: the first one published is the way in.
        true => published.first().map(|(part, at)| (part.place, *at)).into_iter().collect(),
        false => entries,
    };
    let entries = entries.into_iter().map(|(place, at)| {
        let why = format!("ports {}", port_of(parts, place));
        Entry { node: Node::Component(place), at, why }
    });
    enter(sketch, entries.collect());
}

fn port_of(parts: &[Part], entry: usize) -> String {
    let part = parts.iter().find(|part| part.place == entry);
    let port =
        part.and_then(|part| part.ports.iter().find(|port| port.is_public() && !port.is_debug()));
    port.map(|port| if port.host.is_empty() { port.container.clone() } else { port.host.clone() })
        .unwrap_or_default()
}

/// The place that lets others in: a published port, the machine's own network, a rule of Traefik.
fn way_in(part: &Part) -> Option<Span> {
    let port = part.ports.iter().find(|port| port.is_public() && !port.is_debug());
    if let Some(port) = port {
        return Some(port.at);
    }
    let host = part.node.get("network_mode").filter(|mode| mode.text() == Some("host"));
    host.map(|mode| mode.span)
}

/// Whether calls lead from one to the other.
fn reaches(sketch: &Sketch, from: usize, to: usize) -> bool {
    let mut seen = vec![false; sketch.components.len()];
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        for link in sketch
            .links
            .iter()
            .filter(|link| link.from == Node::Component(at) && link.arrow == Arrow::Calls)
        {
            for node in &link.to {
                match node {
                    Node::Component(next) if *next == to => return true,
                    Node::Component(next) => open.push(*next),
                    Node::Group(_) => {}
                }
            }
        }
    }
    false
}
