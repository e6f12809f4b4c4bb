//! A Markdown page of the findings: for a pull request's comment or a study's notes.

use super::{Address, Report, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Rule;
use crate::say::{Lang, Text};
use crate::sink::{Code, Markdown, Written};

/// A page tells so many findings of a severity; a sentence counts the rest.
const MOST: usize = 200;

pub(super) fn print(report: &Report, lang: Lang, rules: &[&Rule]) -> String {
    let mut out = Written::<Markdown>::default();
    out.ours("## archlint\n\n").add(&headline(report, lang));
    for severity in [Severity::Error, Severity::Warning, Severity::Advice] {
        let of_it = report.findings.iter().filter(|f| !f.is_accepted() && f.severity == severity);
        let of_it: Vec<_> = of_it.collect();
        if of_it.is_empty() {
            continue;
        }
        out.ours("\n### ").theirs(words::count(of_it.len(), severity).get(lang)).ours("\n\n");
        of_it.iter().take(MOST).for_each(|finding| item(&mut out, report, finding, lang, rules));
        if of_it.len() > MOST {
            out.ours("\n").theirs(words::more_findings(of_it.len() - MOST).get(lang)).ours("\n");
        }
    }
    accepted(&mut out, report, lang, rules);
    if !report.waiting.is_empty() {
        out.ours("\n> ")
            .theirs(words::waiting(&report.waiting, &report.faulty()).get(lang))
            .ours("\n");
    }
    out.into_string()
}

fn headline(report: &Report, lang: Lang) -> Written<Markdown> {
    let counts = report.counts();
    let mut parts = vec![
        words::count(counts.error, Severity::Error),
        words::count(counts.warning, Severity::Warning),
        words::count(counts.advice, Severity::Advice),
    ];
    if counts.accepted > 0 {
        let accepted = counts.accepted;
        parts.push(crate::text!(accepted; "수용 {accepted}건", "{accepted} accepted"));
    }
    let mut out = Written::default();
    out.ours("**").theirs(Text::join(&parts, " · ").get(lang)).ours("** — ");
    out.list(&report.concerned().into_iter().map(code).collect::<Vec<_>>(), ", ").ours("\n");
    out
}

fn item(
    out: &mut Written<Markdown>,
    report: &Report,
    finding: &Diagnostic,
    lang: Lang,
    rules: &[&Rule],
) {
    let at = report.sources.position(finding.primary.source, finding.primary.start as usize);
    let place = format!("{}:{}:{}", report.file_of(finding.primary), at.line, at.column);
    out.ours("- **");
    linked(out, finding, lang, rules).ours("** ").theirs(finding.message.get(lang));
    out.ours(" — ").within::<Code>(&place).ours("\n");
    let mut detail = |ko: &'static str, en: &'static str, words: &Written<Markdown>| {
        out.ours("  - ").ours(self::words::pick(lang, ko, en)).ours(": ").add(words).ours("\n");
    };
    let said = |text: &Text| {
        let mut said = Written::default();
        said.theirs(text.get(lang));
        said
    };
    if let Some(why) = &finding.why {
        detail("왜", "why", &said(why));
    }
    let places = words::places(report, finding, lang);
    if !places.is_empty() {
        let places: Vec<_> = places.iter().map(|place| code(place)).collect();
        let mut list = Written::default();
        detail("관련된 곳", "places", list.list(&places, ", "));
    }
    if !finding.path.is_empty() {
        let names: Vec<_> = finding.path.iter().map(|name| code(name)).collect();
        let mut path = Written::default();
        detail("경로", "path", path.list(&names, " → "));
    }
    for figure in &finding.figures {
        let mut derivation = Written::default();
        detail("계산", "figures", derivation.theirs(&figure.derivation));
    }
    if let Some(help) = &finding.help {
        detail("할 일", "help", &said(help));
    }
    if let Some(trade_off) = &finding.trade_off {
        detail("트레이드오프", "trade-off", &said(trade_off));
    }
    if let Some(question) = &finding.question {
        detail("예상 질문", "question", &said(question));
    }
}

fn accepted(out: &mut Written<Markdown>, report: &Report, lang: Lang, rules: &[&Rule]) {
    let accepted: Vec<_> =
        report.findings.iter().filter_map(|f| Some((f, f.accepted.as_ref()?))).collect();
    if accepted.is_empty() {
        return;
    }
    out.ours("\n### ").ours(words::pick(lang, "수용 ", "accepted ")).number(accepted.len());
    out.ours("\n\n");
    for (finding, acceptance) in accepted {
        out.ours("- **");
        linked(out, finding, lang, rules).ours("** ").theirs(finding.message.get(lang));
        out.ours(" — ").theirs(words::acceptance(acceptance).get(lang)).ours("\n");
    }
}

/// The name of the rule, which leads to its page.
fn linked<'w>(
    out: &'w mut Written<Markdown>,
    finding: &Diagnostic,
    lang: Lang,
    rules: &[&Rule],
) -> &'w mut Written<Markdown> {
    let Some(page) = Address::of(&finding.rule, rules, lang) else {
        return words::rule(out, &finding.rule);
    };
    words::rule(out.ours("["), &finding.rule).ours("](");
    page.write(out);
    out.ours(")")
}

fn code(text: &str) -> Written<Markdown> {
    let mut out = Written::default();
    out.within::<Code>(text);
    out
}
