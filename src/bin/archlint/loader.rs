//! The door through which designs ask for other files, and for earlier blocks of their Markdown.

use crate::files::{self, Naming};
use archlint::source::{LoadError, Loader, Source};
use std::ops::Range;
use std::path::Path;

pub struct FileLoader<'n> {
    pub naming: &'n Naming,
}

impl Loader for FileLoader<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        let folder = Path::new(from).parent().unwrap_or(Path::new(""));
        let path = folder.join(path);
        let whole = self.naming.absolute(&path);
        let text = files::read_included(&whole).map_err(|reason| LoadError { reason })?;
        Ok(Source::new(self.naming.name(&path), text))
    }
}

/// A design block of a Markdown file.
#[derive(Clone, Debug)]
pub struct Block {
    pub range: Range<usize>,
    /// The name in its header.
    pub name: Option<String>,
}

/// Knows the blocks that stand before one block; other names are files.
pub struct BlockLoader<'b> {
    pub files: FileLoader<'b>,
    /// The Markdown file, with all but its blocks blanked.
    pub source: &'b Source,
    /// All blocks of the file up to the one that is looked at.
    pub earlier: &'b [Block],
}

/// Between the file's name and the number of the block, in the name of a block that is extended.
const MARK: char = '\0';

/// The name of the file that a source was taken from.
pub fn file_of(name: &str) -> &str {
    name.split(MARK).next().unwrap_or(name)
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
    /// The Markdown file with nothing but one block left, so that all places stay.
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
