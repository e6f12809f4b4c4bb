//! Policies and attributes of a team's own, as they are written in an editor.

use super::client::Client;
use serde_json::{Value, json};

const TEXT: &str = "attributes { owner = text, tier = [gold, silver] }\nuser fan\nwas api { tier = gold }\n\
    mysql orders\nfan -> api -> orders\npolicy owned \"주인이 있어야 합니다\" {\n  ^\n}\n";

/// What is offered at the mark of a line of the policy.
fn offered(line: &str) -> Vec<String> {
    let marked = TEXT.replace('^', line);
    labels(&marked)
}

fn labels(marked: &str) -> Vec<String> {
    let at = marked.find('|').expect("a mark");
    let text = marked.replacen('|', "", 1);
    let mut client = Client::new(&[]);
    client.open("a.arch", &text);
    let position = client.position("a.arch", at);
    let place = json!({"textDocument": {"uri": Client::uri("a.arch")}, "position": position});
    let answer = client.request("textDocument/completion", place);
    let items = answer["items"].as_array().or(answer.as_array()).cloned().unwrap_or_default();
    let label = |item: &Value| item["label"].as_str().expect("a label").to_owned();
    items.iter().map(label).collect()
}

#[test]
fn a_line_of_a_policy_is_offered_what_may_stand_there() {
    for (line, wanted, unwanted) in [
        (
            "|",
            &["require", "forbid", "allow technology", "limit depth", "good"][..],
            &["scenario"][..],
        ),
        ("require |", &["owner", "tier", "backup", "callers", "cost", "zone", "was"], &["require"]),
        ("require owner |", &["on", "and", "or"], &["owner"]),
        ("require owner on |", &["was", "mysql", "api", "orders"], &["owner", "backup"]),
        ("require owner on [was, |", &["mysql", "orders"], &["owner"]),
        ("require tier = |", &["gold", "silver"], &["on", "redis"]),
        ("require tier in [gold, |", &["silver"], &["orders"]),
        ("forbid [web, user] -> |", &["db", "orders"], &["owner"]),
        ("require deploy = |", &["rolling", "canary"], &["gold"]),
        ("require not |", &["owner", "reaches"], &["on"]),
        ("require reaches |", &["db", "orders"], &["owner"]),
        ("allow |", &["technology"], &["orders"]),
        ("allow technology [|", &["mysql", "redis"], &["orders"]),
        ("limit |", &["depth"], &["orders"]),
    ] {
        let labels = offered(line);
        for word in wanted {
            assert!(labels.iter().any(|it| it == word), "{line}: no {word} in {labels:?}");
        }
        for word in unwanted {
            assert!(labels.iter().all(|it| it != word), "{line}: {word} in {labels:?}");
        }
    }
}

#[test]
fn attributes_of_the_team_are_offered_where_they_are_declared_and_stated() {
    let head = "attributes { owner = text, tier = [gold, silver] }\n";
    for (text, wanted) in [
        (format!("{head}was api {{ ti| }}\n"), "tier"),
        (format!("{head}was api {{ tier = | }}\n"), "silver"),
        ("attributes { owner = | }\n".to_owned(), "duration"),
    ] {
        let labels = labels(&text);
        assert!(labels.iter().any(|it| it == wanted), "{text}: {labels:?}");
    }
}

#[test]
fn the_words_of_a_policy_have_cards() {
    let line = "require owner and callers lb on [was]";
    let text = TEXT.replace('^', line);
    let mut client = Client::new(&[]);
    client.open("a.arch", &text);
    let start = text.find(line).expect("the line");
    let mut card = |at: usize| {
        let position = client.position("a.arch", at);
        let place = json!({"textDocument": {"uri": Client::uri("a.arch")}, "position": position});
        client.request("textDocument/hover", place)["contents"]["value"].to_string()
    };
    for (word, wanted) in [
        ("require", "조건이 맞아야"),
        ("owner", "팀이 정한 속성"),
        ("callers", "직접 부르는"),
        ("on", "누구에게"),
        ("was", "`was`"),
    ] {
        let found = card(start + line.find(word).expect("a word") + 1);
        assert!(found.contains(wanted), "{word}: {found}");
    }
    let stated = card(text.find("tier = gold").expect("it is stated") + 1);
    assert!(stated.contains("팀이 정한 속성"), "{stated}");
}
