//! A design becomes a scene: plan, layout, drawing, frame.

#[cfg(test)]
mod golden;

use super::frame::{Foot, Header, MARGIN, Sign};
use super::notes::{self, Listed};
use super::painter::{Content, Subjects, is_optional, is_quiet, paint};
use super::plan::Plan;
use super::tips::{self, Tips};
use super::typography::Type;
use crate::model::FlowId;
use crate::render::Options;
use crate::render::graph::{Layout, Point, Size};
use crate::render::layout::{Room, layout_within};
use crate::render::scene::Scene;
use crate::render::shown::seen::Comparing;
use crate::render::shown::{Load, Shown};
use crate::say::Lang;
use crate::syntax::ast::Arrow;
use std::collections::BTreeSet;

const NARROWEST: f64 = 560.0;
/// Between the drawing and what stands below.
const GAP: f64 = 26.0;
/// Between the drawing and the findings at its side.
const SIDE_GAP: f64 = 44.0;
/// In a picture of so many components header and list take at most that share of the height.
const LARGE: usize = 15;
const AROUND: f64 = 0.2;
/// So many findings are listed, or fewer, until they fit.
const COUNTS: [usize; 6] = [24, 18, 12, 8, 5, 3];

/// Where the findings are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notes {
    #[default]
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
    /// Whose steps are numbered, and at which of them each connection is used.
    flow: Option<FlowId>,
    steps: Vec<Vec<usize>>,
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
    pub fn new(shown: &'a Shown<'a>, options: &Options, room: Room) -> Self {
        Self::of_size(shown, options, room, Type::default())
    }

    /// With letters of that size.
    pub fn of_size(shown: &'a Shown<'a>, options: &Options, room: Room, kind: Type) -> Self {
        let Options { lang, direction, steps: flow, icons, .. } = *options;
        let steps = flow.map_or(Vec::new(), |flow| shown.steps(flow));
        let plan = Plan::of(shown, &steps, icons, lang, kind);
        let placed = layout_within(&plan.graph, direction, room);
        Self { shown, lang, kind, plan, placed, flow, steps }
    }

    pub fn kind(&self) -> Type {
        self.kind
    }

    /// How many there are to list.
    pub fn findings(&self) -> usize {
        self.shown.marks.len()
    }

    fn content<'s>(&'s self, numbered: usize, comparing: &'s Comparing) -> Content<'s> {
        Content {
            design: &self.shown.design,
            marks: &self.shown.marks,
            numbered,
            load: self.shown.load.as_deref(),
            lang: self.lang,
            kind: self.kind,
            plan: &self.plan,
            comparing,
            steps: &self.steps,
        }
    }

    fn listed(&self, worst: Option<usize>) -> Listed {
        match self.flow {
            Some(flow) => Listed::steps(self.shown.whole, flow),
            None => Listed::of(&self.shown.marks, worst, self.lang),
        }
    }

    /// The list as it is asked for; else below the drawing, or at its side where it would take too much
    /// of the height, and with as many findings as fit.
    pub fn usual(&self, list: List) -> List {
        let components = self.shown.design.components.len();
        if components < LARGE || self.flow.is_some() {
            return List { place: list.place.or(Some(Notes::Below)), ..list };
        }
        let places = match list.place {
            Some(stated) => vec![stated],
            None => vec![Notes::Below, Notes::Beside],
        };
        let counts = match list.worst {
            Some(stated) => vec![stated],
            None => COUNTS.to_vec(),
        };
        let all = counts.iter().flat_map(|worst| {
            places.iter().map(|place| List { worst: Some(*worst), place: Some(*place) })
        });
        let last = List { worst: counts.last().copied(), place: places.first().copied() };
        all.into_iter().find(|list| self.leaves_room(*list)).unwrap_or(last)
    }

    /// The list and the header are small beside the drawing.
    fn leaves_room(&self, list: List) -> bool {
        let listed = self.listed(list.worst);
        let (kind, lang, height) = (self.kind, self.lang, self.placed.height);
        match list.place {
            Some(Notes::Beside) => Foot::column(&listed, lang, kind).height <= height,
            Some(Notes::Below) => {
                let width = (self.placed.width + 2.0 * MARGIN).max(NARROWEST);
                let around =
                    Header::height(kind) + Foot::new(&[], &listed, width, lang, kind).height;
                around <= (around + height + GAP + 2.0 * MARGIN) * AROUND
            }
            _ => true,
        }
    }

    /// On paper of at least that size.
    pub fn draw(&self, paper: Size, list: List) -> Scene {
        let (kind, lang) = (self.kind, self.lang);
        let Shown { design, marks, counts, .. } = self.shown;
        let notes = list.place.unwrap_or_default();
        let listed = self.listed(list.worst);
        let numbered = match notes {
            Notes::Below | Notes::Beside => listed.notes.len(),
            Notes::Elsewhere => marks.len(),
            Notes::Nowhere => 0,
        };
        let comparing = Comparing::default();
        let content = self.content(numbered, &comparing);
        let side = match notes {
            Notes::Beside if !listed.notes.is_empty() => notes::column_width(kind) + SIDE_GAP,
            _ => 0.0,
        };
        let drawn = Size { width: self.placed.width + side, height: self.placed.height };
        let width = (drawn.width + 2.0 * MARGIN).max(NARROWEST).ceil().max(paper.width);
        let below = if notes == Notes::Below { &listed } else { &Listed::NOTHING };
        let foot = Foot::new(&signs(&[content]), below, width, lang, kind);
        let column = (side > 0.0).then(|| Foot::column(&listed, lang, kind));
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
        let header = Header { name: &self.name(), stage: design.stage, counts };
        scene.elements.push(header.draw(
            Point { x: MARGIN, y: MARGIN },
            width - 2.0 * MARGIN,
            kind,
        ));
        if let Some(column) = column {
            let left = width - MARGIN - notes::column_width(kind);
            let bottom = head + column.height;
            column.place_at(left, bottom, &mut scene);
        }
        foot.place(height - MARGIN, &mut scene);
        scene.title = tips.title();
        scene
    }

    /// The design's, with that of the flow whose steps are numbered.
    fn name(&self) -> String {
        let name = &self.shown.design.name;
        let Some(flow) = self.flow else { return name.clone() };
        let flow = self.shown.whole.flow(flow);
        format!("{name} › {}", flow.label.as_deref().unwrap_or(&flow.name))
    }
}

/// The legend: only of what occurs, and only where there is something to tell apart.
pub fn signs(drawn: &[Content]) -> Vec<Sign> {
    let links = || drawn.iter().flat_map(|content| &content.design.links);
    let cards = || drawn.iter().flat_map(|content| &content.plan.cards);
    let arrows: BTreeSet<Arrow> = links().map(|link| link.arrow).collect();
    let any_optional = links().any(is_optional);
    let any_quiet = drawn
        .iter()
        .any(|content| content.design.links.iter().any(|link| is_quiet(content.design, link)));
    let loads = || drawn.iter().filter_map(|content| content.load);
    let scales = loads().any(Load::scales);
    let mut signs = Vec::new();
    if arrows.len() > 1 || any_optional {
        signs.extend(arrows.into_iter().map(Sign::Link));
    }
    let mut marks = drawn.iter().flat_map(|content| content.marks);
    let occurs = [
        (any_optional, Sign::Optional),
        (any_quiet, Sign::Quiet),
        (cards().any(|card| card.copies.is_known()), Sign::Copies),
        (cards().any(|card| card.autoscaled), Sign::Autoscaled),
        (cards().any(|card| card.managed), Sign::Managed),
        (marks.any(|mark| mark.spof), Sign::Spof),
        (loads().next().is_some(), Sign::Busy { scales }),
    ];
    signs.extend(occurs.into_iter().filter(|(occurs, _)| *occurs).map(|(_, sign)| sign));
    signs
}
