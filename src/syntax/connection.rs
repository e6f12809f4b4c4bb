//! Connections, and the rows of bare words that look like them.

use super::ast::{Arrow, Attribute, Connection, Name, Path, Side, Statement, StatementKind};
use super::cursor::Cursor;
use super::errors;
use super::expected::{self, Expected};
use super::grammar::Rule;
use super::guess::{self, After};
use super::reader::Reader;
use super::statement::Holds;
use crate::source::Span;
use pest::iterators::Pair;

impl Reader<'_> {
    /// A connection, or without an arrow a row of bare words.
    pub(super) fn names(&mut self, cursor: &mut Cursor<'_>, out: &mut Vec<Statement>) {
        let Some(first) = cursor.take(Rule::first_side) else { return };
        let mut sides = vec![self.side(first)];
        let mut arrows = Vec::new();
        while let Some(arrow) = cursor.take(Rule::arrow) {
            let span = self.span(&arrow);
            arrows.push((self.arrow(arrow), span));
            match cursor.take(Rule::side) {
                Some(side) => sides.push(self.side(side)),
                None => self.expect(Expected::Target, cursor.end()),
            }
        }
        if arrows.is_empty() {
            self.bare_words(sides, cursor, out);
            return self.end_as_junk(cursor, After::Nothing);
        }
        let label = self.label(cursor);
        let block = self.end(cursor, Holds::Attributes, After::Connection);
        let span = self.range(cursor.start, cursor.end());
        self.turn_around(&mut sides, &arrows);
        let kind = match sides.len() == arrows.len() + 1 {
            true => StatementKind::Connection(Connection { sides, arrows, label, block }),
            false => StatementKind::Junk,
        };
        out.push(Statement { span, kind });
    }

    /// Words alone: each is an attribute that is `on`. Anything more is half a connection.
    fn bare_words(&mut self, sides: Vec<Side>, cursor: &Cursor<'_>, out: &mut Vec<Statement>) {
        if matches!(cursor.peek(), Some(Rule::colon | Rule::string | Rule::url | Rule::block)) {
            self.expect(Expected::Arrow, cursor.end());
        }
        for alternatives in sides.into_iter().flat_map(|side| side.targets) {
            let first = &alternatives[0];
            let last = alternatives.last().unwrap_or(first);
            let span = first.span.to(last.span);
            let word = (alternatives.len() == 1 && first.segments.len() == 1).then_some(first);
            let kind = match word {
                Some(path) => {
                    let name = path.segments[0].clone();
                    StatementKind::Attribute(Attribute { name, value: None, span })
                }
                None => {
                    self.expect_behind(Expected::Arrow, span);
                    StatementKind::Junk
                }
            };
            out.push(Statement { span, kind });
        }
    }

    /// `a <- b` was reported; what was meant is `b -> a`.
    fn turn_around(&self, sides: &mut [Side], arrows: &[(Arrow, Span)]) {
        let turned = |(_, span): &(Arrow, Span)| {
            let written = &self.text[self.local(*span)];
            (written.starts_with('<') && !written.ends_with('>')) || written == "←"
        };
        if arrows.iter().all(turned) {
            sides.reverse();
        }
    }

    pub(super) fn side(&mut self, pair: Pair<'_, Rule>) -> Side {
        let span = self.span(&pair);
        let mut cursor = Cursor::new(pair);
        let mut targets = Vec::new();
        while let Some(part) = cursor.take_any() {
            if part.as_rule() == Rule::alternatives {
                targets.push(self.alternatives(part));
            }
        }
        Side { span, targets }
    }

    pub(super) fn alternatives(&mut self, pair: Pair<'_, Rule>) -> Vec<Path> {
        let mut cursor = Cursor::new(pair);
        let mut paths = Vec::new();
        while let Some(part) = cursor.take_any() {
            match part.as_rule() {
                Rule::bar => {
                    if matches!(cursor.peek(), None | Some(Rule::bar)) {
                        self.expect(Expected::Target, cursor.end());
                    }
                }
                _ => paths.push(self.end_of_arrow(part)),
            }
        }
        paths
    }

    /// One end of an arrow: a path, or what was written in its stead.
    pub(super) fn end_of_arrow(&mut self, part: Pair<'_, Rule>) -> Path {
        let span = self.span(&part);
        let name = match part.as_rule() {
            Rule::path => return self.path(part),
            Rule::string => {
                let quoted = self.quoted(part);
                self.errors.push(match guess::is_name(&quoted.text) {
                    true => errors::quoted_name(&quoted.text, span),
                    false => expected::expected_instead(
                        Expected::Name,
                        &self.text[self.local(span)],
                        span,
                    ),
                });
                Name { text: quoted.text, span }
            }
            _ => {
                self.errors.push(errors::misnamed(part.as_str(), span));
                self.name(&part)
            }
        };
        Path { segments: vec![name], span }
    }

    pub(super) fn arrow(&mut self, pair: Pair<'_, Rule>) -> Arrow {
        let span = self.span(&pair);
        match pair.into_inner().next() {
            Some(form) if form.as_rule() == Rule::async_arrow => Arrow::Async,
            Some(form) if form.as_rule() == Rule::copy_arrow => Arrow::Copy,
            Some(form) if form.as_rule() == Rule::wrong_arrow => {
                self.errors.push(errors::wrong_arrow(form.as_str(), span));
                Arrow::Sync
            }
            _ => Arrow::Sync,
        }
    }

    /// `A`, or `A -> B`.
    pub(super) fn ends(
        &mut self,
        cursor: &mut Cursor<'_>,
    ) -> Option<(Path, Option<Arrow>, Option<Path>)> {
        let from = cursor.take(Rule::path).map(|path| self.path(path))?;
        let Some(arrow) = cursor.take(Rule::arrow) else { return Some((from, None, None)) };
        let arrow = self.arrow(arrow);
        let to = cursor.take(Rule::path).map(|path| self.path(path));
        if to.is_none() {
            self.expect(Expected::Target, cursor.end());
        }
        Some((from, Some(arrow), to))
    }
}
