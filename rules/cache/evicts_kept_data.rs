//! A store that drops what must stay when memory is full.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "evicts-kept-data",
    quality: Quality::Availability,
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    page: include_str!("evicts_kept_data.md"),
    check: Check::Each(&[Kind::Cache], judge),
    ..Rule::of(Topic::Cache)
};

/// Policies that may drop any key, also one without an expiry.
const DROPS_ANY: &[&str] = &["lru", "lfu", "fifo", "random"];

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let policy = component.facts.word(Attr::Eviction)?;
    let kept = context.kept_uses(id);
    if kept.is_empty() || !(policy.starts_with("allkeys-") || DROPS_ANY.contains(&policy)) {
        return None;
    }
    let called = context.called(id);
    let roles = kept.join(", ");
    let mixed = context.is_cache_too(id);
    let cause = match mixed {
        true => text!(
            "한 저장소를 캐시와 남아야 하는 데이터에 함께 써서 정책 하나로는 둘 다 지킬 수 없습니다.",
            "It is a cache as well, and one policy cannot serve both."
        ),
        false => Text::default(),
    };
    let why = text!(
        roles;
        "메모리가 차면 Redis는 이 정책대로 남아야 하는 데이터({roles})도 버립니다. 오류 없이 사라지므로 사용자가 먼저 압니다.",
        "When memory is full, what must stay ({roles}) is dropped like anything else, without an error: users notice first."
    );
    let to = if mixed { "volatile-lru" } else { "noeviction" };
    let edits = context.edit.state(component, &[(Attr::Eviction, to)]);
    Some(
        RULE.finding(
            component.facts.span(Attr::Eviction)?,
            text!(
                called;
                "{called:은} 메모리가 차면 남아야 하는 데이터도 버립니다",
                "{called} drops what must stay when memory is full"
            ),
        )
        .label(text!("아무 키나 버리는 정책", "any key may go"))
        .why(Text::join(&[why, cause], " "))
        .help(text!(
            "캐시가 아니라면 `eviction = noeviction`으로 두고 메모리 경보를 거세요. 캐시로도 쓴다면 나누거나 `volatile-lru`로 두세요.",
            "Where it is no cache, state `eviction = noeviction` and alert on memory; where it is one too, split it or use `volatile-lru`."
        ))
        .trade_off(text!(
            "버리지 않으면 메모리가 찼을 때 쓰기가 실패합니다.",
            "Without eviction, writes fail once memory is full."
        ))
        .question(text!(
            "메모리가 가득 찬 날 로그아웃된 사용자는 몇 명이었나요?",
            "How many users were logged out on the day that memory ran full?"
        ))
        .about(id)
        .fix(edit::suggested(text!(to; "`{to}` 정책으로 바꿉니다", "change the policy to `{to}`"), edits)),
    )
}
