//! Several regions, and a name that always leads to the same one.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-dns-failover",
    quality: Quality::Availability,
    fix: FixKind::Safe,
    from_absence: true,
    page: include_str!("no_dns_failover.md"),
    check: Check::Each(&[Kind::Dns], judge),
    ..Rule::of(Topic::Edge)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let facts = &component.facts;
    let regions = context.regions_behind(id);
    let (true, [first, second, ..]) = (facts.is_off(Attr::HealthCheck), regions.as_slice()) else {
        return None;
    };
    let (called, one, other) =
        (context.called(id), context.called_group(*first), context.called_group(*second));
    let near = match facts.is_on(Attr::Geo) {
        true => text!(
            "GeoDNS는 가까운 곳을 고를 뿐, 죽은 곳을 피하지 않습니다.",
            "GeoDNS chooses what is near, not what is up."
        ),
        false => Text::default(),
    };
    let why = text!(
        one, other;
        "{one:과} {other}에 서버가 있어도 이름이 죽은 쪽을 계속 가리키면 그쪽으로 가던 사용자는 모두 실패합니다.",
        "There are servers in {one} and {other}, but while the name points at the dead one its users fail."
    );
    let edits = context.edit.state(component, &[(Attr::HealthCheck, "on")]);
    Some(
        RULE.finding(
            facts.span(Attr::HealthCheck)?,
            text!(
                called, one;
                "{called:은} {one:이} 죽어도 계속 그리로 사용자를 보냅니다",
                "{called} goes on sending users to {one} when it is down"
            ),
        )
        .label(text!("헬스 체크 라우팅 없음", "no health-checked routing"))
        .related(context.design.group(*second).head, text!("다른 한쪽", "the other one"))
        .why(sentences(&[why, near]))
        .help(text!(
            "DNS에 헬스 체크를 걸어 죽은 쪽을 빼고, TTL을 60초 이하로 두세요.",
            "Let DNS check health and drop the dead one, with a TTL of 60 s or less."
        ))
        .trade_off(text!(
            "헬스 체크 요금과 잦은 DNS 조회가 붙고, TTL을 지키지 않는 클라이언트는 늦게 옮겨 갑니다.",
            "Health checks and more lookups cost a little; clients that ignore the TTL move late."
        ))
        .question(text!(
            one;
            "{one:이} 죽으면 그 사용자는 몇 분 뒤에 다른 곳으로 가나요?",
            "When {one} dies, how many minutes until its users are elsewhere?"
        ))
        .about(id)
        .fix(edit::safe(text!("헬스 체크로 보냅니다", "route by health"), edits)),
    )
}
