//! Mermaid: a `flowchart` for Markdown pages that draw it.

use super::{Dialect, Form, component_label, contents, link_label, replaced, settled};
use crate::analysis::change::{Pair, State};
use crate::model::{ComponentId, Design, GroupId};
use crate::render::graph::Direction;
use crate::render::shown::Union;
use crate::syntax::ast::Arrow;
use crate::text::Lang;
use std::fmt::Write;

/// The design as a Mermaid flowchart.
pub fn mermaid(design: &Design, lang: Lang, direction: Direction) -> String {
    flowchart(&settled(design), lang, direction)
}

/// What changes between two designs, as one flowchart of both: `+` before what comes, `−` before what
/// goes, `~` before what changes, and a colour for each.
pub fn mermaid_change(old: &Design, new: &Design, lang: Lang, direction: Direction) -> String {
    let mut union = Union::new(old, new);
    let comparison = &union.comparison;
    let design = &mut union.new;
    for (component, pair) in design.components.iter_mut().zip(&comparison.components) {
        component.label = Some(format!("{}{}", sign(pair.state()), component_label(component)));
    }
    for (link, pair) in design.links.iter_mut().zip(&comparison.links) {
        link.label = Some(format!("{}{}", sign(pair.state()), link_label(link)));
    }
    let mut out = flowchart(design, lang, direction);
    for (state, class, stroke, look) in STATES {
        let cards = places(&comparison.components, *state, "n");
        let boxes = places(&comparison.groups, *state, "g");
        if !(cards.is_empty() && boxes.is_empty()) {
            let _ = writeln!(out, "  classDef {class} stroke:{stroke},{look}");
        }
        for marked in [cards, boxes].iter().filter(|marked| !marked.is_empty()) {
            let _ = writeln!(out, "  class {marked} {class}");
        }
        let links = places(&comparison.links, *state, "");
        if !links.is_empty() {
            let _ = writeln!(out, "  linkStyle {links} stroke:{stroke},stroke-width:3px");
        }
    }
    out
}

/// Each kind of change, its class, the colour of its lines, and how its cards look.
const STATES: &[(State, &str, &str, &str)] = &[
    (State::Added, "added", "#1a7f37", "fill:#dafbe1,color:#1f2328"),
    (State::Removed, "removed", "#cf222e", "fill:#ffebe9,color:#1f2328,stroke-dasharray:5 4"),
    (State::Changed, "changed", "#9a6700", "fill:#fff8c5,color:#1f2328"),
];

/// So that no change is told by its colour alone.
fn sign(state: State) -> &'static str {
    match state {
        State::Added => "+ ",
        State::Removed => "− ",
        State::Changed => "~ ",
        State::Same => "",
    }
}

/// The indices of what changed in one way, as Mermaid lists them.
fn places<Id>(pairs: &[Pair<Id>], state: State, before: &str) -> String {
    let changed = pairs.iter().zip(0..).filter(|(pair, _)| pair.state() == state);
    changed.map(|(_, at): (_, usize)| format!("{before}{at}")).collect::<Vec<_>>().join(",")
}

fn flowchart(design: &Design, lang: Lang, direction: Direction) -> String {
    let way = if direction == Direction::Right { "LR" } else { "TB" };
    let mut out = format!("flowchart {way}\n");
    out += &contents::<Mermaid>(design, lang);
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
