//! draw.io files: plain, compressed, or inside an SVG.

mod cells;
mod geometry;
mod unpack;

use super::Reading;
use super::drawing;
use super::sketch::Sketch;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::text;

/// Reads the pages of a file that hold components.
pub fn read(reading: &mut Reading, given: &[SourceId]) -> Vec<Sketch> {
    let Some(id) = given.first().copied() else { return Vec::new() };
    let text = reading.files.get(id).text.clone();
    let pages = match unpack::pages(&text, id) {
        Ok(pages) => pages,
        Err((at, reason)) => {
            let at = Span::new(id, at.min(text.len()), at.min(text.len()));
            reading.findings.push(Diagnostic::error("syntax", at, reason));
            return Vec::new();
        }
    };
    let mut sketches = Vec::new();
    for page in pages {
        if let Some(reason) = page.unreadable {
            reading.not_imported(page.at, reason);
            continue;
        }
        let mut drawing = match &page.packed {
            None => cells::drawing(&text, id, &page),
            Some(inner) => cells::packed(inner, &page),
        };
        drawing.title = match page.name.is_empty() {
            true => reading.folder_name(id),
            false => page.name.clone(),
        };
        drawing.whole = Some(page.at);
        let mut sketch = drawing::sketch(reading, &drawing, "draw.io");
        if drawing.lines.is_empty() {
            sketch.is_partial = true;
        }
        if drawing::is_about_systems(&sketch) {
            sketches.push(sketch);
        }
    }
    if sketches.len() > 1 {
        let names = sketches
            .iter()
            .map(|sketch| format!("`{}`", sketch.name))
            .collect::<Vec<_>>()
            .join(", ");
        let at = sketches[0].whole.unwrap_or(Span::new(id, 0, 0));
        reading.not_imported(
            at,
            text!(
                "그림이 여러 장이라 첫 장만 옮겼습니다: {names}",
                "there are several pages, and the first one is read: {names}"
            ),
        );
    }
    sketches
}
