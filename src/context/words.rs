//! Words that many findings share.

use super::Context;
use crate::analysis::Spof;
use crate::analysis::availability::downtime_a_year;
use crate::analysis::latency::Step;
use crate::model::{
    Attr, ComponentId, Dimension, Duration, FlowId, GroupId, Kind, LinkId, Place, ReplicaBasis,
};
use crate::say::{Line, Text, number};
use crate::text;

fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::User => "사용자",
        Kind::External => "외부 시스템",
        Kind::Cdn | Kind::Dns | Kind::Service => "서비스",
        Kind::Nat => "NAT 게이트웨이",
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
    /// How a component is called in a sentence: by its name, and in Korean with a noun behind it
    /// that takes the particle.
    pub fn called(&self, id: ComponentId) -> Text {
        let component = self.design.component(id);
        Text::name(&component.path, noun(component.kind))
    }

    /// How a group is called in a sentence.
    pub fn called_group(&self, id: GroupId) -> Text {
        let group = self.design.group(id);
        let (mut ko, mut en) = (Line::default(), Line::default());
        ko.push_name(&group.path, &group.kind.noun());
        en.push_words(&format!("{} ", group.kind.title().en));
        en.push_name(&group.path, "");
        Text { ko, en }
    }

    /// The name alone.
    pub fn place_name(&self, place: Place) -> Text {
        Text::name(self.design.place_name(place), "")
    }

    /// The component's name alone.
    pub fn name(&self, id: ComponentId) -> Text {
        self.place_name(Place::Component(id))
    }

    /// `` `a`, `b` and 2 more ``, cut short after five.
    pub fn names(&self, ids: &[ComponentId]) -> Text {
        listed(ids.iter().map(|id| Text::name(&self.design.component(*id).path, "")))
    }

    /// `` `a->b`, `b->c` ``, cut short after five.
    pub fn link_names(&self, ids: &[LinkId]) -> Text {
        listed(ids.iter().map(|id| Text::name(&self.design.link_name(*id), "")))
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
        let name = &self.design.flow(id).name;
        match self.design.flow(id).implied {
            true => {
                let user = Text::name(name, "사용자");
                text!(user; "{user}의 요청", "every request of {user}")
            }
            false => text!(name; "`{name}` 흐름", "the flow `{name}`"),
        }
    }

    /// What stops with the place, and how little that may happen.
    pub fn stakes(&self, spof: Spof) -> Text {
        let (flow, budget) = (self.called_flow(spof.flow), self.downtime_budget(spof.flow));
        text!(
            flow, budget;
            "여기가 멈추면 {flow:이} 함께 멈춥니다. {budget}",
            "When it stops, {flow} stops with it. {budget}",
        )
    }

    /// What the flow's objective allows in a year.
    pub fn downtime_budget(&self, flow: FlowId) -> &Text {
        self.budgets[flow.index()].get_or_init(|| self.budget_in_words(flow))
    }

    fn budget_in_words(&self, flow: FlowId) -> Text {
        let objective = self.objective(Some(flow));
        let allowed = number::duration(downtime_a_year(1.0 - objective));
        let percent = percent(objective);
        match self.stated_objective(Some(flow), Attr::Availability).is_some() {
            true => text!(
                percent, allowed;
                "목표 {percent}는 1년에 {allowed}까지만 멈출 수 있다는 약속입니다.",
                "Its objective of {percent} allows {allowed} of downtime a year."
            ),
            false => text!(
                allowed;
                "목표가 없어 99.9%로 보면 1년에 {allowed}까지만 멈출 수 있습니다.",
                "With no objective stated, 99.9% is assumed: {allowed} of downtime a year."
            ),
        }
    }

    /// `api 120ms + orders 100ms = 220ms`
    pub fn steps_working(&self, steps: &[Step], total: Duration) -> String {
        let name = |step: &Step| &self.design.component(step.id).path;
        let part = |step| format!("{} {}", name(step), number::time_term(step.whole()));
        let total = number::time_term(total);
        format!("{} = {total}", steps.iter().map(part).collect::<Vec<_>>().join(" + "))
    }

    /// `api` 120ms, `orders` 180ms (waiting 80ms)
    pub fn steps_named(&self, steps: &[Step]) -> Text {
        let named = |step: &Step| {
            let name = self.name(step.id);
            let (takes, waits) = (number::duration(step.whole()), number::duration(step.wait));
            // Less than anybody measures is no wait.
            match step.wait >= Duration::seconds(1e-6) {
                _ if step.wait.is_endless() => {
                    text!(name; "용량을 넘은 {name}", "{name}, which is overloaded")
                }
                true => text!(
                    name, takes, waits;
                    "{name} {takes}(대기 {waits})",
                    "{name} {takes} (waiting {waits})"
                ),
                false => text!(name, takes; "{name} {takes}", "{name} {takes}"),
            }
        };
        Text::join(&steps.iter().map(named).collect::<Vec<_>>(), ", ")
    }

    /// `fan → front → api`.
    pub fn path_text(&self, path: &[ComponentId]) -> Text {
        let names = path.iter().map(|id| self.design.component(*id).path.as_str());
        Text::same(names.collect::<Vec<_>>().join(" → "))
    }

    /// The time that an objective of recovery states.
    pub fn stated_time(&self, flow: Option<FlowId>, attr: Attr) -> Option<Duration> {
        self.stated_objective(flow, attr).map(|time| time.shortest())
    }
}

/// Names, cut short after five.
fn listed(names: impl ExactSizeIterator<Item = Text>) -> Text {
    let more = names.len().saturating_sub(5);
    let shown = Text::join(&names.take(5).collect::<Vec<_>>(), ", ");
    match more {
        0 => shown,
        _ => text!(shown, more; "{shown} 외 {more}개", "{shown} and {more} more"),
    }
}

/// The texts as one, those without words left out.
pub fn sentences(texts: &[Text]) -> Text {
    let said: Vec<Text> = texts.iter().filter(|text| !text.en.is_empty()).cloned().collect();
    Text::join(&said, " ")
}

/// `99.95%`: a part of one, as it would be stated.
pub fn percent(ratio: f64) -> Text {
    number::computed(Dimension::Ratio, ratio)
}
