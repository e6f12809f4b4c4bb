//! JUnit XML: one suite for each file, a passing test for a clean file.

use super::{Report, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Lang;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Errors and warnings fail; advice and accepted findings are skipped tests with their reason.
pub(super) fn print(report: &Report, lang: Lang) -> String {
    let mut files: BTreeSet<&str> = report.files.iter().map(String::as_str).collect();
    files.extend(report.findings.iter().map(|f| report.file_of(f.primary)));
    let mut suites = String::new();
    let (mut tests, mut failures, mut skipped) = (0, 0, 0);
    for file in files {
        let of_file = report.findings.iter().filter(|f| report.file_of(f.primary) == file);
        let of_file: Vec<_> = of_file.collect();
        let failing = of_file.iter().filter(|f| fails(f)).count();
        let passed_over = of_file.len() - failing;
        let count = of_file.len().max(1);
        let _ = writeln!(
            suites,
            r#"  <testsuite name="{}" tests="{count}" failures="{failing}" errors="0" skipped="{passed_over}">"#,
            escape(file)
        );
        if of_file.is_empty() {
            let _ =
                writeln!(suites, r#"    <testcase name="archlint" classname="{}"/>"#, escape(file));
        }
        of_file.iter().for_each(|finding| case(&mut suites, report, finding, lang));
        suites.push_str("  </testsuite>\n");
        (tests, failures, skipped) = (tests + count, failures + failing, skipped + passed_over);
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"archlint\" \
         tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">\n\
         {suites}</testsuites>\n"
    )
}

fn fails(finding: &Diagnostic) -> bool {
    !finding.is_accepted() && finding.severity > Severity::Advice
}

fn case(out: &mut String, report: &Report, finding: &Diagnostic, lang: Lang) {
    let file = report.file_of(finding.primary);
    let at = report.sources.position(finding.primary.source, finding.primary.start as usize);
    let name = match finding.subjects.as_slice() {
        [] => finding.rule.to_owned(),
        subjects => format!("{} {}", finding.rule, subjects.join(", ")),
    };
    let _ = writeln!(
        out,
        r#"    <testcase name="{}" classname="{}" file="{}" line="{}">"#,
        escape(&name),
        escape(file),
        escape(file),
        at.line
    );
    let message = escape(finding.message.get(lang));
    if fails(finding) {
        let details = [&finding.why, &finding.help];
        let details: Vec<_> = details.into_iter().flatten().map(|t| t.get(lang)).collect();
        let body = format!("{file}:{}:{}\n{}", at.line, at.column, details.join("\n"));
        let _ = writeln!(
            out,
            r#"      <failure message="{message}" type="{}">{}</failure>"#,
            finding.severity.name(),
            escape(&body)
        );
    } else {
        let reason = match &finding.accepted {
            Some(accepted) => escape(words::acceptance(accepted).get(lang)),
            None => message,
        };
        let _ = writeln!(out, r#"      <skipped message="{reason}"/>"#);
    }
    out.push_str("    </testcase>\n");
}

/// Escaped for both text and attributes; what XML can't hold at all becomes U+FFFD.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push('\t'),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
