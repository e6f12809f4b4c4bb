//! Words that many findings share.

use super::context::{Context, Hurt};
use crate::analysis::availability::MINUTES_PER_YEAR;
use crate::maths;
use crate::model::{Attr, ComponentId, FlowId, GroupId, Kind, LinkId, ReplicaBasis};
use crate::text;
use crate::text::{Particle, Text, with_particle};

/// How a component or group is called in a sentence: its name in code marks, and in Korean a noun
/// behind it that takes the particle.
#[derive(Clone, Debug)]
pub struct Called {
    pub ko: String,
    pub en: String,
}

impl Called {
    /// 은/는
    pub fn topic(&self) -> String {
        with_particle(&self.ko, Particle::Topic)
    }

    /// 이/가
    pub fn subject(&self) -> String {
        with_particle(&self.ko, Particle::Subject)
    }

    /// 을/를
    pub fn object(&self) -> String {
        with_particle(&self.ko, Particle::Object)
    }

    /// 과/와
    pub fn with(&self) -> String {
        with_particle(&self.ko, Particle::With)
    }
}

fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::User => "사용자",
        Kind::External => "외부 시스템",
        Kind::Cdn | Kind::Dns | Kind::Service => "서비스",
        Kind::Nat => "NAT",
        Kind::Waf => "방화벽",
        Kind::Lb => "로드 밸런서",
        Kind::Gateway => "게이트웨이",
        Kind::Web => "웹 서버",
        Kind::Was => "서버",
        Kind::Function => "함수",
        Kind::Worker => "워커",
        Kind::Batch => "배치 작업",
        Kind::Cache => "캐시",
        Kind::Db => "데이터베이스",
        Kind::Queue => "메시지 큐",
        Kind::Storage => "스토리지",
        Kind::Search => "검색 엔진",
        Kind::Monitor | Kind::Logs | Kind::Pipeline => "컴포넌트",
    }
}

impl Context<'_> {
    pub fn called(&self, id: ComponentId) -> Called {
        let component = self.design.component(id);
        let name = &component.path;
        Called { ko: format!("`{name}` {}", noun(component.kind)), en: format!("`{name}`") }
    }

    pub fn called_group(&self, id: GroupId) -> Called {
        let group = self.design.group(id);
        let (name, title) = (&group.path, group.kind.title());
        let noun = title.ko.split('(').next().unwrap_or("그룹").to_string();
        Called { ko: format!("`{name}` {noun}"), en: format!("{} `{name}`", title.en) }
    }

    /// `` `a`, `b` and `c` ``, cut short after five.
    pub fn names(&self, ids: &[ComponentId]) -> Text {
        listed(ids.iter().map(|id| self.design.component(*id).path.clone()))
    }

    /// `` `a->b`, `b->c` ``, cut short after five.
    pub fn link_names(&self, ids: &[LinkId]) -> Text {
        listed(ids.iter().map(|id| self.design.link_name(*id)))
    }

    /// Said behind a number of one that nobody wrote down.
    pub fn assumed_one(&self, id: ComponentId) -> Text {
        match self.design.replicas(id).basis {
            ReplicaBasis::Assumed => {
                text!(" (명시하지 않아 1대로 봅니다)", " (taken as 1, not stated)")
            }
            _ => Text::default(),
        }
    }

    /// How a flow is called in a sentence.
    pub fn called_flow(&self, id: FlowId) -> Text {
        let flow = self.design.flow(id);
        let name = &flow.name;
        match flow.implied {
            true => text!("`{name}` 사용자의 요청", "every request of `{name}`"),
            false => text!("`{name}` 흐름", "the flow `{name}`"),
        }
    }

    /// What stops with the place, and how little that may happen.
    pub fn stakes(&self, hurt: Hurt) -> Text {
        let flow = self.called_flow(hurt.flow);
        let budget = self.downtime_budget(hurt.flow);
        let (ko, ko_budget) = (with_particle(&flow.ko, Particle::Subject), &budget.ko);
        let (en, en_budget) = (&flow.en, &budget.en);
        text!(
            "여기가 멈추면 {ko} 함께 멈춥니다. {ko_budget}",
            "When it stops, {en} stops with it. {en_budget}",
        )
    }

    /// What the flow's objective allows in a year.
    pub fn downtime_budget(&self, flow: FlowId) -> Text {
        let objective = self.objective(Some(flow));
        let minutes = (1.0 - objective) * MINUTES_PER_YEAR;
        let allowed = duration(minutes);
        let percent = percent(objective);
        let (ko, en) = (&allowed.ko, &allowed.en);
        match self.stated_objective(Some(flow), Attr::Availability).is_some() {
            true => text!(
                "목표 {percent}는 1년에 {ko}까지만 멈출 수 있다는 약속입니다.",
                "Its objective of {percent} allows {en} of downtime a year."
            ),
            false => text!(
                "목표가 없어 99.9%로 보면 1년에 {ko}까지만 멈출 수 있습니다.",
                "With no objective stated, 99.9% is assumed: {en} of downtime a year."
            ),
        }
    }

    /// The duration that an objective of recovery states, in seconds.
    pub fn stated_seconds(&self, flow: Option<FlowId>, attr: Attr) -> Option<f64> {
        self.stated_objective(flow, attr).map(|duration| duration.low())
    }
}

/// Names in code marks, cut short after five.
fn listed(names: impl ExactSizeIterator<Item = String>) -> Text {
    let more = names.len().saturating_sub(5);
    let shown: Vec<String> = names.take(5).map(|name| format!("`{name}`")).collect();
    let shown = shown.join(", ");
    match more {
        0 => Text::same(shown),
        _ => text!("{shown} 외 {more}개", "{shown} and {more} more"),
    }
}

/// The texts as one, those without words left out.
pub fn sentences(texts: &[Text]) -> Text {
    let said: Vec<Text> = texts.iter().filter(|text| !text.en.is_empty()).cloned().collect();
    Text::join(&said, " ")
}

/// `99.95%`: an availability with three digits of what is missing, without needless zeros.
pub fn percent(ratio: f64) -> String {
    let missing = ((1.0 - ratio) * 100.0).abs().max(1e-4);
    let decimals = (2.0 - maths::log10(missing).floor()).clamp(1.0, 6.0) as usize;
    let digits = format!("{:.decimals$}", ratio * 100.0);
    format!("{}%", digits.trim_end_matches('0').trim_end_matches('.'))
}

/// Minutes as people say them.
fn duration(minutes: f64) -> Text {
    let minutes = (minutes * 10.0).round() / 10.0;
    if minutes >= 120.0 {
        let hours = (minutes / 6.0).round() / 10.0;
        return text!("{hours}시간", "{hours} hours");
    }
    text!("{minutes}분", "{minutes} minutes")
}

/// Seconds as people say them.
pub fn seconds(seconds: f64) -> Text {
    let whole = |value: f64| (value * 10.0).round() / 10.0;
    match seconds {
        s if s < 1.0 => {
            let n = whole(s * 1000.0);
            text!("{n}밀리초", "{n}ms")
        }
        s if s < 120.0 => {
            let n = whole(s);
            text!("{n}초", "{n}s")
        }
        s if s < 7200.0 => {
            let n = whole(s / 60.0);
            text!("{n}분", "{n}m")
        }
        s if s < 172_800.0 => {
            let n = whole(s / 3600.0);
            text!("{n}시간", "{n}h")
        }
        s => {
            let n = whole(s / 86_400.0);
            text!("{n}일", "{n}d")
        }
    }
}
