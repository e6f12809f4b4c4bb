//! The outline of a text, and the search for names over all of them.

use crate::model::GroupKind;
use crate::source::Span;
use crate::syntax::ast::{Declaration, File, Journey, Statement, StatementKind};
use unicode_normalization::UnicodeNormalization;

/// Something declared, with what stands inside.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    pub name: String,
    /// The label, else what it is.
    pub detail: String,
    pub kind: OutlineKind,
    /// The whole statement.
    pub span: Span,
    /// The name.
    pub name_span: Span,
    pub inside: Vec<Outline>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutlineKind {
    Design,
    Group,
    Component,
    Flow,
    Scenario,
    Expectation,
    Constant,
}

/// What a text declares, in its order: groups hold what stands in them. With a header, all of it
/// stands below the design.
pub fn outline(file: &File, text: &str) -> Vec<Outline> {
    let mut inside: Vec<Outline> = declared(&file.statements, text);
    let header = file.statements.iter().find_map(|statement| match &statement.kind {
        StatementKind::Header(header) => Some((statement, header)),
        _ => None,
    });
    let Some((_, header)) = header else { return inside };
    inside.retain(|it| it.kind != OutlineKind::Design);
    vec![Outline {
        name: header.name.text.clone(),
        detail: "design".to_owned(),
        kind: OutlineKind::Design,
        span: file.span,
        name_span: header.name.span,
        inside,
    }]
}

fn declared(statements: &[Statement], text: &str) -> Vec<Outline> {
    statements.iter().filter_map(|statement| of(statement, text)).collect()
}

fn of(statement: &Statement, text: &str) -> Option<Outline> {
    let span = statement.span;
    match &statement.kind {
        StatementKind::Declaration(it) => Some(of_declaration(it, span, text)),
        StatementKind::Flow(it) => Some(of_journey(it, span, OutlineKind::Flow)),
        StatementKind::Scenario(it) => Some(of_journey(it, span, OutlineKind::Scenario)),
        StatementKind::Let(it) => Some(Outline {
            name: it.name.text.clone(),
            detail: text[it.value.span.range()].to_owned(),
            kind: OutlineKind::Constant,
            span,
            name_span: it.name.span,
            inside: Vec::new(),
        }),
        StatementKind::Expect(it) => Some(Outline {
            name: text[span.range()].trim_end().to_owned(),
            detail: "expect".to_owned(),
            kind: OutlineKind::Expectation,
            span,
            name_span: it.function.span,
            inside: Vec::new(),
        }),
        StatementKind::Change(it) => {
            let inside = it.block.as_ref().map(|block| declared(&block.statements, text));
            let inside = inside.filter(|inside| !inside.is_empty())?;
            let name_span = it.target.span();
            Some(Outline {
                name: text[name_span.range()].to_owned(),
                detail: "change".to_owned(),
                kind: OutlineKind::Group,
                span,
                name_span,
                inside,
            })
        }
        _ => None,
    }
}

fn of_declaration(it: &Declaration, span: Span, text: &str) -> Outline {
    let is_group = GroupKind::parse(&it.word.text).is_some();
    let label = it.label.as_ref().map(|label| label.text.clone());
    let inside = it.block.as_ref().filter(|_| is_group);
    Outline {
        name: it.name.text.clone(),
        detail: label.unwrap_or_else(|| it.word.text.clone()),
        kind: if is_group { OutlineKind::Group } else { OutlineKind::Component },
        span,
        name_span: it.name.span,
        inside: inside.map_or_else(Vec::new, |block| declared(&block.statements, text)),
    }
}

fn of_journey(it: &Journey, span: Span, kind: OutlineKind) -> Outline {
    let word = if kind == OutlineKind::Flow { "flow" } else { "scenario" };
    let label = it.label.as_ref().map(|label| label.text.clone());
    Outline {
        name: it.name.text.clone(),
        detail: label.unwrap_or_else(|| word.to_owned()),
        kind,
        span,
        name_span: it.name.span,
        inside: Vec::new(),
    }
}

/// Whether somebody who types `wanted` may mean that name: a part of it in either case, or its
/// initial consonants (`ㅈㅁ` finds `주문`).
pub fn matches(name: &str, wanted: &str) -> bool {
    let plain = |text: &str| text.nfc().flat_map(char::to_lowercase).collect::<String>();
    let (name, wanted) = (plain(name), plain(wanted));
    let by_initials = wanted.chars().any(is_initial) && initials(&name).contains(&wanted);
    name.contains(&wanted) || by_initials
}

const INITIALS: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ',
    'ㅌ', 'ㅍ', 'ㅎ',
];

fn is_initial(letter: char) -> bool {
    INITIALS.contains(&letter)
}

/// A name with each syllable replaced by its initial consonant.
pub fn initials(name: &str) -> String {
    /// A syllable of Unicode is one of so many with the same initial consonant.
    const EACH: u32 = 21 * 28;
    let initial = |letter: char| match letter {
        '가'..='힣' => INITIALS[((letter as u32 - '가' as u32) / EACH) as usize],
        other => other,
    };
    name.nfc().map(initial).collect()
}
