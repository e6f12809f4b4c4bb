//! Whole statements that come and go.

use super::Editor;
use crate::diagnostic::Edit;
use crate::model::{Component, Group};
use crate::source::{SourceId, Span};
use crate::syntax::walk;
use std::collections::BTreeMap;

/// `mysql orders`: what declares the component.
pub(super) fn declaration(component: &Component) -> String {
    let word = component.tech.as_ref().map_or(component.kind.word(), |tech| tech.name.as_str());
    format!("{word} {}", component.name)
}

impl Editor<'_> {
    /// Removes a statement, with its line when nothing else stands on it.
    pub fn remove(&self, span: Span) -> Edit {
        let text = &self.sources.get(span.source).text;
        let before = &text[..span.start as usize];
        let after = &text[span.end as usize..];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line_rest = after.find('\n').map_or(after.len(), |at| at + 1);
        let alone = before[line_start..].trim().is_empty() && after[..line_rest].trim().is_empty();
        let whole = match alone {
            true => Span::new(span.source, line_start, span.end as usize + line_rest),
            false => span,
        };
        Edit { span: whole, text: String::new() }
    }

    /// Puts a statement on a line of its own at the end of a design's text.
    pub fn append(&self, design: Span, statement: &str) -> Edit {
        let text = self.sources.text(design);
        let end = design.start as usize + text.trim_end().len();
        let newline = if text.ends_with('\n') { "" } else { "\n" };
        let span = Span::new(design.source, end, end);
        Edit { span, text: format!("\n{statement}{newline}") }
    }

    /// Puts statements on lines of their own before another one, indented like it.
    pub fn before(&self, span: Span, statement: &str) -> Edit {
        let text = &self.sources.get(span.source).text;
        let start = span.start as usize;
        let indent = indent_at(text, start);
        let span = Span::new(span.source, start, start);
        Edit { span, text: format!("{statement}\n{indent}") }
    }

    /// Declares every component of the text that only connections name, before their first use.
    pub fn declare(&self, text: SourceId) -> Vec<Edit> {
        let mut statements: BTreeMap<Span, Vec<String>> = BTreeMap::new();
        for component in self.design.components.iter().filter(|it| it.span.source == text) {
            if let Some(statement) = component.implied {
                statements.entry(statement).or_default().push(declaration(component));
            }
        }
        let declared = statements.into_iter().map(|(statement, declarations)| {
            let start = statement.start as usize;
            let indent = indent_at(&self.sources.get(text).text, start);
            self.before(statement, &declarations.join(&format!("\n{indent}")))
        });
        declared.collect()
    }

    /// Puts statements on lines of their own behind another one, indented like it.
    pub fn after(&self, span: Span, statement: &str) -> Edit {
        let text = &self.sources.get(span.source).text;
        let (start, end) = (span.start as usize, span.end as usize);
        let indent = indent_at(text, start);
        let lines: String = statement.lines().map(|line| format!("\n{indent}{line}")).collect();
        Edit { span: Span::new(span.source, end, end), text: lines }
    }

    /// Puts statements inside a group, on lines of their own behind what is there.
    pub fn inside(&self, group: &Group, statements: &[String]) -> Edit {
        let source = group.span.source;
        let start = group.span.start as usize;
        let indent = indent_at(&self.sources.get(source).text, start);
        let lines = |indent: &str| -> String {
            statements.iter().map(|statement| format!("\n{indent}{statement}")).collect()
        };
        let Some(block) = self.block(group.span) else {
            let end = start + self.sources.text(group.span).trim_end().len();
            let text = format!(" {{{}\n{indent}}}", lines(&format!("{indent}  ")));
            return Edit { span: Span::new(source, end, end), text };
        };
        let inside = self.inside_of(block);
        let content = self.sources.text(inside).trim_end();
        let (from, to) = (inside.start as usize + content.len(), inside.end as usize);
        match content.rsplit_once('\n') {
            Some((_, last)) => Edit {
                span: Span::new(source, from, from),
                text: lines(indent_at(last, last.len())),
            },
            None => Edit {
                span: Span::new(source, from, to),
                text: format!("{}\n{indent}", lines(&format!("{indent}  "))),
            },
        }
    }

    /// Whether any text of the design calls something of that name by a path with groups before it.
    pub fn is_called_by_path(&self, name: &str) -> bool {
        let mut called = false;
        for file in self.design.texts.iter() {
            walk::paths(&file.statements, &mut |path| {
                called |= path.segments.iter().skip(1).any(|segment| segment.text == name);
            });
        }
        called
    }
}

/// The blanks with which the line around a place begins.
pub(super) fn indent_at(text: &str, at: usize) -> &str {
    let line = &text[text[..at].rfind('\n').map_or(0, |at| at + 1)..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}
