//! Findings as numbered badges beside what they are about.

use super::cards::line_at;
use super::typography::Type;
use crate::render::graph::{Point, Rect};
use crate::render::measure::{self, Font};
use crate::render::scene::{Anchor, Line, Paint, Radius, Shape};
use crate::render::shown::Mark;
use crate::render::theme::Color;
use std::collections::HashMap;

/// How far a badge reaches out of the corner it sits on, and how far apart its places are, px.
const STEP_OUT: f64 = 7.0;
const EDGE_STEP: f64 = 6.0;

/// Numbers drawn on one subject; more become `+3`.
const MOST: usize = 3;

/// One badge of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub text: String,
    pub color: Color,
}

/// A badge for each mark.
pub fn numbers<'a>(marks: impl ExactSizeIterator<Item = &'a Mark> + Clone) -> Vec<Part> {
    let count = marks.len();
    let shown = if count > MOST { MOST - 1 } else { count };
    let mut parts: Vec<Part> = marks.clone().take(shown).map(number).collect();
    if let Some(worst) = marks.skip(shown).map(|mark| mark.severity).max() {
        parts.push(Part { text: format!("+{}", count - shown), color: Color::mark(worst) });
    }
    parts
}

/// The badge of one mark.
pub fn number(mark: &Mark) -> Part {
    Part { text: mark.number.to_string(), color: Color::mark(mark.severity) }
}

/// A row of badges that touch: one drawing for all that is said of one subject.
pub struct Row {
    parts: Vec<(Part, f64)>,
    kind: Type,
}

impl Row {
    pub fn new(parts: Vec<Part>, kind: Type) -> Self {
        let height = height(kind);
        let sized = parts.into_iter().map(|part| {
            let text = measure::width(&part.text, Font::bold(kind.small));
            let width = (text + height - kind.small + 3.0).max(height).ceil();
            (part, width)
        });
        Self { parts: sized.collect(), kind }
    }

    pub fn width(&self) -> f64 {
        let gaps = self.parts.len().saturating_sub(1) as f64;
        self.parts.iter().map(|(_, width)| width).sum::<f64>() + 2.0 * gaps
    }

    pub fn height(&self) -> f64 {
        height(self.kind)
    }

    /// On the edge of a box where nothing else is: rather over the top right corner, which the layout
    /// keeps free, else along the top and the other sides. `own` is the box as it was taken.
    pub fn on_edge(&self, body: Rect, own: Rect, taken: &Taken) -> Rect {
        let corner = self.on_corner(body);
        let (width, height) = (corner.width, corner.height);
        let across = |y: f64| {
            let steps = ((body.width + STEP_OUT - width).max(0.0) / EDGE_STEP) as usize;
            (0..=steps).map(move |step| Rect { x: corner.x - step as f64 * EDGE_STEP, y, ..corner })
        };
        let down = |x: f64| {
            let steps = (body.height / EDGE_STEP) as usize;
            let y = body.y - height / 2.0;
            (0..=steps).map(move |step| Rect { x, y: y + step as f64 * EDGE_STEP, ..corner })
        };
        let bottom = body.y + body.height - height / 2.0;
        let (left, right) = (body.x - width + STEP_OUT, body.x + body.width - STEP_OUT);
        let above = body.y - height - STEP_OUT;
        let places = across(corner.y)
            .chain(down(right))
            .chain(across(bottom))
            .chain(down(left))
            .chain(across(above));
        places.into_iter().find(|rect| taken.leaves(*rect, Some(own))).unwrap_or(corner)
    }

    /// Over the top right corner of a box, which the layout keeps free.
    pub fn on_corner(&self, rect: Rect) -> Rect {
        let (width, height) = (self.width(), self.height());
        let x = rect.x + rect.width + STEP_OUT - width;
        Rect { x, y: rect.y - height / 2.0, width, height }
    }

    pub fn centred(&self, at: Point) -> Rect {
        let (width, height) = (self.width(), self.height());
        Rect { x: at.x - width / 2.0, y: at.y - height / 2.0, width, height }
    }

    pub fn draw(&self, rect: Rect) -> Vec<Shape> {
        let mut shapes = Vec::new();
        let mut x = rect.x;
        for (Part { text, color }, width) in &self.parts {
            let part = Rect { x, width: *width, ..rect };
            let paint = Paint::fill(*color).and_stroke(Color::Paper, 2.0);
            let radius = Radius::round(rect.height / 2.0);
            shapes.push(Shape::Box { rect: part, radius, paint });
            let middle = rect.y + rect.height / 2.0;
            let font = Font::bold(self.kind.small);
            let line = line_at(x + width / 2.0, middle, text, font, Color::OnMark);
            shapes.push(Shape::Text(Line { anchor: Anchor::Middle, ..line }));
            x += width + 2.0;
        }
        shapes
    }
}

fn height(kind: Type) -> f64 {
    (kind.small * 1.6).ceil()
}

/// What badges must not cover, found by where it lies.
#[derive(Default)]
pub struct Taken {
    cells: HashMap<(i64, i64), Vec<Rect>>,
}

/// Side of a cell, px.
const CELL: f64 = 256.0;

impl Taken {
    pub fn add(&mut self, rect: Rect) {
        for cell in cells(rect) {
            self.cells.entry(cell).or_default().push(rect);
        }
    }

    /// Nothing lies there yet but what the badge is about.
    fn leaves(&self, rect: Rect, own: Option<Rect>) -> bool {
        let near = cells(rect).filter_map(|cell| self.cells.get(&cell));
        near.flatten().all(|taken| Some(*taken) == own || apart(rect, *taken))
    }
}

fn cells(rect: Rect) -> impl Iterator<Item = (i64, i64)> {
    let index = |length: f64| (length / CELL).floor() as i64;
    let (left, right) = (index(rect.x), index(rect.x + rect.width));
    let (top, bottom) = (index(rect.y), index(rect.y + rect.height));
    (left..=right).flat_map(move |x| (top..=bottom).map(move |y| (x, y)))
}

/// A place on the line that covers nothing of `taken`, as near to the middle as can be; where the whole
/// line is taken, a place beside it.
pub fn on_line(row: &Row, points: &[Point], taken: &Taken) -> Rect {
    let mut pieces: Vec<(Point, Point)> = points.windows(2).map(|p| (p[0], p[1])).collect();
    pieces.sort_by(|a, b| length(*b).total_cmp(&length(*a)));
    // From the middle of a piece to its ends.
    let shares = || (0..10).flat_map(|step| [0.5 - step as f64 * 0.05, 0.5 + step as f64 * 0.05]);
    let aside = (0..8).flat_map(|step| [step as f64 * 0.75, step as f64 * -0.75]);
    let places = aside.flat_map(|aside| {
        let of_piece = move |piece: &(Point, Point)| {
            let piece = beside(*piece, aside * row.width(), aside * row.height());
            shares().map(move |share| row.centred(along(piece, share)))
        };
        pieces.iter().flat_map(of_piece)
    });
    let middle = || pieces.first().map_or(Point::default(), |piece| along(*piece, 0.5));
    places
        .into_iter()
        .find(|rect| taken.leaves(*rect, None))
        .unwrap_or_else(|| row.centred(middle()))
}

/// The piece moved aside: an upright one across, a level one down.
fn beside((a, b): (Point, Point), across: f64, down: f64) -> (Point, Point) {
    let upright = (b.y - a.y).abs() > (b.x - a.x).abs();
    let (x, y) = if upright { (across, 0.0) } else { (0.0, down) };
    (Point { x: a.x + x, y: a.y + y }, Point { x: b.x + x, y: b.y + y })
}

fn length((a, b): (Point, Point)) -> f64 {
    (b.x - a.x).abs() + (b.y - a.y).abs()
}

fn along((a, b): (Point, Point), share: f64) -> Point {
    Point { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share }
}

fn apart(a: Rect, b: Rect) -> bool {
    a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
}
