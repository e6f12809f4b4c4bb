//! Waits until one of the texts of a design changes. The folders are watched and not the files:
//! editors save by putting another file in the place, and a watch on the old one sees nothing more.

use crate::files::Naming;
use crate::watch::watcher;
use archlint::Reviewed;
use archlint::config::FILE_NAME;
use archlint::ide::{self, LinkTo};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, SystemTime};

/// Several changes this close are one.
const QUIET: Duration = Duration::from_millis(20);
/// However many there are, they are looked at after so long.
const AT_MOST: usize = 10;
/// How often files are compared where no events come.
const OFTEN: Duration = Duration::from_millis(500);

/// File systems that tell nothing of what others change in them.
const SILENT: [&str; 9] =
    ["9p", "drvfs", "nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "vboxsf"];

pub struct Watch {
    /// Only files by these paths matter.
    files: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
    by: By,
}

enum By {
    Events { watcher: RecommendedWatcher, seen: Receiver<Vec<PathBuf>> },
    Comparing(BTreeMap<PathBuf, Option<(u64, SystemTime)>>),
}

impl Watch {
    /// By events where the file system has them; `polls` asks for comparing.
    pub fn new(polls: bool, file: &Path) -> Self {
        let (sender, seen) = channel();
        let by = match (polls || is_silent(file), watcher(sender)) {
            (false, Ok(watcher)) => By::Events { watcher, seen },
            _ => By::Comparing(BTreeMap::new()),
        };
        Self { files: BTreeSet::new(), folders: BTreeSet::new(), by }
    }

    /// From now on everything that this design is made of. Whether a folder is watched that was not:
    /// what changed in it since the design was read has not been seen.
    pub fn follow(&mut self, reviewed: &Reviewed, naming: &Naming) -> bool {
        self.files = texts(reviewed, naming);
        let mut folders: BTreeSet<PathBuf> =
            self.files.iter().filter_map(|file| file.parent().map(Path::to_path_buf)).collect();
        let is_unseen = match &mut self.by {
            By::Events { watcher, .. } => {
                for gone in self.folders.difference(&folders) {
                    let _ = watcher.unwatch(gone);
                }
                // Also those that are watched: another folder may stand in the place.
                for folder in &folders {
                    let _ = watcher.watch(folder, RecursiveMode::NonRecursive);
                }
                folders.iter().any(|folder| folder.exists() && !self.folders.contains(folder))
            }
            By::Comparing(known) => {
                // What was known of a file holds: it may have changed since it was read.
                let mut all = compared(&self.files);
                known.retain(|path, _| self.files.contains(path));
                all.append(known);
                *known = all;
                false
            }
        };
        folders.retain(|folder| folder.exists());
        self.folders = folders;
        is_unseen
    }

    /// Until one of them has changed, and nothing more has for a moment.
    pub fn wait(&mut self) {
        let Self { files, by, .. } = self;
        match by {
            By::Events { seen, .. } => loop {
                let Ok(paths) = seen.recv() else {
                    // The watcher is gone: nothing more is seen.
                    std::thread::park();
                    continue;
                };
                let mut is_ours = concerns(&paths, files);
                for _ in 0..AT_MOST {
                    let Ok(paths) = seen.recv_timeout(QUIET) else { break };
                    is_ours |= concerns(&paths, files);
                }
                if is_ours {
                    return;
                }
            },
            By::Comparing(known) => loop {
                std::thread::sleep(OFTEN);
                let now = compared(files);
                if now != *known {
                    *known = now;
                    return;
                }
            },
        }
    }
}

/// An event without a path may be about anything.
fn concerns(paths: &[PathBuf], files: &BTreeSet<PathBuf>) -> bool {
    paths.is_empty() || paths.iter().any(|path| files.contains(path))
}

fn compared(files: &BTreeSet<PathBuf>) -> BTreeMap<PathBuf, Option<(u64, SystemTime)>> {
    let look = |path: &PathBuf| {
        let data = std::fs::metadata(path).ok()?;
        Some((data.len(), data.modified().ok()?))
    };
    files.iter().map(|path| (path.clone(), look(path))).collect()
}

/// The texts that were read, those that it asks for and that are not there, and the configurations
/// that hold or may come to.
fn texts(reviewed: &Reviewed, naming: &Naming) -> BTreeSet<PathBuf> {
    let mut files: BTreeSet<PathBuf> = BTreeSet::new();
    for (_, source) in reviewed.sources.iter() {
        files.insert(placed(Path::new(&source.name), naming));
    }
    for file in reviewed.design.texts.iter() {
        let name = Path::new(&reviewed.sources.get(file.span.source).name);
        let folder = name.parent().unwrap_or(Path::new(""));
        for link in ide::links(file) {
            if let LinkTo::Include(path) | LinkTo::Base(path) = link.to {
                files.insert(placed(&folder.join(path), naming));
            }
        }
    }
    let own = placed(Path::new(&reviewed.file), naming);
    let root = naming.root_of(&own);
    let around = own.ancestors().skip(1).take_while(|folder| folder.starts_with(&root));
    let configurations: Vec<PathBuf> = around.map(|folder| folder.join(FILE_NAME)).collect();
    files.extend(configurations);
    files
}

/// Where a name stands: its folder as the system calls it, and the name in there as it is. A file
/// that is a link is watched where the link stands.
fn placed(path: &Path, naming: &Naming) -> PathBuf {
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => naming.absolute(folder).join(name),
        _ => naming.absolute(path),
    }
}

/// Whether the file stands where events don't come: a network share, a folder of another system.
fn is_silent(file: &Path) -> bool {
    let Ok(mounts) = std::fs::read_to_string("/proc/mounts") else { return false };
    let Ok(file) = file.canonicalize() else { return false };
    let mounted = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        Some((words.next()?, words.next()?))
    });
    let over = mounted.filter(|(at, _)| file.starts_with(at));
    let nearest = over.max_by_key(|(at, _)| at.len());
    nearest.is_some_and(|(_, kind)| SILENT.contains(&kind))
}
