//! `archlint completions`.

use crate::args::{Cli, CompletionsArgs};
use crate::failure::Failure;
use crate::out::{self, Finished};
use clap::CommandFactory;

pub fn run(args: &CompletionsArgs) -> Result<u8, Failure> {
    // Written to memory first: the generator would panic on a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "archlint", &mut script);
    out::print(Finished::lines(&String::from_utf8_lossy(&script)))?;
    Ok(0)
}
