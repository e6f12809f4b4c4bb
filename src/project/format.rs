//! Lays out the designs of a file evenly.

use super::Refused;
use super::recognise::Form;
use crate::diagnostic::Diagnostic;
use crate::report::Checked;
use crate::source::{Source, Sources, Span, design_blocks};
use crate::syntax;
use std::ops::Range;

/// The formatted text of a file; its mistakes where it can't be read.
pub fn format(source: &Source) -> Result<Result<String, Checked>, Refused> {
    let form = Form::of(&source.name)?;
    let mut sources = Sources::default();
    let formatted = match form {
        Form::Markdown => format_blocks(&mut sources, source),
        Form::Design => {
            let id = sources.add(source.clone());
            syntax::format(&sources, id)
        }
    };
    let file = source.name.clone();
    Ok(formatted.map_err(|findings| {
        let sources = sources.examined(false);
        Checked { sources, file, findings, waiting: false }
    }))
}

/// Formats the design blocks and leaves everything else as it is.
fn format_blocks(sources: &mut Sources, source: &Source) -> Result<String, Vec<Diagnostic>> {
    let old = &*source.text;
    let blocks = design_blocks(old);
    let masked = blocks.text;
    let id = sources.add(Source::new(source.name.clone(), masked.as_str()));
    let mut new = String::with_capacity(old.len());
    let mut mistakes = Vec::new();
    let mut done = 0;
    for Range { start, end } in blocks.ranges {
        // The marks of a quotation run through such a block: it is not ours to lay out.
        if masked[start..end] != old[start..end] {
            continue;
        }
        match syntax::format_span(sources, Span::new(id, start, end)) {
            Ok(text) => {
                new.push_str(&old[done..start]);
                new.push_str(&indented(&text, &old[..start]));
                done = end;
            }
            Err(errors) => mistakes.extend(errors),
        }
    }
    new.push_str(&old[done..]);
    if mistakes.is_empty() { Ok(new) } else { Err(mistakes) }
}

/// A block in a list stands as far in as its first line does.
fn indented(text: &str, before: &str) -> String {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let indent = " ".repeat(line.chars().count());
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.split_inclusive('\n').enumerate() {
        if at > 0 && !line.trim().is_empty() {
            out.push_str(&indent);
        }
        out.push_str(line);
    }
    out
}
