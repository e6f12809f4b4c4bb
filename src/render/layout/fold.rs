//! Part of stage 1: a picture that comes out too long is folded. Steps of a chain run sideways as
//! long as their row has room; then the chain turns and comes back in the next row, as an ox ploughs.
//!
//! Only ranks that a single link joins are put into one row: that link runs from side to side, and
//! no other has to bow around what stands between. How wide a row may become is found by trying:
//! from the narrowest fold on, the room grows until the picture has the proportions wanted.

use super::frame::{Frame, WHOLE};
use crate::maths;

/// What a fold more or less does to the proportions (as a logarithm) in a picture of one rank; about
/// a third of it in one of three. Nearer than that to those wanted, nothing more is folded.
const FIT: f64 = 2.8;

/// By how much the room in a row grows from try to try.
const GROWTH: f64 = 1.1;

/// Where each card stands after folding.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Folded {
    /// From 0 and without gaps.
    pub rank: Vec<usize>,
    /// In its row: the steps of a folded chain from left to right. 0 where nothing was folded.
    pub column: Vec<usize>,
}

/// Folds until the picture is about `breadth` (width over height) wide, as far as its links allow.
/// `rank` has no gaps; with fewer than `few` nothing is folded.
pub(super) fn fold(frame: &Frame, rank: Vec<usize>, breadth: f64, few: usize) -> Folded {
    let steps = steps(frame, &rank);
    let mut rows: Vec<usize> = (0..steps.len()).collect();
    if steps.len() >= few {
        let mut best = misfit(&steps, &rows, breadth);
        for room in rooms(&steps) {
            if best < FIT / steps.len() as f64 {
                break;
            }
            let tried = rows_within(&steps, room);
            let misfit = misfit(&steps, &tried, breadth);
            if misfit < best {
                (best, rows) = (misfit, tried);
            }
        }
    }
    let columns = columns(&steps, &rows);
    Folded {
        column: rank.iter().map(|&r| columns[r]).collect(),
        rank: rank.iter().map(|&r| rows[r]).collect(),
    }
}

/// The cards of one rank side by side.
#[derive(Clone, Default)]
struct Step {
    /// About what they take, with the label of the link from the rank before.
    width: f64,
    height: f64,
    /// How many links come from the rank before, and the height of their labels.
    links: usize,
    label: f64,
    /// The last rank before that one with a link to this one.
    skipping: Option<usize>,
}

fn steps(frame: &Frame, rank: &[usize]) -> Vec<Step> {
    let ranks = rank.iter().max().map_or(0, |r| r + 1);
    let mut steps = vec![Step::default(); ranks];
    for (card, &rank) in frame.cards.iter().zip(rank) {
        let step = &mut steps[rank];
        let (sides, ends) = if card.home == WHOLE { (0.0, 0.0) } else { BORDERS };
        step.width += card.width + BETWEEN + sides;
        step.height = step.height.max(card.height + ends);
    }
    for link in &frame.links {
        let (a, b) = (rank[link.from], rank[link.to]);
        let step = &mut steps[a.max(b)];
        match a.abs_diff(b) {
            0 => {}
            1 => {
                let label = link.label.unwrap_or_default();
                step.width += if step.links == 0 { label.width } else { 0.0 };
                step.label = step.label.max(label.height);
                step.links += 1;
            }
            _ => step.skipping = step.skipping.max(Some(a.min(b))),
        }
    }
    steps
}

/// The widths to try for a row: from two ranks that can be joined to everything in one row.
fn rooms(steps: &[Step]) -> impl Iterator<Item = f64> {
    let joined = steps.windows(2).filter(|pair| pair[1].links == 1);
    let least = joined.map(|pair| pair[0].width + pair[1].width).fold(f64::MAX, f64::min);
    let most = GROWTH * steps.iter().map(|step| step.width).sum::<f64>();
    std::iter::successors(Some(least), |room| Some(room * GROWTH)).take_while(move |&r| r < most)
}

/// The row of each rank when rows may be so wide.
fn rows_within(steps: &[Step], room: f64) -> Vec<usize> {
    let (mut row, mut first, mut width) = (0, 0, 0.0);
    let mut rows = Vec::with_capacity(steps.len());
    for (rank, step) in steps.iter().enumerate() {
        let joins = step.links == 1 && step.skipping.is_none_or(|upper| upper < first);
        if rank > 0 && !(joins && width + step.width <= room) {
            (row, first, width) = (row + 1, rank, 0.0);
        }
        width += step.width;
        rows.push(row);
    }
    rows
}

/// The ranks of each row.
fn ranges(rows: &[usize]) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let row = rows.get(from)?;
        let range = from..from + rows[from..].partition_point(|r| r == row);
        from = range.end;
        Some(range)
    })
}

/// How far the proportions are from those wanted.
fn misfit(steps: &[Step], rows: &[usize], breadth: f64) -> f64 {
    let (mut width, mut height) = (1.0, 0.0);
    for range in ranges(rows) {
        let row = &steps[range];
        let above = if row[0].label > 0.0 { row[0].label + LABEL_GAP } else { 0.0 };
        width = f64::max(width, row.iter().map(|step| step.width).sum());
        height += row.iter().map(|step| step.height).fold(0.0, f64::max) + ROW_GAP + above;
    }
    maths::ln(width / height / breadth).abs()
}

/// Where each rank stands in its row. A row that one link joins to the row before begins where that
/// one ended, and runs the other way.
fn columns(steps: &[Step], rows: &[usize]) -> Vec<usize> {
    let mut columns = vec![0; steps.len()];
    let mut back = false;
    for range in ranges(rows) {
        let (first, last) = (range.start, range.end - 1);
        back = !back && first > 0 && steps[first].links == 1 && columns[first - 1] > 0;
        for rank in range {
            columns[rank] = if back { last - rank } else { rank - first };
        }
    }
    columns
}

/// About the room between two cards in a row, and between two rows, px.
const BETWEEN: f64 = 30.0;
const ROW_GAP: f64 = 40.0;
/// What a label adds between two rows, px.
const LABEL_GAP: f64 = 28.0;
/// What the borders of groups add to a card's width and height, px.
const BORDERS: (f64, f64) = (45.0, 40.0);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::layout::frame::Flow;
    use crate::render::layout::samples::sketch;

    fn chain(cards: usize) -> Frame {
        let mut text: String = (0..cards).map(|n| format!("web n{n}\n")).collect();
        (1..cards).for_each(|n| text += &format!("n{} -> n{n}\n", n - 1));
        Frame::new(&sketch(&text), Flow::Down)
    }

    #[test]
    fn a_long_chain_runs_to_and_fro() {
        let folded = fold(&chain(24), (0..24).collect(), 1.6, 7);
        let per_row = folded.rank.iter().filter(|&&row| row == 0).count();
        assert!((4..=8).contains(&per_row), "{folded:?}");
        assert!(folded.rank.is_sorted());
        let turn = [per_row - 2, per_row - 1, per_row, per_row + 1].map(|n| folded.column[n]);
        assert_eq!(turn, [per_row - 2, per_row - 1, per_row - 1, per_row - 2]);
    }

    #[test]
    fn a_step_of_a_long_chain_runs_sideways_when_the_picture_stays_as_wide() {
        let mut text = String::from("user a\nlb b\nweb x\nweb y\nweb z\n");
        text += "was c\nwas d\ndb e\nqueue f\nworker g\n";
        for (from, to) in
            ["ab", "bx", "by", "bz", "xc", "cd", "de", "ef", "fg"].map(|s| s.split_at(1))
        {
            text += &format!("{from} -> {to}\n");
        }
        let frame = Frame::new(&sketch(&text), Flow::Down);
        let rank = vec![0, 1, 2, 2, 2, 3, 4, 5, 6, 7];
        let folded = fold(&frame, rank.clone(), 1.6, 7);
        assert!(folded.rank.iter().max() < rank.iter().max(), "{folded:?}");
        assert_eq!(folded.rank[2], folded.rank[3]);
    }

    #[test]
    fn a_short_picture_is_left_alone() {
        let frame = Frame::new(&sketch("web a\ndb b\na -> b"), Flow::Down);
        let alone = Folded { rank: vec![0, 1], column: vec![0, 0] };
        assert_eq!(fold(&frame, vec![0, 1], 1.6, 7), alone);
    }
}
