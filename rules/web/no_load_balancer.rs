//! Several servers that users call without anything in between.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-load-balancer",
    quality: Quality::Scalability,
    severity: Severity::Error,
    fix: FixKind::Safe,
    from_absence: true,
    page: include_str!("no_load_balancer.md"),
    check: Check::Each(&[Kind::Web, Kind::Was, Kind::Service], judge),
    ..Rule::of(Topic::Web)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let design = context.design;
    // Web servers that fail over share one address, and one of them serves.
    let floating =
        context.kind(id) == Kind::Web && design.component(id).facts.is_on(Attr::Failover);
    let several = design.replicas(id).most > 1 && !design.fails_whole(id) && !floating;
    let from_outside = |link: &LinkId| {
        let link = design.link(*link);
        let spread = link.facts.is_on(Attr::Balanced);
        let outside = matches!(context.kind(link.from), Kind::User | Kind::External);
        link.arrow == Arrow::Sync && outside && !spread
    };
    let link = context.links_to(id).find(from_outside).filter(|_| several)?;
    if context.balancer_of(id).is_some() {
        return None;
    }
    let component = design.component(id);
    let called = context.called(id);
    let user = context.called(design.link(link).from);
    Some(
        RULE.finding(
            component.head,
            text!(
                called;
                "{called:이} 여러 대인데 요청을 나눌 것이 없습니다",
                "{called} has several instances and nothing that spreads requests"
            ),
        )
        .label(text!("나눌 것이 없음", "nothing in front"))
        .related(design.link(link).span, text!("직접 부릅니다", "called directly"))
        .why(text!(
            user;
            "{user:이} 아는 주소는 하나라서 한 대만 일하고, 그 한 대가 죽어도 나머지로 돌릴 것이 없습니다.",
            "{user} knows one address: one instance works, and when it dies nothing turns to the others."
        ))
        .help(text!(
            "관리형 로드 밸런서를 앞에 두고 헬스 체크를 켜세요.",
            "Put a managed load balancer in front, with health checks."
        ))
        .trade_off(text!(
            "시간당 요금과 홉 하나가 늘어납니다.",
            "A bill by the hour and one more hop."
        ))
        .question(text!(
            user;
            "두 번째 서버의 주소는 {user:이} 어떻게 아나요?",
            "How does {user} learn the address of the second server?"
        ))
        .about(id)
        .about_link(link)
        .fixes(fix(context, id)),
    )
}

/// A balancer declared before the server, and put between on every connection from a user.
fn fix(context: &Context, id: ComponentId) -> Option<Fix> {
    let component = context.design.component(id);
    let name = context.design.free_name(&format!("{}-lb", component.name));
    let calls = context.links_to(id).filter(|link| context.design.link(*link).arrow == Arrow::Sync);
    let mut edits = Vec::new();
    for link in calls {
        edits.extend(context.edit.between(link, &name)?);
    }
    let balancer = format!("lb   {name} {{ managed, health-check }}");
    edits.push(context.edit.before(place_outside(context, id), &balancer));
    Some(edit::safe(text!("로드 밸런서를 앞에 둡니다", "put a balancer in front"), edits))
}

/// What stands around the component that a balancer must not fall with: its host and its zone.
fn place_outside(context: &Context, id: ComponentId) -> Span {
    let component = context.design.component(id).span;
    let around = context.groups_around(id).map(|group| context.design.group(group));
    let fallible = around.filter(|group| matches!(group.kind, GroupKind::Host | GroupKind::Zone));
    let spans = fallible.map(|group| group.span).filter(|span| span.contains(component));
    spans.last().unwrap_or(component)
}
