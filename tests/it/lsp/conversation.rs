//! The order of a conversation: who may say what when, what comes of nonsense, how it ends.

use super::client::Client;
use archlint::lsp::{Server, Texts};
use archlint::{Date, Lang};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

fn fresh() -> Server {
    let world = Texts { files: BTreeMap::new(), today: Date::constant(2026, 1, 31) };
    Server::new(Box::new(world), Lang::En)
}

fn code(server: &mut Server, message: Value) -> Value {
    let out = server.handle(vec![message]);
    out.first().map_or(Value::Null, |it| it["error"]["code"].clone())
}

#[test]
fn nothing_is_answered_before_the_beginning_or_after_the_end() {
    let request = |method: &str| json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": {}});
    let mut server = fresh();
    assert_eq!(code(&mut server, request("textDocument/hover")), -32002);
    assert_eq!(code(&mut server, request("initialize")), Value::Null);
    assert_eq!(code(&mut server, request("initialize")), -32600);
    assert_eq!(code(&mut server, request("no/such")), -32601);
    assert_eq!(code(&mut server, request("textDocument/hover")), -32602);
    assert_eq!(code(&mut server, request("shutdown")), Value::Null);
    assert_eq!(code(&mut server, request("textDocument/hover")), -32600);
    assert_eq!(server.is_over(), None);
    server.handle(vec![json!({"jsonrpc": "2.0", "method": "exit"})]);
    assert_eq!(server.is_over(), Some(0));
    let mut server = fresh();
    server.handle(vec![json!({"jsonrpc": "2.0", "method": "exit"})]);
    assert_eq!(server.is_over(), Some(1), "without a shutdown");
}

#[test]
fn nonsense_is_refused_and_the_conversation_goes_on() {
    let mut client = Client::new(&[]);
    client.open("a.arch", "was api\n");
    for nonsense in [
        json!({}),
        json!([]),
        json!(7),
        json!({"id": {}, "method": 5}),
        json!({"jsonrpc": "2.0", "id": 99, "params": null}),
        json!({"method": "textDocument/didChange", "params": {"contentChanges": "x"}}),
        json!({"method": "textDocument/didOpen", "params": null}),
        json!({"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{}, 3]}}),
        json!({"method": "workspace/didChangeConfiguration", "params": {"settings": 5}}),
    ] {
        client.send(vec![nonsense]);
    }
    let uri = Client::uri("a.arch");
    for params in [
        json!({}),
        json!({"textDocument": {"uri": uri}}),
        json!({"textDocument": {"uri": uri}, "position": {"line": -1, "character": 0}}),
        json!({"textDocument": {"uri": uri}, "position": {"line": "x"}}),
    ] {
        let answer = client.ask("textDocument/hover", params);
        assert_eq!(answer["error"]["code"], -32602, "{answer}");
    }
    let far = json!({"line": 4_000_000_000_u32, "character": 4_000_000_000_u32});
    client.request("textDocument/hover", json!({"textDocument": {"uri": uri}, "position": far}));
}

#[test]
fn an_edit_of_a_part_of_the_text_is_refused_and_not_guessed() {
    let mut client = Client::new(&[]);
    client.open("a.arch", "was api\n");
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 3}});
    client.notify(
        "textDocument/didChange",
        json!({
            "textDocument": {"uri": Client::uri("a.arch"), "version": 2},
            "contentChanges": [{"range": range, "text": "web"}]
        }),
    );
    assert_eq!(client.messages.last().expect("it is told")["method"], "window/showMessage");
}

#[test]
fn a_request_that_is_cancelled_in_time_is_not_worked_on() {
    let mut server = fresh();
    server.handle(vec![json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {}})]);
    let out = server.handle(vec![
        json!({"jsonrpc": "2.0", "id": 5, "method": "workspace/symbol", "params": {"query": "a"}}),
        json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 5}}),
    ]);
    assert_eq!(out[0]["error"]["code"], -32800);
}

fn framed(message: &Value) -> String {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

fn read(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        from.read_line(&mut line).ok()?;
        match line.trim() {
            "" if length > 0 => break,
            "" => return None,
            header => {
                length = header.strip_prefix("Content-Length: ")?.parse().ok()?;
            }
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// The program itself, over its standard input and output, from files on a disk.
#[test]
fn the_program_speaks_over_its_standard_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let part = folder.path().join("stores.arch");
    std::fs::write(&part, "mysql orders \"주문 🚀 DB\" { backup = none }\n").expect("written");
    let root = folder.path().join("설계.arch");
    let text = "include \"stores.arch\"\nuser fan\nwas api\nfan -> api -> orders\n";
    std::fs::write(&root, text).expect("written");
    std::fs::write(folder.path().join("archlint.toml"), "").expect("written");
    let mut program = Command::new(env!("CARGO_BIN_EXE_archlint"))
        .args(["lsp", "--stdio", "--lang", "ko"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = program.stdin.take().expect("piped");
    let mut output = BufReader::new(program.stdout.take().expect("piped"));
    let folder_uri =
        archlint::lsp::uri_of(&folder.path().canonicalize().expect("there").display().to_string());
    let part_uri = format!("{folder_uri}/stores.arch");
    let text = std::fs::read_to_string(&part).expect("readable");
    for message in [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "capabilities": {}, "workspaceFolders": [{"uri": folder_uri, "name": "w"}]
        }}),
        json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}),
        json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {
            "uri": part_uri, "languageId": "archlint", "version": 1, "text": text
        }}}),
    ] {
        input.write_all(framed(&message).as_bytes()).expect("it listens");
    }
    // The part is judged in the design that includes it, and the finding stands in the part.
    let published = loop {
        let message = read(&mut output).expect("it speaks");
        if message["params"]["uri"] == part_uri.as_str() {
            break message["params"]["diagnostics"].clone();
        }
    };
    let no_backup = published.as_array().expect("a list").iter();
    let codes: Vec<&str> = no_backup.filter_map(|it| it["code"].as_str()).collect();
    assert!(codes.contains(&"no-backup"), "{codes:?}");
    let end = framed(&json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}))
        + &framed(&json!({"jsonrpc": "2.0", "method": "exit"}));
    input.write_all(end.as_bytes()).expect("it listens");
    while read(&mut output).is_some() {}
    assert_eq!(program.wait().expect("it ends").code(), Some(0));
}
