//! Where text comes from and where in it something stands.

mod markdown;
mod origin;

pub use markdown::{Blocks, design_blocks};
pub use origin::{Origins, Piece, Traces};

use crate::sink::secrets::{self, Secret};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// One of the texts in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub u32);

/// A stretch of a source, in bytes; `end` is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The text.
    pub source: SourceId,
    /// Its first byte.
    pub start: u32,
    /// The byte behind its last.
    pub end: u32,
}

impl Span {
    /// From byte `start` up to, not including, byte `end`.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { source, start: start as u32, end: end as u32 }
    }

    /// The smallest span that holds both. Both must be of one source.
    pub fn to(self, other: Span) -> Span {
        debug_assert_eq!(self.source, other.source);
        Span {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// Its bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether all of `other` lies within.
    pub fn contains(self, other: Span) -> bool {
        self.source == other.source && self.start <= other.start && other.end <= self.end
    }
}

/// A place as people count it: both start at 1, a column is one Unicode scalar value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Of the file; the first is 1.
    pub line: usize,
    /// Of the line; the first is 1.
    pub column: usize,
}

/// A text with its name and an index of its lines.
#[derive(Clone, Debug)]
pub struct Source {
    /// By which it is called in output; for a file its path.
    pub name: String,
    /// All of it.
    pub text: Arc<str>,
    /// For a text that was written from other files: where each piece came from.
    pub origins: Option<Arc<Origins>>,
    line_starts: Arc<[u32]>,
    /// Once looked for; the text may be masked since.
    secrets: Option<Arc<[Secret]>>,
}

impl Source {
    /// `text` must be shorter than 4 GiB; the callers' limit is far below that.
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        let text: Arc<str> = text.into();
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at as u32 + 1))
            .collect::<Vec<_>>();
        Self { name: name.into(), text, origins: None, line_starts: starts.into(), secrets: None }
    }

    /// The same text with its secrets known, and unless they are to be `shown`, unreadable. Every
    /// place stays where it is.
    pub fn examined(mut self, shown: bool) -> Self {
        if self.secrets.is_some() {
            return self;
        }
        let found = secrets::find(&self.text);
        if !shown && !found.is_empty() {
            self.text = secrets::masked(&self.text, &found).into();
        }
        self.secrets = Some(found.into());
        self
    }

    /// The same file with another text, of which only these stretches are as they were, byte for byte.
    pub(crate) fn reduced(mut self, text: String, kept: &[Range<usize>]) -> Self {
        debug_assert_eq!(self.text.len(), text.len());
        let stays = |it: &&Secret| {
            kept.iter().any(|part| part.start <= it.range.start && it.range.end <= part.end)
        };
        self.secrets = self.secrets.map(|known| known.iter().filter(stays).cloned().collect());
        self.text = text.into();
        self
    }

    /// The places of its secrets, whether or not the text still shows them.
    pub fn secrets(&self) -> Cow<'_, [Secret]> {
        match &self.secrets {
            Some(known) => Cow::Borrowed(known),
            None => Cow::Owned(secrets::find(&self.text)),
        }
    }

    /// The characters of a range with the known secrets among them unreadable, whether or not the
    /// text shows them.
    pub fn discreet(&self, range: Range<usize>) -> Cow<'_, str> {
        let known = self.secrets.as_deref().unwrap_or_default();
        let is_touched = |it: &Secret| it.range.start < range.end && range.start < it.range.end;
        match known.iter().any(is_touched) {
            true => Cow::Owned(secrets::masked(&self.text, known)[range].to_owned()),
            false => Cow::Borrowed(&self.text[range]),
        }
    }

    /// Zero-based index of the line that holds the byte at `offset`.
    pub(crate) fn line_index(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start as usize <= offset) - 1
    }

    /// Byte at which the zero-based line begins; the text's end for a line past the last.
    pub(crate) fn line_start(&self, line: usize) -> usize {
        self.line_starts.get(line).map_or(self.text.len(), |&start| start as usize)
    }

    /// The line and column of a byte offset. A byte-order mark takes no column.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.line_index(offset);
        let before = &self.text[self.line_start(line)..floor_char(&self.text, offset)];
        let column = before.strip_prefix('\u{feff}').unwrap_or(before).chars().count();
        Position { line: line + 1, column: column + 1 }
    }
}

fn floor_char(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// All texts of one run, in the order in which they were read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
}

impl Sources {
    /// Takes one more text.
    pub fn add(&mut self, source: Source) -> SourceId {
        self.list.push(source);
        SourceId(self.list.len() as u32 - 1)
    }

    /// The same texts, each [`Source::examined`].
    pub fn examined(self, shown: bool) -> Self {
        Self { list: self.list.into_iter().map(|source| source.examined(shown)).collect() }
    }

    /// Makes stretches unreadable, unless they are to be `shown`, which hold secrets in a form that
    /// only a machine reads, or what nobody need see. They stand in the order of the text.
    pub(crate) fn hide(&mut self, id: SourceId, hidden: Vec<Secret>, shown: bool) {
        let source = &mut self.list[id.0 as usize];
        let mut known = source.secrets().into_owned();
        if !shown {
            source.text = secrets::masked(&source.text, &hidden).into();
        }
        let is_apart = |one: &Range<usize>, other: &Range<usize>| {
            one.end <= other.start || other.end <= one.start
        };
        let mut at = 0;
        known.retain(|it| {
            at += hidden[at..].partition_point(|one| one.range.end <= it.range.start);
            hidden.get(at).is_none_or(|one| is_apart(&one.range, &it.range))
        });
        known.extend(hidden);
        known.sort_by_key(|secret| secret.range.start);
        source.secrets = Some(known.into());
    }

    /// The text of that id, which must be one of these.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.list[id.0 as usize]
    }

    /// The id of the source of that name, if it was read already.
    pub fn find(&self, name: &str) -> Option<SourceId> {
        self.list.iter().position(|s| s.name == name).map(|at| SourceId(at as u32))
    }

    /// All of them, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.list.iter().enumerate().map(|(at, source)| (SourceId(at as u32), source))
    }

    /// The characters of a span.
    pub fn text(&self, span: Span) -> &str {
        &self.get(span.source).text[span.range()]
    }

    /// The line and column of a byte of a text.
    pub fn position(&self, source: SourceId, offset: usize) -> Position {
        self.get(source).position(offset)
    }
}

/// The one door through which the library asks for another text (`include`, `extends`).
pub trait Loader {
    /// The text behind `path`, which is written relative to the source named `from`, together with
    /// the name under which it is to be known. Two spellings of one file must give one name.
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError>;

    /// The path of the source named `name` as patterns in the configuration see it: relative to
    /// the configuration's folder.
    fn path(&self, name: &str) -> String {
        name.to_owned()
    }

    /// Texts of the policies that every design of the project is held to.
    fn policies(&self) -> Vec<Source> {
        Vec::new()
    }

    /// The names of the regular files in the folder `path`, sorted; a folder's name ends in `/`.
    ///
    /// # Errors
    ///
    /// Where there is no such folder, or it may not be read.
    fn list(&self, from: &str, path: &str) -> Result<Vec<String>, LoadError> {
        let _ = (from, path);
        Err(LoadError {
            reason: crate::say::Text::new(
                "여기서는 폴더를 읽을 수 없습니다",
                "no folder can be read here",
            ),
        })
    }
}

/// Why a text could not be had; `reason` is shown to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// What is said to the person.
    pub reason: crate::say::Text,
}

/// Knows no other text: for designs that stand alone.
pub struct NoLoader;

impl Loader for NoLoader {
    fn load(&self, _from: &str, _path: &str) -> Result<Source, LoadError> {
        Err(LoadError {
            reason: crate::say::Text::new(
                "여기서는 다른 파일을 읽을 수 없습니다",
                "no other file can be read here",
            ),
        })
    }
}
