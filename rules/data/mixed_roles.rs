//! One store as a cache and as something whose data must stay.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "mixed-roles",
    quality: Quality::Availability,
    severity: Severity::Advice,
    fix: FixKind::Suggested,
    page: include_str!("mixed_roles.md"),
    check: Check::Each(&[Kind::Cache, Kind::Db, Kind::Queue], judge),
    ..Rule::of(Topic::Data)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let kept = context.kept_uses(id);
    // What a stated policy does to it is another rule's finding.
    if kept.is_empty() || !context.is_cache_too(id) || component.facts.is_stated(Attr::Eviction) {
        return None;
    }
    let called = context.called(id);
    let roles = kept.join(", ");
    let at = [Attr::Roles, Attr::For].into_iter().find_map(|attr| component.facts.span(attr));
    let finding = RULE
        .finding(
            at.unwrap_or(component.head),
            text!(
                called, roles;
                "{called:을} 캐시로도 쓰고 남아야 하는 데이터({roles})에도 씁니다",
                "{called} is a cache and holds what must stay ({roles})"
            ),
        )
        .label(text!("두 가지 용도", "two uses"))
        .why(text!(
            "메모리가 차면 캐시에는 오래된 값을 버리는 정책이 맞지만, 남아야 하는 데이터에는 버리지 않는 정책이 맞습니다. 한 저장소의 정책 하나로는 둘 다 지킬 수 없습니다.",
            "When memory is full a cache should drop old values, and what must stay must not be dropped. One policy of one store cannot do both."
        ))
        .help(text!(
            "캐시와 나머지를 다른 인스턴스로 나누세요. 나누지 못하면 `eviction = volatile-lru`로 만료 시간이 있는 값만 버리게 하세요.",
            "Split the cache off into an instance of its own. If you can't, drop only values that expire: `eviction = volatile-lru`."
        ))
        .trade_off(text!(
            "인스턴스가 하나 늘어 비용과 관리할 것이 늘어납니다.",
            "One more instance to pay for and to run."
        ))
        .question(text!(
            "메모리가 가득 차면 무엇이 먼저 사라지나요?",
            "Memory is full: what goes first?"
        ))
        .about(id);
    if context.kind(id) != Kind::Cache {
        return Some(finding);
    }
    let edits = context.edit.state(component, &[(Attr::Eviction, "volatile-lru")]);
    let title = text!("만료 시간이 있는 값만 버립니다", "drop only what expires");
    Some(finding.fix(edit::suggested(title, edits)))
}
