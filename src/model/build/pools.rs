//! Pools: like targets behind a balancer are alternatives, without being written with `|`.

use super::alike::{Alike, stem, without_letter};
use super::needs::stated_need;
use crate::model::{Attr, ComponentId, Design, GroupId, Kind, LinkId, Need, PartId, Softness};
use crate::syntax::ast::Arrow;
use std::collections::{BTreeMap, BTreeSet};

/// Joins those needs of a component that are a pool. Others stay as they are. What `optional` or
/// `fallback` says of a member does not take it out of its pool.
pub(super) fn pools(
    design: &Design,
    alike: &mut Alike,
    id: ComponentId,
    needs: Vec<Need>,
) -> Vec<Need> {
    if !spreads(design, id) || needs.len() < 2 {
        return needs;
    }
    let pool_of = members(design, alike, &needs);
    join(design, needs, &pool_of)
}

/// The same for a user, whose alike targets are alternatives.
pub(super) fn of_user(design: &Design, alike: &mut Alike, needs: Vec<Need>) -> Vec<Need> {
    if needs.len() < 2 {
        return needs;
    }
    let pool_of = members(design, alike, &needs);
    join(design, needs, &pool_of)
}

/// The consumers of a queue that are alike are one group and share its messages.
pub(super) fn consumers(
    design: &Design,
    alike: &mut Alike,
    id: ComponentId,
    placed: &BTreeSet<LinkId>,
) -> Vec<Vec<LinkId>> {
    if design.component(id).kind != Kind::Queue {
        return Vec::new();
    }
    let links: Vec<LinkId> = (design.links_from(id))
        .filter(|link| design.link(*link).arrow == Arrow::Async && !placed.contains(link))
        .collect();
    let targets: Vec<Option<ComponentId>> =
        links.iter().map(|link| Some(design.link(*link).to)).collect();
    let mut groups: BTreeMap<(usize, String, Option<PartId>), Vec<LinkId>> = BTreeMap::new();
    for (link, pool) in links.iter().zip(like_any(design, alike, &targets)) {
        let it = design.link(*link);
        if let (Some(pool), Some(stem)) = (pool, consumer_stem(design, it.to)) {
            groups.entry((pool, stem, it.from_part)).or_default().push(*link);
        }
    }
    groups.into_values().filter(|links| links.len() > 1).collect()
}

/// What consumers of one group have in common in their names. `w1` and `w2` are two of one, `a` and
/// `b` are two services.
fn consumer_stem(design: &Design, id: ComponentId) -> Option<String> {
    let stem = stem(design, id);
    if !stem.is_empty() {
        return Some(stem);
    }
    let name = &design.component(id).name;
    let letters = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    (letters.len() < name.len()).then(|| letters.to_lowercase())
}

/// For each need the first one of its pool, if it is in one.
fn members(design: &Design, alike: &mut Alike, needs: &[Need]) -> Vec<Option<usize>> {
    // What is required is no alternative.
    let single = |need: &Need| match need.links[..] {
        [link] if !design.link(link).facts.is_on(Attr::Required) => {
            Some(behind_wafs(design, design.link(link).to))
        }
        _ => None,
    };
    let targets: Vec<Option<ComponentId>> = needs.iter().map(single).collect();
    like_any(design, alike, &targets)
}

/// By component: the first of those that it is alike, if there are others.
pub(super) fn like(design: &Design, alike: &mut Alike, ids: &[ComponentId]) -> Vec<Option<usize>> {
    let targets: Vec<Option<ComponentId>> = ids.iter().copied().map(Some).collect();
    like_any(design, alike, &targets)
}

fn like_any(
    design: &Design,
    alike: &mut Alike,
    targets: &[Option<ComponentId>],
) -> Vec<Option<usize>> {
    let target = |at: usize| targets[at].expect("only targets are looked at");
    let singles: Vec<usize> = (0..targets.len()).filter(|at| targets[*at].is_some()).collect();
    let mut pool_of: Vec<Option<usize>> = vec![None; targets.len()];
    for mark in [stem, without_letter] {
        let mut like: BTreeMap<(Kind, Option<&str>, String), Vec<usize>> = BTreeMap::new();
        for at in singles.iter().copied().filter(|at| pool_of[*at].is_none()) {
            let component = design.component(target(at));
            let tech = component.tech.as_ref().map(|tech| tech.name.as_str());
            let stem = mark(design, target(at));
            like.entry((component.kind, tech, stem)).or_default().push(at);
        }
        let named = like.into_values().flat_map(|members| services(design, members, target));
        for members in named.filter(|members| members.len() > 1).collect::<Vec<_>>() {
            let pools = alike.apart(design, &members, target);
            for pool in pools.iter().filter(|pool| pool.len() > 1) {
                pool.iter().for_each(|at| pool_of[*at] = Some(pool[0]));
            }
        }
    }
    pool_of
}

/// Sends each request to one of several targets. A WAF does what stands in front of it does.
fn spreads(design: &Design, id: ComponentId) -> bool {
    let mut at = id;
    for _ in 0..MOST_WAFS {
        let component = design.component(at);
        let is_proxy = component.tech.as_ref().is_some_and(|tech| tech.proxy);
        if component.kind.is_entry() || (component.kind == Kind::Web && is_proxy) {
            return true;
        }
        if component.kind != Kind::Waf {
            return false;
        }
        let Some(front) = design.links_to(at).next() else { return false };
        at = design.link(front).from;
    }
    false
}

/// So many WAFs in a row are looked through.
const MOST_WAFS: usize = 4;

/// What stands behind a WAF that leads to one thing.
fn behind_wafs(design: &Design, id: ComponentId) -> ComponentId {
    let mut at = id;
    for _ in 0..MOST_WAFS {
        if design.component(at).kind != Kind::Waf {
            break;
        }
        let mut onward = design.links_from(at).filter(|it| design.link(*it).arrow == Arrow::Sync);
        let (Some(only), None) = (onward.next(), onward.next()) else { break };
        at = design.link(only).to;
    }
    at
}

/// Equal names stand for one thing only in sibling failure domains: `orders.api` and `payments.api`
/// in plain groups are two services. Members of equal names are told apart by their groups then.
fn services(
    design: &Design,
    members: Vec<usize>,
    target: impl Fn(usize) -> ComponentId,
) -> Vec<Vec<usize>> {
    let mut names: Vec<&str> =
        members.iter().map(|at| design.component(target(*at)).name.as_str()).collect();
    names.sort_unstable();
    if names.windows(2).all(|pair| pair[0] != pair[1]) {
        return vec![members];
    }
    let mut apart: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
    for at in members {
        let group = design.component(target(at)).group;
        let plain = design.ancestors(group).filter(|id| !is_domain(design, *id));
        let address = plain.map(|id| design.group(id).name.as_str()).collect();
        apart.entry(address).or_default().push(at);
    }
    apart.into_values().collect()
}

fn is_domain(design: &Design, group: GroupId) -> bool {
    design.group(group).kind.is_failure_domain()
}

fn join(design: &Design, needs: Vec<Need>, pool_of: &[Option<usize>]) -> Vec<Need> {
    let mut joined: Vec<Need> = Vec::new();
    let mut place: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, need) in needs.into_iter().enumerate() {
        let Some(pool) = pool_of[at] else {
            joined.push(need);
            continue;
        };
        match place.get(&pool) {
            Some(first) => {
                let all = &mut joined[*first];
                all.links.extend(need.links);
                all.softness = harder(&all.softness, need.softness);
            }
            None => {
                place.insert(pool, joined.len());
                joined.push(Need { pool: true, ..need });
            }
        }
    }
    for need in joined.iter_mut().filter(|need| need.pool) {
        need.need = stated_need(design, &need.links);
    }
    joined
}

/// Alternatives are as hard as the hardest of them.
pub(super) fn harder(one: &Softness, other: Softness) -> Softness {
    match (one, &other) {
        (Softness::Hard, _) | (_, Softness::Optional) => one.clone(),
        (_, Softness::Hard) | (Softness::Optional, _) => other,
        (Softness::Fallback(_), Softness::Fallback(_)) => one.clone(),
    }
}
