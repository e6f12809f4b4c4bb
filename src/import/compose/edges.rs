//! Who calls whom in a compose project: addresses in values, links, proxies' files, and what waits
//! for what.

use super::super::Reading;
use super::super::addresses::{addresses, is_address_key};
use super::super::calls::{is_keeper, is_soft, way};
use super::super::sketch::{Arrow, Link, Sketch};
use super::files;
use super::{Part, place, proxy};
use crate::catalog::Kind;
use crate::source::Span;
use std::collections::BTreeMap;

/// The names under which parts are reached.
type Hosts = BTreeMap<String, usize>;

/// Joins the parts.
pub fn join(reading: &mut Reading, parts: &[Part], sketch: &mut Sketch) {
    let hosts = hosts(parts);
    for part in parts {
        values(part, parts, &hosts, sketch);
    }
    for part in parts {
        links(part, parts, &hosts, sketch);
    }
    for part in parts {
        for way in proxy::ways(reading, part) {
            let targets: Vec<usize> =
                way.hosts.iter().filter_map(|host| hosts.get(host).copied()).collect();
            proxied(part, &targets, parts, way.at, &way.why, sketch);
        }
    }
    traefik(parts, sketch);
    for part in parts {
        depends(part, parts, &hosts, sketch);
    }
    waiting_queues(parts, sketch);
}

fn hosts(parts: &[Part]) -> Hosts {
    let mut hosts = Hosts::new();
    for (at, part) in parts.iter().enumerate() {
        hosts.insert(part.name.clone(), at);
    }
    for (at, part) in parts.iter().enumerate() {
        let networks = files::pairs(part.node.get("networks")).into_iter();
        let aliases = networks.filter_map(|(_, network)| network.get("aliases"));
        let aliases =
            aliases.flat_map(|list| list.items()).filter_map(|name| name.text().map(str::to_owned));
        let named = [part.text("container_name"), part.text("hostname")].into_iter().flatten();
        for name in aliases.chain(named) {
            hosts.entry(name).or_insert(at);
        }
    }
    hosts
}

fn values(part: &Part, parts: &[Part], hosts: &Hosts, sketch: &mut Sketch) {
    let is_store = part.what.kind.is_store();
    for (key, node) in &part.env {
        let Some(text) = node.text() else { continue };
        let is_own =
            key.to_uppercase().contains("ADVERTISED") || key.to_uppercase().contains("LISTENERS");
        for address in addresses(text) {
            let Some(at) = hosts.get(&address.host) else { continue };
            let to = &parts[*at];
            let stores = is_store && to.what.kind.is_store();
            let skipped = is_own || stores && !is_keeper(&part.what.word, &to.what.word);
            if !skipped {
                call(part, &parts[*at], node.span, key, sketch);
            }
        }
        if let Some(at) = hosts.get(text).filter(|_| is_address_key(key) && !is_store) {
            call(part, &parts[*at], node.span, key, sketch);
        }
    }
    let mut words = files::words(part.node.get("command"));
    words.extend(files::words(part.node.get("entrypoint")));
    for (word, node) in words {
        for address in addresses(&word) {
            if let Some(at) = hosts.get(&address.host)
                && !(is_store
                    && parts[*at].what.kind.is_store()
                    && !is_keeper(&part.what.word, &parts[*at].what.word))
            {
                call(part, &parts[*at], node.span, "command", sketch);
            }
        }
    }
}

fn call(from: &Part, to: &Part, at: Span, why: &str, sketch: &mut Sketch) {
    if from.place == to.place || sketch.is_joined(place(from), place(to)) {
        return;
    }
    let Some(way) = way(from.what.kind, to.what.kind) else { return };
    let (from, to) = if way.is_back { (to, from) } else { (from, to) };
    let mut link = Link::new(place(from), place(to), way.arrow, at, why);
    if is_soft(&to.what.word) && way.arrow == Arrow::Calls {
        link.state("optional", "on", at);
    }
    sketch.join(link);
}

fn links(part: &Part, parts: &[Part], hosts: &Hosts, sketch: &mut Sketch) {
    for item in part.node.get("links").map(|list| list.items()).unwrap_or_default() {
        let Some(name) = item.text().and_then(|text| text.split(':').next()) else { continue };
        if let Some(at) = hosts.get(name) {
            call(part, &parts[*at], item.span, "links", sketch);
        }
    }
}

/// Several targets of one way are alternatives.
fn proxied(
    from: &Part,
    targets: &[usize],
    parts: &[Part],
    at: Span,
    why: &str,
    sketch: &mut Sketch,
) {
    let targets: Vec<&Part> =
        targets.iter().map(|at| &parts[*at]).filter(|to| to.place != from.place).collect();
    match targets.as_slice() {
        [] => {}
        [one] => call(from, one, at, why, sketch),
        several => {
            if several.iter().all(|one| sketch.is_joined(place(from), place(one))) {
                return;
            }
            let mut link = Link::new(place(from), place(several[0]), Arrow::Calls, at, why);
            link.to = several.iter().map(|part| place(part)).collect();
            link.to.dedup();
            sketch.join(link);
        }
    }
}

/// Services whose labels give Traefik a rule are reached through it.
fn traefik(parts: &[Part], sketch: &mut Sketch) {
    let Some(proxy) = parts.iter().find(|part| part.what.word == "traefik") else { return };
    for part in parts.iter().filter(|part| part.place != proxy.place) {
        let mut labels = files::pairs(part.node.get("labels"));
        labels.extend(files::pairs(part.node.at(&["deploy", "labels"])));
        let rule = labels.iter().find(|(key, _)| {
            key.starts_with("traefik.http.routers.") && key.ends_with(".rule")
                || key == "traefik.frontend.rule"
        });
        if let Some((_, node)) = rule {
            call(proxy, part, node.span, "traefik rule", sketch);
        }
    }
}

fn depends(part: &Part, parts: &[Part], hosts: &Hosts, sketch: &mut Sketch) {
    let Some(list) = part.node.get("depends_on") else { return };
    let pairs = match list.is_map() {
        true => list.entries().into_iter().map(|(key, value)| (key, Some(value))).collect(),
        false => list.items().into_iter().map(|item| (item, None)).collect::<Vec<_>>(),
    };
    for (name, value) in pairs {
        let condition = value.and_then(|value| value.get("condition")?.text().map(str::to_owned));
        if condition.as_deref() == Some("service_completed_successfully") {
            continue;
        }
        let Some(to) = name.text().and_then(|name| hosts.get(name)).map(|at| &parts[*at]) else {
            continue;
        };
        let watches =
            |part: &Part| matches!(part.what.kind, Kind::Monitor | Kind::Logs | Kind::Pipeline);
        let stores = part.what.kind.is_store()
            && to.what.kind.is_store()
            && !is_keeper(&part.what.word, &to.what.word);
        let back = sketch.is_joined(place(to), place(part));
        // Who waits for the balancer stands behind it.
        let fronts = matches!(to.what.kind, Kind::Gateway | Kind::Lb) && is_behind(part);
        if !watches(part) && !watches(to) && !stores && !back && !fronts {
            call(part, to, name.span, "depends_on", sketch);
        }
    }
}

/// A program that nobody outside reaches.
fn is_behind(part: &Part) -> bool {
    part.what.kind.is_compute() && part.ports.is_empty()
}

/// A broker that is only written to or only read from in the file: who else uses it is not said.
fn waiting_queues(parts: &[Part], sketch: &mut Sketch) {
    for part in parts.iter().filter(|part| part.what.kind == Kind::Queue) {
        let written = sketch.links.iter().any(|link| link.to.contains(&place(part)));
        let read = sketch.links.iter().any(|link| link.from == place(part));
        if written != read {
            sketch.is_partial = true;
        }
    }
}
