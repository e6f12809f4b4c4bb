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
        let (names, of) = match object.kind.as_str() {
            "Ingress" => (backends(&object.node, &["service", "serviceName"]), "ingress"),
            "HTTPRoute" => (backends(&object.node, &["backendRefs"]), "gateway"),
            "VirtualService" => (backends(&object.node, &["destination"]), "gateway"),
            "IngressRoute" => (backends(&object.node, &["services"]), "traefik"),
            _ => continue,
        };
        if of == "gateway"
            && object.kind == "VirtualService"
            && object.node.at(&["spec", "gateways"]).is_none()
        {
            continue;
        }
        let targets: Vec<(&Service, Span)> = names
            .iter()
            .filter_map(|(name, at)| match lead(name, &object.namespace, services, work) {
                Some(Led::Service(service)) if !service.targets.is_empty() => Some((service, *at)),
                _ => None,
            })
            .collect();
        if targets.is_empty() {
            continue;
        }
        let place = front(object, of, sketch);
        entries.push((place, object.at, "host"));
        for (service, at) in targets {
            lead_on(place, service, work, at, sketch);
        }
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

/// The names of services below the keys that lead to them.
fn backends(node: &Rc<Node>, keys: &[&str]) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    gather(node, keys, false, &mut found, 0);
    found.dedup_by(|a, b| a.0 == b.0);
    found
}

fn gather(
    node: &Rc<Node>,
    keys: &[&str],
    is_inside: bool,
    found: &mut Vec<(String, Span)>,
    depth: usize,
) {
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
                if !found.iter().any(|(known, _)| known == text) {
                    found.push((text.to_owned(), value.span));
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

/// The balancer or the proxy behind an Ingress; those of one class are one.
fn front(object: &Object, of: &str, sketch: &mut Sketch) -> usize {
    let annotations = object.node.at(&["metadata", "annotations"]);
    let annotation =
        |key: &str| annotations.as_ref().and_then(|list| list.get(key)?.text().map(str::to_owned));
    let class = object
        .text(&["spec", "ingressClassName"])
        .or_else(|| annotation("kubernetes.io/ingress.class"));
    let class = class.unwrap_or_default();
    let (word, name) = match (of, class.as_str()) {
        ("ingress", "alb") => ("alb", "alb".to_owned()),
        ("ingress", "gce") => ("cloud-load-balancing", "gce".to_owned()),
        ("ingress", "azure-application-gateway" | "azure/application-gateway") => {
            ("application-gateway", "appgw".to_owned())
        }
        ("ingress", "traefik") => ("traefik", "traefik".to_owned()),
        ("ingress", "kong") => ("kong", "kong".to_owned()),
        (of, "" | "nginx") => (if of == "traefik" { "traefik" } else { of }, of.to_owned()),
        (of, class) => (of, format!("{of}-{class}")),
    };
    let known = sketch.components.iter().position(|one| one.name == name && one.word == word);
    let place = known.unwrap_or_else(|| {
        let mut component = Component::new(word, name, object.at);
        if !matches!(word, "alb" | "cloud-load-balancing" | "application-gateway") {
            component.state("replicas", "unknown", object.at);
        }
        sketch.add(component)
    });
    if let Some(tls) = object.node.at(&["spec", "tls"]) {
        sketch.components[place].state("tls", "on", tls.span);
    }
    place
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
