//! Declarations that stand below one another: their types, names and labels in columns.

use super::WIDTH;
use super::collect::{Body, ItemKind, Row};
use super::print::{INDENT, columns, inline_row};
use crate::syntax::grammar::Rule;

/// How wide the columns of type, name and label are.
pub(super) type Widths = [usize; 3];

/// For each item the columns that it stands in, if it is one of several declarations in a row.
///
/// A declaration counts if it fits on one line. Where columns would make a line too long, labels stay
/// as they are, and then all of it. None of this changes by formatting, so that what is formatted stays
/// as it is.
pub(super) fn widths(body: &Body, depth: usize) -> Vec<Option<Widths>> {
    let mut all = vec![None; body.items.len()];
    let mut run: Vec<(usize, Line)> = Vec::new();
    for (at, item) in body.items.iter().enumerate() {
        let line = match &item.kind {
            ItemKind::Comment(_) if !item.begins_line => continue,
            ItemKind::Comment(_) => None,
            ItemKind::Statement(row) => Line::of(row, depth),
        };
        if item.blank_before || line.is_none() {
            align(&mut run, &mut all);
        }
        run.extend(line.map(|line| (at, line)));
    }
    align(&mut run, &mut all);
    all
}

/// Ends a row of declarations.
fn align(run: &mut Vec<(usize, Line)>, all: &mut [Option<Widths>]) {
    let mut widths = Widths::default();
    for (_, line) in run.iter() {
        for (widest, width) in widths.iter_mut().zip(&line.cells) {
            *widest = (*widest).max(*width);
        }
    }
    let fits = |widths: &Widths| run.iter().all(|(_, line)| line.columns(widths) <= WIDTH);
    let [kind, name, _] = widths;
    let fitting = [widths, [kind, name, 0]].into_iter().find(|widths| fits(widths));
    for (at, _) in run.drain(..) {
        all[at] = fitting;
    }
}

/// A declaration on one line.
struct Line {
    /// The columns of all of it, the indentation too.
    width: usize,
    /// The columns of its type, name and label.
    cells: Vec<usize>,
    has_block: bool,
}

impl Line {
    fn of(row: &Row, depth: usize) -> Option<Self> {
        let is_plain = matches!(row.rule, Rule::declaration | Rule::scenario)
            && row.pieces.iter().all(|it| it.rule != Rule::comment && !it.text.contains('\n'))
            && row.pieces.iter().skip(1).all(|piece| !piece.begins_line);
        let indent = depth * INDENT.len();
        let line = is_plain.then(|| inline_row(row, WIDTH.saturating_sub(indent)))??;
        Some(Self {
            width: indent + columns(&line),
            cells: row.pieces.iter().map(|piece| columns(&piece.text)).collect(),
            has_block: row.block.is_some(),
        })
    }

    /// How many columns it has when its cells are so wide. The last thing on the line stays as it is.
    fn columns(&self, widths: &Widths) -> usize {
        let padded = self.cells.len() - usize::from(!self.has_block);
        let cells = self.cells.iter().zip(widths).take(padded);
        self.width + cells.map(|(own, widest)| widest.saturating_sub(*own)).sum::<usize>()
    }
}
