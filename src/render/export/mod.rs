//! The design as text for other drawing programs. They lay it out themselves.

mod d2;
mod dot;
mod mermaid;

pub use d2::d2;
pub use dot::dot;
pub use mermaid::mermaid;

use super::measure;
use crate::model::{Component, ComponentId, Design, Group, GroupId, Kind, Link};
use crate::text::Lang;

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

    fn outside(&self) -> usize {
        self.groups.len() - 1
    }
}

fn component_label(component: &Component) -> String {
    measure::tidy(component.label.as_deref().unwrap_or(&component.name))
}

fn group_label(group: &Group, lang: Lang) -> String {
    match &group.label {
        Some(label) => measure::tidy(label),
        None => format!("{} {}", group.kind.title().get(lang), measure::tidy(&group.name)),
    }
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

fn indent(depth: usize) -> String {
    "  ".repeat(depth + 1)
}
