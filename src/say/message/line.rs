//! A message in one language, which knows what its words are.

use super::Say;
use crate::say::{Lang, Particle};
use std::fmt::{self, Write};
use std::ops::{Deref, Range};

/// A message in one language: its words, and what some of them are.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Line {
    words: String,
    /// In order, not overlapping; what lies between them is plain words.
    marked: Vec<(Range<usize>, Kind)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    /// Of a place; its noun begins so many bytes before the end.
    Name {
        noun: usize,
    },
    Number,
    Code,
    Particle(Particle),
}

/// A part of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Words(&'a str),
    /// The path of a component, a group or a connection, and the Korean noun behind it.
    Name {
        path: &'a str,
        noun: &'a str,
    },
    Number(&'a str),
    /// What stands in backticks: a statement, an option, a word of the language.
    Code(&'a str),
    /// As it fits what stands before it in this line.
    Particle(Particle, &'a str),
}

impl Line {
    pub fn push_words(&mut self, words: &str) {
        self.words.push_str(words);
    }

    pub fn push_name(&mut self, path: &str, noun: &str) {
        let start = self.words.len();
        self.words.extend(["`", path, "`"]);
        if !noun.is_empty() {
            self.words.extend([" ", noun]);
        }
        self.mark(start, Kind::Name { noun: noun.len() });
    }

    pub fn push_number(&mut self, number: impl fmt::Display) {
        let start = self.words.len();
        // A string takes all that is written to it.
        let _ = write!(self.words, "{number}");
        self.mark(start, Kind::Number);
    }

    pub fn push_code(&mut self, code: &str) {
        let start = self.words.len();
        self.words.extend(["`", code, "`"]);
        self.mark(start, Kind::Code);
    }

    pub fn push_particle(&mut self, particle: Particle) {
        let start = self.words.len();
        self.words.push_str(particle.behind(&self.words));
        self.mark(start, Kind::Particle(particle));
    }

    /// With a capital at its start, where words stand there.
    pub fn capitalized(&self) -> Line {
        let begins_with_words = self.marked.first().is_none_or(|(range, _)| range.start > 0);
        let mut letters = self.words.chars();
        match letters.next() {
            // A capital of another length would move what is marked.
            Some(first) if begins_with_words && first.is_ascii() => {
                let words = format!("{}{}", first.to_ascii_uppercase(), letters.as_str());
                Line { words, marked: self.marked.clone() }
            }
            _ => self.clone(),
        }
    }

    pub fn push(&mut self, more: &Line) {
        let start = self.words.len();
        self.words.push_str(&more.words);
        let moved = |range: &Range<usize>| range.start + start..range.end + start;
        self.marked.extend(more.marked.iter().map(|(range, kind)| (moved(range), *kind)));
    }

    fn mark(&mut self, start: usize, kind: Kind) {
        self.marked.push((start..self.words.len(), kind));
    }

    pub fn pieces(&self) -> Vec<Piece<'_>> {
        let mut pieces = Vec::with_capacity(self.marked.len() * 2 + 1);
        let mut from = 0;
        for (range, kind) in &self.marked {
            if from < range.start {
                pieces.push(Piece::Words(&self.words[from..range.start]));
            }
            pieces.push(self.piece(range, *kind));
            from = range.end;
        }
        if from < self.words.len() {
            pieces.push(Piece::Words(&self.words[from..]));
        }
        pieces
    }

    /// The words as they are read where names can stand out by themselves, without backticks; each
    /// part with whether it is a name or code.
    pub fn parts(&self) -> Vec<(&str, bool)> {
        let mut parts = Vec::with_capacity(self.marked.len() * 2 + 1);
        for piece in self.pieces() {
            match piece {
                Piece::Words(words) | Piece::Number(words) | Piece::Particle(_, words) => {
                    parts.push((words, false));
                }
                Piece::Code(code) => parts.push((code, true)),
                Piece::Name { path, noun: "" } => parts.push((path, true)),
                Piece::Name { path, noun } => {
                    parts.extend([(path, true), (" ", false), (noun, false)])
                }
            }
        }
        parts
    }

    /// All [`Line::parts`] in one text.
    pub fn plain(&self) -> String {
        self.parts().into_iter().map(|(words, _)| words).collect()
    }

    fn piece(&self, range: &Range<usize>, kind: Kind) -> Piece<'_> {
        let words = &self.words[range.clone()];
        match kind {
            Kind::Name { noun } => {
                let (called, noun) = words.split_at(words.len() - noun);
                Piece::Name { path: called.trim_end().trim_matches('`'), noun }
            }
            Kind::Number => Piece::Number(words),
            Kind::Code => Piece::Code(&words[1..words.len() - 1]),
            Kind::Particle(particle) => Piece::Particle(particle, words),
        }
    }

    /// The line with some places called otherwise: by the label that a picture shows. A noun that
    /// the label ends with is not said twice, and particles follow the label.
    pub fn labelled<'l>(&self, label: impl Fn(&str) -> Option<&'l str>) -> Line {
        let mut line = Line::default();
        for piece in self.pieces() {
            match piece {
                Piece::Words(words) => line.push_words(words),
                Piece::Number(number) => line.push_number(number),
                Piece::Code(code) => line.push_code(code),
                Piece::Particle(particle, _) => line.push_particle(particle),
                Piece::Name { path, noun } => match label(path) {
                    Some(label) => line.push_name(label, noun_behind(label, noun)),
                    None => line.push_name(path, noun),
                },
            }
        }
        line
    }

    /// Writes a template: `{name}` is what is given by that name, `{name:이}` has the particle that
    /// fits behind it, and what stands in backticks is code.
    pub(super) fn fill(&mut self, template: &str, lang: Lang, given: &[(&str, &dyn Say)]) {
        let mut code = None;
        let mut rest = template;
        self.words.reserve(template.len() + given.len() * 16);
        self.marked.reserve(given.len() * 3);
        while let Some(at) = rest.bytes().position(|sign| matches!(sign, b'{' | b'}' | b'`')) {
            self.push_words(&rest[..at]);
            let sign = &rest[at..=at];
            rest = &rest[at + 1..];
            match (sign, code) {
                ("`", None) => {
                    code = Some(self.words.len());
                    self.words.push('`');
                }
                ("`", Some(start)) => {
                    self.words.push('`');
                    // What was said inside is code like the rest of it.
                    self.marked.retain(|(range, _)| range.end <= start);
                    self.mark(start, Kind::Code);
                    code = None;
                }
                _ if rest.starts_with(sign) => {
                    self.words.push_str(sign);
                    rest = &rest[1..];
                }
                _ => {
                    let (place, after) = rest.split_once('}').unwrap_or((rest, ""));
                    rest = after;
                    let (name, particle) = place.split_once(':').unwrap_or((place, ""));
                    if let Some((_, what)) = given.iter().find(|(known, _)| *known == name) {
                        what.say(self, lang);
                    }
                    if let Some(particle) = Particle::written(particle) {
                        self.push_particle(particle);
                    }
                }
            }
        }
        self.push_words(rest);
    }
}

/// The noun to be said behind a label: none where the label ends with it.
fn noun_behind<'n>(label: &str, noun: &'n str) -> &'n str {
    let ends = label.strip_suffix(noun).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '));
    if ends { "" } else { noun }
}

impl Deref for Line {
    type Target = str;

    fn deref(&self) -> &str {
        &self.words
    }
}

impl fmt::Display for Line {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words.fmt(out)
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words.fmt(out)
    }
}

impl AsRef<str> for Line {
    fn as_ref(&self) -> &str {
        &self.words
    }
}

impl PartialEq<str> for Line {
    fn eq(&self, other: &str) -> bool {
        self.words == other
    }
}

impl serde::Serialize for Line {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.words)
    }
}

impl PartialEq<&str> for Line {
    fn eq(&self, other: &&str) -> bool {
        self.words == *other
    }
}

/// Words, in which backticks set off code.
impl From<&str> for Line {
    fn from(words: &str) -> Self {
        let mut line = Line::default();
        let parts: Vec<&str> = words.split('`').collect();
        // A lone backtick sets nothing off.
        let whole = if parts.len().is_multiple_of(2) { parts.len() - 1 } else { parts.len() };
        for (at, part) in parts[..whole].iter().enumerate() {
            if at % 2 == 0 { line.push_words(part) } else { line.push_code(part) }
        }
        for part in &parts[whole..] {
            line.words.extend(["`", part]);
        }
        line
    }
}

impl From<String> for Line {
    fn from(words: String) -> Self {
        words.as_str().into()
    }
}

impl From<std::borrow::Cow<'_, str>> for Line {
    fn from(words: std::borrow::Cow<'_, str>) -> Self {
        (&*words).into()
    }
}

impl From<&String> for Line {
    fn from(words: &String) -> Self {
        words.as_str().into()
    }
}

impl From<Line> for String {
    fn from(line: Line) -> Self {
        line.words
    }
}
