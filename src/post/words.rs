//! How a post calls things and writes figures: by the labels that its picture shows.

pub use crate::say::number::duration;

use super::ground::Ground;
use crate::analysis::backlog::Backlog;
use crate::analysis::cost::Currency;
use crate::analysis::load::Interval;
use crate::analysis::recovery::Span;
use crate::analysis::{Reason, Unit};
use crate::catalog::Tech;
use crate::model::{ComponentId, Design, Dimension, FlowId, GroupId, Kind, Place};
use crate::say::{Piece, Text, number};
use crate::text;

/// The noun that stands behind a label of a kind, and those that say as much at its end.
fn nouns(kind: Kind) -> (&'static str, &'static [&'static str]) {
    match kind {
        Kind::User => ("", &[]),
        Kind::External => ("쪽", &["쪽", "API"]),
        Kind::Cdn => ("CDN", &["CDN"]),
        Kind::Dns => ("DNS", &["DNS"]),
        Kind::Nat => ("NAT", &["NAT", "게이트웨이"]),
        Kind::Waf => ("방화벽", &["방화벽", "WAF"]),
        Kind::Lb => ("로드 밸런서", &["로드 밸런서", "로드밸런서"]),
        Kind::Gateway => ("게이트웨이", &["게이트웨이"]),
        Kind::Worker | Kind::Batch => ("워커", &["워커", "소비자", "배치", "서버"]),
        Kind::Function => ("함수", &["함수"]),
        Kind::Web | Kind::Was | Kind::Service => ("서버", &["서버", "서비스"]),
        Kind::Cache => ("캐시", &["캐시", "저장소"]),
        Kind::Db => ("DB", &["DB", "데이터베이스", "디비", "저장소", "복제본"]),
        Kind::Queue => ("큐", &["큐", "토픽"]),
        Kind::Storage => ("저장소", &["저장소", "스토리지"]),
        Kind::Search => ("검색 엔진", &["검색 엔진", "검색"]),
        Kind::Monitor | Kind::Logs | Kind::Pipeline => ("", &[]),
    }
}

/// `결제` of `결제(PG)`.
fn without_bracket(label: &str) -> &str {
    match label.rfind('(') {
        Some(at) if label.ends_with(')') && at > 0 => label[..at].trim_end(),
        _ => label,
    }
}

/// A name as words: nothing in it is code.
fn words(ko: &str, en: &str) -> Text {
    let mut text = Text::default();
    text.push_words(ko, en);
    text
}

/// A component: in Korean its label with a noun that takes the particle, in English its label where
/// English is written with such letters, else its name.
pub fn called(design: &Design, id: ComponentId) -> Text {
    let component = design.component(id);
    let label = component.label.as_deref().unwrap_or(&component.name);
    let (noun, enough) = nouns(component.kind);
    let short = without_bracket(label);
    let ko = match noun {
        "" => short.to_owned(),
        _ if enough.iter().any(|it| short.ends_with(it)) => short.to_owned(),
        noun => format!("{short} {noun}"),
    };
    words(&ko, short_name(design, id))
}

fn short_name(design: &Design, id: ComponentId) -> &str {
    let component = design.component(id);
    match component.label.as_deref().map(without_bracket) {
        Some(label) if label.is_ascii() => label,
        _ => &component.path,
    }
}

/// A component by its label alone, as the picture shows it.
pub fn label(design: &Design, id: ComponentId) -> Text {
    let component = design.component(id);
    let label = component.label.as_deref().unwrap_or(&component.name);
    words(without_bracket(label), short_name(design, id))
}

pub fn group(design: &Design, id: GroupId) -> Text {
    let group = design.group(id);
    let label = group.label.as_deref().unwrap_or(&group.name);
    let title = group.kind.title();
    let noun = title.ko.split('(').next().unwrap_or_default().to_owned();
    let says_itself =
        label.ends_with(|c: char| ('가'..='힣').contains(&c)) || label.contains(&noun);
    let ko = if says_itself { label.to_owned() } else { format!("{label} {noun}") };
    let en = match group.label.as_deref() {
        Some(label) if label.is_ascii() => label.to_owned(),
        _ => format!("{} {}", title.en, group.path),
    };
    words(&ko, &en)
}

pub fn place(design: &Design, at: Place) -> Text {
    match at {
        Place::Component(id) => called(design, id),
        Place::Group(id) => group(design, id),
    }
}

pub fn unit(design: &Design, unit: Unit) -> Text {
    match unit {
        Unit::Replica(id, _) | Unit::Whole(id) => called(design, id),
        Unit::Domain(id) => group(design, id),
    }
}

/// The same where a line begins with it.
pub fn first(design: &Design, at: Unit) -> Text {
    let called = unit(design, at);
    match at {
        Unit::Domain(_) => Text { en: called.en.capitalized(), ..called },
        _ => called,
    }
}

/// `좌석 조회 여정`; of an implied flow `사용자의 요청`.
pub fn flow(design: &Design, id: FlowId) -> Text {
    let it = design.flow(id);
    if it.implied {
        let user = it.entry.first().map(|id| label(design, *id)).unwrap_or_default();
        return text!(user; "{user}의 요청", "every request of {user}");
    }
    let label = it.label.as_deref().unwrap_or(&it.name);
    let en = if label.is_ascii() { label } else { &it.name };
    words(&format!("{label} 여정"), &format!("the journey “{en}”"))
}

/// `좌석 조회, 예매 여정`.
pub fn flows(design: &Design, ids: &[FlowId]) -> Text {
    if let [one] = ids {
        return flow(design, *one);
    }
    if ids.iter().any(|id| design.flow(*id).implied) {
        return list(&ids.iter().map(|id| flow(design, *id)).collect::<Vec<_>>());
    }
    let names = ids.iter().map(|id| {
        let it = design.flow(*id);
        let label = it.label.as_deref().unwrap_or(&it.name);
        words(label, &format!("“{}”", if label.is_ascii() { label } else { &it.name }))
    });
    let names: Vec<Text> = names.collect();
    let names = match names.split_last() {
        Some((last, others)) if names.len() <= MOST => {
            let others = list(others);
            text!(others, last; "{others}, {last}", "{others} and {last}")
        }
        _ => list(&names),
    };
    let said = text!(names; "{names} 여정", "each of the journeys {names}");
    if ids.len() < design.flows.len() {
        return said;
    }
    Text::new(said.ko, "every journey")
}

/// Why something that stops a journey alone is not ours to double.
pub fn beyond(ground: &Ground, at: Place) -> Text {
    match at {
        Place::Component(id) if ground.study.kind(id) == Kind::External => text!(
            "저희 밖의 시스템이라 상대의 가용성이 상한입니다",
            "a system of others, whose availability is our ceiling"
        ),
        Place::Component(id) if ground.is_stated_managed(id) => text!(
            "여러 영역에 걸친 관리형이라 한 곳을 잃어도 이어지고, 서비스 전체가 멈추는 위험만 있습니다",
            "managed over several zones, so only the loss of the whole service stops it"
        ),
        Place::Component(_) => text!(
            "누가 운영하는지 적지 않아 업체의 서비스로 보았고, 그 서비스가 멈추면 함께 멈춥니다",
            "who runs it is not stated; taken as a provider's service, with which it stops"
        ),
        Place::Group(_) => text!("리전 전체를 잃는 위험입니다", "the loss of the whole region"),
    }
}

/// How long it takes to come back, and on what that rests where it is not stated.
pub fn back(time: &Span) -> Text {
    let takes = duration(time.lasts);
    match time.because {
        _ if time.is_lost() => text!("되살릴 수 없음", "never"),
        Reason::RestoreIfAny => {
            text!(takes; "백업이 있다면 {takes}", "{takes}, if there is a backup")
        }
        _ => takes,
    }
}

/// When what waits is worked off.
pub fn caught_up(backlog: &Backlog) -> Text {
    match backlog.drains_in().map(duration) {
        Some(takes) => {
            text!(takes; "피크가 끝나고 비우는 데 {takes} 걸립니다.", "Draining takes {takes} afterwards.")
        }
        None => text!(
            "평균으로도 처리보다 많이 들어와 끝없이 밀립니다.",
            "More comes on average, too, than is taken, so the backlog never ends."
        ),
    }
}

/// More names than these are counted.
const MOST: usize = 4;

/// A message as the post calls things: in Korean by their labels.
pub fn labelled(design: &Design, message: &Text) -> Text {
    let label = |path: &str| {
        let component = design.components.iter().find(|it| it.path == path)?;
        component.label.as_deref()
    };
    let mut en = message.en.plain();
    // Names stay as they are.
    if matches!(message.en.pieces().first(), Some(Piece::Words(_)))
        && let Some(first) = en.get_mut(..1)
    {
        first.make_ascii_uppercase();
    }
    Text::new(message.ko.labelled(label).plain(), en)
}

/// Names with commas between them; of many the first and how many more.
pub fn list(texts: &[Text]) -> Text {
    if texts.len() <= MOST {
        return Text::join(texts, ", ");
    }
    let (shown, more) = (Text::join(&texts[..MOST - 1], ", "), texts.len() - MOST + 1);
    text!(shown, more; "{shown} 외 {more}곳", "{shown} and {more} more")
}

pub fn components(design: &Design, ids: &[ComponentId]) -> Text {
    list(&ids.iter().map(|id| called(design, *id)).collect::<Vec<_>>())
}

/// What it is made with: `MySQL`, else its kind.
pub fn technology(design: &Design, id: ComponentId) -> Text {
    let component = design.component(id);
    match component.tech.as_deref() {
        Some(Tech { title, .. }) => words(title, title),
        None => component.kind.title(),
    }
}

/// Text of the design as it is written there.
pub fn quoted(text: &str) -> Text {
    words(text, text)
}

pub fn rps(value: f64) -> Text {
    number::computed(Dimension::Rate, value)
}

pub fn share(value: f64) -> Text {
    number::share(value)
}

/// How many so many are: `17.4`, `3`.
pub fn count(value: f64) -> Text {
    number::computed(Dimension::Count, value)
}

/// A factor of the traffic that holds, where it is ever come to.
pub fn reached(factor: f64) -> Option<Text> {
    factor.is_finite().then(|| number::margin(factor))
}

pub fn bytes(value: f64) -> Text {
    number::computed(Dimension::Bytes, value)
}

/// `월 $412(월 57만원)` where a rate is known.
pub fn money(amount: Interval, currency: Currency, krw_per_usd: Option<f64>) -> Text {
    let shown = number::between(currency.dimension(), amount.lo, amount.hi);
    let rate = krw_per_usd.filter(|rate| *rate > 0.0);
    match (currency, rate) {
        (Currency::Usd, Some(rate)) => {
            let won = number::between(Dimension::Krw, amount.lo * rate, amount.hi * rate);
            text!(shown, won; "{shown}({won})", "{shown} ({won})")
        }
        _ => shown,
    }
}

/// An amount that is not by the month: `$0.12`.
pub fn paid(amount: f64, currency: Currency) -> Text {
    number::sum(currency.dimension(), amount)
}
