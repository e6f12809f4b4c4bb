//! A queue that nobody fills, or that nobody empties.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "one-sided-queue",
    quality: Quality::Maintainability,
    from_absence: true,
    page: include_str!("one_sided_queue.md"),
    check: Check::Each(&[Kind::Queue], judge),
    ..Rule::of(Topic::Messaging)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let design = context.design;
    // Copied counts, too: a database's changes come in by `=>`, and go out to a lake or an index.
    let produced = context.is_used(id);
    let consumed = context.links_from(id).next().is_some() || context.is_polled(id);
    if produced == consumed || is_fed_by_queue(context, id) {
        return None;
    }
    let called = context.called(id);
    let name = &design.component(id).path;
    let (message, why, help) = match produced {
        true => (
            text!(called; "{called}에서 메시지를 꺼내는 곳이 없습니다", "nobody takes messages from {called}"),
            text!(
                "보낸 메시지는 보관 기한이 지나면 사라집니다. 그려지지 않았다면 소비자의 장애가 어디에 닿는지도 알 수 없습니다.",
                "What is sent expires unread; and if the consumer is merely not drawn, its failures can't be judged."
            ),
            text!(name; "소비자를 그리세요: `{name} ~> worker`.", "Draw the consumer: `{name} ~> worker`."),
        ),
        false => (
            text!(called; "{called}에 메시지를 넣는 곳이 없습니다", "nobody puts messages into {called}"),
            text!(
                "소비자는 오지 않을 메시지를 기다립니다. 생산자를 빠뜨렸거나 쓰지 않는 큐입니다.",
                "Its consumers wait for messages that never come: a producer was left out, or it is unused."
            ),
            text!(name; "생산자를 그리세요: `api ~> {name}`.", "Draw the producer: `api ~> {name}`."),
        ),
    };
    Some(
        RULE.finding(design.component(id).head, message)
            .label(text!("한쪽만 있음", "one side is missing"))
            .why(why)
            .help(help)
            .trade_off(text!(
                "다른 팀의 것까지 그리면 그림이 커집니다. `external` 하나로 줄여 그려도 됩니다.",
                "Drawing what belongs to other teams makes the picture larger; one `external` will do."
            ))
            .question(text!(
                "이 메시지는 누가 언제 처리하나요?",
                "Who handles these messages, and when?"
            ))
            .about(id),
    )
}

/// Another queue hands its failed messages to it, which people look at, or is copied to it.
fn is_fed_by_queue(context: &Context, id: ComponentId) -> bool {
    let from_queue = |link| context.kind(context.design.link(link).from) == Kind::Queue;
    let named = context.named_by(id).any(|(_, attr)| attr == Attr::Dlq);
    named || context.links_to(id).any(from_queue)
}
