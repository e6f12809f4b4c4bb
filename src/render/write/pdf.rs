//! Drawings as the pages of one PDF.

use super::pdf_order;
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref};
use resvg::usvg;
use std::collections::HashMap;

/// A page for each drawing, as large as that is at 96 px an inch; nothing where one can't be written.
pub fn pages(trees: &[usvg::Tree]) -> Option<Vec<u8>> {
    let mut pdf = Pdf::new();
    let mut free = Ref::new(1);
    let (catalogue, list) = (free.bump(), free.bump());
    let pages: Vec<Ref> = trees.iter().map(|_| free.bump()).collect();
    pdf.catalog(catalogue).pages(list);
    pdf.pages(list).count(i32::try_from(trees.len()).ok()?).kids(pages.iter().copied());
    for (tree, page) in trees.iter().zip(pages) {
        add(tree, page, list, &mut free, &mut pdf)?;
    }
    Some(pdf_order::in_order(pdf.finish()))
}

/// Points for each px.
const POINTS: f32 = 72.0 / 96.0;
const DRAWING: Name = Name(b"d");

fn add(tree: &usvg::Tree, page: Ref, list: Ref, free: &mut Ref, pdf: &mut Pdf) -> Option<()> {
    let options = svg2pdf::ConversionOptions::default();
    let (chunk, drawing) = svg2pdf::to_chunk(tree, options).ok()?;
    let mut known = HashMap::new();
    let chunk = chunk.renumber(|old| *known.entry(old).or_insert_with(|| free.bump()));
    let contents = free.bump();
    let (width, height) = (tree.size().width() * POINTS, tree.size().height() * POINTS);
    let mut written = pdf.page(page);
    written.parent(list).media_box(Rect::new(0.0, 0.0, width, height)).contents(contents);
    written.resources().x_objects().pair(DRAWING, *known.get(&drawing)?);
    written.finish();
    // A drawing is one unit wide and high.
    let mut content = Content::new();
    content.save_state().transform([width, 0.0, 0.0, height, 0.0, 0.0]).x_object(DRAWING);
    content.restore_state();
    pdf.stream(contents, &content.finish());
    pdf.extend(&chunk);
    Some(())
}
