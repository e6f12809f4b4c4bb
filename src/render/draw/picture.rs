//! A design becomes a scene: plan, layout, drawing, frame.

#[cfg(test)]
mod golden;

use super::frame::{self, Foot, Header, Listed, MARGIN, Sign};
use super::painter::{Content, Subjects, is_optional, paint};
use super::plan::Plan;
use super::slide::Drawing;
use super::tips::{self, Tips};
use super::typography::Type;
use crate::render::graph::{Direction, Layout, Point, Size};
use crate::render::layout::layout;
use crate::render::scene::Scene;
use crate::render::shown::Shown;
use crate::render::shown::seen::Comparing;
use crate::say::Lang;
use crate::syntax::ast::Arrow;
use std::collections::BTreeSet;

const NARROWEST: f64 = 560.0;
/// Between the drawing and what stands below.
const GAP: f64 = 26.0;
/// Between the drawing and the findings at its side.
const SIDE_GAP: f64 = 44.0;

/// Where the findings are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notes {
    Below,
    /// In a column at the right.
    Beside,
    /// Not in the picture, but beside it.
    Elsewhere,
    /// Not at all, and no numbers are drawn.
    Nowhere,
}

/// A design with everything placed, and the sizes of its texts.
pub struct Sheet<'a> {
    shown: &'a Shown<'a>,
    lang: Lang,
    kind: Type,
    plan: Plan,
    placed: Layout,
    list: List,
}

/// What of the findings is listed, and where.
#[derive(Clone, Copy, Debug, Default)]
pub struct List {
    /// So many, the worst; as many as fit without one.
    pub worst: Option<usize>,
    /// Where; without one, wherever there is room.
    pub place: Option<Notes>,
}

impl<'a> Sheet<'a> {
    pub fn new(
        shown: &'a Shown<'a>,
        list: List,
        lang: Lang,
        kind: Type,
        direction: Direction,
    ) -> Self {
        let plan = Plan::of(shown, lang, kind);
        let placed = layout(&plan.graph, direction);
        Self { shown, lang, kind, plan, placed, list }
    }
}

impl Drawing for Sheet<'_> {
    type Way = Notes;
    const WAYS: &'static [Notes] = &[Notes::Below, Notes::Beside];

    fn draw(&self, paper: Size, notes: Notes) -> Scene {
        let (kind, lang, plan) = (self.kind, self.lang, &self.plan);
        let Shown { design, marks, load, counts, .. } = self.shown;
        let (marks, load, comparing) = (&**marks, load.as_deref(), &Comparing::default());
        let notes = self.list.place.unwrap_or(notes);
        let listed = Listed::of(marks, self.list.worst);
        let numbered = match notes {
            Notes::Below | Notes::Beside => listed.marks.len(),
            Notes::Elsewhere => marks.len(),
            Notes::Nowhere => 0,
        };
        let content = Content { design, marks, numbered, load, lang, kind, plan, comparing };
        let side = match notes {
            Notes::Beside if !marks.is_empty() => frame::column_width(kind) + SIDE_GAP,
            _ => 0.0,
        };
        let drawn = Size { width: self.placed.width + side, height: self.placed.height };
        let width = (drawn.width + 2.0 * MARGIN).max(NARROWEST).ceil().max(paper.width);
        let below = if notes == Notes::Below { listed } else { Listed::NOTHING };
        let foot = Foot::new(&signs(&[content]), below, width, lang, kind);
        let column = (side > 0.0).then(|| Foot::column(listed, lang, kind));
        let middle = column.as_ref().map_or(0.0, |column| column.height).max(drawn.height);
        let head = MARGIN + Header::height(kind);
        let used = head + middle + GAP + foot.height + MARGIN;
        let height = used.ceil().max(paper.height);
        let room = middle + height - used;
        let origin = Point {
            x: ((width - drawn.width) / 2.0).round(),
            y: (head + (room - drawn.height) / 2.0).round(),
        };
        let mut scene = Scene { width, height, lang, ..Scene::default() };
        paint(content, &self.placed, origin, &mut scene);
        let tips = Tips { design, marks, subjects: &Subjects::default(), lang };
        let counts = tips::counts(*counts, lang);
        scene.description = tips.description(&counts);
        let header = Header { name: &design.name, stage: design.stage, counts };
        scene.elements.push(header.draw(
            Point { x: MARGIN, y: MARGIN },
            width - 2.0 * MARGIN,
            kind,
        ));
        if let Some(column) = column {
            let left = width - MARGIN - frame::column_width(kind);
            let bottom = head + column.height;
            column.place_at(left, bottom, &mut scene);
        }
        foot.place(height - MARGIN, &mut scene);
        scene.title = tips.title();
        scene
    }
}

/// The legend: only of what occurs, and only where there is something to tell apart.
pub fn signs(drawn: &[Content]) -> Vec<Sign> {
    let links = || drawn.iter().flat_map(|content| &content.design.links);
    let cards = || drawn.iter().flat_map(|content| &content.plan.cards);
    let arrows: BTreeSet<Arrow> = links().map(|link| link.arrow).collect();
    let any_optional = links().any(is_optional);
    let mut signs = Vec::new();
    if arrows.len() > 1 || any_optional {
        signs.extend(arrows.into_iter().map(Sign::Link));
    }
    let mut marks = drawn.iter().flat_map(|content| content.marks);
    let occurs = [
        (any_optional, Sign::Optional),
        (cards().any(|card| card.copies.is_known()), Sign::Copies),
        (cards().any(|card| card.autoscaled), Sign::Autoscaled),
        (cards().any(|card| card.managed), Sign::Managed),
        (marks.any(|mark| mark.spof), Sign::Spof),
        (drawn.iter().any(|content| content.load.is_some()), Sign::Busy),
    ];
    signs.extend(occurs.into_iter().filter(|(occurs, _)| *occurs).map(|(_, sign)| sign));
    signs
}
