//! What changes from one design to another: parts, findings and figures.

use super::estimate::pick;
use super::table::{self, Section};
use super::{FigureFormat, bill, changes_json};
use crate::analysis::change::{Comparison, Pair, State, compare};
use crate::analysis::cost::Currency;
use crate::analysis::estimate::Estimate;
use crate::analysis::load::Interval;
use crate::analysis::{Reason, Study};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Rule;
use crate::model::Design;
use crate::report::{Address, words};
use crate::say::{Dimension, Lang, Text, number};
use crate::sink::Printed;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// One of the two designs, with what was found in it.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub study: &'a Study,
    pub findings: &'a [Diagnostic],
}

/// A figure of both designs; `None` where it is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// As in an `expect`: `availability(buy)`.
    pub name: String,
    pub old: Option<f64>,
    pub new: Option<f64>,
    /// `ratio`, `minutes/year`, `rps`, `USD/month`, `KRW/month` or `count`.
    pub unit: &'static str,
    /// More is better, or worse; `None` where it is neither.
    pub more_is_better: Option<bool>,
}

impl Metric {
    pub fn is_changed(&self) -> bool {
        self.old != self.new
    }

    /// For people: `가용성 buy`, `availability buy`.
    pub fn title(&self) -> Text {
        let (what, of) = match self.name.split_once('(') {
            Some((what, of)) => (what, format!(" {}", of.trim_end_matches(')'))),
            None => (self.name.as_str(), String::new()),
        };
        let ko = match what {
            "availability" => "가용성",
            "downtime" => "중단 시간",
            "latency" => "지연 시간",
            "peak_rps" => "피크 RPS",
            "utilization" => "최고 이용률",
            "cost" => "비용",
            "cost_per_1000_requests" => "요청 1,000건의 비용",
            "cost_per_avoided_minute" => "다운타임을 1분 줄이는 비용",
            "components" => "컴포넌트",
            "technologies" => "기술 종류",
            "stateful_components" => "상태 유지 컴포넌트",
            "replication_links" => "복제 연결",
            "manual_failovers" => "수동 장애 조치",
            "cross_domain_calls" => "장애 영역을 넘는 동기 호출",
            "cyclomatic" => "순환 복잡도",
            other => other,
        };
        Text::new(format!("{ko}{of}"), format!("{}{of}", what.replace('_', " ")))
    }

    /// A value with its unit, for people.
    pub fn shown(&self, value: Option<f64>) -> Text {
        let Some(value) = value else { return Text::same("–") };
        match self.unit {
            "ratio" if self.name.starts_with("availability") => {
                number::availability(1.0 - value, 1.0 - value)
            }
            "ratio" => number::share(value),
            "minutes/year" => {
                let time = number::minutes(value);
                text!(time; "연 {time}", "{time}/year")
            }
            "seconds" => number::duration(value),
            "USD/month" => number::computed(Dimension::Usd, value),
            "KRW/month" => number::computed(Dimension::Krw, value),
            "USD" => bill::fine_money(Interval::exact(value), Currency::Usd),
            "KRW" => bill::fine_money(Interval::exact(value), Currency::Krw),
            "rps" => number::computed(Dimension::Rate, value),
            _ => number::computed(Dimension::Count, value),
        }
    }

    /// Whether the change is for the better.
    pub fn is_better(&self) -> Option<bool> {
        let (old, new) = (self.old?, self.new?);
        (old != new).then_some((new > old) == self.more_is_better?)
    }
}

/// The figures of both designs, those of flows first.
pub fn metrics(old: &Side, new: &Side) -> Vec<Metric> {
    let (before, after) = (figures(old), figures(new));
    let find = |list: &[Figure], name: &str| {
        list.iter().find(|figure| figure.name == name).and_then(|figure| figure.value)
    };
    let gone = before.iter().filter(|figure| after.iter().all(|other| other.name != figure.name));
    let mut metrics: Vec<Metric> = after
        .iter()
        .chain(gone)
        .map(|figure| Metric {
            name: figure.name.clone(),
            old: find(&before, &figure.name),
            new: find(&after, &figure.name),
            unit: figure.unit,
            more_is_better: figure.more_is_better,
        })
        .collect();
    metrics.extend(avoided(&metrics));
    metrics
}

/// What a minute of downtime costs that the new design avoids, of the flow that gains most; only
/// where it costs more and gains.
fn avoided(metrics: &[Metric]) -> Option<Metric> {
    let change = |metric: &Metric| Some(metric.new? - metric.old?);
    let cost = metrics.iter().find(|metric| metric.name == "cost")?;
    let unit = if cost.unit == "KRW/month" { "KRW" } else { "USD" };
    let dearer = change(cost).filter(|more| *more > 0.0)?;
    let downtimes = metrics.iter().filter(|metric| metric.name.starts_with("downtime("));
    let most = downtimes.filter_map(change).map(|more| -more).fold(0.0, f64::max);
    // A month of the one, a year of the other.
    (most > 1e-6).then(|| Metric {
        name: "cost_per_avoided_minute".to_owned(),
        old: None,
        new: Some(dearer * 12.0 / most),
        unit,
        more_is_better: None,
    })
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

struct Figure {
    name: String,
    value: Option<f64>,
    unit: &'static str,
    more_is_better: Option<bool>,
}

fn figures(side: &Side) -> Vec<Figure> {
    let (design, estimate) = (side.study.design(), Estimate::of(side.study));
    let mut figures = Vec::new();
    let mut add = |name: String, value: Option<f64>, unit, more_is_better| {
        figures.push(Figure { name, value, unit, more_is_better });
    };
    for (flow, of_flow) in design.flows.iter().zip(&estimate.flows) {
        let outlook = &of_flow.availability.outlook;
        let name = &flow.name;
        let up = outlook.availability().lo;
        let down = outlook.downtime_minutes_per_year().hi;
        add(format!("availability({name})"), Some(up), "ratio", Some(true));
        add(format!("downtime({name})"), Some(down), "minutes/year", Some(false));
        if let Some(latency) = of_flow.latency {
            add(format!("latency({name})"), Some(latency.seconds), "seconds", Some(false));
        }
    }
    let peak = estimate.spread.map(|spread| spread.demand.peak.hi);
    add("peak_rps".to_owned(), peak, "rps", None);
    let used = estimate.components.iter().filter_map(|c| Some(c.usage?.utilization.hi));
    let busiest = used.reduce(f64::max);
    add("utilization".to_owned(), busiest, "ratio", Some(false));
    // A bill with gaps is no figure to compare; the row says what is missing.
    let whole = side.study.total_cost().filter(|_| !estimate.cost.is_open());
    let won = whole.is_some_and(|(_, currency)| currency == Currency::Krw);
    let unit = if won { "KRW/month" } else { "USD/month" };
    add("cost".to_owned(), whole.map(|(cost, _)| cost.hi), unit, Some(false));
    let each = whole.and_then(|_| bill::per_thousand(side.study));
    let unit = if won { "KRW" } else { "USD" };
    add("cost_per_1000_requests".to_owned(), each.map(|each| each.hi), unit, Some(false));
    for (name, count) in estimate.complexity.entries() {
        // More parts are neither good nor bad; more that can go wrong among them is.
        let is_burden = matches!(name, "manual_failovers" | "cross_domain_calls" | "cyclomatic");
        add(name.to_owned(), Some(count as f64), "count", is_burden.then_some(false));
    }
    figures
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
        findings_section(&findings, rules, lang),
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

fn findings_section(findings: &Findings, rules: &[&Rule], lang: Lang) -> Section {
    let head = [
        "",
        pick(lang, "규칙", "rule"),
        pick(lang, "수준", "level"),
        pick(lang, "내용", "finding"),
    ];
    let (gone, new) = (findings.removed.len(), findings.added.len());
    let (changed, kept) = (findings.changed.len(), findings.kept);
    let title = text!(gone, new, changed, kept;
        "지적: 사라짐 {gone} · 생김 {new} · 바뀜 {changed} · 그대로 {kept}",
        "Findings: {gone} gone, {new} new, {changed} changed, {kept} kept"
    );
    let mut section = Section::new(title.get(lang), &head);
    let mut rows = |sign: &str, finding: &Diagnostic, level: &str| {
        if let Some(page) = Address::of(&finding.rule, rules, lang) {
            section.pages.insert((section.rows.len(), 1), page);
        }
        section.row(&[sign, &finding.rule, level, finding.message.get(lang)]);
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
        let (before, after) = (metric.shown(metric.old), metric.shown(metric.new));
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
