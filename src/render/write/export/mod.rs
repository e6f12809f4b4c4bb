//! The design as text for other drawing programs. They lay it out themselves.

mod d2;
mod dot;
mod mermaid;

pub use d2::d2;
pub use dot::dot;
pub use mermaid::{mermaid, mermaid_change};

use crate::model::{Component, ComponentId, Design, GroupId, Kind, Link};
use crate::render::measure;
use crate::render::shown::settled;
use crate::render::shown::words::group_title;
use crate::say::Lang;
use crate::sink::{Sink, Written};

/// How a program's language writes what stands in a design.
trait Dialect: Sink + Sized {
    /// How far what stands outside of all groups is indented.
    const OUTERMOST: usize;
    /// Ends a group.
    const CLOSE: &'static str;

    /// A component, without the end of its line.
    fn component(out: &mut Written<Self>, number: usize, label: &str, form: Form);
    /// What opens a group.
    fn group(out: &mut Written<Self>, number: usize, label: &str);
}

/// All components in their groups, a line each.
fn contents<D: Dialect>(design: &Design, lang: Lang) -> Written<D> {
    let mut out = Written::default();
    Contents::of(design).write(design, None, D::OUTERMOST, lang, &mut out);
    out
}

/// Components and groups by the group they stand in.
struct Contents {
    /// The last entry is the outside.
    components: Vec<Vec<ComponentId>>,
    groups: Vec<Vec<GroupId>>,
}

impl Contents {
    fn of(design: &Design) -> Self {
        let outside = design.groups.len();
        let place = |group: Option<GroupId>| group.map_or(outside, GroupId::index);
        let mut contents = Self {
            components: vec![Vec::new(); outside + 1],
            groups: vec![Vec::new(); outside + 1],
        };
        for id in design.component_ids() {
            contents.components[place(design.component(id).group)].push(id);
        }
        for id in design.group_ids() {
            contents.groups[place(design.group(id).parent)].push(id);
        }
        contents
    }

    /// What stands in a group, or outside. Groups are nested no deeper than the limit of the text.
    fn write<D: Dialect>(
        &self,
        design: &Design,
        group: Option<GroupId>,
        depth: usize,
        lang: Lang,
        out: &mut Written<D>,
    ) {
        let at = group.map_or(self.groups.len() - 1, GroupId::index);
        for id in &self.components[at] {
            let component = design.component(*id);
            let (label, form) = (component_label(component), Form::of(component.kind));
            D::component(out.times("  ", depth), id.index(), &label, form);
            out.ours("\n");
        }
        for id in &self.groups[at] {
            let label = group_title(design.group(*id), lang);
            D::group(out.times("  ", depth), id.index(), &label);
            self.write(design, Some(*id), depth + 1, lang, out.ours("\n"));
            out.times("  ", depth).ours(D::CLOSE).ours("\n");
        }
    }
}

fn component_label(component: &Component) -> String {
    measure::tidy(component.label.as_deref().unwrap_or(&component.name))
}

fn link_label(link: &Link) -> String {
    measure::tidy(link.label.as_deref().unwrap_or(""))
}

/// Shapes that all three programs have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Round,
    Store,
    Queue,
    Outside,
}

impl Form {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::User => Form::Round,
            Kind::External => Form::Outside,
            Kind::Db | Kind::Storage | Kind::Search | Kind::Cache => Form::Store,
            Kind::Queue => Form::Queue,
            _ => Form::Plain,
        }
    }
}
