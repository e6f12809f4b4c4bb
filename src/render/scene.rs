//! The frozen picture: everything in px, nothing left to decide. The writers see only this.

use super::emblem::Emblem;
use super::graph::{Point, Rect};
use super::icons::Icon;
use super::measure::Font;
use super::theme::Color;
use crate::diagnostic::Severity;
use crate::model::Kind;
use crate::say::{self, Lang, Text};
use std::sync::Arc;

/// A drawn picture. Elements stand in drawing order; the places are what `--format scene` prints.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    pub width: f64,
    pub height: f64,
    /// The size it is shown at, when it is not its own.
    pub shown: Option<Shown>,
    /// For those who can't see it.
    pub title: String,
    pub description: String,
    pub lang: Lang,
    pub elements: Vec<Element>,
    pub components: Vec<ComponentPlace>,
    pub groups: Vec<GroupPlace>,
    pub links: Vec<LinkPlace>,
    pub badges: Vec<BadgePlace>,
    /// Why a sentence stands here instead of a picture: the design is too large for one.
    pub refused: Option<Text>,
}

/// The size of the slide that a picture is scaled to, in px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    pub width: f64,
    pub height: f64,
}

/// What an element is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Group,
    Link,
    Component,
    /// A group as one card.
    Collapsed,
    Badge,
    Header,
    Legend,
}

/// A few shapes that are one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    pub role: Role,
    /// The name of the component, group or connection, as in JSON.
    pub name: Option<String>,
    /// What it says when it is pointed at or read aloud.
    pub tip: Option<String>,
    /// Of a connection: the names of its two components.
    pub ends: Option<[String; 2]>,
    /// Of a connection: at which steps of the flow that the picture tells it is used, from 1.
    pub steps: Vec<usize>,
    /// What a click on it opens; any text, so writers take it only where it leads somewhere harmless.
    pub href: Option<String>,
    /// There only as what is around the flow that the picture tells.
    pub faint: bool,
    pub shapes: Vec<Shape>,
}

impl Element {
    /// One that stands for nothing in the design.
    pub fn plain(role: Role, shapes: Vec<Shape>) -> Self {
        Self {
            role,
            name: None,
            tip: None,
            ends: None,
            steps: Vec::new(),
            href: None,
            faint: false,
            shapes,
        }
    }

    pub fn shift(&mut self, dx: f64, dy: f64) {
        for shape in &mut self.shapes {
            shape.shift(dx, dy);
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Box {
        rect: Rect,
        radius: Radius,
        paint: Paint,
    },
    Path {
        steps: Vec<Step>,
        paint: Paint,
    },
    Icon {
        icon: Icon,
        at: Point,
        size: f64,
        color: Color,
    },
    /// An icon of the user's own, in a square of that size.
    Emblem {
        emblem: Arc<Emblem>,
        at: Point,
        size: f64,
    },
    Text(Line),
    /// A line of several weights, one after the other from there.
    Runs {
        at: Point,
        runs: Vec<Run>,
        color: Color,
    },
}

impl Shape {
    pub fn shift(&mut self, dx: f64, dy: f64) {
        let shift = |point: &mut Point| *point = Point { x: point.x + dx, y: point.y + dy };
        match self {
            Shape::Box { rect, .. } => *rect = Rect { x: rect.x + dx, y: rect.y + dy, ..*rect },
            Shape::Icon { at, .. } | Shape::Emblem { at, .. } | Shape::Runs { at, .. } => shift(at),
            Shape::Text(line) => shift(&mut line.at),
            Shape::Path { steps, .. } => {
                for step in steps {
                    match step {
                        Step::Move(to) | Step::Line(to) | Step::Arc { to, .. } => shift(to),
                        Step::Bend(around, to) => {
                            shift(around);
                            shift(to);
                        }
                        Step::Close => {}
                    }
                }
            }
        }
    }
}

/// One command of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    Move(Point),
    Line(Point),
    /// A curve around the first point to the second.
    Bend(Point, Point),
    /// Part of an ellipse; clockwise or not.
    Arc {
        radius: Radius,
        clockwise: bool,
        to: Point,
    },
    Close,
}

/// Of a box's corners; half the width makes a cylinder's ends, half the height a pill's.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Radius {
    pub x: f64,
    pub y: f64,
}

impl Radius {
    pub fn round(radius: f64) -> Self {
        Self { x: radius, y: radius }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paint {
    pub fill: Option<Color>,
    pub stroke: Option<Color>,
    pub stroke_width: f64,
    pub dash: Dash,
    /// 0 to 1; fully there is 1.
    pub opacity: f64,
}

impl Paint {
    pub fn fill(color: Color) -> Self {
        Self { fill: Some(color), opacity: 1.0, ..Self::default() }
    }

    pub fn stroke(color: Color, width: f64) -> Self {
        Self { stroke: Some(color), stroke_width: width, opacity: 1.0, ..Self::default() }
    }

    pub fn and_stroke(self, color: Color, width: f64) -> Self {
        Self { stroke: Some(color), stroke_width: width, ..self }
    }

    pub fn dashed(self, dash: Dash) -> Self {
        Self { dash, ..self }
    }

    pub fn faded(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dash {
    #[default]
    Solid,
    Dashed,
    Dotted,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    #[default]
    Start,
    Middle,
    End,
}

/// One line of text. `at.y` is the baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub at: Point,
    pub text: String,
    pub font: Font,
    pub color: Color,
    pub anchor: Anchor,
    /// The width it was measured at; viewers with another font keep to it.
    pub width: f64,
}

/// A stretch of one weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub text: String,
    pub font: Font,
}

/// Kinds that share a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    Actor,
    Foreign,
    Entry,
    Compute,
    Data,
    Fast,
    Stream,
    Watch,
}

impl Family {
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::User => Family::Actor,
            Kind::External => Family::Foreign,
            Kind::Cdn | Kind::Dns | Kind::Waf | Kind::Nat | Kind::Lb | Kind::Gateway => {
                Family::Entry
            }
            Kind::Web | Kind::Was | Kind::Service => Family::Compute,
            Kind::Function | Kind::Worker | Kind::Batch => Family::Compute,
            Kind::Db | Kind::Storage | Kind::Search => Family::Data,
            Kind::Cache => Family::Fast,
            Kind::Queue => Family::Stream,
            Kind::Monitor | Kind::Logs | Kind::Pipeline => Family::Watch,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct ComponentPlace {
    pub name: String,
    /// The innermost group around it.
    pub group: Option<String>,
    pub rect: Rect,
}

#[derive(Clone, Debug, PartialEq)]
pub struct GroupPlace {
    pub name: String,
    pub parent: Option<String>,
    pub rect: Rect,
    pub title: Rect,
}

#[derive(Clone, Debug, PartialEq)]
pub struct LinkPlace {
    pub from: String,
    pub to: String,
    /// The polyline before its corners are rounded.
    pub points: Vec<Point>,
    pub label: Option<Rect>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct BadgePlace {
    /// The name of what it is about.
    pub subject: String,
    pub number: usize,
    pub severity: Severity,
    pub rect: Rect,
}

/// Pictures that lead to each other, and the findings beside them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pages {
    /// The one to open with stands first.
    pub pages: Vec<Page>,
    pub findings: Vec<Listed>,
}

/// One picture of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// What leads to it: [`WHOLE`], [`OVERVIEW`], or `group/` and the group's name.
    pub name: String,
    pub scene: Scene,
}

/// The pictures of a talk, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deck {
    pub pages: Vec<Page>,
    /// What their maker should know.
    pub warnings: Vec<Text>,
}

pub const WHOLE: &str = "whole";
pub const OVERVIEW: &str = "overview";

/// A finding in a list beside the pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    pub number: usize,
    pub severity: Severity,
    /// Names stand between backticks.
    pub message: say::Line,
    /// The names of what it is about.
    pub subjects: Vec<String>,
}
