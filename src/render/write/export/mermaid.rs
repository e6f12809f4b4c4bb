//! Mermaid: a `flowchart` for Markdown pages that draw it.

use super::{Dialect, Form, link_label, places, replaced, settled};
use crate::model::{ComponentId, Design, GroupId};
use crate::render::graph::Direction;
use crate::syntax::ast::Arrow;
use crate::text::Lang;
use std::fmt::Write;

/// The design as a Mermaid flowchart.
pub fn mermaid(design: &Design, lang: Lang, direction: Direction) -> String {
    let design = &*settled(design);
    let way = if direction == Direction::Right { "LR" } else { "TB" };
    let mut out = format!("flowchart {way}\n");
    out += &places::<Mermaid>(design, lang);
    for link in &design.links {
        let arrow = match link.arrow {
            Arrow::Sync => "-->",
            Arrow::Async => "-.->",
            Arrow::Copy => "==>",
        };
        let label = link_label(link);
        let label = if label.is_empty() { label } else { format!("|{}|", Mermaid::quoted(&label)) };
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

struct Mermaid;

impl Dialect for Mermaid {
    const OUTERMOST: usize = 1;
    const CLOSE: &'static str = "end";

    fn component(id: ComponentId, label: &str, form: Form) -> String {
        let shaped = match form {
            Form::Plain | Form::Outside => format!("({label})"),
            Form::Round => format!("([{label}])"),
            Form::Store => format!("[({label})]"),
            Form::Queue => format!("[[{label}]]"),
        };
        format!("n{}{shaped}", id.0)
    }

    fn group(id: GroupId, label: &str) -> String {
        format!("subgraph g{}[{label}]", id.0)
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
}
