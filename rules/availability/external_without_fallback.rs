//! A third party that a flow can't do without.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "external-without-fallback",
    quality: Quality::Availability,
    fix: FixKind::Suggested,
    from_absence: true,
    page: include_str!("external_without_fallback.md"),
    check: Check::Each(&[Kind::External], judge),
    ..Rule::of(Topic::Availability)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let spof = context.spof_in(id)?;
    let design = context.design;
    let unguarded = |link: &LinkId| {
        let guarded = design.link(*link).facts.is_on(Attr::CircuitBreaker)
            || has_fallback_around_a_nat(context, *link);
        context.is_hard(*link) && !guarded && context.kind(design.link(*link).from) != Kind::User
    };
    let link = context.links_to(id).find(unguarded)?;
    let (called, caller) = (context.called(id), context.called(who_leans(context, link)));
    let later = context.in_its_language(&text!("잠시 뒤 다시 시도", "try again later"));
    let fallback = format!("\"{later}\"");
    let state = [(Attr::Fallback, fallback.as_str())];
    let alone = context.is_only_link_of_statement(link);
    let edits = context.edit.state_link(design.link(link), &state);
    let title = text!("실패했을 때 할 일을 적습니다", "state what to do when it fails");
    Some(
        RULE.finding(
            design.link(link).span,
            text!(
                caller, called;
                "{caller:이} {called}에 기대는데 대신할 것이 없습니다",
                "{caller} leans on {called} and has nothing to turn to"
            ),
        )
        .label(text!("대신할 것이 없음", "no way around"))
        .why(context.stakes(spof))
        .help(text!(
            "`fallback`으로 대신할 것을 정하거나, 큐로 미루거나(`~>`), 서킷 브레이커로 빨리 실패하게 하세요.",
            "State a `fallback`, defer the work to a queue (`~>`), or fail fast with a circuit breaker."
        ))
        .trade_off(text!(
            "대체 경로는 꾸준히 시험해야 하고, 미루면 사용자가 결과를 바로 보지 못합니다.",
            "A fallback must be tested; deferring means users don't see the result at once."
        ))
        .question(text!(
            "저쪽이 한 시간 멈추면 우리 화면에는 무엇이 보이나요?",
            "They are down for an hour: what does our page show?"
        ))
        .about(id)
        .loss()
        .about_link(link)
        .takes_down(Some(spof))
        .explains(context.units_of(id).iter().copied())
        .fixes(alone.then(|| edit::suggested(title, edits))),
    )
}

/// The caller; of what passes a NAT the first one behind it, which could turn to something else.
fn who_leans(context: &Context, id: LinkId) -> ComponentId {
    let from = context.design.link(id).from;
    let callers = context.callers(from).into_iter();
    let behind = callers.filter(|_| context.kind(from) == Kind::Nat);
    behind.min().unwrap_or(from)
}

/// A NAT only passes on: whoever calls through it also draws its call of the third party itself, and
/// says there what it turns to.
fn has_fallback_around_a_nat(context: &Context, id: LinkId) -> bool {
    let design = context.design;
    let (nat, third) = (design.link(id).from, design.link(id).to);
    let turns = |caller: &ComponentId| {
        let mut own = context.links_from(*caller).map(|link| design.link(link));
        own.any(|link| link.to == third && link.facts.is_stated(Attr::Fallback))
    };
    let callers = context.callers(nat);
    context.kind(nat) == Kind::Nat && !callers.is_empty() && callers.iter().all(turns)
}
