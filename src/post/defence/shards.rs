//! Attacks on how a database is split up, or is not.

use super::Entry;
use super::case::{Case, Lacks};
use crate::analysis::Situation;
use crate::model::{Attr, ComponentId, Dimension, Kind};
use crate::post::ground::Ground;
use crate::post::words;
use crate::say::{Text, number};

pub const ENTRIES: &[Entry] = &[
    ("no-shard", none, &["write-bottleneck"]),
    ("shard-hot", hot, &["hot-shard", "shard-without-key"]),
    ("shard-join", join, &["cross-shard-join"]),
    ("reshard", reshard, &[]),
];

fn shards(ground: &Ground, db: ComponentId) -> Option<u32> {
    let stated = ground.facts(db).number(Attr::Shards, Dimension::Count)?;
    Some(stated.high_count().min(10_000) as u32).filter(|count| *count > 1)
}

fn split(ground: &Ground) -> Vec<(ComponentId, u32)> {
    let all = ground.primaries().into_iter();
    all.filter_map(|db| Some((db, shards(ground, db)?))).collect()
}

/// What is written into it in a situation, in requests per second.
pub fn writes_in(situation: &Situation, db: ComponentId) -> Option<f64> {
    Some(situation.before().spread.as_ref()?.at(db).peak_writes.hi)
}

fn none(ground: &Ground) -> Vec<Case> {
    let growth = ground.growth();
    let put = |db: ComponentId| {
        let whole = ground.of_kinds(&[Kind::Db]).contains(&db) && shards(ground, db).is_none();
        let writes = ground.peak_writes(db).filter(|_| whole)?;
        let case = Case::new(&[db]).say("db", ground.called(db)).rps("w", Some(writes));
        let Some(usage) = ground.usage(db) else {
            return Some(case.rps("r1", Some(writes)).open(Lacks::Capacity, &[Attr::Capacity]));
        };
        let (limit, all) = (usage.writes_each(), usage.utilization.hi);
        let used = writes / limit;
        let all = if usage.divides() { 0.0 } else { all };
        let written = growth.reaches(limit, |it| writes_in(it, db));
        let full = growth.fills(db).filter(|_| all > 0.0);
        let factor = written.map(|it| full.map_or(it, |full| full.min(it)));
        Some(
            case.rps("wcap", Some(limit))
                .share("u", Some(used))
                .may("x", factor.and_then(words::reached))
                .by_load(false, used),
        )
    };
    ground.primaries().into_iter().filter_map(put).collect()
}

fn hot(ground: &Ground) -> Vec<Case> {
    let put = |(db, count): (ComponentId, u32)| {
        let usage = ground.usage(db)?;
        let key = ground.facts(db).text(Attr::ShardKey).map(Text::same);
        Some(
            Case::new(&[db])
                .say("db", ground.called(db))
                .may("key", key)
                .count("k", count)
                .share("u0", Some(usage.mean))
                .share("u1", Some(usage.utilization.hi))
                .say("smax", number::margin(1.0 / usage.mean))
                .by_load(false, usage.utilization.hi),
        )
    };
    split(ground).into_iter().filter_map(put).collect()
}

fn join(ground: &Ground) -> Vec<Case> {
    let put = |(db, _): (ComponentId, u32)| {
        let (design, flow) = (ground.design(), ground.study.flow_of(db)?);
        let several = ground.study.links_to(db).find_map(|link| {
            let calls = design.link(link).facts.number(Attr::Calls, Dimension::Factor)?;
            (calls.high() > 1.0).then(|| calls.high())
        });
        let search = ground.of_kinds(&[Kind::Search]).into_iter().next();
        Some(
            Case::new(&[db])
                .say("flow", words::flow(design, flow))
                .may("k", several.map(words::count))
                .flag("elsewhere", search.is_some())
                .may("store", search.map(|id| ground.called(id)))
                .falls_if(several.is_some()),
        )
    };
    split(ground).into_iter().filter_map(put).collect()
}

fn reshard(ground: &Ground) -> Vec<Case> {
    let put = |(db, count): (ComponentId, u32)| {
        let usage = ground.usage(db)?;
        let size = ground.facts(db).number(Attr::Size, Dimension::Bytes);
        let moved = f64::from(count) / f64::from(count + 1);
        Some(
            Case::new(&[db])
                .say("db", ground.called(db))
                .count("k", count)
                .count("k1", count + 1)
                .say("moved", number::share(moved))
                .share("u1", Some(usage.utilization.hi))
                .may("gb", size.map(|size| words::bytes(size.high())))
                .by_load(false, usage.utilization.hi),
        )
    };
    split(ground).into_iter().filter_map(put).collect()
}
