//! A design that extends another one.

use super::{build_all, mistakes, show};
use crate::kept::assert_kept;

const AS_IS: &str = r#"
design "선착순 예매 시스템" as-is
traffic { dau = users, peak = 5x }
slo { availability = 99.9% }
let users = 10만
user fan
lb front
was api { replicas = 1, session = local }
redis seats
mysql orders { backup = none }
batch legacy-batch
region seoul
fan -> front -> api -> seats, orders
legacy-batch -> orders
flow buy { share = 10%, availability = 99.95%
  fan -> front -> api -> orders
}
accept single-instance on legacy-batch because "곧 없앱니다"
accept single-instance on api because "지금은 한 대"
"#;

fn to_be(change: &str) -> String {
    let text = format!("design \"TO-BE\" to-be extends \"as-is.arch\"\n{change}");
    let (_, built) = build_all(&[("to-be.arch", &text), ("as-is.arch", AS_IS)]);
    assert!(built.errors.is_empty(), "{:#?}", built.errors);
    assert!(built.design.base.is_some());
    show(&built.design)
}

fn wrong(change: &str) -> String {
    let text = format!("design \"TO-BE\" to-be extends \"as-is.arch\"\n{change}");
    mistakes(&[("to-be.arch", &text), ("as-is.arch", AS_IS)])
}

#[test]
fn everything_is_inherited() {
    assert_kept!(to_be(""));
}

#[test]
fn only_what_changes_is_stated() {
    assert_kept!(to_be(
        r#"
let users = 30만
slo { rto = 10m }
change api    { replicas = 3, session = seats, deploy = rolling }
change seats  { mode = cluster, replicas = 3 }
change seoul  { zone c }
move   api, orders into seoul
change api tomcat
change api -> orders "SQL" { timeout = 1s }
remove legacy-batch
remove api -> seats
change flow buy { share = 20%, availability = unset }
mysql  orders-replica { role = replica }
orders => orders-replica
"#
    ));
}

#[test]
fn a_change_is_known_by_its_place() {
    let text =
        "design \"b\" extends \"as-is.arch\"\nchange api { replicas = 2 }\nremove legacy-batch";
    let (sources, built) = build_all(&[("to-be.arch", text), ("as-is.arch", AS_IS)]);
    let changed = |name: &str| {
        let component = built.design.components.iter().find(|it| it.name == name);
        component.and_then(|it| it.changed).map(|span| sources.text(span).to_owned())
    };
    assert_eq!(changed("api").as_deref(), Some("change api"));
    assert_eq!(changed("orders").as_deref(), Some("legacy-batch"));
    assert_eq!(changed("fan"), None);
}

#[test]
fn names_in_the_base_mean_what_they_meant_there() {
    let change =
        "zone z { mysql orders2; was api2 }\ngroup g { mysql orders }\nzone z2 { redis seats }";
    assert!(to_be(change).contains("link api->orders"));
}

#[test]
fn a_flow_over_something_removed_is_an_error_at_the_remove() {
    assert_kept!(wrong("remove orders\nremove fan -> front"));
}

#[test]
fn a_flow_with_a_new_path_may_lose_the_old_one() {
    assert_kept!(to_be("remove orders\nchange flow buy { fan -> front -> api }"));
}

#[test]
fn changes_of_what_is_not_there() {
    assert_kept!(wrong(
        r#"
change apii { replicas = 2 }
change api ~> orders { timeout = 1s }
change api mysqll
change api region
change flow bye { share = 1% }
remove orders -> api
move seoul into seoul
move api into front
was api
was new { replicas = unset }
"#
    ));
}

#[test]
fn mistakes_of_the_base_are_reported_once() {
    assert_kept!(mistakes(&[
        ("c.arch", "design \"c\" extends \"b.arch\"\nchange api { replicas = 2 }"),
        ("b.arch", "design \"b\" extends \"a.arch\"\nremove orders"),
        ("a.arch", "was api { replcas = 1 }\ndb orders\napi -> ordrs\nlet x = y"),
    ]));
}

#[test]
fn a_name_may_be_taken_again_after_its_removal() {
    let shown =
        to_be("remove orders\nchange flow buy { fan -> front }\npostgres orders\napi -> orders");
    assert!(shown.contains("db/postgres"), "{shown}");
    assert_eq!(shown.matches("link api->orders").count(), 1, "{shown}");
}
