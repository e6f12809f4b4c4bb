//! Who calls whom in manifests: the hosts in environments, arguments and mounted configuration.

use super::super::Reading;
use super::super::addresses::{addresses, is_address_key};
use super::super::calls::{is_keeper, is_soft, way};
use super::super::sketch::{Arrow, Component, Link, Node as Place, Sketch};
use super::super::yaml::Node;
use super::Work;
use super::objects::Object;
use super::services::{Led, Service, Services, lead};
use crate::catalog::Kind;
use crate::diagnostic::{Diagnostic, Severity};
use crate::say::Text;
use crate::source::Span;
use crate::text;
use std::collections::BTreeSet;
use std::rc::Rc;

/// A value that may name hosts.
struct Said {
    key: String,
    text: String,
    at: Span,
}

/// Joins the workloads.
pub fn join(
    _reading: &mut Reading,
    objects: &[Object],
    work: &[Work],
    services: &Services,
    sketch: &mut Sketch,
) {
    let mut shared: Vec<(Span, String)> = Vec::new();
    for (at, one) in work.iter().enumerate() {
        if one.of == "container" {
            if let Some(first) = work
                .iter()
                .find(|other| other.of != "container" && Rc::ptr_eq(&other.object, &one.object))
            {
                call(first, one, one.at, "localhost", false, sketch);
            }
            continue;
        }
        for said in said(one, at, work, objects, &mut shared) {
            let mut hosts: Vec<String> =
                addresses(&said.text).into_iter().map(|address| address.host).collect();
            let is_word = said
                .text
                .chars()
                .all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '.'));
            if hosts.is_empty() && is_word && is_address_key(&said.key) {
                hosts.push(said.text.clone());
            }
            for host in hosts {
                led(one, &host, &said, work, services, sketch);
            }
        }
    }
    waiting_queues(work, sketch);
    uncertain(&shared, sketch);
}

fn led(
    from: &Work,
    host: &str,
    said: &Said,
    work: &[Work],
    services: &Services,
    sketch: &mut Sketch,
) {
    match lead(host, &from.namespace, services, work) {
        Some(Led::Work(at)) => call(from, &work[at], said.at, &said.key, false, sketch),
        Some(Led::Service(service)) => match service.targets.as_slice() {
            [] => {
                if let Some(name) = &service.external {
                    external(from, name, service, said, sketch);
                }
            }
            [one] => call(from, &work[*one], said.at, &said.key, true, sketch),
            several => {
                let targets: Vec<Place> =
                    several.iter().map(|at| Place::Component(work[*at].place)).collect();
                if targets.contains(&Place::Component(from.place)) {
                    return;
                }
                let mut link = Link::new(
                    Place::Component(from.place),
                    targets[0],
                    Arrow::Calls,
                    said.at,
                    said.key.clone(),
                );
                link.to = targets;
                link.state("balanced", "on", said.at);
                sketch.join(link);
            }
        },
        None => {}
    }
}

fn external(from: &Work, name: &str, service: &Service, said: &Said, sketch: &mut Sketch) {
    let known =
        sketch.components.iter().position(|one| one.word == "external" && one.name == service.name);
    let place = known.unwrap_or_else(|| {
        let mut component = Component::new("external", service.name.clone(), service.at);
        component.label = Some(name.to_owned());
        sketch.add(component)
    });
    sketch.join(Link::new(
        Place::Component(from.place),
        Place::Component(place),
        Arrow::Calls,
        said.at,
        said.key.clone(),
    ));
}

pub fn call(from: &Work, to: &Work, at: Span, why: &str, by_service: bool, sketch: &mut Sketch) {
    let stores = from.what.kind.is_store()
        && to.what.kind.is_store()
        && !is_keeper(&from.what.word, &to.what.word);
    if from.place == to.place || stores {
        return;
    }
    let Some(way) = way(from.what.kind, to.what.kind) else { return };
    let (from, to) = if way.is_back { (to, from) } else { (from, to) };
    let mut link =
        Link::new(Place::Component(from.place), Place::Component(to.place), way.arrow, at, why);
    if way.arrow == Arrow::Calls {
        if is_soft(&to.what.word) {
            link.state("optional", "on", at);
        }
        if by_service && to.what.kind.is_compute() {
            link.state("balanced", "on", at);
        }
    }
    sketch.join(link);
}

/// All values of a workload that may name hosts.
fn said(
    one: &Work,
    at: usize,
    work: &[Work],
    objects: &[Object],
    shared: &mut Vec<(Span, String)>,
) -> Vec<Said> {
    let mut list = Vec::new();
    for container in one.containers() {
        for item in container.get("env").map(|list| list.items()).unwrap_or_default() {
            let key = item
                .get("name")
                .and_then(|name| name.text().map(str::to_owned))
                .unwrap_or_default();
            if let Some(value) = item.get("value") {
                list.extend(value.text().map(|text| Said {
                    key: key.clone(),
                    text: text.to_owned(),
                    at: value.span,
                }));
            } else if let Some(reference) = item.at(&["valueFrom", "configMapKeyRef"]) {
                let text = |key: &str| {
                    reference
                        .get(key)
                        .and_then(|node| node.text().map(str::to_owned))
                        .unwrap_or_default()
                };
                if let Some(value) = config(objects, &one.namespace, &text("name"))
                    .and_then(|map| map.get(&text("key")))
                {
                    list.extend(value.text().map(|text| Said {
                        key: key.clone(),
                        text: text.to_owned(),
                        at: value.span,
                    }));
                }
            }
        }
        for item in container.get("envFrom").map(|list| list.items()).unwrap_or_default() {
            let Some(reference) = item.get("configMapRef") else { continue };
            whole_map(&reference, one, at, work, objects, &mut list, shared);
        }
        for key in ["command", "args"] {
            for word in container.get(key).map(|list| list.items()).unwrap_or_default() {
                list.extend(word.text().map(|text| Said {
                    key: key.to_owned(),
                    text: text.to_owned(),
                    at: word.span,
                }));
            }
        }
    }
    for volume in one
        .pod
        .as_ref()
        .and_then(|pod| pod.get("volumes"))
        .map(|list| list.items())
        .unwrap_or_default()
    {
        if let Some(reference) = volume.get("configMap") {
            whole_map(&reference, one, at, work, objects, &mut list, shared);
        }
    }
    list
}

/// A ConfigMap taken as a whole tells who calls only while one workload uses it.
fn whole_map(
    reference: &Rc<Node>,
    one: &Work,
    at: usize,
    work: &[Work],
    objects: &[Object],
    list: &mut Vec<Said>,
    shared: &mut Vec<(Span, String)>,
) {
    let Some(name) = reference.get("name").and_then(|name| name.text().map(str::to_owned)) else {
        return;
    };
    let others = work.iter().enumerate().filter(|(other, other_work)| {
        *other != at
            && other_work.of != "container"
            && other_work.namespace == one.namespace
            && uses(other_work, &name)
    });
    if others.count() > 0 {
        shared.push((reference.span, name));
        return;
    }
    let Some(data) = config(objects, &one.namespace, &name) else { return };
    for (key, value) in data.entries() {
        let Some(text) = value.text() else { continue };
        let key = key.text().unwrap_or_default().to_owned();
        list.push(Said { key, text: text.to_owned(), at: value.span });
    }
}

fn uses(work: &Work, name: &str) -> bool {
    let named = |node: Option<Rc<Node>>| node.is_some_and(|node| node.text() == Some(name));
    let whole = work.containers().iter().any(|container| {
        let from = container.get("envFrom").map(|list| list.items()).unwrap_or_default();
        from.iter().any(|item| named(item.at(&["configMapRef", "name"])))
    });
    let volumes = work
        .pod
        .as_ref()
        .and_then(|pod| pod.get("volumes"))
        .map(|list| list.items())
        .unwrap_or_default();
    whole || volumes.iter().any(|volume| named(volume.at(&["configMap", "name"])))
}

fn config(objects: &[Object], namespace: &str, name: &str) -> Option<Rc<Node>> {
    let is_meant = |object: &&Object| {
        object.kind == "ConfigMap" && object.name == name && object.namespace == namespace
    };
    objects.iter().find(is_meant).and_then(|object| object.node.get("data"))
}

/// A broker that is only written to or only read from: who else uses it is not in the files.
fn waiting_queues(work: &[Work], sketch: &mut Sketch) {
    for one in work.iter().filter(|one| one.what.kind == Kind::Queue) {
        let place = Place::Component(one.place);
        let written = sketch.links.iter().any(|link| link.to.contains(&place));
        let read = sketch.links.iter().any(|link| link.from == place);
        sketch.is_partial |= written != read;
    }
}

/// One line about the maps that several workloads share.
fn uncertain(shared: &[(Span, String)], sketch: &mut Sketch) {
    let Some((at, _)) = shared.first() else { return };
    let names: BTreeSet<&str> = shared.iter().map(|(_, name)| name.as_str()).collect();
    let names = Text::names(names);
    sketch.findings.push(Diagnostic::new(
        "guessed",
        Severity::Advice,
        *at,
        text!(
            names;
            "여러 워크로드가 함께 쓰는 ConfigMap {names}에서는 누가 어디를 부르는지 알 수 없어 연결을 긋지 않았습니다",
            "several workloads share {names}, so who calls what is not concluded from it"
        ),
    ));
    sketch.is_partial = true;
}
