//! An entry that takes whatever the internet sends.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-edge-protection",
    quality: Quality::Security,
    fix: FixKind::Safe,
    from_absence: true,
    page: include_str!("no_edge_protection.md"),
    check: Check::Each(&[Kind::Lb, Kind::Gateway, Kind::Cdn, Kind::Web], judge),
    ..Rule::of(Topic::Security)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let public = |from: &ComponentId| matches!(context.kind(*from), Kind::User | Kind::Dns);
    let callers = context.callers(id);
    let guarded =
        context.links_from(id).any(|link| context.kind(context.design.link(link).to) == Kind::Waf);
    if !component.facts.is_off(Attr::RateLimit) || guarded || !callers.iter().any(public) {
        return None;
    }
    let called = context.called(id);
    let edits = context.edit.state(component, &[(Attr::RateLimit, "on")]);
    Some(
        RULE.finding(
            component.facts.span(Attr::RateLimit)?,
            text!(
                called;
                "{called:은} 인터넷의 요청을 거르지 않고 받습니다",
                "{called} takes whatever the internet sends"
            ),
        )
        .label(text!("처리율 제한도 WAF도 없음", "neither limit nor WAF"))
        .why(text!(
            "스크립트 하나가 로그인 API를 초당 천 번 부르면 진짜 사용자의 몫이 남지 않습니다. 예매라면 매크로가 좌석을 다 가져갑니다.",
            "One script that calls the login a thousand times a second leaves nothing for users; macros take all the seats."
        ))
        .help(text!(
            "WAF를 앞에 두거나 IP와 계정별 처리율 제한을 거세요(`rate-limit = 100/s`).",
            "Put a WAF in front, or limit requests by address and account (`rate-limit = 100/s`)."
        ))
        .trade_off(text!(
            "같은 IP를 쓰는 회사나 학교의 사용자가 함께 막힐 수 있습니다.",
            "Users of a company or school share one address and may be stopped together."
        ))
        .question(text!(
            "한 사람이 초당 천 번 부르면 누가 막나요?",
            "One person calls a thousand times a second: who stops it?"
        ))
        .about(id)
        .fix(edit::safe(text!("처리율 제한을 겁니다", "limit requests"), edits)),
    )
}
