//! A cluster that votes with a number of members that can't decide.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "even-quorum",
    topic: Topic::Availability,
    quality: Quality::Availability,
    severity: Severity::Warning,
    fixed_severity: false,
    fix: FixKind::Safe,
    options: &[],
    page: include_str!("even_quorum.md"),
    check: Check::Design(check),
};

fn check(context: &Context) -> Vec<Finding> {
    let kinds = [Kind::Db, Kind::Cache, Kind::Queue, Kind::Search];
    context.of_kinds(&kinds).filter_map(|id| judge(context, id)).collect()
}

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let design = context.design;
    let component = design.component(id);
    let voters = design.replicas(id).least;
    if !votes(context, id) || voters < 2 || design.spans_zones(id) {
        return None;
    }
    let called = context.called(id);
    let (of, en) = (&called.ko, &called.en);
    let (message, label) = if let Some(zone) = majority_zone(context, id, voters) {
        let place = context.called_group(zone);
        let (at, en_at) = (&place.ko, &place.en);
        (
            text!("{of}의 과반수가 {at}에 있습니다", "the majority of {en} stands in {en_at}"),
            text!("과반수가 한 영역에", "majority in one zone"),
        )
    } else if voters == 2 || (voters.is_multiple_of(2) && !divides(context, id)) {
        (
            text!("{of}의 투표자가 {voters}대입니다", "{en} has {voters} voters"),
            text!("짝수 투표자", "an even number"),
        )
    } else {
        return None;
    };
    let at = component.facts.span(Attr::Replicas).unwrap_or(component.head);
    let spare = (voters - 1) / 2;
    let majority = voters / 2 + 1;
    let fix = context.replicate(id, (voters + 1) | 1).filter(|_| voters.is_multiple_of(2));
    Some(
        RULE.finding(at, message)
            .label(label)
            .why(text!(
                "{voters}대의 과반수는 {majority}대라서 {spare}대까지만 잃을 수 있습니다. 한 대를 더 둔 비용에 견주어 얻는 것이 없습니다.",
                "A majority of {voters} is {majority}, so it survives the loss of {spare}: the extra one buys nothing."
            ))
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
            .about(id)
            .fixes(fix.map(|edits| edit::safe(text!("홀수로 맞춥니다", "make it odd"), edits))),
    )
}

/// Decides by majority: a stated quorum, an elected primary, or a search cluster.
fn votes(context: &Context, id: ComponentId) -> bool {
    let facts = &context.design.component(id).facts;
    let mode = facts.word(Attr::Mode);
    match context.kind(id) {
        Kind::Cache => matches!(mode, Some("sentinel" | "cluster")),
        _ => facts.is_stated(Attr::Quorum) || mode == Some("cluster"),
    }
}

/// The nodes of a divided cache and brokers hold shards; how many of them vote is not told.
fn divides(context: &Context, id: ComponentId) -> bool {
    let mode = context.design.component(id).facts.word(Attr::Mode);
    context.kind(id) == Kind::Cache && mode == Some("cluster")
}

/// A zone whose loss takes the majority, where there are zones enough to avoid it.
fn majority_zone(context: &Context, id: ComponentId, voters: u32) -> Option<GroupId> {
    let zones = context.zones_at(id);
    if zones.len() < 3 || voters < 3 {
        return None;
    }
    let placement = context.design.placement(id);
    let in_zone = |zone: &GroupId| placement.iter().filter(|d| d.contains(zone)).count() as u32;
    zones.into_iter().find(|zone| in_zone(zone) > voters / 2 && in_zone(zone) < voters)
}
