//! The one way out: everything that leaves the program as bytes passes here. Standard output and
//! error, and files, which are written whole or not at all and never over what was read.

mod file;
mod progress;
mod rubbish;
mod terminal;

pub use file::{Product, create, replace, write};
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
pub fn print(text: &str) -> Result<(), Failure> {
    print_bytes(text.as_bytes())
}

/// The same for what is not text.
pub fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = out.write_all(bytes).and_then(|()| out.flush());
    written.map_err(|error| Failure::writing("stdout", error))
}

/// Says something about the run on standard error. Where that is closed or full nobody can be
/// told, and the work goes on.
pub fn say(text: &Text, lang: Lang) {
    tell(&format!("archlint: {}\n", sink::for_terminal(text.get(lang))));
}

/// Prints finished lines to standard error.
pub fn tell(lines: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(lines.as_bytes()).and_then(|()| out.flush());
}

/// Standard output where no file is named, or `-` is.
pub fn deliver(
    target: Option<&Path>,
    bytes: &[u8],
    product: Product,
    naming: &Naming,
) -> Result<(), Failure> {
    match target {
        Some(path) if path != Path::new("-") => write(path, bytes, product, naming),
        _ => print_bytes(bytes),
    }
}

/// Whether the output goes to a file.
pub fn is_file(target: Option<&Path>) -> bool {
    target.is_some_and(|path| path != Path::new("-"))
}
