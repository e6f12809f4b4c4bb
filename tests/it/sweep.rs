//! The sweep takes short cuts; here it is compared with failing one place after the other.

use crate::random::Random;
use archlint::analysis::sweep::{Loss, Lost};
use archlint::analysis::whatif::FlowState;
use archlint::analysis::{FlowCuts, Study, Unit};
use archlint::catalog::Catalog;
use archlint::model::{ComponentId, Design, FlowId, Kind, Place, Scenario};
use archlint::source::{NoLoader, Source, Sources, Span};
use std::fmt::Write;

fn design(text: &str) -> Design {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("test.arch", text));
    let span = Span::new(id, 0, text.len());
    archlint::model::build(&mut sources, span, &NoLoader, &Catalog::builtin()).design
}

/// Pools, fallbacks, caches, copies, zones and loops of calls, in any mixture.
fn any_design(seed: u64) -> String {
    let mut random = Random(seed);
    let mut text =
        String::from("traffic { rps = 100, peak = 2x, reads = 80% }\nuser u\nzone za\nzone zb\n");
    let count = 4 + random.below(8);
    for at in 0..count {
        let kind = random.pick(&["was", "service", "mysql", "redis", "lb", "queue", "alb"]);
        let mut facts = vec![format!("capacity = {}rps", 40 + random.below(400))];
        match random.below(4) {
            0 => facts.push("zones = [za, zb]".to_owned()),
            1 => facts.push(format!("replicas = {}", 2 + random.below(3))),
            2 => facts.push("replicas = 4, zones = [za, zb]".to_owned()),
            _ => {}
        }
        match kind {
            "redis" => facts.push(format!("hit-ratio = {}%", 10 * random.below(10))),
            "mysql" => {
                facts.push(random.pick(&["failover = auto", "failover = manual"]).to_owned())
            }
            _ => {}
        }
        writeln!(text, "{kind} c{at}x {{ {} }}", facts.join(", ")).unwrap();
    }
    writeln!(text, "u -> c0x").unwrap();
    for _ in 0..count * 2 {
        let mut name = || format!("c{}x", random.below(count));
        let (from, to, other) = (name(), name(), name());
        if from == to || to == other || from == other {
            continue;
        }
        let statement = match random.below(7) {
            0 => format!("{from} -> {to} | {other}"),
            1 => format!("{from} -> {to} {{ fallback = {other} }}"),
            2 => format!("{from} -> {to} {{ optional }}"),
            3 => format!("{from} ~> {to}"),
            4 => format!("{from} => {to}"),
            5 => format!("{from} -> {to} {{ share = 30%, retries = 2 }}"),
            _ => format!("{from} -> {to}, {other}"),
        };
        writeln!(text, "{statement}").unwrap();
    }
    text
}

/// Flows that are down, and components that are overloaded and were not, with `place` failed.
fn one_by_one(study: &Study, place: Place) -> (Vec<FlowId>, Vec<ComponentId>) {
    let before = &study.ordinary().outcome().overloaded;
    let failed = study.under(&Scenario { fail: vec![place], ..Scenario::ordinary() });
    let outcome = failed.outcome();
    let down =
        study.design().flow_ids().filter(|id| outcome.flow(*id) == Some(FlowState::Down)).collect();
    let new = outcome.overloaded.iter().copied().filter(|id| !before.contains(id)).collect();
    (down, new)
}

fn is_about(loss: &Loss, place: Place) -> bool {
    match loss.lost {
        Lost::Replica(id) => place == Place::Component(id),
        Lost::Place(lost) => place == lost,
    }
}

/// Whether a unit of the place is an order-1 cut set of the flow.
fn cuts(design: &Design, flow: FlowId, place: Place) -> bool {
    FlowCuts::of(design, flow).cuts.iter().any(|cut| match (cut.unit, place) {
        (Unit::Domain(id), Place::Group(group)) => id == group,
        (unit, Place::Component(id)) => unit.component() == Some(id),
        _ => false,
    })
}

#[test]
fn one_of_a_pool_is_no_single_point_of_failure_unless_the_others_drown() {
    let of = |capacity: u32| {
        let text = format!(
            "traffic {{ rps = 100rps }}\nuser u\nwas a {{ replicas = 3, capacity = {capacity}rps }}\nu -> a\n"
        );
        let design = design(&text);
        let study = Study::of(design.clone());
        let sweep = study.sweep();
        let names = |list: &[Loss]| -> Vec<String> {
            list.iter().map(|loss| loss.lost.name(&design)).collect()
        };
        (names(&sweep.structural), names(&sweep.overload))
    };
    assert_eq!(of(60), (vec![], vec![]));
    assert_eq!(of(40), (vec![], vec!["a#1".to_owned()]));
}

/// Components of one zone and the same again in one that stands by for it, called from outside.
fn with_standby(seed: u64) -> String {
    let mut random = Random(seed * 7919);
    let (mut inside, mut text) = (String::new(), String::new());
    let kinds = ["was", "service", "mysql", "lb"];
    for at in 0..4 {
        let (kind, capacity) = (random.pick(&kinds), 60 + random.below(300));
        writeln!(inside, "{kind} s{at}x {{ capacity = {capacity}rps, failover = auto }}").unwrap();
    }
    for _ in 0..4 {
        let (from, to) = (random.below(4), random.below(4));
        if from != to {
            let soft = random.pick(&["", " { optional }", " { share = 40% }"]);
            writeln!(inside, "s{from}x -> s{to}x{soft}").unwrap();
        }
    }
    for at in 0..3 {
        let (kind, capacity) = (random.pick(&["was", "lb"]), 60 + random.below(300));
        writeln!(text, "{kind} o{at}x {{ capacity = {capacity}rps }}\nu -> o{at}x").unwrap();
        let to = random.below(4);
        let drawn = random.pick(&["za.sTx", "za.sTx, zb.sTx"]).replace('T', &to.to_string());
        writeln!(text, "o{at}x -> {drawn}").unwrap();
    }
    format!(
        "traffic {{ rps = 100, peak = 2x, reads = 80% }}\nuser u\nzone za {{\n{inside}}}\n\
         zone zb {{\nrole = standby\n{inside}}}\n{text}"
    )
}

/// How many losses of each sort a sweep finds, each as when it comes alone.
fn compare(text: &str) -> (usize, usize) {
    let design = design(text);
    let study = Study::of(design.clone());
    let sweep = study.sweep();
    let components = design.component_ids();
    let components = components.filter(|id| design.component(*id).kind != Kind::User);
    let places = components.map(Place::Component).chain(design.group_ids().map(Place::Group));
    for place in places {
        let (down, new) = one_by_one(&study, place);
        let losses = |list: &[Loss]| -> Vec<Loss> {
            list.iter().filter(|loss| is_about(loss, place)).cloned().collect()
        };
        let alone: Vec<FlowId> = design.flow_ids().filter(|id| cuts(&design, *id, place)).collect();
        if matches!(place, Place::Group(_)) && !design.standby_sites.is_empty() {
            assert_eq!(
                alone, down,
                "{place:?} is a cut exactly where its loss is an outage:\n{text}"
            );
        }
        let found: Vec<FlowId> =
            losses(&sweep.structural).into_iter().flat_map(|loss| loss.flows).collect();
        assert_eq!(found, alone, "{place:?} in:\n{text}");
        let found: Vec<ComponentId> = losses(&sweep.overload)
            .into_iter()
            .filter(|loss| loss.lost == Lost::Place(place))
            .flat_map(|loss| loss.overloaded)
            .collect();
        let expected = if down.is_empty() { new } else { Vec::new() };
        assert_eq!(found, expected, "{place:?} in:\n{text}");
    }
    (sweep.structural.len(), sweep.overload.len())
}

#[test]
fn the_sweep_is_every_failure_one_by_one() {
    let found: Vec<(usize, usize)> = (1..=30).map(|seed| compare(&any_design(seed))).collect();
    let structural: usize = found.iter().map(|(structural, _)| structural).sum();
    let overload: usize = found.iter().map(|(_, overload)| overload).sum();
    assert!(structural > 20 && overload > 20, "{structural} and {overload} show too little");
}

#[test]
fn a_site_that_stands_by_takes_over_in_the_sweep_as_in_a_scenario() {
    let found: Vec<(usize, usize)> = (1..=60).map(|seed| compare(&with_standby(seed))).collect();
    let structural: usize = found.iter().map(|(structural, _)| structural).sum();
    let overload: usize = found.iter().map(|(_, overload)| overload).sum();
    assert!(structural > 20 && overload > 5, "{structural} and {overload} show too little");
}

#[test]
fn a_loss_in_a_circle_of_very_many_ways_brings_nobody_more() {
    let count = 200;
    let mut text = String::from("traffic { rps = 100rps }\nuser u\nu -> s0\n");
    for at in 0..count {
        // What only loses load is overloaded by no loss, however near it is to its capacity.
        writeln!(text, "service s{at} {{ capacity = 400rps }}").unwrap();
    }
    for at in 0..count - 1 {
        writeln!(text, "s{at} -> s{} {{ share = 90% }}", at + 1).unwrap();
        if at % 5 == 4 {
            writeln!(text, "s{at} ~> s{}", (at + 12) % count).unwrap();
        }
    }
    let study = Study::of(design(&text));
    assert!(
        !study.ordinary().spread().expect("traffic is stated").limited(study.design()).is_empty()
    );
    assert!(study.sweep().overload.is_empty(), "{:?}", study.sweep().overload.first());
}
