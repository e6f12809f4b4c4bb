//! Numbers for people: `347 rps`, `1.16 GB/s`, `99.95%`, `1h 30m`, `30만`.

use super::{Dimension, Quantity};
use crate::text::Lang;
use rust_decimal::{Decimal, RoundingStrategy};
use std::fmt;

impl Quantity {
    /// As people of that language write it, rounded to what they can use: three digits, and of an
    /// availability three digits of what is missing to 100%. A range is written with both ends.
    pub fn show(&self, lang: Lang) -> String {
        let lo = one(self.dimension, self.lo, lang);
        if !self.is_range() {
            return lo;
        }
        let dash = match lang {
            Lang::Ko => '~',
            Lang::En => '–',
        };
        let hi = one(self.dimension, self.hi, lang);
        format!("{}{dash}{hi}", without_common_unit(&lo, &hi))
    }
}

/// The form that needs no Korean: for derivations and machine-read lines.
impl fmt::Display for Quantity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.show(Lang::En))
    }
}

fn one(dimension: Dimension, value: Decimal, lang: Lang) -> String {
    if value.is_sign_negative() && !value.is_zero() {
        return format!("-{}", one(dimension, -value, lang));
    }
    let ko = lang == Lang::Ko;
    match dimension {
        Dimension::Count => large(value, lang),
        Dimension::Ratio => percent(value),
        Dimension::Factor if ko => format!("{}배", large(value, lang)),
        Dimension::Factor => format!("{}x", large(value, lang)),
        Dimension::Duration => duration(value, lang),
        Dimension::Bytes => bytes(value),
        Dimension::Bandwidth => format!("{}/s", decimal_bytes(value)),
        Dimension::Rate => rate(value, lang),
        Dimension::Usd if ko => format!("월 ${}", money(value)),
        Dimension::Usd => format!("${}/mo", money(value)),
        Dimension::Krw if ko => format!("월 {}원", won(value)),
        Dimension::Krw => format!("₩{}/mo", money(value)),
    }
}

/// `10..20ms` rather than `10ms..20ms`.
fn without_common_unit<'a>(lo: &'a str, hi: &str) -> &'a str {
    let unit = |shown: &str| {
        shown.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(shown.len())
    };
    let (at, end) = (unit(lo), unit(hi));
    if at > 0 && lo[at..] == hi[end..] && lo[at..].chars().count() <= 6 { &lo[..at] } else { lo }
}

/// Rounded to that many significant digits, without zeros at the end.
fn significant(value: Decimal, digits: u32) -> Decimal {
    value
        .round_sf_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
        .unwrap_or(value)
        .normalize()
}

/// Three digits, or all digits before the point.
fn rounded(value: Decimal) -> Decimal {
    if value >= Decimal::ONE_HUNDRED {
        value.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
    } else {
        significant(value, 3)
    }
}

const ENGLISH: &[(i64, &str)] = &[(1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k")];
const KOREAN: &[(i64, &str)] = &[(1_000_000_000_000, "조"), (100_000_000, "억"), (10_000, "만")];

/// `300k`, `1.2M`, `30만`; below 10,000 with all digits.
fn large(value: Decimal, lang: Lang) -> String {
    let scales = match lang {
        Lang::Ko => KOREAN,
        Lang::En => ENGLISH,
    };
    let value = if value < Decimal::from(10_000) { rounded(value) } else { significant(value, 3) };
    if value < Decimal::from(10_000) {
        return grouped(value);
    }
    let (scale, word) =
        scales.iter().find(|(scale, _)| value >= Decimal::from(*scale)).copied().unwrap_or((1, ""));
    format!("{}{word}", grouped((value / Decimal::from(scale)).normalize()))
}

/// `1,234.5`
fn grouped(value: Decimal) -> String {
    let text = value.normalize().to_string();
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text.as_str(), None),
    };
    let mut out = String::with_capacity(text.len() + 4);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// Near 100% the digits that count are those of the rest: 99.95%, 99.9995%.
fn percent(value: Decimal) -> String {
    let rest = Decimal::ONE - value;
    let near_all = rest > Decimal::ZERO && rest < Decimal::new(1, 1);
    let value = if near_all { Decimal::ONE - significant(rest, 3) } else { significant(value, 3) };
    format!("{}%", grouped(value.saturating_mul(Decimal::ONE_HUNDRED)))
}

const DAY: i64 = 86_400;

/// Largest first: seconds, English, Korean.
const CLOCK: &[(i64, &str, &str)] = &[
    (365 * DAY, "y", "년"),
    (DAY, "d", "일"),
    (3_600, "h", "시간"),
    (60, "m", "분"),
    (1, "s", "초"),
];

/// At most two units, of which a year only when it is a whole one.
fn duration(seconds: Decimal, lang: Lang) -> String {
    if seconds.is_zero() {
        return if lang == Lang::Ko { "0초".into() } else { "0s".into() };
    }
    if seconds < Decimal::from(60) {
        return short_duration(seconds, lang);
    }
    let whole = seconds.round();
    let year = Decimal::from(365 * DAY);
    let units = if (whole % year).is_zero() { CLOCK } else { &CLOCK[1..] };
    let first = units.iter().position(|unit| whole >= Decimal::from(unit.0)).unwrap_or(0);
    let unit = |at: usize, count: Decimal| {
        let (_, en, ko) = units[at];
        format!("{}{}", grouped(count), if lang == Lang::Ko { ko } else { en })
    };
    let size = Decimal::from(units[first].0);
    let count = (whole / size).trunc();
    let Some(next) = units.get(first + 1) else { return unit(first, count) };
    let rest = ((whole - count * size) / Decimal::from(next.0)).round();
    if rest.is_zero() {
        unit(first, count)
    } else if rest * Decimal::from(next.0) >= size {
        // 59m 59.6s has become a whole hour.
        unit(first, count + Decimal::ONE)
    } else {
        format!("{} {}", unit(first, count), unit(first + 1, rest))
    }
}

fn short_duration(seconds: Decimal, lang: Lang) -> String {
    let (scale, en, ko) = if seconds >= Decimal::ONE {
        (1, "s", "초")
    } else if seconds >= Decimal::new(1, 3) {
        (1_000, "ms", "ms")
    } else {
        (1_000_000, "us", "us")
    };
    let word = if lang == Lang::Ko { ko } else { en };
    format!("{}{word}", significant(seconds * Decimal::from(scale), 3))
}

const BYTES: &[&str] = &["B", "KB", "MB", "GB", "TB", "PB", "EB"];
const BINARY: &[&str] = &["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/// Memory is counted in powers of two: what is a whole number of them is shown so.
fn bytes(value: Decimal) -> String {
    let kib = Decimal::from(1024);
    let (mut count, mut unit) = (value, 0);
    while unit + 1 < BINARY.len() && count >= kib && (count % kib).is_zero() {
        count /= kib;
        unit += 1;
    }
    let decimal_is_exact = decimal_bytes_parts(value).2;
    if unit > 0 && count < kib && !decimal_is_exact {
        return format!("{} {}", grouped(count), BINARY[unit]);
    }
    decimal_bytes(value)
}

fn decimal_bytes(value: Decimal) -> String {
    let (count, unit, _) = decimal_bytes_parts(value);
    format!("{} {unit}", grouped(count))
}

fn decimal_bytes_parts(value: Decimal) -> (Decimal, &'static str, bool) {
    let kb = Decimal::ONE_THOUSAND;
    let (mut count, mut unit) = (value, 0);
    while unit + 1 < BYTES.len() && rounded(count) >= kb {
        count /= kb;
        unit += 1;
    }
    let shown = rounded(count);
    (shown, BYTES[unit], shown == count)
}

/// Below one in a second, by the day.
fn rate(value: Decimal, lang: Lang) -> String {
    if value.is_zero() || value >= Decimal::ONE {
        return format!("{} rps", large(value, lang));
    }
    let daily = large((value * Decimal::from(DAY)).round_dp(6), lang);
    match lang {
        Lang::Ko => format!("{daily}건/일"),
        Lang::En => format!("{daily}/day"),
    }
}

/// Cents below 100, with thousands separators.
fn money(value: Decimal) -> String {
    let places = if value < Decimal::ONE_HUNDRED { 2 } else { 0 };
    grouped(value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero))
}

fn won(value: Decimal) -> String {
    let whole = value.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    let ten_thousand = Decimal::from(10_000);
    if whole >= ten_thousand && significant(whole, 3) == whole {
        large(whole, Lang::Ko)
    } else {
        grouped(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Dimension::{Bandwidth, Bytes, Count, Duration, Factor, Krw, Rate, Ratio, Usd};

    #[test]
    fn numbers_read_as_people_write_them() {
        let table: &[(Dimension, &str, &str, &str)] = &[
            (Count, "0", "0", "0"),
            (Count, "3", "3", "3"),
            (Count, "2.3333333", "2.33", "2.33"),
            (Count, "1234", "1,234", "1,234"),
            (Count, "300000", "300k", "30만"),
            (Count, "1200000", "1.2M", "120만"),
            (Count, "120000000", "120M", "1.2억"),
            (Count, "123456789", "123M", "1.23억"),
            (Count, "1000000000000", "1,000B", "1조"),
            (Count, "999999", "1M", "100만"),
            (Ratio, "0.9", "90%", "90%"),
            (Ratio, "0.9995", "99.95%", "99.95%"),
            (Ratio, "0.99999999", "99.999999%", "99.999999%"),
            (Ratio, "0.99345678", "99.346%", "99.346%"),
            (Ratio, "0.123456", "12.3%", "12.3%"),
            (Ratio, "1", "100%", "100%"),
            (Ratio, "0", "0%", "0%"),
            (Ratio, "1.4", "140%", "140%"),
            (Factor, "5", "5x", "5배"),
            (Factor, "2.5", "2.5x", "2.5배"),
            (Duration, "0", "0s", "0초"),
            (Duration, "0.00025", "250us", "250us"),
            (Duration, "0.3", "300ms", "300ms"),
            (Duration, "2", "2s", "2초"),
            (Duration, "2.5", "2.5s", "2.5초"),
            (Duration, "90", "1m 30s", "1분 30초"),
            (Duration, "600", "10m", "10분"),
            (Duration, "5400", "1h 30m", "1시간 30분"),
            (Duration, "3599.9", "1h", "1시간"),
            (Duration, "7199.6", "2h", "2시간"),
            (Duration, "604800", "7d", "7일"),
            (Duration, "2592000", "30d", "30일"),
            (Duration, "31536000", "1y", "1년"),
            (Duration, "2628", "43m 48s", "43분 48초"),
            (Bytes, "500", "500 B", "500 B"),
            (Bytes, "4000", "4 KB", "4 KB"),
            (Bytes, "4096", "4 KiB", "4 KiB"),
            (Bytes, "68719476736", "64 GiB", "64 GiB"),
            (Bytes, "2500000000000", "2.5 TB", "2.5 TB"),
            (Bytes, "1234567", "1.23 MB", "1.23 MB"),
            (Bytes, "999999", "1 MB", "1 MB"),
            (Bandwidth, "125000000", "125 MB/s", "125 MB/s"),
            (Bandwidth, "1157407407", "1.16 GB/s", "1.16 GB/s"),
            (Rate, "347.2222", "347 rps", "347 rps"),
            (Rate, "69.4444", "69.4 rps", "69.4 rps"),
            (Rate, "12345", "12.3k rps", "1.23만 rps"),
            (Rate, "0.0002314814814", "20/day", "20건/일"),
            (Usd, "120", "$120/mo", "월 $120"),
            (Usd, "36.5", "$36.5/mo", "월 $36.5"),
            (Usd, "12345.67", "$12,346/mo", "월 $12,346"),
            (Krw, "150000", "₩150,000/mo", "월 15만원"),
            (Krw, "123456", "₩123,456/mo", "월 123,456원"),
        ];
        for (dimension, value, en, ko) in table {
            let value = Decimal::from_str_exact(value).expect("the table holds decimals");
            let quantity = Quantity::exact(*dimension, value);
            assert_eq!(quantity.show(Lang::En), *en);
            assert_eq!(quantity.show(Lang::Ko), *ko);
        }
    }

    #[test]
    fn a_range_shows_both_ends() {
        let range = |dimension, lo: i64, hi: i64| {
            let range = Quantity::range(dimension, lo.into(), hi.into());
            (range.show(Lang::En), range.show(Lang::Ko))
        };
        assert_eq!(range(Count, 2, 10), ("2–10".into(), "2~10".into()));
        assert_eq!(range(Count, 200_000, 500_000), ("200–500k".into(), "20~50만".into()));
        assert_eq!(range(Count, 500, 500_000), ("500–500k".into(), "500~50만".into()));
        assert_eq!(range(Duration, 10, 20), ("10–20s".into(), "10~20초".into()));
        assert_eq!(range(Duration, 30, 90), ("30s–1m 30s".into(), "30초~1분 30초".into()));
        assert_eq!(range(Bytes, 1_000, 4_000), ("1–4 KB".into(), "1~4 KB".into()));
    }
}
