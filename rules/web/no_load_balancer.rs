//! Several servers that users call without anything in between.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-load-balancer",
    topic: Topic::Web,
    quality: Quality::Scalability,
    severity: Severity::Error,
    fixed_severity: false,
    fix: FixKind::Safe,
    options: &[],
    page: include_str!("no_load_balancer.md"),
    check: Check::Design(check),
};

fn check(context: &Context) -> Vec<Finding> {
    let kinds = [Kind::Web, Kind::Was, Kind::Service];
    context.of_kinds(&kinds).filter_map(|id| judge(context, id)).collect()
}

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let design = context.design;
    let several = design.replicas(id).most > 1 && !design.fails_whole(id);
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
    let (is, en, ko_user, en_user) = (called.subject(), &called.en, user.subject(), &user.en);
    Some(
        RULE.finding(
            component.head,
            text!(
                "{is} 여러 대인데 요청을 나눌 것이 없습니다",
                "{en} has several instances and nothing that spreads requests"
            ),
        )
        .label(text!("나눌 것이 없음", "nothing in front"))
        .related(design.link(link).span, text!("직접 부릅니다", "called directly"))
        .why(text!(
            "{ko_user} 아는 주소는 하나라서 한 대만 일하고, 그 한 대가 죽어도 나머지로 돌릴 것이 없습니다.",
            "{en_user} knows one address: one instance works, and when it dies nothing turns to the others."
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
            "두 번째 서버의 주소는 {ko_user} 어떻게 아나요?",
            "How does {en_user} learn the address of the second server?"
        ))
        .about(id)
        .about_link(link)
        .fixes(fix(context, id)),
    )
}

/// A balancer declared before the server, and put between on every connection from a user.
fn fix(context: &Context, id: ComponentId) -> Option<Fix> {
    let component = context.design.component(id);
    let name = context.free_name(&format!("{}-lb", component.name));
    let calls = context.links_to(id).filter(|link| context.design.link(*link).arrow == Arrow::Sync);
    let mut edits = Vec::new();
    for link in calls {
        edits.extend(edit::between(context.sources, context.design, link, &name)?);
    }
    let balancer = format!("lb   {name} {{ managed, health-check }}");
    edits.push(edit::before(context.sources, place_outside(context, id), &balancer));
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
