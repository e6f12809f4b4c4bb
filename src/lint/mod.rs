//! How a design is judged: rules look at a [`Context`] and return findings; [`run`] orders them,
//! drops what a more specific rule already said, and applies the design's `accept` statements.
//! It is given the list of rules and does not know it.

mod context;
mod rule;

pub use context::Context;
pub use rule::{Finding, FixKind, Quality, Rule, Topic};

/// What a rule needs, and nothing else.
pub mod prelude {
    pub use super::{Context, Finding, FixKind, Quality, Rule, Topic};
    pub use crate::diagnostic::{Diagnostic, Edit, Figure, Fix, Safety, Severity};
    pub use crate::model::*;
    pub use crate::source::Span;
    pub use crate::syntax::ast::Arrow;
    pub use crate::text;
    pub use crate::text::{Particle, Text, with_particle};
}
