//! From a design to a picture, in four rooms: what is `shown` of the design, the `layout` that gives
//! everything a place, `draw`, which makes a frozen `Scene` of it, and `write`, which turns that into
//! bytes. Each uses only the rooms before it, and what lies between them: `graph` (asked of the
//! layout, and its answer), `scene`, `measure`, `icons`, `theme`; `write` sees the `Scene` alone.
//! Rules are unknown here: findings come in as marks.

mod draw;
pub mod emblem;
pub mod faults;
pub mod graph;
pub mod icons;
pub mod layout;
pub mod measure;
pub mod scene;
mod shown;
pub mod theme;
mod write;

pub use draw::{Arrangement, Delta, DiffOptions, List, Notes, Slide, diff, diff_slides};
pub use shown::{Extent, Load, Mark, Shown, Subject};
pub use theme::PALETTE;
pub use write::export;
#[cfg(feature = "images")]
pub use write::image;
#[cfg(feature = "images")]
pub use write::pptx;

use crate::model::{Design, FlowId};
use crate::say::Lang;
use crate::sink::{Printed, Svg, Written};
use draw::{Plan, Sheet, Type};
use emblem::Emblems;
use graph::{Direction, Size};
use scene::{Deck, Scene, WHOLE};
use shown::settled;
use theme::Theme;

/// How a picture is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    pub lang: Lang,
    pub theme: Theme,
    pub direction: Direction,
    pub extent: Extent,
    /// Draws the traffic: rates on the links, how busy each component is.
    pub load: Option<&'a Load>,
    /// In the order of their numbers, the worst first.
    pub findings: &'a [Mark],
    /// Which of them are listed, and where. The numbers drawn are those listed.
    pub list: List,
    /// Icons of the user's own.
    pub icons: Option<&'a Emblems>,
    /// Numbers the steps of that flow in place of findings; all else is faint.
    pub steps: Option<FlowId>,
}

impl<'a> Options<'a> {
    /// What is drawn of the design.
    pub fn shown(&self, design: &'a Design, extent: Extent) -> Shown<'a> {
        Shown::new(design, extent, self.marks(), self.load, self.lang)
    }

    /// The findings that are drawn.
    fn marks(&self) -> &'a [Mark] {
        if self.steps.is_some() { &[] } else { self.findings }
    }
}

/// The design's picture. One that is too large for a picture gets a sentence instead (see
/// [`Scene::refused`]).
pub fn picture(design: &Design, options: &Options) -> Scene {
    let design = settled(design);
    let shown = options.shown(&design, options.extent);
    if let Some(scene) = draw::refused(&shown.design, 1, options.lang) {
        return scene;
    }
    let sheet = Sheet::new(&shown, options, layout::Room::PAGE);
    sheet.draw(Size::default(), sheet.usual(options.list))
}

/// The design on slides of that size, laid out anew so that their letters can be read: one slide, or
/// where it does not fit on one an overview with its groups collapsed, and a slide for each group.
pub fn slides(design: &Design, slide: Slide, options: &Options) -> Deck {
    draw::slides(&settled(design), slide, options)
}

/// What the design's picture places, and where: for measuring pictures rather than drawing them.
pub fn placed(design: &Design, lang: Lang, direction: Direction) -> (graph::Graph, graph::Layout) {
    let plan = Plan::new(&settled(design), lang, Type::default());
    let layout = layout::layout(&plan.graph, direction);
    (plan.graph, layout)
}

/// A picture as SVG: one file, no script, nothing loaded from elsewhere.
pub fn svg(scene: &Scene, theme: Theme) -> Written<Svg> {
    write::svg::write(scene, theme)
}

/// One picture of a page, which gives the colours: see [`PALETTE`].
#[derive(Clone, Debug)]
pub struct Plate {
    /// What leads to it: `whole`, `overview`, or `group/` and the group's name.
    pub name: String,
    pub title: String,
    pub svg: Written<Svg>,
}

/// The pictures of a page about the design. That of a large one opens with an overview, and each
/// group has a picture of its own.
pub fn plates(design: &Design, options: &Options) -> Vec<Plate> {
    let pages = draw::pages(&settled(design), options).into_iter().enumerate();
    pages.map(|(at, page)| plate(&page.scene, page.name, at)).collect()
}

/// The design that another extends, and what that one changes, as pictures of its page.
pub fn change_plates(base: &Design, design: &Design, options: &Options) -> Vec<Plate> {
    // Behind all others of the page.
    const FIRST: usize = 10_000;
    let (lang, direction) = (options.lang, options.direction);
    let before = Options { findings: &[], load: None, steps: None, ..*options };
    let before = draw::pages(&settled(base), &before).into_iter().find(|page| page.name == WHOLE);
    let overlay = DiffOptions {
        lang,
        direction,
        arrangement: Arrangement::Overlay,
        new_findings: options.findings,
        ..DiffOptions::default()
    };
    let change = diff(base, design, &overlay);
    let before = before.map(|page| plate(&page.scene, "as-is", FIRST));
    before.into_iter().chain([plate(&change, "change", FIRST + 1)]).collect()
}

/// A finished picture for a page, by its number there.
pub fn plate(scene: &Scene, name: impl Into<String>, number: usize) -> Plate {
    let svg = write::svg::write_for_page(scene, number);
    Plate { name: name.into(), title: scene.title.clone(), svg }
}

/// Where everything stands, as JSON.
pub fn scene_json(scene: &Scene) -> Printed {
    Printed::by(write::json::write(scene))
}
