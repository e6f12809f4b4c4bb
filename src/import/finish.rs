//! What all formats have in common at the end: twins become one, what does not fit the language
//! goes, and the import says what it guessed and what it can't know.

use super::sketch::{Component, Fact, Link, Node, Sketch};
use super::{Reading, copies, discreet, purpose, siblings};
use crate::catalog::{GroupKind, Kind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Attr;
use crate::model::schema::{Site, Takes, takes};
use crate::say::Text;
use crate::source::Span;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// Makes a sketch ready to be written.
pub fn finish(sketch: &mut Sketch, reading: &Reading) {
    copies::join(sketch, &reading.classifier);
    purpose::state(sketch, reading);
    siblings::fold(sketch, reading);
    drop_empty_groups(sketch);
    reach_into_groups(sketch);
    say_once(sketch);
    discreet::state_plain(sketch, reading);
    fit(sketch, reading);
    if !reading.options.shows_secrets {
        discreet::mask(sketch);
    }
    partial(sketch, reading);
    guesses(sketch);
}

pub fn kind(component: &Component, reading: &Reading) -> Option<Kind> {
    let kind = Kind::parse(&component.word);
    kind.or_else(|| reading.classifier.catalog().find(&component.word).map(|tech| tech.kind))
}

/// Drops facts that the language does not take there.
fn fit(sketch: &mut Sketch, reading: &Reading) {
    let fits = |fact: &Fact, site: Site| {
        let takes = Attr::parse(fact.attr).and_then(|attr| takes(attr, site));
        takes.is_some_and(|takes| is_word_of(&fact.value, &takes))
    };
    for component in &mut sketch.components {
        counts(component);
        let kind = kind(component, reading);
        component.facts.retain(|fact| kind.is_some_and(|kind| fits(fact, Site::Component(kind))));
    }
    for group in &mut sketch.groups {
        let kind = GroupKind::parse(group.word);
        group.facts.retain(|fact| kind.is_some_and(|kind| fits(fact, Site::Group(kind))));
    }
    for link in &mut sketch.links {
        link.facts.retain(|fact| fits(fact, Site::Link));
    }
}

/// A design holds no more of one component.
const MOST_REPLICAS: u64 = 10_000;

/// What scales runs as many as its bounds allow, and more than a design can hold says nothing.
fn counts(component: &mut Component) {
    let number = |text: &str| text.parse::<u64>().ok();
    let bounds = component.fact("autoscale").and_then(|fact| fact.value.split_once(".."));
    let bounds = bounds.and_then(|(low, high)| Some((number(low)?, number(high)?)));
    for fact in component.facts.iter_mut().filter(|fact| fact.attr == "replicas") {
        if let (Some(count), Some((low, high))) = (number(&fact.value), bounds)
            && low <= high
        {
            fact.value = count.clamp(low, high).to_string();
        }
    }
    let is_too_many = |text: &str| number(text).is_some_and(|count| count > MOST_REPLICAS);
    component
        .facts
        .retain(|fact| fact.attr != "autoscale" || !fact.value.split("..").any(is_too_many));
    for fact in component.facts.iter_mut().filter(|fact| fact.attr == "replicas") {
        if is_too_many(&fact.value) || fact.value.len() > 19 {
            fact.value = "unknown".to_owned();
        }
    }
}

/// Whether an attribute that takes nothing but words knows this one: a file may say `allkeys-lru`,
/// and anything else in its place.
fn is_word_of(value: &str, takes: &Takes) -> bool {
    let is_any = takes.words.is_empty() || takes.free || takes.text || takes.number.is_some();
    is_any
        || matches!(value, "on" | "off" | "none" | "unknown")
        || takes.words.contains(&value)
        || value.starts_with(['@', '['])
}

/// A group that holds nothing and that nothing leads to says nothing.
fn drop_empty_groups(sketch: &mut Sketch) {
    let mut used = vec![false; sketch.groups.len()];
    let mut keep = |mut group: Option<usize>| {
        while let Some(at) = group {
            if std::mem::replace(&mut used[at], true) {
                return;
            }
            group = sketch.groups[at].parent;
        }
    };
    sketch.components.iter().for_each(|component| keep(component.group));
    let is_empty = |node: &Node| matches!(node, Node::Group(at) if !used[*at]);
    sketch.links.retain(|link| !is_empty(&link.from) && !link.to.iter().any(is_empty));
    let mut next = 0;
    let places: Vec<Option<usize>> = used
        .iter()
        .map(|used| {
            next += usize::from(*used);
            used.then_some(next.wrapping_sub(1))
        })
        .collect();
    let mut at = 0;
    sketch.groups.retain(|_| {
        at += 1;
        used[at - 1]
    });
    let moved = |group: Option<usize>| group.and_then(|at| places[at]);
    sketch.groups.iter_mut().for_each(|group| group.parent = moved(group.parent));
    sketch.components.iter_mut().for_each(|component| component.group = moved(component.group));
    for link in &mut sketch.links {
        for node in std::iter::once(&mut link.from).chain(&mut link.to) {
            if let Node::Group(at) = node {
                *at = places[*at].unwrap_or(*at);
            }
        }
    }
}

/// A connection at a group is one at each of its direct members; where a group has none, what stands
/// deeper inside is meant.
fn reach_into_groups(sketch: &mut Sketch) {
    let inside = |node: Node| -> Vec<Node> {
        let Node::Group(group) = node else { return vec![node] };
        let is_direct = |component: &Component| component.group == Some(group);
        if sketch.components.iter().any(is_direct) {
            return vec![node];
        }
        let all = 0..sketch.components.len();
        all.filter(|at| is_inside(sketch, *at, group)).map(Node::Component).collect()
    };
    let mut links = Vec::new();
    for link in &sketch.links {
        if link.to.len() > 1 {
            links.push(link.clone());
            continue;
        }
        for from in inside(link.from) {
            for to in inside(link.to[0]) {
                if from != to {
                    links.push(Link { from, to: vec![to], ..link.clone() });
                }
            }
        }
    }
    sketch.links = links;
}

/// Of two connections between the same two, one at a group and one at a member of it, the one at the
/// member stands, and the one at the group becomes one at each of the others.
fn say_once(sketch: &mut Sketch) {
    let is_group = |node: &Node| matches!(node, Node::Group(_));
    let at_group = |link: &Link| is_group(&link.from) || link.to.iter().any(is_group);
    if !sketch.links.iter().any(at_group) {
        return;
    }
    let mut members: BTreeMap<usize, Vec<Node>> = BTreeMap::new();
    for (at, component) in sketch.components.iter().enumerate() {
        let group = component.group.into_iter();
        group.for_each(|group| members.entry(group).or_default().push(Node::Component(at)));
    }
    let inside = |node: Node| match node {
        Node::Group(group) => members.get(&group).cloned().unwrap_or_default(),
        one => vec![one],
    };
    let pairs = |link: &Link| -> Vec<(Node, Node)> {
        let to: Vec<Node> = link.to.iter().flat_map(|to| inside(*to)).collect();
        inside(link.from)
            .into_iter()
            .flat_map(|from| to.iter().map(move |to| (from, *to)))
            .collect()
    };
    let stated = sketch.links.iter().filter(|link| !at_group(link));
    let mut taken: BTreeSet<(Node, Node)> = stated.flat_map(pairs).collect();
    let mut links = Vec::new();
    for link in std::mem::take(&mut sketch.links) {
        let pairs = if at_group(&link) { pairs(&link) } else { Vec::new() };
        let free: Vec<(Node, Node)> =
            pairs.iter().filter(|(a, b)| a != b && !taken.contains(&(*a, *b))).copied().collect();
        taken.extend(&free);
        if free.len() == pairs.len() || link.to.len() > 1 {
            links.push(link);
            continue;
        }
        links.extend(free.into_iter().map(|(from, to)| Link {
            from,
            to: vec![to],
            ..link.clone()
        }));
    }
    sketch.links = links;
}

/// Whether something that a design needs is not in the files.
fn partial(sketch: &mut Sketch, reading: &Reading) {
    let mut joined = vec![false; sketch.components.len()];
    let mut mark = |node: Node| match node {
        Node::Component(at) => joined[at] = true,
        Node::Group(group) => {
            let inside = |at: &usize| is_inside(sketch, *at, group);
            (0..sketch.components.len()).filter(inside).for_each(|at| joined[at] = true);
        }
    };
    for link in &sketch.links {
        mark(link.from);
        link.to.iter().copied().for_each(&mut mark);
    }
    let counts = |component: &Component| {
        kind(component, reading)
            .is_some_and(|kind| kind.is_compute() || kind.is_store() || kind.is_entry())
    };
    let parts: Vec<(usize, &Component)> =
        sketch.components.iter().enumerate().filter(|(_, component)| counts(component)).collect();
    let alone = parts.iter().filter(|(at, _)| !joined[*at]).count();
    // Who only delivers (a developer at a repository) brings no requests.
    let serves = |node: &Node| match node {
        Node::Component(at) => {
            let kind = kind(&sketch.components[*at], reading);
            let is_beside = [Kind::Pipeline, Kind::External, Kind::Monitor, Kind::Logs];
            kind.is_some_and(|kind| !is_beside.contains(&kind))
        }
        Node::Group(_) => true,
    };
    let is_user =
        |node: Node| matches!(node, Node::Component(at) if sketch.components[at].word == "user");
    let has_entry =
        sketch.links.iter().any(|link| is_user(link.from) && link.to.iter().any(serves));
    let is_said = sketch.findings.iter().any(|found| found.rule == "not-imported");
    if alone * 2 > parts.len() && parts.len() > 1 && !is_said {
        let at = parts.first().map_or(sketch.whole, |(_, one)| Some(one.at));
        let count = parts.len();
        sketch.findings.extend(at.map(|at| few_edges(at, alone, count)));
    }
    // A balancer is there to hand on: to whom it does is not in the file.
    let leads = |at: usize| {
        let stands = |node: Node| match node {
            Node::Component(from) => from == at,
            Node::Group(group) => is_inside(sketch, at, group),
        };
        sketch.links.iter().any(|link| stands(link.from))
    };
    let is_front = |one: &Component| matches!(kind(one, reading), Some(Kind::Lb | Kind::Gateway));
    let leads_nowhere = parts.iter().any(|(at, one)| is_front(one) && !leads(*at));
    sketch.is_partial |= alone > 0 || !has_entry || leads_nowhere;
}

fn is_inside(sketch: &Sketch, component: usize, group: usize) -> bool {
    let mut around = sketch.components[component].group;
    while let Some(at) = around {
        if at == group {
            return true;
        }
        around = sketch.groups[at].parent;
    }
    false
}

fn few_edges(at: Span, alone: usize, count: usize) -> Diagnostic {
    let format = text!(
        count, alone;
        "구성 요소 {count}개 가운데 {alone}개의 연결이 파일에 없습니다",
        "the connections of {alone} of {count} components are not in the file"
    );
    Diagnostic::new("not-imported", Severity::Advice, at, format).help(text!(
        "`archlint import`로 옮겨 적은 설계에 연결을 적으세요.",
        "Write the connections into the design that `archlint import` prints."
    ))
}

/// One advice that lists what was guessed, and from which words.
fn guesses(sketch: &mut Sketch) {
    let guessed: Vec<&Component> =
        sketch.components.iter().filter(|one| one.guess.is_some()).collect();
    let Some(first) = guessed.first() else { return };
    let count = guessed.len();
    let names = Text::names(guessed.iter().take(5).map(|one| one.name.as_str()));
    let more = if count > 5 { ", …" } else { "" };
    let mut advice = Diagnostic::new(
        "guessed",
        Severity::Advice,
        first.at,
        text!(
            count, names, more;
            "무엇인지 추측한 구성 요소가 {count}개 있습니다: {names}{more}",
            "what {count} components are was guessed: {names}{more}"
        ),
    );
    for one in guessed.iter().take(20) {
        let Some(guess) = &one.guess else { continue };
        let (word, from) = (&one.word, &guess.from);
        advice = advice.related(
            guess.at,
            text!(word, from; "`{word}`(으)로 봄: {from}", "taken for `{word}`: {from}"),
        );
    }
    let advice = advice.help(text!(
        "틀린 것이 있으면 `archlint.toml`의 `[import.as]`에 적으세요.",
        "Where a guess is wrong, settle it in `[import.as]` of `archlint.toml`."
    ));
    sketch.findings.push(advice);
}
