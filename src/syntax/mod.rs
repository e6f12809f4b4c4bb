//! From characters to a syntax tree: any text parses, and each mistake is one finding.

mod advice;
pub mod ast;
mod condition;
mod connection;
mod cursor;
mod depth;
mod errors;
mod expected;
mod format;
mod grammar;
mod guess;
mod keyword;
mod number;
mod parts;
mod policy;
mod reader;
mod statement;
mod string;
mod unclosed;
mod value;
pub mod walk;

pub use errors::{MAX_NESTING, MAX_OPERATORS, missing_equals};
pub use format::{WIDTH, format, format_span};
pub use guess::misspelt_keyword;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources, Span};
use cursor::Cursor;
use grammar::{Grammar, Rule};
use pest::Parser;
use pest::iterators::{Pair, Pairs};
use reader::Reader;

/// The tree of one text with the mistakes found while reading it.
#[derive(Debug)]
pub struct Parsed {
    pub file: ast::File,
    /// In the order of the text.
    pub errors: Vec<Diagnostic>,
}

/// Reads a whole source.
pub fn parse(sources: &Sources, source: SourceId) -> Parsed {
    let end = sources.get(source).text.len();
    parse_span(sources, Span::new(source, 0, end))
}

/// Reads the part of a source that `span` covers (a design block in a Markdown file). Every span
/// in the result counts from the beginning of the source.
pub fn parse_span(sources: &Sources, span: Span) -> Parsed {
    read(sources, span).0
}

/// The tree of a text, and the pairs of the grammar that it was made of; those are missing where the
/// text nests too deep.
fn read(sources: &Sources, span: Span) -> (Parsed, Option<Pair<'_, Rule>>) {
    let text = sources.text(span);
    let mut reader = Reader::new(span.source, span.start as usize, text);
    let (statements, comments, whole) = match pairs(text) {
        Ok(mut pairs) => {
            let comments = reader.comments(pairs.clone());
            let file = pairs.next().expect("a parse of `file` is one pair");
            (reader.file(&mut Cursor::new(file.clone())), comments, Some(file))
        }
        Err(at) => {
            reader.refuse(at);
            (Vec::new(), Vec::new(), None)
        }
    };
    let mut errors = reader.errors;
    errors.sort_by_key(|error| (error.primary.start, error.primary.end));
    (Parsed { file: ast::File { span, statements, comments }, errors }, whole)
}

/// The pairs of a text; the error is where it nests too deep to be read at all.
fn pairs(text: &str) -> Result<Pairs<'_, Rule>, usize> {
    if let Some(at) = depth::too_deep(text, MAX_NESTING) {
        return Err(at);
    }
    // The grammar matches every text, so this does not fail.
    Grammar::parse(Rule::file, text).map_err(|_| 0)
}
