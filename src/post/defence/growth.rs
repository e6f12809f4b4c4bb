//! Attacks on deploying, scaling and the tenfold day.

use super::Entry;
use super::case::{Case, Lacks, Verdict};
use crate::analysis::change::{State, compare};
use crate::analysis::load::TARGET_UTILIZATION;
use crate::analysis::recovery::{RESTART, RESTORE_RATE, Recovery};
use crate::catalog::prices::HOURS_PER_MONTH;
use crate::model::{Attr, ComponentId, Dimension, Duration, Kind};
use crate::post::deploys::{Deploy, Way};
use crate::post::ground::Ground;
use crate::post::tenfold::Tenfold;
use crate::post::words;
use crate::say::Text;
use crate::text;

pub const ENTRIES: &[Entry] = &[
    ("deploy-capacity", deploy, &["unsafe-deploy"]),
    ("rollback", rollback, &["unsafe-deploy"]),
    ("scale-lag", scale_lag, &["slow-scale-out", "tenfold-traffic-breaks"]),
    ("herd", herd, &["retry-amplification"]),
    ("up-or-out", up_or_out, &["fixed-capacity"]),
    ("tenfold", tenfold, &["tenfold-traffic-breaks"]),
    ("migrate", migrate, &[]),
];

/// Servers on the way of requests.
fn tiers(ground: &Ground) -> Vec<ComponentId> {
    let in_request =
        |id: &ComponentId| ground.study.is_in_request(*id) && !ground.study.is_proxy(*id);
    ground.servers().into_iter().filter(in_request).collect()
}

fn deploying(ground: &Ground, id: ComponentId) -> Case {
    let deploy = Deploy::of(ground, id);
    let each = ground.cost_of(id);
    let each = each.map(|(cost, currency)| words::paid(cost / HOURS_PER_MONTH, currency));
    let case = Case::new(&[id])
        .say("srv", ground.called(id))
        .count("n", deploy.count)
        .share("u0", deploy.before)
        .share("u1", deploy.during)
        .lasts("rto", Some(RESTART));
    let Some(way) = deploy.way else { return case.open(Lacks::Mechanism, &[Attr::Deploy]) };
    let stops = deploy.serving == 0;
    case.count("n1", deploy.serving)
        .flag("rolling", way == Way::Rolling && !stops)
        .flag("surge", way == Way::Surge)
        .flag("green", way == Way::BlueGreen)
        .flag("canary", way == Way::Canary)
        .flag("recreate", stops)
        .may("cost", each.filter(|_| way == Way::BlueGreen))
        .by_load(stops, deploy.during.or(deploy.before).unwrap_or(0.0))
}

fn deploy(ground: &Ground) -> Vec<Case> {
    tiers(ground).into_iter().map(|id| deploying(ground, id).costs(ground, id)).collect()
}

fn rollback(ground: &Ground) -> Vec<Case> {
    let calls_db = |id: &ComponentId| {
        let mut calls = ground.calls(*id).into_iter();
        calls.any(|link| ground.study.kind(ground.design().link(link).to) == Kind::Db)
    };
    let back = ground.design().operations.longest(Attr::Rollback);
    let put = |id: ComponentId| {
        deploying(ground, id).lasts("back", back).may("note", ground.note(id).map(words::quoted))
    };
    tiers(ground).into_iter().filter(calls_db).map(put).collect()
}

const JUMP: f64 = 10.0;
const SCALE_OUT: Duration = Duration::minutes(5.0);

fn scale_lag(ground: &Ground) -> Vec<Case> {
    let jump = ground.grown(JUMP);
    let put = |id: ComponentId| {
        ground.design().scales(id)?;
        let before = jump.before().usages[id.index()].as_ref()?;
        let after = jump.after().usages[id.index()].as_ref()?;
        let takes = ground.facts(id).longest(Attr::ScaleOutTime).unwrap_or(SCALE_OUT);
        let used = before.utilization.hi;
        let floor = before.replicas_at(TARGET_UTILIZATION);
        Some(
            Case::new(&[id])
                .say("srv", ground.called(id))
                .count("n", before.replicas)
                .count("n2", after.replicas)
                .share("u1", Some(used))
                .share("u2", Some(after.utilization.hi))
                .share("over", Some(before.beyond()))
                .lasts("t", Some(takes))
                .may("floor", floor.map(|it| words::count(f64::from(it))))
                .share("u3", floor.map(|it| before.utilization_with(it)))
                .hurts(ground, &jump)
                .by_load(false, used),
        )
    };
    tiers(ground).into_iter().filter_map(put).collect()
}

fn herd(ground: &Ground) -> Vec<Case> {
    let risky = ground.study.capacities().iter().filter(|it| it.hidden < it.advertised * 0.999);
    let Some(worst) = risky.reduce(|a, b| if b.hidden < a.hidden { b } else { a }) else {
        return Vec::new();
    };
    let backoff = ground.design().links.iter().filter(|link| link.facts.is_on(Attr::Retries));
    let spread = backoff.clone().next().is_some()
        && backoff.into_iter().all(|link| link.facts.word(Attr::Backoff) == Some("exponential"));
    let used = 1.0 / worst.hidden;
    let case = Case::new(&[worst.id])
        .say("c", ground.called(worst.id))
        .share("u0", Some(1.0 / worst.advertised))
        .share("u1", Some(used))
        .flag("cold", ground.shields().iter().any(|(_, store)| *store == worst.id))
        .flag("tries", ground.design().links.iter().any(|it| it.facts.is_on(Attr::Retries)))
        .flag("backoff", spread);
    vec![case.by_load(false, used)]
}

fn up_or_out(ground: &Ground) -> Vec<Case> {
    let growth = ground.growth();
    let put = |id: ComponentId| {
        let usage = ground.usage(id)?;
        let count = ground.design().running(id);
        let rto = Recovery::with_left(ground.design(), id, 0).time.lasts;
        let case = Case::new(&[id])
            .say("srv", ground.called(id))
            .count("n", count)
            .flag("one", count == 1)
            .lasts("rto", Some(rto))
            .may("x", growth.fills(id).and_then(words::reached));
        Some(match count {
            1 => case.verdict(Verdict::Falls),
            _ => {
                let after = usage.utilization_with(count - 1);
                case.share("u1", Some(after)).by_load(false, after)
            }
        })
    };
    tiers(ground).into_iter().filter_map(put).collect()
}

fn tenfold(ground: &Ground) -> Vec<Case> {
    let Some(day) = Tenfold::of(ground) else { return Vec::new() };
    let holds = day.holds();
    if !day.open.is_empty() && holds {
        let asked = Case::new(&day.open);
        return vec![asked.open(Lacks::Mechanism, &[Attr::Autoscale])];
    }
    let Some(first) = day.first() else {
        let asked = Case::new(&[]).rps("r1", day.peak);
        return vec![asked.open(Lacks::Capacity, &[Attr::Capacity])];
    };
    let next = day.next();
    let scaled = (first.after != first.before).then_some(first.after);
    let case = Case::new(&[first.id])
        .say("c1", ground.called(first.id))
        .may("x1", words::reached(first.fills_at))
        .share("u1", Some(first.before))
        .share("u2", scaled)
        .flag("scaled", scaled.is_some())
        .flag("holds", holds)
        .flag("full", !holds && first.is_over())
        .may("c2", next.map(|it| ground.called(it.id)))
        .may("x2", next.and_then(|it| words::reached(it.fills_at)))
        .may("add", first.enough.map(added))
        // What the scaler will have started comes too late.
        .flag("ahead", first.is_over() && first.after <= 1.0 + 1e-9)
        .may("rest", rest(ground, &day, first.id))
        .share("u3", first.then)
        .hurts(ground, &ground.grown(JUMP));
    let case = match day.late().next() {
        None => case,
        Some((row, lags)) => case
            .say("con", ground.called(row.id))
            .say("n", words::count(lags.waiting().round()))
            .say("long", words::duration(lags.peak_for))
            .say("end", words::caught_up(&lags))
            .may("more", row.enough.map(added)),
    };
    let falls = !holds || day.late().next().is_some();
    vec![case.by_load(falls, first.before.max(first.after))]
}

/// What else is over its capacity on that day, with what it takes.
fn rest(ground: &Ground, day: &Tenfold, first: ComponentId) -> Option<Text> {
    let others = day.rows.iter().filter(|row| row.id != first && !row.is_taker && row.is_over());
    let others = others.map(|row| {
        let called = ground.called(row.id);
        match row.enough.map(added) {
            Some(count) => text!(called, count; "{called}({count})", "{called} ({count})"),
            None => text!(
                called;
                "{called}(대수로는 안 됨)",
                "{called} (more of them do not help)"
            ),
        }
    });
    let others: Vec<Text> = others.collect();
    (!others.is_empty()).then(|| words::list(&others))
}

fn added(count: u32) -> Text {
    text!(count; "{count}대", "{count} instances")
}

fn migrate(ground: &Ground) -> Vec<Case> {
    let (Some(base), design) = (ground.base, ground.design()) else { return Vec::new() };
    let old = base.design();
    let changed = compare(old, design);
    let moves = changed.components.iter().filter(|pair| pair.state() == State::Changed);
    let stateful: Vec<(ComponentId, ComponentId)> = moves
        .filter_map(|pair| Some((pair.old?, pair.new?)))
        .filter(|(was, is)| {
            let (was, is) = (old.component(*was), design.component(*is));
            let tech =
                |it: &crate::model::Component| it.tech.as_ref().map(|tech| tech.name.clone());
            matches!(is.kind, Kind::Db | Kind::Storage | Kind::Search)
                && (was.kind != is.kind || tech(was) != tech(is))
        })
        .collect();
    if stateful.is_empty() {
        return Vec::new();
    }
    let ids: Vec<ComponentId> = stateful.iter().map(|(_, is)| *is).collect();
    let size = |id: &ComponentId| old.component(*id).facts.number(Attr::Size, Dimension::Bytes);
    let sizes: Option<f64> = stateful.iter().map(|(was, _)| Some(size(was)?.high())).sum();
    let rto = ground.recovery(ids[0]).time.lasts;
    let copies = ids.iter().all(|id| design.has_standby(*id) || ground.study.has_copies(*id));
    vec![
        Case::new(&ids)
            .count("k", ids.len() as u32)
            .say("list", words::components(design, &ids))
            .may("gb", sizes.map(words::bytes))
            .lasts("t", sizes.map(|size| Duration::seconds(size / RESTORE_RATE)))
            .lasts("rto", Some(rto))
            .falls_if(!copies),
    ]
}
