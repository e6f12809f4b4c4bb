//! What a design costs a month: stated costs first, else the catalogue's prices, each line with
//! where its price was taken from. A month has 730 hours.

use super::load::Interval;
use crate::model::{Attr, ComponentId, Design, Dimension, Facts, GroupId, Place, Quantity};
use crate::text::Text;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Currency {
    Usd,
    Krw,
}

impl Currency {
    pub fn dimension(self) -> Dimension {
        match self {
            Currency::Usd => Dimension::Usd,
            Currency::Krw => Dimension::Krw,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Currency::Usd => "USD",
            Currency::Krw => "KRW",
        }
    }
}

/// Where a price was taken from.
#[derive(Clone, Debug, PartialEq)]
pub enum PriceBasis {
    Stated,
    /// From the catalogue: the source as it is printed.
    Catalog(Text),
}

/// The cost of one component or group.
#[derive(Clone, Debug, PartialEq)]
pub struct CostLine {
    pub place: Place,
    /// A month, of one replica.
    pub each: f64,
    /// Replicas × shards; a range for an autoscaler.
    pub count: Interval,
    pub currency: Currency,
    pub basis: PriceBasis,
}

impl CostLine {
    pub fn amount(&self) -> Interval {
        self.count * self.each
    }
}

/// The monthly cost of a design.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cost {
    /// In source order, components before groups.
    pub lines: Vec<CostLine>,
    /// Components of the team's own bill whose price nobody states.
    pub unpriced: Vec<ComponentId>,
}

impl Cost {
    pub fn of(design: &Design) -> Self {
        let mut cost = Cost::default();
        for id in design.component_ids() {
            match component_line(design, id) {
                Some(line) => cost.lines.push(line),
                None if is_billed(design, id) => cost.unpriced.push(id),
                None => {}
            }
        }
        cost.lines.extend(design.group_ids().filter_map(|id| group_line(design, id)));
        cost
    }

    /// The sum of the lines in one currency; the other's are converted with `krw_per_usd`. `None`
    /// when nothing is priced, or when two currencies meet and no rate is given.
    pub fn total(&self, krw_per_usd: Option<f64>) -> Option<(Interval, Currency)> {
        let sum = |currency| {
            let of = self.lines.iter().filter(|line| line.currency == currency);
            of.fold(Interval::ZERO, |sum, line| sum + line.amount())
        };
        let has = |currency| self.lines.iter().any(|line| line.currency == currency);
        match (has(Currency::Usd), has(Currency::Krw)) {
            (false, false) => None,
            (true, false) => Some((sum(Currency::Usd), Currency::Usd)),
            (false, true) => Some((sum(Currency::Krw), Currency::Krw)),
            (true, true) => {
                let rate = krw_per_usd.filter(|rate| *rate > 0.0)?;
                Some((sum(Currency::Usd) + sum(Currency::Krw) / rate, Currency::Usd))
            }
        }
    }
}

impl Cost {
    /// The total as money of that dimension, [`Dimension::Usd`] or [`Dimension::Krw`]; `None` when
    /// nothing is priced, or when it takes a rate that is not given.
    pub fn total_in(&self, wanted: Dimension, krw_per_usd: Option<f64>) -> Option<Interval> {
        let (total, currency) = self.total(krw_per_usd)?;
        match (currency.dimension(), wanted, krw_per_usd.filter(|rate| *rate > 0.0)) {
            (from, to, _) if from == to => Some(total),
            (Dimension::Usd, Dimension::Krw, Some(rate)) => Some(total * rate),
            (Dimension::Krw, Dimension::Usd, Some(rate)) => Some(total / rate),
            _ => None,
        }
    }
}

fn is_billed(design: &Design, id: ComponentId) -> bool {
    use crate::model::Kind;
    !matches!(design.component(id).kind, Kind::User | Kind::External)
}

fn component_line(design: &Design, id: ComponentId) -> Option<CostLine> {
    let component = design.component(id);
    let replicas = design.replicas(id);
    let shards = component.facts.number(Attr::Shards, Dimension::Count).map_or(1.0, |s| s.low());
    let count = Interval { lo: f64::from(replicas.least), hi: f64::from(replicas.most) } * shards;
    let place = Place::Component(id);
    if let Some((each, currency)) = stated(&component.facts) {
        return Some(CostLine { place, each, count, currency, basis: PriceBasis::Stated });
    }
    let price = component.tech.as_ref()?.price.as_ref()?;
    let each = Quantity::exact(Dimension::Usd, price.value).low();
    let basis = PriceBasis::Catalog(price.cited());
    Some(CostLine { place, each, count, currency: Currency::Usd, basis })
}

fn group_line(design: &Design, id: GroupId) -> Option<CostLine> {
    let (each, currency) = stated(&design.group(id).facts)?;
    let (place, count) = (Place::Group(id), Interval::ONE);
    Some(CostLine { place, each, count, currency, basis: PriceBasis::Stated })
}

fn stated(facts: &Facts) -> Option<(f64, Currency)> {
    let cost = facts.quantity(Attr::Cost)?;
    match cost.dimension {
        Dimension::Usd => Some((cost.high(), Currency::Usd)),
        Dimension::Krw => Some((cost.high(), Currency::Krw)),
        _ => None,
    }
}
