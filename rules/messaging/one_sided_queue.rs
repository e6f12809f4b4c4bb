//! A queue that nobody fills, or that nobody empties.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "one-sided-queue",
    topic: Topic::Messaging,
    quality: Quality::Maintainability,
    severity: Severity::Warning,
    fixed_severity: false,
    fix: FixKind::None,
    options: &[],
    page: include_str!("one_sided_queue.md"),
    check: Check::Design(check),
};

fn check(context: &Context) -> Vec<Finding> {
    context.of_kinds(&[Kind::Queue]).filter_map(|id| judge(context, id)).collect()
}

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let design = context.design;
    let produced = !context.callers(id).is_empty();
    let onward = |link: LinkId| design.link(link).arrow != Arrow::Copy;
    let consumed = context.links_from(id).any(onward) || context.is_polled(id);
    if produced == consumed || is_dead_letter(context, id) {
        return None;
    }
    let called = context.called(id);
    let (at, en, name) = (&called.ko, &called.en, &design.component(id).path);
    let (message, why, help) = match produced {
        true => (
            text!("{at}에서 메시지를 꺼내는 곳이 없습니다", "nobody takes messages from {en}"),
            text!(
                "보낸 메시지는 보관 기한이 지나면 사라집니다. 그려지지 않았다면 소비자의 장애가 어디에 닿는지도 알 수 없습니다.",
                "What is sent expires unread; and if the consumer is merely not drawn, its failures can't be judged."
            ),
            text!(
                "소비자를 그리세요: `{name} ~> worker`.",
                "Draw the consumer: `{name} ~> worker`."
            ),
        ),
        false => (
            text!("{at}에 메시지를 넣는 곳이 없습니다", "nobody puts messages into {en}"),
            text!(
                "소비자는 오지 않을 메시지를 기다립니다. 생산자를 빠뜨렸거나 쓰지 않는 큐입니다.",
                "Its consumers wait for messages that never come: a producer was left out, or it is unused."
            ),
            text!("생산자를 그리세요: `api ~> {name}`.", "Draw the producer: `api ~> {name}`."),
        ),
    };
    Some(
        RULE.finding(design.component(id).head, message)
            .label(text!("한쪽만 있음", "one side is missing"))
            .why(why)
            .help(help)
            .question(text!(
                "이 메시지는 누가 언제 처리하나요?",
                "Who handles these messages, and when?"
            ))
            .about(id),
    )
}

/// Other queues hand their failed messages to it; people look at those.
fn is_dead_letter(context: &Context, id: ComponentId) -> bool {
    let by_queue = |from: ComponentId| context.kind(from) == Kind::Queue;
    let named = context.named_by(id).any(|(_, attr)| attr == Attr::Dlq);
    named || context.callers(id).into_iter().any(by_queue)
}
