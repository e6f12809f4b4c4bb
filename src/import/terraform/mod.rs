//! Terraform: the HCL of a root with its local modules, or a plan or state as JSON.

mod defaults;
mod edges;
mod egress;
mod entry;
mod eval;
mod facts;
mod files;
mod functions;
mod modules;
mod named;
mod names;
mod place;
mod plan;
mod planned;
mod registry;
mod value;

use super::Reading;
use super::classify::{Evidence, Verdict, What};
use super::sketch::{Component, Node, Sketch};
use crate::catalog::Kind;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::SourceId;
use crate::text;
use modules::Root;
use std::collections::{BTreeMap, BTreeSet};
use value::{Count, Item, Resource};

/// A resource that is a component.
struct Part<'r> {
    resource: &'r Resource,
    what: What,
    /// Its place in the sketch.
    place: usize,
}

impl Part<'_> {
    fn node(&self) -> Node {
        Node::Component(self.place)
    }
}

/// Reads the HCL of a root.
pub fn read(reading: &mut Reading, given: &[SourceId]) -> Option<Sketch> {
    let mut root = modules::read(reading, given);
    planned::fill(reading, &mut root);
    registry::read(reading, &mut root);
    named::resolve(&mut root);
    let name = reading.folder_name(&given[..1]);
    Some(sketch(reading, &root, name))
}

/// Reads a plan or a state as JSON.
pub fn read_json(reading: &mut Reading, given: &[SourceId]) -> Option<Sketch> {
    let mut root = plan::read(reading, given[0])?;
    named::resolve(&mut root);
    let name = reading.folder_name(&given[..1]);
    Some(sketch(reading, &root, name))
}

fn sketch(reading: &mut Reading, root: &Root, name: String) -> Sketch {
    let mut sketch = Sketch { name, format: "Terraform", ..Sketch::default() };
    let parts = parts(reading, root, &mut sketch);
    let lookup = Lookup::of(root);
    for part in &parts {
        facts::state(part, &lookup, &mut sketch);
    }
    place::groups(root, &parts, &lookup, &mut sketch);
    edges::join(&parts, &lookup, &mut sketch);
    entry::join(&parts, &lookup, &mut sketch);
    expected(&parts, &mut sketch);
    egress::join(&parts, &lookup, &mut sketch);
    sketch
}

/// The resources by address, and who rests on whom.
struct Lookup<'r> {
    by_address: BTreeMap<&'r str, &'r Resource>,
    /// The resources whose arguments rest on one.
    users: BTreeMap<String, Vec<&'r Resource>>,
}

impl<'r> Lookup<'r> {
    fn of(root: &'r Root) -> Self {
        let by_address = root.resources.iter().map(|one| (one.address.as_str(), one)).collect();
        let mut users: BTreeMap<String, Vec<&Resource>> = BTreeMap::new();
        for one in &root.resources {
            for address in one.refs() {
                users.entry(address).or_default().push(one);
            }
        }
        Self { by_address, users }
    }

    fn get(&self, address: &str) -> Option<&'r Resource> {
        self.by_address.get(address).copied()
    }

    /// The resources of a kind that rest on one.
    fn users_of(&self, address: &str, kinds: &[&str]) -> Vec<&'r Resource> {
        let all = self.users.get(address).map(Vec::as_slice).unwrap_or_default();
        all.iter().copied().filter(|one| kinds.contains(&one.kind.as_str())).collect()
    }

    /// The resources of a kind that an argument rests on.
    fn behind(&self, item: Option<&Item>, kinds: &[&str]) -> Vec<&'r Resource> {
        let mut refs = std::collections::BTreeSet::new();
        if let Some(item) = item {
            item.all_refs(&mut refs);
        }
        refs.iter()
            .filter_map(|address| self.get(address))
            .filter(|one| kinds.contains(&one.kind.as_str()))
            .collect()
    }
}

/// One row of several for the same thing: the first stands for all.
fn parts<'r>(reading: &mut Reading, root: &'r Root, sketch: &mut Sketch) -> Vec<Part<'r>> {
    let mut parts: Vec<Part> = Vec::new();
    for resource in &root.resources {
        let mut by = Evidence {
            resource: Some((resource.kind.as_str(), resource.at)),
            name: Some((resource.name.as_str(), resource.at)),
            ..Evidence::default()
        };
        // Only what the catalogue knows as a component is one.
        let known = reading
            .classifier
            .catalog()
            .find_foreign(crate::catalog::Foreign::Resource, &resource.kind);
        let special = word_of(resource);
        if known.is_none() && special.is_none() {
            continue;
        }
        if let Some(word) = special {
            by.resource = None;
            by.own = Some((word, resource.at));
        }
        let Verdict::Is(what) = reading.classifier.classify(by) else { continue };
        let names = what.kind == Kind::Dns;
        if names && let Some(first) = parts.iter().find(|part| part.what.kind == Kind::Dns) {
            // Records are one service of names.
            let place = first.place;
            parts.push(Part { resource, what, place });
            continue;
        }
        if resource.kind == "aws_s3_bucket" && is_log_bucket(&resource.name) {
            sketch.leave_out(
                resource.name.clone(),
                text!("로그·상태 보관용 버킷", "a bucket of logs or state"),
                resource.at,
            );
            continue;
        }
        let name = if names { "dns".to_owned() } else { name_of(resource) };
        let mut component = Component::new(what.word.clone(), name, resource.at);
        let count_at = resource.count_at.unwrap_or(resource.at);
        match resource.count {
            Count::Of(count) if count > 1 && !names => {
                component.state("replicas", count.to_string(), count_at)
            }
            Count::Unknown if !names => component.state("replicas", "unknown", count_at),
            _ => {}
        }
        let place = sketch.add(component);
        parts.push(Part { resource, what, place });
    }
    tell_apart(&parts, sketch);
    parts
}

/// What has one name in several calls of a module is called by the calls.
fn tell_apart(parts: &[Part], sketch: &mut Sketch) {
    let mut by_name: BTreeMap<String, Vec<&Part>> = BTreeMap::new();
    for part in parts.iter().filter(|part| part.what.kind != Kind::Dns) {
        by_name.entry(sketch.components[part.place].name.clone()).or_default().push(part);
    }
    for alike in by_name.into_values().filter(|alike| alike.len() > 1) {
        let calls: Vec<&str> = alike.iter().filter_map(|part| call_of(part.resource)).collect();
        if calls.iter().collect::<BTreeSet<_>>().len() == alike.len() {
            for (part, call) in alike.iter().zip(calls) {
                sketch.components[part.place].name = call.to_owned();
            }
        }
    }
}

/// The innermost call of a module that a resource stands in.
fn call_of(resource: &Resource) -> Option<&str> {
    let (_, behind) = resource.address.rsplit_once("module.")?;
    behind.split('.').next()
}

/// `main` and `this` tell nothing: the module or the type does.
fn name_of(resource: &Resource) -> String {
    let plain = matches!(
        resource.name.as_str(),
        "main"
            | "this"
            | "default"
            | "example"
            | "self"
            | "instance"
            | "primary"
            | "cluster"
            | "lb"
            | "alb"
            | "app"
    );
    let module = call_of(resource);
    let kind = resource.kind.split_once('_').map_or(resource.kind.as_str(), |(_, kind)| kind);
    let kind = kind.trim_end_matches("_instance").trim_end_matches("_group").replace('_', "-");
    // A module of the network is not called after one of its ways out.
    let module = module.filter(|_| resource.kind != "aws_nat_gateway");
    match (plain, resource.address.starts_with("module."), module) {
        (true, true, Some(module)) => module.to_owned(),
        (true, ..) => match resource.name.as_str() {
            "main" | "this" | "default" | "example" | "self" => kind,
            name => name.to_owned(),
        },
        _ => resource.name.clone(),
    }
}

/// A type that the row of the resource does not tell.
fn word_of(resource: &Resource) -> Option<&'static str> {
    let text = |key: &str| resource.argument(key).and_then(Item::text);
    match resource.kind.as_str() {
        "aws_lb" | "aws_alb" if text("load_balancer_type").as_deref() == Some("network") => {
            Some("nlb")
        }
        "aws_elasticache_cluster" | "aws_elasticache_replication_group" => Some("elasticache"),
        _ => None,
    }
}

fn is_log_bucket(name: &str) -> bool {
    let words = super::classify::split(name);
    words.iter().any(|word| {
        matches!(
            word.as_str(),
            "log"
                | "logs"
                | "logging"
                | "state"
                | "tfstate"
                | "terraform"
                | "artifact"
                | "artifacts"
                | "config"
        )
    })
}

/// A directory of stores only has no way in, and none is missed.
fn expected(parts: &[Part], sketch: &mut Sketch) {
    let mut others = parts.iter().filter(|part| part.what.kind != Kind::Nat);
    let first = others.clone().next();
    if let Some(first) = first.filter(|_| others.all(|part| part.what.kind.is_store())) {
        sketch.is_partial = true;
        let at = first.resource.at;
        sketch.findings.push(Diagnostic::new(
            "not-imported",
            Severity::Advice,
            at,
            text!(
                "저장소만 있는 루트라 누가 쓰는지는 파일에 없습니다",
                "the root holds stores only; who uses them is not in the files"
            ),
        ));
    }
}
