//! An editor that a test writes the lines of: sends, keeps what comes back, counts columns itself.

use archlint::lsp::{Server, Texts, uri_of};
use archlint::{Date, Lang};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub struct Client {
    pub server: Server,
    next: i64,
    versions: BTreeMap<String, i64>,
    /// As the editor has them, by name.
    pub texts: BTreeMap<String, String>,
    utf16: bool,
    /// By name: what was published last.
    pub findings: BTreeMap<String, Vec<Value>>,
    pub messages: Vec<Value>,
}

/// A place that a test marks with `^`, and the text without the mark.
pub fn marked(text: &str) -> (String, usize) {
    let at = text.find('^').expect("the text marks a place");
    (text.replacen('^', "", 1), at)
}

impl Client {
    /// With these files below `/w`, speaking UTF-16, in Korean.
    pub fn new(files: &[(&str, &str)]) -> Self {
        Self::with(files, json!({}), true)
    }

    pub fn with(files: &[(&str, &str)], options: Value, utf16: bool) -> Self {
        let files: BTreeMap<String, String> =
            files.iter().map(|(name, text)| (format!("/w/{name}"), (*text).to_owned())).collect();
        let world = Texts { files, today: Date::constant(2026, 1, 31) };
        let server = Server::new(Box::new(world), Lang::Ko);
        let mut client = Self {
            server,
            next: 0,
            versions: BTreeMap::new(),
            texts: BTreeMap::new(),
            utf16,
            findings: BTreeMap::new(),
            messages: Vec::new(),
        };
        let encodings = if utf16 { json!(["utf-16"]) } else { json!(["utf-16", "utf-8"]) };
        let general = match utf16 {
            // An old editor says nothing of encodings.
            true => json!({}),
            false => json!({"positionEncodings": encodings}),
        };
        let answer = client.request(
            "initialize",
            json!({
                "processId": null,
                "rootUri": "file:///w",
                "initializationOptions": options,
                "capabilities": {
                    "general": general,
                    "workspace": {"workspaceEdit": {
                        "documentChanges": true, "resourceOperations": ["create"]
                    }},
                    "textDocument": {
                        "completion": {"completionItem": {"snippetSupport": true}},
                        "codeAction": {"resolveSupport": {"properties": ["edit"]}},
                        "publishDiagnostics": {"relatedInformation": true}
                    }
                }
            }),
        );
        let encoding = &answer["capabilities"]["positionEncoding"];
        assert_eq!(encoding, if utf16 { "utf-16" } else { "utf-8" });
        client.notify("initialized", json!({}));
        client
    }

    pub fn uri(name: &str) -> String {
        uri_of(&format!("/w/{name}"))
    }

    fn take(&mut self, out: Vec<Value>) -> Option<Value> {
        let mut answer = None;
        for message in out {
            if message["method"] == "textDocument/publishDiagnostics" {
                let params = &message["params"];
                let uri = params["uri"].as_str().expect("an address").to_owned();
                let list = params["diagnostics"].as_array().expect("a list").clone();
                let name = archlint::lsp::path_of(&uri).replace("/w/", "");
                if let (Some(version), Some(own)) =
                    (params["version"].as_i64(), self.versions.get(&name))
                {
                    assert_eq!(version, *own, "findings of an old text");
                }
                self.findings.insert(name, list);
            } else if message["id"] == self.next && message.get("method").is_none() {
                answer = Some(message);
            } else {
                self.messages.push(message);
            }
        }
        answer
    }

    pub fn send(&mut self, messages: Vec<Value>) -> Option<Value> {
        let out = self.server.handle(messages);
        self.take(out)
    }

    /// The whole answer, error and all.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        let message = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        self.send(vec![message]).unwrap_or_else(|| panic!("{method} is answered"))
    }

    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let answer = self.ask(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(vec![json!({"jsonrpc": "2.0", "method": method, "params": params})]);
    }

    pub fn settle(&mut self) {
        let out = self.server.settle();
        self.take(out);
    }

    pub fn open(&mut self, name: &str, text: &str) {
        self.versions.insert(name.to_owned(), 1);
        self.texts.insert(name.to_owned(), text.to_owned());
        let language = if name.ends_with(".md") { "markdown" } else { "archlint" };
        let document =
            json!({"uri": Self::uri(name), "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
        self.settle();
    }

    pub fn change(&mut self, name: &str, text: &str) {
        let version = self.versions.get_mut(name).expect("it is open");
        *version += 1;
        let document = json!({"uri": Self::uri(name), "version": *version});
        self.texts.insert(name.to_owned(), text.to_owned());
        let changes = json!([{"text": text}]);
        self.notify(
            "textDocument/didChange",
            json!({"textDocument": document, "contentChanges": changes}),
        );
    }

    /// A byte of an open text as the protocol counts it; counted here anew, not by the server.
    pub fn position(&self, name: &str, offset: usize) -> Value {
        let before = &self.texts[name][..offset];
        let line = before.matches('\n').count();
        let last = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        let character = if self.utf16 { last.encode_utf16().count() } else { last.len() };
        json!({"line": line, "character": character})
    }

    fn offset(&self, name: &str, position: &Value) -> usize {
        let text = &self.texts[name];
        let all = (0..=text.len()).filter(|at| text.is_char_boundary(*at));
        let found = all.into_iter().find(|at| self.position(name, *at) == *position);
        found.unwrap_or_else(|| panic!("{position} is no place of {text:?}"))
    }

    /// The characters of a range.
    pub fn text(&self, name: &str, range: &Value) -> String {
        let (start, end) = (self.offset(name, &range["start"]), self.offset(name, &range["end"]));
        self.texts[name][start..end].to_owned()
    }

    /// Opens a text with a marked place and returns what a request about it takes.
    pub fn place(&mut self, name: &str, text: &str) -> Value {
        let (text, at) = marked(text);
        match self.texts.contains_key(name) {
            true => {
                self.change(name, &text);
                self.settle();
            }
            false => self.open(name, &text),
        }
        let position = self.position(name, at);
        json!({"textDocument": {"uri": Self::uri(name)}, "position": position})
    }

    /// Applies edits as an editor does; a list of edits or a whole change of the workspace.
    pub fn apply(&mut self, name: &str, edits: &Value) {
        let mut edits: Vec<(usize, usize, String)> = edits
            .as_array()
            .expect("a list of edits")
            .iter()
            .map(|edit| {
                let range = &edit["range"];
                let (start, end) =
                    (self.offset(name, &range["start"]), self.offset(name, &range["end"]));
                (start, end, edit["newText"].as_str().expect("a text").to_owned())
            })
            .collect();
        edits.sort();
        let mut text = self.texts[name].clone();
        for (start, end, new) in edits.into_iter().rev() {
            text.replace_range(start..end, &new);
        }
        self.change(name, &text);
        self.settle();
    }

    /// Applies what a change of the workspace does to one open file.
    pub fn apply_all(&mut self, name: &str, edit: &Value) {
        let changes = edit["documentChanges"].as_array().expect("changes with versions");
        let own = changes.iter().find(|it| it["textDocument"]["uri"] == Self::uri(name).as_str());
        let own = own.unwrap_or_else(|| panic!("{name} is changed: {edit}"));
        assert_eq!(own["textDocument"]["version"], self.versions[name]);
        let edits = own["edits"].clone();
        self.apply(name, &edits);
    }

    /// The findings of a rule in a file.
    pub fn found(&self, name: &str, rule: &str) -> Vec<&Value> {
        let all = self.findings.get(name).into_iter().flatten();
        all.filter(|it| it["code"] == rule).collect()
    }
}
