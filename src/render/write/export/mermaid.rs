//! Mermaid: a `flowchart` for Markdown pages that draw it.

use super::{Dialect, Form, component_label, contents, link_label, settled};
use crate::analysis::FlowCuts;
use crate::analysis::change::State;
use crate::model::Design;
use crate::render::graph::Direction;
use crate::render::shown::Union;
use crate::render::shown::seen::{Seeing, Seen};
use crate::say::Lang;
use crate::sink::{Mermaid, Written};
use crate::syntax::ast::Arrow;
use std::collections::BTreeSet;

/// The design as a Mermaid flowchart, with what alone stops a journey in red.
pub fn mermaid(design: &Design, lang: Lang, direction: Direction) -> Written<Mermaid> {
    let mut out = flowchart(&settled(design), &[], lang, direction);
    let alone: BTreeSet<usize> = design
        .flow_ids()
        .flat_map(|flow| FlowCuts::of(design, flow).cuts)
        .filter_map(|cut| Some(cut.unit.component()?.index()))
        .collect();
    if !alone.is_empty() {
        out.ours("  classDef spof stroke:#cf222e,stroke-width:3px\n  class ");
        out.add(&numbered(alone.into_iter(), "n")).ours(" spof\n");
    }
    out
}

/// What changes between two designs, as one flowchart of both: `+` before what comes, `−` before what
/// goes, `~` before what changes, and a colour for each.
pub fn mermaid_change(
    old: &Design,
    new: &Design,
    lang: Lang,
    direction: Direction,
) -> Written<Mermaid> {
    let mut union = Union::new(old, new);
    let (comparing, there) = (union.overlay(), union.in_new());
    let design = &mut union.new;
    for (component, seen) in design.components.iter_mut().zip(&comparing.components) {
        component.label = Some(format!("{}{}", sign(state(seen)), component_label(component)));
    }
    for (link, seen) in design.links.iter_mut().zip(&comparing.links) {
        link.label = Some(format!("{}{}", sign(state(seen)), link.label.as_deref().unwrap_or("")));
    }
    let mut out = flowchart(design, &there, lang, direction);
    for (kind, class, stroke, look) in STATES {
        let cards = places(&comparing.components, *kind, "n");
        let boxes = places(&comparing.groups, *kind, "g");
        if !(cards.is_empty() && boxes.is_empty()) {
            out.ours("  classDef ").ours(class).ours(" stroke:").ours(stroke).ours(",");
            out.ours(look).ours("\n");
        }
        for marked in [cards, boxes].iter().filter(|marked| !marked.is_empty()) {
            out.ours("  class ").add(marked).ours(" ").ours(class).ours("\n");
        }
        let links = places(&comparing.links, *kind, "");
        if !links.is_empty() {
            out.ours("  linkStyle ").add(&links).ours(" stroke:").ours(stroke);
            out.ours(",stroke-width:3px\n");
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

/// The place that something has left is gone, wherever it is now.
fn state(seen: &Seen) -> State {
    match seen.look {
        Seeing::Marked(state) => state,
        Seeing::Ghost => State::Removed,
        Seeing::Plain => State::Same,
    }
}

/// The indices of what changed in one way, as Mermaid lists them.
fn places(all: &[Seen], kind: State, before: &'static str) -> Written<Mermaid> {
    let changed = all.iter().enumerate().filter(|(_, seen)| state(seen) == kind);
    numbered(changed.map(|(at, _)| at), before)
}

/// `n3,n5`
fn numbered(places: impl Iterator<Item = usize>, before: &'static str) -> Written<Mermaid> {
    let mut out = Written::default();
    for at in places {
        out.ours(if out.is_empty() { "" } else { "," }).ours(before).number(at);
    }
    out
}

fn flowchart(
    design: &Design,
    there: &[bool],
    lang: Lang,
    direction: Direction,
) -> Written<Mermaid> {
    let way = if direction == Direction::Right { "LR" } else { "TB" };
    let mut out = Written::from("flowchart ");
    out.ours(way).ours("\n").add(&contents::<Mermaid>(design, there, lang));
    for link in &design.links {
        out.ours("  n").number(link.from.index()).ours(match link.arrow {
            Arrow::Sync => " -->",
            Arrow::Async => " -.->",
            Arrow::Copy => " ==>",
        });
        let label = link_label(design, link);
        if !label.is_empty() {
            out.ours("|\"").theirs(&label).ours("\"|");
        }
        out.ours(" n").number(link.to.index()).ours("\n");
    }
    if out.as_str().contains(":::dealt") {
        out.ours("  classDef dealt stroke-dasharray:2 4,fill:none\n");
    }
    let is_outside = |id: &_| Form::of(design.component(*id).kind) == Form::Outside;
    let outside = design.component_ids().filter(is_outside);
    let outside = numbered(outside.map(|id| id.index()), "n");
    if !outside.is_empty() {
        out.ours("  classDef outside stroke-dasharray:5 4\n");
        out.ours("  class ").add(&outside).ours(" outside\n");
    }
    out
}

impl Dialect for Mermaid {
    const OUTERMOST: usize = 1;
    const CLOSE: &'static str = "end";

    fn component(out: &mut Written<Self>, number: usize, label: &str, below: &str, form: Form) {
        let (open, close) = match form {
            Form::Plain | Form::Outside => ("(\"", "\")"),
            Form::Round => ("([\"", "\"])"),
            Form::Store => ("[(\"", "\")]"),
            Form::Queue => ("[[\"", "\"]]"),
        };
        out.ours("n").number(number).ours(open).theirs(label);
        if !below.is_empty() {
            out.ours("<br/>").theirs(below);
        }
        out.ours(close);
    }

    fn dealt(out: &mut Written<Self>, group: usize, label: &str) {
        out.ours("d").number(group).ours("[\"").theirs(label).ours("\"]:::dealt");
    }

    fn group(out: &mut Written<Self>, number: usize, label: &str) {
        out.ours("subgraph g").number(number).ours("[\"").theirs(label).ours("\"]");
    }
}
