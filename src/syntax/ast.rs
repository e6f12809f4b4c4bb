//! The syntax tree: what was written, where, and nothing about what it means.
//!
//! A word's sense (a kind, a technology, an attribute, a unit) is judged later, in the model; here
//! it is only a [`Name`]. Comments are kept beside the statements, by their spans.

use crate::diagnostic::Severity;
use crate::source::Span;
use rust_decimal::Decimal;

/// One design's text.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    pub span: Span,
    pub statements: Vec<Statement>,
    /// In the order of the text.
    pub comments: Vec<Comment>,
}

/// `// …`, `# …` or `/* … */`, delimiters included.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub span: Span,
    pub kind: StatementKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum StatementKind {
    Header(Header),
    Declaration(Declaration),
    Connection(Connection),
    Facts(Facts),
    Flow(Journey),
    Scenario(Journey),
    Expect(Expect),
    Accept(Accept),
    Forbid(Forbid),
    Let(Let),
    Default(Default),
    Include(Include),
    Change(Change),
    Move(Move),
    Remove(Remove),
    Policy(Policy),
    Attributes(Attributes),
    /// Inside a block only: `replicas = 3`, or a bare word such as `managed`.
    Attribute(Attribute),
    /// What could not be read; its error is in [`super::Parsed::errors`].
    Junk,
}

/// An identifier, in NFC; `span` covers it as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// `seoul.a.api`: at least one segment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    pub segments: Vec<Name>,
    pub span: Span,
}

/// A quoted string with its escapes resolved; `span` covers the quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    pub text: String,
    pub span: Span,
}

/// `{ … }`. `close` is `None` when the closing brace is missing (which is an error).
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub span: Span,
    pub open: Span,
    pub close: Option<Span>,
    pub statements: Vec<Statement>,
}

impl Block {
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.statements.iter().filter_map(|statement| match &statement.kind {
            StatementKind::Attribute(attribute) => Some(attribute),
            _ => None,
        })
    }
}

/// `design "NAME" [as-is | to-be] [partial | complete] [extends "PATH"]`
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    pub name: Quoted,
    pub stage: Option<(Stage, Span)>,
    pub extends: Option<Quoted>,
    pub extent: Option<(Extent, Span)>,
}

/// How much of the system is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    Partial,
    Complete,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    AsIs,
    ToBe,
}

/// `TYPE NAME ["LABEL"] [{ … }]`: a component or a group, which the word decides.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    pub word: Name,
    pub name: Name,
    pub label: Option<Quoted>,
    pub block: Option<Block>,
}

/// `a, b -> c | d, e => f : "label" { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Connection {
    /// One more than `arrows`.
    pub sides: Vec<Side>,
    pub arrows: Vec<(Arrow, Span)>,
    pub label: Option<Quoted>,
    pub block: Option<Block>,
}

/// One end of an arrow: targets separated by commas, each a list of alternatives separated by `|`.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    pub span: Span,
    pub targets: Vec<Vec<Path>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Arrow {
    /// `->` calls and waits
    Sync,
    /// `~>` hands over a message and goes on
    Async,
    /// `=>` data is copied to the right
    Copy,
}

impl Arrow {
    pub fn symbol(self) -> &'static str {
        match self {
            Arrow::Sync => "->",
            Arrow::Async => "~>",
            Arrow::Copy => "=>",
        }
    }
}

/// `traffic { … }`, `slo { … }`, `operations { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    pub about: About,
    pub word: Span,
    pub block: Block,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum About {
    Traffic,
    Slo,
    Operations,
}

/// `flow NAME ["LABEL"] { … }` or `scenario NAME ["LABEL"] { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    pub name: Name,
    pub label: Option<Quoted>,
    pub block: Option<Block>,
}

/// `expect FUNCTION(ARGUMENT) [>= VALUE] [in SCENARIO]`
#[derive(Clone, Debug, PartialEq)]
pub struct Expect {
    pub function: Name,
    pub arguments: Vec<Path>,
    pub comparison: Option<(Comparison, Span, Expr)>,
    pub scenario: Option<Name>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    GreaterOrEqual,
    Greater,
}

/// `accept RULE on a, b -> c because "…" [until DATE]`
#[derive(Clone, Debug, PartialEq)]
pub struct Accept {
    /// `single-instance`, or `availability/*`
    pub rule: Name,
    pub subjects: Vec<Subject>,
    pub because: Option<Quoted>,
    pub until: Option<Expr>,
}

/// A component or group by name, or a connection by its two ends.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    Name(Path),
    Link(Path, Path, Span),
}

impl Subject {
    pub fn span(&self) -> Span {
        match self {
            Subject::Name(path) => path.span,
            Subject::Link(_, _, span) => *span,
        }
    }
}

/// `forbid A -> B [because "…"]`
#[derive(Clone, Debug, PartialEq)]
pub struct Forbid {
    pub from: Path,
    pub to: Path,
    pub because: Option<Quoted>,
}

/// `let NAME = VALUE`
#[derive(Clone, Debug, PartialEq)]
pub struct Let {
    pub name: Name,
    pub value: Expr,
}

/// `default TYPE { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Default {
    pub word: Name,
    pub block: Block,
}

/// `include "PATH"`
#[derive(Clone, Debug, PartialEq)]
pub struct Include {
    pub path: Quoted,
}

/// `change TARGET [TYPE] ["LABEL"] [{ … }]`
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub target: Target,
    pub word: Option<Name>,
    pub label: Option<Quoted>,
    pub block: Option<Block>,
}

/// `move a, b into GROUP`
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    pub names: Vec<Path>,
    pub into: Path,
}

/// `remove TARGET, …`
#[derive(Clone, Debug, PartialEq)]
pub struct Remove {
    pub targets: Vec<Target>,
}

/// `attributes { NAME = TYPE … }`: a team's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Attributes {
    pub block: Block,
}

/// `policy NAME ["WHY"] [error | warning | advice] { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    pub name: Name,
    pub why: Option<Quoted>,
    pub level: Option<(Severity, Span)>,
    pub clauses: Vec<Clause>,
    /// The statement up to its block.
    pub head: Span,
}

/// One line of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    pub span: Span,
    pub kind: ClauseKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ClauseKind {
    /// `forbid SIDE -> SIDE`
    ForbidCalls {
        from: Subjects,
        to: Subjects,
    },
    /// `forbid CONDITION [on SUBJECTS]`
    Forbid {
        condition: Condition,
        on: Option<Subjects>,
    },
    /// `require CONDITION [on SUBJECTS]`
    Require {
        condition: Condition,
        on: Option<Subjects>,
    },
    /// `require path SIDE -> SIDE -> …`, at least two
    RequirePath(Vec<Subjects>),
    /// `allow technology [..]`
    AllowTechnology(Vec<Name>),
    /// `limit depth <= N`
    LimitDepth(Comparison, Expr),
    Note(Quoted),
    Good(Quoted),
    Bad(Quoted),
}

impl ClauseKind {
    /// It demands nothing: a note, an example.
    pub fn is_wording(&self) -> bool {
        matches!(self, Self::Note(_) | Self::Good(_) | Self::Bad(_))
    }
}

/// What a line of a policy speaks about: any of these.
#[derive(Clone, Debug, PartialEq)]
pub struct Subjects {
    pub span: Span,
    pub items: Vec<Whom>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Whom {
    /// A kind, a technology, a group or a component.
    Named(Path),
    /// `tag:NAME`
    Tagged(Name),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    pub span: Span,
    pub kind: ConditionKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ConditionKind {
    /// `backup`, `tier = gold`, `cost < $3000/mo`, `region in [seoul, tokyo]`
    Test {
        what: Path,
        arguments: Vec<Path>,
        is: Option<Is>,
    },
    /// `callers lb`, `reaches [db, cache]`
    Related(Relation, Subjects),
    Not(Box<Condition>),
    /// At least two.
    All(Vec<Condition>),
    /// At least two.
    Any(Vec<Condition>),
    /// Could not be read; the error was given.
    Junk,
}

/// What a test compares with.
#[derive(Clone, Debug, PartialEq)]
pub enum Is {
    Compared(Comparison, Span, Expr),
    Among(Expr),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Something calls it directly.
    Callers,
    /// It calls something directly.
    Callees,
    /// It calls something, over any number of hops.
    Reaches,
    /// It is one itself: `[web, was]` alone.
    Is,
}

/// What a change is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    Name(Path),
    Link { from: Path, arrow: Arrow, to: Path, span: Span },
    Flow(Name),
    Scenario(Name),
}

impl Target {
    pub fn span(&self) -> Span {
        match self {
            Target::Name(path) => path.span,
            Target::Link { span, .. } => *span,
            Target::Flow(name) | Target::Scenario(name) => name.span,
        }
    }
}

/// `NAME = VALUE`, or `NAME` alone, which means `NAME = on`.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    pub name: Name,
    pub value: Option<Expr>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    pub span: Span,
    pub kind: ExprKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A number with the unit written behind it, neither judged yet. `1억 2000만` is two parts.
    Number(Vec<NumberPart>),
    /// `$120/mo`, `₩150_000/mo`. A scale is multiplied in: `$1.2k/mo` has the amount 1200.
    Money {
        currency: Name,
        amount: Decimal,
        per: Option<Name>,
    },
    /// `2027-06-30`; the parts may be out of range, which is judged later.
    Date {
        year: i16,
        month: i8,
        day: i8,
    },
    /// `rolling`, `seats`, `traffic.dau`
    Word(Path),
    Quoted(Quoted),
    List(Vec<Expr>),
    /// `2..10`
    Range(Box<Expr>, Box<Expr>),
    /// `orders 10x`, in a list only
    Pair(Path, Box<Expr>),
    Binary {
        op: Operator,
        op_span: Span,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    /// `-3`: no attribute takes it, but it reads.
    Negative(Box<Expr>),
    /// Could not be read; the error was given.
    Junk,
}

/// `300k`, `30만명`, `500` with unit `rps`, `99.9` with unit `%`, `10` with unit `GB/day`.
/// Spaces within a unit are left out: `7k qps` has the unit `kqps`.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberPart {
    pub value: Decimal,
    pub unit: Option<Name>,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}
