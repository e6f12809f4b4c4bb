//! How one compose file lies over another, and one service over the one it extends.

use super::super::yaml::{Kind, Node};
use std::rc::Rc;

/// `over` laid over `base`, as compose does it: mappings by key, lists one behind the other, single
/// values replaced. `path` is the keys from the service on.
pub fn merge(base: &Rc<Node>, over: &Rc<Node>, path: &[&str]) -> Rc<Node> {
    match over.tag.as_deref() {
        Some("override") => return over.clone(),
        Some("reset") => return Rc::new(Node::of(Kind::Scalar(String::new(), true), over.span)),
        _ => {}
    }
    if over.is_null() {
        return base.clone();
    }
    if replaces(path) {
        return over.clone();
    }
    let (base, over) = match is_keyed(path) {
        true => (keyed(base), keyed(over)),
        false => (base.clone(), over.clone()),
    };
    match (&base.kind, &over.kind) {
        (Kind::Map(_), Kind::Map(_)) => merge_maps(&base, &over, path),
        (Kind::List(first), Kind::List(second)) => merge_lists(first, second, path, &over),
        _ => over,
    }
}

fn merge_maps(base: &Rc<Node>, over: &Rc<Node>, path: &[&str]) -> Rc<Node> {
    let mut entries = base.entries();
    for (key, value) in over.entries() {
        let name = key.text().unwrap_or_default().to_owned();
        match entries.iter_mut().find(|(old, _)| old.text() == Some(&name)) {
            None => entries.push((key, value)),
            Some(entry) => {
                let mut inner = path.to_vec();
                inner.push(&name);
                *entry = (key, merge(&entry.1, &value, &inner));
            }
        }
    }
    entries.retain(|(_, value)| value.tag.as_deref() != Some("reset"));
    Rc::new(Node::of(Kind::Map(entries), over.span))
}

fn merge_lists(first: &[Rc<Node>], second: &[Rc<Node>], path: &[&str], over: &Node) -> Rc<Node> {
    let mut items = first.to_vec();
    for item in second {
        let target = |node: &Node| match path.last() {
            Some(&"volumes") => mount_target(node),
            _ => node.text().map(str::to_owned),
        };
        let wanted = target(item);
        match items.iter_mut().find(|old| wanted.is_some() && target(old) == wanted) {
            Some(old) => *old = item.clone(),
            None => items.push(item.clone()),
        }
    }
    Rc::new(Node::of(Kind::List(items), over.span))
}

/// The path in the container that a volume is mounted at.
pub fn mount_target(node: &Node) -> Option<String> {
    match node.text() {
        None => node.get("target").and_then(|target| target.text().map(str::to_owned)),
        Some(text) => {
            let parts: Vec<&str> = text.split(':').collect();
            Some(match parts.as_slice() {
                [only] => (*only).to_owned(),
                [_, target, ..] => (*target).to_owned(),
                [] => String::new(),
            })
        }
    }
}

fn replaces(path: &[&str]) -> bool {
    matches!(path, ["command" | "entrypoint"] | ["healthcheck", "test"])
}

/// What may be written as a list of `KEY=VALUE` or of names, and is a mapping.
fn is_keyed(path: &[&str]) -> bool {
    matches!(
        path,
        ["environment"
            | "labels"
            | "depends_on"
            | "networks"
            | "sysctls"
            | "annotations"
            | "extra_hosts"]
            | ["build", "args"]
            | ["deploy", "labels"]
    )
}

/// A list of `KEY=VALUE` or of names as a mapping; each value stands where its item does.
pub fn keyed(node: &Rc<Node>) -> Rc<Node> {
    let Kind::List(items) = &node.kind else { return node.clone() };
    let mut entries: Vec<(Rc<Node>, Rc<Node>)> = Vec::new();
    for item in items {
        let Some(text) = item.text() else { continue };
        let (key, value) =
            text.split_once('=').map_or((text, None), |(key, value)| (key, Some(value)));
        let kind = match value {
            Some(value) => Kind::Scalar(value.to_owned(), false),
            None => Kind::Scalar(String::new(), true),
        };
        let mut value = Node::of(kind, item.span);
        value.is_open = item.is_open;
        entries.retain(|(old, _)| old.text() != Some(key));
        entries.push((Rc::new(Node::scalar(key, item.span)), Rc::new(value)));
    }
    Rc::new(Node::of(Kind::Map(entries), node.span))
}
