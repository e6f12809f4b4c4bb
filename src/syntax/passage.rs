//! A text is read passage by passage: a statement with all that separates it from the next.
//!
//! What a passage says depends on what stands in it and behind it, and on nothing before it but
//! [`Between`]. So a text of which an earlier state is known is read anew only where it changed.

use super::Parsed;
use super::ast::{Comment, File, Statement};
use super::cursor::Cursor;
use super::errors;
use super::grammar::{Grammar, Rule};
use super::reader::Reader;
use super::shift::{Shift, Shifts};
use super::statement::Between;
use super::unclosed::{Unclosed, settle};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use pest::Parser;
use pest::iterators::{Pair, Pairs};
use std::sync::Arc;

/// The pairs of a text, passage by passage, each with the byte from which the places in it count.
pub(super) struct Passages<'t> {
    text: &'t str,
    /// What is matched at once: a row of passages, which costs less, or no more than one.
    rule: Rule,
    /// Where that begins.
    from: usize,
    row: Option<Pairs<'t, Rule>>,
    /// The end of the last.
    at: usize,
}

impl<'t> Passages<'t> {
    /// All of them.
    pub fn of(text: &'t str) -> Self {
        Self { text, rule: Rule::row, from: 0, row: None, at: 0 }
    }

    /// Those from a byte on, of which the most may not be asked for.
    fn singly(text: &'t str, at: usize) -> Self {
        Self { text, rule: Rule::passage, from: at, row: None, at }
    }

    fn of_row(&mut self) -> Option<Pair<'t, Rule>> {
        self.row.as_mut()?.next()
    }

    /// Matches what comes next. The grammar matches any text unless it is empty.
    fn matched(&mut self) -> Option<Pair<'t, Rule>> {
        self.from = self.at;
        let mut matched = Grammar::parse(self.rule, self.text.get(self.at..)?).ok()?;
        self.row = match self.rule {
            Rule::row => Some(matched.next()?.into_inner()),
            _ => Some(matched),
        };
        self.of_row()
    }
}

impl<'t> Iterator for Passages<'t> {
    type Item = (usize, Pair<'t, Rule>);

    fn next(&mut self) -> Option<Self::Item> {
        let passage = self.of_row().or_else(|| self.matched())?;
        self.at = self.from + passage.as_span().end();
        Some((self.from, passage))
    }
}

/// What stands in a passage that is no comment before the first word.
fn body(passage: Pair<'_, Rule>) -> Option<Pair<'_, Rule>> {
    passage.into_inner().find(|part| part.as_rule() == Rule::body)
}

/// A passage that was read.
#[derive(Clone, Debug)]
struct Passage {
    span: Span,
    before: Between,
    statements: Vec<Statement>,
    comments: Vec<Comment>,
    errors: Vec<Diagnostic>,
    unclosed: Vec<Unclosed>,
}

impl Passage {
    fn moved(mut self, by: Shift) -> Self {
        self.span.shift(by);
        self.statements.shift(by);
        self.comments.shift(by);
        self.errors.shift(by);
        self.unclosed.shift(by);
        self
    }
}

/// What was read of a text.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// Of all of the text.
    span: Span,
    passages: Vec<Passage>,
    /// What the last passage leaves to the next.
    between: Between,
}

impl Reading {
    /// Nothing yet.
    pub fn of(span: Span) -> Self {
        Self { span, passages: Vec::new(), between: Between::default() }
    }

    /// All of the text that stands in `span`.
    pub fn whole(span: Span, text: &str) -> Self {
        let mut reading = Self::of(span);
        Passages::of(text).for_each(|(from, pair)| reading.take(text, from, pair));
        reading
    }

    /// Reads a passage whose places count from `from`.
    pub fn take(&mut self, text: &str, from: usize, pair: Pair<'_, Rule>) {
        let base = self.span.start as usize + from;
        let (start, end) = (pair.as_span().start(), pair.as_span().end());
        let span = Span::new(self.span.source, base + start, base + end);
        let mut reader = Reader::new(self.span.source, base, &text[from..]);
        reader.first = start;
        let before = self.between;
        let comments = reader.comments(&pair);
        let statements = body(pair).map_or_else(Vec::new, |body| {
            reader.statements(&mut Cursor::new(body), None, &mut self.between)
        });
        let Reader { errors, unclosed, .. } = reader;
        self.passages.push(Passage { span, before, statements, comments, errors, unclosed });
    }

    /// The tree.
    pub fn parsed(self, text: &str) -> Parsed {
        let (mut statements, mut comments) = (Vec::new(), Vec::new());
        let (mut errors, mut unclosed) = (Vec::new(), Vec::new());
        for passage in self.passages {
            statements.extend(passage.statements);
            comments.extend(passage.comments);
            errors.extend(passage.errors);
            unclosed.extend(passage.unclosed);
        }
        if !unclosed.is_empty() {
            let missing;
            let base = self.span.start as usize;
            (statements, missing) = settle(statements, unclosed, text, base);
            let reader = Reader::new(self.span.source, base, text);
            let is_limited = errors.iter().any(|error: &Diagnostic| error.rule == errors::LIMIT);
            let said = if is_limited { 1 } else { missing.len() };
            errors.extend(missing.into_iter().take(said).map(|block| {
                errors::missing_close(reader.behind(block.end as usize - base), block.open)
            }));
        }
        errors.sort_by_key(|error| (error.primary.start, error.primary.end));
        let file = Arc::new(File { span: self.span, statements, comments });
        Parsed { file, errors }
    }

    /// The same of the text that stands in `span` now, where this is of an `old` one.
    pub fn amended(mut self, old: &str, text: &str, span: Span) -> Self {
        let common = same(old.bytes(), text.bytes());
        let most = old.len().min(text.len()) - common;
        let common_end = same(old.bytes().rev(), text.bytes().rev()).min(most);
        let from = self.untouched(old, common);
        let by = i64::from(span.start) - i64::from(self.span.start);
        let mut shift = Shift { source: span.source, by };
        let mut known = self.passages.drain(..).peekable();
        let mut amended = Self::of(span);
        amended.passages.extend(known.by_ref().take(from).map(|it| it.moved(shift)));
        amended.between = known.peek().map_or(self.between, |next| next.before);
        let read = amended.passages.last().map_or(span.start, |last| last.span.end);
        let mut passages = Passages::singly(text, (read - span.start) as usize);
        shift.by += text.len() as i64 - old.len() as i64;
        loop {
            // From where both texts go on alike, a passage that begins where one began is that one.
            if passages.at >= text.len() - common_end {
                let at = i64::from(span.start) + passages.at as i64 - shift.by;
                while known.next_if(|it| i64::from(it.span.start) < at).is_some() {}
                let is_met =
                    |it: &Passage| i64::from(it.span.start) == at && it.before == amended.between;
                if known.peek().is_some_and(is_met) {
                    amended.passages.extend(known.map(|it| it.moved(shift)));
                    amended.between = self.between;
                    return amended;
                }
            }
            let Some((from, pair)) = passages.next() else { return amended };
            amended.take(text, from, pair);
        }
    }

    /// How many passages from the first on say the same whatever stands behind the first `common`
    /// bytes of the text. The grammar looks ahead no further than into the next statement.
    fn untouched(&self, text: &str, common: usize) -> usize {
        const AHEAD: usize = 2;
        let local = |it: &Passage| {
            let base = self.span.start;
            (it.span.start - base) as usize..(it.span.end - base) as usize
        };
        let within = self.passages.partition_point(|it| local(it).end <= common);
        let within = within.saturating_sub(AHEAD);
        // Whether a long string is closed depends on all that follows.
        let is_open = |it: &Passage| !it.errors.is_empty() && text[local(it)].contains("\"\"\"");
        self.passages[..within].iter().position(is_open).unwrap_or(within)
    }
}

/// How many of them are the same from the first on.
fn same(one: impl Iterator<Item = u8>, other: impl Iterator<Item = u8>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}
