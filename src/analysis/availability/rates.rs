//! How often each cause occurs and how long it lasts.

use crate::analysis::failure::Cause;
use std::collections::BTreeMap;

/// The steady state of one cause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// The part of the time that it is down, 0..=1.
    pub unavailability: f64,
    /// Hours from a failure until it is up again, on average; above 0.
    pub mttr: f64,
}

impl Rate {
    /// How often it fails per hour of the calendar: A·λ = U ÷ mttr.
    pub fn failures_per_hour(&self) -> f64 {
        self.unavailability / self.mttr
    }

    /// How often it fails per hour that it is up: λ = U ÷ (mttr · (1 − U)).
    pub fn failures_per_hour_up(&self) -> f64 {
        self.failures_per_hour() / (1.0 - self.unavailability)
    }

    /// From the mean time between failures, counted as mean time *up*, and to repair; hours.
    pub fn from_times(mtbf: f64, mttr: f64) -> Self {
        Self { unavailability: mttr / (mtbf + mttr), mttr }
    }
}

/// The rates of all causes of a system. A cause without one never fails.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rates {
    by_cause: BTreeMap<Cause, Rate>,
}

impl Rates {
    pub fn set(&mut self, cause: Cause, rate: Rate) {
        self.by_cause.insert(cause, rate);
    }

    pub fn get(&self, cause: Cause) -> Option<Rate> {
        self.by_cause.get(&cause).copied()
    }

    /// The part of the time that the cause is down, 0..=1.
    pub fn unavailability(&self, cause: Cause) -> f64 {
        self.get(cause).map_or(0.0, |rate| rate.unavailability)
    }

    /// How often it fails per hour of the calendar.
    pub fn failures_per_hour(&self, cause: Cause) -> f64 {
        self.get(cause).map_or(0.0, |rate| rate.failures_per_hour())
    }
}
