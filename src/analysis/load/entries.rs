//! What one user calls in several places: alternatives where the same stands behind them.

use super::calls::taken;
use super::journeys::Journey;
use crate::model::{ComponentId, Design, Kind, LinkId};
use crate::syntax::ast::Arrow;
use std::collections::BTreeMap;

/// The groups of links of a journey's user that share its requests: those from whose targets the
/// same components are reached, and those that the design states as alternatives. A `dns` gets
/// every lookup beside them, and a CDN beside its origin everything.
pub(super) fn joined(design: &Design, journey: &Journey) -> Vec<Vec<LinkId>> {
    let links: Vec<LinkId> = (taken(design, Some(journey), journey.user).into_iter())
        .filter(|link| design.link(*link).arrow == Arrow::Sync)
        .filter(|link| design.component(design.link(*link).to).kind != Kind::Dns)
        .collect();
    if links.len() < 2 {
        return Vec::new();
    }
    let mut groups: Vec<Vec<LinkId>> = Vec::new();
    let mut place: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
    for link in &links {
        let behind = behind(design, journey, design.link(*link).to);
        let known = place.get(&behind).copied();
        let known = known.filter(|at| !is_beside_origin(design, &groups[*at], *link));
        let is_empty = behind.iter().all(|word| *word == 0);
        match known {
            Some(at) => groups[at].push(*link),
            None => {
                if !is_empty {
                    place.insert(behind, groups.len());
                }
                groups.push(vec![*link]);
            }
        }
    }
    merge_stated(design, journey.user, &mut groups);
    groups.retain(|group| group.len() > 1);
    groups
}

/// The components that are reached from one, without itself, as bits.
fn behind(design: &Design, journey: &Journey, from: ComponentId) -> Vec<u64> {
    let mut seen = vec![0_u64; design.components.len().div_ceil(64)];
    let mut pending = vec![from];
    while let Some(id) = pending.pop() {
        for link in design.links_from(id).filter(|link| journey.takes(design, *link)) {
            let to = design.link(link).to;
            let (word, bit) = (to.index() / 64, 1_u64 << (to.index() % 64));
            if to != from && seen[word] & bit == 0 {
                seen[word] |= bit;
                pending.push(to);
            }
        }
    }
    seen
}

fn is_beside_origin(design: &Design, group: &[LinkId], link: LinkId) -> bool {
    let to = design.link(link).to;
    group.iter().any(|other| {
        let other = design.link(*other).to;
        is_origin(design, to, other) || is_origin(design, other, to)
    })
}

/// A CDN that fetches from the other, or is fed by it.
fn is_origin(design: &Design, cdn: ComponentId, origin: ComponentId) -> bool {
    let joins = |(from, to): (ComponentId, ComponentId)| {
        design.links_from(from).any(|link| design.link(link).to == to)
    };
    design.component(cdn).kind == Kind::Cdn && (joins((cdn, origin)) || joins((origin, cdn)))
}

/// Joins groups whose links are stated as alternatives of one another.
fn merge_stated(design: &Design, user: ComponentId, groups: &mut Vec<Vec<LinkId>>) {
    for need in design.needs[user.index()].iter().filter(|need| need.links.len() > 1) {
        let is_in = |group: &Vec<LinkId>| group.iter().any(|link| need.links.contains(link));
        let (merged, others): (Vec<_>, Vec<_>) = groups.drain(..).partition(is_in);
        let mut merged: Vec<LinkId> = merged.into_iter().flatten().collect();
        merged.sort_unstable();
        *groups = others;
        if !merged.is_empty() {
            groups.push(merged);
        }
    }
}
