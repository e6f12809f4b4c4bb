//! Services: which names lead to which workloads.

use super::super::yaml::Node;
use super::Work;
use super::objects::{Object, labels};
use crate::source::Span;
use std::collections::HashMap;
use std::ops::Deref;
use std::rc::Rc;

/// A Service with the workloads behind it.
pub struct Service {
    pub name: String,
    pub namespace: String,
    pub at: Span,
    /// Places in the list of workloads.
    pub targets: Vec<usize>,
    /// The host that an `ExternalName` stands for.
    pub external: Option<String>,
    pub of: String,
    pub node: Rc<Node>,
}

/// Kinds that lead requests.
pub fn is_read(kind: &str) -> bool {
    matches!(
        kind,
        "Service"
            | "Ingress"
            | "Gateway"
            | "HTTPRoute"
            | "GRPCRoute"
            | "TLSRoute"
            | "TCPRoute"
            | "HTTPProxy"
            | "Route"
            | "VirtualService"
            | "DestinationRule"
            | "IngressRoute"
    )
}

/// The Services of a design, and where each name stands among them.
#[derive(Default)]
pub struct Services {
    list: Vec<Service>,
    by_name: HashMap<String, Vec<usize>>,
}

impl Deref for Services {
    type Target = [Service];

    fn deref(&self) -> &[Service] {
        &self.list
    }
}

impl Services {
    fn add(&mut self, service: Service) {
        self.by_name.entry(service.name.clone()).or_default().push(self.list.len());
        self.list.push(service);
    }

    fn find(&self, name: &str, namespace: &str) -> Option<&Service> {
        let mut named = self.by_name.get(name).into_iter().flatten().map(|at| &self.list[*at]);
        named.find(|service| service.namespace == namespace)
    }
}

/// The Services among the objects; stores of operators have theirs without being written.
pub fn of(objects: &[Object], work: &[Work]) -> Services {
    let mut services = Services::default();
    let mut by_label: HashMap<&(String, String), Vec<usize>> = HashMap::new();
    for (at, one) in work.iter().enumerate() {
        for pair in &one.labels {
            by_label.entry(pair).or_default().push(at);
        }
    }
    let is_core = |object: &&Object| object.kind == "Service" && !super::workloads::is_work(object);
    for object in objects.iter().filter(is_core) {
        let selector = labels(object.node.at(&["spec", "selector"]));
        let fits = |one: &Work| {
            one.namespace == object.namespace
                && selector.iter().all(|pair| one.labels.contains(pair))
        };
        let labelled = selector.first().and_then(|pair| by_label.get(pair)).into_iter().flatten();
        let ports = object.node.at(&["spec", "ports"]).map(|list| list.items()).unwrap_or_default();
        let port =
            ports.first().and_then(|port| port.get("targetPort").or_else(|| port.get("port")));
        let targets = labelled
            .copied()
            .filter(|at| fits(&work[*at]) && !work[*at].is_beside)
            .map(|at| listening(at, port.as_deref(), work))
            .collect();
        services.add(Service {
            name: object.name.clone(),
            namespace: object.namespace.clone(),
            at: object.at,
            targets,
            external: object.text(&["spec", "externalName"]).or_else(|| endpoint(object, objects)),
            of: object.text(&["spec", "type"]).unwrap_or_default(),
            node: object.node.clone(),
        });
    }
    services
}

/// Of a pod with several components the one that listens at a port, else the first.
fn listening(first: usize, port: Option<&Node>, work: &[Work]) -> usize {
    let Some(port) = port.and_then(|port| port.text()) else { return first };
    let is_there =
        |one: &Work| Rc::ptr_eq(&one.object, &work[first].object) && one.listens_on(port);
    if work[first].listens_on(port) {
        first
    } else {
        work.iter().position(is_there).unwrap_or(first)
    }
}

/// A Service without a selector whose addresses are written by hand leads out of the cluster.
fn endpoint(service: &Object, objects: &[Object]) -> Option<String> {
    let is_its_own = |object: &&Object| {
        object.kind == "Endpoints"
            && object.name == service.name
            && object.namespace == service.namespace
    };
    let is_open = service.node.at(&["spec", "selector"]).is_none();
    objects.iter().find(is_its_own).filter(|_| is_open).map(|_| service.name.clone())
}

/// What a host leads to, seen from a namespace.
pub enum Led<'s> {
    Service(&'s Service),
    /// A workload or a store of an operator, by its place.
    Work(usize),
}

/// Resolves `svc`, `svc.ns`, `svc.ns.svc.cluster.local`, `pod-0.svc`, and a workload of that name.
pub fn lead<'s>(host: &str, from: &str, services: &'s Services, work: &[Work]) -> Option<Led<'s>> {
    let parts: Vec<&str> = host.split('.').collect();
    let find = |name: &str, namespace: &str| services.find(name, namespace);
    let namespace = |at: usize| {
        let named = parts.get(at).copied().filter(|part| *part != "svc");
        named.map(|name| if name == "default" { "" } else { name })
    };
    let direct = match namespace(1) {
        None => find(parts[0], from),
        Some(other) => find(parts[0], other),
    };
    if let Some(service) = direct {
        return Some(Led::Service(service));
    }
    // A pod of a StatefulSet behind its headless Service.
    if let Some(name) = parts.get(1) {
        let service = match namespace(2) {
            None => find(name, from),
            Some(other) => find(name, other),
        };
        if let Some(service) = service {
            return Some(Led::Service(service));
        }
    }
    let space = namespace(1).unwrap_or(from);
    let operated = |one: &Work| {
        one.pod.is_none()
            && one.namespace == space
            && (parts[0] == one.name
                || parts[0].strip_prefix(&one.name).is_some_and(|rest| rest.starts_with('-')))
    };
    // Its Service is in another file, and is called as the workload as a rule.
    let called_so = |one: &Work| {
        let ordinal = parts[0].strip_prefix(&one.name).and_then(|rest| rest.strip_prefix('-'));
        let is_pod = ordinal.is_some_and(|rest| rest.parse::<u32>().is_ok());
        let of_pod = namespace(2).unwrap_or(from);
        !one.is_beside
            && (parts[0] == one.name && one.namespace == space || is_pod && one.namespace == of_pod)
    };
    let place = work.iter().position(operated).or_else(|| work.iter().position(called_so));
    place.map(Led::Work)
}
