//! A primary with one hot standby as a Markov chain: what the fault tree's failover event is an
//! approximation of.

/// The rates of a pair; hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Mean time between failures of either member, counted as time up.
    pub mtbf: f64,
    pub mttr: f64,
    /// How long it takes to change over when the primary is lost.
    pub failover: f64,
    /// Only one member can be repaired at a time.
    pub one_crew: bool,
}

/// The two ways in which a pair is down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairDowntime {
    /// The part of the time that it changes over.
    pub failing_over: f64,
    /// The part of the time that both members are down.
    pub both_down: f64,
}

impl PairDowntime {
    pub fn unavailability(&self) -> f64 {
        self.failing_over + self.both_down
    }
}

impl Pair {
    /// Four states: both up, failing over (down), one up, none up. Nothing fails during a
    /// failover.
    pub fn downtime(&self) -> PairDowntime {
        let per_failover = self.failover / self.mtbf;
        let ratio = self.mttr / self.mtbf;
        let both = if self.one_crew { 2.0 * ratio * ratio } else { ratio * ratio };
        let total = 1.0 + 2.0 * ratio + both + per_failover;
        PairDowntime { failing_over: per_failover / total, both_down: both / total }
    }
}
