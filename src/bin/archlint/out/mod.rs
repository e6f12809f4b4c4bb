//! The one way out: everything that leaves the program as bytes passes here. Standard output and
//! error, and files, which are written whole or not at all and never over what was read.

mod file;
mod finished;
mod progress;
mod rubbish;
mod terminal;

pub use file::{Product, create, is_regular, make_executable, permit, replace, write};
pub use finished::Finished;
pub use progress::Progress;
pub use rubbish::Rubbish;
pub use terminal::style;

use crate::failure::Failure;
use crate::files::Naming;
use archlint::say::{Lang, Text};
use archlint::sink;
use std::io::{self, Write};
use std::path::Path;

/// Prints to standard output. A closed pipe comes back as [`Failure::ClosedPipe`].
pub fn print(what: impl Into<Finished>) -> Result<(), Failure> {
    let (what, mut out) = (what.into(), io::stdout().lock());
    let written = out.write_all(what.bytes()).and_then(|()| out.flush());
    written.map_err(|error| Failure::writing("stdout", error))
}

/// Says something about the run on standard error. Where that is closed or full nobody can be
/// told, and the work goes on.
pub fn say(text: &Text, lang: Lang) {
    tell(Finished::lines(&format!("archlint: {}\n", sink::for_terminal(text.get(lang)))));
}

/// Prints finished lines to standard error.
pub fn tell(lines: impl Into<Finished>) {
    let (lines, mut out) = (lines.into(), io::stderr().lock());
    let _ = out.write_all(lines.bytes()).and_then(|()| out.flush());
}

/// Standard output where no file is named, or `-` is.
pub fn deliver(
    target: Option<&Path>,
    what: impl Into<Finished>,
    product: Product,
    naming: &Naming,
) -> Result<(), Failure> {
    match target {
        Some(path) if path != Path::new("-") => write(path, &what.into(), product, naming),
        _ => print(what),
    }
}

/// Whether the output goes to a file.
pub fn is_file(target: Option<&Path>) -> bool {
    target.is_some_and(|path| path != Path::new("-"))
}
