//! Rules about how things are run: volumes, restarts, fixed names, published ports. Each near what it
//! reports, where it must be silent.

use crate::judgement::judge;

/// Severity and subjects of what a rule says about a design.
fn said(rule: &str, text: &str) -> Vec<String> {
    let (errors, findings) = judge(text);
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    let of_rule = findings.iter().filter(|finding| finding.rule == rule);
    of_rule.map(|f| format!("{} {}", f.severity.name(), f.subjects.join(" "))).collect()
}

const NOTHING: [&str; 0] = [];

#[test]
fn data_that_go_with_an_instance_count_where_they_are_kept() {
    let of = |store: &str| {
        said("ephemeral-data", &format!("user fan\nwas api\n{store}\nfan -> api -> x\n"))
    };
    assert_eq!(of("mysql x { persistence = off }"), ["error x"]);
    assert_eq!(of("elasticsearch x { persistence = off }"), ["error x"]);
    assert_eq!(of("kafka x { persistence = off }"), ["warning x"]);
    assert_eq!(of("redis x { persistence = off, roles = [cache, queue] }"), ["warning x"]);
    for silent in [
        "mysql x { persistence = on }",
        "mysql x { persistence = unknown }",
        "mysql x",
        "redis x { persistence = off }",
        "redis x { persistence = off, roles = cache }",
        "redis x { persistence = on, roles = [session, lock] }",
    ] {
        assert_eq!(of(silent), NOTHING, "{silent}");
    }
}

#[test]
fn a_cache_that_keeps_more_is_reported_once() {
    let kept = "user fan\nwas api { session = x }\nredis x { persistence = off, roles = [session] }\nfan -> api -> x\n";
    assert_eq!(said("ephemeral-data", kept), NOTHING);
    assert_eq!(said("cache-as-source-of-truth", kept), ["error x"]);
    let said_more =
        "user fan\nwas api\nredis x { persistence = off, roles = [queue] }\nfan -> api -> x\n";
    assert_eq!(said("ephemeral-data", said_more), ["warning x"]);
    assert_eq!(said("cache-as-source-of-truth", said_more), NOTHING);
}

#[test]
fn a_volume_is_shared_where_two_stores_name_it() {
    let of = |stores: &str| {
        let text = format!(
            "user fan\nwas api\nstorage disk\nstorage other\n{stores}\nfan -> api -> a, b\n"
        );
        said("shared-volume", &text)
    };
    let two = "mysql a { persistence = disk }\nmysql b { persistence = disk }";
    assert_eq!(of(two), ["warning a b"]);
    assert_eq!(
        of("mysql a { persistence = disk }\nredis b { persistence = disk }"),
        ["warning a b"]
    );
    assert_eq!(of("mysql a { persistence = disk }\nmysql b { persistence = other }"), NOTHING);
    assert_eq!(of("mysql a { persistence = on }\nmysql b { persistence = on }"), NOTHING);
    assert_eq!(of("mysql a { persistence = disk }\nwas b { files = disk }"), NOTHING);
}

#[test]
fn what_nobody_restarts_and_what_runs_once_is_said_once_a_design() {
    let text = "user fan\nweb a { restart = off, pinned }\nwas b { restart = off, pinned }\nwas c { restart, pinned = off }\nwas d\nfan -> a -> b -> c, d\n";
    assert_eq!(said("no-restart", text), ["advice a b"]);
    assert_eq!(said("pinned-instance", text), ["advice a b"]);
    let fine = "user fan\nweb a { restart }\nwas b { pinned = off }\nfan -> a -> b\n";
    assert_eq!(said("no-restart", fine), NOTHING);
    assert_eq!(said("pinned-instance", fine), NOTHING);
}

#[test]
fn a_way_around_needs_something_to_go_around() {
    let of = |text: &str| said("bypassed-balancer", text);
    assert_eq!(
        of("user fan\nlb front\nwas api { public }\nfan -> front -> api\n"),
        ["warning api"]
    );
    assert_eq!(
        of("user fan\nnginx front\nwas api { public }\nfan -> front -> api\n"),
        ["warning api"]
    );
    assert_eq!(of("user fan\nwas api { public }\nfan -> api\n"), NOTHING);
    assert_eq!(of("user fan\nweb a\nweb b { public }\nfan -> a -> b\n"), NOTHING);
    assert_eq!(of("user fan\nlb front\nwas api { public = off }\nfan -> front -> api\n"), NOTHING);
    let inner =
        "user fan\nwas api\nlb inside { internal, public }\nwas b\nfan -> api -> inside -> b\n";
    assert_eq!(of(inner), ["warning inside"]);
}
