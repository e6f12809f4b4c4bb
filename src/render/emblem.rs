//! Icons of the user's own: foreign SVG files, reduced to what only draws. No script, no style sheet,
//! no text, nothing that is loaded from elsewhere is left; only elements and attributes of a list,
//! and of the style sheet what rules for single classes say of colours and lines.

use super::graph::Rect;
use crate::say::Text;
use crate::sink::{Svg, Written};
use crate::text;
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A larger file is no icon.
const MOST_BYTES: usize = 256 * 1024;
const MOST_NODES: u32 = 5_000;
const DEEPEST: usize = 24;

const ELEMENTS: [&str; 13] = [
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "defs",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
];

const ATTRIBUTES: [&str; 43] = [
    "d",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "width",
    "height",
    "points",
    "transform",
    "gradientTransform",
    "gradientUnits",
    "spreadMethod",
    "offset",
    "clipPathUnits",
    "fill",
    "fill-rule",
    "fill-opacity",
    "clip-path",
    "clip-rule",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-opacity",
    "opacity",
    "stop-color",
    "stop-opacity",
    "color",
    "display",
    "visibility",
    "id",
];

/// A drawing of the user's own.
#[derive(Clone, Debug)]
pub struct Emblem {
    body: Written<Svg>,
    view: Rect,
}

impl PartialEq for Emblem {
    fn eq(&self, other: &Self) -> bool {
        self.view == other.view && self.body.as_str() == other.body.as_str()
    }
}

/// The icons of a design's components, by their paths.
pub type Emblems = BTreeMap<String, Arc<Emblem>>;

impl Emblem {
    /// Reads the text of an SVG file. `number` is another one for each icon of a page: names inside
    /// of it begin with that.
    pub fn read(text: &str, number: usize) -> Result<Self, Text> {
        let unreadable = || text!("SVG로 읽을 수 없습니다", "it is not readable as SVG");
        if text.len() > MOST_BYTES {
            return Err(text!(
                "아이콘으로는 너무 큰 파일입니다",
                "the file is too large for an icon"
            ));
        }
        let options = ParsingOptions {
            allow_dtd: false,
            nodes_limit: MOST_NODES,
            ..ParsingOptions::default()
        };
        let document = Document::parse_with_options(text, options).map_err(|_| unreadable())?;
        let root = document.root_element();
        if root.tag_name().name() != "svg" {
            return Err(unreadable());
        }
        let view = view(root).ok_or_else(|| {
            text!(
                "`viewBox`도 크기도 적혀 있지 않습니다",
                "it states neither a `viewBox` nor a size"
            )
        })?;
        let mut reader = Reader { number, classes: classes(&document), out: Written::default() };
        reader.out.ours("<g");
        reader.attributes(root, &["x", "y", "width", "height", "id"]);
        reader.out.ours(">");
        root.children().for_each(|child| reader.node(child, 0));
        reader.out.ours("</g>");
        Ok(Self { body: reader.out, view })
    }

    pub fn body(&self) -> &Written<Svg> {
        &self.body
    }

    /// The part of its own plane that it fills.
    pub fn view(&self) -> Rect {
        self.view
    }
}

fn view(root: Node) -> Option<Rect> {
    let numbers = |text: &str| -> Vec<f64> {
        let parts = text.split([' ', ',', '\n', '\t']).filter(|part| !part.is_empty());
        parts.map_while(|part| part.trim_end_matches("px").parse().ok()).collect()
    };
    let stated = root.attribute("viewBox").map(numbers).unwrap_or_default();
    let size = |name| root.attribute(name).map(numbers).and_then(|it| it.first().copied());
    let view = match stated[..] {
        [x, y, width, height] => Rect { x, y, width, height },
        _ => Rect { x: 0.0, y: 0.0, width: size("width")?, height: size("height")? },
    };
    let range = 1e-3..1e6;
    let is_finite = view.x.abs() < 1e6 && view.y.abs() < 1e6;
    (is_finite && range.contains(&view.width) && range.contains(&view.height)).then_some(view)
}

/// What rules such as `.a, .b { fill: red }` say.
type Classes = BTreeMap<String, Vec<(String, String)>>;

fn classes(document: &Document) -> Classes {
    let mut classes = Classes::new();
    let sheets = document.descendants().filter(|node| node.tag_name().name() == "style");
    for rule in sheets.filter_map(|sheet| sheet.text()).flat_map(|text| text.split('}')) {
        let Some((selectors, body)) = rule.split_once('{') else { continue };
        for selector in selectors.split(',') {
            if let Some(class) = selector.trim().strip_prefix('.') {
                classes.entry(class.to_owned()).or_default().extend(declarations(body));
            }
        }
    }
    classes
}

/// `fill: red; stroke: none`
fn declarations(body: &str) -> impl Iterator<Item = (String, String)> {
    let stated = body.split(';').filter_map(|one| one.split_once(':'));
    stated.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
}

struct Reader {
    number: usize,
    classes: Classes,
    out: Written<Svg>,
}

impl Reader {
    /// An element of the list with what is inside; nothing else.
    fn node(&mut self, node: Node, depth: usize) {
        let known = ELEMENTS.into_iter().find(|name| *name == node.tag_name().name());
        let Some(name) = known.filter(|_| node.is_element() && depth < DEEPEST) else { return };
        self.out.ours("<").ours(name);
        self.attributes(node, &[]);
        self.out.ours(">");
        node.children().for_each(|child| self.node(child, depth + 1));
        self.out.ours("</").ours(name).ours(">");
    }

    /// Those of the list; what a style says outweighs a class, and that an attribute.
    fn attributes(&mut self, node: Node, but: &[&str]) {
        let mut stated: BTreeMap<String, String> = BTreeMap::new();
        stated.extend(node.attributes().map(|it| (it.name().to_owned(), it.value().to_owned())));
        for class in node.attribute("class").unwrap_or_default().split_whitespace() {
            stated.extend(self.classes.get(class).into_iter().flatten().cloned());
        }
        stated.extend(declarations(node.attribute("style").unwrap_or_default()));
        let href = stated.remove("href").filter(|_| node.tag_name().name().ends_with("Gradient"));
        for name in ATTRIBUTES.into_iter().filter(|name| !but.contains(name)) {
            let Some(value) = stated.get(name) else { continue };
            let Some((before, target, after)) = local(name, value) else { continue };
            self.out.ours(" ").ours(name).ours("=\"").theirs(before);
            if let Some(target) = target {
                self.name(target);
            }
            self.out.theirs(after).ours("\"");
        }
        if let Some(target) = href.as_deref().and_then(|href| href.strip_prefix('#')) {
            self.out.ours(" href=\"#");
            self.name(target);
            self.out.ours("\"");
        }
    }

    /// A name inside of the icon, which no other icon of the page has.
    fn name(&mut self, name: &str) {
        let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        self.out.ours("icon").number(self.number).ours("-").theirs(&plain);
    }
}

/// A value around the name that it refers to inside of the icon; nothing for one that refers to
/// anything else.
fn local<'v>(attribute: &str, value: &'v str) -> Option<(&'v str, Option<&'v str>, &'v str)> {
    if attribute == "id" {
        return Some(("", Some(value), ""));
    }
    let is_plain = |text: &str| {
        text.chars().all(|c| c.is_ascii_alphanumeric() || " \n\t\r,.#%()+-".contains(c))
    };
    if let Some(inside) = value.strip_prefix("url(#") {
        let (target, rest) = inside.split_once(')')?;
        return (rest.is_empty() && is_plain(target)).then_some(("url(#", Some(target), ")"));
    }
    let is_link = value.to_ascii_lowercase().contains("url");
    (is_plain(value) && !is_link).then_some((value, None, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn drawn(text: &str) -> String {
        Emblem::read(text, 7).expect("an icon").body.into_string()
    }

    #[test]
    fn what_draws_is_kept_and_names_are_its_own() {
        let text = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8' fill='none'>
            <style>.a, .b { fill: url(#g-1); stroke: #fff }</style>
            <defs><linearGradient id='g-1'><stop offset='0' stop-color='red'/></linearGradient></defs>
            <path class='a' d='M0 0h8' style='stroke:blue'/></svg>";
        assert_eq!(
            drawn(text),
            "<g fill=\"none\"><defs><linearGradient id=\"icon7-g1\"><stop offset=\"0\" \
             stop-color=\"red\"></stop></linearGradient></defs><path d=\"M0 0h8\" \
             fill=\"url(#icon7-g1)\" stroke=\"blue\"></path></g>"
        );
    }

    #[test]
    fn nothing_else_is_left() {
        let text = "<svg xmlns='http://www.w3.org/2000/svg' \
            xmlns:xlink='http://www.w3.org/1999/xlink' width='8' height='8' onload='a()'>
            <script>alert(1)</script><image xlink:href='https://a/b.png'/><use href='#x'/>
            <a href='javascript:a()'><path d='M0 0'/></a><foreignObject><p/></foreignObject>
            <style>@import 'https://a'; .a { fill: url(https://a) }</style>
            <g onclick='a()' style='fill:url(https://a);filter:url(#f)'><text>a</text>
            <rect class='a' width='1&quot;/&gt;' height='4' fill='u\\rl(x)'/></g></svg>";
        assert_eq!(drawn(text), "<g><g><rect height=\"4\"></rect></g></g>");
    }

    #[test]
    fn what_is_no_icon_is_said() {
        let deep =
            format!("<svg viewBox='0 0 1 1'>{}{}</svg>", "<g>".repeat(90), "</g>".repeat(90));
        assert!(Emblem::read(&deep, 0).is_ok_and(|it| it.body.as_str().matches("<g").count() < 40));
        let bomb = "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg viewBox='0 0 1 1'>&a;</svg>";
        for wrong in
            ["", "<p/>", "<svg/>", "<svg viewBox='0 0 0 1'/>", "<svg viewBox='0 0 nan 1'/>", bomb]
        {
            assert!(Emblem::read(wrong, 0).is_err(), "{wrong}");
        }
        assert!(
            Emblem::read(&format!("<svg viewBox='0 0 1 1'>{}</svg>", "<g/>".repeat(90_000)), 0)
                .is_err()
        );
    }
}
