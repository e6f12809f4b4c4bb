//! A queue in which one broken message blocks or vanishes.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-dead-letter",
    quality: Quality::Maintainability,
    fix: FixKind::Safe,
    page: include_str!("no_dead_letter.md"),
    check: Check::Each(&[Kind::Queue], judge),
    ..Rule::of(Topic::Messaging)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let design = context.design;
    let component = design.component(id);
    let consumed = |link: &LinkId| context.kind(design.link(*link).to) != Kind::Queue;
    let consumers: Vec<LinkId> = context.links_from(id).filter(consumed).collect();
    let retried = consumers.iter().any(|link| design.link(*link).facts.is_on(Attr::Retries));
    if consumers.is_empty() || retried || !component.facts.is_off(Attr::Dlq) {
        return None;
    }
    let names: Vec<ComponentId> = consumers.iter().map(|link| design.link(*link).to).collect();
    let (called, names) = (context.called(id), context.names(&names));
    let edits = context.edit.state(component, &[(Attr::Dlq, "on")]);
    Some(
        RULE.finding(
            component.facts.span(Attr::Dlq)?,
            text!(
                called;
                "{called}에 실패한 메시지가 갈 곳이 없습니다",
                "failed messages of {called} have nowhere to go"
            ),
        )
        .label(text!("DLQ 없음", "no dead-letter queue"))
        .why(text!(
            names;
            "{names}에서 처리할 수 없는 메시지 하나가 끝없이 재시도되며 뒤를 막거나, 조용히 버려집니다.",
            "One message that {names} can't handle is retried for ever and blocks the rest, or is dropped silently."
        ))
        .help(text!(
            "몇 번 실패하면 DLQ로 옮기고, DLQ에 하나라도 쌓이면 알림을 받으세요.",
            "Move it to a dead-letter queue after a few failures, and alert on the first one there."
        ))
        .trade_off(text!(
            "DLQ를 들여다보고 다시 넣는 일을 누군가 맡아야 합니다.",
            "Somebody must look into it and put messages back."
        ))
        .question(text!(
            "처리할 수 없는 메시지는 지금 어디에 있나요?",
            "Where are the messages that could not be handled?"
        ))
        .about(id)
        .fix(edit::safe(text!("DLQ를 둡니다", "add a dead-letter queue"), edits)),
    )
}
