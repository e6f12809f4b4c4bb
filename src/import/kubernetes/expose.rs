//! Where people come in: Ingress, Gateway, VirtualService, LoadBalancer, NodePort.

use super::super::Reading;
use super::super::entry::{Entry, enter};
use super::super::sketch::{Arrow, Component, Link, Node as Place, Sketch};
use super::super::yaml::Node;
use super::Work;
use super::objects::Object;
use super::services::{Led, Service, Services, lead};
use crate::source::Span;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Joins the users to what is exposed.
pub fn join(
    _reading: &mut Reading,
    objects: &[Object],
    work: &[Work],
    services: &Services,
    sketch: &mut Sketch,
) {
    let mut entries: Vec<(usize, Span, &str)> = Vec::new();
    for object in objects {
        let Some((keys, of)) = route(object) else { continue };
        let targets: Vec<(&Service, Span)> = backends(&object.node, keys)
            .iter()
            .filter_map(|to| {
                let namespace = to.namespace.as_ref().unwrap_or(&object.namespace);
                match lead(&to.name, namespace, services, work) {
                    Some(Led::Service(service)) if !service.targets.is_empty() => {
                        Some((service, to.at))
                    }
                    _ => None,
                }
            })
            .collect();
        if targets.is_empty() {
            continue;
        }
        let place = front(object, of, (objects, work), sketch);
        entries.push((place, object.at, "host"));
        for (service, at) in targets {
            lead_on(place, service, work, at, sketch);
        }
    }
    for one in work.iter().filter(|one| one.of == "Service" && !one.is_beside) {
        entries.push((one.place, one.at, "Knative"));
    }
    for service in services.iter().filter(|service| !service.targets.is_empty()) {
        match service.of.as_str() {
            "LoadBalancer" => {
                entries.push((balancer(service, work, sketch), service.at, "LoadBalancer"))
            }
            "NodePort" => {
                let first = &work[service.targets[0]];
                if first.what.kind.is_compute() || first.what.kind.is_entry() {
                    entries.push((first.place, service.at, "NodePort"));
                } else if first.what.kind.is_store() {
                    // Every machine of the cluster answers for it.
                    sketch.components[first.place].state("public", "on", service.at);
                }
            }
            _ => {}
        }
    }
    users(entries, sketch);
}

fn users(mut entries: Vec<(usize, Span, &str)>, sketch: &mut Sketch) {
    let called = |place: usize, sketch: &Sketch| {
        sketch
            .links
            .iter()
            .any(|link| link.to.contains(&Place::Component(place)) && link.arrow == Arrow::Calls)
    };
    if entries.iter().any(|(place, ..)| !called(*place, sketch)) {
        entries.retain(|(place, ..)| !called(*place, sketch));
    }
    let mut seen = BTreeSet::new();
    entries.retain(|(place, ..)| seen.insert(*place));
    let entry = |(place, at, why): (usize, Span, &str)| Entry {
        node: Place::Component(place),
        at,
        why: why.to_owned(),
    };
    enter(sketch, entries.into_iter().map(entry).collect());
}

/// Below which keys an object leads to Services, and what stands in front of them.
fn route(object: &Object) -> Option<(&'static [&'static str], &'static str)> {
    match object.kind.as_str() {
        "Ingress" => Some((&["service", "serviceName"], "ingress")),
        "HTTPRoute" | "GRPCRoute" | "TLSRoute" | "TCPRoute" => Some((&["backendRefs"], "gateway")),
        // Without a gateway it says how those inside call one another.
        "VirtualService" => {
            object.node.at(&["spec", "gateways"]).map(|_| (&["destination"][..], "gateway"))
        }
        "IngressRoute" => Some((&["services"], "traefik")),
        "HTTPProxy" => Some((&["services"], "contour")),
        "Route" if object.group == "route.openshift.io" => {
            Some((&["to", "alternateBackends"], "router"))
        }
        _ => None,
    }
}

/// A Service that an object leads to.
struct Backend {
    name: String,
    namespace: Option<String>,
    at: Span,
}

/// The Services below the keys that lead to them.
fn backends(node: &Rc<Node>, keys: &[&str]) -> Vec<Backend> {
    let mut found = Vec::new();
    gather(node, keys, false, &mut found, 0);
    found
}

fn gather(node: &Rc<Node>, keys: &[&str], is_inside: bool, found: &mut Vec<Backend>, depth: usize) {
    if depth > 32 {
        return;
    }
    for item in node.list() {
        gather(item, keys, is_inside, found, depth + 1);
    }
    for (key, value) in node.entries() {
        let name = key.text().unwrap_or_default();
        let is_key = keys.contains(&name);
        let names = is_inside && matches!(name, "name" | "host") || name == "serviceName";
        match value.text() {
            Some(text) if names => {
                let namespace = node.get("namespace").and_then(|it| it.text().map(str::to_owned));
                let namespace = namespace.map(|name| match name.as_str() {
                    "default" => String::new(),
                    _ => name,
                });
                if !found.iter().any(|one| one.name == text && one.namespace == namespace) {
                    found.push(Backend { name: text.to_owned(), namespace, at: value.span });
                }
            }
            _ => gather(
                &value,
                keys,
                is_key || is_inside && name != "port" && name != "metadata",
                found,
                depth + 1,
            ),
        }
    }
}

/// The balancer or the proxy in front of a route; those of one class are one, and one that runs
/// among the workloads is that.
fn front(
    object: &Object,
    of: &str,
    (objects, work): (&[Object], &[Work]),
    sketch: &mut Sketch,
) -> usize {
    let annotations = object.node.at(&["metadata", "annotations"]);
    let annotation = |key: &str| annotations.as_ref().and_then(|list| list.get(key));
    let class = object.text(&["spec", "ingressClassName"]).or_else(|| {
        annotation("kubernetes.io/ingress.class").and_then(|it| it.text().map(str::to_owned))
    });
    let class = class.unwrap_or_default();
    let gateway = gateway(object, objects);
    let provider = gateway.and_then(|it| it.text(&["spec", "gatewayClassName"]));
    let (word, name) = match (of, class.as_str()) {
        ("ingress", "alb") => ("alb", "alb".to_owned()),
        ("ingress", "gce") => ("cloud-load-balancing", "gce".to_owned()),
        ("ingress", "azure-application-gateway" | "azure/application-gateway") => {
            ("application-gateway", "appgw".to_owned())
        }
        ("ingress", "traefik") => ("traefik", "traefik".to_owned()),
        ("ingress", "kong") => ("kong", "kong".to_owned()),
        ("gateway", _) if provider.is_some_and(|class| class.starts_with("gke-l7")) => {
            ("cloud-load-balancing", gateway.map_or_else(String::new, |it| it.name.clone()))
        }
        ("gateway", _) => {
            (of, gateway.map_or_else(|| of.to_owned(), |gateway| gateway.name.clone()))
        }
        ("traefik", _) => (of, of.to_owned()),
        ("contour" | "router", _) => ("ingress", of.to_owned()),
        (of, "" | "nginx") => (of, of.to_owned()),
        (of, class) => (of, format!("{of}-{class}")),
    };
    let managed = matches!(word, "alb" | "cloud-load-balancing" | "application-gateway");
    let known = sketch.components.iter().position(|one| one.name == name && one.word == word);
    let mut alike = work.iter().filter(|one| one.what.is_technology && one.what.word == word);
    let running = alike.next().filter(|_| alike.next().is_none()).map(|one| one.place);
    let place = known.or(running).unwrap_or_else(|| {
        let mut component = Component::new(word, name, object.at);
        if !managed {
            component.state("replicas", "unknown", object.at);
        }
        sketch.add(component)
    });
    let tls = object.node.at(&["spec", "tls"]).map(|tls| tls.span);
    let tls =
        tls.or_else(|| annotation("alb.ingress.kubernetes.io/certificate-arn").map(|it| it.span));
    if let Some(at) = tls.or_else(|| gateway.and_then(secured)) {
        sketch.components[place].state("tls", "on", at);
    }
    place
}

/// The Gateway that a route belongs to.
fn gateway<'o>(object: &Object, objects: &'o [Object]) -> Option<&'o Object> {
    let parents = object.node.at(&["spec", "parentRefs"]);
    let parent = parents.and_then(|list| list.items().first()?.get("name"));
    let named = object.node.at(&["spec", "gateways"]);
    let name = parent.or_else(|| named.and_then(|list| list.items().first().cloned()))?;
    let name = name.text()?.rsplit('/').next().unwrap_or_default().to_owned();
    objects.iter().find(|one| one.kind == "Gateway" && one.name == name)
}

/// Where a Gateway says that it speaks TLS.
fn secured(gateway: &Object) -> Option<Span> {
    let listed = |key| gateway.node.at(&["spec", key]).map(|list| list.items()).unwrap_or_default();
    let listeners = listed("listeners").into_iter().chain(listed("servers"));
    listeners.filter_map(|one| one.get("tls")).map(|tls| tls.span).next()
}

fn lead_on(from: usize, service: &Service, work: &[Work], at: Span, sketch: &mut Sketch) {
    let targets: Vec<Place> =
        service.targets.iter().map(|target| Place::Component(work[*target].place)).collect();
    let mut link =
        Link::new(Place::Component(from), targets[0], Arrow::Calls, at, service.name.clone());
    link.to = targets;
    link.state("balanced", "on", at);
    sketch.join(link);
}

/// A Service of type LoadBalancer is a balancer of the provider.
fn balancer(service: &Service, work: &[Work], sketch: &mut Sketch) -> usize {
    let at = service.node.at(&["spec", "type"]).map_or(service.at, |node| node.span);
    let mut component = Component::new("lb", format!("{}-lb", service.name), at);
    component.state("managed", "on", at);
    let place = sketch.add(component);
    lead_on(place, service, work, at, sketch);
    place
}
