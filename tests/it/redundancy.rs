//! What the rules of availability, cache and edge say about designs in which it is easy to say too
//! much or too little.

use crate::verdicts::said;
use archlint::lint::Rule;
use archlint::rules::ALL;

/// The rules that report the design, of those of availability, cache and edge.
#[track_caller]
fn reported(text: &str) -> Vec<&'static str> {
    let ours = |rule: &&&Rule| ["availability", "cache", "edge"].contains(&rule.topic.name());
    let names = ALL.iter().filter(ours).map(|rule| rule.name);
    names.filter(|name| !said(name, text).is_empty()).collect()
}

fn subjects(rule: &str, text: &str) -> Vec<String> {
    said(rule, text).into_iter().map(|finding| finding.subjects.join(" ")).collect()
}

#[test]
fn a_balancer_that_scales_down_to_one_is_said_once() {
    let text = "user fan\nlb front { replicas = 1..4 }\nwas api { replicas = 2, session = none }\n\
                fan -> front -> api\n";
    assert!(reported(text).is_empty(), "the floor of an autoscaler has a rule of its own");
}

#[test]
fn a_standby_on_the_host_of_its_primary_is_no_standby() {
    let text = |other: &str| {
        format!(
            "user fan\nlb front {{ managed }}\nwas api {{ replicas = 2, session = none }}\n\
             host box {{ mysql orders {{ failover = auto }} }}\n\
             host {other} {{ mysql spare {{ role = replica }} }}\n\
             fan -> front -> api -> orders\norders => spare\n"
        )
    };
    assert!(reported(&text("other")).is_empty());
    let same = text("other").replace("} }\nhost other { ", "}\n");
    assert_eq!(subjects("shared-host", &same), ["box orders spare"]);
}

#[test]
fn a_server_with_a_stand_in_elsewhere_does_not_suffer_from_its_neighbour() {
    let text = |second: &str| {
        format!(
            "user fan\nlb front {{ managed }}\n\
             host one {{\n  was api1 {{ session = none }}\n  mysql primary\n}}\n\
             host {second} {{\n  was api2 {{ session = none }}\n}}\n\
             fan -> front -> api1 | api2\napi1, api2 -> primary\n"
        )
    };
    assert!(said("shared-host", &text("two")).is_empty(), "only the database is needed there");
    let one = text("one").replace("primary\n}\nhost one {\n", "primary\n");
    assert_eq!(subjects("shared-host", &one), ["one api1 primary api2"]);
}

#[test]
fn only_what_votes_is_asked_for_an_odd_number() {
    let store = |declaration: &str| {
        format!(
            "user fan\nzone a\nzone b\nzone c\nlb front {{ managed }}\n\
             was api {{ replicas = 3, zones = [a, b, c], session = none }}\n{declaration}\n\
             fan -> front -> api -> store\n"
        )
    };
    let asked = |declaration| !said("even-quorum", &store(declaration)).is_empty();
    assert!(asked("db store { replicas = 4, quorum = 3 }"));
    assert!(!asked("db store { replicas = 4, quorum = 2 }"), "two of four are no majority");
    assert!(asked("mysql store { replicas = 4, mode = cluster }"));
    assert!(!asked("opensearch store { replicas = 4, mode = cluster }"), "data nodes do not vote");
    assert!(asked("redis store { replicas = 2, mode = cluster }"));
    assert!(!asked("redis store { replicas = 2, mode = sentinel }"), "the Sentinels are not told");
}

#[test]
fn a_majority_in_one_zone_explains_why_that_zone_matters() {
    let text = "user fan\nzone a\nzone b\nzone c\nlb front { managed }\n\
                was api { replicas = 3, zones = [a, b, c], session = none }\n\
                db store { replicas = 3, quorum = 2, zones = [a, b], failover = auto }\n\
                fan -> front -> api -> store\n";
    assert_eq!(reported(text), ["even-quorum"]);
    let why = said("even-quorum", text)[0].why.clone().expect("it has a reason");
    assert!(why.en.contains("2 of 3 are gone"), "{}", why.en);
}

#[test]
fn regions_behind_a_name_are_one_cause() {
    let text = |dns: &str| {
        format!(
            "user fan\nroute53 names {{ {dns} }}\n\
             region seoul {{ was api {{ replicas = 2, session = none }} }}\n\
             region osaka {{ was api {{ replicas = 2, session = none }} }}\n\
             fan -> names -> seoul.api | osaka.api\n"
        )
    };
    assert_eq!(reported(&text("health-check = none")), ["no-dns-failover"]);
    assert_eq!(reported(&text("geo, health-check = none")), ["no-dns-failover"]);
    assert!(reported(&text("geo = none")).is_empty(), "whether health is checked is not told");
}

#[test]
fn sessions_in_a_memory_that_is_never_copied_are_lost() {
    let text = |cache: &str| {
        format!(
            "user fan\nlb front {{ managed }}\nwas api {{ replicas = 2, session = kept }}\n{cache}\n\
             fan -> front -> api -> kept\n"
        )
    };
    let rule = "cache-as-source-of-truth";
    let memcached = said(rule, &text("memcached kept { replicas = 2 }"));
    assert!(memcached[0].fixes.is_empty(), "there is no persistence to switch on");
    assert!(said(rule, &text("redis kept { replicas = 3, mode = sentinel }")).is_empty());
    assert!(said(rule, "user fan\nredis lone { persistence = none }\n").is_empty());
}

#[test]
fn a_redis_that_is_run_as_a_store_may_keep_its_values() {
    let text = |more: &str| {
        format!(
            "user fan\nlb front {{ managed }}\nwas api {{ replicas = 2, session = none }}\n\
             redis seats {{ replicas = 3, mode = sentinel, ttl = none{more} }}\n\
             fan -> front -> api -> seats\n"
        )
    };
    assert_eq!(reported(&text("")), ["no-expiry"]);
    assert!(reported(&text(", persistence = aof, backup = 1d")).is_empty());
}

#[test]
fn a_cache_that_few_read_has_no_stampede() {
    let text = |rate: &str| {
        format!(
            "traffic {{ rps = {rate} }}\nuser fan\nlb front {{ managed }}\n\
             was api {{ replicas = 2, session = none }}\n\
             redis items {{ replicas = 3, mode = sentinel, coalescing = off }}\n\
             fan -> front -> api -> items\n"
        )
    };
    assert!(said("stampede-prone", &text("20rps")).is_empty());
    let why = said("stampede-prone", &text("5000rps"))[0].why.clone().expect("it has a reason");
    assert!(why.en.contains("100 equal queries"), "{}", why.en);
}

#[test]
fn a_measured_hit_ratio_shows_that_a_cache_pays() {
    let text = |more: &str| {
        format!(
            "traffic {{ rps = 100rps, reads = 30% }}\nuser fan\nlb front {{ managed }}\n\
             was api {{ replicas = 2, session = none }}\n\
             redis items {{ replicas = 3, mode = sentinel, for = orders{more} }}\n\
             mysql orders {{ replicas = 2, failover = auto }}\nfan -> front -> api -> items, orders\n"
        )
    };
    assert_eq!(reported(&text("")), ["write-heavy-cache"]);
    assert!(reported(&text(", hit-ratio = 90%")).is_empty());
}

#[test]
fn a_second_origin_is_a_fallback_and_a_short_life_an_invalidation() {
    let cdn = |attrs: &str, origins: &str| {
        format!("user fan\ncdn edge {{ {attrs} }}\ns3 one\ns3 two\nfan -> edge -> {origins}\n")
    };
    assert_eq!(reported(&cdn("fallback = none", "one, two")), ["cdn-without-fallback"]);
    assert!(reported(&cdn("fallback = none", "one | two")).is_empty());
    assert_eq!(reported(&cdn("invalidation = none", "one")), ["cdn-without-invalidation"]);
    assert!(reported(&cdn("invalidation = none, ttl = 1m", "one")).is_empty());
}

#[test]
fn users_all_over_the_world_are_one_finding() {
    let text = |servers: &str| {
        format!(
            "traffic {{ users = global }}\nuser fan\ndns names\n{servers}\nfan -> names -> api\n"
        )
    };
    let api = "was api { replicas = 2, session = none }";
    assert_eq!(reported(&text(api)), ["static-without-cdn"]);
    assert_eq!(reported(&text(&format!("region seoul {{ {api} }}"))), ["single-region"]);
    let told = "was api { replicas = 2, session = none, content = dynamic }";
    assert!(reported(&text(told)).is_empty());
}

#[test]
fn a_copy_of_the_files_is_fetched_by_nobody() {
    let text = "user fan\nlb front { managed }\nwas api { replicas = 2, session = none }\n\
                s3 images { content = media }\ns3 archive { content = media }\n\
                fan -> front -> api -> images\nimages => archive\n";
    assert_eq!(subjects("static-without-cdn", text), ["images"]);
}

/// Two boxes of two in each of two zones are judged like one component over both: 250 of 400, and 200
/// are left without a zone.
#[test]
fn a_pool_over_zones_must_carry_the_peak_without_one_of_them() {
    let text = |rps: u32| {
        format!(
            "traffic {{ rps = {rps} }}\nuser u\nalb f\n\
             zone a {{ was api1 {{ replicas = 2, capacity = 100rps }} }}\n\
             zone b {{ was api2 {{ replicas = 2, capacity = 100rps }} }}\nu -> f -> api1, api2\n"
        )
    };
    assert_eq!(subjects("redundancy-below-peak", &text(250)), ["api1 api2"]);
    assert!(said("redundancy-below-peak", &text(200)).is_empty());
}
