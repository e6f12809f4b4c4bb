//! A balancer that binds users to servers.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "sticky-session",
    quality: Quality::Scalability,
    fix: FixKind::Safe,
    page: include_str!("sticky_session.md"),
    check: Check::Each(Kind::ALL, judge),
    ..Rule::of(Topic::Web)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let facts = &component.facts;
    let by_server = facts.word(Attr::Session) == Some("sticky");
    let attr = if by_server { Attr::Session } else { Attr::Sticky };
    if !by_server && !facts.is_on(Attr::Sticky) {
        return None;
    }
    let called = context.called(id);
    let message = match by_server {
        true => {
            text!(called; "{called:이} 고정 세션에 기댑니다", "{called} relies on sticky sessions")
        }
        false => {
            text!(called; "{called:이} 사용자를 서버에 고정합니다", "{called} binds users to servers")
        }
    };
    let finding = RULE
        .finding(facts.span(attr)?, message)
        .label(text!("고정 세션", "sticky"))
        .question(text!(
            "서버를 두 배로 늘렸는데 왜 기존 서버의 CPU는 그대로인가요?",
            "You doubled the servers: why is the CPU of the old ones unchanged?"
        ))
        .about(id);
    Some(match !by_server && is_needless(context, id) {
        true => needless(finding).fix(switch_off(context, id)),
        false => needed(finding),
    })
}

/// No server behind the balancer keeps anything between requests.
fn is_needless(context: &Context, id: ComponentId) -> bool {
    let mut behind = context.links_from(id).map(|link| context.design.link(link).to).peekable();
    behind.peek().is_some() && behind.all(|to| context.is_stateless(to))
}

fn needless(finding: Finding) -> Finding {
    finding
        .why(text!(
            "뒤의 서버는 세션을 들고 있지 않습니다. 부하만 한쪽으로 기울고, 서버를 늘려도 기존 사용자는 옮겨 가지 않습니다.",
            "The servers behind keep no session: it only tilts the load, and users who are there don't move to new servers."
        ))
        .help(text!("이제 고정을 끄세요.", "Switch affinity off now."))
        .trade_off(text!(
            "서버마다 두는 로컬 캐시의 적중률은 조금 떨어집니다.",
            "Caches local to a server hit a little less often."
        ))
}

fn needed(finding: Finding) -> Finding {
    finding
        .why(text!(
            "부하가 고르게 나뉘지 않고, 서버를 늘려도 기존 사용자는 옮겨 가지 않습니다. 서버가 죽으면 세션은 결국 사라집니다.",
            "Load is uneven, users who are there don't move to new servers, and a dead server still loses its sessions."
        ))
        .help(text!(
            "세션을 공용 저장소나 토큰으로 옮긴 다음 고정을 끄세요. 순서를 바꾸면 사용자가 로그아웃됩니다.",
            "Move sessions to a shared store or tokens first, then switch affinity off; the other way round logs users out."
        ))
        .trade_off(text!(
            "세션 저장소라는 의존성이 하나 늘어납니다.",
            "A session store is one more dependency."
        ))
}

fn switch_off(context: &Context, id: ComponentId) -> Fix {
    let component = context.design.component(id);
    let edits = context.edit.state(component, &[(Attr::Sticky, "off")]);
    edit::safe(text!("고정을 끕니다", "switch affinity off"), edits)
}
