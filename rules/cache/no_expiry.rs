//! A cache whose values stay for ever.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-expiry",
    quality: Quality::Performance,
    fix: FixKind::Suggested,
    page: include_str!("no_expiry.md"),
    check: Check::Each(&[Kind::Cache], judge),
    ..Rule::of(Topic::Cache)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let facts = &component.facts;
    // What is persisted and backed up is a store, whose values are meant to stay.
    let is_store = facts.is_on(Attr::Persistence) && facts.is_on(Attr::Backup);
    if !facts.is_off(Attr::Ttl) || is_store {
        return None;
    }
    let at = facts.span(Attr::Ttl)?;
    let called = context.called(id);
    let edits = context.edit.state(component, &[(Attr::Ttl, "10m")]);
    Some(
        RULE.finding(
            at,
            text!(
                called;
                "{called}의 값에 만료 시간이 없습니다",
                "values in {called} never expire"
            ),
        )
        .label(text!("TTL 없음", "no TTL"))
        .why(why(facts))
        .help(text!(
            "옛 값이 보여도 되는 시간을 TTL로 정하고(`ttl = 10m`), 지터를 더하세요.",
            "Set the time for which an old value may be seen (`ttl = 10m`), with some jitter."
        ))
        .trade_off(text!(
            "짧으면 DB가 바빠지고 길면 신선도가 떨어집니다.",
            "Short makes the database busier, long makes answers staler."
        ))
        .question(text!(
            "DB에서 값을 고치면 화면은 언제 바뀌나요?",
            "A value changes in the database: when does the page?"
        ))
        .about(id)
        .fix(edit::suggested(text!("10분 뒤 만료되게 합니다", "expire after ten minutes"), edits)),
    )
}

fn why(facts: &Facts) -> Text {
    let evicts = facts.is_stated(Attr::Eviction) && !facts.is_off(Attr::Eviction);
    let volatile = |word: &str| word.starts_with("volatile-") || word == "noeviction";
    match facts.word(Attr::Eviction) {
        Some(policy) if volatile(policy) => text!(
            policy;
            "무효화를 한 번 놓치면 옛 값이 끝없이 남습니다. `{policy}`는 만료 시간이 없는 키를 내보내지 않아, 메모리가 차면 쓰기까지 거부합니다.",
            "One missed invalidation leaves an old value for ever; and `{policy}` evicts nothing without a TTL, so that a full memory refuses writes."
        ),
        _ if evicts => text!(
            "무효화를 한 번 놓치면, 메모리가 차서 밀려날 때까지 옛 값을 답합니다.",
            "One missed invalidation, and the old value is served until a full memory pushes it out."
        ),
        _ => text!(
            "무효화를 한 번 놓치면 옛 값이 끝없이 남고, 메모리는 오르기만 합니다.",
            "One missed invalidation leaves an old value for ever, and memory only grows."
        ),
    }
}
