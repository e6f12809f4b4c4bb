//! Stated figures that the other stated figures contradict: a forgotten factor, a wrong divisor.

use super::Study;
use super::load::{Data, Demand, Interval, Spread};
use crate::model::{Attr, ComponentId, Design, Dimension, Facts, Quantity};
use crate::source::Span;

/// Estimates are rounded; what is further apart is no rounding.
const ROUNDING: f64 = 1.5;
/// Data on a disk comes with indexes and free space.
const OVERHEAD: f64 = 2.0;
/// A quotient so near to a known factor is taken to be that factor.
const NEAR: f64 = 0.05;
const SECONDS_PER_DAY: f64 = 86_400.0;

/// A stated figure, and what the others give for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    pub attr: Attr,
    /// Whose figure it is; `None` for the traffic of the whole.
    pub about: Option<ComponentId>,
    pub at: Span,
    /// Where the figures stand that the other one is computed from.
    pub basis: Vec<Span>,
    pub dimension: Dimension,
    pub stated: Interval,
    pub computed: Interval,
    pub derivation: String,
    /// The mistake that makes just this difference, where one is known to.
    pub slip: Option<Slip>,
}

/// A mistake that people make, by the factor between what is stated and what follows from the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// More daily than monthly users.
    MoreDailyThanMonthly,
    /// The peak in place of the average.
    Peak,
    /// Divided by the seconds of an hour.
    OverHour,
    /// Divided by 60.
    OverMinute,
    /// The requests of a day, not divided by its seconds.
    Undivided,
    /// The requests of each user left out.
    OneEach,
    /// Divided by the seconds of a month.
    OverMonth,
    /// 만 (10,000) twice.
    ManTwice,
    /// 만 (10,000) left out.
    NoMan,
    /// A thousandfold.
    Thousandfold,
    /// Reads counted as writes.
    ReadsAsWrites,
    /// The peak taken to last all day.
    PeakAllDay,
    /// Bits in place of bytes.
    Bits,
    /// Bytes in place of bits.
    Bytes,
    /// Of a month in place of a day.
    OfMonth,
    /// Of a year in place of a day.
    OfYear,
    /// KB for MB and the like.
    LargerUnit,
    /// MB for KB and the like.
    SmallerUnit,
}

impl Contradiction {
    /// Stated ÷ computed, the nearest ends of ranges; of ratios what they leave to one.
    pub fn factor(&self) -> f64 {
        match self.dimension {
            Dimension::Ratio => factor(self.stated.complement(), self.computed.complement()),
            _ => factor(self.stated, self.computed),
        }
    }
}

/// All of them: of the traffic, then of the components in source order.
pub(super) fn contradictions(study: &Study) -> Vec<Contradiction> {
    let (design, today) = (study.design(), study.ordinary());
    let spread = today.spread();
    let traffic = [users(design), rate(design), peak(design), growth(design, spread)];
    let components = design
        .component_ids()
        .flat_map(|id| [store_growth(design, spread, id), availability(design, id)]);
    traffic.into_iter().chain(components).flatten().collect()
}

/// 1 where the ranges meet.
fn factor(stated: Interval, computed: Interval) -> f64 {
    match () {
        () if stated.lo > computed.hi => stated.lo / computed.hi,
        () if stated.hi < computed.lo => stated.hi / computed.lo,
        () => 1.0,
    }
}

/// A figure of some facts that others of them give too.
struct Stated<'a> {
    facts: &'a Facts,
    attr: Attr,
    dimension: Dimension,
    /// The attributes it is computed from.
    from: &'a [Attr],
}

impl Stated<'_> {
    fn value(&self) -> Option<Interval> {
        self.facts.number(self.attr, self.dimension).map(Interval::from)
    }

    /// `None` when it is within `tolerance`, a factor, of the computed one.
    fn against(
        &self,
        computed: Interval,
        derivation: String,
        tolerance: f64,
    ) -> Option<Contradiction> {
        let stated = self.value()?;
        let found = Contradiction {
            attr: self.attr,
            about: None,
            at: self.facts.span(self.attr)?,
            basis: self.from.iter().filter_map(|attr| self.facts.span(*attr)).collect(),
            dimension: self.dimension,
            stated,
            computed,
            derivation,
            slip: None,
        };
        let near = 1.0 / tolerance..=tolerance;
        (!near.contains(&found.factor())).then_some(found)
    }
}

impl Contradiction {
    fn of(self, id: ComponentId) -> Self {
        Self { about: Some(id), ..self }
    }

    /// More is stated than can be: where nobody says how much reads, less may well be.
    fn is_above(&self) -> bool {
        self.stated.lo > self.computed.hi
    }

    /// Names the first of the mistakes whose factor is that of the difference.
    fn explained(mut self, mistakes: impl IntoIterator<Item = (f64, Slip)>) -> Self {
        let factor = self.factor();
        let is_it = |by: f64| by != 1.0 && (factor / by - 1.0).abs() <= NEAR;
        self.slip = mistakes.into_iter().find(|(by, _)| is_it(*by)).map(|(_, slip)| slip);
        self
    }
}

/// Whoever comes on a day has come in that month.
fn users(design: &Design) -> Option<Contradiction> {
    let facts = &design.traffic;
    let dau = Stated { facts, attr: Attr::Dau, dimension: Dimension::Count, from: &[Attr::Mau] };
    let mau = facts.number(Attr::Mau, Dimension::Count).map(Interval::from)?;
    let more = dau.value()?.lo > mau.hi;
    let why = Slip::MoreDailyThanMonthly;
    let found = dau.against(mau, "dau ≤ mau".to_owned(), 1.0).filter(|_| more)?;
    Some(Contradiction { slip: Some(why), ..found })
}

/// `rps` against daily users × requests of each ÷ 86,400.
fn rate(design: &Design) -> Option<Contradiction> {
    let facts = &design.traffic;
    let from = &[Attr::Dau, Attr::RequestsPerUser];
    let rps = Stated { facts, attr: Attr::Rps, dimension: Dimension::Rate, from };
    let per_user = facts.number(Attr::RequestsPerUser, Dimension::Count)?.high();
    let (computed, derivation) = Demand::of_users(facts)?;
    let peak = Demand::of(design)?.factor.hi;
    let found = rps.against(computed, derivation, ROUNDING)?;
    Some(found.explained([
        (peak, Slip::Peak),
        (24.0, Slip::OverHour),
        (1440.0, Slip::OverMinute),
        (SECONDS_PER_DAY, Slip::Undivided),
        (1.0 / per_user, Slip::OneEach),
        (1.0 / 30.0, Slip::OverMonth),
        (1e4, Slip::ManTwice),
        (1e-4, Slip::NoMan),
        (1e3, Slip::Thousandfold),
    ]))
}

/// `peak` against 24 × the share of the busiest hour.
fn peak(design: &Design) -> Option<Contradiction> {
    let facts = &design.traffic;
    let from = &[Attr::BusiestHour];
    let peak = Stated { facts, attr: Attr::Peak, dimension: Dimension::Factor, from };
    let (computed, working) = Demand::of_busiest_hour(facts)?;
    let derivation = format!("{working} = {}", computed.hi);
    peak.against(computed, derivation, ROUNDING)
}

/// What all data together grows by against what the users write.
fn growth(design: &Design, spread: Option<&Spread>) -> Option<Contradiction> {
    let facts = &design.traffic;
    let from = &[Attr::Payload, Attr::Rps, Attr::Dau];
    let growth = Stated { facts, attr: Attr::Growth, dimension: Dimension::Bandwidth, from };
    let data = Data::of(design, spread?)?;
    let found =
        growth.against(data.per_day / SECONDS_PER_DAY, data.per_day_derivation, OVERHEAD)?;
    let known = design.traffic.is_stated(Attr::Reads);
    (known || found.is_above()).then(|| found.explained(data_mistakes(design)))
}

/// What one copy of a store grows by against the writes that arrive at it.
fn store_growth(
    design: &Design,
    spread: Option<&Spread>,
    id: ComponentId,
) -> Option<Contradiction> {
    let facts = &design.component(id).facts;
    let growth = Stated { facts, attr: Attr::Growth, dimension: Dimension::Bandwidth, from: &[] };
    growth.value()?;
    let spread = spread?;
    let (computed, derivation) = Data::growth(design, spread, id)?;
    let found = growth.against(computed, derivation, OVERHEAD)?;
    if !Data::states_reads(design, id) && !found.is_above() {
        return None;
    }
    let mut found = found.explained(data_mistakes(design)).of(id);
    found.basis.extend(design.traffic.span(Attr::Payload));
    Some(found)
}

fn data_mistakes(design: &Design) -> Vec<(f64, Slip)> {
    let reads = design.traffic.number(Attr::Reads, Dimension::Ratio).map_or(0.0, |it| it.high());
    let peak = Demand::of(design).map_or(1.0, |demand| demand.factor.hi);
    vec![
        (1.0 / (1.0 - reads), Slip::ReadsAsWrites),
        (peak, Slip::PeakAllDay),
        (8.0, Slip::Bits),
        (0.125, Slip::Bytes),
        (30.0, Slip::OfMonth),
        (365.0, Slip::OfYear),
        (1e3, Slip::LargerUnit),
        (1e-3, Slip::SmallerUnit),
    ]
}

/// `availability` against `mtbf` and `mttr`, by what is left to 100%.
fn availability(design: &Design, id: ComponentId) -> Option<Contradiction> {
    let facts = &design.component(id).facts;
    let from = &[Attr::Mtbf, Attr::Mttr];
    let stated = Stated { facts, attr: Attr::Availability, dimension: Dimension::Ratio, from };
    let seconds = |attr| facts.number(attr, Dimension::Duration).map(Interval::from);
    let (up, down) = (seconds(Attr::Mtbf)?, seconds(Attr::Mttr)?);
    let ratio = |up: f64, down: f64| up / (up + down);
    let computed = Interval { lo: ratio(up.lo, down.hi), hi: ratio(up.hi, down.lo) };
    let figure = |attr| facts.number(attr, Dimension::Duration).map(|it| it.to_string());
    let (up, down) = (figure(Attr::Mtbf)?, figure(Attr::Mttr)?);
    let shown = Quantity::computed(Dimension::Ratio, computed.hi);
    let derivation = format!("{up} ÷ ({up} + {down}) = {shown}");
    stated.against(computed, derivation, ROUNDING).map(|found| found.of(id))
}
