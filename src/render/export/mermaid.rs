//! Mermaid: a `flowchart` for Markdown pages that draw it.

use super::{Contents, Form, component_label, group_label, indent, link_label, replaced};
use crate::model::Design;
use crate::render::graph::Direction;
use crate::syntax::ast::Arrow;
use crate::text::Lang;
use std::fmt::Write;

/// The design as a Mermaid flowchart.
pub fn mermaid(design: &Design, lang: Lang, direction: Direction) -> String {
    let contents = Contents::of(design);
    let way = if direction == Direction::Right { "LR" } else { "TB" };
    let mut out = format!("flowchart {way}\n");
    place(design, &contents, contents.outside(), lang, 0, &mut out);
    for link in &design.links {
        let arrow = match link.arrow {
            Arrow::Sync => "-->",
            Arrow::Async => "-.->",
            Arrow::Copy => "==>",
        };
        let label = link_label(link);
        let label = if label.is_empty() { label } else { format!("|{}|", quoted(&label)) };
        let _ = writeln!(out, "  n{} {arrow}{label} n{}", link.from.0, link.to.0);
    }
    let outside = |id: &_| Form::of(design.component(*id).kind) == Form::Outside;
    let outside: Vec<String> =
        design.component_ids().filter(outside).map(|id| format!("n{}", id.0)).collect();
    if !outside.is_empty() {
        out.push_str("  classDef outside stroke-dasharray:5 4\n");
        let _ = writeln!(out, "  class {} outside", outside.join(","));
    }
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
        let shaped = match Form::of(component.kind) {
            Form::Plain | Form::Outside => format!("({label})"),
            Form::Round => format!("([{label}])"),
            Form::Store => format!("[({label})]"),
            Form::Queue => format!("[[{label}]]"),
        };
        let _ = writeln!(out, "{space}n{}{shaped}", id.0);
    }
    for id in &contents.groups[at] {
        let label = quoted(&group_label(design.group(*id), lang));
        let _ = writeln!(out, "{space}subgraph g{}[{label}]", id.0);
        place(design, contents, id.index(), lang, depth + 1, out);
        let _ = writeln!(out, "{space}end");
    }
}

/// Mermaid has no escapes but its own kind of entities.
fn quoted(text: &str) -> String {
    let text = replaced(text, |c| match c {
        '"' => Some("#quot;"),
        '#' => Some("#35;"),
        '&' => Some("#amp;"),
        '<' => Some("#lt;"),
        '>' => Some("#gt;"),
        '`' => Some("#96;"),
        '\\' => Some("#92;"),
        ';' => Some("#59;"),
        _ => None,
    });
    format!("\"{text}\"")
}
