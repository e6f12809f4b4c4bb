//! The state of the page: the pictures, what was found, the figures, the scenarios, the texts.

use super::places::{Spot, places, spot};
use super::whatif::{Outcome, based, named_in, under};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Design, FlowId, Kind, Scenario};
use crate::project::{PostOptions, Refused, Reviewed};
use crate::render::emblem::Emblems;
use crate::render::graph::Direction;
use crate::render::{self, Extent, Load, Options, Plate};
use crate::report::{Address, figures};
use crate::rules;
use crate::say::{Lang, Text};
use crate::sink::{Data, Html, Printed, Svg, Written};
use crate::syntax::ast::Stage;
use serde::Serialize;
use std::collections::BTreeMap;

/// The form of the state. What reads it refuses others.
const VERSION: u32 = 1;

/// How the page is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look<'a> {
    pub lang: Lang,
    pub direction: Direction,
    pub extent: Extent,
    /// Draws the traffic.
    pub load: bool,
    /// Icons of the user's own.
    pub icons: Option<&'a Emblems>,
    /// Numbers the steps of that flow in place of findings.
    pub steps: Option<FlowId>,
    /// Leaves the findings out.
    pub no_findings: bool,
    /// Leaves the pictures out, which take the longest.
    pub no_pictures: bool,
}

/// All that the page shows of a design, in one language.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    version: u32,
    /// Grows with each state of one run; 0 where there is only this one.
    pub revision: u64,
    pub title: String,
    lang: &'static str,
    /// `as-is`, `to-be`; null where the design does not say.
    stage: Option<&'static str>,
    /// The first is opened.
    pub sheets: Vec<SheetJson>,
    /// By the names of components, groups and connections.
    places: BTreeMap<String, Vec<Spot>>,
    labels: BTreeMap<String, String>,
    groups: Vec<String>,
    /// Groups that fail as one.
    zones: Vec<String>,
    has_caches: bool,
    findings: Vec<Finding>,
    figures: Vec<Table>,
    scenarios: Vec<ScenarioJson>,
    questions: Vec<QuestionJson>,
    /// The design as it is, before anything happens.
    usual: Option<Outcome>,
    sources: Vec<SourceJson>,
    /// What is wrong with the text. Where any is an error, what is shown is what could be read of it.
    errors: Vec<Finding>,
    /// There is nothing to read now: what was shown stays, and this says why.
    refused: bool,
}

/// One picture.
#[derive(Clone, Debug, Serialize)]
pub struct SheetJson {
    /// `whole`, `overview`, `group/NAME`; of a design that extends another `as-is` and `change`.
    pub name: String,
    pub title: String,
    /// Null where it stands on the page already.
    pub svg: Option<String>,
    /// The same, for the page itself.
    #[serde(skip)]
    pub(super) drawn: Option<Written<Svg>>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    /// As on its badge.
    number: usize,
    severity: &'static str,
    rule: String,
    /// Its page on the site.
    url: Option<String>,
    /// A rule with a page of its own, which can be explained.
    is_rule: bool,
    message: String,
    why: Option<String>,
    help: Option<String>,
    trade_off: Option<String>,
    subjects: Vec<String>,
    place: Spot,
    fixes: Vec<FixJson>,
}

#[derive(Clone, Debug, Serialize)]
struct FixJson {
    title: String,
    safe: bool,
}

#[derive(Clone, Debug, Serialize)]
struct Table {
    title: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Columns whose figures stand at the right.
    right: Vec<usize>,
    notes: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
struct ScenarioJson {
    name: String,
    label: Option<String>,
    outcome: Outcome,
    /// The same in the design that this one extends.
    base: Option<Outcome>,
}

#[derive(Clone, Debug, Serialize)]
struct QuestionJson {
    question: String,
    answer: String,
}

#[derive(Clone, Debug, Serialize)]
struct SourceJson {
    name: String,
    text: String,
}

/// The state of a design that was read and judged.
pub fn state(reviewed: &Reviewed, look: &Look, revision: u64) -> State {
    let (design, lang) = (&reviewed.design, look.lang);
    let listed = if look.no_findings { Vec::new() } else { listed(reviewed) };
    let told = |(number, it): &(usize, Diagnostic)| finding(reviewed, *number, it, lang);
    let (findings, errors) = listed.iter().map(told).partition(|it| it.is_rule);
    let told = !reviewed.waiting;
    State {
        version: VERSION,
        revision,
        title: title(design),
        lang: code(lang),
        stage: design.stage.map(|stage| match stage {
            Stage::AsIs => "as-is",
            Stage::ToBe => "to-be",
        }),
        sheets: if look.no_pictures { Vec::new() } else { sheets(reviewed, look) },
        places: places(design, &reviewed.sources),
        labels: labels(design),
        groups: design.groups.iter().map(|it| it.path.clone()).collect(),
        zones: zones(design),
        has_caches: design.components.iter().any(|it| it.kind == Kind::Cache),
        findings,
        figures: if told { tables(reviewed, lang) } else { Vec::new() },
        scenarios: if told { scenarios(reviewed, lang) } else { Vec::new() },
        questions: if told { questions(reviewed, lang) } else { Vec::new() },
        usual: told.then(|| under(reviewed, &Scenario::ordinary(), lang)),
        sources: sources(reviewed),
        errors,
        refused: false,
    }
}

impl State {
    /// That of pictures alone.
    pub(super) fn of_pictures(title: String, lang: Lang, sheets: Vec<SheetJson>) -> Self {
        Self { version: VERSION, title, lang: code(lang), sheets, ..Self::default() }
    }

    /// `ko` or `en`.
    pub fn lang(&self) -> &'static str {
        self.lang
    }
}

/// States as the page reads them.
pub fn printed(states: &[State]) -> Printed {
    document(&states)
}

/// An answer as the page reads it: `{"answer": …}`, or `{"error": "…"}`.
pub fn told(answer: Result<serde_json::Value, Text>, lang: Lang) -> Printed {
    document(&match answer {
        Ok(answer) => serde_json::json!({"answer": answer}),
        Err(error) => serde_json::json!({"error": error.get(lang)}),
    })
}

fn document(data: &impl Serialize) -> Printed {
    let json = serde_json::to_string(data).expect("plain data has no failing part");
    let mut out: Written<Html> = Written::default();
    out.within::<Data>(&json);
    out.into()
}

/// The state where there is no design to show: why, and the text.
pub fn refused(file: &str, text: &str, refused: &Refused, lang: Lang, revision: u64) -> State {
    let place = Spot { file: file.to_owned(), line: 1, column: 1, end_line: 1, end_column: 1 };
    let error = Finding {
        number: 1,
        severity: Severity::Error.name(),
        rule: String::new(),
        url: None,
        is_rule: false,
        message: refused.reason.get(lang).to_owned(),
        why: None,
        help: None,
        trade_off: None,
        subjects: Vec::new(),
        place,
        fixes: Vec::new(),
    };
    State {
        version: VERSION,
        revision,
        title: file.to_owned(),
        lang: code(lang),
        sources: vec![SourceJson { name: file.to_owned(), text: text.to_owned() }],
        errors: vec![error],
        refused: true,
        ..State::default()
    }
}

pub(super) fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Ko => "ko",
        Lang::En => "en",
    }
}

fn title(design: &Design) -> String {
    if design.name.is_empty() { "archlint".to_owned() } else { design.name.clone() }
}

/// Its pictures; of one that extends another also that one, and the change.
fn sheets(reviewed: &Reviewed, look: &Look) -> Vec<SheetJson> {
    let marks = if look.no_findings { Vec::new() } else { reviewed.marks() };
    let load = if look.load { Load::of(&reviewed.study) } else { None };
    let options = Options {
        lang: look.lang,
        direction: look.direction,
        extent: look.extent,
        load: load.as_ref(),
        findings: &marks,
        icons: look.icons,
        steps: look.steps,
        ..Options::default()
    };
    let mut sheets = render::plates(&reviewed.design, &options);
    if let Some(base) = &reviewed.design.base {
        sheets.extend(render::change_plates(base, &reviewed.design, &options));
    }
    sheets.into_iter().map(sheet).collect()
}

pub(super) fn sheet(plate: Plate) -> SheetJson {
    let svg = Some(plate.svg.as_str().to_owned());
    SheetJson { name: plate.name, title: plate.title, svg, drawn: Some(plate.svg) }
}

/// What components and groups are called, where that is not their name.
fn labels(design: &Design) -> BTreeMap<String, String> {
    let components = design.components.iter().map(|it| (&it.path, &it.label));
    let groups = design.groups.iter().map(|it| (&it.path, &it.label));
    let all = components.chain(groups);
    all.filter_map(|(path, label)| Some((path.clone(), label.clone()?))).collect()
}

fn zones(design: &Design) -> Vec<String> {
    let failing = design.groups.iter().filter(|it| it.kind.is_failure_domain());
    failing.map(|it| it.path.clone()).collect()
}

/// All that is open, by number: first what the rules say, as the badges have it, then what is wrong
/// with the text.
pub(super) fn listed(reviewed: &Reviewed) -> Vec<(usize, Diagnostic)> {
    let mut all = if reviewed.waiting { Vec::new() } else { reviewed.numbered() };
    let is_of_the_text = |it: &&Diagnostic| !is_rule(it) && !it.is_accepted();
    all.extend(reviewed.findings.iter().filter(is_of_the_text).cloned());
    (1..).zip(all).collect()
}

fn is_rule(finding: &Diagnostic) -> bool {
    rules::ALL.iter().any(|rule| rule.name == finding.rule)
}

fn finding(reviewed: &Reviewed, number: usize, it: &Diagnostic, lang: Lang) -> Finding {
    let said = |text: &Option<Text>| text.as_ref().map(|text| text.get(lang).to_owned());
    let fixes = it.fixes.iter().filter(|fix| !fix.edits.is_empty());
    Finding {
        number,
        severity: it.severity.name(),
        rule: it.rule.to_string(),
        url: Address::of(&it.rule, rules::ALL, lang).map(|page| page.to_string()),
        is_rule: is_rule(it),
        message: it.message.get(lang).to_owned(),
        why: said(&it.why),
        help: said(&it.help),
        trade_off: said(&it.trade_off),
        subjects: it.names().map(str::to_owned).collect(),
        place: spot(&reviewed.sources, it.primary),
        fixes: fixes
            .map(|fix| FixJson {
                title: fix.title.get(lang).to_owned(),
                safe: fix.safety == crate::diagnostic::Safety::Safe,
            })
            .collect(),
    }
}

fn tables(reviewed: &Reviewed, lang: Lang) -> Vec<Table> {
    let sections = figures::estimate_sections(&reviewed.study, lang);
    let shown = sections.into_iter().filter(|section| !section.is_empty());
    shown
        .map(|section| Table {
            title: section.title,
            head: section.head,
            rows: section.rows,
            right: section.right,
            notes: section.notes,
        })
        .collect()
}

fn scenarios(reviewed: &Reviewed, lang: Lang) -> Vec<ScenarioJson> {
    let base = based(reviewed);
    let scenario = |it: &Scenario| ScenarioJson {
        name: it.name.clone(),
        label: it.label.clone(),
        outcome: under(reviewed, it, lang),
        base: base.as_ref().and_then(|base| named_in(base, &it.name, lang)),
    };
    reviewed.design.scenarios.iter().map(scenario).collect()
}

/// What would be asked in the review, with answers computed from the design.
fn questions(reviewed: &Reviewed, lang: Lang) -> Vec<QuestionJson> {
    let asked = PostOptions { lang, ..PostOptions::default() };
    let all = reviewed.defence(&asked).into_iter();
    let all = all.map(|(question, answer)| QuestionJson {
        question: question.get(lang).to_owned(),
        answer: answer.get(lang).to_owned(),
    });
    all.collect()
}

/// The texts with their secrets masked; the one in which the design stands first.
fn sources(reviewed: &Reviewed) -> Vec<SourceJson> {
    let mut sources: Vec<SourceJson> = Vec::new();
    for (_, source) in reviewed.sources.iter() {
        if sources.iter().all(|known| known.name != source.name) {
            let (name, text) = (source.name.clone(), source.text.to_string());
            sources.push(SourceJson { name, text });
        }
    }
    sources.sort_by_key(|source| source.name != reviewed.file);
    sources
}
