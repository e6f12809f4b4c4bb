//! Moves what was read to where its text stands now.

use super::ast::{
    Accept, Attribute, Attributes, Block, Change, Clause, ClauseKind, Comment, Condition,
    ConditionKind, Connection, Declaration, Default, Expect, Expr, ExprKind, Facts, Forbid, Header,
    Include, Is, Journey, Let, Move, Name, NumberPart, Path, Policy, Quoted, Remove, Side,
    Statement, StatementKind, Subject, Subjects, Target, Whom,
};
use super::unclosed::Unclosed;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

/// To which text, and how far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shift {
    pub source: SourceId,
    pub by: i64,
}

impl Shift {
    pub fn of(self, span: Span) -> Span {
        Span { source: self.source, start: self.byte(span.start), end: self.byte(span.end) }
    }

    fn byte(self, at: u32) -> u32 {
        (i64::from(at) + self.by) as u32
    }
}

/// What has spans.
pub(super) trait Shifts {
    fn shift(&mut self, by: Shift);
}

impl Shifts for Span {
    fn shift(&mut self, by: Shift) {
        *self = by.of(*self);
    }
}

impl Shifts for Diagnostic {
    fn shift(&mut self, by: Shift) {
        self.move_spans(|span| by.of(span));
    }
}

impl Shifts for Unclosed {
    fn shift(&mut self, by: Shift) {
        self.open.shift(by);
        self.end = by.byte(self.end);
    }
}

impl<T: Shifts> Shifts for Vec<T> {
    fn shift(&mut self, by: Shift) {
        self.iter_mut().for_each(|it| it.shift(by));
    }
}

impl<T: Shifts> Shifts for Option<T> {
    fn shift(&mut self, by: Shift) {
        self.iter_mut().for_each(|it| it.shift(by));
    }
}

impl<T: Shifts> Shifts for Box<T> {
    fn shift(&mut self, by: Shift) {
        (**self).shift(by);
    }
}

/// A word of the language, and where it stands.
impl<T: Copy> Shifts for (T, Span) {
    fn shift(&mut self, by: Shift) {
        self.1.shift(by);
    }
}

/// A comparison: its sign, where that stands, and the value.
impl<T: Copy> Shifts for (T, Span, Expr) {
    fn shift(&mut self, by: Shift) {
        self.1.shift(by);
        self.2.shift(by);
    }
}

/// Names all parts of each form, so that none is forgotten.
macro_rules! shifts {
    ($($type:ident: $($form:pat => $($part:ident)*),+;)*) => {$(
        impl Shifts for $type {
            fn shift(&mut self, by: Shift) {
                match self {
                    $($form => { $($part.shift(by);)* })+
                }
            }
        }
    )*};
}

shifts! {
    Comment: Comment { span } => span;
    Name: Name { text: _, span } => span;
    Path: Path { segments, span } => segments span;
    Quoted: Quoted { text: _, span } => span;
    Statement: Statement { span, kind } => span kind;
    StatementKind:
        StatementKind::Header(it) => it,
        StatementKind::Declaration(it) => it,
        StatementKind::Connection(it) => it,
        StatementKind::Facts(it) => it,
        StatementKind::Flow(it) | StatementKind::Scenario(it) => it,
        StatementKind::Expect(it) => it,
        StatementKind::Accept(it) => it,
        StatementKind::Forbid(it) => it,
        StatementKind::Let(it) => it,
        StatementKind::Default(it) => it,
        StatementKind::Include(it) => it,
        StatementKind::Change(it) => it,
        StatementKind::Move(it) => it,
        StatementKind::Remove(it) => it,
        StatementKind::Policy(it) => it,
        StatementKind::Attributes(it) => it,
        StatementKind::Attribute(it) => it,
        StatementKind::Junk => ;
    Block: Block { span, open, close, statements } => span open close statements;
    Header: Header { name, stage, extends, extent } => name stage extends extent;
    Declaration: Declaration { word, name, label, block } => word name label block;
    Connection: Connection { sides, arrows, label, block } => sides arrows label block;
    Side: Side { span, targets } => span targets;
    Facts: Facts { about: _, word, block } => word block;
    Journey: Journey { name, label, block } => name label block;
    Expect: Expect { function, arguments, comparison, scenario } => function arguments comparison scenario;
    Accept: Accept { rule, subjects, because, until } => rule subjects because until;
    Subject:
        Subject::Name(path) => path,
        Subject::Link(from, to, span) => from to span;
    Forbid: Forbid { from, to, because } => from to because;
    Let: Let { name, value } => name value;
    Default: Default { word, block } => word block;
    Include: Include { path } => path;
    Change: Change { target, word, label, block } => target word label block;
    Move: Move { names, into } => names into;
    Remove: Remove { targets } => targets;
    Target:
        Target::Name(path) => path,
        Target::Link { from, arrow: _, to, span } => from to span,
        Target::Flow(name) | Target::Scenario(name) => name;
    Attributes: Attributes { block } => block;
    Attribute: Attribute { name, value, span } => name value span;
    Policy: Policy { name, why, level, clauses, head } => name why level clauses head;
    Clause: Clause { span, kind } => span kind;
    ClauseKind:
        ClauseKind::ForbidCalls { from, to } => from to,
        ClauseKind::Forbid { condition, on } | ClauseKind::Require { condition, on } => condition on,
        ClauseKind::RequirePath(sides) => sides,
        ClauseKind::AllowTechnology(names) => names,
        ClauseKind::LimitDepth(_, value) => value,
        ClauseKind::Note(it) | ClauseKind::Good(it) | ClauseKind::Bad(it) => it;
    Subjects: Subjects { span, items } => span items;
    Whom:
        Whom::Named(path) => path,
        Whom::Tagged(name) => name;
    Condition: Condition { span, kind } => span kind;
    ConditionKind:
        ConditionKind::Test { what, arguments, is } => what arguments is,
        ConditionKind::Related(_, subjects) => subjects,
        ConditionKind::Not(inner) => inner,
        ConditionKind::All(all) | ConditionKind::Any(all) => all,
        ConditionKind::Junk => ;
    Is:
        Is::Compared(_, span, value) => span value,
        Is::Among(value) => value;
    Expr: Expr { span, kind } => span kind;
    ExprKind:
        ExprKind::Number(parts) => parts,
        ExprKind::Money { currency, amount: _, per } => currency per,
        ExprKind::Date { year: _, month: _, day: _ } | ExprKind::Junk => ,
        ExprKind::Word(path) => path,
        ExprKind::Quoted(it) => it,
        ExprKind::List(items) => items,
        ExprKind::Range(from, to) => from to,
        ExprKind::Pair(path, value) => path value,
        ExprKind::Binary { op: _, op_span, left, right } => op_span left right,
        ExprKind::Negative(inner) => inner;
    NumberPart: NumberPart { value: _, unit, span } => unit span;
}
