//! AS-IS and TO-BE in one picture: side by side, or over one another.

use super::Mark;
use super::cards::line_at;
use super::frame::{Foot, Header, MARGIN, Sign};
use super::graph::{Direction, Graph, Layout, Point, Rect, Size};
use super::layout::layout;
use super::measure::{self, Font};
use super::painter::{Content, Subjects, change_color, paint};
use super::picture::signs;
use super::plan::Plan;
use super::scene::{Element, Paint, Radius, Role, Scene, Shape};
use super::theme::Color;
use super::tips::Tips;
use super::typography::Type;
use super::union::Union;
use crate::analysis::change::State;
use crate::model::Design;
use crate::syntax::ast::Stage;
use crate::text::{Lang, Text};

/// Between the two drawings.
const GUTTER: f64 = 56.0;

/// How a comparison is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct DiffOptions<'a> {
    pub lang: Lang,
    pub direction: Direction,
    pub arrangement: Arrangement,
    pub old_findings: &'a [Mark],
    pub new_findings: &'a [Mark],
    /// The strip below: availability, cost, ….
    pub figures: &'a [Delta],
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// Two drawings with everything at the same place in both.
    #[default]
    Beside,
    /// One drawing of the new design, with what is gone still visible.
    Overlay,
}

/// A figure of both designs.
#[derive(Clone, Debug, PartialEq)]
pub struct Delta {
    pub name: Text,
    pub old: Text,
    pub new: Text,
    /// Whether the change is for the better; `None` where it is neither.
    pub better: Option<bool>,
}

/// Draws the difference between two designs.
pub fn diff(old: &Design, new: &Design, options: &DiffOptions) -> Scene {
    let union = Union::new(old, new);
    let kind = Type::default();
    let plans = [
        Plan::new(&union.old, None, options.lang, kind),
        Plan::new(&union.new, None, options.lang, kind),
    ];
    let placed = layout(&larger(&plans[0].graph, &plans[1].graph), options.direction);
    let old_marks = union.old_marks(options.old_findings);
    let new_marks = union.new_marks(options.new_findings);
    let (before, after) = (union.before(), union.after());
    let overlay = union.overlay();
    let content = |design, marks, plan, comparing| Content {
        design,
        marks,
        load: None,
        lang: options.lang,
        kind,
        plan,
        comparing,
    };
    let panels = match options.arrangement {
        Arrangement::Beside => vec![
            Panel::new(content(&union.old, &old_marks, &plans[0], &before), Stage::AsIs, old),
            Panel::new(content(&union.new, &new_marks, &plans[1], &after), Stage::ToBe, new),
        ],
        Arrangement::Overlay => {
            vec![Panel::new(content(&union.new, &new_marks, &plans[1], &overlay), Stage::ToBe, new)]
        }
    };
    let mut signs = signs(&union.new, &plans[1], &new_marks, None);
    signs.extend(change_signs(&union, options.arrangement));
    Board { panels, placed, options, kind, signs }.draw()
}

/// The design with everything as large as it is in either version.
fn larger(old: &Graph, new: &Graph) -> Graph {
    let larger =
        |a: Size, b: Size| Size { width: a.width.max(b.width), height: a.height.max(b.height) };
    let mut graph = new.clone();
    for (node, before) in graph.nodes.iter_mut().zip(&old.nodes) {
        node.width = node.width.max(before.width);
        node.height = node.height.max(before.height);
    }
    for (group, before) in graph.groups.iter_mut().zip(&old.groups) {
        group.title = larger(group.title, before.title);
    }
    for (link, before) in graph.links.iter_mut().zip(&old.links) {
        link.label = match (link.label, before.label) {
            (Some(a), Some(b)) => Some(larger(a, b)),
            (a, b) => a.or(b),
        };
    }
    graph
}

fn change_signs(union: &Union, arrangement: Arrangement) -> Vec<Sign> {
    let comparison = &union.comparison;
    let components = comparison.components.iter().map(|pair| pair.state());
    let links = comparison.links.iter().map(|pair| pair.state());
    let states: std::collections::BTreeSet<State> = components.chain(links).collect();
    let shown = |state: &State| *state != State::Same;
    let mut signs: Vec<Sign> = states.into_iter().filter(shown).map(Sign::Change).collect();
    if arrangement == Arrangement::Beside && !signs.is_empty() {
        signs.push(Sign::Absent);
    }
    signs
}

/// One of the drawings, with its own heading and findings.
struct Panel<'a> {
    content: Content<'a>,
    stage: Stage,
    name: &'a str,
    counts: String,
}

impl<'a> Panel<'a> {
    fn new(content: Content<'a>, stage: Stage, design: &'a Design) -> Self {
        let subjects = &Subjects::default();
        let tips = Tips { design, marks: &[], subjects, lang: content.lang };
        let stage = design.stage.unwrap_or(stage);
        Self { content, stage, name: &design.name, counts: tips.counts() }
    }
}

struct Board<'a> {
    panels: Vec<Panel<'a>>,
    placed: Layout,
    options: &'a DiffOptions<'a>,
    kind: Type,
    signs: Vec<Sign>,
}

impl Board<'_> {
    fn draw(self) -> Scene {
        let (kind, lang) = (self.kind, self.options.lang);
        // Two wide drawings stand one below the other: whichever is nearer to a slide's 16:9.
        let stacked = self.placed.width > self.placed.height * 1.78 && self.panels.len() > 1;
        let columns = if stacked { 1 } else { self.panels.len() };
        let column = self.placed.width.max(420.0);
        let gutters = (columns - 1) as f64 * GUTTER;
        let width = (column * columns as f64 + gutters + 2.0 * MARGIN).ceil();
        let mut scene = Scene { width, lang, ..Scene::default() };
        let mut y = MARGIN;
        let mut lowest = y;
        for (at, panel) in self.panels.iter().enumerate() {
            let x = MARGIN + (at % columns) as f64 * (column + GUTTER);
            if at > 0 && at % columns == 0 {
                y = lowest + GUTTER;
            }
            lowest = lowest.max(self.panel(panel, Point { x, y }, column, &mut scene));
            if at % columns > 0 {
                scene.elements.insert(0, gutter(x - GUTTER / 2.0, y, lowest));
            }
        }
        let mut bottom = lowest + 26.0;
        bottom += strip(self.options.figures, bottom, width, lang, kind, &mut scene);
        let legend = Foot::new(&self.signs, &[], width, lang, kind);
        bottom += legend.height;
        legend.place(bottom, &mut scene);
        scene.height = (bottom + MARGIN * 0.8).ceil();
        let names: Vec<&str> = self.panels.iter().map(|panel| panel.name).collect();
        scene.title = names.join(" → ");
        scene.description =
            self.panels.last().map(|panel| panel.counts.clone()).unwrap_or_default();
        scene
    }

    /// Heading, drawing, findings; returns the lower edge.
    fn panel(&self, panel: &Panel, at: Point, width: f64, scene: &mut Scene) -> f64 {
        let (kind, lang) = (self.kind, self.options.lang);
        let header =
            Header { name: panel.name, stage: Some(panel.stage), counts: panel.counts.clone() };
        scene.elements.push(header.draw(at, width, kind));
        let top = at.y + Header::height(kind);
        let left = at.x + ((width - self.placed.width) / 2.0).round();
        paint(panel.content, &self.placed, Point { x: left, y: top }, scene);
        let mut bottom = top + self.placed.height;
        let foot = Foot::new(&[], panel.content.marks, width + 2.0 * MARGIN, lang, kind);
        if foot.height > 0.0 {
            bottom += 22.0 + foot.height;
            foot.place_at(at.x - MARGIN, bottom, scene);
        }
        bottom
    }
}

/// A hair line between two drawings.
fn gutter(x: f64, top: f64, bottom: f64) -> Element {
    let rect = Rect { x, y: top, width: 1.0, height: bottom - top };
    let shape = Shape::Box { rect, radius: Radius::default(), paint: Paint::fill(Color::Rule) };
    Element::plain(Role::Legend, vec![shape])
}

/// The figures as tiles in rows; returns the height used.
fn strip(
    figures: &[Delta],
    top: f64,
    width: f64,
    lang: Lang,
    kind: Type,
    scene: &mut Scene,
) -> f64 {
    if figures.is_empty() {
        return 0.0;
    }
    let gap = 12.0;
    let room = width - 2.0 * MARGIN;
    let most = (((room + gap) / (170.0 + gap)).floor() as usize).clamp(1, figures.len());
    let per_row = figures.len().div_ceil(figures.len().div_ceil(most));
    let tile = (room + gap) / per_row as f64 - gap;
    let height = kind.small * 1.5 + (kind.label + 2.0) * 1.5 + 22.0;
    for (at, figure) in figures.iter().enumerate() {
        let rect = Rect {
            x: MARGIN + (at % per_row) as f64 * (tile + gap),
            y: top + (at / per_row) as f64 * (height + gap),
            width: tile,
            height,
        };
        let shapes = figure_tile(figure, rect, lang, kind);
        scene.elements.push(Element::plain(Role::Legend, shapes));
    }
    figures.len().div_ceil(per_row) as f64 * (height + gap) + 14.0
}

fn figure_tile(figure: &Delta, rect: Rect, lang: Lang, kind: Type) -> Vec<Shape> {
    let paint = Paint::fill(Color::Outside).and_stroke(Color::Rule, 1.0);
    let mut shapes = vec![Shape::Box { rect, radius: Radius::round(10.0), paint }];
    let x = rect.x + 14.0;
    let room = rect.width - 28.0;
    let font = Font::regular(kind.small);
    let name = measure::elide(figure.name.get(lang), font, room);
    let middle = rect.y + 11.0 + kind.small * 0.75;
    shapes.push(Shape::Text(line_at(x, middle, &name, font, Color::Soft)));
    let middle = rect.y + rect.height - 11.0 - (kind.label + 2.0) * 0.75;
    let (old, new) = (figure.old.get(lang), figure.new.get(lang));
    let font = Font::bold(kind.label + 2.0);
    let color = match figure.better {
        Some(true) => change_color(State::Added),
        Some(false) => change_color(State::Removed),
        None => Color::Ink,
    };
    if old == new {
        let text = measure::elide(new, font, room);
        shapes.push(Shape::Text(line_at(x, middle, &text, font, Color::Ink)));
        return shapes;
    }
    let before = format!("{old} →");
    let old_font = Font::regular(kind.label);
    let before = measure::elide(&before, old_font, room * 0.6);
    let line = line_at(x, middle, &before, old_font, Color::Faint);
    let used = line.width + 6.0;
    shapes.push(Shape::Text(line));
    let text = measure::elide(new, font, room - used);
    shapes.push(Shape::Text(line_at(x + used, middle, &text, font, color)));
    shapes
}
