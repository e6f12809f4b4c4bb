//! A flow that writes, and nothing that keeps what it wrote.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-store",
    quality: Quality::Maintainability,
    from_absence: true,
    page: include_str!("no_store.md"),
    check: Check::EachFlow(judge),
    ..Rule::of(Topic::Design)
};

/// What is written there outlives a restart, or is somebody else's to keep.
fn keeps(context: &Context, id: ComponentId) -> bool {
    match context.kind(id) {
        Kind::Cache => context.design.component(id).facts.is_on(Attr::Persistence),
        kind => kind.is_store() || kind == Kind::External,
    }
}

fn judge(context: &Context, id: FlowId) -> Option<Finding> {
    let flow = context.design.flow(id);
    let stored = || context.components_of(id).iter().any(|id| keeps(context, *id));
    if !flow.facts.is_on(Attr::Writes) || stored() {
        return None;
    }
    let name = &flow.name;
    let finding = RULE
        .finding(
            flow.facts.span(Attr::Writes).unwrap_or(flow.span),
            text!(
                name;
                "`{name}` 흐름은 쓴다고 하는데 저장하는 곳이 없습니다",
                "the flow `{name}` writes, and nothing keeps what it wrote"
            ),
        )
        .label(text!("저장하는 곳 없음", "kept nowhere"))
        .why(text!(
            "이 흐름이 닿는 곳에 데이터베이스도, 스토리지도, 큐도 없어 재시작하면 쓴 내용이 사라집니다.",
            "It comes to no database, storage or queue: after a restart, what it wrote is gone."
        ))
        .help(text!(
            "저장하는 곳까지 흐름을 이어 그리세요. 읽기만 한다면 `writes`를 지우세요.",
            "Draw the flow on to where it is kept; if it only reads, remove `writes`."
        ))
        .trade_off(text!(
            "저장소를 그리면 복제본, 백업, 크기도 정해야 합니다.",
            "Once drawn, a store asks for replicas, backups and a size."
        ))
        .question(text!(
            name;
            "`{name}` 흐름이 끝난 직후 서버를 재시작하면, 방금 쓴 내용은 어디에 있나요?",
            "The server restarts right after `{name}`: where is what was written?"
        ))
        .flow(Some(id));
    Some(flow.entry.iter().fold(finding, |finding, entry| finding.about(*entry)))
}
