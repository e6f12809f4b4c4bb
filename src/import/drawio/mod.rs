//! draw.io files: plain, compressed, or inside an SVG.

mod cells;
mod geometry;
mod png;
mod unpack;

pub use png::drawing_in_png;

use super::drawing;
use super::sketch::Sketch;
use super::{Reading, Refusal};
use crate::diagnostic::Diagnostic;
use crate::say::Text;
use crate::sink::secrets::Secret;
use crate::source::{Source, SourceId, Span};
use crate::text;
use std::sync::Arc;
use unpack::Page;

/// Reads the pages of a file that hold components, or the one that is asked for.
pub fn read(reading: &mut Reading, given: &[SourceId]) -> Result<Vec<Sketch>, Refusal> {
    let Some(id) = given.first().copied() else { return Ok(Vec::new()) };
    let text = reading.files.get(id).text.clone();
    let pages = match unpack::pages(&text, id) {
        Ok(pages) => pages,
        Err((at, reason)) => {
            let at = Span::new(id, at.min(text.len()), at.min(text.len()));
            reading.findings.push(Diagnostic::error("syntax", at, reason));
            return Ok(Vec::new());
        }
    };
    let asked = reading.options.page;
    let pages = match asked {
        None => pages,
        Some(asked) => vec![chosen(pages, asked, &reading.files.get(id).name)?],
    };
    let mut sketches = Vec::new();
    for page in pages {
        if let Some(reason) = page.unreadable {
            reading.not_imported(page.at, reason);
            continue;
        }
        let mut drawing = match &page.packed {
            None => cells::drawing(&text, id, &page),
            Some(inner) => cells::packed(&unpacked(reading, id, inner, &page), &page),
        };
        drawing.title = match page.name.is_empty() {
            true => reading.folder_name(&[id]),
            false => page.name.clone(),
        };
        drawing.whole = Some(page.at);
        let mut sketch = drawing::sketch(reading, &drawing, "draw.io");
        if drawing.lines.is_empty() {
            sketch.is_partial = true;
        }
        if asked.is_some() || drawing::is_about_systems(&sketch) {
            sketches.push(sketch);
        }
    }
    if sketches.len() > 1 {
        let names = Text::names(sketches.iter().map(|sketch| sketch.name.as_str()));
        let at = sketches[0].whole.unwrap_or(Span::new(id, 0, 0));
        reading.not_imported(
            at,
            text!(names;
                "그림이 여러 장이라 첫 장만 옮겼습니다: {names}. 다른 장은 `--page 이름`으로 고르세요",
                "there are several pages, and the first one is read: {names}; `--page NAME` takes another"
            ),
        );
    }
    Ok(sketches)
}

/// The model of a compressed page. Where it holds secrets the page is not to be unpacked by a reader
/// of what is printed, either.
fn unpacked(reading: &mut Reading, id: SourceId, inner: &str, page: &Page) -> Arc<str> {
    let shown = reading.options.shows_secrets;
    let inner = Source::new(page.name.clone(), inner).examined(shown);
    if let Some(first) = inner.secrets().first() {
        let whole = Secret { range: page.model.clone(), ..first.clone() };
        reading.files.hide(id, vec![whole], shown);
    }
    inner.text
}

/// The page of that name, or of that number counted from 1.
fn chosen(pages: Vec<Page>, asked: &str, file: &str) -> Result<Page, Refusal> {
    let names = Text::names(pages.iter().map(|page| page.name.as_str()));
    let by_name = pages.iter().position(|page| page.name == asked);
    let by_number = || asked.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let at = by_name.or_else(by_number);
    at.and_then(|at| pages.into_iter().nth(at)).ok_or_else(|| Refusal {
        file: file.to_owned(),
        reason: text!(asked, names;
            "`{asked}` 장은 없습니다. 있는 장: {names}",
            "there is no page `{asked}`; there are {names}"
        ),
    })
}
