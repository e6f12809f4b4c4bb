//! Ways around a balancer.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "bypassed-balancer",
    quality: Quality::Security,
    fix: FixKind::Safe,
    page: include_str!("bypassed_balancer.md"),
    check: Check::Each(SERVERS, judge),
    ..Rule::of(Topic::Edge)
};

const SERVERS: &[Kind] =
    &[Kind::Web, Kind::Was, Kind::Service, Kind::Worker, Kind::Function, Kind::Gateway, Kind::Lb];

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    if component.facts.is_on(Attr::Public) {
        let edits = context.edit.state(component, &[(Attr::Public, "off")]);
        let finding = report(component.facts.span(Attr::Public)?, message(context, id)?, id);
        return Some(finding.fix(edit::safe(text!("공개를 끕니다", "close it"), edits)));
    }
    let past = called_past(context, id)?;
    let at = context.design.link(past).span;
    Some(report(at, drawn_message(context, past), id).about_link(past))
}

/// The connection of a user to a server that stands behind a balancer of users, or to one that is
/// internal.
fn called_past(context: &Context, id: ComponentId) -> Option<LinkId> {
    let design = context.design;
    let is_inner = design.component(id).facts.is_on(Attr::Internal);
    let behind = front(context, id).is_some_and(|front| {
        let is_balancer = matches!(context.kind(front), Kind::Lb | Kind::Gateway | Kind::Waf);
        is_balancer && context.is_called_by_user(front)
    });
    let of_user = |link: &LinkId| context.kind(design.link(*link).from) == Kind::User;
    context.links_to(id).filter(|_| is_inner || behind).find(of_user)
}

fn drawn_message(context: &Context, past: LinkId) -> Text {
    let past = context.design.link(past);
    let (user, called) = (context.called(past.from), context.called(past.to));
    let Some(front) = front(context, past.to) else {
        return text!(
            user, called;
            "{user:이} 내부용인 {called:을} 직접 부릅니다",
            "{user} calls {called} directly, which is internal"
        );
    };
    let front = context.called(front);
    text!(
        user, called, front;
        "{user:이} {front:을} 거치지 않고 {called:을} 직접 부릅니다",
        "{user} calls {called} directly, around {front}"
    )
}

fn report(at: Span, message: Text, id: ComponentId) -> Finding {
    RULE.finding(at, message)
        .label(text!("밸런서를 거치지 않는 길", "a way around the balancer"))
        .why(text!(
            "밸런서에서 하는 TLS 종료, 요청 제한, 방화벽이 그 길에는 없습니다.",
            "TLS, rate limits and the firewall of the balancer are missing on that way."
        ))
        .help(text!(
            "서버의 포트를 밖에 게시하지 말고 내부 네트워크에서만 열어 두세요.",
            "Do not publish the server's port; leave it open inside the network only."
        ))
        .trade_off(text!(
            "한 서버를 바로 확인하려면 VPN이나 `docker compose exec`가 필요합니다.",
            "Looking at one server directly takes a VPN or `docker compose exec`."
        ))
        .question(text!(
            "밸런서의 방화벽 규칙을 건너뛰고 이 서버를 부를 수 있나요?",
            "Can this server be called without passing the rules of the balancer?"
        ))
        .about(id)
}

fn message(context: &Context, id: ComponentId) -> Option<Text> {
    let called = context.called(id);
    if let Some(front) = front(context, id) {
        let front = context.called(front);
        return Some(text!(
            called, front;
            "{front:을} 거치지 않고도 인터넷에서 {called}에 닿을 수 있습니다",
            "{called} is open to the internet around {front}"
        ));
    }
    let is_inner = context.design.component(id).facts.is_on(Attr::Internal);
    is_inner.then(|| {
        text!(
            called;
            "내부용인 {called:이} 인터넷에 열려 있습니다",
            "{called} is internal, and open to the internet"
        )
    })
}

/// The balancer, gateway or proxy that calls it.
fn front(context: &Context, id: ComponentId) -> Option<ComponentId> {
    let fronts = |from: &ComponentId| match context.kind(*from) {
        Kind::Lb | Kind::Gateway | Kind::Cdn | Kind::Waf => true,
        Kind::Web => context.kind(id) != Kind::Web,
        _ => false,
    };
    let design = context.design;
    context.links_to(id).map(|link| design.link(link).from).find(fronts)
}
