//! A call that waits for ever.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-timeout",
    quality: Quality::Availability,
    fix: FixKind::Suggested,
    page: include_str!("no_timeout.md"),
    check: Check::EachLink(judge),
    ..Rule::of(Topic::Resilience)
};

fn judge(context: &Context, id: LinkId) -> Option<Finding> {
    let link = context.design.link(id);
    if !context.is_timed_call(id) || !link.facts.is_off(Attr::Timeout) {
        return None;
    }
    let (caller, target) = (context.called(link.from), context.called(link.to));
    let edits = context.edit.state_link(link, &[(Attr::Timeout, "2s")]);
    let finding = RULE
        .finding(
            link.facts.span(Attr::Timeout)?,
            text!(
                caller, target;
                "{caller:이} {target:을} 끝없이 기다립니다",
                "{caller} waits for {target} without a limit"
            ),
        )
        .label(text!("타임아웃 없음", "no timeout"))
        .why(text!(
            target;
            "{target:이} 느려지면 기다리는 스레드가 쌓여 상관없는 요청까지 멈춥니다. 느린 것은 멈춘 것보다 나쁩니다.",
            "When {target} is slow, waiting threads pile up until unrelated requests stop too: slow is worse than down."
        ))
        .help(text!(
            "평소 p99의 2~3배를 타임아웃으로 두세요(`timeout = 2s`). 연결 타임아웃과 읽기 타임아웃을 따로 정해야 합니다.",
            "Set two or three times the usual p99 (`timeout = 2s`); connecting and reading have one each."
        ))
        .trade_off(text!(
            "짧으면 정상 요청을 끊고, 끊긴 쓰기가 성공했는지 알 수 없어 멱등성이 필요합니다.",
            "Too short cuts good requests; a cut write may have succeeded, so it must be idempotent."
        ))
        .question(text!(
            "저쪽이 응답하지 않으면 우리 스레드는 언제 풀려나나요?",
            "They don't answer: when are our threads free again?"
        ))
        .about_link(id)
        .fix(edit::suggested(text!("2초까지만 기다립니다", "wait two seconds at most"), edits));
    match context.kind(link.to) {
        Kind::External => Some(finding.level(Severity::Error)),
        _ => Some(finding),
    }
}
