//! Where output goes, and what the terminal can show.

use crate::args::{Color, Common};
use crate::failure::Failure;
use archlint::report::{Drawing, Style};
use archlint::text::Lang;
use std::env;
use std::fs;
use std::io::{self, IsTerminal, Write};
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

/// Writes a file whole. What a link leads to is replaced and not the link; a device or a pipe, such
/// as `/dev/null`, just gets the bytes.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error| Failure::writing(path.display(), error);
    match fs::metadata(path) {
        Ok(old) if !old.is_file() && !old.is_dir() => fs::write(path, bytes).map_err(failed),
        Ok(_) => replace(&fs::canonicalize(path).map_err(failed)?, bytes),
        Err(_) => replace(path, bytes),
    }
}

/// Writes beside the target and renames, so that nobody ever sees half a file.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let failed = |error| Failure::writing(path.display(), error);
    let mut beside = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        beside.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = beside.prefix(".archlint-").tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    keep_permissions(path, file.as_file());
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// A file that is replaced keeps its mode. Failing to is no reason not to write.
fn keep_permissions(path: &Path, file: &fs::File) {
    if let Ok(old) = fs::metadata(path) {
        let _ = file.set_permissions(old.permissions());
    }
}

pub fn print_or_write(target: Option<&Path>, text: &str) -> Result<(), Failure> {
    match target {
        None => print(text),
        Some(path) => write_file(path, text.as_bytes()),
    }
}

/// How a report is to look on standard output, or in a file.
pub fn style(common: &Common, lang: Lang, to_file: bool) -> Style {
    let on_terminal = !to_file && io::stdout().is_terminal();
    let dumb = env::var("TERM").is_ok_and(|term| term == "dumb");
    let narrated = dumb || is_set("NO_GRAPHICS");
    Style {
        lang,
        color: color(common.color, on_terminal && !dumb),
        width: width(on_terminal),
        drawing: if narrated { Drawing::Narrated } else { Drawing::Unicode },
    }
}

fn color(flag: Color, on_terminal: bool) -> bool {
    match flag {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if is_set("NO_COLOR") => false,
        Color::Auto => is_set("CLICOLOR_FORCE") || on_terminal,
    }
}

/// Set to something other than nothing or `0`.
fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0")
}

fn width(on_terminal: bool) -> usize {
    let stated = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    match stated {
        Some(columns) if columns > 0 => columns,
        _ if on_terminal => textwrap::termwidth(),
        _ => 100,
    }
}
