//! The page of a design for editors without a panel: in a browser, of the text as it is typed, with
//! the way back to a place in it.

use super::Heard;
use crate::args::Common;
use crate::failure::Failure;
use crate::files::Naming;
use crate::one::One;
use crate::serve::{self, Board, Editor};
use crate::settings::AllSettings;
use archlint::lsp::Server;
use archlint::render::theme::Theme;
use archlint::{Selection, text};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// The pages that are open.
pub struct Previews {
    common: Common,
    naming: Arc<Naming>,
    /// By file.
    pages: BTreeMap<String, Page>,
    /// Takes the places that somebody chose on a page.
    chosen: Sender<Heard>,
    is_stale: bool,
}

struct Page {
    address: String,
    newest: Sender<One>,
}

impl Previews {
    pub fn new(common: Common, naming: Naming, chosen: Sender<Heard>) -> Self {
        let (naming, pages) = (Arc::new(naming), BTreeMap::new());
        Self { common, naming, pages, chosen, is_stale: false }
    }

    /// Some page may show what no longer holds.
    pub fn are_stale(&self) -> bool {
        self.is_stale
    }

    /// Something was said that may have changed a text.
    pub fn touch(&mut self) {
        self.is_stale = !self.pages.is_empty();
    }

    /// Hands each page its design as it is now.
    pub fn update(&mut self, server: &mut Server) {
        self.is_stale = false;
        for (name, page) in &self.pages {
            if let Ok(one) = self.one(name, server) {
                // A page whose thread is gone is not told any more.
                let _ = page.newest.send(one);
            }
        }
    }

    /// Opens the page of a file, and answers who asked for it.
    pub fn open(&mut self, name: &str, asked: &Value, server: &mut Server) -> Vec<Value> {
        match self.address(name, server) {
            Ok(address) => {
                let mut out = server.answered(asked, Ok(json!({"address": address})));
                out.extend(server.show_page(&address));
                out
            }
            Err(failure) => server.answered(asked, Err(failure.text())),
        }
    }

    fn address(&mut self, name: &str, server: &mut Server) -> Result<String, Failure> {
        if let Some(page) = self.pages.get(name) {
            return Ok(page.address.clone());
        }
        let board = Arc::new(Board::new(self.one(name, server)?));
        let chosen = self.chosen.clone();
        let editor = match server.shows_places() {
            true => Editor::Asker(Box::new(move |spot| chosen.send(Heard::Chosen(spot)).is_ok())),
            false => Editor::Nobody,
        };
        let address = serve::hung(&board, None, Theme::Auto, editor, &self.naming)?;
        let (newest, come) = channel();
        thread::spawn(move || hang(&board, &come));
        self.pages.insert(name.to_owned(), Page { address: address.clone(), newest });
        Ok(address)
    }

    fn one(&self, name: &str, server: &mut Server) -> Result<One, Failure> {
        let none = || text!("여기에는 설계가 없습니다", "there is no design here");
        let reviewed = server.review(name).ok_or_else(none)?;
        let mut all = AllSettings::new(&self.naming, &self.common, Selection::default())?;
        let settings = all.of(Path::new(name))?;
        Ok(One::of(reviewed, server.lang(), settings, self.naming.clone()))
    }
}

/// Hangs up what comes; of several that wait, the last.
fn hang(board: &Board, come: &Receiver<One>) {
    while let Ok(one) = come.recv() {
        board.put(come.try_iter().last().unwrap_or(one));
    }
}
