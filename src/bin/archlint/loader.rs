//! The doors through which designs and configurations ask for other files.

use crate::files::{self, Naming};
use crate::settings::Settings;
use archlint::source::{LoadError, Loader, Source};
use std::path::{Path, PathBuf};

/// Reads what a design includes and extends, below one folder.
pub struct FileLoader<'n> {
    naming: &'n Naming,
    settings: &'n Settings,
    root: PathBuf,
}

impl<'n> FileLoader<'n> {
    /// For the design in the file that goes by `name`.
    pub fn new(naming: &'n Naming, settings: &'n Settings, name: &str) -> Self {
        Self { naming, settings, root: naming.root_of(Path::new(name)) }
    }

    /// Also for a design that is about to stand at `path`, which this run wrote itself.
    pub fn also_from(mut self, path: &Path) -> Self {
        let other = self.naming.root_of(path);
        let both = self.root.components().zip(other.components()).take_while(|(a, b)| a == b);
        self.root = both.map(|(part, _)| part).collect();
        self
    }
}

impl Loader for FileLoader<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        included(from, path, &self.root, self.naming)
    }

    fn list(&self, from: &str, path: &str) -> Result<Vec<String>, LoadError> {
        let folder = Path::new(from).parent().unwrap_or(Path::new(""));
        let whole = self.naming.absolute(&folder.join(path));
        files::list(&whole, &self.root).map_err(|reason| LoadError { reason })
    }

    fn path(&self, name: &str) -> String {
        let whole = self.naming.absolute(Path::new(name));
        self.settings.inner_path(&whole).to_string_lossy().into_owned()
    }
}

/// What the file `from` names as `path`, if it stands below `root`.
fn included(from: &str, path: &str, root: &Path, naming: &Naming) -> Result<Source, LoadError> {
    let folder = Path::new(from).parent().unwrap_or(Path::new(""));
    let path = folder.join(path);
    let text = files::read_included(&naming.absolute(&path), root, naming);
    let text = text.map_err(|reason| LoadError { reason })?;
    Ok(Source::new(naming.name(&path), text))
}

/// Reads what a configuration extends, and the policies that it names.
pub struct ConfigLoader<'n> {
    naming: &'n Naming,
    root: PathBuf,
}

impl<'n> ConfigLoader<'n> {
    /// For the configuration at a path.
    pub fn new(naming: &'n Naming, path: &Path) -> Self {
        Self { naming, root: naming.root_of_configuration(path) }
    }
}

impl Loader for ConfigLoader<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        included(from, path, &self.root, self.naming)
    }

    fn path(&self, name: &str) -> String {
        self.naming.absolute(Path::new(name)).to_string_lossy().into_owned()
    }
}
