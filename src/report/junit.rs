//! JUnit XML: one suite for each file, a passing test for a clean file.

use super::{Address, Report, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Rule;
use crate::say::Lang;
use crate::sink::{Written, Xml};
use std::collections::BTreeSet;

/// Errors and warnings fail; advice and accepted findings are skipped tests with their reason.
pub(super) fn print(report: &Report, lang: Lang, rules: &[&Rule]) -> String {
    let mut files: BTreeSet<&str> = report.files.iter().map(String::as_str).collect();
    files.extend(report.findings.iter().map(|f| report.file_of(f.primary)));
    let mut suites = Written::<Xml>::default();
    let (mut tests, mut failures, mut skipped) = (0, 0, 0);
    for file in files {
        let of_file = report.findings.iter().filter(|f| report.file_of(f.primary) == file);
        let of_file: Vec<_> = of_file.collect();
        let failing = of_file.iter().filter(|f| fails(f)).count();
        let passed_over = of_file.len() - failing;
        let count = of_file.len().max(1);
        suites.ours("  <testsuite name=\"").theirs(file).ours("\" tests=\"").number(count);
        suites.ours("\" failures=\"").number(failing).ours("\" errors=\"0\" skipped=\"");
        suites.number(passed_over).ours("\">\n");
        if of_file.is_empty() {
            suites.ours("    <testcase name=\"archlint\" classname=\"").theirs(file).ours("\"/>\n");
        }
        of_file.iter().for_each(|finding| case(&mut suites, report, finding, lang, rules));
        suites.ours("  </testsuite>\n");
        (tests, failures, skipped) = (tests + count, failures + failing, skipped + passed_over);
    }
    let mut out = Written::<Xml>::default();
    out.ours("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"archlint\" tests=\"");
    out.number(tests).ours("\" failures=\"").number(failures).ours("\" errors=\"0\" skipped=\"");
    out.number(skipped).ours("\">\n").add(&suites).ours("</testsuites>\n");
    out.into_string()
}

fn fails(finding: &Diagnostic) -> bool {
    !finding.is_accepted() && finding.severity > Severity::Advice
}

fn case(
    out: &mut Written<Xml>,
    report: &Report,
    finding: &Diagnostic,
    lang: Lang,
    rules: &[&Rule],
) {
    let file = report.file_of(finding.primary);
    let at = report.sources.position(finding.primary.source, finding.primary.start as usize);
    out.ours("    <testcase name=\"");
    words::rule(out, &finding.rule);
    if !finding.subjects.is_empty() {
        out.ours(" ").theirs(&finding.subjects.join(", "));
    }
    out.ours("\" classname=\"").theirs(file).ours("\" file=\"").theirs(file);
    out.ours("\" line=\"").number(at.line).ours("\">\n");
    let message = finding.message.get(lang);
    let page = Address::of(&finding.rule, rules, lang);
    if fails(finding) {
        let details = [&finding.why, &finding.help];
        let details = details.into_iter().flatten().map(|t| t.get(lang).to_owned());
        let details: Vec<_> =
            words::places(report, finding, lang).into_iter().chain(details).collect();
        out.ours("      <failure message=\"").theirs(message).ours("\" type=\"");
        out.ours(finding.severity.name()).ours("\">").theirs(file).ours(":").number(at.line);
        out.ours(":").number(at.column).theirs("\n").theirs(&details.join("\n"));
        if let Some(page) = page {
            page.write(out.theirs("\n"));
        }
        out.ours("</failure>\n");
    } else {
        let reason = finding.accepted.as_ref().map(words::acceptance);
        let reason = reason.as_ref().map_or(message, |reason| reason.get(lang));
        out.ours("      <skipped message=\"").theirs(reason);
        match page {
            Some(page) => page.write(out.ours("\">")),
            None => drop(out.ours("\">")),
        }
        out.ours("</skipped>\n");
    }
    out.ours("    </testcase>\n");
}
