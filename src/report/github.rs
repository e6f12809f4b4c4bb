//! Annotations that GitHub Actions shows beside the lines of a pull request.

use super::{Address, Report, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Rule;
use crate::say::Lang;
use crate::sink::{Property, Workflow, Written};

/// GitHub shows so many annotations of each kind for a step, and drops the rest silently.
const SHOWN: usize = 10;

/// The worst first over all files, and no more of each kind than are shown; a last notice counts
/// those that were left out. Accepted findings are left out, since an annotation can't say that it
/// is one.
pub(super) fn print(report: &Report, lang: Lang, rules: &[&Rule]) -> String {
    let mut out = String::new();
    let mut cut = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Advice] {
        let open = report.findings.iter().filter(|f| !f.is_accepted() && f.severity == severity);
        let open: Vec<_> = open.collect();
        let is_last = severity == Severity::Advice;
        // The notice itself is one of the ten.
        let room = match is_last && (!cut.is_empty() || open.len() > SHOWN) {
            true => SHOWN - 1,
            false => SHOWN,
        };
        for finding in open.iter().take(room) {
            out.push_str(line(report, finding, lang, rules).as_str());
            out.push('\n');
        }
        if open.len() > room {
            cut.push(words::count(open.len() - room, severity).get(lang).to_owned());
        }
    }
    if !cut.is_empty() {
        out.push_str(notice(&cut.join(", "), lang).as_str());
        out.push('\n');
    }
    out
}

fn notice(cut: &str, lang: Lang) -> Written<Workflow> {
    let mut line = Written::default();
    line.ours("::notice title=archlint::").theirs(cut);
    line.ours(words::pick(
        lang,
        "은 여기에 다 보일 수 없어 뺐습니다. `archlint check`로 모두 볼 수 있습니다",
        " more than GitHub shows here; `archlint check` lists them all",
    ));
    line
}

fn line(report: &Report, finding: &Diagnostic, lang: Lang, rules: &[&Rule]) -> Written<Workflow> {
    let command = match finding.severity {
        Severity::Error => "::error title=",
        Severity::Warning => "::warning title=",
        Severity::Advice => "::notice title=",
    };
    let source = report.sources.get(finding.primary.source);
    let start = source.position(finding.primary.start as usize);
    let end = source.position(finding.primary.end as usize);
    let mut line = Written::default();
    line.ours(command).within::<Property>(&format!("archlint: {}", finding.rule));
    line.ours(",file=").within::<Property>(&source.name).ours(",line=").number(start.line);
    // GitHub takes columns only for a range within one line.
    if start.line == end.line {
        line.ours(",col=").number(start.column).ours(",endColumn=").number(end.column);
    } else {
        line.ours(",endLine=").number(end.line);
    }
    let details = [&finding.why, &finding.help];
    let details = details.into_iter().flatten().map(|text| text.get(lang).to_owned());
    let message: Vec<_> = std::iter::once(finding.message.get(lang).to_owned())
        .chain(words::places(report, finding, lang))
        .chain(details)
        .collect();
    line.ours("::").theirs(&message.join("\n"));
    if let Some(page) = Address::of(&finding.rule, rules, lang) {
        page.write(line.theirs("\n"));
    }
    line
}
