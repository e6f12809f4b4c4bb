//! GitLab's code quality report.

use super::{Address, Report, fingerprints};
use crate::diagnostic::Severity;
use crate::lint::Rule;
use crate::say::Lang;
use crate::source::Span;
use serde::Serialize;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Content>,
    location: Location<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_locations: Vec<Location<'a>>,
}

/// What Code Climate's format, which this is, has for explanations.
#[derive(Serialize)]
struct Content {
    body: String,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
}

/// Accepted findings are left out: the report has no word for them.
pub(super) fn print(report: &Report, lang: Lang, rules: &[&Rule]) -> String {
    let place = |span: Span, offset: u32| {
        let at = report.sources.position(span.source, offset as usize);
        Place { line: at.line, column: at.column }
    };
    let location = |span: Span| Location {
        path: report.sources.get(span.source).name.trim_start_matches("./"),
        positions: Positions { begin: place(span, span.start), end: place(span, span.end) },
    };
    let found = report.findings.iter().zip(fingerprints(report));
    let open = found.filter(|(finding, _)| !finding.is_accepted());
    let mut issues = Vec::new();
    for (finding, fingerprint) in open {
        issues.push(Issue {
            // GitLab doesn't show `check_name`.
            description: format!("{}: {}", finding.rule, finding.message.get(lang)),
            check_name: finding.rule.as_str(),
            fingerprint,
            severity: match finding.severity {
                Severity::Error => "critical",
                Severity::Warning => "major",
                Severity::Advice => "minor",
            },
            content: Address::of(&finding.rule, rules, lang)
                .map(|page| Content { body: page.to_string() }),
            location: location(finding.primary),
            other_locations: finding.related.iter().map(|(at, _)| location(*at)).collect(),
        });
    }
    serde_json::to_string_pretty(&issues).expect("plain data is always JSON") + "\n"
}
