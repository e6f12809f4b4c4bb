//! Which `archlint.toml` holds for a file, and what follows from it.

use crate::failure::Failure;
use crate::files::{self, Found, Naming, Place};
use archlint::catalog::Catalog;
use archlint::config::{self, Config, FILE_NAME};
use archlint::report::{Checked, Format, Report, Style};
use archlint::rules;
use archlint::source::{Source, Sources};
use archlint::text::{Lang, Text};
use rust_decimal::prelude::ToPrimitive;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

/// One configuration with the catalogue that it makes.
pub struct Settings {
    pub config: Config,
    /// The folder that its paths are relative to.
    pub folder: PathBuf,
    pub catalog: LazyLock<Catalog, Box<dyn FnOnce() -> Catalog + Send>>,
}

impl Settings {
    fn new(config: Config, folder: PathBuf) -> Self {
        let own = config.clone();
        let with_own = move || {
            let mut catalog = Catalog::builtin();
            own.extend(&mut catalog);
            catalog
        };
        Self { config, folder, catalog: LazyLock::new(Box::new(with_own)) }
    }

    /// Won for one US dollar, if the configuration gives a rate.
    pub fn krw_per_usd(&self) -> Option<f64> {
        self.config.usd_krw.and_then(|rate| rate.to_f64())
    }

    /// The file's path as patterns in the configuration see it.
    pub fn inner_path(&self, file: &Path) -> PathBuf {
        files::relative(file, &self.folder)
    }
}

/// Finds configurations, reading each one once.
pub struct AllSettings<'n> {
    naming: &'n Naming,
    /// Given by `--config`: holds for everything.
    fixed: Option<Arc<Settings>>,
    by_folder: HashMap<PathBuf, Arc<Settings>>,
}

impl<'n> AllSettings<'n> {
    pub fn new(naming: &'n Naming, given: Option<&Path>) -> Result<Self, Failure> {
        let fixed = match given {
            Some(path) => Some(Arc::new(read(naming, path)?)),
            None => None,
        };
        Ok(Self { naming, fixed, by_folder: HashMap::new() })
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
        let nearest = folder.ancestors().map(|at| at.join(FILE_NAME)).find(|file| file.is_file());
        let settings = Arc::new(match nearest {
            Some(file) => read(self.naming, &file)?,
            None => Settings::new(Config::default(), folder.to_path_buf()),
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
}

fn read(naming: &Naming, path: &Path) -> Result<Settings, Failure> {
    let name = naming.name(path);
    let text = Found { name: name.clone(), place: Place::Path(path.to_path_buf()) }.read()?;
    let mut sources = Sources::default();
    let source = sources.add(Source::new(name.clone(), text));
    match Config::parse(&sources, source, rules::ALL) {
        Ok(config) => {
            let whole = naming.absolute(path);
            let folder = whole.parent().unwrap_or(&whole).to_path_buf();
            Ok(Settings::new(config, folder))
        }
        Err(findings) => {
            let report =
                Report::of(vec![Checked { sources, file: name, findings, waiting: false }]);
            let told = |lang| {
                let style = Style { lang, ..Style::default() };
                format!("\n{}", report.print(Format::Pretty, &style, &[]).trim_end())
            };
            let (ko, en) = (told(Lang::Ko), told(Lang::En));
            let file = config::FILE_NAME;
            Err(Failure::Said(Text {
                ko: format!("{file}에 오류가 있습니다{ko}"),
                en: format!("{file} has errors{en}"),
            }))
        }
    }
}
