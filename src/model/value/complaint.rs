//! What to say about a value that does not fit: what was expected, with an example.

use crate::diagnostic::Diagnostic;
use crate::model::schema::{Attr, Takes};
use crate::model::{Dimension, meant};
use crate::say::{Text, nearest};
use crate::source::Span;
use crate::syntax::ast;
use crate::text;

pub(super) const WRONG_UNIT: &str = "wrong-unit";
pub(super) const UNKNOWN_VALUE: &str = "unknown-value";
pub(super) const UNKNOWN_NAME: &str = "unknown-name";
pub(super) const DUPLICATE_NAME: &str = "duplicate-name";
pub(super) const LIMIT: &str = "limit";

/// What is asked for in a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// The attribute, if it is one.
    pub attr: Option<Attr>,
    pub takes: Takes,
}

impl Wanted {
    pub fn number(dimension: Dimension) -> Self {
        Self { attr: None, takes: Takes { number: Some(dimension), ..Takes::default() } }
    }

    pub fn date() -> Self {
        Self { attr: None, takes: Takes { date: true, ..Takes::default() } }
    }

    /// All that may stand there: "a duration like `30s` or `10m`, or `on` or `off`".
    fn expected(&self) -> Text {
        let takes = &self.takes;
        let mut forms = Vec::new();
        forms.extend(takes.number.map(example));
        let mut words: Vec<&str> = takes.words.to_vec();
        words.extend(takes.flag.then_some("on"));
        words.extend((takes.flag || takes.off).then_some("none"));
        if !words.is_empty() {
            let list = Text::codes(words);
            forms.push(text!(list; "{list} 중 하나", "one of {list}"));
        }
        let simple = [
            (
                takes.times,
                "`orders 10x`처럼 배수가 붙은 컴포넌트 이름",
                "a component with a factor like `orders 10x`",
            ),
            (takes.component, "컴포넌트 이름", "the name of a component"),
            (takes.group, "그룹 이름", "the name of a group"),
            (takes.free, "단어", "a word"),
            (takes.text, "따옴표로 묶은 글", "a text in quotes"),
            (takes.date, "`2027-06-30` 같은 날짜", "a date like `2027-06-30`"),
        ];
        forms
            .extend(simple.into_iter().filter(|form| form.0).map(|form| Text::new(form.1, form.2)));
        Text::join_with(&forms, " 또는 ", " or ")
    }

    /// One line: what this place takes.
    fn sentence(&self) -> Text {
        let expected = self.expected();
        match self.attr.map(Attr::word) {
            Some(word) => text!(
                word, expected;
                "`{word}` 속성에는 {expected:을} 적어야 합니다",
                "`{word}` takes {expected}"
            ),
            None => text!(
                expected;
                "여기에는 {expected:을} 적어야 합니다",
                "{expected} is expected here"
            ),
        }
    }

    /// The same as advice.
    fn advice(&self) -> Text {
        text!(sentence = self.sentence(); "{sentence}.", "{sentence}.")
    }

    /// A value of another dimension or form. `found` names what stands there instead.
    pub fn mismatch(&self, span: Span, found: Text) -> Diagnostic {
        Diagnostic::error(WRONG_UNIT, span, self.sentence()).label(found)
    }

    /// A word that is none of those that may stand there.
    pub fn unknown_word(&self, span: Span, word: &str, also: &[&str]) -> Diagnostic {
        let meant = self.meant(word).or_else(|| nearest(word, also.iter().copied()));
        let message = match self.attr.map(Attr::word) {
            Some(attr) => {
                text!(
                    attr, word;
                    "`{attr}` 속성에 쓸 수 없는 값입니다: `{word}`",
                    "`{attr}` has no value `{word}`"
                )
            }
            None => text!(word; "쓸 수 없는 값입니다: `{word}`", "no such value: `{word}`"),
        };
        let diagnostic = Diagnostic::error(UNKNOWN_VALUE, span, message).help(self.advice());
        diagnostic.did_you_mean(span, meant)
    }

    /// The own word that was probably meant.
    pub fn meant(&self, word: &str) -> Option<&'static str> {
        let takes = &self.takes;
        let switch: &[&'static str] = match (takes.flag, takes.off) {
            (true, _) => &["on", "off", "none"],
            (false, true) => &["off", "none"],
            (false, false) => &[],
        };
        if let Some(own) = self.attr.and_then(|attr| meant::value(attr, word)) {
            return Some(own);
        }
        match word.to_lowercase().as_str() {
            "true" | "yes" if takes.flag => Some("on"),
            "false" | "no" if takes.flag || takes.off => Some("off"),
            _ => nearest(word, takes.words.iter().chain(switch).copied()),
        }
    }
}

/// A dimension with examples: "a duration like `30s` or `10m`".
fn example(dimension: Dimension) -> Text {
    let (ko, en) = match dimension {
        Dimension::Count => ("`3`이나 `2..10` 같은 개수", "a count like `3` or `2..10`"),
        Dimension::Ratio => ("`90%`나 `0.9` 같은 비율", "a ratio like `90%` or `0.9`"),
        Dimension::Factor => ("`5x`나 `5배` 같은 배수", "a factor like `5x`"),
        Dimension::Duration => ("`30s`나 `10분` 같은 시간", "a duration like `30s` or `10m`"),
        Dimension::Bytes => ("`4KB`나 `2TB` 같은 크기", "a size like `4KB` or `2TB`"),
        Dimension::Bandwidth => {
            ("`1Gbps`나 `10GB/day` 같은 대역폭", "a bandwidth like `1Gbps` or `10GB/day`")
        }
        Dimension::Rate => {
            ("`500rps`나 `2000건/일` 같은 처리량", "a rate like `500rps` or `20/day`")
        }
        Dimension::Usd | Dimension::Krw => {
            ("`$120/mo`나 `15만원/월` 같은 금액", "an amount like `$120/mo` or `₩150_000/mo`")
        }
    };
    Text::new(ko, en)
}

/// A dimension's name, for a label; `None` is a plain number.
pub(super) fn noun(dimension: Option<Dimension>) -> Text {
    let (ko, en) = match dimension {
        None => ("단위 없는 수", "a plain number"),
        Some(Dimension::Count) => ("개수", "a count"),
        Some(Dimension::Ratio) => ("비율", "a ratio"),
        Some(Dimension::Factor) => ("배수", "a factor"),
        Some(Dimension::Duration) => ("시간", "a duration"),
        Some(Dimension::Bytes) => ("크기", "a size in bytes"),
        Some(Dimension::Bandwidth) => ("대역폭", "a bandwidth"),
        Some(Dimension::Rate) => ("처리량", "a rate"),
        Some(Dimension::Usd) => ("달러 금액", "an amount in dollars"),
        Some(Dimension::Krw) => ("원화 금액", "an amount in won"),
    };
    Text::new(ko, en)
}

/// "this is a duration"
pub(super) fn is(noun: Text) -> Text {
    text!(noun; "{noun}입니다", "this is {noun}")
}

/// A unit that does not exist.
pub(super) fn unknown_unit(unit: &ast::Name, wanted: Wanted) -> Diagnostic {
    let word = &unit.text;
    let fitting = super::unit::words(wanted.takes.number);
    let meant = super::unit::spelled_out(word)
        .or_else(|| nearest(word, fitting))
        .or_else(|| nearest(word, super::unit::words(None)));
    let message = text!(word; "모르는 단위입니다: `{word}`", "there is no unit `{word}`");
    let mut diagnostic = Diagnostic::error(WRONG_UNIT, unit.span, message);
    if wanted.takes.number.is_some() {
        diagnostic = diagnostic.help(wanted.advice());
    }
    diagnostic.did_you_mean(unit.span, meant)
}

/// A number that is of the right dimension but cannot be.
pub(super) fn impossible(span: Span, attr: Option<Attr>, reason: Text) -> Diagnostic {
    let message = match attr.map(Attr::word) {
        Some(word) => text!(word, reason; "`{word}` 값은 {reason}", "`{word}` {reason}"),
        None => text!(reason; "이 값은 {reason}", "this value {reason}"),
    };
    Diagnostic::error(UNKNOWN_VALUE, span, message)
}

/// `unknown` in a list, a range, a calculation or a `let`.
pub(super) fn unknown_in_company(span: Span) -> Diagnostic {
    let message = text!(
        "`unknown` 값은 다른 값과 함께 쓸 수 없습니다",
        "`unknown` is a whole value: it is part of no other"
    );
    Diagnostic::error(UNKNOWN_VALUE, span, message).help(text!(
        "속성의 값 전체를 모를 때 `replicas = unknown`처럼 쓰세요.",
        "State it of an attribute, like `replicas = unknown`."
    ))
}

/// A calculation whose result does not fit into 28 digits.
pub(super) fn too_large(span: Span) -> Diagnostic {
    let message = Text::new(
        "계산 결과가 너무 커서 나타낼 수 없습니다",
        "the result of this calculation is too large",
    );
    Diagnostic::error(LIMIT, span, message)
}
