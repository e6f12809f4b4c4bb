//! The language server where no program can run: whoever carries the messages brings the files, too.

use super::server::Server;
use super::world::{Texts, World};
use crate::say::{Lang, Text};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;

/// One conversation with an editor, as documents of JSON.
pub struct Talk {
    server: Server,
    files: Files,
}

impl Talk {
    /// In that language, as long as the editor names none.
    pub fn new(lang: Lang) -> Self {
        let files = Files::default();
        Self { server: Server::new(Box::new(files.clone()), lang), files }
    }

    /// Takes `{"messages": […], "files": {"/a.arch": "…"}, "today": "2026-01-31"}`, judges what
    /// changed, and returns the messages for the editor. A file that is `null` is gone.
    pub fn say(&mut self, said: &str) -> String {
        let mut said: Value = serde_json::from_str(said).unwrap_or_default();
        self.files.bring(&said);
        let messages = said.get_mut("messages").and_then(Value::as_array_mut).map(std::mem::take);
        let mut out = self.server.handle(messages.unwrap_or_default());
        out.extend(self.server.settle());
        json!(out).to_string()
    }
}

/// The files that were brought so far.
#[derive(Clone, Default)]
struct Files(Rc<RefCell<Texts>>);

impl Files {
    fn bring(&self, said: &Value) {
        let mut known = self.0.borrow_mut();
        let today = said["today"].as_str().and_then(|day| day.parse().ok());
        known.today = today.unwrap_or(known.today);
        for (name, text) in said["files"].as_object().into_iter().flatten() {
            match text.as_str() {
                Some(text) => known.files.insert(name.clone(), text.to_owned()),
                None => known.files.remove(name),
            };
        }
    }
}

impl World for Files {
    fn resolve(&self, from: &str, path: &str) -> Result<String, Text> {
        self.0.borrow().resolve(from, path)
    }

    fn read(&self, name: &str) -> Result<String, Text> {
        self.0.borrow().read(name)
    }

    fn list(&self, from: &str, path: &str) -> Result<Vec<String>, Text> {
        self.0.borrow().list(from, path)
    }

    fn designs(&self, folder: &str) -> Vec<String> {
        self.0.borrow().designs(folder)
    }

    fn today(&self) -> Date {
        self.0.borrow().today
    }
}
