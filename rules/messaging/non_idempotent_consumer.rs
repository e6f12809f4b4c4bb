//! A consumer that does everything twice when a message comes twice.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "non-idempotent-consumer",
    quality: Quality::Maintainability,
    fix: FixKind::Suggested,
    page: include_str!("non_idempotent_consumer.md"),
    check: Check::Each(Kind::ALL, judge),
    ..Rule::of(Topic::Messaging)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let facts = &component.facts;
    if facts.is_on(Attr::Idempotent) || !context.consumes_at_least_once(id) {
        return None;
    }
    let queue = *context.callers(id).iter().find(|from| context.kind(**from) == Kind::Queue)?;
    let delivery = context.design.component(queue).facts.span(Attr::Delivery);
    // Where neither side says anything it is a question.
    let denied = facts.is_off(Attr::Idempotent);
    if delivery.is_none() && !denied {
        return None;
    }
    let (called, from) = (context.called(id), context.called(queue));
    let edits = context.edit.state(component, &[(Attr::Idempotent, "on")]);
    let finding = RULE
        .finding(
            facts.span(Attr::Idempotent).unwrap_or(component.head),
            match denied {
                true => text!(
                    called;
                    "{called:이} 같은 메시지를 두 번 받으면 두 번 처리합니다",
                    "{called} handles a message twice when it comes twice"
                ),
                false => text!(
                    called;
                    "{called:이} 같은 메시지를 두 번 받으면 두 번 처리할 수 있습니다",
                    "{called} may handle a message twice when it comes twice"
                ),
            },
        )
        .label(match denied {
            true => text!("멱등하지 않음", "not idempotent"),
            false => text!("멱등하다고 적혀 있지 않음", "not stated to be idempotent"),
        })
        .why(text!(
            from;
            "{from}에서는 확인 응답을 잃거나 재배포할 때마다 같은 메시지가 다시 옵니다.",
            "From {from} a message comes again whenever an acknowledgement is lost or a consumer restarts."
        ))
        .help(text!(
            "메시지 ID를 처리 결과와 한 트랜잭션으로 저장해 두 번째는 건너뛰게 하고 `idempotent`라고 적으세요.",
            "Save the message's id in one transaction with its result, skip the second one, and state `idempotent`."
        ))
        .trade_off(text!(
            "처리한 ID를 보관할 표와 그 기한을 정해야 합니다.",
            "A table of handled ids, and how long to keep them."
        ))
        .question(text!(
            "결제 메시지가 두 번 오면 돈이 두 번 나가나요?",
            "The payment message comes twice: is the money gone twice?"
        ))
        .about(id)
        .fix(edit::suggested(text!("멱등하다고 적습니다", "state that it is idempotent"), edits));
    Some(match delivery {
        Some(span) => finding.related(span, text!("적어도 한 번 배달", "delivered at least once")),
        None => finding,
    })
}
