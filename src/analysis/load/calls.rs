//! What one request at a component turns into at others: shares, calls, pools, caches, read and
//! write paths, fallbacks.

use super::Conditions;
use super::journeys::Journey;
use super::pair::Effect;
use super::reading::End;
use super::shields::Shields;
use super::topics::whole;
use super::weights::Weights;
use super::working::Step;
use crate::model::{Attr, ComponentId, Design, Failover, Kind, LinkId, Need, Softness};
use crate::syntax::ast::Arrow;
use std::collections::{BTreeMap, BTreeSet};

/// A way for requests, with what one at the caller causes there when each call is tried once.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub to: ComponentId,
    /// The drawn link; a fallback that is not drawn itself has none.
    pub link: Option<LinkId>,
    pub effect: Effect,
    pub is_message: bool,
    /// Repeated attempts, and whose failures cause them, each with its weight.
    pub retries: u32,
    pub tried: Vec<(ComponentId, f64)>,
    pub working: Vec<Step>,
}

/// A call that its caller can't do without.
#[derive(Clone, Debug)]
pub(super) struct Must {
    /// What tells it from the caller's other calls in all journeys.
    pub first: LinkId,
    /// The part of the caller's reads and of its writes that make it.
    pub part: [f64; 2],
    pub retries: u32,
    pub tried: Vec<(ComponentId, f64)>,
    /// What is turned to when it fails.
    pub fallback: Option<ComponentId>,
}

/// Everything that one component calls.
#[derive(Clone, Debug, Default)]
pub(super) struct Calls {
    pub calls: Vec<Call>,
    pub musts: Vec<Must>,
}

/// What calls are read from.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub design: &'a Design,
    pub end: End,
    pub conditions: &'a Conditions,
    pub shields: &'a Shields,
}

/// Where load from a component may go under any conditions.
pub(super) fn possible_targets(design: &Design, id: ComponentId) -> Vec<ComponentId> {
    let fallback = |need: &Need| match need.softness {
        Softness::Fallback(to) => Some(to),
        _ => None,
    };
    let mut targets: Vec<ComponentId> =
        design.needs[id.index()].iter().filter_map(fallback).collect();
    let calls = design.links_from(id).map(|link| design.link(link));
    for link in calls.filter(|link| link.arrow != Arrow::Copy) {
        targets.extend([link.to, whole(design, link.to)]);
        let set = design.replica_set(whole(design, link.to));
        targets.extend(set.iter().flat_map(|set| set.standbys.iter().copied()));
    }
    let twins = targets.iter().filter_map(|id| Some(design.twin(*id)?.1)).collect::<Vec<_>>();
    targets.extend(twins);
    targets
}

/// Links that share the requests of their caller, or one link alone.
#[derive(Clone, Debug)]
struct Group {
    /// Those that the journey takes, and all of them.
    links: Vec<LinkId>,
    all: Vec<LinkId>,
    need: usize,
    softness: Softness,
}

/// One link, with what it carries.
#[derive(Clone, Debug)]
struct Arm {
    link: LinkId,
    /// After a failover, the standby.
    to: ComponentId,
    /// The part of the requests that make the call.
    part: f64,
    calls: f64,
    effect: Effect,
    asks: [f64; 2],
    group: usize,
    working: Vec<Step>,
}

/// One component as a caller in one journey.
struct Caller<'a> {
    on: Ground<'a>,
    id: ComponentId,
    links: Vec<LinkId>,
    groups: Vec<Group>,
}

impl<'a> Ground<'a> {
    /// The calls of a component over these links; `joined` are links that share requests beyond
    /// what the needs say.
    pub fn calls(self, id: ComponentId, mut links: Vec<LinkId>, joined: &[Vec<LinkId>]) -> Calls {
        links.retain(|link| !self.design.rests(*link, &self.conditions.taken_over));
        let groups = self.groups(id, &links, joined);
        let caller = Caller { on: self, id, links, groups };
        let mut arms = caller.arms();
        caller.read_from_replicas(&mut arms);
        caller.finish(arms)
    }

    fn groups(self, id: ComponentId, links: &[LinkId], joined: &[Vec<LinkId>]) -> Vec<Group> {
        let needs = &self.design.needs[id.index()];
        let rests = |link: &LinkId| self.design.rests(*link, &self.conditions.taken_over);
        let wanted: BTreeSet<LinkId> = links.iter().copied().collect();
        let group = |all: &[LinkId], need: usize, softness: Softness| {
            let taken = all.iter().copied().filter(|link| wanted.contains(link)).collect();
            let all = all.iter().copied().filter(|link| !rests(link)).collect();
            Group { links: taken, all, need, softness }
        };
        // By link the first need that has it.
        let mut need_of = BTreeMap::new();
        for (at, need) in needs.iter().enumerate() {
            need.links.iter().for_each(|link| _ = need_of.entry(*link).or_insert(at));
        }
        let softness = |all: &[LinkId]| {
            let need = all.iter().filter_map(|link| need_of.get(link)).min();
            need.map_or(Softness::Optional, |at| needs[*at].softness.clone())
        };
        let shared = joined.iter().chain(self.design.sharing[id.index()].iter());
        let mut groups: Vec<Group> = shared.map(|all| group(all, 1, softness(all))).collect();
        let pools = needs.iter().filter(|need| need.links.len() > 1);
        groups.extend(pools.map(|need| group(&need.links, need.need, need.softness.clone())));
        let mut placed = BTreeSet::new();
        for group in &mut groups {
            group.links.retain(|link| placed.insert(*link));
        }
        groups.retain(|group| !group.links.is_empty());
        for link in links.iter().filter(|link| !placed.contains(link)) {
            groups.push(group(&[*link], 1, softness(&[*link])));
        }
        groups
    }

    pub fn is_down(self, id: ComponentId) -> bool {
        self.conditions.is_down(id)
    }

    /// 0 when not stated, when the cache is empty, and when it is down.
    pub fn hits(self, cache: ComponentId) -> f64 {
        if self.conditions.cold[cache.index()] || self.is_down(cache) {
            return 0.0;
        }
        self.end.hits(&self.design.component(cache).facts).unwrap_or(0.0)
    }

    /// What is called instead of a primary that is down and has a standby that takes over by itself,
    /// and of what stood in a site that another one has taken over from.
    fn promoted(self, to: ComponentId) -> ComponentId {
        let carrier = whole(self.design, to);
        let acting = self.design.in_place_of(carrier, &self.conditions.taken_over);
        let to = if acting == carrier { to } else { acting };
        let set = self.design.replica_set(acting).filter(|set| set.primary == acting);
        let automatic = || self.design.failover(acting) == Failover::Auto;
        let Some(set) = set.filter(|_| self.is_down(acting) && automatic()) else { return to };
        set.standbys.iter().copied().find(|id| !self.is_down(*id)).unwrap_or(to)
    }
}

impl Caller<'_> {
    fn arms(&self) -> Vec<Arm> {
        let mut arms = Vec::new();
        for (at, group) in self.groups.iter().enumerate() {
            let to: Vec<ComponentId> = (group.links.iter())
                .map(|link| self.on.promoted(self.on.design.link(*link).to))
                .collect();
            let parts = self.parts(group, &to);
            for ((link, to), part) in group.links.iter().zip(to).zip(parts) {
                let facts = &self.on.design.link(*link).facts;
                let calls = self.on.end.calls(facts).unwrap_or(1.0);
                let (effect, asks, working) = (Effect::NONE, [0.0; 2], Vec::new());
                arms.push(Arm { link: *link, to, part, calls, effect, asks, group: at, working });
            }
        }
        let is_of_cache = |at: &usize| self.is_cache(self.on.design.link(arms[*at].link).to);
        let caches: Vec<usize> = (0..arms.len()).filter(is_of_cache).collect();
        for at in 0..arms.len() {
            self.weigh(&mut arms, at, &caches);
        }
        arms
    }

    /// The part of the requests that makes each call.
    fn parts(&self, group: &Group, to: &[ComponentId]) -> Vec<f64> {
        if let [link] = group.all[..] {
            return vec![self.on.end.share(&self.on.design.link(link).facts).unwrap_or(1.0)];
        }
        let weights = Weights::of(self.on.design, self.on.end, &group.all);
        let own = |link: &LinkId| {
            let at = group.all.iter().position(|other| other == link);
            at.map_or(0.0, |at| weights.own[at])
        };
        let taken =
            Weights { calling: weights.calling, own: group.links.iter().map(own).collect() };
        let is_up: Vec<bool> = to.iter().map(|to| !self.on.is_down(*to)).collect();
        taken.parts(group.need.clamp(1, group.links.len()), &is_up)
    }

    /// Hits first, then `share` × `calls`, then the mix that the connection states. `caches` are the
    /// places of the arms that lead to one.
    fn weigh(&self, arms: &mut [Arm], at: usize, caches: &[usize]) {
        let (link, part, calls) = (arms[at].link, arms[at].part, arms[at].calls);
        let drawn = self.on.design.link(link);
        let mut working = Vec::new();
        if (part - 1.0).abs() > 1e-12 {
            working.push(Step::Part(part));
        }
        if calls != 1.0 {
            working.push(Step::Times(calls));
        }
        let mut reads = 1.0;
        if matches!(self.on.design.component(self.id).kind, Kind::Cache | Kind::Cdn) {
            let hits = self.on.hits(self.id);
            if hits != 0.0 {
                reads *= 1.0 - hits;
                working.push(Step::Hits(hits));
            }
        }
        let mix = self.on.end.reads(&drawn.facts);
        if mix.is_none() && self.reads_through(arms, caches, drawn.to) {
            reads = 0.0;
            working.push(Step::WithoutReads(1.0));
        }
        for hits in self.shielding(arms, at, caches) {
            reads *= 1.0 - hits;
            working.push(Step::Hits(hits));
        }
        let effect = Effect::scaled(part * calls * reads, part * calls);
        arms[at].effect = mix.map_or(effect, |mix| effect.mixed(mix));
        arms[at].asks = [part * reads, part];
        arms[at].working = working;
    }

    /// Calls a cache, which is up, that fetches from that store by itself.
    fn reads_through(&self, arms: &[Arm], caches: &[usize], store: ComponentId) -> bool {
        caches.iter().map(|at| &arms[*at]).any(|arm| {
            let cache = self.on.design.link(arm.link).to;
            !self.on.is_down(cache)
                && arm.part > 0.0
                && self.on.shields.is_through(self.on.design, cache, store)
        })
    }

    /// The part of the reads that each cache beside the store takes off this link.
    fn shielding(&self, arms: &[Arm], at: usize, caches: &[usize]) -> Vec<f64> {
        let store = self.on.design.link(arms[at].link).to;
        let (part, calls) = (arms[at].part, arms[at].calls);
        let hits = |arm: &Arm| {
            let cache = self.on.design.link(arm.link).to;
            let asked = self.on.design.link(arm.link).arrow == Arrow::Sync;
            let hits = if asked { self.on.hits(cache) } else { 0.0 };
            let shields = hits > 0.0 && part > 0.0 && calls > 0.0;
            (shields && self.on.shields.is_beside(self.on.design, cache, store))
                .then(|| hits * (arm.part.min(part) / part) * (arm.calls.min(calls) / calls))
        };
        let caches = || caches.iter().map(|at| &arms[*at]);
        let hits: Vec<f64> = caches().filter_map(hits).collect();
        // The members of one pool of caches each have their part of the reads.
        let sum = hits.iter().sum::<f64>();
        let pooled = hits.len() > 1 && self.are_alternatives(caches(), store);
        if pooled { vec![sum.min(1.0)] } else { hits }
    }

    fn are_alternatives<'m>(
        &self,
        caches: impl Iterator<Item = &'m Arm>,
        store: ComponentId,
    ) -> bool {
        let mut groups = caches.filter(|arm| {
            let cache = self.on.design.link(arm.link).to;
            self.on.shields.is_beside(self.on.design, cache, store)
        });
        let first = groups.next().map(|arm| arm.group);
        groups.all(|arm| Some(arm.group) == first)
    }

    fn is_cache(&self, id: ComponentId) -> bool {
        self.on.design.component(id).kind == Kind::Cache
    }

    /// Who reaches a primary and its read replicas makes the calls that the connection to the
    /// primary states, and its reads go to the replicas; who reaches a replica alone sends its
    /// reads.
    fn read_from_replicas(&self, arms: &mut [Arm]) {
        for primary in 0..arms.len() {
            let at = whole(self.on.design, self.on.design.link(arms[primary].link).to);
            let set = self.on.design.replica_set(at).filter(|set| set.primary == at);
            let Some(set) = set else { continue };
            let replicas: Vec<usize> = (0..arms.len())
                .filter(|other| {
                    let to = self.on.design.link(arms[*other].link).to;
                    set.standbys.contains(&to) && self.on.design.is_read_replica(to)
                })
                .collect();
            if !replicas.is_empty() {
                self.divide_reads(arms, primary, &replicas);
            }
        }
        for arm in arms.iter_mut().filter(|arm| !arm.working.contains(&Step::Reads(1.0))) {
            let to = self.on.design.link(arm.link).to;
            let reached = |set: &crate::model::ReplicaSet| {
                set.primary != to
                    && !self.links.iter().any(|l| self.on.design.link(*l).to == set.primary)
            };
            if self.on.design.is_read_replica(to)
                && self.on.design.replica_set(to).is_none_or(reached)
            {
                arm.effect = arm.effect.parts(1.0, 0.0);
                arm.asks[1] = 0.0;
                if self.on.end.reads(&self.on.design.link(arm.link).facts).is_none() {
                    arm.working.push(Step::Reads(1.0));
                }
            }
        }
    }

    fn divide_reads(&self, arms: &mut [Arm], primary: usize, replicas: &[usize]) {
        let share = |at: &usize| self.on.end.share(&self.on.design.link(arms[*at].link).facts);
        let stated: f64 = replicas.iter().filter_map(share).sum();
        let unstated = replicas.iter().filter(|at| share(at).is_none()).count().max(1) as f64;
        let rest = (1.0 - stated).max(0.0) / unstated;
        let own: Vec<f64> = replicas.iter().map(|at| share(at).unwrap_or(rest)).collect();
        let all = own.iter().sum::<f64>().min(1.0);
        let is_up = |at: usize| !self.on.is_down(arms[at].to);
        let up: f64 = replicas.iter().zip(&own).filter(|(at, _)| is_up(**at)).map(|(_, o)| o).sum();
        let base = arms[primary].clone();
        let parts: Vec<f64> = (replicas.iter().zip(&own))
            .map(|(at, own)| if up > 0.0 && is_up(*at) { own / up * all } else { 0.0 })
            .collect();
        for (at, part) in replicas.iter().zip(&parts) {
            let step = if (part - 1.0).abs() < 1e-12 { 1.0 } else { *part };
            let working = base.working.iter().copied().chain([Step::Reads(step)]).collect();
            let asks = [base.asks[0] * part, 0.0];
            arms[*at].effect = base.effect.parts(*part, 0.0);
            (arms[*at].asks, arms[*at].working) = (asks, working);
        }
        let read = if up > 0.0 { all } else { 0.0 };
        let it = &mut arms[primary];
        it.effect = base.effect.parts(1.0 - read, 1.0);
        it.asks[0] *= 1.0 - read;
        if read > 0.0 {
            it.working.push(Step::WithoutReads(read));
        }
    }

    fn finish(&self, arms: Vec<Arm>) -> Calls {
        let mut calls = Calls::default();
        // The arms stand in the order of their groups.
        let by_group = arms.chunk_by(|arm, next| arm.group == next.group);
        for (group, arms) in self.groups.iter().zip(by_group) {
            let own = || arms.iter();
            let up: Vec<(ComponentId, f64)> = (own())
                .filter(|arm| arm.part > 0.0 && !self.on.is_down(arm.to))
                .map(|arm| (arm.to, arm.part))
                .collect();
            let members = || own().map(|arm| (arm.to, arm.part)).collect::<Vec<_>>();
            let tried = if up.is_empty() { members() } else { up };
            for arm in own() {
                calls.calls.push(self.call(arm, &tried));
            }
            if let Some(must) = self.must(group, own(), &tried) {
                calls.musts.push(must);
            }
            if let Softness::Fallback(to) = group.softness {
                let own: Vec<&Arm> = own().collect();
                calls.calls.extend(self.turn_to(to, &own));
            }
        }
        calls
    }

    fn call(&self, arm: &Arm, tried: &[(ComponentId, f64)]) -> Call {
        let link = self.on.design.link(arm.link);
        let is_message = link.arrow == Arrow::Async;
        let retries = if is_message { 0 } else { self.on.end.retries(&link.facts) };
        let tried = if retries > 0 { tried.to_vec() } else { Vec::new() };
        let (to, link, effect) = (arm.to, Some(arm.link), arm.effect);
        Call { to, link, effect, is_message, retries, tried, working: arm.working.clone() }
    }

    fn must<'m>(
        &self,
        group: &Group,
        arms: impl Iterator<Item = &'m Arm>,
        tried: &[(ComponentId, f64)],
    ) -> Option<Must> {
        let first = *group.all.first()?;
        let link = self.on.design.link(*group.links.first()?);
        let fallback = match group.softness {
            Softness::Optional => return None,
            Softness::Fallback(to) => Some(to),
            Softness::Hard => None,
        };
        if link.arrow != Arrow::Sync {
            return None;
        }
        let part = arms.fold([0.0_f64; 2], |sum, arm| [sum[0] + arm.asks[0], sum[1] + arm.asks[1]]);
        let retries = self.on.end.retries(&link.facts);
        let part = part.map(|part| part.min(1.0));
        Some(Must { first, part, retries, tried: tried.to_vec(), fallback })
    }

    /// What a fallback carries: nothing while its target is up, unless it is the way of the misses;
    /// then what was meant for the target.
    fn turn_to(&self, to: ComponentId, arms: &[&Arm]) -> Option<Call> {
        let first = arms.first()?;
        let target = self.on.design.link(first.link).to;
        let shields = self.is_cache(target)
            && (self.on.shields.is_beside(self.on.design, target, to)
                || self.on.shields.is_through(self.on.design, target, to));
        let drawn = self.on.design.links_from(self.id).find(|link| {
            self.on.design.link(*link).to == to && self.on.design.link(*link).arrow == Arrow::Sync
        });
        let is_down = arms.iter().all(|arm| self.on.is_down(arm.to));
        let effect = arms.iter().fold(Effect::NONE, |sum, arm| sum.plus(arm.effect));
        let mut working = first.working.clone();
        let effect = match (is_down, shields) {
            (_, true) if drawn.is_some() => return None,
            (true, _) => effect,
            (false, true) if self.takes_misses(target, to) => {
                let hits = self.on.hits(target);
                working.push(Step::Hits(hits));
                effect.parts(1.0 - hits, 1.0)
            }
            (false, _) => return None,
        };
        let retries = drawn.map_or(0, |link| self.on.end.retries(&self.on.design.link(link).facts));
        let tried = if retries > 0 { vec![(to, 1.0)] } else { Vec::new() };
        let to = self.on.promoted(to);
        Some(Call { to, link: drawn, effect, is_message: false, retries, tried, working })
    }

    fn takes_misses(&self, cache: ComponentId, store: ComponentId) -> bool {
        let facts = &self.on.design.component(cache).facts;
        facts.is_stated(Attr::HitRatio) && self.on.shields.is_beside(self.on.design, cache, store)
    }
}

/// The links that a component calls over in a journey. A `dns` only tells where to go: it leads to
/// what the user does not call itself.
pub(super) fn taken(design: &Design, journey: Option<&Journey>, id: ComponentId) -> Vec<LinkId> {
    let takes = |link: &LinkId| match journey {
        Some(journey) => journey.takes(design, *link),
        None => design.link(*link).arrow != Arrow::Copy,
    };
    let own: Vec<LinkId> = design.links_from(id).filter(takes).collect();
    let Some(journey) = journey.filter(|_| design.component(id).kind == Kind::Dns) else {
        return own;
    };
    let called: Vec<ComponentId> = (design.links_from(journey.user))
        .filter(|link| journey.takes(design, *link))
        .map(|link| design.link(link).to)
        .collect();
    own.into_iter().filter(|link| !called.contains(&design.link(*link).to)).collect()
}
