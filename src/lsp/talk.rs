//! The language server where no program can run: whoever carries the messages brings the files, too.

use super::server::Server;
use super::world::{Texts, World};
use crate::say::{Lang, Text};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// One conversation with an editor, as documents of JSON.
pub struct Talk {
    server: Server,
    files: Files,
}

/// What is said to a [`Talk`].
#[derive(Deserialize)]
struct Said {
    /// As the Language Server Protocol has them.
    messages: Vec<Value>,
    /// Those that are new, by their absolute paths; `null` for one that is gone.
    #[serde(default)]
    files: BTreeMap<String, Option<String>>,
    /// `2026-01-31`
    today: String,
}

impl Talk {
    /// In that language, as long as the editor names none.
    pub fn new(lang: Lang) -> Self {
        let files = Files::default();
        Self { server: Server::new(Box::new(files.clone()), lang), files }
    }

    /// Takes `{"messages": […], "files": {"/a.arch": "…"}, "today": "2026-01-31"}`, judges what
    /// changed, and returns the messages for the editor.
    pub fn say(&mut self, said: &str) -> String {
        let Ok(Said { messages, files, today }) = serde_json::from_str(said) else {
            return json!([]).to_string();
        };
        self.files.bring(files, &today);
        let mut out = self.server.handle(messages);
        out.extend(self.server.settle());
        json!(out).to_string()
    }
}

/// The files that were brought so far.
#[derive(Clone, Default)]
struct Files(Rc<RefCell<Texts>>);

impl Files {
    fn bring(&self, files: BTreeMap<String, Option<String>>, today: &str) {
        let mut known = self.0.borrow_mut();
        known.today = today.parse().unwrap_or(known.today);
        for (name, text) in files {
            match text {
                Some(text) => known.files.insert(name, text),
                None => known.files.remove(&name),
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
