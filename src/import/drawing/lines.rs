//! What the lines of a drawing say: calls, messages, copies, answers, or nothing.

use super::super::classify::split;
use super::super::sketch::{Arrow, Link, Node, Sketch};
use super::{Drawing, End, Heads, Line, Role, node};
use crate::catalog::Kind;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A box that lines lead through may multiply them; more than so many are not followed.
const BRIDGED: usize = 2_000;

/// Joins the components of a sketch as the lines of its drawing do.
pub fn join(drawing: &Drawing, roles: &[Role], groups: &[Option<usize>], sketch: &mut Sketch) {
    let lines = bridged(drawing, roles);
    let near = distances(&lines, roles);
    let mut drawn: BTreeSet<(Node, Node)> = BTreeSet::new();
    for line in &lines {
        let (Some(from), Some(to)) = (node(line.from, roles, groups), node(line.to, roles, groups))
        else {
            continue;
        };
        if from.0 == to.0 || holds(sketch, from.0, to.0) || holds(sketch, to.0, from.0) {
            continue;
        }
        let away = line.heads == Heads::None && is_nearer(&near, line.to, line.from);
        let (from, to) = if away { (to, from) } else { (from, to) };
        if is_answer(line) && drawn.contains(&(to.0, from.0)) {
            continue;
        }
        let kind = |end: (Node, Option<Kind>)| end.1.or_else(|| kind_of_all(end.0, roles, sketch));
        let Some(said) = said(line, kind(from), kind(to)) else { continue };
        let (from, to) = if said.flipped { (to.0, from.0) } else { (from.0, to.0) };
        if said.flipped && drawn.contains(&(from, to)) {
            continue;
        }
        drawn.insert((from, to));
        let mut link = Link::new(from, to, said.arrow, line.at, "");
        link.label = line.label.clone();
        if said.soft {
            link.state("optional", "on", line.at);
        }
        facts(line, said.arrow, &mut link);
        sketch.join(link);
    }
}

/// What everything in a group is, where that decides how it is talked to: a box of monitoring.
fn kind_of_all(node: Node, roles: &[Role], sketch: &Sketch) -> Option<Kind> {
    let inside = roles.iter().filter_map(|role| match role {
        Role::Part(at, kind) if holds(sketch, node, Node::Component(*at)) => Some(*kind),
        _ => None,
    });
    let kinds: BTreeSet<Kind> = inside.collect();
    let watches = |kind: &Kind| matches!(kind, Kind::Monitor | Kind::Logs);
    match kinds.first() {
        Some(kind) if kinds.iter().all(watches) => Some(*kind),
        Some(Kind::Queue) if kinds.len() == 1 => Some(Kind::Queue),
        _ => None,
    }
}

fn holds(sketch: &Sketch, outer: Node, inner: Node) -> bool {
    let Node::Group(outer) = outer else { return false };
    let mut around = match inner {
        Node::Component(at) => sketch.components[at].group,
        Node::Group(at) => sketch.groups[at].parent,
    };
    while let Some(at) = around {
        if at == outer {
            return true;
        }
        around = sketch.groups[at].parent;
    }
    false
}

struct Said {
    arrow: Arrow,
    soft: bool,
    /// Drawn from the one that is asked.
    flipped: bool,
}

/// What a line between two kinds says.
fn said(line: &Line, from: Option<Kind>, to: Option<Kind>) -> Option<Said> {
    let yes = |arrow, soft, flipped| Some(Said { arrow, soft, flipped });
    let label = line.label.as_deref().unwrap_or_default();
    // Nobody is asked by a box of boxes either.
    if from.is_none() && to == Some(Kind::User) {
        return None;
    }
    let watches = |kind: Kind| matches!(kind, Kind::Monitor | Kind::Logs);
    let (Some(a), Some(b)) = (from, to) else {
        if to.is_some_and(watches) || from.is_some_and(watches) {
            return yes(Arrow::Hands, false, from.is_some_and(watches));
        }
        let is_queue = from == Some(Kind::Queue) || to == Some(Kind::Queue);
        let arrow = if is_queue || is_message(label) { Arrow::Hands } else { Arrow::Calls };
        return yes(arrow, line.is_dashed && arrow == Arrow::Calls, false);
    };
    let alike = a == b && a.is_store();
    let stores = a.is_store() && b.is_store() && a != Kind::Queue && b != Kind::Queue;
    // Nobody is asked, but somebody may stand before another one: at a browser.
    if b == Kind::User {
        return if a == Kind::User { yes(Arrow::Calls, false, false) } else { None };
    }
    if alike && (line.is_dashed || line.heads == Heads::Both || is_copy(label))
        || stores && is_copy(label)
    {
        return yes(Arrow::Copies, false, false);
    }
    if watches(a) {
        return if watches(b) || b.is_store() {
            yes(Arrow::Calls, false, false)
        } else {
            yes(Arrow::Hands, false, true)
        };
    }
    if watches(b) || b == Kind::Pipeline || a == Kind::Pipeline {
        return yes(Arrow::Hands, false, false);
    }
    if a == Kind::Queue {
        return yes(Arrow::Hands, false, false);
    }
    if b == Kind::Queue {
        let flipped = a == Kind::Worker && is_taking(label);
        return yes(Arrow::Hands, false, flipped);
    }
    // A store never asks: what is drawn from it is what it gives.
    if a.is_store() && (b.is_compute() || b == Kind::Gateway || b == Kind::Lb) {
        return yes(Arrow::Calls, line.is_dashed, true);
    }
    if is_message(label) {
        return yes(Arrow::Hands, false, false);
    }
    yes(Arrow::Calls, line.is_dashed, false)
}

fn is_copy(label: &str) -> bool {
    let plain = label.to_lowercase();
    let words = split(label);
    ["복제", "replic", "백업", "동기화"].iter().any(|word| plain.contains(word))
        || words.iter().any(|word| matches!(word.as_str(), "sync" | "standby" | "backup" | "cdc"))
}

fn is_message(label: &str) -> bool {
    let plain = label.to_lowercase();
    let words = split(label);
    plain.contains("비동기")
        || words.iter().any(|word| {
            matches!(
                word.as_str(),
                "async" | "event" | "events" | "publish" | "publishes" | "이벤트" | "발행"
            )
        })
}

fn is_taking(label: &str) -> bool {
    let words = split(label);
    words.iter().any(|word| {
        matches!(
            word.as_str(),
            "consume"
                | "consumes"
                | "subscribe"
                | "subscribes"
                | "poll"
                | "polls"
                | "pull"
                | "구독"
                | "소비"
                | "수신"
                | "consumer"
        )
    })
}

fn is_answer(line: &Line) -> bool {
    let label = line.label.as_deref().unwrap_or_default().to_lowercase();
    let words = split(&label);
    words.iter().any(|word| {
        matches!(
            word.as_str(),
            "응답" | "반환" | "return" | "returns" | "response" | "result" | "결과" | "ack"
        )
    }) || label.starts_with(|letter: char| letter.is_ascii_digit())
}

/// What a label states about the connection beside its words.
fn facts(line: &Line, arrow: Arrow, link: &mut Link) {
    let Some(label) = &line.label else { return };
    let plain = label.to_lowercase();
    let words = split(label);
    let has = |word: &str| words.iter().any(|one| one == word);
    if has("https") {
        link.state("protocol", "https", line.at);
    }
    if arrow != Arrow::Calls {
        return;
    }
    if let Some(timeout) = timeout(&plain) {
        link.state("timeout", timeout, line.at);
    }
    if plain.contains("circuit breaker") || plain.contains("서킷") {
        link.state("circuit-breaker", "on", line.at);
    }
    if has("optional") || plain.contains("선택") {
        link.state("optional", "on", line.at);
    }
}

/// `timeout 2s`, `타임아웃: 500ms`.
fn timeout(label: &str) -> Option<String> {
    let at = ["timeout", "타임아웃"]
        .iter()
        .find_map(|word| label.find(word).map(|at| at + word.len()))?;
    let rest = label[at..].trim_start_matches([' ', ':', '=', '(']);
    let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    let number: u32 = rest[..digits].parse().ok().filter(|number| *number > 0)?;
    let unit = rest[digits..].trim_start();
    let unit = if unit.starts_with("ms") {
        "ms"
    } else if unit.starts_with('s') || unit.starts_with('초') {
        "s"
    } else {
        return None;
    };
    Some(format!("{number}{unit}"))
}

/// The lines, with boxes that only say something about others taken out of the way.
fn bridged(drawing: &Drawing, roles: &[Role]) -> Vec<Line> {
    let mut lines = drawing.lines.clone();
    for (at, role) in roles.iter().enumerate() {
        if !matches!(role, Role::Through) {
            continue;
        }
        let here = End::Box(at);
        let (through, rest): (Vec<Line>, Vec<Line>) =
            lines.into_iter().partition(|line| line.from == here || line.to == here);
        lines = rest;
        let into: Vec<&Line> =
            through.iter().filter(|line| line.to == here && line.from != here).collect();
        let out: Vec<&Line> =
            through.iter().filter(|line| line.from == here && line.to != here).collect();
        for one in &into {
            for other in &out {
                if lines.len() < drawing.lines.len() + BRIDGED {
                    let label = one.label.clone().or(other.label.clone());
                    lines.push(Line { to: other.to, label, ..(*one).clone() });
                }
            }
        }
    }
    lines
}

/// How far each end is from a user, along lines of any direction.
fn distances(lines: &[Line], roles: &[Role]) -> BTreeMap<End, usize> {
    let mut near = BTreeMap::new();
    let mut open = VecDeque::new();
    for (at, role) in roles.iter().enumerate() {
        if matches!(role, Role::Part(_, Kind::User)) {
            near.insert(End::Box(at), 0);
            open.push_back(End::Box(at));
        }
    }
    let mut beside: BTreeMap<End, Vec<End>> = BTreeMap::new();
    for line in lines {
        beside.entry(line.from).or_default().push(line.to);
        beside.entry(line.to).or_default().push(line.from);
    }
    while let Some(end) = open.pop_front() {
        let next = near[&end] + 1;
        for other in beside.get(&end).into_iter().flatten() {
            if !near.contains_key(other) {
                near.insert(*other, next);
                open.push_back(*other);
            }
        }
    }
    near
}

fn is_nearer(near: &BTreeMap<End, usize>, one: End, other: End) -> bool {
    match (near.get(&one), near.get(&other)) {
        (Some(one), Some(other)) => one < other,
        _ => false,
    }
}
