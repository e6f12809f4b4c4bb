//! The second week: what is assumed, what follows, and what becomes of the data.

use super::ground::Ground;
use super::sections::{Page, Rows, heading, or_unknown, unknown};
use super::words;
use crate::analysis::load::{CapacityBasis, Interval};
use crate::analysis::recovery::{Disruption, Span};
use crate::model::{Attr, ComponentId, Dimension, GroupKind, Kind};
use crate::say::{Lang, Text, number};
use crate::text;

pub fn section(ground: &Ground, lang: Lang) -> Page {
    let mut page = Page::default();
    let assumed = assumptions(ground, lang);
    if !assumed.is_empty() {
        heading(&mut page, lang, "가정", "Assumptions");
        assumed.write(&mut page);
    }
    heading(&mut page, lang, "결과", "Results");
    if ground.study.demand().is_none() {
        let none = text!(
            "트래픽을 아직 정하지 않아 부하를 계산하지 못했습니다. 채울 사실: `dau`, `requests-per-user`, `peak`.",
            "No traffic is decided yet, so no load was computed. Missing: `dau`, `requests-per-user`, `peak`."
        );
        page.theirs(none.get(lang)).ours("\n\n");
        return page;
    }
    traffic(ground, lang).write(&mut page);
    load(ground, lang).write(&mut page);
    page
}

fn between(dimension: Dimension, value: Interval) -> Text {
    number::between(dimension, value.lo, value.hi)
}

fn assumptions(ground: &Ground, lang: Lang) -> Rows {
    let head = [("입력", "input"), ("값", "value"), ("근거", "source")];
    let mut rows = Rows::new(lang, ("", ""), &head, &[1]);
    let traffic = &ground.design().traffic;
    let ours = text!("저희가 정한 값", "our assumption");
    for (attr, ko, en) in INPUTS {
        if let Some(value) = traffic.quantity(*attr) {
            let shown = number::amount(value.dimension, value.lo, value.hi);
            rows.row(&[&Text::new(*ko, *en), &shown, &ours]);
        }
    }
    let open =
        ground.study.demand().map_or_else(Vec::new, |demand| demand.assumptions(ground.design()));
    for text in &open {
        rows.row(&[text, &unknown(), &text!("적지 않음", "not stated")]);
    }
    for id in ground.design().component_ids() {
        let Some(usage) = ground.usage(id).filter(|usage| usage.peak() > 0.0) else { continue };
        let called = ground.called(id);
        let what = text!(called; "{called} 1대의 처리량", "what one {called} carries");
        let source = match &usage.basis {
            CapacityBasis::Stated => text!("설계에 적은 값", "stated in the design"),
            CapacityBasis::Catalog(source) => source.clone(),
        };
        rows.row(&[&what, &words::rps(usage.capacity_each), &source]);
    }
    for (cache, _) in ground.shields() {
        let hits = ground.facts(cache).number(Attr::HitRatio, Dimension::Ratio);
        if let Some(hits) = hits {
            let called = ground.called(cache);
            let what = text!(called; "{called} 적중률", "hit ratio of {called}");
            rows.row(&[&what, &number::amount(hits.dimension, hits.lo, hits.hi), &ours]);
        }
    }
    rows
}

/// The inputs of a traffic estimate, as people call them.
const INPUTS: &[(Attr, &str, &str)] = &[
    (Attr::Dau, "하루 활성 사용자(DAU)", "daily active users (DAU)"),
    (Attr::RequestsPerUser, "1인당 하루 요청", "requests a user a day"),
    (Attr::Rps, "평균 RPS", "average RPS"),
    (Attr::Peak, "피크 배수(집중률)", "peak factor"),
    (Attr::PeakFor, "피크가 이어지는 시간", "how long a peak lasts"),
    (Attr::BusiestHour, "가장 바쁜 시간의 비중", "share of the busiest hour"),
    (Attr::Reads, "읽기 비율", "share of reads"),
    (Attr::Payload, "쓰기 1건의 크기", "size of a write"),
    (Attr::Response, "응답 1건의 크기", "size of a response"),
    (Attr::Retention, "보관 기간", "retention"),
];

fn traffic(ground: &Ground, lang: Lang) -> Rows {
    let head = [("항목", "figure"), ("값", "value"), ("계산", "derivation")];
    let mut rows = Rows::new(lang, ("트래픽", "Traffic"), &head, &[1]);
    let Some(demand) = ground.study.demand() else { return rows };
    let working = |words: &str| Text::same(words);
    rows.row(&[
        &text!("평균 RPS", "average RPS"),
        &between(Dimension::Rate, demand.average),
        &working(&demand.average_derivation),
    ]);
    rows.row(&[
        &text!("피크 RPS", "peak RPS"),
        &between(Dimension::Rate, demand.peak),
        &working(&demand.peak_derivation),
    ]);
    let Some(data) = ground.study.data() else { return rows };
    rows.row(&[
        &text!("하루 데이터", "data a day"),
        &between(Dimension::Bytes, data.per_day),
        &working(&data.per_day_derivation),
    ]);
    for (id, kept, derivation) in &data.stores {
        let called = ground.called(*id);
        let what = text!(called; "보관 기간 뒤 {called}", "{called} after the retention");
        rows.row(&[&what, &between(Dimension::Bytes, *kept), &working(derivation)]);
    }
    rows
}

fn load(ground: &Ground, lang: Lang) -> Rows {
    let head = [
        ("구성 요소", "component"),
        ("피크", "peak"),
        ("대수", "instances"),
        ("한계", "limit"),
        ("이용률", "utilization"),
        ("계산", "derivation"),
    ];
    let mut rows =
        Rows::new(lang, ("구성 요소별 부하", "Load of each component"), &head, &[1, 2, 3, 4]);
    let Some(spread) = ground.study.load() else { return rows };
    for id in ground.design().component_ids() {
        let peak = spread.at(id).peak;
        if peak.hi <= 0.0 || ground.study.kind(id) == Kind::User {
            continue;
        }
        let usage = ground.usage(id);
        let count = Text::same(ground.design().running(id).to_string());
        let outside = ground.study.kind(id) == Kind::External || ground.design().spans_zones(id);
        rows.row(&[
            &words::label(ground.design(), id),
            &between(Dimension::Rate, peak),
            &if outside { unknown() } else { count },
            &or_unknown(usage.map(|usage| words::rps(usage.capacity))),
            &or_unknown(usage.map(|it| number::shares(it.utilization.lo, it.utilization.hi))),
            &Text::same(spread.derivation(ground.design(), id)),
        ]);
    }
    rows
}

/// What becomes of each database when something is lost.
pub fn database_section(ground: &Ground, lang: Lang) -> Page {
    let mut page = Page::default();
    let stores: Vec<ComponentId> = ground.primaries();
    if stores.is_empty() {
        return page;
    }
    heading(&mut page, lang, "DB가 죽으면", "When the database dies");
    for db in stores {
        recovery(ground, db, lang).write(&mut page);
    }
    page
}

fn recovery(ground: &Ground, db: ComponentId, lang: Lang) -> Rows {
    let head = [
        ("무엇을 잃으면", "what is lost"),
        ("복구 시간(RTO)", "to recover (RTO)"),
        ("유실(RPO)", "data lost (RPO)"),
        ("근거", "why"),
    ];
    let called = ground.called(db);
    let (ko, en) = (called.get(Lang::Ko), called.get(Lang::En));
    let mut rows = Rows::new(lang, (ko, en), &head, &[]);
    for what in Disruption::ALL {
        let recovery = ground.recovery_from(db, what);
        if recovery.is_none() && !is_drawn(ground, what) {
            continue;
        }
        let because = recovery.as_ref().map(|it| it.time.because.words());
        let time = recovery.as_ref().map(|it| shown(&it.time));
        let loss = recovery.as_ref().and_then(|it| it.loss.as_ref()).map(lost);
        let untouched = ground.study.is_provided(db);
        let why = because.unwrap_or_else(|| match untouched {
            true => text!(
                "제공자가 여러 곳에 두고 알아서 잇습니다",
                "the provider keeps it in several places"
            ),
            false => text!("어디에 두는지 적지 않아 모릅니다", "where it stands is not stated"),
        });
        let open = || match untouched && recovery.is_none() {
            true => text!("영향 없음", "not touched"),
            false => text!("모름", "not known"),
        };
        let (time, loss) = (time.unwrap_or_else(open), loss.unwrap_or_else(open));
        rows.row(&[&title(what), &time, &loss, &why]);
    }
    if let Some(goal) = ground.goal(db, Attr::Rto) {
        let goal = words::duration(goal);
        rows.note(&text!(goal; "목표 복구 시간은 {goal}입니다.", "The objective is to recover within {goal}."));
    }
    if let Some(goal) = ground.goal(db, Attr::Rpo) {
        let goal = words::duration(goal);
        rows.note(&text!(goal; "목표 유실 범위는 {goal}입니다.", "The objective is to lose at most {goal}."));
    }
    rows
}

/// Whether something is drawn that may be lost so.
fn is_drawn(ground: &Ground, what: Disruption) -> bool {
    let design = ground.design();
    let has = |kind| design.group_ids().any(|id| design.group(id).kind == kind);
    match what {
        Disruption::Zone => !ground.zones().is_empty(),
        Disruption::Region => has(GroupKind::Region),
        _ => true,
    }
}

fn title(what: Disruption) -> Text {
    match what {
        Disruption::Process => Text::new("프로세스", "the process"),
        Disruption::Instance => Text::new("서버 1대", "one instance"),
        Disruption::Zone => Text::new("가용 영역", "a zone"),
        Disruption::Region => Text::new("리전", "the region"),
        Disruption::Corruption => Text::new("잘못된 삭제", "a mistaken delete"),
    }
}

/// Of what was written.
fn lost(span: &Span) -> Text {
    match span.is_lost() {
        true => text!("전부", "all of it"),
        false => words::duration(span.lasts),
    }
}

fn shown(span: &Span) -> Text {
    match span.is_lost() {
        true => text!("되살릴 수 없음", "never"),
        false => words::duration(span.lasts),
    }
}
