//! Rules and their pages, for the terminal, as Markdown and as JSON.

use super::{Style, words};
use crate::lint::page::{ExampleKind, Half, OPTIONS, Page};
use crate::lint::{FixKind, Rule, RuleOption, Topic};
use crate::text::Lang;
use serde_json::{Value, json};
use std::fmt::Write;

/// A rule's page for a terminal.
pub fn page(rule: &Rule, style: &Style) -> String {
    let page = rule.parsed_page();
    let half = page.half(style.lang);
    let severity = words::severity(rule.severity, style.lang);
    let (topic, quality) = (rule.topic.title(), rule.quality.title());
    let name = format!("{severity}[{}]", rule.name);
    let name = super::terminal::headline_of(rule.severity, &name, style);
    let mut out = format!("{name} {}\n", plain(&half.title));
    let _ = match style.lang {
        Lang::Ko => write!(out, "주제: {} · 지키는 품질: {}", topic.ko, quality.ko),
        Lang::En => write!(out, "topic: {} · quality protected: {}", topic.en, quality.en),
    };
    let _ = writeln!(out, " · {}", fix(rule.fix, style.lang));
    for section in &half.sections {
        let _ = writeln!(out, "\n{}", super::terminal::heading(&section.heading, style));
        out.push_str(&body(&section.body, style));
    }
    if !rule.options.is_empty() {
        let _ = writeln!(
            out,
            "\n{}",
            super::terminal::heading(words::pick(style.lang, "설정", "Options"), style)
        );
        out.push_str(&body(&options(rule, style.lang), style));
    }
    for (kind, ko, en) in [
        (ExampleKind::Bad, "나쁜 예", "Bad"),
        (ExampleKind::Good, "좋은 예", "Good"),
        (ExampleKind::Fixed, "고친 예", "Fixed"),
    ] {
        let title = words::pick(style.lang, ko, en);
        for example in page.examples.iter().filter(|example| example.kind == kind) {
            verbatim(&mut out, title, &example.text, style);
            if let Some(report) = example.report(style.lang) {
                let title = words::pick(style.lang, "나오는 지적", "What it says");
                verbatim(&mut out, title, report, style);
            }
        }
    }
    out
}

fn verbatim(out: &mut String, title: &str, text: &str, style: &Style) {
    let _ = writeln!(out, "\n{}", super::terminal::heading(title, style));
    for line in text.lines() {
        let _ = writeln!(out, "{}", format!("    {line}").trim_end());
    }
}

/// How the rule's options are set, and what each one means, as Markdown.
fn options(rule: &Rule, lang: Lang) -> String {
    let place = words::pick(
        lang,
        "`archlint.toml`의 `[rules]`에 적습니다.",
        "Set under `[rules]` in `archlint.toml`.",
    );
    format!("{place}\n\n```toml\n{}\n```\n\n{}", option_line(rule), option_list(rule, lang))
}

/// The last part of a rule's page, made from what the rule declares; empty without options.
pub fn options_section(rule: &Rule) -> String {
    if rule.options.is_empty() {
        return String::new();
    }
    let (ko, en) = (option_list(rule, Lang::Ko), option_list(rule, Lang::En));
    format!("\n## {OPTIONS}\n\n{ko}\n\n```toml\n[rules]\n{}\n```\n\n{en}\n", option_line(rule))
}

/// `long-sync-chain = { hops = 3 }`
fn option_line(rule: &Rule) -> String {
    let stated = |option: &RuleOption| {
        let value = option.show(option.default);
        let plain = value.ends_with(|c: char| c.is_ascii_digit());
        let quote = if plain { "" } else { "\"" };
        format!("{} = {quote}{value}{quote}", option.name)
    };
    let stated: Vec<String> = rule.options.iter().map(stated).collect();
    format!("{} = {{ {} }}", rule.name, stated.join(", "))
}

fn option_list(rule: &Rule, lang: Lang) -> String {
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

/// Markdown with its paragraphs and items wrapped; code stays as it is.
fn body(markdown: &str, style: &Style) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut in_code = false;
    for line in markdown.lines().chain([""]) {
        let trimmed = line.trim();
        let begins_item = is_item(trimmed);
        if trimmed.starts_with("```") {
            flush(&mut out, &mut paragraph, style);
            in_code = !in_code;
        } else if in_code {
            let _ = writeln!(out, "    {line}");
        } else if trimmed.is_empty() || begins_item || trimmed.starts_with('|') {
            flush(&mut out, &mut paragraph, style);
            paragraph.push_str(trimmed);
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(trimmed);
        }
    }
    out
}

/// `- words` or `1. words`.
fn is_item(line: &str) -> bool {
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with("- ")
        || line.starts_with("* ")
        || (numbered.len() < line.len() && numbered.starts_with(". "))
}

fn flush(out: &mut String, paragraph: &mut String, style: &Style) {
    if paragraph.is_empty() {
        return;
    }
    let hanging = if is_item(paragraph) { "     " } else { "  " };
    let _ = writeln!(out, "{}", super::terminal::wrap(&plain(paragraph), style, "  ", hanging));
    paragraph.clear();
}

/// Without the marks of emphasis, and links as `words (address)`.
fn plain(markdown: &str) -> String {
    let mut out = String::new();
    let mut rest = markdown;
    while let Some((before, after)) = rest.split_once('[') {
        let link = after.split_once("](").and_then(|(words, tail)| {
            let (address, tail) = tail.split_once(')')?;
            (!words.contains(['[', ']'])).then_some((words, address, tail))
        });
        out.push_str(before);
        match link {
            Some((words, address, tail)) => {
                let _ = write!(out, "{words} ({address})");
                rest = tail;
            }
            None => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.replace("**", "").trim_matches(['<', '>']).to_owned()
}

fn fix(kind: FixKind, lang: Lang) -> &'static str {
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

/// All rules by topic, one line each.
pub fn rule_list(rules: &[&Rule], style: &Style) -> String {
    let mut out = String::new();
    for topic in Topic::ALL {
        let of_it: Vec<_> = rules.iter().filter(|rule| rule.topic == topic).collect();
        if of_it.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        let title = format!("{} ({}/*)", topic.title().get(style.lang), topic.name());
        let _ = writeln!(out, "{}", super::terminal::heading(&title, style));
        for rule in of_it {
            let severity = words::severity(rule.severity, style.lang);
            let title = plain(&rule.parsed_page().half(style.lang).title);
            let line = format!("{:<28} {severity}  {title}", rule.name);
            let _ = writeln!(out, "{}", super::terminal::wrap(&line, style, "  ", "      "));
        }
    }
    out
}

/// The index of the rule book, as Markdown.
pub fn rule_index(rules: &[&Rule], lang: Lang) -> String {
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

pub fn rules_json(rules: &[&Rule]) -> String {
    let list: Vec<Value> = rules.iter().map(|rule| facts(rule, &rule.parsed_page())).collect();
    pretty(&json!({ "version": 1, "rules": list }))
}

pub fn page_json(rule: &Rule) -> String {
    let page = rule.parsed_page();
    let mut whole = facts(rule, &page);
    let half = |half: &Half| {
        let section =
            |s: &crate::lint::page::Section| json!({ "heading": s.heading, "body": s.body });
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
