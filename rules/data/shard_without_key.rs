//! Shards, and nothing that says which row goes where.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "shard-without-key",
    quality: Quality::Scalability,
    fix: FixKind::Suggested,
    page: include_str!("shard_without_key.md"),
    // Caches, search engines and object storage divide by a hash of their own.
    check: Check::Each(&[Kind::Db], judge),
    ..Rule::of(Topic::Data)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let shards = component.facts.number(Attr::Shards, Dimension::Count)?.low_count();
    if shards < 2 || component.facts.is_on(Attr::ShardKey) {
        return None;
    }
    let called = context.called(id);
    let edits = context.edit.state(component, &[(Attr::ShardKey, "user_id")]);
    Some(
        RULE.finding(
            component.facts.span(Attr::Shards)?,
            text!(
                called, shards;
                "{called:은} 샤드가 {shards}개인데 샤딩 키가 없습니다",
                "{called} has {shards} shards and no shard key"
            ),
        )
        .label(text!("무엇으로 나누나요?", "divided by what?"))
        .why(text!(
            "키를 모르면 요청 하나가 샤드 하나로 끝나는지, 모든 샤드를 뒤지는지 알 수 없습니다.",
            "Without the key nobody can tell whether a request needs one shard or all of them."
        ))
        .help(text!(
            "가장 잦은 조회에 늘 들어 있고 값이 고루 퍼진 것을 `shard-key`에 적으세요.",
            "State as `shard-key` what the most frequent queries always have and what spreads evenly."
        ))
        .trade_off(text!(
            "한 번 정한 키를 바꾸는 일은 전체를 다시 나누는 일입니다.",
            "Changing the key later means dividing everything again."
        ))
        .question(text!(
            "주문 번호만 알 때 어느 샤드를 보나요?",
            "You know only the order number: which shard do you ask?"
        ))
        .about(id)
        .fix(edit::suggested(text!("샤딩 키를 적습니다", "state a shard key"), edits)),
    )
}
