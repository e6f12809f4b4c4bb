//! A quick guess of x for an order: the mean of everything pushed left and everything pushed right.
//! The search for an order weighs it against crossings many thousand times.

use super::frame::Frame;
use super::lower::{Lowered, What};
use super::title_width;

/// Room beside a card, a line and a border, px.
const CARD: f64 = 15.0;
const LINE: f64 = 8.0;
const BORDER: f64 = 16.0;
/// What a link within a row weighs against others.
const LEVEL: f64 = 1.5;

/// Something with an x, by its number (see `order::Step::number`).
struct Thing {
    first: usize,
    last: usize,
    /// Room to the left and right in its last row, and in the rows above.
    last_room: (f64, f64),
    room: f64,
    /// For a border the number of the other one, and whether it is the left one.
    border: Option<(usize, bool)>,
    /// For a border, the least distance to the other one.
    width: f64,
}

pub(super) struct Estimate<'a> {
    lowered: &'a Lowered,
    things: Vec<Thing>,
    left: Vec<f64>,
    right: Vec<f64>,
    edge: Vec<f64>,
    /// The middles of the items, after [`Estimate::take`].
    pub x: Vec<f64>,
}

impl<'a> Estimate<'a> {
    pub fn new(frame: &Frame, lowered: &'a Lowered) -> Estimate<'a> {
        let mut things = Vec::new();
        for item in &lowered.items {
            let room = if item.what == What::Card { CARD } else { LINE };
            let last_room = (item.left + room, item.right + room);
            let (first, last) = (item.first, item.last);
            things.push(Thing { first, last, last_room, room, border: None, width: 0.0 });
        }
        for (c, &(first, last)) in lowered.span.iter().enumerate() {
            let number = lowered.items.len() + 2 * c;
            for border in [(number + 1, true), (number, false)] {
                let width = title_width(frame, c);
                let last_room = (BORDER, BORDER);
                let border = Some(border);
                things.push(Thing { first, last, last_room, room: BORDER, border, width });
            }
        }
        let (left, right) = (vec![0.0; things.len()], vec![0.0; things.len()]);
        let (edge, x) = (vec![0.0; lowered.rows.len()], vec![0.0; lowered.items.len()]);
        Estimate { lowered, things, left, right, edge, x }
    }

    /// Guesses the x of all items when things stand in this order.
    pub fn take(&mut self, line: &[u32]) {
        self.edge.fill(0.0);
        for &number in line {
            self.push(number as usize, false);
        }
        let width = self.edge.iter().copied().fold(0.0, f64::max);
        self.edge.fill(0.0);
        for &number in line.iter().rev() {
            self.push(number as usize, true);
        }
        for (i, x) in self.x.iter_mut().enumerate() {
            *x = (self.left[i] + width - self.right[i]) / 2.0;
        }
    }

    /// Puts one thing against the edge of its rows; `mirrored` when walking from the right.
    fn push(&mut self, number: usize, mirrored: bool) {
        let thing = &self.things[number];
        let at = if mirrored { &mut self.right } else { &mut self.left };
        let (near, far) = match mirrored {
            false => thing.last_room,
            true => (thing.last_room.1, thing.last_room.0),
        };
        let rows = &mut self.edge[thing.first..=thing.last];
        let last = rows.len() - 1;
        if let Some((other, is_left)) = thing.border {
            let mut x = rows.iter().copied().fold(0.0, f64::max);
            if is_left == mirrored {
                x = x.max(at[other] + thing.width);
            }
            at[number] = x;
            rows.fill(x + BORDER);
            return;
        }
        let mut x = rows[last] + near;
        for edge in &rows[..last] {
            x = x.max(edge + thing.room);
        }
        at[number] = x;
        rows[..last].fill(x + thing.room);
        rows[last] = x + far;
    }

    /// How far all links run sideways, px.
    pub fn sideways(&self) -> f64 {
        let x = &self.x;
        let mut length = 0.0;
        for (item, below) in self.lowered.below.iter().enumerate() {
            length += below.iter().map(|&b| (x[item] - x[b]).abs()).sum::<f64>();
        }
        let level = self.lowered.level.iter();
        length + level.map(|&(a, b)| LEVEL * (x[a] - x[b]).abs()).sum::<f64>()
    }

    /// The guess for everything, borders too.
    pub fn all(&self) -> Vec<f64> {
        let width = self.width();
        self.left.iter().zip(&self.right).map(|(l, r)| (l + width - r) / 2.0).collect()
    }

    /// The width of the widest row, px.
    pub fn width(&self) -> f64 {
        self.edge.iter().copied().fold(0.0, f64::max)
    }
}
