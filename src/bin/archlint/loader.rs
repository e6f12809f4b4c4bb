//! The door through which designs ask for other files.

use crate::files::{self, Naming};
use crate::settings::Settings;
use archlint::source::{LoadError, Loader, Source};
use std::path::Path;

pub struct FileLoader<'n> {
    pub naming: &'n Naming,
    pub settings: &'n Settings,
}

impl Loader for FileLoader<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        let folder = Path::new(from).parent().unwrap_or(Path::new(""));
        let path = folder.join(path);
        let whole = self.naming.absolute(&path);
        let text = files::read_included(&whole).map_err(|reason| LoadError { reason })?;
        Ok(Source::new(self.naming.name(&path), text))
    }

    fn list(&self, from: &str, path: &str) -> Result<Vec<String>, LoadError> {
        let folder = Path::new(from).parent().unwrap_or(Path::new(""));
        let whole = self.naming.absolute(&folder.join(path));
        files::list(&whole).map_err(|reason| LoadError { reason })
    }

    fn path(&self, name: &str) -> String {
        let whole = self.naming.absolute(Path::new(name));
        self.settings.inner_path(&whole).to_string_lossy().into_owned()
    }
}
