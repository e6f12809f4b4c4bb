//! At which level what was found makes a run fail.

use archlint::config::FailOn;
use archlint::report::Report;
use archlint::rules;
use std::collections::HashMap;

/// Promises that are broken, and secrets: they fail in every stage.
const ALWAYS: &[&str] = &["expectation-failed", "forbidden-connection", "secret-in-design"];

/// The levels of the files of a run.
pub struct Levels {
    by_file: HashMap<String, FailOn>,
    /// What the rules say of an as-is design may have a level of its own.
    as_is: HashMap<String, FailOn>,
    /// Of a text that is not itself among the files checked.
    of_run: FailOn,
}

impl Levels {
    pub fn new(of_run: FailOn) -> Self {
        Self { by_file: HashMap::new(), as_is: HashMap::new(), of_run }
    }

    pub fn note(&mut self, file: &str, level: FailOn) {
        self.by_file.insert(file.to_owned(), level);
    }

    pub fn note_as_is(&mut self, file: &str, level: FailOn) {
        self.as_is.insert(file.to_owned(), level);
    }

    /// Whether an open finding reaches the level of its file.
    pub fn fail(&self, report: &Report) -> bool {
        self.reached(report, |file| self.as_is.get(file).copied())
    }

    /// The same if an as-is design were judged like any other.
    pub fn fail_in_any_stage(&self, report: &Report) -> bool {
        self.reached(report, |_| None)
    }

    fn reached(&self, report: &Report, spared: impl Fn(&str) -> Option<FailOn>) -> bool {
        report.findings.iter().filter(|finding| !finding.is_accepted()).any(|finding| {
            let file = &report.sources.get(finding.primary.source).name;
            let ordinary = self.by_file.get(file).copied().unwrap_or(self.of_run);
            let judged = rules::ALL.iter().any(|rule| rule.name == finding.rule)
                && !ALWAYS.contains(&finding.rule.as_str());
            let level = spared(file).filter(|_| judged).unwrap_or(ordinary);
            level.fails(finding.severity)
        })
    }
}
