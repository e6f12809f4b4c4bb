//! The only instance of the only consumer of a queue, of a change-data connector, or of what makes the
//! backups.

use crate::lint::prelude::*;
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    name: "single-consumer",
    quality: Quality::Availability,
    severity: Severity::Warning,
    fix: FixKind::Safe,
    from_absence: true,
    page: include_str!("single_consumer.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Messaging)
};

/// Technologies that read a database's log and hand its changes on.
const CONNECTORS: &[&str] = &["debezium", "kafka-connect"];

/// What hangs on one instance.
#[derive(Clone, Copy, PartialEq)]
enum Work {
    Consumer(ComponentId),
    Connector,
    Backups(ComponentId),
}

fn check(context: &Context) -> Vec<Finding> {
    let consumers = context.of_kinds(&[Kind::Queue]).flat_map(|id| {
        takers(context, id).into_iter().map(move |taker| (taker, Work::Consumer(id)))
    });
    let connectors = context.design.component_ids().filter_map(|id| {
        let tech = context.design.component(id).tech.as_ref()?;
        CONNECTORS.contains(&tech.name.as_str()).then_some((id, Work::Connector))
    });
    let mut work: Vec<(ComponentId, Work)> = consumers.collect();
    for (id, what) in connectors.chain(makers(context)) {
        if work.iter().all(|(known, _)| *known != id) {
            work.push((id, what));
        }
    }
    work.into_iter().filter_map(|(id, what)| judge(context, id, what)).collect()
}

/// The only consumers of a queue, or of each of its topics.
fn takers(context: &Context, queue: ComponentId) -> Vec<ComponentId> {
    let links = context.links_from(queue).map(|link| context.design.link(link));
    let mut by_topic: BTreeMap<Option<PartId>, Vec<ComponentId>> = BTreeMap::new();
    for link in links.filter(|link| link.arrow != Arrow::Copy) {
        by_topic.entry(link.from_part).or_default().push(link.to);
    }
    let only = by_topic.into_values().filter_map(|mut takers| {
        takers.dedup();
        if let [id] = takers[..] { Some(id) } else { None }
    });
    let mut only: Vec<ComponentId> = only.collect();
    only.sort_unstable();
    only.dedup();
    only
}

/// What calls a store and where that store's backups go: it makes them.
fn makers<'c>(context: &'c Context) -> impl Iterator<Item = (ComponentId, Work)> + 'c {
    let stores = context.design.component_ids().filter_map(|id| {
        let to = context.design.component(id).facts.component(Attr::BackupTo)?;
        Some((id, to))
    });
    stores.flat_map(|(store, to)| {
        let calls = |from: ComponentId, id: ComponentId| {
            context.links_from(from).any(|link| context.design.link(link).to == id)
        };
        let callers = context.links_to(to).map(|link| context.design.link(link).from);
        let mut both: Vec<_> = callers.filter(|id| calls(*id, store)).collect();
        both.dedup();
        both.into_iter().map(move |id| (id, Work::Backups(store)))
    })
}

fn judge(context: &Context, id: ComponentId, what: Work) -> Option<Finding> {
    let design = context.design;
    let floor = floor_of_one(context, id);
    let alone = floor.is_some() || design.replicas(id).most == 1 && !context.is_replicated(id);
    // A consumer on a user's path is the finding of another rule.
    if !context.kind(id).is_compute() || !alone || context.spof_in(id).is_some() {
        return None;
    }
    let kept = matches!(context.kind(id), Kind::Web | Kind::Was | Kind::Service)
        && !context.is_stateless(id);
    let title = text!("두 대로 늘립니다", "run two instances");
    // Two that read one log, or make one backup, do it twice.
    let edits = match floor {
        Some((attr, most)) => context.spread(id, &[(attr, &format!("2..{most}"))]),
        None => context.replicate(id, 2),
    };
    let is_certain = !kept && matches!(what, Work::Consumer(_));
    let fix = edits.map(|edits| context.grown(id, is_certain, title, edits));
    Some(
        RULE.finding(design.component(id).head, message(context, id, what))
            .label(text!("혼자 처리", "the only one"))
            .why(why(what))
            .help(help(what))
            .trade_off(text!(
                "비용이 두 배가 되고, 두 대가 동시에 처리하므로 같은 메시지를 두 번 받아도 괜찮아야 합니다.",
                "Twice the cost, and with two at work the same message may come twice: handling it must be idempotent."
            ))
            .question(text!(
                "이 워커가 한 시간 멈추면 무엇이 얼마나 밀리나요?",
                "This worker stops for an hour: what is late, and by how much?"
            ))
            .about(id)
            .fixes(fix),
    )
}

/// A scaler goes down to one: what states it, and how many there may be.
fn floor_of_one(context: &Context, id: ComponentId) -> Option<(Attr, u32)> {
    let design = context.design;
    let (_, most) = design.scales(id).filter(|(least, most)| *least == 1 && *most > 1)?;
    let scaled = design.component(id).facts.is_stated(Attr::Autoscale);
    let attr = if scaled { Attr::Autoscale } else { Attr::Replicas };
    (!context.is_in_pool(id)).then_some((attr, most))
}

fn message(context: &Context, id: ComponentId, what: Work) -> Text {
    let called = context.called(id);
    let one = match floor_of_one(context, id) {
        Some(_) => text!(" (한가하면 한 대까지 줄어듭니다)", " (its scaler goes down to one)"),
        None => context.assumed_one(id),
    };
    match what {
        Work::Consumer(queue) => {
            let source = context.called(queue);
            text!(
                called, source, one;
                "{source}의 메시지를 처리하는 {called:이} 하나뿐입니다{one}",
                "{called} is the only consumer of {source}{one}"
            )
        }
        Work::Connector => text!(
            called, one;
            "변경을 읽어 넘기는 {called:이} 하나뿐입니다{one}",
            "{called} alone hands the changes on{one}"
        ),
        Work::Backups(store) => {
            let store = context.called(store);
            text!(
                called, store, one;
                "{store}의 백업을 만드는 {called:이} 하나뿐입니다{one}",
                "{called} alone makes the backups of {store}{one}"
            )
        }
    }
}

fn why(what: Work) -> Text {
    match what {
        Work::Consumer(_) => text!(
            "이 한 대가 멈추거나 배포하는 동안 메시지가 쌓이기만 하고, 밀린 것은 다시 시작한 뒤에야 줄어듭니다.",
            "While this one is down or being deployed, messages only pile up, and the backlog shrinks no sooner than it is back."
        ),
        Work::Connector => text!(
            "이 한 대가 멈추면 데이터베이스가 읽지 않은 로그를 지우지 못해 디스크가 차고, 뒤의 저장소들은 옛 값을 보여 줍니다.",
            "While it is down the database keeps the log that nobody reads until its disk is full, and the stores behind it show old values."
        ),
        Work::Backups(_) => text!(
            "이 한 대가 멈춘 것을 아무도 모르면 백업이 없는 날이 쌓이고, 복구하는 날에야 알게 됩니다.",
            "If it stops and nobody notices, days without a backup add up, and it is found out on the day of the restore."
        ),
    }
}

fn help(what: Work) -> Text {
    match what {
        Work::Consumer(_) => text!(
            "`replicas = 2` 이상으로 늘려 서로 다른 가용 영역에 두세요. 순서가 중요하면 파티션 키로 나누세요.",
            "Run `replicas = 2` or more, in different zones. Where the order matters, divide by a partition key."
        ),
        Work::Connector => text!(
            "두 대로 늘리면 하나만 읽고 다른 하나는 이어받습니다(분산 모드). 지연과 남은 로그에 알림을 거세요.",
            "Of two, one reads and the other takes over (distributed mode). Alert on its lag and on the log that is kept."
        ),
        Work::Backups(_) => text!(
            "관리형 백업으로 옮기거나, 마지막 백업의 나이에 알림을 거세요.",
            "Use managed backups, or alert on the age of the last one."
        ),
    }
}
