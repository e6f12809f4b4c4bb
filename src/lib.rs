//! archlint reads a system architecture written as text, judges it as a design review would, and
//! draws it.
//!
//! The modules stand in the order in which a design passes through them; each one uses only those
//! above it (a test holds this). The library does no IO, reads no clock and no environment: what it
//! needs from outside comes through [`source::Loader`] and plain arguments.

// Purity. Tests may read, write and print what they measured.
#![cfg_attr(not(test), deny(clippy::disallowed_methods, clippy::disallowed_types))]
#![cfg_attr(not(test), deny(clippy::dbg_macro, clippy::print_stderr, clippy::print_stdout))]

pub mod maths;

pub mod say;
/// The name that it had.
pub use say as text;

pub mod sink;

pub mod source;

pub mod diagnostic;

pub mod syntax;

pub mod catalog;

pub mod model;

pub mod import;

pub mod analysis;

pub mod edit;

pub mod lint;

pub mod fix;

#[path = "../rules/mod.rs"]
pub mod rules;

pub mod config;

pub mod render;

pub mod report;

pub mod project;

pub use diagnostic::Safety;
pub use project::{Date, Fixed, Judged, Measure, Project, Refused, Reviewed, Selection, check};
pub use source::{Loader, NoLoader, Source};
pub use text::Lang;
#[cfg(test)]
#[allow(clippy::disallowed_methods, dead_code, reason = "a test may read and write what is kept")]
#[path = "../tests/it/kept.rs"]
mod kept;
