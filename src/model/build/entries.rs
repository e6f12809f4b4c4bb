//! The journeys of a user for whom no flow is stated: one for each place that it reaches.

use crate::model::{Attr, ComponentId, Design, Facts, Flow, Kind, LinkId, Need, Softness};
use std::collections::BTreeSet;

/// One for each user and each of its targets, named after them.
pub(super) fn implied(design: &Design) -> Vec<Flow> {
    let users = design.component_ids().filter(|id| design.component(*id).kind == Kind::User);
    users.flat_map(|user| of_user(design, user)).collect()
}

/// What a design calls the journeys of a user: `USER`, or `USER/TARGET` where there are several.
fn of_user(design: &Design, user: ComponentId) -> Vec<Flow> {
    let needs = &design.needs[user.index()];
    let (always, ways): (Vec<&Need>, Vec<&Need>) = needs
        .iter()
        .filter(|need| need.softness != Softness::Optional)
        .partition(|need| is_always_needed(design, need));
    let ways = alternatives(design, ways);
    if ways.len() < 2 {
        return vec![flow(design, user, None, Vec::new())];
    }
    let common = always.iter().flat_map(|need| &need.links);
    let journeys = ways.iter().map(|way| {
        let mut steps: Vec<LinkId> = common.clone().chain(way).copied().collect();
        steps.sort();
        let target = design.link(way[0]).to;
        flow(design, user, Some(target), steps)
    });
    journeys.collect()
}

fn flow(
    design: &Design,
    user: ComponentId,
    target: Option<ComponentId>,
    steps: Vec<LinkId>,
) -> Flow {
    let it = design.component(user);
    let name = match target {
        Some(target) => format!("{}/{}", it.path, design.component(target).path),
        None => it.path.clone(),
    };
    let label = match target {
        Some(target) => {
            Some(format!("{} → {}", design.display_name(user), design.display_name(target)))
        }
        None => it.label.clone(),
    };
    let (entry, span) = (vec![user], it.head);
    Flow { name, label, entry, steps, facts: Facts::default(), span, implied: true }
}

/// A name server that only answers belongs to every journey, and so does what is `required`.
fn is_always_needed(design: &Design, need: &Need) -> bool {
    need.links.iter().all(|link| {
        let to = design.link(*link).to;
        let is_lookup = design.component(to).kind == Kind::Dns;
        let required = design.link(*link).facts.is_on(Attr::Required);
        required || is_lookup && design.links_from(to).next().is_none()
    })
}

/// Entries with the same hard needs behind them lead to one place: the links of each such set.
fn alternatives(design: &Design, ways: Vec<&Need>) -> Vec<Vec<LinkId>> {
    let mut found: Vec<(Option<BTreeSet<ComponentId>>, Vec<LinkId>)> = Vec::new();
    for need in ways {
        let behind = behind(design, need);
        let same = found.iter().position(|(other, _)| behind.is_some() && *other == behind);
        match same {
            Some(at) => found[at].1.extend(&need.links),
            None => found.push((behind, need.links.clone())),
        }
    }
    found.into_iter().map(|(_, links)| links).collect()
}

/// What the entries of a need send requests to; `None` where one of them is no mere entry.
fn behind(design: &Design, need: &Need) -> Option<BTreeSet<ComponentId>> {
    let mut behind = BTreeSet::new();
    for link in &need.links {
        let to = design.link(*link).to;
        let kind = design.component(to).kind;
        if !matches!(kind, Kind::Lb | Kind::Gateway | Kind::Cdn | Kind::Waf | Kind::Web) {
            return None;
        }
        let hard = design.needs[to.index()].iter().filter(|need| need.softness == Softness::Hard);
        behind.extend(hard.flat_map(|need| &need.links).map(|link| design.link(*link).to));
    }
    (!behind.is_empty()).then_some(behind)
}
