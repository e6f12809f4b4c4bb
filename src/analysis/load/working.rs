//! How a factor came about, kept as numbers and written out only where somebody reads it.

use super::Interval;
use super::demand::figure;
use std::fmt;

/// One step of a multiplication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step {
    /// ` × 3`
    Times(Interval),
    /// ` × 5%`
    Part(Interval),
    /// ` × (1 − 90%)`
    Misses(Interval),
    /// ` × (1 − 80% × 90%)`: what reads a cache leaves.
    Shielded { reads: Interval, hits: Interval },
    /// ` ÷ 2`
    Over(f64),
}

impl fmt::Display for Step {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |part: Interval| figure(part * 100.0);
        match self {
            Step::Times(factor) => write!(out, " × {}", figure(*factor)),
            Step::Part(part) => write!(out, " × {}%", percent(*part)),
            Step::Misses(hits) => write!(out, " × (1 − {}%)", percent(*hits)),
            Step::Shielded { reads, hits } => {
                write!(out, " × (1 − {}% × {}%)", percent(*reads), percent(*hits))
            }
            Step::Over(divisor) => write!(out, " ÷ {divisor}"),
        }
    }
}

/// The steps of a factor, none for 1.
pub(super) fn written(steps: &[Step]) -> String {
    steps.iter().map(Step::to_string).collect()
}
