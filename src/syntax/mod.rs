//! From characters to a syntax tree: any text parses, and each mistake is one finding.

mod advice;
pub mod ast;
mod condition;
mod connection;
mod cursor;
mod errors;
mod expected;
mod format;
mod grammar;
mod guess;
mod keyword;
mod memory;
mod number;
mod parts;
mod passage;
mod policy;
mod reader;
mod shift;
mod statement;
mod string;
mod unclosed;
mod value;
pub mod walk;

pub use errors::{MAX_NESTING, MAX_OPERATORS, missing_equals};
pub use format::{WIDTH, format, format_span};
pub use guess::{begins_name, continues_name, misspelt_keyword, times};
pub use memory::Memory;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources, Span};
use passage::Reading;
use std::sync::Arc;

/// The tree of one text with the mistakes found while reading it.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub file: Arc<ast::File>,
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
    let text = sources.text(span);
    Reading::whole(span, text).parsed(text)
}
