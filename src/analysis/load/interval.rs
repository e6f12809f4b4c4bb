//! A figure that may be uncertain: the interval from its least to its greatest value.

use crate::model::Quantity;
use std::ops::{Add, Div, Mul};

/// `lo ≤ hi`; both are 0 or more.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    pub lo: f64,
    pub hi: f64,
}

impl Interval {
    pub const ZERO: Interval = Interval::exact(0.0);
    pub const ONE: Interval = Interval::exact(1.0);

    pub const fn exact(value: f64) -> Self {
        Self { lo: value, hi: value }
    }

    pub fn is_exact(self) -> bool {
        self.lo == self.hi
    }

    /// `1 − x` of a ratio.
    pub fn complement(self) -> Self {
        Self { lo: 1.0 - self.hi, hi: 1.0 - self.lo }
    }

    /// What is left of a sum once one of its parts is taken off; each end of its own.
    pub fn less(self, part: Self) -> Self {
        Self { lo: (self.lo - part.lo).max(0.0), hi: (self.hi - part.hi).max(0.0) }
    }
}

impl From<Quantity> for Interval {
    fn from(quantity: Quantity) -> Self {
        Self { lo: quantity.low(), hi: quantity.high() }
    }
}

impl Add for Interval {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { lo: self.lo + other.lo, hi: self.hi + other.hi }
    }
}

impl Mul for Interval {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self { lo: self.lo * other.lo, hi: self.hi * other.hi }
    }
}

impl Mul<f64> for Interval {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self { lo: self.lo * factor, hi: self.hi * factor }
    }
}

impl Div<f64> for Interval {
    type Output = Self;
    fn div(self, divisor: f64) -> Self {
        Self { lo: self.lo / divisor, hi: self.hi / divisor }
    }
}
