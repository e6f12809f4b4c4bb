//! A finding told in plain lines, with nothing drawn.

use super::{Report, Style, words};
use crate::diagnostic::Diagnostic;
use crate::say::Lang;
use crate::sink::{Terminal, Written};

pub(super) fn tell(
    out: &mut Written<Terminal>,
    report: &Report,
    finding: &Diagnostic,
    style: &Style,
) {
    let source = report.sources.get(finding.primary.source);
    let at = source.position(finding.primary.start as usize);
    let severity = words::severity(finding.severity, style.lang);
    let message = finding.message.get(style.lang);
    let headline = format!("{severity}[{}] {message}", finding.rule);
    let place = match style.lang {
        Lang::Ko => format!("{} {}행 {}열", source.name, at.line, at.column),
        Lang::En => format!("{} line {} column {}", source.name, at.line, at.column),
    };
    let line = &source.text[source.line_start(at.line - 1)..source.line_start(at.line)];
    let label = finding.label.as_ref().map(|label| format!(" ({})", label.get(style.lang)));
    let excerpt =
        format!("{place}: {}{}", around(line, at.column).trim(), label.unwrap_or_default());
    for (words, indent) in [(headline, ""), (excerpt, "  ")] {
        out.add(&super::details::wrap(&words, style, indent, "    ")).ours("\n");
    }
}

/// Of a long line only what is around a column.
fn around(line: &str, column: usize) -> String {
    const BEFORE: usize = 60;
    const WHOLE: usize = 200;
    if line.len() <= WHOLE {
        return line.to_owned();
    }
    line.chars().skip(column.saturating_sub(BEFORE)).take(WHOLE).collect()
}
