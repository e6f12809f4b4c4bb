//! Policies: what a team demands of its designs, with their names resolved, and its own attributes.

use super::{
    Argument, Attr, ComponentId, Dimension, GroupId, GroupKind, Kind, Measure, Quantity, Value,
    schema::Takes,
};
use crate::diagnostic::Severity;
use crate::source::Span;
use crate::syntax::ast::{Comparison, Relation};

/// A `policy` statement.
#[derive(Clone, Debug)]
pub struct Policy {
    pub name: String,
    pub why: Option<String>,
    /// `error` where none is stated.
    pub level: Severity,
    pub note: Option<String>,
    pub clauses: Vec<Clause>,
    pub examples: Vec<PolicyExample>,
    /// The statement up to its block.
    pub head: Span,
    pub name_span: Span,
    pub span: Span,
    /// Comes from the configuration: it holds for designs that do not know it.
    pub shared: bool,
}

/// One line of a policy.
#[derive(Clone, Debug)]
pub struct Clause {
    pub demand: Demand,
    pub span: Span,
    /// As written, on one line.
    pub text: String,
}

#[derive(Clone, Debug)]
pub enum Demand {
    /// Nothing of the first may call anything of the second directly.
    ForbidCalls(Vec<Whom>, Vec<Whom>),
    /// No subject may be so; without subjects the whole design.
    Forbid(Condition, Option<Vec<Whom>>),
    /// Every subject must be so.
    Require(Condition, Option<Vec<Whom>>),
    /// Every hard road from the first to the last passes those between, in order.
    RequirePath(Vec<Vec<Whom>>),
    /// Names of technologies; components of another one are found.
    AllowTechnology(Vec<String>),
    /// So many synchronous hops the longest road from a user may have.
    LimitDepth(Comparison, u32),
}

/// What a policy speaks about.
#[derive(Clone, Debug, PartialEq)]
pub enum Whom {
    Kind(Kind),
    /// By its name in the catalogue.
    Tech(String),
    Tag(String),
    Component(ComponentId),
    Group(GroupId),
    /// A name that this design does not have.
    Nobody,
}

#[derive(Clone, Debug)]
pub enum Condition {
    /// It is stated, and not denied.
    Stated(Property),
    Compared(Property, Comparison, Value),
    /// One of these.
    Among(Property, Vec<Value>),
    /// The nearest group of that kind around it is one of these, by name or by city.
    Within(GroupKind, Vec<String>),
    Figure(PolicyFigure),
    Related(Relation, Vec<Whom>),
    Not(Box<Condition>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

/// What a component states.
#[derive(Clone, Debug, PartialEq)]
pub enum Property {
    Attr(Attr),
    Own(String),
}

impl Property {
    /// As written in a design.
    pub fn word(&self) -> &str {
        match self {
            Property::Attr(attr) => attr.word(),
            Property::Own(name) => name,
        }
    }
}

/// A figure as in `expect`. Without an argument it is asked of the subject, of each flow, or of the
/// whole.
#[derive(Clone, Debug)]
pub struct PolicyFigure {
    pub measure: Measure,
    pub argument: Option<Argument>,
    /// It is asked of a flow.
    pub of_flow: bool,
    pub comparison: Comparison,
    pub limit: Quantity,
    /// As written.
    pub text: String,
}

/// A design with which a policy is tested.
#[derive(Clone, Debug)]
pub struct PolicyExample {
    /// The policy is silent about it.
    pub good: bool,
    pub text: String,
    pub span: Span,
}

/// One attribute that a team adds to the language.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnAttribute {
    pub name: String,
    pub of: OwnType,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum OwnType {
    Text,
    Word,
    /// One of these.
    Words(Vec<String>),
    Number(Dimension),
    Date,
    Flag,
}

impl OwnType {
    /// The words for types, as they are declared.
    pub const WORDS: [&str; 9] =
        ["text", "word", "count", "ratio", "duration", "bytes", "money", "date", "flag"];

    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "text" => OwnType::Text,
            "word" => OwnType::Word,
            "count" => OwnType::Number(Dimension::Count),
            "ratio" => OwnType::Number(Dimension::Ratio),
            "duration" => OwnType::Number(Dimension::Duration),
            "bytes" => OwnType::Number(Dimension::Bytes),
            "money" => OwnType::Number(Dimension::Usd),
            "date" => OwnType::Date,
            "flag" => OwnType::Flag,
            _ => return None,
        })
    }

    /// The forms of value that may stand behind it.
    pub fn takes(&self) -> Takes {
        let none = Takes::default();
        match self {
            OwnType::Text => Takes { text: true, free: true, ..none },
            OwnType::Word | OwnType::Words(_) => Takes { free: true, ..none },
            OwnType::Number(dimension) => Takes { number: Some(*dimension), ..none },
            OwnType::Date => Takes { date: true, ..none },
            OwnType::Flag => Takes { flag: true, ..none },
        }
    }

    /// What an answer may look like.
    pub fn example(&self) -> String {
        match self {
            OwnType::Text => "\"…\"".to_owned(),
            OwnType::Word => "…".to_owned(),
            OwnType::Words(words) => words.join(" | "),
            OwnType::Number(Dimension::Count) => "3".to_owned(),
            OwnType::Number(Dimension::Ratio) => "90%".to_owned(),
            OwnType::Number(Dimension::Duration) => "1d".to_owned(),
            OwnType::Number(Dimension::Bytes) => "10GB".to_owned(),
            OwnType::Number(_) => "$100/mo".to_owned(),
            OwnType::Date => "2027-06-30".to_owned(),
            OwnType::Flag => "on | off".to_owned(),
        }
    }
}
