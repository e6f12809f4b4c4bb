//! Where people come in: users for each way in.

use super::sketch::{Arrow, Component, Link, Node, Sketch};
use crate::source::Span;
use std::collections::BTreeSet;

/// A component that people reach from outside.
pub struct Entry {
    pub node: Node,
    pub at: Span,
    /// What says so, for the printed file.
    pub why: String,
}

/// Joins users to the ways in. Ways that lead to the same things are alternatives of one; any other
/// has users of its own, as nobody needs all of them. Without a way in, not everything is in the
/// files.
pub fn enter(sketch: &mut Sketch, entries: Vec<Entry>) {
    if entries.is_empty() {
        sketch.is_partial = true;
        return;
    }
    let mut ways: Vec<(BTreeSet<Node>, Vec<Entry>)> = Vec::new();
    for entry in entries {
        let leads_to = leads_to(sketch, entry.node);
        let same = ways.iter_mut().find(|(to, _)| !to.is_empty() && *to == leads_to);
        match same {
            Some((_, alternatives)) => alternatives.push(entry),
            None => ways.push((leads_to, vec![entry])),
        }
    }
    let several = ways.len() > 1;
    for (_, alternatives) in ways {
        let first = &alternatives[0];
        let name = match (several, first.node) {
            (true, Node::Component(at)) => format!("{}-clients", sketch.components[at].name),
            _ => "clients".to_owned(),
        };
        let users = Node::Component(sketch.add(Component::new("user", name, first.at)));
        let mut link = Link::new(users, first.node, Arrow::Calls, first.at, first.why.clone());
        link.to = alternatives.iter().map(|entry| entry.node).collect();
        sketch.join(link);
    }
}

fn leads_to(sketch: &Sketch, from: Node) -> BTreeSet<Node> {
    let own = sketch.links.iter().filter(|link| link.from == from);
    own.flat_map(|link| link.to.iter().copied()).collect()
}
