//! One line for each finding: `path:line:col: level[rule] message`, the level in
//! the language of the message.

use super::{Address, Report, Style, words};
use crate::diagnostic::Diagnostic;
use crate::lint::Rule;
use crate::sink::{Line, Written};

pub(super) fn print(report: &Report, style: &Style, rules: &[&Rule]) -> String {
    let mut out = String::new();
    for finding in &report.findings {
        out.push_str(line(report, finding, style, rules).as_str());
        out.push('\n');
    }
    out
}

fn line(report: &Report, finding: &Diagnostic, style: &Style, rules: &[&Rule]) -> Written<Line> {
    let lang = style.lang;
    let at = report.sources.position(finding.primary.source, finding.primary.start as usize);
    let mut line = Written::default();
    line.theirs(report.file_of(finding.primary));
    line.ours(":").number(at.line).ours(":").number(at.column).ours(": ");
    line.ours(words::severity(finding.severity, lang)).ours("[");
    match Address::of(&finding.rule, rules, lang).filter(|_| style.links) {
        Some(page) => page.link(&mut line, &finding.rule),
        None => drop(words::rule(&mut line, &finding.rule)),
    }
    line.ours("] ");
    line.theirs(finding.message.get(lang));
    if let Some(accepted) = &finding.accepted {
        line.ours(words::pick(lang, " (수용: ", " (accepted: "));
        line.theirs(words::acceptance(accepted).get(lang)).ours(")");
    }
    line
}
