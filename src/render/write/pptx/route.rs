//! Which of the connectors that such programs have runs as a line of ours does.

use crate::render::graph::{Point, Rect};

/// A connector: its name, its bends as thousandths of a percent, how it is turned.
#[derive(Debug, PartialEq)]
pub struct Route {
    pub name: &'static str,
    pub bends: Vec<f64>,
    /// Begins up or down: turned by a quarter.
    pub turned: bool,
    pub flip: [bool; 2],
    /// Before it is turned.
    pub rect: Rect,
}

/// Shorter pieces are none.
const LEAST: f64 = 0.5;

/// `None` where no connector runs like it: it is slanted, has too many bends, or ends where it began
/// in one direction.
pub fn route(points: &[Point]) -> Option<Route> {
    let points = corners(points);
    let [start, .., end] = points.as_slice() else { return None };
    let (dx, dy) = (end.x - start.x, end.y - start.y);
    let whole =
        Rect { x: start.x.min(end.x), y: start.y.min(end.y), width: dx.abs(), height: dy.abs() };
    if points.len() == 2 {
        let flip = [dx < 0.0, dy < 0.0];
        let name = "straightConnector1";
        return Some(Route { name, bends: Vec::new(), turned: false, flip, rect: whole });
    }
    let turned = (points[1].x - start.x).abs() < LEAST;
    if !alternates(&points, turned) {
        return None;
    }
    let (along, across) = if turned { (dy, dx) } else { (dx, dy) };
    // Every other bend lies along the first piece, the ones between lie across it.
    let share = |at: usize| {
        let point = points[at];
        let (x, y) = (point.x - start.x, point.y - start.y);
        let (own, whole) = match (at % 2 == 1) != turned {
            true => (x, dx),
            false => (y, dy),
        };
        (whole.abs() >= LEAST).then(|| own / whole * 100_000.0)
    };
    let bends: Option<Vec<f64>> = (1..points.len() - 2).map(share).collect();
    let name = match points.len() {
        3 => "bentConnector2",
        4 => "bentConnector3",
        5 => "bentConnector4",
        6 => "bentConnector5",
        _ => return None,
    };
    let flip = [along < 0.0, if turned { across > 0.0 } else { across < 0.0 }];
    let (x, y) = (whole.x + whole.width / 2.0, whole.y + whole.height / 2.0);
    let rect = match turned {
        false => whole,
        true => Rect {
            x: x - whole.height / 2.0,
            y: y - whole.width / 2.0,
            width: whole.height,
            height: whole.width,
        },
    };
    Some(Route { name, bends: bends?, turned, flip, rect })
}

/// The line without points at which nothing happens.
fn corners(points: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for point in points {
        let is_new =
            |last: &Point| (last.x - point.x).abs() >= LEAST || (last.y - point.y).abs() >= LEAST;
        if !kept.last().is_none_or(is_new) {
            continue;
        }
        if let [.., before, last] = kept.as_slice() {
            let on_column = (before.x - last.x).abs() < LEAST && (last.x - point.x).abs() < LEAST;
            let on_row = (before.y - last.y).abs() < LEAST && (last.y - point.y).abs() < LEAST;
            if on_column || on_row {
                kept.pop();
            }
        }
        kept.push(*point);
    }
    kept
}

fn alternates(points: &[Point], turned: bool) -> bool {
    points.windows(2).enumerate().all(|(at, piece)| {
        let is_upright = (piece[0].x - piece[1].x).abs() < LEAST;
        let is_level = (piece[0].y - piece[1].y).abs() < LEAST;
        if (at % 2 == 0) == turned { is_upright } else { is_level }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(points: &[(f64, f64)]) -> Option<Route> {
        let points: Vec<Point> = points.iter().map(|&(x, y)| Point { x, y }).collect();
        route(&points)
    }

    /// Where the corners of a route are, as the standard's definitions of the shapes say.
    fn drawn(route: &Route) -> Vec<(f64, f64)> {
        let (w, h) = (route.rect.width, route.rect.height);
        let bend = |at: usize| route.bends[at] / 100_000.0;
        let local = match route.name {
            "straightConnector1" => vec![(0.0, 0.0), (w, h)],
            "bentConnector2" => vec![(0.0, 0.0), (w, 0.0), (w, h)],
            "bentConnector3" => {
                let x = w * bend(0);
                vec![(0.0, 0.0), (x, 0.0), (x, h), (w, h)]
            }
            "bentConnector4" => {
                let (x, y) = (w * bend(0), h * bend(1));
                vec![(0.0, 0.0), (x, 0.0), (x, y), (w, y), (w, h)]
            }
            _ => {
                let (x, y, z) = (w * bend(0), h * bend(1), w * bend(2));
                vec![(0.0, 0.0), (x, 0.0), (x, y), (z, y), (z, h), (w, h)]
            }
        };
        let middle = (route.rect.x + w / 2.0, route.rect.y + h / 2.0);
        let placed = |(x, y): (f64, f64)| {
            let (mut x, mut y) = (x - w / 2.0, y - h / 2.0);
            x = if route.flip[0] { -x } else { x };
            y = if route.flip[1] { -y } else { y };
            let (x, y) = if route.turned { (-y, x) } else { (x, y) };
            ((middle.0 + x).round(), (middle.1 + y).round())
        };
        local.into_iter().map(placed).collect()
    }

    #[test]
    fn a_connector_runs_as_the_line_does() {
        for line in [
            vec![(10.0, 20.0), (90.0, 20.0)],
            vec![(90.0, 80.0), (10.0, 20.0)],
            vec![(10.0, 20.0), (60.0, 20.0), (60.0, 80.0)],
            vec![(10.0, 20.0), (10.0, 60.0), (80.0, 60.0)],
            vec![(80.0, 20.0), (80.0, 60.0), (10.0, 60.0)],
            vec![(10.0, 20.0), (30.0, 20.0), (30.0, 80.0), (90.0, 80.0)],
            vec![(10.0, 20.0), (10.0, 40.0), (70.0, 40.0), (70.0, 90.0)],
            vec![(70.0, 90.0), (70.0, 40.0), (10.0, 40.0), (10.0, 20.0)],
            vec![(10.0, 20.0), (100.0, 20.0), (100.0, 80.0), (90.0, 80.0)],
            vec![(10.0, 20.0), (30.0, 20.0), (30.0, 50.0), (90.0, 50.0), (90.0, 70.0)],
            vec![(90.0, 70.0), (90.0, 50.0), (30.0, 50.0), (30.0, 20.0), (10.0, 20.0)],
            vec![
                (10.0, 20.0),
                (30.0, 20.0),
                (30.0, 50.0),
                (60.0, 50.0),
                (60.0, 70.0),
                (90.0, 70.0),
            ],
        ] {
            let route = of(&line).unwrap_or_else(|| panic!("{line:?} has a connector"));
            assert_eq!(drawn(&route), line, "{route:?}");
        }
    }

    #[test]
    fn what_no_connector_does_is_left_to_a_drawn_line() {
        assert_eq!(of(&[(10.0, 20.0), (40.0, 20.0), (40.0, 80.0), (10.0, 80.0)]), None);
        assert_eq!(of(&[(0.0, 0.0), (10.0, 5.0), (20.0, 0.0)]), None);
        assert_eq!(of(&[(1.0, 1.0)]), None);
    }
}
