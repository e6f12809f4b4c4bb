//! Pools: like targets behind a balancer are alternatives, without being written with `|`.

use super::alike::{Alike, stem, without_letter};
use super::needs::stated_need;
use crate::model::{Attr, ComponentId, Design, GroupId, Kind, Need, Softness};
use crate::syntax::ast::Arrow;
use std::collections::BTreeMap;

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

/// For each need the first one of its pool, if it is in one.
fn members(design: &Design, alike: &mut Alike, needs: &[Need]) -> Vec<Option<usize>> {
    let target = |at: usize| behind_wafs(design, design.link(needs[at].links[0]).to);
    // What is required is no alternative.
    let is_single = |at: &usize| match needs[*at].links[..] {
        [link] => !design.link(link).facts.is_on(Attr::Required),
        _ => false,
    };
    let singles: Vec<usize> = (0..needs.len()).filter(is_single).collect();
    let mut pool_of: Vec<Option<usize>> = vec![None; needs.len()];
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
