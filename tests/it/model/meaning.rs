//! Designs without mistakes: what each form of the language comes to.

use super::shown;
use crate::kept::assert_kept;

#[test]
fn a_whole_design_in_a_dozen_lines() {
    assert_kept!(shown(
        r#"
design "선착순 예매 시스템" as-is

traffic { dau = 30만, requests-per-user = 20, peak = 5x }
slo     { availability = 99.9%, rto = 10m, rpo = 5m }

user    fan    "예매 사용자"
dns     names
lb      front  { managed }
was     api    "예매 API"   { replicas = 1, session = local }
redis   seats  "좌석 캐시"   { mode = standalone }
mysql   orders "주문 DB"     { backup = none }

fan -> names -> front -> api : "HTTPS"
api -> seats  : "좌석 선점"
api -> orders : "주문 저장" { timeout = 2s }
"#
    ));
}

#[test]
fn groups_zones_and_names_from_the_inside_out() {
    assert_kept!(shown(
        r#"
region seoul "ap-northeast-2" {
  zone a { availability = 99.95%
           was api }
  zone c { was api }
  subnet inner { private }
  mysql orders { replicas = 2, zones = [a, c], failover = auto }
  lb front
  front -> a.api, c.api
  a.api -> orders
}
seoul.c.api -> orders
"#
    ));
}

#[test]
fn chains_fans_and_alternatives() {
    assert_kept!(shown(
        r#"
user u
lb lb
was a
service b
db db; cache cache; redis spare; queue events; storage files
u -> lb -> a | b -> db
a, b -> cache, events
a ~> events
db => files
a -> cache | spare | files { need = 2 }
"#
    ));
}

#[test]
fn a_group_stands_for_its_direct_members() {
    assert_kept!(shown(
        r#"
gateway edge
group services { service orders; service payments
  group inner { service hidden }
}
db store
edge -> services -> store
"#
    ));
}

#[test]
fn what_softens_a_connection() {
    assert_kept!(shown(
        r#"
was api
external pay; external pay2; external mail; cache c; search s
api -> pay { fallback = pay2 }
api -> mail { optional }
api -> c { fallback = "빈 목록" }
api -> s { share = 10%, optional = off }
"#
    ));
}

#[test]
fn reads_from_a_replica_are_soft_beside_the_primary() {
    assert_kept!(shown(
        r#"
was api; was report
mysql orders
mysql orders-replica { role = replica }
orders => orders-replica
api -> orders
api -> orders-replica
report -> orders-replica
"#
    ));
}

#[test]
fn pools_are_seen_over_several_statements() {
    assert_kept!(shown(
        r#"
lb front; dns names; gateway edge; nginx proxy; web page
was web1; was web2; was api-a; was api-c; was weba; was webb
service orders; service payments; service cart; service card
tomcat web3
region seoul { was app-seoul }
region tokyo { was app-tokyo }
front -> web1
front -> web2
front -> api-a, api-c, weba, webb, web3
edge -> orders, payments, cart, card
proxy -> web1, web2
page -> web1, web2
names -> app-seoul, app-tokyo
"#
    ));
}

#[test]
fn names_of_one_pool_differ_in_a_number_a_letter_or_a_place_at_the_end() {
    let is_pool = |a: &str, b: &str| {
        let inside = |name: &str, group: &str| format!("region {group} {{ was {name} }}");
        let (a_in, b_in) = (inside(a, "seoul"), inside(b, "tokyo"));
        let text = format!("user fan; lb front; {a_in}; {b_in}; fan -> front -> {a}, {b}");
        shown(&text).contains(" pool")
    };
    let alike = [("web1", "web2"), ("api-a", "api-c"), ("web_a1", "web_c2"), ("web-1a", "web-2c")];
    for (a, b) in
        alike.into_iter().chain([("api-seoul", "api-tokyo"), ("api-seoul-a1", "api-tokyo-c2")])
    {
        assert!(is_pool(a, b), "{a} and {b}");
    }
    for (a, b) in [("orders", "payments"), ("d1s0", "d2s0"), ("cart", "card")] {
        assert!(!is_pool(a, b), "{a} and {b}");
    }
}

/// One member that says little is alike to two that are not alike: it joins the first of them.
#[test]
fn all_members_of_a_pool_are_alike() {
    let needs = |members: &str, calls: &str| {
        let front = "user fan; lb front; mysql d1; mysql d2; fan -> front -> s1, s2, s3";
        let shown = shown(&format!("{members}\n{front}\n{calls}"));
        shown.lines().find(|line| line.contains("front needs")).unwrap_or_default().to_owned()
    };
    let labelled = needs("service s1; service s2 \"주문\"; service s3 \"재고\"", "");
    assert_eq!(labelled, "front needs s1|s2 pool, s3");
    let calls = "s1 -> d1, d2 { optional }; s2 -> d1; s3 -> d2";
    let stored = needs("service s1; service s2; service s3", calls);
    assert_eq!(stored, "front needs s1|s2 pool, s3");
}

#[test]
fn equal_names_are_a_pool_in_sibling_domains_only() {
    assert_kept!(shown(
        r#"
gateway edge
zone a { service api }
zone c { service api }
group orders { service core }
group payments { service core }
edge -> a.api, c.api, orders.core, payments.core
"#
    ));
}

#[test]
fn a_pool_may_need_several() {
    assert_kept!(shown("lb l; was w1; was w2; was w3\nl -> w1, w2, w3 { need = 2 }"));
}

#[test]
fn the_same_pair_is_one_connection() {
    assert_kept!(shown("was a; db b\na -> b : \"SQL\"\na -> b { timeout = 2s }\na ~> b"));
}

#[test]
fn replica_sets_join_stores_of_one_kind() {
    assert_kept!(shown(
        r#"
mysql a; mysql b; mysql c; redis r; redis r2
s3 files; s3 copies; storage vault; db ring1; db ring2
a { note = "x" }
"#
        .replace(
            "a { note = \"x\" }",
            "a => b => c\nr => r2\na => files\nfiles => copies\nring1 => ring2\nring2 => ring1"
        )
        .as_str()
    ));
}

#[test]
fn a_backup_is_no_standby() {
    assert_kept!(shown("storage files { backup-to = vault }\nstorage vault\nfiles => vault"));
}

#[test]
fn defaults_hold_within_their_group() {
    assert_kept!(shown(
        r#"
default was { deploy = rolling, replicas = 2 }
was out
group g {
  default tomcat { replicas = 3 }
  default was { deploy = canary }
  was in
  tomcat cat
  tomcat stated { replicas = 4 }
}
default zone { availability = 99.9% }
zone z
"#
    ));
}

#[test]
fn technologies_fill_in_or_replace() {
    assert_kept!(shown(
        r#"
db orders { tech = mysql }
redis seats { tech = memcached }
db odd { tech = "우리 회사 DB" }
kafka events { brokers = 3 }
"#
    ));
}

#[test]
fn flows_select_among_what_is_drawn() {
    assert_kept!(shown(
        r#"
user fan; lb front; was api-1; was api-2; db orders; cache seats; queue mail
fan -> front -> api-1, api-2 -> orders, seats
api-1 ~> mail
flow buy "예매" { share = 10%, availability = 99.95%, latency = 300ms
  fan -> front -> api-1 -> orders
  api-1 ~> mail
}
flow browse { fan -> front }
"#
    ));
}

#[test]
fn decisions_and_prohibitions_name_what_they_are_about() {
    assert_kept!(shown(
        r#"
was admin; db store; group g { was inner }
admin -> store; inner -> store
accept single-instance on admin, g because "사내 도구" until 2027-06-30
accept resilience/* on admin -> store because "내부망"
forbid web -> db because "WAS를 거칩니다"
forbid g -> admin
"#
    ));
}

#[test]
fn includes_are_read_once_and_names_are_shared() {
    let (_, built) = super::build_all(&[
        ("main.arch", "include \"stores.arch\"\ninclude \"web.arch\"\napi -> orders"),
        ("stores.arch", "mysql orders { size = big }\nlet big = 2TB"),
        ("web.arch", "include \"stores.arch\"\nwas api\napi -> orders"),
    ]);
    assert!(built.errors.is_empty(), "{:#?}", built.errors);
    assert_kept!(super::show(&built.design));
}

#[test]
fn a_large_picture_in_two_zones() {
    let shown = shown(include_str!("two-zones.arch"));
    let needs = shown.lines().filter(|line| {
        line.contains(" needs ") || line.starts_with("set ") || line.starts_with("flow ")
    });
    assert_kept!(needs.collect::<Vec<_>>().join("\n"));
}

#[test]
fn scenarios_and_expectations_know_what_they_are_about() {
    let (_, built) = super::build_one(
        r#"
user fan; dns names; was api; redis seats; db orders { capacity = 500rps }
region seoul { zone a }
fan -> names -> api -> seats, orders
flow buy { fan -> names -> api -> seats, orders }
scenario tomorrow "내일 트래픽 10배" { traffic = 10x }
scenario redis-down "Redis 장애"     { fail = [seats] }
scenario zone-a-down                 { fail = [seoul.a] }
scenario cold                        { cold = [seats], slow = [orders 10x] }
expect availability(buy) >= 99.9%
expect utilization(orders) < 70% in tomorrow
expect survives(buy) in redis-down
expect cost <= $800/mo
expect rto <= 10m
expect rps(orders) < 1k rps
"#,
    );
    assert!(built.errors.is_empty(), "{:#?}", built.errors);
    assert_kept!(super::show(&built.design));
}
