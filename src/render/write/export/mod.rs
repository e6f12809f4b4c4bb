//! The design as text for other drawing programs. They lay it out themselves.

mod d2;
mod dot;
mod drawio;
mod excalidraw;
mod mermaid;
mod page;

pub use d2::d2;
pub use dot::dot;
pub use drawio::drawio;
pub use excalidraw::excalidraw;
pub use mermaid::{mermaid, mermaid_change};

use crate::model::{Component, ComponentId, Design, GroupId, Kind, Link};
use crate::render::measure;
use crate::render::shown::copies::{dealt_to, inhabited};
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

    /// A component, without the end of its line: its label, and what may stand below that.
    fn component(out: &mut Written<Self>, number: usize, label: &str, below: &str, form: Form);
    /// What stands in a group in which nothing is drawn but replicas are dealt out to.
    fn dealt(out: &mut Written<Self>, group: usize, label: &str);
    /// What opens a group.
    fn group(out: &mut Written<Self>, number: usize, label: &str);
}

/// All components in their groups, a line each; `there` says by component what of two versions is in
/// the new one, all where it is empty.
fn contents<D: Dialect>(design: &Design, there: &[bool], lang: Lang) -> Written<D> {
    let mut out = Written::default();
    Contents::of(design, there).write(design, None, D::OUTERMOST, lang, &mut out);
    out
}

/// Components and groups by the group they stand in.
struct Contents {
    /// The last entry is the outside.
    components: Vec<Vec<ComponentId>>,
    groups: Vec<Vec<GroupId>>,
    /// By group: what is dealt out to it, if nothing that is there is drawn in it.
    dealt: Vec<Option<String>>,
    /// By group: nothing stands in it or is dealt out to it.
    empty: Vec<bool>,
}

impl Contents {
    fn of(design: &Design, there: &[bool]) -> Self {
        let outside = design.groups.len();
        let place = |group: Option<GroupId>| group.map_or(outside, GroupId::index);
        let mut contents = Self {
            components: vec![Vec::new(); outside + 1],
            groups: vec![Vec::new(); outside + 1],
            dealt: vec![None; outside],
            empty: vec![false; outside],
        };
        for id in design.component_ids() {
            contents.components[place(design.component(id).group)].push(id);
        }
        for id in design.group_ids() {
            contents.groups[place(design.group(id).parent)].push(id);
        }
        contents.fill(design, there);
        contents
    }

    /// Says what is dealt out to groups in which nothing is drawn. Inner groups come after those
    /// around them.
    fn fill(&mut self, design: &Design, there: &[bool]) {
        let inhabited = inhabited(design, there);
        let groups: Vec<GroupId> = design.group_ids().collect();
        for id in groups.into_iter().rev() {
            let at = id.index();
            self.dealt[at] = dealt(design, id, there).filter(|_| !inhabited[at]);
            let inner = self.groups[at].iter().any(|id| !self.empty[id.index()]);
            self.empty[at] = !inner && self.components[at].is_empty() && self.dealt[at].is_none();
        }
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
            let below = below(design, *id, &label);
            D::component(out.times("  ", depth), id.index(), &label, &below, form);
            out.ours("\n");
        }
        for id in self.groups[at].iter().filter(|id| !self.empty[id.index()]) {
            let label = group_title(design.group(*id), lang);
            D::group(out.times("  ", depth), id.index(), &label);
            self.write(design, Some(*id), depth + 1, lang, out.ours("\n"));
            if let Some(dealt) = &self.dealt[id.index()] {
                D::dealt(out.times("  ", depth + 1), id.index(), dealt);
                out.ours("\n");
            }
            out.times("  ", depth).ours(D::CLOSE).ours("\n");
        }
    }
}

fn component_label(component: &Component) -> String {
    measure::tidy(component.label.as_deref().unwrap_or(&component.name))
}

/// Behind the sign of a change it is the same label.
fn bare(label: &str) -> &str {
    label.trim_start_matches(['+', '−', '~', ' '])
}

/// The line below a label: what it is made with, and how many there are.
fn below(design: &Design, id: ComponentId, label: &str) -> String {
    let component = design.component(id);
    let tech = component.tech.as_ref().map(|tech| tech.title.clone());
    let tech = tech.filter(|title| !title.eq_ignore_ascii_case(bare(label)));
    let count = match (design.scales(id), design.running(id)) {
        (Some((lo, hi)), _) => Some(format!("{lo}–{hi}")),
        (None, count) if count > 1 => Some(format!("×{count}")),
        _ => None,
    };
    let parts: Vec<String> = tech.into_iter().chain(count).collect();
    let standing: Vec<&str> =
        design.parts_of(id).map(|part| design.part(part).name.as_str()).collect();
    match standing[..] {
        [] => parts.join(" "),
        _ => [parts.join(" "), standing.join(", ")].join(" · ").trim_start_matches(" · ").into(),
    }
}

/// `예매 API ×3, 좌석 캐시 ×2`: how many replicas of what are dealt out to a group.
fn dealt(design: &Design, group: GroupId, there: &[bool]) -> Option<String> {
    let is_there = |at: usize| there.get(at).copied().unwrap_or(true);
    let components = design.components.iter().enumerate().filter(|(at, _)| is_there(*at));
    let parts = components.filter_map(|(_, component)| {
        let count = dealt_to(component, group);
        (count > 0).then(|| format!("{} ×{count}", bare(&component_label(component))))
    });
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn link_label(design: &Design, link: &Link) -> String {
    measure::tidy(&design.link_label(link).unwrap_or_default())
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
