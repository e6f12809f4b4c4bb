//! What stands around the drawing: the header above, the legend and the findings below.

use super::cards::line_at;
use super::lines::{self, Stroke};
use super::notes::{self, Listed};
use super::painter::{change_color, change_word};
use super::typography::Type;
use crate::analysis::change::State;
use crate::render::graph::{Point, Rect};
use crate::render::measure::{self, Font};
use crate::render::scene::{Anchor, Element, Line, Paint, Radius, Role, Scene, Shape};
use crate::render::shown::Tone;
use crate::render::theme::Color;
use crate::say::{Lang, Text};
use crate::syntax::ast::{Arrow, Stage};

/// White space around everything.
pub const MARGIN: f64 = 40.0;
const SWATCH: f64 = 30.0;

/// One sign of the legend.
#[derive(Clone, Debug, PartialEq)]
pub enum Sign {
    Link(Arrow),
    Optional,
    /// A connection that no request of a user takes.
    Quiet,
    Copies,
    Autoscaled,
    Managed,
    Spof,
    /// Used shares of capacity, some of them before and after a scaler acts.
    Busy {
        scales: bool,
    },
    /// The outline of something that changed.
    Change(State),
    /// The place of something that is only in the other version.
    Absent,
}

impl Sign {
    fn words(&self) -> Text {
        match self {
            Sign::Link(Arrow::Sync) => Text::new("동기 호출", "call"),
            Sign::Link(Arrow::Async) => Text::new("비동기 메시지", "message"),
            Sign::Link(Arrow::Copy) => Text::new("데이터 복제", "replication"),
            Sign::Optional => Text::new("없어도 되는 호출", "optional call"),
            Sign::Quiet => Text::new("관측·배포", "watching and delivery"),
            Sign::Copies => Text::new("복제본 수", "replicas"),
            Sign::Autoscaled => Text::new("오토 스케일링", "autoscaled"),
            Sign::Managed => Text::new("관리형 서비스", "managed service"),
            Sign::Spof => Text::new("단일 장애 지점(SPOF)", "single point of failure"),
            Sign::Busy { scales: false } => Text::new("피크 이용률", "utilization at the peak"),
            Sign::Busy { scales: true } => Text::new(
                "피크 이용률(지금 → 확장 후)",
                "utilization at the peak (now → once scaled)",
            ),
            Sign::Change(state) => change_word(*state),
            Sign::Absent => Text::new("이쪽에는 없음", "only in the other"),
        }
    }

    fn width(&self, kind: Type) -> f64 {
        match self {
            Sign::Copies => measure::width("×N", Font::bold(kind.small)) + 12.0,
            Sign::Autoscaled | Sign::Managed => kind.small + 3.0,
            Sign::Busy { .. } => {
                let chip = |text| measure::width(text, Font::bold(kind.small)) + 12.0;
                BUSY.iter().map(|(text, _)| chip(text) + 4.0).sum::<f64>() - 4.0
            }
            _ => SWATCH,
        }
    }

    fn draw(&self, x: f64, middle: f64, kind: Type) -> Vec<Shape> {
        let width = self.width(kind);
        match self {
            Sign::Link(arrow) => sample(Stroke::of(*arrow, false), x, middle),
            Sign::Optional => sample(Stroke::of(Arrow::Sync, true), x, middle),
            Sign::Quiet => sample(Stroke::of(Arrow::Sync, false).quiet(), x, middle),
            Sign::Copies => chip("×N", Tone::Quiet, x, middle, kind).1,
            Sign::Busy { .. } => {
                let (mut x, mut shapes) = (x, Vec::new());
                for (text, tone) in BUSY {
                    let (width, drawn) = chip(text, tone, x, middle, kind);
                    shapes.extend(drawn);
                    x += width + 4.0;
                }
                shapes
            }
            Sign::Autoscaled => vec![icon(crate::render::icons::Icon::Sway, x, middle, width)],
            Sign::Managed => vec![icon(crate::render::icons::Icon::Cloud, x, middle, width)],
            Sign::Spof => vec![outline(x, middle, Color::Error, Color::ErrorSoft)],
            Sign::Absent => {
                let rect = Rect { x: x + 6.0, y: middle - 7.0, width: SWATCH - 6.0, height: 14.0 };
                vec![lines::ghost(rect, 4.0)]
            }
            Sign::Change(state) => vec![outline(x, middle, change_color(*state), Color::Card)],
        }
    }
}

const BUSY: [(&str, Tone); 3] = [("50%", Tone::Easy), ("70%", Tone::Tight), ("100%", Tone::Over)];

/// A chip as on a card, and its width.
fn chip(text: &str, tone: Tone, x: f64, middle: f64, kind: Type) -> (f64, Vec<Shape>) {
    let (ground, ink) = tone.colors();
    let line = line_at(x + 6.0, middle, text, Font::bold(kind.small), ink);
    let (width, height) = (line.width + 12.0, kind.small + 5.0);
    let rect = Rect { x, y: middle - height / 2.0, width, height };
    let paint = Paint::fill(ground);
    (width, vec![Shape::Box { rect, radius: Radius::round(4.5), paint }, Shape::Text(line)])
}

fn icon(icon: crate::render::icons::Icon, x: f64, middle: f64, size: f64) -> Shape {
    Shape::Icon { icon, at: Point { x, y: middle - size / 2.0 }, size, color: Color::Soft }
}

fn sample(stroke: Stroke, x: f64, middle: f64) -> Vec<Shape> {
    lines::link(&[Point { x, y: middle }, Point { x: x + SWATCH, y: middle }], stroke)
}

fn outline(x: f64, middle: f64, edge: Color, fill: Color) -> Shape {
    let rect = Rect { x: x + 6.0, y: middle - 7.0, width: SWATCH - 6.0, height: 14.0 };
    let paint = Paint::fill(fill).and_stroke(edge, 2.0);
    Shape::Box { rect, radius: Radius::round(4.0), paint }
}

/// The design's name, its stage, and how much there is.
pub struct Header<'a> {
    pub name: &'a str,
    pub stage: Option<Stage>,
    pub counts: String,
}

impl Header<'_> {
    pub fn height(kind: Type) -> f64 {
        kind.title * 1.3 + 24.0
    }

    /// From `at` to the right as far as there is room.
    pub fn draw(&self, at: Point, room: f64, kind: Type) -> Element {
        let (left, right) = (at.x, at.x + room);
        let middle = at.y + kind.title * 0.6;
        let counts_width = measure::width(&self.counts, Font::regular(kind.small + 1.0));
        let chip = self.stage.map(|stage| stage_words(stage).to_owned());
        let chip_font = Font::bold(kind.small);
        let chip_width = chip.as_ref().map_or(0.0, |c| measure::width(c, chip_font) + 20.0);
        let room = room - chip_width - 12.0;
        let font = Font::bold(kind.title);
        let name = measure::elide(&measure::tidy(self.name), font, room.max(120.0));
        let title = line_at(left, middle, &name, font, Color::Ink);
        let mut x = left + measure::anywhere(&name, font) + 12.0;
        let mut shapes = vec![Shape::Text(title)];
        if let (Some(chip), Some(stage)) = (chip, self.stage) {
            let height = kind.small + 11.0;
            let rect = Rect { x, y: middle - height / 2.0, width: chip_width, height };
            let (fill, ink) = match stage {
                Stage::AsIs => (Color::Chip, Color::Soft),
                Stage::ToBe => (Color::AddedSoft, Color::Added),
            };
            let radius = Radius::round(height / 2.0);
            shapes.push(Shape::Box { rect, radius, paint: Paint::fill(fill) });
            shapes.push(Shape::Text(line_at(x + 10.0, middle, &chip, chip_font, ink)));
            x += chip_width;
        }
        let font = Font::regular(kind.small + 1.0);
        let counts = line_at(right, middle, &self.counts, font, Color::Faint);
        if x + 20.0 + counts_width < right {
            shapes.push(Shape::Text(Line { anchor: Anchor::End, ..counts }));
        }
        Element::plain(Role::Header, shapes)
    }
}

fn stage_words(stage: Stage) -> &'static str {
    match stage {
        Stage::AsIs => "AS-IS",
        Stage::ToBe => "TO-BE",
    }
}

/// What stands below the drawing.
pub struct Foot {
    elements: Vec<Element>,
    pub height: f64,
}

impl Foot {
    /// Legend and findings.
    pub fn new(signs: &[Sign], listed: &Listed, width: f64, lang: Lang, kind: Type) -> Self {
        let mut elements = Vec::new();
        let mut height = legend(signs, 0.0, width, lang, kind, &mut elements);
        if !listed.notes.is_empty() {
            if height > 0.0 {
                elements.push(rule(height + 14.0, width));
                height += 32.0;
            }
            height += notes::columns(listed, height, width, lang, kind, &mut elements) - 8.0;
        }
        Self { elements, height }
    }

    /// The findings alone, in one column.
    pub fn column(listed: &Listed, lang: Lang, kind: Type) -> Self {
        let mut elements = Vec::new();
        let height = notes::column(listed, lang, kind, &mut elements);
        Self { elements, height }
    }

    /// With its lower edge there.
    pub fn place(self, bottom: f64, scene: &mut Scene) {
        self.place_at(0.0, bottom, scene);
    }

    /// The same, moved to the right.
    pub fn place_at(self, dx: f64, bottom: f64, scene: &mut Scene) {
        let top = bottom - self.height;
        scene.elements.extend(self.elements.into_iter().map(|mut element| {
            element.shift(dx, top);
            element
        }));
    }
}

/// The signs in as many rows as they need; returns the height used.
fn legend(
    signs: &[Sign],
    top: f64,
    width: f64,
    lang: Lang,
    kind: Type,
    out: &mut Vec<Element>,
) -> f64 {
    if signs.is_empty() {
        return 0.0;
    }
    let row = kind.small * 1.9;
    let (mut x, mut y) = (MARGIN, top);
    for sign in signs {
        let words = sign.words();
        let words = words.get(lang);
        let font = Font::regular(kind.small);
        let wide = sign.width(kind) + 8.0 + measure::width(words, font);
        if x > MARGIN && x + wide > width - MARGIN {
            (x, y) = (MARGIN, y + row);
        }
        let middle = y + row / 2.0;
        let mut shapes = sign.draw(x, middle, kind);
        let start = x + sign.width(kind) + 8.0;
        shapes.push(Shape::Text(line_at(start, middle, words, font, Color::Soft)));
        out.push(Element::plain(Role::Legend, shapes));
        x += wide + 26.0;
    }
    y + row - top
}

/// A thin line between the drawing and what explains it.
fn rule(y: f64, width: f64) -> Element {
    let rect = Rect { x: MARGIN, y, width: width - 2.0 * MARGIN, height: 1.0 };
    let shape = Shape::Box { rect, radius: Radius::default(), paint: Paint::fill(Color::Rule) };
    Element::plain(Role::Legend, vec![shape])
}
