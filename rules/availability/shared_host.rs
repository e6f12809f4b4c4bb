//! Tiers, or replicas that should stand in for one another, on one machine.

use crate::lint::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

pub const RULE: Rule = Rule {
    name: "shared-host",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Suggested,
    page: include_str!("shared_host.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Availability)
};

fn check(context: &Context) -> Vec<Finding> {
    let mut on_host: BTreeMap<GroupId, BTreeSet<ComponentId>> = BTreeMap::new();
    for together in fate_shared(context) {
        for host in hosts_of_all(context, &together) {
            on_host.entry(host).or_default().extend(&together);
        }
    }
    on_host.iter().filter_map(|(host, members)| judge(context, *host, members)).collect()
}

/// What stops a flow when a host takes it: a component that is needed alone, or those that should
/// stand in for one another. Who has a stand-in on another host does not suffer from its neighbours.
fn fate_shared(context: &Context) -> Vec<Vec<ComponentId>> {
    let design = context.design;
    let mut found = context.hard_pools();
    for id in context.hard_reached().iter().copied() {
        let set = design.replica_set(id).filter(|set| set.primary == id);
        let standbys = set.map(|set| set.standbys.as_slice()).unwrap_or_default();
        let several = design.replicas(id).least > 1 || !standbys.is_empty();
        if !context.units_of(id).is_empty() {
            found.push(vec![id]);
        }
        if several && !context.has_stand_ins(id) {
            found.push(std::iter::once(id).chain(standbys.iter().copied()).collect());
        }
    }
    found
}

/// Hosts that hold all replicas of all the components.
fn hosts_of_all(context: &Context, ids: &[ComponentId]) -> Vec<GroupId> {
    let Some((first, others)) = ids.split_first() else { return Vec::new() };
    let mut hosts = hosts_of(context, *first);
    hosts.retain(|host| others.iter().all(|id| hosts_of(context, *id).contains(host)));
    hosts
}

/// Hosts that hold all replicas of the component.
fn hosts_of(context: &Context, id: ComponentId) -> Vec<GroupId> {
    let placement = context.design.placement(id);
    let Some(first) = placement.first() else { return Vec::new() };
    let is_host = |group: &GroupId| context.design.group(*group).kind == GroupKind::Host;
    let all = |group: &GroupId| placement.iter().all(|domains| domains.contains(group));
    first.iter().copied().filter(|group| is_host(group) && all(group)).collect()
}

fn judge(context: &Context, host: GroupId, members: &BTreeSet<ComponentId>) -> Option<Finding> {
    let spof = context.spof(Unit::Domain(host))?;
    let members: &[ComponentId] = &members.iter().copied().collect::<Vec<_>>();
    let copies = members.iter().any(|id| context.design.replicas(*id).least > 1);
    if members.len() < 2 && !copies {
        return None;
    }
    let (called, names) = (context.called_group(host), context.names(members));
    let message = match members.len() {
        1 => text!(
            names, called;
            "{names}의 복제본이 모두 {called}에 있습니다",
            "all replicas of {names} stand on {called}"
        ),
        _ => {
            text!(names, called; "{names} 모두 {called} 한 대에 있습니다", "{names} share {called}")
        }
    };
    let mut finding = RULE
        .finding(context.design.group(host).head, message)
        .label(text!("함께 멈추는 서버", "one machine, one failure"))
        .why(context.stakes(spof))
        .help(help(context, members))
        .trade_off(text!(
            "서버가 늘고, 로컬 호출이 네트워크 호출이 됩니다.",
            "More machines, and local calls become network calls."
        ))
        .question(text!(
            "이 서버의 디스크가 가득 차면 무엇이 함께 멈추나요?",
            "What stops when this machine's disk is full?"
        ))
        .about_group(host)
        .takes_down(Some(spof))
        .explains([Unit::Domain(host)]);
    for member in members {
        let place = context.design.component(*member).head;
        finding = finding.about(*member).related(place, text!("같은 호스트", "on the same host"));
    }
    Some(finding.fixes(context.store_to_own_host(host, members)))
}

fn help(context: &Context, members: &[ComponentId]) -> Text {
    let is_store = |id: &&ComponentId| context.kind(**id).is_store();
    let stores = members.iter().filter(is_store).count();
    match members.iter().find(is_store) {
        Some(store) if stores < members.len() => {
            let called = context.called(*store);
            text!(
                called;
                "{called}부터 다른 호스트로 옮기세요. 가장 먼저 병목이 되고, 되살리기도 가장 어렵습니다.",
                "Move {called} to a host of its own first: it becomes the bottleneck first and is hardest to bring back."
            )
        }
        _ => text!(
            "하나씩 서로 다른 호스트에 두세요. 한 대가 멈춰도 나머지가 이어받아야 복제본입니다.",
            "Put each on a host of its own: a replica is one that goes on when the other's machine stops."
        ),
    }
}
