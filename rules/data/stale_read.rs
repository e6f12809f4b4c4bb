//! A flow that writes and then reads where the write has not arrived yet.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "stale-read",
    quality: Quality::Maintainability,
    fix: FixKind::Suggested,
    page: include_str!("stale_read.md"),
    check: Check::EachFlow(judge),
    ..Rule::of(Topic::Data)
};

fn judge(context: &Context, id: FlowId) -> Option<Finding> {
    let design = context.design;
    let flow = design.flow(id);
    if !flow.facts.is_on(Attr::Writes) {
        return None;
    }
    let (read, standby) = flow.steps.iter().enumerate().find_map(|(at, step)| {
        let standby = design.link(*step).to;
        let set = design.replica_set(standby).filter(|set| set.primary != standby)?;
        let written = |before: &LinkId| design.link(*before).to == set.primary;
        let late = flow.steps[..at].iter().any(written) && is_asynchronous(context, set, standby);
        late.then_some((*step, standby))
    })?;
    let called = context.called(standby);
    let name = &flow.name;
    Some(
        RULE.finding(
            design.link(read).span,
            text!(
                name;
                "`{name}` 흐름이 쓰고 나서 비동기 복제본을 읽습니다",
                "the flow `{name}` writes, then reads an asynchronous replica"
            ),
        )
        .label(text!("아직 도착하지 않았을 수 있음", "may not have arrived"))
        .why(text!(
            called;
            "{called}에는 방금 쓴 것이 복제 지연만큼 늦게 도착합니다. 사용자는 자기가 한 일을 보지 못합니다.",
            "What was just written reaches {called} later by the lag: users don't see what they did."
        ))
        .help(text!(
            "이 흐름의 읽기는 주 서버로 보내거나, 쓴 뒤 잠시 그 사용자를 주 서버에 고정하세요.",
            "Read from the primary in this flow, or pin the user to it for a moment after a write."
        ))
        .trade_off(text!(
            "주 서버의 읽기가 늘어납니다. 복제본에 적용될 때까지 기다리는 동기 복제라면 쓰기가 느려집니다.",
            "More reads on the primary; or slower writes, where they wait until the replica has applied them."
        ))
        .question(text!(
            "방금 한 주문이 왜 목록에 없나요?",
            "Why is the order I just placed not in the list?"
        ))
        .about_link(read)
        .fix(edit::suggested(
            text!("동기로 복제합니다", "replicate synchronously"),
            synchronous(context, standby),
        ))
        .flow(Some(id)),
    )
}

/// The connection, the replica or the primary says so.
fn is_asynchronous(context: &Context, set: &ReplicaSet, standby: ComponentId) -> bool {
    let design = context.design;
    let copy = context.links_to(standby).map(|link| design.link(link));
    let copy = copy.filter(|link| link.arrow == Arrow::Copy).map(|link| &link.facts);
    let stores = [standby, set.primary].map(|id| &design.component(id).facts);
    let said = copy.chain(stores).find_map(|facts| facts.word(Attr::Replication));
    said == Some("async")
}

/// Said at the copying connection where it speaks about this, else at the replica.
fn synchronous(context: &Context, standby: ComponentId) -> Vec<Edit> {
    let state = [(Attr::Replication, "sync")];
    let copies = |link: &LinkId| {
        let facts = &context.design.link(*link).facts;
        facts.is_stated(Attr::Replication)
    };
    match context.links_to(standby).find(copies) {
        Some(link) => context.edit.state_link(context.design.link(link), &state),
        None => context.edit.state(context.design.component(standby), &state),
    }
}
