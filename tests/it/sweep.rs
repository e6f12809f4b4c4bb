//! The sweep takes short cuts; here it is compared with failing one place after the other.

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

/// A reproducible stream of numbers (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
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

#[test]
fn the_sweep_is_every_failure_one_by_one() {
    let (mut structural, mut overload) = (0, 0);
    for seed in 1..=30 {
        let text = any_design(seed);
        let design = design(&text);
        let study = Study::of(design.clone());
        let sweep = study.sweep();
        structural += sweep.structural.len();
        overload += sweep.overload.len();
        let components = design.component_ids();
        let components = components.filter(|id| design.component(*id).kind != Kind::User);
        let places = components.map(Place::Component).chain(design.group_ids().map(Place::Group));
        for place in places {
            let (down, new) = one_by_one(&study, place);
            let losses = |list: &[Loss]| -> Vec<Loss> {
                list.iter().filter(|loss| is_about(loss, place)).cloned().collect()
            };
            let alone: Vec<FlowId> =
                design.flow_ids().filter(|id| cuts(&design, *id, place)).collect();
            let found: Vec<FlowId> =
                losses(&sweep.structural).into_iter().flat_map(|loss| loss.flows).collect();
            assert_eq!(found, alone, "{place:?} in seed {seed}:\n{text}");
            let found: Vec<ComponentId> = losses(&sweep.overload)
                .into_iter()
                .filter(|loss| loss.lost == Lost::Place(place))
                .flat_map(|loss| loss.overloaded)
                .collect();
            let expected = if down.is_empty() { new } else { Vec::new() };
            assert_eq!(found, expected, "{place:?} in seed {seed}:\n{text}");
        }
    }
    assert!(structural > 20 && overload > 20, "{structural} and {overload} show too little");
}
