//! Texts that are there already, by names that may have folders in them: what a design on the bench
//! includes and extends.

use crate::source::{LoadError, Loader, Source};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Default)]
pub(super) struct Texts(pub BTreeMap<String, String>);

impl Loader for Texts {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        let name = resolved(from, path);
        let text = self.0.get(&name).ok_or_else(|| LoadError {
            reason: text!(name; "`{name}` 텍스트가 없습니다", "there is no text `{name}`"),
        })?;
        Ok(Source::new(name, text.as_str()))
    }

    fn list(&self, from: &str, path: &str) -> Result<Vec<String>, LoadError> {
        let folder = resolved(from, path);
        let below = |name: &String| match folder.as_str() {
            "" => Some(name.clone()),
            folder => Some(name.strip_prefix(folder)?.strip_prefix('/')?.to_owned()),
        };
        let inside = self.0.keys().filter_map(below).map(|name| match name.split_once('/') {
            Some((folder, _)) => format!("{folder}/"),
            None => name,
        });
        let names: BTreeSet<String> = inside.collect();
        if names.is_empty() {
            let reason =
                text!(folder; "`{folder}` 폴더가 없습니다", "there is no folder `{folder}`");
            return Err(LoadError { reason });
        }
        Ok(names.into_iter().collect())
    }
}

/// The name that the text `from` means by a path, without dots.
fn resolved(from: &str, path: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_from_the_text_that_names_them() {
        let names = ["a.arch", "parts/b.arch", "parts/deep/c.arch"];
        let texts = Texts(names.map(|it| (it.to_owned(), it.to_owned())).into());
        let load = |from, path| texts.load(from, path).map(|source| source.name);
        assert_eq!(load("a.arch", "./parts/b.arch").as_deref(), Ok("parts/b.arch"));
        assert_eq!(load("parts/deep/c.arch", "../../a.arch").as_deref(), Ok("a.arch"));
        assert!(load("a.arch", "b.arch").is_err());
        assert_eq!(texts.list("parts/b.arch", "."), Ok(vec!["b.arch".into(), "deep/".into()]));
        assert_eq!(texts.list("a.arch", "."), Ok(vec!["a.arch".into(), "parts/".into()]));
        assert!(texts.list("a.arch", "nowhere").is_err());
    }
}
