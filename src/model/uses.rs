//! Where the text names what it declares: what an editor asks for definitions, references and a new
//! name.

use crate::source::Span;

/// What a name of the text may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sort {
    Component,
    Group,
    Flow,
    Scenario,
    /// A `let`, or a fact of the traffic that a value reads.
    Constant,
}

/// Something that has a name. Two are one where they are declared in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol {
    /// The name where it is declared.
    pub declared: Span,
    pub sort: Sort,
}

/// A name in the text: one segment of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Use {
    /// As written.
    pub span: Span,
    pub of: Symbol,
    /// It is declared here, not referred to.
    pub declares: bool,
}
