//! What the server asks of the world around it: files, folders, the day.

use crate::say::Text;
use crate::text;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Files go by absolute paths with slashes; two spellings of one file have one name.
pub trait World {
    /// The name of the file at a path.
    fn name(&self, path: &str) -> String {
        cleaned(path)
    }

    /// The name of the file that the design `from` means by `path`.
    ///
    /// # Errors
    ///
    /// Where the file stands outside of the folders that a design may read.
    fn resolve(&self, from: &str, path: &str) -> Result<String, Text>;

    /// # Errors
    ///
    /// Why there is no such text.
    fn read(&self, name: &str) -> Result<String, Text>;

    /// The names in a folder, as [`crate::source::Loader::list`] has them.
    ///
    /// # Errors
    ///
    /// Why it can't be read.
    fn list(&self, from: &str, path: &str) -> Result<Vec<String>, Text>;

    /// All designs below a folder, by name; the first few thousand.
    fn designs(&self, folder: &str) -> Vec<String>;

    fn today(&self) -> Date;

    /// Whether the page of a design can be opened in a browser: whoever carries the messages answers
    /// [`super::PREVIEW`] then.
    fn has_browser(&self) -> bool {
        false
    }
}

/// A world of texts that are there already: for a browser, and for tests.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    pub files: BTreeMap<String, String>,
    pub today: Date,
}

impl World for Texts {
    fn resolve(&self, from: &str, path: &str) -> Result<String, Text> {
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        Ok(cleaned(&format!("{folder}/{path}")))
    }

    fn read(&self, name: &str) -> Result<String, Text> {
        let text = self.files.get(name).cloned();
        text.ok_or_else(|| text!("그런 파일이나 폴더가 없습니다", "no such file or folder"))
    }

    fn list(&self, from: &str, path: &str) -> Result<Vec<String>, Text> {
        let folder = self.resolve(from, path)?;
        let inside = |name: &String| name.strip_prefix(&format!("{folder}/")).map(str::to_owned);
        let mut names: Vec<String> = self.files.keys().filter_map(inside).collect();
        names.retain(|name| !name.contains('/'));
        Ok(names)
    }

    fn designs(&self, folder: &str) -> Vec<String> {
        let below = |name: &&String| name.starts_with(&format!("{folder}/"));
        let names = self.files.keys().filter(below);
        names.filter(|name| name.ends_with(".arch")).cloned().collect()
    }

    fn today(&self) -> Date {
        self.today
    }
}

/// A path with its dots resolved.
pub(super) fn cleaned(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

/// The path of `name` as it is written in a file of that folder.
pub(super) fn relative(name: &str, folder: &str) -> String {
    let (name, folder): (Vec<&str>, Vec<&str>) =
        (name.split('/').collect(), folder.split('/').collect());
    let shared = name.iter().zip(&folder).take_while(|(a, b)| a == b).count();
    let up = folder[shared..].iter().filter(|part| !part.is_empty()).map(|_| "..");
    up.chain(name[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// The folder that a file stands in.
pub(super) fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_a_folder() {
        assert_eq!(cleaned("/a/./b/../c"), "/a/c");
        assert_eq!(relative("/a/b/c.arch", "/a/b"), "c.arch");
        assert_eq!(relative("/a/c.arch", "/a/b"), "../c.arch");
    }
}
