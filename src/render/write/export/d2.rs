//! D2: `d2 design.d2`.

use super::{Dialect, Form, contents, link_label, replaced, settled};
use crate::model::{ComponentId, Design, GroupId};
use crate::render::graph::Direction;
use crate::syntax::ast::Arrow;
use crate::text::Lang;
use std::fmt::Write;

/// The design in the language of D2.
pub fn d2(design: &Design, lang: Lang, direction: Direction) -> String {
    let design = &*settled(design);
    let way = if direction == Direction::Right { "right" } else { "down" };
    let mut out = format!("direction: {way}\n");
    out += &contents::<D2>(design, lang);
    for link in &design.links {
        let style = match link.arrow {
            Arrow::Sync => "",
            Arrow::Async => " { style.stroke-dash: 4; target-arrowhead.shape: arrow }",
            Arrow::Copy => " { style.stroke-dash: 4; style.stroke: '#2563c9' }",
        };
        let label = D2::quoted(&link_label(link));
        let (from, to) = (path(design, link.from), path(design, link.to));
        let _ = writeln!(out, "{from} -> {to}: {label}{style}");
    }
    out
}

struct D2;

impl Dialect for D2 {
    const OUTERMOST: usize = 0;
    const CLOSE: &'static str = "}";

    fn component(id: ComponentId, label: &str, form: Form) -> String {
        let shape = match form {
            Form::Plain => "",
            Form::Round => " { shape: oval }",
            Form::Store => " { shape: cylinder }",
            Form::Queue => " { shape: queue }",
            Form::Outside => " { style.stroke-dash: 4 }",
        };
        format!("n{}: {label}{shape}", id.0)
    }

    fn group(id: GroupId, label: &str) -> String {
        format!("g{}: {label} {{", id.0)
    }

    /// Single quotes: nothing inside is read but a doubled quote.
    fn quoted(text: &str) -> String {
        format!("'{}'", replaced(text, |c| (c == '\'').then_some("''")))
    }
}

/// `g0.g2.n7`
fn path(design: &Design, id: ComponentId) -> String {
    let mut groups: Vec<String> =
        design.ancestors(design.component(id).group).map(|id| format!("g{}.", id.0)).collect();
    groups.reverse();
    format!("{}n{}", groups.concat(), id.0)
}
