//! The rule book holds every rule that was promised, with its topic, its level and its kind of fix.

use crate::judgement;
use crate::rules::page;
use archlint::diagnostic::{Safety, Severity};
use archlint::lint::page::ExampleKind;
use archlint::lint::{FixKind, Rule, Topic};
use archlint::rules::ALL;
use std::collections::BTreeSet;

/// A line each: `e`, `w` or `a` for error, warning or advice; `S`, `s` or `-` for a safe, a
/// suggested or no fix; the name. Where a rule offers either kind, the better one counts.
const CATALOGUE: &[(Topic, &str)] = &[
    (
        Topic::Availability,
        "e S single-point-of-failure
         e S single-instance
         e s single-load-balancer
         e S single-zone
         e s shared-host
         e S redundancy-below-peak
         w S even-quorum
         w S no-health-check
         w S manual-failover
         w s single-region
         w s external-without-fallback
         e - objective-unreachable
         a - double-failure",
    ),
    (
        Topic::Data,
        "e s missing-replica
         e s no-backup
         w s backup-shares-fate
         e s rpo-unmet
         e s rto-unmet
         w S replication-is-not-backup
         w S reads-on-primary
         w s stale-read
         w s shard-without-key
         w s hot-shard
         a - cross-shard-join
         a - shared-database
         w s dual-write",
    ),
    (
        Topic::Cache,
        "e S unclustered-cache
         e s cache-loss-overloads-db
         w s no-expiry
         w s no-eviction
         e s cache-as-source-of-truth
         w s cache-too-small
         a - write-heavy-cache
         w s stampede-prone",
    ),
    (
        Topic::Web,
        "e S stateful-web-tier
         w S sticky-session
         e S local-files
         e S no-load-balancer
         w S fixed-capacity
         e S autoscale-floor-one
         w s web-was-db-on-one-box",
    ),
    (
        Topic::Messaging,
        "e S single-broker
         w S no-dead-letter
         w s non-idempotent-consumer
         e S growing-backlog
         w s slow-work-in-request
         w - one-sided-queue",
    ),
    (
        Topic::Capacity,
        "e S overloaded
         e s write-bottleneck
         e s storage-exhausted
         e s connections-exhausted
         w s bandwidth-exceeded
         w s tenfold-traffic-breaks
         w - number-without-basis
         a s over-engineered
         w s over-budget",
    ),
    (
        Topic::Resilience,
        "w s no-timeout
         w s timeout-inversion
         w s no-circuit-breaker
         e S retry-amplification
         w s long-sync-chain
         e - sync-cycle
         a s shared-pool",
    ),
    (
        Topic::Edge,
        "w s static-without-cdn
         a S cdn-without-fallback
         a S cdn-without-invalidation
         w S no-dns-failover",
    ),
    (
        Topic::Security,
        "e s public-data-store
         w S plaintext
         w S no-edge-protection
         e S secret-in-design
         w s unencrypted-data",
    ),
    (
        Topic::Operations,
        "w S no-monitoring
         w S no-alerting
         w S logs-on-instances
         a - no-tracing
         w S unsafe-deploy
         a - no-runbook",
    ),
    (
        Topic::Design,
        "w - isolated-component
         w - unreachable-component
         w - no-entry
         w - no-store
         a - unlabelled
         a S unknown-facts
         w S unused-accept
         w S expired-accept
         e - forbidden-connection
         e - expectation-failed",
    ),
];

fn promised() -> BTreeSet<String> {
    let rows = CATALOGUE.iter().flat_map(|(topic, rows)| rows.lines().map(move |row| (topic, row)));
    rows.map(|(topic, row)| format!("{} {}", topic.name(), row.trim())).collect()
}

fn row(rule: &Rule, fix: FixKind) -> String {
    let level = match rule.severity {
        Severity::Error => 'e',
        Severity::Warning => 'w',
        Severity::Advice => 'a',
    };
    let fix = match fix {
        FixKind::Safe => 'S',
        FixKind::Suggested => 's',
        FixKind::None => '-',
    };
    format!("{} {level} {fix} {}", rule.topic.name(), rule.name)
}

/// The best fix that the rule offers on the bad examples of its page.
fn offered(rule: &Rule) -> FixKind {
    let mut best = FixKind::None;
    for example in page(rule).examples(ExampleKind::Bad) {
        let (_, findings) = judgement::judge(example);
        let own = findings.iter().filter(|finding| finding.rule == rule.name);
        for fix in own.flat_map(|finding| &finding.fixes) {
            match fix.safety {
                Safety::Safe => return FixKind::Safe,
                Safety::Suggested => best = FixKind::Suggested,
            }
        }
    }
    best
}

#[test]
fn every_rule_that_was_promised_is_there_and_says_what_it_does() {
    let declared: BTreeSet<String> = ALL.iter().map(|rule| row(rule, rule.fix)).collect();
    let promised = promised();
    let missing: Vec<_> = promised.difference(&declared).collect();
    let other: Vec<_> = declared.difference(&promised).collect();
    assert!(missing.is_empty() && other.is_empty(), "promised {missing:#?}, there is {other:#?}");
}

#[test]
fn every_rule_offers_the_kind_of_fix_that_it_declares() {
    let wrong = ALL.iter().filter(|rule| offered(rule) != rule.fix);
    let wrong: Vec<String> = wrong.map(|rule| row(rule, offered(rule))).collect();
    assert!(wrong.is_empty(), "their examples show: {wrong:#?}");
}
