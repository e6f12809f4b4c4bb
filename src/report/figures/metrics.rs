//! The figures of two designs side by side.

use super::bill;
use super::changes::Side;
use crate::analysis::cost::Currency;
use crate::analysis::estimate::Estimate;
use crate::say::{Dimension, Duration, Text, number};
use crate::text;
use crate::wording::at_least;

/// A figure of both designs; `None` where it is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// As in an `expect`: `availability(buy)`.
    pub name: String,
    pub old: Option<f64>,
    pub new: Option<f64>,
    /// What is known of each where a part is missing: it is at least that.
    pub at_least: [Option<f64>; 2],
    /// `ratio`, `minutes/year`, `rps`, `USD/month`, `KRW/month` or `count`.
    pub unit: &'static str,
    /// More is better, or worse; `None` where it is neither.
    pub more_is_better: Option<bool>,
}

impl Metric {
    /// So much that it shows.
    pub fn is_changed(&self) -> bool {
        let differs = self.old != self.new || self.at_least[0] != self.at_least[1];
        let [before, after] = self.cells();
        differs && before != after
    }

    /// Something is known of one of the two.
    pub fn is_known(&self) -> bool {
        [self.old, self.new].iter().chain(&self.at_least).any(Option::is_some)
    }

    /// The values of both for people, `적어도 월 $298` where only a part is known.
    pub fn cells(&self) -> [Text; 2] {
        let cell = |value: Option<f64>, least: Option<f64>| match (value, least) {
            (None, Some(least)) => at_least(&self.shown(Some(least)), true),
            (value, _) => self.shown(value),
        };
        [cell(self.old, self.at_least[0]), cell(self.new, self.at_least[1])]
    }

    /// For people: `가용성 buy`, `availability buy`.
    pub fn title(&self) -> Text {
        let (what, of) = match self.name.split_once('(') {
            Some((what, of)) => (what, format!(" {}", of.trim_end_matches(')'))),
            None => (self.name.as_str(), String::new()),
        };
        let ko = match what {
            "availability" => "가용성",
            "downtime" => "중단 시간",
            "latency" => "지연 시간",
            "peak_rps" => "피크 RPS",
            "utilization" => "최고 이용률",
            "cost" => "비용",
            "cost_per_1000_requests" => "요청 1,000건의 비용",
            "cost_per_avoided_minute" => "다운타임을 1분 줄이는 비용",
            "components" => "컴포넌트(사용자와 외부 시스템 제외)",
            "technologies" => "기술 종류",
            "stateful_components" => "상태 유지 컴포넌트",
            "replication_links" => "복제 연결",
            "manual_failovers" => "수동 장애 조치",
            "cross_domain_calls" => "장애 영역을 넘는 동기 호출",
            "cyclomatic" => "순환 복잡도",
            other => other,
        };
        let en = match what {
            "components" => "components (without users and systems of others)".to_owned(),
            other => other.replace('_', " "),
        };
        Text::new(format!("{ko}{of}"), format!("{en}{of}"))
    }

    /// A value with its unit, for people.
    pub fn shown(&self, value: Option<f64>) -> Text {
        let Some(value) = value else {
            // Money is asked for first, and its price may be what is missing.
            let is_cost = self.name == "cost";
            return if is_cost { text!("모름", "not known") } else { Text::same("–") };
        };
        match self.unit {
            "ratio" if self.name.starts_with("availability") => {
                number::availability(1.0 - value, 1.0 - value)
            }
            "ratio" => number::share(value),
            "minutes/year" => {
                let time = number::duration(Duration::minutes(value));
                text!(time; "연 {time}", "{time}/year")
            }
            "seconds" => number::duration(Duration::seconds(value)),
            "USD/month" => number::computed(Dimension::Usd, value),
            "KRW/month" => number::computed(Dimension::Krw, value),
            "USD" => number::sum(Dimension::Usd, value),
            "KRW" => number::sum(Dimension::Krw, value),
            "rps" => number::computed(Dimension::Rate, value),
            _ => number::computed(Dimension::Count, value),
        }
    }

    /// Whether the change is for the better.
    pub fn is_better(&self) -> Option<bool> {
        let (old, new) = (self.old?, self.new?);
        self.is_changed().then_some((new > old) == self.more_is_better?)
    }
}

/// The figures of both designs, those of flows first.
pub fn metrics(old: &Side, new: &Side) -> Vec<Metric> {
    let (before, after) = (figures(old), figures(new));
    let find = |list: &[Figure], name: &str| {
        let found = list.iter().find(|figure| figure.name == name);
        found.map_or((None, None), |figure| (figure.value, figure.at_least))
    };
    let gone = before.iter().filter(|figure| after.iter().all(|other| other.name != figure.name));
    let mut metrics: Vec<Metric> = after
        .iter()
        .chain(gone)
        .map(|figure| {
            let (old, new) = (find(&before, &figure.name), find(&after, &figure.name));
            Metric {
                name: figure.name.clone(),
                old: old.0,
                new: new.0,
                at_least: [old.1, new.1],
                unit: figure.unit,
                more_is_better: figure.more_is_better,
            }
        })
        .collect();
    metrics.extend(avoided(&metrics));
    metrics
}

/// What a minute of downtime costs that the new design avoids, of the flow that gains most; only
/// where it costs more and gains.
fn avoided(metrics: &[Metric]) -> Option<Metric> {
    let change = |metric: &Metric| Some(metric.new? - metric.old?);
    let cost = metrics.iter().find(|metric| metric.name == "cost")?;
    let unit = if cost.unit == "KRW/month" { "KRW" } else { "USD" };
    let dearer = change(cost).filter(|more| *more > 0.0)?;
    let downtimes = metrics.iter().filter(|metric| metric.name.starts_with("downtime("));
    let most = downtimes.filter_map(change).map(|more| -more).fold(0.0, f64::max);
    // A month of the one, a year of the other.
    (most > 1e-6).then(|| Metric {
        name: "cost_per_avoided_minute".to_owned(),
        old: None,
        new: Some(dearer * 12.0 / most),
        at_least: [None, None],
        unit,
        more_is_better: None,
    })
}

struct Figure {
    name: String,
    value: Option<f64>,
    at_least: Option<f64>,
    unit: &'static str,
    more_is_better: Option<bool>,
}

fn figures(side: &Side) -> Vec<Figure> {
    let (design, estimate) = (side.study.design(), Estimate::of(side.study));
    let mut figures = Vec::new();
    let mut add = |name: String, value: Option<f64>, unit, more_is_better| {
        figures.push(Figure { name, value, at_least: None, unit, more_is_better });
    };
    for (flow, of_flow) in design.flows.iter().zip(&estimate.flows) {
        let outlook = &of_flow.availability.outlook;
        let name = &flow.name;
        let up = outlook.availability().lo;
        let down = outlook.unavailability.hi * Duration::YEAR.as_minutes();
        add(format!("availability({name})"), Some(up), "ratio", Some(true));
        add(format!("downtime({name})"), Some(down), "minutes/year", Some(false));
        if let Some(latency) = of_flow.latency {
            add(
                format!("latency({name})"),
                Some(latency.mean.as_seconds()),
                "seconds",
                Some(false),
            );
        }
    }
    let peak = estimate.spread.map(|spread| spread.demand.peak.hi);
    add("peak_rps".to_owned(), peak, "rps", None);
    let used = estimate.components.iter().filter_map(|c| Some(c.usage?.utilization.hi));
    let busiest = used.reduce(f64::max);
    add("utilization".to_owned(), busiest, "ratio", Some(false));
    // A bill with gaps is no figure to compare: the row says what is known of it and what is missing.
    let total = side.study.total_cost();
    let whole = total.filter(|_| !estimate.cost.is_open());
    let won = total.is_some_and(|(_, currency)| currency == Currency::Krw);
    let unit = if won { "KRW/month" } else { "USD/month" };
    add("cost".to_owned(), whole.map(|(cost, _)| cost.hi), unit, Some(false));
    let each = whole.and_then(|_| bill::per_thousand(side.study));
    let unit = if won { "KRW" } else { "USD" };
    add("cost_per_1000_requests".to_owned(), each.map(|each| each.hi), unit, Some(false));
    for (name, count) in estimate.complexity.entries() {
        // More parts are neither good nor bad; more that can go wrong among them is.
        let is_burden = matches!(name, "manual_failovers" | "cross_domain_calls" | "cyclomatic");
        add(name.to_owned(), Some(count as f64), "count", is_burden.then_some(false));
    }
    if let Some(cost) = figures.iter_mut().find(|figure| figure.name == "cost") {
        cost.at_least = total.filter(|_| whole.is_none()).map(|(known, _)| known.hi);
    }
    figures
}
