//! What single rules say about designs in which it is easy to say too much or too little.

use crate::judgement::judge;
use archlint::diagnostic::{Diagnostic, Safety, Severity, group};

#[track_caller]
pub fn said(rule: &str, text: &str) -> Vec<Diagnostic> {
    let (errors, findings) = judge(text);
    assert!(errors.is_empty(), "{errors:#?}");
    findings.into_iter().filter(|finding| finding.rule == rule).collect()
}

#[test]
fn a_dns_in_front_of_one_server_is_no_balancer() {
    let text = |front: &str| {
        format!(
            "user fan\n{front} front\nwas api {{ replicas = 1, session = local }}\n\
             fan -> front -> api\n"
        )
    };
    let levels = |front| said("stateful-web-tier", &text(front)).remove(0).severity;
    assert_eq!(levels("dns"), Severity::Warning);
    assert_eq!(levels("lb"), Severity::Error);
}

#[test]
fn one_statement_is_plaintext_once() {
    let found = said(
        "plaintext",
        "user fan\ndns names\nlb front { managed, tls = off }\nwas api { replicas = 2 }\n\
         fan -> names -> front -> api { protocol = http }\n",
    );
    let subjects: Vec<_> = found.iter().map(|finding| finding.subjects.join(" ")).collect();
    assert_eq!(subjects, ["names->front"], "neither the lookup nor the balancer is a second cause");
}

#[test]
fn attempts_are_reported_where_they_are_most() {
    let found = said(
        "retry-amplification",
        "user fan\nservice a\nservice b\nservice c\nservice d\nfan -> a\n\
         a -> b { retries = 5 }\nb -> c\nc -> d { retries = 1 }\n",
    );
    let subjects: Vec<_> = found.iter().map(|finding| finding.subjects[0].name.as_str()).collect();
    assert_eq!(subjects, ["d"], "5 × 2 attempts at the end, said once");
}

#[test]
fn the_longest_call_inside_is_compared_with_the_limit_outside() {
    let found = said(
        "timeout-inversion",
        "user fan\nservice a\nservice b\nservice c\nservice d\nfan -> a\n\
         a -> b { timeout = 2s }\nb -> c { timeout = 3s }\nb -> d { timeout = 4500ms }\n",
    );
    let edits = &found[0].fixes[0].edits;
    assert!(edits[0].text.contains("4.5s"), "{edits:?}");
}

#[test]
fn servers_in_a_pool_are_one_service() {
    let design = |more: &str| {
        format!(
            "operations {{ monitoring = [metrics, logs, alerts, no-traces] }}\nuser fan\nlb front {{ managed }}\n\
             service a1\nservice a2\nservice b\nservice c\n{more}fan -> front -> a1, a2 -> b, c\n"
        )
    };
    assert_eq!(said("no-tracing", &design("")), []);
    let found = said("no-tracing", &design("worker d\nb -> d\n"));
    assert!(found[0].message.en.starts_with("4 services"), "{}", found[0].message.en);
}

#[test]
fn an_expired_accept_says_whether_anything_is_left_of_it() {
    let why = |replicas: u32| {
        let found = said(
            "expired-accept",
            &format!(
                "user fan\nlb front {{ managed }}\nwas api {{ replicas = {replicas} }}\n\
                 fan -> front -> api\n\
                 accept single-instance on api because \"soon\" until 2020-01-31\n"
            ),
        );
        found[0].why.clone().expect("it says why").en
    };
    assert!(why(1).contains("reported again"));
    assert!(why(2).contains("no longer reported"));
}

#[test]
fn flows_with_the_same_calls_share_their_pool_whatever_its_size() {
    let design = |steps: &str| {
        format!(
            "user fan\nwas api {{ replicas = 2, pool = 50 }}\nmysql orders\nsearch similar\n\
             fan -> api -> orders, similar\nflow buy {{ critical\n  fan -> api -> orders\n}}\n\
             flow other {{\n  fan -> api -> {steps}\n}}\n"
        )
    };
    assert_eq!(said("shared-pool", &design("orders")).len(), 1);
    assert_eq!(said("shared-pool", &design("similar")), []);
}

#[test]
fn a_function_of_the_provider_is_many_instances_that_follow_the_load() {
    let text = "traffic { rps = 100, peak = 4x }\nuser fan\nalb front { managed }\n\
                lambda api { replicas = 50, capacity = 10rps, files = local }\nfan -> front -> api\n";
    assert_eq!(said("local-files", text).len(), 1);
    assert_eq!(said("fixed-capacity", text), []);
}

/// Of an autoscaler both ends count.
#[test]
fn an_expectation_of_replicas_is_about_what_runs() {
    let text = |expectation: &str| {
        format!(
            "user fan\nwas api {{ replicas = 2, autoscale = 2..8 }}\nfan -> api\nexpect {expectation}\n"
        )
    };
    let fails = |expectation: &str| !said("expectation-failed", &text(expectation)).is_empty();
    assert!(!fails("replicas(api) >= 2") && fails("replicas(api) >= 3"), "two run");
    assert!(!fails("replicas(api) == 2") && !fails("replicas(api) <= 2"), "two run");
}

/// Whoever joins what was accepted is said, and nothing is accepted that nobody named.
#[test]
fn an_accept_covers_what_it_names_and_nothing_that_joins() {
    let open = |rule: &str, text: &str| -> Vec<Vec<String>> {
        let found = said(rule, text).into_iter().filter(|it| !it.is_accepted());
        found.map(|it| it.names().map(str::to_owned).collect()).collect()
    };
    let restart = |accept: &str| {
        let design = "user fan\nwas a { restart = off }\nwas b { restart = off }\nfan -> a, b\n";
        open("no-restart", &format!("{design}{accept}"))
    };
    assert_eq!(restart(""), [["a", "b"]]);
    assert_eq!(restart("accept no-restart on a because \"demo\"\n"), [["b"]]);
    assert!(restart("accept no-restart on a, b because \"demo\"\n").is_empty());
    let apart = "accept no-restart on a because \"demo\"\naccept no-restart on b because \"x\"\n";
    assert!(restart(apart).is_empty(), "two decisions name both");

    let circle = "user fan\nservice a\nservice b\nservice c\nfan -> a -> b -> c -> a\n";
    let of = |accept: &str| said("sync-cycle", &format!("{circle}{accept}"));
    let found = of("accept sync-cycle on a, b because \"old\"\n");
    assert!(!found[0].is_accepted(), "{found:#?}");
    let told = &found[0].related.last().expect("it says what is left").1;
    assert!(
        told.en.contains("leaves out `c`") && told.ko.contains("이 결정에 없는 것: `c`"),
        "{told:?}"
    );
    assert!(
        said("unused-accept", &format!("{circle}accept sync-cycle on a because \"x\"\n"))
            .is_empty()
    );
    assert!(of("accept sync-cycle on a, b, c because \"old\"\n")[0].is_accepted());

    let reads = "user fan\nwas api { replicas = 2 }\nexternal pay\nfan -> api -> pay\n";
    let one = |on: &str| {
        let accept = format!("accept external-without-fallback on {on} because \"one provider\"\n");
        open("external-without-fallback", &format!("{reads}{accept}"))
    };
    assert!(one("pay").is_empty() && one("api -> pay").is_empty(), "a part and its connection");
}

#[test]
fn questions_about_what_is_accepted_are_not_asked_with_the_others() {
    let design =
        "user fan\nwas api { replicas = 2 }\nmysql orders { replicas = 2 }\nfan -> api -> orders\n";
    let found =
        said("unknown-facts", &format!("{design}accept unknown-facts on api because \"wiki\"\n"));
    let names = |at: usize| found[at].names().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(found.len(), 2, "{found:#?}");
    let open = usize::from(found[0].is_accepted());
    assert!(!names(open).contains(&"api".to_owned()), "{found:#?}");
    assert_eq!(names(1 - open), ["api->orders", "api"], "its connections go with it");
    assert!(found[1 - open].is_accepted());
}

/// Alerts are certain from the text; who is called for them is not.
#[test]
fn alerts_that_nobody_would_hear_are_mended_together_with_who_is_called() {
    let text = |words: &str| {
        format!(
            "operations {{ monitoring = [{words}], on-call = off }}\nuser u\nlb f {{ managed }}\n\
             was api {{ replicas = 2 }}\nu -> f -> api\n"
        )
    };
    for words in ["metrics, no-alerts", "metrics, alerts"] {
        let text = text(words);
        let found = said("no-alerting", &text).remove(0);
        assert!(found.message.en.contains("nobody is on call"), "{}", found.message.en);
        assert_eq!(found.fixes[0].safety, Safety::Suggested);
        let mended = archlint::edit::apply(&text, &found.fixes[0].edits);
        assert!(said("no-alerting", &mended).is_empty(), "{mended}");
    }
}

/// What must stay is right to be kept; what is a cache as well has one policy that serves both.
#[test]
fn no_answer_to_a_full_store_is_a_fault_both_ways() {
    let text = |roles: &str, eviction: &str| {
        format!(
            "user u\nwas api {{ replicas = 2 }}\n\
             redis s {{ roles = [{roles}], mode = sentinel, replicas = 3, eviction = {eviction} }}\nu -> api -> s\n"
        )
    };
    for role in ["queue", "session", "lock", "data"] {
        assert!(said("no-eviction", &text(role, "noeviction")).is_empty(), "{role}");
        assert_eq!(said("evicts-kept-data", &text(role, "allkeys-lru")).len(), 1, "{role}");
    }
    let text = text("cache, queue", "noeviction");
    let found = said("no-eviction", &text).remove(0);
    let mended = archlint::edit::apply(&text, &found.fixes[0].edits);
    assert!(mended.contains("eviction = volatile-lru"), "{mended}");
    for rule in ["no-eviction", "evicts-kept-data", "mixed-roles"] {
        assert!(said(rule, &mended).is_empty(), "{rule} about {mended}");
    }
}

/// Members whose remedies differ are mended together.
#[test]
fn the_fix_of_a_group_mends_all_its_members() {
    let text = "user u\nwas api { replicas = 2 }\nwas web { replicas = 2, session = f }\n\
        redis e { mode = sentinel, replicas = 3, roles = [cache, lock], eviction = allkeys-lru }\n\
        redis f { mode = sentinel, replicas = 3, eviction = lru }\nu -> api -> e\nu -> web -> f\n";
    let found = group(said("evicts-kept-data", text));
    assert_eq!(found.len(), 1, "{found:#?}");
    let mended = archlint::edit::apply(text, &found[0].fixes[0].edits);
    assert!(said("evicts-kept-data", &mended).is_empty(), "{mended}");
}

#[test]
fn servers_without_a_balancer_are_one_finding() {
    let text = "user u\nwas a { replicas = 2 }\nwas b { replicas = 3 }\nu -> a, b\n";
    let found = group(said("no-load-balancer", text));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].message.en.contains("1 more"), "{}", found[0].message.en);
}

#[test]
fn files_on_the_only_server_are_lost_data_where_it_is_stated_to_be_the_only_one() {
    let level = |stated: &str| {
        let text = format!("user u\nwas api {{ {stated} files = local }}\nu -> api\n");
        said("local-files", &text).remove(0).severity
    };
    assert_eq!(level("replicas = 1,"), Severity::Error);
    assert_eq!(level(""), Severity::Warning);
}

#[test]
fn a_higher_minimum_raises_what_runs_now() {
    let text = "traffic { rps = 100, peak = 1x }\nuser u\nlb front { managed }\n\
        was api { autoscale = 2..10, replicas = 2, capacity = 100 }\nu -> front -> api\n\
        scenario ten { traffic = 10x }\n";
    let found = said("slow-scale-out", text).remove(0);
    let mended = archlint::edit::apply(text, &found.fixes[0].edits);
    assert!(judge(&mended).0.is_empty(), "{mended}: {:#?}", judge(&mended).0);
    assert!(said("slow-scale-out", &mended).is_empty(), "{mended}");
}

#[test]
fn a_balancer_without_any_connection_is_one_cause() {
    let text =
        "user u\nregion seoul { alb f\nalb idle\nwas api { replicas = 2 } }\nu -> f -> api\n";
    assert_eq!(said("isolated-component", text).len(), 1);
    assert!(said("idle-balancer", text).is_empty());
}

#[test]
fn what_a_cdn_turns_to_is_reached() {
    let text = "user u\ncdn edge { fallback = spare }\nlb front { managed }\nlb spare { managed }\n\
        was api { replicas = 2 }\nwas other { replicas = 2 }\nu -> edge -> front -> api\nspare -> other\n";
    assert!(said("unreachable-component", text).is_empty());
}
