//! Figures as stable, versioned JSON: ratios 0..1, seconds, bytes, requests per second; what is
//! unknown is null, an uncertain figure an object of its bounds.

use super::units;
use crate::analysis::availability::Bounds;
use crate::analysis::cost::Currency;
use crate::analysis::estimate::{ComponentFigures, Estimate, FlowFigures};
use crate::analysis::load::Interval;
use crate::model::Design;
use serde::Serialize;
use serde_json::{Map, Value};

#[derive(Serialize)]
struct Document {
    version: u32,
    flows: Vec<Flow>,
    components: Vec<Component>,
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
    /// Sorted; null in place of the list when there are too many pairs.
    cut_sets: Option<Vec<Vec<String>>>,
    latency: Option<Figure>,
    assumed: Vec<Assumed>,
}

/// What the availability of a flow rests on and the design does not state.
#[derive(Serialize)]
struct Assumed {
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
    /// Minutes of downtime a year saved if it never failed.
    importance: f64,
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
enum Figure {
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

pub(super) fn estimate(design: &Design, estimate: &Estimate, krw_per_usd: Option<f64>) -> String {
    let document = Document {
        version: 1,
        flows: estimate.flows.iter().map(|figures| flow(design, figures)).collect(),
        components: estimate.components.iter().map(|f| component(design, estimate, f)).collect(),
        totals: totals(estimate, krw_per_usd),
    };
    let mut text = serde_json::to_string_pretty(&document).expect("plain data has no failing part");
    text.push('\n');
    text
}

fn flow(design: &Design, figures: &FlowFigures) -> Flow {
    let availability = &figures.availability;
    let outlook = &availability.outlook;
    Flow {
        name: design.flow(availability.flow).name.clone(),
        availability: outlook.availability().into(),
        unavailability: outlook.unavailability.into(),
        availability_full: availability.full.availability().into(),
        downtime_minutes_per_year: outlook.downtime_minutes_per_year().into(),
        downtime_minutes_per_month: outlook.downtime_minutes_per_month().into(),
        outages_per_year: outlook.outages_per_year,
        nines: Some(outlook.nines()).filter(|nines| nines.is_finite()),
        cut_sets: units::cut_sets(design, figures.cut_sets),
        latency: figures.latency.map(|latency| Figure::Exact(latency.seconds)),
        assumed: assumed(design, figures),
    }
}

fn assumed(design: &Design, figures: &FlowFigures) -> Vec<Assumed> {
    let rests_on = figures.availability.figures.iter().filter(|(_, figure)| figure.assumed);
    rests_on
        .map(|(place, figure)| Assumed {
            name: design.place_name(*place).to_owned(),
            unavailability: figure.rate.unavailability,
            because: figure.because.en.to_string(),
        })
        .collect()
}

fn component(design: &Design, estimate: &Estimate, figures: &ComponentFigures) -> Component {
    let usage = figures.usage;
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Component {
        name: design.component(figures.id).path.clone(),
        average_rps: figures.average.map(Figure::from),
        peak_rps: figures.peak.map(Figure::from),
        peak_rps_derivation: said(&figures.peak_derivation),
        capacity_rps: usage.map(|usage| Figure::Exact(usage.capacity)),
        utilization: usage.map(|usage| usage.utilization.into()),
        utilization_derivation: said(&figures.usage_derivation),
        required_replicas: usage.and_then(|usage| usage.required_replicas),
        required_replicas_derivation: usage
            .zip(figures.sizing)
            .map(|(usage, sizing)| usage.sizing_derivation(sizing.needed)),
        importance: estimate.importance(figures.id),
    }
}

fn totals(estimate: &Estimate, krw_per_usd: Option<f64>) -> Totals {
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
        cost_per_month: estimate.cost.total(krw_per_usd).map(money),
        complexity: complexity.into_iter().map(|(k, v)| (k.to_owned(), v.into())).collect(),
    }
}
