//! A flow that writes, and nothing that keeps what it wrote.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-store",
    topic: Topic::Design,
    quality: Quality::Maintainability,
    severity: Severity::Warning,
    fixed_severity: false,
    fix: FixKind::None,
    options: &[],
    page: include_str!("no_store.md"),
    check: Check::Design(check),
};

fn check(context: &Context) -> Vec<Finding> {
    context.design.flow_ids().filter_map(|flow| judge(context, flow)).collect()
}

fn judge(context: &Context, id: FlowId) -> Option<Finding> {
    let flow = context.design.flow(id);
    let keeps = [Kind::Db, Kind::Storage, Kind::Search, Kind::Queue, Kind::External];
    let stored = || context.components_of(id).iter().any(|c| keeps.contains(&context.kind(*c)));
    if !flow.facts.is_on(Attr::Writes) || stored() {
        return None;
    }
    let name = &flow.name;
    let finding = RULE
        .finding(
            flow.facts.span(Attr::Writes).unwrap_or(flow.span),
            text!(
                "`{name}` 흐름은 쓴다고 하는데 저장하는 곳이 없습니다",
                "the flow `{name}` writes, and nothing keeps what it wrote"
            ),
        )
        .label(text!("저장하는 곳 없음", "kept nowhere"))
        .why(text!(
            "이 흐름이 닿는 곳에 데이터베이스도, 스토리지도, 큐도 없습니다. 재시작하면 사라집니다.",
            "There is no database, storage or queue on it: after a restart it is gone."
        ))
        .help(text!(
            "저장하는 곳까지 흐름을 이어 그리세요. 읽기만 한다면 `writes`를 지우세요.",
            "Draw the flow on to where it is kept; if it only reads, remove `writes`."
        ))
        .question(text!(
            "서버를 재시작하면 방금 한 주문은 어디에 있나요?",
            "The server restarts: where is the order that was just placed?"
        ))
        .flow(Some(id));
    Some(flow.entry.iter().fold(finding, |finding, entry| finding.about(*entry)))
}
