//! What a file is, and the designs that it holds. An importer of foreign files plugs in here.

use super::Judged;
use crate::source::{LoadError, Loader, Source, Sources, Span, design_blocks};
use crate::syntax::{self, ast::StatementKind};
use crate::text;
use crate::text::Text;
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
                reason: text!(
                    "{name}: 설계 파일이 아닙니다. 설계라면 이름을 `.arch`로 바꾸세요",
                    "{name}: not a design by its name; if it is one, rename it to `.arch`"
                ),
            }),
        }
    }
}

/// A file with its designs found, none of them read yet.
pub(super) struct Recognised {
    /// All but the designs blanked.
    source: Source,
    blocks: Vec<Block>,
}

/// Where a design stands.
#[derive(Clone, Debug)]
struct Block {
    range: Range<usize>,
    /// The name in its header, by which a later block can extend it.
    name: Option<String>,
}

impl Recognised {
    pub(super) fn of(source: &Source) -> Result<Self, Refused> {
        match Form::of(&source.name)? {
            Form::Design => {
                let block = Block { range: 0..source.text.len(), name: None };
                Ok(Self { source: source.clone(), blocks: vec![block] })
            }
            Form::Markdown => {
                let found = design_blocks(&source.text);
                let source = Source::new(source.name.clone(), found.text);
                let name = |range: Range<usize>| name_of_block(&source, range);
                let block = |range: Range<usize>| Block { name: name(range.clone()), range };
                let blocks = found.ranges.into_iter().map(block).collect();
                Ok(Self { source, blocks })
            }
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.source.name
    }

    pub(super) fn count(&self) -> usize {
        self.blocks.len()
    }

    /// Has `read` read one of the designs; `None` where there are fewer. The sources that come
    /// back go by the names of their files.
    pub(super) fn read(
        &self,
        number: usize,
        files: &dyn Loader,
        read: impl Fn(&mut Sources, Span, &dyn Loader) -> Judged,
    ) -> Option<(Sources, Judged)> {
        let range = self.blocks.get(number)?.range.clone();
        let loader = BlockLoader { files, source: &self.source, earlier: &self.blocks[..number] };
        let mut sources = Sources::default();
        let id = sources.add(self.source.clone());
        let judged = read(&mut sources, Span::new(id, range.start, range.end), &loader);
        Some((with_names_of_files(sources), judged))
    }
}

fn name_of_block(source: &Source, range: Range<usize>) -> Option<String> {
    let mut sources = Sources::default();
    let id = sources.add(source.clone());
    let parsed = syntax::parse_span(&sources, Span::new(id, range.start, range.end));
    parsed.file.statements.into_iter().find_map(|statement| match statement.kind {
        StatementKind::Header(header) => Some(header.name.text),
        _ => None,
    })
}

/// Knows the designs that stand before one in its file; other names are files.
struct BlockLoader<'b> {
    files: &'b dyn Loader,
    /// The file, with all but its designs blanked.
    source: &'b Source,
    /// All designs of the file up to the one that is looked at.
    earlier: &'b [Block],
}

/// Between the file's name and the number of the block, in the name of a block that is extended.
const MARK: char = '\0';

/// The name of the file that a source was taken from.
fn file_of(name: &str) -> &str {
    name.split(MARK).next().unwrap_or(name)
}

/// Blocks that were extended go by the name of their file again.
fn with_names_of_files(sources: Sources) -> Sources {
    let mut renamed = Sources::default();
    for (_, source) in sources.iter() {
        let mut source = source.clone();
        source.name = file_of(&source.name).to_owned();
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
        let is_meant = |block: &Block| block.name.as_deref() == Some(path);
        match earlier.iter().rposition(is_meant) {
            Some(number) if file_of(from) == self.source.name => Ok(self.block(number)),
            _ => self.files.load(file_of(from), path),
        }
    }
}

impl BlockLoader<'_> {
    /// The file with nothing but one design left, so that all places stay.
    fn block(&self, number: usize) -> Source {
        let Range { start, end } = self.earlier[number].range.clone();
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
