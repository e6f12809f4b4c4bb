//! Reading: every form of the language, and every mistake, through the front door.

mod format;
mod properties;
mod reuse;
mod tree;

use crate::kept::assert_kept;
use archlint::diagnostic::Diagnostic;
use archlint::source::{Source, Sources, Span};
use archlint::syntax::{Parsed, parse};
use std::fmt::Write;
use tree::tree;

const GOOD: &str = include_str!("syntax/good.arch");
const MISTAKES: &str = include_str!("syntax/mistakes.txt");

fn read(text: &str) -> (Sources, Parsed) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("design.arch", text));
    let parsed = parse(&sources, id);
    (sources, parsed)
}

#[test]
fn every_form_of_the_language_is_read_without_a_mistake() {
    let (sources, parsed) = read(GOOD);
    assert_eq!(shown(&sources, &parsed.errors), "");
    assert_kept!("good", tree(&parsed.file.statements));
}

/// Each case of mistakes.txt: what is said, where, and which statements are left.
#[test]
fn every_mistake_is_said_at_its_place_in_words_and_costs_no_other_line() {
    let mut out = String::new();
    for case in MISTAKES.split("=== ").filter(|case| !case.is_empty()) {
        let (title, text) = case.split_once('\n').expect("a case has a title line");
        let (sources, parsed) = read(text);
        writeln!(out, "━━━ {title}").expect("a string can be written");
        out += &shown(&sources, &parsed.errors);
        writeln!(out, "  ⇒").expect("a string can be written");
        for line in tree(&parsed.file.statements).lines() {
            writeln!(out, "    {line}").expect("a string can be written");
        }
    }
    assert_kept!("mistakes", out);
}

/// The lines with carets under them, and what is said in both languages.
fn shown(sources: &Sources, errors: &[Diagnostic]) -> String {
    let mut out = String::new();
    for error in errors {
        out += &pointed(sources, error.primary, "^");
        let mut say = |what: &str, words: &str| {
            writeln!(out, "    {what}: {words}").expect("a string can be written");
        };
        if error.rule != "syntax" {
            say("rule", &error.rule);
        }
        say("ko", &error.message.ko);
        say("en", &error.message.en);
        if let Some(help) = &error.help {
            say("도움", &help.ko);
            say("help", &help.en);
        }
        for fix in &error.fixes {
            say("fix", &fix.title.en);
        }
        for (span, text) in &error.related {
            out += &pointed(sources, *span, "-");
            writeln!(out, "    {} / {}", text.ko, text.en).expect("a string can be written");
        }
    }
    out
}

fn pointed(sources: &Sources, span: Span, mark: &str) -> String {
    let at = sources.position(span.source, span.start as usize);
    let source = sources.get(span.source);
    let line = source.text.lines().nth(at.line - 1).unwrap_or_default();
    let carets = sources.text(span).lines().next().unwrap_or_default().chars().count();
    let pad = " ".repeat(at.column - 1);
    format!("{:>3} | {line}\n    | {pad}{}\n", at.line, mark.repeat(carets))
}
