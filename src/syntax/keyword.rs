//! Statements that begin with a keyword.

use super::ast::{
    About, Accept, Arrow, Change, Comparison, Default, Expect, Extent, Facts, Forbid, Header,
    Include, Journey, Let, Move, Path, Quoted, Remove, Stage, StatementKind, Subject, Target,
};
use super::cursor::Cursor;
use super::errors;
use super::expected::Expected;
use super::grammar::Rule;
use super::guess::After;
use super::reader::Reader;
use super::statement::Holds;
use crate::source::Span;
use pest::iterators::Pair;

impl Reader<'_> {
    pub(super) fn header(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        cursor.take_any();
        let name = self.required_string(cursor, Expected::Title);
        let (mut stage, mut extends, mut extent) = (None, None, None);
        loop {
            if let Some(pair) = cursor.take(Rule::stage) {
                let is_first = pair.as_str().starts_with("as-is");
                let which = if is_first { Stage::AsIs } else { Stage::ToBe };
                stage = Some((which, self.span(&pair)));
            } else if let Some(pair) = cursor.take(Rule::extent) {
                let is_part = pair.as_str().starts_with("partial");
                let which = if is_part { Extent::Partial } else { Extent::Complete };
                extent = Some((which, self.span(&pair)));
            } else if cursor.skip(Rule::kw_extends) {
                extends = self.required_string(cursor, Expected::FilePath);
            } else {
                break;
            }
        }
        self.end_without_block(cursor, After::Header);
        match name {
            Some(name) => StatementKind::Header(Header { name, stage, extends, extent }),
            None => StatementKind::Junk,
        }
    }

    pub(super) fn facts(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        let Some(word) = cursor.take_any() else { return StatementKind::Junk };
        let about = match word.as_rule() {
            Rule::traffic => About::Traffic,
            Rule::slo => About::Slo,
            _ => About::Operations,
        };
        let word = self.span(&word);
        if let Some(equals) = cursor.take(Rule::assign) {
            self.errors.push(errors::equals_before_block(self.span(&equals)));
        }
        match self.required_block(cursor, Expected::Facts, Holds::Attributes, After::Facts) {
            Some(block) => StatementKind::Facts(Facts { about, word, block }),
            None => StatementKind::Junk,
        }
    }

    pub(super) fn journey(&mut self, cursor: &mut Cursor<'_>) -> Option<Journey> {
        cursor.take_any();
        let name = self.required_name(cursor, Expected::Journey);
        let label = self.label(cursor);
        let block = self.end(cursor, Holds::Everything, After::Journey);
        Some(Journey { name: name?, label, block })
    }

    pub(super) fn expectation(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        cursor.take_any();
        let Some(function) = cursor.take(Rule::ident) else {
            self.expect(Expected::Function, cursor.end());
            self.end_without_block(cursor, After::Expect);
            return StatementKind::Junk;
        };
        let function = self.name(&function);
        let arguments = cursor.take(Rule::arguments).map(|pair| self.arguments(pair));
        let comparison = cursor.take(Rule::comparison).and_then(|sign| {
            let span = self.span(&sign);
            let sign = sign.as_str();
            if matches!(sign, "=>" | "=<") {
                self.errors.push(errors::turned_comparison(sign, span));
            }
            let comparison = comparison(sign);
            match cursor.take(Rule::expr) {
                Some(value) => Some((comparison, span, self.expr(value))),
                None => {
                    self.expect(Expected::Value, cursor.end());
                    None
                }
            }
        });
        let scenario = cursor.skip(Rule::kw_in).then(|| match cursor.take(Rule::ident) {
            Some(name) => Some(self.name(&name)),
            None => {
                self.expect(Expected::Scenario, cursor.end());
                None
            }
        });
        self.end_without_block(cursor, After::Expect);
        StatementKind::Expect(Expect {
            function,
            arguments: arguments.unwrap_or_default(),
            comparison,
            scenario: scenario.flatten(),
        })
    }

    pub(super) fn arguments(&mut self, pair: Pair<'_, Rule>) -> Vec<Path> {
        let mut cursor = Cursor::new(pair);
        let open = cursor.take(Rule::open_paren).map(|open| self.span(&open));
        let paths = self.paths(&mut cursor, Expected::Component);
        if !cursor.skip(Rule::close_paren) {
            self.expect_close(Expected::CloseParen, cursor.end(), open);
        }
        paths
    }

    pub(super) fn accept(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        cursor.take_any();
        let rule = cursor.take(Rule::rule_name).map(|rule| self.name(&rule));
        if rule.is_none() {
            self.expect(Expected::Rule, cursor.end());
        }
        let mut subjects = Vec::new();
        if cursor.skip(Rule::kw_on) {
            subjects = self.listed(cursor, Rule::subject, Expected::Component, Self::subject);
            if subjects.is_empty() {
                self.expect(Expected::Component, cursor.end());
            }
        } else if rule.is_some() && cursor.peek() != Some(Rule::because) {
            self.expect(Expected::On, cursor.end());
        }
        let (mut because, mut until, mut has_reason) = (None, None, false);
        loop {
            if let Some(clause) = cursor.take(Rule::because) {
                has_reason = true;
                because = self.because(clause);
            } else if let Some(clause) = cursor.take(Rule::until) {
                let mut clause = Cursor::new(clause);
                clause.take_any();
                until = clause.take(Rule::expr).map(|date| self.expr(date));
                if until.is_none() {
                    self.expect(Expected::Date, clause.end());
                }
            } else {
                break;
            }
        }
        if !has_reason && !self.failed() {
            self.expect(Expected::Because, cursor.end());
        }
        self.end_without_block(cursor, After::Other);
        match rule {
            Some(rule) => StatementKind::Accept(Accept { rule, subjects, because, until }),
            None => StatementKind::Junk,
        }
    }

    pub(super) fn because(&mut self, clause: Pair<'_, Rule>) -> Option<Quoted> {
        let mut clause = Cursor::new(clause);
        clause.take_any();
        self.required_string(&mut clause, Expected::Reason)
    }

    pub(super) fn subject(&mut self, pair: Pair<'_, Rule>) -> Option<Subject> {
        let (from, arrow, to) = self.ends(&mut Cursor::new(pair))?;
        match (arrow, to) {
            (None, _) => Some(Subject::Name(from)),
            (Some(_), Some(to)) => {
                let span = from.span.to(to.span);
                Some(Subject::Link(from, to, span))
            }
            (Some(_), None) => None,
        }
    }

    pub(super) fn forbid(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        cursor.take_any();
        let ends = self.ends(cursor);
        match &ends {
            None => self.expect(Expected::Component, cursor.end()),
            Some((_, None, _)) => self.expect(Expected::Arrow, cursor.end()),
            Some(_) => {}
        }
        if let Some((from, Some(arrow), Some(to))) = &ends
            && !self.failed()
        {
            let between = Span { start: from.span.end, end: to.span.start, ..from.span };
            let words = &self.text[self.local(between)];
            let lead = (words.len() - words.trim_start().len()) as u32;
            let at = Span { start: between.start + lead, ..between };
            let at = Span { end: at.start + words.trim().len() as u32, ..at };
            match arrow {
                Arrow::Sync => {}
                Arrow::Async => self.errors.push(errors::arrows_are_one(at, true)),
                Arrow::Copy => self.errors.push(errors::copies_are_free(at)),
            }
        }
        let because = cursor.take(Rule::because).and_then(|clause| self.because(clause));
        self.end_without_block(cursor, After::Other);
        match ends {
            Some((from, _, Some(to))) => StatementKind::Forbid(Forbid { from, to, because }),
            _ => StatementKind::Junk,
        }
    }

    pub(super) fn constant(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        cursor.take_any();
        let name = self.required_name(cursor, Expected::Name);
        let value = self.assigned(cursor);
        if name.is_some() && value.is_none() {
            self.expect(Expected::Equals, cursor.end());
        }
        self.end_without_block(cursor, After::Value);
        match (name, value.flatten()) {
            (Some(name), Some(value)) => StatementKind::Let(Let { name, value }),
            _ => StatementKind::Junk,
        }
    }

    pub(super) fn default(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        cursor.take_any();
        let word = self.required_name(cursor, Expected::Type);
        let block = match word {
            Some(_) => {
                self.required_block(cursor, Expected::Block, Holds::Attributes, After::Facts)
            }
            None => self.end(cursor, Holds::Attributes, After::Facts),
        };
        match (word, block) {
            (Some(word), Some(block)) => StatementKind::Default(Default { word, block }),
            _ => StatementKind::Junk,
        }
    }

    pub(super) fn include(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        cursor.take_any();
        let path = self.required_string(cursor, Expected::FilePath);
        self.end_without_block(cursor, After::Other);
        path.map_or(StatementKind::Junk, |path| StatementKind::Include(Include { path }))
    }

    pub(super) fn change(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        cursor.take_any();
        let target = match cursor.take(Rule::target) {
            Some(target) => self.target(target),
            None => {
                self.expect(Expected::Change, cursor.end());
                None
            }
        };
        let word = cursor.take(Rule::ident).map(|word| self.name(&word));
        let label = self.label(cursor);
        let holds = match target {
            Some(Target::Link { .. }) => Holds::Attributes,
            _ => Holds::Everything,
        };
        let block = self.end(cursor, holds, After::Change);
        match target {
            Some(target) => StatementKind::Change(Change { target, word, label, block }),
            None => StatementKind::Junk,
        }
    }

    pub(super) fn relocate(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        cursor.take_any();
        let names = self.paths(cursor, Expected::Component);
        if names.is_empty() {
            self.expect(Expected::Component, cursor.end());
        }
        let into = if cursor.skip(Rule::kw_into) {
            let into = cursor.take(Rule::path).map(|path| self.path(path));
            if into.is_none() {
                self.expect(Expected::Group, cursor.end());
            }
            into
        } else {
            if !names.is_empty() {
                self.expect(Expected::Into, cursor.end());
            }
            None
        };
        self.end_without_block(cursor, After::Other);
        match into {
            Some(into) if !names.is_empty() => StatementKind::Move(Move { names, into }),
            _ => StatementKind::Junk,
        }
    }

    pub(super) fn remove(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        cursor.take_any();
        if cursor.peek() != Some(Rule::target) {
            self.expect(Expected::Change, cursor.end());
        }
        let targets = self.listed(cursor, Rule::target, Expected::Change, Self::target);
        self.end_without_block(cursor, After::Other);
        match targets.is_empty() {
            true => StatementKind::Junk,
            false => StatementKind::Remove(Remove { targets }),
        }
    }

    pub(super) fn target(&mut self, pair: Pair<'_, Rule>) -> Option<Target> {
        let mut cursor = Cursor::new(pair);
        if let Some(keyword) = cursor.take(Rule::kw_flow).or_else(|| cursor.take(Rule::kw_scenario))
        {
            let name = self.name(&cursor.take(Rule::ident)?);
            return Some(match keyword.as_rule() {
                Rule::kw_flow => Target::Flow(name),
                _ => Target::Scenario(name),
            });
        }
        let (from, arrow, to) = self.ends(&mut cursor)?;
        match (arrow, to) {
            (None, _) => Some(Target::Name(from)),
            (Some(arrow), Some(to)) => {
                let span = from.span.to(to.span);
                Some(Target::Link { from, arrow, to, span })
            }
            (Some(_), None) => None,
        }
    }
}

pub(super) fn comparison(sign: &str) -> Comparison {
    match sign {
        "<" => Comparison::Less,
        "<=" | "≤" | "=<" => Comparison::LessOrEqual,
        ">" => Comparison::Greater,
        ">=" | "≥" | "=>" => Comparison::GreaterOrEqual,
        "!=" | "≠" => Comparison::NotEqual,
        _ => Comparison::Equal,
    }
}
