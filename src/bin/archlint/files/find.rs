//! Finds the files that are meant: those that are named, and those below the folders that are.

use super::{Found, Naming, Place};
use crate::failure::Failure;
use archlint::say::Text;
use ignore::WalkBuilder;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What a walk does with the files that it comes upon.
pub struct Filters<'f> {
    pub is_excluded: &'f mut dyn FnMut(&Path) -> Result<bool, Failure>,
    /// Whether a file of another notation is looked at.
    pub is_taken: &'f mut dyn FnMut(&Path) -> Result<bool, Failure>,
    /// Told of each file that is not looked at.
    pub is_passed_over: &'f mut dyn FnMut(&Path),
    /// Told of each entry of a folder, as soon as it is seen.
    pub is_seen: &'f mut dyn FnMut(),
    /// Files were named because they changed: exclusions hold for them, and one of another notation
    /// counts only where it is taken.
    pub is_hook: bool,
}

/// The files behind the paths that were given, each once, by name; with what could not be found.
pub fn find(
    paths: &[PathBuf],
    stdin_name: Option<&Path>,
    naming: &Naming,
    by: Filters,
) -> Result<(Vec<Found>, Vec<Failure>), Failure> {
    let mut found: BTreeMap<String, Place> = BTreeMap::new();
    let mut missing = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            let name = stdin_name.map_or("<stdin>".to_owned(), |path| naming.name(path));
            found.insert(name, Place::Stdin);
            continue;
        }
        match std::fs::metadata(path) {
            Err(error) => missing.push(Failure::reading(path.display(), &error)),
            Ok(data) if data.is_dir() => {
                for file in walk(path, &mut missing, by.is_seen) {
                    let is_meant = is_design(&file) || is_other(&file) && (by.is_taken)(&file)?;
                    if !is_meant {
                        (by.is_passed_over)(&file);
                    } else if !(by.is_excluded)(&file)? {
                        found.insert(naming.name(&file), Place::Path(file));
                    }
                }
            }
            Ok(_) => {
                let is_excluded = by.is_hook && (by.is_excluded)(path)?;
                let is_other = by.is_hook && !is_excluded && is_other(path);
                if is_other && !(by.is_taken)(path)? {
                    (by.is_passed_over)(path);
                } else if !is_excluded {
                    found.insert(naming.name(path), Place::Path(path.clone()));
                }
            }
        }
    }
    let found = found.into_iter().map(|(name, place)| Found { name, place }).collect();
    Ok((found, missing))
}

/// By its name, a file that may be written in another notation.
fn is_other(path: &Path) -> bool {
    archlint::import::has_known_ending(&path.to_string_lossy())
}

/// Whether a file is a design in another notation, as far as its beginning tells.
pub fn is_foreign(path: &Path, naming: &Naming) -> bool {
    const BEGINNING: u64 = 4096;
    let name = path.to_string_lossy();
    if !is_other(path) {
        return false;
    }
    naming.remember(path);
    let mut bytes = Vec::new();
    let Ok(file) = File::open(path) else { return false };
    let is_read = file.take(BEGINNING).read_to_end(&mut bytes).is_ok();
    is_read && archlint::import::is_foreign(&name, &String::from_utf8_lossy(&bytes))
}

/// By its name: a design, or a file that may hold some.
fn is_design(path: &Path) -> bool {
    has_extension(path, "arch") || is_markdown(path)
}

/// All files below a folder, without what `.gitignore` names and without installed packages.
pub fn walk(folder: &Path, missing: &mut Vec<Failure>, is_seen: &mut dyn FnMut()) -> Vec<PathBuf> {
    let mut files = Vec::new();
    // What others publish is no part of the project, even where nothing ignores it.
    let is_installed =
        |name: &std::ffi::OsStr| name == "node_modules" || name == "bower_components";
    let walk = WalkBuilder::new(folder)
        .require_git(false)
        .filter_entry(move |entry| entry.depth() == 0 || !is_installed(entry.file_name()))
        .build();
    for entry in walk {
        is_seen();
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                let path = entry.into_path();
                if is_file {
                    files.push(path);
                }
            }
            Err(error) => missing.push(Failure::Said(Text::same(error.to_string()))),
        }
    }
    files
}

pub fn is_markdown(path: &Path) -> bool {
    has_extension(path, "md") || has_extension(path, "markdown")
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
}
