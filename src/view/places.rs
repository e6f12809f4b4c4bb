//! Where things are written, as a page tells it: files, lines and columns.

use crate::model::{Design, Subject};
use crate::source::{Sources, Span};
use serde::Serialize;
use std::collections::BTreeMap;

/// Some characters of a text. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Spot {
    /// The name of the text.
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

pub(super) fn spot(sources: &Sources, span: Span) -> Spot {
    let range = span.range();
    let (from, to) =
        (sources.position(span.source, range.start), sources.position(span.source, range.end));
    Spot {
        file: sources.get(span.source).name.clone(),
        line: from.line,
        column: from.column,
        end_line: to.line,
        end_column: to.column,
    }
}

/// Where every component, group and connection is declared, by its name in the picture.
pub(super) fn places(design: &Design, sources: &Sources) -> BTreeMap<String, Vec<Spot>> {
    let mut places: BTreeMap<String, Vec<Spot>> = BTreeMap::new();
    let components = design.components.iter().map(|it| (it.path.clone(), it.head));
    let groups = design.groups.iter().map(|it| (it.path.clone(), it.head));
    let link = |id| (design.subject_name(Subject::Link(id)), design.link(id).span);
    let links = design.link_ids().map(link);
    for (name, span) in components.chain(groups).chain(links) {
        places.entry(name).or_default().push(spot(sources, span));
    }
    places
}
