//! `archlint init --hook`: a git hook that checks what is committed, the way the project has hooks.

mod lefthook;
mod repository;
mod script;

pub use script::for_pre_commit;

use crate::failure::Failure;
use crate::files::Naming;
use crate::out::{self, Finished};
use archlint::say::{Lang, Text};
use archlint::text;
use lefthook::Extended;
use repository::{Husky, Repository};
use std::path::Path;

/// Where pre-commit is.
const PRE_COMMIT: &str = ".pre-commit-config.yaml";

/// Extends husky or lefthook where git runs one, else writes a plain hook; never over one.
pub fn run(folder: &Path, naming: &Naming, lang: Lang) -> Result<u8, Failure> {
    let repository = Repository::around(folder)?;
    let told = Writer { repository, naming, lang }.write()?;
    out::print(Finished::lines(&format!("{}\n", told.get(lang))))?;
    Ok(0)
}

struct Writer<'n> {
    repository: Repository,
    naming: &'n Naming,
    lang: Lang,
}

impl Writer<'_> {
    fn write(&self) -> Result<Text, Failure> {
        let at = &self.repository;
        match at.husky() {
            Some(Husky::Folder(folder)) => return self.in_husky(&folder),
            Some(Husky::InPackage(path)) => return Ok(in_package(&path)),
            None => {}
        }
        if let Some(file) = lefthook::file(&at.top) {
            return self.in_lefthook(&file);
        }
        if !at.is_own(&at.hooks) {
            return Ok(self.elsewhere(&at.hooks));
        }
        let hook = at.hooks.join("pre-commit");
        match std::fs::read_to_string(&hook) {
            Ok(old) if old.contains("archlint") => Ok(there(&hook)),
            Ok(old) if old.contains("pre-commit.com") => self.in_pre_commit(),
            Ok(_) => Ok(self.left(&hook)),
            Err(_) => self.in_script(&at.hooks, "#!/bin/sh\n"),
        }
    }

    /// The lines of the hook as a script, or behind those that stand there.
    fn in_script(&self, folder: &Path, head: &str) -> Result<Text, Failure> {
        let path = folder.join("pre-commit");
        std::fs::create_dir_all(folder)
            .map_err(|error| Failure::writing(folder.display(), error))?;
        let lines = script::lines(self.lang);
        let whole = format!("{head}{lines}");
        if out::create(&path, &Finished::as_it_stands(&whole), self.naming)? {
            out::make_executable(&path)?;
            return Ok(made(&path));
        }
        self.appended(&path, &lines)
    }

    /// A folder that git does not run yet is run once husky is there.
    fn in_husky(&self, folder: &Path) -> Result<Text, Failure> {
        let told = self.in_script(folder, "")?;
        let hooks = &self.repository.hooks;
        if hooks == folder || hooks.parent() == Some(folder) {
            return Ok(told);
        }
        Ok(text!(told;
            "{told}. git이 이 폴더의 훅을 아직 실행하지 않습니다. `npx husky`를 한 번 실행하세요",
            "{told}; git does not run that folder yet: run `npx husky` once"
        ))
    }

    fn in_lefthook(&self, path: &Path) -> Result<Text, Failure> {
        let old = read(path)?;
        if old.contains("archlint") {
            return Ok(self.when_installed(there(path)));
        }
        match lefthook::extended(path, &old, self.lang) {
            Extended::Whole(new) => {
                out::replace(path, &Finished::as_it_stands(&new), self.naming)?;
                Ok(self.when_installed(added(path)))
            }
            Extended::ByHand(lines, key) => Ok(self.when_installed(by_hand(path, key, &lines))),
        }
    }

    /// Lefthook is run by hooks that it writes itself.
    fn when_installed(&self, told: Text) -> Text {
        let hook = self.repository.hooks.join("pre-commit");
        if std::fs::read_to_string(hook).is_ok_and(|hook| hook.contains("lefthook")) {
            return told;
        }
        text!(told;
            "{told}\ngit이 lefthook을 아직 실행하지 않습니다. `lefthook install`을 한 번 실행하세요",
            "{told}\ngit does not run lefthook yet: run `lefthook install` once"
        )
    }

    fn appended(&self, path: &Path, lines: &str) -> Result<Text, Failure> {
        let old = read(path)?;
        if old.contains("archlint") {
            return Ok(there(path));
        }
        let (runs, never) = old.split_at(end_of_script(&old));
        let new = format!("{}\n{lines}{never}", runs.trim_end());
        out::replace(path, &Finished::as_it_stands(&new), self.naming)?;
        Ok(added(path))
    }

    /// The hook that git runs is pre-commit's.
    fn in_pre_commit(&self) -> Result<Text, Failure> {
        let path = self.repository.top.join(PRE_COMMIT);
        if read(&path).is_ok_and(|old| old.contains("archlint")) {
            return Ok(there(&path));
        }
        let (shown, lines) = (path.display(), for_pre_commit());
        Ok(text!(shown, lines;
            "이 저장소의 훅은 pre-commit이 관리합니다. {shown}에 추가하세요:\n{lines}",
            "pre-commit keeps the hooks of this repository; add to {shown}:\n{lines}"
        ))
    }

    fn elsewhere(&self, hooks: &Path) -> Text {
        let (shown, lines) = (hooks.display(), script::lines(self.lang));
        text!(shown, lines;
            "`core.hooksPath`가 저장소 밖의 {shown} 폴더를 가리킵니다. 다른 저장소도 함께 쓰는 훅이라 고치지 않았습니다. 그 `pre-commit`에 추가하려면:\n{lines}",
            "`core.hooksPath` leads to {shown}, outside of this repository: other repositories have these hooks too, so nothing was changed. To add it to their `pre-commit`:\n{lines}"
        )
    }

    fn left(&self, path: &Path) -> Text {
        let (shown, lines) = (path.display(), script::lines(self.lang));
        text!(shown, lines;
            "{shown} 훅이 이미 있어 그대로 두었습니다. 그 끝에 다음 줄을 추가하세요:\n{lines}",
            "{shown} is there already, left as it is; add these lines at its end:\n{lines}"
        )
    }
}

/// Where a script ends for sure: before its first line that leaves it, else behind all of it.
fn end_of_script(script: &str) -> usize {
    let mut start = 0;
    for line in script.split_inclusive('\n') {
        if matches!(line.split_whitespace().next(), Some("exit" | "exec")) && !line.starts_with(' ')
        {
            return start;
        }
        start += line.len();
    }
    script.len()
}

/// Husky 4 writes the hooks that `package.json` states.
fn in_package(path: &Path) -> Text {
    let shown = path.display();
    text!(shown;
        "{shown}의 `husky.hooks`가 훅을 정합니다. 그 `pre-commit`에 `archlint check`를 추가하세요",
        "{shown} states the hooks in `husky.hooks`; add `archlint check` to its `pre-commit`"
    )
}

fn by_hand(path: &Path, key: &str, lines: &str) -> Text {
    let (shown, lines) = (path.display(), lines.trim_end());
    text!(shown, key, lines;
        "{shown}은 그대로 두었습니다. `pre-commit`의 `{key}` 아래에 추가하세요:\n{lines}",
        "{shown} was left as it is; add below the `{key}` of its `pre-commit`:\n{lines}"
    )
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::reading(path.display(), &error))
}

fn made(path: &Path) -> Text {
    let shown = path.display();
    text!(shown; "{shown} 훅을 만들었습니다", "made the hook {shown}")
}

fn added(path: &Path) -> Text {
    let shown = path.display();
    text!(shown; "{shown} 훅에 archlint를 더했습니다", "added archlint to the hook {shown}")
}

fn there(path: &Path) -> Text {
    let shown = path.display();
    text!(shown; "{shown} 훅이 이미 archlint를 실행합니다", "the hook {shown} runs archlint already")
}
