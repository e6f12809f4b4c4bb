//! A scene as SVG. Colours stand as attributes, which every viewer knows; dark paper on a reader's
//! wish is a style that overrides them.

use crate::render::graph::{Point, Rect};
use crate::render::measure::{self, Weight};
use crate::render::scene::{Anchor, Dash, Element, Line, Paint, Role, Run, Scene, Shape, Step};
use crate::render::theme::{Color, Theme};
use crate::say::Lang;
use crate::sink::{self, Svg, Url, Written};
use std::collections::BTreeSet;

/// Ours first where it is installed, then what systems have for Korean.
const FONTS: &str = "Pretendard, 'Archlint Sans', 'Apple SD Gothic Neo', 'Noto Sans KR', \
                     'Noto Sans CJK KR', 'Malgun Gothic', 'Segoe UI', sans-serif";

/// For viewers with any font.
pub fn write(scene: &Scene, theme: Theme) -> Written<Svg> {
    write_with(scene, theme, Widths::Kept, &id("archlint"))
}

/// For a page with several pictures, by their number; the page's style gives the colours.
pub fn write_for_page(scene: &Scene, number: usize) -> Written<Svg> {
    let mut writer = Writer::new(Theme::Auto, Widths::Kept);
    writer.own_style = false;
    writer.write(scene, id("picture-").number(number))
}

/// For a renderer that has our font and nothing else.
#[cfg(feature = "images")]
pub fn write_plain(scene: &Scene, theme: Theme) -> Written<Svg> {
    write_with(scene, theme, Widths::Natural, &id("archlint"))
}

/// Whether texts state the width they were measured at.
#[derive(Clone, Copy, PartialEq)]
enum Widths {
    Kept,
    #[cfg(feature = "images")]
    Natural,
}

fn id(words: &'static str) -> Written<Svg> {
    let mut id = Written::default();
    id.ours(words);
    id
}

/// `id` begins the ids of its title and description, which are unique on a page.
fn write_with(scene: &Scene, theme: Theme, widths: Widths, id: &Written<Svg>) -> Written<Svg> {
    Writer::new(theme, widths).write(scene, id)
}

struct Writer {
    out: Written<Svg>,
    theme: Theme,
    widths: Widths,
    /// The colours in use, as fill and as stroke.
    classes: BTreeSet<(Color, bool)>,
    /// Follows the reader's theme by a style inside of the picture.
    own_style: bool,
}

impl Writer {
    fn new(theme: Theme, widths: Widths) -> Self {
        let own_style = theme == Theme::Auto;
        Self { out: Written::default(), theme, widths, classes: BTreeSet::new(), own_style }
    }

    fn write(mut self, scene: &Scene, id: &Written<Svg>) -> Written<Svg> {
        for element in &scene.elements {
            self.element(element);
        }
        let body = std::mem::take(&mut self.out);
        self.open(scene, id);
        self.style();
        self.paper(scene);
        self.out.add(&body).ours("</svg>\n");
        self.out
    }

    fn open(&mut self, scene: &Scene, id: &Written<Svg>) {
        let (width, height) =
            scene.shown.map_or((scene.width, scene.height), |shown| (shown.width, shown.height));
        let lang = match scene.lang {
            Lang::Ko => "ko",
            Lang::En => "en",
        };
        self.out.ours("<svg xmlns=\"http://www.w3.org/2000/svg\"");
        self.length(" width", width).length(" height", height);
        self.out.ours(" viewBox=\"0 0 ");
        pair(&mut self.out, scene.width, scene.height);
        self.out.ours("\" lang=\"").ours(lang).ours("\" role=\"graphics-document document\"");
        self.out.ours(" aria-labelledby=\"").add(id).ours("-title ").add(id).ours("-desc\"");
        self.out.ours(" font-family=\"").ours(FONTS).ours("\">\n");
        self.out.ours("<title id=\"").add(id).ours("-title\">").theirs(&scene.title);
        self.out.ours("</title>\n<desc id=\"").add(id).ours("-desc\">");
        self.out.theirs(&scene.description).ours("</desc>\n");
    }

    /// Only for the automatic theme: dark colours where the reader asks for them.
    fn style(&mut self) {
        if !self.own_style {
            return;
        }
        self.classes.insert((Color::Paper, true));
        self.out.ours("<style>@media (prefers-color-scheme:dark){");
        for (color, fills) in &self.classes {
            self.out.ours(".");
            class(&mut self.out, *color, *fills);
            self.out.ours("{").ours(property(*fills)).ours(":").ours(color.dark()).ours("}");
        }
        self.out.ours("}</style>\n");
    }

    fn paper(&mut self, scene: &Scene) {
        // A little larger than the view, so that rounding leaves no line at the edge.
        let (width, height) = (scene.width + 2.0, scene.height + 2.0);
        self.rect(Rect { x: -1.0, y: -1.0, width, height });
        self.colors(Some(Color::Paper), None);
        self.out.ours("/>\n");
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
        self.out.ours("<g class=\"").ours(role).ours("\"");
        if let Some(name) = &element.name {
            self.out.ours(" data-name=\"").theirs(name).ours("\"");
        }
        if let Some([from, to]) = &element.ends {
            self.out.ours(" data-from=\"").theirs(from).ours("\" data-to=\"").theirs(to).ours("\"");
        }
        if !element.steps.is_empty() {
            self.out.ours(" data-steps=\"");
            for (at, step) in element.steps.iter().enumerate() {
                self.out.ours(if at > 0 { " " } else { "" }).number(*step);
            }
            self.out.ours("\"");
        }
        if element.faint {
            self.out.ours(" opacity=\"0.3\"");
        }
        if matches!(element.role, Role::Component | Role::Collapsed | Role::Link | Role::Badge) {
            self.out.ours(" role=\"graphics-symbol\"");
        }
        self.out.ours(">");
        if let Some(tip) = &element.tip {
            self.out.ours("<title>").theirs(tip).ours("</title>");
        }
        let href = element.href.as_deref().filter(|href| sink::leads_somewhere(href));
        if let Some(href) = href {
            self.out.ours("<a href=\"").within::<Url>(href);
            self.out.ours("\" target=\"_blank\" rel=\"noopener\">");
        }
        for shape in &element.shapes {
            self.shape(shape);
        }
        self.out.ours(if href.is_some() { "</a></g>\n" } else { "</g>\n" });
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Box { rect, radius, paint } => {
                self.rect(*rect);
                if radius.x > 0.0 {
                    self.length(" rx", radius.x.min(rect.width / 2.0));
                }
                if radius.y != radius.x {
                    self.length(" ry", radius.y.min(rect.height / 2.0));
                }
                self.paint(paint);
                self.out.ours("/>");
            }
            Shape::Path { steps, paint } => {
                self.out.ours("<path d=\"");
                steps.iter().for_each(|it| step(&mut self.out, *it));
                self.out.ours("\"");
                self.paint(paint);
                self.out.ours("/>");
            }
            Shape::Icon { icon, at, size, color } => {
                self.out.ours("<path transform=\"translate(");
                pair(&mut self.out, at.x, at.y);
                self.out.ours(") scale(").decimal(size / 24.0, 4).ours(")\" d=\"");
                self.out.ours(icon.path()).ours("\" fill=\"none\" stroke-width=\"2\"");
                self.out.ours(" stroke-linecap=\"round\" stroke-linejoin=\"round\"");
                self.colors(None, Some(*color));
                self.out.ours("/>");
            }
            Shape::Emblem { emblem, at, size } => {
                self.out.ours("<svg");
                self.length(" x", at.x).length(" y", at.y);
                self.length(" width", *size).length(" height", *size);
                let Rect { x, y, width, height } = emblem.view();
                self.out.ours(" viewBox=\"");
                pair(&mut self.out, x, y);
                pair(self.out.ours(" "), width, height);
                self.out.ours("\">").add(emblem.body()).ours("</svg>");
            }
            Shape::Text(line) => self.text(line),
            Shape::Runs { at, runs, color } => self.runs(*at, runs, *color),
        }
    }

    fn text(&mut self, line: &Line) {
        self.out.ours("<text");
        self.length(" x", line.at.x).length(" y", line.at.y).length(" font-size", line.font.size);
        if line.font.weight == Weight::Bold {
            self.out.ours(" font-weight=\"600\"");
        }
        self.out.ours(match line.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        });
        if self.widths == Widths::Kept && keeps_width(line) {
            self.length(" textLength", line.width);
            self.out.ours(" lengthAdjust=\"spacingAndGlyphs\"");
        }
        self.colors(Some(line.color), None);
        self.out.ours(">").theirs(&line.text).ours("</text>");
    }

    fn runs(&mut self, at: Point, runs: &[Run], color: Color) {
        let size = runs.first().map_or(12.0, |run| run.font.size);
        self.out.ours("<text");
        self.length(" x", at.x).length(" y", at.y).length(" font-size", size);
        self.colors(Some(color), None);
        self.out.ours(">");
        for run in runs {
            let (open, close) = match run.font.weight {
                Weight::Regular => ("", ""),
                Weight::Bold => ("<tspan font-weight=\"600\">", "</tspan>"),
            };
            self.out.ours(open).theirs(&run.text).ours(close);
        }
        self.out.ours("</text>");
    }

    fn paint(&mut self, paint: &Paint) {
        if paint.fill.is_none() {
            self.out.ours(" fill=\"none\"");
        }
        self.colors(paint.fill, paint.stroke);
        if paint.stroke.is_some() {
            if paint.stroke_width != 1.0 {
                self.length(" stroke-width", paint.stroke_width);
            }
            self.out.ours(match paint.dash {
                Dash::Solid => "",
                Dash::Dashed => " stroke-dasharray=\"6 4\"",
                Dash::Dotted => " stroke-dasharray=\"0.1 5\" stroke-linecap=\"round\"",
            });
        }
        if paint.opacity < 1.0 {
            self.length(" opacity", paint.opacity);
        }
    }

    /// The colours as attributes, and as classes where a style may override them.
    fn colors(&mut self, fill: Option<Color>, stroke: Option<Color>) {
        let mut classes = Written::default();
        for (color, fills) in [(fill, true), (stroke, false)] {
            let Some(color) = color else { continue };
            let value = if self.theme == Theme::Dark { color.dark() } else { color.light() };
            self.out.ours(" ").ours(property(fills)).ours("=\"").ours(value).ours("\"");
            self.classes.insert((color, fills));
            classes.ours(if classes.is_empty() { "" } else { " " });
            class(&mut classes, color, fills);
        }
        if self.theme == Theme::Auto {
            self.out.ours(" class=\"").add(&classes).ours("\"");
        }
    }

    fn rect(&mut self, Rect { x, y, width, height }: Rect) {
        self.out.ours("<rect");
        self.length(" x", x).length(" y", y).length(" width", width).length(" height", height);
    }

    /// ` x="12"`
    fn length(&mut self, name: &'static str, value: f64) -> &mut Self {
        self.out.ours(name).ours("=\"").decimal(value, PLACES).ours("\"");
        self
    }
}

/// The data of a path.
#[cfg(feature = "images")]
pub fn path_data(steps: &[Step]) -> Written<Svg> {
    let mut out = Written::default();
    steps.iter().for_each(|it| step(&mut out, *it));
    out
}

fn step(out: &mut Written<Svg>, step: Step) {
    match step {
        Step::Move(p) => pair(out.ours("M"), p.x, p.y),
        Step::Line(p) => pair(out.ours("L"), p.x, p.y),
        Step::Bend(around, p) => {
            pair(out.ours("Q"), around.x, around.y);
            pair(out.ours(" "), p.x, p.y);
        }
        Step::Arc { radius, clockwise, to } => {
            pair(out.ours("A"), radius.x, radius.y);
            pair(out.ours(if clockwise { " 0 0 1 " } else { " 0 0 0 " }), to.x, to.y);
        }
        Step::Close => {
            out.ours("Z");
        }
    }
}

/// Decimals of a length, the same digits on every platform.
const PLACES: usize = 2;

/// `12 7.5`
fn pair(out: &mut Written<Svg>, x: f64, y: f64) {
    out.decimal(x, PLACES).ours(" ").decimal(y, PLACES);
}

/// Another font might be wider than ours. Not for texts our font lacks: their width is a guess.
fn keeps_width(line: &Line) -> bool {
    line.width > 0.0 && measure::missing(&line.text).is_empty()
}

fn property(fills: bool) -> &'static str {
    if fills { "fill" } else { "stroke" }
}

fn class(out: &mut Written<Svg>, color: Color, fills: bool) {
    out.ours(if fills { "f-" } else { "s-" }).ours(color.slug());
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
            name: Some(HOSTILE.to_owned()),
            tip: Some(HOSTILE.to_owned()),
            ends: Some([HOSTILE.to_owned(), HOSTILE.to_owned()]),
            ..Element::plain(Role::Component, shapes)
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
            let text = write(&scene(), theme).into_string();
            let document = roxmltree::Document::parse(&text).expect("well-formed");
            assert!(!text.contains("<script"));
            let drawn = document.descendants().find(|node| node.has_tag_name("text"));
            let drawn = drawn.and_then(|node| node.text()).expect("the label is drawn");
            assert!(drawn.starts_with("</text><script>alert(1)</script> & \"quoted\" 'a'"));
        }
    }

    #[test]
    fn the_automatic_theme_overrides_each_colour_once() {
        let text = write(&scene(), Theme::Auto).into_string();
        let style = text.split("<style>").nth(1).expect("a style").split("</style>").next();
        let style = style.expect("a closed style");
        assert_eq!(style.matches(".f-card{").count(), 1);
        assert!(style.contains(&format!(".f-card{{fill:{}}}", Color::Card.dark())));
        assert!(text.contains("class=\"f-card s-card-edge\""));
        assert!(!write(&scene(), Theme::Dark).as_str().contains("<style>"));
    }
}
