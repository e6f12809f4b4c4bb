//! C4 diagrams, whose macros are the same in Mermaid and PlantUML.

use super::Reading;
use super::classify::counts::{self, Count};
use super::drawing::{self, Drawing, End, Frame, Heads, Line, Shape};
use super::sketch::Sketch;
use crate::source::{SourceId, Span};

/// Boundaries may nest so deep.
const NESTING: usize = 64;

/// Reads the first `@startuml` block that uses the macros of C4.
pub fn read_plantuml(reading: &mut Reading, given: &[SourceId]) -> Option<Sketch> {
    let id = *given.first()?;
    let text = reading.files.get(id).text.clone();
    let mut start = 0;
    while let Some(at) = text[start..].find("@startuml") {
        let from = start + at;
        let end = text[from..].find("@enduml").map_or(text.len(), |end| from + end);
        let mut drawing = read(&text[from..end], id, from);
        if !drawing.boxes.is_empty() {
            if drawing.title.is_empty() {
                drawing.title = reading.stem(id);
            }
            drawing.whole = Some(Span::new(id, from, from + "@startuml".len()));
            return Some(drawing::sketch(reading, &drawing, "PlantUML C4"));
        }
        start = end;
    }
    None
}

/// Reads the diagram in `text`, which stands in `source` from the byte `offset` on.
pub fn read(text: &str, source: SourceId, offset: usize) -> Drawing {
    let mut drawing = Drawing::default();
    let mut open: Vec<usize> = Vec::new();
    let mut start = 0;
    for raw in text.split_inclusive('\n') {
        let from = start + raw.len() - raw.trim_start().len();
        start += raw.len();
        let line = raw.trim();
        let at =
            Span::new(source, offset + from.min(start), offset + (from + line.len()).min(start));
        if let Some(title) = line.strip_prefix("title ") {
            drawing.title = title.trim().to_owned();
        }
        if line.starts_with('}') {
            open.pop();
            continue;
        }
        let Some((name, arguments)) = call(line) else { continue };
        macro_call(&name, &arguments, at, &mut open, &mut drawing, line.ends_with('{'));
    }
    drawing
}

/// `Name(a, "b, c", $tags="d")`: the name and the arguments without their quotes.
fn call(line: &str) -> Option<(String, Vec<String>)> {
    let open = line.find('(')?;
    let name = line[..open].trim();
    if name.is_empty()
        || !name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    {
        return None;
    }
    let close = line.rfind(')').filter(|close| *close > open)?;
    let mut arguments = Vec::new();
    let mut current = String::new();
    let mut is_quoted = false;
    for letter in line[open + 1..close].chars() {
        match letter {
            // Signs for a tab and a new line.
            't' | 'n' if current.ends_with('\\') => {
                current.pop();
                current.push(' ');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => arguments.push(std::mem::take(&mut current).trim().to_owned()),
            letter => current.push(letter),
        }
    }
    arguments.push(current.trim().to_owned());
    arguments.retain(|argument| !argument.starts_with('$'));
    Some((name.to_owned(), arguments))
}

fn macro_call(
    name: &str,
    arguments: &[String],
    at: Span,
    open: &mut Vec<usize>,
    drawing: &mut Drawing,
    opens: bool,
) {
    let argument = |at: usize| arguments.get(at).map(String::as_str).unwrap_or_default();
    let lower = name.to_lowercase();
    if lower.contains("boundary")
        || lower.starts_with("deployment_node")
        || lower == "node"
        || lower == "node_l"
        || lower == "node_r"
    {
        if opens && open.len() < NESTING {
            let title = argument(1).to_owned();
            let parent = open.last().copied();
            let count = match counts::count(&title) {
                Some(Count::Of(count)) if !lower.contains("boundary") => Some(count),
                _ => None,
            };
            // A part of ten machines stands on each of them.
            let around = parent.and_then(|frame| drawing.frames[frame].count);
            let count = match (count, around) {
                (Some(one), Some(other)) => one.checked_mul(other),
                (one, other) => one.or(other),
            };
            drawing.frames.push(Frame { id: argument(0).to_owned(), title, parent, at, count });
            open.push(drawing.frames.len() - 1);
        }
        return;
    }
    if lower.starts_with("rel") || lower.starts_with("birel") {
        return relation(&lower, arguments, at, drawing);
    }
    let of =
        ["person", "system", "container", "component"].iter().find(|of| lower.starts_with(**of));
    let Some(of) = of else { return };
    let mut shape = Shape::new(argument(0), argument(1), at);
    shape.frame = open.last().copied();
    shape.count = shape.frame.and_then(|frame| drawing.frames[frame].count);
    shape.technology = matches!(*of, "container" | "component")
        .then(|| argument(2).to_owned())
        .filter(|text| !text.is_empty());
    let external = lower.ends_with("_ext");
    if *of == "person" {
        shape.own = Some("user".to_owned());
    } else if external {
        shape.own = Some("external".to_owned());
    } else if lower.contains("db") {
        shape.outline = Some("db");
    } else if lower.contains("queue") {
        shape.outline = Some("queue");
    } else if *of == "system" {
        shape.outline = Some("service");
    }
    drawing.boxes.push(shape);
}

fn relation(name: &str, arguments: &[String], at: Span, drawing: &mut Drawing) {
    let argument = |at: usize| arguments.get(at).map(String::as_str).unwrap_or_default();
    // `RelIndex(1, a, b, …)`.
    let skip = usize::from(name.starts_with("relindex"));
    let end = |id: &str| {
        let shape = drawing.boxes.iter().position(|shape| shape.id == id).map(End::Box);
        shape.or_else(|| drawing.frames.iter().position(|frame| frame.id == id).map(End::Frame))
    };
    let (Some(mut from), Some(mut to)) = (end(argument(skip)), end(argument(skip + 1))) else {
        return;
    };
    if name == "rel_back" {
        std::mem::swap(&mut from, &mut to);
    }
    let words = [argument(skip + 2), argument(skip + 3)];
    let label =
        words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(", ");
    let heads = if name.starts_with("birel") { Heads::Both } else { Heads::One };
    let label = Some(label).filter(|label| !label.is_empty());
    drawing.lines.push(Line { from, to, label, is_dashed: false, heads, at });
}
