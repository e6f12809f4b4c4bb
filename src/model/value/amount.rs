//! Arithmetic on numbers with dimensions, exact and without overflow.

use crate::model::{Dimension, Quantity};
use crate::syntax::ast::Operator;
use rust_decimal::Decimal;

/// A number on its way to a value; `dimension` is `None` for a plain one, which may still become
/// anything.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Amount {
    pub dimension: Option<Dimension>,
    pub lo: Decimal,
    pub hi: Decimal,
}

/// Why two amounts do not combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Their dimensions do not go together.
    Dimensions,
    DivisionByZero,
    /// The result has more digits than fit.
    TooLarge,
}

impl From<Quantity> for Amount {
    fn from(quantity: Quantity) -> Self {
        Self { dimension: Some(quantity.dimension), lo: quantity.lo, hi: quantity.hi }
    }
}

impl Amount {
    pub fn plain(value: Decimal) -> Self {
        Self { dimension: None, lo: value, hi: value }
    }

    /// As a quantity of the dimension asked for. A plain number takes any, a ratio is also a factor,
    /// and where US dollars are asked for, won are money too.
    pub fn fit(self, asked: Dimension) -> Option<Quantity> {
        let dimension = match (self.dimension, asked) {
            (None, asked) => asked,
            (Some(own), asked) if own == asked => own,
            (Some(Dimension::Ratio), Dimension::Factor) => Dimension::Factor,
            (Some(Dimension::Krw), Dimension::Usd) => Dimension::Krw,
            _ => return None,
        };
        let whole = |value: Decimal| match dimension {
            // A rate that was divided by 86,400 and multiplied again is whole once more.
            Dimension::Count => value.round_dp(12),
            _ => value,
        };
        Some(Quantity::range(dimension, whole(self.lo), whole(self.hi)))
    }

    pub fn negated(self) -> Self {
        Self { dimension: self.dimension, lo: -self.hi, hi: -self.lo }
    }

    /// Left operator right. Of ranges, the least and the greatest result.
    pub fn combine(self, operator: Operator, other: Amount) -> Result<Amount, Refusal> {
        let dimension = match operator {
            Operator::Add | Operator::Subtract => sum(self.dimension, other.dimension),
            Operator::Multiply => product(self.dimension, other.dimension, 1),
            Operator::Divide => product(self.dimension, other.dimension, -1),
        }
        .ok_or(Refusal::Dimensions)?;
        if operator == Operator::Divide && other.lo <= Decimal::ZERO && other.hi >= Decimal::ZERO {
            return Err(Refusal::DivisionByZero);
        }
        let apply = |left: Decimal, right: Decimal| {
            match operator {
                Operator::Add => left.checked_add(right),
                Operator::Subtract => left.checked_sub(right),
                Operator::Multiply => left.checked_mul(right),
                Operator::Divide => left.checked_div(right),
            }
            .ok_or(Refusal::TooLarge)
        };
        let mut lo = apply(self.lo, other.lo)?;
        let mut hi = lo;
        for (left, right) in [(self.lo, other.hi), (self.hi, other.lo), (self.hi, other.hi)] {
            let value = apply(left, right)?;
            lo = lo.min(value);
            hi = hi.max(value);
        }
        Ok(Amount { dimension, lo, hi })
    }
}

/// Like adds to like; a plain number also to what has no unit of its own.
fn sum(left: Option<Dimension>, right: Option<Dimension>) -> Option<Option<Dimension>> {
    use Dimension::{Count, Factor, Ratio};
    match (left, right) {
        (left, right) if left == right => Some(left),
        (None, Some(own @ (Count | Factor | Ratio)))
        | (Some(own @ (Count | Factor | Ratio)), None) => Some(Some(own)),
        _ => None,
    }
}

/// The dimension of a product (`sign` 1) or a quotient (`sign` -1), if it has a name.
fn product(
    left: Option<Dimension>,
    right: Option<Dimension>,
    sign: i8,
) -> Option<Option<Dimension>> {
    let (a, b) = (powers(left), powers(right));
    let both_plain = a == PLAIN && b == PLAIN;
    if both_plain {
        return Some(plain_product(left, right, sign));
    }
    let mut result = PLAIN;
    for (power, (a, b)) in result.iter_mut().zip(a.into_iter().zip(b)) {
        *power = a + sign * b;
    }
    if result == PLAIN {
        // A rate times a duration counts things; a size over a size is a plain number.
        return Some((sign > 0).then_some(Dimension::Count));
    }
    use Dimension::{Bandwidth, Bytes, Duration, Krw, Rate, Usd};
    [Duration, Bytes, Bandwidth, Rate, Usd, Krw]
        .into_iter()
        .find(|dimension| powers(Some(*dimension)) == result)
        .map(Some)
}

/// Counts stay counts when a ratio, a factor or a plain number scales them.
fn plain_product(left: Option<Dimension>, right: Option<Dimension>, sign: i8) -> Option<Dimension> {
    let count = Some(Dimension::Count);
    match (left, right) {
        (left, right) if left == right => left.filter(|_| sign > 0),
        (left, right) if left == count || (right == count && sign > 0) => count,
        _ => None,
    }
}

const PLAIN: [i8; 4] = [0; 4];

/// Exponents of time, bytes, dollars and won.
fn powers(dimension: Option<Dimension>) -> [i8; 4] {
    match dimension {
        None | Some(Dimension::Count | Dimension::Ratio | Dimension::Factor) => PLAIN,
        Some(Dimension::Duration) => [1, 0, 0, 0],
        Some(Dimension::Bytes) => [0, 1, 0, 0],
        Some(Dimension::Bandwidth) => [-1, 1, 0, 0],
        Some(Dimension::Rate) => [-1, 0, 0, 0],
        Some(Dimension::Usd) => [0, 0, 1, 0],
        Some(Dimension::Krw) => [0, 0, 0, 1],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Dimension::{Bandwidth, Bytes, Count, Duration, Factor, Krw, Rate, Ratio, Usd};
    use Operator::{Add, Divide, Multiply, Subtract};

    fn amount(dimension: Option<Dimension>, lo: i64, hi: i64) -> Amount {
        Amount { dimension, lo: lo.into(), hi: hi.into() }
    }

    /// Left, operator, right, and the dimension of the result if there is one.
    type Case = (Option<Dimension>, Operator, Option<Dimension>, Option<Option<Dimension>>);

    #[test]
    fn dimensions_combine_as_in_physics() {
        let table: &[Case] = &[
            (None, Add, None, Some(None)),
            (Some(Count), Add, None, Some(Some(Count))),
            (None, Subtract, Some(Ratio), Some(Some(Ratio))),
            (Some(Duration), Add, Some(Duration), Some(Some(Duration))),
            (Some(Duration), Add, None, None),
            (Some(Rate), Add, Some(Duration), None),
            (Some(Usd), Add, Some(Krw), None),
            (Some(Count), Divide, Some(Duration), Some(Some(Rate))),
            (None, Divide, Some(Duration), Some(Some(Rate))),
            (Some(Rate), Multiply, Some(Duration), Some(Some(Count))),
            (Some(Count), Multiply, Some(Bytes), Some(Some(Bytes))),
            (Some(Bytes), Divide, Some(Duration), Some(Some(Bandwidth))),
            (Some(Rate), Multiply, Some(Bytes), Some(Some(Bandwidth))),
            (Some(Bandwidth), Multiply, Some(Duration), Some(Some(Bytes))),
            (Some(Bandwidth), Divide, Some(Bytes), Some(Some(Rate))),
            (Some(Count), Divide, Some(Rate), Some(Some(Duration))),
            (Some(Bytes), Divide, Some(Bytes), Some(None)),
            (Some(Count), Multiply, Some(Ratio), Some(Some(Count))),
            (None, Multiply, Some(Ratio), Some(None)),
            (Some(Rate), Multiply, Some(Factor), Some(Some(Rate))),
            (Some(Ratio), Multiply, Some(Ratio), Some(Some(Ratio))),
            (Some(Count), Divide, Some(Count), Some(None)),
            (Some(Usd), Multiply, Some(Count), Some(Some(Usd))),
            (Some(Usd), Multiply, Some(Krw), None),
            (Some(Bytes), Multiply, Some(Bytes), None),
            (Some(Duration), Multiply, Some(Duration), None),
        ];
        for (left, operator, right, expected) in table {
            let result = amount(*left, 6, 6).combine(*operator, amount(*right, 2, 2));
            let expected = expected.ok_or(Refusal::Dimensions);
            assert_eq!(result.map(|a| a.dimension), expected, "{left:?} {operator:?} {right:?}");
        }
    }

    #[test]
    fn ranges_keep_their_extremes() {
        let (a, b) = (amount(None, 2, 10), amount(None, 3, 4));
        let ends = |operator| {
            let result = a.combine(operator, b).expect("plain numbers combine");
            (result.lo.normalize().to_string(), result.hi.round_dp(3).to_string())
        };
        assert_eq!(ends(Add), ("5".into(), "14".into()));
        assert_eq!(ends(Subtract), ("-2".into(), "7".into()));
        assert_eq!(ends(Multiply), ("6".into(), "40".into()));
        assert_eq!(ends(Divide), ("0.5".into(), "3.333".into()));
    }

    #[test]
    fn impossible_sums_are_refused() {
        let (one, zero) = (amount(None, 1, 1), amount(None, 0, 0));
        assert_eq!(one.combine(Divide, zero), Err(Refusal::DivisionByZero));
        assert_eq!(one.combine(Divide, amount(None, -1, 1)), Err(Refusal::DivisionByZero));
        let huge = Amount::plain(Decimal::MAX);
        assert_eq!(huge.combine(Multiply, huge), Err(Refusal::TooLarge));
        assert_eq!(huge.combine(Add, huge), Err(Refusal::TooLarge));
    }

    #[test]
    fn a_rate_made_whole_again_is_whole() {
        let day = Amount { dimension: Some(Duration), ..Amount::plain(86_400.into()) };
        let rate = amount(Some(Count), 20, 20).combine(Divide, day).expect("a rate");
        let count = rate.combine(Multiply, day).expect("a count").fit(Count).expect("fits");
        assert_eq!(count.lo, Decimal::from(20));
    }
}
