//! Attacks on how it is run: who notices, what was tried, what is open, where the numbers come from.

use super::Entry;
use super::case::{Case, Lacks, Verdict};
use crate::analysis::availability::{FlowAvailability, downtime_a_year};
use crate::analysis::load::CapacityBasis;
use crate::analysis::recovery::MANUAL_FAILOVER;
use crate::model::{Attr, ComponentId, Dimension, Duration, FlowId, Kind, Place};
use crate::post::ground::Ground;
use crate::post::weak::{ALIKE, Weak};
use crate::post::words;
use crate::say::{Text, number};

pub const ENTRIES: &[Entry] = &[
    ("detect", detect, &["no-alerting", "no-monitoring", "no-runbook"]),
    ("drill", drill, &[]),
    ("exposed", exposed, &["public-data-store", "bypassed-balancer"]),
    ("personal-data", personal, &["unencrypted-data", "plaintext"]),
    ("basis", basis, &["number-without-basis"]),
    ("slo-gap", objective, &["objective-unreachable"]),
];

/// Components of ours whose loss takes a person to mend, and how many come back alone.
fn by_hand(ground: &Ground) -> (Vec<ComponentId>, usize) {
    let design = ground.design();
    let own = design.component_ids().filter(|id| {
        let kind = ground.study.kind(*id);
        !matches!(kind, Kind::User | Kind::External) && ground.study.is_hard_reached(*id)
    });
    let (hand, alone): (Vec<ComponentId>, Vec<ComponentId>) =
        own.partition(|id| ground.recovery(*id).time.lasts >= MANUAL_FAILOVER);
    (hand, alone.len())
}

fn detect(ground: &Ground) -> Vec<Case> {
    let operations = &ground.design().operations;
    let (hand, alone) = by_hand(ground);
    let case = Case::new(&[])
        .flag("oncall", operations.is_on(Attr::OnCall))
        .flag("runbook", operations.is_on(Attr::Runbook))
        .flag("metrics", ground.study.watches("metrics") == Some(true))
        .may("self", (alone > 0).then(|| words::count(alone as f64)))
        .may("person", (!hand.is_empty()).then(|| words::components(ground.design(), &hand)));
    vec![match ground.study.watches("alerts") {
        Some(true) => case,
        Some(false) => case.verdict(Verdict::Falls),
        None => {
            let what = Text::new("알림을 누가 어떻게 받는지", "who gets which alerts");
            case.say("what", what).open(Lacks::Mechanism, &[Attr::Monitoring, Attr::OnCall])
        }
    }]
}

fn drill(ground: &Ground) -> Vec<Case> {
    let operations = &ground.design().operations;
    let restore = operations.is_on(Attr::BackupTested);
    let failover = operations.is_on(Attr::FailoverTested);
    let own = ground.design().component_ids().filter(|id| ground.study.is_hard_reached(*id));
    let guessed: Vec<ComponentId> = own
        .filter(|id| ground.study.kind(*id) != Kind::User && ground.is_ours(Place::Component(*id)))
        .filter(|id| ground.recovery(*id).time.assumed)
        .collect();
    if guessed.is_empty() {
        return Vec::new();
    }
    let weight = |id: &ComponentId| {
        (
            ground.down_by(Place::Component(*id)).as_minutes().round(),
            ground.recovery(*id).time.lasts,
        )
    };
    let heavier = |a, b| if weight(&b) > weight(&a) { b } else { a };
    let first = guessed.iter().copied().reduce(heavier);
    vec![
        Case::new(&[])
            .count("n", guessed.len() as u32)
            .may("what", first.map(|id| ground.called(id)))
            .flag("both", restore && failover)
            .flag("restore", restore && !failover)
            .flag("failover", failover && !restore)
            .falls_if(!restore && !failover),
    ]
}

fn exposed(ground: &Ground) -> Vec<Case> {
    let stores = [Kind::Db, Kind::Cache, Kind::Queue, Kind::Search];
    let stores = ground.of_kinds(&stores);
    if stores.is_empty() {
        return Vec::new();
    }
    let open = |id: &ComponentId| {
        ground.study.is_called_by_user(*id) || ground.facts(*id).is_on(Attr::Public)
    };
    let found: Vec<ComponentId> = stores.into_iter().filter(open).collect();
    let users = ground.of_kinds(&[Kind::User]).into_iter();
    let mut ways: Vec<ComponentId> = users
        .flat_map(|user| ground.calls(user))
        .map(|link| ground.design().link(link).to)
        .collect();
    ways.dedup();
    if ways.is_empty() {
        return Vec::new();
    }
    vec![
        Case::new(&found)
            .say("entry", words::components(ground.design(), &ways))
            .may("list", (!found.is_empty()).then(|| words::components(ground.design(), &found)))
            .falls_if(!found.is_empty()),
    ]
}

fn personal(ground: &Ground) -> Vec<Case> {
    let design = ground.design();
    let keeps: Vec<ComponentId> =
        design.component_ids().filter(|id| ground.study.keeps_sensitive_data(*id)).collect();
    if keeps.is_empty() {
        return Vec::new();
    }
    let secrets =
        |word| design.components.iter().any(|it| it.facts.word(Attr::Secrets) == Some(word));
    let off: Vec<ComponentId> =
        keeps.iter().copied().filter(|id| ground.facts(*id).is_off(Attr::Encryption)).collect();
    let unknown = keeps.iter().any(|id| !ground.facts(*id).is_stated(Attr::Encryption));
    let listed = if off.is_empty() { &keeps } else { &off };
    let case = Case::new(&keeps)
        .say("list", words::components(design, listed))
        .count("n", keeps.len() as u32)
        .flag("managed", secrets("managed"))
        .flag("plain", secrets("plain"));
    vec![match (off.is_empty(), unknown) {
        (false, _) => case.verdict(Verdict::Falls),
        (true, true) => case.open(Lacks::Mechanism, &[Attr::Encryption]),
        _ => case.falls_if(secrets("plain")),
    }]
}

/// Below this multiple of the assumed traffic a margin is called thin.
const THIN: f64 = 1.5;
/// Below this part of the largest share a share is no next step.
const PART_THAT_COUNTS: f64 = 0.1;

fn basis(ground: &Ground) -> Vec<Case> {
    let Some(demand) = ground.study.demand() else {
        let asked = Case::new(&[]);
        return vec![asked.open(Lacks::Traffic, &[Attr::Dau, Attr::RequestsPerUser, Attr::Peak])];
    };
    let growth = ground.growth();
    let put = |id: ComponentId| {
        let usage = ground.usage(id)?;
        let count = ground.design().running(id);
        let factor = growth.fills(id)?;
        let need = usage.peak() / f64::from(count);
        if ground.study.is_in_pool(id) || !ground.study.is_in_request(id) {
            return None;
        }
        Some(
            Case::new(&[id])
                .may("dau", demand.dau.map(|dau| number::between(Dimension::Count, dau.lo, dau.hi)))
                .say("f", number::between(Dimension::Factor, demand.factor.lo, demand.factor.hi))
                .say("srv", ground.called(id))
                .rps("cap", Some(usage.capacity_each))
                .flag("stated", usage.basis == CapacityBasis::Stated)
                .may("x", words::reached(factor))
                .rps("need", Some(need))
                .count("n", count)
                .falls_if(factor < THIN),
        )
    };
    ground.servers().into_iter().filter_map(put).take(1).collect()
}

fn objective(ground: &Ground) -> Vec<Case> {
    let put = |flow: FlowId| {
        let goal = ground.study.objective(Some(flow));
        let down = ground.study.availability(flow).outlook.unavailability;
        (down.hi - (1.0 - goal), flow, goal)
    };
    let all = ground.design().flow_ids().map(put);
    let worst = all.reduce(|a, b| if b.0 > a.0 { b } else { a });
    let Some((_, flow, goal)) = worst else { return Vec::new() };
    let it = ground.study.availability(flow);
    let down = it.outlook.unavailability;
    let weak: Vec<Weak> =
        ground.weak().into_iter().filter(|weak| weak.flows.contains(&flow)).collect();
    let first = largest(ground, flow, &weak);
    let own = weak.iter().map(|weak| weak.place).filter(|place| ground.is_ours(*place));
    let (components, places): (Vec<Place>, Vec<Place>) =
        own.partition(|place| matches!(place, Place::Component(_)));
    let is_weak = |place: &Place| weak.iter().any(|weak| weak.place == *place);
    // Nothing of ours stops it alone: then what weighs most of it fails together with another.
    let ours = |place: &Place| {
        matches!(place, Place::Component(_)) && ground.is_ours(*place) && !is_weak(place)
    };
    let heaviest = first.filter(ours);
    let mends = components.first().or(places.first()).copied().filter(|_| heaviest.is_none());
    // Several of which each is needed want more of them, and are redundant already.
    let strained = weak.iter().find(|weak| mends == Some(weak.place) && weak.is_one_of_several());
    // What hardly weighs is no next step, even if it is the only thing of ours.
    let most = it.savings.iter().map(|(_, down)| *down).fold(Duration::ZERO, Duration::max);
    let weighty = it.savings.iter().filter(|(_, down)| *down > most * PART_THAT_COUNTS);
    let more = heaviest.or_else(|| weighty.map(|(place, _)| *place).find(ours));
    let is_outside = |place: &Place| matches!(place, Place::Component(id) if ground.study.kind(*id) == Kind::External);
    let outside = weak.iter().map(|weak| weak.place).find(is_outside);
    let outside = outside.filter(|_| heaviest.is_none());
    // Whose figure is taken for want of a better one may be no more than that.
    let is_unknown = |place: &Place| matches!(place, Place::Component(id) if ground.study.kind(*id) != Kind::External && !ground.is_stated_managed(*id));
    let unknown =
        first.filter(|place| is_weak(place) && !ground.is_ours(*place) && is_unknown(place));
    let named = |place: Option<Place>| place.map(|place| words::place(ground.design(), place));
    vec![
        Case::new(&[])
            .say("goal", number::availability(1.0 - goal, 1.0 - goal))
            .down("budget", downtime_a_year(1.0 - goal))
            .say("flow", words::flow(ground.design(), flow))
            .say("a", number::availability(down.lo, down.hi))
            .down("min", it.outlook.downtime_a_year())
            .may("c1", named(first))
            .may("m1", first.map(|place| words::duration(share_of(ground, it, place))))
            .may("own", named(mends))
            .flag("place", components.is_empty())
            .flag("few", strained.is_some())
            .may("ext", named(outside))
            .may("unknown", named(unknown))
            .may("more", named(more))
            .falls_if(down.lo > 1.0 - goal),
    ]
}

/// How long the journey is down because of a place; where that is about as long as for any other, the figure
/// that is told of the place elsewhere.
fn share_of(ground: &Ground, it: &FlowAvailability, place: Place) -> Duration {
    let (own, most) = (it.saving(place), ground.down_by(place));
    if own > most * ALIKE { most } else { own }
}

/// What the journey is down for most; of those that weigh as much, the one that the diagnosis names
/// first.
fn largest(ground: &Ground, flow: FlowId, weak: &[Weak]) -> Option<Place> {
    let it = ground.study.availability(flow);
    let most = it.savings.iter().map(|(_, down)| *down).reduce(Duration::max)?;
    let weighs = |place: &Place| it.saving(*place) > most - Duration::minutes(1.0);
    let told = weak.iter().map(|weak| weak.place).find(weighs);
    told.or_else(|| it.savings.iter().map(|(place, _)| *place).find(weighs))
}
