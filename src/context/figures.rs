//! How findings show the figures that they rest on.

use super::Context;
use crate::analysis::cost::{CostLine, PriceBasis, Saving};
use crate::analysis::load::{CapacityBasis, Data, Usage};
use crate::diagnostic::Figure;
use crate::model::{Attr, ComponentId, Dimension, Duration, FlowId, Place};
use crate::say::{Text, number};
use crate::source::Span;
use crate::text;

/// A computed value as people of each language write it.
pub fn shown(dimension: Dimension, value: f64) -> Text {
    number::computed(dimension, value)
}

/// The unit of a [`Figure`] of that dimension.
pub fn unit_name(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Count => "count",
        Dimension::Ratio => "ratio",
        Dimension::Factor => "factor",
        Dimension::Duration => "seconds",
        Dimension::Bytes => "bytes",
        Dimension::Bandwidth => "bytes_per_second",
        Dimension::Rate => "rps",
        Dimension::Usd => "usd_per_month",
        Dimension::Krw => "krw_per_month",
    }
}

/// `347%`; a digit more where rounding would hide which side of 100% it is.
pub fn share_of(part: f64) -> Text {
    number::share(part)
}

/// The texts as sentences, one behind the other.
pub fn stopped(texts: &[Text]) -> Text {
    let end = |text: &Text| {
        let sentence = Text { ko: text.ko.clone(), en: text.en.capitalized() };
        text!(sentence; "{sentence}.", "{sentence}.")
    };
    Text::join(&texts.iter().map(end).collect::<Vec<_>>(), " ")
}

impl Context<'_> {
    /// Where the traffic is stated.
    pub fn traffic_span(&self) -> Option<Span> {
        let traffic = &self.design.traffic;
        traffic.span(Attr::Rps).or_else(|| traffic.span(Attr::Dau))
    }

    /// What the demand takes for granted; nothing where no demand is known.
    pub fn demand_assumptions(&self) -> Vec<Text> {
        self.demand().map_or_else(Vec::new, |demand| demand.assumptions(self.design))
    }

    /// What the figures of a component's load rest on without being stated.
    pub fn load_assumptions(&self, id: ComponentId, usage: &Usage) -> Vec<Text> {
        let mut assumed = self.demand_assumptions();
        if let CapacityBasis::Catalog(source) = &usage.basis {
            let each = shown(Dimension::Rate, usage.capacity_each);
            assumed.push(text!(
                each, source;
                "용량을 1대에 {each}로 보았습니다({source})",
                "capacity taken as {each} per replica ({source})"
            ));
        }
        if !self.design.replicas(id).is_stated() && !self.is_provided(id) {
            assumed.push(text!(
                "`replicas`가 없어 1대로 보았습니다",
                "`replicas` not stated; taken as 1"
            ));
        }
        assumed
    }

    /// Said where nobody states how much of a store's load only reads: it was all taken as writes.
    pub fn writes_assumption(&self, id: ComponentId) -> Option<Text> {
        (!Data::states_reads(self.design, id)).then(|| {
            text!(
                "`reads`가 없어 모두 쓰기로 보았습니다",
                "`reads` not stated; all taken as writes"
            )
        })
    }

    /// Peak load ÷ capacity, with its working.
    pub fn utilization_figure(&self, id: ComponentId, usage: &Usage) -> Figure {
        Figure {
            name: "utilization",
            value: usage.utilization.hi,
            unit: "ratio",
            derivation: usage.derivation(),
            assumed: self.load_assumptions(id, usage),
        }
    }

    /// The downtime of a year that a flow would be spared if a place never failed.
    pub fn downtime_figure(&self, flow: FlowId, (place, down): (Place, Duration)) -> Figure {
        let (name, figures) = (self.design.place_name(place), &self.availability(flow).figures);
        let ours = figures.iter().filter(|(other, it)| *other == place && it.assumed);
        Figure {
            name: "downtime_saved",
            value: down.as_minutes(),
            unit: "minutes_per_year",
            derivation: format!("{name}: −{}", number::duration(down).en),
            assumed: ours.map(|(_, it)| it.because.words()).collect(),
        }
    }

    /// The peak that arrives at a component, with its working.
    pub fn peak_figure(&self, id: ComponentId) -> Option<Figure> {
        let load = self.load()?;
        Some(Figure {
            name: "peak",
            value: load.at(id).peak.hi,
            unit: "rps",
            derivation: load.derivation(self.design, id),
            assumed: self.demand_assumptions(),
        })
    }
}

/// A span of time with its working, of which nothing is assumed.
pub fn time_figure(name: &'static str, time: Duration, derivation: String) -> Figure {
    let (value, unit) = (time.as_seconds(), unit_name(Dimension::Duration));
    Figure { name, value, unit, derivation, assumed: Vec::new() }
}

impl Context<'_> {
    /// The part of the bill that a saving takes away; `None` where two currencies can't be compared,
    /// and where some of the bill is not known.
    pub fn part_of_bill(&self, saving: &Saving) -> Option<f64> {
        if self.study.cost().is_open() {
            return None;
        }
        let total = self.study.total_cost_in(saving.currency.dimension())?;
        (total.hi > 0.0).then(|| saving.amount / total.hi)
    }

    /// A saving with its derivation.
    pub fn saving_figure(&self, saving: &Saving) -> Figure {
        Figure {
            name: "saving",
            value: saving.amount,
            unit: unit_name(saving.currency.dimension()),
            derivation: saving.derivation.clone(),
            assumed: self.price_sources(saving.id),
        }
    }

    /// Where the prices of a component were taken from.
    pub fn price_sources(&self, id: ComponentId) -> Vec<Text> {
        let source = |line: &CostLine| match &line.basis {
            PriceBasis::Stated => None,
            PriceBasis::Catalog(source) => Some(source.clone()),
        };
        let mut sources: Vec<Text> = Vec::new();
        for text in self.cost().of_place(Place::Component(id)).filter_map(source) {
            if !sources.contains(&text) {
                sources.push(text);
            }
        }
        sources
    }
}
