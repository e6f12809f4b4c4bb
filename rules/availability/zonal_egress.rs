//! Several zones that leave through a NAT in one of them.

use crate::lint::prelude::*;
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    name: "zonal-egress",
    quality: Quality::Availability,
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    page: include_str!("zonal_egress.md"),
    check: Check::Each(&[Kind::Nat], judge),
    ..Rule::of(Topic::Availability)
};

fn judge(context: &Context, nat: ComponentId) -> Option<Finding> {
    let design = context.design;
    let own = zones_of(context, nat);
    let [zone] = own.iter().copied().collect::<Vec<_>>()[..] else { return None };
    // Who has something else to turn to loses nothing with the NAT.
    let leans = |link: &LinkId| {
        let facts = &design.link(*link).facts;
        !facts.is_stated(Attr::Fallback) && !facts.is_on(Attr::Optional)
    };
    let mut callers: Vec<ComponentId> =
        context.links_to(nat).filter(leans).map(|link| design.link(link).from).collect();
    callers.dedup();
    let far: Vec<ComponentId> = callers
        .iter()
        .copied()
        .filter(|id| zones_of(context, *id).iter().any(|other| *other != zone))
        .filter(|id| !has_other_way(context, *id, nat))
        .collect();
    let first = *far.first()?;
    let (called, place, names) =
        (context.called(nat), context.called_group(zone), context.names(&far));
    let zones = context.zone_list(first);
    let fix = zones.map(|zones| {
        let edits = context.edit.state(design.component(nat), &[(Attr::Zones, &zones)]);
        edit::suggested(text!("가용 영역마다 하나씩 둡니다", "put one into each zone"), edits)
    });
    Some(
        RULE.finding(
            design.component(nat).head,
            text!(
                called, place;
                "{called:이} {place}에만 있어 다른 영역도 이곳을 거쳐 나갑니다",
                "{called} stands in {place} alone, and other zones leave through it"
            ),
        )
        .label(text!("한 영역의 출구", "one zone's way out"))
        .why(text!(
            names;
            "이 영역이 멈추면 다른 영역에 남은 {names}도 밖을 부를 수 없습니다. 평소에도 영역 사이 전송 요금이 듭니다.",
            "When this zone stops, {names} in the other zones can call nothing outside either; and until then the traffic between zones is billed."
        ))
        .help(text!(
            "가용 영역마다 NAT를 하나씩 두고, 서브넷의 경로를 같은 영역의 NAT로 잡으세요.",
            "One NAT in each zone, and route each subnet to the NAT of its own zone."
        ))
        .trade_off(text!(
            "NAT의 시간당 요금이 영역 수만큼 늘어납니다.",
            "The hourly price of a NAT, once for each zone."
        ))
        .question(text!(
            "이 영역이 멈추면 다른 영역의 서버는 결제 API를 부를 수 있나요?",
            "This zone is down: can the servers of the other one still call the payment API?"
        ))
        .about(nat)
        .fixes(fix),
    )
}

/// Another NAT stands in a zone of the caller.
fn has_other_way(context: &Context, caller: ComponentId, nat: ComponentId) -> bool {
    let zones = zones_of(context, caller);
    let targets = context.links_from(caller).map(|link| context.design.link(link).to);
    targets.into_iter().any(|to| {
        to != nat && context.kind(to) == Kind::Nat && !zones.is_disjoint(&zones_of(context, to))
    })
}

fn zones_of(context: &Context, id: ComponentId) -> BTreeSet<GroupId> {
    let placement = context.design.placement(id);
    let zone = |group: &GroupId| context.design.group(*group).kind == GroupKind::Zone;
    placement.into_iter().flatten().filter(zone).collect()
}
