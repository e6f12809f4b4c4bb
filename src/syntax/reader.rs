//! What all readers of grammar pairs share: spans, names, strings, and the list of mistakes.

use super::ast::{Comment, Name, Quoted, Statement};
use super::cursor::{last_character, may_have_comments};
use super::errors::{self, MAX_NESTING};
use super::expected::{self, Expected};
use super::grammar::Rule;
use super::string;
use super::unclosed::Unclosed;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use pest::iterators::Pair;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Turns pairs into tree nodes and notes what is wrong with them.
pub(super) struct Reader<'s> {
    source: SourceId,
    /// Where `text` begins in its source.
    pub base: usize,
    /// All that stands from there on.
    pub text: &'s str,
    /// Where in it the passage begins: what is read does not depend on what stands before.
    pub first: usize,
    pub errors: Vec<Diagnostic>,
    /// Blocks without their `}`, the innermost first.
    pub unclosed: Vec<Unclosed>,
    /// Good statements in the block of one that can't be read.
    pub orphans: Vec<Statement>,
    /// How many errors there were before the present statement.
    failures: usize,
    depth: usize,
    /// The rest of the text was not read, so that no block can be said to lack its `}`.
    is_cut: bool,
}

impl<'s> Reader<'s> {
    pub fn new(source: SourceId, base: usize, text: &'s str) -> Self {
        Self {
            source,
            base,
            text,
            first: 0,
            errors: Vec::new(),
            unclosed: Vec::new(),
            orphans: Vec::new(),
            failures: 0,
            depth: 0,
            is_cut: false,
        }
    }

    /// Notes a block that lacks its `}`.
    pub fn leave_open(&mut self, block: Unclosed) {
        if !self.is_cut {
            self.unclosed.push(block);
        }
    }

    /// Begins a statement; returns what [`Reader::resume`] wants for the one around it.
    pub fn begin(&mut self) -> usize {
        std::mem::replace(&mut self.failures, self.errors.len())
    }

    pub fn resume(&mut self, before: usize) {
        self.failures = before;
    }

    /// Whether the present statement is known to be wrong: what follows from that is not said.
    pub fn failed(&self) -> bool {
        self.errors.len() > self.failures
    }

    /// The span of a token, or of a part whose end is a token.
    pub fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        self.range(pair.as_span().start(), last_character(pair))
    }

    /// From one offset in `text` to another.
    pub fn range(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, self.base + start, self.base + end.max(start))
    }

    /// What stands in the passage before an offset in `text`.
    pub fn before(&self, end: usize) -> &'s str {
        &self.text[self.first.min(end)..end]
    }

    /// Where a span lies in `text`.
    pub fn local(&self, span: Span) -> std::ops::Range<usize> {
        span.start as usize - self.base..span.end as usize - self.base
    }

    /// A part of a span, counted from its beginning.
    pub fn within(&self, span: Span, start: usize, end: usize) -> Span {
        Span::new(span.source, span.start as usize + start, span.start as usize + end)
    }

    /// All comments of a passage. One that is never closed is an error.
    pub fn comments(&mut self, passage: &Pair<'_, Rule>) -> Vec<Comment> {
        let mut comments = Vec::new();
        if !may_have_comments(passage.as_str()) {
            return comments;
        }
        let all = passage.clone().into_inner().flatten();
        for pair in all.filter(|pair| pair.as_rule() == Rule::comment) {
            let span = self.range(pair.as_span().start(), pair.as_span().end());
            let written = pair.as_str();
            if written.starts_with("/*") && (written.len() < 4 || !written.ends_with("*/")) {
                self.errors.push(errors::unclosed_comment(self.within(span, 0, 2)));
            }
            comments.push(Comment { span });
        }
        comments
    }

    pub fn name(&self, pair: &Pair<'_, Rule>) -> Name {
        Name { text: nfc(pair.as_str()), span: self.span(pair) }
    }

    /// A string without its quotes and escapes.
    pub fn quoted(&mut self, pair: Pair<'_, Rule>) -> Quoted {
        let span = self.span(&pair);
        let Some(form) = pair.into_inner().next() else {
            return Quoted { text: String::new(), span };
        };
        let raw = form.as_str();
        let quote = raw.chars().next().map_or(0, char::len_utf8);
        match form.as_rule() {
            Rule::long => {
                let inner = &raw[3..raw.len() - 3];
                let text = self.unescape(&string::dedent(&inner.replace("\r\n", "\n")), None);
                Quoted { text, span }
            }
            Rule::unclosed_long => {
                let trimmed = raw.trim_end();
                let span = self.within(span, 0, trimmed.len());
                self.errors.push(errors::unclosed_long(self.within(span, 0, 3)));
                Quoted { text: self.unescape(&trimmed[3..], None), span }
            }
            Rule::unclosed => {
                let trimmed = raw.trim_end();
                let span = self.within(span, 0, trimmed.len());
                self.errors.push(errors::unclosed_string(span));
                let text = self.unescape(&trimmed[quote.min(trimmed.len())..], None);
                Quoted { text, span }
            }
            rule => {
                let closing = raw.chars().next_back().map_or(0, char::len_utf8);
                let inner = &raw[quote..raw.len() - closing];
                if rule == Rule::single {
                    self.errors.push(errors::single_quotes(span));
                    return Quoted { text: inner.to_owned(), span };
                }
                Quoted { text: self.unescape(inner, Some((span, quote))), span }
            }
        }
    }

    fn unescape(&mut self, raw: &str, place: Option<(Span, usize)>) -> String {
        let (text, bad) = string::unescape(raw);
        if let Some((span, offset)) = place {
            for escape in bad {
                let at = self.within(span, offset + escape.at, offset + escape.at + escape.len);
                self.errors.push(errors::bad_escape(&raw[escape.at..escape.at + escape.len], at));
            }
        }
        text
    }

    /// Goes one bracket deeper; false, with an error, when that is too deep.
    pub fn enter(&mut self, pair: &Pair<'_, Rule>) -> bool {
        if self.depth == MAX_NESTING {
            let start = pair.as_span().start();
            let bracket = self.text[start..].chars().next().map_or(0, char::len_utf8);
            self.errors.push(errors::too_deep(self.range(start, start + bracket)));
            let mut inner = pair.clone().into_inner().flatten();
            self.is_cut |= inner.any(|part| part.as_rule() == Rule::too_deep);
            return false;
        }
        self.depth += 1;
        true
    }

    pub fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Something is missing behind the token that ends at `end`.
    pub fn expect(&mut self, what: Expected, end: usize) {
        if self.failed() {
            return;
        }
        let after = last_word(self.before(end));
        let at = self.behind(end);
        self.errors.push(expected::expected(what, after, at));
    }

    /// Something is missing behind a part that was read already.
    pub fn expect_behind(&mut self, what: Expected, part: Span) {
        self.expect(what, part.end as usize - self.base);
    }

    /// A closing bracket is missing; says where it was opened.
    pub fn expect_close(&mut self, what: Expected, end: usize, opened: Option<Span>) {
        if self.failed() {
            return;
        }
        self.expect(what, end);
        if let (Some(opened), Some(error)) = (opened, self.errors.last_mut()) {
            let text = crate::say::Text::new("여기서 열렸습니다", "opened here");
            error.related.push((opened, text));
        }
    }

    /// Something is missing before what begins behind `end`: points there.
    pub fn expect_before(&mut self, what: Expected, end: usize) {
        if self.failed() {
            return;
        }
        let rest = &self.text[end..];
        let start = end + rest.len() - rest.trim_start().len();
        let at = self.first_word(self.range(start, self.text.len()));
        let found = self.text[self.local(at)].to_owned();
        self.errors.push(expected::expected_instead(what, &found, at));
    }

    /// One piece that does not belong; only the first of a statement is reported.
    pub fn unexpected(&mut self, pair: &Pair<'_, Rule>) {
        if !self.failed() {
            let error = errors::unexpected(pair.as_str(), self.span(pair));
            self.errors.push(error);
        }
    }

    /// The first word of a longer part.
    pub fn first_word(&self, span: Span) -> Span {
        let words = &self.text[self.local(span)];
        let letter = |c: char| c.is_alphanumeric() || c == '_';
        let end = match words.starts_with(letter) {
            true => words.find(|c| !letter(c) && c != '-' && c != '.'),
            false => words.find(|c: char| letter(c) || c.is_whitespace() || c == '"'),
        };
        let first = words.chars().next().map_or(0, char::len_utf8);
        self.within(span, 0, end.unwrap_or(words.len()).max(first))
    }

    /// The end of a block's last statement; of the bracket if there is none.
    pub fn end_of_last(&self, statements: &[Statement], open: Span) -> u32 {
        statements.last().map_or(open.end, |last| last.span.end)
    }

    /// The character behind an offset; at the end of a line the one before it, so that there is
    /// always something to point at.
    pub fn behind(&self, end: usize) -> Span {
        match self.text[end..].chars().next() {
            Some(next) if !matches!(next, '\n' | '\r') => self.range(end, end + next.len_utf8()),
            _ => {
                let last = self.before(end).chars().next_back().map_or(0, char::len_utf8);
                self.range(end - last, end)
            }
        }
    }
}

/// The text as one normal form, so that a name typed on any system is the same name.
pub(super) fn nfc(text: &str) -> String {
    match text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        true => text.to_owned(),
        false => text.nfc().collect(),
    }
}

/// The word, mark or string at the end of a text, to be quoted in a message.
fn last_word(text: &str) -> &str {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '%');
    let Some(last) = text.chars().next_back() else { return "" };
    if last == '"' {
        let open = text[..text.len() - 1].rfind(['"', '\n']).unwrap_or(0);
        return &text[open..];
    }
    let same = |c: char| match is_word(last) && last != '-' {
        true => is_word(c),
        false => !c.is_alphanumeric() && !c.is_whitespace() && !"{}[]()\",;".contains(c),
    };
    let start = text.trim_end_matches(same).len();
    if start == text.len() { &text[text.len() - last.len_utf8()..] } else { &text[start..] }
}
