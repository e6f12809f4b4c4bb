//! Path patterns, relative to the folder of the file that states them.

use globset::GlobSet;
use std::path::{Component, Path, PathBuf};

/// Patterns of an `archlint.toml`. In a file that extends another one, those of the other still
/// mean paths from that one's folder.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    set: GlobSet,
    /// As they are written.
    texts: Vec<String>,
    /// The way from the folder that states them to the folder of the configuration; often empty.
    from: String,
}

impl Patterns {
    /// The set, and what it is made of, in the same order.
    pub(super) fn new(set: GlobSet, texts: Vec<String>) -> Self {
        Self { set, texts, from: String::new() }
    }

    /// The patterns as they are written, in the order that [`Patterns::matches`] counts.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// The configuration that one is taken over from states them, for its own folder.
    pub fn are_inherited(&self) -> bool {
        !self.from.is_empty()
    }

    /// Whether one of them fits a path that is relative to the configuration's folder.
    pub fn is_match(&self, path: impl AsRef<Path>) -> bool {
        self.set.is_match(self.seen(path.as_ref()))
    }

    /// The numbers of those that fit.
    pub fn matches(&self, path: impl AsRef<Path>) -> Vec<usize> {
        self.set.matches(self.seen(path.as_ref()))
    }

    fn seen(&self, path: &Path) -> PathBuf {
        match self.from.is_empty() {
            true => path.to_path_buf(),
            false => cleaned(&Path::new(&self.from).join(path)),
        }
    }

    /// The same patterns for a configuration in another folder, to which `way` leads.
    pub(super) fn moved(&mut self, way: &str) {
        self.from = shown(&cleaned(&Path::new(way).join(&self.from)));
    }
}

/// The way from one folder to another, both relative to the same place or both whole.
pub(super) fn way(from: &str, to: &str) -> String {
    let (from, to) = (cleaned(Path::new(from)), cleaned(Path::new(to)));
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    shown(&up.chain(to.components().skip(shared)).collect::<PathBuf>())
}

/// A path behind a way, with `..` resolved as far as it can be.
pub(super) fn along(way: &str, path: &str) -> String {
    shown(&cleaned(&Path::new(way).join(path)))
}

/// The folder of a file.
pub(super) fn folder(file: &str) -> &str {
    file.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder)
}

fn cleaned(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(clean.components().next_back(), Some(Component::Normal(_))) =>
            {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use globset::{Glob, GlobSetBuilder};

    fn patterns(pattern: &str, way: &str) -> Patterns {
        let mut set = GlobSetBuilder::new();
        set.add(Glob::new(pattern).expect("a pattern"));
        let mut patterns = Patterns::new(set.build().expect("a set"), vec![pattern.to_owned()]);
        patterns.moved(way);
        patterns
    }

    #[test]
    fn patterns_mean_paths_from_the_folder_that_states_them() {
        assert_eq!(way("team", "team/shop"), "shop");
        assert_eq!(way("team/policy", "team/shop"), "../shop");
        assert_eq!(along("..", "base.json"), "../base.json");
        assert!(patterns("shop/old/**", "shop").is_match("old/a.arch"));
        assert!(!patterns("old/**", "shop").is_match("old/a.arch"));
        assert!(patterns("../shop/*.arch", "../shop").is_match("a.arch"));
    }
}
