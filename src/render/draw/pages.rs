//! The pictures of a page: of a large design an overview, whose groups open into pictures of their
//! own.

use super::budget::refused;
use super::picture::{List, Notes, Sheet};
use super::slide::Drawing;
use super::typography::Type;
use crate::model::{Design, GroupId};
use crate::render::Options;
use crate::render::graph::Size;
use crate::render::scene::{OVERVIEW, Page, WHOLE};
use crate::render::shown::{Extent, MANY, Shown};
use std::collections::BTreeSet;

/// The picture to open with, and what it leads to. No picture lists the findings itself.
pub fn pages(design: &Design, options: &Options) -> Vec<Page> {
    let is_large = design.components.len() > MANY && !design.groups.is_empty();
    let first = match options.extent {
        Extent::Whole if is_large => Extent::Overview,
        extent => extent,
    };
    let mut waiting = match first {
        Extent::Whole => vec![Extent::Whole],
        Extent::Overview => vec![Extent::Whole, Extent::Overview],
        group => vec![Extent::Whole, Extent::Overview, group],
    };
    let mut known: BTreeSet<GroupId> = BTreeSet::new();
    let mut pages = Vec::new();
    while let Some(extent) = waiting.pop() {
        if let Extent::Group(group) = extent
            && !known.insert(group)
        {
            continue;
        }
        let shown = Shown::new(design, extent, options.findings, options.load, options.lang);
        let cards = shown.inside.iter().flatten().rev();
        waiting.extend(cards.map(|inside| Extent::Group(inside.group)));
        let drawn = || {
            let (list, kind) = (List::default(), Type::default());
            let sheet = Sheet::new(&shown, list, options.lang, kind, options.direction);
            sheet.draw(Size::default(), Notes::Elsewhere)
        };
        let scene = refused(&shown.design, 1, options.lang).unwrap_or_else(drawn);
        pages.push(Page { name: name_of(design, extent), scene });
    }
    pages
}

fn name_of(design: &Design, extent: Extent) -> String {
    match extent {
        Extent::Whole => WHOLE.to_owned(),
        Extent::Overview => OVERVIEW.to_owned(),
        Extent::Group(group) => format!("group/{}", design.group(group).path),
    }
}
