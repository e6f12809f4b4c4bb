//! Where cells stand on a page, and what that says where the file does not.

use std::collections::BTreeMap;

/// A rectangle in px.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

impl Place {
    fn center(self) -> (f64, f64) {
        (self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    fn holds(self, (x, y): (f64, f64)) -> bool {
        self.x <= x && x <= self.x + self.w && self.y <= y && y <= self.y + self.h
    }

    fn area(self) -> f64 {
        self.w * self.h
    }

    /// How far a point is from the rectangle.
    fn distance(self, (x, y): (f64, f64)) -> f64 {
        let dx = (self.x - x).max(0.0).max(x - self.x - self.w);
        let dy = (self.y - y).max(0.0).max(y - self.y - self.h);
        (dx * dx + dy * dy).sqrt()
    }
}

/// Places are relative to the parent; here they count from the page.
pub fn absolute(cells: &[(&str, &str, Place)]) -> Vec<Place> {
    let by_id: BTreeMap<&str, usize> =
        cells.iter().enumerate().map(|(at, (id, ..))| (*id, at)).collect();
    let mut places = Vec::with_capacity(cells.len());
    for (_, parent, place) in cells {
        let mut place = *place;
        let mut next = by_id.get(parent);
        for _ in 0..64 {
            let Some(at) = next else { break };
            place.x += cells[*at].2.x;
            place.y += cells[*at].2.y;
            next = by_id.get(cells[*at].1);
        }
        places.push(place);
    }
    places
}

/// The smallest frame around the centre of a cell, by its number among the frames.
pub fn smallest_around(at: usize, frames: &[usize], places: &[Place]) -> Option<usize> {
    let own = places[at];
    let around = frames.iter().enumerate().filter(|(_, frame)| {
        **frame != at && places[**frame].holds(own.center()) && places[**frame].area() > own.area()
    });
    around
        .min_by(|(_, a), (_, b)| places[**a].area().total_cmp(&places[**b].area()))
        .map(|(number, _)| number)
}

/// Whether two or more cells stand wholly inside one.
pub fn holds_several(at: usize, others: impl Iterator<Item = usize>, places: &[Place]) -> bool {
    let own = places[at];
    if own.w < 80.0 || own.h < 60.0 {
        return false;
    }
    let inside = others.filter(|other| {
        let place = places[*other];
        *other != at
            && place.area() > 0.0
            && place.area() < own.area() * 0.6
            && own.holds((place.x, place.y))
            && own.holds((place.x + place.w, place.y + place.h))
    });
    inside.take(2).count() == 2
}

/// How far below (or over) an icon a text stands; `None` where it is not its caption.
pub fn below(icon: Place, text: Place) -> Option<f64> {
    let (x, y) = text.center();
    let is_under = (x - icon.center().0).abs() < icon.w.max(60.0) * 0.75;
    let distance = icon.distance((x, y));
    (is_under && distance < 60.0).then_some(distance)
}

/// The cell nearest to a loose end, within 40 px.
pub fn nearest(
    point: (f64, f64),
    cells: impl Iterator<Item = usize>,
    places: &[Place],
) -> Option<usize> {
    let near = cells.map(|at| (places[at].distance(point), places[at].area(), at));
    near.filter(|(distance, ..)| *distance <= 40.0)
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)))
        .map(|(.., at)| at)
}
