//! Statements and blocks.

use super::ast::{Attribute, Block, Declaration, Name, Path, Quoted, Statement, StatementKind};
use super::cursor::Cursor;
use super::errors::{self, Expected};
use super::grammar::Rule;
use super::reader::Reader;
use pest::iterators::Pair;

impl Reader<'_> {
    /// The statements of a file or a block, from its parts up to (not including) a `close`.
    pub(super) fn statements(&mut self, cursor: &mut Cursor<'_>, inside: bool) -> Vec<Statement> {
        let mut statements = Vec::new();
        let mut separated = true;
        while let Some(rule) = cursor.peek() {
            if matches!(rule, Rule::close | Rule::EOI) {
                break;
            }
            let Some(part) = cursor.take_any() else { break };
            match rule {
                Rule::newline | Rule::semicolon => separated = true,
                Rule::comma => {
                    if !inside {
                        let at = self.span(&part);
                        self.errors.push(errors::comma_outside(at));
                    }
                    separated = true;
                }
                Rule::stray_close => {
                    let at = self.span(&part);
                    self.errors.push(errors::stray_close(at));
                }
                _ => {
                    if !separated {
                        let start = part.as_span().start();
                        let at = self.behind(start);
                        self.errors.push(errors::missing_separator(at));
                    }
                    separated = false;
                    let first = statements.len();
                    self.statement(part, &mut statements);
                    if !inside {
                        self.outside(&statements[first..]);
                    }
                }
            }
        }
        statements
    }

    /// Attributes have no place outside a block.
    fn outside(&mut self, statements: &[Statement]) {
        for statement in statements {
            let StatementKind::Attribute(attribute) = &statement.kind else { continue };
            let name = &attribute.name;
            self.errors.push(match attribute.value {
                Some(_) => errors::attribute_outside(&name.text, name.span),
                None => errors::lone_word(&name.text, name.span),
            });
        }
    }

    /// One statement; bare words (`managed, tls`) are one each.
    fn statement(&mut self, pair: Pair<'_, Rule>, out: &mut Vec<Statement>) {
        let rule = pair.as_rule();
        let mut cursor = Cursor::new(pair);
        let kind = match rule {
            Rule::design => self.header(&mut cursor),
            Rule::facts => self.facts(&mut cursor),
            Rule::flow => {
                self.journey(&mut cursor).map_or(StatementKind::Junk, StatementKind::Flow)
            }
            Rule::scenario => {
                self.journey(&mut cursor).map_or(StatementKind::Junk, StatementKind::Scenario)
            }
            Rule::expect => self.expectation(&mut cursor),
            Rule::accept => self.accept(&mut cursor),
            Rule::forbid => self.forbid(&mut cursor),
            Rule::constant => self.constant(&mut cursor),
            Rule::default => self.default(&mut cursor),
            Rule::include => self.include(&mut cursor),
            Rule::change => self.change(&mut cursor),
            Rule::relocate => self.relocate(&mut cursor),
            Rule::remove => self.remove(&mut cursor),
            Rule::attribute => self.attribute(&mut cursor),
            Rule::attribute_without_equals => self.attribute_without_equals(&mut cursor),
            Rule::declaration => self.declaration(&mut cursor),
            Rule::names => return self.names(cursor, out),
            _ => self.junk(&mut cursor, out),
        };
        out.push(Statement { span: self.range(cursor.start, cursor.end), kind });
    }

    fn declaration(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        let Some(word) = cursor.take(Rule::ident) else { return StatementKind::Junk };
        let word = self.name(&word);
        let name = self.required_name(cursor, Expected::Name);
        let label = self.label(cursor);
        let block = self.end(cursor);
        match name {
            Some(name) => StatementKind::Declaration(Declaration { word, name, label, block }),
            None => StatementKind::Junk,
        }
    }

    fn attribute(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        let Some(name) = cursor.take(Rule::ident) else { return StatementKind::Junk };
        let name = self.name(&name);
        let value = self.assigned(cursor).flatten();
        let span = self.range(cursor.start, cursor.end);
        self.end_without_block(cursor);
        match value {
            Some(_) => StatementKind::Attribute(Attribute { name, value, span }),
            None => StatementKind::Junk,
        }
    }

    fn attribute_without_equals(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        let Some(name) = cursor.take(Rule::ident) else { return StatementKind::Junk };
        let name = self.name(&name);
        self.expect(Expected::Equals, cursor.end);
        let value = cursor.take(Rule::expr).map(|value| self.expr(value));
        let span = self.range(cursor.start, cursor.end);
        self.end_without_block(cursor);
        StatementKind::Attribute(Attribute { name, value, span })
    }

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
        self.expect(what, cursor.end);
        None
    }

    pub(super) fn label(&mut self, cursor: &mut Cursor<'_>) -> Option<Quoted> {
        cursor.take(Rule::string).map(|label| self.quoted(label))
    }

    pub(super) fn required_string(
        &mut self,
        cursor: &mut Cursor<'_>,
        what: Expected,
    ) -> Option<Quoted> {
        let string = self.label(cursor);
        if string.is_none() {
            self.expect(what, cursor.end);
        }
        string
    }

    /// The value behind `=`. `None` without a `=`, `Some(None)` without a value, which is an error.
    pub(super) fn assigned(&mut self, cursor: &mut Cursor<'_>) -> Option<Option<super::ast::Expr>> {
        cursor.take(Rule::assign)?;
        let value = cursor.take(Rule::expr).map(|value| self.expr(value));
        if value.is_none() {
            self.expect(Expected::Value, cursor.end);
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
                    self.expect(what, cursor.end);
                }
            }
        }
        list
    }

    pub(super) fn required_block(
        &mut self,
        cursor: &mut Cursor<'_>,
        what: Expected,
    ) -> Option<Block> {
        if !matches!(cursor.peek(), Some(Rule::block | Rule::extra)) {
            self.expect(what, cursor.end);
        }
        self.end(cursor)
    }

    /// What may close a statement: words that do not belong, and a block.
    pub(super) fn end(&mut self, cursor: &mut Cursor<'_>) -> Option<Block> {
        if let Some(extra) = cursor.take(Rule::extra) {
            self.extra(extra);
        }
        cursor.take(Rule::block).map(|block| self.block(block))
    }

    pub(super) fn end_without_block(&mut self, cursor: &mut Cursor<'_>) {
        let failed = self.errors.len();
        if let Some(block) = self.end(cursor)
            && self.errors.len() == failed
        {
            self.errors.push(errors::no_block_here(block.open));
        }
    }

    pub(super) fn extra(&mut self, pair: Pair<'_, Rule>) {
        let span = self.span(&pair);
        let words = &self.text[pair.as_span().start()..super::cursor::last_character(&pair)];
        self.errors.push(errors::unexpected(words, span));
    }

    pub(super) fn block(&mut self, pair: Pair<'_, Rule>) -> Block {
        let span = self.span(&pair);
        let deep_enough = self.enter(&pair);
        let mut cursor = Cursor::new(pair);
        let open = cursor.take(Rule::open).map_or(span, |open| self.span(&open));
        if !deep_enough {
            return Block { span, open, close: None, statements: Vec::new() };
        }
        let statements = self.statements(&mut cursor, true);
        self.leave();
        let close = cursor.take(Rule::close).map(|close| self.span(&close));
        if close.is_none() {
            let at = self.behind(cursor.end);
            self.errors.push(errors::missing_close(at, open));
        }
        Block { span: self.range(cursor.start, cursor.end), open, close, statements }
    }

    /// A statement that begins like nothing known. What its block holds still counts.
    pub(super) fn junk(
        &mut self,
        cursor: &mut Cursor<'_>,
        out: &mut Vec<Statement>,
    ) -> StatementKind {
        let start = cursor.start;
        let mut end = start;
        while !matches!(cursor.peek(), None | Some(Rule::block)) {
            cursor.take_any();
            end = cursor.end;
        }
        if end > start {
            let span = self.range(start, end);
            self.errors.push(errors::unexpected(&self.text[start..end], span));
        }
        if let Some(block) = cursor.take(Rule::block) {
            let block = self.block(block);
            out.extend(block.statements);
        }
        StatementKind::Junk
    }
}
