//! What the terminal can show.

use crate::args::{Color, Common};
use archlint::report::{Drawing, Style};
use archlint::say::Lang;
use std::env;
use std::io::{self, IsTerminal};
use supports_hyperlinks::Stream;

/// How a report is to look on standard output, or in a file.
pub fn style(common: &Common, lang: Lang, to_file: bool) -> Style {
    let on_terminal = !to_file && io::stdout().is_terminal();
    let dumb = env::var("TERM").is_ok_and(|term| term == "dumb");
    let narrated = dumb || is_set("NO_GRAPHICS");
    let color = color(common.color, on_terminal && !dumb);
    Style {
        lang,
        color,
        width: width(on_terminal),
        drawing: if narrated { Drawing::Narrated } else { Drawing::Unicode },
        links: color && on_terminal && !dumb && supports_hyperlinks::on(Stream::Stdout),
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
