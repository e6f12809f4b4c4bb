//! Data whose only home is a memory that forgets.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "cache-as-source-of-truth",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Suggested,
    from_absence: true,
    page: include_str!("cache_as_source_of_truth.md"),
    check: Check::Each(&[Kind::Cache], judge),
    ..Rule::of(Topic::Cache)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let volatile = component.facts.is_off(Attr::Persistence) || context.forgets(id);
    if !volatile || component.facts.is_on(Attr::Backup) || !context.is_used(id) {
        return None;
    }
    let keeps = |(_, attr): &(ComponentId, Attr)| matches!(attr, Attr::Session | Attr::Files);
    let keeper = context.named_by(id).find(keeps);
    // Of what is said to be more than a cache, `ephemeral-data` speaks.
    let has_roles = component.facts.is_stated(Attr::Roles);
    if keeper.is_none() && (has_roles || has_store_behind(context, id)) {
        return None;
    }
    let called = context.called(id);
    let (message, why) = match keeper {
        Some((from, Attr::Session)) => {
            let owner = context.called(from);
            (
                text!(
                    owner, called;
                    "{owner}의 세션이 휘발성인 {called}에만 있습니다",
                    "sessions of {owner} live only in {called}"
                ),
                lost_sessions(context, id),
            )
        }
        _ => (
            text!(
                called;
                "데이터가 휘발성인 {called}에만 있습니다",
                "data lives only in {called}, which forgets"
            ),
            text!(
                called;
                "뒤에 있는 저장소가 없어 {called:이} 재시작하면 되살릴 곳이 없습니다.",
                "There is no store behind {called}: after a restart nothing brings the data back."
            ),
        ),
    };
    let finding = RULE
        .finding(component.facts.span(Attr::Persistence).unwrap_or(component.head), message)
        .label(text!("재시작하면 사라짐", "gone after a restart"))
        .why(why)
        .trade_off(text!(
            "AOF는 쓰기마다 디스크를 쓰고, DB에 두면 쓰기가 느려집니다.",
            "AOF writes to disk on each change; a database makes writes slower."
        ))
        .question(text!("지금 이 캐시를 비워도 되나요?", "May I flush this cache, right now?"))
        .about(id);
    if context.forgets(id) {
        return Some(finding.help(text!(
            "원본을 DB에 두고 여기에는 복사본만 두거나, 디스크에 남고 복제되는 저장소(Redis의 `persistence = aof`)로 바꾸세요.",
            "Keep the original in a database and a copy here, or change to a store that replicates and writes to disk (Redis with `persistence = aof`)."
        )));
    }
    let edits = context.edit.state(component, &[(Attr::Persistence, "aof")]);
    Some(
        finding
            .help(text!(
                "원본을 DB에 두고 캐시는 복사본으로 쓰거나, `persistence = aof`와 복제본으로 저장소답게 운영하세요.",
                "Keep the original in a database and a copy here, or run it as a store: `persistence = aof` and replicas."
            ))
            .fix(edit::suggested(text!("AOF로 디스크에 남깁니다", "persist with AOF"), edits)),
    )
}

fn lost_sessions(context: &Context, id: ComponentId) -> Text {
    let called = context.called(id);
    if context.design.replicas(id).least == 1 {
        return text!(
            called;
            "{called:이} 재시작하면 모든 사용자가 로그아웃됩니다.",
            "When {called} restarts, every user is logged out."
        );
    }
    match context.forgets(id) {
        true => text!(
            called;
            "{called}의 노드들은 서로 복제하지 않아, 하나가 재시작하면 그 노드의 사용자가 모두 로그아웃됩니다.",
            "The nodes of {called} don't replicate: when one restarts, all users kept there are logged out."
        ),
        false => text!(
            called;
            "복제본이 있어도 {called}의 주 서버가 빈 채로 재시작하면 복제본까지 비워져 모두 로그아웃됩니다.",
            "Replicas don't help: a primary of {called} that restarts empty empties them too, and every user is logged out."
        ),
    }
}

/// The cache shields a store: stated, or one of its callers also talks to one.
fn has_store_behind(context: &Context, id: ComponentId) -> bool {
    let design = context.design;
    let stores = [Kind::Db, Kind::Storage, Kind::Search, Kind::External];
    let reaches = |from: ComponentId| {
        context.links_from(from).any(|link| stores.contains(&context.kind(design.link(link).to)))
    };
    let facts = &design.component(id).facts;
    let kept_for = facts.is_on(Attr::For);
    let roles = facts.words(Attr::Roles).unwrap_or_default();
    let only_cache = !roles.is_empty() && roles.iter().all(|role| *role == "cache");
    // Where no store is drawn at all, none is missing behind this one.
    let none_drawn = context.of_kinds(&stores).next().is_none() && roles.is_empty();
    none_drawn
        || only_cache
        || kept_for
        || reaches(id)
        || context.callers(id).into_iter().any(reaches)
}
