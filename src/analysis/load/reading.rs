//! Reads the numbers of a design at one end of their uncertainty: the end with less load, or the one
//! with more.

use super::{Demand, Interval};
use crate::model::{Attr, Design, Dimension, Facts, Quantity};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Every figure where it makes the least load.
    Less,
    /// Every figure where it makes the most.
    More,
}

impl End {
    /// Of a figure that raises the load.
    fn more(self, quantity: Quantity) -> f64 {
        match self {
            End::Less => quantity.low(),
            End::More => quantity.high(),
        }
    }

    /// Of a figure that lowers it.
    fn less(self, quantity: Quantity) -> f64 {
        match self {
            End::Less => quantity.high(),
            End::More => quantity.low(),
        }
    }

    pub fn of(self, interval: Interval) -> f64 {
        match self {
            End::Less => interval.lo,
            End::More => interval.hi,
        }
    }

    pub fn share(self, facts: &Facts) -> Option<f64> {
        facts.number(Attr::Share, Dimension::Ratio).map(|share| self.more(share))
    }

    pub fn calls(self, facts: &Facts) -> Option<f64> {
        facts.number(Attr::Calls, Dimension::Factor).map(|calls| self.more(calls))
    }

    pub fn retries(self, facts: &Facts) -> u32 {
        let stated = facts.number(Attr::Retries, Dimension::Count);
        stated.map_or(0.0, |retries| self.more(retries)).round() as u32
    }

    /// The part that only reads; writes weigh more.
    pub fn reads(self, facts: &Facts) -> Option<f64> {
        facts.number(Attr::Reads, Dimension::Ratio).map(|reads| self.less(reads))
    }

    pub fn hits(self, facts: &Facts) -> Option<f64> {
        facts.number(Attr::HitRatio, Dimension::Ratio).map(|hits| self.less(hits))
    }

    /// The mix that a flow states: `reads`, or `writes` alone or as a part.
    pub fn mix_of_flow(self, facts: &Facts) -> Option<f64> {
        if let Some(reads) = self.reads(facts) {
            return Some(reads);
        }
        if let Some(writes) = facts.number(Attr::Writes, Dimension::Ratio) {
            return Some(1.0 - self.more(writes));
        }
        facts.flag(Attr::Writes).map(|writes| if writes { 0.0 } else { 1.0 })
    }
}

/// Whether any figure that load rests on is a range, so that the two ends differ.
pub(super) fn is_uncertain(design: &Design, demand: &Demand) -> bool {
    const RESTS_ON: [Attr; 6] =
        [Attr::Share, Attr::Calls, Attr::Reads, Attr::Writes, Attr::HitRatio, Attr::Retries];
    let ranges = |facts: &Facts| {
        RESTS_ON.iter().any(|attr| facts.quantity(*attr).is_some_and(|it| it.low() != it.high()))
    };
    !demand.average.is_exact()
        || !demand.peak.is_exact()
        || ranges(&design.traffic)
        || design.components.iter().any(|component| ranges(&component.facts))
        || design.links.iter().any(|link| ranges(&link.facts))
        || design.flows.iter().any(|flow| ranges(&flow.facts))
}
