//! D2: `d2 design.d2`.

use super::{Contents, Form, component_label, group_label, indent, link_label, replaced};
use crate::model::{ComponentId, Design};
use crate::render::graph::Direction;
use crate::syntax::ast::Arrow;
use crate::text::Lang;
use std::fmt::Write;

/// The design in the language of D2.
pub fn d2(design: &Design, lang: Lang, direction: Direction) -> String {
    let contents = Contents::of(design);
    let way = if direction == Direction::Right { "right" } else { "down" };
    let mut out = format!("direction: {way}\n");
    place(design, &contents, contents.outside(), lang, 0, &mut out);
    for link in &design.links {
        let style = match link.arrow {
            Arrow::Sync => "",
            Arrow::Async => " { style.stroke-dash: 4; target-arrowhead.shape: arrow }",
            Arrow::Copy => " { style.stroke-dash: 4; style.stroke: '#2563c9' }",
        };
        let label = quoted(&link_label(link));
        let (from, to) = (path(design, link.from), path(design, link.to));
        let _ = writeln!(out, "{from} -> {to}: {label}{style}");
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
    let space = if depth == 0 { String::new() } else { indent(depth - 1) };
    for id in &contents.components[at] {
        let component = design.component(*id);
        let label = quoted(&component_label(component));
        let shape = match Form::of(component.kind) {
            Form::Plain => "",
            Form::Round => " { shape: oval }",
            Form::Store => " { shape: cylinder }",
            Form::Queue => " { shape: queue }",
            Form::Outside => " { style.stroke-dash: 4 }",
        };
        let _ = writeln!(out, "{space}n{}: {label}{shape}", id.0);
    }
    for id in &contents.groups[at] {
        let label = quoted(&group_label(design.group(*id), lang));
        let _ = writeln!(out, "{space}g{}: {label} {{", id.0);
        place(design, contents, id.index(), lang, depth + 1, out);
        let _ = writeln!(out, "{space}}}");
    }
}

/// `g0.g2.n7`
fn path(design: &Design, id: ComponentId) -> String {
    let mut groups: Vec<String> =
        design.ancestors(design.component(id).group).map(|id| format!("g{}.", id.0)).collect();
    groups.reverse();
    format!("{}n{}", groups.concat(), id.0)
}

/// Single quotes: nothing inside is read but a doubled quote.
fn quoted(text: &str) -> String {
    format!("'{}'", replaced(text, |c| (c == '\'').then_some("''")))
}
