//! What each component needs of its synchronous connections: single ones, alternatives and pools.

use super::draft::Want;
use super::pools::pools;
use crate::model::{Attr, ComponentId, Design, LinkId, Need, Softness, Value};
use std::collections::{BTreeSet, HashSet};

/// Which pairs are connected, by whatever arrow; looked into only.
type Pairs = HashSet<(ComponentId, ComponentId)>;

/// The needs of all components, indexed like them, each list in the order of its first links.
pub(super) fn needs(design: &Design, wants: &[Want]) -> Vec<Vec<Need>> {
    let pairs: Pairs = design.links.iter().map(|link| (link.from, link.to)).collect();
    let mut needs: Vec<Vec<Need>> = vec![Vec::new(); design.components.len()];
    let mut seen: BTreeSet<(ComponentId, &[LinkId])> = BTreeSet::new();
    for want in wants {
        // A change may have left two statements with the same links.
        if seen.insert((want.from, &want.links)) {
            needs[want.from.index()].push(need(design, want, &pairs));
        }
    }
    for id in design.component_ids() {
        let own = std::mem::take(&mut needs[id.index()]);
        let mut own = pools(design, id, own);
        own.sort_by_key(|need| need.links.first().copied());
        needs[id.index()] = own;
    }
    needs
}

fn need(design: &Design, want: &Want, pairs: &Pairs) -> Need {
    let enough = if want.links.len() > 1 { stated_need(design, &want.links) } else { 1 };
    let soft = want.links.iter().map(|link| softness(design, *link, pairs));
    let mut softness = Softness::Optional;
    for one in soft {
        // Alternatives are as hard as the hardest of them.
        match one {
            Softness::Hard => {
                softness = Softness::Hard;
                break;
            }
            Softness::Fallback(_) if softness == Softness::Optional => softness = one,
            _ => {}
        }
    }
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
    if link.facts.is_on(Attr::Optional) || reaches_primary_too(design, id, pairs) {
        return Softness::Optional;
    }
    Softness::Hard
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
