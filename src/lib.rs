//! archlint reads a system architecture written as text, judges it as a design review would, and
//! draws it.
//!
//! [`Project`] is the front door: it reads and judges the designs of a file ([`Reviewed`]), applies
//! fixes ([`Fixed`]), and gives findings ([`Report`]), pictures, figures and pages as text. Nothing
//! here does IO, reads a clock or the environment, or prints: other files come through a [`Loader`],
//! the day and everything else as arguments. [`format()`] lays a design out evenly.
//!
//! ```
//! use archlint::{Date, Lang, NoLoader, Project, Safety, Source};
//! let project = Project::default();
//! let today = Date::constant(2026, 1, 31);
//! let text = "user fan\nwas api { replicas = 2 }\nmysql orders { backup = none }\nfan -> api -> orders\n";
//! let source = Source::new("shop.arch", text);
//! for finding in &project.check_one(&source, &NoLoader, today)?.findings {
//!     println!("{}: {}", finding.rule, finding.message.get(Lang::Ko));
//! }
//! let fixed = project.fix(&source, &NoLoader, today, Safety::Suggested)?;
//! println!("{}{}", fixed.text, fixed.left[0].svg(Lang::Ko));
//! # assert!(fixed.text != text && fixed.left[0].svg(Lang::Ko).starts_with("<svg"));
//! # Ok::<(), archlint::Refused>(())
//! ```
//!
//! The program itself is the feature `cli`, findings drawn for a terminal `terminal`, PNG and PDF
//! `images`; without them (`default-features = false`) the library builds for WebAssembly, too.

// Purity. Tests may read, write and print what they measured.
#![cfg_attr(not(test), deny(clippy::disallowed_methods, clippy::disallowed_types))]
#![cfg_attr(not(test), deny(clippy::dbg_macro, clippy::print_stderr, clippy::print_stdout))]
#![deny(missing_docs)]
// What only the program asks for is idle in a library without it.
#![cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]

pub use config::{FailOn, Profile, UnknownPattern};
pub use diagnostic::{
    Acceptance, Diagnostic, Edit, Figure, Fix, Named, RuleName, Safety, Severity,
};
pub use fix::{Done, Stop};
pub use ids::{ComponentId, GroupId, LinkId, Subject};
#[cfg(feature = "lsp")]
pub use lsp::Talk;
pub use project::{Asked, Date, Fixed, Project, Refused, Reviewed, Selection, format};
pub use report::figures::FigureFormat;
pub use report::{Checked, Counts, Drawing, Format, Report, Style};
pub use say::{Lang, Text};
pub use source::{LoadError, Loader, NoLoader, Position, Source, SourceId, Sources, Span};
pub use view::Bench;

// The layers, in the order in which a design passes through them: each uses only those above it (a
// test holds this). They are open to the program and the tests of this package, and closed to those
// who depend on the library without its program; the promise is the list above.

#[cfg(not(feature = "cli"))]
mod maths;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod maths;

#[cfg(not(feature = "cli"))]
mod say;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod say;

#[cfg(not(feature = "cli"))]
mod ids;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod ids;

#[cfg(not(feature = "cli"))]
mod sink;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod sink;

#[cfg(not(feature = "cli"))]
mod source;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod source;

#[cfg(not(feature = "cli"))]
mod diagnostic;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod diagnostic;

#[cfg(not(feature = "cli"))]
mod syntax;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod syntax;

#[cfg(not(feature = "cli"))]
mod catalog;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod catalog;

#[cfg(not(feature = "cli"))]
mod model;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod model;

#[cfg(not(feature = "cli"))]
mod import;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod import;

#[cfg(not(feature = "cli"))]
mod analysis;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod analysis;

#[cfg(not(feature = "cli"))]
mod wording;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod wording;

#[cfg(not(feature = "cli"))]
mod edit;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod edit;

#[cfg(not(feature = "cli"))]
mod context;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod context;

#[cfg(not(feature = "cli"))]
mod rulebook;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod rulebook;

#[cfg(not(feature = "cli"))]
mod lint;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod lint;

#[cfg(not(feature = "cli"))]
mod policy;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod policy;

#[cfg(not(feature = "cli"))]
mod fix;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod fix;

#[cfg(not(feature = "cli"))]
#[path = "../rules/mod.rs"]
mod rules;
#[cfg(feature = "cli")]
#[doc(hidden)]
#[path = "../rules/mod.rs"]
pub mod rules;

#[cfg(not(feature = "cli"))]
mod config;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod config;

#[cfg(not(feature = "cli"))]
mod render;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod render;

#[cfg(not(feature = "cli"))]
mod report;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod report;

#[cfg(not(feature = "cli"))]
mod post;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod post;

#[cfg(not(feature = "cli"))]
mod plan;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod plan;

#[cfg(not(feature = "cli"))]
mod project;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod project;

#[cfg(not(feature = "cli"))]
mod ide;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod ide;

#[cfg(not(feature = "cli"))]
mod lexicon;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod lexicon;

#[cfg(not(feature = "cli"))]
mod view;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod view;

#[cfg(all(feature = "lsp", not(feature = "cli")))]
mod lsp;
#[cfg(all(feature = "lsp", feature = "cli"))]
#[doc(hidden)]
pub mod lsp;

#[cfg(test)]
#[allow(clippy::disallowed_methods, dead_code, reason = "a test may read and write what is kept")]
#[path = "../tests/it/kept.rs"]
mod kept;
