//! Figures behind what they belong to, where the text itself does not say them.

use super::hover::down_a_year;
use crate::model::{ComponentId, Design, Dimension, Facts, Kind, Value};
use crate::project::Reviewed;
use crate::say::{Lang, number};
use crate::source::{SourceId, Sources, Span};
use crate::syntax::ast::{ExprKind, Statement, StatementKind};
use crate::syntax::walk;
use std::collections::HashMap;

/// A few words behind a place of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    /// Stands behind its end.
    pub behind: Span,
    pub label: String,
    /// How it came about.
    pub tooltip: String,
    pub kind: HintKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HintKind {
    Load,
    Availability,
    Value,
    Pool,
}

impl HintKind {
    pub const ALL: [HintKind; 4] =
        [HintKind::Load, HintKind::Availability, HintKind::Value, HintKind::Pool];

    /// As it is written in settings.
    pub fn name(self) -> &'static str {
        match self {
            HintKind::Load => "load",
            HintKind::Availability => "availability",
            HintKind::Value => "value",
            HintKind::Pool => "pool",
        }
    }
}

/// The hints of one text, in the order of the places, one a line at most.
pub fn hints(reviewed: &Reviewed, source: SourceId, kinds: &[HintKind], lang: Lang) -> Vec<Hint> {
    if reviewed.waiting {
        return Vec::new();
    }
    let design = &*reviewed.design;
    let mut found = Vec::new();
    if kinds.contains(&HintKind::Load) {
        found.extend(design.component_ids().filter_map(|id| load(reviewed, id, lang)));
    }
    if kinds.contains(&HintKind::Pool) {
        found.extend(pools(design));
    }
    if kinds.contains(&HintKind::Availability) {
        found.extend(flows(reviewed, lang));
    }
    if kinds.contains(&HintKind::Value) {
        found.extend(values(reviewed, lang));
    }
    found.retain(|hint| hint.behind.source == source);
    found.sort_by_key(|hint| (hint.behind.end, hint.kind as u8));
    let line = |hint: &Hint| reviewed.sources.get(source).line_index(hint.behind.end as usize);
    found.dedup_by_key(|hint| line(hint));
    found
}

/// `1.2k rps · 58%` behind a component's head.
fn load(reviewed: &Reviewed, id: ComponentId, lang: Lang) -> Option<Hint> {
    let (design, today) = (&reviewed.design, reviewed.study.ordinary());
    let component = design.component(id);
    let spread = today.spread()?;
    let peak = spread.at(id).peak;
    if component.kind == Kind::User || peak.hi <= 0.0 {
        return None;
    }
    let mut label = number::between(Dimension::Rate, peak.lo, peak.hi).get(lang).to_owned();
    let mut tooltip = spread.derivation(design, id);
    if let Some(usage) = today.usage(id) {
        let used = number::shares(usage.utilization.lo, usage.utilization.hi);
        let used = usage.in_both_states(design, id).unwrap_or(used);
        label += &format!(" · {}", used.get(lang));
        tooltip += &format!("\n{}", usage.derivation());
    }
    let behind = behind_head(&reviewed.sources, component.head, component.span);
    Some(Hint { behind, label, tooltip, kind: HintKind::Load })
}

/// The head with the label behind it, up to the block or the end of the line.
fn behind_head(sources: &Sources, head: Span, whole: Span) -> Span {
    let text = sources.text(whole);
    let end = text.find(['{', '\n']).unwrap_or(text.len());
    let end = whole.start + text[..end].trim_end().len() as u32;
    Span { end: end.max(head.end), ..head }
}

fn flows(reviewed: &Reviewed, lang: Lang) -> Vec<Hint> {
    let (design, today) = (&reviewed.design, reviewed.study.ordinary());
    let stated = design.flow_ids().filter(|id| !design.flow(*id).implied);
    let hint = |id| {
        let span = design.flow(id).span;
        let behind = behind_head(&reviewed.sources, Span { end: span.start, ..span }, span);
        let label = down_a_year(today.availability(id), lang);
        Hint { behind, label, tooltip: String::new(), kind: HintKind::Availability }
    };
    stated.map(hint).collect()
}

/// `1/3` behind each member of a pool: alternatives of which not all are needed.
fn pools(design: &Design) -> Vec<Hint> {
    let mut found = Vec::new();
    for need in design.needs.iter().flatten().filter(|need| need.pool && need.links.len() > 1) {
        let count = need.links.len();
        for (at, link) in need.links.iter().enumerate() {
            let member = design.component(design.link(*link).to);
            let label = format!("{}/{count}", at + 1);
            let hint =
                Hint { behind: member.head, label, tooltip: String::new(), kind: HintKind::Pool };
            if !found.iter().any(|other: &Hint| other.behind == hint.behind) {
                found.push(hint);
            }
        }
    }
    found
}

/// `= 30만` behind arithmetic.
fn values(reviewed: &Reviewed, lang: Lang) -> Vec<Hint> {
    let design = &reviewed.design;
    let mut read: HashMap<Span, String> = HashMap::new();
    let mut note = |facts: &Facts| {
        for (_, stated) in facts.iter() {
            if let Value::Number(it) = stated.value {
                let shown = number::between(it.dimension, it.low(), it.high());
                read.insert(stated.value_span, shown.get(lang).to_owned());
            }
        }
    };
    design.components.iter().for_each(|it| note(&it.facts));
    design.groups.iter().for_each(|it| note(&it.facts));
    design.links.iter().for_each(|it| note(&it.facts));
    design.flows.iter().for_each(|it| note(&it.facts));
    [&design.traffic, &design.slo, &design.operations].into_iter().for_each(&mut note);
    let mut found = Vec::new();
    let mut visit = |statement: &Statement| {
        if let StatementKind::Attribute(it) = &statement.kind
            && let Some(value) = &it.value
            && matches!(value.kind, ExprKind::Binary { .. })
            && let Some(shown) = read.get(&value.span)
        {
            let label = format!("= {shown}");
            let tooltip = format!("{} = {shown}", reviewed.sources.text(value.span));
            found.push(Hint { behind: value.span, label, tooltip, kind: HintKind::Value });
        }
    };
    for file in design.texts.iter() {
        walk::statements(&file.statements, &mut visit);
    }
    found
}
