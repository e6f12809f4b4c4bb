//! Sessions kept on the instances themselves.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "stateful-web-tier",
    quality: Quality::Scalability,
    severity: Severity::Error,
    fix: FixKind::Safe,
    page: include_str!("stateful_web_tier.md"),
    check: Check::Each(Kind::ALL, judge),
    ..Rule::of(Topic::Web)
};

/// How long people expect to stay logged in at the least, in seconds.
const SESSION: f64 = 30.0 * 60.0;

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    if !context.keeps_locally(id, Attr::Session) {
        return None;
    }
    let component = context.design.component(id);
    let balancer = balancer(context, id);
    let spread = context.is_replicated(id) || balancer.is_some();
    let called = context.called(id);
    let finding = RULE
        .finding(
            component.facts.span(Attr::Session)?,
            text!(
                called;
                "{called:이} 세션을 자기 안에 둡니다",
                "{called} keeps sessions on its own instances"
            ),
        )
        .label(text!("세션이 서버 안에", "sessions stay on the server"))
        .why(why(context, id, balancer))
        .help(text!(
            "세션을 Redis 같은 공용 저장소로 옮기거나(`session = 저장소 이름`) 서명한 토큰에 담으세요(`session = none`).",
            "Move sessions to a shared store (`session = its name`), or into a signed token (`session = none`)."
        ))
        .trade_off(text!(
            "요청마다 1ms쯤의 왕복이 늘고, 세션 저장소도 이중화해야 합니다.",
            "About 1 ms more per request, and a session store that must itself be redundant."
        ))
        .question(text!(
            "서버가 2대일 때 세션 정합성은 어떻게 해결하셨나요?",
            "With two servers, how do you keep sessions consistent?"
        ))
        .about(id)
        .fixes(fix(context, id));
    Some(if spread { finding } else { finding.level(Severity::Warning) })
}

/// What is ready to send the next request to another server. A DNS or a CDN in front of one server is
/// not.
fn balancer(context: &Context, id: ComponentId) -> Option<ComponentId> {
    let balances = |caller: &ComponentId| {
        context.spreads(*caller) && !matches!(context.kind(*caller), Kind::Dns | Kind::Cdn)
    };
    context.callers(id).into_iter().find(balances)
}

fn why(context: &Context, id: ComponentId, balancer: Option<ComponentId>) -> Text {
    if context.is_replicated(id) {
        return text!(
            "다음 요청이 다른 인스턴스로 가면 로그인이 풀리고, 인스턴스가 하나 죽을 때마다 그 안의 세션을 잃습니다.",
            "A request that lands on another instance finds no login, and each lost instance takes its sessions with it."
        );
    }
    match balancer {
        Some(lb) => {
            let called = context.called(lb);
            text!(
                called;
                "{called} 뒤에서 한 대를 더 늘리는 순간 로그인이 풀리고, 배포할 때마다 모두 로그아웃됩니다.",
                "The moment {called} gets a second server behind it logins break; and every deploy logs everybody out."
            )
        }
        None => text!(
            "재시작하거나 배포할 때마다 모두 로그아웃되고, 이대로는 서버를 늘릴 수 없습니다.",
            "Every restart or deploy logs everybody out, and a second server can't be added like this."
        ),
    }
}

/// Safe where the component already talks to exactly one cache that outlives a node.
fn fix(context: &Context, id: ComponentId) -> Option<Fix> {
    let component = context.design.component(id);
    let caches: Vec<ComponentId> = context
        .links_from(id)
        .map(|link| context.design.link(link).to)
        .filter(|to| context.kind(*to) == Kind::Cache)
        .collect();
    let [store] = caches.as_slice() else { return None };
    let kept = context.design.component(*store);
    // What it keeps is gone before a session would be.
    let ttl = kept.facts.number(Attr::Ttl, Dimension::Duration);
    if ttl.is_some_and(|ttl| ttl.low() < SESSION) {
        return None;
    }
    let name = &kept.path;
    let edits = context.edit.state(component, &[(Attr::Session, name)]);
    let title =
        text!(kept = context.name(*store); "세션을 {kept}에 둡니다", "keep sessions in {kept}");
    let lasting = context.design.replicas(*store).least > 1 || context.design.spans_zones(*store);
    match lasting && !kept.facts.is_off(Attr::Persistence) {
        true => Some(edit::safe(title, edits)),
        false => Some(edit::suggested(title, edits)),
    }
}
