//! The commands and their options. Help texts here are English; `korean.rs` has the others.

use archlint::config::{FailOn, Profile};
use archlint::import::Blocks;
use archlint::report::Format;
use archlint::report::figures::FigureFormat;
use archlint::say::Lang;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;
use std::path::PathBuf;

mod picture;
mod post;

#[cfg(feature = "serve")]
pub use picture::ServeArgs;
pub use picture::{DiffArgs, Look, Picture, RenderArgs};
pub use post::{PlanArgs, ReportArgs, Shown};

/// A linter for system architecture drawn as code: finds what breaks, shows why, draws the picture.
#[derive(Debug, Parser)]
#[command(name = "archlint", version, arg_required_else_help = true, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Clone, Debug, Args)]
pub struct Common {
    /// Language of messages [default: ARCHLINT_LANG, else the locale, else en]
    #[arg(long, global = true, value_name = "LANG", value_parser = langs())]
    pub lang: Option<Lang>,

    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", value_parser = colors())]
    pub color: Color,

    /// Configuration to use instead of the nearest archlint.toml
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Folder below which included and extended files are read [default: the nearest with .git or archlint.toml]
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,

    /// Print passwords, keys and the like as they are instead of masked
    #[arg(long, global = true)]
    pub show_secrets: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check designs
    Check(CheckArgs),
    /// Apply safe fixes, or write them as a TO-BE
    Fix(FixArgs),
    /// Draw a design
    Render(RenderArgs),
    /// Show what changes from one design to another
    Diff(DiffArgs),
    /// Print the figures of a design: load, capacity, availability, recovery, cost
    Estimate(EstimateArgs),
    /// Print what happens when something fails or traffic grows
    Simulate(SimulateArgs),
    /// Print a design for what is written in another notation
    Import(ImportArgs),
    /// Lay designs out evenly
    Fmt(FmtArgs),
    /// Write a post about a design, with its picture, numbers, judgements and answers
    Report(ReportArgs),
    /// Search three ways to a TO-BE: least change, least cost, best recovery
    Plan(PlanArgs),
    /// Explain a rule, or any other word
    Explain(ExplainArgs),
    /// List the rules, or test policies
    Rules(RulesArgs),
    /// Write a commented design, configuration and hooks to start from
    Init(InitArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
    /// Print a JSON Schema
    Schema(SchemaArgs),
    /// Show a design in the browser; whatever is saved is on the screen at once
    #[cfg(feature = "serve")]
    Serve(ServeArgs),
    /// Answer an assistant over standard input and output: the Model Context Protocol
    Mcp(McpArgs),
    /// Answer an editor over standard input and output: the language server
    #[cfg(all(feature = "lsp", feature = "serve"))]
    Lsp(LspArgs),
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files, folders, or - for standard input [default: the current folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Form of the output
    #[arg(long, value_name = "FORMAT", default_value = "pretty", value_parser = formats())]
    pub format: Format,

    /// Write the output to a file
    #[arg(long, value_name = "FILE")]
    pub output_file: Option<PathBuf>,

    #[command(flatten)]
    pub rules: RuleArgs,

    /// From which severity on the exit code is 1 [default: error]
    #[arg(long, value_name = "LEVEL", value_parser = fail_on())]
    pub fail_on: Option<FailOn>,

    /// Leave out the findings recorded in this file
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// Record today's findings in the baseline
    #[arg(long)]
    pub update_baseline: bool,

    /// Also count the findings by the quality that they threaten
    #[arg(long)]
    pub summary: bool,

    /// Count the findings by rule instead of listing them
    #[arg(long, conflicts_with = "summary")]
    pub statistics: bool,

    /// Write an accept with the reason TODO for everything that is found, into the designs
    #[arg(long, conflicts_with_all = ["update_baseline", "stdin_filename"])]
    pub add_accept: bool,

    /// Check again whenever a file changes
    #[cfg(feature = "watch")]
    #[arg(long, conflicts_with_all = ["update_baseline", "add_accept", "stdin_filename"])]
    pub watch: bool,

    /// The day on which accepted findings are looked at
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,

    /// Exclude files also when they are named
    #[arg(long)]
    pub force_exclude: bool,

    #[command(flatten)]
    pub reading: Reading,

    /// Name of the file that standard input stands for
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
}

/// How files of other notations are read.
#[derive(Clone, Debug, Default, Args)]
pub struct Reading {
    /// Which Mermaid blocks of Markdown files are designs
    #[arg(long, value_name = "WHICH", value_parser = mermaid())]
    pub mermaid: Option<Blocks>,

    /// Page of a draw.io file, by its name or its number [default: the first that holds components]
    #[arg(long, value_name = "PAGE")]
    pub page: Option<String>,

    /// Output of `terraform show -json` for what the HCL leaves open
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
}

/// Which design of a file that holds several, and how it is read.
#[derive(Clone, Debug, Default, Args)]
pub struct Which {
    /// Which design of a Markdown file: its name or its number [default: the last]
    #[arg(long, value_name = "NAME")]
    pub block: Option<String>,

    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Files of one notation that belong together, a folder, or - for standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub which: Which,

    /// Print the design only, not where each part of it came from
    #[arg(long)]
    pub no_comments: bool,

    /// Write the output to a file
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
}

/// Which rules judge, and how severely.
#[derive(Clone, Debug, Default, Args)]
pub struct RuleArgs {
    /// Only these rules or topics
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub select: Vec<String>,

    /// Not these rules or topics
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub ignore: Vec<String>,

    /// Set of levels: study, production, strict, week1 … week4
    #[arg(long, value_name = "PROFILE", value_parser = profiles(), hide_possible_values = true)]
    pub profile: Option<Profile>,
}

#[derive(Debug, Args)]
pub struct FixArgs {
    /// Files, folders, or - for standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// Apply suggested fixes too, of the selected rules or of all; look at the values that they choose
    #[arg(long)]
    pub suggested: bool,

    /// With --suggested: of all rules
    #[arg(long, requires = "suggested")]
    pub all: bool,

    /// Only what is found on this line of the one file, from 1
    #[arg(long, value_name = "N", conflicts_with = "all", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..))]
    pub line: Option<usize>,

    /// Write nothing; print the changes. Exits as without it
    #[arg(long = "diff", conflicts_with = "to_be")]
    pub as_diff: bool,

    /// Change nothing; write the changes as a TO-BE that extends the design
    #[arg(short = 'o', long = "output", value_name = "OUT")]
    pub to_be: Option<PathBuf>,

    #[command(flatten)]
    pub rules: RuleArgs,

    /// From which severity on what is left makes the exit code 1 [default: error]
    #[arg(long, value_name = "LEVEL", value_parser = fail_on())]
    pub fail_on: Option<FailOn>,

    /// The day on which accepted findings are looked at
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,

    /// Name of the file that standard input stands for
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct EstimateArgs {
    /// The design, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    #[command(flatten)]
    pub which: Which,

    /// Form of the output
    #[arg(long, value_name = "FORMAT", default_value = "pretty", value_parser = figure_formats())]
    pub format: FigureFormat,

    /// Write the output to a file
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// The design, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    #[command(flatten)]
    pub which: Which,

    /// A component or group that fails
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub fail: Vec<String>,

    /// A zone, host or region that fails with everything inside
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub zone_down: Vec<String>,

    /// How much traffic grows: 10x
    #[arg(long, value_name = "FACTOR", value_parser = crate::simulate::factor)]
    pub traffic: Option<f64>,

    /// All caches start empty
    #[arg(long)]
    pub cache_cold: bool,

    /// A component that gets slower: NAME=10x
    #[arg(long, value_name = "NAME=FACTOR", value_parser = crate::simulate::slowed)]
    pub slow: Vec<(String, f64)>,

    /// Also fail everything once
    #[arg(long)]
    pub sweep: bool,

    /// Form of the output
    #[arg(long, value_name = "FORMAT", default_value = "pretty", value_parser = figure_formats())]
    pub format: FigureFormat,

    /// Write the output to a file
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct FmtArgs {
    /// Files, folders, or - for standard input [default: the current folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Change nothing; exit with 1 when something would change
    #[arg(long = "check")]
    pub check: bool,

    /// Change nothing; print what would change
    #[arg(long)]
    pub diff: bool,

    /// Declare what only connections name; designs in Markdown are left as they are
    #[arg(long)]
    pub declare: bool,

    /// Exclude files also when they are named
    #[arg(long)]
    pub force_exclude: bool,

    /// Name of the file that standard input stands for
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A rule, topic, error, technology, attribute, policy, or what people call it
    #[arg(value_name = "NAME", required = true)]
    pub name: Vec<String>,

    /// Form of the output
    #[arg(long, value_name = "FORMAT", default_value = "pretty", value_parser = page_formats())]
    pub format: PageFormat,
}

#[derive(Debug, Args)]
pub struct RulesArgs {
    /// With --test: files whose policies are tested [default: those of archlint.toml]
    #[arg(value_name = "PATH", requires = "test")]
    pub paths: Vec<PathBuf>,

    /// Run the good and bad examples of policies
    #[arg(long)]
    pub test: bool,

    /// Form of the output
    #[arg(long, value_name = "FORMAT", default_value = "pretty", value_parser = page_formats())]
    pub format: PageFormat,
}

#[derive(Debug, Args)]
pub struct InitArgs {
    /// Where to write; nothing is overwritten
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub folder: PathBuf,

    /// Write a git hook that checks what is committed, and nothing else
    #[arg(long)]
    pub hook: bool,
}

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Of archlint.toml, or of the JSON output of check
    #[arg(value_name = "WHAT", value_parser = schemas())]
    pub what: Schema,
}

#[derive(Debug, Args)]
pub struct McpArgs {}

#[cfg(all(feature = "lsp", feature = "serve"))]
#[derive(Debug, Args)]
pub struct LspArgs {
    /// Talk over standard input and output, as always; some editors say so
    #[arg(long)]
    pub stdio: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageFormat {
    Pretty,
    Markdown,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    Config,
    Json,
}

/// A parser for the words of a closed list.
fn one_of<T: Clone + Send + Sync + 'static>(
    words: &'static [(&'static str, T)],
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(words.iter().map(|(word, _)| *word)).map(move |chosen: String| {
        let found = words.iter().find(|(word, _)| *word == chosen);
        found.expect("clap lets only the words of the list through").1.clone()
    })
}

fn langs() -> impl TypedValueParser<Value = Lang> {
    one_of(&[("ko", Lang::Ko), ("en", Lang::En)])
}

fn colors() -> impl TypedValueParser<Value = Color> {
    one_of(&[("auto", Color::Auto), ("always", Color::Always), ("never", Color::Never)])
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::name)).map(|chosen: String| {
        let found = Format::ALL.into_iter().find(|format| format.name() == chosen);
        found.expect("clap lets only names of formats through")
    })
}

fn profiles() -> impl TypedValueParser<Value = Profile> {
    PossibleValuesParser::new(Profile::ALL.map(Profile::name)).map(|chosen: String| {
        Profile::parse(&chosen).expect("clap lets only names of profiles through")
    })
}

fn mermaid() -> impl TypedValueParser<Value = Blocks> {
    PossibleValuesParser::new(Blocks::WORDS).map(|word| Blocks::parse(&word).unwrap_or_default())
}

fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    PossibleValuesParser::new(FailOn::WORDS).map(|chosen: String| {
        FailOn::parse(&chosen).expect("clap lets only names of levels through")
    })
}

fn figure_formats() -> impl TypedValueParser<Value = FigureFormat> {
    one_of(&[
        ("pretty", FigureFormat::Pretty),
        ("markdown", FigureFormat::Markdown),
        ("json", FigureFormat::Json),
    ])
}

fn page_formats() -> impl TypedValueParser<Value = PageFormat> {
    one_of(&[
        ("pretty", PageFormat::Pretty),
        ("markdown", PageFormat::Markdown),
        ("json", PageFormat::Json),
    ])
}

fn schemas() -> impl TypedValueParser<Value = Schema> {
    one_of(&[("config", Schema::Config), ("json", Schema::Json)])
}
