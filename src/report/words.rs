//! The fixed words of reports, in both languages, and text made safe to print.

use super::Report;
use crate::diagnostic::{Acceptance, Diagnostic, RuleName, Severity};
use crate::say::{Lang, Text};
use crate::sink::{self, Sink, Written};
use crate::source::Span;
use crate::text;
use std::borrow::Cow;

pub(super) fn severity(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Ko) => "오류",
        (Severity::Warning, Lang::Ko) => "경고",
        (Severity::Advice, Lang::Ko) => "조언",
        (severity, Lang::En) => severity.name(),
    }
}

/// One of two words, by language.
pub(super) fn pick<'a>(lang: Lang, ko: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Ko => ko,
        Lang::En => en,
    }
}

/// `오류 3건`, `3 errors`.
pub(super) fn count(number: usize, severity: Severity) -> Text {
    let en = match (severity, number) {
        (Severity::Advice, _) => "advice",
        (Severity::Error, 1) => "error",
        (Severity::Error, _) => "errors",
        (Severity::Warning, 1) => "warning",
        (Severity::Warning, _) => "warnings",
    };
    let noun = Text::new(self::severity(severity, Lang::Ko), en);
    text!(number, noun; "{noun} {number}건", "{number} {noun}")
}

/// The other places that a finding speaks of: `a.arch:5:1 one instance`, a line each.
pub(super) fn places(report: &Report, finding: &Diagnostic, lang: Lang) -> Vec<String> {
    let place = |(at, text): &(Span, Text)| {
        let place = report.sources.position(at.source, at.start as usize);
        format!("{}:{}:{} {}", report.file_of(*at), place.line, place.column, text.get(lang))
    };
    finding.related.iter().map(place).collect()
}

pub(super) fn acceptance(acceptance: &Acceptance) -> Text {
    let reason = &acceptance.reason;
    match acceptance.until {
        Some(until) => text!(reason, until; "{reason} ({until}까지)", "{reason} (until {until})"),
        None => Text::same(reason.as_str()),
    }
}

/// How many findings a page leaves out.
pub(super) fn more_findings(more: usize) -> Text {
    text!(more;
        "외 {more}건이 더 있습니다. `archlint check`가 모두 보여 줍니다.",
        "{more} more; `archlint check` lists them all."
    )
}

/// That the rules were not asked about some files; where the errors stand in others, such as policies,
/// in which: see [`Report::faulty`].
pub fn waiting(files: &[String], faulty: &[String]) -> Text {
    let (list, faulty) = (files.join(", "), faulty.join(", "));
    if faulty.is_empty() {
        return text!(list;
            "글에 오류가 있어 설계 규칙은 아직 판정하지 않았습니다: {list}",
            "the text has errors, so the design rules have not been judged yet: {list}"
        );
    }
    text!(faulty, list;
        "{faulty}에 오류가 있어 설계 규칙은 아직 판정하지 않았습니다: {list}",
        "there are errors in {faulty}, so the design rules have not been judged yet: {list}"
    )
}

/// Text of a file or a message with nothing left in it that could steer a terminal. Each character
/// replaced keeps its number of bytes, so that spans still fit.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    match sink::steers(text) {
        true => Cow::Owned(sink::for_terminal_lines(text)),
        false => Cow::Borrowed(text),
    }
}

/// The name of a rule: the program's own word, or that of a policy.
pub fn rule<'w, S: Sink>(out: &'w mut Written<S>, name: &RuleName) -> &'w mut Written<S> {
    match name.own_word() {
        Some(word) => out.ours(word),
        None => out.theirs(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_agree_with_their_number() {
        assert_eq!(count(1, Severity::Error).en, "1 error");
        assert_eq!(count(2, Severity::Warning).en, "2 warnings");
        assert_eq!(count(0, Severity::Advice).ko, "조언 0건");
    }
}
