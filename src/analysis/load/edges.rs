//! How one request at a component turns into requests at others: shares, calls, pools, caches,
//! read and write paths, fallbacks and retries.

use super::working::Step;
use super::{Conditions, Interval};
use crate::model::{
    Attr, ComponentId, Design, Dimension, Facts, Failover, Kind, LinkId, Need, Softness,
};
use crate::syntax::ast::Arrow;
use std::collections::BTreeMap;

/// A way for load, with what one request at `from` causes at `to`.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub from: ComponentId,
    pub to: ComponentId,
    /// The drawn link; a fallback that is not drawn itself has none.
    pub link: Option<LinkId>,
    /// Requests at `to` for each one at `from`.
    pub factor: Interval,
    /// The part of them that only reads, 0..1.
    pub reads: Interval,
    /// Runs on at the average rate: what leaves a queue.
    pub smooth: bool,
    /// Only the writes of `from` pass: a copy of its data.
    pub copies: bool,
    /// How the factor came about.
    pub working: Vec<Step>,
}

/// The edges from one component.
pub(super) fn edges_from(design: &Design, conditions: &Conditions, id: ComponentId) -> Vec<Edge> {
    Caller::new(design, conditions, id).edges()
}

/// Where load from a component may go under any conditions.
pub(super) fn possible_targets(design: &Design, id: ComponentId) -> Vec<ComponentId> {
    let fallback = |need: &Need| match need.softness {
        Softness::Fallback(to) => Some(to),
        _ => None,
    };
    let mut targets: Vec<ComponentId> =
        design.needs[id.index()].iter().filter_map(fallback).collect();
    for link in design.links_from(id) {
        let to = design.link(link).to;
        targets.push(to);
        targets.extend(design.replica_set(to).iter().flat_map(|set| set.standbys.iter().copied()));
    }
    targets
}

/// What a cache leaves of the calls to a store behind it.
struct Shielded {
    left: Interval,
    /// The part of what is left that reads.
    reads: Interval,
    working: Option<Step>,
}

/// One component as a caller.
struct Caller<'a> {
    design: &'a Design,
    conditions: &'a Conditions,
    id: ComponentId,
    /// Its synchronous and asynchronous links.
    links: Vec<LinkId>,
    /// The need that a link serves.
    need_of: BTreeMap<LinkId, &'a Need>,
    /// Of alternatives that share the work, the part that each link gets.
    parts: BTreeMap<LinkId, f64>,
    /// Caches it asks before a store: the store, the hit ratio and how that reads.
    shields: Vec<(ComponentId, Interval)>,
}

impl<'a> Caller<'a> {
    fn new(design: &'a Design, conditions: &'a Conditions, id: ComponentId) -> Self {
        let links: Vec<LinkId> =
            design.links_from(id).filter(|link| design.link(*link).arrow != Arrow::Copy).collect();
        let needs = || design.needs[id.index()].iter();
        let need_of = needs().flat_map(|need| need.links.iter().map(move |link| (*link, need)));
        let parts = needs().filter(|need| need.links.len() > 1);
        let parts = parts.flat_map(|need| pool_parts(design, conditions, need)).collect();
        let need_of = need_of.collect();
        let mut caller =
            Self { design, conditions, id, links, need_of, parts, shields: Vec::new() };
        caller.shields = caller.find_shields();
        caller
    }

    fn edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        for link in &self.links {
            self.push_call(*link, &mut edges);
        }
        for link in self.design.links_from(self.id) {
            let drawn = self.design.link(link);
            if drawn.arrow == Arrow::Copy && self.same_store_kind(drawn.to) {
                edges.push(Edge {
                    from: self.id,
                    to: drawn.to,
                    link: Some(link),
                    factor: Interval::ONE,
                    reads: Interval::ZERO,
                    smooth: false,
                    copies: true,
                    working: Vec::new(),
                });
            }
        }
        edges
    }

    fn same_store_kind(&self, other: ComponentId) -> bool {
        self.design.component(self.id).kind == self.design.component(other).kind
    }

    /// The calls over one link, and those that go elsewhere because of it.
    fn push_call(&self, id: LinkId, edges: &mut Vec<Edge>) {
        let link = self.design.link(id);
        let (mut factor, mut working) = self.calls(id);
        if let Some((reads_part, part_working)) = self.read_path(id) {
            factor = factor * reads_part;
            working.extend(part_working);
        }
        let reads = self.reads(id);
        let fallback = self.fallback(id);
        let to = self.promoted(link.to);
        if self.conditions.is_down(to) {
            if let Some(to) = fallback.filter(|to| !self.is_behind_cache(id, *to)) {
                edges.push(self.edge(to, None, factor, reads, working));
            }
            return;
        }
        if let Some(store) = fallback.filter(|store| self.takes_misses(id, *store)) {
            let hits = self.hit_ratio(link.to);
            let working = working.iter().copied().chain([Step::Misses(hits)]).collect();
            edges.push(self.edge(store, None, factor * hits.complement(), Interval::ONE, working));
        }
        let shielded = self.shielded(link.to, reads);
        working.extend(shielded.working);
        edges.push(self.edge(to, Some(id), factor * shielded.left, shielded.reads, working));
    }

    /// What is called instead of a primary that is down and has a standby that takes over by itself.
    fn promoted(&self, to: ComponentId) -> ComponentId {
        let set = self.design.replica_set(to).filter(|set| set.primary == to);
        let automatic = || self.design.failover(to) == Failover::Auto;
        let Some(set) = set.filter(|_| self.conditions.is_down(to) && automatic()) else {
            return to;
        };
        let alive = |id: &ComponentId| !self.conditions.is_down(*id);
        set.standbys.iter().copied().find(alive).unwrap_or(to)
    }

    fn edge(
        &self,
        to: ComponentId,
        link: Option<LinkId>,
        factor: Interval,
        reads: Interval,
        working: Vec<Step>,
    ) -> Edge {
        let smooth = self.design.component(self.id).kind == Kind::Queue;
        Edge { from: self.id, to, link, factor, reads, smooth, copies: false, working }
    }

    /// `share × calls`, the part of a pool, the misses of a cache or CDN that calls its origin, and
    /// repeated attempts.
    fn calls(&self, id: LinkId) -> (Interval, Vec<Step>) {
        let facts = &self.design.link(id).facts;
        let share = match self.parts.get(&id) {
            Some(1.0) => None,
            Some(part) => Some(Interval::exact(*part)),
            None => ratio(facts, Attr::Share),
        };
        let mut factor = share.unwrap_or(Interval::ONE);
        let mut working: Vec<Step> = share.map(Step::Part).into_iter().collect();
        if let Some(calls) = facts.number(Attr::Calls, Dimension::Factor).map(Interval::from) {
            factor = factor * calls;
            working.push(Step::Times(calls));
        }
        if matches!(self.design.component(self.id).kind, Kind::Cache | Kind::Cdn) {
            let hits = self.hit_ratio(self.id);
            if hits != Interval::ZERO {
                factor = factor * hits.complement();
                working.push(Step::Misses(hits));
            }
        }
        let attempts = self.attempts(facts);
        if attempts != 1.0 {
            factor = factor * attempts;
            working.push(Step::Times(Interval::exact(attempts)));
        }
        (factor, working)
    }

    fn attempts(&self, facts: &Facts) -> f64 {
        if !self.conditions.retrying {
            return 1.0;
        }
        1.0 + facts.number(Attr::Retries, Dimension::Count).map_or(0.0, |retries| retries.high())
    }

    /// The part of the calls that reads when nothing is stated on the link, where reads and writes
    /// go different ways: replicas get the reads, the primary beside them the writes.
    fn read_path(&self, id: LinkId) -> Option<(Interval, Vec<Step>)> {
        let link = self.design.link(id);
        // That a link to a read replica only reads is no more than what it is anyway.
        let only_reads = ratio(&link.facts, Attr::Reads) == Some(Interval::ONE);
        let replica = self.design.is_read_replica(link.to);
        if link.facts.is_stated(Attr::Reads) && !(replica && only_reads) {
            return None;
        }
        let reads = ratio(&self.design.traffic, Attr::Reads)?;
        let set = self.design.replica_set(link.to)?;
        let reaches = |member: ComponentId| {
            self.links.iter().any(|other| self.design.link(*other).to == member)
        };
        if replica {
            let replicas = self.separate_read_paths(&set.standbys);
            let divided = (replicas > 1.0).then_some(Step::Over(replicas));
            let working = [Step::Part(reads)].into_iter().chain(divided).collect();
            return Some((reads / replicas, working));
        }
        let replica_beside =
            set.standbys.iter().any(|id| self.design.is_read_replica(*id) && reaches(*id));
        let writes = reads.complement();
        replica_beside.then(|| (writes, vec![Step::Part(writes)]))
    }

    /// Links to read replicas that are not alternatives of one pool: reads divide over them.
    fn separate_read_paths(&self, standbys: &[ComponentId]) -> f64 {
        let to_replica = |need: &&Need| {
            need.links.iter().any(|link| {
                let to = self.design.link(*link).to;
                standbys.contains(&to) && self.design.is_read_replica(to)
            })
        };
        (self.design.needs[self.id.index()].iter().filter(to_replica).count().max(1)) as f64
    }

    /// The part of a link's calls that only reads.
    ///
    /// Where nobody says, calls to a cache and calls that a cache shields count as reads, all
    /// others as writes, which is the heavier case for a store.
    fn reads(&self, id: LinkId) -> Interval {
        let link = self.design.link(id);
        if let Some(stated) = ratio(&link.facts, Attr::Reads) {
            return stated;
        }
        if self.design.is_read_replica(link.to) {
            return Interval::ONE;
        }
        let primary_beside_replicas = self.read_path(id).is_some();
        if primary_beside_replicas {
            return Interval::ZERO;
        }
        let cached = self.design.component(link.to).kind == Kind::Cache
            || self.shields.iter().any(|(store, _)| self.is_same_data(*store, link.to));
        let unknown = if cached { Interval::ONE } else { Interval::ZERO };
        ratio(&self.design.traffic, Attr::Reads).unwrap_or(unknown)
    }

    fn fallback(&self, id: LinkId) -> Option<ComponentId> {
        match self.need_of.get(&id)?.softness {
            Softness::Fallback(to) => Some(to),
            _ => None,
        }
    }

    /// The fallback of a cache that is not called otherwise gets the cache's misses.
    fn takes_misses(&self, id: LinkId, store: ComponentId) -> bool {
        let cache = self.design.link(id).to;
        self.design.component(cache).kind == Kind::Cache
            && self.design.component(cache).facts.is_stated(Attr::HitRatio)
            && !self.is_drawn(store)
    }

    /// A store that is drawn beside its cache already carries all calls once the cache is gone.
    fn is_behind_cache(&self, id: LinkId, store: ComponentId) -> bool {
        let cache = self.design.link(id).to;
        self.design.component(cache).kind == Kind::Cache && self.is_drawn(store)
    }

    fn is_drawn(&self, to: ComponentId) -> bool {
        self.links.iter().any(|link| self.design.link(*link).to == to)
    }

    /// What a cache in front of `to` leaves of the calls: `1 − reads × hit ratio`. It takes reads
    /// only, so that writes are a larger part of what is left.
    fn shielded(&self, to: ComponentId, reads: Interval) -> Shielded {
        let Some((_, hits)) = self.shields.iter().find(|(store, _)| self.is_same_data(*store, to))
        else {
            return Shielded { left: Interval::ONE, reads, working: None };
        };
        let left = (reads * *hits).complement();
        let part = |reads: f64, hits: f64| match reads * hits < 1.0 {
            true => reads * (1.0 - hits) / (1.0 - reads * hits),
            false => 0.0,
        };
        let misses = Interval { lo: part(reads.lo, hits.hi), hi: part(reads.hi, hits.lo) };
        Shielded { left, reads: misses, working: Some(Step::Shielded { reads, hits: *hits }) }
    }

    fn is_same_data(&self, store: ComponentId, other: ComponentId) -> bool {
        store == other
            || self
                .design
                .replica_set(store)
                .is_some_and(|set| set.primary == other || set.standbys.contains(&other))
    }

    fn find_shields(&self) -> Vec<(ComponentId, Interval)> {
        let mut shields = Vec::new();
        for link in &self.links {
            let cache = self.design.link(*link).to;
            if self.design.component(cache).kind != Kind::Cache {
                continue;
            }
            let hits = self.hit_ratio(cache);
            if hits == Interval::ZERO {
                continue;
            }
            shields.extend(self.stores_behind(*link, cache).into_iter().map(|store| (store, hits)));
        }
        shields
    }

    /// The stores that a cache shields: named by `for`, else its fallback, else the caller's only
    /// database.
    fn stores_behind(&self, link: LinkId, cache: ComponentId) -> Vec<ComponentId> {
        let facts = &self.design.component(cache).facts;
        if let Some(items) = facts.list(Attr::For) {
            let component = |item: &crate::model::Value| match item {
                crate::model::Value::Component(id) => Some(*id),
                _ => None,
            };
            return items.iter().filter_map(component).collect();
        }
        if self.calls_a_store(cache) {
            return Vec::new();
        }
        if let Some(store) = self.fallback(link) {
            return vec![store];
        }
        let mut databases: Vec<ComponentId> = self
            .links
            .iter()
            .map(|link| self.design.link(*link).to)
            .filter(|to| self.design.component(*to).kind == Kind::Db)
            .map(|to| self.design.replica_set(to).map_or(to, |set| set.primary))
            .collect();
        databases.sort();
        databases.dedup();
        if databases.len() == 1 { databases } else { Vec::new() }
    }

    /// The cache fetches what it misses by itself.
    fn calls_a_store(&self, cache: ComponentId) -> bool {
        self.design.links_from(cache).any(|link| {
            let link = self.design.link(link);
            link.arrow == Arrow::Sync && self.design.component(link.to).kind.is_store()
        })
    }

    /// 0 when not stated, when the cache is empty, and when it is down.
    fn hit_ratio(&self, cache: ComponentId) -> Interval {
        if self.conditions.cold[cache.index()] || self.conditions.is_down(cache) {
            return Interval::ZERO;
        }
        ratio(&self.design.component(cache).facts, Attr::HitRatio).unwrap_or(Interval::ZERO)
    }
}

/// The part of the work that each of the alternatives gets: those that are up share it.
fn pool_parts<'a>(
    design: &'a Design,
    conditions: &'a Conditions,
    need: &'a Need,
) -> impl Iterator<Item = (LinkId, f64)> + use<'a> {
    let alive = |link: &LinkId| !conditions.is_down(design.link(*link).to);
    let weights = weights(design, &need.links);
    let total: f64 =
        need.links.iter().zip(&weights).filter(|(l, _)| alive(l)).map(|(_, w)| w).sum();
    let answers = need.need.max(1) as f64;
    need.links.iter().zip(weights).map(move |(link, own)| {
        let part = if total > 0.0 && alive(link) { (own / total * answers).min(1.0) } else { 0.0 };
        (*link, part)
    })
}

/// The weights of a pool's links: stated shares, and what they leave divided over the others.
fn weights(design: &Design, links: &[LinkId]) -> Vec<f64> {
    let stated: Vec<Option<f64>> = links
        .iter()
        .map(|link| ratio(&design.link(*link).facts, Attr::Share).map(|share| share.hi))
        .collect();
    let rest = (1.0 - stated.iter().flatten().sum::<f64>()).max(0.0);
    let unstated = stated.iter().filter(|share| share.is_none()).count().max(1) as f64;
    stated.into_iter().map(|share| share.unwrap_or(rest / unstated)).collect()
}

fn ratio(facts: &Facts, attr: Attr) -> Option<Interval> {
    facts.number(attr, Dimension::Ratio).map(Interval::from)
}
