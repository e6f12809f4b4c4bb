//! Which `archlint.toml` holds for a file.

use crate::args::Common;
use crate::failure::Failure;
use crate::files::{self, Found, Naming, Place};
use crate::loader::ConfigLoader;
use archlint::config::FILE_NAME;
use archlint::report::Checked;
use archlint::{Project, Selection, Source, text};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why a walk takes a foreign file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taken {
    /// As a part of a design, by its number in the configuration.
    Design(usize),
    /// By a pattern, by its number.
    Pattern(usize),
}

/// A project with the place of its configuration.
pub struct Settings {
    pub project: Project,
    /// The folder that its paths are relative to.
    pub folder: PathBuf,
}

impl Settings {
    /// The file's path as patterns in the configuration see it.
    pub fn inner_path(&self, file: &Path) -> PathBuf {
        files::relative(file, &self.folder)
    }

    /// Why a walk takes a foreign file: the folder of the configuration, and what of it says so.
    pub fn taken_by(&self, file: &Path, naming: &Naming) -> Option<(PathBuf, Taken)> {
        let import = &self.project.config().import;
        let inner = self.inner_path(&naming.absolute(file));
        let design = import.designs.iter().position(|one| one.files.is_match(&inner));
        let by_pattern = || {
            let patterns = inner.ancestors();
            patterns.filter_map(|path| import.check.matches(path).into_iter().min()).min()
        };
        let taken = design.map(Taken::Design).or_else(|| by_pattern().map(Taken::Pattern))?;
        Some((self.folder.clone(), taken))
    }

    /// Where a file stands among those of its design.
    pub fn rank(&self, design: usize, file: &Path, naming: &Naming) -> usize {
        let inner = self.inner_path(&naming.absolute(file));
        let files = &self.project.config().import.designs[design].files;
        files.matches(inner).into_iter().min().unwrap_or(usize::MAX)
    }

    /// The patterns by which a walk takes foreign files, and that none of those it found fits.
    pub fn fitting_nothing(&self, found: &[Found], naming: &Naming) -> Vec<&str> {
        let import = &self.project.config().import;
        let paths = found.iter().filter_map(|one| match &one.place {
            Place::Path(path) => Some(self.inner_path(&naming.absolute(path))),
            Place::Stdin => None,
        });
        let paths: Vec<PathBuf> = paths.collect();
        let lists = import.designs.iter().map(|one| &one.files).chain([&import.check]);
        // What the organisation lists may stand elsewhere.
        let own = lists.filter(|list| !list.are_inherited());
        let unused = own.flat_map(|list| {
            let around = paths.iter().flat_map(|path| path.ancestors());
            let fitting: BTreeSet<usize> = around.flat_map(|path| list.matches(path)).collect();
            let texts = list.texts().iter().enumerate();
            texts.filter(move |(at, _)| !fitting.contains(at)).map(|(_, text)| text.as_str())
        });
        unused.collect()
    }

    /// Whether a walk passes over the file.
    pub fn excludes(&self, file: &Path, naming: &Naming) -> bool {
        self.project.config().exclude.is_match(self.inner_path(&naming.absolute(file)))
    }
}

/// Finds configurations, reading each one once.
pub struct AllSettings<'n> {
    naming: &'n Naming,
    chosen: Selection,
    shows_secrets: bool,
    /// Given by `--config`: holds for everything.
    fixed: Option<Arc<Settings>>,
    by_folder: HashMap<PathBuf, Arc<Settings>>,
}

impl<'n> AllSettings<'n> {
    /// A configuration given is used everywhere instead of the nearest; `chosen` is asked for over
    /// all of them.
    pub fn new(naming: &'n Naming, common: &Common, chosen: Selection) -> Result<Self, Failure> {
        let shows_secrets = common.show_secrets;
        let by_folder = HashMap::new();
        let mut all = Self { naming, chosen, shows_secrets, fixed: None, by_folder };
        if let Some(path) = &common.config {
            all.fixed = Some(Arc::new(all.read(path)?));
        }
        Ok(all)
    }

    /// For a file, or for a folder.
    pub fn of(&mut self, path: &Path) -> Result<Arc<Settings>, Failure> {
        if let Some(fixed) = &self.fixed {
            return Ok(fixed.clone());
        }
        let path = self.naming.absolute(path);
        let folder = if path.is_dir() { &path } else { path.parent().unwrap_or(&path) };
        if let Some(known) = self.by_folder.get(folder) {
            return Ok(known.clone());
        }
        // Also one that is a folder or a loop of links: reading it says so.
        let is_there = |file: &PathBuf| std::fs::symlink_metadata(file).is_ok();
        let nearest = folder.ancestors().map(|at| at.join(FILE_NAME)).find(is_there);
        let settings = Arc::new(match nearest {
            Some(file) => self.read(&file)?,
            None => self.settings(Project::default(), folder.to_path_buf()),
        });
        self.by_folder.insert(folder.to_path_buf(), settings.clone());
        Ok(settings)
    }

    /// For a found file; standard input stands where its name says.
    pub fn of_found(&mut self, found: &Found) -> Result<Arc<Settings>, Failure> {
        match &found.place {
            Place::Path(path) => self.of(path),
            Place::Stdin => self.of(Path::new(&found.name)),
        }
    }

    fn settings(&self, project: Project, folder: PathBuf) -> Settings {
        let project = project.choosing(self.chosen.clone());
        Settings { project: project.showing_secrets(self.shows_secrets), folder }
    }

    fn read(&self, path: &Path) -> Result<Settings, Failure> {
        let name = self.naming.name(path);
        let text = Found { name: name.clone(), place: Place::Path(path.to_path_buf()) }
            .read_regular(self.naming)?;
        let loader = ConfigLoader::new(self.naming, path);
        let project = Project::configured_through(Source::new(name, text), &loader);
        let project = project.map_err(has_errors)?;
        let whole = self.naming.absolute(path);
        let folder = whole.parent().unwrap_or(&whole).to_path_buf();
        Ok(self.settings(project, folder))
    }
}

pub fn has_errors(checked: Checked) -> Failure {
    let said = text!("`archlint.toml`에 오류가 있습니다", "`archlint.toml` has errors");
    Failure::Found(said, Box::new(checked))
}
