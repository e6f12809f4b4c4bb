//! Blocks that are never closed: the indentation tells where they were meant to end.
//!
//! Without its `}` a block swallows all that follows. What stands on a line of its own, no deeper
//! than the line that opened the block, is given back to the block around it.

use super::ast::{Block, Statement, StatementKind};
use crate::source::Span;

/// A block whose `}` is missing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unclosed {
    pub open: Span,
    /// The end of what belongs to the block, counted from the beginning of the source.
    pub end: u32,
}

/// Puts statements where their indentation says they belong. Tells for each of the `unclosed`
/// blocks (the innermost first) which block was probably meant.
///
/// `text` begins at the byte `base` of its source.
pub(super) fn settle(
    statements: Vec<Statement>,
    unclosed: Vec<Unclosed>,
    text: &str,
    base: usize,
) -> (Vec<Statement>, Vec<Unclosed>) {
    let mut settler = Settler { lines: Lines::of(text), base, suspects: Vec::new() };
    let settled = settler.give_back(statements);
    let mut suspects = settler.suspects;
    suspects.sort_by_key(|(evidence, _)| *evidence);
    let mut suspects: Vec<Unclosed> = suspects.into_iter().map(|(_, block)| block).collect();
    let known: Vec<Span> = suspects.iter().map(|block| block.open).collect();
    let missing = unclosed.len();
    suspects.extend(unclosed.into_iter().filter(|block| !known.contains(&block.open)));
    suspects.truncate(missing);
    (settled, suspects)
}

struct Settler {
    lines: Lines,
    base: usize,
    /// With the place of the first thing that stands too far left: the earliest tells best.
    suspects: Vec<(u32, Unclosed)>,
}

impl Settler {
    fn give_back(&mut self, statements: Vec<Statement>) -> Vec<Statement> {
        let mut settled = Vec::new();
        for mut statement in statements {
            let start = statement.span;
            let mut rest = Vec::new();
            if let Some(block) = block_of(&mut statement.kind) {
                let inner = self.give_back(std::mem::take(&mut block.statements));
                rest = self.split(start, block, inner);
                if !rest.is_empty() {
                    statement.span.end = statement.span.end.min(block.span.end);
                }
            }
            settled.push(statement);
            settled.append(&mut rest);
        }
        settled
    }

    /// Keeps in the block what is indented deeper than its statement; returns the rest.
    fn split(
        &mut self,
        statement: Span,
        block: &mut Block,
        mut inner: Vec<Statement>,
    ) -> Vec<Statement> {
        let level = self.lines.indent(statement.start as usize - self.base);
        let first_on_line =
            |span: Span| self.lines.indent_if_first(span.start as usize - self.base);
        let outside = |other: &Statement| {
            other.span.start > block.open.end
                && first_on_line(other.span).is_some_and(|indent| indent <= level)
        };
        let at = inner.iter().position(outside).unwrap_or(inner.len());
        let rest = inner.split_off(at);
        let end = inner.last().map_or(block.open.end, |last| last.span.end);
        let foreign_close =
            block.close.filter(|close| first_on_line(*close).is_some_and(|indent| indent < level));
        let misplaced = rest.first().map(|statement| statement.span).or(foreign_close);
        if let Some(misplaced) = misplaced {
            self.suspects.push((misplaced.start, Unclosed { open: block.open, end }));
        }
        if !rest.is_empty() {
            block.close = None;
            block.span.end = end;
        }
        block.statements = inner;
        rest
    }
}

/// Where each line begins, and where on it the first character that is no blank.
struct Lines(Vec<(usize, usize)>);

impl Lines {
    fn of(text: &str) -> Self {
        let mut start = 0;
        let line_of = |line: &str| {
            let blank = line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            let at = (start, start + line.len() - blank.len());
            start += line.len();
            at
        };
        Self(text.split_inclusive('\n').map(line_of).collect())
    }

    /// How far the line is indented on which the offset lies.
    fn indent(&self, at: usize) -> usize {
        let line = self.0.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.0.get(line).map_or(0, |(start, first)| first - start)
    }

    /// The same, if nothing stands before the offset on its line.
    fn indent_if_first(&self, at: usize) -> Option<usize> {
        let line = self.0.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
        let (start, first) = self.0[line];
        (first == at).then_some(at - start)
    }
}

fn block_of(kind: &mut StatementKind) -> Option<&mut Block> {
    match kind {
        StatementKind::Declaration(declaration) => declaration.block.as_mut(),
        StatementKind::Connection(connection) => connection.block.as_mut(),
        StatementKind::Facts(facts) => Some(&mut facts.block),
        StatementKind::Flow(journey) | StatementKind::Scenario(journey) => journey.block.as_mut(),
        StatementKind::Default(default) => Some(&mut default.block),
        StatementKind::Change(change) => change.block.as_mut(),
        _ => None,
    }
}
