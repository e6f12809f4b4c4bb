//! `archlint lsp`: carries the messages of an editor to the language server and back, and shows it
//! the files.

use crate::args::{Cli, LspArgs};
use crate::failure::Failure;
use crate::files::{self, Naming};
use crate::{day, language};
use archlint::Date;
use archlint::config::FILE_NAME;
use archlint::lsp::{Server, World};
use archlint::say::Text;
use archlint::text;
use ignore::WalkBuilder;
use lsp_server::{Connection, Message};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A judgement that takes longer is put off until nothing was typed for [`QUIET`].
const SLOW: Duration = Duration::from_millis(30);
const QUIET: Duration = Duration::from_millis(40);
/// More designs of a workspace are not looked at.
const MOST_DESIGNS: usize = 5000;

pub fn run(cli: &Cli, _: &LspArgs) -> Result<u8, Failure> {
    let naming = Naming::new(&cli.common)?;
    let today = day::today(None)?;
    let fallback = language::choose(cli.common.lang, None);
    let world = Box::new(Disk { naming, today });
    let server = Server::new(world, fallback).speaking(cli.common.lang);
    let (connection, threads) = Connection::stdio();
    let code = talk(server, &connection);
    drop(connection);
    // The editor is gone, or said `exit`: nothing that still fails matters to anybody.
    let _ = threads.join();
    Ok(code)
}

/// Until the editor ends it, or is gone; the exit code.
fn talk(mut server: Server, connection: &Connection) -> u8 {
    let mut last = Duration::ZERO;
    loop {
        let wait = last > SLOW && server.is_dirty();
        let first = match wait {
            true => connection.receiver.recv_timeout(QUIET).ok(),
            false => match connection.receiver.recv() {
                Ok(message) => Some(message),
                Err(_) => return 1,
            },
        };
        let messages = first.into_iter().chain(connection.receiver.try_iter());
        let messages: Vec<Value> =
            messages.filter_map(|message| serde_json::to_value(message).ok()).collect();
        let had_messages = !messages.is_empty();
        let out = server.handle(messages);
        if !send(connection, out) {
            return 1;
        }
        if let Some(code) = server.is_over() {
            return code;
        }
        // More is on its way: only the newest text is worth judging.
        let is_quiet = connection.receiver.is_empty() && !(last > SLOW && had_messages);
        if is_quiet && server.is_dirty() {
            let begun = Instant::now();
            let out = server.settle();
            last = begun.elapsed();
            if !send(connection, out) {
                return 1;
            }
        }
    }
}

fn send(connection: &Connection, out: Vec<Value>) -> bool {
    let mut messages = out.into_iter().filter_map(|it| serde_json::from_value::<Message>(it).ok());
    messages.all(|message| connection.sender.send(message).is_ok())
}

/// The files of this machine.
struct Disk {
    naming: Naming,
    today: Date,
}

impl Disk {
    fn path(&self, from: &str, path: &str) -> Result<(PathBuf, PathBuf), Text> {
        let from = Path::new(from);
        let folder = from.parent().unwrap_or(Path::new(""));
        let whole = self.naming.absolute(&folder.join(path));
        let root = match from.file_name().is_some_and(|name| name == FILE_NAME) {
            true => self.naming.root_of_configuration(from),
            false => self.naming.root_of(from),
        };
        if !whole.starts_with(&root) {
            let root = root.display();
            return Err(text!(root;
                "{root} 폴더 밖에 있어 읽지 않습니다",
                "it is outside of {root}, so it is not read"
            ));
        }
        Ok((whole, root))
    }
}

fn slashed(path: &Path) -> String {
    let shown = path.to_string_lossy();
    if cfg!(windows) { shown.replace('\\', "/") } else { shown.into_owned() }
}

impl World for Disk {
    fn name(&self, path: &str) -> String {
        slashed(&self.naming.absolute(Path::new(path)))
    }

    fn resolve(&self, from: &str, path: &str) -> Result<String, Text> {
        self.path(from, path).map(|(whole, _)| slashed(&whole))
    }

    fn read(&self, name: &str) -> Result<String, Text> {
        let path = Path::new(name);
        files::read_included(path, path.parent().unwrap_or(path), &self.naming)
    }

    fn list(&self, from: &str, path: &str) -> Result<Vec<String>, Text> {
        let (whole, root) = self.path(from, path)?;
        files::list(&whole, &root)
    }

    fn designs(&self, folder: &str) -> Vec<String> {
        let walk = WalkBuilder::new(folder).require_git(false).build();
        let files = walk.filter_map(Result::ok).map(ignore::DirEntry::into_path);
        let designs = files.filter(|path| path.extension().is_some_and(|it| it == "arch"));
        let mut names: Vec<String> =
            designs.take(MOST_DESIGNS).map(|path| self.name(&slashed(&path))).collect();
        names.sort();
        names
    }

    fn today(&self) -> Date {
        self.today
    }
}
