//! A flowchart as its text states it: nodes, edges, subgraphs.

use super::super::drawing::first_line;
use super::label::plain;
use crate::source::Span;
use std::collections::HashMap;

/// What a flowchart holds.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    pub title: Option<String>,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    pub subgraphs: Vec<Subgraph>,
    /// Places that the official parser refuses, and what helps there.
    pub refused: Vec<Refused>,
    /// The places of nodes by their ids.
    places: HashMap<String, usize>,
}

impl Chart {
    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The place of a node, which is added where it is not there.
    pub fn named(&mut self, id: String, at: Span) -> usize {
        if let Some(place) = self.place(&id) {
            return place;
        }
        self.places.insert(id.clone(), self.nodes.len());
        self.nodes.push(Node::new(id, at));
        self.nodes.len() - 1
    }
}

/// A node. Where it is stated several times, the last label counts.
#[derive(Clone, Debug)]
pub struct Node {
    pub id: String,
    pub label: Option<String>,
    /// The first of several lines of the label.
    pub head: Option<String>,
    pub shape: Shape,
    pub class: Option<String>,
    /// The innermost subgraph that names it.
    pub within: Option<usize>,
    /// Where it is named first.
    pub at: Span,
    pub label_at: Option<Span>,
}

impl Node {
    pub fn new(id: String, at: Span) -> Self {
        Self {
            id,
            label: None,
            head: None,
            shape: Shape::None,
            class: None,
            within: None,
            at,
            label_at: None,
        }
    }

    /// Takes a label as it is written.
    pub fn call(&mut self, written: &str) {
        self.label = Some(plain(written));
        self.head = first_line(written, plain);
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    #[default]
    None,
    Square,
    Round,
    Stadium,
    Subroutine,
    Cylinder,
    Circle,
    DoubleCircle,
    Flag,
    Diamond,
    Hexagon,
    LeanRight,
    LeanLeft,
    Trapezoid,
    InverseTrapezoid,
    /// Somebody, or where somebody looks.
    Person,
    Bucket,
    /// Another one of `@{ shape: … }`: a queue, a document.
    Named,
}

/// The line of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    Normal,
    Thick,
    Dotted,
    Invisible,
}

/// What stands at an end of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    Open,
    Arrow,
    Cross,
    Circle,
}

#[derive(Clone, Debug)]
pub struct Edge {
    /// Ids of a node or a subgraph.
    pub from: String,
    pub to: String,
    pub label: Option<String>,
    pub stroke: Stroke,
    pub tail: Head,
    pub head: Head,
    pub at: Span,
}

#[derive(Clone, Debug)]
pub struct Subgraph {
    pub id: String,
    pub title: String,
    pub parent: Option<usize>,
    pub at: Span,
}

/// Something that the official parser does not take.
#[derive(Clone, Debug)]
pub struct Refused {
    pub at: Span,
    pub mending: Mending,
}

/// What helps there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mending {
    /// Quotes: what to write instead.
    Quoted(String),
    /// The name of an outline that there is, the nearest one, if any is near.
    Outline(Option<&'static str>),
    /// The number of an edge that stands before; so many do.
    EdgeNumber(usize),
    /// Another line.
    Line,
}
