//! Fixes of designs that nobody wrote: whatever a design looks like, a safe fix removes its finding,
//! adds none and keeps comments, and fixing comes to an end.

use crate::fix::{Given, fixed, key, round};
use archlint::diagnostic::{Diagnostic, Safety};
use archlint::edit;
use archlint::fix::{self, Round, Stop};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::fmt::Write;

/// Choices, one after the other; the first of each when they run out.
struct Choices {
    left: std::vec::IntoIter<u8>,
}

impl Choices {
    fn pick<'o>(&mut self, options: &[&'o str]) -> &'o str {
        let n = self.left.next().unwrap_or(0);
        options[usize::from(n) % options.len()]
    }

    /// `{ a, b }` of attributes, one from each list; empty ones left out.
    fn block(&mut self, lists: &[&[&str]]) -> String {
        let picked: Vec<&str> = lists.iter().map(|list| self.pick(list)).collect();
        let stated: Vec<&str> = picked.into_iter().filter(|it| !it.is_empty()).collect();
        match (stated.is_empty(), self.pick(&["one line", "lines"])) {
            (true, _) => String::new(),
            (_, "lines") => format!(" {{\n  {} // why\n}}", stated.join("\n  ")),
            _ => format!(" {{ {} }}", stated.join(", ")),
        }
    }
}

/// The tiers that most designs have, with facts and places as they come.
fn design(choices: Vec<u8>) -> String {
    let mut of = Choices { left: choices.into_iter() };
    let mut text = String::from("// 무작위\n");
    let whole: [&[&str]; 3] = [
        &["", "traffic { rps = 500, peak = 4x, reads = 90% }", "traffic { rps = 20 }"],
        &["", "slo { availability = 99.95%, rto = 10m, rpo = 10m }", "slo { availability = 95% }"],
        &[
            "",
            "operations { deploy = rolling, monitoring = [metrics, logs, alerts], on-call }",
            "operations { deploy = recreate, monitoring = [metrics, no-logs, no-alerts] }",
        ],
    ];
    for options in whole {
        let _ = writeln!(text, "{}", of.pick(options));
    }
    let components = [
        (
            "lb front",
            of.block(&[
                &["", "managed"],
                &["", "health-check", "health-check = none"],
                &["", "rate-limit", "rate-limit = none"],
                &["", "sticky"],
                &["", "tls"],
            ]),
        ),
        (
            "was api",
            of.block(&[
                &["", "replicas = 1", "replicas = 3"],
                &["", "session = none", "session = local", "session = seats"],
                &["", "files = local", "files = none"],
                &["", "capacity = 400rps"],
                &["", "autoscale = 1..6"],
                &["", "deploy = recreate"],
            ]),
        ),
        ("was api-b", of.block(&[&["", "session = none", "session = local"], &["", "stateless"]])),
        (
            "redis seats",
            of.block(&[
                &["", "mode = standalone", "mode = sentinel", "replicas = 3"],
                &["", "ttl = none", "ttl = 10m"],
                &["", "eviction = none"],
                &["", "memory = 4GB"],
            ]),
        ),
        (
            "mysql orders",
            of.block(&[
                &["", "replicas = 2", "replicas = 3"],
                &["", "failover = manual", "failover = auto"],
                &["", "backup = none", "backup = 1d"],
                &["", "capacity = 900rps"],
                &["", "shards = 4, shard-key = id, skew = 3x"],
            ]),
        ),
        (
            "kafka events",
            of.block(&[
                &["", "brokers = 1", "brokers = 3", "brokers = 4"],
                &["", "replication-factor = 1"],
                &["", "dlq = none", "dlq"],
                &["", "delivery = at-least-once"],
            ]),
        ),
        (
            "worker mailer",
            of.block(&[
                &["", "replicas = 2"],
                &["", "idempotent = off"],
                &["", "capacity = 10rps"],
            ]),
        ),
        ("s3 files", of.block(&[&["", "public"]])),
    ];
    let mut places = [String::new(), String::new(), String::new(), String::new()];
    for (head, block) in components {
        let place = of.pick(&["0", "0", "1", "2", "3"]).parse::<usize>().unwrap_or(0);
        let _ = writeln!(places[place], "{head}{block}");
    }
    let [top, region, zone, host] = places;
    let second = of.pick(&["zone c", "zone c { }", ""]);
    let _ = write!(
        text,
        "user fan\n{top}region seoul {{\n{region}zone a {{\n{zone}}}\n{second}\nhost box {{\n{host}}}\n}}\n"
    );
    let links: [&[&str]; 9] = [
        &["fan -> front", "fan -> front : \"HTTP\" { protocol = http }"],
        &["front -> api, api-b", "front -> api", "fan -> api"],
        &["api -> orders", "api -> orders { timeout = 2s, retries = 4 }", "api -> orders | seats"],
        &["api -> seats { timeout = none }", "api -> seats", ""],
        &["api-b -> orders", "fan -> api-b"],
        &["api ~> events", "api -> events", ""],
        &["events ~> mailer", "", "mailer -> events"],
        &["mailer -> orders { retries = 3, backoff = none }", ""],
        &["api -> files", "fan -> files"],
    ];
    for options in links {
        let _ = writeln!(text, "{}", of.pick(options));
    }
    text
}

/// What is wrong with the safe fixes that the design is offered, each applied alone.
fn faults(text: &str) -> Vec<String> {
    let before = round("random.arch", text);
    let mut faults = Vec::new();
    for (finding, fix) in fix::choose(&before.findings, before.own, Safety::Safe) {
        let after = edit::apply(text, &fix.edits);
        let checked = round("random.arch", &after);
        let count = |all: &[Diagnostic]| all.iter().filter(|it| key(it) == key(finding)).count();
        if checked.errors > before.errors || count(&checked.findings) >= count(&before.findings) {
            faults.push(format!("{} {:?} stays\n{after}", finding.rule, finding.subjects));
        }
        for new in added(&before, &checked) {
            faults.push(format!("{} adds {new:?}\n{after}", finding.rule));
        }
        if COMMENTS
            .iter()
            .any(|comment| after.matches(comment).count() != text.matches(comment).count())
        {
            faults.push(format!("{}: a comment is lost\n{after}", finding.rule));
        }
    }
    faults
}

/// The findings of the second check that the first had not, about as much or more.
fn added(before: &Round, after: &Round) -> Vec<(&'static str, Vec<String>)> {
    let was: Vec<_> = before.findings.iter().map(key).collect();
    let known = |(rule, subjects): &(&str, Vec<String>)| {
        let covers = |old: &Vec<String>| subjects.iter().all(|subject| old.contains(subject));
        was.iter().any(|(old, about)| old == rule && covers(about))
    };
    after.findings.iter().map(key).filter(|new| !known(new)).collect()
}

const COMMENTS: [&str; 2] = ["// 무작위\n", "// why\n"];

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        max_shrink_iters: 50,
        ..ProptestConfig::with_cases(100)
    })]

    #[test]
    fn a_safe_fix_of_any_design_removes_its_finding_and_adds_none(choices in prop::collection::vec(any::<u8>(), 80)) {
        let text = design(choices);
        let faults = faults(&text);
        prop_assert!(faults.is_empty(), "{text}\n---\n{}", faults.join("\n---\n"));
    }

    #[test]
    fn all_fixes_of_any_design_come_to_an_end(choices in prop::collection::vec(any::<u8>(), 80)) {
        let given = Given { name: "random.arch".to_owned(), text: design(choices) };
        for safety in [Safety::Safe, Safety::Suggested] {
            let outcome = fixed(&given, safety);
            prop_assert_eq!(outcome.stop, Stop::Fixed, "{}", outcome.text);
            if safety == Safety::Safe {
                let both = [&given.text, &outcome.text].map(|text| round("random.arch", text));
                prop_assert_eq!(added(&both[0], &both[1]), [], "{}", outcome.text);
            }
        }
    }
}
