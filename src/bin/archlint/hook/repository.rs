//! What git says of a repository: its top, and whose hooks it runs.

use crate::failure::Failure;
use crate::files::cleaned;
use archlint::say::Text;
use archlint::text;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A work tree.
pub struct Repository {
    pub top: PathBuf,
    /// The folder whose scripts git runs, wherever `core.hooksPath` or a work tree of its own puts it.
    pub hooks: PathBuf,
    /// What all its work trees share.
    common: PathBuf,
}

/// How a project has husky.
pub enum Husky {
    /// Scripts in this folder.
    Folder(PathBuf),
    /// Commands in this `package.json`, as husky 4 has them.
    InPackage(PathBuf),
}

impl Repository {
    /// The one that a folder is in.
    pub fn around(folder: &Path) -> Result<Self, Failure> {
        let top = PathBuf::from(git(folder, &["--show-toplevel"])?);
        let asked = |args: &[&str]| git(&top, args).map(|path| cleaned(&top.join(path)));
        let common = asked(&["--git-common-dir"])?;
        let hooks = asked(&["--git-path", "hooks"])?;
        Ok(Self { top, hooks, common })
    }

    /// Whether only this repository has the folder.
    pub fn is_own(&self, folder: &Path) -> bool {
        folder.starts_with(&self.top) || folder.starts_with(&self.common)
    }

    /// Where husky has its hooks: where git runs them there, or will once packages are installed, as a
    /// `package.json` or a folder of its name tells.
    pub fn husky(&self) -> Option<Husky> {
        let folder = match self.hooks.ends_with("_") {
            true => self.hooks.parent().unwrap_or(&self.hooks),
            false => &self.hooks,
        };
        if folder.ends_with(".husky") {
            return Some(Husky::Folder(folder.to_path_buf()));
        }
        let package = self.top.join("package.json");
        let text = std::fs::read_to_string(&package).unwrap_or_default();
        let stated: Value = serde_json::from_str(&text).unwrap_or_default();
        if stated["husky"]["hooks"].is_object() {
            return Some(Husky::InPackage(package));
        }
        let lists = ["devDependencies", "dependencies"];
        let is_listed = lists.iter().any(|list| !stated[list]["husky"].is_null());
        let folder = self.top.join(".husky");
        (is_listed || folder.is_dir()).then_some(Husky::Folder(folder))
    }
}

/// One line of `git rev-parse`.
fn git(folder: &Path, args: &[&str]) -> Result<String, Failure> {
    let ran = Command::new("git").arg("-C").arg(folder).arg("rev-parse").args(args).output();
    let ran = ran.map_err(|error| {
        let reason = error.to_string();
        text!(reason; "git을 실행할 수 없습니다: {reason}", "git can't be run: {reason}")
    })?;
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    match ran.status.success() {
        true => Ok(said(&ran.stdout)),
        false => Err(no_repository(folder, &said(&ran.stderr)).into()),
    }
}

fn no_repository(folder: &Path, reason: &str) -> Text {
    let folder = folder.display();
    text!(folder, reason;
        "{folder}는 git 저장소의 폴더가 아닙니다: {reason}",
        "{folder} is no folder of a git repository: {reason}"
    )
}
