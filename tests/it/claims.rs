//! What is claimed of load, latency and recovery, one small design a claim, as the program prints it.

use crate::judgement::judge;
use std::process::Command;

/// What the program prints about a design.
fn printed(text: &str, args: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(folder.path().join("d.arch"), text).expect("can be written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_archlint"));
    let args = [&args[..1], &["d.arch", "--lang", "en"], &args[1..]].concat();
    let ran = command.args(args).current_dir(folder.path()).env_clear().output();
    String::from_utf8(ran.expect("the binary runs").stdout).expect("text")
}

/// The cells of the row that begins with this name, in the first table that has one.
#[track_caller]
fn row(printed: &str, name: &str) -> Vec<String> {
    let line = printed.lines().find(|line| line.trim_start().starts_with(&format!("{name}  ")));
    let line = line.unwrap_or_else(|| panic!("no {name} in\n{printed}"));
    line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
}

/// 1,000 rps over 4 shards, the hottest with 3 times the mean: 750 of 300; on average 250 of 300.
#[test]
fn the_mean_of_all_shards_stands_beside_the_hottest() {
    let text = "traffic { rps = 1000, reads = 90% }\nuser u\nwas a\n
        mysql d { replicas = 3, failover = auto, shards = 4, skew = 3x, capacity = 300rps, shard-key = \"id\" }
        u -> a -> d\nscenario half { traffic = 0.5x }\n";
    assert_eq!(row(&printed(text, &["estimate"]), "d")[4], "250% (mean 83%)");
    assert_eq!(row(&printed(text, &["simulate"]), "d")[3], "125% (mean 42%)");
    let even = text.replace(", skew = 3x", "");
    assert_eq!(row(&printed(&even, &["estimate"]), "d")[4], "83%");
}

#[test]
fn more_replicas_that_stand_by_are_not_said_to_be_held_back_by_writes() {
    let of = |declared: &str| {
        printed(
            &format!("traffic {{ rps = 1000, reads = 90% }}\nuser u\n{declared}\nu -> x\n"),
            &["estimate"],
        )
    };
    let stands_by = "Of `x` one serves and the others stand by; more replicas do not help.";
    let writes = "The writes of `x` alone are 125% of what one primary takes; more replicas do not bring it to 70%.";
    for declared in [
        "nginx x { replicas = 2, failover = auto, capacity = 700rps }",
        "mysql x { replicas = 2, failover = auto, capacity = 900rps }",
    ] {
        let said = of(declared);
        assert!(said.contains(stands_by) && !said.contains("writes of `x`"), "{said}");
    }
    let said = of("mysql x { replicas = 2, failover = auto, writes = 80rps }");
    assert!(said.contains(writes) && !said.contains(stands_by), "{said}");
}

/// 100 rps over two of 60: ⌈100 ÷ (60 × 70%)⌉ = 3 together, not 2 each.
#[test]
fn what_a_pool_needs_is_counted_for_all_of_it() {
    let text = "traffic { rps = 100 }\nuser u\nlb p { managed }\nwas w1 { capacity = 60rps }
        was w2 { capacity = 60rps }\nu -> p -> w1, w2\n";
    let said = printed(text, &["estimate"]);
    assert_eq!(row(&said, "w1 | w2")[1..], ["100 rps", "100 rps", "120 rps", "83%", "3", "4"]);
    assert_eq!(row(&said, "w1")[5..8], ["–", "–", "–"]);
    assert!(
        said.contains("`w1`, `w2` together need 3, and 4 to stay there with one lost"),
        "{said}"
    );
    assert!(said.contains("⌈100 ÷ (60 × 70%)⌉ = 3"), "{said}");
}

#[test]
fn a_circle_whose_requests_do_not_become_fewer_is_said_to_be_counted_once() {
    let text = |share: &str| {
        format!(
            "traffic {{ rps = 100 }}\nuser u\nservice x\nservice y\nu -> x -> y\ny -> x{share}\n"
        )
    };
    let why = |text: &str| {
        let found = judge(text).1.into_iter().find(|it| it.rule == "sync-cycle");
        found.and_then(|it| it.why).expect("it says why").en.to_string()
    };
    let endless = why(&text(""));
    assert!(endless.contains("at `y->x` it is counted once and not followed further"), "{endless}");
    // Of 20% that go round again there is a sum: 100 ÷ (1 − 20%) = 125.
    let fewer = text(" { share = 20% }");
    assert!(!why(&fewer).contains("counted once"), "{}", why(&fewer));
    assert_eq!(row(&printed(&fewer, &["estimate"]), "x")[2], "125 rps");
    let said = printed(&text(""), &["estimate"]);
    assert!(said.contains("Requests that came round are counted once at `y->x`"), "{said}");
}

/// Means 10 + 20 ms; the one p99 that is stated lies 30 ms above its mean: 60 ms.
#[test]
fn the_99th_percentile_stands_beside_the_mean() {
    let text = "user u\nwas w { latency = 10ms, latency-p99 = 40ms }\nmysql d { latency = 20ms }
        u -> w -> d\n";
    assert_eq!(row(&printed(text, &["estimate"]), "u")[1..3], ["99.8%", "99.8%"]);
    let said = printed(text, &["estimate"]);
    let latency = said.split("Latency by flow").nth(1).expect("there is a table");
    assert_eq!(row(latency, "u")[1..3], ["30ms", "60ms"]);
    let plain = printed(&text.replace(", latency-p99 = 40ms", ""), &["estimate"]);
    let latency = plain.split("Latency by flow").nth(1).expect("there is a table");
    assert_eq!(row(latency, "u")[1..3], ["30ms", "–"]);
}

const SLOW: &str =
    "traffic { rps = 100 }\nuser u\nwas w { replicas = 2, latency = 10ms, pool = 20 }
    mysql d { latency = 20ms }\nservice x\nu -> w -> d\nw -> x { timeout = 1s }\nx -> d\n";

/// 100 ÷ 2 × 0.3 s + 100 ÷ 2 × 0.3 s = 30 of 20 connections an instance.
#[test]
fn a_flow_without_connections_does_not_get_well_by_what_overload_does() {
    let said = printed(SLOW, &["simulate", "--slow", "d=30"]);
    assert_eq!(row(&said, "u"), ["u", "down", "down"], "{said}");
    let said = printed(SLOW, &["simulate", "--slow", "d=2"]);
    assert_eq!(row(&said, "u"), ["u", "up", "up"], "{said}");
    let late = SLOW.replace(", pool = 20", "");
    let said = printed(&late, &["simulate", "--slow", "d=60"]);
    assert_eq!(row(&said, "u"), ["u", "beyond-timeout", "beyond-timeout"], "{said}");
}

#[test]
fn how_slow_something_gets_of_which_no_latency_is_stated_is_not_known() {
    let said = printed(SLOW, &["simulate", "--slow", "x=10"]);
    assert_eq!(row(&said, "u")[1], "unknown", "what x calls says nothing of x: {said}");
    let stated = SLOW.replace("service x", "service x { latency = 5ms }");
    assert_eq!(row(&printed(&stated, &["simulate", "--slow", "x=10"]), "u")[1], "up");
}

#[test]
fn an_instance_that_fails_does_not_run_in_its_scenario() {
    let text = |expected: u32| {
        format!(
            "user u\nwas a {{ replicas = 3 }}\nu -> a\nscenario one {{ fail = [\"a#1\"] }}\n
             expect replicas(a) >= {expected} in one\n"
        )
    };
    let fails = |text: &str| judge(text).1.iter().any(|it| it.rule == "expectation-failed");
    assert!(!fails(&text(2)) && fails(&text(3)), "two of three are left");
}

/// What calls it tries all the same; that its capacity is not known is not what is wrong with it.
#[test]
fn what_is_down_is_said_to_be_down_and_not_to_lack_a_capacity() {
    let text = "traffic { rps = 100 }\nuser u\nwas a { replicas = 2, capacity = 100rps }
        redis c { hit-ratio = 90% }\nservice s\nu -> a\na -> c { optional }\na -> s
        scenario lost { fail = [c] }\n";
    let said = printed(text, &["simulate"]);
    assert_eq!(row(&said, "c"), ["c", "100 rps", "–", "–", "down"], "{said}");
    assert!(said.contains("`s`: no capacity known"), "{said}");
}

/// The rule and the table take one time: by hand 30 min, by nobody what repairs or restores it.
#[test]
fn how_long_a_lost_primary_stops_writes_is_said_once() {
    let why = |stated: &str| {
        let text = format!("user u; was a\nmysql d {{ replicas = 2, {stated} }}\nu -> a -> d\n");
        let (_, found) = judge(&text);
        let finding = found.iter().find(|it| it.rule == "manual-failover").expect("found");
        let row = row(&printed(&text, &["estimate"]), "an instance")[1].clone();
        (finding.why.as_ref().expect("a reason").en.to_string(), row)
    };
    for (stated, takes) in [
        ("failover = manual", "30m"),
        ("failover = none, mttr = 2h", "2h"),
        ("failover = none", "1h"),
    ] {
        let (why, row) = why(stated);
        assert!(why.starts_with(&format!("Losing the primary stops writes for {takes}.")), "{why}");
        assert_eq!(row, takes, "{stated}");
    }
    assert!(
        why("failover = none, backup = none").0.starts_with("Losing the primary loses its data")
    );
}

/// 100 of 120 rps: one of two can be lost by no more than 60.
#[test]
fn two_boxes_are_judged_as_two_replicas() {
    let rules = |servers: &str, to: &str| {
        let text = format!(
            "traffic {{ rps = 100 }}\nuser fan\nlb front {{ managed }}\n{servers}\nfan -> front -> {to}\n"
        );
        let capacity = ["overloaded", "redundancy-below-peak"];
        let found = judge(&text).1.into_iter().filter(|it| capacity.contains(&it.rule.as_str()));
        found.map(|it| format!("{} {}", it.severity.name(), it.rule)).collect::<Vec<_>>()
    };
    let boxes = "was a { capacity = 60rps }\nwas b { capacity = 60rps }";
    assert_eq!(rules(boxes, "a, b"), ["warning redundancy-below-peak"]);
    assert_eq!(rules("was a { replicas = 2, capacity = 60rps }", "a"), rules(boxes, "a, b"));
}

#[test]
fn what_is_stated_as_always_available_is_no_single_point_of_failure() {
    let text = "user fan\nwas api { replicas = 1, availability = 100% }
        mysql orders { backup = 1d, availability = 100% }\nfan -> api -> orders\n";
    let accused = ["single-instance", "missing-replica", "single-point-of-failure"];
    let found = |text: &str| {
        let found = judge(text).1.into_iter().filter(|it| accused.contains(&it.rule.as_str()));
        found.map(|it| it.rule.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found(text), Vec::<String>::new());
    assert_eq!(found(&text.replace(", availability = 100%", "")).len(), 2);
}

/// One that is stopped and one that is replaced in one go are not alike.
#[test]
fn what_holds_of_one_deploy_is_not_said_of_another() {
    let text = "user fan\nwas a { replicas = 2, deploy = recreate }
        was b { replicas = 1, deploy = rolling }\nfan -> a -> b\n";
    let said = printed(text, &["check", "--select", "unsafe-deploy"]);
    assert!(said.contains("`a` goes down at every deploy"), "{said}");
    assert!(said.contains("`b` rolls out over a single instance"), "{said}");
}

/// Of 1,000 to 1,200 reads a second 90% are hits; without them all come to what carries 1,100.
#[test]
fn a_cache_whose_loss_may_be_carried_is_no_error() {
    let level = |rps: &str, capacity: &str| {
        let text = format!(
            "traffic {{ rps = {rps}, reads = 100% }}\nuser fan\nlb front {{ managed }}
            was api {{ replicas = 2 }}\nredis seats {{ hit-ratio = 90%, for = orders }}
            mysql orders {{ replicas = 2, failover = auto, {capacity} }}
            fan -> front -> api -> seats, orders\n"
        );
        let found = judge(&text).1.into_iter().find(|it| it.rule == "cache-loss-overloads-db");
        found.map(|it| it.severity.name())
    };
    assert_eq!(level("1000..1200", "capacity = 900rps"), Some("error"));
    assert_eq!(level("1000..1200", "capacity = 1100rps"), Some("warning"));
    assert_eq!(level("1000..1200", "capacity = 1200rps"), None);
}

/// A backlog waits: neither does it fail, nor does whoever takes it fall.
#[test]
fn one_who_takes_messages_falls_behind_and_does_not_fail() {
    let text = "traffic { rps = 400 }\nuser fan\nlb front { managed }
        was api { replicas = 3, capacity = 1000rps }\nkafka q { brokers = 3 }
        worker w { replicas = 2, capacity = 150rps }\nfan -> front -> api ~> q ~> w\n
        scenario one { fail = [\"w#1\"] }\n";
    let said = printed(text, &["simulate"]);
    assert!(!said.contains("beyond capacity and fail"), "{said}");
    assert!(!said.contains("cascade"), "{said}");
}

/// 1 h and 360 GB at 100 MB/s: 2 h, whatever a repair takes.
#[test]
fn wrong_data_are_restored_and_a_repair_brings_them_back() {
    let text = "user fan\nwas api { replicas = 2 }
        mysql db { mttr = 10m, size = 360GB, backup = 1d }\nfan -> api -> db\n";
    let said = printed(text, &["estimate"]);
    let row = |name: &str| row(&said, name);
    assert_eq!(row("an instance")[1], "10m");
    assert_eq!(row("an instance")[3], "0s");
    assert_eq!(row("the data are wrong")[1], "2h");
    assert_eq!(row("the data are wrong")[3], "1d");
    let search = text.replace("mysql db { mttr = 10m, ", "elasticsearch db { replicas = 1, ");
    let said = printed(&search, &["estimate"]);
    assert!(said.contains("an instance") && said.contains("2h"), "{said}");
}

/// Two regions, the second standing by for the first; `copied` joins their stores.
fn two_regions(store: &str, copied: &str) -> String {
    let inside = format!("alb l\nwas api {{ replicas = 2 }}\n{store}\nl -> api -> m\n");
    format!(
        "slo {{ rto = 1h, rpo = 1m }}\nuser u\nroute53 n\nregion seoul {{\n{inside}}}\n\
         region tokyo {{\nrole = standby\nfailover-time = 5m\n{inside}}}\n\
         u -> n -> seoul.l, tokyo.l\n{copied}\nscenario s {{ fail = [seoul] }}\nexpect rpo(u) <= 10s in s\n"
    )
}

/// Several zones are not several regions: what nobody copies to the other one is not there.
#[test]
fn a_region_that_takes_over_has_only_what_was_copied_to_it() {
    let store = "rds m { replicas = 2, failover = auto, backup = none }";
    for (text, rpo, holds) in [
        (two_regions(store, ""), "lost", "✗"),
        (two_regions("dynamodb m { backup = none }", ""), "lost", "✗"),
        (two_regions(store, "seoul.m => tokyo.m"), "5s", "✓"),
        (two_regions(store, "seoul.m => tokyo.m { replication = sync }"), "0s", "✓"),
    ] {
        let simulated = printed(&text, &["simulate"]);
        assert!(simulated.contains(&format!("RPO {rpo}")), "{rpo}\n{simulated}");
        assert!(simulated.contains(&format!("{holds} expect rpo")), "{holds}\n{simulated}");
        assert_eq!(row(&printed(&text, &["estimate"]), "a region")[3], rpo, "{text}");
    }
}

/// `simulate` and `estimate` say one thing of the loss of the only region.
#[test]
fn a_backup_in_the_region_is_lost_with_it() {
    let of = |backup: &str| {
        format!(
            "user u\nregion tokyo {{ storage vault }}\nregion seoul {{ was api\nmysql m {{ {backup} }} }}\n\
             u -> api -> m\nscenario s {{ fail = [seoul] }}\n"
        )
    };
    for (backup, rto, rpo) in [
        ("backup = 1d", "lost", "lost"),
        ("backup = 1d, backup-to = tokyo", "1h", "1d"),
        ("backup = none", "lost", "lost"),
        ("size = 1GB", "1h", "–"),
    ] {
        let text = of(backup);
        let cells = row(&printed(&text, &["estimate"]), "a region");
        assert_eq!(cells[1], rto, "{text}");
        assert!(cells.iter().skip(3).any(|cell| cell == rpo), "{cells:?}");
        let simulated = printed(&text, &["simulate"]);
        assert!(simulated.contains(&format!("RTO {rto} (")), "{simulated}");
    }
}

#[test]
fn the_loss_of_a_zone_is_not_known_where_nobody_says_what_stands_in_it() {
    let text = "slo { rto = 10m, rpo = 1m }\nuser u\nzone a\nzone b\nalb f\nwas api { replicas = 2 }\n\
                mysql m { replicas = 1, backup = 1d }\nu -> f -> api -> m\n";
    let found = printed(text, &["estimate"]);
    let zone = found.lines().find(|line| line.trim_start().starts_with("a zone")).expect("a row");
    assert!(zone.contains("RTO 10m: not known, RPO 1m: not known"), "{zone}");
}

/// Primary and standby keep the same data, so the lag and the backup of either count.
#[test]
fn what_one_of_a_pair_says_holds_for_both() {
    let text = "user u\nwas api\nmysql m { failover = auto, backup = none }\n\
                mysql n { role = replica, lag = 30s, backup = 1d, pitr }\nm => n\nu -> api -> m\n\
                scenario s { fail = [m] }\n";
    assert!(printed(text, &["simulate"]).contains("RPO 30s"), "{}", printed(text, &["simulate"]));
    let wrong = row(&printed(text, &["estimate"]), "the data are wrong");
    assert_eq!((&*wrong[1], &*wrong[3]), ("1h", "5m"), "{wrong:?}");
}

#[test]
fn what_keeps_no_data_loses_none() {
    let text = "slo { rto = 1h, rpo = 5m }\nuser u\nwas api\nu -> api\n";
    let found = printed(text, &["estimate"]);
    assert!(found.contains("RTO 1h: kept") && !found.contains("RPO 5m"), "{found}");
}

#[test]
fn nothing_is_available_less_than_never() {
    let text = "user u\nwas api { replicas = 3 }\nmysql m { replicas = 2, failover = auto }\nu -> api -> m\n\
                scenario s { fail = [m, api] }\nexpect availability(u) >= 1% in s\n";
    let found = printed(text, &["simulate"]);
    assert!(found.contains("(0%)") || found.contains(" 0%"), "{found}");
    assert!(!found.contains("-0"), "{found}");
}
