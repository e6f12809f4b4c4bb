//! Part of stage 1: a picture that comes out too long is folded, so that a step of a chain runs
//! sideways instead of taking a row of its own.

use super::frame::{Flow, Frame};

/// Pictures with fewer ranks are never folded.
const FEW: usize = 7;

/// More folds than these make a picture no better.
const MOST: usize = 12;

/// Folds while the picture is longer than `breadth` (width over height) wants, one rank at a time.
/// `rank` has no gaps, nor has the result.
pub(super) fn fold(frame: &Frame, mut rank: Vec<usize>, breadth: f64) -> Vec<usize> {
    for _ in 0..MOST {
        let widths = widths(frame, &rank);
        let widest = widths.iter().copied().fold(0.0, f64::max);
        if widths.len() < FEW || widest >= breadth * widths.len() as f64 * rank_height(frame) {
            return rank;
        }
        let steps = steps(frame, &rank, widths.len());
        let joined = |r: usize| widths[r - 1] + widths[r];
        let foldable = (1..widths.len()).filter(|&r| steps[r] == 1 && joined(r) <= widest);
        let Some(fold) = foldable.min_by(|&a, &b| joined(a).total_cmp(&joined(b))) else {
            return rank;
        };
        for r in rank.iter_mut().filter(|r| **r >= fold) {
            *r -= 1;
        }
    }
    rank
}

/// About what the cards of each rank take side by side.
fn widths(frame: &Frame, rank: &[usize]) -> Vec<f64> {
    let ranks = rank.iter().max().map_or(0, |r| r + 1);
    let mut widths = vec![0.0; ranks];
    for (card, &rank) in frame.cards.iter().zip(rank) {
        widths[rank] += card.width + BETWEEN;
    }
    widths
}

/// How many links run from the rank above to each rank.
fn steps(frame: &Frame, rank: &[usize], ranks: usize) -> Vec<usize> {
    let mut steps = vec![0; ranks];
    for link in &frame.links {
        let (a, b) = (rank[link.from], rank[link.to]);
        if a.abs_diff(b) == 1 {
            steps[a.max(b)] += 1;
        }
    }
    steps
}

/// About the room between two cards with the borders of their groups, px.
const BETWEEN: f64 = 100.0;

/// About what a rank takes with the labels and tracks below it, px.
fn rank_height(frame: &Frame) -> f64 {
    match frame.flow {
        Flow::Down => 150.0,
        Flow::Right => 280.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::layout::samples::sketch;

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
        let folded = fold(&frame, rank.clone(), 1.6);
        assert!(folded.iter().max() < rank.iter().max(), "{folded:?}");
        assert_eq!(folded[2], folded[3]);
    }

    #[test]
    fn a_short_picture_is_left_alone() {
        let frame = Frame::new(&sketch("web a\ndb b\na -> b"), Flow::Down);
        assert_eq!(fold(&frame, vec![0, 1], 1.6), [0, 1]);
    }
}
