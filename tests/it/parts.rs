//! Topics, tables and buckets: what they stand on, what they load, and what they are judged with.

use crate::judgement::judge;
use crate::numbers::{design, id, study};
use archlint::analysis::load::{Conditions, Spread};
use archlint::diagnostic::Diagnostic;
use archlint::model::{Design, FlowId, PartId};
use serde_json::Value;
use std::process::Command;

/// 100 requests a second; one in five pays, and both are audited.
const BUS: &str = "traffic { rps = 100 }
user u; was api { replicas = 2 }
kafka bus { brokers = 3, replication-factor = 3
  topic orders \"주문\" { retention = 7d, growth = 1GB/day }
  topic pays
}
worker w1; worker w2; worker audit
u -> api
api ~> orders
api ~> pays { share = 20% }
orders ~> w1
pays ~> w2
bus ~> audit
";

fn part(design: &Design, name: &str) -> PartId {
    design.part_ids().find(|id| design.part(*id).name == name).expect("it is declared")
}

fn mistakes(text: &str) -> Vec<Diagnostic> {
    judge(text).0
}

fn errors(text: &str) -> Vec<String> {
    mistakes(text).iter().map(|error| format!("{}: {}", error.rule, error.message.en)).collect()
}

/// What the program prints about a file among others.
fn run(files: &[(&str, &str)], args: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("can be written");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_archlint"));
    let ran = command.args(args).current_dir(folder.path()).env_clear().output();
    String::from_utf8(ran.expect("the binary runs").stdout).expect("text")
}

#[test]
fn a_topic_has_a_load_of_its_own_and_its_consumers_see_that_topic_only() {
    let design = design(BUS);
    let spread = Spread::of(&design, &Conditions::ordinary(&design)).expect("traffic");
    let at = |name: &str| spread.at(id(&design, name)).peak.hi;
    let on = |name: &str| spread.at_part(&design, part(&design, name)).peak.hi;
    // api sends every request to orders and 20% of them to pays: 100 and 20; the bus has both.
    assert_eq!([on("orders"), on("pays")], [100.0, 20.0]);
    assert_eq!(at("bus"), 120.0);
    assert_eq!([at("w1"), at("w2"), at("audit")], [100.0, 20.0, 120.0]);
    let derived = spread.derivation(&design, id(&design, "bus"));
    assert_eq!(derived, "orders 100 + pays 20 = 120 rps");
}

#[test]
fn a_topic_is_no_component_and_a_connection_to_it_is_one_to_its_carrier() {
    let design = design(BUS);
    assert_eq!(design.components.len(), 6, "u, api, bus and three workers");
    let names: Vec<String> = design.link_ids().map(|link| design.link_name(link)).collect();
    assert_eq!(names[1..], ["api~>orders", "api~>pays", "orders~>w1", "pays~>w2", "bus~>audit"]);
    let bus = id(&design, "bus");
    assert!(design.links.iter().skip(1).take(2).all(|link| link.to == bus));
    assert_eq!(design.part(part(&design, "orders")).label.as_deref(), Some("주문"));
}

#[test]
fn it_may_be_stated_beside_its_carrier_which_goes_without_saying_where_there_is_one() {
    for on in [" { on = bus }", ""] {
        let text = format!("user u; was a; kafka bus; topic orders{on}\nu -> a\na ~> orders");
        let design = design(&text);
        assert_eq!(design.part(part(&design, "orders")).carrier, id(&design, "bus"), "{on}");
    }
    let design = design(
        "user u; was a; mysql d { table users }; s3 files\nbucket photos\nu -> a -> users, photos",
    );
    assert_eq!(design.parts.len(), 2);
    assert_eq!(design.part(part(&design, "photos")).carrier, id(&design, "files"));
}

#[test]
fn without_a_carrier_it_is_an_error_whose_fix_writes_the_kind() {
    for buses in ["", "kafka one; kafka two\n"] {
        let text = format!("{buses}user u; was a\ntopic orders\nu -> a\na ~> orders");
        let found = mistakes(&text);
        let [error] = &found[..] else { panic!("{found:?}") };
        assert_eq!(error.rule, "unknown-type");
        assert_eq!(error.message.en.to_string(), "`topic orders` does not say what it stands on");
        let edit = &error.fixes[0].edits[0];
        let at = edit.span.start as usize..edit.span.end as usize;
        assert_eq!((&text[at], edit.text.as_str()), ("topic", "queue"));
    }
    let kinds = [("table", "db"), ("bucket", "storage")];
    for (word, kind) in kinds {
        let found = mistakes(&format!("{word} x"));
        assert_eq!(found[0].fixes[0].edits[0].text, kind, "{word}");
    }
    assert_eq!(errors("was a\ntopic t { on = a }"), ["unknown-value: `a` can't hold topics"]);
    assert_eq!(errors("kafka k\ntopic t { on = kk }").len(), 1);
}

#[test]
fn it_takes_no_replicas_and_a_block_of_a_component_holds_nothing_else() {
    let found = errors("kafka k { topic t { replicas = 3 } }");
    assert_eq!(
        found,
        ["unknown-attribute: `replicas` is no attribute of topics, tables and buckets"]
    );
    assert_eq!(errors("kafka k { was a }"), ["syntax: a component's block holds attributes only"]);
    assert_eq!(errors("was a { topic t }").len(), 2, "not inside, and nothing to stand on");
    // A word of them declares nothing by itself.
    assert_eq!(errors("user u; was a\nu -> a\na ~> topic").len(), 1);
}

#[test]
fn it_fails_and_is_found_fault_with_as_its_carrier() {
    let text = "user u; lb l { managed }; was api { replicas = 2, stateless }
mysql d { replicas = 1, backup = none table users, table posts }
u -> l -> api -> users, posts";
    let text = text.replace("table users, table posts", "\n table users\n table posts\n");
    let design = design(&text);
    let study = study(&design);
    let cuts = study.ordinary().cut_sets(FlowId(0));
    assert_eq!(cuts.singles.len(), 2, "the balancer and the database, once: {cuts:?}");
    let (errors, found) = judge(&text);
    assert!(errors.is_empty(), "connections to two tables are two: {errors:?}");
    assert_eq!(found.iter().filter(|it| it.rule == "missing-replica").count(), 1, "{found:?}");
}

#[test]
fn a_change_adds_moves_and_removes_them() {
    let change = "design \"b\" to-be extends \"a.arch\"
kafka cold { brokers = 3, replication-factor = 3 }
change bus { topic mails }
change pays { on = cold }
remove orders
api ~> mails
";
    let printed =
        run(&[("a.arch", BUS), ("b.arch", change)], &["estimate", "b.arch", "--format", "json"]);
    let printed: Value = serde_json::from_str(&printed).expect("JSON");
    let rows: Vec<[&str; 2]> = (printed["parts"].as_array().expect("a list").iter())
        .map(|it| ["name", "on"].map(|key| it[key].as_str().expect("a word")))
        .collect();
    assert_eq!(rows, [["pays", "cold"], ["mails", "bus"]]);
}

#[test]
fn an_expectation_asks_for_the_load_of_a_topic() {
    let text = format!("{BUS}expect rps(orders) <= 90rps\nexpect rps(pays) <= 20rps\n");
    let (errors, found) = judge(&text);
    assert!(errors.is_empty(), "{errors:?}");
    let failed: Vec<_> = found.iter().filter(|it| it.rule == "expectation-failed").collect();
    assert_eq!(failed.len(), 1, "{found:?}");
    assert_eq!(failed[0].subjects[0].name, "bus");
}

#[test]
fn it_is_drawn_in_the_card_of_its_carrier() {
    let files = [("d.arch", BUS)];
    let args = ["render", "d.arch", "-o", "-", "--format"];
    let scene = run(&files, &[&args[..], &["scene"]].concat());
    let scene: Value = serde_json::from_str(&scene).expect("JSON");
    let of = |name: &str| {
        let mut all = scene["components"].as_array().expect("a list").iter();
        all.find(|it| it["name"] == name).map(|it| it["h"].as_f64().expect("a number"))
    };
    assert_eq!(of("orders"), None);
    assert!(of("bus") > of("api"), "with room for two lines");
    for lang in ["ko", "en"] {
        let svg = run(&files, &[&args[..], &["svg", "--lang", lang]].concat());
        assert!(svg.contains(">주문<") && svg.contains(">pays<"), "{svg}");
    }
    let dot = run(&files, &[&args[..], &["dot"]].concat());
    assert!(dot.contains("label=\"pays\""), "a connection says which: {dot}");
}

#[test]
fn like_consumers_of_one_topic_share_its_messages_and_those_of_two_do_not() {
    let text = BUS.replace("orders ~> w1", "worker w3; orders ~> w1, w3");
    let design = design(&text);
    let spread = Spread::of(&design, &Conditions::ordinary(&design)).expect("traffic");
    let at = |name: &str| spread.at(id(&design, name)).peak.hi;
    // w1 and w3 divide the 100 of their topic; w2 has all 20 of its own.
    assert_eq!([at("w1"), at("w3"), at("w2")], [50.0, 50.0, 20.0]);
}

#[test]
fn consumers_named_by_a_letter_and_a_number_are_one_group_and_two_letters_are_two_services() {
    let of = |a: &str, b: &str| {
        let design = design(&format!(
            "traffic {{ rps = 100 }}\nuser u; was api; kafka k; worker {a}; worker {b}
             u -> api\napi ~> k\nk ~> {a}, {b}"
        ));
        let spread = Spread::of(&design, &Conditions::ordinary(&design)).expect("traffic");
        [a, b].map(|name| spread.at(id(&design, name)).peak.hi)
    };
    assert_eq!(of("w1", "w2"), [50.0, 50.0]);
    assert_eq!(of("worker1", "worker2"), [50.0, 50.0]);
    assert_eq!(of("a", "b"), [100.0, 100.0]);
    assert_eq!(of("a1", "b2"), [100.0, 100.0]);
}

#[test]
fn two_connections_to_two_topics_are_told_apart_by_them() {
    let (_, found) = judge("user u; was a; kafka k { topic x; topic y }\nu -> a\na ~> x, y");
    assert!(found.iter().all(|it| it.rule != "unlabelled"), "{found:?}");
}

#[test]
fn what_fails_under_the_name_of_a_topic_is_its_carrier() {
    let files = [("d.arch", BUS)];
    let printed = run(&files, &["simulate", "d.arch", "--fail", "orders", "--format", "json"]);
    let printed: Value = serde_json::from_str(&printed).expect("JSON");
    let components = printed["scenarios"][0]["after"]["components"].as_array().expect("a list");
    let bus = components.iter().find(|it| it["name"] == "bus").expect("it is there");
    assert_eq!(bus["replicas"], 0, "{bus}");
    let audit = components.iter().find(|it| it["name"] == "audit").expect("it is there");
    assert_eq!(audit["peak_rps"], 0.0, "nothing comes out of it: {audit}");
}

/// 100 requests a second; one in five writes to `stats`, all to `users`, whose changes are followed.
#[test]
fn who_reads_a_table_sees_that_table_only() {
    let text = "traffic { rps = 100 }
user u; was api { replicas = 2 }
dynamodb d { capacity = 1000rps
  table users
  table stats
}
lambda mailer; lambda backup
u -> api
api -> users { retries = 2 }
api -> stats { share = 20% }
users ~> mailer
mailer -> stats
d ~> backup
";
    let of = |text: &str| {
        let design = design(text);
        let spread = Spread::of(&design, &Conditions::ordinary(&design)).expect("traffic");
        let at = |name: &str| spread.at(id(&design, name)).peak.hi;
        let on = |name: &str| spread.at_part(&design, part(&design, name)).peak.hi;
        // users has 100 of api; stats 20 of it and 100 of mailer; the store all of it.
        assert_eq!([on("users"), on("stats"), at("mailer")], [100.0, 120.0, 100.0], "{text}");
        [at("d"), at("backup")]
    };
    assert_eq!(of(text), [220.0, 220.0]);
    // A cache beside the store takes its hits off the reads of a table, too.
    let cached =
        text.replace("lambda mailer", "redis c { hit-ratio = 90%, for = d }; lambda mailer");
    let cached = design(&cached.replace("u -> api\n", "u -> api\napi -> c\n"));
    let spread = Spread::of(&cached, &Conditions::ordinary(&cached)).expect("traffic");
    assert!((spread.at(id(&cached, "mailer")).peak.hi - 10.0).abs() < 1e-9);
}

#[test]
fn a_table_that_hands_on_fails_with_its_store_and_is_served_by_what_takes_over() {
    let text = "traffic { rps = 100 }
user u; was api { replicas = 2 }; worker follower
mysql d { failover = auto, latency = 5ms
  table users
}
mysql e { latency = 5ms }
d => e
u -> api
api -> users
users ~> follower
scenario lost { fail = [d] }
";
    let design = design(text);
    let study = study(&design);
    let lost = study.under(&design.scenarios[0]);
    let at = |name: &str| lost.arrival(id(&design, name)).expect("traffic").peak.hi;
    assert_eq!([at("d"), at("e")], [0.0, 100.0]);
    let mean = study.latency(FlowId(0)).expect("stated").mean.as_seconds();
    assert!((0.005..0.0051).contains(&mean), "it waits for the store once: {mean}");
}
