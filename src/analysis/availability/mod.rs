//! How much of the time a flow is down, exactly, and what that is made of.
//!
//! Everything is computed as *un*availability, directly: all terms are positive, so a result of
//! 1e-25 has as many right digits as one of 0.1.

mod diagram;
mod evaluate;
mod figures;
mod flow;
mod forest;
mod network;
mod pair;
mod rates;
mod structure;

pub use evaluate::{Evaluation, evaluate};
pub use figures::{Figure, rates};
pub use flow::{CutSets, FlowAvailability, Outlook, downtime_a_year};
pub use network::{NetworkLink, disconnected};
pub use pair::{Pair, PairDowntime};
pub use rates::{Rate, Rates};

/// A number that is known, or known to lie between two others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    pub lo: f64,
    pub hi: f64,
}

impl Bounds {
    pub fn exact(value: f64) -> Self {
        Self { lo: value, hi: value }
    }

    /// Known to nine digits.
    pub fn is_exact(self) -> bool {
        self.hi - self.lo <= 1e-9 * self.hi
    }
}

impl std::ops::Mul<f64> for Bounds {
    type Output = Bounds;

    /// Scaled by a factor that is not negative.
    fn mul(self, factor: f64) -> Bounds {
        Bounds { lo: self.lo * factor, hi: self.hi * factor }
    }
}

/// How much work an evaluation may take before it answers with bounds instead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    /// Nodes of a decision diagram.
    pub nodes: usize,
    /// Operations, all states of the shared failure domains together.
    pub work: usize,
}

impl Default for Budget {
    /// About a second.
    fn default() -> Self {
        Self { nodes: 1 << 20, work: 1 << 27 }
    }
}
