//! Values: numbers with units, money, dates, words, lists, and arithmetic over them.

use super::ast::{Expr, ExprKind, NumberPart, Operator, Path};
use super::cursor::Cursor;
use super::errors::{self, MAX_OPERATORS};
use super::expected::Expected;
use super::grammar::Rule;
use super::number;
use super::reader::Reader;
use crate::source::Span;
use pest::iterators::Pair;
use rust_decimal::Decimal;

impl Reader<'_> {
    /// An `expr` or a `loose_expr`.
    pub(super) fn expr(&mut self, pair: Pair<'_, Rule>) -> Expr {
        let span = self.span(&pair);
        let mut cursor = Cursor::new(pair);
        let mut operands = Vec::new();
        let mut operators = Vec::new();
        while let Some(part) = cursor.take_any() {
            if part.as_rule() == Rule::operand {
                operands.push(self.operand(part));
                continue;
            }
            operators.push((operator(&part), self.span(&part)));
            if cursor.peek() != Some(Rule::operand) {
                self.expect(Expected::Value, cursor.end());
                operands.push(Expr { span: self.span(&part), kind: ExprKind::Junk });
            }
        }
        if operators.len() > MAX_OPERATORS {
            self.errors.push(errors::too_many_operators(span));
            return Expr { span, kind: ExprKind::Junk };
        }
        arrange(operands, operators)
    }

    fn operand(&mut self, pair: Pair<'_, Rule>) -> Expr {
        let span = self.span(&pair);
        let mut cursor = Cursor::new(pair);
        let mut signs = Vec::new();
        while let Some(sign) = cursor.take(Rule::negative) {
            signs.push(self.span(&sign));
        }
        if signs.len() > MAX_OPERATORS {
            self.errors.push(errors::too_many_operators(span));
            return Expr { span, kind: ExprKind::Junk };
        }
        let mut value = match cursor.take_any() {
            Some(primary) => self.primary(primary),
            None => Expr { span, kind: ExprKind::Junk },
        };
        if cursor.skip(Rule::dots) {
            let mut above = Vec::new();
            while let Some(sign) = cursor.take(Rule::negative) {
                above.push(self.span(&sign));
            }
            match cursor.take_any() {
                Some(primary) => {
                    let hi = negate(self.primary(primary), above);
                    let span = value.span.to(hi.span);
                    value = Expr { span, kind: ExprKind::Range(Box::new(value), Box::new(hi)) };
                }
                None => self.expect(Expected::Value, cursor.end()),
            }
        }
        negate(value, signs)
    }

    fn primary(&mut self, pair: Pair<'_, Rule>) -> Expr {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::number => self.number(pair),
            Rule::thousands => self.thousands(pair),
            Rule::money => self.money(pair),
            Rule::date => date(pair.as_str()),
            Rule::string => ExprKind::Quoted(self.quoted(pair)),
            Rule::url => ExprKind::Quoted(self.bare_url(&pair)),
            Rule::word => ExprKind::Word(self.path(pair)),
            Rule::list => self.list(pair),
            Rule::group => self.group(pair),
            _ => ExprKind::Junk,
        };
        Expr { span, kind }
    }

    fn number(&mut self, pair: Pair<'_, Rule>) -> ExprKind {
        let span = self.span(&pair);
        let mut cursor = Cursor::new(pair);
        let mut parts = Vec::new();
        while let Some(digits) = cursor.take(Rule::digits) {
            let Some(value) = number::decimal(digits.as_str()) else { return self.too_large(span) };
            let unit = match cursor.peek() {
                None | Some(Rule::digits) => None,
                Some(_) => cursor.take_any().map(|unit| self.unit(unit)),
            };
            let digits = self.span(&digits);
            let span = unit.as_ref().map_or(digits, |unit| digits.to(unit.span));
            parts.push(NumberPart { value, unit, span });
        }
        ExprKind::Number(parts)
    }

    /// The unit without the spaces in it: `7k qps` has the unit `kqps`.
    fn unit(&mut self, pair: Pair<'_, Rule>) -> super::ast::Name {
        let mut name = self.name(&pair);
        if pair.as_rule() != Rule::unit && pair.as_rule() != Rule::big_unit {
            let words = pair.into_inner().filter(|part| part.as_rule() != Rule::comment);
            let (mut text, mut start) = (String::new(), None);
            for word in words {
                start.get_or_insert(self.span(&word));
                text.push_str(&super::reader::nfc(word.as_str()));
            }
            name.span.start = start.map_or(name.span.start, |start| start.start);
            name.text = text;
        }
        name
    }

    fn thousands(&mut self, pair: Pair<'_, Rule>) -> ExprKind {
        let span = self.span(&pair);
        let written = pair.as_str();
        let len = written.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(written.len());
        let (digits, unit) = written.split_at(len);
        self.errors.push(errors::thousands(digits, self.within(span, 0, len)));
        let Some(value) = number::decimal(&digits.replace(',', "")) else {
            return self.too_large(span);
        };
        let unit_span = self.within(span, len, written.len());
        let unit = (!unit.is_empty())
            .then(|| super::ast::Name { text: super::reader::nfc(unit), span: unit_span });
        ExprKind::Number(vec![NumberPart { value, unit, span }])
    }

    fn money(&mut self, pair: Pair<'_, Rule>) -> ExprKind {
        let span = self.span(&pair);
        let mut cursor = Cursor::new(pair);
        let Some(currency) = cursor.take(Rule::currency) else { return ExprKind::Junk };
        let currency = self.name(&currency);
        let Some(digits) = cursor.take_any() else { return ExprKind::Junk };
        if digits.as_rule() == Rule::grouped {
            self.errors.push(errors::thousands(digits.as_str(), self.span(&digits)));
        }
        let digits = number::decimal(&digits.as_str().replace(',', ""));
        let Some(mut amount) = digits else { return self.too_large(span) };
        let Some(unit) = cursor.take(Rule::unit) else {
            return ExprKind::Money { currency, amount, per: None };
        };
        let unit_span = self.span(&unit);
        let (scale, per) = unit.as_str().split_once('/').unwrap_or((unit.as_str(), ""));
        match number::scale(scale.strip_suffix('원').unwrap_or(scale)) {
            Some(factor) => match amount.checked_mul(Decimal::from(factor)) {
                Some(product) => amount = product,
                None => return self.too_large(span),
            },
            None => {
                self.errors.push(errors::unexpected(scale, self.within(unit_span, 0, scale.len())))
            }
        }
        let per_at = unit.as_str().len() - per.len();
        let per_span = self.within(unit_span, per_at, unit.as_str().len());
        let per = (!per.is_empty())
            .then(|| super::ast::Name { text: super::reader::nfc(per), span: per_span });
        ExprKind::Money { currency, amount, per }
    }

    fn too_large(&mut self, span: Span) -> ExprKind {
        self.errors.push(errors::number_too_large(span));
        ExprKind::Junk
    }

    fn list(&mut self, pair: Pair<'_, Rule>) -> ExprKind {
        if !self.enter(&pair) {
            return ExprKind::Junk;
        }
        let mut cursor = Cursor::new(pair);
        let open = cursor.take(Rule::open_list).map(|open| self.span(&open));
        let mut items = Vec::new();
        let mut after_item = false;
        let mut commas_missing = Vec::new();
        let mut closed = false;
        while let Some(rule) = cursor.peek() {
            let before = cursor.end();
            let Some(part) = cursor.take_any() else { break };
            match rule {
                Rule::close_list => closed = true,
                Rule::comma => after_item = false,
                Rule::list_junk => self.unexpected(&part),
                _ => {
                    if after_item {
                        commas_missing.push(before);
                    }
                    after_item = true;
                    self.list_item(part, &mut items);
                }
            }
        }
        self.leave();
        if !closed {
            self.expect_close(Expected::CloseList, cursor.end(), open);
        } else {
            for at in commas_missing {
                self.expect(Expected::Comma, at);
            }
        }
        ExprKind::List(items)
    }

    fn list_item(&mut self, part: Pair<'_, Rule>, items: &mut Vec<Expr>) {
        if part.as_rule() == Rule::pair {
            items.push(self.pair(part));
            return;
        }
        match lone_thousands(&part) {
            Some(numbers) => items.extend(self.split_thousands(numbers)),
            None => items.push(self.expr(part)),
        }
    }

    /// `100,200` in a list is two numbers.
    fn split_thousands(&mut self, pair: Pair<'_, Rule>) -> Vec<Expr> {
        let whole = self.span(&pair);
        let mut at = 0;
        let mut items = Vec::new();
        for word in pair.as_str().split(',') {
            let span = self.within(whole, at, at + word.len());
            at += word.len() + 1;
            let len = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
            let unit = (len < word.len()).then(|| super::ast::Name {
                text: super::reader::nfc(&word[len..]),
                span: self.within(span, len, word.len()),
            });
            let value = number::decimal(&word[..len]).unwrap_or_default();
            items.push(Expr {
                span,
                kind: ExprKind::Number(vec![NumberPart { value, unit, span }]),
            });
        }
        items
    }

    fn pair(&mut self, pair: Pair<'_, Rule>) -> Expr {
        let span = self.span(&pair);
        let mut cursor = Cursor::new(pair);
        let path = cursor.take(Rule::path).map(|path| self.path(path));
        let value = cursor.take_any().map(|value| self.primary(value));
        let kind = match (path, value) {
            (Some(path), Some(value)) => ExprKind::Pair(path, Box::new(value)),
            _ => ExprKind::Junk,
        };
        Expr { span, kind }
    }

    fn group(&mut self, pair: Pair<'_, Rule>) -> ExprKind {
        if !self.enter(&pair) {
            return ExprKind::Junk;
        }
        let mut cursor = Cursor::new(pair);
        let open = cursor.take(Rule::open_paren).map(|open| self.span(&open));
        let inner = cursor.take(Rule::loose_expr).map(|inner| self.expr(inner));
        if inner.is_none() {
            self.expect(Expected::Value, cursor.end());
        }
        while let Some(junk) = cursor.take(Rule::group_junk) {
            self.unexpected(&junk);
        }
        self.leave();
        if !cursor.skip(Rule::close_paren) {
            self.expect_close(Expected::CloseParen, cursor.end(), open);
        }
        inner.map_or(ExprKind::Junk, |inner| inner.kind)
    }

    /// `seoul.a.api`
    pub(super) fn path(&mut self, pair: Pair<'_, Rule>) -> Path {
        let span = self.span(&pair);
        let segments = pair.into_inner().map(|segment| self.name(&segment)).collect();
        Path { segments, span }
    }
}

/// The `300,000` that is all of a list's item.
fn lone_thousands<'i>(item: &Pair<'i, Rule>) -> Option<Pair<'i, Rule>> {
    let operand = only(item.clone())?;
    only(operand).filter(|part| part.as_rule() == Rule::thousands)
}

fn only(pair: Pair<'_, Rule>) -> Option<Pair<'_, Rule>> {
    let mut inner = pair.into_inner();
    let first = inner.next()?;
    inner.next().is_none().then_some(first)
}

fn negate(value: Expr, signs: Vec<Span>) -> Expr {
    signs.into_iter().rev().fold(value, |value, sign| Expr {
        span: sign.to(value.span),
        kind: ExprKind::Negative(Box::new(value)),
    })
}

fn operator(pair: &Pair<'_, Rule>) -> Operator {
    match pair.as_rule() {
        Rule::plus => Operator::Add,
        Rule::minus => Operator::Subtract,
        Rule::times => Operator::Multiply,
        _ => Operator::Divide,
    }
}

/// Products before sums, each from the left. There is one operand more than operators.
fn arrange(operands: Vec<Expr>, operators: Vec<(Operator, Span)>) -> Expr {
    let mut operands = operands.into_iter();
    let Some(mut product) = operands.next() else {
        unreachable!("the grammar begins an expression with an operand")
    };
    let mut sum: Option<(Expr, Operator, Span)> = None;
    for ((op, at), operand) in operators.into_iter().zip(operands) {
        if matches!(op, Operator::Multiply | Operator::Divide) {
            product = binary(product, op, at, operand);
            continue;
        }
        let left = finish(sum.take(), product);
        sum = Some((left, op, at));
        product = operand;
    }
    finish(sum, product)
}

fn finish(sum: Option<(Expr, Operator, Span)>, product: Expr) -> Expr {
    match sum {
        Some((left, op, at)) => binary(left, op, at, product),
        None => product,
    }
}

fn binary(left: Expr, op: Operator, op_span: Span, right: Expr) -> Expr {
    let span = left.span.to(right.span);
    Expr {
        span,
        kind: ExprKind::Binary { op, op_span, left: Box::new(left), right: Box::new(right) },
    }
}

fn date(written: &str) -> ExprKind {
    let mut parts = written.split('-');
    let mut part = || parts.next().unwrap_or_default();
    let (year, month, day) = (part(), part(), part());
    match (year.parse(), month.parse(), day.parse()) {
        (Ok(year), Ok(month), Ok(day)) => ExprKind::Date { year, month, day },
        _ => ExprKind::Junk,
    }
}
