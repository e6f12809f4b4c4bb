//! What a design does not tell: it is not judged, and what would have to be stated is named.

use crate::judgement::judge;
use serde_json::Value;
use std::process::Command;

/// What a command says of a design, as JSON.
fn json(text: &str, command: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(folder.path().join("d.arch"), text).expect("can be written");
    let mut archlint = Command::new(env!("CARGO_BIN_EXE_archlint"));
    let args = [command, "d.arch", "--lang", "en", "--format", "json"];
    let ran = archlint.args(args).current_dir(folder.path()).env_clear().output();
    serde_json::from_slice(&ran.expect("the binary runs").stdout).expect("JSON")
}

/// A scaler whose ceiling nobody states, at 125% of what runs now.
const OPEN: &str = "traffic { rps = 1000 }\nuser fan\nlb front { managed }
was api { replicas = 4, autoscale = on, capacity = 200rps }\nfan -> front -> api
scenario ten { traffic = 10x }\nexpect utilization(api) < 70%\n";

#[test]
fn without_a_ceiling_nobody_knows_how_busy_what_scales_will_be() {
    let figures = json(OPEN, "estimate");
    let api = &figures["components"][1];
    assert_eq!(api["name"], "api");
    assert!(api["utilization"].is_null() && api["advertised_rps"].is_null(), "{api}");
    assert_eq!((&api["utilization_now"], &api["replicas_scaled"]), (&1.25.into(), &().into()));
    let day = &json(OPEN, "simulate")["scenarios"][0];
    assert!(day["flows"][0]["state"].is_null() && day["after"]["share_beyond"].is_null(), "{day}");
    assert_eq!(day["cascade"], serde_json::json!([]));
    let found = judge(OPEN).1;
    assert!(found.iter().all(|it| it.rule != "tenfold-traffic-breaks" && it.rule != "overloaded"));
    let asks = found.iter().find(|it| it.rule == "unknown-facts").expect("questions");
    let asks = asks.help.as_ref().expect("what to state").en.to_string();
    assert!(asks.contains("`api`: How many instances may the autoscaler start?"), "{asks}");
}

#[test]
fn a_scaler_that_need_not_act_is_as_busy_as_what_runs() {
    let figures = json(&OPEN.replace("1000", "400"), "estimate");
    assert_eq!(figures["components"][1]["utilization"], 0.5);
}

/// What would have to be stated, by the line that was not evaluated.
fn wanted(text: &str, line: &str) -> String {
    let checked = json(text, "check");
    let found = checked["findings"].as_array().expect("findings").iter();
    let said = |it: &&Value| it["message"]["en"].as_str().is_some_and(|said| said.contains(line));
    let it = found.filter(|it| it["rule"] == "not-evaluated").find(said);
    it.unwrap_or_else(|| panic!("{line} in {checked:#}"))["help"]["en"]
        .as_str()
        .expect("help")
        .to_owned()
}

#[test]
fn what_is_missing_is_named() {
    assert_eq!(
        wanted(OPEN, "utilization(api)"),
        "State how many instances the autoscaler of `api` may start: `autoscale = 2..10`."
    );
    let text = "user fan\nwas api\nmysql orders\nbatch nightly\nfan -> api -> orders
        nightly -> orders\nexpect utilization(api) < 70%\nexpect rpo(orders) < 1h
        expect rpo(api) < 1h\nexpect latency_p99(fan) < 1s\nexpect utilization(nightly) < 70%\n";
    let loaded = format!("traffic {{ rps = 10 }}\n{text}");
    for (text, line, help) in [
        (text, "utilization(api)", "State in `traffic` how many requests come: `rps = 100`."),
        (&loaded, "utilization(api)", "State the `capacity` of one replica of `api`."),
        (
            &loaded,
            "utilization(nightly)",
            "No user's requests come to `nightly`, so its load is unknown: draw how they do.",
        ),
        (
            text,
            "rpo(orders)",
            "State how often these are backed up (`backup = 1d`, `backup = none`, `pitr`): `orders`.",
        ),
        (text, "rpo(api)", "`api` keeps no data that could be lost: ask for the RPO of a store."),
        (
            text,
            "latency_p99(fan)",
            "State the `latency-p99` of the components on the flow's way, or the `capacity` from which waiting is computed.",
        ),
    ] {
        assert_eq!(wanted(text, line), help);
    }
}

/// Hardly any load, so no waits: 100ms on average, and (700 − 100) more for the slowest hundredth.
#[test]
fn the_slowest_hundredth_has_an_objective_of_its_own() {
    let design = |limit: &str| {
        format!(
            "traffic {{ rps = 1 }}\nslo {{ latency = 500ms, latency-p99 = {limit} }}\nuser fan
            was api {{ replicas = 4, capacity = 1000rps, latency = 100ms, latency-p99 = 700ms }}
            fan -> api\n"
        )
    };
    let late = |limit: &str| {
        let found = judge(&design(limit)).1.into_iter();
        found.filter(|it| it.rule == "objective-unreachable").map(|it| it.message.en.to_string())
    };
    assert_eq!(
        late("600ms").filter(|it| it.contains("slowest 1%")).collect::<Vec<_>>(),
        ["every request of `fan`: at the peak the slowest 1% takes 700ms and misses 600ms"]
    );
    assert!(late("800ms").all(|it| !it.contains("slowest")));
}

/// `b` carries 100 of 150 rps until its callers try again: full at 100 ÷ 150, not sooner.
#[test]
fn calls_are_not_tried_again_before_anything_is_full() {
    let text =
        "traffic { rps = 150 }\nuser fan\nalb l\nwas api { replicas = 2, capacity = 1000rps }
        was b { capacity = 100rps }\nfan -> l -> api\napi -> b { retries = 2 }\n";
    let found = judge(text).1;
    let breaks = found.iter().find(|it| it.rule == "tenfold-traffic-breaks").expect("it breaks");
    assert!((breaks.figures[0].value - 2.0 / 3.0).abs() < 1e-3, "{:?}", breaks.figures);
    // One that fails is asked up to four times: with f = 0.4 of them lost, 1 + f + f² + f³ of what
    // comes fill what carries five times as much, at 1 ÷ (1 − f⁴) of the load that fills the first.
    let text = "traffic { rps = 100 }\nuser fan\nwas api { replicas = 2, capacity = 1000rps }
        was pay { replicas = 2, capacity = 150rps }
        mysql db { replicas = 2, failover = auto, capacity = 500qps }
        fan -> api\napi -> pay { retries = 3, timeout = 1s }\npay -> db\n";
    let found = judge(text).1;
    let breaks = found.iter().find(|it| it.rule == "tenfold-traffic-breaks").expect("it breaks");
    let expected = 3.0 / (1.0 - 0.4_f64.powi(4));
    assert!((breaks.figures[1].value / expected - 1.0).abs() < 2e-3, "{:?}", breaks.figures);
}

/// 100 rps over two instances: 50 a second × 200ms are 10 connections of 5.
#[test]
fn why_a_flow_does_not_survive_is_said() {
    let text = "traffic { rps = 100 }\nuser fan\nlb front { managed }
        was api { replicas = 2, capacity = 60rps, pool = 5, latency = 50ms }
        mysql orders { replicas = 2, failover = auto, latency = 10ms }
        fan -> front -> api\napi -> orders { timeout = 200ms }\nscenario one { fail = [\"api#1\"] }
        scenario slow { slow = [orders 100x] }\nexpect survives(fan) in one
        expect survives(fan) in slow\n";
    let found = judge(text).1.into_iter().filter(|it| it.rule == "expectation-failed");
    let said = found.map(|it| {
        let why = it.why.as_ref().expect("a reason").en.to_string();
        format!("{} / {why}", it.message.en)
    });
    assert_eq!(
        said.collect::<Vec<_>>(),
        [
            "`expect survives(fan) in one` does not hold: the flow is overloaded / Computed in the scenario `one`. Above capacity: `api`.",
            "`expect survives(fan) in slow` does not hold: the flow is down / Computed in the scenario `slow`. `api->orders`: each instance needs 10 connections, and its pool has 5. `api->orders` takes longer than its timeout of 200ms.",
        ]
    );
}

/// $150 and 400,000 won, of which no rate makes a sum.
#[test]
fn won_and_dollars_stand_beside_one_another_without_a_rate() {
    let text = "user fan\nalb l { cost = 10만원/월 }\nwas api { replicas = 3, cost = $50/mo }
        mysql m { replicas = 2, failover = auto, backup = 1d, cost = ₩150_000/mo }
        fan -> l -> api -> m\nexpect cost <= $500/mo\n";
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(folder.path().join("d.arch"), text).expect("can be written");
    let said = |args: &[&str]| {
        let mut archlint = Command::new(env!("CARGO_BIN_EXE_archlint"));
        let ran = archlint.args(args).current_dir(folder.path()).env_clear().output();
        String::from_utf8(ran.expect("the binary runs").stdout).expect("text")
    };
    let bill = said(&["estimate", "d.arch", "--lang", "en"]);
    assert!(bill.contains("$150/mo + ₩400,000/mo"), "{bill}");
    assert!(bill.contains("are added up with a rate (`usd-krw`)"), "{bill}");
    let post = said(&["report", "d.arch", "--lang", "ko"]);
    assert!(post.contains("월 $150 + 월 40만원입니다"), "{post}");
    assert!(wanted(text, "cost <= ").contains("Won and dollars meet"));
}

#[test]
fn a_post_says_that_the_ceiling_is_not_decided() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(folder.path().join("d.arch"), OPEN).expect("can be written");
    let mut archlint = Command::new(env!("CARGO_BIN_EXE_archlint"));
    let args = ["report", "d.arch", "--week", "4", "--lang", "ko"];
    let ran = archlint.args(args).current_dir(folder.path()).env_clear().output();
    let post = String::from_utf8(ran.expect("the binary runs").stdout).expect("text");
    assert!(post.contains("상한을 정하지 않아 어디까지 감당하는지 말하지 못합니다"), "{post}");
    assert!(post.contains("몇 대까지 늘어나는지 정하지 않아 버티는지 말하지 못합니다"), "{post}");
    assert!(!post.contains("대를 유지합니다") && !post.contains("대로는 처리할 수 없어"), "{post}");
}
