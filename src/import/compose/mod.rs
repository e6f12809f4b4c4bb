//! Docker compose and stack files.

mod edges;
mod entry;
mod facts;
mod files;
mod interpolate;
mod merge;
mod ports;
mod proxy;
mod volumes;

use super::Reading;
use super::classify::{Evidence, NoPart, Verdict, What};
use super::sketch::{Component, Node as Place, Sketch};
use super::yaml::Node;
use crate::catalog::Kind;
use crate::source::{SourceId, Span};
use crate::text;
use files::Project;
use ports::Port;
use std::rc::Rc;

/// A service that is a component.
struct Part<'p> {
    name: String,
    /// Where its key stands.
    at: Span,
    node: &'p Rc<Node>,
    file: SourceId,
    what: What,
    /// Its place in the sketch.
    place: usize,
    ports: Vec<Port>,
    /// Environment, `env_file` included.
    env: Vec<(String, Rc<Node>)>,
}

impl Part<'_> {
    fn is_compute(&self) -> bool {
        self.what.kind.is_compute() || matches!(self.what.kind, Kind::Gateway | Kind::Lb)
    }

    fn text(&self, key: &str) -> Option<String> {
        self.node.get(key).and_then(|value| value.text().map(str::to_owned))
    }
}

/// Reads the files of one project.
pub fn read(reading: &mut Reading, given: &[SourceId]) -> Option<Sketch> {
    let project = files::project(reading, given)?;
    let mut sketch = Sketch { format: "docker compose", ..Sketch::default() };
    sketch.name = match project.name.as_ref().and_then(|name| name.text()) {
        Some(name) => name.to_owned(),
        None => reading.folder_name(&given[..1]),
    };
    let mut parts = parts(reading, &project, &mut sketch);
    let stack = is_stack(reading, given[0], &project);
    for part in &mut parts {
        facts::state(part, stack, &reading.files, &mut sketch);
    }
    volumes::state(&parts, &project, &mut sketch);
    edges::join(reading, &parts, &mut sketch);
    groups(&parts, &project, &mut sketch);
    entry::join(&parts, &mut sketch);
    Some(sketch)
}

/// Whether a file is written to lie over another one: it holds services that nothing starts.
pub fn lies_over(text: &str) -> bool {
    let roots = super::yaml::read(text, SourceId(0), 0).roots;
    let services = roots.iter().find_map(|root| root.get("services"));
    let services = services.map(|list| list.entries()).unwrap_or_default();
    let stands = |service: &Node| facts::runs(service) || service.get("extends").is_some();
    services.iter().any(|(_, service)| !stands(service))
}

fn parts<'p>(reading: &mut Reading, project: &'p Project, sketch: &mut Sketch) -> Vec<Part<'p>> {
    let one_shot = completed(project);
    let mut parts = Vec::new();
    laid_over(reading, project);
    for service in &project.services {
        let Some(name) = service.key.text() else { continue };
        let (at, node) = (service.key.span, &service.node);
        let image = node.get("image");
        let image = image.as_ref().and_then(|image| Some((image.text()?, image.span)));
        let build = build_name(node);
        let settings: Vec<String> =
            files::pairs(node.get("environment")).into_iter().map(|(key, _)| key).collect();
        let by = Evidence {
            image: image.filter(|(text, _)| !text.is_empty()),
            name: Some((name, at)),
            settings: &settings,
            ..Evidence::default()
        };
        let mut verdict = reading.classifier.classify(by).running();
        if let (Verdict::Is(what), Some((folder, span))) = (&verdict, &build)
            && what.guess.is_some()
            && let Some(closer) = reading.classifier.spoken((folder, *span))
            && closer.kind.is_compute()
            && !closer.is_technology
        {
            verdict = Verdict::Is(closer);
        }
        if let Verdict::Is(what) = &verdict
            && (what.guess.is_some() || what.kind == Kind::Worker && !what.is_technology)
            && let Some(run) = started(reading, node)
        {
            verdict = Verdict::Is(run);
        }
        let left_out = match &verdict {
            Verdict::Not(no) => Some(*no),
            Verdict::Is(what) => left_out(name, node, what, &one_shot),
        };
        let what = match (left_out, verdict) {
            (Some(no), _) => {
                sketch.leave_out(name, no.reason(), at);
                continue;
            }
            (None, Verdict::Is(what)) => what,
            (None, Verdict::Not(_)) => continue,
        };
        let ports = ports::of(node);
        let what = as_asked(what, name, &ports);
        let mut component = Component::new(what.word.clone(), name, at);
        if let (Some(guess), None) = (&what.guess, &build) {
            let at = image.map_or(at, |(_, span)| span);
            component.guess = Some(super::sketch::Guess { from: guess.clone(), at });
        }
        if what.is_managed && what.kind != Kind::External {
            component.state("managed", "off", image.map_or(at, |(_, span)| span));
        }
        component.alike = Some(alike(node));
        let place = sketch.add(component);
        let env = environment(reading, service.file, node);
        parts.push(Part {
            name: name.to_owned(),
            at,
            node,
            file: service.file,
            what,
            place,
            ports,
            env,
        });
    }
    parts
}

/// What the command starts, where that is a program that takes work: `celery -A shop worker`.
fn started(reading: &Reading, node: &Rc<Node>) -> Option<What> {
    let words = files::words(node.get("command").or_else(|| node.get("entrypoint")));
    let (first, from) = words.first()?;
    let what =
        reading.classifier.word((first, from.span)).filter(|what| what.kind == Kind::Worker)?;
    let says = |word: &str| words.iter().any(|(one, _)| one == word);
    let is_clock = says("beat") && !says("worker");
    Some(if is_clock { What::kind(Kind::Batch, what.at) } else { what })
}

/// A `consumer-service` that publishes a port is asked by people, whoever they are called.
fn as_asked(what: What, name: &str, ports: &[Port]) -> What {
    let words = super::classify::split(name);
    let serves =
        words.last().is_some_and(|last| matches!(last.as_str(), "service" | "api" | "svc"));
    let is_open = ports.iter().any(|port| port.is_public() && !port.is_debug());
    match what.kind == Kind::Worker && !what.is_technology && serves && is_open {
        true => What::kind(Kind::Service, what.at),
        false => what,
    }
}

/// A service that has neither an image nor a build is written for a file below.
fn laid_over(reading: &mut Reading, project: &Project) {
    let lacks = |service: &&files::Service| !facts::runs(&service.node);
    let Some(service) = project.services.iter().find(lacks) else { return };
    let (name, at) = (service.key.text().unwrap_or_default(), service.key.span);
    reading.not_imported(
        at,
        text!(
            name;
            "`{name}`에는 `image`도 `build`도 없습니다. 다른 compose 파일 위에 얹는 파일이면 둘을 함께 주세요",
            "`{name}` has neither `image` nor `build`; if the file lies over another one, name both"
        ),
    );
}

/// Services that others wait for until they are done.
fn completed(project: &Project) -> Vec<String> {
    let mut names = Vec::new();
    for service in &project.services {
        for (name, node) in files::pairs(service.node.get("depends_on")) {
            let condition = node.get("condition");
            if condition.is_some_and(|c| c.text() == Some("service_completed_successfully")) {
                names.push(name);
            }
        }
    }
    names
}

/// Why a service is no component, by what the file says of how it runs.
fn left_out(name: &str, node: &Rc<Node>, what: &What, one_shot: &[String]) -> Option<NoPart> {
    if one_shot.iter().any(|done| done == name) {
        return Some(NoPart::OneShot);
    }
    let profiles = node.get("profiles").map(|list| list.items()).unwrap_or_default();
    let is_live = |profile: &Rc<Node>| {
        profile
            .text()
            .is_some_and(|name| matches!(name, "prod" | "production" | "live" | "default"))
    };
    if !profiles.is_empty() && !profiles.iter().any(is_live) {
        return Some(NoPart::Profile);
    }
    let replicas = node.at(&["deploy", "replicas"]).or_else(|| node.get("scale"));
    if replicas.is_some_and(|count| count.text() == Some("0") && !count.is_open) {
        return Some(NoPart::SwitchedOff);
    }
    let restart = node.get("restart");
    let restart = restart.as_ref().and_then(|node| node.text());
    let may_end = restart.is_none_or(|text| text == "no" || text.starts_with("on-failure"));
    let words =
        ["init", "migrate", "migration", "migrations", "seed", "seeder", "setup", "bootstrap"];
    let named = super::classify::split(name).iter().any(|word| words.contains(&word.as_str()));
    let command = node.get("command");
    let runs_once = files::words(command).iter().any(|(word, _)| {
        super::classify::split(word).iter().any(|w| matches!(w.as_str(), "migrate" | "seed"))
    });
    let once = named || (runs_once && node.get("ports").is_none());
    (may_end && once && !what.kind.is_store()).then_some(NoPart::OneShot)
}

fn build_name(node: &Rc<Node>) -> Option<(String, Span)> {
    let build = node.get("build")?;
    let context =
        if build.is_map() { build.get("context").unwrap_or(build.clone()) } else { build.clone() };
    let text = context.text().unwrap_or_default();
    let last = text.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    Some((last.trim_matches('.').to_owned(), build.span))
}

/// What twins have in common: image, build and command, the numbers in them aside.
fn alike(node: &Rc<Node>) -> String {
    let mut said = String::new();
    for key in ["image", "build", "command", "entrypoint"] {
        let Some(value) = node.get(key) else { continue };
        let words = match value.is_map() {
            true => {
                value.entries().iter().filter_map(|(_, v)| v.text().map(str::to_owned)).collect()
            }
            false => {
                files::words(Some(value)).into_iter().map(|(word, _)| word).collect::<Vec<_>>()
            }
        };
        said.extend(words.join(" ").chars().filter(|letter| !letter.is_ascii_digit()));
        said.push('\n');
    }
    said
}

fn environment(reading: &mut Reading, file: SourceId, node: &Rc<Node>) -> Vec<(String, Rc<Node>)> {
    let mut env = files::pairs(node.get("environment"));
    let listed = node.get("env_file").map(|list| list.items()).unwrap_or_default();
    for item in listed {
        let path =
            item.text().map(str::to_owned).or_else(|| item.get("path")?.text().map(str::to_owned));
        let Some(id) = path.and_then(|path| reading.load_values(file, &path).ok()) else {
            continue;
        };
        let text = reading.files.get(id).text.clone();
        for (key, value) in interpolate::variables(&text) {
            if !env.iter().any(|(old, _)| *old == key) {
                env.push((key, Rc::new(Node::scalar(value, item.span))));
            }
        }
    }
    env
}

/// A stack file of Swarm: `deploy` says how it restarts.
fn is_stack(reading: &Reading, file: SourceId, project: &Project) -> bool {
    let named = reading.files.get(file).name.to_lowercase().contains("stack");
    let swarm = ["placement", "update_config", "endpoint_mode", "mode", "rollback_config"];
    let deploys = |service: &files::Service| {
        service
            .node
            .get("deploy")
            .is_some_and(|deploy| swarm.iter().any(|key| deploy.get(key).is_some()))
    };
    named || project.services.iter().any(deploys)
}

/// Networks that part the services become groups.
fn groups(parts: &[Part], project: &Project, sketch: &mut Sketch) {
    let declared = project.networks.as_ref().map(|list| list.entries()).unwrap_or_default();
    let of = |part: &Part| -> Vec<String> {
        files::pairs(part.node.get("networks")).into_iter().map(|(name, _)| name).collect()
    };
    let single: Vec<Option<String>> = parts
        .iter()
        .map(|part| match of(part).as_slice() {
            [only] if only != "default" => Some(only.clone()),
            _ => None,
        })
        .collect();
    let mut used: Vec<&String> = single.iter().flatten().collect();
    used.sort();
    used.dedup();
    if used.len() < 2 {
        return;
    }
    for (key, _) in declared {
        let Some(name) = key.text() else { continue };
        if !used.iter().any(|one| *one == name) {
            continue;
        }
        sketch.groups.push(super::sketch::Group {
            word: "group",
            name: format!("{name}-net"),
            label: Some(name.to_owned()),
            parent: None,
            facts: Vec::new(),
            at: key.span,
        });
        let group = sketch.groups.len() - 1;
        for (part, only) in parts.iter().zip(&single) {
            if only.as_deref() == Some(name) {
                sketch.components[part.place].group = Some(group);
            }
        }
    }
}

fn place(part: &Part) -> Place {
    Place::Component(part.place)
}
