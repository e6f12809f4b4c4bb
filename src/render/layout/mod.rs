//! The layout: a compound layered drawing that knows what a zone and a tier are.
//!
//! The stages, each a module, in the order in which a graph passes through them:
//!
//! 1. `rank` – which row a card stands in, by what its links mean (`peers`: groups side by side;
//!    `blocks`, `simplex`: groups above each other; `spread`: what the same many call;
//!    `fold`: a picture that comes out too long)
//! 2. `lower` – rows of cards and labels; links become pieces, each owned by a container
//! 3. `order` – who stands left of whom (`source`: as written; `crossings`, `estimate`, `sift`,
//!    `kick`: few crossings and short links; `beside`: straight sideways links; `detour`: links that
//!    go around foreign groups, lowered and ordered anew)
//! 4. `x` – where everything stands (`brandes_koepf`: a start; `project`: keeps all distances;
//!    `straighten`: last bends)
//! 5. `route` – rows and links get their y (`ports`: ends on cards; `tracks`: ways between rows)
//! 6. `titles` – each in a free place; `turn` – from left to right
//!
//! `choose` takes several ways of ranking in both directions through 1 to 3, finishes the best, and
//! keeps the best of those.
//!
//! All is deterministic: the same graph gives the same bytes on every machine.

mod acyclic;
mod beside;
mod blocks;
mod brandes_koepf;
mod choose;
mod crossings;
mod detour;
mod estimate;
mod fold;
mod frame;
mod kick;
mod lower;
mod order;
mod peers;
mod ports;
mod project;
mod rank;
mod route;
mod sift;
mod simplex;
mod source;
mod spread;
mod straighten;
mod titles;
mod tracks;
mod turn;
mod x;

use self::detour::Arranged;
use self::frame::{Flow, Frame};
use self::lower::Lowered;
use self::order::Order;
use self::route::Routed;
use super::graph::{Direction, Graph, Layout, Rect, Route};

/// Height of the strip at the top of a group in which its title stands, px.
const STRIP: f64 = 26.0;
/// What a picture should fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// Width over height.
    pub breadth: f64,
    /// A chain of so many ranks is folded where it would not fit otherwise.
    pub fold: usize,
}

impl Room {
    /// A page of a document.
    pub const PAGE: Room = Room { breadth: 1.6, fold: 7 };
}

/// Places everything. Total: any graph has a layout, an empty one too.
///
/// A card can come out larger than asked for: a hub grows until its ports keep apart, and a card
/// that calls itself until its loops fit beside it.
pub fn layout(graph: &Graph, direction: Direction) -> Layout {
    layout_within(graph, direction, Room::PAGE)
}

/// The same for other room than a page.
pub fn layout_within(graph: &Graph, direction: Direction, room: Room) -> Layout {
    if graph.nodes.is_empty() && graph.groups.is_empty() {
        let routes = vec![Route::default(); graph.links.len()];
        return Layout { routes, ..Layout::default() };
    }
    choose::best(graph, direction, room)
}

/// Places everything; a group whose title finds no free place is made wider.
fn placed(frame: &Frame, arranged: &Arranged) -> (Routed, Vec<Rect>) {
    let Arranged { lowered, order, beside } = arranged;
    let mut wide = vec![false; frame.containers.len()];
    for round in 0.. {
        let reserves = reserves(frame, lowered, order, &wide);
        let (mut places, constraints) = x::places(frame, lowered, order, beside, &reserves);
        let ports = ports::ports(frame, lowered, &places, beside);
        straighten::straighten(lowered, &constraints, &mut places, &ports);
        let routed = route::route(frame, lowered, &places, ports, beside, &wide);
        let routed = turn::turn(routed, frame.flow);
        let (titles, lost) = titles::titles(frame, &routed.containers, &routed.routes);
        if round == 5 || lost.iter().zip(&wide).all(|(lost, wide)| !lost || *wide) {
            return (routed, titles);
        }
        for (wide, lost) in wide.iter_mut().zip(lost) {
            *wide |= lost || round >= 3;
        }
    }
    unreachable!("the rounds end")
}

/// Room for the title to the right of everything in the first row of a group.
fn reserves(frame: &Frame, lowered: &Lowered, order: &Order, wide: &[bool]) -> Vec<x::Reserve> {
    let mut reserves = Vec::new();
    if frame.flow == Flow::Right || !wide.contains(&true) {
        return reserves;
    }
    let mut place = vec![0; lowered.items.len()];
    let steps = order::walk(order);
    for (at, step) in steps.iter().enumerate() {
        if let order::Step::Item(item) = step {
            place[*item] = at;
        }
    }
    let mut last: Vec<Option<usize>> = vec![None; wide.len()];
    for (i, item) in lowered.items.iter().enumerate() {
        let mut c = item.owner;
        while c != frame::WHOLE {
            let row = lowered.span[c].0;
            let further = last[c].is_none_or(|l| place[l] < place[i]);
            if item.first <= row && row <= item.last && further {
                last[c] = Some(i);
            }
            c = frame.containers[c].parent;
        }
    }
    for (c, last) in last.into_iter().enumerate() {
        if let Some(item) = last.filter(|_| wide[c]) {
            let title = frame.containers[c].title.width;
            reserves.push((item, c, lowered.items[item].left + title + 2.0 * x::PAD));
        }
    }
    reserves
}

/// The least distance between the left and right border of a container, for its title.
fn title_width(frame: &Frame, container: usize) -> f64 {
    match frame.flow {
        Flow::Down => frame.containers[container].title.width + 20.0,
        Flow::Right => STRIP + 2.0 * x::PAD,
    }
}

fn assemble(graph: &Graph, frame: &Frame, routed: Routed, titles: Vec<Rect>) -> Layout {
    let mut routes = vec![Route::default(); graph.links.len()];
    for (line, route) in frame.links.iter().zip(routed.routes) {
        routes[line.index] = route;
    }
    let mut layout = Layout {
        width: 0.0,
        height: 0.0,
        nodes: routed.cards[..graph.nodes.len()].to_vec(),
        groups: routed.containers[1..].to_vec(),
        titles: titles[1..].to_vec(),
        routes,
    };
    to_origin(&mut layout);
    layout
}

/// Moves everything so that the picture begins at 0, and measures it.
fn to_origin(layout: &mut Layout) {
    let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
    let rects = layout.nodes.iter().chain(&layout.groups).chain(&layout.titles);
    let labels = layout.routes.iter().filter_map(|r| r.label.as_ref());
    let corners = rects.chain(labels).flat_map(|r| [(r.x, r.y), (r.x + r.width, r.y + r.height)]);
    let points = layout.routes.iter().flat_map(|r| &r.points).map(|p| (p.x, p.y));
    for (x, y) in corners.chain(points) {
        low = (low.0.min(x), low.1.min(y));
        high = (high.0.max(x), high.1.max(y));
    }
    if low.0 > high.0 {
        return;
    }
    let rects = layout.nodes.iter_mut().chain(&mut layout.groups).chain(&mut layout.titles);
    let labels = layout.routes.iter_mut().filter_map(|r| r.label.as_mut());
    for rect in rects.chain(labels) {
        rect.x -= low.0;
        rect.y -= low.1;
    }
    for point in layout.routes.iter_mut().flat_map(|r| &mut r.points) {
        point.x -= low.0;
        point.y -= low.1;
    }
    (layout.width, layout.height) = (high.0 - low.0, high.1 - low.1);
}

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
