//! Statements and blocks.

use super::ast::{
    Attribute, Block, Declaration, Expr, ExprKind, Name, Path, Statement, StatementKind,
};
use super::cursor::Cursor;
use super::errors;
use super::expected::{self, Expected};
use super::grammar::Rule;
use super::guess::{self, After, KEYWORDS};
use super::reader::{Reader, nfc};
use crate::source::Span;
use pest::iterators::Pair;

/// What a block is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Anything; what makes sense there is judged in the model, which knows the types.
    Everything,
    /// Facts, defaults, connections.
    Attributes,
}

/// What one statement leaves to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Between {
    /// A line break, a `;` or a comma stands between them.
    separated: bool,
    /// Outside blocks one mistake spoils its line: what follows there is not a second one.
    spoilt: bool,
    /// The last of what was read is a connection.
    is_connected: bool,
}

impl Default for Between {
    fn default() -> Self {
        Self { separated: true, spoilt: false, is_connected: false }
    }
}

impl Reader<'_> {
    /// The statements of a passage (`holds` is `None`) or of a block up to its `close`.
    pub(super) fn statements(
        &mut self,
        cursor: &mut Cursor<'_>,
        holds: Option<Holds>,
        between: &mut Between,
    ) -> Vec<Statement> {
        let mut statements: Vec<Statement> = Vec::new();
        let mut comma: Option<Span> = None;
        while cursor.peek() != Some(Rule::close)
            && let Some(part) = cursor.take_any()
        {
            match part.as_rule() {
                Rule::newline | Rule::semicolon => {
                    (between.separated, between.spoilt) = (true, false);
                }
                Rule::comma => {
                    between.separated = true;
                    let at = self.span(&part);
                    comma = Some(at);
                    if holds.is_none() && !std::mem::replace(&mut between.spoilt, true) {
                        self.errors.push(match between.is_connected {
                            true => errors::comma_after_connection(at),
                            false => errors::comma_outside(at),
                        });
                    }
                }
                Rule::stray_close => self.errors.push(errors::stray_close(self.span(&part))),
                _ => {
                    let comma = comma.take().filter(|_| holds.is_some() && between.is_connected);
                    self.one(part, holds, comma, between, &mut statements);
                }
            }
        }
        statements
    }

    /// One statement behind another; `comma` is one that does not separate them.
    fn one(
        &mut self,
        part: Pair<'_, Rule>,
        holds: Option<Holds>,
        comma: Option<Span>,
        between: &mut Between,
        statements: &mut Vec<Statement>,
    ) {
        let failed = self.errors.len();
        if !between.separated && !between.spoilt {
            let at = self.first_word(self.span(&part));
            self.errors.push(errors::missing_separator(at));
        }
        between.separated = false;
        self.errors.extend(comma.map(errors::comma_after_connection));
        let first = statements.len();
        self.statement(part, holds, statements);
        match holds {
            None if !between.spoilt && self.errors.len() == failed => {
                self.outside(&statements[first..]);
            }
            None => {}
            Some(holds) => self.hold(holds, &mut statements[first..]),
        }
        between.spoilt |= self.errors.len() > failed;
        if let Some(last) = statements.last() {
            between.is_connected = matches!(last.kind, StatementKind::Connection(_));
        }
    }

    /// Attributes have no place outside a block.
    fn outside(&mut self, statements: &[Statement]) {
        for statement in statements {
            let StatementKind::Attribute(attribute) = &statement.kind else { continue };
            let name = &attribute.name;
            self.errors.push(match attribute.value {
                Some(_) if KEYWORDS.contains(&name.text.as_str()) => {
                    expected::expected(Expected::Name, &name.text, name.span)
                }
                Some(_) => errors::attribute_outside(&name.text, name.span),
                None => errors::lone_word(&name.text, name.span),
            });
            return;
        }
    }

    /// Refuses what a block of that purpose can't hold. `mode cluster` lacks its `=` there.
    fn hold(&mut self, holds: Holds, statements: &mut [Statement]) {
        for statement in statements {
            let fits = match &statement.kind {
                StatementKind::Attribute(_) | StatementKind::Junk => true,
                _ => holds == Holds::Everything,
            };
            if fits {
                continue;
            }
            let kind = std::mem::replace(&mut statement.kind, StatementKind::Junk);
            match kind {
                StatementKind::Declaration(Declaration {
                    word,
                    name,
                    label: None,
                    block: None,
                }) => {
                    self.errors.push(errors::missing_equals(&word, &name.text));
                    let path = Path { span: name.span, segments: vec![name] };
                    let value = Expr { span: path.span, kind: ExprKind::Word(path) };
                    statement.kind = StatementKind::Attribute(Attribute {
                        name: word,
                        value: Some(value),
                        span: statement.span,
                    });
                }
                _ => self.errors.push(errors::misplaced(self.first_word(statement.span))),
            }
        }
    }

    /// One statement; bare words (`managed, tls`) are one each.
    fn statement(&mut self, pair: Pair<'_, Rule>, holds: Option<Holds>, out: &mut Vec<Statement>) {
        let around = self.begin();
        let rule = pair.as_rule();
        let mut cursor = Cursor::new(pair);
        let kind = match rule {
            Rule::design => self.header(&mut cursor),
            Rule::facts => self.facts(&mut cursor),
            Rule::flow => {
                let journey = self.journey(&mut cursor);
                journey.map_or(StatementKind::Junk, StatementKind::Flow)
            }
            Rule::scenario => {
                let journey = self.journey(&mut cursor);
                journey.map_or(StatementKind::Junk, StatementKind::Scenario)
            }
            Rule::expect => self.expectation(&mut cursor),
            Rule::accept => self.accept(&mut cursor),
            Rule::forbid => self.forbid(&mut cursor),
            Rule::constant => self.constant(&mut cursor),
            Rule::default => self.default(&mut cursor),
            Rule::include => self.include(&mut cursor),
            Rule::change => self.change(&mut cursor),
            Rule::relocate => self.relocate(&mut cursor),
            Rule::remove => self.remove(&mut cursor),
            Rule::policy => self.policy(&mut cursor),
            Rule::attributes => self.own_attributes(&mut cursor),
            Rule::attribute => self.attribute(&mut cursor),
            Rule::attribute_without_equals => {
                self.attribute_without_equals(&mut cursor, holds.is_some())
            }
            Rule::declaration => self.declaration(&mut cursor),
            Rule::names => {
                self.names(&mut cursor, out);
                self.adopt(out);
                return self.resume(around);
            }
            _ => self.junk(&mut cursor),
        };
        out.push(Statement { span: self.range(cursor.start, cursor.end()), kind });
        self.adopt(out);
        self.resume(around);
    }

    /// Lets the statements of a block without an owner follow the statement that failed.
    fn adopt(&mut self, out: &mut Vec<Statement>) {
        out.append(&mut self.orphans);
    }

    /// The block of a statement that can't have one: what it declares and connects still counts.
    pub(super) fn orphan(&mut self, block: Block) {
        let attribute = |statement: &Statement| {
            matches!(statement.kind, StatementKind::Attribute(_) | StatementKind::Junk)
        };
        self.orphans.extend(block.statements.into_iter().filter(|statement| !attribute(statement)));
    }

    fn declaration(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        let Some(word) = cursor.take(Rule::ident) else { return StatementKind::Junk };
        let word = self.name(&word);
        if cursor.has(Rule::extra)
            && let Some(error) = guess::misspelt_keyword(&word)
        {
            self.errors.push(error);
            cursor.skip_to(Rule::extra);
            self.end_as_junk(cursor, After::Nothing);
            return StatementKind::Junk;
        }
        let name = match cursor.peek() {
            Some(Rule::string) => self.name_in_quotes(&word, cursor),
            Some(Rule::block) | None => match guess::misspelt_keyword(&word) {
                Some(error) => {
                    self.errors.push(error);
                    None
                }
                None => self.required_name(cursor, Expected::Name),
            },
            _ => self.required_name(cursor, Expected::Name),
        };
        let label = self.label(cursor);
        let before = self.errors.len();
        match name {
            Some(name) => {
                let block = self.end(cursor, Holds::Everything, After::Declaration(&word));
                // The block of a misspelt `policy` makes no sense as any other.
                if self.errors.len() > before
                    && block.is_some()
                    && let Some(error) = guess::misspelt_policy(&word)
                {
                    self.errors.truncate(before);
                    self.errors.push(error);
                    return StatementKind::Junk;
                }
                StatementKind::Declaration(Declaration { word, name, label, block })
            }
            None => {
                self.end_as_junk(cursor, After::Declaration(&word));
                StatementKind::Junk
            }
        }
    }

    /// A string stands where the name should be.
    fn name_in_quotes(&mut self, word: &Name, cursor: &mut Cursor<'_>) -> Option<Name> {
        let string = self.quoted(cursor.take(Rule::string)?);
        if let Some(error) = guess::misspelt_keyword(word) {
            self.errors.push(error);
            return None;
        }
        if !guess::is_name(&string.text) {
            self.errors.push(errors::unnamed(word, string.span));
            return None;
        }
        self.errors.push(errors::quoted_name(&string.text, string.span));
        Some(Name { text: string.text, span: string.span })
    }

    fn attribute(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        let Some(name) = cursor.take(Rule::ident) else { return StatementKind::Junk };
        let name = self.name(&name);
        let value = self.assigned(cursor).flatten();
        let span = self.range(cursor.start, cursor.end());
        self.end_without_block(cursor, After::Value);
        match value {
            Some(_) => StatementKind::Attribute(Attribute { name, value, span }),
            None => StatementKind::Junk,
        }
    }

    /// `replicas 3`, or a declaration whose name begins with a digit: `was 2a "둘"`.
    fn attribute_without_equals(&mut self, cursor: &mut Cursor<'_>, inside: bool) -> StatementKind {
        let Some(name) = cursor.take(Rule::ident) else { return StatementKind::Junk };
        let name = self.name(&name);
        let Some(value) = cursor.take(Rule::expr) else { return StatementKind::Junk };
        let at = self.first_word(self.span(&value));
        let word = &self.text[self.local(at)];
        let declares = !inside || matches!(cursor.peek(), Some(Rule::string | Rule::block));
        if declares && word.starts_with(|c: char| c.is_ascii_digit()) {
            self.errors.push(errors::misnamed(word, at));
            let misnamed = Name { text: nfc(word), span: at };
            let label = self.label(cursor);
            let block = self.end(cursor, Holds::Everything, After::Declaration(&name));
            return StatementKind::Declaration(Declaration {
                word: name,
                name: misnamed,
                label,
                block,
            });
        }
        let written = &self.text[self.local(self.span(&value))];
        self.errors.push(errors::missing_equals(&name, written));
        let value = Some(self.expr(value));
        let span = self.range(cursor.start, cursor.end());
        cursor.skip(Rule::string);
        self.end_without_block(cursor, After::Value);
        StatementKind::Attribute(Attribute { name, value, span })
    }

    /// A statement that begins like nothing known.
    fn junk(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        let start = cursor.start;
        while !matches!(cursor.peek(), None | Some(Rule::block)) {
            cursor.take_any();
        }
        if cursor.end() > start {
            let error = self.explain_junk(self.range(start, cursor.end()));
            self.errors.push(error);
        } else {
            self.expect_before(Expected::Owner, start);
        }
        self.end_as_junk(cursor, After::Nothing);
        StatementKind::Junk
    }
}
