//! From a design to a picture: measure → layout → scene → svg. Rules are unknown here: findings
//! come in as marks.

mod badges;
mod cards;
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
mod slide;
mod svg;
pub mod theme;
mod tips;
mod typography;
mod union;

pub use diff::{Arrangement, Delta, DiffOptions, diff};
pub use load::Load;
pub use marks::{Mark, Subject};

use crate::model::Design;
use crate::text::{Lang, Text};
use graph::{Direction, Size};
use picture::{Notes, Sheet};
use scene::Scene;
pub use slide::Slide;
use theme::Theme;
use typography::Type;

/// How a picture is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    pub lang: Lang,
    pub theme: Theme,
    pub direction: Direction,
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
    if let Some(slide) = options.slide {
        let (scene, warning) = slide::fit(design, options, slide);
        return Drawn { scene, warnings: warning.into_iter().collect() };
    }
    let sheet = Sheet::new(design, options, Type::default(), options.direction);
    Drawn { scene: sheet.draw(Size::default(), Notes::Below), warnings: Vec::new() }
}

/// What the design's picture places, and where: for measuring pictures rather than drawing them.
pub fn placed(design: &Design, lang: Lang, direction: Direction) -> (graph::Graph, graph::Layout) {
    let plan = plan::Plan::new(design, None, lang, Type::default());
    let layout = layout::layout(&plan.graph, direction);
    (plan.graph, layout)
}

/// A picture as SVG: one file, no script, nothing loaded from elsewhere.
pub fn svg(scene: &Scene, theme: Theme) -> String {
    svg::write(scene, theme)
}

/// The design's picture as one HTML page with pan, zoom, search and the findings beside it.
pub fn html(design: &Design, options: &Options) -> String {
    let sheet = Sheet::new(design, options, Type::default(), options.direction);
    let scene = sheet.draw(Size::default(), Notes::Elsewhere);
    html::write(design, &scene, options.findings, options.theme)
}

/// Where everything stands, as JSON.
pub fn scene_json(scene: &Scene) -> String {
    json::write(scene)
}
