//! One table of what every number looks like, in both languages.

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
        (Krw, "9876.4", "₩9,876/mo", "월 9,876원"),
        (Krw, "123456", "₩123,000/mo", "월 12.3만원"),
        (Krw, "1057342", "₩1,057,000/mo", "월 105.7만원"),
        (Krw, "12345678", "₩12,350,000/mo", "월 1,235만원"),
        (Krw, "123456789", "₩123,500,000/mo", "월 1.235억원"),
    ];
    for (dimension, value, en, ko) in table {
        let value = Decimal::from_str_exact(value).expect("the table holds decimals");
        let shown = amount(*dimension, value, value);
        assert_eq!((&*shown.en, &*shown.ko), (*en, *ko));
    }
}

#[test]
fn a_range_shows_both_ends() {
    let range = |dimension, lo: i64, hi: i64| {
        let range = amount(dimension, lo.into(), hi.into());
        (range.en.to_string(), range.ko.to_string())
    };
    assert_eq!(range(Count, 2, 10), ("2–10".into(), "2~10".into()));
    assert_eq!(range(Count, 200_000, 500_000), ("200–500k".into(), "20~50만".into()));
    assert_eq!(range(Count, 500, 500_000), ("500–500k".into(), "500~50만".into()));
    assert_eq!(range(Duration, 10, 20), ("10–20s".into(), "10~20초".into()));
    assert_eq!(range(Duration, 30, 90), ("30s–1m 30s".into(), "30초~1분 30초".into()));
    assert_eq!(range(Bytes, 1_000, 4_000), ("1–4 KB".into(), "1~4 KB".into()));
}

fn both(text: Text) -> (String, String) {
    (text.en.to_string(), text.ko.to_string())
}

fn same(text: Text) -> String {
    assert_eq!(text.en, text.ko);
    text.en.to_string()
}

#[test]
fn an_availability_shows_three_digits_of_what_is_missing() {
    let table = [
        (0.0, "100%"),
        (0.5, "50%"),
        (0.001, "99.9%"),
        (0.0005, "99.95%"),
        (0.003991, "99.601%"),
        (0.003995, "99.6%"),
        (0.004, "99.6%"),
        (0.0003172, "99.9683%"),
        (1e-12, "99.9999999999%"),
        (1.0, "0%"),
    ];
    for (down, shown) in table {
        assert_eq!(same(availability(down, down)), shown, "{down}");
    }
    let bounds = availability(0.001, 0.004);
    assert_eq!(both(bounds), ("99.6–99.9%".into(), "99.6~99.9%".into()));
}

#[test]
fn a_share_shows_on_which_side_of_all_it_is() {
    let table = [
        (0.0, "0%"),
        (0.0005, "0.05%"),
        (0.0434, "4.34%"),
        (0.05, "5%"),
        (0.103, "10%"),
        (0.5787, "58%"),
        (0.996, "99.6%"),
        (1.0, "100%"),
        (1.004, "100.4%"),
        (5.787, "579%"),
        (f64::INFINITY, "∞"),
    ];
    for (part, shown) in table {
        assert_eq!(same(share(part)), shown, "{part}");
    }
    assert_eq!(both(shares(0.41, 0.834)), ("41–83%".into(), "41~83%".into()));
    assert_eq!(both(shares(0.41, 0.412)), ("41%".into(), "41%".into()));
    assert_eq!(same(shares(0.41, f64::INFINITY)), "∞");
}

#[test]
fn durations_and_factors_that_are_computed() {
    let table = [
        (duration(super::Duration::hours(35.0)), "1d 11h", "1일 11시간"),
        (duration(super::Duration::YEAR * 1e-3), "8h 46m", "8시간 46분"),
        (duration(super::Duration::seconds(0.345)), "345ms", "345ms"),
        (duration(super::Duration::ENDLESS), "for ever", "무한정"),
        (times(1.728), "1.7x", "1.7배"),
        (times(0.04), "0.04x", "0.04배"),
        (times(1.0), "1x", "1배"),
        (times(23.04), "23x", "23배"),
        (at_most_times(1.79), "×1.7", "1.7배"),
        (at_most_times(10.0), "×10", "10배"),
        (at_most_times(0.0479), "×0.04", "0.04배"),
        (at_most_times(0.00479), "×0.0047", "0.0047배"),
        (margin(0.867), "0.86x", "0.86배"),
        (computed(Rate, f64::INFINITY), "∞", "∞"),
        (between(Rate, 100.0, 250.0), "100–250 rps", "100~250 rps"),
        (computed(Count, f64::NAN), "0", "0"),
    ];
    for (shown, en, ko) in table {
        assert_eq!(both(shown), (en.to_owned(), ko.to_owned()));
    }
}

#[test]
fn figures_in_a_working_are_short_and_grouped() {
    let table = [
        (300_000.0, "300k"),
        (347.222, "347"),
        (69.444, "69.4"),
        (11_574.07, "11,574"),
        (2_500_000.0, "2.5M"),
        (0.05, "0.05"),
        (0.0, "0"),
        (20.0, "20"),
    ];
    for (value, shown) in table {
        assert_eq!(figure(value, value), shown);
    }
    assert_eq!(figure(200_000.0, 500_000.0), "200k..500k");
    assert_eq!((line_speed(125e6), line_speed(1e8)), ("1.0Gbps".into(), "800Mbps".into()));
    assert_eq!((trimmed(2.50, 2), fixed(2.5, 2)), ("2.5".into(), "2.50".into()));
}

#[test]
fn terms_of_a_working_are_written_as_figures() {
    assert_eq!(term(1_234.4), "1,234");
    assert_eq!(term(0.002997), "0.003");
    assert_eq!(percent_term(0.7, 0.7), "70%");
    assert_eq!(percent_term(0.055, 0.08), "5.5..8%");
}

/// One value is one figure, in a sentence and in its working, halves too.
#[test]
fn a_value_is_rounded_alike_wherever_it_is_said() {
    for (value, shown) in
        [(21.25, "21.3"), (21.249_999_999_999_996, "21.3"), (2.125, "2.13"), (1_250.5, "1,251")]
    {
        assert_eq!(term(value), shown, "{value}");
        assert_eq!(computed(Rate, value).en.to_string(), format!("{shown} rps"), "{value}");
    }
    assert_eq!(share(0.125), Text::number("13%", "13%"));
}

#[test]
fn a_sum_is_said_as_people_say_it() {
    let table = [
        (Usd, 3.2, "$3.2", "$3.2"),
        (Usd, 12_345.6, "$12,346", "$12,346"),
        (Usd, 0.004_138, "$0.00414", "$0.00414"),
        (Krw, 12_345_678.0, "₩12,350,000", "1,235만원"),
        (Krw, 5.79, "₩5.79", "5.79원"),
    ];
    for (dimension, value, en, ko) in table {
        let said = sum(dimension, value);
        assert_eq!((said.en.to_string(), said.ko.to_string()), (en.to_owned(), ko.to_owned()));
    }
}
