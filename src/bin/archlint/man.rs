//! `archlint man`.

use crate::args::Cli;
use crate::failure::Failure;
use crate::out::{self, Finished};
use clap::CommandFactory;

pub fn run() -> Result<u8, Failure> {
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(Cli::command()).render(&mut page);
    rendered.map_err(|error| Failure::writing("the manual page", error))?;
    out::print(Finished::lines(&String::from_utf8_lossy(&page)))?;
    Ok(0)
}
