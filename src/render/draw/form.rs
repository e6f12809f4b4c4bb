//! The outlines of cards: what a component is, told apart without colours.

use crate::model::Kind;
use crate::render::graph::Rect;
use crate::render::scene::Radius;

/// What a component looks like, apart from its colours: told apart without them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// A plain card.
    Card,
    /// A user: round ends.
    Pill,
    /// Something we don't run: a dashed outline.
    Outside,
    /// Keeps data: a cylinder.
    Cylinder,
    /// A queue: a cylinder on its side.
    Pipe,
}

impl Form {
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::User => Form::Pill,
            Kind::External => Form::Outside,
            Kind::Db | Kind::Storage | Kind::Search => Form::Cylinder,
            Kind::Queue => Form::Pipe,
            _ => Form::Card,
        }
    }

    pub fn radius(self, body: Rect) -> Radius {
        match self {
            Form::Card | Form::Outside => Radius::round(10.0),
            Form::Pill => Radius::round(body.height / 2.0),
            Form::Cylinder => Radius { x: body.width / 2.0, y: 7.0 },
            Form::Pipe => Radius { x: 8.0, y: body.height / 2.0 },
        }
    }

    /// Room that the rounding takes from the text: left and right, above.
    pub fn margins(self) -> (f64, f64, f64) {
        match self {
            Form::Card | Form::Outside => (0.0, 0.0, 0.0),
            Form::Pill => (0.0, 8.0, 0.0),
            Form::Cylinder => (0.0, 0.0, 7.0),
            Form::Pipe => (3.0, 12.0, 0.0),
        }
    }
}
