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
        self.parts.by_ref().find(|part| part.as_rule() != Rule::comment)
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
    let span = pair.as_span();
    let written = span.as_str();
    let trimmed = written.trim_end_matches(is_blank);
    // A line break, and a string that nobody closed, holds the blanks behind it.
    let may_end_blank = || trimmed.ends_with('\n') || trimmed.contains(QUOTES);
    if !may_have_comments(written) && (trimmed.len() == written.len() || !may_end_blank()) {
        return span.start() + trimmed.len();
    }
    end_of_last_token(pair.clone())
}

fn end_of_last_token(mut pair: Pair<'_, Rule>) -> usize {
    loop {
        let inner = pair.clone().into_inner().rfind(|part| part.as_rule() != Rule::comment);
        match inner {
            Some(part) => pair = part,
            None => return pair.as_span().end(),
        }
    }
}

/// What begins a string.
const QUOTES: &[char] = &['"', '“', '”', '„', '‟', '＂', '\'', '‘', '’'];

/// What is `blank` in the grammar.
fn is_blank(c: char) -> bool {
    let breaks_a_line = matches!(c, '\n' | '\u{85}' | '\u{2028}' | '\u{2029}');
    !breaks_a_line && c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}')
}

/// Whether a text has a character that begins comments; a quick look.
pub(super) fn may_have_comments(text: &str) -> bool {
    text.contains('#') || text.contains('/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::passage::Passages;

    #[test]
    fn the_quick_look_finds_the_end_of_the_last_token() {
        let text = "was a \u{200B}\"글\" { x = 7k qps , y = 'z \n\tw = [1, 2 ] }\u{FEFF}\n\
            a -> b  \u{2028} ; c = \"https://d\" # e\nlet f = 1 /* g */ + 2  // \"h\nred \"\"\"i  \u{3000}";
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            let pairs =
                Passages::of(&text[..end]).flat_map(|(_, passage)| passage.into_inner().flatten());
            let has_tokens = |rule| !matches!(rule, Rule::comment | Rule::remark);
            for pair in pairs.filter(|pair| has_tokens(pair.as_rule())) {
                assert_eq!(last_character(&pair), end_of_last_token(pair.clone()), "{pair:?}");
            }
        }
    }
}
