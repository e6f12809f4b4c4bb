//! The options of the commands that write posts and plans.

use super::{Which, one_of};
use archlint::model::Quantity;
use archlint::report::figures::FigureFormat;
use clap::Args;
use clap::builder::TypedValueParser;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct ReportArgs {
    /// The design, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    #[command(flatten)]
    pub which: Which,

    /// Where to write the page: Markdown, HTML with .html, slides with .pptx [default: Markdown to standard output]
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,

    /// For this week of a four-week study
    #[arg(long, value_name = "1..4", value_parser = clap::value_parser!(u8).range(1..=4))]
    pub week: Option<u8>,

    /// Whose post it is [default: `[report] author` of the configuration, else the slot stays open]
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,

    /// What the design is compared with: a file, base (what it extends) or root (the first of those) [default: root]
    #[arg(long, value_name = "FILE|base|root")]
    pub against: Option<PathBuf>,

    /// How pictures are shown: as files beside OUT, as Mermaid, both or not at all [default: both with OUT, else mermaid]
    #[arg(long, value_name = "HOW", value_parser = shown())]
    pub picture: Option<Shown>,

    /// At most so many questions, up to 15 [default: 12]
    #[arg(long, value_name = "N")]
    pub questions: Option<usize>,

    /// Print the questions alone
    #[arg(long)]
    pub quiz: bool,
}

#[derive(Debug, Args)]
pub struct PlanArgs {
    /// The design, or a file of another notation
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    #[command(flatten)]
    pub which: Which,

    /// Write the three as designs that extend FILE into this folder
    #[arg(long, value_name = "DIR")]
    pub write: Option<PathBuf>,

    /// What it may cost a month: $500/mo or 50만원/월
    #[arg(long, value_name = "MONEY", value_parser = crate::plan::money)]
    pub budget: Option<Quantity>,

    /// Availability of every journey, instead of the stated ones: 99.95%
    #[arg(long, value_name = "PERCENT", value_parser = crate::plan::objective)]
    pub objective: Option<Quantity>,

    /// Form of the output
    #[arg(long, value_name = "FORMAT", default_value = "pretty", value_parser = table_formats())]
    pub format: FigureFormat,

    /// Write the output to a file
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
}

/// How a post shows its pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    File,
    Mermaid,
    Both,
    Nothing,
}

fn shown() -> impl TypedValueParser<Value = Shown> {
    one_of(&[
        ("file", Shown::File),
        ("mermaid", Shown::Mermaid),
        ("both", Shown::Both),
        ("none", Shown::Nothing),
    ])
}

fn table_formats() -> impl TypedValueParser<Value = FigureFormat> {
    one_of(&[("pretty", FigureFormat::Pretty), ("markdown", FigureFormat::Markdown)])
}
