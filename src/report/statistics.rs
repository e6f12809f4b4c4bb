//! How often each rule speaks: `check --statistics`.

use super::{Counts, Format, Report, words};
use crate::diagnostic::{Diagnostic, Safety};
use crate::say::Lang;
use crate::sink::{Code, Markdown, Printed, Written};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write;

/// One rule's findings.
struct Row<'r> {
    rule: &'r str,
    counts: Counts,
    /// Those that `archlint fix` removes.
    fixable: usize,
}

/// Whether a format has a place for counts: the others list findings for machines.
pub fn counts_in(format: Format) -> bool {
    use Format::{Concise, Json, Jsonl, Markdown, Pretty};
    matches!(format, Pretty | Concise | Json | Jsonl | Markdown)
}

/// The findings counted by rule, most frequent first: a table, or JSON.
pub fn statistics(report: &Report, format: Format, lang: Lang) -> Printed {
    let rows = rows(report);
    match format {
        Format::Json | Format::Jsonl => Printed::by(as_json(&rows)),
        Format::Markdown => markdown(&rows, lang).into(),
        _ => Printed::by(table(&rows, lang)),
    }
}

fn rows(report: &Report) -> Vec<Row<'_>> {
    let mut by_rule: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in &report.findings {
        by_rule.entry(finding.rule.as_str()).or_default().push(finding);
    }
    let is_fixable = |finding: &&&Diagnostic| {
        let safe = finding.fixes.iter().any(|fix| fix.safety == Safety::Safe);
        safe && !finding.is_accepted()
    };
    let row = |(rule, all): (_, Vec<&Diagnostic>)| Row {
        rule,
        counts: Counts::of(all.iter().copied()),
        fixable: all.iter().filter(is_fixable).count(),
    };
    let mut rows: Vec<Row> = by_rule.into_iter().map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.counts.open() + row.counts.accepted));
    rows
}

fn head(lang: Lang) -> [&'static str; 6] {
    match lang {
        Lang::Ko => ["오류", "경고", "조언", "수용", "안전한 수정", "규칙"],
        Lang::En => ["errors", "warnings", "advice", "accepted", "safe fixes", "rule"],
    }
}

fn numbers(row: &Row) -> [usize; 5] {
    let counts = row.counts;
    [counts.error, counts.warning, counts.advice, counts.accepted, row.fixable]
}

fn table(rows: &[Row], lang: Lang) -> String {
    use unicode_width::UnicodeWidthStr;
    if rows.is_empty() {
        return words::pick(lang, "지적이 없습니다\n", "nothing to report\n").to_owned();
    }
    let head = head(lang);
    let wide: Vec<usize> = head[..5].iter().map(|word| word.width().max(5)).collect();
    let cell = |text: &str, width: usize| format!("{}{text}", " ".repeat(width - text.width()));
    let mut out = String::new();
    let cells: Vec<String> =
        head[..5].iter().zip(&wide).map(|(it, wide)| cell(it, *wide)).collect();
    let _ = writeln!(out, "{}  {}", cells.join("  "), head[5]);
    for row in rows {
        let cells: Vec<String> =
            numbers(row).iter().zip(&wide).map(|(it, wide)| cell(&it.to_string(), *wide)).collect();
        let _ = writeln!(out, "{}  {}", cells.join("  "), crate::sink::for_terminal(row.rule));
    }
    out
}

fn markdown(rows: &[Row], lang: Lang) -> Written<Markdown> {
    let mut out = Written::default();
    for word in head(lang) {
        out.ours("| ").ours(word).ours(" ");
    }
    out.ours("|\n").times("| ---: ", 5).ours("| --- |\n");
    for row in rows {
        for number in numbers(row) {
            out.ours("| ").number(number).ours(" ");
        }
        out.ours("| ").within::<Code>(row.rule).ours(" |\n");
    }
    out
}

fn as_json(rows: &[Row]) -> String {
    let row = |row: &Row| {
        let counts = row.counts;
        json!({
            "rule": row.rule,
            "error": counts.error,
            "warning": counts.warning,
            "advice": counts.advice,
            "accepted": counts.accepted,
            "safe_fixes": row.fixable,
        })
    };
    let all: Vec<_> = rows.iter().map(row).collect();
    let whole = json!({ "version": 1, "statistics": all });
    serde_json::to_string_pretty(&whole).expect("plain data is always JSON") + "\n"
}
