//! Changes of a design's text that keep its comments and its style. What stands where is known from
//! the syntax trees that the design was built from; no text is searched for its meaning again.

mod connection;
mod relocate;
mod statement;

use crate::diagnostic::{Edit, Fix, Safety};
use crate::model::{Attr, Component, Design, Facts, Group, Link};
use crate::say::Text;
use crate::source::{SourceId, Sources, Span};
use crate::syntax::ast::{self, Block, Comment, StatementKind};
use crate::syntax::walk;
use statement::declaration;
use std::cell::OnceCell;

/// A fix that a machine may apply alone.
pub fn safe(title: Text, edits: Vec<Edit>) -> Fix {
    fix(Safety::Safe, title, edits)
}

/// A fix whose value a person should look at.
pub fn suggested(title: Text, edits: Vec<Edit>) -> Fix {
    fix(Safety::Suggested, title, edits)
}

fn fix(safety: Safety, title: Text, mut edits: Vec<Edit>) -> Fix {
    edits.sort_by_key(|edit| (edit.span.source, edit.span.start, edit.span.end));
    Fix { safety, title, edits }
}

/// The text with the edits applied; they are sorted and do not overlap.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut result = String::new();
    let mut done = 0;
    for edit in edits {
        result.push_str(&text[done..edit.span.range().start]);
        result.push_str(&edit.text);
        done = edit.span.range().end;
    }
    result + &text[done..]
}

/// Makes edits of the texts that a design was built from.
pub struct Editor<'a> {
    sources: &'a Sources,
    design: &'a Design,
    /// All statements, by where they stand.
    statements: OnceCell<Vec<&'a ast::Statement>>,
}

impl<'a> Editor<'a> {
    pub fn new(sources: &'a Sources, design: &'a Design) -> Self {
        Self { sources, design, statements: OnceCell::new() }
    }

    /// States attributes of a component: replaces those that its own block states, adds the others.
    /// One that only a connection names is declared with them.
    pub fn state(&self, component: &Component, attrs: &[(Attr, &str)]) -> Vec<Edit> {
        if let Some(statement) = component.implied {
            let attrs: Vec<String> =
                attrs.iter().map(|(attr, value)| attribute_text(attr.word(), value)).collect();
            let declared = format!("{} {{ {} }}", declaration(component), attrs.join(", "));
            return vec![self.before(statement, &declared)];
        }
        self.state_in(component.span, &component.facts, attrs)
    }

    /// States attributes of a group.
    pub fn state_group(&self, group: &Group, attrs: &[(Attr, &str)]) -> Vec<Edit> {
        self.state_in(group.span, &group.facts, attrs)
    }

    /// States attributes of a connection's whole statement, thus of every connection in it.
    pub fn state_link(&self, link: &Link, attrs: &[(Attr, &str)]) -> Vec<Edit> {
        self.state_in(link.statement, &link.facts, attrs)
    }

    fn state_in(&self, whole: Span, facts: &Facts, attrs: &[(Attr, &str)]) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut added = Vec::new();
        for (attr, value) in attrs {
            let stated = facts.get(*attr).or_else(|| facts.unknown(*attr));
            match stated.filter(|stated| !stated.by_default) {
                Some(stated) => {
                    let name = self.written_name(stated.span).unwrap_or(attr.word());
                    edits.push(Edit { span: stated.span, text: attribute_text(name, value) });
                }
                None => added.push(attribute_text(attr.word(), value)),
            }
        }
        if !added.is_empty() {
            edits.push(self.insert(whole, &added));
        }
        edits
    }

    /// An attribute's name as it stands there: two names may mean one thing (`brokers`, `replicas`).
    fn written_name(&self, attribute: Span) -> Option<&'a str> {
        match &self.statement(attribute)?.kind {
            StatementKind::Attribute(it) => Some(self.sources.text(it.name.span)),
            _ => None,
        }
    }

    fn insert(&self, whole: Span, attrs: &[String]) -> Edit {
        let Some(block) = self.block(whole) else {
            let end = whole.start as usize + self.sources.text(whole).trim_end().len();
            let text = format!(" {{ {} }}", attrs.join(", "));
            return Edit { span: Span::new(whole.source, end, end), text };
        };
        let inside = self.inside_of(block);
        let text = self.sources.text(inside);
        let content = text.trim_end();
        let end = inside.start as usize + content.len();
        let added = match content.trim_start() {
            "" if text.is_empty() => format!(" {} ", attrs.join(", ")),
            "" => format!(" {}", attrs.join(", ")),
            _ if self.is_broken(block) => self.lines(inside.source, end, "", attrs),
            // Behind a comment up to the end of its line, only the next line is free.
            _ if self.ends_in_line_comment(inside.source, end) => {
                self.lines(inside.source, end, "  ", attrs)
            }
            _ if self.is_separated(block, end) => format!(" {}", attrs.join(", ")),
            _ => format!(", {}", attrs.join(", ")),
        };
        Edit { span: Span::new(inside.source, end, end), text: added }
    }

    /// One line for each attribute, as far in as the line at `end` and `deeper`.
    fn lines(&self, source: SourceId, end: usize, deeper: &str, attrs: &[String]) -> String {
        let indent = statement::indent_at(&self.sources.get(source).text, end);
        attrs.iter().map(|attr| format!("\n{indent}{deeper}{attr}")).collect()
    }

    /// The statements of the block stand on lines of their own.
    fn is_broken(&self, block: &Block) -> bool {
        self.gaps(block).any(|gap| self.sources.text(gap).contains('\n'))
    }

    /// What stands before, between and behind the statements of a block, up to the last thing there.
    fn gaps(&self, block: &Block) -> impl Iterator<Item = Span> + '_ {
        let inside = self.inside_of(block);
        let end = inside.start as usize + self.sources.text(inside).trim_end().len();
        let starts =
            std::iter::once(inside.start).chain(block.statements.iter().map(|it| it.span.end));
        let ends = block.statements.iter().map(|it| it.span.start).chain([end as u32]);
        let both: Vec<(u32, u32)> = starts.zip(ends).collect();
        both.into_iter().map(move |(start, end)| Span {
            source: inside.source,
            start,
            end: end.max(start),
        })
    }

    /// A comma or a semicolon stands behind the last statement already.
    fn is_separated(&self, block: &Block, end: usize) -> bool {
        let from = block.statements.last().map_or(block.open.end, |last| last.span.end);
        let behind = Span::new(block.open.source, from as usize, end.max(from as usize));
        let comments = self.comments_in(behind).map(|comment| comment.span);
        let mut text = self.sources.text(behind).to_owned();
        for comment in comments.collect::<Vec<_>>().into_iter().rev() {
            let local =
                comment.start as usize - from as usize..comment.end as usize - from as usize;
            text.replace_range(local, "");
        }
        text.contains([',', ';', '，', '；'])
    }

    /// What ends there is a comment up to the end of its line.
    fn ends_in_line_comment(&self, source: SourceId, end: usize) -> bool {
        let here = Span::new(source, end.saturating_sub(1), end);
        self.comments_in(here).any(|comment| !self.sources.text(comment.span).starts_with("/*"))
    }

    /// All comments of the design's texts, each as it is written.
    pub fn comments(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let (design, sources) = (self.design, self.sources);
        let comments = design.texts.iter().flat_map(|file| &file.comments);
        comments.map(move |comment| sources.text(comment.span).trim_end())
    }

    /// The comments that touch a part of a text, in its order.
    fn comments_in(&self, part: Span) -> impl Iterator<Item = &'a Comment> + use<'a> {
        let files = self.design.texts.iter().filter(move |file| file.span.source == part.source);
        files.flat_map(move |file| {
            let first = file.comments.partition_point(|it| it.span.end <= part.start);
            file.comments[first..].iter().take_while(move |it| it.span.start < part.end)
        })
    }

    /// Between the braces.
    fn inside_of(&self, block: &Block) -> Span {
        let close = block.close.map_or(block.span.end, |close| close.start);
        Span { source: block.open.source, start: block.open.end, end: close.max(block.open.end) }
    }

    fn block(&self, whole: Span) -> Option<&'a Block> {
        walk::block(self.statement(whole)?)
    }

    /// The statement that stands there, however deep.
    fn statement(&self, span: Span) -> Option<&'a ast::Statement> {
        let all = || {
            let mut all = Vec::new();
            for file in self.design.texts.iter() {
                walk::statements(&file.statements, &mut |it| all.push(it));
            }
            all.sort_by_key(|it| it.span);
            all
        };
        let all = self.statements.get_or_init(all);
        let at = all.binary_search_by_key(&span, |it| it.span).ok()?;
        Some(all[at])
    }
}

/// `on` is written as the bare word.
fn attribute_text(name: &str, value: &str) -> String {
    match value {
        "on" => name.to_string(),
        _ => format!("{name} = {value}"),
    }
}
