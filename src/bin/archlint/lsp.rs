//! `archlint lsp`: carries the messages of an editor to the language server and back, and shows it
//! the files.

mod frame;
mod preview;

use crate::args::{Cli, LspArgs};
use crate::failure::Failure;
use crate::files::{self, Naming};
use crate::serve::Spot;
use crate::{day, language};
use archlint::Date;
use archlint::config::FILE_NAME;
use archlint::lsp::{Server, World, misread};
use archlint::say::Text;
use archlint::text;
use frame::Told;
use ignore::WalkBuilder;
use preview::Previews;
use serde_json::Value;
use std::io::{self, BufWriter};
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// A judgement that takes longer is put off until nothing was typed for [`QUIET`].
const SLOW: Duration = Duration::from_millis(30);
const QUIET: Duration = Duration::from_millis(40);
/// Pages follow when nothing was typed for so long.
const AT_REST: Duration = Duration::from_millis(80);
/// More designs of a workspace are not looked at.
const MOST_DESIGNS: usize = 5000;

/// What the server is told.
pub enum Heard {
    Editor(Told),
    /// Somebody chose a place on the page of a design.
    Chosen(Spot),
    /// The editor is gone.
    Gone,
}

pub fn run(cli: &Cli, _: &LspArgs) -> Result<u8, Failure> {
    let naming = Naming::new(&cli.common)?;
    let today = day::today(None)?;
    let fallback = language::choose(cli.common.lang, None);
    let world = Box::new(Disk { naming, today });
    let server = Server::new(world, fallback).speaking(cli.common.lang);
    let (said, heard) = mpsc::channel();
    let previews = Previews::new(cli.common.clone(), Naming::new(&cli.common)?, said.clone());
    // Reads on while something is worked on, so that the editor never waits to be heard.
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Ok(Some(told)) = frame::read(&mut input) {
            if said.send(Heard::Editor(told)).is_err() {
                return;
            }
        }
        let _ = said.send(Heard::Gone);
    });
    Ok(talk(server, previews, &heard))
}

/// Until the editor ends it, or is gone; the exit code.
fn talk(mut server: Server, mut previews: Previews, heard: &Receiver<Heard>) -> u8 {
    let mut output = BufWriter::new(io::stdout().lock());
    let mut last = Duration::ZERO;
    while server.is_over().is_none() {
        let wait = match server.is_dirty() {
            true if last > SLOW => QUIET,
            true => Duration::ZERO,
            false if previews.are_stale() => AT_REST,
            false => Duration::MAX,
        };
        let out = match heard.recv_timeout(wait) {
            Ok(first) => {
                let all = iter::once(first).chain(heard.try_iter());
                let (out, is_gone) = answered(&mut server, &mut previews, all);
                if is_gone && server.is_over().is_none() {
                    let _ = frame::write(&mut output, &out);
                    return 1;
                }
                out
            }
            Err(RecvTimeoutError::Timeout) if !server.is_dirty() => {
                previews.update(&mut server);
                continue;
            }
            // No more is on its way: this text is worth judging.
            Err(RecvTimeoutError::Timeout) => {
                let begun = Instant::now();
                let out = server.settle();
                last = begun.elapsed();
                out
            }
            Err(RecvTimeoutError::Disconnected) => return 1,
        };
        if frame::write(&mut output, &out).is_err() {
            return 1;
        }
    }
    server.is_over().unwrap_or(1)
}

/// What is to be sent, and whether the editor is gone.
fn answered(
    server: &mut Server,
    previews: &mut Previews,
    heard: impl Iterator<Item = Heard>,
) -> (Vec<Value>, bool) {
    let (mut out, mut messages) = (Vec::new(), Vec::new());
    let mut is_gone = false;
    for one in heard {
        match one {
            Heard::Editor(Ok(message)) => match server.asked_for_preview(&message) {
                Some(name) => {
                    out.extend(server.handle(std::mem::take(&mut messages)));
                    out.extend(server.settle());
                    out.extend(previews.open(&name, &message, server));
                }
                None => messages.push(message),
            },
            Heard::Editor(Err(why)) => out.push(misread(&why, server.lang())),
            Heard::Chosen(Spot { file, line, column }) => {
                out.extend(server.show_place(&file, line as usize, column as usize));
            }
            Heard::Gone => is_gone = true,
        }
    }
    out.extend(server.handle(messages));
    previews.touch();
    (out, is_gone)
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

    fn has_browser(&self) -> bool {
        true
    }
}
