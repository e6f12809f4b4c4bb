//! Designs with mistakes: each is one finding, at its characters, in both languages.

use super::mistakes;
use crate::kept::assert_kept;

fn of(text: &str) -> String {
    mistakes(&[("design.arch", text)])
}

#[test]
fn five_mistakes_are_five_findings() {
    assert_kept!(of("
user fan
lbb front { replicas = 2 }
was api { replicas = 5m, sesion = local }
mysql orders { failover = automatic }
fan -> front -> api -> ordres
"));
}

#[test]
fn unknown_and_ambiguous_names() {
    assert_kept!(of("
zone a { was api }
zone c { was api }
db 주문
lb front
front -> api
front -> a.apo
front -> 주믄
front -> b.api
was x { session = nowhere }
"));
}

#[test]
fn a_name_declared_twice_shows_both_places() {
    assert_kept!(of(
        "was api\nzone a { was api }\ndb api\nflow f { a.api -> api }\nflow f { a.api -> api }\na.api -> api"
    ));
}

#[test]
fn attributes_in_the_wrong_place() {
    assert_kept!(of("
was api { pitr, replicas = 2, replicas = 3, colour = red }
db store { backup = 6h
  was inner
}
traffic { dau = 10, dau = 20 }
slo { timeout = 3s }
"));
}

#[test]
fn connections_that_contradict() {
    assert_kept!(of("
was a; db b; cache c; group empty
a -> b : \"SQL\" { timeout = 2s }
a -> b : \"JDBC\" { timeout = 3s }
a -> b -> c { calls = 2x, optional }
a -> b | c { need = 3 }
a -> a
a -> empty
"));
}

#[test]
fn a_step_that_is_not_drawn_names_the_drawn_path() {
    assert_kept!(of("
user fan; waf shield; lb front; was api; db orders
fan -> shield -> front -> api
flow buy { fan -> front -> api -> orders }
flow empty { share = 10% }
flow odd { fan -> shield { timeout = 1s }
  was stray
}
"));
}

#[test]
fn claims_that_make_no_sense() {
    assert_kept!(of("
user fan; was api; fan -> api
scenario down { fail = [api], nodes = 3
  api -> fan
}
expect availability(api) >= 99%
expect availabilty(fan) >= 99%
expect utilization(api) < 70% in dwn
expect survives(fan) >= 1 in down
expect replicas(api)
expect availability() >= 99%
expect availability(fan) >= 99%
accept single-instance on apo because \"x\"
accept single-instance on api because \" \"
accept no-timeout on api -> fan because \"x\"
forbid wev -> db
"));
}

#[test]
fn includes_that_fail() {
    assert_kept!(mistakes(&[
        ("main.arch", "include \"a.arch\"\ninclude \"none.arch\"\nwas x"),
        ("a.arch", "include \"b.arch\"\ndesign \"a\" extends \"main.arch\""),
        ("b.arch", "include \"a.arch\"\nwas y { replicas = many }"),
    ]));
}

#[test]
fn designs_that_extend_one_another() {
    assert_kept!(mistakes(&[
        ("a.arch", "design \"a\" extends \"b.arch\"\nwas x"),
        ("b.arch", "design \"b\" extends \"a.arch\"\nwas y"),
    ]));
}

#[test]
fn changes_without_a_base() {
    assert_kept!(of(
        "was api\nchange api { replicas = 2 }\nremove api\ndesign \"a\"\ndesign \"b\""
    ));
}

#[test]
fn technologies_that_are_nearly_known() {
    assert_kept!(of(
        "db a { tech = mysq }\ndb b { tech = \"mysq\" }\nmysqll c { backup = none }\nregoin seoul { was api }"
    ));
}

#[test]
fn statements_in_blocks_that_hold_attributes() {
    assert_kept!(of("
replicas = 3
was a { let x = 3 }
db b
a -> b { timeout = 1s; was c }
traffic { dau = 3
  flow f { a -> b }
}
default was { db d }
zone z { availability = 99%, replicas = 2; let y = 4 }
redis c { mode cluster; replicas 3 }
"));
}
