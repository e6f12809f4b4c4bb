//! Attacks on servers, and on what stands before them.

use super::Entry;
use super::case::{Case, Lacks, Verdict};
use crate::analysis::recovery::{HEALTH_CHECK, Recovery};
use crate::model::{Attr, ComponentId, Duration, Kind, LinkId, Place};
use crate::post::ground::Ground;
use crate::post::weak::Weak;
use crate::post::words;
use crate::say::{Text, number};

pub const ENTRIES: &[Entry] = &[
    ("spof-first", first, &["single-point-of-failure", "missing-replica", "single-instance"]),
    ("session-two", sessions, &["stateful-web-tier", "sticky-session", "evicts-kept-data"]),
    ("session-store-down", session_store, &["unclustered-cache", "missing-replica"]),
    ("server-down", server, &["single-instance", "redundancy-below-peak", "fixed-capacity"]),
    ("local-files", files, &["local-files"]),
    ("lb-down", balancer, &["single-load-balancer"]),
    ("lb-health", health, &["no-health-check"]),
    ("dns-failover", dns, &["no-dns-failover"]),
    ("cdn-origin", origin, &["cdn-without-fallback"]),
];

fn first(ground: &Ground) -> Vec<Case> {
    let weak = ground.weak();
    let (ours, others): (Vec<&Weak>, Vec<&Weak>) =
        weak.iter().partition(|it| ground.is_ours(it.place));
    let Some(worst) = ours.first() else {
        let list: Vec<Text> = others.iter().map(|it| it.called(ground)).collect();
        let down: Duration = others.iter().map(|it| it.down).sum();
        let case = Case::new(&[]).down("min", down).may("pair", worst_pair(ground));
        let case = case.may("list", (!list.is_empty()).then(|| words::list(&list)));
        return vec![in_time(ground, case)];
    };
    let id = worst.unit.component();
    let rto = id.map(|id| ground.recovery(id).time.lasts).filter(|_| worst.over.is_empty());
    let next = ours.get(1);
    let about: Vec<ComponentId> = id.into_iter().collect();
    let case = Case::new(&about)
        .say("c1", words::unit(ground.design(), worst.unit))
        .say("flow", words::flows(ground.design(), &worst.flows))
        .lasts("rto", rto)
        .flag("lost", rto.is_some_and(Duration::is_endless))
        .flag("guess", id.is_some_and(|id| ground.guesses_backup(id)))
        .flag("place", id.is_none())
        .may("m1", worst.lasts(ground))
        .may("c2", next.map(|it| it.called(ground)))
        .may("m2", next.and_then(|it| it.lasts(ground)));
    let case = strained(ground, worst, case);
    let own = ours.iter().filter(|it| it.unit.component().is_some()).count() as u32;
    let own = (own > 1).then(|| words::count(f64::from(own)));
    vec![in_time(ground, case.may("k", own).verdict(Verdict::Falls))]
}

/// What the peak does to the rest, where that and not the structure stops journeys.
fn strained(ground: &Ground, worst: &Weak, case: Case) -> Case {
    let Some((id, used)) = worst.over.first().copied() else { return case };
    let several = worst.is_one_of_several();
    let enough = ground.enough(id).filter(|_| several);
    case.share("left", Some(used))
        .flag("several", several)
        .say("then", ground.called(id))
        .may("more", enough.map(|count| words::count(f64::from(count))))
}

/// The disk that is full first.
fn in_time(ground: &Ground, case: Case) -> Case {
    let filling = ground.study.filling();
    let Some(disk) = filling.first() else { return case };
    case.say("disk", ground.called(disk.id)).say("when", number::days(disk.days()))
}

/// The two whose common failure weighs most.
fn worst_pair(ground: &Ground) -> Option<Text> {
    use crate::analysis::failure::Cause;
    let flow = ground.study.flows_by_demand().into_iter().next()?;
    let pairs = ground.study.availability(flow).pairs.as_ref()?;
    let (pair, _) = pairs.first()?;
    let called = pair.map(|cause| match cause {
        Cause::Unit(unit) => words::unit(ground.design(), unit),
        Cause::Failover(id, ..) => ground.called(id),
        Cause::Site(id) | Cause::Takeover(id) => words::group(ground.design(), id),
    });
    let [a, b] = called;
    Some(match a == b {
        true => crate::text!(a; "{a} 두 대", "two of {a}"),
        false => crate::text!(a, b; "{a:와} {b}", "{a} with {b}"),
    })
}

fn sessions(ground: &Ground) -> Vec<Case> {
    let put = |id: ComponentId| {
        let facts = ground.facts(id);
        let several = ground.design().replicas(id).most > 1;
        let case = Case::new(&[id]).say("srv", ground.called(id));
        let count = ground.design().running(id);
        let n = count.max(2);
        let case = case.count("n", n);
        let stated = facts.get(Attr::Session);
        if stated.is_none() && facts.is_on(Attr::Stateless) {
            return Some(case.flag("stateless", true));
        }
        match (facts.word(Attr::Session), facts.component(Attr::Session)) {
            (_, Some(store)) => {
                let mut case = case.flag("store", true).say("store", ground.called(store));
                case.about.push(store);
                Some(case)
            }
            (Some(_), _) if count < 2 => Some(case.flag("one", true).verdict(Verdict::Falls)),
            (Some(word), _) => {
                let miss = f64::from(n - 1) / f64::from(n);
                let case = case.flag("local", word == "local").flag("sticky", word == "sticky");
                Some(case.share("miss", Some(miss)).verdict(Verdict::Falls))
            }
            _ if facts.is_off(Attr::Session) => Some(case.flag("stateless", true)),
            _ if several && ground.study.is_in_request(id) => {
                Some(case.open(Lacks::Mechanism, &[Attr::Session]))
            }
            _ => None,
        }
    };
    ground.servers().into_iter().filter_map(put).collect()
}

fn session_store(ground: &Ground) -> Vec<Case> {
    let put = |store: ComponentId| {
        if !ground.study.keeps_sessions(store) {
            return None;
        }
        let copies = ground.design().has_standby(store) || ground.study.has_copies(store);
        let facts = ground.facts(store);
        let recovery = ground.recovery(store);
        let forgets = facts.is_off(Attr::Persistence) || !facts.is_stated(Attr::Persistence);
        let gone = ground.study.kind(store) == Kind::Cache && forgets;
        Some(
            Case::new(&[store])
                .say("store", ground.called(store))
                .lasts("rto", Some(recovery.time.lasts))
                .lasts("rpo", recovery.loss.as_ref().map(|span| span.lasts))
                .flag("gone", gone)
                .costs(ground, store)
                .hurts(ground, &ground.without(Place::Component(store)))
                .falls_if(!copies),
        )
    };
    ground.design().component_ids().filter_map(put).collect()
}

fn server(ground: &Ground) -> Vec<Case> {
    let put = |id: ComponentId| {
        let usage = ground.usage(id)?;
        if ground.study.is_fed_by_queues(id)
            || ground.study.is_in_pool(id)
            || ground.study.is_proxy(id)
        {
            return None;
        }
        let count = ground.design().running(id);
        let after = if count > 1 { usage.utilization_with(count - 1) } else { f64::INFINITY };
        let rto = Recovery::with_left(ground.design(), id, 0).time.lasts;
        let gone = ground.without(Place::Component(id));
        let stops = !ground.stopped(&gone).is_empty();
        // What it runs more than that is worth a word.
        let need = usage.replicas_at(usage.target).filter(|need| *need <= count);
        Some(
            Case::new(&[id])
                .say("srv", ground.called(id))
                .count("n", count)
                .flag("aside", count == 1 && !stops)
                .may("need", need.map(|need| words::count(f64::from(need))))
                .may("enough", ground.enough(id).map(|it| words::count(f64::from(it))))
                .share("u0", Some(usage.utilization_with(count)))
                .share("u1", Some(after))
                .lasts("rto", Some(rto))
                .flag("alone", count == 1)
                .costs(ground, id)
                .hurts(ground, &gone)
                .by_load(count == 1, after),
        )
    };
    ground.servers().into_iter().filter_map(put).collect()
}

fn files(ground: &Ground) -> Vec<Case> {
    let put = |id: ComponentId| {
        let facts = ground.facts(id);
        if !facts.is_stated(Attr::Files) || facts.is_off(Attr::Files) {
            return None;
        }
        let count = ground.design().running(id);
        let miss = (count > 1).then(|| f64::from(count - 1) / f64::from(count));
        let store = facts.component(Attr::Files);
        Some(
            Case::new(&[id])
                .may("store", store.map(|store| ground.called(store)))
                .share("miss", miss)
                .falls_if(store.is_none()),
        )
    };
    ground.servers().into_iter().filter_map(put).collect()
}

/// What stands before servers and hands requests on to them.
fn entries(ground: &Ground) -> Vec<ComponentId> {
    let kinds = [Kind::Lb, Kind::Gateway, Kind::Web];
    let spreads = |id: &ComponentId| {
        ground.study.spreads(*id)
            && ground
                .calls(*id)
                .iter()
                .any(|link| ground.study.kind(ground.design().link(*link).to).is_compute())
    };
    ground.of_kinds(&kinds).into_iter().filter(spreads).collect()
}

fn balancer(ground: &Ground) -> Vec<Case> {
    let put = |id: ComponentId| {
        let managed = ground.design().spans_zones(id);
        let count = ground.design().running(id);
        let gone = ground.without(Place::Component(id));
        let flows = ground.stopped(&gone);
        let flow = (!flows.is_empty()).then(|| words::flows(ground.design(), &flows));
        Case::new(&[id])
            .say("lb", ground.called(id))
            .count("n", count)
            .flag("managed", managed)
            .may("flow", flow)
            .down("min", ground.down_in(Place::Component(id), &flows))
            .costs(ground, id)
            .hurts(ground, &gone)
            .falls_if(!managed && count < 2)
    };
    entries(ground).into_iter().map(put).collect()
}

fn health(ground: &Ground) -> Vec<Case> {
    let put = |id: ComponentId| {
        let (design, facts) = (ground.design(), ground.facts(id));
        let behind = ground.calls(id);
        let servers: u32 = behind.iter().map(|link| design.running(design.link(*link).to)).sum();
        let interval = facts.longest(Attr::HealthCheck);
        let notices = interval.map_or(HEALTH_CHECK, |interval| interval * 3.0);
        let hit = |peak: f64| (peak / f64::from(servers) * notices.as_seconds()).round();
        let n = (servers > 1).then(|| words::count(f64::from(servers)));
        let retries = |link: &LinkId| design.link(*link).facts.is_on(Attr::Retries);
        let case = Case::new(&[id])
            .say("lb", ground.called(id))
            .lasts("det", Some(notices))
            .lasts("iv", interval)
            .may("n", n)
            .may("req", ground.peak(id).map(|peak| words::count(hit(peak))))
            .flag("retries", behind.iter().any(retries))
            .flag(
                "host",
                behind.iter().any(|link| {
                    ground.facts(design.link(*link).to).word(Attr::HealthCheck) == Some("host")
                }),
            );
        match ground.study.checks_health(id) {
            Some(true) if servers < 2 => None,
            Some(true) => Some(case),
            Some(false) => Some(case.verdict(Verdict::Falls)),
            None => Some(case.open(Lacks::Mechanism, &[Attr::HealthCheck])),
        }
    };
    entries(ground).into_iter().filter_map(put).collect()
}

fn dns(ground: &Ground) -> Vec<Case> {
    let put = |id: ComponentId| {
        if ground.study.regions_behind(id).len() < 2 {
            return None;
        }
        let facts = ground.facts(id);
        let case = Case::new(&[id]).say("dns", ground.called(id));
        let Some(ttl) = facts.longest(Attr::Ttl) else {
            return Some(case.open(Lacks::Mechanism, &[Attr::Ttl]));
        };
        let notices = facts.longest(Attr::HealthCheck).map_or(HEALTH_CHECK, |it| it * 3.0);
        let (rto, goal) = (notices + ttl, ground.goal(id, Attr::Rto));
        Some(
            case.lasts("ttl", Some(ttl))
                .lasts("det", Some(notices))
                .lasts("rto", Some(rto))
                .lasts("goal", goal)
                .falls_if(goal.is_some_and(|goal| rto > goal)),
        )
    };
    ground.of_kinds(&[Kind::Dns]).into_iter().filter_map(put).collect()
}

fn origin(ground: &Ground) -> Vec<Case> {
    let put = |cdn: ComponentId| {
        let purged = ground.cold(cdn);
        let targets = ground.calls(cdn).into_iter().map(|link| ground.design().link(link).to);
        let used = |id: ComponentId| Some((id, purged.usage(id)?.utilization.hi));
        let worst = targets.filter_map(used).reduce(|a, b| if b.1 > a.1 { b } else { a });
        let (server, used) = worst?;
        Some(
            Case::new(&[cdn, server])
                .say("cdn", ground.called(cdn))
                .say("srv", ground.called(server))
                .rps("r0", ground.peak(server))
                .rps("r1", purged.arrival(server).map(|it| it.peak.hi))
                .share("u1", Some(used))
                .hurts(ground, &purged)
                .by_load(false, used),
        )
    };
    ground.of_kinds(&[Kind::Cdn]).into_iter().filter_map(put).collect()
}
