//! Where the pieces of a text that was written from other files came from.

use super::{Source, SourceId, Sources, Span};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// What ties a written text to the files it was written from.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// The files it was written from; the first one stands for what has no place of its own.
    files: Vec<Source>,
    /// By start, the longer one first.
    pieces: Vec<Piece>,
}

/// A range of the written text and the place that it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Bytes of the written text.
    pub range: Range<usize>,
    /// The place; its source counts [`Origins`]' files.
    pub place: Span,
}

impl Origins {
    /// `files` in the order in which the places of `pieces` count them.
    pub fn new(files: Vec<Source>, mut pieces: Vec<Piece>) -> Self {
        pieces.sort_by_key(|piece| (piece.range.start, std::cmp::Reverse(piece.range.end)));
        Self { files, pieces }
    }

    /// The files that the text was written from.
    pub fn files(&self) -> &[Source] {
        &self.files
    }

    /// The place behind a range of the text: of the smallest piece that holds it, else of the first
    /// piece inside it, else the start of the first file.
    pub fn place(&self, range: Range<usize>) -> Span {
        let before = self.pieces.partition_point(|piece| piece.range.start <= range.start);
        let around = self.pieces[..before].iter().filter(|piece| piece.range.end >= range.end);
        let inside = || self.pieces[before..].iter().find(|piece| piece.range.end <= range.end);
        let piece = around.min_by_key(|piece| piece.range.len()).or_else(inside);
        piece.map_or(Span::new(SourceId(0), 0, 0), |piece| piece.place)
    }
}

/// The way from written texts back to the files behind them, for the sources of one run.
#[derive(Debug, Default)]
pub struct Traces(BTreeMap<SourceId, (Arc<Origins>, Vec<SourceId>)>);

impl Traces {
    /// Adds to `sources` the files that its texts were written from.
    pub fn of(sources: &mut Sources) -> Self {
        let written: Vec<(SourceId, Arc<Origins>)> =
            sources.iter().filter_map(|(id, source)| Some((id, source.origins.clone()?))).collect();
        let mut traces = Self::default();
        for (id, origins) in written {
            // A file that stands there with parts blanked is another text.
            let add = |file: &Source| {
                let known =
                    sources.iter().find(|(_, one)| one.name == file.name && one.text == file.text);
                let known = known.map(|(id, _)| id);
                known.unwrap_or_else(|| sources.add(file.clone()))
            };
            let files = origins.files.iter().map(add).collect();
            traces.0.insert(id, (origins, files));
        }
        traces
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the text of the span was written from other files.
    pub fn is_written(&self, span: Span) -> bool {
        self.0.contains_key(&span.source)
    }

    /// The place behind a span; one of a text that stands for itself stays.
    pub fn place(&self, span: Span) -> Span {
        let Some((origins, files)) = self.0.get(&span.source) else { return span };
        let place = origins.place(span.range());
        Span { source: files[place.source.0 as usize], ..place }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_piece_around_a_place_wins_then_the_first_one_inside() {
        let file = Source::new("a.yml", "services:\n  db: 1\n");
        let at = |start, end| Span::new(SourceId(0), start, end);
        let piece = |range, place| Piece { range, place };
        let origins = Origins::new(
            vec![file],
            vec![piece(10..40, at(0, 8)), piece(20..25, at(12, 14)), piece(50..55, at(16, 17))],
        );
        assert_eq!(origins.place(21..24), at(12, 14));
        assert_eq!(origins.place(11..30), at(0, 8));
        assert_eq!(origins.place(45..60), at(16, 17));
        assert_eq!(origins.place(70..71), at(0, 0));
    }

    #[test]
    fn a_written_text_leads_to_its_file_and_any_other_to_itself() {
        let mut sources = Sources::default();
        let own = sources.add(Source::new("x.arch", "web a"));
        let mut text = Source::new("a.yml\0import", "web b");
        let place = Span::new(SourceId(0), 2, 3);
        let pieces = vec![Piece { range: 0..5, place }];
        text.origins = Some(Arc::new(Origins::new(vec![Source::new("a.yml", "b: 1")], pieces)));
        let written = sources.add(text);
        let traces = Traces::of(&mut sources);
        let file = sources.find("a.yml").expect("added");
        assert_eq!(traces.place(Span::new(written, 4, 5)), Span { source: file, ..place });
        assert_eq!(traces.place(Span::new(own, 4, 5)), Span::new(own, 4, 5));
    }
}
