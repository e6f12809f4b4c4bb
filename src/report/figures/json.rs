//! Figures as stable, versioned JSON: ratios 0..1, seconds, bytes, requests per second; what is
//! unknown is null, an uncertain figure an object of its bounds.

use super::bill;
use super::load_json::{self, Connection, Pool, RecoveryRow, Serving};
use super::units;
use crate::analysis::Study;
use crate::analysis::availability::{Bounds, FlowAvailability};
use crate::analysis::cost::{CostLine, Currency, Plan, PriceBasis, Saving};
use crate::analysis::estimate::{ComponentFigures, Estimate, FlowFigures, PartFigures};
use crate::analysis::load::{Interval, Usage};
use crate::model::{Design, Duration};
use serde::Serialize;
use serde_json::{Map, Value};

#[derive(Serialize)]
struct Document {
    version: u32,
    flows: Vec<Flow>,
    components: Vec<Component>,
    parts: Vec<Part>,
    connections: Vec<Connection>,
    pools: Vec<Pool>,
    recovery: Vec<RecoveryRow>,
    costs: Vec<CostRow>,
    totals: Totals,
}

#[derive(Serialize)]
struct Flow {
    name: String,
    availability: Figure,
    unavailability: Figure,
    availability_full: Figure,
    downtime_minutes_per_year: Figure,
    downtime_minutes_per_month: Figure,
    outages_per_year: f64,
    nines: Option<f64>,
    /// Sorted; those of one unit alone where there are too many pairs.
    cut_sets: Vec<Vec<String>>,
    cut_pairs_left_out: bool,
    /// Seconds; null where nothing is stated, or without bound.
    latency: Option<f64>,
    latency_p99: Option<f64>,
    assumed: Vec<Basis>,
    /// What is stated or published, with its source.
    sources: Vec<Basis>,
}

/// What the availability of a flow rests on.
#[derive(Serialize)]
pub(super) struct Basis {
    name: String,
    unavailability: f64,
    because: String,
}

#[derive(Serialize)]
struct Component {
    name: String,
    average_rps: Option<Figure>,
    peak_rps: Option<Figure>,
    peak_rps_derivation: Option<String>,
    capacity_rps: Option<Figure>,
    utilization: Option<Figure>,
    utilization_derivation: Option<String>,
    required_replicas: Option<u32>,
    required_replicas_derivation: Option<String>,
    #[serde(flatten)]
    serving: Serving,
    /// Minutes of downtime a year saved if it never failed, of the flow that it costs most, and by
    /// flow.
    importance: f64,
    importance_flow: Option<String>,
    importance_by_flow: Map<String, Value>,
}

/// A topic, a table or a bucket.
#[derive(Serialize)]
struct Part {
    name: String,
    kind: &'static str,
    /// The component that it stands on.
    on: String,
    average_rps: Option<Figure>,
    peak_rps: Option<Figure>,
}

#[derive(Serialize)]
struct Totals {
    dau: Option<Figure>,
    average_rps: Option<Figure>,
    average_rps_derivation: Option<String>,
    peak_rps: Option<Figure>,
    peak_rps_derivation: Option<String>,
    bytes_per_day: Option<Figure>,
    bytes_per_day_derivation: Option<String>,
    storage: Option<Figure>,
    cost_per_month: Option<Money>,
    cost_on_demand: Option<Money>,
    cost_committed_1y: Option<Money>,
    cost_per_1000_requests: Option<Money>,
    cost_coverage: Coverage,
    savings: Vec<SavingRow>,
    complexity: Map<String, Value>,
}

#[derive(Serialize)]
struct Money {
    amount: Figure,
    currency: &'static str,
}

/// A number, or `{lo, hi}`.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Figure {
    Exact(f64),
    Range { lo: f64, hi: f64 },
}

impl From<Interval> for Figure {
    fn from(value: Interval) -> Self {
        match value.is_exact() {
            true => Figure::Exact(value.lo),
            false => Figure::Range { lo: value.lo, hi: value.hi },
        }
    }
}

impl From<Bounds> for Figure {
    fn from(bounds: Bounds) -> Self {
        match bounds.is_exact() {
            true => Figure::Exact(bounds.lo),
            false => Figure::Range { lo: bounds.lo, hi: bounds.hi },
        }
    }
}

pub(super) fn estimate(study: &Study, estimate: &Estimate) -> String {
    let design = study.design();
    let document = Document {
        version: 2,
        flows: estimate.flows.iter().map(|figures| flow(design, figures)).collect(),
        components: estimate.components.iter().map(|f| component(study, estimate, f)).collect(),
        parts: estimate.parts.iter().map(|figures| part(design, figures)).collect(),
        connections: estimate.spread.map_or_else(Vec::new, |it| load_json::connections(design, it)),
        pools: load_json::pools(design, &estimate.pools),
        recovery: load_json::recoveries(design),
        costs: estimate.cost.lines.iter().map(|line| cost_row(design, line)).collect(),
        totals: totals(study, estimate),
    };
    let mut text = serde_json::to_string_pretty(&document).expect("plain data has no failing part");
    text.push('\n');
    text
}

fn part(design: &Design, figures: &PartFigures) -> Part {
    let it = design.part(figures.id);
    Part {
        name: it.path.clone(),
        kind: it.kind.word(),
        on: design.component(it.carrier).path.clone(),
        average_rps: figures.arrival.map(|arrival| arrival.average.into()),
        peak_rps: figures.arrival.map(|arrival| arrival.peak.into()),
    }
}

fn flow(design: &Design, figures: &FlowFigures) -> Flow {
    let availability = &figures.availability;
    let outlook = &availability.outlook;
    Flow {
        name: design.flow(availability.flow).name.clone(),
        availability: outlook.availability().into(),
        unavailability: outlook.unavailability.into(),
        availability_full: availability.full.availability().into(),
        downtime_minutes_per_year: (outlook.unavailability * Duration::YEAR.as_minutes()).into(),
        downtime_minutes_per_month: (outlook.unavailability * Duration::MONTH.as_minutes()).into(),
        outages_per_year: outlook.outages_per_year,
        nines: Some(outlook.nines()).filter(|nines| nines.is_finite()),
        cut_sets: units::cut_sets(design, figures.cut_sets),
        cut_pairs_left_out: figures.cut_sets.pairs.is_none(),
        latency: figures.latency.and_then(|it| it.mean.ends()).map(Duration::as_seconds),
        latency_p99: figures.latency.and_then(|it| it.p99?.ends()).map(Duration::as_seconds),
        assumed: bases(design, availability, true),
        sources: bases(design, availability, false),
    }
}

/// What the availability of a flow rests on, published or assumed.
pub(super) fn bases(design: &Design, of_flow: &FlowAvailability, assumed: bool) -> Vec<Basis> {
    let all = of_flow.figures.iter();
    all.filter(|(_, figure)| figure.assumed == assumed)
        .map(|(place, figure)| Basis {
            name: design.place_name(*place).to_owned(),
            unavailability: figure.rate.unavailability,
            because: figure.because.words().en.to_string(),
        })
        .collect()
}

fn component(study: &Study, estimate: &Estimate, figures: &ComponentFigures) -> Component {
    let design = study.design();
    let (usage, worst) = (figures.usage, estimate.worst_flow(figures.id));
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Component {
        name: design.component(figures.id).path.clone(),
        average_rps: figures.average.map(Figure::from),
        peak_rps: figures.peak.map(Figure::from),
        peak_rps_derivation: said(&figures.peak_derivation),
        capacity_rps: usage.map(|usage| Figure::Exact(usage.capacity)),
        utilization: usage.and_then(Usage::settled).map(Figure::from),
        utilization_derivation: said(&figures.usage_derivation),
        required_replicas: figures.sizing.map(|sizing| sizing.needed),
        required_replicas_derivation: usage
            .zip(figures.sizing)
            .map(|(usage, sizing)| usage.sizing_derivation(sizing.needed)),
        serving: load_json::serving(study, figures.id),
        importance: worst.map_or(0.0, |(_, down)| down.as_minutes()),
        importance_flow: worst.map(|(flow, _)| design.flow(flow).name.clone()),
        importance_by_flow: estimate
            .importance(figures.id)
            .map(|(flow, down)| (design.flow(flow).name.clone(), down.as_minutes().into()))
            .collect(),
    }
}

/// One line of the bill.
#[derive(Serialize)]
struct CostRow {
    component: String,
    line: &'static str,
    /// A month, with what runs now.
    amount: f64,
    /// With the fewest and the most that a scaler runs.
    lo: f64,
    hi: f64,
    currency: &'static str,
    derivation: String,
    /// The same on demand, and committed for a year where that price is known.
    on_demand: f64,
    one_year: Option<f64>,
    quantity: f64,
    unit_price: f64,
    source: Option<String>,
    assumed: bool,
}

fn cost_row(design: &Design, line: &CostLine) -> CostRow {
    let amount = line.amount();
    CostRow {
        component: design.place_name(line.place).to_owned(),
        line: line.what,
        amount: line.running().hi,
        lo: amount.lo,
        hi: amount.hi,
        currency: line.currency.code(),
        derivation: line.derivation.clone(),
        on_demand: line.quantity.hi * line.on_demand,
        one_year: line.one_year.map(|each| line.quantity.hi * each),
        quantity: line.quantity.hi,
        unit_price: line.each,
        source: match &line.basis {
            PriceBasis::Stated => None,
            PriceBasis::Catalog(source) => Some(source.en.to_string()),
        },
        assumed: line.assumed,
    }
}

/// How whole the bill is.
#[derive(Serialize)]
struct Coverage {
    priced: usize,
    of: usize,
    assumed: usize,
    missing: Vec<String>,
}

/// A change that saves money.
#[derive(Serialize)]
struct SavingRow {
    component: String,
    what: String,
    amount: f64,
    currency: &'static str,
    derivation: String,
    more_downtime_minutes_per_year: Option<f64>,
}

fn coverage(study: &Study) -> Coverage {
    let (design, cost) = (study.design(), study.cost());
    let crate::analysis::cost::Coverage { priced, of, assumed } = cost.coverage();
    let missing = cost.missing(design).iter().map(|text| text.en.to_string()).collect();
    Coverage { priced, of, assumed, missing }
}

fn saving(design: &Design, saving: &Saving) -> SavingRow {
    SavingRow {
        component: design.component(saving.id).path.clone(),
        what: bill::said(design, saving).en.to_string(),
        amount: saving.amount,
        currency: saving.currency.code(),
        derivation: saving.derivation.clone(),
        more_downtime_minutes_per_year: saving.more_downtime.map(Duration::as_minutes),
    }
}

fn totals(study: &Study, estimate: &Estimate) -> Totals {
    let (design, cost, krw_per_usd) = (study.design(), study.cost(), study.terms().krw_per_usd);
    let demand = estimate.spread.map(|spread| &spread.demand);
    let data = estimate.data;
    let money = |(amount, currency): (Interval, Currency)| Money {
        amount: amount.into(),
        currency: currency.code(),
    };
    let complexity = estimate.complexity.entries();
    Totals {
        dau: demand.and_then(|demand| demand.dau).map(Figure::from),
        average_rps: demand.map(|demand| demand.average.into()),
        average_rps_derivation: demand.map(|demand| demand.average_derivation.clone()),
        peak_rps: demand.map(|demand| demand.peak.into()),
        peak_rps_derivation: demand.map(|demand| demand.peak_derivation.clone()),
        bytes_per_day: data.map(|data| data.per_day.into()),
        bytes_per_day_derivation: data.map(|data| data.per_day_derivation.clone()),
        storage: data.and_then(|data| data.stored()).map(Figure::from),
        cost_per_month: cost.total(krw_per_usd).map(money),
        cost_on_demand: cost.total_by(Plan::OnDemand, krw_per_usd).map(money),
        cost_committed_1y: cost.total_by(Plan::OneYear, krw_per_usd).map(money),
        cost_per_1000_requests: bill::per_thousand(study)
            .zip(study.total_cost())
            .map(|(each, (_, currency))| money((each, currency))),
        cost_coverage: coverage(study),
        savings: study.savings().iter().map(|it| saving(design, it)).collect(),
        complexity: complexity.into_iter().map(|(k, v)| (k.to_owned(), v.into())).collect(),
    }
}
