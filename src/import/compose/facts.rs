//! What a compose file states about a service, and what it defines where it is silent.

use super::super::addresses::{addresses, is_plain_secret, is_secret_key};
use super::super::sketch::{Component, Sketch};
use super::super::yaml::Node;
use super::Part;
use super::files;
use crate::catalog::Kind;
use crate::sink::secrets::Secret;
use crate::source::{Sources, Span};

/// States the facts of one service.
pub fn state(part: &mut Part, stack: bool, files: &Sources, sketch: &mut Sketch) {
    let component = &mut sketch.components[part.place];
    count(part, component);
    restart(part, stack, component);
    health(part, component);
    secrets(part, files, component);
    pinned(part, component);
    if matches!(part.what.kind, Kind::Cache | Kind::Db | Kind::Queue) {
        store(part, component);
    }
    if part.what.kind.is_store()
        && let Some(port) = part.ports.iter().find(|port| port.is_public())
    {
        component.state("public", "on", port.at);
    }
}

fn count(part: &Part, component: &mut Component) {
    let stated = part.node.at(&["deploy", "replicas"]).or_else(|| part.node.get("scale"));
    if part.node.at(&["deploy", "mode"]).is_some_and(|mode| mode.text() == Some("global")) {
        return component.state("replicas", "unknown", part.at);
    }
    match stated {
        Some(node) if node.is_open => component.state("replicas", "unknown", node.span),
        Some(node) => match node.text().and_then(|text| text.parse::<u32>().ok()) {
            Some(count) => component.state("replicas", count.to_string(), node.span),
            None => component.state("replicas", "unknown", node.span),
        },
        None => component.state("replicas", "1", part.at),
    }
}

/// Whether a service says what runs; in a file that lies over another one it need not.
pub fn runs(service: &Node) -> bool {
    ["image", "build", "provider"].iter().any(|key| service.get(key).is_some())
}

fn restart(part: &Part, stack: bool, component: &mut Component) {
    let policy = part.node.at(&["deploy", "restart_policy"]);
    if let Some(policy) = &policy {
        let condition = policy.get("condition");
        let never = condition.as_ref().is_some_and(|c| c.text() == Some("none"));
        return component.state("restart", if never { "off" } else { "on" }, policy.span);
    }
    if stack {
        return component.state("restart", "on", part.at);
    }
    match part.node.get("restart") {
        Some(node) if node.is_open => {}
        Some(node) => {
            let never = node.text() == Some("no") || node.text() == Some("false");
            component.state("restart", if never { "off" } else { "on" }, node.span);
        }
        None if runs(part.node) => component.state("restart", "off", part.at),
        None => {}
    }
}

/// An image may bring a check of its own, so silence says nothing.
fn health(part: &Part, component: &mut Component) {
    let Some(check) = part.node.get("healthcheck") else { return };
    let test = files::words(check.get("test"));
    let off = check.get("disable").is_some_and(|node| node.is_true())
        || test.first().is_some_and(|(word, _)| word == "NONE");
    if off {
        component.state("health-check", "off", check.span);
    } else if !test.is_empty() {
        component.state("health-check", "on", check.span);
    }
}

/// A secret that stands in the file as itself; what an `.env` or a file of variables holds does not
/// stand here, and such files are there to be kept apart.
fn secrets(part: &Part, files: &Sources, component: &mut Component) {
    let plain = part.env.iter().find(|(key, value)| {
        let text = value.text().unwrap_or_default();
        let by_key = || is_secret_key(key) && is_plain_secret(text);
        let in_address = || addresses(text).iter().any(|address| address.has_password);
        let is_known = || files.text(value.span).contains(text);
        !value.is_open && !value.is_null() && (by_key() || in_address()) && is_known()
    });
    if let Some((key, value)) = plain {
        let at = variable(files, key, value).unwrap_or(part.at);
        return component.state("secrets", "plain", at);
    }
    if let Some(secrets) = part.node.get("secrets") {
        component.state("secrets", "managed", secrets.span);
    }
}

/// The characters of a variable's name, where its value is known to be masked: the line is shown, and
/// must not tell it.
fn variable(files: &Sources, key: &str, value: &Node) -> Option<Span> {
    let (source, range) = (files.get(value.span.source), value.span.range());
    let overlaps = |it: &Secret| it.range.start < range.end && range.start < it.range.end;
    let begins = source.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let at = begins + source.text[begins..range.end].find(key)?;
    let is_masked = source.secrets().iter().any(overlaps);
    is_masked.then(|| Span::new(value.span.source, at, at + key.len()))
}

/// A fixed name or a fixed port of the machine: a second one can't start beside it.
fn pinned(part: &Part, component: &mut Component) {
    if !part.what.kind.is_compute() {
        return;
    }
    if let Some(name) = part.node.get("container_name") {
        return component.state("pinned", "on", name.span);
    }
    if let Some(port) = part.ports.iter().find(|port| port.is_fixed()) {
        component.state("pinned", "on", port.at);
    }
}

fn store(part: &Part, component: &mut Component) {
    let mut words = files::words(part.node.get("command"));
    words.extend(files::words(part.node.get("entrypoint")));
    let value = |flag: &str| -> Option<(String, Span)> {
        words.iter().enumerate().find_map(|(at, (word, node))| {
            let bare = word.trim_start_matches('-');
            if let Some(rest) = bare.strip_prefix(flag).and_then(|rest| rest.strip_prefix('=')) {
                return Some((rest.trim_matches(['"', '\'']).to_owned(), node.span));
            }
            let next = words.get(at + 1)?;
            (bare == flag && word.starts_with('-'))
                .then(|| (next.0.trim_matches(['"', '\'']).to_owned(), next.1.span))
        })
    };
    if part.what.kind == Kind::Cache {
        if let Some((text, at)) = value("maxmemory")
            && let Some(bytes) = bytes(&text)
        {
            component.state("memory", bytes, at);
        }
        if let Some((text, at)) = value("maxmemory-policy") {
            component.state("eviction", text, at);
        }
        if let Some((text, at)) = value("appendonly")
            && text == "yes"
        {
            component.state("persistence", "aof", at);
        }
        if let Some((text, at)) = value("cluster-enabled")
            && text == "yes"
        {
            component.state("mode", "cluster", at);
        }
    }
    let env = |key: &str| part.env.iter().find(|(name, value)| name == key && !value.is_open);
    if let Some((_, node)) = env("KAFKA_DEFAULT_REPLICATION_FACTOR")
        .or_else(|| env("KAFKA_CFG_DEFAULT_REPLICATION_FACTOR"))
        && let Some(count) =
            node.text().and_then(|text| text.parse::<u32>().ok()).filter(|count| *count > 0)
    {
        component.state("replication-factor", count.to_string(), node.span);
    }
    if words.iter().any(|(word, _)| word.trim_start_matches('-') == "replSet") {
        component.notes.push("replSet".to_owned());
    }
}

/// `256mb` of Redis as the language writes it.
fn bytes(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let number: u64 = text[..end].parse().ok().filter(|number| *number > 0)?;
    let unit = match &text[end..] {
        "" => "B",
        "k" => "KB",
        "kb" => "KiB",
        "m" => "MB",
        "mb" => "MiB",
        "g" => "GB",
        "gb" => "GiB",
        _ => return None,
    };
    Some(format!("{number}{unit}"))
}
