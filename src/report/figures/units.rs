//! Figures with their units, as people read them.

use crate::analysis::load::Interval;
use crate::model::{Dimension, Quantity};
use crate::text::Lang;

/// `347 rps`, `1.16 GB`, `99.95%`; both ends of a range.
pub(super) fn show(value: Interval, dimension: Dimension, lang: Lang) -> String {
    if value.lo.is_infinite() || value.hi.is_infinite() {
        return "∞".to_owned();
    }
    let (lo, hi) =
        (Quantity::computed(dimension, value.lo), Quantity::computed(dimension, value.hi));
    Quantity::range(dimension, lo.lo, hi.hi).show(lang)
}

pub(super) fn rps(value: Option<Interval>, lang: Lang) -> String {
    value.map_or_else(|| "–".to_owned(), |value| show(value, Dimension::Rate, lang))
}

/// `14%`: utilisation, also above 100%.
pub(super) fn percent(value: Interval) -> String {
    if value.hi.is_infinite() {
        return "∞".to_owned();
    }
    let one = |value: f64| match value * 100.0 {
        small if small > 0.0 && small < 10.0 => format!("{small:.1}"),
        other => format!("{other:.0}"),
    };
    if value.is_exact() {
        return format!("{}%", one(value.lo));
    }
    format!("{}–{}%", one(value.lo), one(value.hi))
}
