//! What an editor may do about findings at a place: apply a fix, accept with a reason, explain.

use super::accept::{accept_statement, after_accepts};
use super::{At, component_at};
use crate::catalog::Management;
use crate::diagnostic::{Diagnostic, Edit, Safety};
use crate::edit::Editor;
use crate::lint::policy;
use crate::model::{Attr, Place};
use crate::project::Reviewed;
use crate::rules;
use crate::say::{Lang, Text};
use crate::source::Span;
use crate::text;
use jiff::ToSpan;
use jiff::civil::Date;

/// One thing that may be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    pub title: Text,
    pub kind: ActionKind,
    /// The finding that it answers, by its place in [`Reviewed::findings`].
    pub finding: Option<usize>,
    pub edits: Vec<Edit>,
    /// Characters of the first edit's text that a person is to replace.
    pub selected: Option<std::ops::Range<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionKind {
    /// A machine may do it alone.
    Safe,
    /// What was probably meant by a mistyped word.
    Meant,
    /// A person chooses a value.
    Suggested,
    /// Says something that the design leaves out.
    Rewrite,
    Accept,
    /// Opens the page of the rule; there is nothing to change.
    Explain,
}

/// So many subjects may be accepted at once under a title of its own.
const MANY: usize = 2;

/// What may be done about the characters from `at` to `to`, in the order in which it is offered.
pub fn actions(at: &At, to: usize, today: Date, lang: Lang) -> Vec<Action> {
    let reviewed = at.reviewed;
    let here = |span: Span| {
        let touches = (span.start as usize) <= to && at.offset <= span.end as usize;
        span.source == at.source && touches
    };
    let mut found = Vec::new();
    for (index, finding) in reviewed.findings.iter().enumerate() {
        if finding.is_accepted() || !here(finding.primary) {
            continue;
        }
        found.extend(fixes(index, finding));
        found.extend(decisions(reviewed, index, finding, (today, lang)));
    }
    found.extend(known(at));
    found.extend(declared(at));
    found.sort_by_key(|action| action.kind);
    found
}

fn fixes(index: usize, finding: &Diagnostic) -> impl Iterator<Item = Action> + '_ {
    let is_rule = rules::ALL.iter().any(|rule| rule.name == finding.rule);
    let of = move |fix: &crate::diagnostic::Fix| Action {
        title: fix.title.clone(),
        kind: match fix.safety {
            Safety::Safe => ActionKind::Safe,
            Safety::Suggested if !is_rule => ActionKind::Meant,
            Safety::Suggested => ActionKind::Suggested,
        },
        finding: Some(index),
        edits: fix.edits.clone(),
        selected: None,
    };
    finding.fixes.iter().filter(|fix| !fix.edits.is_empty()).map(of)
}

/// What stands in a decision until somebody writes its reason.
fn reason(lang: Lang) -> &'static str {
    match lang {
        Lang::Ko => "이유를 적으세요",
        Lang::En => "say why",
    }
}

/// Accepting and explaining, which only the rules' findings know.
fn decisions(
    reviewed: &Reviewed,
    index: usize,
    finding: &Diagnostic,
    (today, lang): (Date, Lang),
) -> Vec<Action> {
    let rule = rules::ALL.iter().find(|rule| rule.name == finding.rule);
    if rule.is_none() && !policy::is_policy(&finding.rule) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let name = finding.rule.as_str();
    if let Some((place, before)) = after_accepts(reviewed) {
        let mut put = |title: Text, accepted: &[&Diagnostic], until: Option<Date>| {
            let reason = reason(lang);
            let statement = accept_statement(accepted, reason, until);
            let text = format!("{before}{statement}");
            let selected = text.find(reason).map(|start| start..start + reason.len());
            let edits = vec![Edit { span: place, text }];
            let (finding, kind) = (Some(index), ActionKind::Accept);
            found.push(Action { title, kind, finding, edits, selected });
        };
        put(
            text!(name; "이유를 적고 수용: `{name}`", "Accept `{name}` with a reason"),
            &[finding],
            None,
        );
        let subject = finding.names().next().unwrap_or_default().to_owned();
        let is_alike = |other: &&Diagnostic| {
            other.rule == finding.rule
                && !other.is_accepted()
                && other.names().any(|it| it == subject)
        };
        let alike: Vec<&Diagnostic> = reviewed.findings.iter().filter(is_alike).collect();
        let count = alike.len();
        if count >= MANY {
            let title = text!(subject, name, count;
                "`{subject}`의 `{name}` {count}건 모두 수용",
                "Accept all {count} of `{name}` on `{subject}`"
            );
            put(title, &alike, None);
        }
        if let Ok(day) = today.checked_add(3.months()) {
            let title = text!(day, name; "{day}까지 수용: `{name}`", "Accept `{name}` until {day}");
            put(title, &[finding], Some(day));
        }
    }
    if rule.is_none() {
        return found;
    }
    found.push(Action {
        title: text!(name; "설명 보기: `{name}`", "Explain `{name}`"),
        kind: ActionKind::Explain,
        finding: Some(index),
        edits: Vec::new(),
        selected: None,
    });
    found
}

/// Declares a component that a connection names by its type alone, so that more can be said of it.
fn declared(at: &At) -> Option<Action> {
    let reviewed = at.reviewed;
    let used = super::named_at(at)?;
    let Some(Place::Component(id)) = super::place_of(&reviewed.design, used.of) else {
        return None;
    };
    let component = reviewed.design.component(id);
    let before = component.implied.filter(|before| before.source == at.source)?;
    let name = &component.name;
    let word = component.tech.as_ref().map_or(component.kind.word(), |tech| tech.name.as_str());
    let statement = format!("{word} {name}");
    let edits = vec![Editor::new(&reviewed.sources, &reviewed.design).before(before, &statement)];
    let title = text!(name; "`{name}` 선언하기", "Declare `{name}`");
    Some(Action { title, kind: ActionKind::Rewrite, finding: None, edits, selected: None })
}

/// Writes down what the catalogue knows of the component at the place, so that it can be read and
/// argued about in the design.
fn known(at: &At) -> Option<Action> {
    let reviewed = at.reviewed;
    if reviewed.waiting {
        return None;
    }
    let component = reviewed.design.component(component_at(at)?);
    let tech = component.tech.as_deref()?;
    let mut attrs: Vec<(Attr, String)> = Vec::new();
    if let Some(capacity) = &tech.capacity {
        attrs.push((Attr::Capacity, format!("{}rps", capacity.value.normalize())));
    }
    if tech.management == Management::Instance {
        attrs.push((Attr::Managed, String::from("on")));
    }
    attrs.retain(|(attr, _)| component.facts.get(*attr).is_none());
    if attrs.is_empty() || component.span.source != at.source {
        return None;
    }
    let stated: Vec<(Attr, &str)> =
        attrs.iter().map(|(attr, value)| (*attr, value.as_str())).collect();
    let edits = Editor::new(&reviewed.sources, &reviewed.design).state(component, &stated);
    let title = text!("카탈로그의 값을 적어 두기", "Declare what the catalogue knows");
    Some(Action { title, kind: ActionKind::Rewrite, finding: None, edits, selected: None })
}
