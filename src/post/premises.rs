//! What holds for all of a post, said once at its top.

use super::ground::Ground;
use super::words;
use crate::model::{Attr, Kind, ReplicaBasis};
use crate::say::Text;
use crate::text;

pub fn premises(ground: &Ground, week: Option<u8>) -> Vec<Text> {
    let is_of = |weeks: &[u8]| week.is_none_or(|week| weeks.contains(&week));
    let all = [
        about_stage(ground),
        ones(ground),
        objective(ground),
        is_of(&[1, 4]).then(independence),
        ground.study.demand().map(|_| target()),
        (is_of(&[2, 3, 4]) && !ground.study.cost().lines.is_empty()).then(prices),
        (is_of(&[4]) && ground.study.demand().is_some()).then(tenfold),
    ];
    all.into_iter().flatten().collect()
}

fn about_stage(ground: &Ground) -> Option<Text> {
    ground.design().stage.map(|_| match ground.is_as_is() {
        true => text!(
            "지금 운영하는 구조(AS-IS)를 다룹니다.",
            "This is about the structure as it is (AS-IS)."
        ),
        false => {
            text!("개선안(TO-BE)을 다룹니다.", "This is about the structure as it will be (TO-BE).")
        }
    })
}

/// What runs once because nobody said otherwise.
fn ones(ground: &Ground) -> Option<Text> {
    let design = ground.design();
    let counted = |id: &crate::model::ComponentId| {
        let kind = ground.study.kind(*id);
        let ours = !matches!(kind, Kind::User | Kind::External) && !design.spans_zones(*id);
        ours && design.replicas(*id).basis == ReplicaBasis::Assumed
            && ground.facts(*id).word(Attr::Mode) != Some("standalone")
    };
    let ids: Vec<_> = design.component_ids().filter(counted).collect();
    let list = words::components(design, &ids);
    (!ids.is_empty()).then(|| {
        text!(
            list;
            "{list:은} 대수를 적지 않아 1대로 보았습니다.",
            "We state no number for {list}; each is taken as one."
        )
    })
}

fn objective(ground: &Ground) -> Option<Text> {
    let flows = ground.design().flow_ids();
    let stated = |flow| ground.study.stated_objective(Some(flow), Attr::Availability).is_some();
    let none = flows.into_iter().all(|flow| !stated(flow));
    (none && !ground.design().flows.is_empty()).then(|| {
        text!(
            "가용성 목표를 정하지 않아 99.9%로 보았습니다.",
            "No availability objective is stated; taken as 99.9%."
        )
    })
}

fn independence() -> Text {
    text!(
        "장애는 그림의 영역과 리전을 빼면 서로 독립이라고 보았고, 계획된 작업은 넣지 않았습니다. 가용성은 적은 값, 없으면 공개된 SLA, 그것도 없으면 99.9%입니다.",
        "Failures are taken as independent but for the zones and regions drawn, without planned work. Availabilities are stated, else published SLAs, else 99.9%."
    )
}

fn target() -> Text {
    text!(
        "이용률은 피크 기준입니다. 서버 대수는 평소 70%, 한 대나 한 영역을 잃었을 때 100%를 넘지 않게 정합니다.",
        "Utilization is that of the peak. Numbers of servers keep it at or below 70%, and with one of them or a zone lost at or below 100%."
    )
}

fn prices() -> Text {
    text!(
        "비용은 한 달 730시간의 정가이고 지원 요금과 세금은 뺐습니다.",
        "Costs are list prices for a month of 730 hours, without support and taxes."
    )
}

fn tenfold() -> Text {
    text!("10배는 지금 피크의 10배입니다.", "Tenfold is ten times today's peak.")
}
