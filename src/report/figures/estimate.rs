//! `archlint estimate` for people: traffic, components, flows, cost and complexity.

use super::table::Section;
use super::units::{self, lasting, rps, share, show};
use super::{bill, recovery};
use crate::analysis::Reason;
use crate::analysis::Study;
use crate::analysis::estimate::{ComponentFigures, Estimate, PartFigures, PoolFigures};
use crate::analysis::load::{CapacityBasis, Interval, mix_taken_as_reads, sent_beside_steps};
use crate::model::{Design, Dimension, Duration, FlowId, LinkId, Place};
use crate::say::Lang;
use crate::say::number::{self, fixed};
use crate::text;

/// The Korean or the English words.
pub(super) fn pick<'a>(lang: Lang, ko: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Ko => ko,
        Lang::En => en,
    }
}

pub(super) fn sections(study: &Study, estimate: &Estimate, lang: Lang) -> Vec<Section> {
    let design = study.design();
    vec![
        traffic(estimate, lang),
        components(design, estimate, lang),
        availability(design, estimate, lang),
        sources(design, estimate.bases(false), lang),
        latencies(design, estimate, lang),
        stores(design, estimate, lang),
        recovery::classes(study, lang),
        bill::lines(study, lang),
        bill::answers(study, lang),
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
        section.notes.push(without_traffic(lang).to_owned());
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
    let pools = || estimate.pools.iter().filter(|pool| pool.is_sized(design));
    for figures in &estimate.components {
        section.rows.push(component(design, figures, lang));
        let own = estimate.parts.iter().filter(|it| design.part(it.id).carrier == figures.id);
        section.rows.extend(own.map(|it| part(design, it, lang)));
    }
    section.rows.extend(pools().map(|it| pool(design, it, lang)));
    let alone = |it: &&ComponentFigures| pools().all(|pool| !pool.members.contains(&it.id));
    section.notes = (estimate.components.iter().filter(alone))
        .filter_map(|figures| verdict(design, figures, lang))
        .collect();
    section.notes.extend(pools().filter_map(|it| pool_verdict(design, it, lang)));
    section.notes.extend(circles(design, estimate, lang));
    section.notes.extend(counted_twice(design, estimate, lang));
    section.notes.extend(beside_steps(design, estimate, lang));
    section
}

fn component(design: &Design, figures: &ComponentFigures, lang: Lang) -> Vec<String> {
    let unknown = || "–".to_owned();
    let usage = figures.usage;
    let sizing = figures.sizing;
    let count = |count: Option<u32>| count.map_or_else(unknown, |count| count.to_string());
    vec![
        design.component(figures.id).path.clone(),
        rps(figures.average, lang),
        rps(figures.peak, lang),
        usage.map_or_else(unknown, |usage| rps(Some(Interval::exact(usage.capacity)), lang)),
        usage.map_or_else(unknown, |usage| units::utilization(design, figures.id, usage, lang)),
        count(sizing.map(|sizing| sizing.needed)),
        count(sizing.map(|sizing| sizing.n_plus_one)),
        count(sizing.and_then(|sizing| sizing.zone_loss)),
        figures.peak_derivation.clone(),
    ]
}

/// The row of a pool: `api1 | api2`.
fn pool(design: &Design, figures: &PoolFigures, lang: Lang) -> Vec<String> {
    let count = |count: Option<u32>| count.map_or_else(|| "–".to_owned(), |it| it.to_string());
    let exact = |value: Option<f64>| rps(value.map(Interval::exact), lang);
    let used = figures.peak.zip(figures.capacity).filter(|(_, capacity)| *capacity > 0.0);
    let used = used.map(|(peak, capacity)| share(Interval::exact(peak / capacity), lang));
    vec![
        figures.name(design, " | "),
        exact(figures.average),
        exact(figures.peak),
        exact(figures.capacity),
        used.unwrap_or_else(|| "–".to_owned()),
        count(figures.needed),
        count(figures.n_plus_one()),
        String::new(),
        String::new(),
    ]
}

fn pool_verdict(design: &Design, figures: &PoolFigures, lang: Lang) -> Option<String> {
    let (needed, spare, least) = (figures.needed?, figures.n_plus_one()?, figures.least?);
    let name = format!("`{}`", figures.name(design, "`, `"));
    let peak = rps(figures.peak.map(Interval::exact), lang);
    let target = share(Interval::exact(figures.target), lang);
    let load = number::term(figures.peak?);
    let working = format!("⌈{load} ÷ ({} × {target})⌉ = {needed}", number::term(least));
    let text = text!(
        name, peak, target, needed, spare, working;
        "피크 RPS {peak}에서 이용률 {target}를 지키려면 {name} 컴포넌트는 합해서 {needed}대, 한 대를 잃고도 지키려면 {spare}대가 필요합니다: {working}",
        "The peak is {peak}: to stay at {target} {name} together need {needed}, and {spare} to stay there with one lost: {working}"
    );
    Some(text.get(lang).to_owned())
}

/// A row below that of the carrier, which has the capacity.
fn part(design: &Design, figures: &PartFigures, lang: Lang) -> Vec<String> {
    let name = format!("· {}", design.part(figures.id).path);
    let average = rps(figures.arrival.map(|it| it.average), lang);
    let peak = rps(figures.arrival.map(|it| it.peak), lang);
    let mut row = vec![name, average, peak];
    row.resize(8, String::new());
    row.push(String::new());
    row
}

/// Where messages and calls that came round are not followed further.
fn circles(design: &Design, estimate: &Estimate, lang: Lang) -> Vec<String> {
    let links = estimate.spread.map(|spread| spread.stopped_at(design)).unwrap_or_default();
    let note = |id: LinkId| {
        let name = design.link_name(id);
        if design.link(id).arrow.symbol() == "->" {
            return text!(
                name;
                "돌아온 요청은 `{name}`에서 한 번만 세고 더 따라가지 않았습니다.",
                "Requests that came round are counted once at `{name}` and not followed further."
            );
        }
        text!(
            name;
            "돌아온 메시지는 `{name}`에서 한 번만 세고 더 따라가지 않았습니다.",
            "Messages that came round are counted once at `{name}` and not followed further."
        )
    };
    links.into_iter().map(|id| note(id).get(lang).to_owned()).collect()
}

/// Connections whose `share` repeats that of the only flow over them.
fn counted_twice(design: &Design, estimate: &Estimate, lang: Lang) -> Vec<String> {
    let twice = estimate.spread.map(|spread| spread.counted_twice()).unwrap_or_default();
    let note = |(link, flow): &(LinkId, FlowId)| {
        let (name, flow) = (design.link_name(*link), &design.flow(*flow).name);
        text!(
            name, flow;
            "`{name}`의 `share`는 흐름 `{flow}`의 `share`와 같아 두 번 곱해집니다. 연결의 `share`를 지우세요.",
            "The `share` of `{name}` is that of flow `{flow}` and counts twice: remove it from the connection."
        )
    };
    twice.iter().map(|it| note(it).get(lang).to_owned()).collect()
}

/// Messages of flows that do not draw them.
fn beside_steps(design: &Design, estimate: &Estimate, lang: Lang) -> Vec<String> {
    let beside = estimate.spread.map(|spread| sent_beside_steps(design, spread));
    let note = |(link, flow): (LinkId, FlowId)| {
        let (name, flow) = (design.link_name(link), &design.flow(flow).name);
        text!(
            name, flow;
            "`{name}`에는 흐름 `{flow}`의 메시지도 들어 있습니다. 단계로 그리지 않아도 메시지는 보냅니다.",
            "`{name}` carries the messages of flow `{flow}`, too: they are sent whether or not a step draws them."
        )
    };
    beside.into_iter().flatten().map(|it| note(it).get(lang).to_owned()).collect()
}

/// "피크 347 rps이므로 …대": the sentence that a review asks for.
fn verdict(design: &Design, figures: &ComponentFigures, lang: Lang) -> Option<String> {
    let usage = figures.usage?;
    let name = &design.component(figures.id).path;
    let differs = (usage.peak_sent() / usage.peak() - 1.0).abs() > 1e-9;
    let sent = Some(Interval::exact(usage.peak_sent())).filter(|_| differs);
    let peak = rps(sent.or(figures.peak), lang);
    let calm = match usage.peak_sent() < usage.peak() * (1.0 - 1e-9) {
        true => pick(lang, "재시도를 빼고 ", "Without the retries of what is full, "),
        false => "",
    };
    let target = share(Interval::exact(usage.target), lang);
    let Some(sizing) = figures.sizing else {
        // Copies that read would help, so that it is not the writes.
        let text = match usage.readable_replicas_at(usage.target) {
            Some(_) if usage.replicas < 2 => text!(
                name;
                "`{name}` 컴포넌트는 한 대가 요청을 모두 받으므로, 대수를 늘려도 이용률이 줄지 않습니다.",
                "One `{name}` takes all requests; more replicas would stand by and do not help."
            ),
            Some(_) if usage.shards > 1.0 => text!(
                name;
                "`{name}` 컴포넌트는 샤드마다 한 대가 요청을 받고 나머지는 대기하므로, 대수를 늘려도 이용률이 줄지 않습니다.",
                "Of each shard of `{name}` one serves and the others stand by; more replicas do not help."
            ),
            Some(_) => text!(
                name;
                "`{name}` 컴포넌트는 한 대가 요청을 모두 받고 나머지는 대기하므로, 대수를 늘려도 이용률이 줄지 않습니다.",
                "Of `{name}` one serves and the others stand by; more replicas do not help."
            ),
            None => text!(
                name, target, used = number::share(usage.writes_of_one());
                "`{name}` 컴포넌트는 쓰기만으로 주 서버 한 대의 {used}라, 대수를 늘려도 {target} 아래로 내려가지 않습니다.",
                "The writes of `{name}` alone are {used} of what one primary takes; more replicas do not bring it to {target}."
            ),
        };
        return Some(text.get(lang).to_owned());
    };
    let (needed, spare) = (sizing.needed, sizing.n_plus_one);
    // That one of a size nobody stated will do is no news.
    if usage.peak() == 0.0 || (needed <= 1 && usage.basis != CapacityBasis::Stated) {
        return None;
    }
    let working = usage.sizing_derivation(needed);
    let the = if calm.is_empty() { "The" } else { "the" };
    Some(match lang {
        Lang::Ko => format!(
            "{calm}피크 RPS {peak}에서 이용률 {target}를 지키려면 `{name}` 컴포넌트는 {needed}대, 한 대를 잃고도 지키려면 {spare}대가 필요합니다: {working}"
        ),
        Lang::En => format!(
            "{calm}{the} peak is {peak}: to stay at {target} `{name}` needs {needed}, and {spare} to stay there with one lost: {working}"
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
            .map(|(place, down)| {
                let time = lasting(*down, lang);
                format!("{} {time}", design.place_name(*place))
            })
            .collect();
        let down = it.outlook.unavailability * Duration::YEAR.as_seconds();
        let down = Interval { lo: down.lo, hi: down.hi };
        section.row(&[
            &design.flow(it.flow).name,
            &units::availability(it.outlook.unavailability, lang),
            &units::availability(it.full.unavailability, lang),
            &show(down, Dimension::Duration, lang),
            &fixed(it.outlook.outages_per_year, 2),
            &causes.join(", "),
        ]);
    }
    for figures in estimate.flows.iter().filter(|figures| figures.cut_sets.pairs.is_none()) {
        let flow = &design.flow(figures.availability.flow).name;
        let note = text!(
            flow;
            "`{flow}` 흐름은 둘이 함께 멈춰야 멈추는 조합이 너무 많아, 하나만 멈춰도 멈추는 것만 셌습니다.",
            "Of flow `{flow}` there are too many pairs that take it down together: only what does so alone is listed."
        );
        section.notes.push(note.get(lang).to_owned());
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
        &[
            ("흐름", "flow"),
            ("지연 시간", "latency"),
            ("p99(추정)", "p99, an estimate"),
            ("요청 경로", "critical path"),
        ],
        &[1, 2],
    );
    for figures in &estimate.flows {
        let Some(latency) = figures.latency else { continue };
        let path: Vec<String> = latency
            .path
            .iter()
            .map(|step| {
                let name = &design.component(step.id).path;
                let part = lasting(step.whole(), lang);
                if step.whole() > Duration::ZERO { format!("{name} {part}") } else { name.clone() }
            })
            .collect();
        let total = lasting(latency.mean, lang);
        let flow = &design.flow(figures.availability.flow).name;
        let p99 = latency.p99.map(|p99| lasting(p99, lang));
        section.row(&[flow, &total, p99.as_deref().unwrap_or("–"), &path.join(" → ")]);
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
        section
            .notes
            .extend(spread.demand.assumptions(design).iter().map(|text| text.get(lang).to_owned()));
        if mix_taken_as_reads(design, spread).is_some() {
            let text = text!(
                "`reads`를 적지 않아 모두 읽기로 봅니다",
                "`reads` not stated; all requests taken to read"
            );
            section.notes.push(text.get(lang).to_owned());
        }
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
    section.notes.extend(bases(design, estimate, true, lang));
    section
}

pub(super) fn without_traffic(lang: Lang) -> &'static str {
    pick(
        lang,
        "`traffic`에 `dau`나 `rps`가 없어 부하를 계산하지 않았습니다.",
        "No `dau` or `rps` is stated in `traffic`, so no load was computed.",
    )
}

/// What the availabilities rest on, each basis once with the names that it holds for.
fn bases(design: &Design, estimate: &Estimate, assumed: bool, lang: Lang) -> Vec<String> {
    told(design, estimate.bases(assumed), lang)
}

fn told(design: &Design, bases: Vec<(Reason, Vec<Place>)>, lang: Lang) -> Vec<String> {
    let note = |(basis, places): (Reason, Vec<Place>)| {
        let basis = basis.words();
        let names: Vec<_> =
            places.iter().map(|place| format!("`{}`", design.place_name(*place))).collect();
        format!("{}: {}", names.join(", "), basis.get(lang))
    };
    bases.into_iter().map(note).collect()
}

/// Stated and published availabilities, with where they were taken from.
pub(super) fn sources(design: &Design, bases: Vec<(Reason, Vec<Place>)>, lang: Lang) -> Section {
    let title = ("가용성의 출처", "Sources of availability");
    let mut section = Section::titled(lang, title, &[], &[]);
    section.notes = told(design, bases, lang);
    section
}
