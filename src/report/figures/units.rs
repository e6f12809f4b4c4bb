//! Figures with their units, as people read them.

use crate::analysis::Unit;
use crate::analysis::availability::{Bounds, CutSets};
use crate::analysis::load::Interval;
use crate::maths;
use crate::model::{Attr, Design, Dimension, Quantity};
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

/// `1.7배`, `1.7x`.
pub(super) fn times(factor: f64, lang: Lang) -> String {
    let factor = if factor < 0.1 { format!("{factor:.2}") } else { format!("{factor:.1}") };
    match lang {
        Lang::Ko => format!("{factor}배"),
        Lang::En => format!("{factor}x"),
    }
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

/// `99.95%`, with as many digits as are not nines; both ends where it is not exact.
pub(super) fn availability(unavailability: Bounds) -> String {
    let one = |u: f64| {
        if u <= 0.0 {
            return "100%".to_owned();
        }
        let decimals = (1.0 - maths::log10(u * 100.0).floor()).clamp(2.0, 16.0) as usize;
        format!("{:.decimals$}%", (1.0 - u) * 100.0)
    };
    match unavailability.is_exact() {
        true => one(unavailability.hi),
        false => format!("{} … {}", one(unavailability.hi), one(unavailability.lo)),
    }
}

/// A failure unit as it is called in output: `api#1`; the only replica of a component, a managed
/// service and a domain by their names alone.
pub(super) fn unit(design: &Design, unit: Unit) -> String {
    match unit {
        Unit::Whole(id) => design.component(id).path.clone(),
        Unit::Domain(id) => design.group(id).path.clone(),
        Unit::Replica(id, number) => {
            let component = design.component(id);
            let shards = component.facts.number(Attr::Shards, Dimension::Count);
            let alone = design.replicas(id).least == 1 && shards.is_none_or(|s| s.low() <= 1.0);
            if alone { component.path.clone() } else { format!("{}#{number}", component.path) }
        }
    }
}

/// The minimal cut sets of order 1 and 2, each sorted, and sorted among each other; `None` when
/// there are too many to list.
pub(super) fn cut_sets(design: &Design, sets: &CutSets) -> Option<Vec<Vec<String>>> {
    let pairs = sets.pairs.as_ref()?;
    let mut named: Vec<Vec<String>> =
        sets.singles.iter().map(|single| vec![unit(design, *single)]).collect();
    named.extend(pairs.iter().map(|[a, b]| {
        let mut pair = vec![unit(design, *a), unit(design, *b)];
        pair.sort();
        pair
    }));
    named.sort_by(|a, b| a.len().cmp(&b.len()).then(a.cmp(b)));
    Some(named)
}
