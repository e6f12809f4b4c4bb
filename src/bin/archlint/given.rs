//! The files behind a path that a command is given, and how they are to be read.

use crate::args::Reading;
use crate::failure::Failure;
use crate::files::{self, Found, Naming, Place};
use crate::loader::FileLoader;
use crate::settings::{AllSettings, Settings};
use archlint::import::folder;
use archlint::say::Text;
use archlint::source::design_blocks;
use archlint::{Project, Selection, Source, text};
use std::path::Path;
use std::sync::Arc;

/// Files that are one design together, the first of which stands for them.
pub struct Given {
    pub files: Vec<Source>,
    pub settings: Arc<Settings>,
    /// The designs of the folder that are not read, where it is one.
    passed_over: Vec<String>,
}

impl Given {
    /// A file, a folder that is one design, or `-` for standard input.
    pub fn read(path: &Path, naming: &Naming, all: &mut AllSettings) -> Result<Self, Failure> {
        if path.is_dir() {
            let settings = all.of(path)?;
            let own = written_in(path, naming);
            let files = match in_folder(path, naming, &settings) {
                Err(_) if !own.is_empty() => return Self::of_own(path, &own, naming, all),
                files => files?,
            };
            return Ok(Self { files, settings, passed_over: own });
        }
        let found = match path == Path::new("-") {
            true => Found { name: "<stdin>".to_owned(), place: Place::Stdin },
            false => Found { name: naming.name(path), place: Place::Path(path.to_path_buf()) },
        };
        let text = found.read(naming)?;
        let settings = all.of_found(&found)?;
        Ok(Self { files: vec![Source::new(found.name, text)], settings, passed_over: Vec::new() })
    }

    /// A folder in which only designs of the language stand: the one there is.
    fn of_own(
        folder: &Path,
        own: &[String],
        naming: &Naming,
        all: &mut AllSettings,
    ) -> Result<Self, Failure> {
        match own {
            [one] => Self::read(Path::new(one), naming, all),
            _ => {
                let (folder, count, names) = (folder.display(), own.len(), named(own));
                Err(text!(folder, count, names;
                    "{folder}: 설계가 {count}개 있습니다. 하나를 고르세요: {names}",
                    "{folder}: it holds {count} designs; name one of {names}"
                )
                .into())
            }
        }
    }

    /// Which design is looked at, and how to name another, where there are others beside it.
    pub fn others(&self, loader: &FileLoader) -> Option<Text> {
        let first = self.files.first()?;
        if !self.passed_over.is_empty() {
            let read: Vec<String> = self.files.iter().map(|file| file.name.clone()).collect();
            let (read, names) = (named(&read), named(&self.passed_over));
            return Some(text!(read, names;
                "{read}의 설계를 봅니다. 다른 설계는 그 파일을 주세요: {names}",
                "this is the design of {read}; for another name its file: {names}"
            ));
        }
        if !files::is_markdown(Path::new(&first.name)) {
            return None;
        }
        let (mut names, at) = self.settings.project.choice(first, loader)?;
        let (file, count, own) = (&first.name, names.len(), names.remove(at));
        let names = named(&names);
        Some(text!(file, count, own, names;
            "{file}의 설계 {count}개 가운데 마지막 것({own})을 봅니다. 다른 것은 `--block`으로 고르세요: {names}",
            "{file} holds {count} designs, and this is the last ({own}); choose another with `--block`: {names}"
        ))
    }

    /// As it is called in output.
    pub fn name(&self) -> &str {
        self.files.first().map_or("", |file| &file.name)
    }
}

/// Names, cut short after a few.
fn named(names: &[String]) -> String {
    const NAMED: usize = 5;
    let more = if names.len() > NAMED { ", …" } else { "" };
    format!("{}{more}", names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", "))
}

/// The designs of the language below a folder, with those in posts; policies are none.
fn written_in(folder: &Path, naming: &Naming) -> Vec<String> {
    let plain = Project::default();
    let is_design = |path: &Path| {
        let found = Found { name: naming.name(path), place: Place::Path(path.to_path_buf()) };
        let text = || found.read(naming).unwrap_or_default();
        match path.extension().and_then(|it| it.to_str()) {
            Some("arch") => !plain.states_policies_alone(&Source::new("", text())),
            _ => files::is_markdown(path) && !design_blocks(&text()).ranges.is_empty(),
        }
    };
    let walked = files::walk(folder, &mut Vec::new(), &mut || {});
    let mut names: Vec<String> =
        walked.iter().filter(|path| is_design(path)).map(|path| naming.name(path)).collect();
    names.sort();
    names
}

/// The files of a folder that is one design.
pub fn in_folder(
    path: &Path,
    naming: &Naming,
    settings: &Settings,
) -> Result<Vec<Source>, Failure> {
    let name = naming.name(path);
    let inside = if name.is_empty() { "x".to_owned() } else { format!("{name}/x") };
    let loader = FileLoader::new(naming, settings, &inside);
    folder(&loader, &inside, ".").map_err(|refusal| {
        let (shown, reason) = (path.display(), refusal.reason);
        text!(shown, reason; "{shown}: {reason}", "{shown}: {reason}").into()
    })
}

/// What a run asks for over the configuration, with how it reads other notations.
pub fn selection(
    chosen: Selection,
    reading: &Reading,
    naming: &Naming,
) -> Result<Selection, Failure> {
    let plan = |path: &std::path::PathBuf| {
        let found = Found { name: naming.name(path), place: Place::Path(path.clone()) };
        found.read(naming).map(|text| Source::new(found.name.clone(), text))
    };
    let Reading { mermaid, page, .. } = reading.clone();
    let plan = reading.plan.as_ref().map(plan).transpose()?;
    Ok(Selection { mermaid, page, plan, ..chosen })
}
