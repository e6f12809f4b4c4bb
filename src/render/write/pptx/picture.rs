//! A picture as a slide.

use super::parts;
use super::path::{Piece, Sort, bounds, of_data, of_steps};
use super::route::route;
use super::shapes::{Canvas, Glue};
use super::{HEIGHT, WIDTH};
use crate::render::graph::{Point, Rect};
use crate::render::measure::{self, Font};
use crate::render::scene::{ComponentPlace, Element, LinkPlace, Paint, Role, Scene, Shape, Step};
use crate::render::theme::Theme;
use crate::sink::{Svg, Written, Xml};

/// Farther from a card nothing holds on to it.
const NEAR: f64 = 14.0;

pub(super) fn slide(title: &str, scene: &Scene, theme: Theme) -> Written<Xml> {
    let scale = (WIDTH / scene.width).min(HEIGHT / scene.height);
    let mut painter = Painter {
        canvas: Canvas::new(theme, scene.lang),
        scene,
        scale,
        corner: Point {
            x: (WIDTH - scene.width * scale) / 2.0,
            y: (HEIGHT - scene.height * scale) / 2.0,
        },
        cards: Vec::new(),
    };
    painter.cards = cards(scene, &mut painter.canvas);
    painter.ports();
    scene.elements.iter().enumerate().for_each(|(at, element)| painter.element(at, element));
    parts::slide(title, &painter.canvas.out)
}

/// What connectors hold on to: the element, its place in the picture, and the number of its shape.
struct Card {
    element: usize,
    rect: Rect,
    whole: Rect,
    number: usize,
    /// Where lines end that do not end in the middle of a side.
    ports: Vec<Point>,
}

impl Card {
    /// Its sides from the top against the clock.
    fn middles(&self) -> [Point; 4] {
        let Rect { x, y, width, height } = self.rect;
        [
            Point { x: x + width / 2.0, y },
            Point { x, y: y + height / 2.0 },
            Point { x: x + width / 2.0, y: y + height },
            Point { x: x + width, y: y + height / 2.0 },
        ]
    }

    /// How far a place is from each of them.
    fn sides(&self, at: Point) -> [f64; 4] {
        let Rect { x, y, width, height } = self.rect;
        [(at.y - y).abs(), (at.x - x).abs(), (at.y - y - height).abs(), (at.x - x - width).abs()]
    }

    fn reaches(&self, at: Point) -> bool {
        let Rect { x, y, width, height } = self.whole;
        let within =
            |value: f64, from: f64, long: f64| value > from - NEAR && value < from + long + NEAR;
        within(at.x, x, width) && within(at.y, y, height)
    }

    /// Which of the middles and ports is there.
    fn site(&self, at: Point) -> Option<usize> {
        self.middles().iter().chain(&self.ports).position(|site| is_same(*site, at))
    }
}

fn is_same(a: Point, b: Point) -> bool {
    (a.x - b.x).abs() < 1.5 && (a.y - b.y).abs() < 1.5
}

fn cards(scene: &Scene, canvas: &mut Canvas) -> Vec<Card> {
    let is_card =
        |element: &&(usize, &Element)| matches!(element.1.role, Role::Component | Role::Collapsed);
    let elements = scene.elements.iter().enumerate();
    let elements: Vec<(usize, &Element)> = elements.filter(|it| is_card(&it)).collect();
    let card = |(element, it): (usize, &Element)| {
        let boxes = it.shapes.iter().filter_map(body);
        let rect = boxes.max_by(|a, b| area(a).total_cmp(&area(b)))?;
        let is_its = |place: &&ComponentPlace| {
            it.name.as_ref() == Some(&place.name) && is_within(rect, place.rect)
        };
        // With the copies that stand behind it.
        let whole = scene.components.iter().find(is_its).map_or(rect, |place| place.rect);
        Some(Card { element, rect, whole, number: canvas.reserve(), ports: Vec::new() })
    };
    elements.into_iter().filter_map(card).collect()
}

/// The place of what may be the body of a card.
fn body(shape: &Shape) -> Option<Rect> {
    match shape {
        Shape::Box { rect, paint, .. } if paint.stroke.is_some() => Some(*rect),
        _ => None,
    }
}

fn area(rect: &Rect) -> f64 {
    rect.width * rect.height
}

struct Painter<'a> {
    canvas: Canvas,
    scene: &'a Scene,
    scale: f64,
    corner: Point,
    cards: Vec<Card>,
}

impl Painter<'_> {
    fn element(&mut self, at: usize, element: &Element) {
        self.canvas.faint = element.faint;
        let mut shapes: Vec<&Shape> = element.shapes.iter().collect();
        if element.role == Role::Link && self.connector(element) {
            shapes.retain(|shape| !matches!(shape, Shape::Path { .. }));
        }
        let number = self.cards.iter().find(|card| card.element == at).map(|it| it.number);
        let name = element.name.as_deref().unwrap_or_default();
        if shapes.len() < 2 || name.is_empty() {
            shapes.iter().for_each(|shape| self.shape(shape, number));
            return;
        }
        let rect = around(shapes.iter().map(|shape| self.rect(place(shape))));
        let tip = element.tip.as_deref().unwrap_or_default();
        let body = self.cards.iter().find(|card| card.element == at).map(|card| card.rect);
        // The canvas is away only while the group is written into it.
        let theirs =
            std::mem::replace(&mut self.canvas, Canvas::new(Theme::Light, self.scene.lang));
        let mut canvas = theirs;
        canvas.group(name, tip, rect, |canvas| {
            std::mem::swap(canvas, &mut self.canvas);
            let mut number = number;
            for shape in shapes {
                let is_body = self::body(shape).is_some() && self::body(shape) == body;
                self.shape(shape, if is_body { number.take() } else { None });
            }
            std::mem::swap(canvas, &mut self.canvas);
        });
        self.canvas = canvas;
    }

    /// Whether the element's line was written as a connector.
    fn connector(&mut self, element: &Element) -> bool {
        let [Some((steps, paint)), head] = lines(element) else { return false };
        let Some(Step::Move(start)) = steps.first() else { return false };
        // Two pictures side by side have the same connection twice.
        let gap = |link: &&LinkPlace| {
            let first = link.points.first();
            first.map_or(f64::INFINITY, |it| (it.x - start.x).abs() + (it.y - start.y).abs())
        };
        let Some([from, to]) = &element.ends else { return false };
        let same = self.scene.links.iter().filter(|it| it.from == *from && it.to == *to);
        let place = same.min_by(|a, b| gap(a).total_cmp(&gap(b)));
        let Some(link) = place else { return false };
        let glued =
            [link.points.first(), link.points.last()].map(|it| it.and_then(|it| self.glue(*it)));
        let points: Vec<Point> = link.points.iter().map(|point| self.point(*point)).collect();
        let way = route(&points).ok_or_else(|| polyline(&points));
        let closed = head.is_none_or(|(_, paint)| paint.fill.is_some());
        let name = format!("{} → {}", link.from, link.to);
        self.canvas.connector(&name, way, &self.paint(paint), closed, glued);
        true
    }

    /// Finds out where on the cards straight lines end: off the middle of a side they would slant.
    /// All others go by the middles, from which other programs route them well.
    fn ports(&mut self) {
        let straight = self.scene.links.iter().filter(|link| link.points.len() == 2);
        for end in straight.flat_map(|link| &link.points) {
            let card = self.cards.iter_mut().find(|card| card.reaches(*end));
            if let Some(card) = card.filter(|card| card.site(*end).is_none()) {
                card.ports.push(*end);
            }
        }
    }

    /// The card at an end of a line, and where on it.
    fn glue(&self, at: Point) -> Option<Glue> {
        let card = self.cards.iter().find(|card| card.reaches(at))?;
        let gap = |it: &Point| (it.x - at.x).abs() + (it.y - at.y).abs();
        let middles = card.middles();
        let sides = card.sides(at).into_iter().enumerate();
        let side = sides.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(side, _)| side);
        let port = card.ports.iter().position(|port| is_same(*port, at));
        let is_middle = gap(&middles[side]) < 1.5;
        Some((card.number, port.filter(|_| !is_middle).map_or(side, |port| port + 4)))
    }

    /// The ports of a card, on the slide.
    fn sites(&self, number: Option<usize>) -> Vec<Point> {
        let card = self.cards.iter().find(|card| Some(card.number) == number);
        card.iter().flat_map(|card| &card.ports).map(|port| self.point(*port)).collect()
    }

    fn shape(&mut self, shape: &Shape, number: Option<usize>) {
        match shape {
            Shape::Box { rect, radius, paint } => {
                let (rect, paint) = (self.rect(*rect), self.paint(paint));
                let (x, y) = (radius.x * self.scale, radius.y * self.scale);
                let ports = self.sites(number);
                let is_even = (x.min(rect.width / 2.0) - y.min(rect.height / 2.0)).abs() < 0.5;
                if is_even && ports.is_empty() {
                    self.canvas.rect(rect, x, &paint, number);
                } else {
                    self.canvas.path(&rounded(rect, x, y), &paint, number, &ports);
                }
            }
            Shape::Path { steps, paint } => {
                let (pieces, paint) = (self.moved(of_steps(steps)), self.paint(paint));
                self.canvas.path(&pieces, &paint, number, &[]);
            }
            Shape::Icon { icon, at, size, color } => {
                let data = of_data(&Written::from(icon.path()));
                let scale = size / 24.0;
                let put = |(x, y): &(f64, f64)| (at.x + x * scale, at.y + y * scale);
                let pieces =
                    data.iter().map(|(sort, points)| (*sort, points.iter().map(put).collect()));
                let pieces = self.moved(pieces.collect());
                let paint = self.paint(&Paint::stroke(*color, 2.0 * scale));
                self.canvas.path(&pieces, &paint, number, &[]);
            }
            // Foreign drawings stay with the picture files.
            Shape::Emblem { .. } => {}
            Shape::Text(line) => {
                let font = Font { size: line.font.size * self.scale, ..line.font };
                let runs = [(line.text.as_str(), font)];
                let (at, width) = (self.point(line.at), measure::width(&line.text, font));
                self.canvas.text(at, width, line.anchor, line.color, &runs);
            }
            Shape::Runs { at, runs, color } => {
                let scaled = |font: Font| Font { size: font.size * self.scale, ..font };
                let runs: Vec<(&str, Font)> =
                    runs.iter().map(|run| (run.text.as_str(), scaled(run.font))).collect();
                let width = runs.iter().map(|(words, font)| measure::width(words, *font)).sum();
                let at = self.point(*at);
                self.canvas.text(at, width, Default::default(), *color, &runs);
            }
        }
    }

    fn point(&self, point: Point) -> Point {
        Point { x: self.corner.x + point.x * self.scale, y: self.corner.y + point.y * self.scale }
    }

    fn rect(&self, rect: Rect) -> Rect {
        let Point { x, y } = self.point(Point { x: rect.x, y: rect.y });
        Rect { x, y, width: rect.width * self.scale, height: rect.height * self.scale }
    }

    fn paint(&self, paint: &Paint) -> Paint {
        Paint { stroke_width: paint.stroke_width * self.scale, ..*paint }
    }

    fn moved(&self, pieces: Vec<Piece>) -> Vec<Piece> {
        let put = |(x, y): (f64, f64)| {
            let Point { x, y } = self.point(Point { x, y });
            (x, y)
        };
        let moved = |(sort, points): Piece| (sort, points.into_iter().map(put).collect());
        pieces.into_iter().map(moved).collect()
    }
}

/// The line of a connection and its head.
fn lines(element: &Element) -> [Option<(&Vec<Step>, &Paint)>; 2] {
    let mut paths = element.shapes.iter().filter_map(|shape| match shape {
        Shape::Path { steps, paint } => Some((steps, paint)),
        _ => None,
    });
    [paths.next().filter(|(_, paint)| paint.stroke.is_some()), paths.next()]
}

fn polyline(points: &[Point]) -> Vec<Piece> {
    let sort = |at| if at == 0 { Sort::Move } else { Sort::Line };
    points.iter().enumerate().map(|(at, point)| (sort(at), vec![(point.x, point.y)])).collect()
}

/// A box whose corners are parts of an ellipse.
fn rounded(rect: Rect, rx: f64, ry: f64) -> Vec<Piece> {
    let (rx, ry) = (rx.min(rect.width / 2.0), ry.min(rect.height / 2.0));
    let (right, bottom) = (rect.x + rect.width, rect.y + rect.height);
    let mut data: Written<Svg> = Written::default();
    let mut go = |sign: &'static str, x: f64, y: f64| {
        data.ours(sign).decimal(x, 2).ours(" ").decimal(y, 2);
    };
    go("M", rect.x + rx, rect.y);
    let corners = [
        ((right - rx, rect.y), (right, rect.y + ry)),
        ((right, bottom - ry), (right - rx, bottom)),
        ((rect.x + rx, bottom), (rect.x, bottom - ry)),
        ((rect.x, rect.y + ry), (rect.x + rx, rect.y)),
    ];
    for ((x, y), to) in corners {
        go("L", x, y);
        go("A", rx, ry);
        go(" 0 0 1 ", to.0, to.1);
    }
    data.ours("Z");
    of_data(&data)
}

/// Where a shape is, as far as the place of its group goes.
fn place(shape: &Shape) -> Rect {
    let square = |at: &Point, size: f64| Rect { x: at.x, y: at.y, width: size, height: size };
    match shape {
        Shape::Box { rect, .. } => *rect,
        Shape::Path { steps, .. } => bounds(&of_steps(steps)),
        Shape::Icon { at, size, .. } | Shape::Emblem { at, size, .. } => square(at, *size),
        Shape::Text(line) => Rect { x: line.at.x, y: line.at.y, width: 0.0, height: 0.0 },
        Shape::Runs { at, .. } => Rect { x: at.x, y: at.y, width: 0.0, height: 0.0 },
    }
}

fn around(rects: impl Iterator<Item = Rect>) -> Rect {
    let join = |a: Rect, b: Rect| {
        let (x, y) = (a.x.min(b.x), a.y.min(b.y));
        let right = (a.x + a.width).max(b.x + b.width);
        let bottom = (a.y + a.height).max(b.y + b.height);
        Rect { x, y, width: right - x, height: bottom - y }
    };
    rects.reduce(join).unwrap_or_default()
}

fn is_within(inner: Rect, outer: Rect) -> bool {
    let right = |rect: Rect| rect.x + rect.width;
    let bottom = |rect: Rect| rect.y + rect.height;
    inner.x > outer.x - 1.0
        && inner.y > outer.y - 1.0
        && right(inner) < right(outer) + 1.0
        && bottom(inner) < bottom(outer) + 1.0
}
