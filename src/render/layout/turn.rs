//! Left to right: the same picture with the axes swapped.

use super::frame::Flow;
use super::route::Routed;
use crate::render::graph::{Point, Rect};

/// Turns what was laid out in the working direction into the picture as read.
pub(super) fn turn(mut routed: Routed, flow: Flow) -> Routed {
    if flow == Flow::Down {
        return routed;
    }
    routed.cards.iter_mut().chain(&mut routed.containers).for_each(turn_rect);
    for route in &mut routed.routes {
        route.points.iter_mut().for_each(|p| *p = Point { x: p.y, y: p.x });
        route.label.iter_mut().for_each(turn_rect);
    }
    routed
}

fn turn_rect(r: &mut Rect) {
    *r = Rect { x: r.y, y: r.x, width: r.height, height: r.width };
}
