//! Which stores stand behind which cache.

use super::topics::whole;
use crate::model::{Attr, ComponentId, Design, Kind, Softness, Value};
use crate::syntax::ast::Arrow;

/// By component, for caches only.
#[derive(Clone, Debug)]
pub(super) struct Shields {
    /// Stores beside the cache, whose reads it takes off its callers.
    beside: Vec<Vec<ComponentId>>,
    /// Stores that the cache fetches from by itself.
    through: Vec<Vec<ComponentId>>,
}

impl Shields {
    pub fn of(design: &Design) -> Self {
        let count = design.components.len();
        let mut shields =
            Self { beside: vec![Vec::new(); count], through: vec![Vec::new(); count] };
        let is_cache = |id: &ComponentId| design.component(*id).kind == Kind::Cache;
        for cache in design.component_ids().filter(is_cache) {
            let through = called_stores(design, cache, false);
            let mut beside = named(design, cache).unwrap_or_else(|| match through.is_empty() {
                true => only_store(design, cache),
                false => Vec::new(),
            });
            beside.retain(|store| !through.contains(store));
            shields.beside[cache.index()] = beside;
            shields.through[cache.index()] = through;
        }
        shields
    }

    pub fn is_beside(&self, design: &Design, cache: ComponentId, store: ComponentId) -> bool {
        let store = whole(design, store);
        self.beside[cache.index()].iter().any(|own| is_same_data(design, *own, store))
    }

    pub fn is_through(&self, design: &Design, cache: ComponentId, store: ComponentId) -> bool {
        let store = whole(design, store);
        self.through[cache.index()].iter().any(|own| is_same_data(design, *own, store))
    }
}

/// The stores that `for` names.
fn named(design: &Design, cache: ComponentId) -> Option<Vec<ComponentId>> {
    let items = design.component(cache).facts.list(Attr::For)?;
    let component = |item: &Value| match item {
        Value::Component(id) => Some(*id),
        _ => None,
    };
    Some(items.iter().filter_map(component).collect())
}

/// The one store that the cache's callers call; none where they call several.
fn only_store(design: &Design, cache: ComponentId) -> Vec<ComponentId> {
    let calls = |link: &crate::model::LinkId| design.link(*link).arrow == Arrow::Sync;
    let callers = design.links_to(cache).filter(calls).map(|link| design.link(link).from);
    let mut stores: Vec<ComponentId> =
        callers.flat_map(|caller| called_stores(design, caller, true)).collect();
    stores.sort_unstable();
    stores.dedup();
    if stores.len() == 1 { stores } else { Vec::new() }
}

/// The databases, search engines and storages that a component calls, or falls back to; a copy
/// counts as its primary.
fn called_stores(design: &Design, id: ComponentId, fallbacks: bool) -> Vec<ComponentId> {
    let links = design.links_from(id).map(|link| design.link(link));
    let called = links.filter(|link| link.arrow == Arrow::Sync);
    let called = called.map(|link| whole(design, link.to));
    let fallback = |need: &crate::model::Need| match need.softness {
        Softness::Fallback(to) if fallbacks => Some(to),
        _ => None,
    };
    let turned_to = design.needs[id.index()].iter().filter_map(fallback);
    let is_store = |id: &ComponentId| {
        matches!(design.component(*id).kind, Kind::Db | Kind::Search | Kind::Storage)
    };
    let mut stores: Vec<ComponentId> = (called.chain(turned_to).filter(is_store))
        .map(|to| design.replica_set(to).map_or(to, |set| set.primary))
        .collect();
    stores.sort_unstable();
    stores.dedup();
    stores
}

pub(super) fn is_same_data(design: &Design, store: ComponentId, other: ComponentId) -> bool {
    let in_set =
        |set: &crate::model::ReplicaSet| set.primary == other || set.standbys.contains(&other);
    store == other || design.replica_set(store).is_some_and(in_set)
}
