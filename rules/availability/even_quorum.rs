//! A cluster that votes with a number of members that can't decide.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "even-quorum",
    quality: Quality::Availability,
    fix: FixKind::Safe,
    page: include_str!("even_quorum.md"),
    check: Check::Each(&[Kind::Db, Kind::Cache, Kind::Queue, Kind::Search], judge),
    ..Rule::of(Topic::Availability)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    // The primaries of a sharded cache vote, one a shard, and not the copies of a shard.
    let sharded = context.design.component(id).facts.number(Attr::Shards, Dimension::Count);
    if context.kind(id) == Kind::Cache && sharded.is_some_and(|shards| shards.low_count() > 2) {
        return None;
    }
    let voters = context.design.replicas(id).least;
    if voters < 2 || context.design.spans_zones(id) || !votes(context, id, voters) {
        return None;
    }
    if let Some(zone) = majority_zone(context, id, voters) {
        return Some(in_one_zone(context, id, voters, zone));
    }
    let even = voters.is_multiple_of(2) && all_vote(context, id);
    (voters == 2 || even).then(|| not_odd(context, id, voters))
}

/// Decides by majority: a quorum stated as one, or a cluster that elects its primary.
fn votes(context: &Context, id: ComponentId, nodes: u32) -> bool {
    let facts = &context.design.component(id).facts;
    match facts.number(Attr::Quorum, Dimension::Count) {
        Some(quorum) => quorum.high_count() == u64::from(nodes / 2 + 1),
        None => facts.word(Attr::Mode) == Some("cluster") || context.is_consensus(id),
    }
}

/// Cluster nodes that hold shards outnumber those that vote, and how many vote is not told; the
/// nodes of a database do both.
fn all_vote(context: &Context, id: ComponentId) -> bool {
    let stated = context.design.component(id).facts.is_stated(Attr::Quorum);
    stated || context.kind(id) == Kind::Db
}

fn not_odd(context: &Context, id: ComponentId, voters: u32) -> Finding {
    let called = context.called(id);
    let (majority, fewer, spare) = (voters / 2 + 1, voters - 1, voters / 2 - 1);
    let why = match voters {
        2 => text!(
            "2대의 과반수는 2대라서 어느 한 대가 멈춰도 결정하지 못합니다. 한 대만 둘 때보다 오히려 자주 멈춥니다.",
            "A majority of 2 is 2: whichever of them stops, nothing is decided any more. That is more often than with one."
        ),
        _ => text!(
            voters, majority, spare, fewer;
            "{voters}대의 과반수는 {majority}대라서 {spare}대까지만 잃을 수 있습니다. {fewer}대일 때와 같으니 한 대 값을 더 내고 얻는 것이 없습니다.",
            "A majority of {voters} is {majority}, so it survives the loss of {spare}. So would {fewer}: the extra one buys nothing."
        ),
    };
    // One more on two zones would put the majority into one of them.
    let third = context.zones_at(id).len() > 2 && context.design.component(id).zones.len() == 2;
    let zones = context.zone_list(id).filter(|_| third);
    let zones: Vec<_> = zones.iter().map(|zones| (Attr::Zones, zones.as_str())).collect();
    let fix = context.replicate_with(id, voters + 1, &zones);
    finding(
        context,
        id,
        Attr::Replicas,
        text!(called, voters; "{called}의 투표자가 {voters}대입니다", "{called} has {voters} voters"),
    )
    .label(text!("짝수 투표자", "an even number"))
    .why(why)
    .help(text!(
        "투표자를 홀수(3 또는 5)로 두고 세 영역에 나누세요.",
        "Run an odd number of voters (3 or 5), over three zones."
    ))
    .trade_off(text!(
        "한 대가 더 들지만, 데이터 없이 투표만 하는 작은 노드로도 됩니다.",
        "One more machine, though a small one that only votes will do."
    ))
    .question(text!(
        "네트워크가 반으로 갈라지면 어느 쪽이 쓰기를 받나요?",
        "The network splits in half: which side takes writes?"
    ))
    .fixes(fix.map(|edits| context.grown(id, true, text!("홀수로 맞춥니다", "make it odd"), edits)))
}

fn in_one_zone(context: &Context, id: ComponentId, voters: u32, zone: GroupId) -> Finding {
    let (called, place) = (context.called(id), context.called_group(zone));
    let lost = in_zone(context, id, zone);
    let left = voters - lost;
    let zones = context.zone_list(id).unwrap_or_default();
    let edits = context.edit.state(context.design.component(id), &[(Attr::Zones, &zones)]);
    finding(
        context,
        id,
        Attr::Zones,
        text!(
            called, place;
            "{called}의 과반수가 {place}에 있습니다",
            "the majority of {called} stands in {place}"
        ),
    )
    .label(text!("과반수가 한 영역에", "majority in one zone"))
    .why(text!(
        place, voters, lost, left;
        "{place:이} 멈추면 {voters}대 가운데 {lost}대가 함께 사라지고, 남은 {left}대로는 과반수를 이루지 못합니다.",
        "When {place} stops, {lost} of {voters} are gone with it, and the {left} left are no majority."
    ))
    .help(text!(
        zones;
        "`zones = {zones}`로 나누어 어느 영역이 멈춰도 과반수가 남게 하세요.",
        "Spread it with `zones = {zones}`, so that a majority is left whichever zone stops."
    ))
    .trade_off(text!(
        "영역 사이 트래픽 요금이 늘고, 쓰기마다 다른 영역의 응답을 기다립니다.",
        "More traffic between zones is billed, and each write waits for an answer from another zone."
    ))
    .question(text!(
        "이 영역이 멈추면 누가 주 서버를 뽑나요?",
        "This zone is down: who elects the primary?"
    ))
    .takes_down(context.spof(Unit::Domain(zone)))
    .explains([Unit::Domain(zone)])
    .fix(edit::safe(text!("가용 영역에 나눕니다", "spread over the zones"), edits))
}

fn finding(context: &Context, id: ComponentId, stated: Attr, message: Text) -> Finding {
    let component = context.design.component(id);
    RULE.finding(component.facts.span(stated).unwrap_or(component.head), message).about(id)
}

/// A zone whose loss takes the majority, where there are zones enough to avoid it.
fn majority_zone(context: &Context, id: ComponentId, voters: u32) -> Option<GroupId> {
    let zones = context.zones_at(id);
    if zones.len() < 3 || voters < 3 {
        return None;
    }
    let too_many = |zone: &GroupId| {
        let lost = in_zone(context, id, *zone);
        lost > voters / 2 && lost < voters
    };
    zones.into_iter().find(too_many)
}

fn in_zone(context: &Context, id: ComponentId, zone: GroupId) -> u32 {
    let placement = context.design.placement(id);
    placement.iter().filter(|domains| domains.contains(&zone)).count() as u32
}
