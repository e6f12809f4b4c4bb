//! Links and groups as shapes.

use super::cards::line_at;
use super::plan::{self, Guest, Label, Title};
use super::typography::Type;
use crate::maths;
use crate::model::GroupKind;
use crate::render::graph::{Point, Rect};
use crate::render::measure::Font;
use crate::render::scene::{Anchor, Dash, Line, Paint, Radius, Shape, Step};
use crate::render::theme::Color;
use crate::syntax::ast::Arrow;

const CORNER: f64 = 8.0;

/// How a link is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    pub color: Color,
    pub width: f64,
    pub dash: Dash,
    /// An open head: handed over, not waited for.
    pub open: bool,
    pub opacity: f64,
}

impl Stroke {
    pub fn of(arrow: Arrow, optional: bool) -> Self {
        let (color, dash, open) = match arrow {
            Arrow::Sync if optional => (Color::Line, Dash::Dotted, false),
            Arrow::Sync => (Color::Line, Dash::Solid, false),
            Arrow::Async => (Color::Line, Dash::Dashed, true),
            Arrow::Copy => (Color::Copy, Dash::Dashed, false),
        };
        Self { color, width: 1.5, dash, open, opacity: 1.0 }
    }

    /// Watching, logging and delivery: there, but not in front.
    pub fn quiet(self) -> Self {
        Self { color: Color::Faint, width: 1.0, ..self }
    }

    /// How long its head is; half of it is about 0.52 of that wide.
    fn head(&self) -> f64 {
        5.5 + 1.65 * self.width
    }

    fn paint(&self) -> Paint {
        Paint::stroke(self.color, self.width).dashed(self.dash).faded(self.opacity)
    }
}

/// The line with rounded corners, and its head.
pub fn link(points: &[Point], stroke: Stroke) -> Vec<Shape> {
    let [.., before, tip] = points else { return Vec::new() };
    let (dx, dy) = direction(*before, *tip);
    let back = stroke.head() - 1.0;
    let neck = Point { x: tip.x - dx * back, y: tip.y - dy * back };
    let mut line = points.to_vec();
    if !stroke.open
        && let Some(last) = line.last_mut()
    {
        *last = neck;
    }
    vec![Shape::Path { steps: rounded(&line), paint: stroke.paint() }, head(*tip, dx, dy, stroke)]
}

fn head(tip: Point, dx: f64, dy: f64, stroke: Stroke) -> Shape {
    let at = |back: f64, aside: f64| Point {
        x: tip.x - dx * back - dy * aside,
        y: tip.y - dy * back + dx * aside,
    };
    let (long, half) = (stroke.head(), stroke.head() * 0.52);
    let wings = [at(long, half), tip, at(long, -half)];
    let mut steps = vec![Step::Move(wings[0]), Step::Line(wings[1]), Step::Line(wings[2])];
    let paint = if stroke.open {
        Paint::stroke(stroke.color, stroke.width)
    } else {
        steps.push(Step::Close);
        Paint::fill(stroke.color)
    };
    Shape::Path { steps, paint: paint.faded(stroke.opacity) }
}

/// Unit vector; down for two equal points.
fn direction(from: Point, to: Point) -> (f64, f64) {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = maths::hypot(dx, dy);
    if length < 1e-6 { (0.0, 1.0) } else { (dx / length, dy / length) }
}

/// A polyline whose corners are bent round as far as its pieces allow.
pub fn rounded(points: &[Point]) -> Vec<Step> {
    let Some(first) = points.first() else { return Vec::new() };
    let mut steps = vec![Step::Move(*first)];
    for piece in points.windows(3) {
        let [before, corner, after] = [piece[0], piece[1], piece[2]];
        let half = |a: Point, b: Point| maths::hypot(b.x - a.x, b.y - a.y) / 2.0;
        let radius = CORNER.min(half(before, corner)).min(half(corner, after));
        let (inx, iny) = direction(before, corner);
        let (outx, outy) = direction(corner, after);
        steps.push(Step::Line(Point { x: corner.x - inx * radius, y: corner.y - iny * radius }));
        let end = Point { x: corner.x + outx * radius, y: corner.y + outy * radius };
        steps.push(Step::Bend(corner, end));
    }
    if let [.., last] = points
        && points.len() > 1
    {
        steps.push(Step::Line(*last));
    }
    steps
}

/// A link's label as a pill on the line.
pub fn label(rect: Rect, label: &Label, kind: Type, color: Color) -> Vec<Shape> {
    let paint = Paint::fill(Color::Label).and_stroke(Color::LabelEdge, 1.0);
    let radius = Radius::round((rect.height / 2.0).min(10.0));
    let mut shapes = vec![Shape::Box { rect, radius, paint }];
    let mut room = rect;
    if let Some(number) = &label.step {
        let width = plan::step_width(number, kind);
        let (x, middle) = (rect.x + plan::STEP_PAD, rect.y + rect.height / 2.0);
        shapes.extend(step(number, x, middle, kind));
        room.x = x + width + plan::STEP_GAP;
        room.width = rect.x + rect.width - kind.small / 2.0 - room.x;
    }
    let line = plan::line_height(kind);
    let top = rect.y + (rect.height - line * label.lines.len() as f64) / 2.0;
    for (at, text) in label.lines.iter().enumerate() {
        let middle = top + line * (at as f64 + 0.5);
        let start =
            line_at(room.x + room.width / 2.0, middle, text, Font::regular(kind.small), color);
        shapes.push(Shape::Text(Line { anchor: Anchor::Middle, ..start }));
    }
    shapes
}

/// The number of a step on its disc, from `x` to the right.
pub fn step(number: &str, x: f64, middle: f64, kind: Type) -> Vec<Shape> {
    let (width, height) = (plan::step_width(number, kind), plan::step_height(kind));
    let rect = Rect { x, y: middle - height / 2.0, width, height };
    let (radius, paint) = (Radius::round(height / 2.0), Paint::fill(Color::Copy));
    let font = Font::bold(kind.small);
    let line = line_at(x + width / 2.0, middle, number, font, Color::OnMark);
    let text = Shape::Text(Line { anchor: Anchor::Middle, ..line });
    vec![Shape::Box { rect, radius, paint }, text]
}

/// A group's area and border.
pub fn area(kind: GroupKind, rect: Rect) -> Shape {
    let (fill, edge, _) = Color::group(kind);
    let (dash, width) = match kind {
        GroupKind::Region | GroupKind::Zone => (Dash::Dashed, 1.3),
        GroupKind::Dc | GroupKind::Host => (Dash::Solid, 1.6),
        _ => (Dash::Solid, 1.2),
    };
    let paint = Paint::fill(fill).and_stroke(edge, width).dashed(dash);
    Shape::Box { rect, radius: Radius::round(12.0), paint }
}

/// A group's area whose border tells what changed.
pub fn marked_area(kind: GroupKind, rect: Rect, edge: Color) -> Shape {
    let (fill, _, _) = Color::group(kind);
    let paint = Paint::fill(fill).and_stroke(edge, 1.6);
    Shape::Box { rect, radius: Radius::round(12.0), paint }
}

/// The place of something that this version doesn't have.
pub fn ghost(rect: Rect, radius: f64) -> Shape {
    let paint = Paint::stroke(Color::Ghost, 1.2).dashed(Dash::Dashed);
    Shape::Box { rect, radius: Radius::round(radius), paint }
}

/// A group's title with the icon of its sort.
pub fn title(group: GroupKind, rect: Rect, title: &Title, kind: Type) -> Vec<Shape> {
    let (_, _, ink) = Color::group(group);
    let middle = rect.y + rect.height / 2.0;
    let mut shapes = Vec::new();
    let mut x = rect.x;
    if let Some(icon) = title.icon {
        let size = kind.group + 1.0;
        let at = Point { x, y: middle - size / 2.0 };
        shapes.push(Shape::Icon { icon, at, size, color: ink });
        x += kind.group + 7.0;
    }
    shapes.push(Shape::Text(line_at(x, middle, &title.text, Font::bold(kind.group), ink)));
    shapes
}

/// What runs in a group in which nothing is drawn. `title` is the title's place.
pub fn guests(guests: &[Guest], area: Rect, title: Rect, kind: Type) -> Vec<Shape> {
    let x = area.x + 12.0;
    let mut shapes = Vec::new();
    let mut middle = title.y + title.height + plan::GUESTS_GAP + plan::guest_height(kind) / 2.0;
    for guest in guests {
        let mark = Rect { x: x + 1.0, y: middle - 4.5, width: 9.0, height: 9.0 };
        let paint = Paint::fill(Color::tile(guest.family));
        shapes.push(Shape::Box { rect: mark, radius: Radius::round(3.0), paint });
        let font = Font::regular(kind.small);
        let line = line_at(x + plan::GUEST_INDENT, middle, &guest.text, font, Color::Soft);
        shapes.push(Shape::Text(line));
        middle += plan::guest_height(kind);
    }
    shapes
}
