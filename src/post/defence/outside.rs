//! Attacks on what is slow, outside, or unfair.

use super::Entry;
use super::case::{Case, Lacks, Verdict};
use crate::analysis::attempts::attempts;
use crate::analysis::sweep::{Loss, Lost};
use crate::model::{Attr, ComponentId, Dimension, Duration, Kind, LinkId, Place};
use crate::post::ground::Ground;
use crate::post::words;
use crate::say::{Text, number};
use crate::text;

pub const ENTRIES: &[Entry] = &[
    ("slow-dep", slow, &["no-timeout", "shared-pool", "no-circuit-breaker"]),
    ("cascade", cascade, &["redundancy-below-peak", "cache-loss-overloads-db"]),
    ("retry-storm", storm, &["retry-amplification"]),
    ("ext-down", down, &["external-without-fallback"]),
    ("ext-double", double, &["unsafe-retry"]),
    ("notify-down", notify, &["slow-work-in-request"]),
    ("rate-limit", limit, &["no-edge-protection"]),
    ("fairness", fairness, &[]),
];

fn outside(ground: &Ground) -> Vec<ComponentId> {
    ground.of_kinds(&[Kind::External])
}

/// The connections on which somebody waits for it.
fn waits(ground: &Ground, id: ComponentId) -> Vec<LinkId> {
    let callers = ground.study.callers(id).into_iter();
    callers
        .flat_map(|from| ground.calls(from))
        .filter(|link| ground.design().link(*link).to == id)
        .collect()
}

fn slow(ground: &Ground) -> Vec<Case> {
    let put = |id: ComponentId| {
        if !ground.study.is_in_request(id) {
            return None;
        }
        let link = waits(ground, id).into_iter().next()?;
        slow_call(ground, link)
    };
    outside(ground).into_iter().filter_map(put).collect()
}

/// So few threads that wait fill no pool.
const FEW: f64 = 10.0;

fn slow_call(ground: &Ground, id: LinkId) -> Option<Case> {
    let design = ground.design();
    let link = design.link(id);
    let facts = &link.facts;
    let timeout = facts.longest(Attr::Timeout);
    let pool = facts.number(Attr::Pool, Dimension::Count);
    let pool = pool.or_else(|| ground.facts(link.from).number(Attr::Pool, Dimension::Count));
    let case = Case::new(&[link.to, link.from])
        .say("ext", ground.called(link.to))
        .say("srv", ground.called(link.from))
        .lasts("to", timeout)
        .flag("breaker", facts.is_on(Attr::CircuitBreaker))
        .costs(ground, link.to);
    let Some(timeout) = timeout else {
        return Some(match facts.is_off(Attr::Timeout) {
            true => case.flag("endless", true).verdict(Verdict::Falls),
            false => case.open(Lacks::Mechanism, &[Attr::Timeout]),
        });
    };
    let spread = ground.study.load()?;
    let servers = f64::from(spread.instances(link.from).max(1));
    let busy = spread.over(design, id).peak.hi / servers * timeout.as_seconds();
    let most = pool.map(|pool| pool.low());
    Some(
        case.say("busy", words::count(busy.ceil()))
            .flag("sure", most.is_some() || busy <= FEW)
            .may("pool", most.map(words::count))
            .falls_if(most.is_some_and(|most| busy > most)),
    )
}

fn cascade(ground: &Ground) -> Vec<Case> {
    if ground.study.demand().is_none() || ground.study.capacities().is_empty() {
        return Vec::new();
    }
    let design = ground.design();
    let domains = design.group_ids().filter(|id| design.group(*id).kind.is_failure_domain());
    let users = ground.of_kinds(&[Kind::User]).len();
    let count = design.components.len() - users + domains.count();
    let case = Case::new(&[]).count("n", count as u32);
    // Who takes messages falls behind and pulls nobody down.
    let pulls = |loss: &&Loss| loss.overloaded.iter().any(|id| !ground.study.is_fed_by_queues(*id));
    let losses: Vec<&Loss> = ground.study.sweep().overload.iter().filter(pulls).collect();
    let Some(loss) = losses.first() else { return vec![case] };
    let lost = match loss.lost {
        Lost::Replica(id) => {
            let called = ground.called(id);
            text!(called; "{called} 1대", "one of {called}")
        }
        Lost::Place(place) => words::place(design, place),
    };
    let hit = loss.overloaded.iter().find(|id| !ground.study.is_fed_by_queues(**id)).map(|id| {
        let called = ground.called(*id);
        match loss.lost {
            Lost::Replica(lost) if lost == *id => {
                text!(called; "나머지 {called}", "the rest of {called}")
            }
            _ => called,
        }
    });
    let more = (losses.len() > 1).then(|| words::count(losses.len() as f64));
    let about = match loss.lost {
        Lost::Replica(id) | Lost::Place(Place::Component(id)) => vec![id],
        Lost::Place(Place::Group(_)) => Vec::new(),
    };
    let case = Case::new(&about);
    vec![case.say("c1", lost).may("c2", hit).may("more", more).verdict(Verdict::Falls)]
}

fn storm(ground: &Ground) -> Vec<Case> {
    let design = ground.design();
    let worst = design.component_ids().map(|id| (id, ground.study.attempts().at(id)));
    let worst = worst.reduce(|a, b| if b.1 > a.1 { b } else { a });
    let Some((id, most)) = worst.filter(|(_, most)| *most > 1.0) else { return Vec::new() };
    let path = ground.study.attempts().path_ending_at(design, id);
    let retrying: Vec<LinkId> =
        path.into_iter().filter(|link| attempts(design.link(*link)) > 1.0).collect();
    let exponential =
        |link: &LinkId| design.link(*link).facts.word(Attr::Backoff) == Some("exponential");
    vec![
        Case::new(&[id])
            .say("c", ground.called(id))
            .say("att", number::times(most))
            .flag("single", retrying.len() == 1)
            .flag("backoff", !retrying.is_empty() && retrying.iter().all(exponential))
            .falls_if(retrying.len() > 1),
    ]
}

fn down(ground: &Ground) -> Vec<Case> {
    let put = |id: ComponentId| {
        let gone = ground.without(Place::Component(id));
        let flows = ground.stopped(&gone);
        let links = waits(ground, id);
        let link = links.first().map(|link| ground.design().link(*link))?;
        let told = link.facts.text(Attr::Fallback).map(words::quoted);
        let other = link.facts.component(Attr::Fallback).map(|id| ground.called(id));
        let share = ground.peak(id).zip(ground.study.demand());
        let share = share.map(|(peak, demand)| peak / demand.peak.hi);
        let aside = !ground.study.is_in_request(id);
        let queued = aside && is_behind_a_queue(ground, id);
        Some(
            Case::new(&[id])
                .say("ext", ground.called(id))
                .flag("aside", aside && !queued)
                .may("fallback", told.or(other))
                .may("flow", (!flows.is_empty()).then(|| words::flows(ground.design(), &flows)))
                .down("min", ground.down_in(Place::Component(id), &flows))
                .share("share", share.filter(|_| !aside))
                .flag("queued", queued)
                .costs(ground, id)
                .hurts(ground, &gone)
                .falls_if(!flows.is_empty()),
        )
    };
    outside(ground).into_iter().filter_map(put).collect()
}

/// Who calls it takes its work from a queue, in which that waits.
fn is_behind_a_queue(ground: &Ground, id: ComponentId) -> bool {
    let callers = ground.study.callers(id);
    !callers.is_empty() && callers.iter().all(|from| ground.study.is_fed_by_queues(*from))
}

fn double(ground: &Ground) -> Vec<Case> {
    let put = |id: ComponentId| {
        let tech = ground.component(id).tech.as_deref()?;
        let link = ground.design().link(*waits(ground, id).first().filter(|_| tech.charges)?);
        let tried = attempts(link);
        let keyed = link.facts.is_on(Attr::Idempotent);
        Some(
            Case::new(&[id])
                .say("ext", ground.called(id))
                .say("att", words::count(tried))
                .flag("keyed", keyed)
                .flag("single", !keyed && tried <= 1.0)
                .falls_if(!keyed && tried > 1.0),
        )
    };
    outside(ground).into_iter().filter_map(put).collect()
}

/// It tells people something, by its name or by what it is called.
fn notifies(ground: &Ground, id: ComponentId) -> bool {
    const WORDS: [&str; 14] = [
        "alim", "sms", "ses", "fcm", "push", "mail", "sendgrid", "slack", "twilio", "apns", "알림",
        "문자", "메일", "푸시",
    ];
    let component = ground.component(id);
    let tech = component.tech.as_deref().map(|tech| tech.name.as_str());
    let names = [tech, Some(&component.name), component.label.as_deref()];
    let says = |name: &str| {
        let name = name.to_lowercase();
        WORDS.iter().any(|word| match *word {
            "ses" => name == "ses" || name == "aws-ses",
            word => name.contains(word),
        })
    };
    names.into_iter().flatten().any(says)
}

const SILENCE: Duration = Duration::minutes(10.0);

fn notify(ground: &Ground) -> Vec<Case> {
    let put = |id: ComponentId| {
        let in_request = ground.study.is_in_request(id);
        let flows = ground.stopped(&ground.without(Place::Component(id)));
        let rate = ground.peak(id);
        let sender = ground.study.callers(id).into_iter().next();
        let room = sender.and_then(|from| Some(ground.usage(from)?.capacity)).zip(rate);
        let drain = room.filter(|(handles, rate)| handles > rate);
        let drain = drain.map(|(handles, rate)| SILENCE * (rate / (handles - rate)));
        let queued = is_behind_a_queue(ground, id);
        Case::new(&[id])
            .say("ext", ground.called(id))
            .flag("queued", queued)
            .may(
                "n",
                rate.filter(|_| queued)
                    .map(|rate| words::count((rate * SILENCE.as_seconds()).round())),
            )
            .lasts("drain", drain)
            .may("flow", (!flows.is_empty()).then(|| words::flows(ground.design(), &flows)))
            .falls_if(in_request)
    };
    outside(ground).into_iter().filter(|id| notifies(ground, *id)).map(put).collect()
}

fn limit(ground: &Ground) -> Vec<Case> {
    let kinds = [Kind::Lb, Kind::Gateway, Kind::Cdn, Kind::Web];
    let entries: Vec<ComponentId> = ground.of_kinds(&kinds);
    let Some(first) = entries.first().copied() else { return Vec::new() };
    let rate =
        |id: ComponentId, attr| ground.facts(id).number(attr, Dimension::Rate).map(|it| it.high());
    let weakest = weakest(ground);
    let x = weakest.and_then(|(_, carries)| words::reached(carries));
    let c = weakest.map(|(id, _)| ground.called(id));
    let Some(peak) = ground.study.demand().map(|demand| demand.peak.hi) else { return Vec::new() };
    let total = entries.iter().find_map(|id| Some((*id, rate(*id, Attr::TotalLimit)?)));
    let client = entries.iter().find_map(|id| Some((*id, rate(*id, Attr::RateLimit)?)));
    let Some((id, most)) = total.or(client) else {
        let case = Case::new(&[first]).may("x", x).may("c", c);
        let denied = entries.iter().any(|id| ground.facts(*id).is_off(Attr::RateLimit));
        return vec![match denied {
            true => case.flag("none", true).verdict(Verdict::Falls),
            false => case.open(Lacks::Mechanism, &[Attr::RateLimit]),
        }];
    };
    let low = total.is_some() && most < peak;
    vec![
        Case::new(&[id])
            .say("lb", ground.called(id))
            .say("limit", words::count(most))
            .rps("r0", Some(peak))
            .share("rej", Some(1.0 - most / peak))
            .may("x", x)
            .flag("total", total.is_some())
            .flag("client", total.is_none())
            .flag("low", low)
            .falls_if(low),
    ]
}

/// What requests wait for and fills first with what runs now, and the multiple of the traffic.
fn weakest(ground: &Ground) -> Option<(ComponentId, f64)> {
    let all = ground.design().component_ids().filter(|id| ground.backlog(*id).is_none());
    let growth = ground.growth();
    let carried = all.filter_map(|id| Some((id, ground.carries(&growth, id)?.0)));
    carried.reduce(|least, next| if next.1 < least.1 { next } else { least })
}

fn fairness(ground: &Ground) -> Vec<Case> {
    let design = ground.design();
    let sells = design.scenarios.iter().any(|it| it.traffic >= 5.0);
    let jumps = ground.study.demand().is_some_and(|demand| demand.factor.hi >= 5.0);
    let writes = design.flows.iter().any(|flow| flow.facts.is_on(Attr::Writes));
    if !(sells && jumps && writes) {
        return Vec::new();
    }
    let names = |id: &ComponentId| {
        let label = ground.component(*id).label.as_deref().unwrap_or_default();
        ["대기열", "waiting", "입장"].iter().any(|word| label.contains(word))
    };
    let waiting = design.component_ids().find(names);
    let Some(queue) = waiting else {
        let over = ground.grown(10.0).before().share_beyond.filter(|share| *share > 0.0);
        return vec![Case::new(&[]).share("rej", over).verdict(Verdict::Falls)];
    };
    let reader = ground.consumers(queue).into_iter().next();
    let out = reader.and_then(|id| ground.usage(id)).map(|usage| words::count(usage.capacity));
    vec![Case::new(&[queue]).say("queue", label(ground, queue)).may("out", out)]
}

fn label(ground: &Ground, id: ComponentId) -> Text {
    words::label(ground.design(), id)
}
