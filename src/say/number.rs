//! Numbers for people: `347 rps`, `1.16 GB/s`, `99.95%`, `1h 30m`, `30만`. Every quantity, interval,
//! ratio, duration, amount of money and working that is printed is put into words here.

use super::{Duration, Lang, Text};
use crate::maths;
use rust_decimal::{Decimal, RoundingStrategy};

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

/// A value, or with `lo < hi` an interval, rounded to what people can use: three digits, and of an
/// availability three digits of what is missing to 100%.
pub fn amount(dimension: Dimension, lo: Decimal, hi: Decimal) -> Text {
    let shown = |lang| {
        let low = one(dimension, lo, lang);
        if lo == hi {
            return low;
        }
        let dash = match lang {
            Lang::Ko => '~',
            Lang::En => '–',
        };
        let high = one(dimension, hi, lang);
        format!("{}{dash}{high}", without_common_unit(&low, &high))
    };
    let ko = shown(Lang::Ko);
    // What Korean says in digits and signs alone, English says in the same.
    let en = if ko.is_ascii() && lo == hi { None } else { Some(shown(Lang::En)) };
    Text::number(&ko, en.as_deref().unwrap_or(&ko))
}

/// A computed value in the dimension's unit; infinity is `∞`.
pub fn computed(dimension: Dimension, value: f64) -> Text {
    between(dimension, value, value)
}

/// A computed interval, in the dimension's unit.
pub fn between(dimension: Dimension, lo: f64, hi: f64) -> Text {
    if lo.is_infinite() || hi.is_infinite() {
        return Text::number("∞", "∞");
    }
    let low = nearest_decimal(lo);
    amount(dimension, low, if lo == hi { low } else { nearest_decimal(hi) })
}

/// What is no number or too large becomes the nearest that is.
pub fn nearest_decimal(value: f64) -> Decimal {
    // Fifteen digits: what lies behind them is the rounding of a computation.
    match Decimal::try_from(value) {
        Ok(decimal) => decimal,
        Err(_) if value > 0.0 => Decimal::MAX,
        Err(_) if value < 0.0 => Decimal::MIN,
        Err(_) => Decimal::ZERO,
    }
}

/// A span of time in a working, which is the same in both languages.
pub fn time_term(span: Duration) -> String {
    if span.is_endless() { "∞".to_owned() } else { duration(span).en.to_string() }
}

/// A span of time as people say it; endless where something is overloaded.
pub fn duration(time: Duration) -> Text {
    match time.ends() {
        Some(time) => computed(Dimension::Duration, time.as_seconds()),
        None => Text::number("무한정", "for ever"),
    }
}

/// Whole days: `22일`, `22 days`.
pub fn days(days: f64) -> Text {
    let shown = grouped(nearest_decimal(days));
    Text::number(&format!("{shown}일"), &format!("{shown} days"))
}

/// `99.95%`, from what is missing to 100%, which keeps its digits where the availability lost them.
/// Both ends, from the lower availability, where the unavailability is an interval.
pub fn availability(least_down: f64, most_down: f64) -> Text {
    let up = |down: f64| Decimal::ONE - nearest_decimal(down.max(0.0));
    amount(Dimension::Ratio, up(most_down), up(least_down))
}

/// `347%`: a part of a whole, which may be more than it; two digits more below 10%, one where rounding
/// would hide which side of 100% it is.
pub fn share(part: f64) -> Text {
    let shown = percents(part).map_or("∞".to_owned(), |percents| format!("{percents}%"));
    Text::number(&shown, &shown)
}

/// `41–83%`
pub fn shares(lo: f64, hi: f64) -> Text {
    match (percents(lo), percents(hi)) {
        (Some(low), Some(high)) if low != high => {
            Text::number(&format!("{low}~{high}%"), &format!("{low}–{high}%"))
        }
        _ => share(hi),
    }
}

fn percents(part: f64) -> Option<String> {
    let percent = part * 100.0;
    let near = (percent - 100.0).abs();
    percent.is_finite().then(|| match percent {
        _ if near > 1e-9 && near < 1.0 => fixed(percent, 1),
        percent if percent < 10.0 => trimmed(percent, 2),
        percent => fixed(percent, 0),
    })
}

/// `1.7배`, `1.7x`: how many times a computed thing is another.
pub fn times(factor: f64) -> Text {
    let factor = match factor {
        factor if factor < 0.1 => trimmed(factor, 2),
        factor if factor < 10.0 => trimmed(factor, 1),
        factor => fixed(factor, 0),
    };
    Text::number(&format!("{factor}배"), &format!("{factor}x"))
}

/// The same of a factor that must not promise more than there is: rounded down.
pub fn margin(factor: f64) -> Text {
    let shown = rounded_down(factor);
    Text::number(&format!("{shown}배"), &format!("{shown}x"))
}

/// Two digits of what is below 1, one of what is below 10.
fn rounded_down(factor: f64) -> String {
    let digits: usize = match factor {
        _ if factor < 0.01 => 4,
        _ if factor < 1.0 => 2,
        _ if factor < 10.0 => 1,
        _ => 0,
    };
    let steps = maths::powi(10.0, digits as u32);
    trimmed((factor * steps + 1e-9).floor() / steps, digits)
}

/// Money that is paid once, and not by the month: `$3.20`, `1,235만원`; small amounts with as many digits
/// as tell something.
pub fn sum(dimension: Dimension, value: f64) -> Text {
    let exact = nearest_decimal(value);
    match dimension {
        Dimension::Krw if value >= 100.0 => {
            Text::number(&format!("{}원", won(exact)), &format!("₩{}", grouped(round_won(exact))))
        }
        Dimension::Krw => {
            let shown = grouped(significant(exact, 3));
            Text::number(&format!("{shown}원"), &format!("₩{shown}"))
        }
        _ => {
            let shown =
                match value {
                    large if large >= 100.0 => money(exact),
                    _ => grouped(exact.round_dp_with_strategy(
                        cents(value),
                        RoundingStrategy::MidpointAwayFromZero,
                    )),
                };
            Text::number(&format!("${shown}"), &format!("${shown}"))
        }
    }
}

/// Decimals of an amount: two, and more of one that would be nothing else.
fn cents(value: f64) -> u32 {
    let tells = |decimals: &u32| value * maths::powi(10.0, *decimals) >= 100.0;
    if value > 0.0 { (2..12).find(tells).unwrap_or(12) } else { 2 }
}

/// With exactly so many decimals.
pub fn fixed(value: f64, decimals: usize) -> String {
    // Halves go up, as wherever a value is rounded.
    let places = decimals as u32;
    let half_up = RoundingStrategy::MidpointAwayFromZero;
    let rounded = nearest_decimal(value).round_dp_with_strategy(places, half_up);
    match value.abs() < 1e15 {
        true => format!("{rounded:.decimals$}"),
        false => format!("{value:.decimals$}"),
    }
}

/// With at most so many decimals, without zeros that say nothing.
pub fn trimmed(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// A line's speed as it is sold: `2.5Gbps`, `800Mbps`. From bytes a second.
pub fn line_speed(bytes: f64) -> String {
    match bytes * 8.0 {
        bits if bits >= 1e9 => format!("{}Gbps", fixed(bits / 1e9, 1)),
        bits => format!("{}Mbps", fixed(bits / 1e6, 0)),
    }
}

/// A number in a working, the same in both languages: three or four digits, `300k`, and both ends
/// of an interval.
pub fn figure(lo: f64, hi: f64) -> String {
    if lo == hi { short(lo) } else { format!("{}..{}", short(lo), short(hi)) }
}

/// A number in a working.
pub fn term(value: f64) -> String {
    short(value)
}

/// A part of a whole in a working: `87.5%`, and both ends of an interval.
pub fn percent_term(lo: f64, hi: f64) -> String {
    format!("{}%", figure(lo * 100.0, hi * 100.0))
}

/// A size that one buys, as it is written in a design: two digits, rounded up. `430GB`, `1.2TB`.
pub fn bought(bytes: f64) -> String {
    let (unit, word) = match bytes {
        b if b >= 1e12 => (1e12, "TB"),
        b if b >= 1e9 => (1e9, "GB"),
        _ => (1e6, "MB"),
    };
    let value = bytes / unit;
    let step = maths::pow(10.0, maths::log10(value.max(1.0)).floor() - 1.0);
    let value = ((value / step).ceil() * step * 100.0).round() / 100.0;
    format!("{value}{word}")
}

/// `3.4`, rounded down, so that no more is promised than holds.
pub fn at_most_times(factor: f64) -> Text {
    let shown = rounded_down(factor);
    Text::number(&format!("{shown}배"), &format!("×{shown}"))
}

fn short(value: f64) -> String {
    for (unit, suffix) in [(1e9, "B"), (1e6, "M"), (1e5, "k")] {
        if value >= unit {
            let unit = if suffix == "k" { 1e3 } else { unit };
            return format!("{}{suffix}", digits(value / unit));
        }
    }
    digits(value)
}

/// At least three significant digits, no trailing zeros, thousands grouped.
fn digits(value: f64) -> String {
    let decimals = match value.abs() {
        v if v >= 100.0 || v == 0.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        v => (2 - maths::log10(v).floor() as i32).clamp(2, 12) as usize,
    };
    let text = trimmed(value, decimals);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let grouped = thousands(whole);
    if fraction.is_empty() { grouped } else { format!("{grouped}.{fraction}") }
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
        Dimension::Duration => clock(value, lang),
        Dimension::Bytes => bytes(value),
        Dimension::Bandwidth => format!("{}/s", decimal_bytes(value)),
        Dimension::Rate => rate(value, lang),
        Dimension::Usd if ko => format!("월 ${}", money(value)),
        Dimension::Usd => format!("${}/mo", money(value)),
        Dimension::Krw if ko => format!("월 {}원", won(value)),
        Dimension::Krw => format!("₩{}/mo", grouped(round_won(value))),
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
    match text.split_once('.') {
        Some((whole, fraction)) => format!("{}.{fraction}", thousands(whole)),
        None => thousands(&text),
    }
}

fn thousands(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + 4);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
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
fn clock(seconds: Decimal, lang: Lang) -> String {
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

/// As people say it: whole below 10,000, from there on three digits, and four of a million.
fn round_won(value: Decimal) -> Decimal {
    let whole = value.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    match whole {
        small if small < Decimal::from(10_000) => small,
        middle if middle < Decimal::from(1_000_000) => significant(middle, 3),
        large => significant(large, 4),
    }
}

/// `월 15만`, `1,235만`, `1.2억`.
fn won(value: Decimal) -> String {
    let value = round_won(value);
    let scale = KOREAN.iter().find(|(scale, _)| value >= Decimal::from(*scale));
    let (scale, word) = scale.copied().unwrap_or((1, ""));
    format!("{}{word}", grouped((value / Decimal::from(scale)).normalize()))
}

#[cfg(test)]
mod tests;
