//! A failover by hand that only one person remembers.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-runbook",
    quality: Quality::Maintainability,
    severity: Severity::Advice,
    page: include_str!("no_runbook.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Operations)
};

fn check(context: &Context) -> Vec<Finding> {
    let design = context.design;
    let by_hand = |id: &ComponentId| {
        design.component(*id).facts.word(Attr::Failover) == Some("manual")
            && design.has_standby(*id)
            && design.failover(*id) == Failover::Manual
    };
    let manual: Vec<ComponentId> = design.component_ids().filter(by_hand).collect();
    if !design.operations.is_off(Attr::Runbook) {
        return Vec::new();
    }
    apart(context, &RULE, manual).iter().filter_map(|manual| report(context, manual)).collect()
}

fn report(context: &Context, manual: &[ComponentId]) -> Option<Finding> {
    let design = context.design;
    let (first, at) = (manual.first()?, design.operations.span(Attr::Runbook)?);
    let (called, names) = (context.called(*first), context.names(manual));
    let of = if manual.len() == 1 { called } else { names };
    let facts = &design.component(*first).facts;
    let place = facts.span(Attr::Failover).unwrap_or(design.component(*first).head);
    let finding = RULE
        .finding(
            at,
            text!(
                of;
                "{of}의 장애 조치가 수동인데 런북이 없습니다",
                "failover of {of} is by hand, without a runbook"
            ),
        )
        .label(text!("런북 없음", "no runbook"))
        .related(place, text!("사람이 승격합니다", "a person promotes"))
        .why(text!(
            "절차를 아는 사람이 자고 있으면, 그 사람이 깨기 전에는 복구가 시작되지 않습니다.",
            "While the person who knows how is asleep, recovery has not begun."
        ))
        .help(text!(
            "확인할 것, 명령, 되돌리는 법을 순서대로 적고 분기마다 다른 사람이 따라 해 보게 하세요.",
            "Write down checks, commands and the way back, and let somebody else follow it each quarter."
        ))
        .trade_off(text!(
            "낡은 런북은 없는 것보다 위험합니다. 훈련할 때마다 고쳐야 합니다.",
            "An outdated runbook is worse than none: correct it at every drill."
        ))
        .question(text!(
            "담당자가 휴가 중이면 누가 승격하나요?",
            "The expert is on holiday: who promotes?"
        ));
    Some(manual.iter().fold(finding, |finding, id| finding.about(*id)))
}
