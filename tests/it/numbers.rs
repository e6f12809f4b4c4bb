//! Load, data, recovery and cost through designs, against worked examples from the literature.

use archlint::analysis::capacities::{Capacity, Stability};
use archlint::analysis::contradictions::Slip;
use archlint::analysis::estimate::Estimate;
use archlint::analysis::load::{Conditions, Spread, Usage};
use archlint::analysis::recovery::{AUTOMATIC_FAILOVER, Disruption, Recovery};
use archlint::analysis::whatif::FlowState;
use archlint::analysis::{Situation, Study};
use archlint::catalog::Catalog;
use archlint::model::{ComponentId, Design, Duration, FlowId, Scenario};
use archlint::source::{NoLoader, Source, Sources, Span};
use std::sync::Arc;

pub fn design(text: &str) -> Design {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("test.arch", text));
    let span = Span::new(id, 0, text.len());
    let built = archlint::model::build(&mut sources, span, &NoLoader, &Catalog::builtin());
    let errors: Vec<_> = built.errors.iter().map(|e| &e.message.en).collect();
    assert!(errors.is_empty(), "{errors:?} in {text}");
    built.design
}

pub fn id(design: &Design, name: &str) -> ComponentId {
    design.component_ids().find(|id| design.component(*id).path == name).expect("declared")
}

fn close(value: f64, expected: f64) {
    assert!((value - expected).abs() <= 1e-9 * expected.abs(), "{value} is not {expected}");
}

fn peak(design: &Design, name: &str) -> f64 {
    let spread = Spread::of(design, &Conditions::ordinary(design)).expect("traffic is stated");
    spread.at(id(design, name)).peak.hi
}

pub fn usage(design: &Design, name: &str) -> Usage {
    let conditions = Conditions::ordinary(design);
    let spread = Spread::of(design, &conditions).expect("traffic is stated");
    Usage::of(design, &spread, &conditions, id(design, name)).expect("a capacity is known")
}

pub fn study(design: &Design) -> Study {
    Study::of(design.clone())
}

pub fn run(design: &Design, scenario: usize) -> Arc<Situation> {
    study(design).under(&design.scenarios[scenario])
}

pub fn capacities(design: &Design) -> Vec<Capacity> {
    study(design).sweep().capacities.clone()
}

/// Xu, System Design Interview, chapter 2: 300 M × 50% × 2 a day, peak twice the average.
#[test]
fn users_become_requests_and_bytes() {
    let design = design(
        "let mau = 300M
         traffic { dau = mau * 50%, requests-per-user = 2, peak = 2x, reads = 90%, payload = 1MB,
                   retention = 5y }
         user u
         mysql db
         u -> db",
    );
    let study = study(&design);
    let estimate = Estimate::of(&study);
    let demand = &estimate.spread.expect("traffic").demand;
    close(demand.average.lo, 3472.222222222222);
    close(demand.peak.lo, 6944.444444444444);
    assert_eq!(demand.average_derivation, "150M × 2 ÷ 86,400 = 3,472 rps");
    let data = estimate.data.expect("payload");
    close(data.per_day.lo, 30e12);
    close(data.stored().expect("retention").lo, 5.475e16);
}

/// One of 150 drains a peak of 300 and gets 150; two of them get all of it, and are full again; three
/// use ⌈300 ÷ (3 × 150)⌉ 67%.
#[test]
fn who_takes_messages_is_sized_for_all_that_is_sent() {
    let text = |replicas: u32| {
        format!(
            "traffic {{ rps = 100, peak = 3x }}\n user u\n was a\n kafka k
             worker w {{ replicas = {replicas}, capacity = 150rps }}\n u -> a\n a ~> k\n k ~> w"
        )
    };
    for (replicas, used) in [(1, 1.0), (2, 1.0), (3, 2.0 / 3.0)] {
        let found = usage(&design(&text(replicas)), "w");
        close(found.utilization.hi, used);
        assert_eq!(found.required_replicas, Some(3), "of {replicas}");
        assert_eq!(found.sizing_derivation(3), "⌈300 ÷ (150 × 70%)⌉ = 3");
        close(found.utilization_with(3), 2.0 / 3.0);
        close(found.utilization_with(2), 1.0);
    }
}

/// What takes messages falls behind from where more come at the peak than it takes, and is overloaded
/// where it is slower than their average: what a peak leaves waits.
#[test]
fn a_consumer_stands_traffic_up_to_its_peak() {
    let design = design(
        "traffic { rps = 100, peak = 3x }\n user u\n was a\n kafka k\n worker w { capacity = 150rps }
         worker slow { capacity = 80rps }\n u -> a\n a ~> k\n k ~> w, slow",
    );
    let found = capacities(&design);
    let of = |name: &str| *found.iter().find(|it| it.id == id(&design, name)).expect("known");
    assert_eq!(usage(&design, "w").utilization.hi, 1.0, "it drains");
    close(of("w").advertised, 0.5);
    assert_eq!(of("w").stability(), Stability::Behind);
    close(of("slow").advertised, 80.0 / 300.0);
    assert_eq!(of("slow").stability(), Stability::Overloaded);
    // The order of saturation says the same.
    let order = study(&design).saturation(&Scenario::ordinary());
    for (at, factor) in order {
        close(factor, found.iter().find(|it| it.id == at).expect("known").advertised);
    }
}

#[test]
fn the_busiest_hour_gives_the_peak() {
    let design = design("traffic { rps = 100, busiest-hour = 12.5% }\n user u\n was a\n u -> a");
    close(peak(&design, "a"), 300.0);
}

/// Each wrong figure with the slip that it is.
#[test]
fn a_forgotten_factor_is_found_and_named() {
    let of = |traffic: &str, db: &str| {
        let text = format!(
            "traffic {{ {traffic} }}\n user u\n was a\n mysql db {{ {db} }}\n u -> a -> db"
        );
        study(&design(&text)).contradictions().to_vec()
    };
    let users = "dau = 300k, requests-per-user = 20, peak = 5x";
    let cases = [
        (format!("{users}, rps = 350rps"), "", Slip::Peak),
        (format!("{users}, rps = 1700rps"), "", Slip::OverHour),
        (format!("{users}, rps = 6Mrps"), "", Slip::Undivided),
        (format!("{users}, rps = 3.5rps"), "", Slip::OneEach),
        (format!("{users}, mau = 200k"), "", Slip::MoreDailyThanMonthly),
        (format!("{users}, payload = 1KB, reads = 90%, growth = 6GB/day"), "", Slip::ReadsAsWrites),
        (format!("{users}, payload = 1KB, reads = 90%"), "growth = 600GB/day", Slip::LargerUnit),
    ];
    for (traffic, db, slip) in cases {
        let found = of(&traffic, db);
        assert_eq!(found.len(), 1, "{traffic} {db}");
        assert_eq!(found[0].slip, Some(slip), "{traffic} {db}");
    }
    let nines = of(users, "availability = 99.99%, mtbf = 30d, mttr = 4h");
    assert_eq!(nines[0].derivation, "30d ÷ (30d + 4h) = 99.448%");
    for fine in ["rps = 70rps, mau = 3M", "busiest-hour = 20%", "rps = 50rps..100rps"] {
        assert_eq!(of(&format!("{users}, {fine}"), ""), [], "{fine}");
    }
}

#[test]
fn a_range_stays_a_range() {
    let design = design(
        "traffic { dau = 200k..500k, requests-per-user = 20, peak = 5x }
         user u\n was a { capacity = 100rps, replicas = 4 }\n u -> a",
    );
    let usage = usage(&design, "a");
    close(usage.utilization.lo, 200e3 * 20.0 / 86_400.0 * 5.0 / 400.0);
    close(usage.utilization.hi, 500e3 * 20.0 / 86_400.0 * 5.0 / 400.0);
}

/// Multipliers per request: cache twice with 10% misses, a write every fifth, a message every third
/// or so; the worker behind the queue gets what the queue gets.
#[test]
fn load_follows_the_connections() {
    let design = design(
        "traffic { rps = 1000 }
         user u\n lb l\n web w\n cache c { hit-ratio = 90% }\n db reader\n db writer
         queue q\n worker k
         u -> l -> w
         w -> c { calls = 2x }
         c -> reader
         w -> writer { calls = 0.2x }
         w ~> q { calls = 0.3x }
         q ~> k",
    );
    let expected = [
        ("l", 1000.0),
        ("w", 1000.0),
        ("c", 2000.0),
        ("reader", 200.0),
        ("writer", 200.0),
        ("q", 300.0),
        ("k", 300.0),
    ];
    for (name, rps) in expected {
        close(peak(&design, name), rps);
    }
}

#[test]
fn a_queue_smooths_the_peak() {
    let design = design(
        "traffic { rps = 100, peak = 5x }\n user u\n was a\n queue q\n worker k
         u -> a\n a ~> q\n q ~> k",
    );
    close(peak(&design, "q"), 500.0);
    close(peak(&design, "k"), 100.0);
}

/// Bronson et al., Metastable Failures in Distributed Systems, HotOS 2021.
#[test]
fn a_dead_cache_multiplies_the_load_of_its_store() {
    let design = design(
        "traffic { rps = 3000 }
         user u\n was app\n redis seats { for = orders, hit-ratio = 90% }
         mysql orders { capacity = 300rps }
         u -> app
         app -> seats { optional }
         app -> orders
         scenario redis-down { fail = [seats] }
         scenario cold { cold = [seats] }",
    );
    close(peak(&design, "orders"), 300.0);
    close(usage(&design, "orders").utilization.hi, 1.0);
    for scenario in [0, 1] {
        let outcome = run(&design, scenario);
        let orders = id(&design, "orders");
        close(outcome.arrival(orders).expect("traffic").peak.hi, 3000.0);
        close(outcome.usage(orders).expect("capacity").utilization.hi, 10.0);
        assert_eq!(outcome.outcome().overloaded, [orders]);
        assert_eq!(outcome.outcome().flows_after_cascade, [FlowState::Down]);
    }
    assert_eq!(run(&design, 0).outcome().flow(FlowId(0)), Some(FlowState::Overloaded));
    let hidden = capacities(&design);
    let orders = hidden.iter().find(|c| c.id == id(&design, "orders")).expect("listed");
    close(orders.advertised * 3000.0, 3000.0);
    close(orders.hidden * 3000.0, 300.0);
}

/// The standby has taken over: the flow is up, and the failover time is what it cost.
#[test]
fn a_primary_that_is_replaced_by_itself_degrades_nothing() {
    let design = |failover: &str| {
        design(&format!(
            "traffic {{ rps = 100 }}\n user u\n was a
             mysql db {{ failover = {failover}, failover-time = 45s, capacity = 200rps }}
             mysql standby {{ capacity = 200rps }}\n u -> a -> db\n db => standby
             scenario lost {{ fail = [db] }}"
        ))
    };
    let automatic = design("auto");
    let outcome = run(&automatic, 0);
    assert_eq!(outcome.outcome().flow(FlowId(0)), Some(FlowState::Up));
    close(
        outcome.outcome().recovery_time.as_ref().expect("something is lost").1.lasts.as_seconds(),
        45.0,
    );
    let spread = outcome.spread().expect("traffic is stated");
    close(spread.at(id(&automatic, "standby")).peak.hi, 100.0);
    assert_eq!(run(&design("manual"), 0).outcome().flow(FlowId(0)), Some(FlowState::Down));
}

#[test]
fn brokers_elect_a_leader_and_a_provider_runs_the_edge() {
    let singles = |text: &str| study(&design(text)).ordinary().cut_sets(FlowId(0)).singles.len();
    let queue = |brokers: u32| {
        format!(
            "user u\n was a {{ replicas = 2 }}\n kafka k {{ brokers = {brokers} }}\n u -> a -> k"
        )
    };
    assert_eq!([2, 3].map(|brokers| singles(&queue(brokers))), [1, 0]);
    for edge in ["dns", "cdn", "waf"] {
        let design = design(&format!("user u\n {edge} e\n was a {{ replicas = 2 }}\n u -> e -> a"));
        assert!(design.spans_zones(id(&design, "e")), "{edge}");
    }
    let own = design("user u\n zone z { waf e }\n was a { replicas = 2 }\n u -> z.e -> a");
    assert!(!own.spans_zones(id(&own, "e")));
}

#[test]
fn a_fallback_beside_a_cache_is_not_counted_twice() {
    let design = design(
        "traffic { rps = 1000, reads = 80% }
         user u\n was app\n redis seats { hit-ratio = 50% }\n mysql orders
         u -> app\n app -> seats { fallback = orders }\n app -> orders
         scenario redis-down { fail = [seats] }",
    );
    close(peak(&design, "orders"), 600.0);
    let situation = run(&design, 0);
    let spread = situation.spread().expect("traffic");
    close(spread.at(id(&design, "orders")).peak.hi, 1000.0);
}

/// The same paper: one retry halves what a store of 300 requests per second survives.
#[test]
fn retries_halve_the_hidden_capacity() {
    let design = design(
        "traffic { rps = 280 }\n user u\n was app\n mysql db { capacity = 300rps }
         u -> app -> db\n u -> app\n",
    );
    let without = capacities(&design)[0];
    close(without.hidden * 280.0, 300.0);
    let design = self::design(
        "traffic { rps = 280 }\n user u\n was app\n mysql db { capacity = 300rps }
         u -> app\n app -> db { retries = 1 }",
    );
    let with = capacities(&design)[0];
    close(with.advertised * 280.0, 300.0);
    close(with.hidden * 280.0, 150.0);
}

#[test]
fn losing_a_zone_leaves_the_others_its_work() {
    let design = design(
        "traffic { rps = 3600 }
         user u\n lb front { managed }
         region r { zone a\n zone b\n zone c
           web w { replicas = 6, zones = [a, b, c], capacity = 1000rps } }
         u -> front -> w
         scenario down { fail = [r.a] }",
    );
    close(usage(&design, "w").utilization.hi, 0.6);
    let outcome = run(&design, 0);
    let web = outcome.usage(id(&design, "w")).expect("capacity");
    close(web.utilization.hi, 0.9);
    assert!(outcome.outcome().overloaded.is_empty());
    assert_eq!(outcome.outcome().flow(FlowId(0)), Some(FlowState::Up));
}

#[test]
fn tenfold_traffic_saturates_the_web_tier_first() {
    let design = design(
        "traffic { rps = 500 }
         user u\n lb l { capacity = 100_000rps }\n web w { capacity = 4000rps }
         cache c { capacity = 80_000rps }\n db d { capacity = 3000rps }
         u -> l -> w\n w -> c { calls = 1.5x }\n w -> d { calls = 0.35x }
         scenario tenfold { traffic = 10x }",
    );
    let situation = run(&design, 0);
    let outcome = situation.outcome();
    let saturation = Study::of(design.clone()).saturation(&design.scenarios[0]);
    let names: Vec<_> =
        saturation.iter().map(|(id, _)| design.component(*id).path.as_str()).collect();
    assert_eq!(names, ["w", "d", "c", "l"]);
    let factors: Vec<f64> = saturation.iter().map(|(_, factor)| factor * 10.0).collect();
    for (factor, expected) in factors.into_iter().zip([8.0, 17.142857142857142, 320.0 / 3.0, 200.0])
    {
        close(factor, expected);
    }
    assert_eq!(outcome.overloaded, [id(&design, "w")]);
}

#[test]
fn reads_divide_over_copies_that_read_and_writes_go_to_all() {
    let text = "traffic { rps = 1000, reads = 90% }
         user u\n was a\n mysql db { replicas = 3, failover = auto, capacity = 500rps }
         u -> a -> db";
    // One serves, two stand by.
    close(usage(&design(text), "db").utilization.hi, 1000.0 / 500.0);
    let reading = design(&text.replace("failover", "reads-from = replicas, failover"));
    close(usage(&reading, "db").utilization.hi, (900.0 / 2.0 + 100.0) / 500.0);
    let design = self::design(
        "traffic { rps = 1000, reads = 90% }
         user u\n was a\n mysql p { capacity = 500rps }
         mysql r1 { role = replica, capacity = 500rps }\n mysql r2 { role = replica }
         u -> a\n a -> p\n a -> r1, r2\n p => r1, r2",
    );
    close(peak(&design, "p"), 100.0);
    let part = "u -> a\n a -> p\n a -> r1 { share = 60% }\n a -> r2\n p => r1, r2";
    let part = self::design(&format!(
        "traffic {{ rps = 1000, reads = 90% }}\n user u\n was a\n mysql p
         mysql r1 {{ role = replica }}\n mysql r2 {{ role = replica }}\n {part}"
    ));
    // The one takes what is stated, the other the rest.
    close(peak(&part, "r1"), 900.0 * 0.6);
    close(peak(&part, "r2"), 900.0 * 0.4);
    // Its own reads; the writes of its primary it applies, which keeps it busy too.
    close(peak(&design, "r1"), 450.0);
    close(usage(&design, "r1").utilization.hi, 1.1);
}

/// The limit that is used most counts: 720 ÷ 1,200 = 60% of the reads, 80 ÷ 200 = 40% of the writes.
#[test]
fn reads_and_writes_have_capacities_of_their_own() {
    let text = "traffic { rps = 800, reads = 90% }\n user u\n was a
                mysql db { replicas = 2, failover = auto, reads = 1200rps, writes = 200rps }
                u -> a -> db";
    let usage = usage(&design(text), "db");
    close(usage.utilization.hi, 0.6);
    close(usage.capacity, 800.0 / 0.6);
    assert_eq!(usage.derivation(), "720 ÷ 1,200 = 60%");
    assert_eq!(usage.required_replicas, Some(1));
}

/// Of the limits that are stated the one that is used most counts: 10 ÷ 50 of the writes.
#[test]
fn a_capacity_for_writes_alone_is_held_against_the_writes() {
    let text = "traffic { rps = 100, reads = 90% }\n user u\n was a
                db d { writes = 50rps }\n u -> a -> d";
    let conditions = |design: &Design| Conditions::ordinary(design);
    let usage = |design: &Design| {
        let spread = Spread::of(design, &conditions(design)).expect("traffic is stated");
        Usage::of(design, &spread, &conditions(design), id(design, "d"))
    };
    close((usage(&design(text)).expect("stated").utilization.hi * 1e9).round() / 1e9, 0.2);
    let writes_only = design(&text.replace("reads = 90%", "reads = 0%"));
    close(usage(&writes_only).expect("stated").utilization.hi, 2.0);
}

#[test]
fn shards_divide_writes_too() {
    let design = design(
        "traffic { rps = 1000 }\n user u\n was a\n mysql db { shards = 4, capacity = 500rps }
         u -> a -> db",
    );
    close(usage(&design, "db").utilization.hi, 0.5);
}

#[test]
fn a_pool_divides_by_weight() {
    let design = design(
        "traffic { rps = 900 }\n user u\n lb l\n web w1\n web w2\n web w3
         u -> l\n l -> w1 { share = 50% }\n l -> w2, w3",
    );
    close(peak(&design, "w1"), 450.0);
    close(peak(&design, "w2"), 225.0);
    close(peak(&design, "w3"), 225.0);
}

#[test]
fn the_target_utilization_sizes_a_tier() {
    let design = design(
        "traffic { dau = 300k, requests-per-user = 20, peak = 5x }
         user u\n zone a\n zone c\n was api { capacity = 100rps }\n u -> api",
    );
    let study = study(&design);
    let estimate = Estimate::of(&study);
    let api = &estimate.components[0];
    let sizing = api.sizing.expect("a capacity is stated");
    assert_eq!((sizing.needed, sizing.n_plus_one, sizing.zone_loss), (5, 6, Some(10)));
    let usage = api.usage.as_ref().expect("a capacity is stated");
    assert_eq!(usage.sizing_derivation(sizing.needed), "⌈347 ÷ (100 × 70%)⌉ = 5");
}

/// A circle that loses nothing would never end: what comes back is counted and goes no further.
#[test]
fn a_loop_of_calls_is_followed_once() {
    let design = design(
        "traffic { rps = 10 }\n user u\n service a { capacity = 100rps }\n service b
         u -> a -> b\n b -> a",
    );
    // 10 from the user and 10 that come back.
    close(peak(&design, "a"), 20.0);
    close(peak(&design, "b"), 10.0);
}

/// How long it takes and what is lost, by how a store is replicated.
#[test]
fn recovery_follows_the_replication() {
    let recovery = |attributes: &str| {
        let design = design(&format!("mysql db {{ {attributes} }}\n user u\n u -> db"));
        let recovery = Recovery::of(&design, id(&design, "db"));
        (recovery.time.lasts.as_seconds(), recovery.loss.map(|loss| loss.lasts.as_seconds()))
    };
    let pair = |more: &str| recovery(&format!("replicas = 2, {more}"));
    assert_eq!(pair("failover = auto, failover-time = 90s, replication = sync"), (90.0, Some(0.0)));
    assert_eq!(
        pair("failover = auto, failover-time = 90s, replication = async"),
        (90.0, Some(5.0))
    );
    assert_eq!(pair("failover = manual, replication = async"), (1800.0, Some(5.0)));
    assert_eq!(recovery("backup = 1d, size = 360GB"), (7200.0, Some(86_400.0)));
    assert_eq!(recovery("backup = 1d, pitr"), (3600.0, Some(300.0)));
    assert_eq!(recovery("backup = none"), (f64::INFINITY, Some(f64::INFINITY)));
}

/// 730 hours a month.
#[test]
fn cost_is_summed_over_replicas() {
    let total = |text: &str| {
        let study = Study::of(design(text));
        study.cost().total(None).expect("prices are stated").0.lo
    };
    let as_is = total("web w { cost = $0.0416/h }\n db d { cost = $0.1/h }");
    let to_be = total(
        "web w { replicas = 3, cost = $0.0416/h }\n lb l { cost = $0.0225/h }
         db d { replicas = 2, cost = $0.1/h }",
    );
    close(as_is, 103.368);
    close(to_be, 253.529);
}

#[test]
fn two_currencies_need_a_rate() {
    let design = design("web w { cost = $10/mo }\n db d { cost = 13000원/월 }");
    let study = Study::of(design);
    let cost = study.cost();
    assert_eq!(cost.total(None), None);
    close(cost.total(Some(1300.0)).expect("a rate is given").0.lo, 20.0);
}

/// A cache takes reads only: whatever its hit ratio, all writes come to the store.
#[test]
fn a_cache_takes_no_writes() {
    let design = design(
        "traffic { rps = 1000rps, reads = 90% }
         user u\n was app\n redis seats { for = orders, hit-ratio = 80% }\n mysql orders
         u -> app -> seats, orders",
    );
    let spread = Spread::of(&design, &Conditions::ordinary(&design)).expect("traffic is stated");
    let orders = spread.at(id(&design, "orders"));
    close(orders.peak.hi, 280.0);
    close(orders.peak_writes.hi, 100.0);
}

/// 120 ms where 100 are allowed is slow; up to the objective it is not.
#[test]
fn a_flow_beyond_its_objective_is_slow() {
    let state = |limit: &str| {
        let design = design(&format!(
            "user fan\nwas api {{ latency = 120ms }}\nfan -> api\nslo {{ latency = {limit} }}"
        ));
        study(&design).ordinary().outcome().flow(FlowId(0))
    };
    assert_eq!(state("100ms"), Some(FlowState::Slow));
    assert_eq!(state("120ms"), Some(FlowState::Up));
}

/// A store over two zones goes on without one of them at once; of two peers one leads by itself.
#[test]
fn what_is_spread_takes_no_time_and_peers_elect_by_themselves() {
    let seconds = |store: &str, what: Disruption| {
        let design = design(&format!(
            "region r {{\nzone a {{ }}\nzone b {{ }}\nwas api {{ zones = [a, b] }}\n{store}\n}}
             user fan\nfan -> api -> st"
        ));
        Recovery::from(&design, id(&design, "st"), what).map(|it| it.time.lasts)
    };
    let spread = "s3 st";
    assert_eq!(seconds(spread, Disruption::Zone), Some(Duration::ZERO));
    let peers = "cassandra st { replicas = 2, zones = [a, b] }";
    assert_eq!(seconds(peers, Disruption::Instance), Some(AUTOMATIC_FAILOVER));
}
