//! Findings as a picture knows them: numbered, on what they are about.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{ComponentId, Design, GroupId, LinkId};
use crate::text::Text;
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

/// What a mark is drawn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    Component(ComponentId),
    Group(GroupId),
    Link(LinkId),
}

impl Mark {
    /// Numbers the findings, the worst first; accepted ones are left out. `is_spof` says which are
    /// about a single point of failure.
    pub fn number(
        design: &Design,
        findings: &[Diagnostic],
        is_spof: impl Fn(&Diagnostic) -> bool,
    ) -> Vec<Mark> {
        let names = Names::of(design);
        let mut open: Vec<&Diagnostic> =
            findings.iter().filter(|finding| !finding.is_accepted()).collect();
        open.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let mark = |(number, finding): (usize, &&Diagnostic)| Mark {
            subjects: finding.subjects.iter().filter_map(|name| names.subject(name)).collect(),
            number: number + 1,
            severity: finding.severity,
            message: names.labelled(&finding.message),
            spof: is_spof(finding),
        };
        open.iter().enumerate().map(mark).collect()
    }
}

/// A longer label would leave no room for what is said of it.
const LONGEST: usize = 24;

/// Everything in a design by the name it has in output.
struct Names {
    subjects: HashMap<String, Subject>,
    /// What the picture writes on it instead, where that is short and nothing else has the same words.
    labels: HashMap<String, String>,
}

impl Names {
    fn of(design: &Design) -> Self {
        let links = design.link_ids().map(|id| (design.link_name(id), Subject::Link(id)));
        let groups =
            design.group_ids().map(|id| (design.group(id).path.clone(), Subject::Group(id)));
        let components = design
            .component_ids()
            .map(|id| (design.component(id).path.clone(), Subject::Component(id)));
        let labelled = (design.components.iter().map(|it| (&it.path, it.label.as_ref())))
            .chain(design.groups.iter().map(|it| (&it.path, it.label.as_ref())))
            .filter_map(|(path, label)| Some((path, label?)))
            .filter(|(_, label)| (1..=LONGEST).contains(&label.trim().chars().count()))
            .filter(|(_, label)| !label.contains(['`', '\n']));
        let mut owners: HashMap<&String, Vec<&String>> = HashMap::new();
        labelled.for_each(|(path, label)| owners.entry(label).or_default().push(path));
        let labels = owners.into_iter().filter_map(|(label, paths)| match paths.as_slice() {
            [path] => Some((path.to_string(), label.clone())),
            _ => None,
        });
        Self { labels: labels.collect(), subjects: links.chain(groups).chain(components).collect() }
    }

    /// The message as the picture calls things: by their labels.
    fn labelled(&self, message: &Text) -> Text {
        let label = |path: &str| self.labels.get(path).map(String::as_str);
        Text::new(message.ko.labelled(label), message.en.labelled(label))
    }

    fn subject(&self, name: &str) -> Option<Subject> {
        self.subjects.get(name).copied()
    }
}
