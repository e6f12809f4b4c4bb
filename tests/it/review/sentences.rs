//! Every sentence that the rules have, as first said about some design: the cases of the review, the
//! examples of the rules' pages, each of them once more without one of its lines, and designs about
//! which is said what is said of no other.

use super::cases::CASES;
use crate::house::{root, rust_files};
use crate::judgement::judge;
use crate::kept::assert_current;
use archlint::diagnostic::Diagnostic;
use archlint::rules::ALL;
use archlint::say::{Lang, Piece, Text};
use std::collections::BTreeMap;
use std::fmt::Write;

const KEPT: &str = "tests/it/review/sentences.txt";
const OTHERS: &str = include_str!("designs.txt");
const BETWEEN: &str = "===\n";

/// By rule, part and words without names and numbers: how it was said first, in both languages.
type Said = BTreeMap<(String, &'static str, String), String>;

fn designs() -> Vec<String> {
    let pages = ALL.iter().flat_map(|rule| rule.parsed_page().examples);
    let texts = CASES.iter().map(|case| case.text.to_owned());
    texts.chain(pages.map(|example| example.text)).collect()
}

/// The design without each of its lines in turn; one in which a block is broken says little.
fn without_a_line(text: &str) -> impl Iterator<Item = String> {
    (0..text.lines().count()).map(move |out| {
        let lines = text.lines().enumerate().filter(|(at, _)| *at != out);
        lines.map(|(_, line)| line).collect::<Vec<_>>().join("\n")
    })
}

fn parts(finding: &Diagnostic) -> Vec<(&'static str, &Text)> {
    let one = |name, text| Some((name, text?));
    let optional = [
        one("1 message", Some(&finding.message)),
        one("2 label", finding.label.as_ref()),
        one("3 why", finding.why.as_ref()),
        one("4 help", finding.help.as_ref()),
        one("5 trade-off", finding.trade_off.as_ref()),
        one("6 question", finding.question.as_ref()),
    ];
    let related = finding.related.iter().map(|(_, text)| ("7 related", text));
    let fixes = finding.fixes.iter().map(|fix| ("8 fix", &fix.title));
    let figures = finding.figures.iter().flat_map(|figure| &figure.assumed);
    let assumed = figures.map(|text| ("9 assumed", text));
    optional.into_iter().flatten().chain(related).chain(fixes).chain(assumed).collect()
}

/// What a text says of anything: without names and numbers.
fn fixed_words(text: &Text) -> String {
    let fixed = |piece| match piece {
        Piece::Words(words) | Piece::Code(words) => words,
        _ => "…",
    };
    let words: String = text.line(Lang::En).pieces().into_iter().map(fixed).collect();
    words.chars().filter(|c| !c.is_ascii_digit()).collect()
}

fn listen(said: &mut Said, text: &str) {
    for finding in judge(text).1 {
        for (part, text) in parts(&finding) {
            let mut hear = |words: String, ko: &str, en: &str| {
                let key = (finding.rule.to_string(), part, words);
                said.entry(key).or_insert_with(|| format!("  {ko}\n  {en}\n"));
            };
            let (ko, en) = (text.get(Lang::Ko), text.get(Lang::En));
            if !en.contains('\n') {
                hear(fixed_words(text), ko, en);
                continue;
            }
            // A list of questions: each once, of whomever it is asked.
            for (ko, en) in ko.lines().zip(en.lines()) {
                let (_, asked) = en.split_once(": ").unwrap_or(("", en));
                hear(asked.to_owned(), ko, en);
            }
        }
    }
}

#[test]
fn every_sentence_stands_as_it_was_read() {
    let designs = designs();
    let mut said = Said::new();
    designs.iter().for_each(|text| listen(&mut said, text));
    let less: Vec<String> = designs.iter().flat_map(|text| without_a_line(text)).collect();
    less.iter().for_each(|text| listen(&mut said, text));
    OTHERS.split(BETWEEN).for_each(|text| listen(&mut said, text));
    let mut kept = String::new();
    let mut before = (String::new(), "");
    for ((rule, part, _), sentence) in said {
        if rule != before.0 {
            writeln!(kept, "\n{rule}").expect("a string takes all");
        }
        if (&rule, part) != (&before.0, before.1) {
            writeln!(kept, " {}", &part[2..]).expect("a string takes all");
        }
        kept += &sentence;
        before = (rule, part);
    }
    assert_current(KEPT, kept.trim_start());
}

/// What no design of the tests makes a rule say, with why.
const UNSAID: &[&str] = &[
    // Part of a fix.
    "잠시 뒤 다시 시도",
    // Where nothing that fails is left to mend.
    "목표를 다시 정하세요.",
    // In a run without the rule about the missing replica, which is the cause.
    "대기 복제본을 둡니다",
];

/// A sentence that no design makes a rule say can be wrong for ever.
#[test]
fn every_sentence_of_the_rules_is_said_about_some_design() {
    let kept = std::fs::read_to_string(root().join(KEPT)).expect("it is kept");
    let mut unsaid = Vec::new();
    for file in rust_files("rules") {
        let text = std::fs::read_to_string(&file).expect("UTF-8");
        for message in text.split("text!(").skip(1) {
            let Some(korean) = first_literal(message) else { continue };
            // The longest part without a name or a number.
            let parts = korean.split(['{', '}']).step_by(2).map(str::trim);
            let longest = parts.max_by_key(|part| part.len()).unwrap_or_default();
            if !longest.is_empty() && !UNSAID.contains(&longest) && !kept.contains(longest) {
                unsaid.push(format!("{}: {korean}", file.display()));
            }
        }
    }
    assert!(unsaid.is_empty(), "add designs to designs.txt that bring out:\n{}", unsaid.join("\n"));
}

/// Without its escapes: doubled braces hold no name.
fn first_literal(code: &str) -> Option<String> {
    let from = code.find('"')? + 1;
    // The list of what is said stands before it and holds no other text.
    let escaped = code[from..].replace("\\\"", "\u{1}");
    let literal = escaped[..escaped.find('"')?].replace('\u{1}', "\"");
    Some(literal.replace("{{", "\u{2}").replace("}}", "\u{3}")).filter(|it| !it.contains('\u{2}'))
}
