//! The objects in manifests, each with where its name stands.

use super::super::Reading;
use super::super::yaml::{self, Node};
use crate::source::{SourceId, Span};
use std::rc::Rc;

/// An object.
pub struct Object {
    pub kind: String,
    pub group: String,
    pub name: String,
    pub namespace: String,
    pub node: Rc<Node>,
    pub at: Span,
}

impl Object {
    pub fn text(&self, path: &[&str]) -> Option<String> {
        self.node.at(path).and_then(|node| node.text().map(str::to_owned))
    }
}

/// A list of objects may hold lists so deep.
const NESTING: usize = 4;

/// Reads the objects of files, in their order.
pub fn read(reading: &mut Reading, files: &[(SourceId, Option<String>)]) -> Vec<Object> {
    let mut objects = Vec::new();
    for (file, namespace) in files {
        let text = reading.files.get(*file).text.clone();
        let documents = yaml::read(&text, *file, 0);
        reading.findings.extend(documents.errors);
        for root in documents.roots {
            add(&root, namespace.as_deref(), 0, &mut objects);
        }
    }
    objects
}

fn add(node: &Rc<Node>, namespace: Option<&str>, depth: usize, objects: &mut Vec<Object>) {
    let Some(kind) = node.get("kind").and_then(|kind| kind.text().map(str::to_owned)) else {
        return;
    };
    let version =
        node.get("apiVersion").and_then(|v| v.text().map(str::to_owned)).unwrap_or_default();
    if kind == "List" && depth < NESTING {
        for item in node.get("items").map(|items| items.items()).unwrap_or_default() {
            add(&item, namespace, depth + 1, objects);
        }
        return;
    }
    let name = node.at(&["metadata", "name"]).or_else(|| node.at(&["metadata", "generateName"]));
    let own = node.at(&["metadata", "namespace"]).and_then(|node| node.text().map(str::to_owned));
    objects.push(Object {
        group: version.split('/').next().unwrap_or_default().to_owned(),
        name: name.as_ref().and_then(|name| name.text()).unwrap_or_default().to_owned(),
        namespace: namespace
            .map(str::to_owned)
            .or(own)
            .filter(|name| name != "default")
            .unwrap_or_default(),
        at: name.map_or(node.span, |name| name.span),
        kind,
        node: node.clone(),
    });
}

/// The pairs of a mapping of words.
pub fn labels(node: Option<Rc<Node>>) -> Vec<(String, String)> {
    let entries = node.map(|node| node.entries()).unwrap_or_default();
    entries
        .into_iter()
        .filter_map(|(key, value)| Some((key.text()?.to_owned(), value.text()?.to_owned())))
        .collect()
}
