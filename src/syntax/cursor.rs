//! Walks the parts of one grammar pair in order, comments left out.

use super::grammar::Rule;
use pest::iterators::{Pair, Pairs};

pub(super) struct Cursor<'i> {
    parts: Pairs<'i, Rule>,
    next: Option<Pair<'i, Rule>>,
    taken: Option<Pair<'i, Rule>>,
    /// Where the pair begins.
    pub start: usize,
}

impl<'i> Cursor<'i> {
    pub fn new(pair: Pair<'i, Rule>) -> Self {
        let start = pair.as_span().start();
        let mut cursor = Self { parts: pair.into_inner(), next: None, taken: None, start };
        cursor.next = cursor.advance();
        cursor
    }

    fn advance(&mut self) -> Option<Pair<'i, Rule>> {
        self.parts.by_ref().find(|part| part.as_rule() != Rule::COMMENT)
    }

    pub fn peek(&self) -> Option<Rule> {
        self.next.as_ref().map(Pair::as_rule)
    }

    /// The next part, whatever it is.
    pub fn take_any(&mut self) -> Option<Pair<'i, Rule>> {
        let part = self.next.take()?;
        self.next = self.advance();
        self.taken = Some(part.clone());
        Some(part)
    }

    /// Where the part last taken ends; `start` before the first.
    pub fn end(&self) -> usize {
        self.taken.as_ref().map_or(self.start, last_character)
    }

    /// The next part if it is of that rule.
    pub fn take(&mut self, rule: Rule) -> Option<Pair<'i, Rule>> {
        if self.peek() == Some(rule) { self.take_any() } else { None }
    }

    /// The same, of a part that does not belong: the end stays before it.
    pub fn take_apart(&mut self, rule: Rule) -> Option<Pair<'i, Rule>> {
        let taken = self.taken.clone();
        let part = self.take(rule);
        self.taken = taken;
        part
    }

    /// Whether a part of that rule is still to come.
    pub fn has(&self, rule: Rule) -> bool {
        self.peek() == Some(rule) || self.parts.clone().any(|part| part.as_rule() == rule)
    }

    /// Passes over all parts before one of that rule.
    pub fn skip_to(&mut self, rule: Rule) {
        while self.next.is_some() && self.peek() != Some(rule) {
            self.take_any();
        }
    }

    /// Passes over all that is left; where it ends.
    pub fn skip_all(&mut self) -> usize {
        while self.take_any().is_some() {}
        self.end()
    }

    /// Passes over the next part if it is of that rule.
    pub fn skip(&mut self, rule: Rule) -> bool {
        self.take(rule).is_some()
    }
}

/// Where the last token of a pair ends. The pair itself may go on over blanks and comments, which
/// pest passes over before it finds that an optional part is missing.
pub(super) fn last_character(pair: &Pair<'_, Rule>) -> usize {
    let mut last = pair.clone();
    loop {
        let inner = last.clone().into_inner().rfind(|part| part.as_rule() != Rule::COMMENT);
        match inner {
            Some(part) => last = part,
            None => return last.as_span().end(),
        }
    }
}
