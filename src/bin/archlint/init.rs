//! `archlint init`.

use crate::args::{Cli, InitArgs};
use crate::failure::Failure;
use crate::files::{self, Found, Naming, Place};
use crate::out::{self, Finished};
use crate::{hook, language, sets};
use archlint::config::FILE_NAME;
use archlint::import::{Recognised, recognise};
use archlint::say::{Lang, Text};
use archlint::source::design_blocks;
use archlint::{Project, Source, text};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const DESIGN_KO: &str = include_str!("starter/design.ko.arch");
const DESIGN_EN: &str = include_str!("starter/design.en.arch");
const CONFIG_KO: &str = include_str!("starter/archlint.ko.toml");
const CONFIG_EN: &str = include_str!("starter/archlint.en.toml");

/// Writes what is not there yet; leaves what is there alone, and says so.
pub fn run(cli: &Cli, args: &InitArgs) -> Result<u8, Failure> {
    let folder = &args.folder;
    let lang = language::of_folder(&cli.common, folder);
    let naming = Naming::new(&cli.common)?;
    if args.hook {
        return hook::run(folder, &naming, lang);
    }
    let (design, config) = match lang {
        Lang::Ko => (DESIGN_KO, CONFIG_KO),
        Lang::En => (DESIGN_EN, CONFIG_EN),
    };
    let seen = Seen::below(folder, &naming);
    let mut made = Made::default();
    made.folder(folder)?;
    let mut told = String::new();
    let mut tell = |line: Text| told += &format!("{}\n", line.get(lang));
    seen.told().into_iter().for_each(&mut tell);
    let over = above(folder, FILE_NAME, &naming);
    let configuration = seen.configuration(config, over.as_deref(), lang);
    let mut written = vec![(FILE_NAME, Finished::as_it_stands(&configuration))];
    // A hook is looked for at the top of a repository alone.
    let is_inside = above(folder, ".git", &naming).is_some() && !folder.join(".git").exists();
    if !is_inside {
        let hook = Finished::as_it_stands(&hook::for_pre_commit());
        written.push((".pre-commit-config.yaml", hook));
    }
    if seen.is_nothing() {
        written.insert(0, ("design.arch", Finished::as_it_stands(design)));
    }
    for (name, content) in written {
        let path = folder.join(name);
        let shown = naming.name(&path);
        tell(if made.file(&path, &content, &naming)? {
            text!(shown; "{shown} 파일을 만들었습니다", "made {shown}")
        } else {
            text!(shown; "{shown} 파일은 이미 있어 그대로 두었습니다", "{shown} is there already, left as it is")
        });
    }
    if is_inside {
        tell(text!(
            "커밋 훅은 저장소의 맨 위 폴더에서 `archlint init`으로 만드세요",
            "make the commit hook at the top of the repository, with `archlint init` there"
        ));
    }
    let next = seen.next(folder);
    made.keep();
    out::print(Finished::lines(&format!("{told}\n{}\n", next.get(lang))))?;
    Ok(0)
}

/// Where something of that name stands in the nearest folder above, as seen from the folder; not above
/// the repository.
fn above(folder: &Path, name: &str, naming: &Naming) -> Option<String> {
    let folder = naming.absolute(folder);
    let mut around = folder.ancestors().skip(1);
    let is_top = |at: &Path| at.join(".git").exists();
    if is_top(&folder) {
        return None;
    }
    let found = loop {
        let at = around.next()?;
        match at.join(name) {
            found if found.exists() => break found,
            _ if is_top(at) => return None,
            _ => {}
        }
    };
    Some(files::relative(&found, &folder).to_string_lossy().replace('\\', "/"))
}

/// A configuration with a line before the first that it explains.
fn beginning_with(config: &str, line: &str) -> String {
    let at = config.find("\n# ").unwrap_or(config.len());
    let (before, rest) = config.split_at(at);
    format!("{before}\n{line}\n{rest}")
}

/// Paths as a list of TOML, a line each.
fn as_list<'p>(paths: impl IntoIterator<Item = &'p String>) -> String {
    let quoted = |path: &String| {
        let path = path.replace('\\', "\\\\").replace('"', "\\\"");
        format!("  \"{path}\",\n")
    };
    format!("[\n{}]", paths.into_iter().map(quoted).collect::<String>())
}

/// Whether a configuration below the folder speaks for the file.
fn has_own_configuration(file: &Path, folder: &Path) -> bool {
    let below = file.ancestors().skip(1).take_while(|at| *at != folder);
    below.filter(|at| !at.as_os_str().is_empty()).any(|at| at.join(FILE_NAME).is_file())
}

/// What a project holds already.
#[derive(Default)]
struct Seen {
    designs: Vec<PathBuf>,
    /// Files of other notations, relative to the folder, with `/`.
    foreign: BTreeSet<String>,
    /// Files that state policies alone, relative to the folder, with `/`.
    policies: BTreeSet<String>,
    /// Designs in blocks of Markdown files that say that they are one.
    posted: usize,
    /// Mermaid blocks of Markdown files that look like designs.
    drawings: usize,
}

impl Seen {
    fn below(folder: &Path, naming: &Naming) -> Self {
        let (mut seen, plain) = (Self::default(), Project::default());
        if !folder.is_dir() {
            return seen;
        }
        let whole = naming.absolute(folder);
        let inner = |path: &Path| {
            let inner = files::relative(&naming.absolute(path), &whole);
            inner.to_string_lossy().replace('\\', "/")
        };
        for path in files::walk(folder, &mut Vec::new(), &mut || {}) {
            let name = naming.name(&path);
            let found = Found { name: name.clone(), place: Place::Path(path.clone()) };
            let read = || found.read(naming).map(|text| Source::new(name.clone(), text));
            if path.extension().is_some_and(|it| it.eq_ignore_ascii_case("arch")) {
                match read().is_ok_and(|source| plain.states_policies_alone(&source)) {
                    true if has_own_configuration(&path, folder) => {}
                    true => _ = seen.policies.insert(inner(&path)),
                    false => seen.designs.push(path),
                }
            } else if files::is_markdown(&path) {
                let Ok(source) = read() else { continue };
                seen.posted += design_blocks(&source.text).ranges.len();
                seen.posted += plain.marked(&source);
                seen.drawings += plain.undecided(&source);
            } else if sets::lies_over_another(&path) {
                // It is read with the file that it changes.
            } else if archlint::import::has_known_ending(&name)
                && let Ok(text) = found.read(naming)
                && let Recognised::Foreign(_) = recognise(&name, &text)
            {
                seen.foreign.insert(inner(&path));
            }
        }
        seen.designs.sort();
        seen
    }

    fn is_nothing(&self) -> bool {
        let in_posts = self.posted + self.drawings;
        self.designs.is_empty() && self.foreign.is_empty() && in_posts == 0
    }

    fn told(&self) -> Vec<Text> {
        let mut told = Vec::new();
        if !self.designs.is_empty() {
            let count = self.designs.len();
            told.push(text!(count; "설계 {count}개가 있습니다", "designs that are here: {count}"));
        }
        if self.posted > 0 {
            let count = self.posted;
            told.push(text!(count;
                "글의 블록에 설계 {count}개가 있습니다",
                "designs in blocks of posts: {count}"
            ));
        }
        if !self.policies.is_empty() {
            let list = self.policies.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            told.push(text!(list;
                "팀의 정책이 있습니다: {list}",
                "policies of the team: {list}"
            ));
        }
        if !self.foreign.is_empty() {
            let count = self.foreign.len();
            let first: Vec<&str> = self.foreign.iter().take(3).map(String::as_str).collect();
            let first = first.join(", ");
            let more = if count > 3 { ", …" } else { "" };
            told.push(text!(count, first, more;
                "다른 형식의 설계를 찾아 검사할 목록에 넣었습니다: {count}개({first}{more})",
                "files of other notations, listed to be checked: {count} ({first}{more})"
            ));
        }
        if self.drawings > 0 {
            let count = self.drawings;
            told.push(text!(count;
                "글에서 시스템을 그린 Mermaid 블록을 찾아, 설계로 읽도록 했습니다: {count}개",
                "Mermaid blocks that draw a system, to be read as designs: {count}"
            ));
        }
        told
    }

    /// The starting configuration with what was found. What holds above goes on holding: the nearest
    /// configuration alone counts, unless it takes over others.
    fn configuration(&self, config: &str, above: Option<&str>, lang: Lang) -> String {
        let why = match lang {
            Lang::Ko => "# 이미 있는 것에서 찾아 넣었습니다",
            Lang::En => "# Found among what is here already",
        };
        let mut config = config.to_owned();
        match above {
            // A list of its own would stand in place of the one above.
            Some(above) => config = beginning_with(&config, &format!("extends = \"{above}\"")),
            None if self.policies.is_empty() => {}
            None => {
                let list = as_list(&self.policies);
                config = beginning_with(&config, &format!("{why}\npolicies = {list}"));
            }
        }
        let mut import = String::new();
        if self.drawings > 0 {
            import += "mermaid = \"recognised\"\n";
        }
        if !self.foreign.is_empty() {
            import += &format!("check = {}\n", as_list(&self.foreign));
        }
        if import.is_empty() {
            return config;
        }
        format!("{}\n\n{why}\n[import]\n{import}", config.trim_end())
    }

    fn next(&self, folder: &Path) -> Text {
        let target = match (self.is_nothing(), &self.designs[..]) {
            (true, _) => folder.strip_prefix(".").unwrap_or(folder).join("design.arch"),
            (false, [design]) if self.foreign.is_empty() && self.posted + self.drawings == 0 => {
                design.clone()
            }
            (false, _) => folder.to_path_buf(),
        };
        let target = match target == Path::new(".") {
            true => String::new(),
            false => format!(" {}", target.display()),
        };
        text!(
            target;
            "이제 `archlint check{target}` 명령을 실행하세요",
            "now run `archlint check{target}`"
        )
    }
}

/// What this run made; it is taken back where the rest can't be made.
#[derive(Default)]
struct Made {
    /// In the order in which they were made.
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    fn folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let missing =
            folder.ancestors().take_while(|at| !at.as_os_str().is_empty() && !at.exists());
        let missing: Vec<PathBuf> = missing.map(Path::to_path_buf).collect();
        let made = std::fs::create_dir_all(folder);
        self.folders.extend(missing.into_iter().rev());
        made.map_err(|error| Failure::writing(folder.display(), error))
    }

    fn file(&mut self, path: &Path, what: &Finished, naming: &Naming) -> Result<bool, Failure> {
        let is_new = out::create(path, what, naming)?;
        self.files.extend(is_new.then(|| path.to_path_buf()));
        Ok(is_new)
    }

    fn keep(&mut self) {
        self.files.clear();
        self.folders.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for file in &self.files {
            let _ = std::fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = std::fs::remove_dir(folder);
        }
    }
}
