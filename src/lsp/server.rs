//! Takes each message to whoever answers it, and sees to it that nothing goes out that is old.

use super::capabilities::{self, Client, Settings};
use super::documents::{Documents, path_of};
use super::error::{Error, invalid};
use super::position::Lines;
use super::session::{Checked, Session};
use super::world::World;
use crate::ide::{At, Item};
use crate::project::Reviewed;
use crate::say::{Lang, Text};
use crate::source::SourceId;
use crate::text;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Where the conversation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Silent,
    Speaking,
    /// Nothing but `exit` is taken.
    Ending,
    /// With the exit code.
    Over(u8),
}

/// One conversation with an editor.
pub struct Server {
    pub(super) world: Box<dyn World>,
    pub(super) client: Client,
    pub(super) settings: Settings,
    /// Where the editor says nothing.
    fallback: Lang,
    locale: Option<Lang>,
    pub(super) documents: Documents,
    pub(super) session: Session,
    pub(super) folders: Vec<String>,
    /// Designs whose findings have to be told anew.
    dirty: BTreeSet<String>,
    /// By design and file: the findings that were told.
    pub(super) told: BTreeMap<String, BTreeMap<String, Vec<Value>>>,
    /// Texts that made us fail, by design: not judged again until they change.
    failed: BTreeMap<String, Arc<str>>,
    /// What was offered last, for its documentation.
    pub(super) offered: Vec<Item>,
    pub(super) out: Vec<Value>,
    stage: Stage,
    requests: i64,
}

/// A place that the editor asks about.
pub(super) struct Here {
    pub checked: Arc<Checked>,
    pub name: String,
    pub offset: usize,
}

impl Here {
    /// `None` where no design stands there.
    pub fn find(&self) -> Option<(&Reviewed, SourceId)> {
        self.checked.find(&self.name, self.offset)
    }

    pub fn at(&self) -> Option<At<'_>> {
        let (reviewed, source) = self.find()?;
        Some(At { reviewed, source, offset: self.offset })
    }
}

type Answer = Result<Value, Error>;

impl Server {
    /// `fallback` is the language of an editor that does not say which it speaks.
    pub fn new(world: Box<dyn World>, fallback: Lang) -> Self {
        Self {
            world,
            client: Client::default(),
            settings: Settings::default(),
            fallback,
            locale: None,
            documents: Documents::default(),
            session: Session::default(),
            folders: Vec::new(),
            dirty: BTreeSet::new(),
            told: BTreeMap::new(),
            failed: BTreeMap::new(),
            offered: Vec::new(),
            out: Vec::new(),
            stage: Stage::Silent,
            requests: 0,
        }
    }

    /// The same in a language that was chosen whatever the editor speaks.
    pub fn speaking(mut self, lang: Option<Lang>) -> Self {
        self.settings.lang = lang.or(self.settings.lang);
        self
    }

    pub fn lang(&self) -> Lang {
        self.settings.lang.or(self.locale).unwrap_or(self.fallback)
    }

    /// The exit code, once the conversation is over.
    pub fn is_over(&self) -> Option<u8> {
        match self.stage {
            Stage::Over(code) => Some(code),
            _ => None,
        }
    }

    /// Takes the messages that are there, in their order, and returns what is to be sent. Findings
    /// wait for [`Server::settle`]. A request that a later message of them cancels is not worked on.
    pub fn handle(&mut self, messages: Vec<Value>) -> Vec<Value> {
        let is_cancel = |it: &&Value| it["method"] == "$/cancelRequest";
        let cancelled = messages.iter().filter(is_cancel).map(|it| it["params"]["id"].clone());
        let cancelled: Vec<Value> = cancelled.collect();
        for message in messages {
            let id = message.get("id").cloned();
            match id.filter(|id| cancelled.contains(id) && message.get("method").is_some()) {
                Some(id) => {
                    let why = text!("취소했습니다", "cancelled");
                    self.reply(id, Err(Error::new(Error::CANCELLED, why)));
                }
                None => self.take(message),
            }
        }
        std::mem::take(&mut self.out)
    }

    /// Judges what changed since the last time and returns the findings. Call it when no message
    /// waits, so that of many changes only the last is judged.
    pub fn settle(&mut self) -> Vec<Value> {
        let mut files = BTreeSet::new();
        while let Some(root) = self.dirty.pop_first() {
            let touched = &mut files;
            self.guarded(
                |server| touched.extend(server.tell(&root)),
                |server| {
                    let text = server.text_of(&root);
                    server.failed.insert(root.clone(), text);
                },
            );
        }
        files.iter().for_each(|file| self.publish(file));
        std::mem::take(&mut self.out)
    }

    /// Something waits for [`Server::settle`].
    pub fn is_dirty(&self) -> bool {
        !self.dirty.is_empty()
    }

    fn text_of(&self, name: &str) -> Arc<str> {
        let open = self.documents.open.get(name);
        open.map_or_else(|| "".into(), |document| document.lines.text.clone())
    }

    /// A root whose text made us fail before, and has not changed since.
    pub(super) fn fails(&self, root: &str) -> bool {
        self.failed.get(root).is_some_and(|text| *text == self.text_of(root))
    }

    /// Runs something of which a mistake of ours must not take the server down.
    fn guarded(&mut self, run: impl FnOnce(&mut Self), failed: impl FnOnce(&mut Self)) {
        let Err(payload) = catch_unwind(AssertUnwindSafe(|| run(self))) else { return };
        let what = payload.downcast_ref::<&str>().copied();
        let what = what.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let line = what.unwrap_or("?").lines().next().unwrap_or_default();
        let told = text!(line;
            "archlint의 오류입니다. 알려 주세요: {line}",
            "this is a mistake of archlint's own; please report it: {line}"
        );
        self.show(1, &told);
        failed(self);
    }

    fn take(&mut self, message: Value) {
        let method = message["method"].as_str().map(str::to_owned);
        let id = message.get("id").filter(|id| id.is_string() || id.is_number()).cloned();
        let params = message.get("params").cloned().unwrap_or(Value::Null);
        match (method, id) {
            (Some(method), Some(id)) => self.request(id, &method, &params),
            (Some(method), None) => self.guarded(|server| server.notice(&method, &params), |_| {}),
            // An answer to something that we asked.
            (None, Some(_))
                if message.get("result").is_some() || message.get("error").is_some() => {}
            (None, id) => {
                let why = text!("요청이 아닙니다", "this is no request");
                self.reply(id.unwrap_or(Value::Null), Err(Error::new(Error::INVALID_REQUEST, why)));
            }
        }
    }

    fn request(&mut self, id: Value, method: &str, params: &Value) {
        let mut answer = None;
        let mine = &mut answer;
        self.guarded(|server| *mine = Some(server.answer(method, params)), |_| {});
        let broken =
            || Err(Error::new(Error::INTERNAL, text!("내부 오류입니다", "internal error")));
        self.reply(id, answer.unwrap_or_else(broken));
    }

    pub(super) fn reply(&mut self, id: Value, answer: Answer) {
        let lang = self.lang();
        self.out.push(match answer {
            Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
            Err(error) => json!({"jsonrpc": "2.0", "id": id, "error": error.json(lang)}),
        });
    }

    pub(super) fn send(&mut self, method: &str, params: Value) {
        self.out.push(json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Asks the editor to do something; its answer is not waited for.
    pub(super) fn ask(&mut self, method: &str, params: Value) {
        self.requests += 1;
        let id = format!("archlint-{}", self.requests);
        self.out.push(json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
    }

    /// Shows a message: 1 an error, 2 a warning, 3 something to know.
    pub(super) fn show(&mut self, level: u8, message: &Text) {
        let message = message.get(self.lang()).to_owned();
        self.send("window/showMessage", json!({"type": level, "message": message}));
    }

    fn answer(&mut self, method: &str, params: &Value) -> Answer {
        match (self.stage, method) {
            (Stage::Silent, "initialize") => Ok(self.initialize(params)),
            (Stage::Silent, _) => {
                let why = text!("아직 `initialize`를 받지 않았습니다", "`initialize` comes first");
                Err(Error::new(Error::NOT_INITIALIZED, why))
            }
            (Stage::Speaking, "shutdown") => {
                self.stage = Stage::Ending;
                Ok(Value::Null)
            }
            (Stage::Speaking, "initialize") | (Stage::Ending | Stage::Over(_), _) => {
                let why = text!("지금은 받을 수 없는 요청입니다", "not a time for this request");
                Err(Error::new(Error::INVALID_REQUEST, why))
            }
            (Stage::Speaking, method) => self.feature(method, params),
        }
    }

    fn feature(&mut self, method: &str, params: &Value) -> Answer {
        match method {
            "textDocument/hover" => self.hover(params),
            "textDocument/completion" => self.complete(params),
            "completionItem/resolve" => self.resolve_item(params),
            "textDocument/definition" => self.definition(params),
            "textDocument/references" => self.references(params),
            "textDocument/documentHighlight" => self.highlight(params),
            "textDocument/documentSymbol" => self.symbols(params),
            "workspace/symbol" => self.find_symbols(params),
            "textDocument/prepareRename" => self.prepare_rename(params),
            "textDocument/rename" => self.rename(params),
            "textDocument/codeAction" => self.actions(params),
            "codeAction/resolve" => self.resolve_action(params),
            "textDocument/codeLens" => self.lenses(params),
            "textDocument/documentLink" => self.links(params),
            "textDocument/formatting" => self.format(params),
            "textDocument/rangeFormatting" => self.format_range(params),
            "textDocument/onTypeFormatting" => self.format_typed(params),
            "textDocument/foldingRange" => self.folds(params),
            "textDocument/selectionRange" => self.selections(params),
            "textDocument/inlayHint" => self.hints(params),
            "textDocument/semanticTokens/full" => self.tokens(params, None),
            "textDocument/semanticTokens/range" => self.tokens(params, params.get("range")),
            "textDocument/prepareCallHierarchy" => self.prepare_calls(params),
            "callHierarchy/incomingCalls" => self.calls(params, true),
            "callHierarchy/outgoingCalls" => self.calls(params, false),
            "workspace/executeCommand" => self.execute(params),
            "archlint/at" | "archlint/view" | "archlint/ask" => self.panel(method, params),
            _ => {
                let why =
                    text!(method; "`{method}` 요청은 알지 못합니다", "unknown method `{method}`");
                Err(Error::new(Error::METHOD_NOT_FOUND, why))
            }
        }
    }

    fn initialize(&mut self, params: &Value) -> Value {
        self.client = Client::of(params);
        self.documents.encoding = self.client.encoding;
        self.locale = params["locale"].as_str().and_then(Lang::parse);
        self.settings.read(&params["initializationOptions"]);
        let folders = params["workspaceFolders"].as_array().into_iter().flatten();
        let uris = folders.filter_map(|folder| folder["uri"].as_str());
        let mut folders: Vec<String> = uris.map(|uri| self.name(uri)).collect();
        if folders.is_empty() {
            folders.extend(params["rootUri"].as_str().map(|uri| self.name(uri)));
        }
        self.folders = folders;
        self.stage = Stage::Speaking;
        capabilities::of_server(&self.client, self.world.has_browser())
    }

    fn notice(&mut self, method: &str, params: &Value) {
        if method == "exit" {
            self.stage = Stage::Over(u8::from(self.stage != Stage::Ending));
            return;
        }
        if self.stage != Stage::Speaking {
            return;
        }
        match method {
            "initialized" => self.initialized(),
            "textDocument/didOpen" => self.opened(&params["textDocument"]),
            "textDocument/didChange" => self.changed(params),
            "textDocument/didSave" => {
                if let Some(uri) = params["textDocument"]["uri"].as_str() {
                    let name = self.name(uri);
                    self.touch(&name);
                }
            }
            "textDocument/didClose" => self.closed(params),
            "workspace/didChangeWatchedFiles" => self.files_changed(params),
            "workspace/didChangeConfiguration" => {
                let said = &params["settings"];
                self.settings.read(said.get("archlint").unwrap_or(said));
                self.touch_all();
            }
            "workspace/didChangeWorkspaceFolders" => self.folders_changed(&params["event"]),
            _ => {}
        }
    }

    fn initialized(&mut self) {
        if self.client.watches {
            self.ask("client/registerCapability", capabilities::watching());
        }
        for folder in self.folders.clone() {
            self.look_through(&folder);
        }
    }

    /// Reads what the designs of a folder lead to.
    fn look_through(&mut self, folder: &str) {
        for name in self.world.designs(folder) {
            let text = match self.documents.open.get(&name) {
                Some(document) => Ok(document.lines.text.to_string()),
                None => self.world.read(&name),
            };
            if let Ok(text) = text {
                self.session.look_at(&name, &text, &*self.world);
            }
        }
    }

    fn folders_changed(&mut self, event: &Value) {
        let uris = |list: &Value| -> Vec<String> {
            let list = list.as_array().into_iter().flatten();
            list.filter_map(|it| Some(self.name(it["uri"].as_str()?))).collect()
        };
        let (added, removed) = (uris(&event["added"]), uris(&event["removed"]));
        self.folders.retain(|folder| !removed.contains(folder));
        for folder in added {
            self.look_through(&folder);
            self.folders.push(folder);
        }
    }

    fn opened(&mut self, document: &Value) {
        let (Some(uri), Some(text)) = (document["uri"].as_str(), document["text"].as_str()) else {
            return;
        };
        let version = document["version"].as_i64().unwrap_or(0);
        let name = self.name(uri);
        self.documents.put(name.clone(), uri, version, text);
        self.touch(&name);
    }

    /// Only whole texts are taken: an edit with a wrong column would spoil the copy for good.
    fn changed(&mut self, params: &Value) {
        let Some(uri) = params["textDocument"]["uri"].as_str() else { return };
        let version = params["textDocument"]["version"].as_i64().unwrap_or(0);
        let name = self.name(uri);
        let changes = params["contentChanges"].as_array();
        let last = changes.and_then(|list| list.last());
        let Some(text) =
            last.filter(|it| it.get("range").is_none()).and_then(|it| it["text"].as_str())
        else {
            let told = text!(
                "편집기가 글 전체가 아니라 일부만 보냈습니다. 파일을 다시 열어 주세요",
                "the editor sent a part of the text instead of all of it; open the file again"
            );
            self.show(1, &told);
            return;
        };
        self.documents.put(name.clone(), uri, version, text);
        self.touch(&name);
    }

    fn closed(&mut self, params: &Value) {
        let Some(uri) = params["textDocument"]["uri"].as_str() else { return };
        let name = self.name(uri);
        self.documents.open.remove(&name);
        match self.world.read(&name) {
            Ok(text) => self.session.look_at(&name, &text, &*self.world),
            Err(_) => self.session.forget_file(&name),
        }
        let mut readers = self.session.changed(&name);
        readers.extend(self.told.keys().cloned());
        self.dirty.extend(readers);
    }

    fn files_changed(&mut self, params: &Value) {
        for change in params["changes"].as_array().into_iter().flatten() {
            let Some(uri) = change["uri"].as_str() else { continue };
            let name = self.name(uri);
            // What is open counts, not the file.
            if !self.documents.open.contains_key(&name) {
                self.touch(&name);
            }
        }
    }

    /// A text is not what it was: everything made of it is made anew.
    fn touch(&mut self, name: &str) {
        if name.ends_with(crate::config::FILE_NAME) || self.session.is_of_configuration(name) {
            self.dirty.insert(name.to_owned());
            self.touch_all();
            return;
        }
        let open = self.documents.open.get(name).map(|it| it.lines.text.to_string());
        let before: BTreeSet<String> = self.session.roots(name).into_iter().collect();
        match open.map_or_else(|| self.world.read(name), Ok) {
            Ok(text) => self.session.look_at(name, &text, &*self.world),
            Err(_) => self.session.forget_file(name),
        }
        let readers = self.session.changed(name);
        self.dirty.extend(readers);
        self.dirty.extend(before);
        self.dirty.extend(self.session.roots(name));
    }

    pub(super) fn touch_all(&mut self) {
        self.session.forget_all();
        self.dirty.extend(self.told.keys().cloned());
        let open: Vec<String> = self.documents.open.keys().cloned().collect();
        for name in open {
            self.dirty.extend(self.session.roots(&name));
        }
    }

    /// The name of the file at an address.
    pub(super) fn name(&self, uri: &str) -> String {
        let path = path_of(uri);
        if path == uri { path } else { self.world.name(&path) }
    }

    /// Whether a file may hold designs at all.
    pub(super) fn is_ours(&self, name: &str) -> bool {
        let file = name.rsplit('/').next().unwrap_or(name);
        let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        match ending.as_deref() {
            None | Some("arch" | "md" | "markdown") => true,
            Some(_) => self.settings.foreign,
        }
    }

    /// The judgement of the design that a file is a part of; `None` for what is none of ours.
    pub(super) fn checked(&mut self, name: &str) -> Option<Arc<Checked>> {
        let root = self.root(name)?;
        Some(self.session.check(&root, &self.documents, &*self.world))
    }

    pub(super) fn root(&self, name: &str) -> Option<String> {
        let root = self.session.roots(name).into_iter().next().filter(|root| self.is_ours(root))?;
        if self.fails(&root) { None } else { Some(root) }
    }

    /// The place that a request asks about.
    pub(super) fn here(&mut self, params: &Value) -> Result<Option<Here>, Error> {
        let position = params.get("position").ok_or_else(|| invalid("position"))?;
        let name = self.asked(params)?;
        let Some(document) = self.documents.open.get(&name) else { return Ok(None) };
        let offset = document.lines.read(position).ok_or_else(|| invalid("position"))?;
        Ok(self.checked(&name).map(|checked| Here { checked, name, offset }))
    }

    /// The file that a request is about.
    pub(super) fn asked(&self, params: &Value) -> Result<String, Error> {
        let uri = params["textDocument"]["uri"].as_str().or(params["uri"].as_str());
        uri.map(|uri| self.name(uri)).ok_or_else(|| invalid("textDocument.uri"))
    }

    /// The lines of a file, as the editor has it or as it was read.
    pub(super) fn lines<'s>(&'s self, checked: &'s Checked, name: &str) -> Option<&'s Lines> {
        let open = self.documents.open.get(name).map(|document| &document.lines);
        open.or_else(|| checked.texts.get(name))
    }
}
