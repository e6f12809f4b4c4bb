//! From what was written behind `=` to a typed value: units, arithmetic, words and names.

mod lets;

pub use lets::Lets;

use super::design::Place;
use super::facts::{Stated, Value};
use super::quantity::{Dimension, Quantity};
use super::schema::{Attr, Takes};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast;
use jiff::civil::Date;

/// Where names in values are looked up, from where the value stands.
pub trait Names {
    /// The component or group of that name; the error is `unknown-name` or `ambiguous-name` with
    /// its candidates.
    fn place(&self, path: &ast::Path) -> Result<Place, Box<Diagnostic>>;

    /// Whether [`Names::place`] would find something.
    fn has_place(&self, path: &ast::Path) -> bool {
        self.place(path).is_ok()
    }
}

/// Reads values in one place of the text. Each mistake becomes one entry of `errors`, and the value
/// is then `None`.
pub struct Reader<'a> {
    pub lets: &'a Lets<'a>,
    pub names: &'a dyn Names,
    pub errors: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// A whole attribute; a bare word means `on`. `unset` is not known here: it is the change's.
    pub fn attribute(
        &mut self,
        attribute: &ast::Attribute,
        attr: Attr,
        takes: Takes,
    ) -> Option<Stated> {
        let value = match &attribute.value {
            Some(expr) => self.value(expr, attr, takes)?,
            None => Value::On,
        };
        let value_span = attribute.value.as_ref().map_or(attribute.name.span, |expr| expr.span);
        Some(Stated { value, span: attribute.span, value_span, by_default: false })
    }

    /// The value of an attribute.
    pub fn value(&mut self, _expr: &ast::Expr, _attr: Attr, _takes: Takes) -> Option<Value> {
        None
    }

    /// A number of that dimension, outside of attributes: the right side of an `expect`. Asked for
    /// [`Dimension::Usd`], it may also be [`Dimension::Krw`].
    pub fn quantity(&mut self, _expr: &ast::Expr, _dimension: Dimension) -> Option<Quantity> {
        None
    }

    /// The day behind `until`.
    pub fn date(&mut self, _expr: &ast::Expr) -> Option<Date> {
        None
    }
}
