//! A design becomes a scene: plan, layout, drawing, frame.

#[cfg(test)]
mod golden;

use super::frame::{self, Foot, Header, MARGIN, Sign};
use super::graph::{Direction, Layout, Point, Size};
use super::layout::layout;
use super::load::Load;
use super::painter::{Comparing, Content, Subjects, is_optional, paint};
use super::plan::Plan;
use super::scene::Scene;
use super::tips::Tips;
use super::typography::Type;
use super::{Mark, Options};
use crate::model::Design;
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
    /// Not in the picture.
    Elsewhere,
}

/// A design with everything placed, and the sizes of its texts.
pub struct Sheet<'a> {
    design: &'a Design,
    options: &'a Options<'a>,
    kind: Type,
    plan: Plan,
    placed: Layout,
}

impl<'a> Sheet<'a> {
    pub fn new(
        design: &'a Design,
        options: &'a Options<'a>,
        kind: Type,
        direction: Direction,
    ) -> Self {
        let plan = Plan::new(design, options.load, options.lang, kind);
        let placed = layout(&plan.graph, direction);
        Self { design, options, kind, plan, placed }
    }

    /// Draws it on paper of at least that size.
    pub fn draw(&self, paper: Size, notes: Notes) -> Scene {
        let (kind, lang, marks) = (self.kind, self.options.lang, self.options.findings);
        let side = match notes {
            Notes::Beside if !marks.is_empty() => frame::column_width(kind) + SIDE_GAP,
            _ => 0.0,
        };
        let drawn = Size { width: self.placed.width + side, height: self.placed.height };
        let width = (drawn.width + 2.0 * MARGIN).max(NARROWEST).ceil().max(paper.width);
        let below = if notes == Notes::Below { marks } else { &[] };
        let foot = Foot::new(
            &signs(self.design, &self.plan, marks, self.options.load),
            below,
            width,
            lang,
            kind,
        );
        let column = (side > 0.0).then(|| Foot::column(marks, lang, kind));
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
        let comparing = Comparing::default();
        let (design, plan) = (self.design, &self.plan);
        let load = self.options.load;
        let content = Content { design, marks, load, lang, kind, plan, comparing: &comparing };
        paint(content, &self.placed, origin, &mut scene);
        let tips = Tips { design, marks, subjects: &Subjects::default(), lang };
        let header = Header { name: &design.name, stage: design.stage, counts: tips.counts() };
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
        scene.description = tips.description();
        scene
    }
}

/// The legend: only of what occurs, and only where there is something to tell apart.
pub fn signs(design: &Design, plan: &Plan, marks: &[Mark], load: Option<&Load>) -> Vec<Sign> {
    let mut signs = Vec::new();
    let arrows: BTreeSet<Arrow> = design.links.iter().map(|link| link.arrow).collect();
    let any_optional = design.links.iter().any(is_optional);
    if arrows.len() > 1 || any_optional {
        signs.extend(arrows.into_iter().map(Sign::Link));
    }
    let cards = &plan.cards;
    let occurs = [
        (any_optional, Sign::Optional),
        (cards.iter().any(|card| card.copies.is_known()), Sign::Copies),
        (cards.iter().any(|card| card.autoscaled), Sign::Autoscaled),
        (cards.iter().any(|card| card.managed), Sign::Managed),
        (marks.iter().any(|mark| mark.spof), Sign::Spof),
        (load.is_some(), Sign::Busy),
    ];
    signs.extend(occurs.into_iter().filter(|(occurs, _)| *occurs).map(|(_, sign)| sign));
    signs
}
