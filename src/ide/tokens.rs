//! What each word of a text is, for its colour.

use super::before::{Lex, Lexeme, lex};
use crate::model::{Attr, GroupKind, Kind, Sort};
use crate::project::Reviewed;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, File, Statement, StatementKind};
use crate::syntax::walk;
use std::collections::HashMap;

/// A word with its sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub span: Span,
    pub kind: TokenKind,
    pub declares: bool,
    /// A word of the catalogue, not of the design.
    pub library: bool,
    /// A word that is not known.
    pub unknown: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    Keyword,
    Type,
    Class,
    Namespace,
    Function,
    Property,
    EnumMember,
    Number,
    String,
    Comment,
    Operator,
}

impl TokenKind {
    pub const ALL: [TokenKind; 11] = [
        TokenKind::Keyword,
        TokenKind::Type,
        TokenKind::Class,
        TokenKind::Namespace,
        TokenKind::Function,
        TokenKind::Property,
        TokenKind::EnumMember,
        TokenKind::Number,
        TokenKind::String,
        TokenKind::Comment,
        TokenKind::Operator,
    ];

    /// As the protocol of editors calls it.
    pub fn name(self) -> &'static str {
        match self {
            TokenKind::Keyword => "keyword",
            TokenKind::Type => "type",
            TokenKind::Class => "class",
            TokenKind::Namespace => "namespace",
            TokenKind::Function => "function",
            TokenKind::Property => "property",
            TokenKind::EnumMember => "enumMember",
            TokenKind::Number => "number",
            TokenKind::String => "string",
            TokenKind::Comment => "comment",
            TokenKind::Operator => "operator",
        }
    }
}

const KEYWORDS: [&str; 39] = [
    "complete",
    "partial",
    "design",
    "as-is",
    "to-be",
    "extends",
    "traffic",
    "slo",
    "operations",
    "flow",
    "scenario",
    "expect",
    "in",
    "accept",
    "on",
    "because",
    "until",
    "forbid",
    "let",
    "default",
    "include",
    "change",
    "move",
    "into",
    "remove",
    "unset",
    "policy",
    "attributes",
    "require",
    "allow",
    "limit",
    "good",
    "bad",
    "and",
    "or",
    "not",
    "callers",
    "callees",
    "reaches",
];

/// What a word is by its place in the tree.
#[derive(Clone, Copy)]
struct Meant {
    kind: TokenKind,
    declares: bool,
    library: bool,
    unknown: bool,
}

impl Meant {
    fn plain(kind: TokenKind) -> Self {
        Self { kind, declares: false, library: false, unknown: false }
    }
}

/// The words of one text of a design, in the order of the places. `is_tech` says whether the
/// catalogue knows a word.
pub fn tokens(reviewed: &Reviewed, file: &File, is_tech: &dyn Fn(&str) -> bool) -> Vec<Token> {
    let source = file.span.source;
    let mut meant: HashMap<u32, Meant> = HashMap::new();
    walk::statements(&file.statements, &mut |statement| {
        of_statement(statement, is_tech, &mut meant)
    });
    for used in reviewed.design.uses.iter().filter(|it| it.span.source == source) {
        let kind = match used.of.sort {
            Sort::Component => TokenKind::Class,
            Sort::Group => TokenKind::Namespace,
            Sort::Flow | Sort::Scenario => TokenKind::Function,
            Sort::Constant => TokenKind::EnumMember,
        };
        let declares = used.declares;
        // A fact of the traffic keeps its colour where it is stated.
        let is_stated = declares && used.of.sort == Sort::Constant;
        if !(is_stated && meant.contains_key(&used.span.start)) {
            meant.insert(used.span.start, Meant { declares, ..Meant::plain(kind) });
        }
    }
    let text = &reviewed.sources.get(source).text[file.span.range()];
    let token = |lexeme: Lexeme| {
        let (start, end) = (lexeme.range.start as u32, lexeme.range.end as u32);
        let (start, end) = (file.span.start + start, file.span.start + end);
        let it = meant_by(&lexeme, &text[lexeme.range.clone()], meant.get(&start))?;
        let span = Span { source, start, end };
        let Meant { kind, declares, library, unknown } = it;
        Some(Token { span, kind, declares, library, unknown })
    };
    lex(text).into_iter().filter_map(token).collect()
}

fn meant_by(lexeme: &Lexeme, word: &str, meant: Option<&Meant>) -> Option<Meant> {
    let kind = match lexeme.kind {
        Lex::Word => match meant {
            Some(meant) => return Some(*meant),
            None if KEYWORDS.contains(&word) => TokenKind::Keyword,
            None => return None,
        },
        Lex::Number => TokenKind::Number,
        Lex::String | Lex::OpenString => TokenKind::String,
        Lex::Comment => TokenKind::Comment,
        Lex::Arrow | Lex::Assign | Lex::Bar | Lex::Operator => TokenKind::Operator,
        _ => return None,
    };
    Some(Meant::plain(kind))
}

fn of_statement(it: &Statement, is_tech: &dyn Fn(&str) -> bool, meant: &mut HashMap<u32, Meant>) {
    let typed = |word: &crate::syntax::ast::Name| {
        let own = Kind::parse(&word.text).is_some() || GroupKind::parse(&word.text).is_some();
        let library = !own && is_tech(&word.text);
        (
            word.span.start,
            Meant { library, unknown: !own && !library, ..Meant::plain(TokenKind::Type) },
        )
    };
    match &it.kind {
        StatementKind::Declaration(it) => {
            meant.extend([typed(&it.word)]);
            let is_group = GroupKind::parse(&it.word.text).is_some();
            let kind = if is_group { TokenKind::Namespace } else { TokenKind::Class };
            meant.insert(it.name.span.start, Meant { declares: true, ..Meant::plain(kind) });
        }
        StatementKind::Default(it) => meant.extend([typed(&it.word)]),
        StatementKind::Change(it) => meant.extend(it.word.iter().map(typed)),
        StatementKind::Flow(it) | StatementKind::Scenario(it) => {
            let kind = Meant { declares: true, ..Meant::plain(TokenKind::Function) };
            meant.insert(it.name.span.start, kind);
        }
        StatementKind::Expect(it) => {
            let library = Meant { library: true, ..Meant::plain(TokenKind::Function) };
            meant.insert(it.function.span.start, library);
            if let Some((_, _, value)) = &it.comparison {
                of_value(value, meant);
            }
        }
        StatementKind::Accept(it) => {
            let library = Meant { library: true, ..Meant::plain(TokenKind::EnumMember) };
            meant.insert(it.rule.span.start, library);
        }
        StatementKind::Policy(it) => {
            let kind = Meant { declares: true, ..Meant::plain(TokenKind::Function) };
            meant.insert(it.name.span.start, kind);
        }
        StatementKind::Let(it) => {
            let kind = Meant { declares: true, ..Meant::plain(TokenKind::EnumMember) };
            meant.insert(it.name.span.start, kind);
            of_value(&it.value, meant);
        }
        StatementKind::Attribute(it) => {
            let unknown = Attr::parse(&it.name.text).is_none() && it.name.text != "brokers";
            let kind = Meant { unknown, ..Meant::plain(TokenKind::Property) };
            meant.insert(it.name.span.start, kind);
            it.value.iter().for_each(|value| of_value(value, meant));
        }
        StatementKind::Connection(it) => {
            let paths = it.sides.iter().flat_map(|side| side.targets.iter().flatten());
            let names = paths.flat_map(|path| &path.segments);
            let kind = Meant { unknown: true, ..Meant::plain(TokenKind::Class) };
            names.for_each(|name| {
                meant.insert(name.span.start, kind);
            });
        }
        _ => {}
    }
}

/// A word of a value is one of the attribute's own, unless it turns out to name something.
fn of_value(value: &Expr, meant: &mut HashMap<u32, Meant>) {
    match &value.kind {
        ExprKind::Word(path) => path.segments.iter().for_each(|name| {
            meant.insert(name.span.start, Meant::plain(TokenKind::EnumMember));
        }),
        ExprKind::List(items) => items.iter().for_each(|item| of_value(item, meant)),
        ExprKind::Range(a, b) => [a, b].into_iter().for_each(|it| of_value(it, meant)),
        ExprKind::Binary { left, right, .. } => {
            [left, right].into_iter().for_each(|it| of_value(it, meant));
        }
        ExprKind::Negative(it) => of_value(it, meant),
        _ => {}
    }
}
