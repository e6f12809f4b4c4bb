//! What the rules about data and messages say of designs that nearly are their case.

use crate::values::{of, one};

#[test]
fn the_backup_that_is_advised_meets_the_objective() {
    let text = |slo: &str| {
        format!(
            "{slo}\n user fan\n was api {{ replicas = 2 }}\n mysql orders {{ backup = none }}
             fan -> api -> orders"
        )
    };
    for (slo, advised) in [
        ("", "`backup = 1d`"),
        ("slo { rpo = 2d }", "`backup = 1d`"),
        ("slo { rpo = 6h }", "`backup = 6h`"),
        ("slo { rpo = 90m }", "`backup = 1h`"),
        ("slo { rpo = 10m }", "`backup = 1d, pitr`"),
    ] {
        let help = one("no-backup", &text(slo)).help.expect("a finding says what to do");
        assert!(help.en.contains(advised), "{slo}: {}", help.en);
    }
}

#[test]
fn a_missing_backup_is_said_once_and_at_the_primary() {
    let text = |primary: &str| {
        format!(
            "user fan\n was api {{ replicas = 2 }}\n mysql orders {{ failover = auto{primary} }}
             mysql copy {{ role = replica, backup = none }}\n fan -> api -> orders\n orders => copy"
        )
    };
    assert!(of("replication-is-not-backup", &text("")).is_empty());
    let found = one("replication-is-not-backup", &text(", backup = none"));
    assert_eq!(found.subjects, ["orders"]);
}

#[test]
fn a_backup_goes_to_a_region_that_the_design_has() {
    let text = "user fan\n was api { replicas = 2 }\n region osaka
        region seoul { mysql orders { backup = 1d, backup-to = seoul } }\n fan -> api -> orders";
    let found = one("backup-shares-fate", text);
    assert_eq!(found.fixes[0].edits[0].text, "backup-to = osaka");
}

#[test]
fn a_replica_in_another_region_is_not_asked_to_take_reads() {
    let text = |copy: &str| {
        format!(
            "traffic {{ reads = 90% }}\n user fan\n was api {{ replicas = 2 }}
             region seoul {{ mysql orders {{ failover = auto }}\n {copy} }}
             region osaka {{ mysql far {{ role = replica }} }}
             fan -> api -> orders\n orders => far"
        )
    };
    let near = text("mysql near { role = replica }\n orders => near");
    assert!(one("reads-on-primary", &near).fixes[0].edits[0].text.contains("near"));
    assert!(of("reads-on-primary", &text("")).is_empty());
}

#[test]
fn callers_of_one_statement_ask_the_shards_once() {
    let text = "user fan\n lb front { managed }\n was a1\n was a2
        mysql orders { shards = 4, shard-key = user_id, replicas = 2, failover = auto }
        fan -> front -> a1 | a2\n a1, a2 -> orders { calls = 3x }";
    assert_eq!(one("cross-shard-join", text).subjects, ["a1->orders", "a2->orders"]);
}

#[test]
fn a_copy_of_a_queue_is_no_consumer_and_needs_none() {
    let text = "user fan\n was api { replicas = 2 }\n fan -> api\n api ~> events ~> ship
        kafka events { brokers = 3, replication-factor = 3, dlq = none }
        kafka copy { brokers = 3, replication-factor = 3 }\n worker ship { replicas = 2 }
        events => copy";
    let why = one("no-dead-letter", text).why.expect("a finding says why");
    assert!(why.en.contains("`ship`") && !why.en.contains("`copy`"), "{}", why.en);
    assert!(of("one-sided-queue", text).is_empty());
}

#[test]
fn what_is_lost_with_a_broker_depends_on_the_copies() {
    let text = |queue: &str| {
        format!(
            "user fan\n was api {{ replicas = 2 }}\n kafka events {{ {queue} }}
             worker ship {{ replicas = 2 }}\n fan -> api\n api ~> events ~> ship"
        )
    };
    for (queue, said) in [
        ("brokers = 1", "on this broker's disk alone"),
        ("brokers = 3, replication-factor = 1", "on one broker's disk"),
        ("brokers = 3, replication-factor = 2", "one of two lost"),
    ] {
        let why = one("single-broker", &text(queue)).why.expect("a finding says why");
        assert!(why.en.contains(said), "{queue}: {}", why.en);
    }
}

#[test]
fn one_of_several_alternatives_is_one_write() {
    let text = |to: &str| {
        format!(
            "user fan\n was api {{ replicas = 2 }}\n mysql a {{ replicas = 2 }}
             mysql b {{ replicas = 2 }}\n fan -> api -> {to}
             flow buy {{ writes\n fan -> api -> {to}\n }}"
        )
    };
    one("dual-write", &text("a, b"));
    assert!(of("dual-write", &text("a | b")).is_empty());
}
