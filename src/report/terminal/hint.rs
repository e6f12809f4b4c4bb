//! What a machine can mend of the findings: the command that does it, and exactly how many.

use super::super::Report;
use crate::diagnostic::{Diagnostic, Fix, Safety, Severity};
use crate::lint::TEXT_ERRORS;
use crate::say::Text;
use crate::text;
use std::collections::BTreeSet;

/// With more files than these their names are left out.
const NAMED: usize = 3;

/// The safe fixes; where there are none, the suggested ones.
pub(super) fn of(report: &Report) -> Option<Text> {
    let safe = Offer::of(report, Safety::Safe);
    if safe.count > 0 {
        let (count, files) = (safe.count, safe.files());
        return Some(text!(count, files;
            "{count}건은 `archlint fix {files}`로 고칠 수 있습니다",
            "`archlint fix {files}` can fix {count} of them"
        ));
    }
    let offer = Offer::of(report, Safety::Suggested);
    let (count, files) = (offer.count, offer.files());
    match count {
        0 => None,
        _ if offer.can_extend(report) => Some(text!(count, files;
            "{count}건은 `archlint fix --suggested --all {files}`로 고치거나, `-o to-be.arch`를 더해 개선안에 담을 수 있습니다",
            "`archlint fix --suggested --all {files}` can fix {count} of them, and with `-o to-be.arch` puts them into a TO-BE"
        )),
        _ => Some(text!(count, files;
            "{count}건은 `archlint fix --suggested --all {files}`로 고칠 수 있습니다",
            "`archlint fix --suggested --all {files}` can fix {count} of them"
        )),
    }
}

/// The findings that have a fix, and the files that it changes.
struct Offer<'r> {
    count: usize,
    names: BTreeSet<&'r str>,
}

impl<'r> Offer<'r> {
    fn of(report: &'r Report, safety: Safety) -> Self {
        let open = report.findings.iter().filter(|finding| !finding.is_accepted());
        let files: Vec<&str> = open.filter_map(|it| changed(report, it, safety)).collect();
        Self { count: files.len(), names: files.into_iter().collect() }
    }

    /// As they are written behind the command.
    fn files(&self) -> String {
        if self.names.len() > NAMED {
            return "…".to_owned();
        }
        let quoted = |name: &&str| match *name {
            "<stdin>" => "-".to_owned(),
            name if name.chars().all(is_plain) => name.to_owned(),
            name => format!("'{}'", name.replace('\'', "'\\''")),
        };
        self.names.iter().map(quoted).collect::<Vec<_>>().join(" ")
    }

    /// A TO-BE extends one design that can be read.
    fn can_extend(&self, report: &Report) -> bool {
        let own: Vec<&str> = self.names.iter().copied().collect();
        let is_arch = own.first().is_some_and(|name| name.ends_with(".arch"));
        let is_faulty = report
            .findings
            .iter()
            .any(|it| it.severity == Severity::Error && TEXT_ERRORS.contains(&it.rule.as_str()));
        report.waiting.is_empty() && !is_faulty && is_arch && own == report.files
    }
}

/// The one file that the best fix of a finding changes. What a rule says of a text that was not itself
/// checked, such as the base of a TO-BE, may be no fix there: that text may be a record.
fn changed<'r>(report: &'r Report, finding: &Diagnostic, safety: Safety) -> Option<&'r str> {
    let offered = finding.fixes.iter().filter(|fix| fix.safety <= safety);
    let fix: &Fix = offered.min_by_key(|fix| fix.safety)?;
    let mut names = fix.edits.iter().map(|edit| report.file_of(edit.span));
    let first = names.next()?;
    let is_there = report.files.iter().any(|file| file == first)
        || TEXT_ERRORS.contains(&finding.rule.as_str());
    (is_there && names.all(|name| name == first)).then_some(first)
}

/// What a shell takes as it is.
fn is_plain(letter: char) -> bool {
    letter.is_alphanumeric() || "./_-+@%:".contains(letter)
}
