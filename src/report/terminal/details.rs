//! The lines below an excerpt: why, the path, the arithmetic, what to do, what it costs, what an
//! opponent would ask.

use super::excerpt::{MOST_RELATED, is_same_place, shown_in_excerpt};
use super::{Drawing, Paint, Report, Style, words};
use crate::diagnostic::{Diagnostic, Figure, Safety};
use crate::say::{Lang, Text};
use crate::sink::{Terminal, Written};
use std::collections::HashSet;

/// Leaves out what was `said` about an earlier finding of the same rule, word for word.
pub(super) fn write(
    out: &mut Written<Terminal>,
    report: &Report,
    finding: &Diagnostic,
    style: &Style,
    said: &mut HashSet<String>,
) {
    let lang = style.lang;
    let mut line = |ko: &str, en: &str, words: &str| {
        let label = format!("{}: ", words::pick(lang, ko, en));
        let filled = fill(&format!("{label}{words}"), style, "  ", "    ");
        let (start, rest) = filled.split_at(2 + label.len().min(filled.len() - 2));
        out.add(&Paint::Bold.on(start, style)).theirs(rest).ours("\n");
    };
    let mut once = |text: &Option<Text>| -> Option<String> {
        let words = text.as_ref()?.get(lang);
        said.insert(words.to_owned()).then(|| words.to_owned())
    };
    if let Some(why) = once(&finding.why) {
        line("왜", "why", &why);
    }
    if finding.path.len() > 1 {
        line("경로", "path", &way(&finding.path));
    }
    for figure in &finding.figures {
        line("계산", "figures", &arithmetic(figure, lang));
    }
    for (span, text) in finding.related.iter().take(MOST_RELATED) {
        let in_excerpt = style.drawing == Drawing::Unicode;
        let shown = in_excerpt && shown_in_excerpt(report, finding, *span);
        if !shown && !is_same_place(report, finding.primary, *span) {
            let at = report.sources.position(span.source, span.start as usize);
            let place = format!("{}:{}:{}", report.file_of(*span), at.line, at.column);
            line("관련", "related", &format!("{place} {}", text.get(lang)));
        }
    }
    if let Some(help) = once(&finding.help) {
        line("할 일", "help", &help);
    }
    for fix in &finding.fixes {
        let title = fix.title.get(lang);
        match fix.safety {
            Safety::Safe => line("수정(안전)", "fix (safe)", title),
            Safety::Suggested => line("수정(제안)", "fix (suggested)", title),
        }
    }
    if let Some(trade_off) = once(&finding.trade_off) {
        line("트레이드오프", "trade-off", &trade_off);
    }
    if let Some(question) = once(&finding.question) {
        line("예상 질문", "question", &question);
    }
}

/// A long way is shown by its beginning and its end.
fn way(path: &[String]) -> String {
    const ENDS: usize = 6;
    if path.len() <= 2 * ENDS + 1 {
        return path.join(" → ");
    }
    let (start, end) = (&path[..ENDS], &path[path.len() - ENDS..]);
    let between = path.len() - 2 * ENDS;
    format!("{} → … ({between}) … → {}", start.join(" → "), end.join(" → "))
}

fn arithmetic(figure: &Figure, lang: Lang) -> String {
    let mut line = figure.derivation.clone();
    if line.is_empty() {
        line = format!("{} = {} {}", figure.name, figure.value, figure.unit);
    }
    if !figure.assumed.is_empty() {
        let assumed: Vec<_> = figure.assumed.iter().map(|text| text.get(lang)).collect();
        let assumption = words::pick(lang, "가정", "assumed");
        line += &format!(" ({assumption}: {})", assumed.join("; "));
    }
    line
}

/// Lines of the terminal's width.
pub(in crate::report) fn wrap(
    words: &str,
    style: &Style,
    first: &str,
    rest: &str,
) -> Written<Terminal> {
    Written::of(&fill(words, style, first, rest))
}

/// What could steer a terminal is made visible before widths are counted.
pub(super) fn fill(words: &str, style: &Style, first: &str, rest: &str) -> String {
    broken(&words::plain(words), style, first, rest)
}

/// Breaks lines at spaces, so that a Korean word is never cut.
pub(super) fn broken(words: &str, style: &Style, first: &str, rest: &str) -> String {
    let options = textwrap::Options::new(style.width.max(20))
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
        .initial_indent(first)
        .subsequent_indent(rest);
    textwrap::fill(words, options)
}
