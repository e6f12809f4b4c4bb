//! Several regions, and a name that always leads to the same one.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-dns-failover",
    topic: Topic::Edge,
    quality: Quality::Availability,
    severity: Severity::Warning,
    fixed_severity: false,
    fix: FixKind::Safe,
    options: &[],
    page: include_str!("no_dns_failover.md"),
    check: Check::Design(check),
};

fn check(context: &Context) -> Vec<Finding> {
    context.of_kinds(&[Kind::Dns]).filter_map(|id| judge(context, id)).collect()
}

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let facts = &component.facts;
    let routed = facts.is_on(Attr::Geo) || facts.is_on(Attr::HealthCheck);
    let denied = [Attr::HealthCheck, Attr::Geo].into_iter().find(|attr| facts.is_off(*attr));
    let regions = regions_behind(context, id);
    let (false, Some(denied), [first, second, ..]) = (routed, denied, regions.as_slice()) else {
        return None;
    };
    let (called, one, other) =
        (context.called(id), context.called_group(*first), context.called_group(*second));
    let (is, en, a, b, en_a, en_b) =
        (called.subject(), &called.en, one.with(), &other.ko, &one.en, &other.en);
    let edits = edit::state(context.sources, component, &[(Attr::HealthCheck, "on")]);
    Some(
        RULE.finding(
            facts.span(denied)?,
            text!(
                "{is} 죽은 리전으로도 사용자를 보냅니다",
                "{en} sends users to a region that is down"
            ),
        )
        .label(text!("헬스 체크 라우팅 없음", "no health-checked routing"))
        .related(context.design.group(*second).head, text!("두 번째 리전", "the second region"))
        .why(text!(
            "{a} {b}에 서버가 있어도 이름이 죽은 쪽을 계속 가리키면 절반의 사용자가 실패합니다.",
            "There are servers in {en_a} and {en_b}, but while the name points at the dead one its users fail."
        ))
        .help(text!(
            "DNS에 헬스 체크를 걸어 죽은 리전을 빼고, TTL을 60초 이하로 두세요.",
            "Let DNS check health and drop the dead region, with a TTL of 60 s or less."
        ))
        .trade_off(text!(
            "헬스 체크 요금과 잦은 DNS 조회가 붙고, TTL을 지키지 않는 클라이언트는 늦게 옮겨 갑니다.",
            "Health checks and more lookups cost a little; clients that ignore the TTL move late."
        ))
        .question(text!(
            "리전이 죽으면 사용자는 몇 분 뒤에 다른 리전으로 가나요?",
            "A region dies: how many minutes until its users are elsewhere?"
        ))
        .about(id)
        .fix(edit::safe(text!("헬스 체크로 보냅니다", "route by health"), edits)),
    )
}

/// Regions or data centers that the name leads into, in source order.
fn regions_behind(context: &Context, id: ComponentId) -> Vec<GroupId> {
    let design = context.design;
    let outer = |to: ComponentId| {
        context
            .groups_around(to)
            .find(|group| matches!(design.group(*group).kind, GroupKind::Region | GroupKind::Dc))
    };
    let mut regions: Vec<GroupId> =
        context.links_from(id).filter_map(|link| outer(design.link(link).to)).collect();
    regions.sort();
    regions.dedup();
    regions
}
