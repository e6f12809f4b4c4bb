//! Files that are more than a design: Markdown with blocks, other notations, the configuration.

use super::client::Client;
use super::features::{SHOP, file};
use serde_json::json;

#[test]
fn a_markdown_file_answers_in_its_blocks_and_nowhere_else() {
    let mut client = Client::new(&[]);
    let text = "# 글 🚀\n\n```arch\nuser fan\nwas 주문\nfan -> ^주문\n```\n\n주문 서버\n\n```arch\nmysql b\n```\n";
    let place = client.place("post.md", text);
    let card = client.request("textDocument/hover", place.clone());
    assert!(card["contents"]["value"].as_str().is_some_and(|it| it.contains("주문")));
    let uses = client.request("textDocument/references", place);
    let found: Vec<u64> = uses
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| it["range"]["start"]["line"].as_u64().expect("a line"))
        .collect();
    assert_eq!(found, [4, 5]);
    let outside =
        client.place("post.md", &text.replace('^', "").replace("주문 서버", "^주문 서버"));
    for method in ["textDocument/hover", "textDocument/completion", "textDocument/definition"] {
        assert!(client.request(method, outside.clone()).is_null(), "{method}");
    }
    let symbols = client.request("textDocument/documentSymbol", file("post.md"));
    assert_eq!(symbols.as_array().map(Vec::len), Some(3));
}

#[test]
fn a_foreign_file_is_judged_when_that_is_asked_for() {
    let compose =
        "services:\n  db:\n    image: mysql:8\n  api:\n    image: spring\n    depends_on: [db]\n";
    let mut client = Client::new(&[]);
    client.open("docker-compose.yml", compose);
    assert!(client.findings.get("docker-compose.yml").is_none_or(Vec::is_empty));
    let mut client = Client::with(&[], json!({"foreign": true, "lang": "en"}), true);
    client.open("docker-compose.yml", compose);
    let found = &client.findings["docker-compose.yml"];
    assert!(!found.is_empty());
    for it in found {
        client.text("docker-compose.yml", &it["range"]);
    }
}

#[test]
fn a_configuration_with_mistakes_says_so_and_the_last_good_one_holds() {
    let config = "[rules]\nno-backup = \"off\"\n";
    let mut client = Client::new(&[("archlint.toml", config)]);
    client.open("a.arch", SHOP);
    assert!(client.found("a.arch", "no-backup").is_empty());
    client.open("archlint.toml", "[rules]\nno-bakcup = \"off\"\n");
    assert_eq!(client.findings["archlint.toml"].len(), 1);
    assert!(client.found("a.arch", "no-backup").is_empty(), "the last good one holds");
    client.change("archlint.toml", "");
    client.settle();
    assert_eq!(client.findings["archlint.toml"].len(), 0);
    assert_eq!(client.found("a.arch", "no-backup").len(), 1);
}
