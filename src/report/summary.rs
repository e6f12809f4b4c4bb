//! How many findings there are: by severity, and by the quality of a system that they threaten.

use super::Report;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::{Quality, Rule};
use crate::text::Text;

/// Accepted findings count only in `accepted`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub error: usize,
    pub warning: usize,
    pub advice: usize,
    pub accepted: usize,
}

impl Counts {
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            *match finding.severity {
                _ if finding.is_accepted() => &mut counts.accepted,
                Severity::Error => &mut counts.error,
                Severity::Warning => &mut counts.warning,
                Severity::Advice => &mut counts.advice,
            } += 1;
        }
        counts
    }

    /// Findings that are not accepted.
    pub fn open(self) -> usize {
        self.error + self.warning + self.advice
    }
}

/// The findings of each quality, in the order of [`Quality::ALL`]; last those of the text.
pub fn by_quality(report: &Report, rules: &[&Rule]) -> Vec<(Text, Counts)> {
    let quality_of = |finding: &Diagnostic| {
        rules.iter().find(|rule| rule.name == finding.rule).map(|rule| rule.quality)
    };
    let mut rows: Vec<_> = Quality::ALL
        .into_iter()
        .map(|quality| {
            let of_it = report.findings.iter().filter(|f| quality_of(f) == Some(quality));
            (quality.title(), Counts::of(of_it))
        })
        .collect();
    let of_text = Counts::of(report.findings.iter().filter(|f| quality_of(f).is_none()));
    if of_text != Counts::default() {
        rows.push((Text::new("글의 오류", "errors of the text"), of_text));
    }
    rows
}
