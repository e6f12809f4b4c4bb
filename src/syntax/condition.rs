//! The conditions of policies, and whom they are about.

use super::ast::{Condition, ConditionKind, Is, Name, Relation, Subjects, Whom};
use super::cursor::Cursor;
use super::errors;
use super::expected::{self, Expected};
use super::grammar::Rule;
use super::guess;
use super::reader::Reader;
use crate::source::Span;
use pest::iterators::Pair;

/// What asks about neighbours.
const RELATIONS: [&str; 3] = ["callers", "callees", "reaches"];

impl Reader<'_> {
    /// `and` binds tighter than `or`, `not` tighter than both.
    pub(super) fn condition(&mut self, pair: Pair<'_, Rule>) -> Condition {
        let span = self.span(&pair);
        let mut cursor = Cursor::new(pair);
        let (mut any, mut all): (Vec<Condition>, Vec<Condition>) = (Vec::new(), Vec::new());
        let mut nots: Vec<Span> = Vec::new();
        while let Some(part) = cursor.take_any() {
            match part.as_rule() {
                Rule::kw_not => nots.push(self.span(&part)),
                Rule::kw_and => self.operand_follows(&cursor),
                Rule::kw_or => {
                    self.operand_follows(&cursor);
                    any.extend(joined(std::mem::take(&mut all), ConditionKind::All));
                }
                _ => {
                    let term = self.term(part);
                    // Two of them say nothing, so that no row of them nests.
                    let at = nots.first().copied().filter(|_| nots.len() % 2 == 1);
                    nots.clear();
                    all.push(match at {
                        None => term,
                        Some(at) => Condition {
                            span: at.to(term.span),
                            kind: ConditionKind::Not(Box::new(term)),
                        },
                    });
                }
            }
        }
        any.extend(joined(all, ConditionKind::All));
        joined(any, ConditionKind::Any).unwrap_or(Condition { span, kind: ConditionKind::Junk })
    }

    fn operand_follows(&mut self, cursor: &Cursor<'_>) {
        if matches!(cursor.peek(), None | Some(Rule::kw_and | Rule::kw_or)) {
            self.expect(Expected::Condition, cursor.end());
        }
    }

    fn term(&mut self, pair: Pair<'_, Rule>) -> Condition {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::nested => self.nested(pair),
            Rule::relation => self.relation(pair),
            Rule::several => {
                let inner = self.subjects(pair);
                ConditionKind::Related(Relation::Is, inner)
            }
            _ => self.test(pair),
        };
        Condition { span, kind }
    }

    fn nested(&mut self, pair: Pair<'_, Rule>) -> ConditionKind {
        if !self.enter(&pair) {
            return ConditionKind::Junk;
        }
        let mut cursor = Cursor::new(pair);
        let open = cursor.take(Rule::open_paren).map(|open| self.span(&open));
        let inner = cursor.take(Rule::condition).map(|inner| self.condition(inner));
        if inner.is_none() {
            self.expect(Expected::Condition, cursor.end());
        }
        self.leave();
        if !cursor.skip(Rule::close_paren) {
            self.expect_close(Expected::CloseParen, cursor.end(), open);
        }
        inner.map_or(ConditionKind::Junk, |inner| inner.kind)
    }

    fn relation(&mut self, pair: Pair<'_, Rule>) -> ConditionKind {
        let mut cursor = Cursor::new(pair);
        let word = cursor.take(Rule::relation_word);
        let relation = match word.as_ref().map(Pair::as_str) {
            Some("callers") => Relation::Callers,
            Some("callees") => Relation::Callees,
            _ => Relation::Reaches,
        };
        let behind = cursor.end();
        match cursor.take(Rule::subjects) {
            // It was meant to name the subjects of the whole line.
            Some(subjects) if subjects.as_str().trim() == "on" => {
                self.expect(Expected::Subjects, behind);
                ConditionKind::Junk
            }
            Some(subjects) => ConditionKind::Related(relation, self.subjects(subjects)),
            None => ConditionKind::Junk,
        }
    }

    fn test(&mut self, pair: Pair<'_, Rule>) -> ConditionKind {
        let mut cursor = Cursor::new(pair);
        let Some(what) = cursor.take(Rule::path) else { return ConditionKind::Junk };
        let what = self.path(what);
        let arguments = cursor.take(Rule::arguments).map(|pair| self.arguments(pair));
        if let [word] = &what.segments[..]
            && RELATIONS.contains(&word.text.as_str())
        {
            return self.relation_with_sign(word, &mut cursor);
        }
        let is = if let Some(sign) = cursor.take(Rule::comparison) {
            let (comparison, at) = self.compared(&sign);
            let value = cursor.take(Rule::expr).map(|value| self.expr(value));
            value.map(|value| Is::Compared(comparison, at, value))
        } else if cursor.skip(Rule::kw_in) {
            cursor.take(Rule::expr).map(|value| Is::Among(self.expr(value)))
        } else {
            let arguments = arguments.unwrap_or_default();
            return ConditionKind::Test { what, arguments, is: None };
        };
        if is.is_none() {
            self.expect(Expected::Value, cursor.end());
        }
        ConditionKind::Test { what, arguments: arguments.unwrap_or_default(), is }
    }

    /// `callers = lb`: whom it is about stands right behind it.
    fn relation_with_sign(&mut self, word: &Name, cursor: &mut Cursor<'_>) -> ConditionKind {
        let Some(sign) = cursor.take_any() else {
            self.expect(Expected::Subjects, cursor.end());
            return ConditionKind::Junk;
        };
        let at = self.span(&sign);
        let behind = cursor.take_any().map(|value| self.span(&value));
        self.errors.push(errors::sign_behind_relation(word, at, behind));
        ConditionKind::Junk
    }

    /// A kind, a technology, a name, a tag, or a list of them.
    pub(super) fn subjects(&mut self, pair: Pair<'_, Rule>) -> Subjects {
        let span = self.span(&pair);
        let mut items = Vec::new();
        let mut cursor = Cursor::new(pair);
        while let Some(part) = cursor.take_any() {
            match part.as_rule() {
                Rule::subject_list => items.extend(self.listed_subjects(part)),
                _ => items.extend(self.whom(part)),
            }
        }
        Subjects { span, items }
    }

    fn listed_subjects(&mut self, pair: Pair<'_, Rule>) -> Vec<Whom> {
        let mut items = Vec::new();
        let mut cursor = Cursor::new(pair);
        let open = cursor.take(Rule::open_list).map(|open| self.span(&open));
        let mut closed = false;
        while let Some(part) = cursor.take_any() {
            match part.as_rule() {
                Rule::close_list => closed = true,
                Rule::comma => {}
                Rule::list_junk => self.unexpected(&part),
                _ => items.extend(self.whom(part)),
            }
        }
        if !closed {
            self.expect_close(Expected::CloseList, cursor.end(), open);
        } else if items.is_empty() {
            self.expect(Expected::Subjects, cursor.end());
        }
        items
    }

    fn whom(&mut self, part: Pair<'_, Rule>) -> Option<Whom> {
        match part.as_rule() {
            Rule::path => Some(Whom::Named(self.path(part))),
            Rule::tagged => {
                let name = part.into_inner().find(|part| part.as_rule() == Rule::ident)?;
                Some(Whom::Tagged(self.name(&name)))
            }
            Rule::string => {
                let quoted = self.quoted(part);
                self.errors.push(match guess::is_name(&quoted.text) {
                    true => errors::quoted_name(&quoted.text, quoted.span),
                    false => expected::expected_instead(Expected::Name, &quoted.text, quoted.span),
                });
                None
            }
            _ => None,
        }
    }
}

/// One condition as it is, several as one.
fn joined(
    mut parts: Vec<Condition>,
    kind: fn(Vec<Condition>) -> ConditionKind,
) -> Option<Condition> {
    if parts.len() < 2 {
        return parts.pop();
    }
    let span = parts[0].span.to(parts[parts.len() - 1].span);
    Some(Condition { span, kind: kind(parts) })
}
