//! What may leave: bytes that were made for where they go.

use archlint::sink::{self, Printed, Sink, Written};

/// Bytes that passed the encoder of their sink. Raw text does not become it by itself: whoever makes
/// one says which way it was made fit.
#[derive(Clone, Debug, Default)]
pub struct Finished(Vec<u8>);

impl Finished {
    /// Lines for a terminal or a log, with text from outside in them.
    pub fn lines(text: &str) -> Self {
        Self(sink::for_terminal_lines(text).into_bytes())
    }

    /// As it stands, for a file of the project: a design, a baseline.
    pub fn as_it_stands(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }

    /// A message of a protocol, one line of JSON, in which every control character is escaped.
    pub fn message(message: &serde_json::Value) -> Self {
        Self(format!("{message}\n").into_bytes())
    }

    /// An image, which holds letters as shapes.
    #[cfg(feature = "images")]
    pub fn image(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// One behind the other.
    pub fn and(mut self, more: impl Into<Finished>) -> Self {
        self.0.extend(more.into().0);
        self
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl<S: Sink> From<Written<S>> for Finished {
    fn from(written: Written<S>) -> Self {
        Self(written.into_string().into_bytes())
    }
}

/// What the library prints was written through its sinks.
impl From<Printed> for Finished {
    fn from(printed: Printed) -> Self {
        Self(printed.into_string().into_bytes())
    }
}
