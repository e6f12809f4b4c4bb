//! What a design costs a month: stated costs first, else the catalogue's prices, each line with
//! where its price was taken from. A month has 730 hours.

use super::load::Interval;
use crate::model::{
    Attr, ComponentId, Design, Dimension, Facts, GroupId, GroupKind, Place, Quantity,
};
use crate::say::Text;

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
    /// What is paid for: `stated`, `instances`, `storage`, `hours`, or `planned` for a planning
    /// value.
    pub what: &'static str,
    /// A month, of one replica.
    pub each: f64,
    /// Replicas × shards; a range for an autoscaler.
    pub count: Interval,
    pub currency: Currency,
    /// The price is an estimate, or rests on something that is not stated.
    pub assumed: bool,
    pub basis: PriceBasis,
}

impl CostLine {
    /// With what runs now.
    pub fn running(&self) -> Interval {
        Interval::exact(self.count.lo * self.each)
    }

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
            match component_lines(design, id) {
                lines if !lines.is_empty() => cost.lines.extend(lines),
                _ if is_billed(design, id) => cost.unpriced.push(id),
                _ => {}
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
            of.fold(Interval::ZERO, |sum, line| sum + line.running())
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
    // A host's price covers what stands on it.
    let on_priced_host = design.ancestors(design.component(id).group).any(|group| {
        let group = design.group(group);
        group.kind == GroupKind::Host && stated(&group.facts).is_some()
    });
    !matches!(design.component(id).kind, Kind::User | Kind::External) && !on_priced_host
}

/// A stated cost, else what the price lists say, else a planning value of the catalogue.
fn component_lines(design: &Design, id: ComponentId) -> Vec<CostLine> {
    let stated = stated(&design.component(id).facts).is_some();
    if !stated && let Some(lines) = super::bill::lines(design, id) {
        return lines;
    }
    // Of a type without a price nothing is known; a planning value would be another machine's.
    if !stated && design.component(id).facts.is_stated(Attr::Instance) {
        return Vec::new();
    }
    component_line(design, id).into_iter().collect()
}

fn component_line(design: &Design, id: ComponentId) -> Option<CostLine> {
    let component = design.component(id);
    let replicas = design.replicas(id);
    let shards = component.facts.number(Attr::Shards, Dimension::Count).map_or(1.0, |s| s.low());
    let count = Interval { lo: f64::from(replicas.least), hi: f64::from(replicas.most) } * shards;
    let place = Place::Component(id);
    if let Some((each, currency)) = stated(&component.facts) {
        let (what, assumed, basis) = ("stated", false, PriceBasis::Stated);
        return Some(CostLine { place, what, each, count, currency, assumed, basis });
    }
    let price = component.tech.as_ref()?.price.as_ref()?;
    let each = Quantity::exact(Dimension::Usd, price.value).low();
    let basis = PriceBasis::Catalog(price.cited());
    let (what, currency) = ("planned", Currency::Usd);
    Some(CostLine { place, what, each, count, currency, assumed: true, basis })
}

fn group_line(design: &Design, id: GroupId) -> Option<CostLine> {
    let (each, currency) = stated(&design.group(id).facts)?;
    let (place, count) = (Place::Group(id), Interval::ONE);
    let (what, assumed, basis) = ("stated", false, PriceBasis::Stated);
    Some(CostLine { place, what, each, count, currency, assumed, basis })
}

fn stated(facts: &Facts) -> Option<(f64, Currency)> {
    let cost = facts.quantity(Attr::Cost)?;
    match cost.dimension {
        Dimension::Usd => Some((cost.high(), Currency::Usd)),
        Dimension::Krw => Some((cost.high(), Currency::Krw)),
        _ => None,
    }
}
