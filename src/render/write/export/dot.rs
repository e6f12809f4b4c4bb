//! Graphviz: `dot -Tsvg`.

use super::{Dialect, Form, contents, link_label, replaced, settled};
use crate::model::{ComponentId, Design, GroupId, Link};
use crate::render::graph::Direction;
use crate::syntax::ast::Arrow;
use crate::text::Lang;
use std::fmt::Write;

/// The design in the language of Graphviz.
pub fn dot(design: &Design, lang: Lang, direction: Direction) -> String {
    let design = &*settled(design);
    let mut out = format!("digraph {} {{\n", Dot::quoted(&design.name));
    let rankdir = if direction == Direction::Right { "LR" } else { "TB" };
    let _ = writeln!(out, "  rankdir={rankdir}; compound=true; fontname=\"sans-serif\";");
    out.push_str("  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n");
    out.push_str("  edge [fontname=\"sans-serif\", fontsize=11];\n");
    out += &contents::<Dot>(design, lang);
    for link in &design.links {
        edge(link, &mut out);
    }
    out.push_str("}\n");
    out
}

struct Dot;

impl Dialect for Dot {
    const OUTERMOST: usize = 1;
    const CLOSE: &'static str = "}";

    fn component(id: ComponentId, label: &str, form: Form) -> String {
        let shape = match form {
            Form::Plain => "",
            Form::Round => ", shape=oval, style=solid",
            Form::Store => ", shape=cylinder, style=solid",
            Form::Queue => ", shape=cds, style=solid",
            Form::Outside => ", style=\"rounded,dashed\"",
        };
        format!("n{} [label={label}{shape}];", id.0)
    }

    fn group(id: GroupId, label: &str) -> String {
        format!("subgraph cluster_{} {{ label={label};", id.0)
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
}

fn edge(link: &Link, out: &mut String) {
    let mut attributes = Vec::new();
    let label = link_label(link);
    if !label.is_empty() {
        attributes.push(format!("label={}", Dot::quoted(&label)));
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
