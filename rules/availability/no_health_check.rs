//! A balancer that goes on sending requests to dead servers.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-health-check",
    quality: Quality::Availability,
    fix: FixKind::Safe,
    page: include_str!("no_health_check.md"),
    check: Check::Each(Kind::ALL, judge),
    ..Rule::of(Topic::Availability)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let targets = context.pool_behind(id);
    if targets.is_empty() || context.checks_health(id) != Some(false) {
        return None;
    }
    // Whole regions behind a name are another rule's.
    if context.kind(id) == Kind::Dns && context.regions_behind(id).len() > 1 {
        return None;
    }
    let component = context.design.component(id);
    let at = component.facts.span(Attr::HealthCheck).unwrap_or(component.head);
    let (called, names) = (context.called(id), context.names(&targets));
    let least = |to: &ComponentId| context.design.replicas(*to).least;
    let count = targets.iter().map(least).sum::<u32>().max(2);
    let part = share_of(1.0 / f64::from(count));
    let edits = context.edit.state(component, &[(Attr::HealthCheck, "on")]);
    Some(
        RULE.finding(
            at,
            text!(
                called;
                "{called:이} 서버의 상태를 확인하지 않고 요청을 나눕니다",
                "{called} spreads requests without checking health"
            ),
        )
        .label(text!("헬스 체크 없음", "no health check"))
        .why(text!(
            names, count, part;
            "{names} {count}대 가운데 한 대가 죽어도 계속 그리로 보내, 나누는 요청의 약 {part}가 실패합니다.",
            "When one of the {count} instances of {names} dies, it keeps getting requests, and about {part} of them all fail."
        ))
        .help(text!(
            "`health-check`를 켜고 5~10초마다, 2~3번 연달아 실패하면 빼도록 하세요.",
            "Turn `health-check` on: every 5–10 s, out after two or three failures in a row."
        ))
        .trade_off(text!(
            "너무 민감하면 잠깐의 GC에도 빠지고, 너무 둔하면 사용자가 오래 실패합니다.",
            "Too nervous takes servers out during a garbage collection, too calm lets users fail for long."
        ))
        .question(text!(
            "프로세스는 살아 있는데 응답을 못 하면 언제 알아채나요?",
            "The process is alive but does not answer: when is that noticed?"
        ))
        .about(id)
        .fix(edit::safe(text!("헬스 체크를 켭니다", "check health"), edits)),
    )
}
