//! The files behind a path that a command is given, and how they are to be read.

use crate::args::Reading;
use crate::failure::Failure;
use crate::files::{Found, Naming, Place};
use crate::loader::FileLoader;
use crate::settings::{AllSettings, Settings};
use archlint::import::folder;
use archlint::{Selection, Source, text};
use std::path::Path;
use std::sync::Arc;

/// Files that are one design together, the first of which stands for them.
pub struct Given {
    pub files: Vec<Source>,
    pub settings: Arc<Settings>,
}

impl Given {
    /// A file, a folder that is one design, or `-` for standard input.
    pub fn read(path: &Path, naming: &Naming, all: &mut AllSettings) -> Result<Self, Failure> {
        if path.is_dir() {
            let settings = all.of(path)?;
            return Ok(Self { files: in_folder(path, naming, &settings)?, settings });
        }
        let found = match path == Path::new("-") {
            true => Found { name: "<stdin>".to_owned(), place: Place::Stdin },
            false => Found { name: naming.name(path), place: Place::Path(path.to_path_buf()) },
        };
        let text = found.read(naming)?;
        let settings = all.of_found(&found)?;
        Ok(Self { files: vec![Source::new(found.name, text)], settings })
    }

    /// As it is called in output.
    pub fn name(&self) -> &str {
        self.files.first().map_or("", |file| &file.name)
    }
}

/// The files of a folder that is one design.
pub fn in_folder(
    path: &Path,
    naming: &Naming,
    settings: &Settings,
) -> Result<Vec<Source>, Failure> {
    let name = naming.name(path);
    let inside = if name.is_empty() { "x".to_owned() } else { format!("{name}/x") };
    let loader = FileLoader::new(naming, settings, &inside);
    folder(&loader, &inside, ".").map_err(|refusal| {
        let (shown, reason) = (path.display(), refusal.reason);
        text!(shown, reason; "{shown}: {reason}", "{shown}: {reason}").into()
    })
}

/// What a run asks for over the configuration, with how it reads other notations.
pub fn selection(
    chosen: Selection,
    reading: &Reading,
    naming: &Naming,
) -> Result<Selection, Failure> {
    let plan = |path: &std::path::PathBuf| {
        let found = Found { name: naming.name(path), place: Place::Path(path.clone()) };
        found.read(naming).map(|text| Source::new(found.name.clone(), text))
    };
    let Reading { mermaid, page, .. } = reading.clone();
    let plan = reading.plan.as_ref().map(plan).transpose()?;
    Ok(Selection { mermaid, page, plan, ..chosen })
}
