//! A set of moves as the text of a design that extends the AS-IS, with the reason at each change.

use super::moves::{Edit, Known, Target, second_zone};
use super::parts::{Instead, Part};
use crate::fix::{Ends, chains, drawn};
use crate::model::{Design, Flow, FlowId, LinkId};
use crate::say::{Lang, Text};
use crate::source::{Source, Sources};
use crate::{syntax, text};

/// What one thing is changed to.
struct Change<'e> {
    target: Target,
    tech: Option<&'static str>,
    attrs: Vec<(&'static str, &'e str)>,
    part: Option<&'e Part>,
    edits: Vec<&'e Edit>,
}

impl Change<'_> {
    /// The reasons of what is left of the edits: one that others have overruled gives none.
    fn why(&self) -> Vec<&Text> {
        let is_left = |edit: &&&Edit| {
            let stated =
                edit.attrs.iter().any(|(name, value)| self.attrs.contains(&(*name, value)));
            let adds = edit.part.as_ref().is_some_and(|part| Some(part) == self.part);
            let is_bare = edit.attrs.is_empty() && edit.part.is_none();
            stated || adds || is_bare || edit.tech.is_some() && edit.tech == self.tech
        };
        let mut why: Vec<&Text> = Vec::new();
        for edit in self.edits.iter().filter(is_left) {
            if !why.contains(&&edit.why) {
                why.push(&edit.why);
            }
        }
        why
    }
}

/// Statements with the reason for them.
struct Passage {
    why: String,
    statements: Vec<String>,
}

/// The text, which extends the file at the path `extends`.
pub fn overlay(known: Known, edits: &[&Edit], title: &Text, extends: &str, lang: Lang) -> String {
    let name = quoted(&known.study.design().name);
    let mut out = format!("design {name} to-be extends {}\n\n", quoted(extends));
    out += &format!("// {}\n", title.get(lang));
    for passage in passages(known, edits, lang) {
        out += &format!("\n// {}.\n{}\n", passage.why, passage.statements.join("\n"));
    }
    formatted(out)
}

fn formatted(text: String) -> String {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("to-be.arch", text.as_str()));
    syntax::format(&sources, id).unwrap_or(text)
}

/// How many statements they make.
pub fn statements(known: Known, edits: &[&Edit], lang: Lang) -> usize {
    passages(known, edits, lang).iter().map(|passage| passage.statements.len()).sum()
}

fn passages(known: Known, edits: &[&Edit], lang: Lang) -> Vec<Passage> {
    let changes = merged(edits);
    let passage = |change: &Change| {
        let reasons: Vec<&str> = change.why().into_iter().map(|why| why.get(lang)).collect();
        Passage { why: reasons.join(". "), statements: written(known, change, lang) }
    };
    let instead: Vec<&Instead> =
        changes.iter().filter_map(|it| it.part).flat_map(|part| &part.instead).collect();
    let flows = flows(known.study.design(), &instead);
    let why =
        text!("흐름 역시 그 길로 갑니다", "the journeys take that way, too").get(lang).to_owned();
    let flows = (!flows.is_empty()).then_some(Passage { why, statements: flows });
    changes.iter().map(passage).chain(flows).collect()
}

/// The flows that took a way which is no longer there.
fn flows(design: &Design, instead: &[&Instead]) -> Vec<String> {
    let other = |flow: FlowId, link: LinkId| instead.iter().find(|it| it.holds(flow, link));
    let changed = |id: FlowId, flow: &Flow| {
        let stands = flow.steps.iter().all(|link| other(id, *link).is_none());
        if flow.implied || stands {
            return None;
        }
        let steps: Vec<Ends> = flow
            .steps
            .iter()
            .flat_map(|link| match other(id, *link) {
                Some(it) => it.by.clone(),
                None => vec![ends(design, *link)],
            })
            .collect();
        Some(format!("change flow {} {{\n{}\n}}", flow.name, chains(&steps).join("\n")))
    };
    design.flow_ids().filter_map(|id| changed(id, design.flow(id))).collect()
}

fn ends(design: &Design, id: LinkId) -> Ends {
    let link = design.link(id);
    let path = |id| design.component(id).path.clone();
    (path(link.from), link.arrow, path(link.to))
}

/// One change for each thing, in the order of the kinds of things; what is said later of an
/// attribute holds, of replicas the most.
fn merged<'e>(edits: &[&'e Edit]) -> Vec<Change<'e>> {
    let mut changes: Vec<Change<'e>> = Vec::new();
    for edit in edits {
        let at = changes.iter().position(|change| change.target == edit.target);
        let at = at.unwrap_or_else(|| {
            changes.push(Change {
                target: edit.target,
                tech: None,
                attrs: Vec::new(),
                part: None,
                edits: Vec::new(),
            });
            changes.len() - 1
        });
        let change = &mut changes[at];
        change.tech = edit.tech.or(change.tech);
        change.part = edit.part.as_ref().or(change.part);
        for (name, value) in &edit.attrs {
            let count = |value: &str| value.parse::<u32>().unwrap_or(0);
            let stated = change.attrs.iter().find(|(known, _)| known == name);
            if stated.is_some_and(|(_, more)| *name == "replicas" && count(more) > count(value)) {
                continue;
            }
            change.attrs.retain(|(known, _)| known != name);
            change.attrs.push((name, value));
        }
        change.edits.push(edit);
    }
    changes.sort_by_key(|change| change.target);
    changes
}

fn written(known: Known, change: &Change, lang: Lang) -> Vec<String> {
    let design = known.study.design();
    let Some(part) = change.part else { return vec![statement(known, design, change, lang)] };
    let declared = part.declared.iter().map(|(group, statement)| match group {
        Some(group) => format!("change {} {{\n{statement}\n}}", design.group(*group).path),
        None => statement.clone(),
    });
    let removed = part.gone().map(|link| format!("remove {}", drawn(&ends(design, link))));
    declared.chain(removed).chain(part.links.iter().cloned()).collect()
}

fn statement(known: Known, design: &Design, change: &Change, lang: Lang) -> String {
    let attrs: Vec<String> = change
        .attrs
        .iter()
        .map(|(name, value)| match value.is_empty() {
            true => (*name).to_owned(),
            false => format!("{name} = {value}"),
        })
        .collect();
    let block = match attrs.is_empty() {
        true => String::new(),
        false => format!("{{ {} }}", attrs.join(", ")),
    };
    match change.target {
        Target::Zone(region) => {
            let label = match lang {
                Lang::Ko => "두 번째 가용 영역",
                Lang::En => "second availability zone",
            };
            let region = &design.group(region).path;
            format!("change {region} {{\n  zone {} \"{label}\"\n}}", second_zone(known.study))
        }
        Target::Component(id) => {
            let path = &design.component(id).path;
            let tech = change.tech.map_or(String::new(), |tech| format!("{tech} "));
            format!("change {path} {tech}{block}")
        }
        Target::Link(id) | Target::Way(id) => {
            format!("change {} {block}", drawn(&ends(design, id)))
        }
        Target::Operations => format!("operations {block}"),
    }
}

pub(super) fn quoted(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            c if crate::sink::hides(c) => " ".to_owned(),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}
