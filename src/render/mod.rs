//! From a design to a picture: measure → layout → scene → svg. Rules are unknown here: findings
//! come in as marks.

mod badges;
mod cards;
mod collapse;
mod copies;
mod diff;
pub mod export;
pub mod faults;
mod form;
mod frame;
pub mod graph;
mod html;
pub mod icons;
#[cfg(feature = "images")]
pub mod image;
mod json;
pub mod layout;
mod lines;
mod load;
mod marks;
pub mod measure;
mod painter;
mod picture;
mod plan;
mod runs;
pub mod scene;
mod settle;
mod slide;
mod svg;
pub mod theme;
mod tips;
mod typography;
mod union;

pub use collapse::{Extent, Shown};
pub use diff::{Arrangement, Delta, DiffOptions, diff};
pub use load::Load;
pub use marks::{Mark, Subject};

use crate::model::Design;
use crate::text::{Lang, Text};
use graph::{Direction, Size};
use picture::{Notes, Sheet};
use scene::Scene;
use settle::settled;
use slide::Drawing;
pub use slide::Slide;
use theme::Theme;
use typography::Type;

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
    /// In the order of their numbers.
    pub findings: &'a [Mark],
}

/// A picture, and what its maker should know about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub scene: Scene,
    pub warnings: Vec<Text>,
}

/// The design's picture.
pub fn picture(design: &Design, options: &Options) -> Drawn {
    let design = settled(design);
    let shown = Shown::new(&design, options);
    let make = |kind, direction| Sheet::new(&shown, options.lang, kind, direction);
    if let Some(slide) = options.slide {
        return slide::fit(slide, options.direction, make);
    }
    let sheet = make(Type::default(), options.direction);
    Drawn { scene: sheet.draw(Size::default(), Notes::Below), warnings: Vec::new() }
}

/// What the design's picture places, and where: for measuring pictures rather than drawing them.
pub fn placed(design: &Design, lang: Lang, direction: Direction) -> (graph::Graph, graph::Layout) {
    let plan = plan::Plan::new(&settled(design), lang, Type::default());
    let layout = layout::layout(&plan.graph, direction);
    (plan.graph, layout)
}

/// A picture as SVG: one file, no script, nothing loaded from elsewhere.
pub fn svg(scene: &Scene, theme: Theme) -> String {
    svg::write(scene, theme)
}

/// The design's picture as one HTML page with pan, zoom, search and the findings beside it. A large
/// design's page opens with an overview, and each group has a picture of its own.
pub fn html(design: &Design, options: &Options) -> String {
    html::of_design(&settled(design), options)
}

/// A finished picture as such a page.
pub fn page(scene: &Scene, theme: Theme) -> String {
    html::of_scene(scene, theme)
}

/// Where everything stands, as JSON.
pub fn scene_json(scene: &Scene) -> String {
    json::write(scene)
}
