//! `archlint init --hook`: a git hook that checks what is committed, the way the project has hooks.

use crate::failure::Failure;
use crate::files::Naming;
use crate::out::{self, Finished};
use archlint::say::{Lang, Text};
use archlint::text;
use std::path::{Path, PathBuf};

/// What a hook runs: the designs among the files of the commit.
const LINE: &str = "git diff --cached --name-only --diff-filter=ACMR -z -- '*.arch' '*.md' | \
    xargs -0 -r archlint check --force-exclude";
const LEFTHOOK: &str = "\npre-commit:\n  commands:\n    archlint:\n      glob: \"*.{arch,md}\"\n      \
    run: archlint check --force-exclude {staged_files}\n";

/// Extends husky or lefthook where one is found, else writes a plain hook; never over one.
pub fn run(folder: &Path, naming: &Naming, lang: Lang) -> Result<u8, Failure> {
    let told = write(folder, naming)?;
    out::print(Finished::lines(&format!("{}\n", told.get(lang))))?;
    Ok(0)
}

fn write(folder: &Path, naming: &Naming) -> Result<Text, Failure> {
    let husky = folder.join(".husky");
    if husky.is_dir() {
        return extended(&husky.join("pre-commit"), &format!("{LINE}\n"), naming);
    }
    let lefthook = ["lefthook.yml", "lefthook.yaml", ".lefthook.yml"].map(|it| folder.join(it));
    if let Some(file) = lefthook.iter().find(|file| file.is_file()) {
        return in_lefthook(file, naming);
    }
    let Some(hooks) = hooks_of(folder) else {
        return Err(text!(
            "여기는 git 저장소의 최상위 폴더가 아닙니다. 저장소의 최상위에서 실행하세요",
            "this is not the top of a git repository; run it there"
        )
        .into());
    };
    std::fs::create_dir_all(&hooks).map_err(|error| Failure::writing(hooks.display(), error))?;
    let path = hooks.join("pre-commit");
    let script = format!("#!/bin/sh\n# archlint: {HOOK_SAYS}\n{LINE}\n");
    match out::create(&path, &Finished::as_it_stands(&script), naming)? {
        true => {
            out::make_executable(&path)?;
            Ok(made(&path))
        }
        false => Ok(left(&path)),
    }
}

const HOOK_SAYS: &str = "checks the designs of a commit; `git commit --no-verify` goes without";

/// The folder of a repository's hooks. A work tree of its own has a file in its place.
fn hooks_of(folder: &Path) -> Option<PathBuf> {
    let git = folder.join(".git");
    git.is_dir().then(|| git.join("hooks"))
}

/// A script of several lines gets one more.
fn extended(path: &Path, line: &str, naming: &Naming) -> Result<Text, Failure> {
    if out::create(path, &Finished::as_it_stands(line), naming)? {
        out::make_executable(path)?;
        return Ok(made(path));
    }
    let old = read(path)?;
    if old.contains("archlint") {
        return Ok(there(path));
    }
    let new = format!("{}\n{line}", old.trim_end());
    out::replace(path, &Finished::as_it_stands(&new), naming)?;
    Ok(added(path))
}

fn in_lefthook(path: &Path, naming: &Naming) -> Result<Text, Failure> {
    let old = read(path)?;
    if old.contains("archlint") {
        return Ok(there(path));
    }
    if old.lines().any(|line| line.starts_with("pre-commit:")) {
        let shown = path.display();
        return Ok(text!(shown;
            "{shown}에 `pre-commit`이 이미 있습니다. 그 `commands` 아래에 더하세요:\n    archlint:\n      glob: \"*.{{arch,md}}\"\n      run: archlint check --force-exclude {{staged_files}}",
            "{shown} has a `pre-commit` already; add below its `commands`:\n    archlint:\n      glob: \"*.{{arch,md}}\"\n      run: archlint check --force-exclude {{staged_files}}"
        ));
    }
    let new = format!("{}\n{LEFTHOOK}", old.trim_end());
    out::replace(path, &Finished::as_it_stands(&new), naming)?;
    Ok(added(path))
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

fn left(path: &Path) -> Text {
    let shown = path.display();
    text!(shown, line = LINE;
        "{shown} 훅이 이미 있어 그대로 두었습니다. 그 안에 다음 줄을 더하세요:\n{line}",
        "{shown} is there already, left as it is; add this line to it:\n{line}"
    )
}
