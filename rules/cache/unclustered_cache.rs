//! A cache that others rely on, and of which there is one node.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "unclustered-cache",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Safe,
    page: include_str!("unclustered_cache.md"),
    check: Check::Each(&[Kind::Cache], judge),
    ..Rule::of(Topic::Cache)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let design = context.design;
    let component = design.component(id);
    let standalone = component.facts.word(Attr::Mode) == Some("standalone");
    let alone = design.replicas(id).least == 1 && design.replica_set(id).is_none();
    if !(standalone || alone) || design.spans_zones(id) || !is_needed(context, id) {
        return None;
    }
    let (called, one) = (context.called(id), context.assumed_one(id));
    let (at, message) = match component.facts.span(Attr::Mode).filter(|_| standalone) {
        Some(mode) => {
            (mode, text!(called; "{called:이} 단독 노드로 운영됩니다", "{called} runs standalone"))
        }
        None => (
            component.head,
            text!(called, one; "{called:이} 노드 하나뿐입니다{one}", "{called} is a single node{one}"),
        ),
    };
    let spof = context.spof_in(id);
    let finding = RULE
        .finding(at, message)
        .label(text!("노드 하나", "one node"))
        .why(why(context, id, spof))
        .help(help(context, id))
        .trade_off(text!(
            "노드가 셋이면 비용도 세 배이고, 전환 때 마지막 쓰기를 잃을 수 있습니다.",
            "Three nodes cost three times one, and a failover may lose the last writes."
        ))
        .question(text!(
            "캐시가 죽으면 DB로 요청이 쏠려서 같이 죽지 않을까요?",
            "If the cache dies, won't all requests fall on the database?"
        ))
        .about(id)
        .takes_down(spof)
        .explains(context.copies_of(id));
    Some(finding.fixes(fix(context, id)))
}

fn help(context: &Context, id: ComponentId) -> Text {
    match context.forgets(id) {
        true => text!(
            "키를 여러 노드에 나누고(Consistent Hashing), 한 노드가 죽어도 원본에서 읽도록 연결에 `fallback`을 적으세요. 복제가 필요하면 Redis로 바꾸세요.",
            "Divide the keys over several nodes (consistent hashing), and read the store when one is down: say `fallback` on the connection. Where copies are needed, change to Redis."
        ),
        false => text!(
            "Sentinel이나 Cluster로 복제본을 두세요. 없어도 되는 캐시라면 연결에 `optional`이나 `fallback`을 적으세요.",
            "Add replicas with Sentinel or Cluster. If callers can do without, say `optional` or `fallback` on the connection."
        ),
    }
}

/// Somebody can't work without it, or keeps sessions in it.
fn is_needed(context: &Context, id: ComponentId) -> bool {
    let keeps = |(_, attr): (ComponentId, Attr)| matches!(attr, Attr::Session | Attr::Files);
    // One that nobody is drawn to call is judged by what is stated of it.
    let alone = context.links_to(id).next().is_none() && context.is_stated_single(id);
    alone || context.is_relied_on(id) || context.named_by(id).any(keeps)
}

fn why(context: &Context, id: ComponentId, spof: Option<Spof>) -> Text {
    let stakes = spof.map(|spof| context.stakes(spof)).unwrap_or_default();
    let sessions = context.named_by(id).find(|(_, attr)| *attr == Attr::Session);
    let cold = match sessions {
        Some((from, _)) => {
            let called = context.called(from);
            text!(
                called;
                "{called}의 세션이 여기에만 있어 사용자도 모두 로그아웃됩니다.",
                "The sessions of {called} live here, so every user is logged out too."
            )
        }
        None if context.design.component(id).facts.is_on(Attr::Persistence) => text!(
            "디스크에서 다시 읽어 들이는 동안 읽기가 한꺼번에 DB로 쏠립니다.",
            "While it loads from disk, every read falls on the database at once."
        ),
        None if context.links_to(id).next().is_none() => text!(
            "한 대가 죽으면 담아 둔 것이 모두 사라집니다.",
            "When its one node dies, all that it holds is gone."
        ),
        None => text!(
            "되살아난 캐시는 비어 있어 읽기가 한꺼번에 DB로 쏠립니다.",
            "It comes back empty: every read falls on the database at once."
        ),
    };
    sentences(&[stakes, cold])
}

fn fix(context: &Context, id: ComponentId) -> Option<Fix> {
    let component = context.design.component(id);
    let mode = match component.facts.word(Attr::Mode) {
        Some("cluster") => "cluster",
        Some("replicated") => "replicated",
        _ => "sentinel",
    };
    let edits = context.replicate_with(id, 3, &[(Attr::Mode, mode)])?;
    let title = text!("복제본과 자동 장애 조치를 둡니다", "add replicas with automatic failover");
    (!context.forgets(id)).then(|| context.grown(id, true, title, edits))
}
