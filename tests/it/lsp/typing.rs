//! Somebody types: of many texts only the last is judged, and its findings are those of the command
//! line.

use super::client::Client;
use archlint::{Date, NoLoader, Project, Source};
use serde_json::{Value, json};

/// The findings of a text as the library tells them: rule, line and words.
fn told(text: &str) -> Vec<(String, u64)> {
    let source = Source::new("/w/a.arch", text);
    let today = Date::constant(2026, 1, 31);
    let checked = Project::default().check_one(&source, &NoLoader, today).expect("a design");
    let line =
        |span: archlint::source::Span| text[..span.start as usize].matches('\n').count() as u64;
    let open = checked.findings.iter().filter(|it| !it.is_accepted());
    let mut told: Vec<(String, u64)> =
        open.map(|it| (it.rule.to_string(), line(it.primary))).collect();
    told.sort();
    told
}

fn published(client: &Client) -> Vec<(String, u64)> {
    let all = client.findings["a.arch"].iter().filter(|it| it["code"].is_string());
    let one = |it: &Value| {
        let line = it["range"]["start"]["line"].as_u64().expect("a line");
        (it["code"].as_str().expect("a rule").to_owned(), line)
    };
    let mut told: Vec<_> = all.map(one).collect();
    told.sort();
    told
}

#[test]
fn after_every_state_the_findings_are_those_of_the_library() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let text =
        std::fs::read_to_string(root.join("examples/growth/03-scale-out.arch")).expect("there");
    let mut client = Client::new(&[]);
    client.open("a.arch", "");
    let ends: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
    for end in ends.iter().step_by(ends.len() / 50) {
        client.change("a.arch", &text[..*end]);
        client.settle();
        assert_eq!(published(&client), told(&text[..*end]), "{}", &text[..*end]);
    }
}

#[test]
fn hangul_is_typed_by_syllable_and_only_the_last_text_is_judged() {
    let mut client = Client::new(&[]);
    client.open("a.arch", "was api\n");
    let states = ["ㅈ", "주", "줌", "주무", "주문", "주문 \"", "주문 \"🚀", "주문 \"🚀\""];
    for state in states {
        client.change("a.arch", &format!("was api\nmysql {state}\napi -> 주문\n"));
    }
    // Nothing was judged yet: all of them came before the quiet.
    assert!(client.findings["a.arch"].iter().all(|it| it["range"]["start"]["line"] != 2));
    client.settle();
    let text = client.texts["a.arch"].clone();
    assert_eq!(published(&client), told(&text));
    assert!(client.found("a.arch", "unknown-name").is_empty());
    // And nothing is left to be done.
    assert!(!client.server.is_dirty());
}

#[test]
fn a_request_between_changes_sees_the_newest_text() {
    let mut client = Client::new(&[]);
    client.open("a.arch", "was api\n");
    client.change("a.arch", "was api\nwas 주문 \"🚀 새로\"\n");
    let position = client.position("a.arch", "was api\nwas ".len());
    let place = json!({"textDocument": {"uri": Client::uri("a.arch")}, "position": position});
    let card = client.request("textDocument/hover", place);
    assert!(card["contents"]["value"].as_str().is_some_and(|it| it.contains("새로")), "{card}");
}

#[test]
fn a_change_of_a_part_is_told_in_the_design_that_includes_it() {
    let root = "include \"b.arch\"\nuser fan\nwas api\nfan -> api -> 주문\n";
    let mut client = Client::new(&[("a.arch", root), ("b.arch", "mysql 주문\n")]);
    client.open("b.arch", "mysql 주문 { backup = none }\n");
    assert_eq!(client.found("b.arch", "no-backup").len(), 1);
    client.change("b.arch", "mysql 주문 { backup = 1d }\n");
    client.settle();
    assert!(client.found("b.arch", "no-backup").is_empty());
    client.change("b.arch", "mysql 상품\n");
    client.settle();
    assert_eq!(client.found("a.arch", "unknown-name").len(), 1, "{:?}", client.findings);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": Client::uri("b.arch")}}));
    client.settle();
    assert!(client.findings.values().all(Vec::is_empty), "{:?}", client.findings);
}

#[test]
fn many_edits_leave_nothing_behind() {
    let mut client = Client::new(&[]);
    client.open("a.arch", "was api\n");
    for number in 0..2000 {
        client.change("a.arch", &format!("was api{number}\n"));
        client.settle();
    }
    let symbols = client.request("workspace/symbol", json!({"query": ""}));
    assert_eq!(symbols.as_array().map(Vec::len), Some(1));
}
