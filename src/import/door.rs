//! The door through which a design takes foreign files by `extends` and `include`.

use super::{Options, Recognised, import, recognise};
use crate::diagnostic::Diagnostic;
use crate::source::{LoadError, Loader, Source};
use crate::text;

/// Loads what `inner` loads; a foreign file comes as the text that is written from it.
pub struct Importing<'l> {
    pub inner: &'l dyn Loader,
    pub options: Options<'l>,
}

impl Loader for Importing<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        let source = match self.inner.load(from, path) {
            // What is no file may be a folder; what is neither says why it is no file.
            Err(error) => match super::folder(self.inner, from, path) {
                Ok(files) => return self.together(files),
                Err(_) => return Err(error),
            },
            Ok(source) => source,
        };
        match recognise(&source.name, &source.text) {
            Recognised::Foreign(_) => self.together(vec![source]),
            Recognised::Refused(reason) => Err(LoadError { reason }),
            Recognised::Arch | Recognised::Markdown | Recognised::Unknown => Ok(source),
        }
    }

    fn list(&self, from: &str, path: &str) -> Result<Vec<String>, LoadError> {
        self.inner.list(from, path)
    }

    fn policies(&self) -> Vec<Source> {
        self.inner.policies()
    }
}

impl Importing<'_> {
    /// The text that is written from files of one notation that belong together.
    fn together(&self, files: Vec<Source>) -> Result<Source, LoadError> {
        let first = files.first().map(|file| recognise(&file.name, &file.text));
        let Some(Recognised::Foreign(format)) = first else { return Err(nothing()) };
        let imported = import(files, format, self.inner, self.options);
        let designs = imported.map_err(|refusal| LoadError { reason: refusal.reason })?;
        let is_broken = |found: &&Diagnostic| matches!(found.rule.as_str(), "syntax" | "limit");
        let broken = designs.iter().flat_map(|one| &one.findings).find(is_broken);
        if let Some(found) = broken {
            return Err(LoadError { reason: found.message.clone() });
        }
        designs.into_iter().next_back().map(|one| one.source).ok_or_else(nothing)
    }
}

fn nothing() -> LoadError {
    LoadError { reason: text!("설계가 없습니다", "there is no design in it") }
}
