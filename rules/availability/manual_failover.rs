//! Replicas that only a person can turn into the primary.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "manual-failover",
    quality: Quality::Availability,
    fix: FixKind::Safe,
    page: include_str!("manual_failover.md"),
    check: Check::Each(&[Kind::Db, Kind::Cache, Kind::Queue], judge),
    ..Rule::of(Topic::Availability)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let design = context.design;
    let failover = design.failover(id);
    let is_copy = design.is_read_replica(id);
    if is_copy
        || !design.has_standby(id)
        || failover == Failover::Auto
        || is_single_node(context, id)
        // Too few voters are `even-quorum`.
        || failover == Failover::Unknown && context.is_consensus(id)
        // Where the design says that nobody knows, it is asked.
        || design.component(id).facts.unknown(Attr::Failover).is_some()
    {
        return None;
    }
    let component = design.component(id);
    let spof = context.spof_in(id);
    let called = context.called(id);
    let is_off = component.facts.is_off(Attr::Failover);
    let (at, message) = match failover {
        Failover::Unknown => (
            component.head,
            text!(
                called;
                "{called}의 장애 조치가 적혀 있지 않아 수동으로 봅니다",
                "the failover of {called} is not stated, so it is taken as manual"
            ),
        ),
        _ => (
            component.facts.span(Attr::Failover).unwrap_or(component.head),
            match is_off {
                true => text!(
                    called;
                    "{called:은} 복제본이 있어도 장애 조치를 하지 않습니다",
                    "{called} has copies, and none of them takes over"
                ),
                false => {
                    text!(called; "{called}의 장애 조치가 수동입니다", "{called} fails over by hand")
                }
            },
        ),
    };
    let edits = context.edit.state(component, &[(Attr::Failover, "auto")]);
    let title = text!("자동 장애 조치로 둡니다", "fail over automatically");
    let finding = RULE
        .finding(at, message)
        .label(match is_off {
            true => text!("승격하지 않습니다", "nothing is promoted"),
            false => text!("사람이 승격합니다", "a person promotes"),
        })
        .help(help(context.kind(id)))
        .trade_off(text!(
            "정족수가 필요하고, 비동기 복제라면 승격 때 마지막 쓰기를 잃을 수 있습니다.",
            "It takes a quorum, and with asynchronous replication a promotion may lose the last writes."
        ))
        .question(text!(
            "주 서버 장애 시 승격은 수동인가요, 자동인가요?",
            "When the primary fails, is the promotion manual or automatic?"
        ))
        .about(id)
        .takes_down(spof)
        .explains(context.copies_of(id))
        .fix(match context.promotion_may_lose(id) {
            true => edit::suggested(title, edits),
            false => edit::safe(title, edits),
        });
    Some(against_rto(context, id, finding))
}

fn help(kind: Kind) -> Text {
    match kind {
        Kind::Cache => text!(
            "Sentinel이나 Cluster, ElastiCache의 Multi-AZ로 자동 승격되게 하고 `failover = auto`를 적으세요.",
            "Let Sentinel, Cluster or ElastiCache Multi-AZ promote a replica, and state `failover = auto`."
        ),
        Kind::Queue => text!(
            "쿼럼 큐(Quorum Queue)나 컨트롤러가 리더를 다시 뽑게 하고 `failover = auto`를 적으세요.",
            "Let quorum queues or the controllers elect a new leader, and state `failover = auto`."
        ),
        _ => text!(
            "Multi-AZ, InnoDB Cluster, Patroni 같은 자동 승격을 두고 `failover = auto`를 적으세요.",
            "Promote automatically, by Multi-AZ, InnoDB Cluster, Patroni or the like, and state `failover = auto`."
        ),
    }
}

/// One node, or a mode without a standby, is another rule's finding.
fn is_single_node(context: &Context, id: ComponentId) -> bool {
    context.design.component(id).facts.word(Attr::Mode) == Some("standalone")
}

/// How long writes stop, from the one model of recovery.
fn against_rto(context: &Context, id: ComponentId, finding: Finding) -> Finding {
    let back = &context.recovery(id).time;
    let because = stopped(&[back.because.words()]);
    if back.is_lost() {
        let loses =
            text!("주 서버를 잃으면 데이터도 잃습니다.", "Losing the primary loses its data.");
        return finding.level(Severity::Error).why(sentences(&[loses, because]));
    }
    let flow = finding.flow.or(context.flow_of(id));
    let time = number::duration(back.lasts);
    let stops = text!(
        time;
        "주 서버를 잃으면 {time} 동안 쓰기가 멈춥니다.",
        "Losing the primary stops writes for {time}."
    );
    match context.stated_time(flow, Attr::Rto) {
        Some(rto) if rto < back.lasts => {
            let limit = number::duration(rto);
            let misses = text!(
                limit;
                "복구 시간 목표(RTO) {limit:을} 지킬 수 없습니다.",
                "That misses the RTO of {limit}."
            );
            finding.level(Severity::Error).why(sentences(&[stops, because, misses]))
        }
        _ => finding.why(sentences(&[stops, because])),
    }
}
