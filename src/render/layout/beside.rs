//! Links within one row that run straight from side to side, because nothing stands between.

use super::frame::{Flow, Frame};
use super::lower::{BADGE_INSET, Lowered, Way};
use super::order::{Order, Step, row_steps};
use std::collections::BTreeMap;

/// Of each link, where it runs when it runs from side to side.
pub(super) struct Beside {
    pub seats: Vec<Option<Seat>>,
    /// Links that run below their row although they would find a seat.
    pub could: Vec<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Seat {
    pub left: usize,
    pub right: usize,
    /// From the middle of the row, downwards, px.
    pub offset: f64,
}

/// Between two links of one pair, px.
const APART: f64 = 4.0;
const LEAST: f64 = 10.0;
/// From the corner without a badge, px.
const CORNER: f64 = 10.0;

pub(super) fn beside(frame: &Frame, lowered: &Lowered, order: &Order) -> Beside {
    let mut seats = vec![None; frame.links.len()];
    let mut could = vec![false; frame.links.len()];
    let mut pairs: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    let mut loops = vec![false; frame.cards.len()];
    for (link, way) in lowered.ways.iter().enumerate() {
        let line = &frame.links[link];
        match way {
            Way::Loop => loops[line.from] = true,
            Way::Level | Way::Under(_) => {
                let pair = (line.from.min(line.to), line.from.max(line.to));
                pairs.entry(pair).or_default().push(link);
            }
            Way::Through { .. } | Way::Around { .. } => {}
        }
    }
    if pairs.is_empty() {
        return Beside { seats, could };
    }
    for (left, right) in neighbours(lowered, order) {
        if loops[left] {
            continue;
        }
        if let Some(links) = pairs.get(&(left.min(right), left.max(right))) {
            let height = lowered.heights[left].min(lowered.heights[right]);
            for (link, offset) in stacked(frame, links, height) {
                match lowered.ways[link] {
                    Way::Level => seats[link] = Some(Seat { left, right, offset }),
                    _ => could[link] = true,
                }
            }
        }
    }
    Beside { seats, could }
}

/// Pairs of cards with nothing between but borders of their own groups.
fn neighbours(lowered: &Lowered, order: &Order) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for steps in row_steps(lowered, order) {
        let mut last = None;
        let mut entered = None;
        for step in steps {
            match step {
                Step::Item(item) => {
                    let card = (item < lowered.heights.len()).then_some(item);
                    if let (Some(left), Some(right)) = (last, card) {
                        pairs.push((left, right));
                    }
                    (last, entered) = (card, None);
                }
                Step::Enter(c) => entered = Some(c),
                // A group that has nothing in this row stands between.
                Step::Exit(c) if entered == Some(c) => last = None,
                Step::Exit(_) => {}
            }
        }
    }
    pairs
}

/// As many links as fit above each other on a side of this height, and how far below the middle.
fn stacked(frame: &Frame, links: &[usize], height: f64) -> Vec<(usize, f64)> {
    let (above, below) = match frame.flow {
        Flow::Down => (BADGE_INSET, CORNER),
        Flow::Right => (CORNER, BADGE_INSET),
    };
    let (top, bottom) = (above - height / 2.0, height / 2.0 - below);
    if top > 2.0 || bottom < -2.0 {
        return Vec::new();
    }
    let tall = |link: usize| frame.links[link].label.map_or(0.0, |l| l.height);
    let mut seats: Vec<(usize, f64)> = Vec::new();
    let mut at = 0.0;
    for &link in links.iter().filter(|&&l| tall(l) <= height) {
        let next = match seats.last() {
            None => 0.0,
            Some(&(last, _)) => at + f64::max((tall(last) + tall(link)) / 2.0 + APART, LEAST),
        };
        if next > 0.0 && next > bottom - top {
            break;
        }
        at = next;
        seats.push((link, next));
    }
    let start = if seats.len() == 1 { 0.0 } else { (top + bottom - at) / 2.0 };
    seats.iter().map(|&(link, offset)| (link, start + offset)).collect()
}
