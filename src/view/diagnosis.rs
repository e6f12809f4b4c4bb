//! What an editor in the page shows in the text: what is wrong where, and what each word is.

use super::offsets::Offsets;
use super::state::listed;
use crate::diagnostic::{Diagnostic, Safety};
use crate::ide;
use crate::project::Reviewed;
use crate::say::Lang;
use serde::Serialize;

/// The findings and the words of one text. Places are counted in UTF-16 units.
#[derive(Debug, Default, Serialize)]
pub(super) struct Diagnosis {
    findings: Vec<Finding>,
    /// From where, to where, which sort of word.
    tokens: Vec<(usize, usize, &'static str)>,
    /// The text has errors, so the rules were not asked.
    waiting: bool,
    /// Why there is no design.
    refused: Option<String>,
}

#[derive(Debug, Serialize)]
struct Finding {
    number: usize,
    severity: &'static str,
    rule: String,
    message: String,
    help: Option<String>,
    from: usize,
    to: usize,
    fixes: Vec<Fix>,
}

#[derive(Debug, Serialize)]
struct Fix {
    title: String,
    safe: bool,
}

impl Diagnosis {
    pub fn refused(reason: &str) -> Self {
        Self { refused: Some(reason.to_owned()), ..Self::default() }
    }
}

/// The diagnosis of the text `name`, which is a part of the design.
pub(super) fn diagnosis(
    reviewed: &Reviewed,
    name: &str,
    text: &str,
    is_tech: impl Fn(&str) -> bool,
    lang: Lang,
) -> Diagnosis {
    let Some(source) = reviewed.sources.find(name) else { return Diagnosis::default() };
    let offsets = Offsets::of(text);
    let all = listed(reviewed);
    let own = all.iter().filter(|(_, it)| it.primary.source == source);
    let findings = own.map(|(number, it)| finding(it, *number, &offsets, lang)).collect();
    let files = reviewed.design.texts.iter().filter(|file| file.span.source == source);
    let mut tokens: Vec<ide::Token> =
        files.flat_map(|file| ide::tokens(reviewed, file, &is_tech)).collect();
    tokens.sort_by_key(|token| token.span.start);
    let ends = tokens.iter().flat_map(|it| [it.span.range().start, it.span.range().end]);
    let places = offsets.all(&ends.collect::<Vec<_>>());
    let token = |(it, place): (&ide::Token, &[usize])| {
        let sort = if it.unknown { "unknown" } else { it.kind.name() };
        (place[0], place[1], sort)
    };
    Diagnosis {
        findings,
        tokens: tokens.iter().zip(places.chunks(2)).map(token).collect(),
        waiting: reviewed.waiting,
        refused: None,
    }
}

fn finding(it: &Diagnostic, number: usize, offsets: &Offsets, lang: Lang) -> Finding {
    let range = it.primary.range();
    let fixes = it.fixes.iter().filter(|fix| !fix.edits.is_empty());
    Finding {
        number,
        severity: it.severity.name(),
        rule: it.rule.to_string(),
        message: it.message.get(lang).to_owned(),
        help: it.help.as_ref().map(|text| text.get(lang).to_owned()),
        from: offsets.units(range.start),
        to: offsets.units(range.end),
        fixes: fixes
            .map(|fix| Fix {
                title: fix.title.get(lang).to_owned(),
                safe: fix.safety == Safety::Safe,
            })
            .collect(),
    }
}
