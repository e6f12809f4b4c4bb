//! From grammar pairs to what is laid out: statements as rows of pieces, and the comments between.

use crate::syntax::cursor::last_character;
use crate::syntax::grammar::Rule;
use pest::iterators::Pair;

/// What stands between two braces, or in a file.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub items: Vec<Item>,
    /// Whether it stood on one line.
    pub on_one_line: bool,
}

#[derive(Debug)]
pub(super) struct Item {
    pub kind: ItemKind,
    /// Whether a line break stands before it.
    pub begins_line: bool,
    /// Whether a blank line stands before it.
    pub blank_before: bool,
}

#[derive(Debug)]
pub(super) enum ItemKind {
    Comment(String),
    Statement(Row),
}

/// A statement: its pieces, and its block.
#[derive(Debug)]
pub(super) struct Row {
    pub pieces: Vec<Piece>,
    pub block: Option<Body>,
    /// What sort of statement it is; a bare word is an attribute.
    pub rule: Rule,
}

impl Row {
    /// Whether a comma may separate it from another.
    pub fn is_attribute(&self) -> bool {
        self.rule == Rule::attribute
    }
}

/// A word, a mark or a comment within a statement.
#[derive(Debug)]
pub(super) struct Piece {
    pub rule: Rule,
    pub text: String,
    pub begins_line: bool,
}

impl Piece {
    pub fn is_line_comment(&self) -> bool {
        self.rule == Rule::comment && !self.text.starts_with("/*")
    }
}

pub(super) struct Collector<'t> {
    text: &'t str,
    /// From where the places of the pairs count.
    base: usize,
    /// Where the word, mark or comment before ends.
    end: usize,
    items: Vec<Item>,
}

impl<'t> Collector<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, base: 0, end: 0, items: Vec::new() }
    }

    /// Takes the next passage of the text, whose places count from `from`.
    pub fn passage(&mut self, from: usize, passage: Pair<'_, Rule>) {
        self.base = from;
        for part in passage.into_inner() {
            match part.as_rule() {
                Rule::comment => {
                    let comment = self.comment(&part);
                    self.items.push(comment);
                }
                _ => {
                    let items = self.body(part).items;
                    self.items.extend(items);
                }
            }
        }
    }

    /// All of the text.
    pub fn file(self) -> Body {
        Body { items: self.items, on_one_line: false }
    }

    fn start(&self, pair: &Pair<'_, Rule>) -> usize {
        self.base + pair.as_span().start()
    }

    fn end(&self, pair: &Pair<'_, Rule>) -> usize {
        self.base + pair.as_span().end()
    }

    fn body(&mut self, pair: Pair<'_, Rule>) -> Body {
        let start = self.start(&pair);
        let end = self.base + last_character(&pair);
        let mut items = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::newline | Rule::semicolon | Rule::comma => {}
                Rule::open | Rule::close => self.end = self.end(&part),
                Rule::comment => items.push(self.comment(&part)),
                Rule::names if !has_arrow(&part) => self.bare_words(part, &mut items),
                _ => self.statement(part, &mut items),
            }
        }
        Body { items, on_one_line: !self.text[start..end].contains('\n') }
    }

    fn comment(&mut self, pair: &Pair<'_, Rule>) -> Item {
        let kind = ItemKind::Comment(written(pair.as_str().trim_end()));
        self.item(kind, self.start(pair), self.end(pair))
    }

    /// An item that goes from `start` to `end`.
    fn item(&mut self, kind: ItemKind, start: usize, end: usize) -> Item {
        let lines = self.breaks_before(start);
        self.end = end;
        Item { kind, begins_line: lines > 0, blank_before: lines > 1 }
    }

    /// How many line breaks stand between what was read last and `start`. The beginning of the text
    /// counts as one.
    fn breaks_before(&self, start: usize) -> usize {
        let gap = self.text.get(self.end..start).unwrap_or_default();
        gap.matches('\n').count() + usize::from(self.end == 0)
    }

    fn statement(&mut self, pair: Pair<'_, Rule>, items: &mut Vec<Item>) {
        let lines = self.breaks_before(self.start(&pair));
        let labelled = pair.as_rule() == Rule::names;
        let bare_label = matches!(pair.as_rule(), Rule::declaration | Rule::flow | Rule::scenario);
        let mut row = Row { pieces: Vec::new(), block: None, rule: pair.as_rule() };
        let mut behind = Vec::new();
        let mut has_colon = false;
        self.end = self.start(&pair);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::block | Rule::policy_block => {
                    row.pieces.extend(behind.drain(..).map(|comment| self.piece(&comment)));
                    row.block = Some(self.body(part));
                }
                Rule::comment => behind.push(part),
                rule => {
                    row.pieces.extend(behind.drain(..).map(|comment| self.piece(&comment)));
                    if rule == Rule::string && labelled && !has_colon {
                        row.pieces.push(mark(Rule::colon, ":"));
                    }
                    has_colon |= rule == Rule::colon;
                    if rule != Rule::colon || !bare_label {
                        self.pieces(part, &mut row.pieces);
                    }
                }
            }
        }
        // A comment behind the last word stands between this statement and the next.
        let mut tail = Vec::new();
        while row.block.is_none() && last_rule(&row) == Some(Rule::comment) {
            tail.extend(row.pieces.pop());
        }
        let kind = ItemKind::Statement(row);
        items.push(Item { kind, begins_line: lines > 0, blank_before: lines > 1 });
        items.extend(tail.into_iter().rev().map(|piece| Item {
            kind: ItemKind::Comment(piece.text),
            begins_line: piece.begins_line,
            blank_before: false,
        }));
        items.extend(behind.iter().map(|comment| self.comment(comment)).collect::<Vec<_>>());
    }

    /// `managed, tls`: each word is a statement.
    fn bare_words(&mut self, pair: Pair<'_, Rule>, items: &mut Vec<Item>) {
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::comment => items.push(self.comment(&part)),
                Rule::path => {
                    let (start, end) = (self.start(&part), self.end(&part));
                    let piece = Piece {
                        rule: Rule::path,
                        text: written(part.as_str()),
                        begins_line: false,
                    };
                    let row = Row { pieces: vec![piece], block: None, rule: Rule::attribute };
                    items.push(self.item(ItemKind::Statement(row), start, end));
                }
                Rule::comma => {}
                _ => self.bare_words(part, items),
            }
        }
    }

    /// The words and marks of a part, in order.
    fn pieces(&mut self, pair: Pair<'_, Rule>, out: &mut Vec<Piece>) {
        let is_made_of_others = matches!(
            pair.as_rule(),
            Rule::first_side
                | Rule::side
                | Rule::alternatives
                | Rule::subject
                | Rule::because
                | Rule::until
                | Rule::target
                | Rule::arguments
                | Rule::expr
                | Rule::loose_expr
                | Rule::operand
                | Rule::list
                | Rule::group
                | Rule::pair
                | Rule::condition
                | Rule::nested
                | Rule::relation
                | Rule::several
                | Rule::test
                | Rule::subjects
                | Rule::subject_list
        );
        if !is_made_of_others {
            let piece = self.piece(&pair);
            out.push(piece);
            return;
        }
        let calls = pair.as_rule() == Rule::arguments;
        for part in pair.into_inner() {
            let opens_call = calls && part.as_rule() == Rule::open_paren;
            self.pieces(part, out);
            if let (true, Some(piece)) = (opens_call, out.last_mut()) {
                piece.rule = Rule::arguments;
            }
        }
    }

    fn piece(&mut self, pair: &Pair<'_, Rule>) -> Piece {
        let start = self.start(pair);
        let begins_line = self.breaks_before(start) > 0;
        self.end = (self.base + last_character(pair)).max(start);
        Piece { rule: pair.as_rule(), text: canonical(pair), begins_line }
    }
}

fn has_arrow(names: &Pair<'_, Rule>) -> bool {
    names.clone().into_inner().any(|part| part.as_rule() == Rule::arrow)
}

fn last_rule(row: &Row) -> Option<Rule> {
    row.pieces.last().map(|piece| piece.rule)
}

fn mark(rule: Rule, text: &str) -> Piece {
    Piece { rule, text: text.to_owned(), begins_line: false }
}

/// The one way to write a word or a mark.
fn canonical(pair: &Pair<'_, Rule>) -> String {
    let text = pair.as_str();
    let mark = match pair.as_rule() {
        Rule::arrow => match pair.clone().into_inner().next().map(|form| form.as_rule()) {
            Some(Rule::async_arrow) => "~>",
            Some(Rule::copy_arrow) => "=>",
            _ => "->",
        },
        Rule::assign => "=",
        Rule::colon => ":",
        Rule::comma => ",",
        Rule::bar => "|",
        Rule::open_list => "[",
        Rule::close_list => "]",
        Rule::open_paren => "(",
        Rule::close_paren => ")",
        Rule::plus => "+",
        Rule::minus | Rule::negative => "-",
        Rule::times => "*",
        Rule::over => "/",
        Rule::dots => "..",
        Rule::comparison => match text {
            "≥" => ">=",
            "≤" => "<=",
            "≠" => "!=",
            other => other,
        },
        Rule::string => return string(pair),
        Rule::tagged => return tagged(pair),
        Rule::number if !text.contains("/*") => return words(text).join(" "),
        Rule::money if !text.contains("/*") => return words(text).concat(),
        // In a list these are several numbers; elsewhere they are a mistake.
        Rule::thousands => return text.replace(',', ", "),
        Rule::comment => text.trim_end(),
        _ => text,
    };
    written(mark)
}

/// `tag:NAME` without blanks.
fn tagged(pair: &Pair<'_, Rule>) -> String {
    let name = pair.clone().into_inner().find(|part| part.as_rule() == Rule::ident);
    format!("tag:{}", name.map_or("", |name| name.as_str()))
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Straight quotes for curly ones, which can't hold a straight one.
fn string(pair: &Pair<'_, Rule>) -> String {
    let text = pair.as_str();
    let is_curly = pair.clone().into_inner().next().is_some_and(|it| it.as_rule() == Rule::curly);
    let inner = text.trim_start_matches(is_quote).trim_end_matches(is_quote);
    if is_curly { format!("\"{inner}\"") } else { written(text) }
}

fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '＂' | '"')
}

/// As it was written, with the line ends of Unix.
fn written(text: &str) -> String {
    text.replace("\r\n", "\n")
}
