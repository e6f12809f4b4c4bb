//! Figures with their units, as people read them.

use crate::analysis::Unit;
use crate::analysis::availability::{Bounds, CutSets};
use crate::analysis::load::{Interval, Usage};
use crate::model::{Attr, ComponentId, Design, Dimension, Duration};
use crate::say::{Lang, number};
use crate::text;

/// `347 rps`, `1.16 GB`, `99.95%`; both ends of a range.
pub(super) fn show(value: Interval, dimension: Dimension, lang: Lang) -> String {
    number::between(dimension, value.lo, value.hi).get(lang).to_string()
}

/// `∞` where it is without end.
pub(super) fn lasting(time: Duration, lang: Lang) -> String {
    show(Interval::exact(time.as_seconds()), Dimension::Duration, lang)
}

pub(super) fn rps(value: Option<Interval>, lang: Lang) -> String {
    value.map_or_else(|| "–".to_owned(), |value| show(value, Dimension::Rate, lang))
}

/// `1.7배`, `1.7x`: up to so much it holds.
pub(super) fn margin(factor: f64, lang: Lang) -> String {
    number::margin(factor).get(lang).to_string()
}

/// `14%`: utilization, also above 100%.
pub(super) fn share(value: Interval, lang: Lang) -> String {
    number::shares(value.lo, value.hi).get(lang).to_string()
}

/// `300%(2대) → 67%(확장 후 9대)` where a scaler runs other than what runs now; of shards that are
/// not equally busy `250% (평균 83%)`; else `67%`.
pub(super) fn utilization(design: &Design, id: ComponentId, usage: &Usage, lang: Lang) -> String {
    let both = usage.in_both_states(design, id);
    both.map_or_else(|| of_shards(usage, lang), |both| both.get(lang).to_owned())
}

/// That of the hottest shard, with the mean where that is another.
pub(super) fn of_shards(usage: &Usage, lang: Lang) -> String {
    let hottest = share(usage.utilization, lang);
    if usage.mean >= usage.utilization.hi * (1.0 - 1e-9) {
        return hottest;
    }
    let mean = share(Interval::exact(usage.mean), lang);
    let text = text!(hottest, mean; "{hottest} (평균 {mean})", "{hottest} (mean {mean})");
    text.get(lang).to_owned()
}

/// `99.95%`; both ends where it is not exact.
pub(super) fn availability(unavailability: Bounds, lang: Lang) -> String {
    number::availability(unavailability.lo, unavailability.hi).get(lang).to_string()
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

/// The minimal cut sets of order 1 and 2, each sorted, and sorted among each other; those of order 1
/// alone where there are too many pairs to list.
pub(super) fn cut_sets(design: &Design, sets: &CutSets) -> Vec<Vec<String>> {
    let pairs = sets.pairs.as_deref().unwrap_or_default();
    let mut named: Vec<Vec<String>> =
        sets.singles.iter().map(|single| vec![unit(design, *single)]).collect();
    named.extend(pairs.iter().map(|[a, b]| {
        let mut pair = vec![unit(design, *a), unit(design, *b)];
        pair.sort();
        pair
    }));
    named.sort_by(|a, b| a.len().cmp(&b.len()).then(a.cmp(b)));
    named
}
