//! Typed numbers: a value, exact as written, with its dimension. Also a range of such values.

pub use crate::say::{Dimension, Duration};

use crate::say::{Lang, Line, Say, Text, number};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

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
        Self::exact(dimension, number::nearest_decimal(value))
    }

    /// As people write it, in both languages.
    pub fn text(&self) -> Text {
        number::amount(self.dimension, self.lo, self.hi)
    }

    /// As people of that language write it.
    pub fn show(&self, lang: Lang) -> String {
        self.text().get(lang).to_string()
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

    /// Of a span of time the least.
    pub fn shortest(&self) -> Duration {
        Duration::seconds(self.low())
    }

    /// Of a span of time the most.
    pub fn longest(&self) -> Duration {
        Duration::seconds(self.high())
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

/// The form that needs no Korean: for derivations and machine-read lines.
impl std::fmt::Display for Quantity {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.show(Lang::En))
    }
}

impl Say for Quantity {
    fn say(&self, line: &mut Line, lang: Lang) {
        line.push(self.text().line(lang));
    }
}
