//! People who only reach other people: through a browser or a phone, or by word of mouth.

use super::super::classify::split;
use super::super::sketch::{Component, Link, Node, Sketch};
use super::{Drawing, End, Role};
use crate::catalog::Kind;
use crate::text;
use std::collections::BTreeSet;

/// Roads through devices are not followed beyond so many.
const ROADS: usize = 2_000;

/// What people hold in their hands, and the net between.
const DEVICES: &[&str] = &[
    "browser",
    "browsers",
    "브라우저",
    "internet",
    "인터넷",
    "app",
    "앱",
    "mobileapp",
    "모바일앱",
    "ios",
    "android",
    "pc",
    "mobile",
    "모바일",
    "스마트폰",
    "smartphone",
    "phone",
    "desktop",
    "client",
    "clients",
    "클라이언트",
    "device",
    "devices",
    "기기",
    "디바이스",
];

/// Lets people go where their browsers lead, and leaves out who only turns to other people or to
/// what is no part of the system. Lines between people may stand in the sketch until then.
pub fn settle(drawing: &Drawing, roles: &[Role], sketch: &mut Sketch) {
    let is_user = |role: &Role| match role {
        Role::Part(at, Kind::User) => Some(Node::Component(*at)),
        _ => None,
    };
    let people: BTreeSet<Node> = roles.iter().filter_map(is_user).collect();
    let mut keep = vec![true; sketch.components.len()];
    for person in &people {
        let Node::Component(at) = *person else { continue };
        if is_device(&sketch.components[at]) && lead_through(sketch, *person, &people) {
            keep[at] = false;
            let reason = text!("사람이 쓰는 기기", "what people use to get there");
            leave_out(sketch, at, reason);
        }
    }
    let is_among = |link: &Link| people.contains(&link.from) && people.contains(&link.to[0]);
    sketch.links.retain(|link| !is_among(link));
    for at in turned_away(drawing, roles) {
        let touches = |link: &Link| {
            std::iter::once(&link.from).chain(&link.to).any(|node| *node == Node::Component(at))
        };
        if keep[at] && !sketch.links.iter().any(touches) {
            keep[at] = false;
            let reason = text!("시스템에 요청하지 않음", "asks nothing of the system");
            leave_out(sketch, at, reason);
        }
    }
    if keep.contains(&false) {
        sketch.retain(&keep);
    }
}

fn leave_out(sketch: &mut Sketch, at: usize, reason: crate::say::Text) {
    let one = &sketch.components[at];
    let (name, at) = (one.label.clone().unwrap_or(one.name.clone()), one.at);
    sketch.leave_out(name, reason, at);
}

fn is_device(component: &Component) -> bool {
    let label = component.label.as_deref().unwrap_or(&component.name);
    let words = split(label.split(['(', '\n']).next().unwrap_or(label));
    words.last().is_some_and(|last| DEVICES.contains(&last.as_str()))
}

/// Whether people stand before a device that leads on; its roads are theirs then.
fn lead_through(sketch: &mut Sketch, device: Node, people: &BTreeSet<Node>) -> bool {
    let leads_here = |link: &&Link| link.to == [device] && people.contains(&link.from);
    let holders: Vec<Node> = sketch.links.iter().filter(leads_here).map(|link| link.from).collect();
    let roads: Vec<Link> =
        sketch.links.iter().filter(|link| link.from == device).cloned().collect();
    if holders.is_empty() || roads.is_empty() || holders.len() * roads.len() > ROADS {
        return false;
    }
    sketch.links.retain(|link| link.from != device && !link.to.contains(&device));
    for from in holders {
        for road in &roads {
            sketch.join(Link { from, ..road.clone() });
        }
    }
    true
}

/// The people who are joined by a line with other people, or with what was left out.
fn turned_away(drawing: &Drawing, roles: &[Role]) -> BTreeSet<usize> {
    let user = |end: End| match end {
        End::Box(at) => match roles[at] {
            Role::Part(place, Kind::User) => Some(place),
            _ => None,
        },
        End::Frame(_) => None,
    };
    let is_away = |end: End| match end {
        End::Box(at) => !matches!(roles[at], Role::Part(..)) || user(end).is_some(),
        End::Frame(_) => false,
    };
    let ends = drawing.lines.iter().flat_map(|line| [(line.from, line.to), (line.to, line.from)]);
    let away = ends.filter(|(_, other)| is_away(*other));
    away.filter_map(|(person, _)| user(person)).collect()
}
