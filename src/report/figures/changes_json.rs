//! What changes from one design to another, as JSON.

use super::changes::{Findings, Part, Parts, whole_fact};
use super::metrics::Metric;
use crate::analysis::change::State;
use crate::diagnostic::Diagnostic;
use crate::lint::Rule;
use crate::report::Address;
use crate::say::{Lang, Text};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(super) fn print(
    parts: &Parts,
    findings: &Findings,
    metrics: &[Metric],
    published: &[(Text, BTreeSet<String>)],
    rules: &[&Rule],
    lang: Lang,
) -> String {
    let finding = |finding: &&Diagnostic| {
        json!({
            "rule": finding.rule.as_str(),
            "severity": finding.severity.name(),
            "subjects": finding.names().collect::<Vec<_>>(),
            "flow": finding.flow,
            "message": both(&finding.message),
            "accepted": finding.is_accepted(),
            "url": Address::of(&finding.rule, rules, lang).map(|page| page.to_string()),
        })
    };
    let changed = |(before, after): &(&Diagnostic, &Diagnostic)| {
        let mut value = finding(after);
        value["was"] = json!({
            "severity": before.severity.name(),
            "accepted": before.is_accepted(),
            "message": both(&before.message),
        });
        value
    };
    let metric = |metric: &Metric| {
        let mut value = json!({
            "name": metric.name,
            "old": metric.old,
            "new": metric.new,
            "unit": metric.unit,
        });
        if metric.at_least != [None, None] {
            value["at_least"] = json!({ "old": metric.at_least[0], "new": metric.at_least[1] });
        }
        value
    };
    let source = |(source, names): &(Text, BTreeSet<String>)| json!({ "source": both(source), "names": names });
    let value = json!({
        "version": 1,
        "components": parts_json(&parts.components),
        "groups": parts_json(&parts.groups),
        "connections": parts_json(&parts.links),
        "facts": parts.facts.iter().map(|fact| both(&whole_fact(fact))).collect::<Vec<_>>(),
        "findings": {
            "added": findings.added.iter().map(finding).collect::<Vec<_>>(),
            "removed": findings.removed.iter().map(finding).collect::<Vec<_>>(),
            "changed": findings.changed.iter().map(changed).collect::<Vec<_>>(),
            "kept": findings.kept,
        },
        "metrics": metrics.iter().map(metric).collect::<Vec<_>>(),
        "published_availability": published.iter().map(source).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&value).expect("plain data is always JSON") + "\n"
}

fn parts_json(parts: &[Part]) -> Value {
    let names = |wanted: State| -> Vec<&str> {
        parts.iter().filter(|part| part.1 == wanted).map(|part| part.0.as_str()).collect()
    };
    let changed = parts.iter().filter(|part| part.1 == State::Changed).map(|(name, _, changes)| {
        json!({ "name": name, "changes": changes.iter().map(both).collect::<Vec<_>>() })
    });
    json!({
        "added": names(State::Added),
        "removed": names(State::Removed),
        "changed": changed.collect::<Vec<_>>(),
    })
}

fn both(text: &Text) -> Value {
    json!({ "ko": text.ko, "en": text.en })
}
