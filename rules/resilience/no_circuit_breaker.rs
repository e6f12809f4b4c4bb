//! A call that keeps knocking at a door that does not open.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-circuit-breaker",
    quality: Quality::Availability,
    fix: FixKind::Suggested,
    options: &[SLOW],
    page: include_str!("no_circuit_breaker.md"),
    check: Check::EachLink(judge),
    ..Rule::of(Topic::Resilience)
};

/// A dependency that takes longer than this, in seconds, is slow.
const SLOW: RuleOption = RuleOption {
    name: "slower-than",
    unit: OptionUnit::Seconds,
    default: 1.0,
    least: 0.01,
    most: 60.0,
    ko: "이보다 오래 걸리는 호출을 느리다고 봅니다",
    en: "a call that takes longer than this is slow",
};

fn judge(context: &Context, id: LinkId) -> Option<Finding> {
    let link = context.design.link(id);
    let latency = context.design.component(link.to).facts.longest(Attr::Latency);
    let slow = latency.is_some_and(|time| time.as_seconds() > context.option(&RULE, &SLOW));
    let outside = context.kind(link.to) == Kind::External;
    let denied = context.is_timed_call(id) && link.facts.is_off(Attr::CircuitBreaker);
    if !denied || !(slow || outside) {
        return None;
    }
    let (caller, target) = (context.called(link.from), context.called(link.to));
    let edits = context.edit.state_link(link, &[(Attr::CircuitBreaker, "on")]);
    Some(
        RULE.finding(
            link.facts.span(Attr::CircuitBreaker)?,
            text!(
                caller, target;
                "{caller:이} {target:을} 서킷 브레이커 없이 부릅니다",
                "{caller} calls {target} without a circuit breaker"
            ),
        )
        .label(text!("서킷 브레이커 없음", "no circuit breaker"))
        .why(why(context, link))
        .help(text!(
            "오류율이 기준을 넘으면 바로 실패하게 하고(`circuit-breaker`), 그때 보여 줄 것을 `fallback`에 적으세요.",
            "Fail at once above an error rate (`circuit-breaker`), and state what to show then as `fallback`."
        ))
        .trade_off(text!(
            "기준이 예민하면 멀쩡한 호출까지 막습니다. 열렸을 때 알림도 받아야 합니다.",
            "Too nervous, and good calls are refused; somebody must hear when it opens."
        ))
        .question(text!(
            "저쪽이 10분 멈추면 우리 p99는 얼마가 되나요?",
            "They are down for ten minutes: what is our p99?"
        ))
        .about_link(id)
        .fix(edit::suggested(text!("서킷 브레이커를 둡니다", "add a circuit breaker"), edits)),
    )
}

/// What each request costs while the other side is down.
fn why(context: &Context, link: &Link) -> Text {
    let target = context.called(link.to);
    match link.facts.longest(Attr::Timeout) {
        Some(timeout) => {
            let waits = number::duration(timeout);
            text!(
                target, waits;
                "{target:이} 멈추면 요청마다 스레드를 {waits}씩 붙잡고, 되살아나려는 상대를 계속 두드립니다.",
                "While {target} is down every request holds a thread for {waits}, and keeps hammering it as it recovers."
            )
        }
        None => text!(
            target;
            "{target:이} 멈추면 모든 요청이 끝까지 기다리며 스레드를 붙잡고, 되살아나려는 상대를 계속 두드립니다.",
            "While {target} is down every request waits and holds a thread, and keeps hammering it as it recovers."
        ),
    }
}
