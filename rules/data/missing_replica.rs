//! A database of which there is one.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "missing-replica",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Suggested,
    page: include_str!("missing_replica.md"),
    check: Check::Each(&[Kind::Db], judge),
    ..Rule::of(Topic::Data)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let design = context.design;
    let copied = design.replicas(id).least > 1
        || design.replica_set(id).is_some()
        || design.is_read_replica(id)
        || design.spans_zones(id)
        || context.is_in_pool(id)
        || context.never_fails(id);
    // A stated single copy is one, whoever calls it.
    if copied || !(context.is_used(id) || context.is_stated_single(id)) {
        return None;
    }
    let component = design.component(id);
    let (called, one) = (context.called(id), context.assumed_one(id));
    let spof = context.spof_in(id);
    let finding = RULE
        .finding(
            component.head,
            text!(called, one; "{called}에 복제본이 없습니다{one}", "{called} has no replica{one}"),
        )
        .label(text!("복제본 없음", "no replica"))
        .why(why(context, id, spof))
        .help(text!(
            "다른 가용 영역에 복제본을 두고 자동으로 승격되게 하세요(`replicas = 2, failover = auto`, RDS라면 Multi-AZ).",
            "Put a replica into another zone and promote it automatically (`replicas = 2, failover = auto`; Multi-AZ on RDS)."
        ))
        .trade_off(text!(
            "비용이 두 배가 되고, 동기 복제는 쓰기 지연을, 비동기 복제는 승격 때의 유실을 감수합니다.",
            "Twice the cost; synchronous copies slow writes down, asynchronous ones may lose the last of them."
        ))
        .question(text!(
            "이 디스크가 지금 깨지면 몇 분 치를 잃고, 언제 다시 여나요?",
            "This disk breaks now: how many minutes are lost, and when do you reopen?"
        ))
        .about(id)
        .takes_down(spof)
        .explains(context.copies_of(id));
    Some(finding.fixes(fix(context, id)))
}

fn why(context: &Context, id: ComponentId, spof: Option<Spof>) -> Text {
    let stakes = spof.map(|spof| context.stakes(spof)).unwrap_or_default();
    let facts = &context.design.component(id).facts;
    let restore = match facts.is_off(Attr::Backup) {
        true => text!(
            "백업도 없으니 되살릴 길이 없습니다.",
            "Without a backup there is no way back either."
        ),
        false => text!(
            "디스크를 잃으면 되살리는 길은 백업 복원뿐입니다.",
            "If its disk is lost, the only way back is to restore a backup."
        ),
    };
    sentences(&[stakes, restore, against_rto(context, id)])
}

/// What the way back takes, where an objective says how long it may.
fn against_rto(context: &Context, id: ComponentId) -> Text {
    let time = &context.recovery(id).time;
    let limit = context.flow_of(id).and_then(|flow| context.stated_time(Some(flow), Attr::Rto));
    match limit.filter(|limit| time.lasts > *limit && !time.is_lost()) {
        Some(limit) => text!(
            takes = number::duration(time.lasts), allowed = number::duration(limit);
            "복구에 {takes} 걸려 RTO {allowed:을} 지키지 못합니다.",
            "It takes {takes} to come back and misses the RTO of {allowed}."
        ),
        None => Text::default(),
    }
}

fn fix(context: &Context, id: ComponentId) -> Option<Fix> {
    let mut edits = context.replicate_with(id, 2, &[(Attr::Failover, "auto")])?;
    edits.dedup();
    Some(edit::suggested(text!("대기 복제본을 하나 둡니다", "add a standby"), edits))
}
