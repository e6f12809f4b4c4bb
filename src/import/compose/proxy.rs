//! What a proxy passes requests on to: its configuration, mounted from the project.

use super::super::Reading;
use super::Part;
use super::merge::mount_target;
use crate::source::{SourceId, Span};

/// One way on, to one host or to any of several.
pub struct Way {
    pub hosts: Vec<String>,
    pub at: Span,
    pub why: String,
}

/// The ways in the mounted configuration of a proxy.
pub fn ways(reading: &mut Reading, part: &Part) -> Vec<Way> {
    if !matches!(
        part.what.word.as_str(),
        "nginx" | "haproxy" | "apache" | "gateway" | "lb" | "web" | "envoy" | "caddy"
    ) {
        return Vec::new();
    }
    let mut ways = Vec::new();
    for id in mounted(reading, part) {
        let text = reading.files.get(id).text.clone();
        ways.extend(nginx(&text, id));
        if ways.is_empty() {
            ways.extend(haproxy(&text, id));
        }
    }
    ways
}

fn mounted(reading: &mut Reading, part: &Part) -> Vec<SourceId> {
    let mut found = Vec::new();
    for item in part.node.get("volumes").map(|list| list.items()).unwrap_or_default() {
        let source = match item.text() {
            Some(text) => text.split(':').next().unwrap_or_default().to_owned(),
            None => {
                item.get("source").and_then(|s| s.text().map(str::to_owned)).unwrap_or_default()
            }
        };
        let target = mount_target(&item).unwrap_or_default();
        if !source.starts_with('.')
            || !(target.contains("/etc/")
                || target.ends_with(".conf")
                || target.ends_with(".cfg")
                || target.contains("/conf"))
        {
            continue;
        }
        match reading.load(part.file, &source) {
            Ok(id) => found.push(id),
            Err(_) => {
                let folder = source.trim_end_matches('/').to_owned();
                let names = reading
                    .loader
                    .list(&reading.files.get(part.file).name, &folder)
                    .unwrap_or_default();
                let wanted = |name: &&String| {
                    name.ends_with(".conf") || name.ends_with(".cfg") || name.ends_with(".template")
                };
                for name in names.iter().filter(wanted).take(20) {
                    found.extend(reading.load(part.file, &format!("{folder}/{name}")).ok());
                }
            }
        }
    }
    found
}

/// `upstream` blocks and the lines that pass requests on.
fn nginx(text: &str, id: SourceId) -> Vec<Way> {
    let mut upstreams: Vec<(String, Vec<String>, Span)> = Vec::new();
    let mut open: Option<usize> = None;
    let mut ways = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let from = start;
        start += line.len();
        let code = line.split('#').next().unwrap_or_default();
        let at = |word: &str| {
            let offset = code.find(word).unwrap_or(0);
            Span::new(id, from + offset, from + offset + word.len())
        };
        let words: Vec<&str> = code.split_whitespace().collect();
        match words.as_slice() {
            ["upstream", name, ..] => {
                let name = name.trim_end_matches('{').to_owned();
                upstreams.push((name, Vec::new(), at("upstream")));
                open = Some(upstreams.len() - 1);
            }
            ["server", server, ..] if open.is_some() => {
                let host = server.trim_end_matches(';').split(':').next().unwrap_or_default();
                let backup = words.iter().any(|word| word.trim_end_matches(';') == "backup");
                let list = &mut upstreams[open.unwrap_or(0)];
                if !backup || list.1.is_empty() {
                    list.1.push(host.to_owned());
                    list.2 = if list.1.len() == 1 { at(host) } else { list.2 };
                }
            }
            [pass, target, ..] if pass.ends_with("_pass") => {
                let target = target.trim_end_matches(';');
                let bare = target.split("://").last().unwrap_or(target);
                let host = bare.split(['/', ':']).next().unwrap_or(bare).to_owned();
                ways.push(Way { at: at(&host), hosts: vec![host], why: (*pass).to_owned() });
            }
            _ => {}
        }
        if code.contains('}') {
            open = None;
        }
    }
    for way in &mut ways {
        if let Some((_, hosts, at)) = upstreams.iter().find(|(name, ..)| *name == way.hosts[0])
            && !hosts.is_empty()
        {
            way.hosts = hosts.clone();
            way.at = *at;
        }
    }
    ways
}

/// `server NAME host:port` lines of one backend are alternatives.
fn haproxy(text: &str, id: SourceId) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    let mut fresh = true;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let from = start;
        start += line.len();
        let words: Vec<&str> =
            line.split('#').next().unwrap_or_default().split_whitespace().collect();
        match words.as_slice() {
            ["backend" | "listen", ..] => fresh = true,
            ["server", _, address, ..] => {
                let host = address.split(':').next().unwrap_or_default().to_owned();
                let offset = line.find(*address).unwrap_or(0);
                let at = Span::new(id, from + offset, from + offset + host.len());
                match ways.last_mut().filter(|_| !fresh) {
                    Some(way) => way.hosts.push(host),
                    None => ways.push(Way { hosts: vec![host], at, why: "server".to_owned() }),
                }
                fresh = false;
            }
            _ => {}
        }
    }
    ways
}
