//! Rules and their pages, as Markdown and as JSON.

use super::words;
use crate::lint::{FixKind, Rule, RuleOption, Topic};
use crate::rulebook::{ExampleKind, Half, OPTIONS, Page};
use crate::say::Lang;
use crate::sink::Printed;
use serde_json::{Value, json};
use std::fmt::Write;

/// The last part of a rule's page, made from what the rule declares; empty without options.
pub fn options_section(rule: &Rule) -> String {
    if rule.options.is_empty() {
        return String::new();
    }
    let (ko, en) = (option_list(rule, Lang::Ko), option_list(rule, Lang::En));
    format!("\n## {OPTIONS}\n\n{ko}\n\n```toml\n[rules]\n{}\n```\n\n{en}\n", option_line(rule))
}

/// `long-sync-chain = { hops = 3 }`
pub(super) fn option_line(rule: &Rule) -> String {
    let stated = |option: &RuleOption| {
        let value = option.show(option.default);
        let plain = value.ends_with(|c: char| c.is_ascii_digit());
        let quote = if plain { "" } else { "\"" };
        format!("{} = {quote}{value}{quote}", option.name)
    };
    let stated: Vec<String> = rule.options.iter().map(stated).collect();
    format!("{} = {{ {} }}", rule.name, stated.join(", "))
}

pub(super) fn option_list(rule: &Rule, lang: Lang) -> String {
    let item = |option: &RuleOption| {
        let [least, most] = [option.show(option.least), option.show(option.most)];
        let (name, meaning) = (option.name, option.meaning());
        match lang {
            Lang::Ko => format!("- `{name}`: {}. {least}에서 {most}까지.", meaning.ko),
            Lang::En => format!("- `{name}`: {}; {least} to {most}.", meaning.en),
        }
    };
    rule.options.iter().map(item).collect::<Vec<_>>().join("\n")
}

pub(super) fn fix(kind: FixKind, lang: Lang) -> &'static str {
    match kind {
        FixKind::Safe => words::pick(lang, "안전한 수정", "safe fix"),
        FixKind::Suggested => words::pick(lang, "제안하는 수정", "suggested fix"),
        FixKind::None => words::pick(lang, "자동 수정 없음", "no automatic fix"),
    }
}

fn fix_name(kind: FixKind) -> Option<&'static str> {
    match kind {
        FixKind::Safe => Some("safe"),
        FixKind::Suggested => Some("suggested"),
        FixKind::None => None,
    }
}

/// The index of the rule book, as Markdown.
pub fn rule_index(rules: &[&Rule], lang: Lang) -> Printed {
    Printed::by(index(rules, lang))
}

fn index(rules: &[&Rule], lang: Lang) -> String {
    let mut out = format!("# {}\n", words::pick(lang, "규칙", "Rules"));
    for topic in Topic::ALL {
        let of_it: Vec<_> = rules.iter().filter(|rule| rule.topic == topic).collect();
        if of_it.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n## {}\n", topic.title().get(lang));
        out.push_str(words::pick(
            lang,
            "| 규칙 | 심각도 | 수정 | |\n",
            "| rule | level | fix | |\n",
        ));
        out.push_str("| --- | --- | --- | --- |\n");
        for rule in of_it {
            let (name, topic) = (rule.name, topic.name());
            let severity = words::severity(rule.severity, lang);
            let title = rule.parsed_page().half(lang).title.replace('|', "\\|");
            let fix = fix(rule.fix, lang);
            let _ =
                writeln!(out, "| [`{name}`]({topic}/{name}.md) | {severity} | {fix} | {title} |");
        }
    }
    out
}

pub fn rules_json(rules: &[&Rule]) -> Printed {
    Printed::by(json_list(rules))
}

fn json_list(rules: &[&Rule]) -> String {
    let list: Vec<Value> = rules.iter().map(|rule| facts(rule, &rule.parsed_page())).collect();
    pretty(&json!({ "version": 1, "rules": list }))
}

pub fn page_json(rule: &Rule) -> Printed {
    Printed::by(json_page(rule))
}

fn json_page(rule: &Rule) -> String {
    let page = rule.parsed_page();
    let mut whole = facts(rule, &page);
    let half = |half: &Half| {
        let section =
            |s: &crate::rulebook::Section| json!({ "heading": s.heading, "body": s.body });
        half.sections.iter().map(section).collect::<Vec<_>>()
    };
    whole["sections"] = json!({ "ko": half(&page.ko), "en": half(&page.en) });
    let examples = |kind| page.examples(kind).collect::<Vec<_>>();
    whole["examples"] = json!({
        "bad": examples(ExampleKind::Bad),
        "good": examples(ExampleKind::Good),
        "fixed": examples(ExampleKind::Fixed),
    });
    let reports = |lang| page.examples.iter().filter_map(|e| e.report(lang)).collect::<Vec<_>>();
    whole["reports"] = json!({ "ko": reports(Lang::Ko), "en": reports(Lang::En) });
    pretty(&whole)
}

fn facts(rule: &Rule, page: &Page) -> Value {
    json!({
        "name": rule.name,
        "topic": rule.topic.name(),
        "quality": rule.quality.name(),
        "severity": rule.severity.name(),
        "fix": fix_name(rule.fix),
        "title": { "ko": page.ko.title, "en": page.en.title },
        "options": rule.options.iter().map(option).collect::<Vec<_>>(),
    })
}

fn option(option: &RuleOption) -> Value {
    json!({
        "name": option.name,
        "unit": option.unit.name(),
        "default": option.default,
        "least": option.least,
        "most": option.most,
        "meaning": { "ko": option.ko, "en": option.en },
    })
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("plain data is always JSON") + "\n"
}

/// The page of a rule in one language, as Markdown.
pub fn page_markdown(rule: &Rule, lang: Lang) -> Printed {
    Printed::by(crate::rulebook::in_one_language(rule.page, lang))
}
