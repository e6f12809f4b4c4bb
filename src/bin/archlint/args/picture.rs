//! The options of the commands that draw.

use super::{Which, figure_formats, one_of};
use archlint::render::Notes;
use archlint::render::graph::Direction;
use archlint::render::theme::Theme;
use archlint::report::figures::FigureFormat;
use clap::Args;
use clap::builder::TypedValueParser;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct RenderArgs {
    /// The design, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    #[command(flatten)]
    pub which: Which,

    /// Where to write the picture; its extension says the form [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,

    /// Form of the picture [default: as OUT says, else svg]
    #[arg(long, value_name = "FORMAT", value_parser = pictures())]
    pub format: Option<Picture>,

    #[command(flatten)]
    pub look: Look,

    /// Collapse the groups: each a card that tells how much is inside
    #[arg(long, conflicts_with_all = ["group", "against_base"])]
    pub overview: bool,

    /// Draw only this group; what it is connected with is collapsed
    #[arg(long, value_name = "NAME", conflicts_with = "against_base")]
    pub group: Option<String>,

    /// Draw what the design changes in the one that it extends
    #[arg(long, conflicts_with = "load")]
    pub against_base: bool,

    /// Draw and list only the N worst findings [default: as many as the list holds]
    #[arg(long, value_name = "N", conflicts_with_all = ["no_findings", "against_base"])]
    pub findings: Option<usize>,

    /// Where the findings are listed; without a list no numbers are drawn [default: where there is room]
    #[arg(long, value_name = "PLACE", conflicts_with = "against_base", value_parser = lists())]
    pub list: Option<Notes>,

    /// Number the steps of this flow; all else is faint. An HTML page plays them
    #[arg(long, value_name = "FLOW", conflicts_with = "against_base")]
    pub steps: Option<String>,

    /// Draw the traffic: rates on the connections, how busy each component is
    #[arg(long)]
    pub load: bool,

    /// Write nothing; exit with 1 when OUT does not show the design
    #[arg(long)]
    pub check: bool,
}

#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The design as it is
    #[arg(value_name = "OLD")]
    pub old: PathBuf,

    /// The design as it is to be [default: OLD is a file that holds both]
    #[arg(value_name = "NEW")]
    pub new: Option<PathBuf>,

    /// Draw both designs with everything at the same place; OUT's extension says the form
    #[arg(long, value_name = "OUT")]
    pub svg: Option<PathBuf>,

    /// Draw both in one picture, with what is gone still visible
    #[arg(long, requires = "svg")]
    pub overlay: bool,

    #[command(flatten)]
    pub look: Look,

    /// Form of the output
    #[arg(long, value_name = "FORMAT", default_value = "pretty", value_parser = figure_formats())]
    pub format: FigureFormat,

    /// Write the output to a file; the picture, where its extension is that of one
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
}

#[cfg(feature = "serve")]
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The design
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    #[command(flatten)]
    pub which: Which,

    /// Port on this machine, where nobody else reaches it [default: 4747, or the next free one]
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,

    /// Open it in the browser
    #[arg(long)]
    pub open: bool,

    /// Colours of the page
    #[arg(long, value_name = "THEME", default_value = "auto", value_parser = themes())]
    pub theme: Theme,

    /// What opens a place when it is clicked: 'code -g {file}:{line}:{column}'
    #[arg(long, value_name = "CMD")]
    pub editor: Option<String>,

    /// Look at the files twice a second instead of waiting to be told; network shares need it
    #[arg(long)]
    pub poll: bool,
}

/// How a picture is drawn.
#[derive(Debug, Args)]
pub struct Look {
    /// Colours of the picture
    #[arg(long, value_name = "THEME", default_value = "light", value_parser = themes())]
    pub theme: Theme,

    /// Which way requests run
    #[arg(long, value_name = "DIRECTION", default_value = "auto", value_parser = directions())]
    pub direction: Direction,

    /// Lay it out for slides of this size: 16:9, 4:3 or 1280x720. What does not fit on one becomes several
    #[arg(long, value_name = "SIZE")]
    pub size: Option<String>,

    /// Pixels of a PNG for each pixel of the picture
    #[arg(long, value_name = "FACTOR", default_value_t = 2.0)]
    pub scale: f64,

    /// Draw no findings
    #[arg(long)]
    pub no_findings: bool,
}

/// A form of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    Svg,
    Png,
    Pdf,
    Pptx,
    Html,
    Scene,
    Dot,
    Mermaid,
    D2,
    Drawio,
    Excalidraw,
}

impl Picture {
    /// The form that a file of that extension holds.
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "svg" => Some(Picture::Svg),
            "png" => Some(Picture::Png),
            "pdf" => Some(Picture::Pdf),
            "pptx" => Some(Picture::Pptx),
            "html" | "htm" => Some(Picture::Html),
            "json" => Some(Picture::Scene),
            "dot" | "gv" => Some(Picture::Dot),
            "mmd" | "mermaid" => Some(Picture::Mermaid),
            "d2" => Some(Picture::D2),
            "drawio" => Some(Picture::Drawio),
            "excalidraw" => Some(Picture::Excalidraw),
            _ => None,
        }
    }
}

fn pictures() -> impl TypedValueParser<Value = Picture> {
    one_of(&[
        ("svg", Picture::Svg),
        #[cfg(feature = "images")]
        ("png", Picture::Png),
        #[cfg(feature = "images")]
        ("pdf", Picture::Pdf),
        #[cfg(feature = "images")]
        ("pptx", Picture::Pptx),
        ("html", Picture::Html),
        ("scene", Picture::Scene),
        ("dot", Picture::Dot),
        ("mermaid", Picture::Mermaid),
        ("d2", Picture::D2),
        ("drawio", Picture::Drawio),
        ("excalidraw", Picture::Excalidraw),
    ])
}

fn lists() -> impl TypedValueParser<Value = Notes> {
    one_of(&[("below", Notes::Below), ("right", Notes::Beside), ("none", Notes::Nowhere)])
}

fn themes() -> impl TypedValueParser<Value = Theme> {
    one_of(&[("light", Theme::Light), ("dark", Theme::Dark), ("auto", Theme::Auto)])
}

fn directions() -> impl TypedValueParser<Value = Direction> {
    one_of(&[("auto", Direction::Auto), ("down", Direction::Down), ("right", Direction::Right)])
}
