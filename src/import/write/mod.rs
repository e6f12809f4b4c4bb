//! A sketch as text of the language, with the place behind every piece of it.

mod comments;
mod names;

use super::Options;
use super::sketch::{Component, Fact, Link, Node, Sketch, Stage, quoted};
use crate::catalog::Kind;
use crate::source::{Origins, Piece, Source, SourceId, Sources, Span};
use crate::syntax;
use comments::Places;
pub use comments::folder;
use names::Names;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// Ends the name of a text that was written from the file before it.
pub const MARK: &str = "\0import";

/// The text of a sketch, under the name `of` with [`MARK`] behind it.
pub fn write(sketch: &Sketch, files: &Sources, of: &str, options: Options) -> Source {
    let names = Names::of(sketch);
    let (text, pieces, begun) = (String::new(), Vec::new(), Vec::new());
    let places = Places::of(files);
    let mut writer = Writer { sketch, places, names, options, text, pieces, begun };
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
    places: Places<'s>,
    names: Names,
    options: Options<'s>,
    text: String,
    pieces: Vec<Piece>,
    /// What was written so far, in order.
    begun: Vec<Node>,
}

impl Writer<'_> {
    fn whole(&mut self) {
        for line in comments::header(self.sketch, &self.places, self.options.lang) {
            self.remark(&line);
        }
        let start = self.text.len();
        let stage = match self.sketch.stage {
            Some(Stage::ToBe) => " to-be",
            _ => " as-is",
        };
        let partial = if self.sketch.is_partial { " partial" } else { "" };
        let name = quoted(&self.sketch.name);
        let _ = writeln!(self.text, "design {name}{stage}{partial}\n");
        self.piece(start, self.sketch.whole.unwrap_or(Span::new(SourceId(0), 0, 0)));
        self.members(None);
        self.text.push('\n');
        let mut links: Vec<&Link> = self.sketch.links.iter().collect();
        let places: BTreeMap<Node, usize> =
            self.begun.iter().enumerate().map(|(place, node)| (*node, place)).collect();
        links.sort_by_key(|link| places.get(&link.from));
        for link in links {
            self.link(link);
        }
        for line in comments::closing(self.sketch, &self.places, self.options.lang) {
            self.remark(&line);
        }
    }

    /// A comment that takes the rest of the line, where comments are wanted; ends the line.
    fn remark(&mut self, words: &str) {
        let is_begun = !self.text.is_empty() && !self.text.ends_with('\n');
        let comment = match is_begun {
            true => format!("  // {words}\n"),
            false => format!("// {words}\n"),
        };
        match self.options.comments {
            true => self.text.push_str(&comment),
            false if is_begun => self.text.push('\n'),
            false => {}
        }
    }

    /// The components of a group, users first, then the groups inside it.
    fn members(&mut self, group: Option<usize>) {
        let sketch = self.sketch;
        let inside = |component: &Component| component.group == group;
        let is_user = |component: &&(usize, &Component)| component.1.word == "user";
        let mut own: Vec<(usize, &Component)> =
            sketch.components.iter().enumerate().filter(|(_, c)| inside(c)).collect();
        own.sort_by_key(|(_, component)| self.rank(component));
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

    /// From the outside in: what users meet first, then what stands behind it.
    fn rank(&self, component: &Component) -> usize {
        let catalog = self.options.catalog;
        let known = || catalog.find(&component.word).map(|technology| technology.kind);
        match Kind::parse(&component.word).or_else(known) {
            None | Some(Kind::External) => Kind::ALL.len(),
            Some(kind) => Kind::ALL.iter().position(|one| *one == kind).unwrap_or_default(),
        }
    }

    fn group(&mut self, at: usize) {
        self.begun.push(Node::Group(at));
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
        self.begun.push(Node::Component(at));
        let start = self.text.len();
        let name = &self.names.components[at];
        let label = label(component.label.as_deref(), name);
        let _ = write!(self.text, "{} {name}{label}", component.word);
        self.facts(&component.facts);
        self.piece(start, component.at);
        self.remark(&comments::component(component, &self.places, self.options.lang));
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
        let place = self.places.of_span(link.at);
        self.remark(&comments::cleaned(&format!("{place} {}", link.why)));
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
