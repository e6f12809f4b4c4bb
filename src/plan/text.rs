//! A set of moves as the text of a design that extends the AS-IS, with the reason at each change.

use super::moves::{Edit, Target, second_zone};
use crate::analysis::Study;
use crate::model::Design;
use crate::say::{Lang, Text};
use crate::source::{Source, Sources};
use crate::syntax;

/// What one thing is changed to.
struct Change<'e> {
    target: Target,
    tech: Option<&'static str>,
    attrs: Vec<(&'static str, &'e str)>,
    why: Vec<&'e Text>,
}

/// The text, which extends the file at the path `extends`.
pub fn overlay(study: &Study, edits: &[&Edit], title: &Text, extends: &str, lang: Lang) -> String {
    let design = study.design();
    let name = quoted(&design.name);
    let mut out = format!("design {name} to-be extends {}\n\n", quoted(extends));
    out += &format!("// {}\n", title.get(lang));
    for change in merged(edits) {
        let reasons: Vec<&str> = change.why.iter().map(|why| why.get(lang)).collect();
        out +=
            &format!("\n// {}.\n{}\n", reasons.join(". "), statement(study, design, &change, lang));
    }
    formatted(out)
}

fn formatted(text: String) -> String {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("to-be.arch", text.as_str()));
    syntax::format(&sources, id).unwrap_or(text)
}

/// How many statements they make.
pub fn statements(edits: &[&Edit]) -> usize {
    merged(edits).len()
}

/// One change for each thing, in the order of the kinds of things; what is said later of an
/// attribute holds.
fn merged<'e>(edits: &[&'e Edit]) -> Vec<Change<'e>> {
    let mut changes: Vec<Change<'e>> = Vec::new();
    for edit in edits {
        let at = changes.iter().position(|change| change.target == edit.target);
        let at = at.unwrap_or_else(|| {
            changes.push(Change {
                target: edit.target,
                tech: None,
                attrs: Vec::new(),
                why: Vec::new(),
            });
            changes.len() - 1
        });
        let change = &mut changes[at];
        change.tech = edit.tech.or(change.tech);
        for (name, value) in &edit.attrs {
            change.attrs.retain(|(known, _)| known != name);
            change.attrs.push((name, value));
        }
        if !change.why.contains(&&edit.why) {
            change.why.push(&edit.why);
        }
    }
    changes.sort_by_key(|change| change.target);
    changes
}

fn statement(study: &Study, design: &Design, change: &Change, lang: Lang) -> String {
    let attrs: Vec<String> = change
        .attrs
        .iter()
        .map(|(name, value)| match value.is_empty() {
            true => (*name).to_owned(),
            false => format!("{name} = {value}"),
        })
        .collect();
    let block = format!("{{ {} }}", attrs.join(", "));
    match change.target {
        Target::Zone(region) => {
            let label = match lang {
                Lang::Ko => "두 번째 가용 영역",
                Lang::En => "second availability zone",
            };
            let region = &design.group(region).path;
            format!("change {region} {{\n  zone {} \"{label}\"\n}}", second_zone(study))
        }
        Target::Component(id) => {
            let path = &design.component(id).path;
            let tech = change.tech.map_or(String::new(), |tech| format!("{tech} "));
            format!("change {path} {tech}{block}")
        }
        Target::Link(id) => {
            let link = design.link(id);
            let path = |id| &design.component(id).path;
            format!("change {} {} {} {block}", path(link.from), link.arrow.symbol(), path(link.to))
        }
        Target::Operations => format!("operations {block}"),
    }
}

fn quoted(text: &str) -> String {
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
