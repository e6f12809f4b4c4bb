//! Stage 6, titles: each stands in the strip at the top of its group, in the first place where no
//! link and no label is.

use super::STRIP;
use super::frame::Frame;
use crate::render::graph::{Rect, Route, Size};

/// From the left border to a title where nothing is in the way, px.
const INDENT: f64 = 10.0;
/// Between a title and a link beside it, px.
const CLEAR: f64 = 6.0;

/// The height that a title takes at the top of its group, px: large letters need more.
pub(super) fn strip(title: Size) -> f64 {
    STRIP.max(title.height)
}

/// The titles of containers as read, and which found no free place.
pub(super) fn titles(
    frame: &Frame,
    containers: &[Rect],
    routes: &[Route],
) -> (Vec<Rect>, Vec<bool>) {
    let obstacles = Obstacles::new(routes);
    let mut titles = Vec::new();
    let mut lost = vec![false; containers.len()];
    for (c, &border) in containers.iter().enumerate() {
        let size = frame.containers[c].title;
        let y = border.y + (strip(size) - size.height) / 2.0 + 1.0;
        let title = Rect { x: border.x + INDENT, y, width: size.width, height: size.height };
        if size.width <= 0.0 {
            titles.push(title);
            continue;
        }
        match obstacles.first_free(title, border.x + border.width - 8.0) {
            Some(x) => titles.push(Rect { x, ..title }),
            None => {
                lost[c] = true;
                titles.push(title);
            }
        }
    }
    (titles, lost)
}

/// All stretches and labels, those standing upright by x.
struct Obstacles {
    boxes: Vec<Rect>,
    /// The widest of them, px.
    widest: f64,
}

impl Obstacles {
    fn new(routes: &[Route]) -> Obstacles {
        let mut boxes = Vec::new();
        for route in routes {
            for pair in route.points.windows(2) {
                let (x, y) = (pair[0].x.min(pair[1].x), pair[0].y.min(pair[1].y));
                let (width, height) =
                    ((pair[0].x - pair[1].x).abs(), (pair[0].y - pair[1].y).abs());
                boxes.push(Rect { x, y, width, height });
            }
            boxes.extend(route.label);
        }
        boxes.sort_by(|a, b| a.x.total_cmp(&b.x));
        let widest = boxes.iter().map(|b| b.width).fold(0.0, f64::max);
        Obstacles { boxes, widest }
    }

    /// The first x from the title's own on where it is free, ending before `end`.
    fn first_free(&self, title: Rect, end: f64) -> Option<f64> {
        let from = self.boxes.partition_point(|b| b.x < title.x - self.widest - CLEAR);
        let mut x = title.x;
        for b in self.boxes[from..].iter().take_while(|b| b.x < end) {
            let beside = b.y > title.y + title.height + 1.0 || b.y + b.height < title.y - 1.0;
            if beside || b.x + b.width <= x - CLEAR {
                continue;
            }
            if b.x >= x + title.width + CLEAR {
                break;
            }
            x = b.x + b.width + CLEAR + 2.0;
        }
        (x + title.width <= end).then_some(x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::graph::Point;

    fn upright(x: f64) -> Route {
        Route { points: vec![Point { x, y: 0.0 }, Point { x, y: 100.0 }], label: None }
    }

    const TITLE: Rect = Rect { x: 10.0, y: 5.0, width: 50.0, height: 18.0 };

    #[test]
    fn a_title_slides_past_a_link_to_the_first_free_place() {
        let obstacles = Obstacles::new(&[upright(30.0)]);
        assert_eq!(obstacles.first_free(TITLE, 200.0), Some(38.0));
        assert_eq!(obstacles.first_free(TITLE, 80.0), None);
    }

    #[test]
    fn a_title_stays_where_the_links_leave_room() {
        assert_eq!(Obstacles::new(&[upright(90.0)]).first_free(TITLE, 200.0), Some(10.0));
    }
}
