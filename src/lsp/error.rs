//! Why a request has no answer.

use crate::say::{Lang, Text};
use serde_json::{Value, json};

/// Told to the editor in place of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// As the protocol numbers them.
    pub code: i64,
    pub message: Text,
}

impl Error {
    pub const INVALID_REQUEST: i64 = -32600;
    pub const METHOD_NOT_FOUND: i64 = -32601;
    pub const INVALID_PARAMS: i64 = -32602;
    pub const INTERNAL: i64 = -32603;
    pub const NOT_INITIALIZED: i64 = -32002;
    pub const CANCELLED: i64 = -32800;
    pub const CONTENT_MODIFIED: i64 = -32801;
    /// The request is fine, and can't be done.
    pub const FAILED: i64 = -32803;

    pub fn new(code: i64, message: Text) -> Self {
        Self { code, message }
    }

    pub fn failed(message: Text) -> Self {
        Self::new(Self::FAILED, message)
    }

    pub(super) fn json(&self, lang: Lang) -> Value {
        json!({"code": self.code, "message": self.message.get(lang)})
    }
}

/// Parameters that are not what the method takes.
pub(super) fn invalid(what: &str) -> Error {
    let message = Text::same(format!("invalid params: {what}"));
    Error::new(Error::INVALID_PARAMS, message)
}
