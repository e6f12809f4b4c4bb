//! What can be folded away, and what a growing selection takes next.

use super::At;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, File, Statement, StatementKind};
use crate::syntax::walk;

/// A stretch that an editor may show as one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    pub span: Span,
    pub kind: FoldKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKind {
    Block,
    Comment,
}

/// Blocks, lists over lines and runs of comments, in the order of the places.
pub fn folds(file: &File, text: &str) -> Vec<Fold> {
    let mut found = Vec::new();
    walk::statements(&file.statements, &mut |statement| {
        if let Some(block) = walk::block(statement) {
            found.push(Fold { span: block.span, kind: FoldKind::Block });
        }
        if let StatementKind::Attribute(it) = &statement.kind
            && let Some(Expr { span, kind: ExprKind::List(_) }) = &it.value
        {
            found.push(Fold { span: *span, kind: FoldKind::Block });
        }
    });
    found.extend(runs(file, text).into_iter().map(|span| Fold { span, kind: FoldKind::Comment }));
    found.retain(|fold| text[fold.span.range()].contains(['\n', '\r']));
    found.sort_by_key(|fold| (fold.span.start, fold.span.end));
    found
}

/// Comments with nothing but blanks and one line end between them.
fn runs(file: &File, text: &str) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    for comment in &file.comments {
        let joined = runs.last_mut().filter(|last| {
            let between = &text[last.range().end..comment.span.range().start];
            between.trim().is_empty() && between.matches('\n').count() <= 1
        });
        match joined {
            Some(last) => last.end = comment.span.end,
            None => runs.push(comment.span),
        }
    }
    runs
}

/// The stretches around a place, the smallest first, each inside the next: word, path, value,
/// attribute, statement, block, and so on outwards to the whole text.
pub fn around(at: &At) -> Vec<Span> {
    let Some(file) = at.file() else { return Vec::new() };
    let mut spans = Vec::new();
    spans.extend(at.used().map(|used| used.span));
    for statement in at.statements().into_iter().rev() {
        inner(at, statement, &mut spans);
        if let Some(block) = walk::block(statement).filter(|block| at.is_in(block.span)) {
            spans.push(block.span);
        }
        spans.push(statement.span);
    }
    spans.push(file.span);
    let mut nested: Vec<Span> = Vec::new();
    for span in spans {
        if nested.last().is_none_or(|last| span.contains(*last) && span != *last) {
            nested.push(span);
        }
    }
    nested
}

/// The names, paths and values of one statement at the place.
fn inner(at: &At, statement: &Statement, spans: &mut Vec<Span>) {
    let alone = std::slice::from_ref(statement);
    walk::paths(alone, &mut |path| {
        if at.is_in(path.span) {
            spans.extend(path.segments.iter().map(|name| name.span).filter(|span| at.is_in(*span)));
            spans.push(path.span);
        }
    });
    if let StatementKind::Attribute(it) = &statement.kind
        && let Some(value) = it.value.as_ref().filter(|value| at.is_in(value.span))
    {
        value_around(at, value, spans);
    }
    if let StatementKind::Connection(it) = &statement.kind {
        spans.extend(it.sides.iter().map(|side| side.span).filter(|span| at.is_in(*span)));
    }
    spans.sort_by_key(|span| span.end - span.start);
}

fn value_around(at: &At, value: &Expr, spans: &mut Vec<Span>) {
    let mut visit = |inner: &Expr| {
        if at.is_in(inner.span) {
            value_around(at, inner, spans);
        }
    };
    match &value.kind {
        ExprKind::List(items) => items.iter().for_each(&mut visit),
        ExprKind::Range(a, b) => [a, b].into_iter().for_each(|it| visit(it)),
        ExprKind::Binary { left, right, .. } => [left, right].into_iter().for_each(|it| visit(it)),
        _ => {}
    }
    spans.push(value.span);
}
