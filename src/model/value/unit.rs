//! The words behind a number: `k`, `만명`, `ms`, `GB/day`, `건/초`, `만원/월`.

use crate::model::Dimension;
use rust_decimal::Decimal;

/// What a unit does to the number before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unit {
    /// How many, as in `k` and `만`; 1 without.
    pub scale: Decimal,
    /// What of; `None` for a plain number.
    pub of: Option<Measure>,
}

/// A dimension and the worth of one such unit in that dimension's own unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measure {
    pub dimension: Dimension,
    pub worth: Decimal,
}

/// All units, as the language reference lists them: the dimension, the words, and the worth as
/// `mantissa × 10^-places`.
pub(super) struct Row {
    pub dimension: Dimension,
    pub words: &'static [&'static str],
    pub mantissa: i64,
    pub places: u32,
    /// Whether `k`, `M`, `만` … may stand between the number and the unit.
    pub scaled: Scaled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scaled {
    Never,
    /// `만`, `억` …
    InKorean,
    /// Also `k`, `M`, `B`.
    Always,
}

const fn row(dimension: Dimension, words: &'static [&'static str], worth: i64) -> Row {
    Row { dimension, words, mantissa: worth, places: 0, scaled: Scaled::Never }
}

const fn scaled(dimension: Dimension, words: &'static [&'static str], scaled: Scaled) -> Row {
    Row { dimension, words, mantissa: 1, places: 0, scaled }
}

use Dimension::{Bandwidth, Bytes, Count, Duration, Factor, Krw, Rate, Ratio, Usd};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const KB: i64 = 1000;
const KIB: i64 = 1024;

/// A month is 30 days, a year 365. `KB` is 10³ bytes, `KiB` 2¹⁰. Bandwidth in bits is an eighth.
pub(super) const UNITS: &[Row] = &[
    scaled(Count, &["명", "대", "개", "건", "회", "번", "req"], Scaled::Always),
    Row { dimension: Ratio, words: &["%", "％"], mantissa: 1, places: 2, scaled: Scaled::Never },
    scaled(Factor, &["x", "배"], Scaled::Never),
    Row { dimension: Duration, words: &["ns"], mantissa: 1, places: 9, scaled: Scaled::Never },
    Row {
        dimension: Duration,
        words: &["us", "µs", "μs", "마이크로초"],
        mantissa: 1,
        places: 6,
        scaled: Scaled::Never,
    },
    Row {
        dimension: Duration,
        words: &["ms", "밀리초"],
        mantissa: 1,
        places: 3,
        scaled: Scaled::Never,
    },
    Row {
        dimension: Duration,
        words: &["s", "sec", "초"],
        mantissa: 1,
        places: 0,
        scaled: Scaled::InKorean,
    },
    row(Duration, &["m", "min", "분"], MINUTE),
    row(Duration, &["h", "hour", "시간"], HOUR),
    row(Duration, &["d", "day", "일"], DAY),
    row(Duration, &["w", "week", "주"], 7 * DAY),
    row(Duration, &["mo", "month", "개월", "달"], 30 * DAY),
    row(Duration, &["y", "year", "년"], 365 * DAY),
    row(Bytes, &["B"], 1),
    row(Bytes, &["KB", "kB"], KB),
    row(Bytes, &["MB"], KB * KB),
    row(Bytes, &["GB"], KB * KB * KB),
    row(Bytes, &["TB"], KB * KB * KB * KB),
    row(Bytes, &["PB"], KB * KB * KB * KB * KB),
    row(Bytes, &["KiB"], KIB),
    row(Bytes, &["MiB"], KIB * KIB),
    row(Bytes, &["GiB"], KIB * KIB * KIB),
    row(Bytes, &["TiB"], KIB * KIB * KIB * KIB),
    row(Bytes, &["PiB"], KIB * KIB * KIB * KIB * KIB),
    Row { dimension: Bandwidth, words: &["bps"], mantissa: 125, places: 3, scaled: Scaled::Never },
    row(Bandwidth, &["Kbps", "kbps"], 125),
    row(Bandwidth, &["Mbps"], 125 * KB),
    row(Bandwidth, &["Gbps"], 125 * KB * KB),
    row(Bandwidth, &["Tbps"], 125 * KB * KB * KB),
    scaled(Rate, &["rps", "qps", "tps"], Scaled::Always),
    scaled(Krw, &["원", "krw", "KRW"], Scaled::InKorean),
    scaled(Usd, &["달러", "usd", "USD"], Scaled::InKorean),
];

/// Behind a slash also: `15만원/월`, `20/day`.
const PER_MONTH: &[&str] = &["월"];

const HOURS_IN_A_PRICED_MONTH: i64 = 730;

impl Row {
    fn measure(&self) -> Measure {
        Measure { dimension: self.dimension, worth: Decimal::new(self.mantissa, self.places) }
    }
}

fn row_of(word: &str) -> Option<&'static Row> {
    UNITS.iter().find(|row| row.words.contains(&word))
}

/// Understands the words behind a number. `asked` decides what `B` is: bytes where bytes are asked
/// for, else a billion. `None` when there is no such unit.
pub(super) fn parse(written: &str, asked: Option<Dimension>) -> Option<Unit> {
    let word: String = written.chars().filter(|letter| !letter.is_whitespace()).collect();
    match word.split_once('/') {
        Some((head, per)) => per_time(head, per, asked),
        None => one(&word, asked),
    }
}

fn one(word: &str, asked: Option<Dimension>) -> Option<Unit> {
    let bytes = matches!(asked, Some(Bytes | Bandwidth));
    if word == "B" && !bytes {
        return Some(Unit { scale: Decimal::from(1_000_000_000), of: None });
    }
    if let Some(row) = row_of(word) {
        return Some(Unit { scale: Decimal::ONE, of: Some(row.measure()) });
    }
    let (scale, korean, rest) = leading_scale(word);
    if rest.is_empty() {
        return (!word.is_empty()).then_some(Unit { scale, of: None });
    }
    let row = row_of(rest)?;
    let allowed = match row.scaled {
        Scaled::Never => false,
        Scaled::InKorean => korean,
        Scaled::Always => scale != Decimal::ONE,
    };
    allowed.then(|| Unit { scale, of: Some(row.measure()) })
}

fn per_time(head: &str, per: &str, asked: Option<Dimension>) -> Option<Unit> {
    let seconds = period(per)?;
    let Unit { scale, of } =
        if head.is_empty() { Unit { scale: Decimal::ONE, of: None } } else { one(head, asked)? };
    let divided = |dimension, worth: Decimal| {
        Some(Unit { scale, of: Some(Measure { dimension, worth: worth.checked_div(seconds)? }) })
    };
    match of {
        None => divided(Rate, Decimal::ONE),
        Some(Measure { dimension: Count, worth }) => divided(Rate, worth),
        Some(Measure { dimension: Bytes, worth }) => divided(Bandwidth, worth),
        Some(Measure { dimension: dimension @ (Usd | Krw), worth }) => {
            let worth = worth.checked_mul(monthly(per)?)?;
            Some(Unit { scale, of: Some(Measure { dimension, worth }) })
        }
        Some(_) => None,
    }
}

/// Seconds of the word behind a slash.
fn period(per: &str) -> Option<Decimal> {
    if PER_MONTH.contains(&per) {
        return Some(Decimal::from(30 * DAY));
    }
    row_of(per).filter(|row| row.dimension == Duration).map(|row| row.measure().worth)
}

/// How often a price for that period is paid in a month of 730 hours.
pub(super) fn monthly(per: &str) -> Option<Decimal> {
    let seconds = period(per)?;
    let month = Decimal::from(30 * DAY);
    let year = Decimal::from(365 * DAY);
    if seconds == month {
        Some(Decimal::ONE)
    } else if seconds == year {
        Decimal::ONE.checked_div(Decimal::from(12))
    } else {
        Decimal::from(HOURS_IN_A_PRICED_MONTH * HOUR).checked_div(seconds)
    }
}

/// `k`, `M`, `B`, `만`, `천만` …: the factor, whether it is Korean, and what follows.
fn leading_scale(word: &str) -> (Decimal, bool, &str) {
    for (letter, scale) in [('k', 1_000), ('M', 1_000_000), ('B', 1_000_000_000)] {
        if let Some(rest) = word.strip_prefix(letter) {
            return (Decimal::from(scale), false, rest);
        }
    }
    let (small, rest) = strip_any(word, &[("십", 10), ("백", 100), ("천", 1_000)]);
    let (big, rest) =
        strip_any(rest, &[("만", 10_000), ("억", 100_000_000), ("조", 1_000_000_000_000)]);
    (Decimal::from(small * big), true, rest)
}

fn strip_any<'a>(word: &'a str, table: &[(&str, i64)]) -> (i64, &'a str) {
    table
        .iter()
        .find_map(|(prefix, worth)| word.strip_prefix(prefix).map(|rest| (*worth, rest)))
        .unwrap_or((1, word))
}

/// Every unit word that fits `asked`, for did-you-mean.
pub(super) fn words(asked: Option<Dimension>) -> impl Iterator<Item = &'static str> {
    let fits = move |row: &&Row| asked.is_none_or(|asked| asked == row.dimension);
    let scales: &[&str] = match asked {
        None | Some(Count | Rate) => &["k", "M", "만", "억", "조"],
        Some(_) => &[],
    };
    let units = UNITS.iter().filter(fits).flat_map(|row| row.words.iter());
    units.chain(scales).copied()
}

/// The unit behind a word that people write for it, too far from it in letters.
pub(super) fn spelled_out(word: &str) -> Option<&'static str> {
    match word.to_lowercase().as_str() {
        "second" | "seconds" | "secs" => Some("s"),
        "minute" | "minutes" | "mins" => Some("m"),
        "hours" | "hr" | "hrs" => Some("h"),
        "days" => Some("d"),
        "weeks" => Some("w"),
        "months" => Some("mo"),
        "years" | "yr" | "yrs" => Some("y"),
        "bytes" | "byte" => Some("B"),
        "percent" | "퍼센트" | "프로" => Some("%"),
        "times" => Some("x"),
        "users" | "user" => Some("명"),
        "requests" | "request" | "reqs" => Some("req"),
        "requests/s" | "reqs/s" | "request/s" | "hits/s" => Some("rps"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worth(written: &str, asked: Option<Dimension>) -> Option<(Option<Dimension>, String)> {
        let unit = parse(written, asked)?;
        let worth = unit.of.map_or(Decimal::ONE, |of| of.worth) * unit.scale;
        Some((unit.of.map(|of| of.dimension), worth.normalize().to_string()))
    }

    #[test]
    fn every_unit_has_its_worth() {
        let table: &[(&str, Option<Dimension>, &str)] = &[
            ("k", None, "1000"),
            ("M", None, "1000000"),
            ("B", None, "1000000000"),
            ("천", None, "1000"),
            ("만", None, "10000"),
            ("천만", None, "10000000"),
            ("백만", None, "1000000"),
            ("억", None, "100000000"),
            ("십억", None, "1000000000"),
            ("조", None, "1000000000000"),
            ("명", Some(Count), "1"),
            ("만명", Some(Count), "10000"),
            ("만 명", Some(Count), "10000"),
            ("대", Some(Count), "1"),
            ("%", Some(Ratio), "0.01"),
            ("x", Some(Factor), "1"),
            ("배", Some(Factor), "1"),
            ("us", Some(Duration), "0.000001"),
            ("ms", Some(Duration), "0.001"),
            ("s", Some(Duration), "1"),
            ("초", Some(Duration), "1"),
            ("m", Some(Duration), "60"),
            ("분", Some(Duration), "60"),
            ("h", Some(Duration), "3600"),
            ("시간", Some(Duration), "3600"),
            ("d", Some(Duration), "86400"),
            ("일", Some(Duration), "86400"),
            ("2주", None, ""),
            ("주", Some(Duration), "604800"),
            ("mo", Some(Duration), "2592000"),
            ("개월", Some(Duration), "2592000"),
            ("y", Some(Duration), "31536000"),
            ("년", Some(Duration), "31536000"),
            ("KB", Some(Bytes), "1000"),
            ("KiB", Some(Bytes), "1024"),
            ("TB", Some(Bytes), "1000000000000"),
            ("Gbps", Some(Bandwidth), "125000000"),
            ("bps", Some(Bandwidth), "0.125"),
            ("MB/s", Some(Bandwidth), "1000000"),
            ("rps", Some(Rate), "1"),
            ("k qps", Some(Rate), "1000"),
            ("krps", Some(Rate), "1000"),
            ("tps", Some(Rate), "1"),
            ("/s", Some(Rate), "1"),
            ("k/s", Some(Rate), "1000"),
            ("건/초", Some(Rate), "1"),
            ("만건/초", Some(Rate), "10000"),
            ("req/s", Some(Rate), "1"),
            ("원/월", Some(Krw), "1"),
            ("만원/월", Some(Krw), "10000"),
            ("원/시간", Some(Krw), "730"),
            ("달러/월", Some(Usd), "1"),
        ];
        for (written, dimension, expected) in table {
            let expected = (!expected.is_empty()).then(|| (*dimension, expected.to_string()));
            assert_eq!(worth(written, None), expected, "{written}");
        }
    }

    #[test]
    fn b_is_bytes_only_where_bytes_are_asked_for() {
        assert_eq!(worth("B", Some(Bytes)), Some((Some(Bytes), "1".into())));
        assert_eq!(worth("B/s", Some(Bandwidth)), Some((Some(Bandwidth), "1".into())));
        assert_eq!(worth("B", Some(Count)), Some((None, "1000000000".into())));
    }

    #[test]
    fn what_is_no_unit() {
        for written in
            ["K", "S", "Ms", "kb", "ks", "만ms", "%/s", "rps/s", "k%", "/", "x/", "GB/GB"]
        {
            assert_eq!(parse(written, None), None, "{written}");
        }
    }

    #[test]
    fn a_price_counts_730_hours_a_month() {
        assert_eq!(monthly("h"), Some(Decimal::from(730)));
        assert_eq!(monthly("mo"), Some(Decimal::ONE));
        assert_eq!(monthly("월"), Some(Decimal::ONE));
        assert_eq!(monthly("y").map(|m| m.round_dp(6).to_string()), Some("0.083333".into()));
        assert_eq!(monthly("GB"), None);
    }
}
