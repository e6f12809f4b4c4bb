//! Why a request has no answer.

use crate::say::{Lang, Text};
use crate::text;
use serde_json::{Value, json};

/// Told to the editor in place of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// As the protocol numbers them.
    pub code: i64,
    pub message: Text,
}

impl Error {
    pub const PARSE: i64 = -32700;
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

/// The answer to what is no JSON.
pub fn misread(why: &str, lang: Lang) -> Value {
    let told = text!(why; "JSON이 아닙니다: {why}", "this is no JSON: {why}");
    json!({"jsonrpc": "2.0", "id": null, "error": Error::new(Error::PARSE, told).json(lang)})
}

/// Parameters that are not what the method takes.
pub(super) fn invalid(what: &str) -> Error {
    let message = Text::same(format!("invalid params: {what}"));
    Error::new(Error::INVALID_PARAMS, message)
}
