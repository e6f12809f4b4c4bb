//! Columns: every sort of character before a name, in both encodings, with each sort of line end.

use super::client::Client;
use serde_json::{Value, json};

const LABELS: [&str; 8] = [
    "ascii",
    "한글",
    "\u{1112}\u{1161}\u{11ab}글",
    "🚀",
    "👩\u{200d}💻",
    "tab\there",
    "é",
    "中文 日本語",
];

/// The server's own lines may end in `\r`, which the client of these tests does not count.
#[test]
fn a_name_behind_anything_is_found_at_its_very_characters() {
    for utf16 in [true, false] {
        for label in LABELS {
            for (begin, end) in [("", "\n"), ("\u{feff}", "\n"), ("", "\r\n")] {
                let mut client = Client::with(&[], json!({}), utf16);
                let line = format!("{begin}was api \"{label}\" {{ session = orders }} mysql{end}");
                let text = line.replace(" mysql", "") + &format!("mysql orders{end}");
                let at = text.find("orders").expect("there");
                client.open("a.arch", &text);
                let position = client.position("a.arch", at + 2);
                let place =
                    json!({"textDocument": {"uri": Client::uri("a.arch")}, "position": position});
                let found = client.request("textDocument/documentHighlight", place.clone());
                let texts: Vec<String> = found
                    .as_array()
                    .expect("a list")
                    .iter()
                    .map(|it| client.text("a.arch", &it["range"]))
                    .collect();
                assert_eq!(texts, ["orders", "orders"], "{text:?} {utf16}");
                let mut rename = place;
                rename["newName"] = json!("주문");
                let edit = client.request("textDocument/rename", rename);
                client.apply_all("a.arch", &edit);
                assert_eq!(client.texts["a.arch"], text.replace("orders", "주문"));
            }
        }
    }
}

#[test]
fn a_lone_carriage_return_ends_a_line_as_the_protocol_says() {
    let mut client = Client::new(&[]);
    client.open("a.arch", "// a\r// b\nwas api\n");
    let place = |line: u64| {
        json!({
            "textDocument": {"uri": Client::uri("a.arch")},
            "position": {"line": line, "character": 5}
        })
    };
    let found = client.request("textDocument/hover", place(2));
    assert_eq!(found["range"]["start"]["line"], 2);
    let none: Value = client.request("textDocument/hover", place(1));
    assert!(none.is_null(), "{none}");
}
