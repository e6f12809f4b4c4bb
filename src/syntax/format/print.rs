//! From rows of pieces to text.

use super::WIDTH;
use super::align::{self, Widths};
use super::collect::{Body, Item, ItemKind, Piece, Row};
use crate::syntax::grammar::Rule;

pub(super) const INDENT: &str = "  ";

/// A whole file; ends with a line break unless it is empty.
pub(super) fn file(body: &Body) -> String {
    let mut printer = Printer { out: String::new() };
    printer.items(body, 0);
    if !printer.out.is_empty() {
        printer.out.push('\n');
    }
    printer.out
}

struct Printer {
    out: String,
}

impl Printer {
    fn items(&mut self, body: &Body, depth: usize) {
        let widths = align::widths(body, depth);
        for (at, (item, widths)) in body.items.iter().zip(widths).enumerate() {
            let follows_on_line = match &item.kind {
                // Behind the statement or the brace that it explains.
                ItemKind::Comment(_) => !item.begins_line && (at > 0 || depth > 0),
                ItemKind::Statement(_) => false,
            };
            if follows_on_line {
                self.out.push_str("  ");
            } else if at > 0 || depth > 0 {
                self.break_line(depth, at > 0 && item.blank_before);
            }
            match &item.kind {
                ItemKind::Comment(comment) => self.out.push_str(comment),
                ItemKind::Statement(row) => self.row(row, depth, widths),
            }
        }
    }

    fn break_line(&mut self, depth: usize, blank: bool) {
        self.out.push_str(if blank { "\n\n" } else { "\n" });
        (0..depth).for_each(|_| self.out.push_str(INDENT));
    }

    fn row(&mut self, row: &Row, depth: usize, widths: Option<Widths>) {
        match widths {
            Some(widths) => self.cells(row, &widths),
            None => self.pieces(&row.pieces, depth),
        }
        let Some(block) = &row.block else { return };
        match row.pieces.last().is_some_and(Piece::is_line_comment) {
            true => self.break_line(depth, false),
            false => self.out.push(' '),
        }
        let line = self.out.rfind('\n').map_or(0, |at| at + 1);
        let room = WIDTH.saturating_sub(columns(&self.out[line..]));
        match inline_block(block, room) {
            Some(line) => self.out.push_str(&line),
            None => {
                self.out.push('{');
                self.items(block, depth + 1);
                self.break_line(depth, false);
                self.out.push('}');
            }
        }
    }

    /// Type, name and label in columns; nothing is filled up behind the last thing on the line.
    fn cells(&mut self, row: &Row, widths: &Widths) {
        for (at, (piece, width)) in row.pieces.iter().zip(widths).enumerate() {
            if at > 0 {
                self.out.push(' ');
            }
            self.out.push_str(&piece.text);
            if row.block.is_some() || at + 1 < row.pieces.len() {
                (columns(&piece.text)..*width).for_each(|_| self.out.push(' '));
            }
        }
    }

    fn pieces(&mut self, pieces: &[Piece], depth: usize) {
        let mut brackets = 0usize;
        // A break before a comma comes behind it.
        let mut owed = false;
        for (at, piece) in pieces.iter().enumerate() {
            if matches!(piece.rule, Rule::close_list | Rule::close_paren) {
                brackets = brackets.saturating_sub(1);
            }
            let before = at.checked_sub(1).map(|at| &pieces[at]);
            let breaks = (piece.begins_line || owed)
                && before.is_some_and(|before| before.rule != Rule::assign);
            let closes = matches!(piece.rule, Rule::close_list | Rule::close_paren);
            owed = false;
            match before {
                None => {}
                Some(before) if before.is_line_comment() => {
                    self.break_line(level(depth, brackets, closes), false);
                }
                Some(_) if breaks && piece.rule == Rule::comma => owed = true,
                Some(_) if breaks => self.break_line(level(depth, brackets, closes), false),
                Some(before) if glued(before, piece) => {}
                Some(_) if piece.is_line_comment() => self.out.push_str("  "),
                Some(_) => self.out.push(' '),
            }
            if !is_needless_comma(pieces, at) {
                self.out.push_str(&piece.text);
            }
            if matches!(piece.rule, Rule::open_list | Rule::open_paren | Rule::arguments) {
                brackets += 1;
            }
        }
    }
}

/// How deep a line is indented on which a statement goes on.
fn level(depth: usize, brackets: usize, closes: bool) -> usize {
    match closes {
        true => depth + brackets,
        false => depth + brackets.max(1),
    }
}

/// The block on one line, if it was on one and has no more than so many columns.
fn inline_block(block: &Body, room: usize) -> Option<String> {
    if block.items.is_empty() {
        return Some("{}".to_owned());
    }
    if !block.on_one_line {
        return None;
    }
    let mut line = "{".to_owned();
    let mut before: Option<&Row> = None;
    for Item { kind, .. } in &block.items {
        match kind {
            ItemKind::Comment(comment) => line = line + " " + comment,
            ItemKind::Statement(row) => {
                line += match before {
                    None => " ",
                    Some(before) if before.is_attribute() && row.is_attribute() => ", ",
                    Some(_) => "; ",
                };
                line += &inline_row(row, room)?;
                before = Some(row);
            }
        }
        if columns(&line) > room {
            return None;
        }
    }
    line += " }";
    (columns(&line) <= room).then_some(line)
}

/// The statement on one line, if it has no more than so many columns or no block to break.
pub(super) fn inline_row(row: &Row, room: usize) -> Option<String> {
    let mut printer = Printer { out: String::new() };
    printer.pieces(&row.pieces, 0);
    let mut line = printer.out;
    if let Some(block) = &row.block {
        line += " ";
        line += &inline_block(block, room.saturating_sub(columns(&line)))?;
    }
    Some(line)
}

/// `[a, c,]` or `[a, c, ,]` on one line.
fn is_needless_comma(pieces: &[Piece], at: usize) -> bool {
    let next = pieces[at..].iter().find(|piece| piece.rule != Rule::comma);
    let behind_comment = at > 0 && pieces[at - 1].is_line_comment();
    pieces[at].rule == Rule::comma
        && !behind_comment
        && next.is_some_and(|next| next.rule == Rule::close_list && !next.begins_line)
}

/// Whether no space stands between two pieces.
fn glued(before: &Piece, piece: &Piece) -> bool {
    match (before.rule, piece.rule) {
        (_, Rule::comma | Rule::close_list | Rule::close_paren) => true,
        (Rule::comment, _) | (Rule::negative, Rule::negative | Rule::comment) => false,
        (_, Rule::arguments | Rule::dots) => true,
        (Rule::open_list | Rule::open_paren | Rule::arguments, _) => true,
        (before, _) => matches!(before, Rule::dots | Rule::negative),
    }
}

/// How wide a text is on a screen: letters of Hangul, Hanja and Kana take two columns.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{1100}' { 2 } else { 1 }).sum()
}
