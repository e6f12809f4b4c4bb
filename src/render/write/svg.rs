//! A scene as SVG. Colours stand as attributes, which every viewer knows; dark paper on a reader's
//! wish is a style that overrides them.

use crate::render::graph::{Point, Rect};
use crate::render::measure::{self, Weight};
use crate::render::scene::{Anchor, Dash, Element, Line, Paint, Role, Run, Scene, Shape, Step};
use crate::render::theme::{Color, Theme};
use crate::text::Lang;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Ours first where it is installed, then what systems have for Korean.
const FONTS: &str = "Pretendard, 'Archlint Sans', 'Apple SD Gothic Neo', 'Noto Sans KR', \
                     'Noto Sans CJK KR', 'Malgun Gothic', 'Segoe UI', sans-serif";

/// For viewers with any font.
pub fn write(scene: &Scene, theme: Theme) -> String {
    write_with(scene, theme, Widths::Kept, "archlint")
}

/// For a page with several pictures, by their number.
pub fn write_inline(scene: &Scene, theme: Theme, number: usize) -> String {
    write_with(scene, theme, Widths::Kept, &format!("picture-{number}"))
}

/// For a renderer that has our font and nothing else.
#[cfg(feature = "images")]
pub fn write_plain(scene: &Scene, theme: Theme) -> String {
    write_with(scene, theme, Widths::Natural, "archlint")
}

/// Whether texts state the width they were measured at.
#[derive(Clone, Copy, PartialEq)]
enum Widths {
    Kept,
    #[cfg(feature = "images")]
    Natural,
}

/// `id` begins the ids of its title and description, which are unique on a page.
fn write_with(scene: &Scene, theme: Theme, widths: Widths, id: &str) -> String {
    let mut writer = Writer { out: String::new(), theme, widths, classes: BTreeSet::new() };
    for element in &scene.elements {
        writer.element(element);
    }
    let body = std::mem::take(&mut writer.out);
    writer.open(scene, id);
    writer.style();
    writer.paper(scene);
    writer.out.push_str(&body);
    writer.out.push_str("</svg>\n");
    writer.out
}

struct Writer {
    out: String,
    theme: Theme,
    widths: Widths,
    /// The colours in use, as fill and as stroke.
    classes: BTreeSet<(Color, bool)>,
}

impl Writer {
    fn open(&mut self, scene: &Scene, id: &str) {
        let (width, height) =
            scene.shown.map_or((scene.width, scene.height), |shown| (shown.width, shown.height));
        let lang = match scene.lang {
            Lang::Ko => "ko",
            Lang::En => "en",
        };
        self.put(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" \
             viewBox=\"0 0 {} {}\" lang=\"{lang}\" role=\"graphics-document document\" \
             aria-labelledby=\"{id}-title {id}-desc\" font-family=\"{FONTS}\">\n",
            num(width),
            num(height),
            num(scene.width),
            num(scene.height),
        ));
        self.put(format_args!("<title id=\"{id}-title\">{}</title>\n", escape(&scene.title)));
        let description = escape(&scene.description);
        self.put(format_args!("<desc id=\"{id}-desc\">{description}</desc>\n"));
    }

    /// Only for the automatic theme: dark colours where the reader asks for them.
    fn style(&mut self) {
        if self.theme != Theme::Auto {
            return;
        }
        self.classes.insert((Color::Paper, true));
        let mut rules = String::new();
        for (color, fills) in &self.classes {
            let property = if *fills { "fill" } else { "stroke" };
            let class = class(*color, *fills);
            let _ = write!(rules, ".{class}{{{property}:{}}}", color.dark());
        }
        self.put(format_args!("<style>@media (prefers-color-scheme:dark){{{rules}}}</style>\n"));
    }

    fn paper(&mut self, scene: &Scene) {
        // A little larger than the view, so that rounding leaves no line at the edge.
        let (width, height) = (scene.width + 2.0, scene.height + 2.0);
        let paper = Rect { x: -1.0, y: -1.0, width, height };
        self.put(format_args!("<rect {}", geometry(paper)));
        self.colors(Some(Color::Paper), None);
        self.out.push_str("/>\n");
    }

    fn element(&mut self, element: &Element) {
        if element.shapes.is_empty() {
            return;
        }
        let role = match element.role {
            Role::Group => "group",
            Role::Link => "link",
            Role::Component => "component",
            Role::Collapsed => "component collapsed",
            Role::Badge => "badge",
            Role::Header => "header",
            Role::Legend => "legend",
        };
        self.put(format_args!("<g class=\"{role}\""));
        if let Some(name) = &element.name {
            self.put(format_args!(" data-name=\"{}\"", escape(name)));
        }
        if let Some([from, to]) = &element.ends {
            self.put(format_args!(" data-from=\"{}\" data-to=\"{}\"", escape(from), escape(to)));
        }
        if matches!(element.role, Role::Component | Role::Collapsed | Role::Link | Role::Badge) {
            self.out.push_str(" role=\"graphics-symbol\"");
        }
        self.out.push('>');
        if let Some(tip) = &element.tip {
            self.put(format_args!("<title>{}</title>", escape(tip)));
        }
        for shape in &element.shapes {
            self.shape(shape);
        }
        self.out.push_str("</g>\n");
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Box { rect, radius, paint } => {
                self.put(format_args!("<rect {}", geometry(*rect)));
                if radius.x > 0.0 {
                    self.put(format_args!(" rx=\"{}\"", num(radius.x.min(rect.width / 2.0))));
                }
                if radius.y != radius.x {
                    self.put(format_args!(" ry=\"{}\"", num(radius.y.min(rect.height / 2.0))));
                }
                self.paint(paint);
                self.out.push_str("/>");
            }
            Shape::Path { steps, paint } => {
                self.put(format_args!("<path d=\"{}\"", path(steps)));
                self.paint(paint);
                self.out.push_str("/>");
            }
            Shape::Icon { icon, at, size, color } => {
                let scale = size / 24.0;
                self.put(format_args!(
                    "<path transform=\"translate({} {}) scale({})\" d=\"{}\" fill=\"none\" \
                     stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\"",
                    num(at.x),
                    num(at.y),
                    fine(scale),
                    icon.path(),
                ));
                self.colors(None, Some(*color));
                self.out.push_str("/>");
            }
            Shape::Text(line) => self.text(line),
            Shape::Runs { at, runs, color } => self.runs(*at, runs, *color),
        }
    }

    fn text(&mut self, line: &Line) {
        let Point { x, y } = line.at;
        let size = num(line.font.size);
        self.put(format_args!("<text x=\"{}\" y=\"{}\" font-size=\"{size}\"", num(x), num(y)));
        if line.font.weight == Weight::Bold {
            self.out.push_str(" font-weight=\"600\"");
        }
        match line.anchor {
            Anchor::Start => {}
            Anchor::Middle => self.out.push_str(" text-anchor=\"middle\""),
            Anchor::End => self.out.push_str(" text-anchor=\"end\""),
        }
        if self.widths == Widths::Kept && keeps_width(line) {
            let width = num(line.width);
            self.put(format_args!(" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\""));
        }
        self.colors(Some(line.color), None);
        self.put(format_args!(">{}</text>", escape(&line.text)));
    }

    fn runs(&mut self, at: Point, runs: &[Run], color: Color) {
        let size = runs.first().map_or(12.0, |run| run.font.size);
        let (x, y, size) = (num(at.x), num(at.y), num(size));
        self.put(format_args!("<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\""));
        self.colors(Some(color), None);
        self.out.push('>');
        for run in runs {
            match run.font.weight {
                Weight::Regular => self.out.push_str(&escape(&run.text)),
                Weight::Bold => {
                    let text = escape(&run.text);
                    self.put(format_args!("<tspan font-weight=\"600\">{text}</tspan>"));
                }
            }
        }
        self.out.push_str("</text>");
    }

    fn paint(&mut self, paint: &Paint) {
        if paint.fill.is_none() {
            self.out.push_str(" fill=\"none\"");
        }
        self.colors(paint.fill, paint.stroke);
        if paint.stroke.is_some() {
            if paint.stroke_width != 1.0 {
                self.put(format_args!(" stroke-width=\"{}\"", num(paint.stroke_width)));
            }
            match paint.dash {
                Dash::Solid => {}
                Dash::Dashed => self.out.push_str(" stroke-dasharray=\"6 4\""),
                Dash::Dotted => {
                    self.out.push_str(" stroke-dasharray=\"0.1 5\" stroke-linecap=\"round\"");
                }
            }
        }
        if paint.opacity < 1.0 {
            self.put(format_args!(" opacity=\"{}\"", num(paint.opacity)));
        }
    }

    /// The colours as attributes, and as classes where a style may override them.
    fn colors(&mut self, fill: Option<Color>, stroke: Option<Color>) {
        let mut classes = Vec::new();
        for (color, fills) in [(fill, true), (stroke, false)] {
            let Some(color) = color else { continue };
            let property = if fills { "fill" } else { "stroke" };
            let value = if self.theme == Theme::Dark { color.dark() } else { color.light() };
            self.put(format_args!(" {property}=\"{value}\""));
            self.classes.insert((color, fills));
            classes.push(class(color, fills));
        }
        if self.theme == Theme::Auto {
            self.put(format_args!(" class=\"{}\"", classes.join(" ")));
        }
    }

    fn put(&mut self, args: std::fmt::Arguments) {
        let _ = self.out.write_fmt(args);
    }
}

/// Another font might be wider than ours. Not for texts our font lacks: their width is a guess.
fn keeps_width(line: &Line) -> bool {
    line.width > 0.0 && measure::missing(&line.text).is_empty()
}

fn class(color: Color, fills: bool) -> String {
    format!("{}-{}", if fills { "f" } else { "s" }, color.slug())
}

fn geometry(rect: Rect) -> String {
    let Rect { x, y, width, height } = rect;
    format!("x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", num(x), num(y), num(width), num(height))
}

fn path(steps: &[Step]) -> String {
    let mut d = String::new();
    for step in steps {
        let _ = match *step {
            Step::Move(p) => write!(d, "M{} {}", num(p.x), num(p.y)),
            Step::Line(p) => write!(d, "L{} {}", num(p.x), num(p.y)),
            Step::Bend(around, p) => {
                write!(d, "Q{} {} {} {}", num(around.x), num(around.y), num(p.x), num(p.y))
            }
            Step::Arc { radius, clockwise, to } => {
                let sweep = u8::from(clockwise);
                let (rx, ry) = (num(radius.x), num(radius.y));
                write!(d, "A{rx} {ry} 0 0 {sweep} {} {}", num(to.x), num(to.y))
            }
            Step::Close => write!(d, "Z"),
        };
    }
    d
}

/// At most two decimals, never `-0`: the same digits on every platform.
pub fn num(value: f64) -> String {
    decimals(value, 2)
}

fn fine(value: f64) -> String {
    decimals(value, 4)
}

fn decimals(value: f64, places: usize) -> String {
    let mut text = format!("{value:.places$}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if text == "-0" { "0".to_owned() } else { text }
}

/// Text for XML: markup signs escaped, characters that XML forbids left out.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::measure::Font;
    use crate::render::scene::Radius;

    const HOSTILE: &str = "</text><script>alert(1)</script> & \"quoted\" 'a' \u{0}\u{1B}\u{FFFE}";

    fn scene() -> Scene {
        let rect = Rect { x: 10.0, y: 10.0, width: 80.0, height: 30.0 };
        let line = Line {
            at: Point { x: 12.0, y: 30.0 },
            text: HOSTILE.to_owned(),
            font: Font::bold(14.0),
            color: Color::Ink,
            anchor: Anchor::Middle,
            width: 60.0,
        };
        let paint = Paint::fill(Color::Card).and_stroke(Color::CardEdge, 1.2);
        let shapes =
            vec![Shape::Box { rect, radius: Radius::round(8.0), paint }, Shape::Text(line)];
        let element = Element {
            role: Role::Component,
            name: Some(HOSTILE.to_owned()),
            tip: Some(HOSTILE.to_owned()),
            ends: Some([HOSTILE.to_owned(), HOSTILE.to_owned()]),
            shapes,
        };
        Scene {
            width: 100.0,
            height: 50.0,
            title: HOSTILE.to_owned(),
            description: HOSTILE.to_owned(),
            elements: vec![element],
            ..Scene::default()
        }
    }

    #[test]
    fn hostile_text_stays_text() {
        for theme in [Theme::Light, Theme::Dark, Theme::Auto] {
            let text = write(&scene(), theme);
            let document = roxmltree::Document::parse(&text).expect("well-formed");
            assert!(!text.contains("<script"));
            let drawn = document.descendants().find(|node| node.has_tag_name("text"));
            let drawn = drawn.and_then(|node| node.text()).expect("the label is drawn");
            assert!(drawn.starts_with("</text><script>alert(1)</script> & \"quoted\" 'a'"));
        }
    }

    #[test]
    fn the_automatic_theme_overrides_each_colour_once() {
        let text = write(&scene(), Theme::Auto);
        let style = text.split("<style>").nth(1).expect("a style").split("</style>").next();
        let style = style.expect("a closed style");
        assert_eq!(style.matches(".f-card{").count(), 1);
        assert!(style.contains(&format!(".f-card{{fill:{}}}", Color::Card.dark())));
        assert!(text.contains("class=\"f-card s-card-edge\""));
        assert!(!write(&scene(), Theme::Dark).contains("<style>"));
    }

    #[test]
    fn numbers_have_one_spelling() {
        assert_eq!(num(12.0), "12");
        assert_eq!(num(-0.001), "0");
        assert_eq!(num(0.1 + 0.2), "0.3");
        assert_eq!(num(1234.567), "1234.57");
    }
}
