//! Reads the statements of a D2 text.

use super::super::drawing::{Drawing, End, Frame, Heads, Line, Shape};
use super::vars;
use crate::source::{SourceId, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Maps may nest so deep; shapes be so many.
const NESTING: usize = 64;
const SHAPES: usize = 20_000;

/// The drawing of a text.
pub fn read(text: &str, source: SourceId) -> Drawing {
    let mut reader = Reader {
        text,
        source,
        at: 0,
        shapes: Vec::new(),
        lines: Vec::new(),
        by_path: BTreeMap::new(),
        vars: vars::of(text),
    };
    if text.starts_with('\u{feff}') {
        reader.at = 3;
    }
    reader.map(&[], 0);
    reader.drawing()
}

/// A shape, which may hold others.
#[derive(Debug, Default)]
struct Found {
    path: Vec<String>,
    label: Option<String>,
    shape: Option<String>,
    icon: Option<String>,
    class: Option<String>,
    range: Range<usize>,
}

struct Joint {
    from: usize,
    to: usize,
    label: Option<String>,
    heads: Heads,
    is_dashed: bool,
    range: Range<usize>,
}

struct Reader<'t> {
    text: &'t str,
    source: SourceId,
    at: usize,
    shapes: Vec<Found>,
    lines: Vec<Joint>,
    by_path: BTreeMap<Vec<String>, usize>,
    vars: BTreeMap<String, String>,
}

/// Keys of a shape that say how it looks, or something about it.
const RESERVED: &[&str] = &[
    "shape",
    "label",
    "style",
    "icon",
    "near",
    "tooltip",
    "link",
    "class",
    "width",
    "height",
    "direction",
    "constraint",
    "source-arrowhead",
    "target-arrowhead",
    "grid-rows",
    "grid-columns",
    "grid-gap",
    "vertical-gap",
    "horizontal-gap",
    "top",
    "left",
    "filter",
];

/// Keys at the top that are no shapes of the root board.
const BOARDS: &[&str] = &["layers", "scenarios", "steps", "vars", "classes", "direction"];

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r', ';']).len();
            let rest = self.rest();
            if let Some(body) = rest.strip_prefix("\"\"\"") {
                self.at += 3 + body.find("\"\"\"").map_or(body.len(), |end| end + 3);
            } else if rest.starts_with('#') {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else {
                return;
            }
        }
    }

    fn inline(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    /// The statements up to a closing brace.
    fn map(&mut self, path: &[String], depth: usize) {
        loop {
            self.blanks();
            if self.rest().is_empty() {
                return;
            }
            if self.rest().starts_with('}') {
                self.at += 1;
                return;
            }
            let before = self.at;
            self.statement(path, depth);
            if self.at == before {
                self.at += self.rest().chars().next().map_or(1, char::len_utf8);
            }
        }
    }

    fn statement(&mut self, path: &[String], depth: usize) {
        let start = self.at;
        // `(a -> b)[0].style…` is about a line that stands before.
        if self.rest().starts_with(['(', '&', '!']) {
            return self.skip_value();
        }
        let Some(key) = self.key() else { return };
        self.inline();
        if let Some(arrow) = self.arrow() {
            return self.chain(path, key, arrow, start);
        }
        let first = key.first().map(String::as_str).unwrap_or_default();
        if path.is_empty() && BOARDS.contains(&first)
            || first.starts_with(['*', '.'])
            || first.is_empty()
        {
            self.skip_value();
            return;
        }
        if let Some(at) = key.iter().position(|part| RESERVED.contains(&part.as_str())) {
            let mut owner = path.to_vec();
            owner.extend(key[..at].iter().cloned());
            let value = self.value_text();
            if let Some(shape) = (!owner.is_empty()).then(|| self.shape(&owner, start..start)) {
                self.set(shape, &key[at], value);
            }
            return;
        }
        let mut whole = path.to_vec();
        whole.extend(key);
        let shape = self.shape(&whole, start..self.at);
        if self.rest().starts_with(':') {
            self.at += 1;
            self.inline();
            if !self.rest().starts_with('{') {
                let label = self.scalar();
                self.shapes[shape].label = label.or(self.shapes[shape].label.take());
                self.inline();
            }
        }
        if self.rest().starts_with('{') {
            self.at += 1;
            match depth < NESTING {
                true => self.map(&whole, depth + 1),
                false => self.skip_braces(),
            }
        }
    }

    /// The value of a key that is about a shape.
    fn value_text(&mut self) -> Option<String> {
        if !self.rest().starts_with(':') {
            self.skip_value();
            return None;
        }
        self.at += 1;
        self.inline();
        let value = if self.rest().starts_with('{') { None } else { self.scalar() };
        self.inline();
        if self.rest().starts_with('{') {
            self.at += 1;
            self.skip_braces();
        }
        value
    }

    fn skip_value(&mut self) {
        while let Some(letter) = self.rest().chars().next() {
            match letter {
                '\n' | ';' | '}' => return,
                '{' => {
                    self.at += 1;
                    self.skip_braces();
                    return;
                }
                letter => self.at += letter.len_utf8(),
            }
        }
    }

    /// Behind an opening brace, to behind the one that closes it.
    fn skip_braces(&mut self) {
        let mut depth = 1;
        while let Some(letter) = self.rest().chars().next() {
            self.at += letter.len_utf8();
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn set(&mut self, shape: usize, key: &str, value: Option<String>) {
        let found = &mut self.shapes[shape];
        match key {
            "shape" => found.shape = value,
            "label" => found.label = value,
            "icon" => found.icon = value,
            "class" => found.class = value,
            _ => {}
        }
    }

    /// A dotted path of names.
    fn key(&mut self) -> Option<Vec<String>> {
        let mut parts = Vec::new();
        loop {
            self.inline();
            let rest = self.rest();
            let (part, length) = match rest.chars().next()? {
                quote @ ('"' | '\'') => {
                    let end = rest[1..].find(quote)? + 1;
                    (rest[1..end].to_owned(), end + 1)
                }
                _ => {
                    let end = plain_key(rest);
                    (rest[..end].trim().to_owned(), end)
                }
            };
            self.at += length;
            if part.is_empty() && length == 0 {
                return (!parts.is_empty()).then_some(parts);
            }
            parts.push(part);
            self.inline();
            if !self.rest().starts_with('.') {
                return Some(parts);
            }
            self.at += 1;
        }
    }

    fn arrow(&mut self) -> Option<(Heads, bool)> {
        // Whether it points back comes second.
        let rest = self.rest();
        let length = rest.bytes().take_while(|byte| matches!(byte, b'-' | b'<' | b'>')).count();
        let mark = &rest[..length];
        let dashes = mark.trim_matches(['<', '>']);
        if dashes.is_empty() || dashes.bytes().any(|byte| byte != b'-') {
            return None;
        }
        let heads = match (mark.starts_with('<'), mark.ends_with('>')) {
            (true, true) => Heads::Both,
            (false, true) => Heads::One,
            (true, false) => Heads::One,
            (false, false) => Heads::None,
        };
        self.at += length;
        Some((heads, mark.starts_with('<') && !mark.ends_with('>')))
    }

    /// `a -> b <- c: label { … }`.
    fn chain(&mut self, path: &[String], first: Vec<String>, arrow: (Heads, bool), start: usize) {
        let full = |key: Vec<String>| [path, &key].concat();
        let mut from = self.shape(&full(first), start..self.at);
        let first_line = self.lines.len();
        let (mut heads, mut is_back) = arrow;
        loop {
            let place = self.at;
            let Some(key) = self.key() else { break };
            let to = self.shape(&full(key), place..self.at);
            let (a, b) = if is_back { (to, from) } else { (from, to) };
            if self.lines.len() < SHAPES {
                self.lines.push(Joint {
                    from: a,
                    to: b,
                    label: None,
                    heads,
                    is_dashed: false,
                    range: start..self.at,
                });
            }
            from = to;
            self.inline();
            match self.arrow() {
                Some(next) => (heads, is_back) = next,
                None => break,
            }
        }
        self.inline();
        let mut label = None;
        if self.rest().starts_with(':') {
            self.at += 1;
            self.inline();
            if !self.rest().starts_with('{') {
                label = self.scalar();
                self.inline();
            }
        }
        let mut is_dashed = false;
        if self.rest().starts_with('{') {
            self.at += 1;
            let body = self.at;
            self.skip_braces();
            is_dashed = self.text[body..self.at].contains("stroke-dash");
        }
        for line in &mut self.lines[first_line..] {
            line.label = label.clone();
            line.is_dashed = is_dashed;
        }
    }

    /// A value up to the end of the line, a brace, or its quote; `|md … |` blocks.
    fn scalar(&mut self) -> Option<String> {
        let rest = self.rest();
        match rest.chars().next()? {
            quote @ ('"' | '\'') => {
                let end = rest[1..].find(quote)? + 1;
                self.at += end + 1;
                Some(vars::filled(&rest[1..end], &self.vars).replace("\\n", " "))
            }
            '|' => {
                let bars = rest.bytes().take_while(|byte| matches!(byte, b'|' | b'`')).count();
                let close: String = rest[..bars].chars().rev().collect();
                let body = &rest[bars..];
                let end = body.find(&close).unwrap_or(body.len());
                self.at += bars + (end + close.len()).min(body.len());
                let text = body[..end].trim();
                let text = text.split_once(['\n', ' ']).map_or(text, |(_, text)| text);
                Some(
                    text.trim_start_matches(['#', ' ', '\n', '\t'])
                        .lines()
                        .next()
                        .unwrap_or_default()
                        .trim()
                        .to_owned(),
                )
            }
            _ => {
                let end = vars::plain_value(rest);
                let text = rest[..end].split(" #").next().unwrap_or_default();
                self.at += end;
                Some(vars::filled(text.trim(), &self.vars).replace("\\n", " "))
            }
        }
    }

    /// The shape at a path, and all around it.
    fn shape(&mut self, path: &[String], range: Range<usize>) -> usize {
        let resolved = resolve(path);
        if let Some(known) = self.by_path.get(&resolved) {
            return *known;
        }
        if resolved.len() > 1 {
            self.shape(&resolved[..resolved.len() - 1], range.clone());
        }
        if self.shapes.len() >= SHAPES {
            return 0;
        }
        let trimmed = self.text[range.clone()].trim_end().len();
        let range = range.start..range.start + trimmed;
        self.shapes.push(Found { path: resolved.clone(), range, ..Found::default() });
        self.by_path.insert(resolved, self.shapes.len() - 1);
        self.shapes.len() - 1
    }

    fn drawing(&self) -> Drawing {
        let mut drawing = Drawing::default();
        let at =
            |range: &Range<usize>| Span::new(self.source, range.start, range.end.max(range.start));
        let around = self.shapes.iter().filter_map(|found| found.path.split_last());
        let mut holders: BTreeSet<&[String]> = BTreeSet::new();
        for (_, mut outer) in around {
            while !outer.is_empty() && holders.insert(outer) {
                outer = &outer[..outer.len() - 1];
            }
        }
        let holds = |found: &Found| holders.contains(found.path.as_slice());
        let mut ends = Vec::new();
        let mut frames: BTreeMap<&[String], usize> = BTreeMap::new();
        for found in &self.shapes {
            let parent =
                found.path.split_last().and_then(|(_, around)| frames.get(around)).copied();
            let id = found.path.last().cloned().unwrap_or_default();
            let label = found.label.clone().filter(|label| !label.is_empty());
            if holds(found) {
                let title = label.unwrap_or_else(|| id.clone());
                drawing.frames.push(Frame { id, title, parent, at: at(&found.range), count: None });
                frames.insert(&found.path, drawing.frames.len() - 1);
                ends.push(End::Frame(drawing.frames.len() - 1));
                continue;
            }
            let mut shape = Shape::new(id.clone(), label.unwrap_or(id), at(&found.range));
            shape.outline = match found.shape.as_deref() {
                Some("cylinder" | "stored_data") => Some("db"),
                Some("queue") => Some("queue"),
                Some("person" | "c4-person") => Some("user"),
                Some("text" | "code" | "class" | "sql_table" | "image") | None | Some(_) => None,
            };
            let file = found.icon.as_deref().and_then(|icon| icon.rsplit('/').next());
            shape.icon = file.map(|file| {
                file.split('.').next().unwrap_or(file).to_lowercase().replace("%20", "_")
            });
            shape.own =
                found.class.clone().filter(|class| crate::catalog::Kind::parse(class).is_some());
            shape.frame = parent;
            drawing.boxes.push(shape);
            ends.push(End::Box(drawing.boxes.len() - 1));
        }
        for line in &self.lines {
            drawing.lines.push(Line {
                from: ends[line.from],
                to: ends[line.to],
                label: line.label.clone().filter(|label| !label.is_empty()),
                is_dashed: line.is_dashed,
                heads: line.heads,
                at: at(&line.range),
            });
        }
        drawing
    }
}

/// `_` in a path is the map around.
fn resolve(path: &[String]) -> Vec<String> {
    let mut resolved: Vec<String> = Vec::new();
    for part in path {
        match part.as_str() {
            "_" => {
                resolved.pop();
            }
            part => resolved.push(part.to_owned()),
        }
    }
    resolved
}

/// How many bytes of `text` are one part of a key without quotes.
fn plain_key(text: &str) -> usize {
    for (at, letter) in text.char_indices() {
        let rest = &text[at..];
        let ends = matches!(letter, ':' | '.' | ';' | '\n' | '\r' | '{' | '}' | '#')
            || rest.starts_with("->")
            || rest.starts_with("<-")
            || rest.starts_with("--");
        if ends {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_shapes_and_chains_are_read() {
        let text = "# said\nuser: 사용자 {shape: person}\nseoul: 서울 {\n  api -> db: SQL {style.stroke-dash: 3}\n  db: 주문 DB {shape: cylinder}\n  _.user -> api\n}\nuser -> seoul.lb <- x\nlayers: {a: {b}}\n";
        let drawing = read(text, SourceId(0));
        let ids: Vec<_> = drawing.boxes.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["user", "api", "db", "lb", "x"]);
        assert_eq!(drawing.frames[0].title, "서울");
        assert_eq!(drawing.boxes[2].outline, Some("db"));
        assert_eq!(drawing.lines.len(), 4);
        assert!(drawing.lines[0].is_dashed && drawing.lines[0].label.as_deref() == Some("SQL"));
        assert_eq!(drawing.lines[3].from, End::Box(4), "an arrow that points back");
    }
}
