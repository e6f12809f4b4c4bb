//! Attacks on caches.

use super::Entry;
use super::case::{Case, Lacks, Verdict};
use crate::analysis::Growth;
use crate::analysis::load::Usage;
use crate::model::{Attr, ComponentId, Dimension, Duration, Kind, Place, Scenario};
use crate::post::ground::Ground;
use crate::post::verdicts::CacheReason;
use crate::post::words;
use crate::say::Text;

pub const ENTRIES: &[Entry] = &[
    ("cache-down", down, &["unclustered-cache", "cache-loss-overloads-db"]),
    ("cache-stampede", stampede, &["stampede-prone"]),
    ("cache-cold", cold, &["cache-loss-overloads-db"]),
    ("cache-stale", stale, &["no-expiry"]),
    ("cache-hot-key", hot_key, &[]),
    ("cache-why", why, &["over-engineered"]),
    ("cache-full", full, &["cache-too-small", "no-eviction", "evicts-kept-data", "mixed-roles"]),
    ("stock-lock", lock, &["cache-as-source-of-truth", "ephemeral-data"]),
];

/// The cache and its store, with the load of the store today.
fn shielding(ground: &Ground, (cache, db): (ComponentId, ComponentId)) -> Case {
    let usage = ground.usage(db);
    Case::new(&[cache, db])
        .say("cache", ground.called(cache))
        .say("db", ground.called(db))
        .rps("r0", ground.peak(db))
        .share("u0", usage.map(|usage| usage.utilization.hi))
}

fn down(ground: &Ground) -> Vec<Case> {
    let put = |pair: (ComponentId, ComponentId)| {
        let (cache, db) = pair;
        let gone = ground.without(Place::Component(cache));
        let load = gone.arrival(db)?.peak.hi;
        let stopped = ground.stopped(&gone);
        let case = shielding(ground, pair).rps("r1", Some(load)).hurts(ground, &gone);
        let Some(after) = gone.usage(db) else {
            let need = Some(load);
            return Some(case.rps("need", need).open(Lacks::Capacity, &[Attr::Capacity]));
        };
        let used = after.utilization.hi;
        let over = used > 1.0 + 1e-9;
        let tenfold = Scenario { traffic: 10.0, ..gone.scenario().clone() };
        let tenfold = ground.study.under(&tenfold).usage(db).map(|usage| usage.utilization.hi);
        let growth = Growth::of(ground.study, gone.scenario());
        let bound = growth.reaches(1.0, |it| Some(it.usage(db)?.utilization.hi));
        let copies = ground.design().has_standby(cache) || ground.study.has_copies(cache);
        let back = Some(ground.recovery(cache).time.lasts);
        Some(
            case.share("u1", Some(used))
                .share("u10", tenfold)
                .may("x", bound.and_then(words::reached))
                .lasts("rto", back.filter(|_| copies || !stopped.is_empty()))
                .may("flow", named(ground, &stopped))
                .flag("over", over)
                .flag("sessions", ground.study.keeps_sessions(cache) && !copies)
                .flag("kept", ground.study.keeps_sessions(cache) && copies)
                .flag("stops", !over && !stopped.is_empty())
                .costs(ground, cache)
                .by_load(!stopped.is_empty(), used),
        )
    };
    ground.shields().into_iter().filter_map(put).collect()
}

fn named(ground: &Ground, flows: &[crate::model::FlowId]) -> Option<Text> {
    (!flows.is_empty()).then(|| words::flows(ground.design(), flows))
}

/// What the store carries when the cache is empty.
fn emptied(ground: &Ground, pair: (ComponentId, ComponentId)) -> Option<(Case, Usage)> {
    let situation = ground.cold(pair.0);
    let usage = situation.usage(pair.1)?.clone();
    let case = shielding(ground, pair)
        .rps("r1", Some(usage.peak()))
        .share("u1", Some(usage.utilization.hi))
        .hurts(ground, &situation);
    Some((case, usage))
}

fn hits(ground: &Ground, cache: ComponentId) -> f64 {
    let stated = ground.facts(cache).number(Attr::HitRatio, Dimension::Ratio);
    stated.map_or(0.0, |hits| hits.high())
}

fn stampede(ground: &Ground) -> Vec<Case> {
    let put = |pair: (ComponentId, ComponentId)| {
        let facts = ground.facts(pair.0);
        if !facts.is_on(Attr::Ttl) || hits(ground, pair.0) == 0.0 {
            return None;
        }
        let (case, usage) = emptied(ground, pair)?;
        Some(
            case.flag("coalescing", facts.is_on(Attr::Coalescing))
                .flag("jitter", facts.is_on(Attr::Jitter))
                .by_load(false, usage.utilization.hi),
        )
    };
    ground.shields().into_iter().filter_map(put).collect()
}

fn cold(ground: &Ground) -> Vec<Case> {
    let put = |pair: (ComponentId, ComponentId)| {
        if hits(ground, pair.0) == 0.0 {
            return None;
        }
        let (case, usage) = emptied(ground, pair)?;
        let used = usage.utilization.hi;
        Some(
            case.flag("prewarm", ground.facts(pair.0).is_on(Attr::Prewarm))
                .share("admit", Some((1.0 / used).min(1.0)))
                .by_load(false, used),
        )
    };
    ground.shields().into_iter().filter_map(put).collect()
}

fn stale(ground: &Ground) -> Vec<Case> {
    let put = |pair: (ComponentId, ComponentId)| {
        let (cache, db) = pair;
        let facts = ground.facts(cache);
        let ttl = facts.longest(Attr::Ttl);
        let written = facts.word(Attr::Strategy) == Some("write-through");
        let direct = ground.study.callers(db).iter().any(|from| *from != cache);
        let case = Case::new(&[cache])
            .say("cache", ground.called(cache))
            .say("db", ground.called(db))
            .lasts("ttl", ttl)
            .may("w", ground.peak_writes(db).map(words::count))
            .flag("written", written)
            .flag("direct", direct);
        match (ttl, written, facts.is_off(Attr::Ttl)) {
            (Some(_), ..) | (_, true, _) => Some(case),
            (.., true) => Some(case.verdict(Verdict::Falls)),
            _ => Some(case.open(Lacks::Mechanism, &[Attr::Ttl])),
        }
    };
    ground.shields().into_iter().filter_map(put).collect()
}

fn hot_key(ground: &Ground) -> Vec<Case> {
    let put = |(cache, _): (ComponentId, ComponentId)| {
        let facts = ground.facts(cache);
        let is_cluster = facts.is_stated(Attr::Shards) || facts.word(Attr::Mode) == Some("cluster");
        let usage = ground.usage(cache).filter(|_| is_cluster)?;
        let reads = usage.peak() - usage.peak_writes();
        let (each, used) = (usage.capacity_each, reads / usage.capacity_each);
        let shown = if used > 1.0 { 1.0 / used } else { used };
        Some(
            Case::new(&[cache])
                .say("cache", ground.called(cache))
                .rps("rd", Some(reads))
                .rps("cap1", Some(each))
                .share("smax", Some(shown))
                .falls_if(used > 1.0),
        )
    };
    ground.shields().into_iter().filter_map(put).collect()
}

fn why(ground: &Ground) -> Vec<Case> {
    let put = |pair: (ComponentId, ComponentId)| {
        let (case, _) = emptied(ground, pair)?;
        let (cache, reason) = (pair.0, CacheReason::of(ground, pair.0, pair.1)?);
        let cost = ground.cost_of(cache).map(|(cost, currency)| ground.money(cost, currency));
        let speed = reason.faster.filter(|_| !reason.load);
        let other = !reason.load && speed.is_none();
        let roles = reason.kept.clone().filter(|_| other);
        let note = ground.note(cache).map(words::quoted);
        let case = case
            .lasts("l0", speed.map(|it| it.0))
            .lasts("l1", speed.map(|it| it.1))
            .may("cost", cost)
            .flag("load", reason.load)
            .flag("speed", speed.is_some())
            .may("note", note.filter(|_| other && roles.is_none()));
        Some(case.may("roles", roles).falls_if(!reason.is_good()))
    };
    ground.shields().into_iter().filter_map(put).collect()
}

/// The mean response of the journey that uses the cache most, with the cache and with it empty.
pub fn latencies(
    ground: &Ground,
    cache: ComponentId,
) -> Option<(Option<Duration>, Option<Duration>)> {
    let flow =
        ground.design().flow_ids().find(|id| ground.study.components_of(*id).contains(&cache))?;
    let mean =
        |situation: &crate::analysis::Situation| situation.fares_after()[flow.index()].latency;
    let empty = ground.cold(cache);
    Some((mean(ground.study.ordinary()), mean(&empty)))
}

/// What is kept there that must not be lost.
pub fn roles(ground: &Ground, cache: ComponentId) -> Option<Text> {
    let word = |role: &&str| match *role {
        "session" => Some(Text::new("세션", "sessions")),
        "lock" => Some(Text::new("락", "locks")),
        "queue" => Some(Text::new("대기열", "queues")),
        "data" => Some(Text::new("원본 데이터", "data of record")),
        _ => None,
    };
    let kept: Vec<Text> = ground.study.kept_uses(cache).iter().filter_map(word).collect();
    (!kept.is_empty()).then(|| Text::join(&kept, ", "))
}

fn full(ground: &Ground) -> Vec<Case> {
    let put = |cache: ComponentId| {
        let facts = ground.facts(cache);
        let bytes = |attr| facts.number(attr, Dimension::Bytes).map(|it| it.high());
        let used = bytes(Attr::WorkingSet).zip(bytes(Attr::Memory)).map(|(set, all)| set / all);
        let policy = facts.word(Attr::Eviction);
        let kept = roles(ground, cache);
        if used.is_none() && policy.is_none() && !facts.is_off(Attr::Eviction) {
            let asks = facts.is_stated(Attr::Memory) || kept.is_some();
            let case = Case::new(&[cache]).say("cache", ground.called(cache));
            return asks.then(|| case.open(Lacks::Mechanism, &[Attr::WorkingSet, Attr::Eviction]));
        }
        let takes_all = policy.is_some_and(|it| !it.starts_with("volatile") && it != "noeviction");
        let is_full = used.is_some_and(|used| used > 1.0);
        let mixed = kept.is_some() && takes_all && ground.study.is_cache_too(cache);
        let unset = policy == Some("noeviction") && kept.is_none() || facts.is_off(Attr::Eviction);
        let hit = facts.number(Attr::HitRatio, Dimension::Ratio).map(|it| it.high());
        Some(
            Case::new(&[cache])
                .say("cache", ground.called(cache))
                .share("m", used)
                .share("hit", hit)
                .may("eviction", policy.map(Text::same))
                .flag("evicts", policy.is_some_and(|it| it != "noeviction"))
                .flag("only", kept.is_none())
                .may("roles", kept)
                .flag("full", is_full)
                .flag("mixed", mixed)
                .flag("unset", unset)
                .falls_if(is_full || mixed || unset),
        )
    };
    ground.of_kinds(&[Kind::Cache]).into_iter().filter_map(put).collect()
}

fn lock(ground: &Ground) -> Vec<Case> {
    let put = |cache: ComponentId| {
        let uses = ground.study.kept_uses(cache);
        let watched = uses.iter().any(|it| matches!(*it, "lock" | "data" | "queue"));
        let back = ground.facts(cache).word(Attr::Strategy) == Some("write-back");
        let roles = roles(ground, cache).filter(|_| watched || back)?;
        let flow = ground.study.flow_of(cache)?;
        let components = ground.study.components_of(flow);
        let db = components.iter().copied().find(|id| ground.study.kind(*id) == Kind::Db);
        let loss = ground.recovery(cache).loss.as_ref().map(|span| span.lasts);
        Some(
            Case::new(&[cache])
                .say("cache", ground.called(cache))
                .say("roles", roles)
                .say("flow", words::flow(ground.design(), flow))
                .may("db", db.map(|db| ground.called(db)))
                .lasts("rpo", loss)
                .may("note", ground.note(cache).map(words::quoted))
                .costs(ground, cache)
                .falls_if(db.is_none() || back),
        )
    };
    ground.of_kinds(&[Kind::Cache]).into_iter().filter_map(put).collect()
}
