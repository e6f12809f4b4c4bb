//! Components as cards: what stands on one, how large it is, and its drawing.

use super::form::Form;
use super::lines;
use super::standing::Standing;
use super::typography::Type;
use crate::diagnostic::Severity;
use crate::model::{Attr, Component, GroupKind, Kind};
use crate::render::emblem::Emblem;
use crate::render::graph::{Point, Rect};
use crate::render::icons::Icon;
use crate::render::measure::{self, Font};
use crate::render::scene::{Anchor, Dash, Family, Line, Paint, Radius, Shape, Step};
use crate::render::shown::Inside;
use crate::render::shown::Tone;
use crate::render::shown::copies::Copies;
use crate::render::theme::Color;
use crate::say::{Lang, Text};
use std::sync::Arc;

const TILE: f64 = 36.0;
const PAD: f64 = 12.0;
const GAP: f64 = 10.0;
const CHIP_PAD: f64 = 6.0;
/// Between the detail and what follows it, and between the marks that do.
const DETAIL_GAP: f64 = 4.0;
const MARK_GAP: f64 = 6.0;
/// How far each card of a stack peeks out below the one before, and stands in from its sides.
const LAYER: f64 = 4.0;
const LAYER_INSET: f64 = 6.0;
/// Text wider than this goes on a second line, or is cut; in heights of its font.
const LABEL_ROOM: f64 = 12.0;
const DETAIL_ROOM: f64 = 14.0;
const NARROWEST: f64 = 132.0;
const HALO: f64 = 4.5;

/// A card before it has a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub form: Form,
    pub copies: Copies,
    pub managed: bool,
    pub autoscaled: bool,
    /// What a collapsed group holds.
    pub inside: Option<Inside>,
    face: Face,
    icon: Icon,
    /// In the place of tile and icon.
    emblem: Option<Arc<Emblem>>,
    label: Vec<String>,
    /// Technology, mode, role.
    detail: String,
    chips: Vec<Chip>,
    standing: Standing,
    kind: Type,
}

/// What gives a card its colours.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Face {
    /// A component: its icon on a tile.
    Tile(Family),
    /// A collapsed group: coloured like the group.
    Area(GroupKind),
}

/// A few letters on a ground of their own.
#[derive(Clone, Debug, PartialEq)]
struct Chip {
    text: String,
    tone: Tone,
}

impl Chip {
    fn quiet(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Quiet }
    }
}

impl Card {
    /// `busy` is how much of its capacity is used, where that is to be drawn.
    pub fn new(
        component: &Component,
        busy: Option<(String, Tone)>,
        lang: Lang,
        kind: Type,
    ) -> Self {
        let form = Form::of(component.kind);
        let name = component.label.as_deref().unwrap_or(&component.name);
        let copies = Copies::of(component);
        let mut chips: Vec<Chip> = copies.mark().into_iter().map(Chip::quiet).collect();
        let shards = component.facts.quantity(Attr::Shards).map(|n| n.low_count());
        // One shard is what everything else has as well.
        if let Some(shards) = shards.filter(|shards| *shards > 1) {
            let chip: Text = crate::text!(shards; "샤드 {shards}", "{shards} shards");
            chips.push(Chip::quiet(chip.get(lang)));
        }
        chips.extend(busy.map(|(text, tone)| Chip { text, tone }));
        let label_room = LABEL_ROOM * kind.label;
        let detail_room = DETAIL_ROOM * kind.small;
        Self {
            form,
            managed: is_managed(component),
            autoscaled: matches!(copies, Copies::Range(..))
                || component.facts.is_on(Attr::Autoscale),
            copies,
            inside: None,
            face: Face::Tile(Family::of(component.kind)),
            icon: Icon::of(component.kind),
            emblem: None,
            label: measure::wrap(&measure::tidy(name), Font::bold(kind.label), label_room, 2),
            detail: measure::elide(
                &detail(component, name, lang),
                Font::regular(kind.small),
                detail_room,
            ),
            chips,
            standing: Standing::default(),
            kind,
        }
    }

    /// A collapsed group, `component` standing for it.
    pub fn of_group(
        component: &Component,
        inside: &Inside,
        busy: Option<(String, Tone)>,
        lang: Lang,
        kind: Type,
    ) -> Self {
        let count = inside.components;
        let detail: Text = crate::text!(count; "컴포넌트 {count}", "{count} components");
        let chip = |(severity, words): (Severity, Text)| Chip {
            text: words.get(lang).to_owned(),
            tone: Tone::of(severity),
        };
        let mut chips: Vec<Chip> = inside.findings().map(chip).collect();
        chips.extend(busy.map(|(text, tone)| Chip { text, tone }));
        Self {
            inside: Some(inside.clone()),
            face: Face::Area(inside.kind),
            icon: Icon::of_group(inside.kind).unwrap_or(Icon::Boxes),
            detail: detail.get(lang).to_owned(),
            chips,
            copies: Copies::Unknown,
            managed: false,
            autoscaled: false,
            ..Self::new(component, None, lang, kind)
        }
    }

    /// With an icon of the user's own.
    pub fn with_emblem(self, emblem: Option<Arc<Emblem>>) -> Self {
        Self { emblem, ..self }
    }

    /// With the topics, tables or buckets that stand on it.
    pub fn with_parts(self, names: &[&str]) -> Self {
        Self { standing: Standing::of(names, self.kind), ..self }
    }

    /// The width that the content asks for.
    pub fn width(&self) -> f64 {
        let label = self.label.iter().map(|line| measure::width(line, Font::bold(self.kind.label)));
        let text = label.fold(self.second_row_width(), f64::max).max(self.standing.width());
        let (left, right, _) = self.form.margins();
        (PAD + left + TILE + GAP + text + PAD + 2.0 + right).max(NARROWEST).ceil()
    }

    fn second_row_width(&self) -> f64 {
        let marks = self.marks_widths();
        let gaps = MARK_GAP * marks.len().saturating_sub(1) as f64;
        let font = Font::regular(self.kind.small);
        let detail = match (self.detail.is_empty(), marks.is_empty()) {
            (true, _) => 0.0,
            (false, true) => measure::width(&self.detail, font),
            (false, false) => measure::anywhere(&self.detail, font) + DETAIL_GAP,
        };
        detail + gaps + marks.iter().sum::<f64>()
    }

    fn marks_widths(&self) -> Vec<f64> {
        let mut widths = Vec::new();
        if self.managed {
            widths.push(self.kind.small + 2.0);
        }
        for (at, chip) in self.chips.iter().enumerate() {
            let icon = if at == 0 && self.sways() { self.kind.small + 2.0 } else { 0.0 };
            let text = measure::width(&chip.text, Font::bold(self.kind.small));
            widths.push(text + icon + 2.0 * CHIP_PAD);
        }
        widths
    }

    /// The first chip tells how many there are, and that this changes by load.
    fn sways(&self) -> bool {
        self.autoscaled && self.copies.is_known()
    }

    fn has_second_row(&self) -> bool {
        !self.detail.is_empty() || self.managed || !self.chips.is_empty()
    }

    /// With the stack behind it.
    pub fn height(&self) -> f64 {
        let rows = self.label.len() as f64 * self.kind.label * 1.3
            + if self.has_second_row() { self.kind.small * 1.5 } else { 0.0 };
        let (_, _, above) = self.form.margins();
        (rows.max(TILE) + 2.0 * 10.0 + above).ceil() + self.standing.height() + self.stack_height()
    }

    fn stack_height(&self) -> f64 {
        self.copies.layers() as f64 * LAYER
    }

    /// The front card, without the stack behind it.
    pub fn body(&self, rect: Rect) -> Rect {
        Rect { height: rect.height - self.stack_height(), ..rect }
    }

    /// How far inside its rectangle the outline runs at a point of the top or bottom side (`x`
    /// from the left) or of the left or right side (`y` from the top), so that links can reach it.
    pub fn inset(&self, rect: Rect, point: Point) -> f64 {
        let body = self.body(rect);
        let radius = self.form.radius(body);
        let (x, y) = (point.x - rect.x, point.y - rect.y);
        let from_side = x.min(rect.width - x);
        if (y - rect.height).abs() < 0.5 && self.copies.layers() > 0 {
            return self.stack_inset(from_side, radius);
        }
        if y < 0.5 || (y - rect.height).abs() < 0.5 {
            return radius.y * corner(from_side / radius.x);
        }
        let from_end = y.min(body.height - y);
        radius.x * corner(from_end.max(0.0) / radius.y)
    }

    fn stack_inset(&self, from_side: f64, radius: Radius) -> f64 {
        let layers = self.copies.layers() as f64;
        let hidden = (layers - (from_side / LAYER_INSET).floor()).max(0.0);
        hidden * LAYER + radius.y * corner((from_side - layers * LAYER_INSET) / radius.x)
    }

    pub fn draw(&self, rect: Rect, look: Look) -> Vec<Shape> {
        let mut shapes = Vec::new();
        let body = self.body(rect);
        self.draw_stack(body, look, &mut shapes);
        self.draw_body(body, look, &mut shapes);
        let upper = Rect { height: body.height - self.standing.height(), ..body };
        self.draw_tile(upper, &mut shapes);
        self.draw_text(upper, &mut shapes);
        let (left, _, _) = self.form.margins();
        let at = Point { x: upper.x + PAD + left + TILE + GAP, y: upper.y + upper.height };
        shapes.extend(self.standing.draw(at));
        shapes
    }

    fn draw_stack(&self, body: Rect, look: Look, shapes: &mut Vec<Shape>) {
        for layer in (1..=self.copies.layers()).rev() {
            let step = layer as f64;
            let rect = Rect {
                x: body.x + step * LAYER_INSET,
                y: body.y + step * LAYER,
                width: body.width - 2.0 * step * LAYER_INSET,
                height: body.height,
            };
            let paint = Paint::fill(Color::Layer).and_stroke(look.edge, 1.0);
            shapes.push(Shape::Box { rect, radius: self.form.radius(rect), paint });
        }
    }

    fn draw_body(&self, body: Rect, look: Look, shapes: &mut Vec<Shape>) {
        let radius = self.form.radius(body);
        if let Face::Area(group) = self.face {
            shapes.push(lines::area(group, body));
            return;
        }
        let outside = self.form == Form::Outside;
        let fill = if outside { Color::Outside } else { Color::Card };
        let edge = if outside && !look.strong { Color::OutsideEdge } else { look.edge };
        let width = if look.strong { 2.0 } else { 1.2 };
        let dash = if outside { Dash::Dashed } else { look.dash };
        let paint = Paint::fill(fill).and_stroke(edge, width).dashed(dash);
        shapes.push(Shape::Box { rect: body, radius, paint });
        if let Some(steps) = self.rim(body, radius) {
            shapes.push(Shape::Path { steps, paint: Paint::stroke(edge, width).dashed(dash) });
        }
    }

    /// A glow around the outline; drawn below the links, which end on it.
    pub fn halo(&self, rect: Rect, color: Color) -> Shape {
        let body = self.body(rect);
        let radius = self.form.radius(body);
        let grown = Rect {
            x: body.x - HALO,
            y: body.y - HALO,
            width: body.width + 2.0 * HALO,
            height: body.height + 2.0 * HALO,
        };
        let radius = Radius { x: radius.x + HALO, y: radius.y + HALO };
        Shape::Box { rect: grown, radius, paint: Paint::fill(color) }
    }

    /// The near edge of a cylinder's lid.
    fn rim(&self, body: Rect, radius: Radius) -> Option<Vec<Step>> {
        let (right, bottom) = (body.x + body.width, body.y + body.height);
        let (from, to) = match self.form {
            Form::Cylinder => (
                Point { x: right, y: body.y + radius.y },
                Point { x: body.x, y: body.y + radius.y },
            ),
            Form::Pipe => {
                (Point { x: right - radius.x, y: body.y }, Point { x: right - radius.x, y: bottom })
            }
            _ => return None,
        };
        let clockwise = self.form == Form::Cylinder;
        Some(vec![Step::Move(from), Step::Arc { radius, clockwise, to }])
    }

    fn draw_tile(&self, body: Rect, shapes: &mut Vec<Shape>) {
        let (left, _, above) = self.form.margins();
        let tile = Rect {
            x: body.x + PAD + left - if self.form == Form::Pill { 2.0 } else { 0.0 },
            y: body.y + above + (body.height - above - TILE) / 2.0,
            width: TILE,
            height: TILE,
        };
        if let Some(emblem) = self.emblem.clone() {
            let at = Point { x: tile.x, y: tile.y };
            return shapes.push(Shape::Emblem { emblem, at, size: TILE });
        }
        let (size, color) = match self.face {
            Face::Area(group) => (28.0, Color::group(group).2),
            Face::Tile(family) => {
                let round = if self.form == Form::Pill { TILE / 2.0 } else { 9.0 };
                let paint = Paint::fill(Color::tile(family));
                shapes.push(Shape::Box { rect: tile, radius: Radius::round(round), paint });
                (21.0, Color::White)
            }
        };
        let at = Point { x: tile.x + (TILE - size) / 2.0, y: tile.y + (TILE - size) / 2.0 };
        shapes.push(Shape::Icon { icon: self.icon, at, size, color });
    }

    fn draw_text(&self, body: Rect, shapes: &mut Vec<Shape>) {
        let (left, _, above) = self.form.margins();
        let x = body.x + PAD + left + TILE + GAP;
        let line = self.kind.label * 1.3;
        let second = if self.has_second_row() { self.kind.small * 1.5 } else { 0.0 };
        let rows = line * self.label.len() as f64 + second;
        let top = body.y + above + (body.height - above - rows) / 2.0;
        for (at, text) in self.label.iter().enumerate() {
            let middle = top + line * (at as f64 + 0.5);
            let font = Font::bold(self.kind.label);
            shapes.push(Shape::Text(line_at(x, middle, text, font, Color::Ink)));
        }
        if self.has_second_row() {
            self.draw_second_row(x, top + rows - second / 2.0 + 1.0, shapes);
        }
    }

    fn draw_second_row(&self, x: f64, middle: f64, shapes: &mut Vec<Shape>) {
        let mut x = x;
        if !self.detail.is_empty() {
            let font = Font::regular(self.kind.small);
            shapes.push(Shape::Text(line_at(x, middle, &self.detail, font, Color::Soft)));
            x += measure::anywhere(&self.detail, font) + DETAIL_GAP;
        }
        let mut widths = self.marks_widths().into_iter();
        if self.managed {
            let size = self.kind.small + 2.0;
            let at = Point { x, y: middle - size / 2.0 };
            shapes.push(Shape::Icon { icon: Icon::Cloud, at, size, color: Color::Soft });
            x += widths.next().unwrap_or(0.0) + MARK_GAP;
        }
        for (at, (chip, width)) in self.chips.iter().zip(widths).enumerate() {
            chip_shapes(chip, at == 0 && self.sways(), x, middle, width, self.kind, shapes);
            x += width + MARK_GAP;
        }
    }
}

/// How a card's outline speaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    pub edge: Color,
    pub strong: bool,
    pub dash: Dash,
}

impl Look {
    pub const PLAIN: Look = Look { edge: Color::CardEdge, strong: false, dash: Dash::Solid };

    pub fn strong(edge: Color) -> Self {
        Self { edge, strong: true, dash: Dash::Solid }
    }
}

fn chip_shapes(
    chip: &Chip,
    swaying: bool,
    x: f64,
    middle: f64,
    width: f64,
    kind: Type,
    shapes: &mut Vec<Shape>,
) {
    let height = kind.small + 5.0;
    let rect = Rect { x, y: middle - height / 2.0, width, height };
    let (ground, ink) = chip.tone.colors();
    let paint = Paint::fill(ground);
    shapes.push(Shape::Box { rect, radius: Radius::round(4.5), paint });
    let mut start = x + CHIP_PAD;
    if swaying {
        let at = Point { x: start, y: middle - kind.small / 2.0 };
        shapes.push(Shape::Icon { icon: Icon::Sway, at, size: kind.small, color: Color::Soft });
        start += kind.small + 2.0;
    }
    shapes.push(Shape::Text(line_at(start, middle, &chip.text, Font::bold(kind.small), ink)));
}

/// From the middle of capitals and Hangul down to the baseline, as a share of the font's size.
pub const BASELINE: f64 = 0.355;

/// A line of text whose capitals and Hangul are centred on `middle`.
pub fn line_at(x: f64, middle: f64, text: &str, font: Font, color: Color) -> Line {
    Line {
        at: Point { x, y: middle + font.size * BASELINE },
        text: text.to_owned(),
        font,
        color,
        anchor: Anchor::Start,
        width: measure::width(text, font),
    }
}

/// How much of a corner's radius is missing at a share of it from the side: 1 at 0, 0 from 1 on.
fn corner(share: f64) -> f64 {
    let away = 1.0 - share.clamp(0.0, 1.0);
    1.0 - (1.0 - away * away).sqrt()
}

fn is_managed(component: &Component) -> bool {
    use crate::catalog::Management;
    if component.kind == Kind::External {
        return false;
    }
    component.facts.flag(Attr::Managed).unwrap_or_else(|| {
        component.tech.as_ref().is_some_and(|tech| tech.management != Management::SelfRun)
    })
}

/// The second line: technology (or the kind, where the label doesn't say it), mode and role.
fn detail(component: &Component, label: &str, lang: Lang) -> String {
    let kind = short_kind(component.kind);
    let tech = component.tech.as_ref().map(|tech| tech.title.as_str());
    let tech = tech.or_else(|| component.facts.text(Attr::Tech)).filter(|t| !says(label, t));
    let title = component.kind.title();
    let both = [Lang::Ko, Lang::En].into_iter().flat_map(|lang| [kind.get(lang), title.get(lang)]);
    let told = both.chain([component.kind.word()]).any(|words| says(label, words));
    let what = tech.or((!told && component.kind != Kind::User).then(|| kind.get(lang)));
    let mut parts: Vec<&str> = what.into_iter().collect();
    parts.extend(component.facts.word(Attr::Mode));
    parts.extend(component.facts.word(Attr::Role));
    measure::tidy(&parts.join(" · "))
}

/// The kind in few letters: the icon says it too.
fn short_kind(kind: Kind) -> Text {
    match kind {
        Kind::Was => Text::same("WAS"),
        Kind::Lb => Text::new("로드 밸런서", "balancer"),
        Kind::Gateway => Text::new("게이트웨이", "gateway"),
        Kind::Web => Text::new("웹 서버", "web server"),
        Kind::Db => Text::same("DB"),
        Kind::Queue => Text::new("큐", "queue"),
        Kind::Search => Text::new("검색", "search"),
        Kind::Batch => Text::new("배치", "batch"),
        Kind::Logs => Text::new("로그", "logs"),
        Kind::Pipeline => Text::new("배포", "delivery"),
        Kind::External => Text::new("외부", "external"),
        other => other.title(),
    }
}

/// The label has these words in it, whatever their case and spaces.
fn says(label: &str, words: &str) -> bool {
    let plain = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    plain(label).contains(&plain(words))
}
