//! SARIF 2.1.0, as code scanning services read it.

use super::{Address, Report, fingerprints, words};
use crate::diagnostic::{Diagnostic, Edit, Fix, Severity};
use crate::lint::{Rule, policy};
use crate::rulebook::with_reports_in;
use crate::say::Lang;
use crate::sink;
use crate::source::Span;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn print(report: &Report, lang: Lang, rules: &[&Rule]) -> String {
    let names: BTreeSet<&str> =
        report.findings.iter().map(|finding| finding.rule.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let results: Vec<Value> = report
        .findings
        .iter()
        .zip(fingerprints(report))
        .map(|(finding, print)| result(report, finding, &print, lang, &names))
        .collect();
    let first = |name: &str| report.findings.iter().find(|it| it.rule == name);
    let descriptors: Vec<Value> = names
        .iter()
        .map(|name| {
            let found = first(name);
            let mut said = match found.filter(|it| policy::is_policy(&it.rule)) {
                Some(finding) => of_policy(finding, lang),
                None => descriptor(name, rules, lang),
            };
            if let Some(page) = found.and_then(|it| Address::of(&it.rule, rules, lang)) {
                said["helpUri"] = json!(page.to_string());
            }
            said
        })
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "archlint",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": words::pick(lang, "ko-KR", "en-US"),
                "rules": descriptors,
            } },
            "automationDetails": { "id": "archlint/" },
            "columnKind": "unicodeCodePoints",
            "artifacts": report.files.iter().map(|file| json!({
                "location": artifact(&uri(file)),
                "encoding": "utf-8",
            })).collect::<Vec<_>>(),
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log).expect("plain data is always JSON") + "\n"
}

fn descriptor(name: &str, rules: &[&Rule], lang: Lang) -> Value {
    let rule = rules.iter().find(|rule| rule.name == name);
    let words = match rule.filter(|rule| !rule.page.trim().is_empty()) {
        Some(rule) => rule.parsed_page().half(lang).title.replace('`', ""),
        None => name.replace('-', " "),
    };
    let mut descriptor = json!({
        "id": name,
        "name": pascal(name),
        "shortDescription": { "text": words },
    });
    if let Some(rule) = rule {
        let whole = with_reports_in(rule.page.trim(), None);
        descriptor["fullDescription"] =
            json!({ "text": format!("{words} ({})", rule.topic.name()) });
        if !whole.is_empty() {
            descriptor["help"] = json!({ "text": whole, "markdown": whole });
        }
        descriptor["defaultConfiguration"] = json!({ "level": level(rule.severity) });
        descriptor["properties"] = json!({
            "tags": [rule.topic.name()],
            "problem.severity": problem(rule.severity),
        });
    }
    descriptor
}

/// A policy says why it is there with each of its findings.
fn of_policy(finding: &Diagnostic, lang: Lang) -> Value {
    let name = finding.rule.as_str();
    let why = finding.why.as_ref().map_or(name, |why| why.get(lang));
    json!({
        "id": name,
        "name": pascal(name),
        "shortDescription": { "text": why },
        "defaultConfiguration": { "level": level(finding.severity) },
        "properties": {
            "tags": [policy::TOPIC],
            "problem.severity": problem(finding.severity),
        },
    })
}

fn pascal(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split(['-', '/']).map(capital).collect()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn problem(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "recommendation",
    }
}

fn result(
    report: &Report,
    finding: &Diagnostic,
    fingerprint: &str,
    lang: Lang,
    names: &[&str],
) -> Value {
    let mut result = json!({
        "ruleId": finding.rule.as_str(),
        "ruleIndex": names.binary_search(&finding.rule.as_str()).expect("every rule found is listed"),
        "level": level(finding.severity),
        "message": { "text": message(finding, lang) },
        "locations": [location(report, finding)],
        "partialFingerprints": { "archlintFinding/v1": fingerprint },
    });
    if !finding.related.is_empty() {
        let related = finding.related.iter().map(|(span, text)| {
            json!({
                "physicalLocation": physical(report, *span),
                "message": { "text": text.get(lang) },
            })
        });
        result["relatedLocations"] = related.collect();
    }
    if !finding.path.is_empty() {
        let steps: Vec<Value> = finding.path.iter().map(|name| step(name)).collect();
        result["codeFlows"] = json!([{ "threadFlows": [{ "locations": steps }] }]);
    }
    if let Some(accepted) = &finding.accepted {
        let reason = words::acceptance(accepted);
        result["suppressions"] = json!([{
            "kind": "inSource",
            "status": "accepted",
            "justification": reason.get(lang),
        }]);
    }
    if !finding.fixes.is_empty() {
        result["fixes"] = finding.fixes.iter().map(|f| fix(report, f, lang)).collect();
    }
    result
}

/// What is wrong, why, and what to do: services show nothing but the message.
fn message(finding: &Diagnostic, lang: Lang) -> String {
    let parts = [Some(&finding.message), finding.why.as_ref(), finding.help.as_ref()];
    let parts: Vec<_> = parts.into_iter().flatten().map(|text| text.get(lang)).collect();
    parts.join("\n")
}

fn location(report: &Report, finding: &Diagnostic) -> Value {
    let mut location = json!({ "physicalLocation": physical(report, finding.primary) });
    if !finding.subjects.is_empty() {
        let name = |name: &str| json!({ "fullyQualifiedName": name });
        location["logicalLocations"] = finding.names().map(name).collect();
    }
    location
}

/// A step of the evidence path, from the entry of the flow to what takes it down.
fn step(name: &str) -> Value {
    json!({ "location": {
        "logicalLocations": [{ "fullyQualifiedName": name }],
        "message": { "text": name },
    } })
}

fn physical(report: &Report, span: Span) -> Value {
    json!({
        "artifactLocation": artifact(&uri(report.file_of(span))),
        "region": region(report, span),
    })
}

fn region(report: &Report, span: Span) -> Value {
    let start = report.sources.position(span.source, span.start as usize);
    let end = report.sources.position(span.source, span.end as usize);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// One artifact change for each file that the fix touches.
fn fix(report: &Report, fix: &Fix, lang: Lang) -> Value {
    let mut files: Map<String, Value> = Map::new();
    for Edit { span, text } in &fix.edits {
        let replacement = json!({
            "deletedRegion": region(report, *span),
            "insertedContent": { "text": text },
        });
        let of_file = files.entry(uri(report.file_of(*span))).or_insert_with(|| json!([]));
        of_file.as_array_mut().expect("only arrays are put in").push(replacement);
    }
    let changes: Vec<Value> = files
        .into_iter()
        .map(|(uri, replacements)| {
            json!({
                "artifactLocation": artifact(&uri),
                "replacements": replacements,
            })
        })
        .collect();
    json!({ "description": { "text": fix.title.get(lang) }, "artifactChanges": changes })
}

fn artifact(uri: &str) -> Value {
    match uri.strip_prefix('/') {
        Some(_) => json!({ "uri": format!("file://{uri}") }),
        None => json!({ "uri": uri, "uriBaseId": "%SRCROOT%" }),
    }
}

/// A relative URI reference.
fn uri(file: &str) -> String {
    let file = file.replace('\\', "/");
    sink::uri(file.trim_start_matches("./"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_become_relative_uris() {
        assert_eq!(uri("./docs/설계 1.arch"), "docs/%EC%84%A4%EA%B3%84%201.arch");
        assert_eq!(uri("a:b#c?.arch"), "a%3Ab%23c%3F.arch");
        assert_eq!(uri("../base.arch"), "../base.arch");
    }

    #[test]
    fn names_of_rules_in_pascal_case() {
        assert_eq!(pascal("single-load-balancer"), "SingleLoadBalancer");
    }
}
