//! A rule's page and the list of rules for a terminal.

use super::paint::Paint;
use super::{Style, words, wrap};
use crate::lint::{Rule, Topic};
use crate::report::page::{fix, option_line, option_list};
use crate::rulebook::ExampleKind;
use crate::say::Lang;
use crate::sink::{Printed, Terminal, Written};

/// A rule's page for a terminal.
pub fn page(rule: &Rule, style: &Style) -> Printed {
    let page = rule.parsed_page();
    let half = page.half(style.lang);
    let mut out = Written::default();
    head(&mut out, rule, &half.title, style);
    for section in &half.sections {
        title(&mut out, &section.heading, style);
        body(&mut out, &section.body, style);
    }
    if !rule.options.is_empty() {
        title(&mut out, words::pick(style.lang, "설정", "Options"), style);
        body(&mut out, &options(rule, style.lang), style);
    }
    for (kind, ko, en) in [
        (ExampleKind::Bad, "나쁜 예", "Bad"),
        (ExampleKind::Good, "좋은 예", "Good"),
        (ExampleKind::Fixed, "고친 예", "Fixed"),
    ] {
        for example in page.examples.iter().filter(|example| example.kind == kind) {
            title(&mut out, words::pick(style.lang, ko, en), style);
            verbatim(&mut out, &example.text);
            if let Some(report) = example.report(style.lang) {
                title(&mut out, words::pick(style.lang, "나오는 지적", "What it says"), style);
                verbatim(&mut out, report);
            }
        }
    }
    out.into()
}

/// The rule's name and title, and below what it is about.
fn head(out: &mut Written<Terminal>, rule: &Rule, title: &str, style: &Style) {
    let lang = style.lang;
    let name = format!("{}[{}]", words::severity(rule.severity, lang), rule.name);
    out.add(&Paint::of(rule.severity).on(&name, style)).ours(" ").theirs(&plain(title));
    out.ours(words::pick(lang, "\n주제: ", "\ntopic: ")).theirs(rule.topic.title().get(lang));
    out.ours(words::pick(lang, " · 지키는 품질: ", " · quality protected: "));
    out.theirs(rule.quality.title().get(lang)).ours(" · ");
    out.theirs(fix(rule.fix, lang)).ours("\n");
}

fn title(out: &mut Written<Terminal>, title: &str, style: &Style) {
    out.ours("\n").add(&Paint::Bold.on(title, style)).ours("\n");
}

fn verbatim(out: &mut Written<Terminal>, text: &str) {
    for line in text.lines() {
        out.ours("    ").theirs(line).trim_end().ours("\n");
    }
}

/// All rules by topic, one line each.
pub fn rule_list(rules: &[&Rule], style: &Style) -> Printed {
    let mut out = Written::default();
    for topic in Topic::ALL {
        let of_it: Vec<_> = rules.iter().filter(|rule| rule.topic == topic).collect();
        if of_it.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.ours("\n");
        }
        let title = format!("{} ({}/*)", topic.title().get(style.lang), topic.name());
        out.add(&Paint::Bold.on(&title, style)).ours("\n");
        for rule in of_it {
            let severity = words::severity(rule.severity, style.lang);
            let title = plain(&rule.parsed_page().half(style.lang).title);
            let line = format!("{:<28} {severity}  {title}", rule.name);
            out.add(&wrap(&line, style, "  ", "      ")).ours("\n");
        }
    }
    out.into()
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
fn body(out: &mut Written<Terminal>, markdown: &str, style: &Style) {
    let mut paragraph = String::new();
    let mut in_code = false;
    for line in markdown.lines().chain([""]) {
        let trimmed = line.trim();
        let begins_item = is_item(trimmed);
        if trimmed.starts_with("```") {
            flush(out, &mut paragraph, style);
            in_code = !in_code;
        } else if in_code {
            out.ours("    ").theirs(line).ours("\n");
        } else if trimmed.is_empty() || begins_item || trimmed.starts_with('|') {
            flush(out, &mut paragraph, style);
            paragraph.push_str(trimmed);
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(trimmed);
        }
    }
}

/// `- words` or `1. words`.
fn is_item(line: &str) -> bool {
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with("- ")
        || line.starts_with("* ")
        || (numbered.len() < line.len() && numbered.starts_with(". "))
}

fn flush(out: &mut Written<Terminal>, paragraph: &mut String, style: &Style) {
    if paragraph.is_empty() {
        return;
    }
    let hanging = if is_item(paragraph) { "     " } else { "  " };
    out.add(&wrap(&plain(paragraph), style, "  ", hanging)).ours("\n");
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
                out += &format!("{words} ({address})");
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
