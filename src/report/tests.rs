//! Every format: as it looks, and as a program that is not ours reads it.

use super::{Format, Report, Style, fingerprints, samples};
use crate::kept::assert_kept;
use crate::say::Lang;
use serde_json::Value;

fn printed(format: Format, lang: Lang) -> String {
    samples::three_tier().print(format, &Style { lang, ..Style::default() }, &[]).into_string()
}

fn parsed(format: Format) -> Value {
    serde_json::from_str(&printed(format, Lang::Ko)).expect("well-formed JSON")
}

/// What the official schema has against it.
fn sarif_errors(log: &Value) -> Vec<String> {
    let schema = include_str!("../../tests/it/fixtures/sarif/sarif-schema-2.1.0.json");
    // One pattern of the official schema is not a regular expression in ECMAScript's sense.
    let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema = serde_json::from_str(&schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    validator.iter_errors(log).map(|error| error.to_string()).collect()
}

#[test]
fn concise() {
    assert_kept!(printed(Format::Concise, Lang::Ko));
}

#[test]
fn json() {
    assert_kept!(printed(Format::Json, Lang::En));
}

#[test]
fn a_line_of_jsonl_is_a_finding_of_json() {
    let lines = printed(Format::Jsonl, Lang::Ko);
    let lines: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(Value::from(lines), parsed(Format::Json)["findings"]);
}

#[test]
fn sarif_is_valid() {
    assert_eq!(sarif_errors(&parsed(Format::Sarif)), Vec::<String>::new());
    let empty = Report::default().print(Format::Sarif, &Style::default(), &[]);
    let empty = serde_json::from_str(&empty).expect("well-formed JSON");
    assert_eq!(sarif_errors(&empty), Vec::<String>::new());
    assert_kept!(printed(Format::Sarif, Lang::En));
}

#[test]
fn sarif_with_a_wrong_member_is_not_valid() {
    let mut log = parsed(Format::Sarif);
    log["runs"][0]["results"][0]["level"] = Value::from("advice");
    assert_eq!(sarif_errors(&log).len(), 1);
}

#[test]
fn github() {
    let lines = printed(Format::Github, Lang::En);
    assert_kept!(lines);
    for line in lines.lines() {
        let (command, message) = line[2..].split_once("::").expect("a message");
        assert!(!message.contains('\n'));
        for property in command.split_once(' ').expect("properties").1.split(',') {
            assert_eq!(property.split('=').count(), 2, "{property}");
        }
    }
}

#[test]
fn gitlab_has_what_gitlab_requires() {
    let issues = parsed(Format::Gitlab);
    let issues = issues.as_array().expect("a list of issues");
    assert_eq!(issues.len(), 3, "accepted findings are left out");
    for issue in issues {
        assert!(issue["description"].is_string() && issue["check_name"].is_string());
        let severity = issue["severity"].as_str().expect("a severity");
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
        assert!(issue["location"]["positions"]["begin"]["line"].as_u64() > Some(0));
    }
    assert_kept!(printed(Format::Gitlab, Lang::Ko));
}

#[test]
fn junit_is_xml_that_counts_right() {
    let text = printed(Format::Junit, Lang::En);
    let document = roxmltree::Document::parse(&text).expect("well-formed XML");
    let count = |name| document.descendants().filter(|node| node.has_tag_name(name)).count();
    let root = document.root_element();
    assert_eq!(root.attribute("tests"), Some(count("testcase").to_string().as_str()));
    assert_eq!(root.attribute("failures"), Some(count("failure").to_string().as_str()));
    assert_eq!(root.attribute("skipped"), Some(count("skipped").to_string().as_str()));
    assert_kept!(text);
}

#[test]
fn junit_of_a_clean_file_is_a_passing_test() {
    let report = Report { files: vec!["clean.arch".into()], ..Report::default() };
    let text = report.print(Format::Junit, &Style::default(), &[]);
    let document = roxmltree::Document::parse(&text).expect("well-formed XML");
    assert_eq!(document.root_element().attribute("tests"), Some("1"));
    assert_eq!(document.root_element().attribute("failures"), Some("0"));
}

#[test]
fn markdown_lists_every_finding_under_a_heading() {
    use pulldown_cmark::{Event, Parser, Tag};
    let text = printed(Format::Markdown, Lang::Ko);
    let (mut depth, mut findings, mut headings) = (0, 0, 0);
    for event in Parser::new(&text) {
        match event {
            Event::Start(Tag::List(_)) => depth += 1,
            Event::End(pulldown_cmark::TagEnd::List(_)) => depth -= 1,
            Event::Start(Tag::Item) if depth == 1 => findings += 1,
            Event::Start(Tag::Heading { .. }) => headings += 1,
            _ => {}
        }
    }
    assert_eq!((findings, headings), (4, 5), "three open and one accepted; a title and four lists");
    assert_kept!("markdown", text);
}

#[test]
fn fingerprints_are_unique_and_know_no_language_or_line() {
    let many = samples::many(500);
    let prints = fingerprints(&many);
    let unique: std::collections::BTreeSet<_> = prints.iter().collect();
    assert_eq!(unique.len(), 500);

    let mut moved = samples::many(500);
    for finding in &mut moved.findings {
        finding.message = crate::say::Text::same("other words");
        finding.primary.end += 1;
    }
    assert_eq!(fingerprints(&moved), prints);
}

#[test]
fn the_same_finding_in_two_files_has_two_fingerprints() {
    let mut twice = samples::many(1);
    let copy = crate::source::Source::new(
        "copy.arch",
        twice.sources.get(crate::source::SourceId(0)).text.clone(),
    );
    let id = twice.sources.add(copy);
    let second =
        twice.findings[0].clone().map_spans(|span| crate::source::Span { source: id, ..span });
    twice.findings.push(second);
    let prints = fingerprints(&twice);
    assert_ne!(prints[0], prints[1]);
    assert_eq!(prints[0], fingerprints(&samples::many(1))[0]);
}

#[test]
fn a_text_shared_by_two_designs_speaks_once() {
    let one = samples::three_tier();
    let checked = super::Checked {
        sources: one.sources.clone(),
        file: "other.arch".into(),
        findings: one.findings.clone(),
        waiting: false,
    };
    let mut first = checked.clone();
    first.file = one.files[0].clone();
    let both = Report::of(vec![first, checked]);
    assert_eq!(both.findings, one.findings);
    assert_eq!(both.files.len(), 2);
}

#[test]
fn findings_come_by_file_then_place_then_rule() {
    let report = samples::many(30);
    let mut starts: Vec<_> = report.findings.iter().map(|f| f.primary.start).collect();
    starts.dedup();
    assert!(starts.is_sorted() && starts.len() == 30);
}
