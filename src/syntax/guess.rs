//! What a person probably meant by words that do not belong.

use super::advice;
use super::ast::Name;
use super::errors;
use super::expected::{self, Expected};
use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::say::{Text, nearest};
use crate::source::Span;
use unicode_normalization::UnicodeNormalization;

/// Behind what the words stand.
#[derive(Clone, Copy)]
pub(super) enum After<'a> {
    /// Of that type.
    Declaration(&'a Name),
    Connection,
    Value,
    Header,
    Facts,
    Journey,
    Expect,
    Change,
    /// A line of a policy.
    Demand,
    Other,
    /// Behind what could not be read itself.
    Nothing,
}

/// The words that begin a statement and are no type.
pub const KEYWORDS: &[&str] = &[
    "design",
    "traffic",
    "slo",
    "operations",
    "flow",
    "scenario",
    "expect",
    "accept",
    "forbid",
    "let",
    "default",
    "include",
    "change",
    "move",
    "remove",
    "policy",
    "attributes",
];

impl Reader<'_> {
    /// The error for words behind a statement that should have ended at `before`.
    pub(super) fn explain_extra(
        &self,
        before: usize,
        span: Span,
        after: After<'_>,
        block_follows: bool,
    ) -> Diagnostic {
        let words = &self.text[self.local(span)];
        let previous = self.before(before);
        if block_follows && matches!(words, "=" | ":" | "＝" | "：" | ":=") {
            return errors::equals_before_block(span);
        }
        let guess = match after {
            After::Value => self.after_value(before, words, span),
            After::Declaration(_) if is_times(words) => {
                Some(advice::times_behind(previous, words, span, block_follows))
            }
            After::Declaration(word) => after_declaration(word, words, span),
            After::Connection => after_connection(words, span),
            After::Header => after_header(words, span),
            After::Expect | After::Demand if words.starts_with(['$', '₩', '€']) => {
                self.after_value(before, words, span)
            }
            After::Demand => self.after_demand(words, span),
            After::Expect if begins_word(words) => Some(advice::needs_parentheses(words, span)),
            After::Facts => Some(advice::needs_braces(words, span)),
            After::Journey | After::Change if begins_word(words) => {
                Some(advice::needs_quotes(words, span))
            }
            _ => None,
        };
        guess.unwrap_or_else(|| self.plain(words, span))
    }

    fn plain(&self, words: &str, span: Span) -> Diagnostic {
        let first = words.chars().next().unwrap_or(' ');
        if let Some(narrow) = narrow(first) {
            return advice::wide_character(first, &narrow, self.within(span, 0, first.len_utf8()));
        }
        if matches!(first, ')' | ']' | '）' | '］') {
            let len = first.len_utf8();
            return advice::closes_nothing(&words[..len], self.within(span, 0, len));
        }
        errors::unexpected(words, span).help(Text::new(
            "문장은 줄이 바뀌거나 `;`를 만나면 끝납니다.",
            "A statement ends with its line or with `;`.",
        ))
    }

    fn after_value(&self, before: usize, words: &str, span: Span) -> Option<Diagnostic> {
        let previous = self.before(before);
        let first = words.chars().next()?;
        let rest = &words[first.len_utf8()..];
        if previous.ends_with(['=', ':', '＝', '：']) {
            let digits = rest.starts_with(|c: char| c.is_ascii_digit());
            return Some(match first {
                '.' if digits => advice::lone_fraction(words, span),
                '*' | '×' | '＊' if is_times(words) => advice::bare_count(words, span),
                '+' if digits => advice::plus_sign(rest, self.within(span, 0, 1)),
                _ if narrow(first).is_some() => return None,
                _ => expected::expected_instead(Expected::Value, words, span),
            });
        }
        let value = previous.rsplit(|c: char| c.is_whitespace() || "=:[({,;".contains(c)).next()?;
        let numeric = value.starts_with(|c: char| c.is_ascii_digit());
        let touches = before == self.local(span).start;
        match first {
            '~' | '～' | '–' | '-' if numeric && touches => {
                let upper = rest.trim_start_matches('-');
                let at = self.range(before - value.len(), self.local(span).end);
                Some(advice::range_dots(value, upper, at))
            }
            '-' | '−' | '/' => {
                Some(advice::operator_space(first, self.within(span, 0, first.len_utf8())))
            }
            '$' | '₩' | '€' if numeric => {
                let at = self.range(before - value.len(), self.local(span).end);
                Some(advice::currency_behind(first, value, rest, at))
            }
            _ if !numeric && begins_word(words) && !value.is_empty() && !value.ends_with('"') => {
                let at = self.range(before - value.len(), self.local(span).end);
                Some(advice::text_without_quotes(&self.text[self.local(at)], at))
            }
            _ => None,
        }
    }

    /// Words of other languages behind a line of a policy.
    fn after_demand(&self, words: &str, span: Span) -> Option<Diagnostic> {
        let first = words.split_whitespace().next()?;
        if matches!(first, "->" | "~>" | "=>" | "→") {
            return Some(advice::about_connections(span));
        }
        let at = self.within(span, 0, first.len());
        let (_, meant) = advice::OPERATORS.iter().find(|(typed, _)| *typed == first)?;
        Some(advice::other_operator(first, meant, at))
    }

    /// The error for a line that begins like nothing known.
    pub(super) fn explain_junk(&self, span: Span) -> Diagnostic {
        let words = &self.text[self.local(span)];
        let at = self.first_word(span);
        let first = &self.text[self.local(at)];
        if ["->", "~>", "=>", "→", "<-", "|"].iter().any(|arrow| words.starts_with(arrow)) {
            return expected::expected_instead(Expected::Source, first, at);
        }
        if words.starts_with("%%") || words.starts_with("--") {
            return advice::foreign_comment(first, at);
        }
        if words.starts_with(['=', ':', '＝', '：']) {
            return expected::expected_instead(Expected::AttributeName, first, at);
        }
        if words.starts_with([']', ')', '］', '）']) {
            return advice::closes_nothing(first, self.within(span, 0, first.len()));
        }
        if words.starts_with(['-', '*', '•']) {
            return advice::list_mark(first, at);
        }
        match words.chars().next().and_then(narrow) {
            Some(_) => self.plain(words, span),
            None => advice::no_statement(first, at),
        }
    }
}

fn after_declaration(word: &Name, words: &str, span: Span) -> Option<Diagnostic> {
    if let Some(error) = misspelt_keyword(word) {
        return Some(error);
    }
    if ["->", "~>", "=>", "→"].iter().any(|arrow| words.starts_with(arrow)) {
        return Some(advice::declared_and_connected(span));
    }
    if words.starts_with('.') {
        return Some(advice::dotted_name(span));
    }
    if words.contains('=') || words.starts_with(['(', '[', '（', '［']) {
        return Some(advice::needs_braces(words, span));
    }
    begins_word(words).then(|| advice::needs_quotes(words, span))
}

fn after_connection(words: &str, span: Span) -> Option<Diagnostic> {
    if words.starts_with(['(', '[', '（', '［']) || words.contains('=') {
        return Some(advice::needs_braces(words, span));
    }
    begins_word(words).then(|| advice::needs_colon_and_quotes(words, span))
}

fn after_header(words: &str, span: Span) -> Option<Diagnostic> {
    let word = words.split_whitespace().next()?;
    let meant = nearest(word, ["as-is", "to-be", "extends"])?;
    Some(advice::misspelt_stage(word, meant, span))
}

/// What to say of the first word of a statement that is so near to a keyword that it can't be meant
/// as a type. A short word never is.
pub fn misspelt_keyword(word: &Name) -> Option<Diagnostic> {
    meant_keyword(word).map(|meant| advice::misspelt_keyword(word, meant))
}

/// The same where that is a policy, or the attributes of a team: their blocks are like no other.
pub(super) fn misspelt_policy(word: &Name) -> Option<Diagnostic> {
    let meant = meant_keyword(word).filter(|meant| matches!(*meant, "policy" | "attributes"))?;
    Some(advice::misspelt_keyword(word, meant))
}

fn meant_keyword(word: &Name) -> Option<&'static str> {
    let meant = nearest(&word.text, KEYWORDS.iter().copied())?;
    let distance = strsim::damerau_levenshtein(&word.text.to_lowercase(), meant);
    (word.text.len() > 3 && distance <= 1 + meant.len() / 7).then_some(meant)
}

/// A character that an identifier may begin with.
pub fn begins_name(letter: char) -> bool {
    letter == '_' || pest::unicode::XID_START(letter)
}

/// One that it may go on with, beside the `-` between two of them.
pub fn continues_name(letter: char) -> bool {
    pest::unicode::XID_CONTINUE(letter)
}

/// Whether the characters make an identifier.
pub(super) fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(begins_name)
        && chars.all(|c| continues_name(c) || c == '-')
        && !text.ends_with('-')
        && !text.contains("--")
}

/// `x2`, `* 3`, `×2`, `2x`, `2대`: how many of it.
pub fn times(words: &str) -> Option<&str> {
    let bare = words.trim();
    let inside = bare.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(bare);
    let count = inside
        .strip_prefix(['x', 'X', '*', '×', '＊'])
        .or_else(|| inside.strip_suffix(['x', 'X', '×', '대', '개']))?;
    let count = count.trim();
    let is_count = !count.is_empty() && count.chars().all(|c| c.is_ascii_digit());
    is_count.then_some(count)
}

fn is_times(words: &str) -> bool {
    times(words).is_some()
}

fn begins_word(words: &str) -> bool {
    words.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// The ASCII character of which this is the full-width form.
fn narrow(wide: char) -> Option<String> {
    let narrow: String = std::iter::once(wide).nfkc().collect();
    (!wide.is_ascii() && narrow.is_ascii() && !narrow.trim().is_empty()).then_some(narrow)
}
