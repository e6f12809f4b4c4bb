//! `let` names and `traffic.*`, worked out once, in whatever order they stand.

use crate::diagnostic::Diagnostic;
use crate::model::Attr;
use crate::syntax::ast;

/// Everything that a value may read by name, besides components and groups.
#[derive(Debug, Default)]
pub struct Lets<'a> {
    _tree: std::marker::PhantomData<&'a ast::Let>,
}

impl<'a> Lets<'a> {
    /// Works out all `let`s of a design.
    ///
    /// `layers` holds the statements of the design that is extended first, and of the one that
    /// extends it last: a later layer overrides a name, within a layer a second one is an error.
    /// `traffic` holds the attributes of all `traffic` blocks, of which the last of a name counts;
    /// mistakes inside of them are left to whoever reads these attributes.
    pub fn new(
        _layers: &[Vec<&'a ast::Let>],
        _traffic: &[(Attr, &'a ast::Expr)],
        _errors: &mut Vec<Diagnostic>,
    ) -> Self {
        Self::default()
    }
}
