//! D2: nested shapes, dotted paths, connections, labels. The root board only.

mod reader;
mod vars;

use super::Reading;
use super::drawing;
use super::sketch::Sketch;
use crate::source::{SourceId, Span};

/// Reads the root board of a file.
pub fn read(reading: &mut Reading, given: &[SourceId]) -> Option<Sketch> {
    let id = *given.first()?;
    let text = reading.files.get(id).text.clone();
    let mut drawing = reader::read(&text, id);
    drawing.title = reading.stem(id);
    drawing.whole = Some(Span::new(id, 0, 0));
    Some(drawing::sketch(reading, &drawing, "D2"))
}
