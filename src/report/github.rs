//! Annotations that GitHub Actions shows beside the lines of a pull request.

use super::{Report, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Lang;

/// Errors first: GitHub shows only the first ten of a step. Accepted findings are left out, since
/// an annotation can't say that it is one.
pub(super) fn print(report: &Report, lang: Lang) -> String {
    let mut open: Vec<_> = report.findings.iter().filter(|f| !f.is_accepted()).collect();
    open.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    open.into_iter().map(|finding| line(report, finding, lang)).collect()
}

fn line(report: &Report, finding: &Diagnostic, lang: Lang) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let source = report.sources.get(finding.primary.source);
    let start = source.position(finding.primary.start as usize);
    let end = source.position(finding.primary.end as usize);
    let mut place = format!(",file={},line={}", property(&source.name), start.line);
    // GitHub takes columns only for a range within one line.
    if start.line == end.line {
        place += &format!(",col={},endColumn={}", start.column, end.column);
    } else {
        place += &format!(",endLine={}", end.line);
    }
    let details = [&finding.why, &finding.help];
    let details = details.into_iter().flatten().map(|text| text.get(lang));
    let message: Vec<_> = std::iter::once(finding.message.get(lang)).chain(details).collect();
    let title = property(&format!("archlint: {}", finding.rule));
    format!("::{command} title={title}{place}::{}\n", data(&message.join("\n")))
}

/// What GitHub's runner unescapes in a message.
fn data(text: &str) -> String {
    words::plain(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What it unescapes in a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
