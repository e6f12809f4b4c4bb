//! The stable, versioned JSON.

use super::{Address, Report, fingerprints};
use crate::diagnostic::{Acceptance, Diagnostic, Figure, Fix, Safety};
use crate::lint::Rule;
use crate::say::{Lang, Text};
use crate::source::{Sources, Span};
use crate::text;
use serde::Serialize;
use std::collections::HashMap;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    files: &'a [String],
    findings: Vec<JsonFinding<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shortened: Option<Shortened>,
    summary: Summary,
}

/// That findings are told in short, and how many.
#[derive(Serialize)]
struct Shortened {
    findings: usize,
    message: Owned,
}

#[derive(Serialize)]
struct Owned {
    ko: String,
    en: String,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: &'a str,
    message: Words<'a>,
    file: &'a str,
    range: Range,
    subjects: Vec<&'a str>,
    /// Other places that it speaks of: the members of a group behind the worst, and what was stated
    /// elsewhere.
    related: Vec<Related<'a>>,
    flow: Option<&'a str>,
    path: Option<&'a [String]>,
    figures: Vec<JsonFigure<'a>>,
    why: Option<Words<'a>>,
    help: Option<Words<'a>>,
    question: Option<Words<'a>>,
    trade_off: Option<Words<'a>>,
    accepted: Option<Accepted<'a>>,
    fixes: Vec<JsonFix<'a>>,
    fingerprint: String,
    /// Its page, in the language of the run.
    url: Option<String>,
}

#[derive(Serialize)]
struct Related<'a> {
    file: &'a str,
    range: Range,
    message: Words<'a>,
}

#[derive(Serialize)]
struct Words<'a> {
    ko: &'a str,
    en: &'a str,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    offset: u32,
}

#[derive(Serialize)]
struct JsonFigure<'a> {
    name: &'a str,
    value: f64,
    unit: &'a str,
    derivation: &'a str,
    assumed: Vec<&'a str>,
}

#[derive(Serialize)]
struct Accepted<'a> {
    reason: &'a str,
    until: Option<String>,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    safety: &'a str,
    title: Words<'a>,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    file: &'a str,
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Summary {
    error: usize,
    warning: usize,
    advice: usize,
    accepted: usize,
}

pub(super) fn print(report: &Report, lang: Lang, rules: &[&Rule]) -> String {
    let counts = report.counts();
    let (findings, short) = findings(report, lang, rules);
    let document = Document {
        version: 1,
        files: &report.files,
        findings,
        shortened: (short > 0).then(|| shortened(short)),
        summary: Summary {
            error: counts.error,
            warning: counts.warning,
            advice: counts.advice,
            accepted: counts.accepted,
        },
    };
    let mut out = serde_json::to_string_pretty(&document).expect("plain data is always JSON");
    out.push('\n');
    out
}

/// One object a line, without the frame.
pub(super) fn print_lines(report: &Report, lang: Lang, rules: &[&Rule]) -> String {
    let line = |finding| serde_json::to_string(&finding).expect("plain data is always JSON") + "\n";
    findings(report, lang, rules).0.into_iter().map(line).collect()
}

/// Of each rule so many findings are told whole, of the others what, where and of whom: a fault that
/// a design has ten thousand times needs no more explanations, and with them its findings would take
/// many megabytes.
const MOST_WHOLE: usize = 1_000;

fn shortened(findings: usize) -> Shortened {
    let text = text!(findings, MOST_WHOLE;
        "지적 {findings}건은 규칙마다 앞의 {MOST_WHOLE}건에 있는 설명과 수정을 뺐습니다",
        "{findings} findings leave out the explanations and fixes, which the first {MOST_WHOLE} of each rule have"
    );
    let Text { ko, en } = text;
    Shortened { findings, message: Owned { ko: ko.to_string(), en: en.to_string() } }
}

/// All findings, and how many of them are told in short.
fn findings<'a>(report: &'a Report, lang: Lang, rules: &[&Rule]) -> (Vec<JsonFinding<'a>>, usize) {
    let mut of_rule: HashMap<&str, usize> = HashMap::new();
    let mut told = Vec::with_capacity(report.findings.len());
    let mut short = 0;
    for (finding, print) in report.findings.iter().zip(fingerprints(report)) {
        let count = of_rule.entry(finding.rule.as_str()).or_default();
        *count += 1;
        let mut whole = one(&report.sources, finding, print, lang);
        whole.url = Address::of(&finding.rule, rules, lang).map(|page| page.to_string());
        if *count <= MOST_WHOLE {
            told.push(whole);
        } else {
            short += 1;
            told.push(in_short(whole));
        }
    }
    (told, short)
}

fn in_short(whole: JsonFinding<'_>) -> JsonFinding<'_> {
    JsonFinding {
        path: None,
        figures: Vec::new(),
        why: None,
        help: None,
        question: None,
        trade_off: None,
        fixes: Vec::new(),
        ..whole
    }
}

fn one<'a>(
    sources: &'a Sources,
    finding: &'a Diagnostic,
    fingerprint: String,
    lang: Lang,
) -> JsonFinding<'a> {
    JsonFinding {
        rule: &finding.rule,
        severity: finding.severity.name(),
        message: words(&finding.message),
        file: &sources.get(finding.primary.source).name,
        range: range(sources, finding.primary),
        subjects: finding.names().collect(),
        related: finding.related.iter().map(|(at, text)| related(sources, *at, text)).collect(),
        flow: finding.flow.as_deref(),
        path: Some(finding.path.as_slice()).filter(|path| !path.is_empty()),
        figures: finding.figures.iter().map(|f| figure(f, lang)).collect(),
        help: finding.help.as_ref().map(words),
        question: finding.question.as_ref().map(words),
        why: finding.why.as_ref().map(words),
        trade_off: finding.trade_off.as_ref().map(words),
        accepted: finding.accepted.as_ref().map(accepted),
        fixes: finding.fixes.iter().map(|f| fix(sources, f)).collect(),
        fingerprint,
        url: None,
    }
}

fn related<'a>(sources: &'a Sources, at: Span, text: &'a Text) -> Related<'a> {
    let file = &sources.get(at.source).name;
    Related { file, range: range(sources, at), message: words(text) }
}

fn words(text: &Text) -> Words<'_> {
    Words { ko: &text.ko, en: &text.en }
}

fn range(sources: &Sources, span: Span) -> Range {
    let place = |offset: u32| {
        let at = sources.position(span.source, offset as usize);
        Place { line: at.line, column: at.column, offset }
    };
    Range { start: place(span.start), end: place(span.end) }
}

fn figure(figure: &Figure, lang: Lang) -> JsonFigure<'_> {
    JsonFigure {
        name: figure.name,
        value: figure.value,
        unit: figure.unit,
        derivation: &figure.derivation,
        assumed: figure.assumed.iter().map(|text| text.get(lang)).collect(),
    }
}

fn accepted(acceptance: &Acceptance) -> Accepted<'_> {
    Accepted { reason: &acceptance.reason, until: acceptance.until.map(|date| date.to_string()) }
}

fn fix<'a>(sources: &'a Sources, fix: &'a Fix) -> JsonFix<'a> {
    let edit = |edit: &'a crate::diagnostic::Edit| JsonEdit {
        file: &sources.get(edit.span.source).name,
        range: range(sources, edit.span),
        text: &edit.text,
    };
    JsonFix {
        safety: match fix.safety {
            Safety::Safe => "safe",
            Safety::Suggested => "suggested",
        },
        title: words(&fix.title),
        edits: fix.edits.iter().map(edit).collect(),
    }
}
