//! A Markdown page of the findings: for a pull request's comment or a study's notes.

use super::{Report, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{Lang, Text};
use std::fmt::Write;

pub(super) fn print(report: &Report, lang: Lang) -> String {
    let mut out = String::from("## archlint\n\n");
    out.push_str(&headline(report, lang));
    for severity in [Severity::Error, Severity::Warning, Severity::Advice] {
        let of_it = report.findings.iter().filter(|f| !f.is_accepted() && f.severity == severity);
        let of_it: Vec<_> = of_it.collect();
        if of_it.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n### {}\n", words::count(of_it.len(), severity).get(lang));
        of_it.into_iter().for_each(|finding| item(&mut out, report, finding, lang));
    }
    accepted(&mut out, report, lang);
    if !report.waiting.is_empty() {
        let _ = writeln!(out, "\n> {}", escape(words::waiting(&report.waiting).get(lang)));
    }
    out
}

fn headline(report: &Report, lang: Lang) -> String {
    let counts = report.counts();
    let mut parts = vec![
        words::count(counts.error, Severity::Error),
        words::count(counts.warning, Severity::Warning),
        words::count(counts.advice, Severity::Advice),
    ];
    if counts.accepted > 0 {
        let accepted = counts.accepted;
        parts.push(crate::text!("수용 {accepted}건", "{accepted} accepted"));
    }
    let files: Vec<_> = report.files.iter().map(|file| code(file)).collect();
    format!("**{}** — {}\n", Text::join(&parts, " · ").get(lang), files.join(", "))
}

fn item(out: &mut String, report: &Report, finding: &Diagnostic, lang: Lang) {
    let at = report.sources.position(finding.primary.source, finding.primary.start as usize);
    let place = code(&format!("{}:{}:{}", report.file_of(finding.primary), at.line, at.column));
    let message = escape(finding.message.get(lang));
    let _ = writeln!(out, "- **{}** {message} — {place}", finding.rule);
    let detail = |out: &mut String, ko: &str, en: &str, words: String| {
        let _ = writeln!(out, "  - {}: {words}", self::words::pick(lang, ko, en));
    };
    let said = |text: &Option<Text>| text.as_ref().map(|text| escape(text.get(lang)));
    if let Some(why) = said(&finding.why) {
        detail(out, "왜", "why", why);
    }
    if !finding.path.is_empty() {
        let path: Vec<_> = finding.path.iter().map(|name| code(name)).collect();
        detail(out, "경로", "path", path.join(" → "));
    }
    for figure in &finding.figures {
        detail(out, "계산", "figures", escape(&figure.derivation));
    }
    if let Some(help) = said(&finding.help) {
        detail(out, "할 일", "help", help);
    }
    if let Some(trade_off) = said(&finding.trade_off) {
        detail(out, "트레이드오프", "trade-off", trade_off);
    }
    if let Some(question) = said(&finding.question) {
        detail(out, "예상 질문", "question", question);
    }
}

fn accepted(out: &mut String, report: &Report, lang: Lang) {
    let accepted: Vec<_> =
        report.findings.iter().filter_map(|f| Some((f, f.accepted.as_ref()?))).collect();
    if accepted.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n### {} {}\n", words::pick(lang, "수용", "accepted"), accepted.len());
    for (finding, acceptance) in accepted {
        let reason = escape(words::acceptance(acceptance).get(lang));
        let message = escape(finding.message.get(lang));
        let _ = writeln!(out, "- **{}** {message} — {reason}", finding.rule);
    }
}

/// Words of a design must not turn into markup; code spans of our own messages stay.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let paired = text.matches('`').count().is_multiple_of(2);
    let mut in_code = false;
    for c in words::plain(text).chars() {
        match c {
            '`' if paired => in_code = !in_code,
            '`' => out.push('\\'),
            '\n' | '\r' => {
                out.push(' ');
                continue;
            }
            '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '@' if !in_code => {
                out.push('\\')
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

/// A code span, fenced so that backticks inside do no harm.
fn code(text: &str) -> String {
    let text = words::plain(text).replace(['\n', '\r'], " ");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}
