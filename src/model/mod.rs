//! What a design means: components, groups, links, flows and facts, each knowing where it was
//! written. [`build`] makes a [`Design`] from text; analyses and rules only read it.

pub mod quantity;
pub mod schema;
pub mod value;

mod build;
mod describe;
mod design;
mod facts;
mod meaning;
pub mod meant;
mod part;
mod policy;
mod uses;

pub use crate::catalog::prices::is_same_region;
pub use crate::catalog::{GroupKind, Kind};
pub use build::{build, build_again};
pub use design::*;
pub use facts::{Facts, Stated, Value};
pub use meaning::{FlowNeeds, Meaning, ReplicaBasis, Replicas};
pub use part::{Part, PartKind};
pub use policy::{
    Clause, Condition, Demand, OwnAttribute, OwnType, Policy, PolicyExample, PolicyFigure,
    Property, Whom,
};
pub use quantity::{Dimension, Duration, Quantity};
pub use schema::Attr;
pub use uses::{Sort, Symbol, Use};

use crate::diagnostic::Diagnostic;

/// A design with everything that was wrong with its text.
#[derive(Debug)]
pub struct Built {
    pub design: Design,
    /// Errors and warnings of the text, in the order of the places.
    pub errors: Vec<Diagnostic>,
}
