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
    if !component.facts.is_on(Attr::Public) {
        return None;
    }
    let edits = context.edit.state(component, &[(Attr::Public, "off")]);
    Some(
        RULE.finding(component.facts.span(Attr::Public)?, message(context, id)?)
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
            .fix(edit::safe(text!("공개를 끕니다", "close it"), edits)),
    )
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
