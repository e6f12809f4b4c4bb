//! Graphviz: `dot -Tsvg`.

use super::{Dialect, Form, contents, link_label, settled};
use crate::model::{Design, Link};
use crate::render::graph::Direction;
use crate::say::Lang;
use crate::sink::{Dot, Written};
use crate::syntax::ast::Arrow;

/// The design in the language of Graphviz.
pub fn dot(design: &Design, lang: Lang, direction: Direction) -> Written<Dot> {
    let design = &*settled(design);
    let mut out = Written::default();
    out.ours("digraph \"").theirs(&design.name).ours("\" {\n");
    let rankdir = if direction == Direction::Right { "LR" } else { "TB" };
    out.ours("  rankdir=").ours(rankdir).ours("; compound=true; fontname=\"sans-serif\";\n");
    out.ours("  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n");
    out.ours("  edge [fontname=\"sans-serif\", fontsize=11];\n");
    out.add(&contents::<Dot>(design, &[], lang));
    for link in &design.links {
        edge(design, link, &mut out);
    }
    out.ours("}\n");
    out
}

impl Dialect for Dot {
    const OUTERMOST: usize = 1;
    const CLOSE: &'static str = "}";

    fn component(out: &mut Written<Self>, number: usize, label: &str, _: &str, form: Form) {
        out.ours("n").number(number).ours(" [label=\"").theirs(label).ours("\"");
        out.ours(match form {
            Form::Plain => "",
            Form::Round => ", shape=oval, style=solid",
            Form::Store => ", shape=cylinder, style=solid",
            Form::Queue => ", shape=cds, style=solid",
            Form::Outside => ", style=\"rounded,dashed\"",
        });
        out.ours("];");
    }

    fn dealt(out: &mut Written<Self>, group: usize, label: &str) {
        out.ours("d").number(group).ours(" [label=\"").theirs(label).ours("\", shape=plaintext];");
    }

    fn group(out: &mut Written<Self>, number: usize, label: &str) {
        out.ours("subgraph cluster_").number(number);
        out.ours(" { label=\"").theirs(label).ours("\";");
    }
}

fn edge(design: &Design, link: &Link, out: &mut Written<Dot>) {
    let mut attributes = Vec::new();
    let label = link_label(design, link);
    if !label.is_empty() {
        let mut stated = Written::default();
        stated.ours("label=\"").theirs(&label).ours("\"");
        attributes.push(stated);
    }
    let look = match link.arrow {
        Arrow::Sync => None,
        Arrow::Async => Some("style=dashed, arrowhead=open"),
        Arrow::Copy => Some("style=dashed, color=\"#2563c9\""),
    };
    attributes.extend(look.map(Written::from));
    out.ours("  n").number(link.from.index()).ours(" -> n").number(link.to.index());
    if !attributes.is_empty() {
        out.ours(" [").list(&attributes, ", ").ours("]");
    }
    out.ours(";\n");
}
