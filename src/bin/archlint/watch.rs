//! Waits until files change: `archlint check --watch`, and the events that `serve` hears, too.

use crate::args::{CheckArgs, Cli};
use crate::failure::Failure;
use crate::files::Naming;
use crate::out::{self, Finished};
use crate::{check, language};
use archlint::say::Text;
use archlint::text;
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// An editor writes in several steps: so long it must be quiet.
const QUIET: Duration = Duration::from_millis(100);

/// What a check may read, by the endings of names.
const ENDINGS: [&str; 16] = [
    "arch", "md", "markdown", "toml", "yml", "yaml", "tf", "json", "mmd", "mermaid", "drawio",
    "xml", "dsl", "d2", "puml", "conf",
];

/// Checks again and again, until nothing can change any more or the program is stopped.
pub fn run(cli: &Cli, args: &CheckArgs) -> Result<u8, Failure> {
    let lang = language::of_folder(&cli.common, Path::new("."));
    let paths = if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() };
    if paths.iter().any(|path| path == Path::new("-")) {
        return Err(text!(
            "표준 입력은 지켜볼 수 없습니다. 파일이나 폴더를 주세요",
            "standard input can't be watched; name files or folders"
        )
        .into());
    }
    let mut changes = Changes::of(&paths, args.output_file.as_deref())?;
    let waiting = text!(
        "파일이 바뀌면 다시 검사합니다. 끝내려면 Ctrl-C",
        "checking again when a file changes; Ctrl-C ends"
    );
    loop {
        let naming = Naming::new(&cli.common)?;
        let code = match check::once(cli, args, &naming) {
            Err(Failure::ClosedPipe) => return Err(Failure::ClosedPipe),
            Err(failure) => {
                failure.tell(lang);
                2
            }
            Ok(code) => code,
        };
        changes.follow(naming.folders());
        out::say(&waiting, lang);
        if !changes.wait() {
            return Ok(code);
        }
        out::print(Finished::lines("\n――――\n\n"))?;
    }
}

/// Files that are looked after.
struct Changes {
    told: Receiver<Vec<PathBuf>>,
    /// Sees them as long as it is there.
    watcher: RecommendedWatcher,
    /// All that is watched, whole or without what is below.
    whole: Vec<PathBuf>,
    folders: BTreeSet<PathBuf>,
    ignored: Option<PathBuf>,
}

impl Changes {
    /// Of the paths and all below them, but for the one that the check itself writes.
    fn of(paths: &[PathBuf], written: Option<&Path>) -> Result<Self, Failure> {
        let (tell, told) = channel();
        let mut watcher = watcher(tell).map_err(failed)?;
        let whole = paths.iter().filter(|path| path.is_dir());
        let whole = whole.filter_map(|path| path.canonicalize().ok()).collect();
        for path in paths {
            // An editor may put another file in its place: the folder stays.
            let folder = match path.is_dir() {
                true => path.as_path(),
                false => path.parent().filter(|it| *it != Path::new("")).unwrap_or(Path::new(".")),
            };
            let mode = match path.is_dir() {
                true => RecursiveMode::Recursive,
                false => RecursiveMode::NonRecursive,
            };
            watcher.watch(folder, mode).map_err(failed)?;
        }
        let ignored = written.and_then(|path| path.canonicalize().ok());
        Ok(Self { told, watcher, whole, folders: BTreeSet::new(), ignored })
    }

    /// Watches the folders of what was read besides: configurations, policies, what a design includes.
    fn follow(&mut self, folders: BTreeSet<PathBuf>) {
        for folder in folders {
            let known = self.whole.iter().any(|whole| folder.starts_with(whole));
            if !known && self.folders.insert(folder.clone()) {
                // Where it can't be watched, the next run says what is wrong with it.
                let _ = self.watcher.watch(&folder, RecursiveMode::NonRecursive);
            }
        }
    }

    /// Waits for the next change; `false` when nothing will ever change.
    fn wait(&self) -> bool {
        loop {
            let Ok(paths) = self.told.recv() else { return false };
            let matter = |paths: Vec<PathBuf>| paths.iter().any(|path| self.matters(path));
            let mut is_ours = matter(paths);
            while let Ok(paths) = self.told.recv_timeout(QUIET) {
                is_ours |= matter(paths);
            }
            if is_ours {
                return true;
            }
        }
    }

    fn matters(&self, path: &Path) -> bool {
        let hidden = path.components().any(|part| part.as_os_str() == ".git");
        let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
        !hidden && ENDINGS.contains(&ending) && self.ignored.as_deref() != Some(path)
    }
}

/// Tells of every change: its paths, or none where it may be about anything.
pub fn watcher(tell: Sender<Vec<PathBuf>>) -> notify::Result<RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<Event>| {
        let Ok(event) = event else { return };
        if is_change(event.kind) {
            let _ = tell.send(event.paths);
        }
    })
}

/// Reading is no change, and we read.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

fn failed(error: notify::Error) -> Failure {
    let reason = error.to_string();
    let said: Text = text!(reason;
        "파일의 변화를 지켜볼 수 없습니다: {reason}",
        "changes of files can't be watched: {reason}"
    );
    said.into()
}
