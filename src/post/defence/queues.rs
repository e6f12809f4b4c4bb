//! Attacks on queues and on those who read from them.

use super::Entry;
use super::case::{Case, Lacks, Verdict};
use crate::analysis::load::TARGET_UTILIZATION;
use crate::model::{Attr, ComponentId, Dimension, Duration, Kind, Place, ReplicaBasis};
use crate::post::ground::Ground;
use crate::post::verdicts::QueueReason;
use crate::post::words;
use crate::syntax::ast::Arrow;

pub const ENTRIES: &[Entry] = &[
    ("queue-down", down, &["single-broker"]),
    ("queue-lost", lost, &["dual-write"]),
    ("queue-duplicate", duplicate, &["non-idempotent-consumer"]),
    ("queue-order", order, &[]),
    ("queue-backlog", backlog, &["growing-backlog"]),
    ("queue-poison", poison, &["no-dead-letter"]),
    ("why-queue", why, &["over-engineered"]),
];

fn queues(ground: &Ground) -> Vec<ComponentId> {
    let read = |id: &ComponentId| !ground.consumers(*id).is_empty();
    ground.of_kinds(&[Kind::Queue]).into_iter().filter(read).collect()
}

/// Those who take messages, each with its queue.
fn readers(ground: &Ground) -> Vec<(ComponentId, ComponentId)> {
    let all = queues(ground).into_iter();
    all.flat_map(|queue| ground.consumers(queue).into_iter().map(move |it| (queue, it))).collect()
}

fn put_to(ground: &Ground, queue: ComponentId) -> Case {
    let first = ground.consumers(queue).into_iter().next();
    Case::new(&[queue])
        .say("queue", ground.called(queue))
        .may("con", first.map(|id| ground.called(id)))
}

fn down(ground: &Ground) -> Vec<Case> {
    let put = |queue: ComponentId| {
        let (design, facts) = (ground.design(), ground.facts(queue));
        let link = ground.producer(queue)?;
        let from = design.link(link).from;
        let count = design.running(queue);
        let factor = facts.number(Attr::ReplicationFactor, Dimension::Count).map(|it| it.low());
        let provided = ground.study.is_provided(queue);
        let outbox =
            design.link(link).facts.is_on(Attr::Outbox) || ground.facts(from).is_on(Attr::Outbox);
        let copies = count > 1 && factor.is_some_and(|factor| factor > 1.0);
        let case = put_to(ground, queue)
            .say("from", ground.called(from))
            .count("n", count)
            .may("rf", factor.map(words::count))
            .lasts("rto", Some(ground.recovery(queue).time.lasts))
            .flag("outbox", outbox)
            .flag("copies", copies)
            .flag("provided", provided && !copies)
            .flag("lost", factor.is_some_and(|factor| factor < 2.0))
            .hurts(ground, &ground.without(Place::Component(queue)))
            .costs(ground, queue);
        let unknown = design.replicas(queue).basis == ReplicaBasis::Assumed && !provided && !outbox;
        Some(match unknown {
            true => case.open(Lacks::Mechanism, &[Attr::Brokers, Attr::ReplicationFactor]),
            false => case.falls_if(!(copies || provided || outbox)),
        })
    };
    queues(ground).into_iter().filter_map(put).collect()
}

fn lost(ground: &Ground) -> Vec<Case> {
    let put = |queue: ComponentId| {
        let link = ground.design().link(ground.producer(queue)?);
        let calls = ground.calls(link.from).into_iter();
        let mut stores = calls.map(|id| ground.design().link(id).to);
        let db = stores.find(|id| ground.study.kind(*id) == Kind::Db)?;
        let case = put_to(ground, queue).may("w", ground.peak_writes(db).map(words::count));
        let stated = link.facts.flag(Attr::Outbox).or(ground.facts(link.from).flag(Attr::Outbox));
        Some(match stated {
            Some(outbox) => case.falls_if(!outbox),
            None => case.open(Lacks::Mechanism, &[Attr::Outbox]),
        })
    };
    queues(ground).into_iter().filter_map(put).collect()
}

fn duplicate(ground: &Ground) -> Vec<Case> {
    let put = |(queue, reader): (ComponentId, ComponentId)| {
        if !ground.study.consumes_at_least_once(reader) {
            return None;
        }
        let case = Case::new(&[reader, queue]).say("con", ground.called(reader));
        Some(match ground.facts(reader).flag(Attr::Idempotent) {
            Some(idempotent) => case.flag("denied", !idempotent).falls_if(!idempotent),
            None => case.open(Lacks::Mechanism, &[Attr::Idempotent]),
        })
    };
    readers(ground).into_iter().filter_map(put).collect()
}

fn order(ground: &Ground) -> Vec<Case> {
    let put = |(queue, reader): (ComponentId, ComponentId)| {
        let count = ground.design().replicas(reader).most;
        let link = ground.design().link(ground.producer(queue)?);
        if count < 2 {
            return None;
        }
        let key = link.facts.text(Attr::PartitionKey);
        let case = put_to(ground, queue).say("con", ground.called(reader)).count("k", count);
        Some(match key {
            Some(key) => case.say("key", words::quoted(key)),
            None => case.open(Lacks::Mechanism, &[Attr::PartitionKey]),
        })
    };
    readers(ground).into_iter().filter_map(put).collect()
}

const SILENCE: Duration = Duration::minutes(10.0);

fn backlog(ground: &Ground) -> Vec<Case> {
    let put = |(queue, reader): (ComponentId, ComponentId)| {
        let case = Case::new(&[reader, queue]).say("con", ground.called(reader));
        if ground.usage(reader).is_none() {
            let peak = ground.peak(queue)?;
            let case = case.rps("r1", Some(peak)).rps("need", Some(peak));
            return Some(case.open(Lacks::Capacity, &[Attr::Capacity]));
        }
        let backlog = ground.backlog(reader)?;
        let (peak, room) = (backlog.peak, backlog.capacity - backlog.peak);
        let case = case.say("in", words::count(peak)).say("out", words::count(backlog.capacity));
        if backlog.grows() {
            let end = words::caught_up(&backlog);
            let long = words::duration(backlog.peak_for);
            let case = case.say("n", words::count(backlog.waiting().round()));
            let case = case.say("end", end).say("long", long);
            return Some(case.verdict(Verdict::Falls));
        }
        let drain = (room > 0.0).then(|| SILENCE * (peak / room));
        let case = case
            .say("n", words::count((peak * SILENCE.as_seconds()).round()))
            .lasts("drain", drain);
        let is_tight = peak / backlog.capacity > TARGET_UTILIZATION;
        Some(case.verdict(if is_tight { Verdict::Tight } else { Verdict::Holds }))
    };
    readers(ground).into_iter().filter_map(put).collect()
}

fn poison(ground: &Ground) -> Vec<Case> {
    let put = |queue: ComponentId| {
        let facts = ground.facts(queue);
        let kept = facts.longest(Attr::Retention);
        let case = put_to(ground, queue)
            .lasts("ret", kept)
            .flag("alerts", ground.study.watches("alerts") == Some(true));
        match facts.flag(Attr::Dlq) {
            Some(true) => case,
            Some(false) => case.flag("denied", true).verdict(Verdict::Falls),
            None => case.open(Lacks::Mechanism, &[Attr::Dlq]),
        }
    };
    queues(ground).into_iter().map(put).collect()
}

fn why(ground: &Ground) -> Vec<Case> {
    let put = |queue: ComponentId| {
        let design = ground.design();
        let reason = QueueReason::of(ground, queue)?;
        let usage = ground.usage(*reason.readers.first()?);
        let from = design.link(ground.producer(queue)?).from;
        let groups = reason.readers.len();
        let cost = ground.cost_of(queue).map(|(cost, currency)| ground.money(cost, currency));
        let told = reason.load || reason.outside.is_some() || groups > 1;
        Some(
            put_to(ground, queue)
                .say("tech", words::technology(design, queue))
                .say("in", words::count(reason.peak))
                .may("out", usage.map(|usage| words::count(usage.capacity)))
                .share("u1", reason.used)
                .may("ext", reason.outside.map(|id| ground.called(id)))
                .say("from", ground.called(from))
                .count("g", groups as u32)
                .may("cost", cost)
                .may("note", ground.note(queue).map(words::quoted))
                .flag("load", reason.load)
                .flag("away", reason.outside.is_some() && !reason.load)
                .flag("groups", groups > 1)
                .flag("only", !told)
                .falls_if(!reason.is_good()),
        )
    };
    let sent = |id: &ComponentId| {
        let mut links = ground.study.links_to(*id);
        links.any(|link| ground.design().link(link).arrow == Arrow::Async)
    };
    queues(ground).into_iter().filter(sent).filter_map(put).collect()
}
