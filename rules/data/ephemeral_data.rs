//! A store whose data go with its instance.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "ephemeral-data",
    quality: Quality::Availability,
    severity: Severity::Error,
    page: include_str!("ephemeral_data.md"),
    check: Check::Each(STORES, judge),
    ..Rule::of(Topic::Data)
};

const STORES: &[Kind] = &[Kind::Db, Kind::Search, Kind::Storage, Kind::Queue, Kind::Cache];

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    if !component.facts.is_off(Attr::Persistence) || is_for_others_to_say(context, id) {
        return None;
    }
    let called = context.called(id);
    let finding = RULE
        .finding(
            component.facts.span(Attr::Persistence)?,
            text!(
                called;
                "{called}의 데이터가 인스턴스와 함께 사라집니다",
                "the data of {called} go with its instance"
            ),
        )
        .label(text!("인스턴스 안에만 있는 데이터", "data inside the instance only"))
        .why(text!(
            "컨테이너를 다시 만들거나 노드가 바뀌는 평범한 작업이 데이터 전체를 지웁니다.",
            "An everyday act, a new image version or another node, deletes everything."
        ))
        .help(text!(
            "데이터 경로에 볼륨을 연결하고 `persistence = on`으로 적으세요.",
            "Mount a volume at the data path and state `persistence = on`."
        ))
        .trade_off(text!(
            "볼륨은 인스턴스를 그 볼륨이 있는 노드나 가용 영역에 묶습니다.",
            "A volume ties the instance to the node or zone that holds it."
        ))
        .question(text!(
            "이 컨테이너를 지금 다시 만들면 데이터는 어디에 있나요?",
            "If this container is made anew now, where are the data?"
        ))
        .about(id);
    Some(match component.kind {
        // What waits in a queue can often be sent again.
        Kind::Queue | Kind::Cache => finding.level(Severity::Warning),
        _ => finding,
    })
}

/// What a cache holds can be had again, unless it is said to hold more; of sessions that a service
/// keeps in it `cache-as-source-of-truth` speaks.
fn is_for_others_to_say(context: &Context, id: ComponentId) -> bool {
    let component = context.design.component(id);
    if component.kind != Kind::Cache {
        return false;
    }
    let roles = component.facts.words(Attr::Roles).unwrap_or_default();
    let keeps = |(_, attr): (ComponentId, Attr)| matches!(attr, Attr::Session | Attr::Files);
    roles.iter().all(|role| *role == "cache") || context.named_by(id).any(keeps)
}
