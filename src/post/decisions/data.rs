//! The judgements about databases: copies that stand by, copies that read, shards, backups.

use super::{Form, Made, before, flag, lasting, put};
use crate::analysis::load::TARGET_UTILIZATION;
use crate::analysis::recovery::{Disruption, LOG_SHIPPING};
use crate::analysis::{Disk, Situation, Study};
use crate::model::{Attr, ComponentId, Dimension, Duration};
use crate::post::defence::writes_in;
use crate::post::fill::Tokens;
use crate::post::ground::Ground;
use crate::post::verdicts::{Standby, Undo};
use crate::post::words;
use crate::say::{Text, number};

pub fn replication(ground: &Ground) -> Vec<Made> {
    let made = |db: ComponentId| {
        ground.recovery_from(db, Disruption::Instance)?;
        let recovery = ground.recovery(db);
        let (standby, copies) = (Standby::of(ground, db), has_copies(ground, db));
        let (rto, goal) = (recovery.time.lasts, ground.goal(db, Attr::Rto));
        let mut tokens = Tokens::default();
        tokens.put("db", ground.called(db));
        put(&mut tokens, "rto1", lasting(rto));
        flag(&mut tokens, "guess", !copies && ground.guesses_backup(db));
        let loss = recovery.loss.as_ref().map(|span| span.lasts);
        put(&mut tokens, "rpo1", loss.filter(|loss| *loss > Duration::ZERO).and_then(lasting));
        flag(&mut tokens, "safe", loss == Some(Duration::ZERO));
        put(&mut tokens, "goal", goal.and_then(lasting));
        let was = before(ground, db).map(|(base, old, _)| {
            let here = Ground { study: base, base: None, findings: &[] };
            (Standby::of(&here, old), base.design().has_standby(old), base.recovery(old).time.lasts)
        });
        put(&mut tokens, "rto0", was.and_then(|(.., rto)| lasting(rto)));
        let by_hand = was.is_some_and(|(was, had, _)| had && was == Standby::Manual);
        flag(&mut tokens, "had", by_hand);
        let changed = copies && (by_hand || was.is_some_and(|(_, had, _)| !had));
        let lost =
            if changed { was.is_some_and(|(.., rto)| rto.is_endless()) } else { rto.is_endless() };
        flag(&mut tokens, "lost", lost);
        flag(&mut tokens, "manual", standby == Standby::Manual);
        flag(&mut tokens, "late", standby == Standby::Late);
        flag(&mut tokens, "weak", standby == Standby::Weak);
        put(&mut tokens, "u1", ground.after_primary(db).map(words::share));
        flag(&mut tokens, "unstated", standby == Standby::Unstated);
        let form = match standby {
            Standby::Restored => Form::Not,
            _ => Form::of(standby.is_bad(), changed),
        };
        Some(Made::of("replication", db, form, tokens))
    };
    ground.primaries().into_iter().filter_map(made).collect()
}

fn has_copies(ground: &Ground, db: ComponentId) -> bool {
    ground.design().has_standby(db) || ground.study.has_copies(db)
}

pub fn reads(ground: &Ground) -> Vec<Made> {
    let made = |db: ComponentId| {
        let (usage, writes) = (ground.usage(db)?, ground.peak_writes(db)?);
        let drawn = drawn_replicas(ground, db);
        // What replicas that are drawn take off is asked of the whole, too.
        let taken: f64 = drawn.iter().filter_map(|id| ground.peak(*id)).sum();
        let reads = (usage.peak() - writes).max(0.0) + taken;
        let alone = (reads + writes) / usage.shards / usage.writes_each();
        let has = reads_copies(ground.study, db) || !drawn.is_empty();
        let mut tokens = Tokens::default();
        tokens.put("db", ground.called(db));
        tokens.put("rd", words::rps(reads));
        tokens.put("w", words::rps(writes));
        tokens.put("all", words::share(alone));
        let busiest = drawn.iter().filter_map(|id| ground.usage(*id)).map(|it| it.utilization.hi);
        tokens.put("u", words::share(busiest.fold(usage.utilization.hi, f64::max)));
        let load = |it: &Situation| {
            let spread = it.before().spread.as_ref()?;
            Some([db].iter().chain(&drawn).map(|id| spread.at(*id).peak.hi).sum())
        };
        let bound = (reads + writes) * TARGET_UTILIZATION / alone;
        let again = ground.growth().reaches(bound, load).and_then(words::reached);
        flag(&mut tokens, "never", again.is_none());
        put(&mut tokens, "x", again);
        flag(&mut tokens, "need", alone > TARGET_UTILIZATION);
        flag(&mut tokens, "copies", drawn.is_empty());
        let had = before(ground, db).is_some_and(|(base, old, _)| {
            let here = Ground { study: base, base: None, findings: &[] };
            reads_copies(base, old) || !drawn_replicas(&here, old).is_empty()
        });
        let form = match (has, alone > TARGET_UTILIZATION) {
            (true, _) if ground.base.is_some() && !had => Form::Changed,
            (true, _) => Form::Kept,
            (false, true) => Form::Plan,
            (false, false) => Form::Not,
        };
        Some(Made::of("reads", db, form, tokens))
    };
    ground.primaries().into_iter().filter_map(made).collect()
}

/// Its copies answer its reads.
fn reads_copies(study: &Study, db: ComponentId) -> bool {
    let facts = &study.design().component(db).facts;
    facts.word(Attr::ReadsFrom) == Some("replicas") && study.design().running(db) > 1
}

fn drawn_replicas(ground: &Ground, db: ComponentId) -> Vec<ComponentId> {
    let set = ground.design().replica_set(db);
    let mut all = set.map_or_else(Vec::new, |set| set.standbys.to_vec());
    all.retain(|id| ground.design().is_read_replica(*id));
    all
}

pub fn sharding(ground: &Ground) -> Vec<Made> {
    let made = |db: ComponentId| {
        let (usage, writes) = (ground.usage(db)?, ground.peak_writes(db)?);
        let used = writes / usage.writes_each();
        let shards = ground.facts(db).number(Attr::Shards, Dimension::Count);
        let shards = shards.map_or(1.0, |it| it.high());
        let mut tokens = Tokens::default();
        tokens.put("db", ground.called(db));
        tokens.put("w", words::rps(writes));
        tokens.put("wcap", words::rps(usage.writes_each()));
        tokens.put("u", words::share(used));
        tokens.put("u1", words::share(usage.utilization.hi));
        let growth = ground.growth();
        let bound = growth.reaches(usage.writes_each(), |it| writes_in(it, db));
        // By the writes alone: what is tried again because its reads are too many does not count.
        let alone = usage.writes_each() / writes;
        let bound = bound.map(|it| it.max(alone)).and_then(words::reached);
        flag(&mut tokens, "never", bound.is_none());
        put(&mut tokens, "x", bound);
        tokens.put("k", words::count(shards));
        let form = match (shards > 1.0, used > 1.0) {
            (true, _) => Form::Kept,
            (false, true) => Form::Plan,
            _ => Form::Not,
        };
        Some(Made::of("sharding", db, form, tokens))
    };
    ground.primaries().into_iter().filter_map(made).collect()
}

/// Disks, the first to fill first.
pub fn storage(ground: &Ground) -> Vec<Made> {
    let design = ground.design();
    let mut disks: Vec<Disk> =
        design.component_ids().filter_map(|id| ground.study.disk(id)).collect();
    disks.sort_by(|a, b| a.full_in().total_cmp(&b.full_in()).then(a.id.cmp(&b.id)));
    let made = |disk: Disk| {
        let kept = disk.kept(Disk::HORIZON);
        let mut tokens = Tokens::default();
        tokens.put("db", ground.called(disk.id));
        tokens.put("day", words::bytes(disk.per_day.hi));
        tokens.put("ret", words::duration(disk.retention.unwrap_or(Disk::HORIZON)));
        flag(&mut tokens, "guess", disk.retention.is_none());
        tokens.put("total", words::bytes(kept));
        tokens.put("size", words::bytes(disk.size));
        tokens.put("u", words::share(kept / disk.size));
        tokens.put("when", number::days(disk.days()));
        tokens.put("want", Text::same(number::bought(disk.wanted(Disk::HORIZON))));
        let old = before(ground, disk.id).and_then(|(base, old, _)| base.disk(old));
        let old = old.filter(|old| old.fills() && old.size < disk.size);
        put(&mut tokens, "when0", old.as_ref().map(|old| number::days(old.days())));
        put(&mut tokens, "size0", old.as_ref().map(|old| words::bytes(old.size)));
        Made::of("storage", disk.id, Form::of(disk.fills(), old.is_some()), tokens)
    };
    disks.into_iter().map(made).collect()
}

pub fn backup(ground: &Ground) -> Vec<Made> {
    let made = |db: ComponentId| {
        let facts = ground.facts(db);
        let mut tokens = Tokens::default();
        tokens.put("db", ground.called(db));
        let Some(undo) = Undo::of(ground, db) else {
            return Made::of("backup", db, Form::Not, tokens);
        };
        put(&mut tokens, "rpo1", lasting(undo.lost));
        put(&mut tokens, "rto1", lasting(undo.takes));
        put(&mut tokens, "iv", facts.longest(Attr::Backup).map(words::duration));
        put(&mut tokens, "ship", lasting(LOG_SHIPPING));
        flag(&mut tokens, "none", undo.is_none());
        flag(&mut tokens, "pitr", undo.has_logs);
        flag(&mut tokens, "short", undo.is_beyond_logs());
        put(&mut tokens, "goal", undo.goal.and_then(lasting));
        put(&mut tokens, "due", undo.due.filter(|_| undo.is_late()).and_then(lasting));
        let old = before(ground, db);
        let had = old.is_some_and(|(_, _, old)| old.facts.is_on(Attr::Backup));
        let logs = had && undo.has_logs && !old.is_some_and(|it| it.2.facts.is_on(Attr::Pitr));
        let lost = old.and_then(|(base, old, _)| {
            let here = Ground { study: base, base: None, findings: &[] };
            Undo::of(&here, old).and_then(|undo| lasting(undo.lost))
        });
        flag(&mut tokens, "logs", logs && lost.is_some());
        put(&mut tokens, "rpo0", lost);
        let changed =
            ground.base.is_some() && (logs || !had && facts.longest(Attr::Backup).is_some());
        Made::of("backup", db, Form::of(undo.is_bad(), changed), tokens)
    };
    ground.primaries().into_iter().map(made).collect()
}
