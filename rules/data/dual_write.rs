//! One piece of work that writes into two places which can't agree.

use crate::lint::prelude::*;
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    name: "dual-write",
    quality: Quality::Maintainability,
    fix: FixKind::Suggested,
    page: include_str!("dual_write.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Data)
};

fn check(context: &Context) -> Vec<Finding> {
    let design = context.design;
    let calls = calls_by_flow(design);
    let mut findings = Vec::new();
    for id in design.component_ids().filter(|id| context.kind(*id).is_compute()) {
        let guarded = design.component(id).facts.is_on(Attr::Outbox);
        let written = written_together(context, id, &calls[id.index()]);
        let links = written.iter().map(|link| design.link(*link));
        let outbox = guarded || links.into_iter().any(|link| link.facts.is_on(Attr::Outbox));
        if written.len() >= 2 && !outbox {
            findings.push(report(context, id, &written));
        }
    }
    findings
}

/// For each component what it calls in a flow, once for every flow that has steps of it.
fn calls_by_flow(design: &Design) -> Vec<Vec<(FlowId, Vec<LinkId>)>> {
    let mut calls: Vec<Vec<(FlowId, Vec<LinkId>)>> = vec![Vec::new(); design.components.len()];
    for flow in design.flow_ids() {
        let steps: BTreeSet<LinkId> = design.flow(flow).steps.iter().copied().collect();
        for step in steps {
            let by_flow = &mut calls[design.link(step).from.index()];
            match by_flow.last_mut() {
                Some((last, together)) if *last == flow => together.push(step),
                _ => by_flow.push((flow, vec![step])),
            }
        }
    }
    calls
}

/// Synchronous writes of the component that some flow makes together; without a flow that says
/// more, all that it makes.
fn written_together(
    context: &Context,
    id: ComponentId,
    calls: &[(FlowId, Vec<LinkId>)],
) -> Vec<LinkId> {
    if calls.is_empty() {
        return writes_among(context, context.links_from(id).collect(), false);
    }
    let mut best = Vec::new();
    for (flow, together) in calls {
        let writes = context.design.flow(*flow).facts.flag(Attr::Writes);
        if writes == Some(false) {
            continue;
        }
        let written = writes_among(context, together.clone(), writes == Some(true));
        if written.len() > best.len() {
            best = written;
        }
    }
    best
}

/// A call to a queue hands something over, one to a database may; whether a search engine or a
/// storage is written to, only a flow that `writes` can tell.
fn writes_among(context: &Context, links: Vec<LinkId>, told: bool) -> Vec<LinkId> {
    let design = context.design;
    let writes = |id: &LinkId| {
        let link = design.link(*id);
        let reads = link.facts.number(Attr::Reads, Dimension::Ratio);
        let only_reads = reads.is_some_and(|share| share.low() >= 1.0);
        let store = match context.kind(link.to) {
            Kind::Db => !design.is_read_replica(link.to),
            Kind::Queue => true,
            Kind::Search | Kind::Storage => told || reads.is_some(),
            _ => false,
        };
        store && link.arrow == Arrow::Sync && !only_reads
    };
    // Alternatives are one place to write to: the first stands for all.
    let chosen = |id: &LinkId| {
        let needs = &design.needs[design.link(*id).from.index()];
        let need = needs.iter().find(|need| need.links.contains(id));
        need.is_none_or(|need| need.need == need.links.len() || need.links.first() == Some(id))
    };
    let mut written: Vec<LinkId> = links.into_iter().filter(writes).filter(chosen).collect();
    written.dedup_by_key(|id| design.link(*id).to);
    // Two databases may hold different things; with a queue or an index it is the same thing twice.
    let other = |id: &LinkId| told || context.kind(design.link(*id).to) != Kind::Db;
    if written.iter().any(other) { written } else { Vec::new() }
}

fn report(context: &Context, id: ComponentId, written: &[LinkId]) -> Finding {
    let design = context.design;
    let stores: Vec<ComponentId> = written.iter().map(|link| design.link(*link).to).collect();
    let (called, names) = (context.called(id), context.names(&stores));
    let (first, second) = (written[0], written[1]);
    RULE.finding(
        design.link(second).span,
        text!(
            called, names;
            "{called:이} {names}에 따로따로 씁니다",
            "{called} writes to {names} one after the other"
        ),
    )
    .label(text!("두 번째 쓰기", "the second write"))
    .related(design.link(first).span, text!("첫 번째 쓰기", "the first write"))
    .why(text!(
        "두 쓰기 사이에서 죽으면 한쪽에만 남습니다. 한 트랜잭션이 아니므로 되돌릴 수도 없습니다.",
        "If it dies in between, only one of them has it, and no transaction takes it back."
    ))
    .help(text!(
        "DB에만 쓰고 같은 트랜잭션의 outbox 표에서 나머지로 흘려보내세요(`outbox`).",
        "Write to the database only, and feed the rest from an outbox table of the same transaction (`outbox`)."
    ))
    .trade_off(text!(
        "outbox를 옮기는 작업이 하나 늘고, 나머지는 조금 늦게 따라옵니다.",
        "One more job that moves the outbox, and the rest follows a little later."
    ))
    .question(text!(
        "주문은 저장됐는데 이벤트를 못 보내면 어떻게 되나요?",
        "The order is saved and the event is not sent: what happens?"
    ))
    .about(id)
    .about_link(second)
    .fix(edit::suggested(
        text!("outbox를 두었다고 적습니다", "state an outbox"),
        context.edit.state(design.component(id), &[(Attr::Outbox, "on")]),
    ))
}
