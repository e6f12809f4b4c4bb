//! Findings for a person at a terminal: most important first, grouped by rule, each with the
//! excerpt of the text, the reasons and what to do.

mod details;
mod excerpt;
mod hint;
mod narrated;
mod page;
mod paint;

pub use page::{page, rule_list};

pub(super) use details::wrap;

use super::{Address, Drawing, Report, Style, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::{Rule, policy};
use crate::say::{Lang, Text};
use crate::sink::{Line, Printed, Terminal, Written};
use crate::text;
use excerpt::Excerpts;
use paint::Paint;
use std::collections::{BTreeMap, HashSet};

/// With more findings than this, each rule shows only its first few in full.
const ALL_IN_FULL: usize = 20;
const FULL_PER_RULE: usize = 3;
/// How many names of those not shown in full are listed.
const NAMED: usize = 8;

pub(super) fn print(report: &Report, style: &Style, rules: &[&Rule]) -> Printed {
    let mut out = Written::default();
    let mut excerpts = Excerpts::new(report, style);
    let groups = groups(report, rules);
    let total: usize = groups.iter().map(Vec::len).sum();
    for group in &groups {
        let mixed = group.iter().any(|finding| finding.rule != group[0].rule);
        let full = match total {
            few if few <= ALL_IN_FULL => group.len(),
            _ if mixed => ALL_IN_FULL,
            _ => FULL_PER_RULE,
        };
        let mut said = HashSet::new();
        for finding in group.iter().take(full) {
            let mut told = Written::default();
            match style.drawing {
                Drawing::Unicode => excerpts.draw(&mut told, finding),
                Drawing::Narrated => narrated::tell(&mut told, report, finding, style),
            }
            out.add(&linked(told, finding, style, rules));
            details::write(&mut out, report, finding, style, &mut said);
            out.ours("\n");
        }
        if group.len() > full {
            rest(&mut out, &group[full..], style);
        }
    }
    accepted(&mut out, report, style, rules);
    footer(&mut out, report, style);
    out.into()
}

/// Makes the name of the rule, which the first line says, a link to its page. Done last: a link has
/// no width.
fn linked(
    told: Written<Terminal>,
    finding: &Diagnostic,
    style: &Style,
    rules: &[&Rule],
) -> Written<Terminal> {
    let page = Address::of(&finding.rule, rules, style.lang).filter(|_| style.links);
    let Some(page) = page else { return told };
    let mut link = Written::<Line>::default();
    page.link(link.ours("["), &finding.rule);
    told.with_first(&format!("[{}]", finding.rule), link.ours("]"))
}

/// Open findings: errors of the text in one group, in the order of their places; the others by
/// rule, the gravest rule first, and within a rule the gravest finding; what could not be judged
/// last.
fn groups<'a>(report: &'a Report, rules: &[&Rule]) -> Vec<Vec<&'a Diagnostic>> {
    let rank = |name: &'a str| match rules.iter().position(|rule| rule.name == name) {
        Some(at) => Some((at, "")),
        None => policy::is_policy(name).then_some((rules.len(), name)),
    };
    let mut by_rule: BTreeMap<Option<(usize, &str)>, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| !finding.is_accepted()) {
        by_rule.entry(rank(&finding.rule)).or_default().push(finding);
    }
    let of_text = by_rule.remove(&None).unwrap_or_default();
    let is_grave = |finding: &&Diagnostic| finding.severity > Severity::Advice;
    let (wrong, unknown): (Vec<_>, Vec<_>) = of_text.into_iter().partition(is_grave);
    let mut groups: Vec<_> = by_rule.into_values().collect();
    let gravest_first = |finding: &&Diagnostic| std::cmp::Reverse(finding.severity);
    groups.iter_mut().for_each(|group| group.sort_by_key(gravest_first));
    groups.sort_by_key(|group| gravest_first(&group[0]));
    let all = std::iter::once(wrong).chain(groups).chain([unknown]);
    all.filter(|group| !group.is_empty()).collect()
}

/// `… and 412 more single-instance: api-4, api-5, …`
fn rest(out: &mut Written<Terminal>, group: &[&Diagnostic], style: &Style) {
    let (count, rule) = (group.len(), &group[0].rule);
    let alike = group.iter().all(|finding| finding.rule == *rule);
    let rule = if alike { rule } else { words::pick(style.lang, "글의 문제", "in the text") };
    let mut names: Vec<&str> = Vec::new();
    for name in group.iter().flat_map(|finding| finding.names()) {
        if names.len() <= NAMED && !names.contains(&name) {
            names.push(name);
        }
    }
    let mut list = names[..names.len().min(NAMED)].join(", ");
    if !names.is_empty() {
        list.insert_str(0, ": ");
        list.push_str(if names.len() > NAMED { ", …" } else { "" });
    }
    let line = text!(
        rule, count, list;
        "… {rule} {count}건 더 있음{list}",
        "… and {count} more {rule}{list}"
    );
    let line = details::fill(line.get(style.lang), style, "", "  ");
    out.add(&Paint::Dim.on(&line, style)).ours("\n\n");
}

fn accepted(out: &mut Written<Terminal>, report: &Report, style: &Style, rules: &[&Rule]) {
    let mut any = false;
    for finding in &report.findings {
        let Some(acceptance) = &finding.accepted else { continue };
        let at = report.sources.position(finding.primary.source, finding.primary.start as usize);
        let place = format!("{}:{}", report.file_of(finding.primary), at.line);
        let (rule, subjects) = (&finding.rule, finding.subjects.join(", "));
        // What is said of the design as a whole has none.
        let about = if subjects.is_empty() { subjects } else { format!(" {subjects}") };
        let reason = words::acceptance(acceptance);
        let line = match style.lang {
            Lang::Ko => format!("수용[{rule}]{about} — {} ({place})", reason.ko),
            Lang::En => format!("accepted[{rule}]{about} — {} ({place})", reason.en),
        };
        let line = Paint::Dim.on(&details::fill(&line, style, "", "  "), style);
        out.add(&linked(line, finding, style, rules)).ours(
            "
",
        );
        any = true;
    }
    if any {
        out.ours("\n");
    }
}

fn footer(out: &mut Written<Terminal>, report: &Report, style: &Style) {
    let headline = headline(report, style);
    out.coloured(&details::broken(headline.as_str(), style, "", "  ")).ours("\n");
    let mut lines = Vec::new();
    if !report.waiting.is_empty() {
        lines.push(words::waiting(&report.waiting, &report.faulty()));
    }
    if report.known > 0 {
        let known = report.known;
        lines.push(text!(
            known;
            "기준선에 있는 {known}건은 세지 않았습니다",
            "{known} known to the baseline are not counted"
        ));
    }
    lines.extend(hint::of(report));
    let total = report.findings.iter().filter(|finding| !finding.is_accepted()).count();
    if total > ALL_IN_FULL {
        lines.push(Text::new(
            "모두 보려면 `--format concise`를 쓰세요",
            "see all of them with `--format concise`",
        ));
    }
    for line in lines {
        out.add(&wrap(line.get(style.lang), style, "", "  ")).ours("\n");
    }
}

/// `오류 1건 · 경고 2건 (design.arch)`.
fn headline(report: &Report, style: &Style) -> Written<Terminal> {
    let counts = report.counts();
    let mut parts = Vec::new();
    if counts.open() == 0 {
        let clean = words::pick(style.lang, "지적할 것이 없습니다", "nothing to report");
        parts.push(Paint::Good.on(clean, style));
    }
    for (count, severity) in [
        (counts.error, Severity::Error),
        (counts.warning, Severity::Warning),
        (counts.advice, Severity::Advice),
    ] {
        if count > 0 {
            let words = words::count(count, severity);
            parts.push(Paint::of(severity).on(words.get(style.lang), style));
        }
    }
    if counts.accepted > 0 {
        let accepted = counts.accepted;
        let accepted = text!(accepted; "수용 {accepted}건", "{accepted} accepted");
        parts.push(Written::of(accepted.get(style.lang)));
    }
    let files = report.concerned();
    let count = files.len();
    let of_files = match files[..] {
        [one] => Text::same(one),
        _ => text!(count; "파일 {count}개", "{count} files"),
    };
    let mut line = Written::default();
    line.list(&parts, " · ").ours(" (").theirs(of_files.get(style.lang)).ours(")");
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kept::assert_kept;
    use crate::report::Format;
    use crate::report::samples;

    fn pretty(style: &Style) -> String {
        samples::three_tier().print(Format::Pretty, style, crate::rules::ALL).into_string()
    }

    #[test]
    fn findings_in_korean() {
        assert_kept!(pretty(&Style { lang: Lang::Ko, ..Style::default() }));
    }

    #[test]
    fn findings_in_english() {
        assert_kept!(pretty(&Style::default()));
    }

    #[test]
    fn findings_in_a_narrow_window() {
        let style = Style { lang: Lang::Ko, width: 40, ..Style::default() };
        assert_kept!(pretty(&style));
    }

    #[test]
    fn findings_told_without_drawing() {
        let style = Style { drawing: Drawing::Narrated, ..Style::default() };
        let told = pretty(&style);
        assert!(!told.contains(['│', '╭', '─']), "{told}");
        assert_kept!(told);
    }

    #[test]
    fn no_english_word_of_miette_in_korean_output() {
        let told = pretty(&Style { lang: Lang::Ko, ..Style::default() });
        for word in ["help:", "Error", "Warning", "Advice", "error", "warning"] {
            assert!(!told.contains(word), "{word} in\n{told}");
        }
    }

    #[test]
    fn colour_is_only_colour() {
        let plain = pretty(&Style { width: 80, ..Style::default() });
        let coloured = pretty(&Style { width: 80, color: true, ..Style::default() });
        assert!(coloured.contains("\u{1b}[1;31m"));
        let stripped: String = coloured
            .split('\u{1b}')
            .enumerate()
            .map(|(at, part)| match part.find('m') {
                Some(end) if at > 0 => &part[end + 1..],
                _ => part,
            })
            .collect();
        assert_eq!(stripped, plain);
    }

    #[test]
    fn hundreds_of_findings_stay_readable() {
        let told = samples::many(412).print(Format::Pretty, &Style::default(), crate::rules::ALL);
        assert!(told.lines().count() < 60, "{told}");
        assert!(told.contains("… and 409 more"), "{told}");
    }
}
