//! D2: `d2 design.d2`.

use super::{Dialect, Form, contents, link_label, settled};
use crate::model::{ComponentId, Design, GroupId};
use crate::render::graph::Direction;
use crate::say::Lang;
use crate::sink::{D2, Written};
use crate::syntax::ast::Arrow;

/// The design in the language of D2.
pub fn d2(design: &Design, lang: Lang, direction: Direction) -> Written<D2> {
    let design = &*settled(design);
    let mut out = Written::default();
    let way = if direction == Direction::Right { "right" } else { "down" };
    out.ours("direction: ").ours(way).ours("\n").add(&contents::<D2>(design, &[], lang));
    for link in &design.links {
        path(&mut out, design, link.from);
        path(out.ours(" -> "), design, link.to);
        out.ours(": '").theirs(&link_label(design, link)).ours(match link.arrow {
            Arrow::Sync => "'\n",
            Arrow::Async => "' { style.stroke-dash: 4; target-arrowhead.shape: arrow }\n",
            Arrow::Copy => "' { style.stroke-dash: 4; style.stroke: '#2563c9' }\n",
        });
    }
    out
}

impl Dialect for D2 {
    const OUTERMOST: usize = 0;
    const CLOSE: &'static str = "}";

    fn component(out: &mut Written<Self>, number: usize, label: &str, _: &str, form: Form) {
        out.ours("n").number(number).ours(": '").theirs(label).ours(match form {
            Form::Plain => "'",
            Form::Round => "' { shape: oval }",
            Form::Store => "' { shape: cylinder }",
            Form::Queue => "' { shape: queue }",
            Form::Outside => "' { style.stroke-dash: 4 }",
        });
    }

    fn dealt(out: &mut Written<Self>, group: usize, label: &str) {
        out.ours("d").number(group).ours(": '").theirs(label).ours("' { shape: text }");
    }

    fn group(out: &mut Written<Self>, number: usize, label: &str) {
        out.ours("g").number(number).ours(": '").theirs(label).ours("' {");
    }
}

/// `g0.g2.n7`
fn path(out: &mut Written<D2>, design: &Design, id: ComponentId) {
    let mut groups: Vec<GroupId> = design.ancestors(design.component(id).group).collect();
    groups.reverse();
    for group in groups {
        out.ours("g").number(group.index()).ours(".");
    }
    out.ours("n").number(id.index());
}
