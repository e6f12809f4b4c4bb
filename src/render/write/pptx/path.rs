//! Lines of any form as the paths of such programs, which have no arcs of ellipses as ours have.

use crate::render::graph::Rect;
use crate::render::scene::Step;
use crate::render::write::svg;
use crate::sink::{Svg, Written};
use resvg::usvg::{Node, Options, Tree, tiny_skia_path::PathSegment};

/// A piece of a path: its sign and its points, in px.
pub type Piece = (Sort, Vec<(f64, f64)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Move,
    Line,
    Bend,
    Curve,
    Close,
}

/// The path of steps.
pub fn of_steps(steps: &[Step]) -> Vec<Piece> {
    of_data(&svg::path_data(steps))
}

/// The path of SVG's path data.
pub fn of_data(data: &Written<Svg>) -> Vec<Piece> {
    let mut text = Written::<Svg>::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"100\">\
        <path fill=\"none\" stroke=\"#000\" d=\"",
    );
    text.add(data).ours("\"/></svg>");
    let Ok(tree) = Tree::from_str(text.as_str(), &Options::default()) else { return Vec::new() };
    let Some(Node::Path(path)) = tree.root().children().first() else { return Vec::new() };
    let point = |p: resvg::usvg::tiny_skia_path::Point| (f64::from(p.x), f64::from(p.y));
    let piece = |segment| match segment {
        PathSegment::MoveTo(to) => (Sort::Move, vec![point(to)]),
        PathSegment::LineTo(to) => (Sort::Line, vec![point(to)]),
        PathSegment::QuadTo(a, to) => (Sort::Bend, vec![point(a), point(to)]),
        PathSegment::CubicTo(a, b, to) => (Sort::Curve, vec![point(a), point(b), point(to)]),
        PathSegment::Close => (Sort::Close, Vec::new()),
    };
    path.data().segments().map(piece).collect()
}

/// What all points lie in.
pub fn bounds(pieces: &[Piece]) -> Rect {
    let points = || pieces.iter().flat_map(|(_, points)| points);
    let least = |of: fn(&(f64, f64)) -> f64| points().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&(f64, f64)) -> f64| points().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (x, y) = (least(|p| p.0), least(|p| p.1));
    if !x.is_finite() {
        return Rect::default();
    }
    Rect { x, y, width: most(|p| p.0) - x, height: most(|p| p.1) - y }
}
