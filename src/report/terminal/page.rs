//! A rule's page and the list of rules for a terminal.

use super::paint::Paint;
use super::{Style, words, wrap};
use crate::lint::page::ExampleKind;
use crate::lint::{Rule, Topic};
use crate::report::page::{fix, option_line, option_list};
use crate::say::Lang;
use crate::sink::Printed;
use std::fmt::Write;

/// A rule's page for a terminal.
pub fn page(rule: &Rule, style: &Style) -> Printed {
    Printed::by(whole_page(rule, style))
}

fn whole_page(rule: &Rule, style: &Style) -> String {
    let page = rule.parsed_page();
    let half = page.half(style.lang);
    let severity = words::severity(rule.severity, style.lang);
    let (topic, quality) = (rule.topic.title(), rule.quality.title());
    let name = format!("{severity}[{}]", rule.name);
    let name = Paint::of(rule.severity).on(&name, style);
    let mut out = format!("{name} {}\n", plain(&half.title));
    let _ = match style.lang {
        Lang::Ko => write!(out, "주제: {} · 지키는 품질: {}", topic.ko, quality.ko),
        Lang::En => write!(out, "topic: {} · quality protected: {}", topic.en, quality.en),
    };
    let _ = writeln!(out, " · {}", fix(rule.fix, style.lang));
    for section in &half.sections {
        let _ = writeln!(out, "\n{}", Paint::Bold.on(&section.heading, style));
        out.push_str(&body(&section.body, style));
    }
    if !rule.options.is_empty() {
        let _ = writeln!(
            out,
            "\n{}",
            Paint::Bold.on(words::pick(style.lang, "설정", "Options"), style)
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
    let _ = writeln!(out, "\n{}", Paint::Bold.on(title, style));
    for line in text.lines() {
        let _ = writeln!(out, "{}", format!("    {line}").trim_end());
    }
}

/// All rules by topic, one line each.
pub fn rule_list(rules: &[&Rule], style: &Style) -> Printed {
    Printed::by(listed(rules, style))
}

fn listed(rules: &[&Rule], style: &Style) -> String {
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
        let _ = writeln!(out, "{}", Paint::Bold.on(&title, style));
        for rule in of_it {
            let severity = words::severity(rule.severity, style.lang);
            let title = plain(&rule.parsed_page().half(style.lang).title);
            let line = format!("{:<28} {severity}  {title}", rule.name);
            let _ = writeln!(out, "{}", wrap(&line, style, "  ", "      "));
        }
    }
    out
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
    let _ = writeln!(out, "{}", wrap(&plain(paragraph), style, "  ", hanging));
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
