//! A queue of our own that one machine holds.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "single-broker",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Safe,
    page: include_str!("single_broker.md"),
    check: Check::Each(&[Kind::Queue], judge),
    ..Rule::of(Topic::Messaging)
};

/// Copies that let one broker be lost while writes stay safe.
const ENOUGH: u64 = 3;

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let design = context.design;
    let component = design.component(id);
    let connected = context.is_used(id)
        || context.links_from(id).next().is_some()
        || context.is_stated_single(id);
    if design.spans_zones(id) || !connected || context.is_in_pool(id) {
        return None;
    }
    let alone = design.replicas(id).least == 1 && design.replica_set(id).is_none();
    let factor = component.facts.number(Attr::ReplicationFactor, Dimension::Count);
    let thin = factor.map(|factor| factor.low_count()).filter(|factor| *factor < ENOUGH);
    let (called, one) = (context.called(id), context.assumed_one(id));
    let spof = context.spof_in(id);
    let stakes = spof.map(|spof| context.stakes(spof)).unwrap_or_default();
    let (at, message, label, loss) = match (alone, thin) {
        (true, _) => (
            component.head,
            text!(called, one; "{called}의 브로커가 하나뿐입니다{one}", "{called} has a single broker{one}"),
            text!("브로커 1대", "one broker"),
            with_one_broker(context, id),
        ),
        (false, Some(copies)) => (
            component.facts.span(Attr::ReplicationFactor).unwrap_or(component.head),
            text!(
                called, copies;
                "{called:은} 메시지를 {copies}벌만 저장합니다(3벌 필요)",
                "{called} keeps only {copies} of the 3 copies it needs"
            ),
            text!(copies; "{copies}벌", "copies: {copies}"),
            with_copies(copies),
        ),
        (false, None) => return None,
    };
    let finding = RULE
        .finding(at, message)
        .label(label)
        .why(sentences(&[stakes, loss]))
        .help(text!(
            "브로커 3대와 `replication-factor = 3`을 서로 다른 영역에 두거나, 관리형 큐를 쓰세요.",
            "Run 3 brokers with `replication-factor = 3` in different zones, or use a managed queue."
        ))
        .trade_off(text!(
            "디스크와 네트워크를 세 배로 쓰고, 보내는 지연이 몇 ms 늘어납니다.",
            "Three times the disk and network, and a few ms more per send."
        ))
        .question(text!(
            "브로커가 죽으면 그 안에 있던 메시지는 어떻게 되나요?",
            "A broker dies: what becomes of the messages in it?"
        ))
        .about(id)
        .takes_down(spof)
        .explains(context.copies_of(id));
    Some(finding.fixes(fix(context, id)))
}

fn with_one_broker(context: &Context, id: ComponentId) -> Text {
    let names = context.names(&context.callers(id));
    let keeps = !context.design.component(id).facts.is_off(Attr::Persistence);
    match names.is_empty() {
        _ if !keeps => text!(
            "아직 처리하지 않은 메시지는 이 브로커의 메모리에만 있어, 브로커가 멈추면 사라집니다.",
            "What nobody consumed yet exists in this broker's memory alone and is gone when it stops."
        ),
        true => text!(
            "브로커가 멈추면 보내기도 받기도 멈추고, 아직 처리하지 않은 메시지는 그 디스크에만 있습니다.",
            "When it stops, nothing is sent or received, and what nobody consumed yet is on its disk alone."
        ),
        false => text!(
            names;
            "{names}에서 보낸 메시지 가운데 아직 처리하지 않은 것은 이 브로커의 디스크에만 있습니다.",
            "What {names} sent and nobody consumed yet exists on this broker's disk alone."
        ),
    }
}

fn with_copies(copies: u64) -> Text {
    match copies {
        0 | 1 => text!(
            "메시지마다 브로커 한 대의 디스크에만 있어, 그 브로커를 잃으면 읽기도 쓰기도 멈추고 메시지를 잃습니다.",
            "Each message is on one broker's disk: without that broker its part can be neither read nor written, and may be lost."
        ),
        _ => text!(
            "둘 가운데 한 벌을 잃으면 쓰기를 멈추거나(과반, `min.insync.replicas = 2`) 남은 한 벌만 믿고 써야 합니다.",
            "With one of two lost, writes stop (a majority, `min.insync.replicas = 2`) or rely on the one that is left."
        ),
    }
}

fn fix(context: &Context, id: ComponentId) -> Option<Fix> {
    let brokers = context.design.replicas(id).least.max(3);
    let edits = context.replicate_with(id, brokers, &[(Attr::ReplicationFactor, "3")])?;
    let title =
        text!(brokers; "브로커 {brokers}대에 세 벌씩 둡니다", "keep 3 copies on {brokers} brokers");
    Some(context.grown(id, true, title, edits))
}
