//! Definitions, references and new names, over includes and extends.

use super::client::Client;
use serde_json::{Value, json};

const STORES: &str = "mysql 주문-db \"주문 🚀\" { backup = 1d }\n";
const AS_IS: &str = "design \"지금\"\ninclude \"stores.arch\"\nuser fan\nwas api { session = 주문-db }\nfan -> api -> 주문-db\nflow buy { fan -> api -> 주문-db }\nscenario down { fail = [주문-db] }\nexpect availability(buy) >= 90%\naccept single-instance on 주문-db because \"작다\"\n";
const TO_BE: &str = "design \"앞으로\" to-be extends \"as-is.arch\"\nregion seoul {}\nchange 주문-db { replicas = 2 }\nmove 주문-db into seoul\n";

fn client() -> Client {
    Client::new(&[("stores.arch", STORES), ("as-is.arch", AS_IS), ("to-be.arch", TO_BE)])
}

fn files(uses: &Value) -> Vec<(String, u64)> {
    let uses = uses.as_array().expect("a list").iter();
    let place = |it: &Value| {
        let uri = it["uri"].as_str().expect("an address");
        let name = archlint::lsp::path_of(uri).replace("/w/", "");
        (name, it["range"]["start"]["line"].as_u64().expect("a line"))
    };
    uses.map(place).collect()
}

#[test]
fn a_name_leads_to_its_declaration_in_another_file() {
    let mut client = client();
    let place = client.place("to-be.arch", &TO_BE.replace("move 주문", "move 주^문"));
    let found = client.request("textDocument/definition", place);
    assert_eq!(found["uri"], Client::uri("stores.arch"));
    client.open("stores.arch", STORES);
    assert_eq!(client.text("stores.arch", &found["range"]), "주문-db");
    let place = client.place("to-be.arch", &TO_BE.replace("as-is.arch", "as-^is.arch"));
    let found = client.request("textDocument/definition", place);
    assert_eq!(found["uri"], Client::uri("as-is.arch"));
}

#[test]
fn all_uses_are_found_from_wherever_one_asks() {
    let mut client = client();
    let place = client.place("stores.arch", &STORES.replace("주문-db", "주문-^db"));
    let uses = client.request("textDocument/references", place.clone());
    let found = files(&uses);
    let wanted: Vec<(String, u64)> = [
        ("as-is.arch", 3),
        ("as-is.arch", 4),
        ("as-is.arch", 5),
        ("as-is.arch", 6),
        ("as-is.arch", 8),
        ("stores.arch", 0),
        ("to-be.arch", 2),
        ("to-be.arch", 3),
    ]
    .map(|(name, line)| (name.to_owned(), line))
    .into();
    assert_eq!(found, wanted);
    let mut without = place;
    without["context"] = json!({"includeDeclaration": false});
    let uses = client.request("textDocument/references", without);
    assert_eq!(files(&uses).len(), wanted.len() - 1);
}

#[test]
fn flows_scenarios_and_constants_have_names_too() {
    let mut client = Client::new(&[]);
    let text = "let 크기 = 10\nuser fan\nwas api { replicas = 크^기 * 2 }\nfan -> api\nflow buy { fan -> api }\nscenario s { fail = api }\nexpect survives(buy) in s\n";
    let mut count = |text: &str| {
        let place = client.place("a.arch", text);
        files(&client.request("textDocument/references", place)).len()
    };
    assert_eq!(count(text), 2);
    let plain = text.replace('^', "");
    assert_eq!(count(&plain.replace("survives(buy)", "survives(b^uy)")), 2);
    assert_eq!(count(&plain.replace("in s", "in ^s")), 2);
}

#[test]
fn a_new_name_reaches_files_that_are_not_open() {
    let mut client = client();
    let mut place =
        client.place("as-is.arch", &AS_IS.replace("api -> 주문-db\nflow", "api -> 주^문-db\nflow"));
    place["newName"] = json!("orders");
    let edit = client.request("textDocument/rename", place);
    let changes = edit["documentChanges"].as_array().expect("changes");
    let counts: Vec<usize> =
        changes.iter().map(|it| it["edits"].as_array().map_or(0, Vec::len)).collect();
    assert_eq!(counts, [5, 1, 2]);
    assert_eq!(changes[1]["textDocument"]["version"], Value::Null);
    client.apply_all("as-is.arch", &edit);
    let text = &client.texts["as-is.arch"];
    assert!(text.contains("fail = [orders]") && !text.contains("주문-db"), "{text}");
}

#[test]
fn a_name_that_is_taken_or_none_is_refused_with_the_reason() {
    let mut client = client();
    let mut place = client.place("as-is.arch", &AS_IS.replace("was api", "was a^pi"));
    for (name, reason) in [
        ("fan", "이미 있습니다"),
        ("주문-db", "이미 있습니다"),
        ("2api", "쓸 수 없습니다"),
        ("a b", "쓸 수 없습니다"),
        ("", "쓸 수 없습니다"),
        ("a-", "쓸 수 없습니다"),
    ] {
        place["newName"] = json!(name);
        let answer = client.ask("textDocument/rename", place.clone());
        let message = answer["error"]["message"].as_str().unwrap_or_default();
        assert!(message.contains(reason), "{name}: {answer}");
    }
    let keyword = client.place("as-is.arch", &AS_IS.replace("was api", "w^as api"));
    let answer = client.ask("textDocument/prepareRename", keyword);
    assert_eq!(answer["error"]["code"], -32803);
}

/// Every name of every example, renamed and back: the same bytes, and nothing but the name differs.
#[test]
fn each_name_of_the_examples_can_be_changed_and_changed_back() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut renamed = 0;
    for name in ["examples/growth/05-cache.arch", "examples/hundred-million.arch"] {
        let text = std::fs::read_to_string(root.join(name)).expect("an example");
        let mut client = Client::new(&[]);
        client.open("a.arch", &text);
        let symbols = client.request(
            "textDocument/documentSymbol",
            json!({"textDocument": {"uri": Client::uri("a.arch")}}),
        );
        let mut pending: Vec<Value> = symbols.as_array().expect("a list").clone();
        while let Some(symbol) = pending.pop() {
            pending.extend(symbol["children"].as_array().cloned().unwrap_or_default());
            let position = symbol["selectionRange"]["start"].clone();
            let mut params =
                json!({"textDocument": {"uri": Client::uri("a.arch")}, "position": position});
            if client.ask("textDocument/prepareRename", params.clone())["error"].is_object() {
                continue;
            }
            let before = client.findings["a.arch"].len();
            params["newName"] = json!("새-이름");
            let edit = client.request("textDocument/rename", params.clone());
            client.apply_all("a.arch", &edit);
            assert_eq!(client.findings["a.arch"].len(), before, "{}", symbol["name"]);
            params["newName"] = symbol["name"].clone();
            let edit = client.request("textDocument/rename", params);
            client.apply_all("a.arch", &edit);
            assert_eq!(client.texts["a.arch"], text, "{}", symbol["name"]);
            renamed += 1;
        }
    }
    assert!(renamed > 20, "{renamed}");
}
