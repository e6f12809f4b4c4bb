//! Attacks on databases: what happens when one is lost, wiped or late.

use super::Entry;
use super::case::{Case, Lacks, Verdict};
use crate::analysis::Disk;
use crate::analysis::load::Data;
use crate::analysis::recovery::{Disruption, LOG_SHIPPING, REPLICATION_LAG};
use crate::model::{Attr, ComponentId, Dimension, Duration, FlowId, Kind};
use crate::post::ground::Ground;
use crate::post::verdicts::{Standby, Undo};
use crate::post::words;
use crate::say::number;

pub const ENTRIES: &[Entry] = &[
    ("db-primary-down", primary_down, &["missing-replica", "manual-failover", "rto-unmet"]),
    ("db-loss", loss, &["rpo-unmet"]),
    ("split-brain", split_brain, &["even-quorum"]),
    ("replica-down", replica_down, &["redundancy-below-peak"]),
    ("db-restore", restore, &["no-backup", "replication-is-not-backup", "rpo-unmet"]),
    ("read-after-write", read_after_write, &["stale-read"]),
    ("db-full", full, &["storage-exhausted"]),
    ("db-connections", connections, &["connections-exhausted"]),
];

fn put_to(ground: &Ground, db: ComponentId) -> Case {
    Case::new(&[db]).say("db", ground.called(db)).costs(ground, db)
}

/// A copy can take over.
fn has_copies(ground: &Ground, db: ComponentId) -> bool {
    ground.design().has_standby(db) || ground.study.has_copies(db)
}

/// A service without a primary that could be lost.
fn is_spread(ground: &Ground, db: ComponentId) -> bool {
    ground.recovery_from(db, Disruption::Instance).is_none()
}

fn primary_down(ground: &Ground) -> Vec<Case> {
    let primaries = ground.primaries().into_iter().filter(|db| !is_spread(ground, *db));
    primaries.map(|db| primary_of(ground, db)).collect()
}

fn primary_of(ground: &Ground, db: ComponentId) -> Case {
    let recovery = ground.recovery(db);
    let (rto, goal) = (recovery.time.lasts, ground.goal(db, Attr::Rto));
    let (gone, after) = (ground.without_one(db, 1), ground.after_primary(db));
    let case = put_to(ground, db)
        .hurts(ground, &gone)
        .lasts("rto", Some(rto))
        .lasts("goal", goal)
        .may("w", ground.peak_writes(db).map(words::count))
        .down("min", ground.down_by(crate::model::Place::Component(db)));
    match Standby::of(ground, db) {
        Standby::Lost => case.flag("lost", true).verdict(Verdict::Falls),
        Standby::Alone => {
            let case = case.flag("guess", ground.guesses_backup(db));
            case.flag("alone", true).verdict(Verdict::Falls)
        }
        Standby::Restored => case.flag("restored", true),
        Standby::Manual => case.flag("manual", true).verdict(Verdict::Falls),
        Standby::Unstated => {
            case.lasts("figure", Some(rto)).open(Lacks::Mechanism, &[Attr::Failover])
        }
        Standby::Late => case.flag("slow", true).share("u1", after).verdict(Verdict::Falls),
        Standby::Weak => case.flag("weak", true).share("u1", after).verdict(Verdict::Falls),
        Standby::Automatic => {
            case.flag("auto", true).share("u1", after).by_load(false, after.unwrap_or(0.0))
        }
    }
}

fn loss(ground: &Ground) -> Vec<Case> {
    let put = |db: ComponentId| {
        let recovery = ground.recovery(db);
        let lost = recovery.loss.as_ref().filter(|span| !span.is_lost())?;
        if !has_copies(ground, db) || ground.facts(db).is_stated(Attr::Mttr) {
            return None;
        }
        let (rpo, goal) = (lost.lasts, ground.goal(db, Attr::Rpo));
        let rows =
            ground.peak_writes(db).map(|writes| words::count((writes * rpo.as_seconds()).round()));
        let late = goal.is_some_and(|goal| rpo > goal);
        Some(
            put_to(ground, db)
                .lasts("rpo", Some(rpo))
                .lasts("goal", goal)
                .may("lost", rows.filter(|_| rpo > Duration::ZERO))
                .flag("semi", ground.facts(db).word(Attr::Replication) == Some("semi-sync"))
                .flag("sync", rpo == Duration::ZERO)
                .flag("within", rpo > Duration::ZERO && goal.is_some())
                .flag("plain", rpo > Duration::ZERO && goal.is_none())
                .falls_if(late),
        )
    };
    ground.primaries().into_iter().filter_map(put).collect()
}

fn split_brain(ground: &Ground) -> Vec<Case> {
    let put = |id: ComponentId| {
        let votes = ground.votes(id)?;
        let few = votes.voters < 3 || votes.voters.is_multiple_of(2);
        let in_zone = votes.most.map(|(most, _)| words::count(f64::from(most)));
        let is_sentinel = ground.facts(id).word(Attr::Mode) == Some("sentinel");
        Some(
            Case::new(&[id])
                .say("c", ground.called(id))
                .costs(ground, id)
                .count("v", votes.voters)
                .count("q", votes.majority)
                .may("vz", in_zone)
                .flag("few", few)
                .flag("sentinel", is_sentinel)
                .falls_if(few || votes.decided_in().is_some()),
        )
    };
    ground
        .of_kinds(&[Kind::Db, Kind::Cache, Kind::Queue, Kind::Search])
        .into_iter()
        .filter_map(put)
        .collect()
}

fn replica_down(ground: &Ground) -> Vec<Case> {
    let (design, study) = (ground.design(), ground.study);
    let put = |db: ComponentId| {
        let set = design.replica_set(db);
        let drawn =
            set.and_then(|set| set.standbys.iter().copied().find(|id| design.is_read_replica(*id)));
        let reads = ground.facts(db).word(Attr::ReadsFrom) == Some("replicas");
        let gone = match drawn {
            Some(replica) => ground.without(crate::model::Place::Component(replica)),
            None if reads && design.running(db) > 1 => ground.without_one(db, 2),
            None => return None,
        };
        let (before, after) = (study.usage(db)?.utilization.hi, gone.usage(db)?.utilization.hi);
        Some(
            put_to(ground, db)
                .hurts(ground, &gone)
                .share("u0", Some(before))
                .share("u1", Some(after))
                .flag("grows", after > before * 1.005)
                .by_load(false, after),
        )
    };
    ground.primaries().into_iter().filter_map(put).collect()
}

fn restore(ground: &Ground) -> Vec<Case> {
    let put = |db: ComponentId| {
        let case = put_to(ground, db).flag("copies", has_copies(ground, db));
        let Some(undo) = Undo::of(ground, db) else {
            return case.open(Lacks::Mechanism, &[Attr::Backup]);
        };
        let case = case
            .flag("pitr", undo.has_logs)
            .flag("short", undo.is_beyond_logs())
            .lasts("aim", undo.goal)
            .lasts("ship", Some(LOG_SHIPPING));
        if undo.is_none() {
            return case.flag("none", true).verdict(Verdict::Falls);
        }
        // So long a time has its quiet hours, too.
        let rows = ground
            .average_writes(db)
            .map(|writes| words::count((writes * undo.lost.as_seconds()).round()));
        case.lasts("rpo", Some(undo.lost))
            .lasts("rto", Some(undo.takes))
            .lasts("goal", undo.due)
            .may("lost", rows)
            .flag("over", undo.is_late())
            .flag("tested", ground.design().operations.is_on(Attr::BackupTested))
            .falls_if(undo.is_bad())
    };
    ground.primaries().into_iter().map(put).collect()
}

fn read_after_write(ground: &Ground) -> Vec<Case> {
    let put = |db: ComponentId| {
        let facts = ground.facts(db);
        let copies = ground.design().running(db) > 1;
        if !copies || facts.word(Attr::ReadsFrom) != Some("replicas") {
            return None;
        }
        let flow = writing_flow(ground, db)?;
        // Copies of which a promotion loses nothing lag behind in nothing, unless they only have
        // received it.
        let sync = match facts.word(Attr::Replication) {
            Some(stated) => stated == "sync",
            None => ground.recovery(db).loss.as_ref().is_some_and(|it| it.lasts == Duration::ZERO),
        };
        let lag = facts.longest(Attr::Lag).unwrap_or(REPLICATION_LAG);
        let alone = ground.usage(db).map(|usage| usage.peak() / usage.writes_each());
        Some(
            put_to(ground, db)
                .say("flow", words::flow(ground.design(), flow))
                .lasts("lag", Some(lag))
                .share("u1", alone)
                .flag("sync", sync)
                .falls_if(!sync),
        )
    };
    ground.primaries().into_iter().filter_map(put).collect()
}

/// A journey that writes into it.
fn writing_flow(ground: &Ground, db: ComponentId) -> Option<FlowId> {
    let writes = |id: &FlowId| ground.design().flow(*id).facts.is_on(Attr::Writes);
    let uses = |id: &FlowId| ground.study.components_of(*id).contains(&db);
    ground.design().flow_ids().find(|id| writes(id) && uses(id))
}

fn full(ground: &Ground) -> Vec<Case> {
    let stores = ground.of_kinds(&[Kind::Db, Kind::Search, Kind::Storage]).into_iter();
    let put = |store: ComponentId| {
        let case = put_to(ground, store);
        let retention = ground.design().traffic.longest(Attr::Retention);
        let case = case.lasts("ret", retention);
        let Some(disk) = ground.study.disk(store) else {
            let (grows, _) = Data::growth(ground.design(), ground.study.load()?, store)?;
            let is_open = grows.hi > 0.0 && ground.primaries().contains(&store);
            let case = case.say("day", words::bytes(grows.hi * Duration::DAY.as_seconds()));
            let case = case.open(Lacks::Mechanism, &[Attr::Size]);
            return is_open.then_some(case).filter(|_| !ground.study.is_provided(store));
        };
        let case = case
            .say("day", words::bytes(disk.per_day.hi))
            .say("size", words::bytes(disk.size))
            .say("when", number::days(disk.days()));
        let kept = disk.kept(Disk::HORIZON);
        Some(match retention.is_some() || disk.fills() {
            true => case
                .say("total", words::bytes(kept))
                .share("u", Some(kept / disk.size))
                .falls_if(disk.fills()),
            false => case.open(Lacks::Mechanism, &[Attr::Retention]),
        })
    };
    let mut cases: Vec<Case> = stores.filter_map(put).collect();
    // The first to fill is asked about.
    let days = |case: &Case| {
        let disk = case.about.first().and_then(|id| ground.study.disk(*id));
        disk.map_or(Duration::ENDLESS, |disk| disk.full_in())
    };
    cases.sort_by(|a, b| days(a).total_cmp(&days(b)));
    cases.truncate(1);
    cases
}

fn connections(ground: &Ground) -> Vec<Case> {
    let put = |db: ComponentId| {
        let most = ground.facts(db).number(Attr::MaxConnections, Dimension::Count)?.high();
        let design = ground.design();
        let (mut now, mut scaled) = (0.0, 0.0);
        for link in ground.study.links_to(db).map(|id| design.link(id)) {
            let pool = |facts: &crate::model::Facts| facts.number(Attr::Pool, Dimension::Count);
            let pool = pool(&link.facts).or_else(|| pool(ground.facts(link.from)))?.high();
            let replicas = design.replicas(link.from);
            now += pool * f64::from(replicas.least);
            scaled += pool * f64::from(replicas.most);
        }
        Some(
            put_to(ground, db)
                .count("c0", now)
                .count("c1", scaled)
                .count("c2", now * 2.0)
                .count("cmax", most)
                .falls_if(scaled > most),
        )
    };
    ground.primaries().into_iter().filter_map(put).collect()
}
