//! A critical flow that a harmless one can drag down.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "shared-pool",
    topic: Topic::Resilience,
    quality: Quality::Availability,
    severity: Severity::Advice,
    fixed_severity: false,
    fix: FixKind::Suggested,
    options: &[],
    page: include_str!("shared_pool.md"),
    check: Check::Design(check),
};

fn check(context: &Context) -> Vec<Finding> {
    let design = context.design;
    let critical = design.flow_ids().find(|id| design.flow(*id).facts.is_on(Attr::Critical));
    let other = design.flow_ids().find(|id| {
        let flow = design.flow(*id);
        !flow.implied && !flow.facts.is_on(Attr::Critical)
    });
    let (Some(critical), Some(other)) = (critical, other) else { return Vec::new() };
    let (ours, theirs) = (context.components_of(critical), context.components_of(other));
    let code = [Kind::Was, Kind::Service, Kind::Function];
    let shared: Vec<ComponentId> = ours
        .into_iter()
        .filter(|id| theirs.contains(id) && code.contains(&context.kind(*id)))
        .filter(|id| !design.component(*id).facts.is_stated(Attr::Pool))
        .collect();
    let Some(first) = shared.first() else { return Vec::new() };
    vec![report(context, *first, &shared, critical, other)]
}

fn report(
    context: &Context,
    first: ComponentId,
    shared: &[ComponentId],
    critical: FlowId,
    other: FlowId,
) -> Finding {
    let called = context.called(first);
    let (flow, side) = (&context.design.flow(critical).name, &context.design.flow(other).name);
    let (is, en) = (called.object(), &called.en);
    let finding = RULE
        .finding(
            context.design.component(first).head,
            text!(
                "중요한 `{flow}` 흐름과 `{side}` 흐름이 {is} 함께 씁니다",
                "the critical flow `{flow}` shares {en} with `{side}`"
            ),
        )
        .label(text!("격벽 없음", "no bulkhead"))
        .why(text!(
            "`{side}` 요청이 느려져 스레드와 커넥션을 다 쓰면 `{flow}`까지 멈춥니다.",
            "When `{side}` is slow and takes all threads and connections, `{flow}` stops too."
        ))
        .help(text!(
            "스레드 풀과 커넥션 풀을 흐름별로 나누거나(`pool`), 중요한 흐름의 인스턴스를 따로 두세요.",
            "Give each flow its own thread and connection pool (`pool`), or instances of its own."
        ))
        .trade_off(text!(
            "나눈 풀은 한쪽이 놀 때 빌려 쓰지 못합니다.",
            "Divided pools can't lend what is idle."
        ))
        .question(text!(
            "추천 목록이 느려지면 결제도 느려지나요?",
            "Recommendations get slow: does payment too?"
        ))
        .flow(Some(critical))
        .fix(fix(context, shared));
    shared.iter().fold(finding, |finding, id| finding.about(*id))
}

fn fix(context: &Context, shared: &[ComponentId]) -> Fix {
    let state = |id: &ComponentId| {
        edit::state(context.sources, context.design.component(*id), &[(Attr::Pool, "50")])
    };
    let edits = shared.iter().flat_map(state).collect();
    edit::suggested(text!("흐름마다 풀을 정합니다", "size a pool for each flow"), edits)
}
