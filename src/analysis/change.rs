//! What changed between two designs: the things of both matched, and compared by what they state.

use super::matching::Matching;
use crate::model::schema::is_switch;
use crate::model::{Attr, Component, ComponentId, Design, Facts, GroupId, LinkId, Value};
use crate::say::{Lang, Text};
use std::collections::BTreeSet;

/// Everything of both designs, each thing once: first what the new one has, in its order, then
/// what only the old one had.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    pub components: Vec<Pair<ComponentId>>,
    pub groups: Vec<Pair<GroupId>>,
    pub links: Vec<Pair<LinkId>>,
    /// Of `traffic`, `slo` and `operations`, by that word.
    pub facts: Vec<(&'static str, Text)>,
    pub matching: Matching,
}

/// One thing in both designs, or in one of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair<Id> {
    pub old: Option<Id>,
    pub new: Option<Id>,
    /// It stands in another group than before.
    pub is_moved: bool,
    /// What is stated differently, a few words each: `replicas 1 → 3`.
    pub changes: Vec<Text>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    Same,
    Changed,
    Added,
    Removed,
}

impl<Id> Pair<Id> {
    pub fn state(&self) -> State {
        match (&self.old, &self.new) {
            (None, _) => State::Added,
            (_, None) => State::Removed,
            _ if self.changes.is_empty() => State::Same,
            _ => State::Changed,
        }
    }
}

/// Compares two designs.
pub fn compare(old: &Design, new: &Design) -> Comparison {
    let matching = Matching::of(old, new);
    let both = Both { old, new, matching: &matching };
    let components = pairs(
        old.component_ids(),
        new.component_ids().map(|id| (id, matching.component(id))),
        |a, b| both.component(a, b),
    );
    let groups =
        pairs(old.group_ids(), new.group_ids().map(|id| (id, matching.group(id))), |a, b| {
            both.group(a, b)
        });
    let links = pairs(old.link_ids(), new.link_ids().map(|id| (id, matching.link(id))), |a, b| {
        (false, both.link(a, b))
    });
    let about = [
        ("traffic", &old.traffic, &new.traffic),
        ("slo", &old.slo, &new.slo),
        ("operations", &old.operations, &new.operations),
    ];
    let facts = about.into_iter().flat_map(|(word, before, after)| {
        both.facts(before, after).into_iter().map(move |change| (word, change))
    });
    let facts = facts.collect();
    Comparison { components, groups, links, facts, matching }
}

fn pairs<Id: Copy + Ord>(
    old: impl Iterator<Item = Id>,
    new: impl Iterator<Item = (Id, Option<Id>)>,
    compared: impl Fn(Id, Id) -> (bool, Vec<Text>),
) -> Vec<Pair<Id>> {
    let mut kept = BTreeSet::new();
    let mut pairs = Vec::new();
    for (id, before) in new {
        let (is_moved, changes) = before.map_or((false, Vec::new()), |before| compared(before, id));
        pairs.push(Pair { old: before, new: Some(id), is_moved, changes });
        kept.extend(before);
    }
    let gone = old.filter(|id| !kept.contains(id));
    pairs.extend(gone.map(|id| Pair {
        old: Some(id),
        new: None,
        is_moved: false,
        changes: Vec::new(),
    }));
    pairs
}

struct Both<'a> {
    old: &'a Design,
    new: &'a Design,
    matching: &'a Matching,
}

impl Both<'_> {
    fn component(&self, old: ComponentId, new: ComponentId) -> (bool, Vec<Text>) {
        let (before, after) = (self.old.component(old), self.new.component(new));
        let mut changes = Vec::new();
        if before.kind != after.kind {
            changes.push(words(before.kind.title(), after.kind.title()));
        }
        let tech = |tech: &Option<std::sync::Arc<crate::catalog::Tech>>| match tech {
            Some(tech) => tech.title.clone(),
            None => "–".to_owned(),
        };
        let (was, is) = (tech(&before.tech), tech(&after.tech));
        if was != is && before.kind == after.kind {
            changes.push(Text::same(format!("{was} → {is}")));
        }
        let called = |it: &Component| it.label.clone().unwrap_or_else(|| it.name.clone());
        if before.label != after.label {
            changes.extend(label(Some(&called(before)), Some(&called(after))));
        }
        let moved = self.moved(before.group, after.group);
        let is_moved = moved.is_some();
        changes.extend(moved);
        changes.extend(self.facts(&before.facts, &after.facts));
        (is_moved, changes)
    }

    fn group(&self, old: GroupId, new: GroupId) -> (bool, Vec<Text>) {
        let (before, after) = (self.old.group(old), self.new.group(new));
        let mut changes = Vec::new();
        if before.kind != after.kind {
            changes.push(words(before.kind.title(), after.kind.title()));
        }
        changes.extend(label(before.label.as_deref(), after.label.as_deref()));
        let moved = self.moved(before.parent, after.parent);
        let is_moved = moved.is_some();
        changes.extend(moved);
        changes.extend(self.facts(&before.facts, &after.facts));
        (is_moved, changes)
    }

    /// Out of one group and into another.
    fn moved(&self, was: Option<GroupId>, is: Option<GroupId>) -> Option<Text> {
        if self.matching.is_same_group(was, is) {
            return None;
        }
        let place = |design: &Design, id: Option<GroupId>| match id {
            Some(id) => design.group(id).path.clone(),
            None => "–".to_owned(),
        };
        let (was, is) = (place(self.old, was), place(self.new, is));
        Some(crate::text!(was, is; "위치 {was} → {is}", "moved {was} → {is}"))
    }

    fn link(&self, old: LinkId, new: LinkId) -> Vec<Text> {
        let (before, after) = (self.old.link(old), self.new.link(new));
        let mut changes: Vec<Text> =
            label(before.label.as_deref(), after.label.as_deref()).into_iter().collect();
        changes.extend(self.facts(&before.facts, &after.facts));
        changes
    }

    fn facts(&self, before: &Facts, after: &Facts) -> Vec<Text> {
        let attrs: BTreeSet<Attr> =
            before.iter().chain(after.iter()).map(|(attr, _)| attr).collect();
        let is_same = |attr: &Attr| match (before.get(*attr), after.get(*attr)) {
            (Some(was), Some(is)) => self.matching.is_same_value(&was.value, &is.value),
            _ => false,
        };
        let mut changes = Vec::new();
        for attr in attrs.into_iter().filter(|attr| !is_same(attr)) {
            let shown = |design: &Design, facts: &Facts, lang| match facts.get(attr) {
                Some(stated) => show_of(design, attr, &stated.value, lang),
                None => "–".to_owned(),
            };
            let change = |lang| {
                let (was, is) = (shown(self.old, before, lang), shown(self.new, after, lang));
                (was != is).then(|| format!("{} {was} → {is}", attr.word()))
            };
            if let (Some(ko), Some(en)) = (change(Lang::Ko), change(Lang::En)) {
                changes.push(Text::new(ko, en));
            }
        }
        changes
    }
}
fn words(was: Text, is: Text) -> Text {
    Text::join(&[was, is], " → ")
}

fn label(was: Option<&str>, is: Option<&str>) -> Option<Text> {
    let (was, is) = (was.unwrap_or("–"), is.unwrap_or("–"));
    (was != is).then(|| Text::same(format!("“{was}” → “{is}”")))
}

/// Attributes that say how often something is done.
const REPEATED: [Attr; 4] =
    [Attr::HealthCheck, Attr::Backup, Attr::BackupTested, Attr::FailoverTested];

/// A value of an attribute as a person would write it.
fn show_of(design: &Design, attr: Attr, value: &Value, lang: Lang) -> String {
    let shown = show(design, value, lang);
    match (value, lang) {
        (Value::Off, _) if !is_switch(attr) => "none".to_owned(),
        (Value::Number(_), Lang::Ko) if REPEATED.contains(&attr) => format!("{shown}마다"),
        (Value::Number(_), Lang::En) if REPEATED.contains(&attr) => format!("every {shown}"),
        _ => shown,
    }
}

/// The same of any; references by their path in that design.
fn show(design: &Design, value: &Value, lang: Lang) -> String {
    match value {
        Value::On => "on".to_owned(),
        Value::Off => "off".to_owned(),
        Value::Unknown => "unknown".to_owned(),
        Value::Number(quantity) => quantity.show(lang),
        Value::Word(word) => (*word).to_owned(),
        Value::Text(text) => format!("\"{text}\""),
        Value::Component(id) => design.component(*id).path.clone(),
        Value::Group(id) => design.group(*id).path.clone(),
        Value::Times(id, factor) => {
            format!("{} {}", design.component(*id).path, factor.show(lang))
        }
        Value::Date(date) => date.to_string(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| show(design, item, lang)).collect();
            format!("[{}]", items.join(", "))
        }
    }
}
