//! What a file is, and the designs that it holds. An importer of foreign files plugs in here.

use super::Judged;
use crate::import::{self, Imported, Importing};
use crate::say::Text;
use crate::source::{LoadError, Loader, Source, Sources, Span, design_blocks};
use crate::syntax::{self, ast::StatementKind};
use crate::text;
use std::ops::Range;

/// Why a file can't be read as designs; said to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What is said to the person.
    pub reason: Text,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(&self.reason.en)
    }
}

impl std::error::Error for Refused {}

/// A form in which designs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The whole text is one design.
    Design,
    /// Each ```` ```arch ```` block is one.
    Markdown,
}

impl Form {
    /// By the ending of the name; a name without one is a design.
    pub(super) fn of(name: &str) -> Result<Self, Refused> {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        match ending.as_deref() {
            None | Some("arch") => Ok(Form::Design),
            Some("md" | "markdown") => Ok(Form::Markdown),
            Some(_) => Err(Refused {
                reason: text!(name;
                    "{name}: 설계 파일이 아닙니다. 설계라면 이름을 `.arch`로 바꾸세요",
                    "{name}: not a design by its name; if it is one, rename it to `.arch`"
                ),
            }),
        }
    }
}

/// A file with its designs found, none of them judged yet.
pub(super) struct Recognised<'r> {
    /// All but the blocks blanked.
    source: Source,
    /// Nothing blanked, where drawings stand beside the blocks: findings at both show their lines.
    whole: Option<Source>,
    designs: Vec<Found>,
    options: import::Options<'r>,
}

/// A design of a file.
#[derive(Clone, Debug)]
enum Found {
    /// Written in the language.
    Block(Block),
    /// Written from what stands there in another notation.
    Written(Imported),
}

/// Where a design stands.
#[derive(Clone, Debug)]
struct Block {
    range: Range<usize>,
    /// The name in its header, by which a later block can extend it.
    name: Option<String>,
}

impl<'r> Recognised<'r> {
    /// The designs of a file, or of foreign files of one notation that belong together, the first
    /// of which stands for them; files that those need come through `loader`.
    pub(super) fn of(
        files: &[Source],
        loader: &dyn Loader,
        reading: &Reading<'r>,
    ) -> Result<Self, Refused> {
        let options = reading.options;
        let Some(first) = files.first() else { return Err(nothing()) };
        let source = &first.clone().examined(reading.shown);
        let whole = |designs| Ok(Self { source: source.clone(), whole: None, designs, options });
        match import::recognise(&source.name, &source.text) {
            import::Recognised::Arch => {
                let block = Block { range: 0..source.text.len(), name: None };
                whole(vec![Found::Block(block)])
            }
            import::Recognised::Markdown => Ok(Self::markdown(source, reading)),
            import::Recognised::Foreign(format) => {
                // Looking for secrets takes longer than all else: once for each text.
                let mut files = files.to_vec();
                files[0] = source.clone();
                let written = import::import(files, format, loader, options)
                    .map_err(|refusal| refused(&refusal.file, &refusal.reason))?;
                whole(written.into_iter().map(Found::Written).collect())
            }
            import::Recognised::Refused(reason) => Err(refused(&source.name, &reason)),
            import::Recognised::Unknown => Form::of(&source.name).and_then(|_| whole(Vec::new())),
        }
    }

    /// The designs of a Markdown file in the order in which they stand.
    fn markdown(source: &Source, reading: &Reading<'r>) -> Self {
        let found = design_blocks(&source.text);
        let masked = source.clone().reduced(found.text, &found.ranges);
        let name = |range: Range<usize>| name_of_block(&masked, range);
        let block = |range: Range<usize>| Block { name: name(range.clone()), range };
        let blocks = found.ranges.into_iter().map(block);
        let mut designs: Vec<(usize, Found)> =
            blocks.map(|block| (block.range.start, Found::Block(block))).collect();
        let drawn = import::designs(source, reading.blocks, reading.options);
        designs.extend(drawn.into_iter().map(|(range, one)| (range.start, Found::Written(one))));
        designs.sort_by_key(|(start, _)| *start);
        let designs: Vec<Found> = designs.into_iter().map(|(_, found)| found).collect();
        let is_drawn = |found: &Found| matches!(found, Found::Written(_));
        let whole = designs.iter().any(is_drawn).then(|| source.clone());
        Self { source: masked, whole, designs, options: reading.options }
    }

    pub(super) fn name(&self) -> &str {
        &self.source.name
    }

    pub(super) fn count(&self) -> usize {
        self.designs.len()
    }

    /// The file is written in another notation than the language's own.
    pub(super) fn is_foreign(&self) -> bool {
        let is_own = matches!(Form::of(&self.source.name), Ok(Form::Markdown));
        !is_own && self.written(0).is_some()
    }

    /// By which its designs can be asked for: a name where it is no other's, else the number.
    pub(super) fn names(&self) -> Vec<String> {
        let by = |(at, found): (usize, &Found)| {
            let is_first = |name: &&str| self.chosen(Some(name)) == Some(at);
            found.name().filter(is_first).map_or_else(|| (at + 1).to_string(), str::to_owned)
        };
        self.designs.iter().enumerate().map(by).collect()
    }

    /// The place of the design that the others lead to, or of the one that is asked for by its name
    /// or its number.
    pub(super) fn chosen(&self, asked: Option<&str>) -> Option<usize> {
        let Some(asked) = asked else { return self.count().checked_sub(1) };
        let is_named = |found: &Found| found.name() == Some(asked);
        let by_number = || asked.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let by_name = self.designs.iter().position(is_named);
        by_name.or_else(by_number).filter(|at| *at < self.count())
    }

    /// That the design which is asked for is not there, or that there is none.
    pub(super) fn lacks(&self, asked: Option<&str>) -> Refused {
        let name = &self.source.name;
        let names = Text::names(self.designs.iter().filter_map(Found::name));
        let reason = |reason| Refused { reason };
        match asked {
            Some(asked) if !names.is_empty() => reason(text!(name, asked, names;
                "{name}에 설계 `{asked}`은(는) 없습니다. 있는 설계: {names}",
                "{name} has no design `{asked}`; there are {names}"
            )),
            _ => {
                reason(text!(name; "{name}에 `arch` 블록이 없습니다", "{name} has no `arch` block"))
            }
        }
    }

    /// The text of a design that was written from another notation.
    pub(super) fn written(&self, number: usize) -> Option<&Imported> {
        match self.designs.get(number)? {
            Found::Written(imported) => Some(imported),
            Found::Block(_) => None,
        }
    }

    /// Has `read` read one of the designs; `None` where there are fewer. The sources that come
    /// back go by the names of their files.
    pub(super) fn read(
        &self,
        number: usize,
        files: &dyn Loader,
        read: impl Fn(&mut Sources, Span, &dyn Loader) -> Judged,
    ) -> Option<(Sources, Judged)> {
        let importing = Importing { inner: files, options: self.options };
        let earlier = &self.designs[..number.min(self.count())];
        let loader = BlockLoader { files: &importing, source: &self.source, earlier };
        let mut sources = Sources::default();
        let judged = match self.designs.get(number)? {
            Found::Block(block) => {
                let id = sources.add(self.source.clone());
                let Range { start, end } = block.range;
                read(&mut sources, Span::new(id, start, end), &loader)
            }
            Found::Written(imported) => {
                let (span, said) = imported.clone().into_run(&mut sources);
                let mut judged = read(&mut sources, span, &loader);
                judged.hear(said);
                judged
            }
        };
        Some((with_names_of_files(sources, self.whole.as_ref()), judged))
    }
}

/// How foreign texts are read.
#[derive(Clone, Copy)]
pub(super) struct Reading<'r> {
    pub options: import::Options<'r>,
    /// Which Mermaid blocks of a Markdown file are designs.
    pub blocks: import::Blocks,
    /// Whether the secrets in it stay readable.
    pub shown: bool,
}

impl Found {
    fn name(&self) -> Option<&str> {
        match self {
            Found::Block(block) => block.name.as_deref(),
            Found::Written(imported) => Some(&imported.name),
        }
    }
}

/// Writes designs from foreign files of one notation; of a Markdown file from its drawings.
pub(super) fn imported(
    files: Vec<Source>,
    loader: &dyn Loader,
    options: import::Options,
    asked: Option<&str>,
) -> Result<Vec<Imported>, Refused> {
    let Some(first) = files.first() else { return Ok(Vec::new()) };
    let name = first.name.clone();
    let format = match import::recognise(&name, &first.text) {
        import::Recognised::Foreign(format) => format,
        import::Recognised::Markdown => {
            let shown = options.shows_secrets;
            let reading = Reading { options, blocks: import::Blocks::Recognised, shown };
            let file = Recognised::of(&files, loader, &reading)?;
            let last = (0..file.count()).rev().find(|at| file.written(*at).is_some());
            let chosen = if asked.is_some() { file.chosen(asked) } else { last };
            let chosen = chosen.and_then(|at| file.written(at)).cloned();
            let none = text!("설계로 읽을 그림이 없습니다", "there is no drawing that is a design");
            return chosen.map(|one| vec![one]).ok_or_else(|| match (asked, file.count()) {
                (Some(_), 1..) => file.lacks(asked),
                _ => refused(&name, &none),
            });
        }
        import::Recognised::Refused(reason) => return Err(refused(&name, &reason)),
        import::Recognised::Arch => {
            return Err(refused(
                &name,
                &text!("이미 archlint 설계입니다", "it is a design already"),
            ));
        }
        import::Recognised::Unknown => {
            let known =
                "docker compose, Kubernetes, Terraform, Mermaid, draw.io, Structurizr, D2, C4";
            return Err(refused(
                &name,
                &text!(known;
                    "무슨 형식인지 알 수 없습니다. 읽을 수 있는 것: {known}",
                    "unknown notation; these can be read: {known}"
                ),
            ));
        }
    };
    import::import(files, format, loader, options)
        .map_err(|refusal| refused(&refusal.file, &refusal.reason))
}

fn nothing() -> Refused {
    Refused { reason: text!("파일이 없습니다", "there is no file") }
}

fn refused(name: &str, reason: &Text) -> Refused {
    Refused { reason: text!(name, reason; "{name}: {reason}", "{name}: {reason}") }
}

fn name_of_block(source: &Source, range: Range<usize>) -> Option<String> {
    let mut sources = Sources::default();
    let id = sources.add(source.clone());
    let parsed = syntax::parse_span(&sources, Span::new(id, range.start, range.end));
    parsed.file.statements.iter().find_map(|statement| match &statement.kind {
        StatementKind::Header(header) => Some(header.name.text.clone()),
        _ => None,
    })
}

/// Knows the designs that stand before one in its file; other names are files.
struct BlockLoader<'b> {
    files: &'b dyn Loader,
    /// The file, with all but its designs blanked.
    source: &'b Source,
    /// All designs of the file up to the one that is looked at.
    earlier: &'b [Found],
}

/// Between the file's name and the number of the block, in the name of a block that is extended.
const MARK: char = '\0';

/// The name of the file that a source was taken from.
fn file_of(name: &str) -> &str {
    name.split(MARK).next().unwrap_or(name)
}

/// Blocks that were extended go by the name of their file again, and show the file as `whole` has
/// it. A text that was written from a file is another text and keeps its name.
fn with_names_of_files(sources: Sources, whole: Option<&Source>) -> Sources {
    let mut renamed = Sources::default();
    for (_, source) in sources.iter() {
        let mut source = source.clone();
        if source.origins.is_none() {
            source.name = file_of(&source.name).to_owned();
            source = whole.filter(|whole| whole.name == source.name).cloned().unwrap_or(source);
        }
        renamed.add(source);
    }
    renamed
}

impl Loader for BlockLoader<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        let earlier = match from.split_once(MARK) {
            None => self.earlier,
            Some((_, number)) => &self.earlier[..number.parse().unwrap_or(0)],
        };
        let is_meant = |found: &Found| found.name() == Some(path);
        match earlier.iter().rposition(is_meant) {
            Some(number) if file_of(from) == self.source.name => Ok(self.earlier_one(number)),
            _ => self.files.load(file_of(from), path),
        }
    }

    fn list(&self, from: &str, path: &str) -> Result<Vec<String>, LoadError> {
        self.files.list(file_of(from), path)
    }

    fn policies(&self) -> Vec<Source> {
        self.files.policies()
    }
}

impl BlockLoader<'_> {
    /// The file with nothing but one design left, so that all places stay; a written one as it is.
    fn earlier_one(&self, number: usize) -> Source {
        let Range { start, end } = match &self.earlier[number] {
            Found::Block(block) => block.range.clone(),
            Found::Written(imported) => return imported.source.clone(),
        };
        let blank = |text: &str| -> String {
            text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
        };
        let text = &self.source.text;
        let only = [&blank(&text[..start]), &text[start..end], &blank(&text[end..])].concat();
        Source::new(format!("{}{MARK}{number}", self.source.name), only)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_name_says() {
        for design in ["a.arch", "설계.ARCH", "<stdin>", "infra/design", "a.b/design"] {
            assert_eq!(Form::of(design), Ok(Form::Design), "{design}");
        }
        assert_eq!(Form::of("docs/post.Markdown"), Ok(Form::Markdown));
        let refused = Form::of("notes.txt").expect_err("no design");
        assert!(refused.reason.en.contains("rename it to `.arch`"), "{refused}");
    }
}
