//! `architecture-beta`: services with icons, groups, edges between sides, junctions.

use super::super::drawing::{Drawing, End, Frame, Heads, Line, Shape};
use super::label::plain;
use crate::source::{SourceId, Span};

/// Reads the diagram in `text`, which stands in `source` from the byte `offset` on.
pub fn read(text: &str, source: SourceId, offset: usize) -> Drawing {
    let mut drawing = Drawing::default();
    let mut start = 0;
    for raw in text.split_inclusive('\n') {
        let from = start + raw.len() - raw.trim_start().len();
        start += raw.len();
        let line = raw.trim();
        let line = line.split("%%").next().unwrap_or_default().trim();
        let at =
            Span::new(source, offset + from.min(start), offset + (from + line.len()).min(start));
        match line.split_whitespace().next() {
            Some("group") => group(&line[5..], at, &mut drawing),
            Some("service") => service(&line[7..], at, &mut drawing),
            Some("junction") => junction(&line[8..], at, &mut drawing),
            Some(_) => edge(line, at, &mut drawing),
            None => {}
        }
    }
    drawing
}

/// `id(icon)[title] in parent`.
fn parts(rest: &str) -> (String, Option<String>, Option<String>, Option<String>) {
    let rest = rest.trim();
    let (head, parent) = match rest.rsplit_once(" in ") {
        Some((head, parent)) => (head.trim(), Some(parent.trim().to_owned())),
        None => (rest, None),
    };
    let id = head[..head.find(['(', '[', ' ']).unwrap_or(head.len())].to_owned();
    let between = |open: char, close: char| {
        let from = head.find(open)? + 1;
        let to = from + head[from..].find(close)?;
        Some(plain(head[from..to].trim_matches('"')))
    };
    (id, between('(', ')'), between('[', ']'), parent)
}

fn group(rest: &str, at: Span, drawing: &mut Drawing) {
    let (id, _, title, parent) = parts(rest);
    let parent =
        parent.and_then(|parent| drawing.frames.iter().position(|frame| frame.id == parent));
    let title = title.unwrap_or_else(|| id.clone());
    drawing.frames.push(Frame { id, title, parent, at, count: None });
}

fn service(rest: &str, at: Span, drawing: &mut Drawing) {
    let (id, icon, title, parent) = parts(rest);
    let mut shape = Shape::new(id.clone(), title.unwrap_or(id), at);
    shape.outline = icon.as_deref().and_then(outline);
    shape.icon = icon.map(|icon| icon.rsplit(':').next().unwrap_or(&icon).to_owned());
    shape.frame =
        parent.and_then(|parent| drawing.frames.iter().position(|frame| frame.id == parent));
    drawing.boxes.push(shape);
}

/// The icons that come with Mermaid.
fn outline(icon: &str) -> Option<&'static str> {
    match icon {
        "database" => Some("db"),
        "disk" => Some("storage"),
        "internet" => Some("user"),
        _ => None,
    }
}

/// A junction only joins lines; lines lead through it.
fn junction(rest: &str, at: Span, drawing: &mut Drawing) {
    let (id, _, _, parent) = parts(rest);
    let mut shape = Shape::new(id, "env", at);
    shape.frame =
        parent.and_then(|parent| drawing.frames.iter().position(|frame| frame.id == parent));
    drawing.boxes.push(shape);
}

/// `a:R --> L:b`, with `{group}` for the group around a service.
fn edge(line: &str, at: Span, drawing: &mut Drawing) {
    let marks = ["<-->", "-->", "<--", "--"];
    let Some((mark, place)) =
        marks.iter().find_map(|mark| line.find(mark).map(|place| (*mark, place)))
    else {
        return;
    };
    let side = |text: &str| {
        let text = text.trim();
        let name = text
            .split(':')
            .find(|part| !matches!(part.trim(), "T" | "B" | "L" | "R"))
            .unwrap_or(text)
            .trim();
        let of_group = name.contains("{group}");
        (name.replace("{group}", ""), of_group)
    };
    let (from, to) = (side(&line[..place]), side(&line[place + mark.len()..]));
    let end = |(name, of_group): (String, bool)| {
        let found = drawing.boxes.iter().position(|shape| shape.id == name)?;
        match drawing.boxes[found].frame.filter(|_| of_group) {
            Some(frame) => Some(End::Frame(frame)),
            None => Some(End::Box(found)),
        }
    };
    let (Some(mut from), Some(mut to)) = (end(from), end(to)) else { return };
    let heads = match mark {
        "<-->" => Heads::Both,
        "--" => Heads::None,
        _ => Heads::One,
    };
    if mark == "<--" {
        std::mem::swap(&mut from, &mut to);
    }
    drawing.lines.push(Line { from, to, label: None, is_dashed: false, heads, at });
}
