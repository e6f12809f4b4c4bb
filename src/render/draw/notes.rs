//! The lists that explain the numbers of a drawing: findings, or the steps of a flow.

use super::badges::{self, Part, Row};
use super::cards::{BASELINE, line_at};
use super::frame::MARGIN;
use super::runs;
use super::typography::Type;
use crate::model::{Design, FlowId};
use crate::render::graph::{Point, Rect};
use crate::render::measure::{self, Font};
use crate::render::scene::{Element, Role, Shape};
use crate::render::shown::Mark;
use crate::render::theme::Color;
use crate::say::Line;
use crate::say::{Lang, Text};

/// At most so many findings are listed; the rest is counted.
const LISTED: usize = 24;

/// A number with what it stands for.
pub struct Note {
    badge: Part,
    message: Line,
}

/// What a picture explains: the worst findings, and how many there are besides.
pub struct Listed {
    pub notes: Vec<Note>,
    left_out: usize,
}

impl Listed {
    pub const NOTHING: Listed = Listed { notes: Vec::new(), left_out: 0 };

    /// As many as asked for.
    pub fn of(marks: &[Mark], most: Option<usize>, lang: Lang) -> Self {
        let count = marks.len().min(most.unwrap_or(LISTED));
        let note = |mark: &Mark| Note {
            badge: badges::number(mark),
            message: mark.message.line(lang).clone(),
        };
        Self { notes: marks[..count].iter().map(note).collect(), left_out: marks.len() - count }
    }

    /// The steps of a flow, in their order, all of them.
    pub fn steps(design: &Design, flow: FlowId) -> Self {
        let name = |id| {
            let component = design.component(id);
            measure::tidy(component.label.as_deref().unwrap_or(&component.path))
        };
        let note = |(number, link): (usize, _)| {
            let link = design.link(link);
            let (from, to) = (name(link.from), name(link.to));
            let words = match &link.label {
                Some(label) => format!("{from} → {to}: {}", measure::tidy(label)),
                None => format!("{from} → {to}"),
            };
            let badge = Part { text: number.to_string(), color: Color::Copy };
            Note { badge, message: Text::same(words).line(Lang::En).clone() }
        };
        let steps = design.flow(flow).steps.iter().copied();
        Self { notes: (1..).zip(steps).map(note).collect(), left_out: 0 }
    }
}

/// In columns below the drawing; returns the height used.
pub fn columns(
    Listed { notes, left_out }: &Listed,
    top: f64,
    width: f64,
    lang: Lang,
    kind: Type,
    out: &mut Vec<Element>,
) -> f64 {
    if notes.is_empty() {
        return 0.0;
    }
    let room = width - 2.0 * MARGIN;
    let columns =
        (((room + 32.0) / (400.0 * kind.small / 12.0 + 32.0)).floor() as usize).clamp(1, 3);
    let columns = columns.min(notes.len());
    let column = ((room + 32.0) / columns as f64 - 32.0).min(640.0);
    let per_column = notes.len().div_ceil(columns);
    let mut lowest = top;
    for (at, chunk) in notes.chunks(per_column).enumerate() {
        let x = MARGIN + at as f64 * (column + 32.0);
        let list = List { kind, indent: indent(chunk, kind) };
        let mut y = top;
        for note in chunk {
            y += list.note(note, x, y, column, out);
        }
        lowest = lowest.max(y);
    }
    if *left_out > 0 {
        out.push(more(*left_out, MARGIN, lowest, lang, kind));
        lowest += kind.small * 2.0;
    }
    lowest - top
}

/// In one column; returns the height used.
pub fn column(
    Listed { notes, left_out }: &Listed,
    lang: Lang,
    kind: Type,
    out: &mut Vec<Element>,
) -> f64 {
    let mut height = 0.0;
    let list = List { kind, indent: indent(notes, kind) };
    for note in notes {
        height += list.note(note, 0.0, height, column_width(kind), out);
    }
    if *left_out > 0 {
        out.push(more(*left_out, 0.0, height, lang, kind));
        height += kind.small * 2.0;
    }
    height
}

/// How many are not listed.
fn more(count: usize, x: f64, y: f64, lang: Lang, kind: Type) -> Element {
    let words: Text =
        crate::text!(count; "외 {count}건은 생략했습니다.", "{count} more are not listed.");
    let font = Font::regular(kind.small);
    let line = line_at(x, y + kind.small, words.get(lang), font, Color::Faint);
    Element::plain(Role::Legend, vec![Shape::Text(line)])
}

/// Of the list at the drawing's side.
pub fn column_width(kind: Type) -> f64 {
    30.0 * kind.small
}

/// Notes below one another.
struct List {
    kind: Type,
    /// From a badge's left edge to the words.
    indent: f64,
}

/// Behind the widest badge of these.
fn indent(notes: &[Note], kind: Type) -> f64 {
    notes.iter().map(|note| badge(note, kind).width()).fold(0.0, f64::max) + 9.0
}

fn badge(note: &Note, kind: Type) -> Row {
    Row::new(vec![note.badge.clone()], kind)
}

impl List {
    /// Draws one note; returns the height used.
    fn note(&self, note: &Note, x: f64, y: f64, room: f64, out: &mut Vec<Element>) -> f64 {
        let row = badge(note, self.kind);
        let (width, height) = (row.width(), row.height());
        let left = x + (self.indent - 9.0 - width) / 2.0;
        let rect = Rect { x: left, y: y + 1.0, width, height };
        let size = self.kind.small + 0.5;
        let lines = runs::lines(&note.message, size, room - self.indent, 3);
        let (count, line) = (lines.len(), size * 1.45);
        let mut shapes = row.draw(rect);
        let cut =
            lines.last().and_then(|runs| runs.last()).is_some_and(|run| run.text.ends_with('…'));
        for (line_number, runs) in lines.into_iter().enumerate() {
            let middle = rect.y + height / 2.0 + line_number as f64 * line;
            let at = Point { x: x + self.indent, y: middle + size * BASELINE };
            shapes.push(Shape::Runs { at, runs, color: Color::Ink });
        }
        let tip = cut.then(|| note.message.plain());
        out.push(Element { tip, ..Element::plain(Role::Legend, shapes) });
        height + (count.max(1) - 1) as f64 * line + 8.0
    }
}
