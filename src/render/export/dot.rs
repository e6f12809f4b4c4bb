//! Graphviz: `dot -Tsvg`.

use super::{Contents, Form, component_label, group_label, indent, link_label, replaced};
use crate::model::{Design, Link};
use crate::render::graph::Direction;
use crate::syntax::ast::Arrow;
use crate::text::Lang;
use std::fmt::Write;

/// The design in the language of Graphviz.
pub fn dot(design: &Design, lang: Lang, direction: Direction) -> String {
    let contents = Contents::of(design);
    let mut out = format!("digraph {} {{\n", quoted(&design.name));
    let rankdir = if direction == Direction::Right { "LR" } else { "TB" };
    let _ = writeln!(out, "  rankdir={rankdir}; compound=true; fontname=\"sans-serif\";");
    out.push_str("  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n");
    out.push_str("  edge [fontname=\"sans-serif\", fontsize=11];\n");
    place(design, &contents, contents.outside(), lang, 0, &mut out);
    for link in &design.links {
        edge(link, &mut out);
    }
    out.push_str("}\n");
    out
}

fn place(
    design: &Design,
    contents: &Contents,
    at: usize,
    lang: Lang,
    depth: usize,
    out: &mut String,
) {
    let space = indent(depth);
    for id in &contents.components[at] {
        let component = design.component(*id);
        let label = quoted(&component_label(component));
        let shape = match Form::of(component.kind) {
            Form::Plain => "",
            Form::Round => ", shape=oval, style=solid",
            Form::Store => ", shape=cylinder, style=solid",
            Form::Queue => ", shape=cds, style=solid",
            Form::Outside => ", style=\"rounded,dashed\"",
        };
        let _ = writeln!(out, "{space}n{} [label={label}{shape}];", id.0);
    }
    for id in &contents.groups[at] {
        let label = quoted(&group_label(design.group(*id), lang));
        let _ = writeln!(out, "{space}subgraph cluster_{} {{\n{space}  label={label};", id.0);
        place(design, contents, id.index(), lang, depth + 1, out);
        let _ = writeln!(out, "{space}}}");
    }
}

fn edge(link: &Link, out: &mut String) {
    let mut attributes = Vec::new();
    let label = link_label(link);
    if !label.is_empty() {
        attributes.push(format!("label={}", quoted(&label)));
    }
    match link.arrow {
        Arrow::Sync => {}
        Arrow::Async => attributes.push("style=dashed, arrowhead=open".to_owned()),
        Arrow::Copy => attributes.push("style=dashed, color=\"#2563c9\"".to_owned()),
    }
    let _ = write!(out, "  n{} -> n{}", link.from.0, link.to.0);
    if !attributes.is_empty() {
        let _ = write!(out, " [{}]", attributes.join(", "));
    }
    out.push_str(";\n");
}

/// Graphviz reads backslashes and XML's entities inside quotes.
fn quoted(text: &str) -> String {
    let text = replaced(text, |c| match c {
        '"' => Some("\\\""),
        '\\' => Some("\\\\"),
        '&' => Some("&amp;"),
        _ => None,
    });
    format!("\"{text}\"")
}
