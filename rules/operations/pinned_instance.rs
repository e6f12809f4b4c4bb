//! Services of which a second one can't start.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "pinned-instance",
    quality: Quality::Scalability,
    severity: Severity::Advice,
    page: include_str!("pinned_instance.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Operations)
};

fn check(context: &Context) -> Vec<Finding> {
    let design = context.design;
    let is_pinned = |id: &ComponentId| design.component(*id).facts.is_on(Attr::Pinned);
    let pinned: Vec<ComponentId> = design.component_ids().filter(is_pinned).collect();
    apart(context, &RULE, pinned).iter().filter_map(|pinned| report(context, pinned)).collect()
}

fn report(context: &Context, pinned: &[ComponentId]) -> Option<Finding> {
    let design = context.design;
    let place = |id: ComponentId| design.component(id).facts.span(Attr::Pinned);
    let at = place(*pinned.first()?)?;
    let names = context.names(pinned);
    let mut finding = RULE
        .finding(
            at,
            text!(
                names;
                "이름이나 포트가 고정되어 하나씩만 실행할 수 있습니다: {names}",
                "a fixed name or port lets only one of each run: {names}"
            ),
        )
        .label(text!("고정된 이름이나 포트", "a fixed name or port"))
        .why(text!(
            "부하가 늘어 한 대를 더 띄우거나 새 버전을 옆에 띄우는 순간 이름이나 포트가 겹쳐 실패합니다.",
            "One more for load, or a new version beside the old one, fails on the name or the port."
        ))
        .help(text!(
            "`container_name`을 지우고 호스트 포트는 앞단의 프록시에만 두세요.",
            "Drop `container_name`, and keep host ports at the proxy in front."
        ))
        .trade_off(text!(
            "컨테이너 이름이 바뀌어 그 이름을 쓰던 스크립트를 고쳐야 합니다.",
            "Containers get other names; scripts that use the old ones have to change."
        ))
        .question(text!(
            "지금 한 대를 더 띄우라면 몇 분이 걸리나요?",
            "If I ask for one more now, how many minutes does it take?"
        ));
    for id in pinned {
        finding = finding.about(*id);
    }
    for at in pinned[1..].iter().filter_map(|id| place(*id)) {
        finding = finding.related(at, text!("여기도", "here too"));
    }
    Some(finding)
}
