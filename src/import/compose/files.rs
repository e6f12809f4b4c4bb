//! The files of one compose project: `include`, `extends`, `.env`, and files laid over another.

use super::super::Reading;
use super::super::yaml::{self, Kind, Node};
use super::interpolate::{self, Variables};
use super::merge::merge;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::text;
use std::collections::BTreeSet;
use std::rc::Rc;

/// `extends` and `include` may lead through so many files and services.
const STEPS: usize = 32;

/// All services of a project, after merging, with the project's other parts.
pub struct Project {
    pub services: Vec<Service>,
    pub volumes: Option<Rc<Node>>,
    pub networks: Option<Rc<Node>>,
    pub name: Option<Rc<Node>>,
}

/// A service after merging.
pub struct Service {
    pub key: Rc<Node>,
    pub node: Rc<Node>,
    /// The file whose folder its paths count from.
    pub file: SourceId,
}

/// Reads the files as `docker compose -f A -f B` does. `None` where the first holds no services.
pub fn project(reading: &mut Reading, files: &[SourceId]) -> Option<Project> {
    let variables = variables(reading, files[0]);
    overridden(reading, files);
    let mut project: Option<Project> = None;
    for file in files {
        let mut trail = vec![*file];
        let Some(one) = read(reading, *file, &variables, &mut trail) else { continue };
        match &mut project {
            None => project = Some(one),
            Some(project) => lay_over(project, one),
        }
    }
    project
}

/// `docker compose` lays a file beside the one that it is given by no name over it; here only files
/// that are named count.
fn overridden(reading: &mut Reading, files: &[SourceId]) {
    let [only] = files else { return };
    let name = reading.files.get(*only).name.clone();
    let file = name.rsplit('/').next().unwrap_or_default();
    let Some((stem, ending)) = file.rsplit_once('.') else { return };
    let over = format!("{stem}.override.{ending}");
    let is_there = reading.loader.list(&name, ".").is_ok_and(|names| names.contains(&over));
    if is_there {
        let said = text!(over, file;
            "`{over}` 파일은 합치지 않았습니다. 함께 보려면 두 파일을 적으세요: `archlint import {file} {over}`",
            "`{over}` is not laid over it; name both to have that: `archlint import {file} {over}`"
        );
        reading.not_imported(Span::new(*only, 0, 0), said);
    }
}

fn variables(reading: &mut Reading, file: SourceId) -> Variables {
    match reading.load_values(file, ".env") {
        Ok(id) => interpolate::variables(&reading.files.get(id).text.clone()),
        Err(_) => Variables::new(),
    }
}

fn read(
    reading: &mut Reading,
    file: SourceId,
    variables: &Variables,
    trail: &mut Vec<SourceId>,
) -> Option<Project> {
    let root = root(reading, file, variables)?;
    let mut services = Vec::new();
    if let Some(list) = root.get("services") {
        for (key, node) in list.entries() {
            let mut seen = BTreeSet::new();
            let node = extended(reading, file, &root, &key, node, variables, &mut seen);
            services.push(Service { key, node, file });
        }
    }
    let mut project = Project {
        services,
        volumes: root.get("volumes"),
        networks: root.get("networks"),
        name: root.get("name"),
    };
    for item in root.get("include").map(|list| list.items()).unwrap_or_default() {
        include(reading, file, &item, variables, trail, &mut project);
    }
    Some(project)
}

fn include(
    reading: &mut Reading,
    file: SourceId,
    item: &Rc<Node>,
    variables: &Variables,
    trail: &mut Vec<SourceId>,
    project: &mut Project,
) {
    let paths = match item.text() {
        Some(_) => vec![item.clone()],
        None => item.get("path").map(|path| path.items()).unwrap_or_default(),
    };
    for node in paths {
        let Some(path) = node.text() else { continue };
        let id = match reading.load(file, path) {
            Ok(id) => id,
            Err(error) => {
                let reason = error.reason;
                reading.not_imported(
                    node.span,
                    text!(
                        path, reason;
                        "`{path}` 파일을 읽지 못해 뺐습니다: {reason}",
                        "`{path}` is left out: {reason}"
                    ),
                );
                continue;
            }
        };
        if trail.contains(&id) || trail.len() > STEPS {
            continue;
        }
        trail.push(id);
        if let Some(one) = read(reading, id, variables, trail) {
            let known: Vec<String> =
                project.services.iter().filter_map(|s| s.key.text().map(str::to_owned)).collect();
            let new = one
                .services
                .into_iter()
                .filter(|s| s.key.text().is_some_and(|name| !known.iter().any(|k| k == name)));
            project.services.extend(new);
            project.networks = project.networks.take().or(one.networks);
            project.volumes = project.volumes.take().or(one.volumes);
        }
    }
}

/// The root mapping of a compose file with its variables put in.
fn root(reading: &mut Reading, file: SourceId, variables: &Variables) -> Option<Rc<Node>> {
    let text = reading.files.get(file).text.clone();
    let documents = yaml::read(&text, file, 0);
    reading.findings.extend(documents.errors);
    let root = documents.roots.into_iter().find(|root| root.is_map())?;
    Some(interpolate::fill(&root, variables))
}

/// A service laid over the one it extends.
fn extended(
    reading: &mut Reading,
    file: SourceId,
    root: &Rc<Node>,
    key: &Rc<Node>,
    node: Rc<Node>,
    variables: &Variables,
    seen: &mut BTreeSet<(SourceId, String)>,
) -> Rc<Node> {
    let Some(extends) = node.get("extends") else { return node };
    let name = extends
        .text()
        .map(str::to_owned)
        .or_else(|| extends.get("service")?.text().map(str::to_owned));
    let name = name.or_else(|| key.text().map(str::to_owned)).unwrap_or_default();
    let path = extends.get("file").and_then(|path| path.text().map(str::to_owned));
    let (base_file, base_root) = match path {
        None => (file, root.clone()),
        Some(path) => match reading.load(file, &path) {
            Ok(id) => match self::root(reading, id, variables) {
                Some(root) => (id, root),
                None => return node,
            },
            Err(error) => {
                let reason = error.reason;
                reading.not_imported(
                    extends.span,
                    text!(
                        path, reason;
                        "`{path}` 파일을 읽지 못했습니다: {reason}",
                        "`{path}` can't be read: {reason}"
                    ),
                );
                return node;
            }
        },
    };
    if !seen.insert((base_file, name.clone())) || seen.len() > STEPS {
        return node;
    }
    let Some(base) = base_root.get("services").and_then(|list| list.get(&name)) else {
        reading.findings.push(Diagnostic::error(
            "syntax",
            extends.span,
            text!(name; "`{name}` 서비스가 없어 이어받을 수 없습니다", "there is no service `{name}` to extend"),
        ));
        return node;
    };
    let base = extended(reading, base_file, &base_root, key, base, variables, seen);
    merge(&base, &node, &[])
}

fn lay_over(project: &mut Project, over: Project) {
    for service in over.services {
        let same = |old: &&mut Service| old.key.text() == service.key.text();
        match project.services.iter_mut().find(same) {
            Some(old) => old.node = merge(&old.node, &service.node, &[]),
            None => project.services.push(service),
        }
    }
    let both = |a: Option<Rc<Node>>, b: Option<Rc<Node>>| match (a, b) {
        (Some(a), Some(b)) => Some(merge(&a, &b, &[])),
        (a, b) => a.or(b),
    };
    project.volumes = both(project.volumes.take(), over.volumes);
    project.networks = both(project.networks.take(), over.networks);
    project.name = over.name.or(project.name.take());
}

/// Entries of a mapping or of a list of `KEY=VALUE`, with whether the value is known.
pub fn pairs(node: Option<Rc<Node>>) -> Vec<(String, Rc<Node>)> {
    let Some(node) = node else { return Vec::new() };
    let entries = super::merge::keyed(&node).entries();
    entries.into_iter().filter_map(|(key, value)| Some((key.text()?.to_owned(), value))).collect()
}

/// The words of a command, written as a list or as one line.
pub fn words(node: Option<Rc<Node>>) -> Vec<(String, Rc<Node>)> {
    let Some(node) = node else { return Vec::new() };
    match &node.kind {
        Kind::List(items) => {
            items.iter().filter_map(|i| Some((i.text()?.to_owned(), i.clone()))).collect()
        }
        Kind::Scalar(text, _) => {
            text.split_whitespace().map(|word| (word.to_owned(), node.clone())).collect()
        }
        Kind::Map(_) => Vec::new(),
    }
}
