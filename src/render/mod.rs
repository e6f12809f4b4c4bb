//! From a design to a picture, in four rooms: what is `shown` of the design, the `layout` that gives
//! everything a place, `draw`, which makes a frozen `Scene` of it, and `write`, which turns that into
//! bytes. Each uses only the rooms before it, and what lies between them: `graph` (asked of the
//! layout, and its answer), `scene`, `measure`, `icons`, `theme`; `write` sees the `Scene` alone.
//! Rules are unknown here: findings come in as marks.

mod draw;
pub mod faults;
pub mod graph;
pub mod icons;
pub mod layout;
pub mod measure;
pub mod scene;
mod shown;
pub mod theme;
mod write;

pub use draw::{Arrangement, Delta, DiffOptions, List, Notes, Slide, diff};
pub use shown::{Extent, Load, Mark, Shown, Subject};
pub use write::export;
#[cfg(feature = "images")]
pub use write::image;

use crate::model::Design;
use crate::say::{Lang, Text};
use crate::sink::{Html, Printed, Svg, Written};
use draw::{Drawing, Plan, Sheet, Type};
use graph::{Direction, Size};
use scene::Scene;
use shown::settled;
use theme::Theme;

/// How a picture is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    pub lang: Lang,
    pub theme: Theme,
    pub direction: Direction,
    pub extent: Extent,
    /// Fitted to a slide of that size; without one, as large as it is.
    pub slide: Option<Slide>,
    /// Draws the traffic: rates on the links, how busy each component is.
    pub load: Option<&'a Load>,
    /// In the order of their numbers, the worst first.
    pub findings: &'a [Mark],
    /// Which of them are listed, and where. The numbers drawn are those listed.
    pub list: List,
}

/// A picture, and what its maker should know about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub scene: Scene,
    pub warnings: Vec<Text>,
}

/// The design's picture. One that is too large for a picture gets a sentence instead (see
/// [`Scene::refused`]).
pub fn picture(design: &Design, options: &Options) -> Drawn {
    let design = settled(design);
    let shown = Shown::new(&design, options.extent, options.findings, options.load, options.lang);
    let rounds = options.slide.map_or(1, |_| draw::SLIDE);
    if let Some(scene) = draw::refused(&shown.design, rounds, options.lang) {
        return Drawn { scene, warnings: Vec::new() };
    }
    let make = |kind, direction| Sheet::new(&shown, options.list, options.lang, kind, direction);
    if let Some(slide) = options.slide {
        return draw::fit(slide, options.direction, make);
    }
    let sheet = make(Type::default(), options.direction);
    Drawn { scene: sheet.draw(Size::default(), Notes::Below), warnings: Vec::new() }
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

/// The design's picture as one HTML page with pan, zoom, search and the findings beside it. A large
/// design's page opens with an overview, and each group has a picture of its own.
pub fn html(design: &Design, options: &Options) -> Written<Html> {
    write::html::write(&draw::pages(&settled(design), options), options.theme)
}

/// A finished picture as such a page.
pub fn page(scene: &Scene, theme: Theme) -> Written<Html> {
    write::html::of_scene(scene, theme)
}

/// Where everything stands, as JSON.
pub fn scene_json(scene: &Scene) -> Printed {
    Printed::by(write::json::write(scene))
}
