//! Findings as a picture knows them: numbered, on what they are about.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Design, Subject};
use crate::say::Text;
use std::collections::HashMap;

/// A finding as a picture knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What it is drawn on; with none it is only listed below.
    pub subjects: Vec<Subject>,
    /// What its badge says; starts at 1.
    pub number: usize,
    pub severity: Severity,
    /// One line, as in the list of findings.
    pub message: Text,
    /// Its subjects are single points of failure: outlined.
    pub spof: bool,
}

impl Mark {
    /// Numbers the findings, the worst first; accepted ones are left out. `is_spof` says which are
    /// about a single point of failure.
    pub fn number(
        design: &Design,
        findings: &[Diagnostic],
        is_spof: impl Fn(&Diagnostic) -> bool,
    ) -> Vec<Mark> {
        let labels = labels(design);
        let mut open: Vec<&Diagnostic> =
            findings.iter().filter(|finding| !finding.is_accepted()).collect();
        open.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let mark = |(number, finding): (usize, &&Diagnostic)| Mark {
            subjects: finding.subjects.iter().map(|it| it.subject).collect(),
            number: number + 1,
            severity: finding.severity,
            message: labelled(&finding.message, &labels),
            spof: is_spof(finding),
        };
        open.iter().enumerate().map(mark).collect()
    }
}

/// A longer label would leave no room for what is said of it.
const LONGEST: usize = 24;

/// What the picture writes on a place, by its path, where that is short and nothing else says the same.
fn labels(design: &Design) -> HashMap<&str, &str> {
    let places = (design.components.iter().map(|it| (&it.path, it.label.as_ref())))
        .chain(design.groups.iter().map(|it| (&it.path, it.label.as_ref())))
        .filter_map(|(path, label)| Some((path.as_str(), label?.as_str())))
        .filter(|(_, label)| (1..=LONGEST).contains(&label.trim().chars().count()))
        .filter(|(_, label)| !label.contains(['`', '\n']));
    let mut owners: HashMap<&str, Vec<&str>> = HashMap::new();
    places.for_each(|(path, label)| owners.entry(label).or_default().push(path));
    let single = owners.into_iter().filter(|(_, paths)| paths.len() == 1);
    single.map(|(label, paths)| (paths[0], label)).collect()
}

/// The message as the picture calls things: by their labels.
fn labelled(message: &Text, labels: &HashMap<&str, &str>) -> Text {
    let label = |path: &str| labels.get(path).copied();
    Text::new(message.ko.labelled(label), message.en.labelled(label))
}
