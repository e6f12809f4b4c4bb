//! What many statements share: names, labels, lists, and how a statement ends.

use super::ast::{Block, Expr, Name, Path, Quoted};
use super::cursor::Cursor;
use super::errors;
use super::expected::Expected;
use super::grammar::Rule;
use super::guess::After;
use super::reader::Reader;
use super::statement::{Between, Holds};
use super::unclosed::Unclosed;
use pest::iterators::Pair;

impl Reader<'_> {
    pub(super) fn required_name(
        &mut self,
        cursor: &mut Cursor<'_>,
        what: Expected,
    ) -> Option<Name> {
        if let Some(name) = cursor.take(Rule::ident) {
            return Some(self.name(&name));
        }
        if let Some(word) = cursor.take(Rule::misnamed) {
            let span = self.span(&word);
            self.errors.push(errors::misnamed(word.as_str(), span));
            return Some(self.name(&word));
        }
        self.expect(what, cursor.end());
        None
    }

    /// A label, with or without a colon before it.
    pub(super) fn label(&mut self, cursor: &mut Cursor<'_>) -> Option<Quoted> {
        let colon = cursor.skip(Rule::colon);
        if let Some(label) = cursor.take(Rule::string) {
            return Some(self.quoted(label));
        }
        if let Some(url) = cursor.take(Rule::url) {
            return Some(self.bare_url(&url));
        }
        // Words without quotes are explained as what does not belong.
        if colon && cursor.peek() != Some(Rule::extra) {
            self.expect(Expected::Label, cursor.end());
        }
        None
    }

    pub(super) fn required_string(
        &mut self,
        cursor: &mut Cursor<'_>,
        what: Expected,
    ) -> Option<Quoted> {
        let string = cursor.take(Rule::string).map(|string| self.quoted(string));
        if string.is_none() {
            self.expect(what, cursor.end());
        }
        string
    }

    /// `https://…` without quotes.
    pub(super) fn bare_url(&mut self, url: &Pair<'_, Rule>) -> Quoted {
        let span = self.span(url);
        self.errors.push(errors::bare_url(url.as_str(), span));
        Quoted { text: url.as_str().to_owned(), span }
    }

    /// The value behind `=`. `None` without a `=`, `Some(None)` without a value, which is an error.
    pub(super) fn assigned(&mut self, cursor: &mut Cursor<'_>) -> Option<Option<Expr>> {
        let assign = cursor.take(Rule::assign)?;
        let sign = assign.as_str().trim_end();
        if !matches!(sign, "=" | ":" | "＝" | "：") {
            let span = self.span(&assign);
            self.errors.push(errors::other_equals(&self.text[self.local(span)], span));
        }
        let value = cursor.take(Rule::expr).map(|value| self.expr(value));
        if value.is_none() {
            match cursor.peek() {
                Some(Rule::block) => {
                    let equals = self.span(&assign);
                    self.errors.push(errors::equals_before_block(equals));
                }
                Some(Rule::value_extra) => {}
                _ => self.expect(Expected::Value, cursor.end()),
            }
        }
        Some(value)
    }

    pub(super) fn paths(&mut self, cursor: &mut Cursor<'_>, what: Expected) -> Vec<Path> {
        self.listed(cursor, Rule::path, what, |reader, path| Some(reader.path(path)))
    }

    /// Parts of one rule with commas between them.
    pub(super) fn listed<'i, T>(
        &mut self,
        cursor: &mut Cursor<'i>,
        rule: Rule,
        what: Expected,
        read: impl Fn(&mut Self, Pair<'i, Rule>) -> Option<T>,
    ) -> Vec<T> {
        let mut list = Vec::new();
        while let Some(part) = cursor.take(rule) {
            list.extend(read(self, part));
            while cursor.skip(Rule::comma) {
                if cursor.peek() != Some(rule) {
                    self.expect(what, cursor.end());
                }
            }
        }
        list
    }

    pub(super) fn required_block(
        &mut self,
        cursor: &mut Cursor<'_>,
        what: Expected,
        holds: Holds,
        after: After<'_>,
    ) -> Option<Block> {
        if !matches!(cursor.peek(), Some(Rule::block | Rule::extra)) {
            self.expect(what, cursor.end());
        }
        self.end(cursor, holds, after)
    }

    /// What may close a statement: words that do not belong, and a block.
    pub(super) fn end(
        &mut self,
        cursor: &mut Cursor<'_>,
        holds: Holds,
        after: After<'_>,
    ) -> Option<Block> {
        self.extra(cursor, after);
        cursor.take(Rule::block).map(|block| self.block(block, holds))
    }

    /// The same for a statement that takes no block. What a block declares still counts.
    pub(super) fn end_without_block(&mut self, cursor: &mut Cursor<'_>, after: After<'_>) {
        self.extra(cursor, after);
        if cursor.peek() != Some(Rule::block) {
            return;
        }
        if !self.failed() {
            self.errors.push(errors::no_block_here(self.behind(cursor.end())));
        }
        self.end_as_junk(cursor, after);
    }

    /// The same for a statement that failed.
    pub(super) fn end_as_junk(&mut self, cursor: &mut Cursor<'_>, after: After<'_>) {
        self.extra(cursor, after);
        if let Some(block) = cursor.take_apart(Rule::block) {
            let block = self.block(block, Holds::Everything);
            self.orphan(block);
        }
    }

    fn extra(&mut self, cursor: &mut Cursor<'_>, after: After<'_>) {
        let before = cursor.end();
        let extra = cursor.take(Rule::extra).or_else(|| cursor.take(Rule::value_extra));
        if let Some(extra) = extra
            && !self.failed()
        {
            let span = self.span(&extra);
            let error = self.explain_extra(before, span, after, cursor.peek() == Some(Rule::block));
            self.errors.push(error);
        }
    }

    pub(super) fn block(&mut self, pair: Pair<'_, Rule>, holds: Holds) -> Block {
        let span = self.span(&pair);
        if !self.enter(&pair) {
            return Block { span, open: span, close: None, statements: Vec::new() };
        }
        let mut cursor = Cursor::new(pair);
        let open = cursor.take(Rule::open).map_or(span, |open| self.span(&open));
        let statements = self.statements(&mut cursor, Some(holds), &mut Between::default());
        self.leave();
        let close = cursor.take(Rule::close).map(|close| self.span(&close));
        let span = self.range(cursor.start, cursor.end());
        if close.is_none() {
            self.leave_open(Unclosed { open, end: self.end_of_last(&statements, open) });
        }
        Block { span, open, close, statements }
    }
}
