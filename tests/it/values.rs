//! What the rules about numbers say: which figures accuse, and when they stay silent.

use archlint::analysis::PLAIN;
use archlint::catalog::Catalog;
use archlint::diagnostic::{Diagnostic, Severity};
use archlint::lint::Levels;
use archlint::project::{Measure, check};
use archlint::source::{NoLoader, Source, Sources, Span};
use jiff::civil::date;

fn findings(text: &str) -> Vec<Diagnostic> {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("test.arch", text));
    let span = Span::new(id, 0, text.len());
    let (catalog, levels) = (Catalog::builtin(), Levels::default());
    let today = date(2026, 1, 1);
    let by = Measure { catalog: &catalog, levels: &levels, today, terms: &PLAIN, memory: None };
    let judged = check(&mut sources, span, &NoLoader, by);
    assert!(!judged.waiting, "{:#?}\n{text}", judged.findings);
    judged.findings
}

pub fn of(rule: &str, text: &str) -> Vec<Diagnostic> {
    findings(text).into_iter().filter(|finding| finding.rule == rule).collect()
}

#[track_caller]
pub fn one(rule: &str, text: &str) -> Diagnostic {
    let mut found = of(rule, text);
    assert_eq!(found.len(), 1, "{rule}: {found:#?}\n{text}");
    found.remove(0)
}

const NEED_A_NUMBER: &[&str] = &[
    "objective-unreachable",
    "redundancy-below-peak",
    "double-failure",
    "overloaded",
    "write-bottleneck",
    "storage-exhausted",
    "tenfold-traffic-breaks",
    "number-without-basis",
    "over-engineered",
    "over-budget",
    "connections-exhausted",
    "bandwidth-exceeded",
    "fixed-capacity",
    "cache-loss-overloads-db",
    "cache-too-small",
    "write-heavy-cache",
    "rpo-unmet",
    "rto-unmet",
    "growing-backlog",
    "retry-amplification",
    "expectation-failed",
];

#[test]
fn without_numbers_they_are_silent() {
    let found = findings(
        "user fan\n lb front\n tomcat api { replicas = 2 }\n redis seats\n mysql orders\n kafka jobs
         worker mailer\n fan -> front -> api -> seats, orders\n api ~> jobs ~> mailer",
    );
    let said: Vec<_> = found.iter().filter(|f| NEED_A_NUMBER.contains(&f.rule.as_str())).collect();
    assert!(said.is_empty(), "{said:#?}");
}

#[test]
fn a_stated_capacity_accuses_and_an_assumed_one_warns() {
    let servers = |replicas: u32, capacity: &str| {
        format!(
            "traffic {{ rps = 347rps, peak = 1x }}\n user fan\n lb front {{ managed }}
             tomcat api {{ replicas = {replicas}, session = none{capacity} }}\n fan -> front -> api
             flow buy {{ critical\n fan -> front -> api }}"
        )
    };
    let text = |capacity: &str| servers(2, capacity);
    let stated = one("overloaded", &text(", capacity = 100rps"));
    assert_eq!(stated.severity, Severity::Error);
    assert!(stated.why.as_ref().is_some_and(|why| why.en.contains("= 174%")), "{stated:#?}");
    assert!(stated.figures[0].assumed.is_empty());
    let assumed = one("overloaded", &text(""));
    assert_eq!(assumed.severity, Severity::Warning);
    assert!(!assumed.figures[0].assumed.is_empty(), "{assumed:#?}");
    let (two, five) = (servers(2, ", capacity = 230rps"), servers(5, ", capacity = 92rps"));
    assert_eq!(one("overloaded", &five).severity, Severity::Warning);
    assert_eq!(one("redundancy-below-peak", &two).severity, Severity::Error);
    assert!(of("overloaded", &two).is_empty(), "75% of two is said once, with the loss of one");
    assert!(of("overloaded", &text(", capacity = 300rps")).is_empty());
}

#[test]
fn an_uncertain_load_warns_until_its_least_is_too_much() {
    let text = |rps: &str| {
        format!(
            "traffic {{ rps = {rps} }}\n user fan\n lb front {{ managed }}
             was api {{ replicas = 2, session = none, capacity = 100rps }}\n fan -> front -> api
             flow buy {{ critical\n fan -> front -> api }}"
        )
    };
    assert_eq!(one("overloaded", &text("100rps..300rps")).severity, Severity::Warning);
    assert_eq!(one("overloaded", &text("250rps..300rps")).severity, Severity::Error);
}

/// Every replica does every write, so more of them help the reads only.
#[test]
fn writes_that_one_primary_takes_are_no_question_of_replicas() {
    let text = |reads: &str| {
        format!(
            "traffic {{ rps = 1500rps, reads = {reads} }}\n user fan\n was api {{ replicas = 3 }}
             mysql orders {{ replicas = 2, failover = auto, backup = 1d, capacity = 1000rps }}
             fan -> api -> orders"
        )
    };
    assert_eq!(one("write-bottleneck", &text("20%")).severity, Severity::Error);
    assert!(of("overloaded", &text("20%")).is_empty());
    assert!(of("write-bottleneck", &text("80%")).is_empty());
    // Standbys read nothing: one serves all of it.
    assert_eq!(one("overloaded", &text("80%")).subjects, ["orders"]);
}

#[test]
fn loss_of_the_largest_zone_counts() {
    let text = |replicas: u32| {
        format!(
            "traffic {{ rps = 250rps }}\n user fan\n zone a\n zone b\n zone c\n lb front {{ managed }}
             was api {{ replicas = {replicas}, zones = [a, b, c], session = none, capacity = 100rps }}
             fan -> front -> api"
        )
    };
    assert_eq!(one("redundancy-below-peak", &text(4)).figures[0].value, 2.0);
    assert!(of("redundancy-below-peak", &text(5)).is_empty());
}

#[test]
fn the_date_on_which_a_disk_is_full_is_said() {
    let text = "traffic { rps = 100rps, reads = 90%, payload = 2KB, retention = 1y }
        user fan\n was api { replicas = 2 }\n mysql orders { size = 200GB, backup = 1d }
        fan -> api -> orders";
    let finding = one("storage-exhausted", text);
    // 10/s × 86,400 × 2 KB = 1.728 GB a day: 115 days.
    assert!(finding.message.en.contains("2026-04-26"), "{}", finding.message.en);
}

#[test]
fn an_objective_missed_only_by_planning_values_says_so() {
    let text = |availability: &str| {
        format!(
            "slo {{ availability = 99.9% }}\n user fan\n lb front {{ managed }}
             was api {{ session = none{availability} }}\n fan -> front -> api"
        )
    };
    let rests =
        |it: &Diagnostic| it.why.as_ref().is_some_and(|why| why.en.contains("planning value"));
    let assumed = one("objective-unreachable", &text(""));
    assert_eq!(assumed.severity, Severity::Error);
    assert!(rests(&assumed), "{assumed:#?}");
    assert!(assumed.names().any(|name| name == "api"), "{assumed:#?}");
    let stated = one("objective-unreachable", &text(", availability = 99%"));
    assert_eq!(stated.severity, Severity::Error);
    assert!(!rests(&stated), "{stated:#?}");
}

#[test]
fn one_cause_is_one_finding() {
    // A person promotes: that rule says that the objective is missed.
    let by_hand = "slo { rto = 10m }\n user fan\n was api { replicas = 2 }
        mysql orders { replicas = 2, failover = manual, backup = 1d }\n fan -> api -> orders";
    assert!(of("rto-unmet", by_hand).is_empty());
    assert_eq!(one("manual-failover", by_hand).severity, Severity::Error);
    // There is no replica: restoring takes long because of that.
    let alone = "slo { rto = 10m }\n user fan\n was api { replicas = 2 }
        mysql orders { backup = 1d }\n fan -> api -> orders";
    assert!(of("rto-unmet", alone).is_empty());
    one("missing-replica", alone);
    // There is no backup: everything is lost because of that.
    let bare = "slo { rpo = 10m }\n user fan\n was api { replicas = 2 }
        mysql orders { backup = none }\n fan -> api -> orders";
    assert!(of("rpo-unmet", bare).is_empty());
    one("no-backup", bare);
    // Consumers that are too slow are judged with their queue.
    let slow = "traffic { rps = 100rps }\n user fan\n was api { replicas = 2 }\n sqs jobs
        worker mailer { capacity = 10rps }\n fan -> api\n api ~> jobs ~> mailer";
    assert!(of("overloaded", slow).is_empty());
    one("growing-backlog", slow);
}

#[test]
fn retries_in_a_cycle_are_not_multiplied_without_end() {
    let text = "user fan\n service a { replicas = 2 }\n service b { replicas = 2 }
        fan -> a\n a -> b { retries = 3 }\n b -> a { retries = 3 }";
    assert!(of("retry-amplification", text).is_empty());
}

#[test]
fn an_objective_of_latency_is_judged_or_said_to_be_unknown() {
    let text = |slo: &str, api: &str, db: &str| {
        format!(
            "traffic {{ rps = 90 }}\n slo {{ {slo} }}\n user fan\n was api {{ {api} }}
             mysql orders {{ {db} }}\n fan -> api -> orders"
        )
    };
    let (api, db) = ("latency = 120ms", "latency = 100ms");
    let late = |design: &str| {
        let all = of("objective-unreachable", design);
        all.into_iter().filter(|it| it.figures[0].name == "latency").collect::<Vec<_>>()
    };
    let missed = late(&text("latency = 200ms", api, db));
    assert_eq!(missed[0].severity, Severity::Error);
    assert_eq!(missed[0].figures[0].derivation, "api 120ms + orders 100ms = 220ms");
    assert_eq!(late(&text("latency = 300ms", api, db)), []);
    // M/M/1 at 90%: 1 ÷ (100 − 90) − 1 ÷ 100 = 90 ms of waiting.
    let waits = late(&text("latency = 300ms", "latency = 120ms, capacity = 100rps", db));
    assert_eq!(waits[0].figures[0].derivation, "api 210ms + orders 100ms = 310ms");
    // A range that only its upper end makes late is no certainty.
    let uncertain = text("latency = 300ms", "latency = 120ms, capacity = 100rps", db);
    let uncertain = late(&uncertain.replace("rps = 90 ", "rps = 20..95 "));
    assert_eq!(uncertain[0].severity, Severity::Warning);
    let unknown = text("latency = 300ms, budget = $100/mo", "", "");
    assert_eq!(of("not-evaluated", &unknown).len(), 2);
    assert_eq!(of("not-evaluated", &text("latency = 300ms", api, "")), []);
}

#[test]
fn an_expectation_that_cannot_be_computed_is_not_silent() {
    let text = "user fan\n was api { replicas = 2 }\n fan -> api\n expect utilization(api) < 70%";
    assert_eq!(one("not-evaluated", text).severity, Severity::Warning);
    assert!(of("expectation-failed", text).is_empty());
}

#[test]
fn an_expectation_fails_at_its_own_line_with_the_figure() {
    let text = "user fan\n was api { replicas = 2, availability = 99% }\n mysql orders { availability = 99% }
        fan -> api -> orders\n expect availability(fan) >= 99.9%";
    let finding = one("expectation-failed", text);
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!(&text[finding.primary.range()], "expect availability(fan) >= 99.9%");
    assert!(finding.why.is_some_and(|why| why.en.contains("`orders`")));
}

#[test]
fn a_providers_limit_is_no_question_of_replicas() {
    let text = |services: &str| {
        format!(
            "traffic {{ rps = 200rps }}\n user fan\n was api {{ replicas = 4, capacity = 200rps }}
             {services}\n fan -> api -> it"
        )
    };
    for service in ["external it { capacity = 100rps }", "dynamodb it { capacity = 100rps }"] {
        let finding = one("overloaded", &text(service));
        let said = format!("{:?} {:?} {:?}", finding.why, finding.help, finding.figures);
        assert!(!said.contains("replicas"), "{said}");
        assert!(finding.fixes.is_empty(), "{finding:#?}");
    }
}

#[test]
fn brokers_and_voters_are_not_counted_by_load_alone() {
    let text = |store: &str| {
        format!(
            "traffic {{ rps = 10rps }}\n user fan\n was api {{ replicas = 2 }}
             {store}\n worker ship {{ replicas = 2 }}\n fan -> api -> it\n it ~> ship"
        )
    };
    let kafka = |brokers: u32| {
        text(&format!(
            "kafka it {{ brokers = {brokers}, replication-factor = 3, capacity = 1k rps }}"
        ))
    };
    assert!(of("over-engineered", &kafka(9)).is_empty());
    assert_eq!(one("over-engineered", &kafka(10)).figures[0].value, 3.0);
    let voters = text("db it { replicas = 9, quorum = 5, backup = 1d, capacity = 1k rps }");
    assert!(of("over-engineered", &voters).is_empty());
}

#[test]
fn the_nodes_of_a_cache_cluster_are_no_shards_to_do_without() {
    let text = |store: &str| {
        format!(
            "traffic {{ rps = 10rps, reads = 90% }}\n user fan\n was api {{ replicas = 2 }}
             {store} it {{ shards = 3, replicas = 2, capacity = 1k rps }}\n fan -> api -> it"
        )
    };
    one("over-engineered", &text("mysql"));
    assert!(of("over-engineered", &text("redis")).is_empty());
}

#[test]
fn a_disk_that_only_may_fill_up_warns() {
    let text = |traffic: &str, growth: &str| {
        format!(
            "{traffic}\n user fan\n was api {{ replicas = 2 }}
             mysql orders {{ backup = 1d, size = 100GB, growth = {growth} }}\n fan -> api -> orders"
        )
    };
    let open = one("storage-exhausted", &text("", "1GB/day"));
    assert_eq!(open.severity, Severity::Warning);
    assert!(open.why.is_some_and(|why| why.en.contains("No retention is stated")));
    let level =
        |growth| one("storage-exhausted", &text("traffic { retention = 1y }", growth)).severity;
    assert_eq!(level("1GB/day"), Severity::Error);
    assert_eq!(level("100MB/day..1GB/day"), Severity::Warning);
}

#[test]
fn what_a_provider_grows_has_no_disk_that_fills() {
    let text = |store: &str| {
        format!(
            "traffic {{ retention = 1y }}\n user fan\n was api {{ replicas = 2 }}
             {store} files {{ size = 1TB, growth = 10GB/day }}\n fan -> api -> files"
        )
    };
    assert!(of("storage-exhausted", &text("s3")).is_empty());
    one("storage-exhausted", &text("minio"));
}

/// Nobody says how much of the load only reads: what holds for any share is an error, what holds
/// for writes alone a warning.
#[test]
fn an_unstated_share_of_reads_accuses_nobody_of_writing() {
    let text = |replicas: u32| {
        format!(
            "traffic {{ rps = 1500rps }}\n user fan\n was api {{ replicas = 4 }}
             mysql orders {{ replicas = {replicas}, capacity = 1000rps }}\n fan -> api -> orders"
        )
    };
    // One serves, and it is too much for it whether it reads or writes.
    for replicas in [1, 3] {
        assert_eq!(one("overloaded", &text(replicas)).severity, Severity::Error);
        assert!(of("write-bottleneck", &text(replicas)).is_empty());
    }
    let limited = text(3).replace("capacity = 1000rps", "writes = 1000rps");
    let several = one("write-bottleneck", &limited);
    assert_eq!(several.severity, Severity::Warning);
    assert!(several.message.en.contains("if all of it writes"), "{}", several.message.en);
    assert!(several.fixes.is_empty(), "{several:#?}");
}

#[test]
fn growth_below_that_of_writes_alone_contradicts_only_a_stated_share() {
    let text = |reads: &str, growth: &str| {
        format!(
            "traffic {{ rps = 50rps, payload = 1KB{reads} }}\n user fan\n was api {{ replicas = 2 }}
             mysql orders {{ growth = {growth} }}\n fan -> api -> orders"
        )
    };
    // 50/s × 86,400 × 1 KB = 4.32 GB a day if all of it writes.
    assert!(of("number-without-basis", &text("", "1GB/day")).is_empty());
    one("number-without-basis", &text("", "10GB/day"));
    one("number-without-basis", &text(", reads = 0%", "1GB/day"));
}

#[test]
fn a_backlog_that_only_may_grow_warns() {
    let text = |rps: &str| {
        format!(
            "traffic {{ rps = {rps} }}\n user fan\n was api {{ replicas = 2 }}\n sqs jobs
             worker mailer {{ capacity = 10rps }}\n fan -> api\n api ~> jobs ~> mailer"
        )
    };
    assert_eq!(one("growing-backlog", &text("5rps..50rps")).severity, Severity::Warning);
    assert_eq!(one("growing-backlog", &text("20rps..50rps")).severity, Severity::Error);
}

/// Consumers that take exactly the average keep what a peak left for ever.
#[test]
fn a_peak_that_is_never_worked_off_is_found_without_a_bound() {
    let text = |capacity: u32, peak: u32| {
        format!(
            "traffic {{ rps = 100rps, peak = {peak}x, peak-for = 30m }}\n user fan
             was api {{ replicas = 2 }}\n sqs jobs\n worker mailer {{ capacity = {capacity}rps }}
             fan -> api\n api ~> jobs ~> mailer"
        )
    };
    let found = one("growing-backlog", &text(100, 3));
    assert!(found.message.en.contains("never drains"), "{}", found.message.en);
    assert!(of("growing-backlog", &text(100, 1)).is_empty(), "nothing waits");
    assert!(of("growing-backlog", &text(101, 3)).is_empty(), "it does some day");
    let bound = |within: &str| {
        text(120, 3).replace("sqs jobs", &format!("sqs jobs {{ drain-within = {within} }}"))
    };
    // (300 − 120) × 1,800 ÷ (120 − 100) = 16,200s, 4.5h.
    assert!(of("growing-backlog", &bound("5h")).is_empty());
    let late = one("growing-backlog", &bound("4h"));
    assert!(late.message.en.contains("4h 30m"), "{}", late.message.en);
}
