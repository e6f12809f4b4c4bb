//! Redundant instances that one zone takes down together.

use crate::lint::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

pub const RULE: Rule = Rule {
    name: "single-zone",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Safe,
    page: include_str!("single_zone.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Availability)
};

/// From here on a zone counts as a thing that fails, even where the design has only one.
const DEMANDING: f64 = 0.9995;

fn check(context: &Context) -> Vec<Finding> {
    let (inside, pools) = (inside(context), context.hard_pools());
    // Where a journey needs several zones, that is what is to be said of each.
    let together: BTreeSet<GroupId> =
        context.zones_needed_together().into_iter().flat_map(|(_, zones)| zones).collect();
    let mut findings = Vec::new();
    for unit in context.spof_units().collect::<Vec<_>>() {
        let Unit::Domain(zone) = unit else { continue };
        let kind = context.design.group(zone).kind;
        let spof = context.spof(unit).expect("the unit was listed as one");
        if !matches!(kind, GroupKind::Zone | GroupKind::Dc)
            || !matters(context, zone, spof)
            || together.contains(&zone)
        {
            continue;
        }
        let Some(held) = inside.get(&zone) else { continue };
        let groups = redundant_groups(context, held, &pools);
        findings.extend(report(context, zone, spof, &groups));
    }
    findings
}

/// For each failure domain the components that stand in it with all they have.
fn inside(context: &Context) -> BTreeMap<GroupId, BTreeSet<ComponentId>> {
    let mut inside: BTreeMap<GroupId, BTreeSet<ComponentId>> = BTreeMap::new();
    for id in context.design.component_ids().filter(|id| !context.design.fails_whole(*id)) {
        let placement = context.design.placement(id);
        let Some((first, others)) = placement.split_first() else { continue };
        let holds_all = |group: &&GroupId| others.iter().all(|copy| copy.contains(*group));
        for group in first.iter().filter(holds_all) {
            inside.entry(*group).or_default().insert(id);
        }
    }
    inside
}

fn matters(context: &Context, zone: GroupId, spof: Spof) -> bool {
    let others = context.sibling_zones(zone).len() > 1;
    others || context.objective(Some(spof.flow)) >= DEMANDING
}

/// Components of several replicas, and pools, of which a zone holds all.
fn redundant_groups(
    context: &Context,
    held: &BTreeSet<ComponentId>,
    pools: &[Vec<ComponentId>],
) -> Vec<Vec<ComponentId>> {
    let design = context.design;
    let mut groups = Vec::new();
    // Of a pool, all members together count.
    let alone = |id: &ComponentId| context.is_hard_reached(*id) && !context.has_stand_ins(*id);
    for id in held.iter().copied().filter(alone) {
        let standbys = design.replica_set(id).map(|set| set.standbys.clone()).unwrap_or_default();
        if design.replicas(id).least > 1 {
            groups.push(vec![id]);
        } else if !standbys.is_empty() && standbys.iter().all(|id| held.contains(id)) {
            groups.push(std::iter::once(id).chain(standbys).collect());
        }
    }
    for pool in pools {
        if pool.iter().all(|id| held.contains(id)) && !groups.contains(pool) {
            groups.push(pool.clone());
        }
    }
    groups
}

/// One finding for the zone: whatever stands in it, the cause is one.
fn report(
    context: &Context,
    zone: GroupId,
    spof: Spof,
    groups: &[Vec<ComponentId>],
) -> Option<Finding> {
    let mut members: Vec<ComponentId> = groups.iter().flatten().copied().collect();
    members.sort();
    members.dedup();
    let first = *members.first()?;
    let (names, place) = (context.names(&members), context.called_group(zone));
    let finding = RULE
        .finding(
            context.design.component(first).head,
            text!(
                names, place;
                "{names}의 인스턴스가 모두 {place}에 있습니다",
                "all instances of {names} stand in {place}"
            ),
        )
        .label(text!("모두 한 영역에", "all in one place"))
        .related(
            context.design.group(zone).head,
            text!("여기가 멈추면 모두 멈춥니다", "takes all of them down"),
        )
        .why(context.stakes(spof))
        .help(text!(
            "`zones`로 인스턴스를 두 영역 이상에 나누세요. 한 영역이 빠져도 피크를 감당해야 합니다.",
            "Deal the instances out over two zones or more with `zones`; what remains must carry the peak."
        ))
        .trade_off(text!(
            "영역 사이 트래픽 요금과 1~2ms의 지연이 붙습니다.",
            "Traffic between zones is billed, and each call takes 1–2 ms longer."
        ))
        .question(text!(
            "이 인스턴스들은 같은 전원을 쓰나요?",
            "Do these instances share a power supply?"
        ))
        .takes_down(Some(spof))
        .explains([Unit::Domain(zone)]);
    let finding = members.iter().fold(finding, |finding, id| finding.about(*id));
    Some(finding.fixes(fix(context, zone, groups)))
}

/// Deals components of several replicas out over the zones, and moves members of a pool or of a
/// replica set to other zones in turn.
fn fix(context: &Context, zone: GroupId, groups: &[Vec<ComponentId>]) -> Option<Fix> {
    let mut zones = context.sibling_zones(zone);
    let first = zones.iter().position(|sibling| *sibling == zone)?;
    zones.rotate_left(first);
    // Who belongs to two groups could be moved for the one and dealt out for the other.
    let mut members: Vec<ComponentId> = groups.iter().flatten().copied().collect();
    members.sort();
    if members.windows(2).any(|pair| pair[0] == pair[1]) {
        return None;
    }
    let (mut edits, mut moves) = (Vec::new(), Vec::new());
    for group in groups {
        match group.as_slice() {
            [only] => edits.extend(deal_out(context, *only)?),
            several => {
                let turns = several.iter().zip(zones.iter().cycle());
                let leave = turns.filter(|(_, to)| **to != zone);
                moves.extend(leave.map(|(id, to)| (*id, zone, *to)));
            }
        }
    }
    edits.extend(context.edit.move_between(&moves)?);
    (!edits.is_empty())
        .then(|| edit::safe(text!("가용 영역에 나눕니다", "spread over the zones"), edits))
}

fn deal_out(context: &Context, id: ComponentId) -> Option<Vec<Edit>> {
    if context.domain_around(id, GroupKind::Host).is_some() {
        return None;
    }
    let zones = context.zone_list(id)?;
    let component = context.design.component(id);
    Some(context.edit.state(component, &[(Attr::Zones, &zones)]))
}
