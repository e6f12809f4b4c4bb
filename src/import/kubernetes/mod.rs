//! Kubernetes manifests: all that belong to one command or folder, as one design.

mod edges;
mod expose;
mod facts;
mod kustomize;
mod objects;
mod policies;
mod secrets;
mod services;
mod values;
mod workloads;

use super::Reading;
use super::classify::What;
use super::sketch::{Group, Sketch};
use super::yaml::Node;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{SourceId, Span};
use crate::text;
use objects::Object;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A workload, or a store that an operator runs, that is a component.
struct Work {
    name: String,
    namespace: String,
    at: Span,
    /// The object's kind.
    of: String,
    what: What,
    /// Its place in the sketch.
    place: usize,
    /// Labels of its pods.
    labels: Vec<(String, String)>,
    /// The specification of its pods.
    pod: Option<Rc<Node>>,
    /// Those of its containers that are not a component of their own.
    containers: Vec<Rc<Node>>,
    /// What runs before they start.
    inits: Vec<Rc<Node>>,
    /// It stands in the pod of another one.
    is_beside: bool,
    /// How many are stated, and where.
    replicas: Option<(u32, Span)>,
    object: Rc<Node>,
}

impl Work {
    /// Whether a container of it states that port, by its number or its name.
    fn listens_on(&self, port: &str) -> bool {
        let ports = |container: &Rc<Node>| container.get("ports").map(|list| list.items());
        let is_it = |stated: &Rc<Node>| {
            let says = |key| stated.get(key).is_some_and(|node| node.text() == Some(port));
            says("containerPort") || says("name")
        };
        self.containers.iter().filter_map(ports).flatten().any(|stated| is_it(&stated))
    }
}

/// Reads manifests and what their kustomizations name.
pub fn read(reading: &mut Reading, given: &[SourceId]) -> Option<Sketch> {
    let files = kustomize::files(reading, given);
    let objects = objects::read(reading, &files);
    let mut sketch = Sketch { format: "Kubernetes", ..Sketch::default() };
    sketch.name = reading.folder_name(given);
    let mut work = workloads::parts(reading, &objects, &mut sketch);
    namespaces(&objects, &work, &mut sketch);
    let services = services::of(&objects, &work);
    let scales = |object: &&Object| {
        matches!(object.kind.as_str(), "HorizontalPodAutoscaler" | "ScaledObject")
    };
    let scalers: Vec<&Object> = objects.iter().filter(scales).collect();
    for (at, one) in work.iter_mut().enumerate() {
        facts::state(at, one, &scalers, &services, &mut sketch);
    }
    facts::budgets(&objects, &work, &mut sketch);
    edges::join(reading, &objects, &work, &services, &mut sketch);
    policies::join(&objects, &work, &mut sketch);
    expose::join(reading, &objects, &work, &services, &mut sketch);
    passed_over(&objects, &mut sketch);
    Some(sketch)
}

/// Namespaces are groups where there are two or more of them.
fn namespaces(objects: &[Object], work: &[Work], sketch: &mut Sketch) {
    let mut names: BTreeMap<&str, Span> = BTreeMap::new();
    for one in work {
        names.entry(one.namespace.as_str()).or_insert(one.at);
    }
    for object in objects.iter().filter(|object| object.kind == "Namespace") {
        if let Some(at) = names.get_mut(object.name.as_str()) {
            *at = object.at;
        }
    }
    if names.len() < 2 {
        return;
    }
    for (name, at) in names {
        let label = if name.is_empty() { "default" } else { name };
        sketch.groups.push(Group {
            word: "group",
            name: format!("ns-{label}"),
            label: Some(label.to_owned()),
            parent: None,
            facts: Vec::new(),
            at,
        });
        let group = sketch.groups.len() - 1;
        for one in work.iter().filter(|one| one.namespace == name) {
            let component = &mut sketch.components[one.place];
            if component.group.is_none() {
                component.group = Some(group);
            }
        }
    }
}

/// Kinds that say something about others, or nothing about requests.
const QUIET: &[&str] = &[
    "ConfigMap",
    "Secret",
    "ServiceAccount",
    "Role",
    "RoleBinding",
    "ClusterRole",
    "ClusterRoleBinding",
    "Namespace",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "StorageClass",
    "HorizontalPodAutoscaler",
    "PodDisruptionBudget",
    "NetworkPolicy",
    "LimitRange",
    "ResourceQuota",
    "CustomResourceDefinition",
    "PriorityClass",
    "Kustomization",
    "IngressClass",
    "GatewayClass",
    "Endpoints",
    "EndpointSlice",
    "PodSecurityPolicy",
    "ValidatingWebhookConfiguration",
    "MutatingWebhookConfiguration",
    "APIService",
    "Lease",
    "Event",
    "VerticalPodAutoscaler",
    "ScaledObject",
    "ReferenceGrant",
];

/// Other kinds are not read: how many of which is said once.
fn passed_over(objects: &[Object], sketch: &mut Sketch) {
    let mut counts: BTreeMap<&str, (usize, Span)> = BTreeMap::new();
    for object in objects {
        let known = workloads::is_work(object)
            || services::is_read(&object.kind)
            || QUIET.contains(&object.kind.as_str());
        if !known && object.kind != "Job" {
            counts.entry(object.kind.as_str()).or_insert((0, object.at)).0 += 1;
        }
    }
    let Some((_, (_, at))) = counts.iter().next() else { return };
    let list = counts
        .iter()
        .map(|(kind, (count, _))| format!("{kind} {count}"))
        .collect::<Vec<_>>()
        .join(", ");
    let advice = Diagnostic::new(
        "not-imported",
        Severity::Advice,
        *at,
        text!(list; "읽지 않은 종류가 있습니다: {list}", "kinds that are not read: {list}"),
    );
    sketch.findings.push(advice);
}
