//! How alternatives divide requests.

use super::reading::End;
use crate::model::{Design, LinkId};

/// How far the sum of equal shares may be from 100% for them to be weights.
const ABOUT: f64 = 0.02 + 1e-12;

/// What the shares of alternatives mean.
pub(super) struct Weights {
    /// The part of the requests, 0..1, that calls any of them at all.
    pub calling: f64,
    /// By member; they need not come to 1.
    pub own: Vec<f64>,
}

impl Weights {
    /// Different shares are weights, and an unstated one beside them has what is left to 100%; so
    /// are equal shares that come to 100%. One equal share otherwise says how many call at all.
    pub fn of(design: &Design, end: End, links: &[LinkId]) -> Self {
        let shares: Vec<Option<f64>> =
            links.iter().map(|link| end.share(&design.link(*link).facts)).collect();
        let count = links.len() as f64;
        let stated: Vec<f64> = shares.iter().flatten().copied().collect();
        let Some(first) = stated.first().copied() else {
            return Self { calling: 1.0, own: vec![1.0; links.len()] };
        };
        let are_equal = stated.iter().all(|share| (share - first).abs() <= 1e-12);
        if stated.len() == links.len() && are_equal {
            let are_weights = (first * count - 1.0).abs() <= ABOUT;
            let calling = if are_weights { 1.0 } else { first };
            return Self { calling, own: vec![1.0; links.len()] };
        }
        let left = (1.0 - stated.iter().sum::<f64>()).max(0.0);
        let unstated = (links.len() - stated.len()).max(1) as f64;
        let own = shares.into_iter().map(|share| share.unwrap_or(left / unstated)).collect();
        Self { calling: 1.0, own }
    }

    /// The part of all requests that calls each member, when `need` of those that are up are
    /// called; where none is up, all are tried.
    pub fn parts(&self, need: usize, is_up: &[bool]) -> Vec<f64> {
        let over = |counts: &dyn Fn(usize) -> bool| -> f64 {
            self.own.iter().enumerate().filter(|(at, _)| counts(*at)).map(|(_, own)| own).sum()
        };
        let (up, all) = (over(&|at| is_up[at]), over(&|_| true));
        let part = |(at, own): (usize, &f64)| match (up > 0.0, all > 0.0) {
            (true, _) if !is_up[at] => 0.0,
            (true, _) => (own / up * need as f64).min(1.0),
            (false, true) => (own / all * need as f64).min(1.0),
            (false, false) => 0.0,
        };
        self.own.iter().enumerate().map(part).map(|part| part * self.calling).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Weights;

    #[test]
    fn members_that_are_down_leave_their_part_to_the_others() {
        let weights = Weights { calling: 1.0, own: vec![0.5, 0.3, 0.2] };
        assert_eq!(weights.parts(1, &[true, true, true]), [0.5, 0.3, 0.2]);
        assert_eq!(weights.parts(1, &[false, true, true]), [0.0, 0.6, 0.4]);
        assert_eq!(weights.parts(1, &[false, false, false]), [0.5, 0.3, 0.2]);
        assert_eq!(weights.parts(2, &[true, true, true]), [1.0, 0.6, 0.4]);
    }

    #[test]
    fn one_share_for_all_says_how_many_call_at_all() {
        let weights = Weights { calling: 0.05, own: vec![1.0, 1.0] };
        assert_eq!(weights.parts(1, &[true, true]), [0.025, 0.025]);
        assert_eq!(weights.parts(1, &[true, false]), [0.05, 0.0]);
    }
}
