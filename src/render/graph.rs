//! What is laid out: boxes of known size in nested groups, with links between them. Lengths are px.

use crate::model::{GroupKind, Kind};
use crate::syntax::ast::Arrow;

#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// In source order, which is the order to prefer.
    pub nodes: Vec<Node>,
    /// A parent stands before its children.
    pub groups: Vec<Group>,
    pub links: Vec<Link>,
}

impl Graph {
    /// The same graph, nothing smaller than in another version of it.
    pub fn with_room_for(&self, other: &Graph) -> Graph {
        let mut graph = self.clone();
        for (node, other) in graph.nodes.iter_mut().zip(&other.nodes) {
            node.width = node.width.max(other.width);
            node.height = node.height.max(other.height);
        }
        for (group, other) in graph.groups.iter_mut().zip(&other.groups) {
            group.title = group.title.max(other.title);
            group.filler = group.filler.max(other.filler);
        }
        for (link, other) in graph.links.iter_mut().zip(&other.links) {
            link.label = match (link.label, other.label) {
                (Some(a), Some(b)) => Some(a.max(b)),
                (a, b) => a.or(b),
            };
        }
        graph
    }
}

#[derive(Clone, Debug)]
pub struct Node {
    pub kind: Kind,
    pub width: f64,
    pub height: f64,
    /// Index of the innermost group around it.
    pub group: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Group {
    pub kind: GroupKind,
    pub parent: Option<usize>,
    /// Size of its title as drawn.
    pub title: Size,
    /// Room for what is written in it while nothing stands in it.
    pub filler: Size,
}

#[derive(Clone, Debug)]
pub struct Link {
    /// Indices of nodes; may be the same node, and a pair may occur more than once.
    pub from: usize,
    pub to: usize,
    pub arrow: Arrow,
    /// Size of the label with its padding, if there is one.
    pub label: Option<Size>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    pub width: f64,
    pub height: f64,
}

impl Size {
    /// What holds both.
    pub fn max(self, other: Size) -> Size {
        Size { width: self.width.max(other.width), height: self.height.max(other.height) }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// Which way requests run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Whichever fits the aspect better.
    #[default]
    Auto,
    Down,
    Right,
}

/// Where everything stands; indexed like the [`Graph`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    pub width: f64,
    pub height: f64,
    pub nodes: Vec<Rect>,
    pub groups: Vec<Rect>,
    /// Of each group.
    pub titles: Vec<Rect>,
    pub routes: Vec<Route>,
}

/// A link's way: horizontal and vertical segments only, before the corners are rounded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    pub points: Vec<Point>,
    pub label: Option<Rect>,
}

impl Route {
    /// How far it runs, px.
    pub fn length(&self) -> f64 {
        self.points.windows(2).map(|p| (p[0].x - p[1].x).abs() + (p[0].y - p[1].y).abs()).sum()
    }
}
