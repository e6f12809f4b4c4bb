//! What a design costs a month: stated costs first, else what the price lists say of instances, services
//! and the load on them, each line with its derivation and where its price was taken from. A month has
//! 730 hours. What has no price, or is priced only in part, is said and makes the total a least one.

mod bill;
mod saving;
mod tariff;
mod travel;
mod usage;

use super::load::Interval;
use super::study::{Study, Terms};
use crate::model::{
    Attr, ComponentId, Design, Dimension, Facts, GroupId, GroupKind, Kind, Place, Quantity,
};
use crate::say::Text;
use std::collections::BTreeSet;

pub use saving::{Burst, Change, Saving};

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
    /// From the price lists, the catalogue or the configuration: the source as it is printed.
    Catalog(Text),
}

/// One line of the bill.
#[derive(Clone, Debug, PartialEq)]
pub struct CostLine {
    pub place: Place,
    /// What is paid for: `instances`, `storage`.
    pub what: &'static str,
    /// A month, of one unit.
    pub each: f64,
    /// How many units with what runs now; a range where an input is one.
    pub quantity: Interval,
    /// The same with the fewest and the most that a scaler runs.
    pub bounds: Interval,
    pub currency: Currency,
    /// The price is an estimate, or rests on something that is not stated.
    pub assumed: bool,
    pub basis: PriceBasis,
    /// `2 × $0.052 × 730 h`; empty for what is stated.
    pub derivation: String,
    /// Of one unit on demand, and with a year's commitment, where they are known.
    pub on_demand: f64,
    pub one_year: Option<f64>,
    /// The price is from more than a year before the day it is looked at, or says no date.
    pub is_old: bool,
}

impl CostLine {
    /// With what runs now.
    pub fn running(&self) -> Interval {
        self.quantity * self.each
    }

    /// With the fewest and the most that a scaler runs.
    pub fn amount(&self) -> Interval {
        self.bounds * self.each
    }
}

/// Something that is known to be paid for and whose price is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    pub place: Place,
    /// What would be paid for: `instances`, `storage`.
    pub what: &'static str,
    pub why: Missing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Nothing says in which region it runs.
    Region,
    /// The price lists don't hold it, there.
    Price,
    /// They don't hold it as `pricing` asks for it.
    Commitment,
    /// It is paid by use, and no design says how much.
    Quantity,
}

/// The monthly cost of a design.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cost {
    /// By component in source order, then groups.
    pub lines: Vec<CostLine>,
    /// Components of the team's own bill of which nothing is priced.
    pub unpriced: Vec<ComponentId>,
    /// What is not priced, of those too where it is known what it is.
    pub gaps: Vec<Gap>,
}

/// How much of a bill is known, in places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub priced: usize,
    pub of: usize,
    pub assumed: usize,
}

/// Which price of a line is added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// As each component's `pricing` says.
    Stated,
    OnDemand,
    /// A year's commitment where its price is known, of what runs all the time.
    OneYear,
}

impl Cost {
    pub fn of(study: &Study) -> Self {
        let design = study.design();
        let mut cost = Cost::default();
        let bill = bill::Bill::of(study);
        for id in design.component_ids() {
            let (lines, gaps) = bill.of_component(id);
            if lines.is_empty() && is_billed(design, id) {
                cost.unpriced.push(id);
            }
            if is_billed(design, id) {
                cost.gaps.extend(gaps);
            }
            cost.lines.extend(lines);
        }
        let groups = design.group_ids().filter_map(|id| group_line(design, id));
        cost.lines.extend(groups);
        cost
    }

    /// What has no price of components of which something is priced.
    pub fn partial_gaps(&self) -> impl Iterator<Item = &Gap> {
        self.gaps.iter().filter(|gap| match gap.place {
            Place::Component(id) => !self.unpriced.contains(&id),
            Place::Group(_) => true,
        })
    }

    /// How many components and parts of others have no price.
    pub fn missing_prices(&self) -> usize {
        self.unpriced.len() + self.partial_gaps().count()
    }

    /// Whether the bill has gaps: its total is a least one.
    pub fn is_open(&self) -> bool {
        !self.unpriced.is_empty() || !self.gaps.is_empty()
    }

    /// How many places the whole price is known of, of how many there are, and of how many of the
    /// known ones a part is assumed.
    pub fn coverage(&self) -> Coverage {
        let places = |lines: &mut dyn Iterator<Item = &CostLine>| {
            lines.map(|line| line.place).collect::<BTreeSet<_>>()
        };
        let some = places(&mut self.lines.iter());
        let open: BTreeSet<_> = self.gaps.iter().map(|gap| gap.place).collect();
        let assumed = places(&mut self.lines.iter().filter(|line| line.assumed));
        Coverage {
            priced: some.difference(&open).count(),
            of: some.len() + self.unpriced.len(),
            assumed: assumed.difference(&open).count(),
        }
    }

    /// The dearest lines first, with what runs now; won counted as dollars at that rate.
    pub fn largest(&self, krw_per_usd: Option<f64>) -> Vec<&CostLine> {
        let rate = krw_per_usd.filter(|rate| *rate > 0.0).unwrap_or(1300.0);
        let dollars = |line: &CostLine| match line.currency {
            Currency::Krw => line.running().hi / rate,
            Currency::Usd => line.running().hi,
        };
        let mut lines: Vec<&CostLine> = self.lines.iter().collect();
        lines.sort_by(|a, b| dollars(b).total_cmp(&dollars(a)));
        lines
    }

    /// The sum of the lines in one currency; the other's are converted with `krw_per_usd`. `None`
    /// when nothing is priced, or when two currencies meet and no rate is given.
    pub fn total(&self, krw_per_usd: Option<f64>) -> Option<(Interval, Currency)> {
        self.total_by(Plan::Stated, krw_per_usd)
    }

    /// The same with other prices of what may be committed.
    pub fn total_by(&self, plan: Plan, krw_per_usd: Option<f64>) -> Option<(Interval, Currency)> {
        match self.sums(plan, krw_per_usd)[..] {
            [total] => Some(total),
            _ => None,
        }
    }

    /// The total; one in each currency where two meet and no rate is given.
    pub fn sums(&self, plan: Plan, krw_per_usd: Option<f64>) -> Vec<(Interval, Currency)> {
        let amount = |line: &CostLine| match plan {
            Plan::Stated => line.running(),
            Plan::OnDemand => line.quantity * line.on_demand,
            Plan::OneYear => line.quantity * line.one_year.unwrap_or(line.each).min(line.each),
        };
        let sum = |currency| {
            let of = self.lines.iter().filter(|line| line.currency == currency);
            of.fold(Interval::ZERO, |sum, line| sum + amount(line))
        };
        let has = |currency: &Currency| self.lines.iter().any(|line| line.currency == *currency);
        let all = [Currency::Usd, Currency::Krw].into_iter().filter(has);
        let all: Vec<_> = all.map(|currency| (sum(currency), currency)).collect();
        match (&all[..], krw_per_usd.filter(|rate| *rate > 0.0)) {
            ([(dollars, _), (won, _)], Some(rate)) => {
                vec![(*dollars + *won / rate, Currency::Usd)]
            }
            _ => all,
        }
    }

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
    let is_ours = !matches!(design.component(id).kind, Kind::User | Kind::External);
    is_ours && !is_on_priced_host(design, id)
}

/// A host's price covers what stands on it, though not what that sends elsewhere.
fn is_on_priced_host(design: &Design, id: ComponentId) -> bool {
    design.ancestors(design.component(id).group).any(|group| {
        let group = design.group(group);
        group.kind == GroupKind::Host && stated(&group.facts).is_some()
    })
}

/// What is stated, configured or planned for a component, of each of its instances.
fn simple_line(
    design: &Design,
    terms: &Terms,
    id: ComponentId,
    (quantity, bounds): (Interval, Interval),
) -> Option<CostLine> {
    let component = design.component(id);
    let place = Place::Component(id);
    if let Some((each, currency)) = stated(&component.facts) {
        let own = Interval::from(component.facts.quantity(Attr::Cost)?) * (1.0 / each);
        let (quantity, bounds) = match each > 0.0 {
            true => (quantity * own, bounds * own),
            false => (quantity, bounds),
        };
        return Some(CostLine::stated(place, quantity, bounds, each, currency));
    }
    let price = component.tech.as_ref()?.price.as_ref()?;
    let each = Quantity::exact(Dimension::Usd, price.value).low();
    let is_own = price.basis == crate::catalog::Basis::Configured;
    Some(CostLine {
        place,
        what: if is_own { "configured" } else { "planned" },
        each,
        quantity,
        bounds,
        currency: Currency::Usd,
        assumed: !is_own,
        basis: PriceBasis::Catalog(price.cited()),
        derivation: format!("{} × ${each}", super::load::figure(quantity)),
        on_demand: each,
        one_year: None,
        is_old: terms.is_old(&price.date) && !is_own,
    })
}

impl CostLine {
    fn stated(
        place: Place,
        quantity: Interval,
        bounds: Interval,
        each: f64,
        currency: Currency,
    ) -> Self {
        Self {
            place,
            what: "stated",
            each,
            quantity,
            bounds,
            currency,
            assumed: false,
            basis: PriceBasis::Stated,
            derivation: String::new(),
            on_demand: each,
            one_year: None,
            is_old: false,
        }
    }
}

fn group_line(design: &Design, id: GroupId) -> Option<CostLine> {
    let (each, currency) = stated(&design.group(id).facts)?;
    let one = Interval::ONE;
    Some(CostLine::stated(Place::Group(id), one, one, each, currency))
}

fn stated(facts: &Facts) -> Option<(f64, Currency)> {
    let cost = facts.quantity(Attr::Cost)?;
    match cost.dimension {
        Dimension::Usd => Some((cost.high(), Currency::Usd)),
        Dimension::Krw => Some((cost.high(), Currency::Krw)),
        _ => None,
    }
}
