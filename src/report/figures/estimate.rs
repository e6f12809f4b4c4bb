//! `archlint estimate` for people: traffic, components, flows, cost and complexity.

use super::table::Section;
use super::units::{self, rps, share, show};
use crate::analysis::cost::{Currency, PriceBasis};
use crate::analysis::estimate::{ComponentFigures, Estimate};
use crate::analysis::load::{CapacityBasis, Interval, TARGET_UTILIZATION};
use crate::model::{Design, Dimension, Place};
use crate::say::Lang;
use crate::say::number::fixed;
use crate::text;
use std::collections::BTreeMap;

/// The Korean or the English words.
pub(super) fn pick<'a>(lang: Lang, ko: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Ko => ko,
        Lang::En => en,
    }
}

pub(super) fn sections(
    design: &Design,
    estimate: &Estimate,
    krw_per_usd: Option<f64>,
    lang: Lang,
) -> Vec<Section> {
    vec![
        traffic(estimate, lang),
        components(design, estimate, lang),
        availability(design, estimate, lang),
        latencies(design, estimate, lang),
        stores(design, estimate, lang),
        cost(design, estimate, krw_per_usd, lang),
        complexity(estimate, lang),
        assumptions(design, estimate, lang),
    ]
}

fn traffic(estimate: &Estimate, lang: Lang) -> Section {
    let mut section = Section::titled(
        lang,
        ("트래픽", "Traffic"),
        &[("항목", "figure"), ("값", "value"), ("계산", "derivation")],
        &[1],
    );
    let Some(spread) = estimate.spread else {
        section.notes.push(
            pick(
                lang,
                "`traffic`에 `dau`나 `rps`가 없어 부하를 계산하지 않았습니다.",
                "No `dau` or `rps` is stated in `traffic`, so no load was computed.",
            )
            .to_owned(),
        );
        return section;
    };
    let demand = &spread.demand;
    if let Some(dau) = demand.dau {
        section.row(&["DAU", &show(dau, Dimension::Count, lang), ""]);
    }
    let average = show(demand.average, Dimension::Rate, lang);
    section.row(&[pick(lang, "평균 RPS", "average RPS"), &average, &demand.average_derivation]);
    let peak = show(demand.peak, Dimension::Rate, lang);
    section.row(&[pick(lang, "피크 RPS", "peak RPS"), &peak, &demand.peak_derivation]);
    if let Some(data) = estimate.data {
        let per_day = show(data.per_day, Dimension::Bytes, lang);
        let name = pick(lang, "하루 데이터", "data per day");
        section.row(&[name, &per_day, &data.per_day_derivation]);
        let ingress = show(data.ingress, Dimension::Bandwidth, lang);
        section.row(&[pick(lang, "피크 수신 대역폭", "peak ingress"), &ingress, ""]);
        if let Some(egress) = data.egress {
            let egress = show(egress, Dimension::Bandwidth, lang);
            section.row(&[pick(lang, "피크 송신 대역폭", "peak egress"), &egress, ""]);
        }
    }
    section
}

fn components(design: &Design, estimate: &Estimate, lang: Lang) -> Section {
    let mut section = Section::titled(
        lang,
        ("컴포넌트별 부하", "Load by component"),
        &[
            ("컴포넌트", "component"),
            ("평균", "average"),
            ("피크", "peak"),
            ("용량", "capacity"),
            ("이용률", "utilization"),
            ("필요 대수", "replicas needed"),
            ("N+1", "N+1"),
            ("영역 장애 대비", "zone loss"),
            ("계산", "derivation"),
        ],
        &[1, 2, 3, 4, 5, 6, 7],
    );
    if estimate.spread.is_none() {
        return section;
    }
    for figures in &estimate.components {
        section.rows.push(component(design, figures, lang));
    }
    section.notes = estimate.components.iter().filter_map(|f| verdict(design, f, lang)).collect();
    section
}

fn component(design: &Design, figures: &ComponentFigures, lang: Lang) -> Vec<String> {
    let unknown = || "–".to_owned();
    let usage = figures.usage;
    let count = |count: Option<u32>| count.map_or_else(unknown, |count| count.to_string());
    vec![
        design.component(figures.id).path.clone(),
        rps(figures.average, lang),
        rps(figures.peak, lang),
        usage.map_or_else(unknown, |usage| rps(Some(Interval::exact(usage.capacity)), lang)),
        usage.map_or_else(unknown, |usage| share(usage.utilization, lang)),
        count(figures.sizing.map(|sizing| sizing.needed)),
        count(figures.sizing.map(|sizing| sizing.n_plus_one)),
        count(figures.sizing.and_then(|sizing| sizing.zone_loss)),
        figures.peak_derivation.clone(),
    ]
}

/// "피크 347 rps이므로 …대": the sentence that a review asks for.
fn verdict(design: &Design, figures: &ComponentFigures, lang: Lang) -> Option<String> {
    let usage = figures.usage?;
    let name = &design.component(figures.id).path;
    let peak = rps(figures.peak, lang);
    let target = share(Interval::exact(TARGET_UTILIZATION), lang);
    let Some(sizing) = figures.sizing else {
        return Some(match lang {
            Lang::Ko => format!(
                "`{name}` 컴포넌트의 쓰기는 주 서버 한 대의 한계를 넘어, 대수를 늘려도 해결되지 않습니다."
            ),
            Lang::En => format!(
                "The writes of `{name}` exceed what one primary takes; more replicas do not help."
            ),
        });
    };
    let (needed, spare) = (sizing.needed, sizing.n_plus_one);
    // That one of a size nobody stated will do is no news.
    if usage.peak() == 0.0 || (needed <= 1 && usage.basis != CapacityBasis::Stated) {
        return None;
    }
    let working = usage.sizing_derivation(needed);
    Some(match lang {
        Lang::Ko => format!(
            "피크 RPS {peak}에서 이용률 {target}를 지키려면 `{name}` 컴포넌트는 {needed}대, 한 대를 잃고도 지키려면 {spare}대가 필요합니다: {working}"
        ),
        Lang::En => format!(
            "The peak is {peak}: to stay at {target} `{name}` needs {needed}, and {spare} to stay there with one lost: {working}"
        ),
    })
}

fn availability(design: &Design, estimate: &Estimate, lang: Lang) -> Section {
    let mut section = Section::titled(
        lang,
        ("흐름별 가용성", "Availability by flow"),
        &[
            ("흐름", "flow"),
            ("가용성", "availability"),
            ("전체 기능", "with everything"),
            ("연간 다운타임", "downtime a year"),
            ("연간 장애 횟수", "outages a year"),
            ("가장 큰 원인(연간 다운타임)", "largest contributors, downtime a year"),
        ],
        &[1, 2, 3, 4],
    );
    for figures in &estimate.flows {
        let it = &figures.availability;
        let causes: Vec<String> = it
            .savings
            .iter()
            .take(3)
            .map(|(place, minutes)| {
                let time = show(Interval::exact(minutes * 60.0), Dimension::Duration, lang);
                format!("{} {time}", design.place_name(*place))
            })
            .collect();
        let downtime = it.outlook.downtime_minutes_per_year();
        let downtime = Interval { lo: downtime.lo * 60.0, hi: downtime.hi * 60.0 };
        section.row(&[
            &design.flow(it.flow).name,
            &units::availability(it.outlook.unavailability, lang),
            &units::availability(it.full.unavailability, lang),
            &show(downtime, Dimension::Duration, lang),
            &fixed(it.outlook.outages_per_year, 2),
            &causes.join(", "),
        ]);
    }
    if !section.rows.is_empty() {
        let note = pick(
            lang,
            "적힌 장애 영역 말고는 서로 독립이라고 보았고, 계획된 작업은 넣지 않았습니다. SLA는 환불 기준이지 측정값이 아닙니다.",
            "Independent but for the stated failure domains, without planned work; an SLA is a refund threshold, not a measurement.",
        );
        section.notes.push(note.to_owned());
    }
    section
}

fn latencies(design: &Design, estimate: &Estimate, lang: Lang) -> Section {
    let mut section = Section::titled(
        lang,
        ("흐름별 지연 시간", "Latency by flow"),
        &[("흐름", "flow"), ("지연 시간", "latency"), ("요청 경로", "critical path")],
        &[1],
    );
    for figures in &estimate.flows {
        let Some(latency) = figures.latency else { continue };
        let path: Vec<String> = latency
            .path
            .iter()
            .map(|step| {
                let name = &design.component(step.id).path;
                let part = show(Interval::exact(step.seconds()), Dimension::Duration, lang);
                if step.seconds() > 0.0 { format!("{name} {part}") } else { name.clone() }
            })
            .collect();
        let total = show(Interval::exact(latency.seconds), Dimension::Duration, lang);
        let flow = &design.flow(figures.availability.flow).name;
        section.row(&[flow, &total, &path.join(" → ")]);
    }
    section
}

fn stores(design: &Design, estimate: &Estimate, lang: Lang) -> Section {
    let mut section = Section::titled(
        lang,
        ("저장 용량", "Storage"),
        &[
            ("저장소", "store"),
            ("보존 기간 뒤 크기", "size after retention"),
            ("계산", "derivation"),
        ],
        &[1],
    );
    for (id, kept, derivation) in estimate.data.iter().flat_map(|data| &data.stores) {
        let size = show(*kept, Dimension::Bytes, lang);
        section.row(&[&design.component(*id).path, &size, derivation]);
    }
    section
}

fn cost(design: &Design, estimate: &Estimate, krw_per_usd: Option<f64>, lang: Lang) -> Section {
    let mut section = Section::titled(
        lang,
        ("월 비용", "Cost per month"),
        &[("항목", "item"), ("월 비용", "per month"), ("단가의 출처", "source of the price")],
        &[1],
    );
    for line in &estimate.cost.lines {
        let basis = match &line.basis {
            PriceBasis::Stated => pick(lang, "설계에 적힌 값", "stated").to_owned(),
            PriceBasis::Catalog(source) => source.get(lang).to_owned(),
        };
        let amount = money(line.amount(), line.currency, lang);
        section.row(&[design.place_name(line.place), &amount, &basis]);
    }
    if let Some((total, currency)) = estimate.cost.total(krw_per_usd) {
        let whole = said_of_total(estimate, lang);
        section.row(&[pick(lang, "합계", "total"), &money(total, currency, lang), &whole]);
    }
    if !section.rows.is_empty() && !estimate.cost.unpriced.is_empty() {
        let names: Vec<_> = estimate
            .cost
            .unpriced
            .iter()
            .map(|id| format!("`{}`", design.component(*id).path))
            .collect();
        let names = names.join(", ");
        section.notes.push(match lang {
            Lang::Ko => format!("가격이 없어 합계에 들어가지 않은 컴포넌트: {names}"),
            Lang::En => format!("Not in the total, because no price is known: {names}"),
        });
    }
    section
}

/// How much of the bill a total is: never a bare number.
fn said_of_total(estimate: &Estimate, lang: Lang) -> String {
    let places = |assumed: bool| {
        let lines = estimate.cost.lines.iter().filter(|line| !assumed || line.assumed);
        lines.map(|line| line.place).collect::<std::collections::BTreeSet<_>>().len()
    };
    let (priced, assumed) = (places(false), places(true));
    let all = priced + estimate.cost.unpriced.len();
    match lang {
        Lang::Ko => {
            let assumed = match assumed {
                0 => String::new(),
                count => format!(" · {count}개는 가정"),
            };
            format!("{all}개 중 {priced}개의 가격{assumed} · 지원 요금과 세금 제외")
        }
        Lang::En => {
            let assumed = match assumed {
                0 => String::new(),
                count => format!(" · {count} assumed"),
            };
            format!("the prices of {priced} of {all}{assumed} · without support and taxes")
        }
    }
}

fn money(amount: Interval, currency: Currency, lang: Lang) -> String {
    let dimension = match currency {
        Currency::Usd => Dimension::Usd,
        Currency::Krw => Dimension::Krw,
    };
    show(amount, dimension, lang)
}

fn complexity(estimate: &Estimate, lang: Lang) -> Section {
    let mut section = Section::titled(
        lang,
        ("복잡도", "Complexity"),
        &[("항목", "figure"), ("값", "value")],
        &[1],
    );
    let names = [
        pick(lang, "컴포넌트", "components"),
        pick(lang, "기술 종류", "technologies"),
        pick(lang, "상태 유지(Stateful) 컴포넌트", "stateful components"),
        pick(lang, "복제 연결", "replication links"),
        pick(lang, "수동 장애 조치", "manual failovers"),
        pick(lang, "장애 영역을 넘는 동기 호출", "synchronous cross-domain calls"),
        pick(lang, "순환 복잡도(E − N + 2P)", "cyclomatic number (E − N + 2P)"),
    ];
    for (name, (_, value)) in names.into_iter().zip(estimate.complexity.entries()) {
        section.row(&[name, &value.to_string()]);
    }
    section
}

/// Inputs that the design does not state.
fn assumptions(design: &Design, estimate: &Estimate, lang: Lang) -> Section {
    let mut section = Section::titled(lang, ("가정한 값", "Assumed"), &[], &[]);
    if let Some(spread) = estimate.spread {
        section.notes.extend(spread.demand.assumed.iter().map(|text| text.get(lang).to_owned()));
    }
    for figures in &estimate.components {
        let basis = figures.usage.map(|usage| (&usage.basis, usage.capacity_each));
        if let Some((CapacityBasis::Catalog(source), each)) = basis {
            let name = &design.component(figures.id).path;
            let each = show(Interval::exact(each), Dimension::Rate, lang);
            let source = source.get(lang);
            let text = text!(name, each, source;
                "`{name}` 컴포넌트 한 대의 용량 {each}: {source}",
                "capacity of one `{name}`, {each}: {source}"
            );
            section.notes.push(text.get(lang).to_owned());
        }
    }
    section.notes.extend(assumed_availabilities(design, estimate, lang));
    section
}

/// What the availabilities rest on, each basis once with the names that it holds for.
fn assumed_availabilities(design: &Design, estimate: &Estimate, lang: Lang) -> Vec<String> {
    let mut by_basis: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for (place, figure) in estimate.flows.iter().flat_map(|flow| &flow.availability.figures) {
        if figure.assumed {
            let places = by_basis.entry(figure.because.get(lang).to_owned()).or_default();
            if !places.contains(place) {
                places.push(*place);
            }
        }
    }
    let note = |(basis, places): (String, Vec<Place>)| {
        let names: Vec<_> =
            places.iter().map(|place| format!("`{}`", design.place_name(*place))).collect();
        format!("{}: {basis}", names.join(", "))
    };
    by_basis.into_iter().map(note).collect()
}
