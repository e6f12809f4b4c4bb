//! What people already have (compose files, manifests, drawings) as a design of the language.
//!
//! An importer translates and never judges: it reads foreign texts into a [`Sketch`], and one writer
//! makes of that a text that knows for each of its pieces where it came from. What a file does not
//! say stays unsaid.

mod addresses;
mod c4;
mod calls;
mod classify;
mod compose;
mod copies;
mod d2;
mod discreet;
mod door;
mod drawing;
mod drawio;
mod entry;
mod finish;
mod folder;
mod kept;
mod kubernetes;
mod markdown;
mod mermaid;
mod purpose;
mod recognise;
mod refuse;
mod siblings;
mod sketch;
mod structurizr;
mod terraform;
mod write;
mod yaml;

pub use classify::As;
pub use compose::lies_over;
pub use door::Importing;
pub use drawio::drawing_in_png;
pub use folder::{ENDINGS, folder, has_known_ending};
pub use markdown::{Blocks, designs, unmarked};
pub use recognise::{Format, Recognised, recognise};

use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Severity};
use crate::say::{Lang, Text};
use crate::sink::secrets::Secret;
use crate::source::{LoadError, Loader, Source, SourceId, Sources, Span};
use crate::text;
use classify::Classifier;
use sketch::Sketch;

/// Whether a file is written in another notation than the language's own.
pub fn is_foreign(name: &str, text: &str) -> bool {
    matches!(recognise(name, text), Recognised::Foreign(_))
}

/// How to read foreign files.
#[derive(Clone, Copy)]
pub struct Options<'o> {
    pub catalog: &'o Catalog,
    /// What the team settled about words, the first fitting one first.
    pub own: &'o [As],
    /// The language of the comments in the text.
    pub lang: Lang,
    /// Whether the text says behind each statement where that came from.
    pub comments: bool,
    /// Which page of a drawing, by its name or its number; without it the first that holds components.
    pub page: Option<&'o str>,
    /// A Terraform plan as JSON, for what the HCL leaves open.
    pub plan: Option<&'o Source>,
    /// How the design is called, instead of what the files say.
    pub name: Option<&'o str>,
    /// Whether the secrets of the files stay readable.
    pub shows_secrets: bool,
}

impl<'o> Options<'o> {
    /// With nothing settled: English comments, the first page, no plan, secrets masked.
    pub fn of(catalog: &'o Catalog) -> Self {
        Self {
            catalog,
            own: &[],
            lang: Lang::En,
            comments: true,
            page: None,
            plan: None,
            name: None,
            shows_secrets: false,
        }
    }
}

/// A design that was written from foreign files.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The text, which knows where each piece came from.
    pub source: Source,
    /// What the import itself has to say; spans count the files of the origins.
    pub findings: Vec<Diagnostic>,
    /// Of the design: a page, a heading, a folder.
    pub name: String,
}

impl Imported {
    /// Adds the text and the files behind it to a run: the place of the text, and the findings at
    /// the places that they have there.
    pub fn into_run(self, sources: &mut Sources) -> (Span, Vec<Diagnostic>) {
        let end = self.source.text.len();
        let files = self.source.origins.as_ref().map(|o| o.files().to_vec()).unwrap_or_default();
        let id = sources.add(self.source);
        let mut add = |file: Source| {
            let known =
                sources.iter().find(|(_, one)| one.name == file.name && one.text == file.text);
            let known = known.map(|(id, _)| id);
            known.unwrap_or_else(|| sources.add(file))
        };
        let files: Vec<SourceId> = files.into_iter().map(&mut add).collect();
        let place = |span: Span| Span { source: files[span.source.0 as usize], ..span };
        let findings = self.findings.into_iter().map(|finding| finding.map_spans(place)).collect();
        (Span::new(id, 0, end), findings)
    }
}

/// Why files could not be imported: one sentence, with the command that helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The file that it is about.
    pub file: String,
    pub reason: Text,
}

/// Writes the designs that stand in `files`, which are of one format and belong together. Further
/// files come through `loader`.
///
/// # Errors
///
/// Where nothing of the files can be read as a design.
pub fn import(
    files: Vec<Source>,
    format: Format,
    loader: &dyn Loader,
    options: Options,
) -> Result<Vec<Imported>, Refusal> {
    let name = files.first().map(|file| file.name.clone()).unwrap_or_default();
    let mut reading = Reading::new(Sources::default(), loader, options);
    let given = reading.given(files)?;
    let other = given.first().map(|id| reading.files.get(*id).text.clone());
    if let Some(word) =
        other.as_deref().filter(|_| format == Format::Mermaid).and_then(mermaid::other_notation)
    {
        let reason = text!(word;
            "`{word}`은(는) 아키텍처 그림이 아닙니다",
            "a `{word}` is no drawing of an architecture"
        );
        return Err(Refusal { file: name, reason });
    }
    let sketches = match format {
        Format::Compose => compose::read(&mut reading, &given).into_iter().collect(),
        Format::Kubernetes => kubernetes::read(&mut reading, &given).into_iter().collect(),
        Format::Terraform => terraform::read(&mut reading, &given).into_iter().collect(),
        Format::TerraformJson => terraform::read_json(&mut reading, &given).into_iter().collect(),
        Format::Drawio => drawio::read(&mut reading, &given)?.into_iter().take(1).collect(),
        Format::D2 => d2::read(&mut reading, &given).into_iter().collect(),
        Format::Structurizr => structurizr::read(&mut reading, &given).into_iter().collect(),
        Format::PlantUml => c4::read_plantuml(&mut reading, &given).into_iter().collect(),
        Format::Mermaid => mermaid::read(&mut reading, &given),
    };
    let is_asked = other.is_some_and(|text| text.contains("%% archlint"));
    if format.is_drawing() && !is_asked && is_all_guessed(&sketches) {
        let reason = text!(
            "무엇인지 알 수 있는 상자가 하나도 없어 설계로 보지 않았습니다. 맞다면 `archlint.toml`의 `[import.as]`에 적으세요",
            "no box of it tells what it is, so it is not taken for a design; if it is one, say so in `[import.as]` of `archlint.toml`"
        );
        return Err(Refusal { file: name, reason });
    }
    finished(sketches, reading, &name, options)
}

/// Components, and every one of them is a guess.
fn is_all_guessed(sketches: &[Sketch]) -> bool {
    let mut all = sketches.iter().flat_map(|sketch| &sketch.components).peekable();
    all.peek().is_some() && all.all(|component| component.guess.is_some())
}

fn finished(
    sketches: Vec<Sketch>,
    mut reading: Reading,
    name: &str,
    options: Options,
) -> Result<Vec<Imported>, Refusal> {
    let broken = reading.findings.iter().any(|finding| finding.severity == Severity::Error);
    if sketches.iter().all(|sketch| sketch.components.is_empty()) && !broken {
        let reason =
            text!("설계로 옮길 구성 요소가 없습니다", "there is no component to make a design of");
        return Err(Refusal { file: name.to_owned(), reason });
    }
    let parts = |sketch: &Sketch| sketch.components.len() + sketch.links.len();
    if sketches.iter().map(parts).sum::<usize>() > PARTS {
        let reason = text!(PARTS;
            "구성 요소와 연결이 {PARTS}개를 넘습니다",
            "it holds more than {PARTS} components and connections"
        );
        return Err(Refusal { file: name.to_owned(), reason });
    }
    reading.withhold();
    let mut findings = std::mem::take(&mut reading.findings);
    let sketches = if sketches.is_empty() { vec![Sketch::default()] } else { sketches };
    let several = sketches.len() > 1;
    let mut imported = Vec::new();
    for (number, mut sketch) in sketches.into_iter().enumerate() {
        finish::finish(&mut sketch, &reading);
        if let Some(name) = options.name {
            sketch.name = name.to_owned();
        }
        let of = if several { format!("{name}\0{number}") } else { name.to_owned() };
        let source = write::write(&sketch, &reading.files, &of, options);
        findings.append(&mut sketch.findings);
        findings.sort_by(|a, b| (a.primary, &a.rule).cmp(&(b.primary, &b.rule)));
        let name = sketch.name.clone();
        imported.push(Imported { source, findings: std::mem::take(&mut findings), name });
    }
    Ok(imported)
}

/// One design is read from so many files, of so many bytes together, and holds so many components
/// and connections.
const FILES: usize = 1000;
const BYTES: usize = 64 * 1024 * 1024;
const PARTS: usize = 100_000;

/// What an importer works with.
pub(crate) struct Reading<'r> {
    /// The foreign files that were read so far; the given ones stand first.
    files: Sources,
    loader: &'r dyn Loader,
    options: Options<'r>,
    classifier: Classifier<'r>,
    /// Findings at foreign characters.
    findings: Vec<Diagnostic>,
    /// Those that say what variables stand for.
    values: Vec<SourceId>,
    /// How much the files hold together.
    bytes: usize,
}

impl<'r> Reading<'r> {
    fn new(files: Sources, loader: &'r dyn Loader, options: Options<'r>) -> Self {
        let classifier = Classifier::new(options.catalog, options.own);
        Self {
            files,
            loader,
            options,
            classifier,
            findings: Vec::new(),
            values: Vec::new(),
            bytes: 0,
        }
    }

    /// Takes the files that a design is read from.
    fn given(&mut self, files: Vec<Source>) -> Result<Vec<SourceId>, Refusal> {
        let mut ids = Vec::new();
        for file in files {
            self.bytes += file.text.len();
            if ids.len() == FILES || self.bytes > BYTES {
                return Err(Refusal { file: file.name, reason: too_much() });
            }
            ids.push(self.add(file));
        }
        Ok(ids)
    }

    /// Reads the file behind a path that is written in another one.
    fn load(&mut self, from: SourceId, path: &str) -> Result<SourceId, LoadError> {
        let escapes = path.starts_with(['/', '~']) || path.contains("://") || path.contains('\0');
        if escapes {
            return Err(LoadError {
                reason: text!("프로젝트 밖입니다", "it is outside of the project"),
            });
        }
        let source = self.loader.load(&self.files.get(from).name, path)?;
        if let Some(known) = self.files.find(&source.name) {
            return Ok(known);
        }
        self.bytes += source.text.len();
        if self.files.iter().count() >= FILES || self.bytes > BYTES {
            let is_said = self.findings.iter().any(|finding| finding.rule == "limit");
            if !is_said {
                let start = Span::new(from, 0, 0);
                self.findings.push(Diagnostic::error("limit", start, too_much()));
            }
            return Err(LoadError { reason: too_much() });
        }
        Ok(self.add(source))
    }

    /// One more file, whose secrets nothing behind this can tell.
    fn add(&mut self, file: Source) -> SourceId {
        self.files.add(file.examined(self.options.shows_secrets))
    }

    /// Reads a file of variables.
    fn load_values(&mut self, from: SourceId, path: &str) -> Result<SourceId, LoadError> {
        let id = self.load(from, path)?;
        self.values.push(id);
        Ok(id)
    }

    /// Makes what variables stand for unreadable, once all of it was read: no design says it, and
    /// nobody who is shown its files need see it.
    fn withhold(&mut self) {
        for id in std::mem::take(&mut self.values) {
            let values = discreet::values(&self.files.get(id).text);
            let hidden = values.into_iter().map(Secret::value).collect();
            self.files.hide(id, hidden, self.options.shows_secrets);
        }
    }

    /// Says that something of the files is not in the design.
    fn not_imported(&mut self, at: Span, said: Text) {
        self.findings.push(Diagnostic::new("not-imported", Severity::Advice, at, said));
    }

    /// The name of a file without its ending.
    fn stem(&self, file: SourceId) -> String {
        let name = self.files.get(file).name.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = name.split('.').next().filter(|stem| !stem.is_empty());
        stem.unwrap_or("design").to_owned()
    }

    /// The name of the folder that files stand in together, else that of the first without its ending.
    fn folder_name(&self, files: &[SourceId]) -> String {
        let names = files.iter().map(|file| self.files.get(*file).name.as_str());
        let folder = write::folder(names).trim_end_matches(['/', '\\']);
        let folder = folder.rsplit(['/', '\\']).next().unwrap_or_default();
        match folder {
            "" | "." | ".." => {
                files.first().map_or_else(|| "design".to_owned(), |at| self.stem(*at))
            }
            folder => folder.to_owned(),
        }
    }
}

fn too_much() -> Text {
    let size = BYTES / 1024 / 1024;
    text!(FILES, size;
        "설계 하나가 파일 {FILES}개나 {size} MiB를 넘습니다",
        "one design is over the limit of {FILES} files or {size} MiB"
    )
}
