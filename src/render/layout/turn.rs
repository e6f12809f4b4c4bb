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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::graph::Route;

    #[test]
    fn what_ran_down_runs_right() {
        let card = Rect { x: 1.0, y: 2.0, width: 3.0, height: 4.0 };
        let points = vec![Point { x: 5.0, y: 6.0 }];
        let route = Route { points, label: Some(card) };
        let routed = Routed { cards: vec![card], containers: vec![], routes: vec![route] };
        let turned = turn(routed, Flow::Right);
        assert_eq!(turned.cards[0], Rect { x: 2.0, y: 1.0, width: 4.0, height: 3.0 });
        assert_eq!(turned.routes[0].points, [Point { x: 6.0, y: 5.0 }]);
        assert_eq!(turned.routes[0].label, Some(turned.cards[0]));
    }
}
