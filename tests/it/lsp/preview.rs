//! `archlint.preview`: the server itself opens the page, for editors that have no panel.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

struct Editor {
    folder: TempDir,
    child: Child,
    says: ChildStdin,
    hears: BufReader<ChildStdout>,
    requests: i64,
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Editor {
    /// With what it has of the design, which stands in no file.
    fn open(text: &str, shows: bool, options: &Value) -> (Self, Value) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(env!("CARGO_BIN_EXE_archlint"))
            .args(["lsp", "--lang", "en"])
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let says = child.stdin.take().expect("piped");
        let hears = BufReader::new(child.stdout.take().expect("piped"));
        let mut editor = Self { folder, child, says, hears, requests: 0 };
        let capabilities = json!({"window": {"showDocument": {"support": shows}}});
        let params = json!({"capabilities": capabilities, "initializationOptions": options});
        let told = editor.request("initialize", &params);
        editor.send(&json!({"method": "initialized", "params": {}}));
        let document =
            json!({"uri": editor.uri(), "languageId": "archlint", "version": 1, "text": text});
        let params = json!({"textDocument": document});
        editor.send(&json!({"method": "textDocument/didOpen", "params": params}));
        (editor, told["result"]["capabilities"]["executeCommandProvider"]["commands"].clone())
    }

    fn uri(&self) -> String {
        let folder = self.folder.path().canonicalize().expect("it is there");
        archlint::lsp::uri_of(&folder.join("shop.arch").to_string_lossy().replace('\\', "/"))
    }

    fn send(&mut self, message: &Value) {
        let mut whole = json!({"jsonrpc": "2.0"});
        let parts = message.as_object().expect("an object");
        parts.iter().for_each(|(key, value)| whole[key] = value.clone());
        let body = whole.to_string();
        write!(self.says, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("it listens");
        self.says.flush().expect("it listens");
    }

    fn next(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.hears.read_line(&mut line).expect("a line") > 0, "the server is gone");
            match line.trim().strip_prefix("Content-Length: ") {
                Some(told) => length = told.parse().expect("a length"),
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.hears.read_exact(&mut body).expect("a body");
        serde_json::from_slice(&body).expect("JSON")
    }

    fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        std::iter::repeat_with(|| self.next()).find(is_it).expect("it goes on")
    }

    fn request(&mut self, method: &str, params: &Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({"id": id, "method": method, "params": params}));
        self.until(|it| it["id"] == id && it.get("method").is_none())
    }

    fn preview(&mut self) -> Value {
        let arguments = json!([{"uri": self.uri()}]);
        let params = json!({"command": "archlint.preview", "arguments": arguments});
        self.request("workspace/executeCommand", &params)
    }

    fn change(&mut self, version: i64, text: &str) {
        let document = json!({"uri": self.uri(), "version": version});
        let params = json!({"textDocument": document, "contentChanges": [{"text": text}]});
        self.send(&json!({"method": "textDocument/didChange", "params": params}));
    }
}

/// The answer of the page's server.
fn http(method: &str, address: &str, below: &str, body: &str) -> String {
    let rest = address.strip_prefix("http://").expect("an address");
    let (host, path) = rest.split_once('/').expect("a path");
    let mut stream = TcpStream::connect(host).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
    let length = body.len();
    write!(
        stream,
        "{method} /{path}{below} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

const ONE: &str = "user fan\nwas 주문\nfan -> 주문\n";
const MORE: &str = "user fan\nwas 주문\nmysql 원장\nfan -> 주문 -> 원장\n";

#[test]
fn the_page_shows_the_text_as_it_is_typed_and_leads_back_to_it() {
    let (mut editor, commands) = Editor::open(ONE, true, &json!({}));
    assert!(commands.to_string().contains("archlint.preview"), "{commands}");
    let told = editor.preview();
    let address = told["result"]["address"].as_str().expect("an address").to_owned();
    let shown = editor.until(|it| it["method"] == "window/showDocument");
    assert_eq!(shown["params"], json!({"uri": address, "external": true}));
    assert!(http("GET", &address, "state", "").contains("주문"));

    editor.change(2, MORE);
    let follows = (0..200).any(|_| {
        thread::sleep(Duration::from_millis(50));
        http("GET", &address, "state", "").contains("원장")
    });
    assert!(follows, "the page does not follow");

    // Of the second mention of the store, behind Hangul.
    let path = archlint::lsp::path_of(&editor.uri());
    let place = json!({"ask": "open", "lang": "en", "file": path, "line": 4, "column": 14});
    assert!(http("POST", &address, "ask", &place.to_string()).ends_with("{\"answer\":true}"));
    let chosen = editor.until(|it| it["method"] == "window/showDocument");
    assert_eq!(chosen["params"]["uri"], json!(editor.uri()));
    let start = &chosen["params"]["selection"]["start"];
    assert_eq!(*start, json!({"line": 3, "character": 13}));

    let again = editor.preview();
    assert_eq!(again["result"]["address"], json!(address), "one page a file");
}

#[test]
fn an_editor_that_opens_nothing_is_told_the_address() {
    let (mut editor, _) = Editor::open(ONE, false, &json!({}));
    let told = editor.preview();
    let address = told["result"]["address"].as_str().expect("an address").to_owned();
    let said = editor.until(|it| it["method"] == "window/showMessage");
    assert_eq!(said["params"]["message"], json!(address));
    let place = json!({"ask": "open", "lang": "en", "file": "shop.arch", "line": 1, "column": 1});
    assert!(http("POST", &address, "ask", &place.to_string()).ends_with("{\"answer\":false}"));
}

#[test]
fn an_editor_with_a_panel_of_its_own_is_not_offered_another() {
    let (_, commands) = Editor::open(ONE, true, &json!({"panel": true}));
    assert!(!commands.to_string().contains("archlint.preview"), "{commands}");
}

#[test]
fn where_no_design_stands_there_is_no_page() {
    let (mut editor, _) = Editor::open(ONE, true, &json!({}));
    let arguments = json!([{"uri": "file:///nowhere/notes.txt"}]);
    let params = json!({"command": "archlint.preview", "arguments": arguments});
    let told = editor.request("workspace/executeCommand", &params);
    assert_eq!(told["error"]["message"], "there is no design here");
}
