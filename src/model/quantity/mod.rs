//! Typed numbers: a value, exact as written, with its dimension. Also a range of such values.

mod show;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// What a number measures, with the unit in which [`Quantity`] holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// Things: users, servers, connections.
    Count,
    /// A share of one: `90%` is 0.9.
    Ratio,
    /// A multiple: `5x`.
    Factor,
    /// Seconds.
    Duration,
    /// Bytes.
    Bytes,
    /// Bytes per second.
    Bandwidth,
    /// Events per second.
    Rate,
    /// US dollars per month (730 hours).
    Usd,
    /// Korean won per month (730 hours).
    Krw,
}

/// A value of one dimension, or an interval of values (`lo < hi`): autoscaling bounds or an
/// uncertain estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    pub dimension: Dimension,
    pub lo: Decimal,
    pub hi: Decimal,
}

impl Quantity {
    pub fn exact(dimension: Dimension, value: Decimal) -> Self {
        Self { dimension, lo: value, hi: value }
    }

    pub fn range(dimension: Dimension, lo: Decimal, hi: Decimal) -> Self {
        Self { dimension, lo, hi }
    }

    /// A computed value, for showing; what is no number or too large becomes the nearest that is.
    pub fn computed(dimension: Dimension, value: f64) -> Self {
        let nearest = match Decimal::from_f64_retain(value) {
            Some(decimal) => decimal,
            None if value > 0.0 => Decimal::MAX,
            None if value < 0.0 => Decimal::MIN,
            None => Decimal::ZERO,
        };
        Self::exact(dimension, nearest)
    }

    pub fn is_range(&self) -> bool {
        self.lo != self.hi
    }

    /// The lower bound in the dimension's unit.
    pub fn low(&self) -> f64 {
        self.lo.to_f64().expect("a Decimal always has a nearest f64")
    }

    /// The upper bound in the dimension's unit.
    pub fn high(&self) -> f64 {
        self.hi.to_f64().expect("a Decimal always has a nearest f64")
    }

    /// The lower bound as a whole number, at least 0.
    pub fn low_count(&self) -> u64 {
        self.lo.max(Decimal::ZERO).trunc().to_u64().unwrap_or(u64::MAX)
    }

    /// The upper bound as a whole number, at least 0.
    pub fn high_count(&self) -> u64 {
        self.hi.max(Decimal::ZERO).trunc().to_u64().unwrap_or(u64::MAX)
    }

    /// `1 − value`, taken exactly before it is rounded to a float: an availability's
    /// unavailability keeps all its digits.
    pub fn complement(&self) -> f64 {
        (Decimal::ONE - self.lo).to_f64().expect("a Decimal always has a nearest f64")
    }
}
