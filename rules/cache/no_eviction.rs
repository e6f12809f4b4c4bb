//! A cache that refuses writes when it is full.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-eviction",
    quality: Quality::Performance,
    fix: FixKind::Suggested,
    page: include_str!("no_eviction.md"),
    check: Check::Each(&[Kind::Cache], judge),
    ..Rule::of(Topic::Cache)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let facts = &component.facts;
    let denied = facts.is_off(Attr::Eviction) || facts.word(Attr::Eviction) == Some("noeviction");
    let kept = !context.kept_uses(id).is_empty();
    // What must stay is not thrown out to make room; there, refusing is right.
    if !denied || context.keeps_only_sessions(id) || (kept && !context.is_cache_too(id)) {
        return None;
    }
    let called = context.called(id);
    let (policy, error) = match context.forgets(id) {
        true => ("lru", "out of memory storing object"),
        // What must stay has no expiry, and stays.
        false if kept => ("volatile-lru", "OOM command not allowed"),
        false => ("allkeys-lru", "OOM command not allowed"),
    };
    let edits = context.edit.state(component, &[(Attr::Eviction, policy)]);
    Some(
        RULE.finding(
            facts.span(Attr::Eviction)?,
            text!(called; "{called:은} 가득 차면 쓰기를 거부합니다", "{called} refuses writes when it is full"),
        )
        .label(text!("방출 정책 없음", "no eviction"))
        .why(text!(
            error;
            "메모리가 차는 날, 캐시에 쓰는 모든 요청이 `{error}` 오류를 받습니다.",
            "On the day memory is full, every request that writes gets `{error}`."
        ))
        .help(text!(
            policy;
            "메모리 한도를 정하고 `eviction = {policy}`처럼 덜 쓰는 것부터 내보내게 하세요.",
            "Bound the memory and let the least used go first: `eviction = {policy}`."
        ))
        .trade_off(text!(
            "언제든 사라질 수 있으므로, 사라지면 안 되는 값은 다른 곳에 두어야 합니다.",
            "Anything may vanish, so what must not belongs elsewhere."
        ))
        .question(text!(
            "캐시가 가득 차면 무엇이 먼저 사라지나요?",
            "The cache is full: what goes first?"
        ))
        .about(id)
        .fix(edit::suggested(text!("덜 쓰는 것부터 내보냅니다", "evict the least used"), edits)),
    )
}
