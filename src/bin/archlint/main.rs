//! The command line: the only part of archlint that reads files, the environment and the clock.

mod adopt;
mod args;
mod baseline;
mod check;
mod completions;
mod day;
mod diff;
mod estimate;
mod explain;
mod failure;
mod files;
mod fix;
mod fmt;
mod given;
mod hook;
mod icons;
mod import;
mod init;
mod korean;
mod language;
mod levels;
mod loader;
#[cfg(all(feature = "lsp", feature = "serve"))]
mod lsp;
mod man;
mod mcp;
mod misuse;
mod named;
mod one;
mod out;
mod picture;
mod plan;
mod render;
mod report;
mod rules;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod sets;
mod settings;
mod simulate;
mod unused;
mod version;
#[cfg(feature = "watch")]
mod watch;

use args::{Cli, Command};
use clap::{CommandFactory, FromArgMatches};
use failure::Failure;
use std::process::ExitCode;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let lang = language::before_parsing(std::env::args_os());
    std::panic::set_hook(Box::new(move |info| out::say(&failure::our_mistake(info), lang)));
    if version::is_asked(std::env::args_os()) {
        return ended(version::run(lang), lang);
    }
    let command = korean::translated(Cli::command(), lang);
    let matches = command.try_get_matches().unwrap_or_else(|error| misuse::exit(&error, lang));
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| misuse::exit(&error, lang));
    let result = run(&cli);
    // What could not be done is said in the language of the configuration, too.
    let said_in = || language::of_folder(&cli.common, std::path::Path::new("."));
    let lang = if result.is_err() { said_in() } else { lang };
    ended(result, lang)
}

fn ended(result: Result<u8, Failure>, lang: archlint::say::Lang) -> ExitCode {
    match result {
        Ok(code) => ExitCode::from(code),
        Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.tell(lang);
            ExitCode::from(2)
        }
    }
}

/// The exit code: 0, or 1 when something was found.
fn run(cli: &Cli) -> Result<u8, Failure> {
    match &cli.command {
        Command::Check(args) => check::run(cli, args),
        Command::Fix(args) => fix::run(cli, args),
        Command::Render(args) => render::run(cli, args),
        Command::Diff(args) => diff::run(cli, args),
        Command::Estimate(args) => estimate::run(cli, args),
        Command::Simulate(args) => simulate::run(cli, args),
        Command::Import(args) => import::run(cli, args),
        Command::Fmt(args) => fmt::run(cli, args),
        Command::Report(args) => report::run(cli, args),
        Command::Plan(args) => plan::run(cli, args),
        Command::Explain(args) => explain::run(cli, args),
        Command::Rules(args) => rules::run(cli, args),
        Command::Init(args) => init::run(cli, args),
        Command::Completions(args) => completions::run(args),
        Command::Man => man::run(),
        Command::Schema(args) => schema::run(args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(cli, args),
        Command::Mcp(args) => mcp::run(cli, args),
        #[cfg(all(feature = "lsp", feature = "serve"))]
        Command::Lsp(args) => lsp::run(cli, args),
    }
}
