//! Slides for PowerPoint and its like (ECMA-376): shapes that can be edited, connectors that hold on to
//! what they connect, text as text. Zip is at home here.

mod parts;
mod path;
mod picture;
mod route;
mod shapes;
mod words;

pub use words::Paragraph;

use crate::render::scene::Scene;
use crate::render::theme::Theme;
use crate::say::Lang;
use crate::sink::{Written, Xml};
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A slide, in px of this size.
pub const WIDTH: f64 = 1280.0;
pub const HEIGHT: f64 = 720.0;

/// So many English Metric Units are a px: the smallest letters of a picture that was laid out for
/// slides, 11 points of a slide that is 540 points high, are then 12 points.
const EMU: f64 = 10_400.0;

/// What a slide shows.
pub enum Sheet {
    /// The first of a talk.
    Opening { title: String, below: Vec<String> },
    /// A picture that fills it; the title is not drawn.
    Picture { title: String, scene: Box<Scene> },
    /// Paragraphs, on as many slides as they need.
    Words { title: String, paragraphs: Vec<Paragraph> },
    /// A table, likewise, and what is said about it below.
    Table { title: String, head: Vec<String>, rows: Vec<Vec<String>>, notes: Vec<Paragraph> },
}

/// The file, the same bytes each time. Dark paper only where it is asked for.
pub fn pptx(title: &str, sheets: &[Sheet], theme: Theme, lang: Lang) -> Vec<u8> {
    let slides: Vec<Written<Xml>> = sheets
        .iter()
        .flat_map(|sheet| match sheet {
            Sheet::Opening { title, below } => vec![words::opening(title, below, theme, lang)],
            Sheet::Picture { title, scene } => vec![picture::slide(title, scene, theme)],
            Sheet::Words { title, paragraphs } => words::slides(title, paragraphs, theme, lang),
            Sheet::Table { title, head, rows, notes } => {
                words::table(title, (head, rows), notes, theme, lang)
            }
        })
        .collect();
    packed(&parts::all(title, slides, theme))
}

/// Every part in the order of its name, of one and the same time.
fn packed(parts: &BTreeMap<String, Written<Xml>>) -> Vec<u8> {
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, part) in parts {
        file.start_file(name.as_str(), options).expect("names of parts are short and plain");
        file.write_all(part.as_str().as_bytes()).expect("memory takes it");
    }
    file.finish().expect("memory takes it").into_inner()
}
