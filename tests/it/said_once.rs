//! What a review objected to, one small design a fault: what scales, what is expected, what comes back.

use crate::judgement::judge;
use archlint::diagnostic::{Diagnostic, Safety};

fn of(rule: &str, text: &str) -> Vec<Diagnostic> {
    let (errors, found) = judge(text);
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    found.into_iter().filter(|it| it.rule == rule).collect()
}

fn said(rule: &str, text: &str) -> Vec<String> {
    of(rule, text).iter().map(|it| format!("{} {}", it.severity.name(), it.message.en)).collect()
}

/// 130 of 2 × 100 rps: one of two can't carry it, and another takes minutes to come.
#[test]
fn what_a_scaler_has_not_started_yet_is_no_redundancy() {
    let text = |servers: &str| {
        format!(
            "traffic {{ rps = 130 }}\nuser fan\nlb front {{ managed }}
            was api {{ capacity = 100rps, {servers} }}\nfan -> front -> api\n"
        )
    };
    let loses = ["warning when `api` loses one replica, the remaining 1 can't carry the peak"];
    let rule = "redundancy-below-peak";
    assert_eq!(said(rule, &text("replicas = 2, autoscale = 2..10")), loses);
    assert_eq!(said(rule, &text("autoscale = 2..10")), loses);
    assert_eq!(said(rule, &text("replicas = 2")), loses);
    assert_eq!(said(rule, &text("autoscale = 3..10")), [""; 0]);
    let found = of(rule, &text("replicas = 2, autoscale = 2..10"));
    let edits: Vec<&str> = found[0].fixes[0].edits.iter().map(|edit| edit.text.as_str()).collect();
    assert!(edits.concat().contains("3..10"), "{edits:?}");
}

#[test]
fn every_expectation_that_fails_is_said_by_itself() {
    let text = "traffic { rps = 100 }\nuser fan\nlb front { managed }
        was api { replicas = 4, autoscale = 4..20, capacity = 50rps }\nfan -> front -> api
        expect utilization(api) < 40%\nexpect rps(api) > 500rps\nexpect replicas(api) <= 4
        expect replicas(api) >= 10\n";
    assert_eq!(
        said("expectation-failed", text),
        [
            "error `expect utilization(api) < 40%` does not hold: it comes to 50%",
            "error `expect rps(api) > 500rps` does not hold: it comes to 100 rps",
            "error `expect replicas(api) >= 10` does not hold: it comes to 4",
        ]
    );
}

#[test]
fn voters_are_counted_where_the_technology_votes() {
    let voters = |store: &str| {
        said("even-quorum", &format!("user fan\nwas api\n{store}\nfan -> api -> x\n")).len()
    };
    assert_eq!(voters("etcd x { replicas = 4 }"), 1);
    assert_eq!(voters("zookeeper x { replicas = 2 }"), 1);
    assert_eq!(voters("etcd x { replicas = 3 }"), 0);
    let text = "user fan\nwas api\netcd x { replicas = 2 }\nfan -> api -> x\n";
    assert_eq!(said("manual-failover", text), [""; 0]);
}

#[test]
fn the_floor_of_a_scaler_weighs_the_same_however_many_run_now() {
    let level = |servers: &str| {
        let text = format!(
            "user fan\nlb front {{ managed }}\nwas api {{ {servers} }}\nfan -> front -> api\n"
        );
        of("autoscale-floor-one", &text)[0].severity.name()
    };
    assert_eq!(level("autoscale = 1..4"), "warning");
    assert_eq!(level("replicas = 2, autoscale = 1..4"), "warning");
}

/// More instances cost more, and what a design asks for may not allow them.
#[test]
fn growth_is_safe_only_where_nothing_bounds_it() {
    let safety = |more: &str| {
        let text = format!(
            "traffic {{ rps = 130 }}\nuser fan\nlb front {{ managed }}\nwas api {{ replicas = 2, capacity = 100rps, stateless }}
            fan -> front -> api\n{more}\n"
        );
        of("redundancy-below-peak", &text)[0].fixes[0].safety
    };
    assert_eq!(safety(""), Safety::Safe);
    assert_eq!(safety("slo { budget = $100/mo }"), Safety::Suggested);
    assert_eq!(safety("expect replicas(api) <= 2"), Safety::Suggested);
    assert_eq!(safety("policy small { forbid replicas > 2 on was }"), Safety::Suggested);
    let auto = |more: &str| {
        let text = format!(
            "user fan\nwas api {{ replicas = 2 }}\nmysql db {{ replicas = 2, failover = manual{more} }}
            fan -> api -> db\n"
        );
        of("manual-failover", &text)[0].fixes[0].safety
    };
    assert_eq!(auto(""), Safety::Safe);
    assert_eq!(auto(", mttr = 10m"), Safety::Suggested);
    assert_eq!(auto(", mttr = 10m, replication = sync"), Safety::Safe);
}

#[test]
fn a_question_is_not_asked_of_what_is_a_finding() {
    let text = "user fan\nwas api { replicas = 2 }\nexternal sms\nfan -> api -> sms { retries = 2, timeout = 1s }
        flow send { writes\n fan -> api -> sms }\n";
    assert_eq!(of("unsafe-retry", text).len(), 1);
    let asked = of("unknown-facts", text)[0].help.as_ref().expect("questions").en.to_string();
    assert!(!asked.contains("same request twice"), "{asked}");
}

/// 450 rps of 3 × 100 are tried again until 978 come; 7 instances fill nobody: 64% of 700.
#[test]
fn what_is_only_tried_again_for_being_full_sizes_nothing() {
    let text = "traffic { rps = 450 }\nuser fan\nlb front { managed }
        was api { replicas = 3, capacity = 1000rps }\nwas b { replicas = 3, capacity = 100rps }
        fan -> front -> api\napi -> b { retries = 2, timeout = 1s }\n";
    let found = of("overloaded", text);
    let help = found[0].help.as_ref().expect("help").en.to_string();
    assert!(help.contains("`replicas = 7` stays below 70%"), "{help}");
    let enough = text.replace("b { replicas = 3", "b { replicas = 7");
    assert_eq!(said("overloaded", &enough), [""; 0]);
}

/// 3 h of restoring 720 GB, and one is allowed.
#[test]
fn a_lone_store_is_held_against_the_time_that_is_allowed() {
    let text = "slo { rto = 1h }\nuser fan\nwas api { replicas = 2 }
        mysql db { replicas = 1, backup = 1d, size = 720GB }\nfan -> api -> db\n";
    let why = of("missing-replica", text)[0].why.as_ref().expect("why").en.to_string();
    assert!(why.contains("It takes 3h to come back and misses the RTO of 1h."), "{why}");
}
