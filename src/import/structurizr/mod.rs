//! Structurizr DSL: the deployment of one environment, else the containers of the model.

mod model;
mod reader;

use super::Reading;
use super::drawing;
use super::sketch::Sketch;
use crate::source::{SourceId, Span};

/// Reads a workspace.
pub fn read(reading: &mut Reading, given: &[SourceId]) -> Option<Sketch> {
    let id = *given.first()?;
    let statements = reader::workspace(reading, id);
    let model = model::Model::of(&statements);
    let mut drawing = model.drawing();
    if drawing.title.is_empty() {
        drawing.title = reading.folder_name(&[id]);
    }
    drawing.whole = Some(Span::new(id, 0, 0));
    (!drawing.boxes.is_empty()).then(|| drawing::sketch(reading, &drawing, "Structurizr DSL"))
}
