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
use crate::text::Lang;
use std::fmt::Write;

/// How a program's language writes what stands in a design.
trait Dialect {
    /// How far what stands outside of all groups is indented.
    const OUTERMOST: usize;
    /// Ends a group.
    const CLOSE: &'static str;

    /// One line; the label is quoted.
    fn component(id: ComponentId, label: &str, form: Form) -> String;
    /// The line that opens a group.
    fn group(id: GroupId, label: &str) -> String;
    fn quoted(text: &str) -> String;
}

/// All components in their groups, a line each.
fn contents<D: Dialect>(design: &Design, lang: Lang) -> String {
    let mut out = String::new();
    Contents::of(design).write::<D>(design, None, D::OUTERMOST, lang, &mut out);
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
        out: &mut String,
    ) {
        let at = group.map_or(self.groups.len() - 1, GroupId::index);
        let space = "  ".repeat(depth);
        for id in &self.components[at] {
            let component = design.component(*id);
            let label = D::quoted(&component_label(component));
            let line = D::component(*id, &label, Form::of(component.kind));
            let _ = writeln!(out, "{space}{line}");
        }
        for id in &self.groups[at] {
            let label = D::quoted(&group_title(design.group(*id), lang));
            let _ = writeln!(out, "{space}{}", D::group(*id, &label));
            self.write::<D>(design, Some(*id), depth + 1, lang, out);
            let _ = writeln!(out, "{space}{}", D::CLOSE);
        }
    }
}

fn component_label(component: &Component) -> String {
    measure::tidy(component.label.as_deref().unwrap_or(&component.name))
}

fn link_label(link: &Link) -> String {
    measure::tidy(link.label.as_deref().unwrap_or(""))
}

/// Text whose signs with a meaning are replaced.
fn replaced(text: &str, replace: impl Fn(char) -> Option<&'static str>) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match replace(c) {
            Some(instead) => out.push_str(instead),
            None => out.push(c),
        }
    }
    out
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
