//! The objects in manifests, each with where its name stands.

use super::super::Reading;
use super::super::yaml::{self, Node};
use super::kustomize::{Manifest, Set};
use crate::source::Span;
use crate::text;
use std::collections::BTreeMap;
use std::rc::Rc;

/// An object.
pub struct Object {
    pub kind: String,
    pub group: String,
    pub name: String,
    pub namespace: String,
    /// What kustomizations set on it.
    pub set: Rc<Set>,
    pub node: Rc<Node>,
    pub at: Span,
}

impl Object {
    pub fn text(&self, path: &[&str]) -> Option<String> {
        self.node.at(path).and_then(|node| node.text().map(str::to_owned))
    }

    /// How many of a workload are stated, and where.
    pub fn replicas(&self) -> Option<(u32, Span)> {
        let stated = self.node.at(&["spec", "replicas"]);
        let stated = || stated.and_then(|node| Some((node.text()?.parse().ok()?, node.span)));
        self.set.replicas(&self.name).or_else(stated)
    }
}

/// A list of objects may hold lists so deep.
const NESTING: usize = 4;

/// Reads the objects of files, in their order.
pub fn read(reading: &mut Reading, files: &[Manifest]) -> Vec<Object> {
    let mut objects = Vec::new();
    for (file, set) in files {
        let text = reading.files.get(*file).text.clone();
        let documents = yaml::read(&text, *file, 0);
        reading.findings.extend(documents.errors);
        for root in documents.roots {
            add(&root, set, 0, &mut objects);
        }
    }
    replaced(reading, &mut objects);
    objects
}

/// Of objects of one kind and name the last one stands, as `kubectl apply` has it; a patch, which
/// says only a part, is none.
fn replaced(reading: &mut Reading, objects: &mut Vec<Object>) {
    let mut last: BTreeMap<(String, String, String, String), Span> = BTreeMap::new();
    let key = |object: &Object| {
        let words = [&object.group, &object.kind, &object.namespace, &object.name];
        let [group, kind, namespace, name] = words.map(String::clone);
        (group, kind, namespace, name)
    };
    for object in objects.iter().filter(|object| is_whole(object)) {
        last.insert(key(object), object.at);
    }
    let mut twice = Vec::new();
    objects.retain(|object| {
        let stands = last.get(&key(object)).is_none_or(|at| *at == object.at);
        if !stands && is_whole(object) {
            twice.push((object.kind.clone(), object.name.clone(), object.at));
        }
        stands
    });
    for (kind, name, at) in twice.into_iter().filter(|(_, name, _)| !name.is_empty()) {
        reading.not_imported(
            at,
            text!(
                kind, name;
                "{kind} `{name}`을(를) 뒤에서 다시 정의합니다. 나중에 적용한 것만 남습니다",
                "{kind} `{name}` is defined again further on; what is applied last stands"
            ),
        );
    }
}

fn is_whole(object: &Object) -> bool {
    match object.kind.as_str() {
        "ConfigMap" => object.node.get("data").is_some(),
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" => {
            let list = object.node.at(&["spec", "template", "spec", "containers"]);
            let containers = list.map(|list| list.items()).unwrap_or_default();
            containers.iter().any(|container| container.get("image").is_some())
                && object.node.at(&["spec", "selector"]).is_some()
        }
        _ => false,
    }
}

fn add(node: &Rc<Node>, set: &Rc<Set>, depth: usize, objects: &mut Vec<Object>) {
    let Some(kind) = node.get("kind").and_then(|kind| kind.text().map(str::to_owned)) else {
        return;
    };
    let version =
        node.get("apiVersion").and_then(|v| v.text().map(str::to_owned)).unwrap_or_default();
    if kind == "List" && depth < NESTING {
        for item in node.get("items").map(|items| items.items()).unwrap_or_default() {
            add(&item, set, depth + 1, objects);
        }
        return;
    }
    let name = node.at(&["metadata", "name"]).or_else(|| node.at(&["metadata", "generateName"]));
    let own = node.at(&["metadata", "namespace"]).and_then(|node| node.text().map(str::to_owned));
    objects.push(Object {
        group: version.split('/').next().unwrap_or_default().to_owned(),
        name: name.as_ref().and_then(|name| name.text()).unwrap_or_default().to_owned(),
        namespace: set
            .namespace
            .clone()
            .or(own)
            .filter(|name| name != "default")
            .unwrap_or_default(),
        at: name.map_or(node.span, |name| name.span),
        kind,
        set: set.clone(),
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
