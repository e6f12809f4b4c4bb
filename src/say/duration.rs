//! How long something lasts.

use std::cmp::Ordering;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Sub};

/// A span of time: without end where something is overloaded, or nothing brings it back.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Duration(f64);

impl Duration {
    pub const ZERO: Self = Self::seconds(0.0);
    pub const ENDLESS: Self = Self::seconds(f64::INFINITY);
    pub const HOUR: Self = Self::hours(1.0);
    pub const DAY: Self = Self::hours(24.0);
    /// Of 30 days.
    pub const MONTH: Self = Self::hours(720.0);
    /// Of 365 days.
    pub const YEAR: Self = Self::hours(8_760.0);

    pub const fn seconds(seconds: f64) -> Self {
        Self(seconds)
    }

    pub const fn minutes(minutes: f64) -> Self {
        Self(minutes * 60.0)
    }

    pub const fn hours(hours: f64) -> Self {
        Self(hours * 3_600.0)
    }

    pub const fn as_seconds(self) -> f64 {
        self.0
    }

    pub const fn as_minutes(self) -> f64 {
        self.0 / 60.0
    }

    pub const fn as_hours(self) -> f64 {
        self.0 / 3_600.0
    }

    pub const fn is_endless(self) -> bool {
        self.0.is_infinite()
    }

    /// Unless it is without end.
    pub fn ends(self) -> Option<Self> {
        self.0.is_finite().then_some(self)
    }

    pub const fn max(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }

    pub const fn min(self, other: Self) -> Self {
        Self(self.0.min(other.0))
    }

    pub fn total_cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Add for Duration {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Duration {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Duration {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Mul<f64> for Duration {
    type Output = Self;

    fn mul(self, times: f64) -> Self {
        Self(self.0 * times)
    }
}

/// How many times the other goes into it.
impl Div for Duration {
    type Output = f64;

    fn div(self, other: Self) -> f64 {
        self.0 / other.0
    }
}

impl Sum for Duration {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Self::add)
    }
}
