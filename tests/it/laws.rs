//! Laws that availability, cut sets and scenarios obey, whatever the design.

use crate::numbers::design;
use crate::random::Random;
use archlint::analysis::whatif::FlowState;
use archlint::analysis::{Study, Unit};
use archlint::model::{ComponentId, Design, FlowId, Place, Scenario};
use std::fmt::Write;

#[derive(Clone, Debug)]
struct Part {
    kind: &'static str,
    name: String,
    replicas: u32,
    capacity: Option<u32>,
    /// Whatever else its block says.
    facts: Vec<&'static str>,
}

#[derive(Clone, Debug)]
struct Line {
    from: usize,
    /// More than one are alternatives.
    to: Vec<usize>,
    arrow: &'static str,
    facts: Vec<String>,
}

/// Tiers, each of which calls what stands below it, over zones.
#[derive(Clone, Debug)]
struct Drawn {
    parts: Vec<Part>,
    lines: Vec<Line>,
}

/// What may be drawn.
#[derive(Clone, Copy, PartialEq)]
enum Width {
    /// Whatever changes how available a flow is.
    All,
    /// Nothing to which a loss brings requests that others did not have: the peak of an ordinary day
    /// says how many instances of it are needed.
    Steady,
}

impl Drawn {
    fn random(seed: u64, width: Width) -> Self {
        let mut random = Random::new(seed);
        let mut drawn = Self { parts: Vec::new(), lines: Vec::new() };
        drawn.add("user", "fan", &mut random);
        let front = drawn.add(random.pick(&["lb", "alb", "gateway"]), "front", &mut random);
        drawn.lines.push(Line { from: 0, to: vec![front], arrow: "->", facts: Vec::new() });
        let pool = 1 + random.below(3);
        let first = drawn.add("was", "api1", &mut random);
        for member in 2..=pool {
            let name = format!("api{member}");
            let alike = Part { name, ..drawn.parts[first].clone() };
            drawn.parts.push(alike);
            drawn.parts.last_mut().expect("just added").replicas = 1 + random.below(3) as u32;
        }
        let members = (first..first + pool).collect();
        drawn.lines.push(Line { from: front, to: members, arrow: "->", facts: Vec::new() });
        for name in ["cart", "pay", "seats"].into_iter().take(random.below(4)) {
            drawn.add("service", name, &mut random);
        }
        let services = drawn.parts.len();
        for name in ["orders", "members", "ledger"].into_iter().take(1 + random.below(3)) {
            let kind = random.pick(&["mysql", "postgresql", "redis", "dynamodb"]);
            drawn.add(kind, name, &mut random);
        }
        if random.chance(30) {
            let to = drawn.parts.len() - 1;
            let copy = drawn.add(drawn.parts[to].kind, "twin", &mut random);
            drawn.parts[copy].capacity = drawn.parts[to].capacity;
            drawn.lines.push(Line { from: to, to: vec![copy], arrow: "=>", facts: Vec::new() });
        }
        drawn.call(first, services, width, &mut random);
        drawn
    }

    fn add(&mut self, kind: &'static str, name: &str, random: &mut Random) -> usize {
        let mut facts = Vec::new();
        match random.below(4) {
            0 => facts.push("zones = [za, zb]"),
            1 => facts.push("zones = [za, zb, zc]"),
            _ => {}
        }
        if ["mysql", "postgresql", "redis"].contains(&kind) {
            facts.push(random.pick(&["failover = auto", "failover = manual", "role = primary"]));
        }
        if random.chance(30) {
            facts.push(random.pick(&["availability = 99%", "mtbf = 40d, mttr = 2h", "mttr = 45m"]));
        }
        let is_counted = !["user", "alb", "dynamodb"].contains(&kind);
        let capacity = (is_counted && random.chance(60)).then(|| 60 + random.below(200) as u32);
        let (name, replicas) = (name.to_owned(), 1 + random.below(4) as u32);
        self.parts.push(Part { kind, name, replicas, capacity, facts });
        self.parts.len() - 1
    }

    /// Who calls what: everybody something below it, some over an alternative or softly.
    fn call(&mut self, first: usize, services: usize, width: Width, random: &mut Random) {
        let stores: Vec<usize> =
            (services..self.parts.len()).filter(|at| self.parts[*at].name != "twin").collect();
        for from in first..services {
            if width == Width::Steady && from > first && self.parts[from].name.starts_with("api") {
                continue;
            }
            let below: Vec<usize> = (from + 1..services)
                .filter(|to| !self.parts[*to].name.starts_with("api"))
                .collect();
            let mut targets = below;
            targets.extend(&stores);
            for to in targets {
                if !random.chance(50) {
                    continue;
                }
                let mut facts = Vec::new();
                let other = stores[random.below(stores.len())];
                match random.below(6) {
                    0 => facts.push("optional".to_owned()),
                    1 if width == Width::All && other != to => {
                        facts.push(format!("fallback = {}", self.parts[other].name));
                    }
                    2 => facts.push(format!("share = {}%", 20 + 10 * random.below(7))),
                    3 if width == Width::All => facts.push("retries = 2".to_owned()),
                    _ => {}
                }
                // Whoever works in the place of another one makes its calls.
                let is_member = |at: &usize| self.parts[*at].name.starts_with("api");
                let is_one = width == Width::All || !is_member(&from);
                let callers: Vec<usize> = match is_one {
                    true => vec![from],
                    false => (from..services).filter(is_member).collect(),
                };
                for from in callers {
                    self.lines.push(Line { from, to: vec![to], arrow: "->", facts: facts.clone() });
                }
            }
        }
    }

    fn text(&self) -> String {
        let mut text = String::from(
            "traffic { rps = 100, peak = 2x, reads = 80% }\nregion seoul { zone za\nzone zb\nzone zc }\n",
        );
        for part in &self.parts {
            let mut facts: Vec<String> = part.facts.iter().map(|fact| (*fact).to_owned()).collect();
            if part.kind != "user" {
                facts.push(format!("replicas = {}", part.replicas));
            }
            if let Some(capacity) = part.capacity {
                facts.push(format!("capacity = {capacity}rps"));
            }
            match part.kind {
                "user" => writeln!(text, "user {}", part.name),
                kind => writeln!(text, "{kind} {} {{ {} }}", part.name, facts.join(", ")),
            }
            .expect("a string takes all");
        }
        for line in &self.lines {
            let to: Vec<&str> = line.to.iter().map(|to| &*self.parts[*to].name).collect();
            let (from, to) = (&self.parts[line.from].name, to.join(" | "));
            let facts = line.facts.join(", ");
            writeln!(text, "{from} {} {to} {{ {facts} }}", line.arrow).expect("a string takes all");
        }
        text
    }

    /// Nothing that its flow needs, or may turn from, carries less than it gets on an ordinary day.
    fn carries_its_load(&self) -> bool {
        let study = Study::of(design(&self.text()));
        let ordinary = study.ordinary();
        let state = ordinary.outcome().flow(FlowId(0));
        let carries = ordinary.usages().iter().flatten().all(|usage| usage.utilization.hi <= 1.0);
        state.is_some_and(FlowState::survives) && carries
    }

    /// The part of the time that its flow is down.
    fn down(&self) -> f64 {
        let study = Study::of(design(&self.text()));
        let found = study.ordinary().availability(FlowId(0)).outlook.unavailability;
        assert!(found.is_exact(), "{}", self.text());
        found.lo
    }
}

/// No more than before, but for the last digits.
fn is_no_worse(before: f64, after: f64) -> bool {
    after <= before * (1.0 + 1e-9)
}

/// Whatever changes over takes no longer than a repair. Where too few run as it is, all of them are
/// needed, one more or not.
#[test]
fn a_replica_more_never_lowers_availability() {
    let mut better = 0;
    for seed in 0..100 {
        let drawn = Drawn::random(seed, Width::All);
        if !drawn.carries_its_load() {
            continue;
        }
        let before = drawn.down();
        for at in 1..drawn.parts.len() {
            let mut more = drawn.clone();
            more.parts[at].replicas += 1;
            let after = more.down();
            let name = &drawn.parts[at].name;
            assert!(is_no_worse(before, after), "{name}: {before} {after}\n{}", drawn.text());
            better += usize::from(after < before * 0.999);
        }
    }
    assert!(better > 50, "{better} replicas made anything better");
}

#[test]
fn optional_never_lowers_availability() {
    let mut better = 0;
    for seed in 0..100 {
        let drawn = Drawn::random(seed, Width::All);
        let before = drawn.down();
        for at in 1..drawn.lines.len() {
            let is_hard = |fact: &String| !fact.contains("optional") && !fact.contains("fallback");
            let line = &drawn.lines[at];
            if line.arrow != "->" || !line.facts.iter().all(is_hard) {
                continue;
            }
            let mut softer = drawn.clone();
            softer.lines[at].facts.push("optional".to_owned());
            let after = softer.down();
            assert!(is_no_worse(before, after), "{line:?}: {before} {after}\n{}", drawn.text());
            better += usize::from(after < before * 0.999);
        }
    }
    assert!(better > 50, "{better} soft connections made anything better");
}

/// Every statement in another place, everything under another name.
#[test]
fn order_and_names_change_no_availability() {
    for seed in 0..100 {
        let drawn = Drawn::random(seed, Width::All);
        let mut other = drawn.clone();
        let last = other.parts.len() - 1;
        other.parts[1..].reverse();
        let place = |at: usize| if at == 0 { 0 } else { last + 1 - at };
        for line in &mut other.lines {
            line.from = place(line.from);
            line.to = line.to.iter().rev().map(|to| place(*to)).collect();
        }
        other.lines.reverse();
        let renamed = |name: &str| match name.strip_prefix("api") {
            Some(number) => format!("xy-{}", 9 - number.parse::<u32>().expect("a number")),
            None => name.chars().rev().collect(),
        };
        for part in &mut other.parts {
            part.name = renamed(&part.name);
        }
        for fact in other.lines.iter_mut().flat_map(|line| &mut line.facts) {
            if let Some(to) = fact.strip_prefix("fallback = ") {
                *fact = format!("fallback = {}", renamed(to));
            }
        }
        let (one, two) = (drawn.down(), other.down());
        assert!((one - two).abs() <= 1e-9 * one, "{one} {two}\n{}\n{}", drawn.text(), other.text());
    }
}

fn failing(design: &Design, units: &[Unit]) -> Scenario {
    let mut scenario = Scenario::ordinary();
    for unit in units {
        match *unit {
            Unit::Replica(id, number) if design.replicas(id).most > 1 => {
                scenario.instances.push((id, number));
            }
            Unit::Replica(id, _) | Unit::Whole(id) => scenario.fail.push(Place::Component(id)),
            Unit::Domain(id) => scenario.fail.push(Place::Group(id)),
        }
    }
    scenario
}

/// Everything that can fail, once.
fn units(design: &Design) -> Vec<Unit> {
    let of = |id: ComponentId| match design.fails_whole(id) {
        true => vec![Unit::Whole(id)],
        false => (1..=design.running(id)).map(|number| Unit::Replica(id, number)).collect(),
    };
    let components = design.component_ids().filter(|id| id.index() > 0).flat_map(of);
    components.chain(design.group_ids().map(Unit::Domain)).collect()
}

/// A scenario says `overloaded` or `down` exactly where what it fails holds a cut, unless the design
/// is overloaded as it is.
#[test]
fn scenarios_and_cut_sets_agree() {
    let (mut cut, mut spared) = (0, 0);
    for seed in 0..60 {
        let drawn = Drawn::random(seed, Width::Steady);
        let design = design(&drawn.text());
        let study = Study::of(design.clone());
        let ordinary = study.ordinary();
        if !matches!(ordinary.outcome().flow(FlowId(0)), Some(FlowState::Up)) {
            continue;
        }
        let cuts = ordinary.cut_sets(FlowId(0));
        let units = units(&design);
        let alone = units.iter().map(|unit| vec![*unit]);
        let pairs = (0..units.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
        let some =
            pairs.filter(|(a, b)| (a * 7 + b) % 5 == 0).map(|(a, b)| vec![units[b], units[a]]);
        let cut_pairs = cuts.pairs.iter().flatten().map(|pair| pair.to_vec());
        for lost in alone.chain(some).chain(cut_pairs) {
            let is_single = |unit: &Unit| cuts.singles.contains(unit);
            let of_two = |pair: &[Unit; 2]| pair.iter().all(|unit| lost.contains(unit));
            let is_cut = match lost[..] {
                [unit] => is_single(&unit),
                // What else is lost beside a cut may take load off it.
                _ if lost.iter().any(is_single) => continue,
                _ => cuts.pairs.as_ref().expect("few").iter().any(of_two),
            };
            let found = study.under(&failing(&design, &lost));
            let state = found.outcome().flow(FlowId(0)).expect("all is stated");
            let names: Vec<String> = lost.iter().map(|unit| unit.name(&design)).collect();
            assert_eq!(is_cut, !state.survives(), "{names:?} {state:?}\n{}", drawn.text());
            (cut, spared) = (cut + usize::from(is_cut), spared + usize::from(!is_cut));
        }
    }
    assert!(cut > 200 && spared > 500, "{cut} and {spared} show too little");
}

/// What is lost brings others requests that they did not have before: read replicas, stores of a pool,
/// some of several, a fallback.
#[test]
fn a_loss_that_is_too_much_for_what_is_left_is_a_cut() {
    let of = |capacity: u32, drawn: &str| {
        let drawn = drawn.replace('#', &format!("capacity = {capacity}rps"));
        format!(
            "traffic {{ rps = 100, reads = 80% }}\nuser u\nwas api {{ replicas = 3 }}\nu -> api\n{drawn}"
        )
    };
    let readers = "mysql d { #, failover = auto }\nmysql r1 { role = replica, # }\n\
                   mysql r2 { role = replica, # }\napi -> d, r1, r2\nd => r1, r2\n";
    let stores = "db a { # }\ndb b { # }\ndb c { # }\napi -> a | b | c\n";
    let two_of = "db a { # }\ndb b { # }\ndb c { # }\napi -> a | b | c { need = 2 }\n";
    let all_of = "was a { replicas = 2, # }\nwas b { replicas = 2, # }\n\
                  was c { replicas = 2, # }\napi -> a | b | c { need = 3 }\n";
    let instead = "was a { replicas = 2 }\nwas b { replicas = 2, # }\napi -> a { fallback = b }\n";
    // One replica left reads 80 and applies 20; two stores carry 50 each; with one lost each of two
    // takes all 100; an instance takes all 100; the fallback takes 100 with two.
    for (drawn, too_little, enough) in [
        (readers, 90, 101),
        (stores, 40, 51),
        (two_of, 80, 101),
        (all_of, 60, 101),
        (instead, 40, 51),
    ] {
        for (capacity, is_spared) in [(too_little, false), (enough, true)] {
            let text = of(capacity, drawn);
            let design = design(&text);
            let study = Study::of(design.clone());
            let ordinary = study.ordinary();
            assert_eq!(ordinary.outcome().flow(FlowId(0)), Some(FlowState::Up), "{text}");
            let cuts = ordinary.cut_sets(FlowId(0)).singles.clone();
            for unit in units(&design) {
                let found = study.under(&failing(&design, &[unit]));
                let state = found.outcome().flow(FlowId(0)).expect("all is stated");
                let is_cut = cuts.contains(&unit);
                let name = unit.name(&design);
                assert_eq!(is_cut, !state.survives(), "{name} {state:?} at {capacity}\n{text}");
            }
            let is_first = |unit: &Unit| ["r1", "a", "a#1"].contains(&&*unit.name(&design));
            let lost_whole = study.under(&Scenario {
                fail: vec![Place::Component(ComponentId(design.components.len() as u32 - 2))],
                ..Scenario::ordinary()
            });
            let whole = lost_whole.outcome().flow(FlowId(0)).expect("all is stated");
            match drawn == instead {
                true => assert_eq!(whole.survives(), is_spared, "{whole:?}\n{text}"),
                false => assert_eq!(!cuts.iter().any(is_first), is_spared, "{cuts:?}\n{text}"),
            }
        }
    }
}

/// A member of a pool stays one when what it needs becomes optional: soft connections part nobody.
#[test]
fn optional_takes_no_member_out_of_its_pool() {
    let down = |first: &str, second: &str| {
        let text = format!(
            "user u\nlb p {{ managed }}\nwas api1\nwas api2\nmysql d\nservice x\nu -> p -> api1, api2\n\
             api1 -> {first}\napi2 -> {second}\n"
        );
        let study = Study::of(design(&text));
        study.ordinary().availability(FlowId(0)).outlook.unavailability.lo
    };
    let both = down("d", "d");
    assert!(down("d { optional }", "d") < both);
    assert!(down("d { optional }", "d { optional }") < down("d { optional }", "d"));
    // One that does not know the store at all is something else, and both are needed.
    assert!(down("x { optional }", "d") > both);
}

/// Boxes of a pool count as the replicas of one component, over zones too.
#[test]
fn two_boxes_and_two_replicas_are_as_available() {
    let down = |text: &str| {
        let study = Study::of(design(text));
        study.ordinary().availability(FlowId(0)).outlook.unavailability.lo
    };
    for (count, capacity) in [(2, 120), (2, 60), (2, 40), (3, 60), (3, 40), (4, 60), (4, 40)] {
        let head = "traffic { rps = 100 }\nuser u\nlb p { managed }\nmysql d { replicas = 2 }\n";
        let one = format!(
            "{head}zone a\nzone c\nu -> p -> w -> d\n\
             was w {{ replicas = {count}, capacity = {capacity}rps, zones = [a, c] }}\n"
        );
        let boxes = |zone: usize| -> String {
            let here = (1..=count).filter(|at| at % 2 == zone);
            here.map(|at| format!("was w{at} {{ capacity = {capacity}rps }}\n")).collect()
        };
        let names: Vec<String> = (1..=count).map(|at| format!("w{at}")).collect();
        let (zone_a, zone_c, names) = (boxes(1), boxes(0), names.join(", "));
        let several = format!(
            "{head}zone a {{\n{zone_a}}}\nzone c {{\n{zone_c}}}\nu -> p -> {names}\n{names} -> d\n"
        );
        let (one, several) = (down(&one), down(&several));
        assert!((one - several).abs() <= 1e-9 * one, "{count} × {capacity}: {one} {several}");
    }
}
