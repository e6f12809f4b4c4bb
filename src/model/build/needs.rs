//! What each component needs of its synchronous connections: single ones, alternatives and pools.

use super::alike::{Alike, hard_links};
use super::draft::Want;
use super::pools::{self, harder};
use crate::model::{Attr, ComponentId, Design, Kind, LinkId, Need, Softness, Value};
use crate::syntax::ast::Arrow;
use std::collections::{BTreeSet, HashSet};

/// Which pairs are connected, by whatever arrow; looked into only.
type Pairs = HashSet<(ComponentId, ComponentId)>;

/// The needs of all components, indexed like them, each list in the order of its first links.
pub(super) fn needs(design: &Design, wants: &[Want]) -> Vec<Vec<Need>> {
    let pairs: Pairs = design.links.iter().map(|link| (link.from, link.to)).collect();
    let mut needs: Vec<Vec<Need>> = vec![Vec::new(); design.components.len()];
    let wants: Vec<Want> = wants.iter().filter_map(|want| present(design, want)).collect();
    let mut seen: BTreeSet<(ComponentId, &[LinkId])> = BTreeSet::new();
    for want in &wants {
        // A change may have left two statements with the same links.
        if seen.insert((want.from, &want.links)) {
            needs[want.from.index()].push(need(design, want, &pairs));
        }
    }
    let mut alike = alike(design);
    for id in design.component_ids() {
        let own = std::mem::take(&mut needs[id.index()]);
        let mut own = match design.component(id).kind {
            Kind::User => pools::of_user(design, &mut alike, own),
            _ => pools::pools(design, &mut alike, id, own),
        };
        own.sort_by_key(|need| need.links.first().copied());
        needs[id.index()] = own;
    }
    inherit(design, &mut needs);
    needs
}

/// Nobody needs what stands by: it is turned to when what it stands by for is lost.
fn present(design: &Design, want: &Want) -> Option<Want> {
    let stays = |link: &LinkId| !design.leads_to_standby(*link);
    let links: Vec<LinkId> = want.links.iter().copied().filter(stays).collect();
    (!links.is_empty()).then_some(Want { links, ..want.clone() })
}

/// The test whether two components are alike.
pub(super) fn alike(design: &Design) -> Alike {
    let pairs: Pairs = design.links.iter().map(|link| (link.from, link.to)).collect();
    Alike::new(hard_links(design, |id| softness(design, id, &pairs) != Softness::Hard))
}

/// By component: the messages that go to one of several, by `|` or to consumers of one group.
pub(super) fn sharing(design: &Design, stated: &[Want]) -> Vec<Vec<Vec<LinkId>>> {
    let mut alike = alike(design);
    let mut sharing = vec![Vec::new(); design.components.len()];
    for want in stated.iter().filter(|want| want.links.len() > 1) {
        sharing[want.from.index()].push(want.links.clone());
    }
    for id in design.component_ids() {
        let own: &mut Vec<Vec<LinkId>> = &mut sharing[id.index()];
        let placed: BTreeSet<LinkId> = own.iter().flatten().copied().collect();
        own.extend(pools::consumers(design, &mut alike, id, &placed));
    }
    sharing
}

/// What a primary needs, its standbys need when they take over.
fn inherit(design: &Design, needs: &mut [Vec<Need>]) {
    for set in &design.replica_sets {
        let of_primary = needs[set.primary.index()].clone();
        let to =
            |need: &Need| need.links.iter().map(|link| design.link(*link).to).collect::<Vec<_>>();
        for standby in &set.standbys {
            let own = &mut needs[standby.index()];
            let known: Vec<_> = own.iter().map(to).collect();
            let names_itself = |need: &Need| to(need).contains(standby);
            let missing = of_primary.iter().filter(|need| !known.contains(&to(need)));
            own.extend(missing.filter(|need| !names_itself(need)).cloned());
        }
    }
}

fn need(design: &Design, want: &Want, pairs: &Pairs) -> Need {
    let enough = if want.links.len() > 1 { stated_need(design, &want.links) } else { 1 };
    let soft = want.links.iter().map(|link| softness(design, *link, pairs));
    let softness = soft.reduce(|one, other| harder(&one, other)).unwrap_or(Softness::Optional);
    Need { links: want.links.clone(), need: enough, softness, pool: false }
}

/// How many of the links must work: what `need` says, else one.
pub(super) fn stated_need(design: &Design, links: &[LinkId]) -> usize {
    let stated = links.iter().filter_map(|link| design.link(*link).facts.quantity(Attr::Need));
    let most = stated.map(|need| need.low_count()).max().unwrap_or(1);
    usize::try_from(most).unwrap_or(usize::MAX).clamp(1, links.len())
}

fn softness(design: &Design, id: LinkId, pairs: &Pairs) -> Softness {
    let link = design.link(id);
    match link.facts.get(Attr::Fallback).map(|stated| &stated.value) {
        Some(Value::Component(other)) if *other != link.to && *other != link.from => {
            return Softness::Fallback(*other);
        }
        // A prepared answer: the caller can do without.
        Some(Value::Text(_)) => return Softness::Optional,
        _ => {}
    }
    if link.facts.is_on(Attr::Optional) {
        return Softness::Optional;
    }
    if link.facts.is_on(Attr::Required) {
        return Softness::Hard;
    }
    let aside = is_aside(design, link.to) || is_aside(design, link.from);
    match aside || reaches_primary_too(design, id, pairs) || is_way_out(design, link.to) {
        true => Softness::Optional,
        false => Softness::Hard,
    }
}

/// Keepers of secrets, which are asked when a process starts.
const KEEPERS: &[&str] = &["vault", "secrets-manager"];

/// Monitoring, logs, delivery and secrets: no request waits for them.
fn is_aside(design: &Design, id: ComponentId) -> bool {
    let component = design.component(id);
    let keeps_secrets =
        component.tech.as_ref().is_some_and(|tech| KEEPERS.contains(&tech.name.as_str()));
    keeps_secrets || matches!(component.kind, Kind::Monitor | Kind::Logs | Kind::Pipeline)
}

/// A NAT that leads nowhere: what goes out through it is not drawn, so nobody is seen to wait.
fn is_way_out(design: &Design, id: ComponentId) -> bool {
    let calls = |link: LinkId| design.link(link).arrow == Arrow::Sync;
    design.component(id).kind == Kind::Nat && !design.links_from(id).any(calls)
}

/// A link to a read replica whose primary the same caller also reaches.
fn reaches_primary_too(design: &Design, id: LinkId, pairs: &Pairs) -> bool {
    let link = design.link(id);
    if !design.is_read_replica(link.to) {
        return false;
    }
    let Some(set) = design.replica_set(link.to) else { return false };
    set.primary != link.to && pairs.contains(&(link.from, set.primary))
}
