//! What changes from one design to another: parts, findings and figures.

use super::estimate::pick;
use super::metrics::{Metric, metrics};
use super::table::{self, Section};
use super::{FigureFormat, changes_json};
use crate::analysis::change::{Comparison, Pair, State, compare};
use crate::analysis::estimate::Estimate;
use crate::analysis::{Reason, Study};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Rule;
use crate::model::Design;
use crate::report::{Address, words};
use crate::say::{Lang, Text};
use crate::sink::Printed;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// One of the two designs, with what was found in it.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub study: &'a Study,
    pub findings: &'a [Diagnostic],
}

/// What the bills of both lack, where they lack something; else how whole they are.
fn bill_notes(old: &Side, new: &Side) -> Vec<Text> {
    let sides = [(old, text!("전", "old")), (new, text!("후", "new"))];
    let note = |(side, which): (&Side, Text)| {
        let cost = side.study.cost();
        let missing = Text::join(&cost.missing(side.study.design()), ", ");
        cost.is_open().then(|| {
            text!(
                which, missing;
                "비용({which})에서 가격을 모르는 것: {missing}",
                "Prices not known in the cost ({which}): {missing}"
            )
        })
    };
    sides.into_iter().filter_map(note).collect()
}

/// The published service levels that the availabilities of both designs rest on: each source with
/// what it holds for.
pub(super) fn published(old: &Side, new: &Side) -> Vec<(Text, BTreeSet<String>)> {
    let mut sources: Vec<(Text, BTreeSet<String>)> = Vec::new();
    for side in [old, new] {
        for (basis, places) in Estimate::of(side.study).bases(false) {
            let Reason::Published(source) = basis else { continue };
            let names = places.into_iter().map(|it| side.study.design().place_name(it).to_owned());
            match sources.iter_mut().find(|(known, _)| *known == source) {
                Some((_, known)) => known.extend(names),
                None => sources.push((source, names.collect())),
            }
        }
    }
    sources
}

fn published_note((source, names): (Text, BTreeSet<String>)) -> Text {
    let names = Text::names(names.iter().map(String::as_str));
    text!(
        names, source;
        "가용성을 계산한 공개 SLA: {names} – {source}",
        "Published SLA in the availability: {names} – {source}"
    )
}

/// The findings of both designs.
pub(super) struct Findings<'a> {
    pub(super) added: Vec<&'a Diagnostic>,
    pub(super) removed: Vec<&'a Diagnostic>,
    /// Another level, another figure, or accepted now and not before.
    pub(super) changed: Vec<(&'a Diagnostic, &'a Diagnostic)>,
    /// How many say the same in both.
    pub(super) kept: usize,
}

impl<'a> Findings<'a> {
    /// `renamed` is what both designs have and call otherwise, by the old name.
    fn of(old: &Side<'a>, new: &Side<'a>, renamed: &BTreeMap<String, String>) -> Self {
        let is = |was: &str| renamed.get(was).map_or(was, String::as_str).to_owned();
        let subjects = |was: &Diagnostic| was.names().map(is).collect::<Vec<_>>();
        let is_renamed = |was: &Diagnostic| !was.names().eq(subjects(was));
        let (mut removed, mut added): (Vec<_>, Vec<_>) =
            (old.findings.iter().collect(), new.findings.iter().collect());
        let mut both = matched(&mut removed, &mut added, |a, b| b.names().eq(subjects(a)));
        // What breaks a flow most may be another component now; the finding is still the flow's.
        both.extend(matched(&mut removed, &mut added, |a, b| {
            a.flow.is_some() || subjects(a).iter().any(|name| b.names().any(|other| other == name))
        }));
        let all = both.len();
        // Of what is called otherwise now, the message is another one anyway.
        both.retain(|(a, b)| match is_renamed(a) {
            _ if level(a) != level(b) => true,
            true => figures_of(a) != figures_of(b),
            false => a.message != b.message,
        });
        Self { added, removed, kept: all - both.len(), changed: both }
    }
}

/// Takes the pairs of one rule and flow out of both lists, in the order of the new one.
fn matched<'a>(
    old: &mut Vec<&'a Diagnostic>,
    new: &mut Vec<&'a Diagnostic>,
    same: impl Fn(&Diagnostic, &Diagnostic) -> bool,
) -> Vec<(&'a Diagnostic, &'a Diagnostic)> {
    let mut pairs = Vec::new();
    new.retain(|finding| {
        let is_same = |before: &&Diagnostic| {
            before.rule == finding.rule && before.flow == finding.flow && same(before, finding)
        };
        let Some(at) = old.iter().position(is_same) else { return true };
        pairs.push((old.remove(at), *finding));
        false
    });
    pairs
}

fn figures_of(finding: &Diagnostic) -> Vec<(&'static str, f64)> {
    finding.figures.iter().map(|figure| (figure.name, figure.value)).collect()
}

fn level(finding: &Diagnostic) -> (bool, Severity) {
    (finding.is_accepted(), finding.severity)
}

/// A part of a design in words: its name and what is stated differently.
pub(super) type Part = (String, State, Vec<Text>);

fn parts<Id: Copy>(
    pairs: &[Pair<Id>],
    old: impl Fn(Id) -> String,
    new: impl Fn(Id) -> String,
) -> Vec<Part> {
    let part = |pair: &Pair<Id>| {
        let name = match (pair.old, pair.new) {
            (_, Some(id)) => new(id),
            (Some(id), None) => old(id),
            (None, None) => String::new(),
        };
        (name, pair.state(), pair.changes.clone())
    };
    pairs.iter().map(part).filter(|part| part.1 != State::Same).collect()
}

pub(super) struct Parts {
    pub(super) components: Vec<Part>,
    pub(super) groups: Vec<Part>,
    pub(super) links: Vec<Part>,
    pub(super) facts: Vec<(&'static str, Text)>,
}

impl Parts {
    fn of(comparison: Comparison, old: &Design, new: &Design) -> Self {
        Self {
            components: parts(
                &comparison.components,
                |id| old.component(id).path.clone(),
                |id| new.component(id).path.clone(),
            ),
            groups: parts(
                &comparison.groups,
                |id| old.group(id).path.clone(),
                |id| new.group(id).path.clone(),
            ),
            links: parts(&comparison.links, |id| old.link_name(id), |id| new.link_name(id)),
            facts: comparison.facts,
        }
    }
}

/// Everything that changes from `old` to `new`.
pub fn changes(
    old: &Side,
    new: &Side,
    rules: &[&Rule],
    format: FigureFormat,
    lang: Lang,
) -> Printed {
    Printed::by(said(old, new, rules, format, lang))
}

fn said(old: &Side, new: &Side, rules: &[&Rule], format: FigureFormat, lang: Lang) -> String {
    if format == FigureFormat::Json {
        let (parts, findings) = compared(old, new);
        return changes_json::print(
            &parts,
            &findings,
            &metrics(old, new),
            &published(old, new),
            rules,
            lang,
        );
    }
    let text = table::print(&change_sections(old, new, rules, lang), format);
    if text.is_empty() {
        return pick(lang, "달라진 것이 없습니다\n", "nothing changes\n").to_owned();
    }
    text
}

/// The same as tables; without rows where nothing changes.
pub(in crate::report) fn change_sections(
    old: &Side,
    new: &Side,
    rules: &[&Rule],
    lang: Lang,
) -> Vec<Section> {
    let (parts, findings) = compared(old, new);
    vec![
        design_section(&parts, lang),
        findings_section(&findings, (old, new), rules, lang),
        metrics_section(old, new, lang),
    ]
}

fn compared<'a>(old: &Side<'a>, new: &Side<'a>) -> (Parts, Findings<'a>) {
    let (before, after) = (old.study.design(), new.study.design());
    let comparison = compare(before, after);
    let findings = Findings::of(old, new, &comparison.matching.renamed(before, after));
    (Parts::of(comparison, before, after), findings)
}

fn design_section(parts: &Parts, lang: Lang) -> Section {
    let head = ["", pick(lang, "이름", "name"), pick(lang, "달라진 것", "change")];
    let mut section = Section::new(pick(lang, "설계", "Design"), &head);
    for (name, state, changes) in parts.groups.iter().chain(&parts.components).chain(&parts.links) {
        let changes = Text::join(changes, ", ");
        section.row(&[sign(*state), name, changes.get(lang)]);
    }
    for (name, change) in &parts.facts {
        section.row(&[sign(State::Changed), name, change.get(lang)]);
    }
    section
}

/// `traffic peak 3x → 10x`
pub(crate) fn whole_fact((name, change): &(&'static str, Text)) -> Text {
    text!(name, change; "{name} {change}", "{name} {change}")
}

fn sign(state: State) -> &'static str {
    match state {
        State::Added => "+",
        State::Removed => "-",
        State::Changed => "~",
        State::Same => "",
    }
}

/// A finding about what the old design asks of itself, and the new one no longer does.
fn is_asked_no_longer(finding: &Diagnostic, old: &Design, new: &Design) -> bool {
    let asked = |it: &Design, text: &str| it.expectations.iter().any(|it| it.text.trim() == text);
    let expected = old.expectations.iter().find(|it| it.span == finding.primary);
    let expected = expected.is_some_and(|it| !asked(new, it.text.trim()));
    let mut objectives = old.slo.iter().filter(|(_, stated)| stated.span == finding.primary);
    expected || objectives.any(|(attr, _)| !new.slo.is_stated(attr))
}

fn findings_section(
    findings: &Findings,
    (old, new): (&Side, &Side),
    rules: &[&Rule],
    lang: Lang,
) -> Section {
    let head = [
        "",
        pick(lang, "규칙", "rule"),
        pick(lang, "수준", "level"),
        pick(lang, "내용", "finding"),
    ];
    let (gone, come) = (findings.removed.len(), findings.added.len());
    let (changed, kept) = (findings.changed.len(), findings.kept);
    let title = text!(gone, come, changed, kept;
        "지적: 사라짐 {gone} · 생김 {come} · 바뀜 {changed} · 그대로 {kept}",
        "Findings: {gone} gone, {come} new, {changed} changed, {kept} kept"
    );
    let mut section = Section::new(title.get(lang), &head);
    let (old, new) = (old.study.design(), new.study.design());
    let mut rows = |sign: &str, finding: &Diagnostic, level: &str| {
        if let Some(page) = Address::of(&finding.rule, rules, lang) {
            section.pages.insert((section.rows.len(), 1), page);
        }
        let dropped = match sign == "-" && is_asked_no_longer(finding, old, new) {
            true => pick(lang, " (더는 요구하지 않음)", " (no longer asked)"),
            false => "",
        };
        let message = format!("{}{dropped}", finding.message.get(lang));
        section.row(&[sign, &finding.rule, level, &message]);
    };
    let word = |finding: &Diagnostic| match finding.is_accepted() {
        true => pick(lang, "수용", "accepted"),
        false => words::severity(finding.severity, lang),
    };
    findings.removed.iter().for_each(|finding| rows("-", finding, word(finding)));
    findings.added.iter().for_each(|finding| rows("+", finding, word(finding)));
    for (before, after) in &findings.changed {
        match level(before) == level(after) {
            true => rows("~", after, word(after)),
            false => rows("~", after, &format!("{} → {}", word(before), word(after))),
        }
    }
    section
}

fn metrics_section(old: &Side, new: &Side, lang: Lang) -> Section {
    let metrics = metrics(old, new);
    let head = [pick(lang, "수치", "figure"), pick(lang, "전", "old"), pick(lang, "후", "new"), ""];
    let mut section = Section::new(pick(lang, "수치", "Figures"), &head);
    section.right = vec![1, 2];
    let is_told = |metric: &&Metric| metric.is_changed() || is_always_told(&metric.name);
    let any = metrics.iter().any(Metric::is_changed);
    for metric in metrics.iter().filter(is_told).filter(|_| any) {
        let judged = match metric.is_better() {
            Some(true) => pick(lang, "나아짐", "better"),
            Some(false) => pick(lang, "나빠짐", "worse"),
            None => "",
        };
        let [before, after] = metric.cells();
        section.row(&[metric.title().get(lang), before.get(lang), after.get(lang), judged]);
    }
    if any {
        let sources = published(old, new).into_iter().map(published_note);
        let notes = bill_notes(old, new).into_iter().chain(sources);
        section.notes.extend(notes.map(|note| note.get(lang).to_owned()));
    }
    section
}

/// Money and complexity have their row whether they change or not.
fn is_always_told(name: &str) -> bool {
    let complexity = [
        "components",
        "technologies",
        "stateful_components",
        "replication_links",
        "manual_failovers",
        "cross_domain_calls",
        "cyclomatic",
    ];
    name == "cost" || complexity.contains(&name)
}
