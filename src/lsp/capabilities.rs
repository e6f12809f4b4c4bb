//! What the server offers, and what it needs to know of the editor.

use super::position::Encoding;
use super::preview::PREVIEW;
use crate::ide::{HintKind, TokenKind};
use crate::say::Lang;
use serde_json::{Value, json};

/// What the editor can do, as far as it makes a difference.
#[derive(Clone, Debug, Default)]
pub struct Client {
    pub encoding: Encoding,
    /// Fills in places of a snippet.
    pub snippets: bool,
    /// Asks for the edits of a code action when somebody chooses it.
    pub resolves_actions: bool,
    pub related: bool,
    /// Takes edits with the versions of the documents that they change.
    pub document_changes: bool,
    pub watches: bool,
    pub creates_files: bool,
    /// Shows a page, or a place in a text, when asked to.
    pub shows_documents: bool,
    /// Has a panel of its own for the page.
    pub has_panel: bool,
}

impl Client {
    pub fn of(params: &Value) -> Self {
        let all = &params["capabilities"];
        let text = &all["textDocument"];
        let is = |value: &Value| value.as_bool() == Some(true);
        let encodings = all["general"]["positionEncodings"].as_array();
        let utf8 = encodings.is_some_and(|list| list.iter().any(|it| it == "utf-8"));
        let edit = &all["workspace"]["workspaceEdit"];
        let creates = edit["resourceOperations"].as_array();
        Self {
            encoding: if utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            snippets: is(&text["completion"]["completionItem"]["snippetSupport"]),
            resolves_actions: text["codeAction"]["resolveSupport"].is_object(),
            related: is(&text["publishDiagnostics"]["relatedInformation"]),
            document_changes: is(&edit["documentChanges"]),
            watches: is(&all["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"]),
            creates_files: creates.is_some_and(|list| list.iter().any(|it| it == "create")),
            shows_documents: is(&all["window"]["showDocument"]["support"]),
            has_panel: is(&params["initializationOptions"]["panel"]),
        }
    }
}

/// What a person chose in the editor.
#[derive(Clone, Debug)]
pub struct Settings {
    pub lang: Option<Lang>,
    pub hints: Vec<HintKind>,
    pub lens: bool,
    /// Files of other notations are judged, too.
    pub foreign: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { lang: None, hints: HintKind::ALL.to_vec(), lens: true, foreign: false }
    }
}

impl Settings {
    /// Takes over what is said; what is not stays.
    pub fn read(&mut self, said: &Value) {
        if let Some(lang) = said["lang"].as_str() {
            self.lang = Lang::parse(lang);
        }
        match &said["hints"] {
            Value::Bool(all) => self.hints = if *all { HintKind::ALL.to_vec() } else { Vec::new() },
            Value::Array(kinds) => {
                let is_wanted = |kind: &HintKind| kinds.iter().any(|it| it == kind.name());
                self.hints = HintKind::ALL.into_iter().filter(is_wanted).collect();
            }
            _ => {}
        }
        self.lens = said["lens"].as_bool().unwrap_or(self.lens);
        self.foreign = said["foreign"].as_bool().unwrap_or(self.foreign);
    }
}

/// The commands that the server carries out.
pub const COMMANDS: [&str; 7] = [
    "archlint.explain",
    "archlint.export",
    "archlint.import",
    "archlint.report",
    "archlint.restart",
    "archlint.simulate",
    "archlint.toBe",
];

/// How a token's sort is marked, by the bits of a number.
pub const MODIFIERS: [&str; 3] = ["declaration", "defaultLibrary", "deprecated"];

pub fn of_server(client: &Client, has_browser: bool) -> Value {
    let preview = (has_browser && !client.has_panel).then_some(PREVIEW);
    let commands: Vec<&str> = COMMANDS.into_iter().chain(preview).collect();
    json!({
        "capabilities": {
            "positionEncoding": client.encoding.name(),
            "textDocumentSync": {"openClose": true, "change": 1, "save": {"includeText": false}},
            "hoverProvider": true,
            "completionProvider": {
                "triggerCharacters": [".", ">", "=", "[", "/", "\"", "|"],
                "resolveProvider": true
            },
            "definitionProvider": true,
            "referencesProvider": true,
            "documentHighlightProvider": true,
            "documentSymbolProvider": true,
            "workspaceSymbolProvider": true,
            "codeActionProvider": {
                "codeActionKinds": ["quickfix", "source.fixAll.archlint", "refactor.rewrite"],
                "resolveProvider": true
            },
            "codeLensProvider": {"resolveProvider": false},
            "documentLinkProvider": {"resolveProvider": false},
            "documentFormattingProvider": true,
            "documentRangeFormattingProvider": true,
            "documentOnTypeFormattingProvider": {"firstTriggerCharacter": "}"},
            "renameProvider": {"prepareProvider": true},
            "foldingRangeProvider": true,
            "selectionRangeProvider": true,
            "inlayHintProvider": {"resolveProvider": false},
            "callHierarchyProvider": true,
            "executeCommandProvider": {"commands": commands},
            "semanticTokensProvider": {
                "legend": {
                    "tokenTypes": TokenKind::ALL.map(TokenKind::name),
                    "tokenModifiers": MODIFIERS
                },
                "full": true,
                "range": true
            },
            "workspace": {"workspaceFolders": {"supported": true, "changeNotifications": true}}
        },
        "serverInfo": {"name": "archlint", "version": env!("CARGO_PKG_VERSION")}
    })
}

/// Asks to be told when files change.
pub fn watching() -> Value {
    let globs = ["**/*.arch", "**/*.md", "**/archlint.toml"];
    let watchers = globs.map(|glob| json!({"globPattern": glob}));
    json!({
        "registrations": [{
            "id": "archlint.files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": {"watchers": watchers}
        }]
    })
}
