//! What whoever opens the page of a design in a browser needs of the server: the design as the editor
//! has it, and the way back to a place in its text.

use super::position::Lines;
use super::server::Server;
use crate::project::Reviewed;
use crate::say::Text;
use serde_json::{Value, json};

/// The command that asks for the page.
pub const PREVIEW: &str = "archlint.preview";

impl Server {
    /// The file whose page a message asks for, if that is what it does.
    pub fn asked_for_preview(&self, message: &Value) -> Option<String> {
        let params = &message["params"];
        let is_it = message["method"] == "workspace/executeCommand" && params["command"] == PREVIEW;
        self.asked(params["arguments"].get(0).filter(|_| is_it)?).ok()
    }

    /// The design that a file is a part of, judged from the texts as the editor has them; in a
    /// Markdown file the last.
    pub fn review(&mut self, name: &str) -> Option<Reviewed> {
        let root = self.root(name)?;
        self.session.judge(&root, &self.documents, &*self.world, false).designs.pop()
    }

    /// Has the editor show a page; one that can't is told its address.
    pub fn show_page(&mut self, address: &str) -> Vec<Value> {
        match self.client.shows_documents {
            true => self.ask("window/showDocument", json!({"uri": address, "external": true})),
            false => self.send("window/showMessage", json!({"type": 3, "message": address})),
        }
        std::mem::take(&mut self.out)
    }

    /// Has the editor go to a place in a text; line and column count from 1, the column in
    /// characters. Nothing where the editor can't.
    pub fn show_place(&mut self, file: &str, line: usize, column: usize) -> Vec<Value> {
        if !self.client.shows_documents {
            return Vec::new();
        }
        let open = self.documents.open.get(file).map(|document| document.lines.text.clone());
        let text = open.or_else(|| self.world.read(file).ok().map(Into::into)).unwrap_or_default();
        let characters = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default().chars();
        let before: String = characters.take(column.saturating_sub(1)).collect();
        let (_, column) =
            Lines::new(before.as_str().into(), self.client.encoding).position(before.len());
        let at = json!({"line": line.saturating_sub(1), "character": column});
        let uri = self.documents.uri(file);
        let range = json!({"start": at, "end": at});
        self.ask("window/showDocument", json!({"uri": uri, "takeFocus": true, "selection": range}));
        std::mem::take(&mut self.out)
    }

    /// Whether [`Server::show_place`] comes to anything.
    pub fn shows_places(&self) -> bool {
        self.client.shows_documents
    }

    /// The answer to a request that was carried out elsewhere.
    pub fn answered(&mut self, message: &Value, answer: Result<Value, Text>) -> Vec<Value> {
        self.reply(message["id"].clone(), answer.map_err(super::Error::failed));
        std::mem::take(&mut self.out)
    }
}
