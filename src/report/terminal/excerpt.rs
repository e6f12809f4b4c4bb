//! The message and the excerpt of the text, drawn by miette. Miette is nowhere else, and what it
//! says in English of its own accord is not asked of it.

use super::{Report, Style, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::sink::{Terminal, Written};
use crate::source::{Source, SourceId, Span};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeStyles,
};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Draws findings; remembers each text's printable form.
pub(super) struct Excerpts<'a> {
    report: &'a Report,
    style: Style,
    texts: HashMap<SourceId, Indexed<'a>>,
}

impl<'a> Excerpts<'a> {
    pub(super) fn new(report: &'a Report, style: &Style) -> Self {
        Self { report, style: *style, texts: HashMap::new() }
    }

    /// The first line with the message, and the excerpt with its labels.
    pub(super) fn draw(&mut self, out: &mut Written<Terminal>, finding: &Diagnostic) {
        let source = self.report.sources.get(finding.primary.source);
        let text = self.texts.entry(finding.primary.source).or_insert_with(|| Indexed {
            source,
            name: crate::sink::for_terminal(&source.name),
            text: words::plain(&source.text),
        });
        let lang = self.style.lang;
        let message = words::plain(finding.message.get(lang)).into_owned();
        let labels = labels(self.report, finding, &self.style);
        let view = View { message, severity: finding.severity, labels, text };
        let handler = handler(finding, &self.style);
        let draw = || {
            let mut drawn = String::new();
            handler.render_report(&mut drawn, &view).ok().map(|()| drawn)
        };
        let Some(drawn) = guarded(draw) else {
            super::narrated::tell(out, self.report, finding, &self.style);
            return;
        };
        // Miette indents the message by two columns; it is the headline of all that follows.
        let drawn = drawn.trim_start_matches('\n');
        out.coloured(drawn.strip_prefix("  ").unwrap_or(drawn));
    }
}

/// Whatever goes wrong in drawing one excerpt, that finding and the others are still told.
fn guarded(draw: impl FnOnce() -> Option<String>) -> Option<String> {
    catch_unwind(AssertUnwindSafe(draw)).ok().flatten()
}

fn handler(finding: &Diagnostic, style: &Style) -> GraphicalReportHandler {
    let mut theme = GraphicalTheme::unicode();
    if !style.color {
        theme.styles = ThemeStyles::none();
    }
    let headline = format!("{}[{}]", words::severity(finding.severity, style.lang), finding.rule);
    theme.characters.error.clone_from(&headline);
    theme.characters.warning.clone_from(&headline);
    theme.characters.advice = headline;
    GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_width(style.width.max(20))
        .with_context_lines(0)
        .with_word_separator(textwrap::WordSeparator::AsciiSpace)
        .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
}

/// So many other places are shown; the message and the subjects name them all.
pub(super) const MOST_RELATED: usize = 5;

/// The labels of the excerpt: what is at fault, and the related places of the same text.
fn labels(report: &Report, finding: &Diagnostic, style: &Style) -> Vec<LabeledSpan> {
    let source = report.sources.get(finding.primary.source);
    let Some(primary) = visible(source, finding.primary) else { return Vec::new() };
    let words = finding.label.as_ref().map(|label| {
        let label = words::plain(label.get(style.lang));
        label.replace('\n', " ")
    });
    let mut labels = vec![LabeledSpan::new_primary_with_span(words, primary)];
    for (span, text) in finding.related.iter().take(MOST_RELATED) {
        if shown_in_excerpt(report, finding, *span)
            && let Some(range) = visible(source, *span)
        {
            let words = words::plain(text.get(style.lang)).replace('\n', " ");
            labels.push(LabeledSpan::new_with_span(Some(words), range));
        }
    }
    labels
}

/// Whether a related place is drawn as a label of the excerpt: it must be of the same text, and
/// must not overlap another label, which miette draws in the wrong column.
pub(super) fn shown_in_excerpt(report: &Report, finding: &Diagnostic, span: Span) -> bool {
    if span.source != finding.primary.source {
        return false;
    }
    let source = report.sources.get(span.source);
    if !is_near(source, finding.primary, span) {
        return false;
    }
    let before = finding.related.iter().map(|(span, _)| *span).take_while(|other| *other != span);
    let mut others = std::iter::once(finding.primary).chain(before);
    let Some(own) = visible(source, span) else { return false };
    others.all(|other| {
        other.source != span.source
            || visible(source, other).is_none_or(|other| !(overlap(&own, &other)))
    })
}

/// Whether both point at the very same characters, so that naming the second says nothing new.
pub(super) fn is_same_place(report: &Report, a: Span, b: Span) -> bool {
    let source = report.sources.get(a.source);
    a.source == b.source && visible(source, a) == visible(source, b)
}

/// Bytes of a line that are drawn whole; of a longer one only what is around the span.
const WHOLE: usize = 400;
/// What is drawn of a longer line before the span, and from its beginning on.
const BEFORE: usize = 60;
const BEHIND: usize = 140;

/// On lines of which only a part is drawn, another place must be in the same part.
fn is_near(source: &Source, primary: Span, other: Span) -> bool {
    let line_of = |span: Span| source.line_index((span.start as usize).min(source.text.len()));
    let (one, two) = (line_of(primary), line_of(other));
    let is_long = |line: usize| source.line_start(line + 1) - source.line_start(line) > WHOLE;
    if !is_long(one) && !is_long(two) {
        return true;
    }
    one == two && primary.start.abs_diff(other.start) as usize <= BEFORE
}

fn overlap(a: &std::ops::Range<usize>, b: &std::ops::Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The part of a span that can be underlined: on its first line, and at least one character.
fn visible(source: &Source, span: Span) -> Option<std::ops::Range<usize>> {
    let text = &source.text;
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    let line = source.line_index(start.min(text.len()));
    let line_start = source.line_start(line);
    let line_end = source.line_start(line + 1);
    let line_end = line_start + text[line_start..line_end].trim_end_matches(['\r', '\n']).len();
    end = end.min(line_end);
    start = start.min(line_end);
    if start >= end {
        // Nothing to underline: take the character behind, else the one before.
        match text[start..line_end].chars().next() {
            Some(next) => end = start + next.len_utf8(),
            None => {
                start -= text[line_start..start].chars().next_back()?.len_utf8();
                end = line_end;
            }
        }
    }
    if line_end - line_start > WHOLE {
        end = end.min(boundary(text, (start + BEHIND - BEFORE).min(line_end)).max(start + 1));
        end = boundary_behind(text, end);
    }
    Some(start..end)
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn boundary_behind(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// A finding as miette wants to see it.
#[derive(Debug)]
struct View<'a> {
    message: String,
    severity: Severity,
    labels: Vec<LabeledSpan>,
    text: &'a Indexed<'a>,
}

impl fmt::Display for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for View<'_> {}

impl miette::Diagnostic for View<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.text)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// A text whose lines are found by the index of its [`Source`]. Miette's own would read the text
/// from its beginning for every label.
#[derive(Debug)]
struct Indexed<'a> {
    source: &'a Source,
    name: String,
    /// Byte for byte as long as the source's.
    text: Cow<'a, str>,
}

impl SourceCode for Indexed<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        if end > self.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let first = self.source.line_index(start).saturating_sub(before);
        let last = self.source.line_index(end.max(start + 1) - 1) + after;
        let mut lines = self.source.line_start(first)..self.source.line_start(last + 1);
        if lines.len() > WHOLE && first == last {
            let from = boundary(&self.text, start.saturating_sub(BEFORE));
            let to = boundary(&self.text, (start + BEHIND).max(end).min(lines.end));
            lines = lines.start.max(from)..to;
        }
        let at = self.source.position(start);
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            &self.text.as_bytes()[lines.clone()],
            (lines.start, lines.len()).into(),
            at.line - 1,
            at.column - 1,
            last - first + 1,
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_while_an_excerpt_is_drawn_ends_with_it() {
        assert_eq!(guarded(|| panic!("in miette")), None);
        assert_eq!(guarded(|| Some("drawn".to_owned())).as_deref(), Some("drawn"));
    }
}
