//! Who calls whom in manifests: the hosts in environments, arguments and mounted configuration, and
//! the Secrets of stores.

use super::super::Reading;
use super::super::calls::{is_keeper, is_soft, way};
use super::super::sketch::{Arrow, Component, Link, Node as Place, Sketch};
use super::objects::Object;
use super::services::{Led, Service, Services, lead};
use super::values::{self, Host, Said};
use super::{Work, secrets};
use crate::catalog::Kind;
use crate::diagnostic::{Diagnostic, Severity};
use crate::say::Text;
use crate::source::Span;
use crate::text;
use std::collections::BTreeSet;
use std::rc::Rc;

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
        if one.is_beside && one.what.kind.is_store() {
            let first = work.iter().find(|other| !other.is_beside && is_beside(other, one));
            first
                .into_iter()
                .for_each(|first| call(first, one, one.at, "localhost", false, sketch));
            continue;
        }
        for said in values::of(one, at, work, objects, &mut shared) {
            for host in &said.hosts {
                match host.is_own_pod() {
                    true => inside(one, host, &said, work, sketch),
                    false => led(one, &host.name, &said, work, services, sketch),
                }
            }
        }
    }
    secrets::join(work, sketch);
    waiting_queues(work, sketch);
    uncertain(&shared, sketch);
}

/// Whether two stand in one pod.
fn is_beside(one: &Work, other: &Work) -> bool {
    one.place != other.place && Rc::ptr_eq(&one.object, &other.object)
}

/// Asks another container of the same pod: the one that listens there, or the only other one.
fn inside(one: &Work, host: &Host, said: &Said, work: &[Work], sketch: &mut Sketch) {
    let Some(port) = host.port.map(|port| port.to_string()).filter(|port| !one.listens_on(port))
    else {
        return;
    };
    let others: Vec<&Work> = work.iter().filter(|other| is_beside(one, other)).collect();
    let listening = others.iter().find(|other| other.listens_on(&port));
    let only = others.first().filter(|_| others.len() == 1);
    if let Some(to) = listening.or(only) {
        call(one, to, said.at, &said.key, false, sketch);
    }
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
            several => pool(from, several, said, work, sketch),
        },
        None => {}
    }
}

/// Several workloads behind one Service are alternatives, if they are called.
fn pool(from: &Work, several: &[usize], said: &Said, work: &[Work], sketch: &mut Sketch) {
    let calls = |to: &Work| {
        let way = way(from.what.kind, to.what.kind);
        way.is_some_and(|way| way.arrow == Arrow::Calls && !way.is_back)
    };
    if several.iter().any(|at| work[*at].place == from.place) {
        return;
    }
    if !several.iter().all(|at| calls(&work[*at])) {
        several.iter().for_each(|at| call(from, &work[*at], said.at, &said.key, true, sketch));
        return;
    }
    let targets: Vec<Place> = several.iter().map(|at| Place::Component(work[*at].place)).collect();
    let (start, why) = (Place::Component(from.place), said.key.clone());
    let mut link = Link::new(start, targets[0], Arrow::Calls, said.at, why);
    link.to = targets;
    link.state("balanced", "on", said.at);
    sketch.join(link);
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
