//! Digits to exact decimals.

use rust_decimal::Decimal;

/// `1_000`, `99.95`, `1e6`. `None` when it has more digits than a [`Decimal`] can hold (28).
pub(super) fn decimal(digits: &str) -> Option<Decimal> {
    let digits: String = digits.chars().filter(|c| *c != '_').collect();
    if digits.contains(['e', 'E']) {
        Decimal::from_scientific(&digits.to_ascii_lowercase()).ok()
    } else {
        digits.parse().ok()
    }
}

/// How many a scale word stands for: `k`, `M`, `만`, `천만`. `1` for the empty word.
pub(super) fn scale(word: &str) -> Option<u64> {
    let (small, big) = match word.strip_suffix(['만', '억', '조']) {
        Some(small) => (small, &word[small.len()..]),
        None => (word, ""),
    };
    let big = match big {
        "만" => 10_000,
        "억" => 100_000_000,
        "조" => 1_000_000_000_000,
        _ => 1,
    };
    let small = match small {
        "" => 1,
        "십" => 10,
        "백" => 100,
        "천" | "k" | "K" => 1_000,
        "M" => 1_000_000,
        "B" => 1_000_000_000,
        _ => return None,
    };
    Some(small * big)
}
