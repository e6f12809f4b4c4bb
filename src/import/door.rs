//! The door through which a design takes foreign files by `extends` and `include`.

use super::{Options, Recognised, import, recognise};
use crate::source::{LoadError, Loader, Source};
use crate::text;

/// Loads what `inner` loads; a foreign file comes as the text that is written from it.
pub struct Importing<'l> {
    pub inner: &'l dyn Loader,
    pub options: Options<'l>,
}

impl Loader for Importing<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        let source = self.inner.load(from, path)?;
        let format = match recognise(&source.name, &source.text) {
            Recognised::Foreign(format) => format,
            Recognised::Refused(reason) => return Err(LoadError { reason }),
            Recognised::Arch | Recognised::Markdown | Recognised::Unknown => return Ok(source),
        };
        let imported = import(vec![source], format, self.inner, self.options);
        let designs = imported.map_err(|refusal| LoadError { reason: refusal.reason })?;
        let broken =
            |one: &&super::Imported| one.findings.iter().any(|found| found.rule == "syntax");
        if let Some(one) = designs.iter().find(broken) {
            let reason = one.findings.iter().find(|found| found.rule == "syntax");
            let reason = reason.map(|found| found.message.clone()).unwrap_or_default();
            return Err(LoadError { reason });
        }
        designs.into_iter().next_back().map(|one| one.source).ok_or_else(|| LoadError {
            reason: text!("설계가 없습니다", "there is no design in it"),
        })
    }

    fn list(&self, from: &str, path: &str) -> Result<Vec<String>, LoadError> {
        self.inner.list(from, path)
    }
}
