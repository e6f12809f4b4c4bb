//! The availability of flows, from the text of a design to minutes of downtime.

use archlint::analysis::availability::{Budget, CutSets, FlowAvailability};
use archlint::analysis::failure::Required;
use archlint::analysis::{Study, Unit};
use archlint::catalog::Catalog;
use archlint::model::{Design, FlowId, Place, build};
use archlint::source::{NoLoader, Source, Sources, Span};
use std::collections::BTreeSet;

pub fn design(text: &str) -> Design {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("test.arch", text));
    let built = build(&mut sources, Span::new(id, 0, text.len()), &NoLoader, &Catalog::builtin());
    assert!(built.errors.is_empty(), "{:?} in\n{text}", built.errors.first());
    built.design
}

fn first_flow(design: &Design) -> FlowAvailability {
    Study::of(design.clone()).ordinary().availability(FlowId(0)).clone()
}

fn unavailability(text: &str) -> f64 {
    let found = first_flow(&design(text)).outlook.unavailability;
    assert!(found.is_exact());
    found.lo
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected, "{found} for {expected}");
}

#[test]
fn what_is_stated_counts_before_what_is_assumed() {
    close(unavailability("user u\nservice s { availability = 99.95% }\nu -> s"), 5e-4);
    close(unavailability("user u\nservice s { mtbf = 999h, mttr = 1h }\nu -> s"), 1e-3);
    close(unavailability("user u\nservice s\nu -> s"), 1e-3);
    // 1e-15, of which a float just below 1 knows one digit.
    close(unavailability("user u\nservice s { availability = 99.9999999999999% }\nu -> s"), 1e-15);
}

#[test]
fn domains_have_figures_of_their_own() {
    let apart = "user u
        zone a
        zone b { availability = 99.9% }
        service s { replicas = 2, zones = [a, b], availability = 99% }
        u -> s";
    let (a, b): (f64, f64) = (1e-2 + 1e-4 - 1e-6, 1e-2 + 1e-3 - 1e-5);
    close(unavailability(apart), a * b);
    let together = apart.replace("[a, b]", "[a]");
    close(unavailability(&together), 1e-4 + (1.0 - 1e-4) * 1e-4);
}

#[test]
fn figures_say_what_they_rest_on() {
    let design = design(
        "user u
        zone a { service s { availability = 99.5%, mttr = 30m }
                 service t }
        u -> s, t { required }",
    );
    let found = first_flow(&design);
    let assumed: Vec<(&str, bool, bool)> = (found.figures.iter())
        .map(|(place, figure)| (design.place_name(*place), figure.assumed, figure.repair_assumed))
        .collect();
    assert_eq!(assumed, [("s", false, false), ("t", true, true), ("a", true, true)]);
}

/// One failover of a minute at each loss, and both down at once.
#[test]
fn a_failover_costs_its_time() {
    let pair = |failover: &str| {
        format!(
            "user u
            mysql d {{ replicas = 2, mtbf = 4380h, mttr = 4h, {failover} }}
            u -> d"
        )
    };
    let both = (4.0_f64 / 4384.0).powi(2);
    let expected = |hours: f64| {
        let changing = hours / 4380.0 / (1.0 + hours / 4380.0);
        changing + (1.0 - changing) * both
    };
    close(unavailability(&pair("failover = auto, failover-time = 60s")), expected(1.0 / 60.0));
    close(unavailability(&pair("failover = manual")), expected(0.5));
    // Nobody promotes a standby for longer than the primary takes to come back.
    close(unavailability(&pair("failover = manual, failover-time = 8h")), expected(4.0));
}

#[test]
fn a_failover_follows_every_loss_of_the_primary() {
    let zones = "user u
        zone a { availability = 99.9% }
        zone b { availability = 99.9% }
        postgresql d { replicas = 2, zones = [a, b], failover = auto, failover-time = 36s
                       availability = 99.9% }
        u -> d";
    // Each way to fail happens once in 999 hours up, and costs a hundredth of an hour.
    let rate = 2.0 / 999.0 * 0.01;
    let changing = rate / (1.0 + rate);
    let one: f64 = 1e-3 + 1e-3 - 1e-6;
    close(unavailability(zones), changing + (1.0 - changing) * one * one);
}

#[test]
fn peak_load_decides_how_many_are_enough() {
    let text = |rps: u32| {
        format!(
            "traffic {{ rps = {rps}, peak = 1x }}
            user u
            service s {{ replicas = 3, capacity = 100rps, availability = 99% }}
            u -> s"
        )
    };
    close(unavailability(&text(90)), 1e-6);
    close(unavailability(&text(190)), 3.0 * 1e-4 * 0.99 + 1e-6);
    close(unavailability(&text(900)), 1.0 - 0.99_f64.powi(3));
}

#[test]
fn the_largest_saving_comes_first() {
    let design = design(
        "user u
        service s { availability = 99.99% }
        service t { availability = 99% }
        service v { availability = 99.9% }
        u -> s, t { required }
        s -> v { optional }",
    );
    let found = first_flow(&design);
    let names: Vec<&str> =
        found.savings.iter().map(|(place, _)| design.place_name(*place)).collect();
    assert_eq!(names, ["t", "s"]);
    let t = found.savings[0].0;
    assert!(matches!(t, Place::Component(_)));
    close(found.saving(t).as_minutes(), 0.01 * (1.0 - 1e-4) * 525_600.0);
    assert!(found.full.unavailability.lo > found.outlook.unavailability.lo);
}

#[test]
fn outages_have_a_number_and_a_length() {
    let design = design(
        "user u
        service s { mtbf = 43800h, mttr = 30m }
        service t { mtbf = 4380h, mttr = 2h }
        u -> s, t { required }",
    );
    let found = first_flow(&design).outlook;
    close(found.outages_per_year, 2.198_970_789_880_35);
    close(found.mean_outage().as_hours(), 1.863_657_119_136_184);
}

#[test]
fn cut_sets_go_by_the_names_of_units() {
    let design = design(
        "user u
        lb front { managed }
        was api { replicas = 2 }
        mysql orders
        u -> front -> api -> orders",
    );
    let found = CutSets::of(&design, FlowId(0), &Required::default());
    let name = |unit: &Unit| unit.name(&design);
    let singles: Vec<String> = found.singles.iter().map(name).collect();
    assert_eq!(singles, ["orders", "front"]);
    let pairs = found.pairs.expect("two replicas");
    let pairs: Vec<Vec<String>> =
        pairs.iter().map(|pair| pair.iter().map(name).collect()).collect();
    assert_eq!(pairs, [["api#1", "api#2"]]);
}

/// The primary of a pair is out for good: the standby serves, and nothing changes over any more.
#[test]
fn what_stays_down_has_been_changed_over_from() {
    let design = design(
        "user u
        mysql a { availability = 99%, failover = auto }
        mysql b { availability = 99% }
        u -> a
        a => b",
    );
    let failed = BTreeSet::from([Place::Component(design.component_ids().nth(1).unwrap())]);
    let required = Required::default();
    let found = FlowAvailability::unavailability_without(
        &design,
        FlowId(0),
        &required,
        &failed,
        &[],
        Budget::default(),
    );
    close(found.lo, 0.01);
}

#[test]
fn a_store_saves_all_that_it_costs() {
    let design = design(
        "user u
        mysql a { replicas = 2, failover = manual, mtbf = 40h, mttr = 4h }
        mysql b { failover = auto, mtbf = 30h, failover-time = 30m }
        mysql c { mtbf = 20h }
        b => c
        u -> a, b { required }",
    );
    let found = first_flow(&design);
    let place = |name: &str| {
        let id = design.component_ids().find(|id| design.component(*id).name == name);
        Place::Component(id.unwrap())
    };
    let without = |name: &str| {
        let down = match name {
            "a" => unavailability(
                "user u
                mysql b { failover = auto, mtbf = 30h, failover-time = 30m }
                mysql c { mtbf = 20h }
                b => c
                u -> b",
            ),
            _ => unavailability(
                "user u
                mysql a { replicas = 2, failover = manual, mtbf = 40h, mttr = 4h }
                u -> a",
            ),
        };
        (found.outlook.unavailability.lo - down) * 525_600.0
    };
    close(found.saving(place("a")).as_minutes(), without("a"));
    close(found.saving(place("b")).as_minutes(), without("b"));
}

/// Two services share fourteen hosts: more states than the budget allows to look at.
#[test]
fn many_shared_hosts_give_an_interval_in_time() {
    let hosts: Vec<String> = (0..14).map(|host| format!("h{host}")).collect();
    let zones = hosts.join(", ");
    let text = format!(
        "user u\nhost {}\n\
        service s {{ replicas = 14, quorum = 3, zones = [{zones}] }}\n\
        service t {{ replicas = 14, quorum = 13, zones = [{zones}] }}\nu -> s, t {{ required }}",
        hosts.join("\nhost ")
    );
    let design = design(&text);
    let required = Required::default();
    let budget = Budget { work: 1 << 23, ..Budget::default() };
    let found = FlowAvailability::of(&design, FlowId(0), &required, budget).outlook;
    let bounds = found.unavailability;
    // At least two of fourteen hosts or replicas, each out for a thousandth of the time.
    let one = 2e-3 - 1e-6_f64;
    let none = (1.0 - one).powi(14);
    let single = 14.0 * one * (1.0 - one).powi(13);
    let expected = 1.0 - none - single;
    assert!(bounds.lo <= expected && expected <= bounds.hi, "{bounds:?} {expected}");
    assert!(!bounds.is_exact() && bounds.hi - bounds.lo < 1e-6 * bounds.hi, "{bounds:?}");
}

/// Half an hour down after each half hour.
#[test]
fn what_fails_every_hour_is_computed_from_its_times() {
    close(unavailability("user u\nservice s { mtbf = 30m, mttr = 30m }\nu -> s"), 0.5);
}
