//! AS-IS and TO-BE in one picture: side by side, or over one another.

use super::budget;
use super::cards::line_at;
use super::frame::{Foot, Header, MARGIN, Sign};
use super::notes::Listed;
use super::painter::{Content, change_color, paint};
use super::picture::signs;
use super::plan::Plan;
use super::slide::{self, Fitted, Slide};
use super::tips;
use super::typography::Type;
use crate::analysis::change::State;
use crate::model::Design;
use crate::render::graph::{Direction, Layout, Point, Rect, Size};
use crate::render::layout::{Room, layout_within};
use crate::render::measure::{self, Font};
use crate::render::scene::{Deck, Element, Page, Paint, Radius, Role, Scene, Shape, WHOLE};
use crate::render::shown::Mark;
use crate::render::shown::Union;
use crate::render::shown::seen::Comparing;
use crate::render::theme::Color;
use crate::say::{Lang, Text};
use crate::syntax::ast::Stage;

/// Between the two drawings.
const GUTTER: f64 = 56.0;
/// A heading needs so much.
const NARROWEST: f64 = 420.0;
/// Between a drawing and its findings.
const ABOVE_FINDINGS: f64 = 22.0;
/// Between the drawings and what is about both.
const BELOW_PANELS: f64 = 26.0;

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
    if let Some(scene) = budget::refused_change(&union.new, 1, options.lang) {
        return scene;
    }
    let sides = sides(&union, old, new, options);
    let board = Board::new(&union, &sides, options, Room::PAGE, Type::default());
    board.draw(Size::default(), board.usual_way(), None)
}

/// The same on slides of that size: both on one, or where that can't be read each on its own, with
/// everything at the same place in both.
pub fn diff_slides(old: &Design, new: &Design, slide: Slide, options: &DiffOptions) -> Deck {
    let (deck, letters) = deck_of(&Union::new(old, new), [old, new], slide, options);
    if deck.warnings.is_empty() || options.arrangement != Arrangement::Overlay {
        return deck;
    }
    let (brief, larger) = deck_of(&Union::brief(old, new), [old, new], slide, options);
    if larger > letters { brief } else { deck }
}

/// The slides of a change, and the height of their smallest letters in points.
fn deck_of(
    union: &Union,
    [old, new]: [&Design; 2],
    slide: Slide,
    options: &DiffOptions,
) -> (Deck, f64) {
    if let Some(scene) = budget::refused_change(&union.new, slide::LAYOUTS, options.lang) {
        let pages = vec![Page { name: WHOLE.to_owned(), scene }];
        return (Deck { pages, warnings: Vec::new() }, 0.0);
    }
    let sides = sides(union, old, new, options);
    let drawn = |kind: Type, direction: Direction, share: f64, way: Way| {
        let options = DiffOptions { direction, ..*options };
        let board = Board::new(union, &sides, &options, slide.room(share), kind);
        let draw = |paper, worst| board.draw(paper, way, worst);
        slide::with_findings(slide, kind, board.findings(), draw)
    };
    let auto = options.direction;
    let directions = match auto {
        Direction::Auto => vec![auto, Direction::Down, Direction::Right],
        stated => vec![stated],
    };
    let both = slide::in_sizes(
        |it: &Fitted| it.letters,
        |kind| {
            let ways = directions.iter().map(|direction| {
                let beside = drawn(kind, *direction, 0.5, Way::Beside);
                beside.or_better(drawn(kind, *direction, 1.0, Way::Stacked))
            });
            slide::first_readable(ways, |it| it.letters)
        },
    );
    if both.is_readable() || sides.len() < 2 {
        let letters = both.letters;
        let page = Page { name: WHOLE.to_owned(), scene: both.scene };
        return (Deck { pages: vec![page], warnings: slide::warnings(letters) }, letters);
    }
    // Both in letters of one size, so that everything stands at the same place.
    let alone = slide::in_sizes(
        |[a, b]: &[Fitted; 2]| a.letters.min(b.letters),
        |kind| [0, 1].map(|side| drawn(kind, auto, 1.0, Way::Alone(side))),
    );
    let letters = alone.iter().map(|it| it.letters).fold(f64::INFINITY, f64::min);
    let page = |(name, Fitted { scene, .. }): (&str, Fitted)| Page { name: name.to_owned(), scene };
    let pages = ["as-is", "to-be"].into_iter().zip(alone).map(page).collect();
    (Deck { pages, warnings: slide::warnings(letters) }, letters)
}

/// What is drawn: both versions, or the new one over the old.
fn sides<'a>(
    union: &'a Union,
    old: &'a Design,
    new: &'a Design,
    options: &DiffOptions,
) -> Vec<Side<'a>> {
    let [was, is] = stages(old, new);
    let after = |comparing| Side {
        stated: new,
        stage: is,
        version: 1,
        drawn: &union.new,
        marks: union.new_marks(options.new_findings),
        comparing,
    };
    if options.arrangement == Arrangement::Overlay {
        return vec![after(union.overlay())];
    }
    let before = Side {
        stated: old,
        stage: was,
        version: 0,
        drawn: &union.old,
        marks: union.old_marks(options.old_findings),
        comparing: union.before(),
    };
    vec![before, after(union.after())]
}

/// What the two are called: as they say, unless both say the same.
fn stages(old: &Design, new: &Design) -> [Stage; 2] {
    match (old.stage, new.stage) {
        (was, is) if was == is => [Stage::AsIs, Stage::ToBe],
        (was, is) => [was.unwrap_or(Stage::AsIs), is.unwrap_or(Stage::ToBe)],
    }
}

fn change_signs(union: &Union, arrangement: Arrangement) -> Vec<Sign> {
    let comparison = &union.comparison;
    let components = comparison.components.iter().map(|pair| pair.state());
    let links = comparison.links.iter().map(|pair| pair.state());
    let states: std::collections::BTreeSet<State> = components.chain(links).collect();
    let shown = |state: &State| *state != State::Same;
    let mut signs: Vec<Sign> = states.into_iter().filter(shown).map(Sign::Change).collect();
    let one_sided = signs.iter().any(|sign| *sign != Sign::Change(State::Changed));
    if arrangement == Arrangement::Beside && one_sided {
        signs.push(Sign::Absent);
    }
    signs
}

/// One of the drawings, with its own heading and findings.
struct Side<'a> {
    /// The design as it was written.
    stated: &'a Design,
    stage: Stage,
    /// Which version of the union it draws: 0 the old, 1 the new.
    version: usize,
    drawn: &'a Design,
    marks: Vec<Mark>,
    comparing: Comparing,
}

/// Both drawings measured and placed.
struct Board<'a> {
    sides: &'a [Side<'a>],
    plans: [Plan; 2],
    placed: Layout,
    options: &'a DiffOptions<'a>,
    kind: Type,
    changes: Vec<Sign>,
}

/// How the drawings stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Beside,
    Stacked,
    /// Only that side, where it would stand with the other in its place.
    Alone(usize),
}

/// A drawing with its place on the paper.
struct Panel<'a> {
    side: &'a Side<'a>,
    content: Content<'a>,
    findings: Foot,
}

impl<'a> Board<'a> {
    fn new(
        union: &Union,
        sides: &'a [Side<'a>],
        options: &'a DiffOptions<'a>,
        room: Room,
        kind: Type,
    ) -> Self {
        let plan = |design, there: &[bool]| Plan::of_version(design, there, options.lang, kind);
        let plans = [plan(&union.old, &union.in_old()), plan(&union.new, &union.in_new())];
        let graph = plans[1].graph.with_room_for(&plans[0].graph);
        let placed = layout_within(&graph, options.direction, room);
        let changes = change_signs(union, options.arrangement);
        Self { sides, plans, placed, options, kind, changes }
    }

    /// How many the side with the most has.
    fn findings(&self) -> usize {
        self.sides.iter().map(|side| side.marks.len()).max().unwrap_or(0)
    }

    fn content<'s>(&'s self, side: &'s Side<'s>, worst: Option<usize>) -> Content<'s> {
        Content {
            design: side.drawn,
            marks: &side.marks,
            numbered: Listed::of(&side.marks, worst, self.options.lang).notes.len(),
            load: None,
            lang: self.options.lang,
            kind: self.kind,
            plan: &self.plans[side.version],
            comparing: &side.comparing,
            steps: &[],
        }
    }

    /// Two wide drawings stand one below the other: whichever is nearer to a slide's 16:9.
    fn usual_way(&self) -> Way {
        if self.placed.width > self.placed.height * 1.78 { Way::Stacked } else { Way::Beside }
    }

    fn panel<'s>(&'s self, side: &'s Side<'s>, width: f64, worst: Option<usize>) -> Panel<'s> {
        let (kind, lang) = (self.kind, self.options.lang);
        let listed = Listed::of(&side.marks, worst, lang);
        let findings = Foot::new(&[], &listed, width + 2.0 * MARGIN, lang, kind);
        Panel { side, content: self.content(side, worst), findings }
    }

    fn height(&self, panel: &Panel) -> f64 {
        let findings = panel.findings.height;
        let below = if findings > 0.0 { ABOVE_FINDINGS + findings } else { 0.0 };
        Header::height(self.kind) + self.placed.height + below
    }

    /// Heading, drawing, findings; `room` is left over around the drawing.
    fn draw_panel(&self, panel: Panel, at: Point, width: f64, room: f64, scene: &mut Scene) {
        let (kind, side) = (self.kind, panel.side);
        let (name, stage) = (&side.stated.name, Some(side.stage));
        let header = Header { name, stage, counts: counts(side.stated, self.options.lang) };
        scene.elements.push(header.draw(at, width, kind));
        let top = at.y + Header::height(kind) + (room / 2.0).floor();
        let left = at.x + ((width - self.placed.width) / 2.0).round();
        paint(panel.content, &self.placed, Point { x: left, y: top }, scene);
        let bottom = at.y + self.height(&panel) + room;
        panel.findings.place_at(at.x - MARGIN, bottom, scene);
    }

    fn describe(&self, scene: &mut Scene) {
        let names: Vec<&str> = self.sides.iter().map(|side| side.stated.name.as_str()).collect();
        scene.title = names.join(" → ");
        let newest = self.sides.last().expect("a comparison draws one side at least");
        scene.description = counts(newest.stated, scene.lang);
    }
}

impl Board<'_> {
    /// On paper of at least that size; `worst` findings of each side, as many as usual without it.
    fn draw(&self, paper: Size, way: Way, worst: Option<usize>) -> Scene {
        let (kind, lang) = (self.kind, self.options.lang);
        let grid = Grid::new(self, way, paper.width);
        let width = grid.width;
        let all: Vec<Panel> =
            self.sides.iter().map(|side| self.panel(side, grid.column, worst)).collect();
        let highest = |row: &[Panel]| row.iter().map(|p| self.height(p)).fold(0.0, f64::max);
        let heights: Vec<f64> = match way {
            Way::Alone(_) => vec![highest(&all)],
            _ => all.chunks(grid.columns).map(highest).collect(),
        };
        let drawn: Vec<Content> = all.iter().map(|panel| panel.content).collect();
        let signs = [signs(&drawn), self.changes.clone()].concat();
        let strip = Strip::new(self.options.figures, width, kind);
        let legend = Foot::new(&signs, &Listed::NOTHING, width, lang, kind);
        let below = BELOW_PANELS + strip.height() + legend.height + MARGIN * 0.8;
        let gaps = (heights.len() - 1) as f64 * GUTTER;
        let used = (MARGIN + heights.iter().sum::<f64>() + gaps + below).ceil();
        let height = used.max(paper.height);
        let room = (height - used) / heights.len() as f64;
        let mut scene = Scene { width, height, lang, ..Scene::default() };
        let mut y = MARGIN;
        let only = |at: &usize| !matches!(way, Way::Alone(side) if side != *at);
        let mut panels = (0..).zip(all).filter(|(at, _)| only(at)).map(|(_, panel)| panel);
        for high in heights {
            for at in 0..grid.columns {
                let Some(panel) = panels.next() else { break };
                let x = MARGIN + at as f64 * (grid.column + GUTTER);
                if at > 0 {
                    scene.elements.insert(0, gutter(x - GUTTER / 2.0, y, y + high + room));
                }
                self.draw_panel(panel, Point { x, y }, grid.column, room, &mut scene);
            }
            y += high + room + GUTTER;
        }
        let bottom = height - MARGIN * 0.8;
        strip.draw(bottom - legend.height - strip.height(), lang, &mut scene);
        legend.place(bottom, &mut scene);
        self.describe(&mut scene);
        scene
    }
}

/// The columns in which the drawings stand.
struct Grid {
    columns: usize,
    /// The width of each.
    column: f64,
    width: f64,
}

impl Grid {
    /// On paper of at least that width.
    fn new(board: &Board, way: Way, paper: f64) -> Self {
        let columns = if way == Way::Beside { board.sides.len() } else { 1 };
        let gutters = (columns - 1) as f64 * GUTTER + 2.0 * MARGIN;
        let least = board.placed.width.max(NARROWEST) * columns as f64 + gutters;
        let width = least.ceil().max(paper);
        Self { columns, column: ((width - gutters) / columns as f64).floor(), width }
    }
}

fn counts(design: &Design, lang: Lang) -> String {
    tips::counts((design.own_ids().count(), design.links.len()), lang)
}

/// A hair line between two drawings.
fn gutter(x: f64, top: f64, bottom: f64) -> Element {
    let rect = Rect { x, y: top, width: 1.0, height: bottom - top };
    let shape = Shape::Box { rect, radius: Radius::default(), paint: Paint::fill(Color::Rule) };
    Element::plain(Role::Legend, vec![shape])
}

/// The figures as tiles in rows.
struct Strip<'a> {
    figures: &'a [Delta],
    per_row: usize,
    tile: Size,
    kind: Type,
}

/// Between two tiles.
const TILE_GAP: f64 = 12.0;

impl<'a> Strip<'a> {
    fn new(figures: &'a [Delta], width: f64, kind: Type) -> Self {
        let room = width - 2.0 * MARGIN + TILE_GAP;
        let narrowest = 14.0 * kind.small + TILE_GAP;
        let most = ((room / narrowest).floor() as usize).clamp(1, figures.len().max(1));
        let rows = figures.len().div_ceil(most).max(1);
        let per_row = figures.len().div_ceil(rows).max(1);
        let height = kind.small * 1.5 + (kind.label + 2.0) * 1.5 + 22.0;
        Self {
            figures,
            per_row,
            tile: Size { width: room / per_row as f64 - TILE_GAP, height },
            kind,
        }
    }

    /// With the room below it; nothing without figures.
    fn height(&self) -> f64 {
        match self.figures.len().div_ceil(self.per_row) {
            0 => 0.0,
            rows => rows as f64 * (self.tile.height + TILE_GAP) + 14.0,
        }
    }

    fn draw(&self, top: f64, lang: Lang, scene: &mut Scene) {
        let Size { width, height } = self.tile;
        for (at, figure) in self.figures.iter().enumerate() {
            let (row, across) = (at / self.per_row, at % self.per_row);
            let x = MARGIN + across as f64 * (width + TILE_GAP);
            let y = top + row as f64 * (height + TILE_GAP);
            let shapes = figure_tile(figure, Rect { x, y, width, height }, lang, self.kind);
            scene.elements.push(Element::plain(Role::Legend, shapes));
        }
    }
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
    let used = measure::anywhere(&before, old_font) + 4.0;
    shapes.push(Shape::Text(line));
    let text = measure::elide(new, font, room - used);
    shapes.push(Shape::Text(line_at(x + used, middle, &text, font, color)));
    shapes
}
