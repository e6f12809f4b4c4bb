//! A sketch as text of the language, with the place behind every piece of it.

mod comments;
mod names;

use super::sketch::{Component, Fact, Link, Sketch, Stage, quoted};
use crate::source::{Origins, Piece, Source, SourceId, Sources, Span};
use crate::syntax;
use crate::text::Lang;
use names::Names;
use std::fmt::Write as _;
use std::sync::Arc;

/// Ends the name of a text that was written from the file before it.
pub const MARK: &str = "\0import";

/// The text of a sketch, under the name `of` with [`MARK`] behind it.
pub fn write(sketch: &Sketch, files: &Sources, of: &str, lang: Lang) -> Source {
    let names = Names::of(sketch);
    let mut writer = Writer { sketch, files, names, lang, text: String::new(), pieces: Vec::new() };
    writer.whole();
    let Writer { text: raw, pieces, .. } = writer;
    let (text, pieces) = laid_out(raw, pieces);
    let mut source = Source::new(format!("{of}{MARK}"), text);
    let files = files.iter().map(|(_, file)| file.clone()).collect();
    source.origins = Some(Arc::new(Origins::new(files, pieces)));
    source
}

struct Writer<'s> {
    sketch: &'s Sketch,
    files: &'s Sources,
    names: Names,
    lang: Lang,
    text: String,
    pieces: Vec<Piece>,
}

impl Writer<'_> {
    fn whole(&mut self) {
        for line in comments::header(self.sketch, self.files, self.lang) {
            let _ = writeln!(self.text, "// {line}");
        }
        let start = self.text.len();
        let stage = match self.sketch.stage {
            Some(Stage::ToBe) => " to-be",
            _ => " as-is",
        };
        let partial = if self.sketch.is_partial && knows_partial() { " partial" } else { "" };
        let name = quoted(&self.sketch.name);
        let _ = writeln!(self.text, "design {name}{stage}{partial}\n");
        self.piece(start, self.sketch.whole.unwrap_or(Span::new(SourceId(0), 0, 0)));
        self.members(None);
        self.text.push('\n');
        for link in &self.sketch.links {
            self.link(link);
        }
        for line in comments::closing(self.sketch, self.files, self.lang) {
            let _ = writeln!(self.text, "// {line}");
        }
    }

    /// The components of a group, users first, then the groups inside it.
    fn members(&mut self, group: Option<usize>) {
        let sketch = self.sketch;
        let inside = |component: &Component| component.group == group;
        let is_user = |component: &&(usize, &Component)| component.1.word == "user";
        let own: Vec<(usize, &Component)> =
            sketch.components.iter().enumerate().filter(|(_, c)| inside(c)).collect();
        let users = own.iter().filter(is_user);
        for (at, component) in users.clone() {
            self.component(*at, component);
        }
        if users.count() > 0 && group.is_none() {
            self.text.push('\n');
        }
        for (at, component) in own.iter().filter(|one| !is_user(one)) {
            self.component(*at, component);
        }
        for (at, inner) in sketch.groups.iter().enumerate() {
            if inner.parent == group {
                self.group(at);
            }
        }
    }

    fn group(&mut self, at: usize) {
        let group = &self.sketch.groups[at];
        let start = self.text.len();
        let name = &self.names.groups[at];
        let label = label(group.label.as_deref(), name);
        let _ = write!(self.text, "{} {name}{label}", group.word);
        let head = self.text.len();
        self.text.push_str(" {\n");
        for fact in &group.facts {
            self.fact(fact);
            self.text.push('\n');
        }
        self.members(Some(at));
        self.text.push_str("}\n");
        self.piece(start, group.at);
        self.pieces.push(Piece { range: start..head, place: group.at });
    }

    fn component(&mut self, at: usize, component: &Component) {
        let start = self.text.len();
        let name = &self.names.components[at];
        let label = label(component.label.as_deref(), name);
        let _ = write!(self.text, "{} {name}{label}", component.word);
        self.facts(&component.facts);
        self.piece(start, component.at);
        let comment = comments::component(component, self.files, self.lang);
        let _ = writeln!(self.text, "  // {comment}");
    }

    fn link(&mut self, link: &Link) {
        let start = self.text.len();
        let from = self.names.of_node(link.from).to_owned();
        let to: Vec<&str> = link.to.iter().map(|node| self.names.of_node(*node)).collect();
        let to = to.join(" | ");
        let _ = write!(self.text, "{from} {} {to}", link.arrow.word());
        if let Some(label) = &link.label {
            let _ = write!(self.text, " : {}", quoted(label));
        }
        self.facts(&link.facts);
        self.piece(start, link.at);
        let comment = comments::place(link.at, self.files);
        let _ =
            writeln!(self.text, "  // {}", comments::cleaned(&format!("{comment} {}", link.why)));
    }

    fn facts(&mut self, facts: &[Fact]) {
        if facts.is_empty() {
            return;
        }
        self.text.push_str(" { ");
        for (number, fact) in facts.iter().enumerate() {
            if number > 0 {
                self.text.push_str(", ");
            }
            self.fact(fact);
        }
        self.text.push_str(" }");
    }

    fn fact(&mut self, fact: &Fact) {
        let start = self.text.len();
        match fact.value.as_str() {
            "on" => self.text.push_str(fact.attr),
            value if value.starts_with('@') => {
                let meant = self.sketch.components.iter().position(|one| one.name == value[1..]);
                let name = meant.map_or("on", |at| self.names.components[at].as_str());
                let _ = write!(self.text, "{} = {name}", fact.attr);
            }
            value => {
                let _ = write!(self.text, "{} = {value}", fact.attr);
            }
        }
        self.piece(start, fact.at);
    }

    /// What was written since `start` rests on `place`.
    fn piece(&mut self, start: usize, place: Span) {
        self.pieces.push(Piece { range: start..self.text.len(), place });
    }
}

/// Whether the language has the word that says that not everything is drawn.
fn knows_partial() -> bool {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("x.arch", "design \"x\" as-is partial\n"));
    syntax::parse(&sources, id).errors.is_empty()
}

/// The label, unless it says no more than the name.
fn label(label: Option<&str>, name: &str) -> String {
    match label {
        Some(label) if !label.trim().is_empty() && label != name => format!(" {}", quoted(label)),
        _ => String::new(),
    }
}

/// The text as the formatter sets it. That moves blanks, and may set commas as line ends; so the
/// n-th other character is the same one before and after.
fn laid_out(raw: String, pieces: Vec<Piece>) -> (String, Vec<Piece>) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("import.arch", raw.as_str()));
    let Ok(text) = syntax::format(&sources, id) else { return (raw, pieces) };
    let is_kept = |letter: char| !letter.is_whitespace() && !matches!(letter, ',' | ';');
    let kept = |text: &str| -> Vec<usize> {
        text.char_indices().filter(|(_, letter)| is_kept(*letter)).map(|(at, _)| at).collect()
    };
    let (before, after) = (kept(&raw), kept(&text));
    if before.len() != after.len() {
        return (raw, pieces);
    }
    let moved = |piece: Piece| {
        let first = before.partition_point(|at| *at < piece.range.start);
        let end = before.partition_point(|at| *at < piece.range.end);
        let last = after.get(end.checked_sub(1)?)?;
        let width = text[*last..].chars().next().map_or(0, char::len_utf8);
        let range = *after.get(first)?..last + width;
        (range.start <= range.end).then_some(Piece { range, place: piece.place })
    };
    let pieces = pieces.into_iter().filter_map(moved).collect();
    (text, pieces)
}
