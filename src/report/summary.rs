//! How many findings there are: by severity, and by the quality of a system that they threaten.

use super::{Format, Report, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::{Quality, Rule};
use crate::say::{Lang, Text};
use crate::sink::Printed;
use unicode_width::UnicodeWidthStr;

/// Accepted findings count only in `accepted`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Advice.
    pub advice: usize,
    /// Those that the team lives with.
    pub accepted: usize,
}

impl Counts {
    /// Counts them.
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

/// The table of [`by_quality`], for a terminal or as Markdown.
pub fn summary(report: &Report, format: Format, lang: Lang, rules: &[&Rule]) -> Printed {
    Printed::by(table(report, format, lang, rules))
}

fn table(report: &Report, format: Format, lang: Lang, rules: &[&Rule]) -> String {
    let rows: Vec<[String; 4]> = by_quality(report, rules)
        .into_iter()
        .map(|(title, counts)| {
            let numbers = [counts.error, counts.warning, counts.advice].map(|n| n.to_string());
            let [error, warning, advice] = numbers;
            [title.get(lang).to_owned(), error, warning, advice]
        })
        .collect();
    let severities = [Severity::Error, Severity::Warning, Severity::Advice];
    let [error, warning, advice] = severities.map(|s| words::severity(s, lang).to_owned());
    let head = [words::pick(lang, "품질", "Quality").to_owned(), error, warning, advice];
    match format {
        Format::Markdown => {
            let line = |row: &[String; 4]| format!("| {} |\n", row.join(" | "));
            let body: String = rows.iter().map(line).collect();
            format!("\n{}| --- | ---: | ---: | ---: |\n{body}", line(&head))
        }
        _ => {
            let all: Vec<_> = std::iter::once(&head).chain(&rows).collect();
            let wide = all.iter().map(|row| row[0].width()).max().unwrap_or_default();
            let line = |row: &&[String; 4]| {
                let gap = " ".repeat(wide - row[0].width());
                let number = |n: &String| format!("{}{n}", " ".repeat(9 - n.width().min(8)));
                let numbers: String = row[1..].iter().map(number).collect();
                format!("{}{gap}{numbers}\n", row[0])
            };
            std::iter::once("\n".to_owned()).chain(all.iter().map(line)).collect()
        }
    }
}

/// The findings of each quality, in the order of [`Quality::ALL`]; last those of the text.
fn by_quality(report: &Report, rules: &[&Rule]) -> Vec<(Text, Counts)> {
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
