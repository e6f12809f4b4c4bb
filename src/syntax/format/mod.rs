//! One way to write a design: the same statements and comments, evenly laid out.
//!
//! Two spaces a level, at most one blank line, one statement a line; declarations that stand below
//! one another form columns. A block that stands on one line stays there while it fits. Line breaks
//! inside a statement are the author's and stay, too.

mod align;
mod collect;
mod print;

use super::passage::{Passages, Reading};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources, Span};
use collect::Collector;

/// Up to so many columns a block may stay on its line.
pub const WIDTH: usize = 100;

/// The text of a source, evenly laid out. Formatting its result again changes nothing.
///
/// # Errors
///
/// The mistakes of a text that can't be read: such a text is left alone.
pub fn format(sources: &Sources, source: SourceId) -> Result<String, Vec<Diagnostic>> {
    let end = sources.get(source).text.len();
    format_span(sources, Span::new(source, 0, end))
}

/// The same for a part of a source (a design block in a Markdown file).
pub fn format_span(sources: &Sources, span: Span) -> Result<String, Vec<Diagnostic>> {
    let text = sources.text(span);
    let (mut reading, mut collector) = (Reading::of(span), Collector::new(text));
    for (from, passage) in Passages::of(text) {
        reading.take(text, from, passage.clone());
        collector.passage(from, passage);
    }
    let errors = reading.parsed(text).errors;
    if !errors.is_empty() {
        return Err(errors);
    }
    let printed = print::file(&collector.file());
    // A file of Windows stays one.
    match text.find('\n').is_some_and(|at| text[..at].ends_with('\r')) {
        true => Ok(printed.replace('\n', "\r\n")),
        false => Ok(printed),
    }
}
