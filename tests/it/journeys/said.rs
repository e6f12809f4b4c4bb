//! What is said about load that is not known, counted twice, or left out.

use crate::numbers::{design, id, study};
use archlint::analysis::load::{Conditions, Spread};
use archlint::analysis::{Study, Terms};
use archlint::catalog::Catalog;
use archlint::context::Context;
use archlint::model::build;
use archlint::project::not_evaluated;
use archlint::report::figures::{FigureFormat, estimate};
use archlint::say::Lang;
use archlint::source::{NoLoader, Source, Sources, Span};
use jiff::civil::date;

fn errors(text: &str) -> Vec<&'static str> {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("test.arch", text));
    let span = Span::new(id, 0, text.len());
    let built = build(&mut sources, span, &NoLoader, &Catalog::builtin());
    built.errors.iter().map(|error| error.rule.word()).collect()
}

fn said(text: &str) -> Vec<String> {
    let study = study(&design(text));
    let mut sources = Sources::default();
    sources.add(Source::new("test.arch", text));
    let context = Context::new(&study, &sources, date(2026, 1, 1));
    let all = not_evaluated(&context).into_iter();
    all.flat_map(|it| it.names().map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn users_can_not_send_more_than_all() {
    let of = |a: &str, b: &str| {
        errors(&format!(
            "traffic {{ rps = 10rps }}\nuser a {{ share = {a} }}\nuser b {{ share = {b} }}\nwas api\na -> api\nb -> api"
        ))
    };
    assert_eq!(of("70%", "40%"), ["conflicting-shares"]);
    assert!(of("70%", "30%").is_empty() && of("70%", "20%").is_empty());
}

/// 70% and 20%: the last tenth is nobody's, and said.
#[test]
fn what_nobody_sends_is_said() {
    let design = design(
        "traffic { rps = 10rps }\nuser a { share = 70% }\nuser b { share = 20% }\nwas api\na -> api\nb -> api",
    );
    let study = study(&design);
    let demand = study.ordinary().demand().expect("stated");
    let text: Vec<_> =
        demand.assumptions(study.design()).iter().map(|text| text.en.to_string()).collect();
    let english = "the users' `share`s come to 90%: nobody sends the other 10%";
    assert!(text.iter().any(|text| text == english), "{text:?}");
    let korean = "사용자들의 `share`가 90%라 나머지 10%는 아무도 보내지 않습니다";
    let told = demand.assumptions(study.design());
    assert!(told.iter().any(|text| text.get(Lang::Ko) == korean), "{told:?}");
    let arrives = study.ordinary().arrival(id(&design, "api")).expect("known").peak.hi;
    assert!((arrives - 9.0).abs() < 1e-9);
}

#[test]
fn a_connection_without_a_journey_is_said_once() {
    let text = |flow: &str| {
        format!(
            "traffic {{ rps = 10rps }}\nuser fan\nwas api\nmysql orders\nmysql stock\nfan -> api -> orders, stock\n{flow}"
        )
    };
    assert_eq!(said(&text("flow buy { fan -> api -> orders }")), ["api->stock"]);
    assert!(said(&text("")).is_empty());
    assert!(said(&text("flow buy { share = 50%\n fan -> api -> orders }")).is_empty());
}

/// 5% of the 5% of `buy`.
#[test]
fn a_share_that_repeats_its_flow_counts_twice() {
    let of = |share: &str, other: &str| {
        design(&format!(
            "traffic {{ rps = 1000rps, reads = 50% }}\nuser fan\nwas api\nexternal bank\nmysql orders
             fan -> api -> orders\napi -> bank {{ share = {share} }}
             flow buy {{ share = 5%\n fan -> api -> bank, orders }}\nflow look {{ fan -> api -> orders {other} }}"
        ))
    };
    let twice = of("5%", "");
    let study = study(&twice);
    let spread = study.ordinary().spread().expect("stated");
    assert_eq!(spread.counted_twice().len(), 1);
    assert!(spread.derivation(&twice, id(&twice, "bank")).ends_with("(share × share of buy)"));
    let printed = estimate(&study, FigureFormat::Pretty, Lang::En);
    assert!(printed.contains("is that of flow `buy` and counts twice"), "{printed}");
    let other = of("50%", "");
    let spread = crate::numbers::study(&other);
    assert!(spread.ordinary().spread().expect("stated").counted_twice().is_empty());
}

/// 694 rps come round: the edge that closed the circle is named in the text.
#[test]
fn the_edge_that_closed_a_circle_is_named() {
    let study = study(&design(
        "traffic { rps = 694rps, reads = 50% }\nuser fan\nlb front\nwas chat\nmysql msgs\nkafka pubsub
         fan -> front -> chat -> msgs\nchat ~> pubsub ~> chat",
    ));
    for (lang, words) in
        [(Lang::Ko, "`pubsub~>chat`에서 한 번만"), (Lang::En, "once at `pubsub~>chat`")]
    {
        let printed = estimate(&study, FigureFormat::Pretty, lang);
        assert!(printed.contains(words), "{printed}");
    }
}

/// 694 come from the balancer and 694 come round to `chat`, of which nothing goes on: it hands on 694.
#[test]
fn what_came_round_is_in_no_derivation_of_what_comes_behind() {
    let design = design(
        "traffic { rps = 694rps, reads = 50% }\nuser fan\nlb front\nwas chat\nmysql msgs\nkafka bus
         fan -> front -> chat -> msgs\nchat ~> bus ~> chat",
    );
    let spread = Spread::of(&design, &Conditions::ordinary(&design)).expect("traffic");
    let derived = |name: &str| spread.derivation(&design, id(&design, name));
    assert_eq!(derived("chat"), "front 694 + bus 694 = 1,388 rps");
    assert_eq!(derived("msgs"), "chat 694 = 694 rps");
    assert_eq!(derived("bus"), "chat 694 = 694 rps");
}

/// 600 ÷ (2 × 100) = 300% with two; at 70% nine run: 67%.
#[test]
fn both_states_of_a_scaler_are_told() {
    let design = design(
        "traffic { rps = 600rps, reads = 50% }\nuser fan
         was api { replicas = 2, autoscale = 2..20, capacity = 100rps }\nfan -> api",
    );
    let told = |study: &Study, words: &str| {
        let printed = estimate(study, FigureFormat::Pretty, Lang::Ko);
        assert!(printed.contains(words), "{printed}");
    };
    told(&study(&design), "300% (2대) → 67% (확장 후 9대)");
    // One target for all: 600 ÷ (100 × 50%) = 12.
    let half = Terms { target: Some(0.5), ..Terms::default() };
    told(&Study::new(design, half), "300% (2대) → 50% (확장 후 12대)");
}

#[test]
fn recovery_by_class_stands_in_the_text() {
    let study = study(&design(
        "user fan\nwas api { replicas = 2 }\nrds orders { replicas = 2, failover = auto, replication = sync, backup = 1d }
         fan -> api -> orders\nslo { rto = 10m, rpo = 1h }",
    ));
    let printed = estimate(&study, FigureFormat::Pretty, Lang::En);
    let row = |class: &str| {
        let row = printed.lines().find(|line| line.trim_start().starts_with(class));
        row.unwrap_or_else(|| panic!("{class} is not in {printed}")).to_owned()
    };
    assert!(row("an instance").contains("RTO 10m: kept"), "{printed}");
    // Copies copy what is wrong: back from the backup of yesterday.
    assert!(row("the data are wrong").contains("RTO 10m: missed, RPO 1h: missed"), "{printed}");
}

/// In the scenario the database is lost, and the servers go on.
#[test]
fn expectations_of_recovery_see_their_scenario() {
    let study = study(&design(
        "user fan\nwas api { replicas = 2 }\nrds orders { replicas = 2, failover = auto, failover-time = 90s, backup = 1d }
         fan -> api -> orders
         scenario gone { fail = [orders] }\nscenario one { fail = [\"api#1\"] }
         expect rto(orders) <= 2m\nexpect rto(orders) <= 2m in gone\nexpect rto <= 1m in one\nexpect rto(orders) <= 0s in one",
    ));
    let holds: Vec<_> = study.verdicts().iter().map(|it| it.holds).collect();
    // 90 s; one hour of restore; 30 s of a health check; nothing of the database is lost.
    assert_eq!(holds, [Some(true), Some(false), Some(true), Some(true)]);
}

fn json(text: &str) -> serde_json::Value {
    let printed = estimate(&study(&design(text)), FigureFormat::Json, Lang::En);
    serde_json::from_str(&printed).expect("it is JSON")
}

/// Two rows of 330 behind one server: 108,900 pairs, and the server alone.
#[test]
fn what_stops_a_journey_alone_is_listed_however_many_pairs_there_are() {
    let mut text = String::from("user fan\nservice door { replicas = 1 }\nfan -> door\n");
    for row in ["left", "right"] {
        for n in 0..330 {
            text += &format!("service {row}{n} \"{row} {n}\" {{ replicas = 1 }}\n");
        }
        for n in 1..330 {
            text += &format!("{row}{} -> {row}{n}\n", n - 1);
        }
    }
    text += "door -> left0 | right0\n";
    let flow = &json(&text)["flows"][0];
    assert_eq!(flow["cut_pairs_left_out"], true);
    assert_eq!(flow["cut_sets"], serde_json::json!([["door"]]));
    let printed = estimate(&study(&design(&text)), FigureFormat::Markdown, Lang::Ko);
    assert!(printed.contains("하나만 멈춰도 멈추는 것만 셌습니다"), "{printed}");
}

#[test]
fn what_is_stated_never_to_fail_is_no_cut() {
    let of = |stated: &str| {
        let text = format!("user fan\nwas api {{ {stated} }}\nmysql orders\nfan -> api -> orders");
        json(&text)["flows"][0]["cut_sets"].clone()
    };
    assert_eq!(of("availability = 100%"), serde_json::json!([["orders"]]));
    assert_eq!(of("availability = 99.9%"), serde_json::json!([["api"], ["orders"]]));
}

/// `orders` stops both journeys and counts once, with the one that it costs most.
#[test]
fn importance_is_that_of_the_flow_that_suffers_most() {
    let json = json(
        "user fan\nwas api { availability = 99% }\nmysql orders { availability = 99% }
         fan -> api -> orders\nflow look { fan -> api -> orders }\nflow buy { fan -> api -> orders }",
    );
    let components = json["components"].as_array().expect("a list");
    let orders = components.iter().find(|it| it["name"] == "orders").expect("it is there");
    // 0.99 × 0.01 of the year: its own downtime while the server is up.
    let minutes = orders["importance"].as_f64().expect("known");
    assert!((minutes - 0.0099 * 525_600.0).abs() < 1e-6, "{minutes}");
    assert!(minutes <= 0.01 * 525_600.0);
    assert_eq!(orders["importance_flow"], "look");
    assert_eq!(orders["importance_by_flow"]["buy"], orders["importance"]);
}

#[test]
fn sources_of_availability_are_printed_in_every_format() {
    let study = study(&design("user fan\nalb front\nwas api\nfan -> front -> api"));
    for format in [FigureFormat::Pretty, FigureFormat::Markdown, FigureFormat::Json] {
        let printed = estimate(&study, format, Lang::En);
        assert!(printed.contains("cloudonaut"), "{printed}");
    }
}

/// 100 ms, of which the user adds nothing: the steps come to the whole.
#[test]
fn the_steps_of_a_latency_come_to_its_sum() {
    let design = design(
        "user fan\nlb front { latency = 5ms }\nwas api { latency = 25ms }\nmysql orders { latency = 10ms }
         fan -> front { latency = 20ms }\nfront -> api\napi -> orders { calls = 4 }",
    );
    let study = study(&design);
    let latency = study.ordinary().latency(archlint::model::FlowId(0)).expect("stated");
    let sum: f64 = latency.path.iter().map(|step| step.whole().as_seconds()).sum();
    assert!((latency.mean.as_seconds() - sum).abs() < 1e-12, "{latency:?}");
    assert_eq!(latency.path[0].whole().as_seconds(), 0.0, "a user takes no time");
}

/// A replica gets the reads alone, and its working says their part once.
#[test]
fn the_reads_of_a_replica_are_written_once() {
    let design = design(
        "traffic { rps = 1000rps, reads = 80% }\nuser fan\nwas api\nmysql orders
         mysql copy { role = replica }\norders => copy\nfan -> api -> orders\napi -> copy",
    );
    let study = study(&design);
    let spread = study.ordinary().spread().expect("stated");
    let working = spread.derivation(&design, id(&design, "copy"));
    assert_eq!(working.matches('%').count(), 1, "{working}");
}

/// A consumer that keeps up gets what the queue was sent, and its working says of whom.
#[test]
fn what_a_queue_lets_through_is_derived_from_what_it_was_sent() {
    let of = |capacity: &str| {
        let design = design(&format!(
            "traffic {{ rps = 100rps, peak = 10x }}\nuser fan\nwas api\nkafka log
             worker mails {{ capacity = {capacity} }}\nfan -> api ~> log ~> mails"
        ));
        let study = study(&design);
        study.ordinary().spread().expect("stated").derivation(&design, id(&design, "mails"))
    };
    assert_eq!(of("2000rps"), of("5000rps"), "both keep up");
    assert_ne!(of("2000rps"), of("200rps"), "one lags behind and gets less at once");
}

/// Whether the only expectation of a design holds; `None` where that can't be told.
fn holds(text: &str) -> Option<bool> {
    let design = design(text);
    study(&design).verdicts()[0].holds
}

const SERVED: &str = "user fan\nwas api { replicas = 2, session = none, capacity = 10rps }\n\
                      fan -> api { balanced }\nbatch night\n\
                      mysql sums { replicas = 2, failover = auto, capacity = 100qps }\nnight -> sums\n";

/// What no user reaches has a load that nobody states, and no expectation of it is green.
#[test]
fn the_load_of_what_no_user_reaches_is_not_known() {
    let of = |expected| holds(&format!("traffic {{ rps = 200rps }}\n{SERVED}expect {expected}"));
    assert_eq!(of("utilization(sums) < 1%"), None);
    assert_eq!(of("rps(sums) < 1rps"), None);
    assert_eq!(of("rps(api) >= 200rps"), Some(true));
    assert_eq!(of("rps(api) < 200rps"), Some(false));
    let text = format!("traffic {{ rps = 200rps }}\n{SERVED}");
    let design = design(&text);
    let study = study(&design);
    let (sums, api) = (id(&design, "sums"), id(&design, "api"));
    assert!(study.ordinary().arrival(sums).is_none() && study.ordinary().usage(sums).is_none());
    assert!(study.ordinary().arrival(api).is_some());
}

/// An interval holds where all of it does: between 150 and 300 requests a second.
#[test]
fn an_expectation_holds_for_every_value_of_what_is_uncertain() {
    let of = |expected| {
        holds(&format!("traffic {{ rps = 100rps, peak = 1.5..3x }}\n{SERVED}expect {expected}"))
    };
    assert_eq!(of("rps(api) > 140rps"), Some(true));
    assert_eq!(of("rps(api) > 200rps"), Some(false));
    assert_eq!(of("rps(api) < 200rps"), Some(false));
    assert_eq!(of("rps(api) < 301rps"), Some(true));
}

/// 200 requests a second on two servers of 10, and as many more as nobody knows.
#[test]
fn what_a_scaler_without_bounds_makes_of_it_is_not_known() {
    let of = |scales, expected| {
        let served =
            SERVED.replace("replicas = 2, session", &format!("replicas = 2{scales}, session"));
        holds(&format!(
            "traffic {{ rps = 200rps }}\n{served}scenario crowd {{ traffic = 10x }}\nexpect {expected}"
        ))
    };
    assert_eq!(of("", "utilization(api) < 70%"), Some(false));
    assert_eq!(of(", autoscale = on", "utilization(api) < 70%"), None);
    assert_eq!(of(", autoscale = on", "utilization(api) < 1100%"), Some(true));
    assert_eq!(of("", "survives(fan) in crowd"), Some(false));
    assert_eq!(of(", autoscale = on", "survives(fan) in crowd"), None);
    assert_eq!(of(", autoscale = 2..300", "utilization(api) < 70%"), Some(true));
}

#[test]
fn a_count_outside_its_scaler_is_said() {
    let of = |facts: &str| errors(&format!("user fan\nwas api {{ {facts} }}\nfan -> api"));
    assert_eq!(of("replicas = 8, autoscale = 2..6"), ["conflicting-attributes"]);
    assert_eq!(of("replicas = 1, autoscale = 2..6"), ["conflicting-attributes"]);
    assert!(of("replicas = 2, autoscale = 2..6").is_empty());
    assert!(of("replicas = 6, autoscale = 2..6").is_empty());
}

/// Flows of 140% are one request in two journeys at times: said, and no error.
#[test]
fn flows_above_all_requests_are_said() {
    let of = |share: &str| {
        let design = design(&format!(
            "traffic {{ rps = 100rps }}\nuser fan\nwas api\nwas shop\nfan -> api\nfan -> shop
             flow read {{ share = 80%\nfan -> api }}\nflow buy {{ share = {share}\nfan -> shop }}"
        ));
        let study = study(&design);
        let demand = study.ordinary().demand().expect("stated");
        demand.assumptions(&design).len()
    };
    assert_eq!(of("60%"), of("20%") + 1);
}

/// A pool of the caller bounds the calls to something slow as a timeout does; without either nothing
/// can be said.
#[test]
fn what_is_slow_is_judged_by_the_pool_of_its_caller() {
    let of = |caller: &str| {
        holds(&format!(
            "traffic {{ rps = 10rps }}\nuser fan\nwas api {{ replicas = 2, session = none{caller} }}
             mysql orders {{ replicas = 2, failover = auto, latency = 10ms }}\nfan -> api {{ balanced }}\napi -> orders
             scenario swamp {{ slow = [orders 10x] }}\nexpect survives(fan) in swamp"
        ))
    };
    assert_eq!(of(""), None);
    assert_eq!(of(", pool = 50"), Some(true));
}

/// A primary that is repaired sooner than a person promotes comes back with its data.
#[test]
fn what_is_repaired_first_loses_nothing() {
    let of = |facts: &str, expected| {
        holds(&format!(
            "user fan\nwas api {{ replicas = 2, session = none }}
             mysql orders {{ replicas = 2, failover = manual{facts} }}\nfan -> api {{ balanced }}\napi -> orders
             scenario loss {{ fail = [\"orders#1\"] }}\nexpect {expected} in loss"
        ))
    };
    assert_eq!(of(", mttr = 10m", "rpo <= 0s"), Some(true));
    assert_eq!(of(", mttr = 10m", "rto <= 10m"), Some(true));
    assert_eq!(of("", "rpo <= 0s"), Some(false));
}
