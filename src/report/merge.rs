//! From the findings of many designs, each with its own texts, to one list in order.

use super::Report;
use crate::diagnostic::{Diagnostic, Named, RuleName};
use crate::source::{SourceId, Sources, Span};
use std::collections::HashMap;

/// What was found in one design.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// All texts read for it.
    pub sources: Sources,
    /// The name of the file that was asked for.
    pub file: String,
    /// Errors of the text and what the rules say.
    pub findings: Vec<Diagnostic>,
    /// The text has errors, so the rules were not asked.
    pub waiting: bool,
}

pub(super) fn merge(checked: Vec<Checked>) -> Report {
    let mut report = Report::default();
    let mut known: HashMap<String, SourceId> = HashMap::new();
    let mut places = HashMap::new();
    for (number, one) in checked.into_iter().enumerate() {
        let ids: Vec<SourceId> = one
            .sources
            .iter()
            .map(|(_, source)| match known.get(&source.name) {
                Some(id) => *id,
                None => {
                    let id = report.sources.add(source.clone());
                    known.insert(source.name.clone(), id);
                    id
                }
            })
            .collect();
        let moved = |span: Span| Span { source: ids[span.source.0 as usize], ..span };
        let findings = one.findings.into_iter().map(|finding| {
            let mut finding = finding.map_spans(moved);
            // A tier is one of its design, also where two designs stand in one file.
            finding.standing.tier = finding.standing.tier.map(|tier| format!("{number} {tier}"));
            finding
        });
        add(&mut report.findings, &mut places, findings);
        if one.waiting && !report.waiting.contains(&one.file) {
            report.waiting.push(one.file.clone());
        }
        if report.files.last() != Some(&one.file) {
            report.files.push(one.file);
        }
    }
    sort(&mut report);
    report
}

/// What makes two findings of two designs one: a text that several designs share is judged in
/// each of them, and speaks once.
#[derive(PartialEq, Eq, Hash)]
struct Spot {
    rule: RuleName,
    primary: Span,
    subjects: Vec<Named>,
    flow: Option<String>,
    /// Counts the findings of one design that share all the rest.
    nth: usize,
}

/// Adds the findings of one design that no design before had. An open finding stands for an
/// accepted one.
fn add(
    all: &mut Vec<Diagnostic>,
    places: &mut HashMap<Spot, usize>,
    findings: impl Iterator<Item = Diagnostic>,
) {
    let before = all.len();
    for finding in findings {
        let mut spot = Spot {
            rule: finding.rule.clone(),
            primary: finding.primary,
            subjects: finding.subjects.clone(),
            flow: finding.flow.clone(),
            nth: 0,
        };
        while places.get(&spot).is_some_and(|&at| at >= before) {
            spot.nth += 1;
        }
        match places.get(&spot) {
            None => {
                places.insert(spot, all.len());
                all.push(finding);
            }
            Some(&at) if all[at].is_accepted() && !finding.is_accepted() => all[at] = finding,
            Some(_) => {}
        }
    }
}

/// By file, then weight, then place and rule; the rest only makes the order certain.
fn sort(report: &mut Report) {
    let sources = &report.sources;
    report.findings.sort_by(|a, b| {
        let file = |finding: &Diagnostic| &sources.get(finding.primary.source).name;
        let by_file = file(a).cmp(file(b)).then_with(|| a.outweighs(b));
        by_file.then_with(|| key(sources, a).cmp(&key(sources, b)))
    });
}

type Key<'a> = (&'a str, u32, u32, &'a str, &'a [Named], Option<&'a str>, &'a str);

fn key<'a>(sources: &'a Sources, finding: &'a Diagnostic) -> Key<'a> {
    (
        &sources.get(finding.primary.source).name,
        finding.primary.start,
        finding.primary.end,
        &finding.rule,
        &finding.subjects,
        finding.flow.as_deref(),
        &finding.message.en,
    )
}
