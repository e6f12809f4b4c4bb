//! A critical flow that a harmless one can drag down.

use crate::lint::prelude::*;
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    name: "shared-pool",
    quality: Quality::Availability,
    severity: Severity::Advice,
    fix: FixKind::Suggested,
    page: include_str!("shared_pool.md"),
    check: Check::EachFlow(judge),
    ..Rule::of(Topic::Resilience)
};

const CODE: &[Kind] = &[Kind::Was, Kind::Service, Kind::Function];

/// A component in which a harmless flow may take what a critical one needs.
struct Shared {
    id: ComponentId,
    with: FlowId,
    /// The harmless flow makes calls there that the critical one does not.
    strays: bool,
}

fn judge(context: &Context, critical: FlowId) -> Option<Finding> {
    let design = context.design;
    if !design.flow(critical).facts.is_on(Attr::Critical) {
        return None;
    }
    let is_harmless = |id: &FlowId| {
        let flow = design.flow(*id);
        !flow.implied && !flow.facts.is_on(Attr::Critical)
    };
    let (ours, our_calls) = (context.components_of(critical), context.calls_of(critical));
    let mut found: BTreeMap<ComponentId, Shared> = BTreeMap::new();
    for harmless in design.flow_ids().filter(is_harmless) {
        let mut own: BTreeMap<ComponentId, Vec<LinkId>> = BTreeMap::new();
        for call in context.calls_of(harmless).difference(&our_calls) {
            own.entry(design.link(*call).from).or_default().push(*call);
        }
        for id in &ours & &context.components_of(harmless) {
            let calls = own.get(&id).map_or(&[][..], Vec::as_slice);
            if CODE.contains(&context.kind(id)) && !is_divided(context, calls) {
                let strays = !calls.is_empty();
                found.entry(id).or_insert(Shared { id, with: harmless, strays });
            }
        }
    }
    let found: Vec<Shared> = found.into_values().collect();
    (!found.is_empty()).then(|| report(context, critical, &found))
}

/// Each call that only the harmless flow makes has a pool of its own size.
fn is_divided(context: &Context, own: &[LinkId]) -> bool {
    !own.is_empty() && own.iter().all(|call| has_pool(context, *call))
}

fn has_pool(context: &Context, id: LinkId) -> bool {
    let link = context.design.link(id);
    let caller = context.design.component(link.from);
    link.facts.is_stated(Attr::Pool) || caller.facts.is_stated(Attr::Pool)
}

fn report(context: &Context, critical: FlowId, found: &[Shared]) -> Finding {
    let first = &found[0];
    let called = context.called(first.id);
    let flow = &context.design.flow(critical).name;
    let side = &context.design.flow(first.with).name;
    let finding = RULE
        .finding(
            context.design.component(first.id).head,
            text!(
                flow, side, called;
                "중요한 `{flow}` 흐름과 `{side}` 흐름이 {called:을} 함께 씁니다",
                "the critical flow `{flow}` shares {called} with `{side}`"
            ),
        )
        .label(text!("격벽 없음", "no bulkhead"))
        .why(text!(
            side, flow;
            "`{side}` 요청이 느려져 스레드와 커넥션을 다 쓰면 `{flow}`까지 멈춥니다.",
            "When `{side}` is slow and takes all threads and connections, `{flow}` stops too."
        ))
        .help(text!(
            side, flow;
            "`{side}`만 쓰는 호출의 동시 실행 수를 제한하거나(`pool`), `{flow}` 흐름의 인스턴스를 따로 두세요.",
            "Limit how many calls of `{side}` run at once (`pool`), or give `{flow}` instances of its own."
        ))
        .trade_off(text!(
            "나눈 풀은 한쪽이 놀 때 빌려 쓰지 못합니다.",
            "Divided pools can't lend what is idle."
        ))
        .question(text!(
            side, flow;
            "`{side}` 흐름이 느려지면 `{flow}` 흐름도 느려지나요?",
            "`{side}` gets slow: does `{flow}` too?"
        ))
        .flow(Some(critical))
        .fixes(fix(context, found));
    found.iter().fold(finding, |finding, shared| finding.about(shared.id))
}

/// Where both flows make the same calls, only instances of their own part them.
fn fix(context: &Context, found: &[Shared]) -> Option<Fix> {
    let state = |shared: &Shared| {
        let component = context.design.component(shared.id);
        context.edit.state(component, &[(Attr::Pool, "50")])
    };
    let edits: Vec<Edit> = found.iter().filter(|s| s.strays).flat_map(state).collect();
    let title = text!("호출마다 풀의 크기를 정합니다", "size the pool of each call");
    (!edits.is_empty()).then(|| edit::suggested(title, edits))
}
