//! The only instance of the only consumer of a queue.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "single-consumer",
    quality: Quality::Availability,
    severity: Severity::Warning,
    fix: FixKind::Safe,
    from_absence: true,
    page: include_str!("single_consumer.md"),
    check: Check::Each(&[Kind::Queue], judge),
    ..Rule::of(Topic::Messaging)
};

fn judge(context: &Context, queue: ComponentId) -> Option<Finding> {
    let design = context.design;
    let mut takers: Vec<ComponentId> = context
        .links_from(queue)
        .map(|link| design.link(link))
        .filter(|link| link.arrow != Arrow::Copy)
        .map(|link| link.to)
        .collect();
    takers.dedup();
    let [id] = takers[..] else { return None };
    let alone = design.replicas(id).most == 1 && !context.is_replicated(id);
    // A consumer on a user's path is the finding of another rule.
    if !context.kind(id).is_compute() || !alone || context.spof_in(id).is_some() {
        return None;
    }
    let (called, source, one) =
        (context.called(id), context.called(queue), context.assumed_one(id));
    let kept = matches!(context.kind(id), Kind::Web | Kind::Was | Kind::Service)
        && !context.is_stateless(id);
    let title = text!("두 대로 늘립니다", "run two instances");
    let fix = context.replicate(id, 2).map(|edits| match kept {
        true => edit::suggested(title, edits),
        false => edit::safe(title, edits),
    });
    Some(
        RULE.finding(
            design.component(id).head,
            text!(
                called, source, one;
                "{source}의 메시지를 처리하는 {called:이} 하나뿐입니다{one}",
                "{called} is the only consumer of {source}{one}"
            ),
        )
        .label(text!("혼자 처리", "the only consumer"))
        .why(text!(
            "이 한 대가 멈추거나 배포하는 동안 메시지가 쌓이기만 하고, 밀린 것은 다시 시작한 뒤에야 줄어듭니다.",
            "While this one is down or being deployed, messages only pile up, and the backlog shrinks no sooner than it is back."
        ))
        .help(text!(
            "`replicas = 2` 이상으로 늘려 서로 다른 가용 영역에 두세요. 순서가 중요하면 파티션 키로 나누세요.",
            "Run `replicas = 2` or more, in different zones. Where the order matters, divide by a partition key."
        ))
        .trade_off(text!(
            "비용이 두 배가 되고, 두 대가 동시에 처리하므로 같은 메시지를 두 번 받아도 괜찮아야 합니다.",
            "Twice the cost, and with two at work the same message may come twice: handling it must be idempotent."
        ))
        .question(text!(
            "이 워커가 한 시간 멈추면 무엇이 얼마나 밀리나요?",
            "This worker stops for an hour: what is late, and by how much?"
        ))
        .about(id)
        .fixes(fix),
    )
}
