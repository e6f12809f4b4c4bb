//! A text that is fit for where its format goes.

use super::{Sink, Written};
use std::fmt;
use std::ops::Deref;

/// A whole report, page, table or picture as text, written through the encoders of its format's
/// sink. Only the library makes one, so that a program can't print a raw text in its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed(String);

impl Printed {
    /// What a printer of the library wrote.
    pub(crate) fn by(printer: String) -> Self {
        Self(printer)
    }

    /// One text behind the other.
    pub fn and(mut self, more: Printed) -> Self {
        self.0.push_str(&more.0);
        self
    }

    /// The text alone.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl<S: Sink> From<Written<S>> for Printed {
    fn from(written: Written<S>) -> Self {
        Self(written.into_string())
    }
}

impl Deref for Printed {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(f)
    }
}
