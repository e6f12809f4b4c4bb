//! What an editor asks about a design, answered as plain data: a place in bytes goes in, places and
//! texts come out. Which protocol carries that is not known here.

mod accept;
mod actions;
mod before;
mod calls;
mod changes;
mod complete;
mod fold;
mod hints;
mod hover;
mod lens;
mod links;
mod offers;
mod policy_words;
mod rename;
mod symbols;
mod tokens;
mod uses;

pub use accept::{accept_statement, after_accepts};
pub use actions::{Action, ActionKind, actions};
pub use calls::{Call, callees, callers};
pub use changes::changes;
pub use complete::{Completion, complete};
pub use fold::{Fold, FoldKind, around, folds};
pub use hints::{Hint, HintKind, hints};
pub use hover::{Card, hover, rule_card};
pub use lens::{Lens, LensKind, lenses};
pub use links::{Link, LinkTo, links};
pub use offers::{
    Item, ItemKind, STATEMENTS, Snippet, attribute_forms, filled, snippets, statement_example,
};
pub use rename::{Refusal, is_free, renamable};
pub use symbols::{Outline, OutlineKind, initials, matches, outline};
pub use tokens::{Token, TokenKind, tokens};
pub use uses::{component_at, group_at, named_at, place_of, uses_of};

use crate::model::Use;
use crate::project::Reviewed;
use crate::source::{SourceId, Span};
use crate::syntax::ast::{self, Statement};
use crate::syntax::walk;

/// A place in one of the texts that a design was read from.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    pub reviewed: &'a Reviewed,
    pub source: SourceId,
    /// Bytes from the beginning of the source; at most its length.
    pub offset: usize,
}

impl<'a> At<'a> {
    /// The text with its secrets unreadable; as long as the one that was read.
    pub fn text(&self) -> &'a str {
        &self.reviewed.sources.get(self.source).text
    }

    /// The tree of the text around the place; `None` in what is no part of the design.
    pub fn file(&self) -> Option<&'a ast::File> {
        let mut files = self.reviewed.design.texts.iter().map(|file| &**file);
        files.find(|file| file.span.source == self.source && self.is_in(file.span))
    }

    /// Inside of a comment, where nothing means anything.
    pub fn in_comment(&self) -> bool {
        let comments = self.file().map_or(&[][..], |file| &file.comments);
        comments.iter().any(|comment| {
            let range = comment.span.range();
            let open = !self.text()[range.clone()].starts_with("/*");
            range.start < self.offset
                && (self.offset < range.end || open && self.offset == range.end)
        })
    }

    /// The statements around the place, the outermost first.
    pub fn statements(&self) -> Vec<&'a Statement> {
        let mut chain = Vec::new();
        let mut within = self.file().map_or(&[][..], |file| &file.statements);
        while let Some(statement) = self.one_of(within) {
            chain.push(statement);
            within = walk::block(statement).map_or(&[][..], |block| &block.statements);
        }
        chain
    }

    /// Of two that meet at the place, the one that begins there.
    fn one_of(&self, statements: &'a [Statement]) -> Option<&'a Statement> {
        statements.iter().rev().find(|statement| self.is_in(statement.span))
    }

    /// The name at the place, if it was understood.
    pub fn used(&self) -> Option<Use> {
        let uses = self.reviewed.design.uses.iter();
        uses.rev().copied().find(|it| it.span.source == self.source && self.is_in(it.span))
    }

    /// The place stands in the span, or right behind it.
    pub fn is_in(&self, span: Span) -> bool {
        let at = self.offset as u32;
        span.source == self.source && span.start <= at && at <= span.end
    }
}
