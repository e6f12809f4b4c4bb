//! A journey that stands in several zones and needs every one of them.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "both-zones-needed",
    quality: Quality::Availability,
    severity: Severity::Error,
    page: include_str!("both_zones_needed.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Availability)
};

fn check(context: &Context) -> Vec<Finding> {
    let mut said: Vec<Vec<GroupId>> = Vec::new();
    let mut findings = Vec::new();
    for (flow, zones) in context.zones_needed_together() {
        if !said.contains(&zones) {
            findings.push(report(context, flow, &zones));
            said.push(zones);
        }
    }
    findings
}

fn report(context: &Context, flow: FlowId, zones: &[GroupId]) -> Finding {
    let list = Text::names(zones.iter().map(|id| context.design.group(*id).path.as_str()));
    let called = context.called_flow(flow);
    // The loss of the first zone may hurt another journey more.
    let spof = context.spof(Unit::Domain(zones[0])).filter(|spof| spof.flow == flow);
    let finding = RULE
        .finding(
            context.design.group(zones[0]).head,
            text!(
                called, list;
                "영역 {list:이} 모두 살아 있어야 {called:이} 동작합니다",
                "{called} needs all of the zones {list}"
            ),
        )
        .label(text!("어느 하나만 멈춰도 중단", "any one of them stops it"))
        .why(text!(
            "여러 영역에 나누어 놓았지만 서로를 대신하지 않아, 영역이 하나일 때보다 오히려 자주 멈춥니다.",
            "It is spread over several zones that do not stand in for one another, so it stops more often than in a single zone."
        ))
        .help(text!(
            "영역마다 흐름에 필요한 것을 모두 두거나, 한 영역에만 있는 것을 `zones`로 나누세요.",
            "Put all that the journey needs into each zone, or spread what stands in one of them with `zones`."
        ))
        .trade_off(text!(
            "영역마다 한 벌씩 두므로 비용이 늘고, 데이터는 영역 사이에 복제해야 합니다.",
            "A set in each zone costs more, and data must be copied between zones."
        ))
        .question(text!(
            "이 가운데 영역 하나가 멈추면 무엇이 계속되나요?",
            "One of these zones is down: what goes on?"
        ))
        .takes_down(spof)
        .flow(Some(flow))
        .explains(zones.iter().map(|id| Unit::Domain(*id)));
    let with_places = zones[1..].iter().fold(finding, |finding, id| {
        let place = context.design.group(*id).head;
        finding.related(place, text!("이 영역도 필요합니다", "this one is needed, too"))
    });
    zones.iter().fold(with_places, |finding, id| finding.about_group(*id))
}
