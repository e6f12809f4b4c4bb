//! The pictures of a page: of a large design an overview, whose groups open into pictures of their
//! own.

use super::budget::refused;
use super::picture::{List, Notes, Sheet};
use crate::model::{Design, GroupId};
use crate::render::Options;
use crate::render::graph::Size;
use crate::render::layout::Room;
use crate::render::scene::{Listed, OVERVIEW, Page, Pages, WHOLE};
use crate::render::shown::{Extent, MANY, Mark};
use std::collections::BTreeSet;

/// The picture to open with, what it leads to, and the findings, which no picture lists itself.
pub fn pages(design: &Design, options: &Options) -> Pages {
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
    let listed = |mark: &Mark| Listed {
        number: mark.number,
        severity: mark.severity,
        message: mark.message.line(options.lang).clone(),
        subjects: mark.subjects.iter().map(|subject| design.subject_name(*subject)).collect(),
    };
    Pages { pages, findings: options.marks().iter().map(listed).collect() }
}

/// Of the page that draws so much.
pub fn name_of(design: &Design, extent: Extent) -> String {
    match extent {
        Extent::Whole => WHOLE.to_owned(),
        Extent::Overview => OVERVIEW.to_owned(),
        Extent::Group(group) | Extent::Parts(group) => {
            format!("group/{}", design.group(group).path)
        }
    }
}
