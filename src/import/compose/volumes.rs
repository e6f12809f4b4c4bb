//! Where the data of the services live.

use super::super::kept;
use super::super::sketch::{Component, Sketch};
use super::super::yaml::Node;
use super::Part;
use super::files::Project;
use super::merge::mount_target;
use crate::source::Span;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A mount of a service.
struct Mount {
    /// The named volume or the folder of the machine; empty for an unnamed one.
    source: String,
    target: String,
    is_read_only: bool,
    at: Span,
}

/// States `persistence` and `files`, and makes storage of what several write to.
pub fn state(parts: &[Part], project: &Project, sketch: &mut Sketch) {
    let mounts: Vec<Vec<Mount>> = parts.iter().map(|part| mounts(part.node)).collect();
    let shared = shared(parts, &mounts, project, sketch);
    for (part, mounts) in parts.iter().zip(&mounts) {
        let component = &mut sketch.components[part.place];
        if part.what.kind.is_store() {
            persistence(part, mounts, &shared, component);
        } else if part.what.kind.is_compute() {
            files(mounts, &shared, component);
        }
    }
}

fn mounts(node: &Rc<Node>) -> Vec<Mount> {
    let mut list = Vec::new();
    for item in node.get("volumes").map(|list| list.items()).unwrap_or_default() {
        let Some(target) = mount_target(&item) else { continue };
        let (source, is_read_only) = match item.text() {
            Some(text) => {
                let parts: Vec<&str> = text.split(':').collect();
                let source = if parts.len() > 1 { parts[0] } else { "" };
                (
                    source.to_owned(),
                    parts.get(2).is_some_and(|mode| mode.split(',').any(|one| one == "ro")),
                )
            }
            None if item.get("type").is_some_and(|of| of.text() == Some("tmpfs")) => continue,
            None => {
                let source = item.get("source").and_then(|source| source.text().map(str::to_owned));
                (
                    source.unwrap_or_default(),
                    item.get("read_only").is_some_and(|node| node.is_true()),
                )
            }
        };
        list.push(Mount { source, target, is_read_only, at: item.span });
    }
    list
}

fn persistence(part: &Part, mounts: &[Mount], shared: &Shared, component: &mut Component) {
    let settings = part.env.iter();
    let settings =
        settings.filter_map(|(name, value)| Some((name.clone(), value.text()?.to_owned())));
    let paths = kept::paths(&part.what.word, settings);
    if let Some(mount) = mounts.iter().find(|mount| kept::holds(&mount.target, &paths)) {
        let value = shared.get(&mount.source).map_or("on", String::as_str);
        return component.state("persistence", value, mount.at);
    }
    let usual = part.node.get("image").filter(|image| !image.is_open && image.text().is_some());
    let unusual = part.node.get("build").is_some() || part.node.get("volumes_from").is_some();
    if let Some(image) = usual.filter(|_| !paths.is_empty() && !unusual) {
        component.state("persistence", "off", image.span);
    }
}

/// Data that a program keeps on its own disk.
fn files(mounts: &[Mount], shared: &Shared, component: &mut Component) {
    const DATA: &[&str] =
        &["upload", "uploads", "media", "attachments", "files", "storage", "userdata", "avatars"];
    for mount in mounts.iter().filter(|mount| !mount.is_read_only) {
        if let Some(name) = shared.get(&mount.source) {
            return component.state("files", name.clone(), mount.at);
        }
        let last = |path: &str| {
            path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_lowercase()
        };
        let words = [last(&mount.source), last(&mount.target)];
        let keeps = words.iter().any(|path| {
            super::super::classify::split(path).iter().any(|word| DATA.contains(&word.as_str()))
        });
        if keeps {
            return component.state("files", "local", mount.at);
        }
    }
}

/// The storage for each volume that several services write to, as a fact refers to it.
type Shared = BTreeMap<String, String>;

fn shared(parts: &[Part], mounts: &[Vec<Mount>], project: &Project, sketch: &mut Sketch) -> Shared {
    let declared = project.volumes.as_ref().map(|list| list.entries()).unwrap_or_default();
    let mut shared = Shared::new();
    for (key, _) in declared {
        let Some(volume) = key.text() else { continue };
        let writers: Vec<usize> = (0..parts.len())
            .filter(|at| {
                let kind = parts[*at].what.kind;
                let writes = |mount: &&Mount| {
                    mount.source == volume && !mount.is_read_only && is_data(mount)
                };
                (kind.is_compute() || kind.is_store())
                    && mounts[*at].iter().any(|mount| writes(&mount))
            })
            .collect();
        if writers.len() < 2 {
            continue;
        }
        sketch.add(Component::new("storage", volume, key.span));
        shared.insert(volume.to_owned(), format!("@{volume}"));
    }
    shared
}

/// Not a place of tools, caches or sockets.
fn is_data(mount: &Mount) -> bool {
    const PASSED: &[&str] = &[
        "node_modules",
        "cache",
        ".m2",
        ".gradle",
        "sock",
        "certs",
        "ssl",
        "letsencrypt",
        "vendor",
        "venv",
        "tmp",
        "log",
        "logs",
        "config",
        "static",
    ];
    let path = format!("{}/{}", mount.source, mount.target).to_lowercase();
    !path.split(['/', '_', '-']).any(|part| PASSED.contains(&part))
        && !path.contains("node_modules")
}
