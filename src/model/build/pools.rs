//! Pools: like targets behind a balancer are alternatives, without being written with `|`.

use super::needs::stated_need;
use crate::model::{ComponentId, Design, GroupId, Kind, Need, Softness};
use std::collections::BTreeMap;

/// Joins those needs of a component that are a pool. Others stay as they are.
pub(super) fn pools(design: &Design, id: ComponentId, needs: Vec<Need>) -> Vec<Need> {
    if !spreads(design, id) || needs.len() < 2 {
        return needs;
    }
    let single = |at: &usize| needs[*at].links.len() == 1 && needs[*at].softness == Softness::Hard;
    let target = |at: usize| design.link(needs[at].links[0]).to;
    let singles: Vec<usize> = (0..needs.len()).filter(single).collect();
    let mut pool_of: Vec<Option<usize>> = vec![None; needs.len()];
    for mark in [stem, without_letter] {
        let mut alike: BTreeMap<(Kind, Option<&str>, String), Vec<usize>> = BTreeMap::new();
        for at in singles.iter().copied().filter(|at| pool_of[*at].is_none()) {
            let component = design.component(target(at));
            let tech = component.tech.as_ref().map(|tech| tech.name.as_str());
            let stem = mark(design, target(at));
            alike.entry((component.kind, tech, stem)).or_default().push(at);
        }
        let pools = alike.into_values().flat_map(|members| services(design, members, target));
        for pool in pools.filter(|pool| pool.len() > 1) {
            pool.iter().for_each(|at| pool_of[*at] = Some(pool[0]));
        }
    }
    join(design, needs, &pool_of)
}

/// Sends each request to one of several targets.
fn spreads(design: &Design, id: ComponentId) -> bool {
    let component = design.component(id);
    let is_proxy = component.tech.as_ref().is_some_and(|tech| tech.proxy);
    component.kind.is_entry() || (component.kind == Kind::Web && is_proxy)
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
            Some(first) => joined[*first].links.extend(need.links),
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

/// What tells one of a pool from another at the end of its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Number,
    Letter,
    Group,
}

/// The name without what tells one of a pool from another: a number at the end (`web1`), a letter
/// (`api-a`), the name of a group around it (`api-seoul`), or these together (`web_a1`, `web-2c`).
/// One number and one letter at most: `d1s0` and `d2s0` are two services.
fn stem(design: &Design, id: ComponentId) -> String {
    let component = design.component(id);
    let groups: Vec<&str> =
        design.ancestors(component.group).map(|group| design.group(group).name.as_str()).collect();
    let (mut stem, mut seen) = (component.name.as_str(), Vec::new());
    while let Some((shorter, mark)) = without_mark(stem, &groups) {
        if mark != Mark::Group && seen.contains(&mark) {
            break;
        }
        seen.push(mark);
        stem = shorter;
    }
    stem.to_lowercase()
}

/// `weba`, `webb`: only the first letters of the alphabet, or `cart` and `card` would be a pool.
fn without_letter(design: &Design, id: ComponentId) -> String {
    let name = &design.component(id).name;
    name.strip_suffix(|letter| matches!(letter, 'a'..='f' | 'A'..='F')).unwrap_or(name).to_owned()
}

fn without_mark<'n>(name: &'n str, groups: &[&str]) -> Option<(&'n str, Mark)> {
    let is_separator = |letter: char| letter == '-' || letter == '_';
    let bare = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    if bare.len() < name.len() {
        return Some((bare.trim_end_matches(is_separator), Mark::Number));
    }
    for group in groups {
        if let Some(rest) = name.strip_suffix(group)
            && rest.ends_with(is_separator)
        {
            return Some((rest.trim_end_matches(is_separator), Mark::Group));
        }
    }
    let mut letters = name.chars();
    let last = letters.next_back().filter(|letter| letter.is_alphabetic())?;
    let rest = &name[..name.len() - last.len_utf8()];
    let marks = letters.next_back().is_none_or(|it| is_separator(it) || it.is_ascii_digit());
    marks.then(|| (rest.trim_end_matches(is_separator), Mark::Letter))
}
