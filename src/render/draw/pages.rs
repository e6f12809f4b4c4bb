//! The pictures of a page: of a large design an overview, whose groups open into pictures of their
//! own.

use super::budget::refused;
use super::picture::{List, Notes, Sheet};
use crate::model::{Design, GroupId};
use crate::render::Options;
use crate::render::graph::Size;
use crate::render::layout::Room;
use crate::render::scene::{OVERVIEW, Page, WHOLE};
use crate::render::shown::{Extent, MANY};
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
        Extent::Overview | Extent::Outline => vec![Extent::Whole, first],
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
        let shown = options.shown(design, extent);
        let cards = shown.inside.iter().flatten().rev();
        waiting.extend(cards.map(|inside| Extent::Group(inside.group)));
        let drawn = || {
            let list = List { worst: None, place: Some(Notes::Elsewhere) };
            Sheet::new(&shown, options, Room::PAGE).draw(Size::default(), list)
        };
        let scene = refused(&shown.design, 1, options.lang).unwrap_or_else(drawn);
        pages.push(Page { name: name_of(design, extent), scene });
    }
    pages
}

/// Of the page that draws so much.
pub fn name_of(design: &Design, extent: Extent) -> String {
    match extent {
        Extent::Whole => WHOLE.to_owned(),
        Extent::Overview | Extent::Outline => OVERVIEW.to_owned(),
        Extent::Group(group) | Extent::Parts(group) | Extent::Level(group) => {
            format!("group/{}", design.group(group).path)
        }
    }
}
