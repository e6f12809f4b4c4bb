//! The cells of a page as boxes, frames and lines.

use super::super::drawing::{Drawing, End, Frame, Heads, Line, Shape, first_line};
use super::geometry::{self, Place};
use super::unpack::{Page, parse};
use crate::source::{SourceId, Span};
use roxmltree::Node;
use std::collections::BTreeMap;
use std::ops::Range;

/// A cell of the model.
#[derive(Debug, Default)]
struct Cell {
    id: String,
    parent: String,
    label: String,
    /// The first of several lines of the label.
    head: Option<String>,
    style: BTreeMap<String, String>,
    is_box: bool,
    is_line: bool,
    source: Option<String>,
    target: Option<String>,
    place: Place,
    /// What our own export says of a shape: its word, its name and its label.
    ours: Option<[String; 3]>,
    /// Loose ends of a line.
    points: [Option<(f64, f64)>; 2],
    range: Range<usize>,
}

/// The drawing of a page that stands in the file as it is.
pub fn drawing(text: &str, id: SourceId, page: &Page) -> Drawing {
    let start = page.model.start;
    let Ok(document) = parse(&text[page.model.clone()]) else { return Drawing::default() };
    let at = |range: &Range<usize>| Span::new(id, start + range.start, start + range.end);
    made(&cells(document.root_element()), &at)
}

/// The drawing of a compressed page: everything stands at the page's tag.
pub fn packed(model: &str, page: &Page) -> Drawing {
    let Ok(document) = parse(model) else { return Drawing::default() };
    made(&cells(document.root_element()), &|_| page.at)
}

fn cells(model: Node) -> Vec<Cell> {
    let mut cells = Vec::new();
    for node in model.descendants() {
        match node.tag_name().name() {
            "mxCell" => {
                let outer = node
                    .parent_element()
                    .filter(|outer| matches!(outer.tag_name().name(), "object" | "UserObject"));
                cells.push(cell(node, outer));
            }
            _ => continue,
        }
    }
    cells
}

fn cell(node: Node, outer: Option<Node>) -> Cell {
    let holder = outer.unwrap_or(node);
    let label = outer
        .and_then(|outer| outer.attribute("label"))
        .or_else(|| node.attribute("value"))
        .unwrap_or_default();
    let attribute = |name: &str| node.attribute(name).map(str::to_owned);
    let geometry = node.children().find(|child| child.tag_name().name() == "mxGeometry");
    let number = |node: &Node, name: &str| {
        node.attribute(name).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0)
    };
    let place = geometry.map_or(Place::default(), |geometry| Place {
        x: number(&geometry, "x"),
        y: number(&geometry, "y"),
        w: number(&geometry, "width"),
        h: number(&geometry, "height"),
    });
    let point = |of: &str| {
        let found = geometry?.children().find(|child| child.attribute("as") == Some(of))?;
        Some((number(&found, "x"), number(&found, "y")))
    };
    Cell {
        id: holder.attribute("id").or(node.attribute("id")).unwrap_or_default().to_owned(),
        parent: attribute("parent").unwrap_or_default(),
        label: plain(label),
        head: first_line(label, plain),
        style: style(node.attribute("style").unwrap_or_default()),
        is_box: node.attribute("vertex") == Some("1"),
        is_line: node.attribute("edge") == Some("1"),
        source: attribute("source"),
        target: attribute("target"),
        place,
        ours: outer.and_then(ours),
        points: [point("sourcePoint"), point("targetPoint")],
        range: label_range(holder),
    }
}

/// The data that the export of a design leaves in a shape.
fn ours(outer: Node) -> Option<[String; 3]> {
    let said = |name: &str| outer.attribute(name).map(str::to_owned);
    Some([said("archlint")?, said("archlint-name")?, said("archlint-label")?])
}

/// Where the label stands, else the tag.
fn label_range(node: Node) -> Range<usize> {
    let attribute = node
        .attributes()
        .find(|one| matches!(one.name(), "value" | "label") && !one.value().is_empty());
    match attribute {
        Some(attribute) => attribute.range_value(),
        None => node.range().start..node.range().start + "<mxCell".len(),
    }
}

fn style(text: &str) -> BTreeMap<String, String> {
    let pair = |part: &str| match part.split_once('=') {
        Some((key, value)) => (key.trim().to_owned(), value.trim().to_owned()),
        None => (part.trim().to_owned(), String::new()),
    };
    text.split(';').filter(|part| !part.trim().is_empty()).map(pair).collect()
}

/// A label of HTML as words.
fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(letter) = rest.chars().next() {
        let skip = match letter {
            '<' => rest.find('>').map_or(1, |end| end + 1),
            '&' => match rest.find(';').filter(|end| *end < 8) {
                Some(end) => {
                    out.push_str(match &rest[1..end] {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        _ => " ",
                    });
                    rest = &rest[end + 1..];
                    continue;
                }
                None => 1,
            },
            _ => 0,
        };
        if skip > 0 {
            out.push(' ');
            rest = &rest[skip..];
        } else {
            out.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn made(cells: &[Cell], at: &dyn Fn(&Range<usize>) -> Span) -> Drawing {
    let mut drawing = Drawing::default();
    let places = geometry::absolute(
        &cells
            .iter()
            .map(|cell| (cell.id.as_str(), cell.parent.as_str(), cell.place))
            .collect::<Vec<_>>(),
    );
    let by_id: BTreeMap<&str, usize> =
        cells.iter().enumerate().map(|(at, cell)| (cell.id.as_str(), at)).collect();
    let frames: Vec<usize> = (0..cells.len()).filter(|at| is_frame(cells, *at, &places)).collect();
    let mut ends: BTreeMap<usize, End> = BTreeMap::new();
    for cell in &frames {
        let one = &cells[*cell];
        let frame = Frame {
            id: String::new(),
            title: frame_title(one),
            parent: None,
            at: at(&one.range),
            count: None,
        };
        drawing.frames.push(frame);
        ends.insert(*cell, End::Frame(drawing.frames.len() - 1));
    }
    let around = |at: usize| geometry::smallest_around(at, &frames, &places);
    for (number, cell) in frames.iter().enumerate() {
        drawing.frames[number].parent = around(*cell).filter(|parent| *parent != number);
    }
    break_circles(&mut drawing.frames);
    let captions = captions(cells, &frames, &places);
    for (number, cell) in cells.iter().enumerate() {
        if !cell.is_box
            || ends.contains_key(&number)
            || is_line_label(cells, cell, &by_id)
            || captions.values().any(|caption| *caption == number)
        {
            continue;
        }
        let caption = captions.get(&number).map(|at| &cells[*at]);
        let label = if cell.label.is_empty() {
            caption.map_or("", |one| one.label.as_str())
        } else {
            &cell.label
        };
        let icon = icon(&cell.style);
        if label.is_empty() && icon.is_none() {
            continue;
        }
        let place = if cell.label.is_empty() {
            caption.map_or(&cell.range, |one| &one.range)
        } else {
            &cell.range
        };
        let mut shape = Shape::new("", label, at(place));
        let told = if cell.label.is_empty() { caption } else { Some(cell) };
        shape.head = told.and_then(|one| one.head.clone());
        if label.is_empty() {
            let icon = icon.as_deref().unwrap_or_default();
            shape.id = icon.rsplit(['.', '/']).next().unwrap_or(icon).replace('_', "-");
        }
        if let Some([word, name, label]) = &cell.ours {
            (shape.own, shape.id, shape.label) = (Some(word.clone()), name.clone(), label.clone());
            shape.head = None;
        }
        shape.outline = outline(&cell.style);
        shape.icon = icon;
        shape.frame = around(number);
        let is_text = cell.style.contains_key("text") && cell.source.is_none();
        if is_text && !is_joined(cells, &cell.id) {
            continue;
        }
        drawing.boxes.push(shape);
        ends.insert(number, End::Box(drawing.boxes.len() - 1));
    }
    for cell in cells.iter().filter(|cell| cell.is_line) {
        line(cell, cells, &by_id, &ends, &places, &mut drawing, at);
    }
    drawing
}

/// Frames that stand in one another are in none.
fn break_circles(frames: &mut [Frame]) {
    for start in 0..frames.len() {
        let mut seen = vec![start];
        let mut next = frames[start].parent;
        while let Some(at) = next {
            if seen.contains(&at) {
                frames[start].parent = None;
                break;
            }
            seen.push(at);
            next = frames[at].parent;
        }
    }
}

fn is_joined(cells: &[Cell], id: &str) -> bool {
    cells
        .iter()
        .any(|cell| cell.source.as_deref() == Some(id) || cell.target.as_deref() == Some(id))
}

fn is_line_label(cells: &[Cell], cell: &Cell, by_id: &BTreeMap<&str, usize>) -> bool {
    by_id.get(cell.parent.as_str()).is_some_and(|parent| cells[*parent].is_line)
}

/// Holds others, or is drawn to hold them.
fn is_frame(cells: &[Cell], at: usize, places: &[Place]) -> bool {
    let cell = &cells[at];
    if !cell.is_box {
        return false;
    }
    let has = |key: &str| cell.style.contains_key(key);
    let shape = cell.style.get("shape").map(String::as_str).unwrap_or_default();
    if has("swimlane")
        || has("group")
        || shape.contains("group")
        || cell.style.get("container").is_some_and(|on| on == "1")
        || has("grIcon")
    {
        return true;
    }
    let children = cells.iter().any(|other| other.is_box && other.parent == cell.id);
    let is_plain = icon(&cell.style).is_none() && !shape.contains("cylinder");
    let boxes = cells.iter().enumerate();
    let boxes = boxes.filter(|(_, other)| other.is_box && !other.style.contains_key("text"));
    is_plain && (children || geometry::holds_several(at, boxes.map(|(at, _)| at), places))
}

fn frame_title(cell: &Cell) -> String {
    if !cell.label.is_empty() {
        return cell.label.clone();
    }
    let icon = cell.style.get("grIcon").map(|icon| {
        icon.rsplit('.').next().unwrap_or_default().trim_start_matches("group_").replace('_', " ")
    });
    icon.unwrap_or_default()
}

/// The icon that a style names.
fn icon(style: &BTreeMap<String, String>) -> Option<String> {
    let named = style.get("resIcon").or_else(|| style.get("prIcon"));
    if let Some(name) = named {
        return Some(name.clone());
    }
    if let Some(image) = style.get("image") {
        let file = image.rsplit('/').next().unwrap_or_default();
        let stem = file.split('.').next().unwrap_or_default();
        return (!stem.is_empty() && !image.starts_with("data:")).then(|| stem.to_lowercase());
    }
    let shape = style.get("shape")?;
    let known = [
        "mxgraph.aws",
        "mxgraph.gcp",
        "mxgraph.azure",
        "mxgraph.kubernetes",
        "mxgraph.cisco",
        "mxgraph.mscae",
    ];
    let is_line = ["Edge", "arrow", "line"].iter().any(|word| shape.contains(word));
    (known.iter().any(|prefix| shape.starts_with(prefix)) && !is_line).then(|| shape.clone())
}

fn outline(style: &BTreeMap<String, String>) -> Option<&'static str> {
    let shape = style.get("shape").map(String::as_str).unwrap_or_default();
    if shape.contains("cylinder") || shape.contains("datastore") || style.contains_key("cylinder") {
        return Some("db");
    }
    if shape.contains("actor")
        || shape.contains("umlActor")
        || shape.contains(".user")
        || shape.contains("person")
    {
        return Some("user");
    }
    None
}

/// An icon without words takes the nearest text below it.
fn captions(cells: &[Cell], frames: &[usize], places: &[Place]) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::new();
    let mut taken = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        if !cell.is_box
            || !cell.label.is_empty()
            || frames.contains(&at)
            || icon(&cell.style).is_none()
        {
            continue;
        }
        let texts = cells.iter().enumerate().filter(|(other, text)| {
            text.is_box
                && !text.label.is_empty()
                && text.style.contains_key("text")
                && !taken.contains(other)
        });
        let near = texts
            .filter_map(|(other, _)| Some((geometry::below(places[at], places[other])?, other)));
        if let Some((_, text)) = near.min_by(|a, b| a.0.total_cmp(&b.0)) {
            found.insert(at, text);
            taken.push(text);
        }
    }
    found
}

fn line(
    cell: &Cell,
    cells: &[Cell],
    by_id: &BTreeMap<&str, usize>,
    ends: &BTreeMap<usize, End>,
    places: &[Place],
    drawing: &mut Drawing,
    at: &dyn Fn(&Range<usize>) -> Span,
) {
    let end = |id: &Option<String>, point: Option<(f64, f64)>| {
        let named = id
            .as_ref()
            .and_then(|id| by_id.get(id.as_str()))
            .and_then(|at| up(*at, cells, by_id, ends));
        named.or_else(|| {
            // Whatever stands on the page stands in a frame: only a box is meant by being near.
            let boxes = ends.iter().filter(|(_, end)| matches!(end, End::Box(_)));
            geometry::nearest(point?, boxes.map(|(at, _)| *at), places)
                .and_then(|at| ends.get(&at).copied())
        })
    };
    let (Some(from), Some(to)) =
        (end(&cell.source, cell.points[0]), end(&cell.target, cell.points[1]))
    else {
        return;
    };
    let words = cells
        .iter()
        .filter(|other| other.parent == cell.id && !other.label.is_empty())
        .map(|other| other.label.as_str());
    let label = std::iter::once(cell.label.as_str())
        .chain(words)
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let arrow =
        |key: &str, otherwise: bool| cell.style.get(key).map_or(otherwise, |value| value != "none");
    let (tail, head) = (arrow("startArrow", false), arrow("endArrow", true));
    let heads = match (tail, head) {
        (true, true) => Heads::Both,
        (false, false) => Heads::None,
        _ => Heads::One,
    };
    let (from, to) = if tail && !head { (to, from) } else { (from, to) };
    let is_dashed = cell.style.get("dashed").is_some_and(|on| on == "1");
    let label = Some(label).filter(|label| !label.is_empty());
    drawing.lines.push(Line { from, to, label, is_dashed, heads, at: at(&cell.range) });
}

/// A cell that is neither a box nor a frame stands for what holds it.
fn up(
    mut at: usize,
    cells: &[Cell],
    by_id: &BTreeMap<&str, usize>,
    ends: &BTreeMap<usize, End>,
) -> Option<End> {
    for _ in 0..16 {
        if let Some(end) = ends.get(&at) {
            return Some(*end);
        }
        at = *by_id.get(cells[at].parent.as_str())?;
    }
    None
}
