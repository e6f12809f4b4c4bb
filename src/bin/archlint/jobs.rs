//! Checks one file: a design, or every design block of a Markdown file.

use crate::files::Naming;
use crate::loader::{self, Block, BlockLoader, FileLoader};
use archlint::model::Design;
use archlint::report::Checked;
use archlint::source::{Loader, Source, Sources, Span, design_blocks};
use archlint::syntax::{self, ast::StatementKind};
use archlint::{Judged, Measure, check};
use std::ops::Range;

/// What one design said, and which files it is made of.
pub struct Outcome {
    pub checked: Checked,
    /// Names of the files that it includes, itself or through others; not those that it extends.
    pub includes: Vec<String>,
}

pub fn check_design(name: &str, text: String, naming: &Naming, by: Measure) -> Outcome {
    let loader = FileLoader { naming };
    let mut sources = Sources::default();
    let end = text.len();
    let id = sources.add(Source::new(name, text));
    judge(sources, Span::new(id, 0, end), &loader, by)
}

/// One outcome for each block. A file without blocks says nothing, and that is right.
pub fn check_markdown(name: &str, text: &str, naming: &Naming, by: Measure) -> Vec<Outcome> {
    let (source, blocks) = blocks(name, text);
    let outcome = |number: usize| {
        let earlier = &blocks[..number];
        let loader = BlockLoader { files: FileLoader { naming }, source: &source, earlier };
        let mut sources = Sources::default();
        let id = sources.add(source.clone());
        let range = &blocks[number].range;
        judge(sources, Span::new(id, range.start, range.end), &loader, by)
    };
    (0..blocks.len()).map(outcome).collect()
}

/// The file with all but its design blocks blanked, and the blocks.
fn blocks(name: &str, text: &str) -> (Source, Vec<Block>) {
    let found = design_blocks(text);
    let source = Source::new(name, found.text);
    let block = |range: Range<usize>| {
        let name = name_of_block(&source, range.clone());
        Block { range, name }
    };
    let blocks = found.ranges.into_iter().map(block).collect();
    (source, blocks)
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

/// The design of a file that holds nothing else.
pub fn judge_design(name: &str, text: String, naming: &Naming, by: Measure) -> (Sources, Judged) {
    let mut sources = Sources::default();
    let end = text.len();
    let id = sources.add(Source::new(name, text));
    let judged = check(&mut sources, Span::new(id, 0, end), &FileLoader { naming }, by);
    (sources, judged)
}

/// The last design block of a Markdown file: the one that the others lead to.
pub fn judge_last_block(
    name: &str,
    text: &str,
    naming: &Naming,
    by: Measure,
) -> Option<(Sources, Judged)> {
    let last = design_blocks(text).ranges.len().checked_sub(1)?;
    judge_block(name, text, last, naming, by)
}

/// One design block of a Markdown file; `None` where it has fewer.
pub fn judge_block(
    name: &str,
    text: &str,
    number: usize,
    naming: &Naming,
    by: Measure,
) -> Option<(Sources, Judged)> {
    let (source, blocks) = blocks(name, text);
    let earlier = blocks.get(..number)?;
    let range = blocks.get(number)?.range.clone();
    let loader = BlockLoader { files: FileLoader { naming }, source: &source, earlier };
    let mut sources = Sources::default();
    let id = sources.add(source.clone());
    let span = Span::new(id, range.start, range.end);
    let judged = check(&mut sources, span, &loader, by);
    Some((with_names_of_files(sources), judged))
}

fn judge(mut sources: Sources, span: Span, loader: &dyn Loader, by: Measure) -> Outcome {
    let judged = check(&mut sources, span, loader, by);
    let file = sources.get(span.source).name.clone();
    let bases = bases(&judged.design);
    let others = sources.iter().filter(|(id, _)| *id != span.source && !bases.contains(id));
    let includes = others.map(|(_, source)| source.name.clone()).collect();
    let sources = with_names_of_files(sources);
    let checked = Checked { sources, file, findings: judged.findings, waiting: judged.waiting };
    Outcome { checked, includes }
}

/// The texts of the designs that a design extends, and those that they extend.
fn bases(design: &Design) -> Vec<archlint::source::SourceId> {
    let chain = std::iter::successors(design.base.as_deref(), |base| base.base.as_deref());
    chain.filter_map(|base| base.span).map(|span| span.source).collect()
}

/// Blocks that were extended go by the name of their file again.
fn with_names_of_files(sources: Sources) -> Sources {
    let mut renamed = Sources::default();
    for (_, source) in sources.iter() {
        let mut source = source.clone();
        source.name = loader::file_of(&source.name).to_owned();
        renamed.add(source);
    }
    renamed
}
