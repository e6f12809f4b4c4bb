//! A CDN that shows an error page whenever its origin does.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "cdn-without-fallback",
    quality: Quality::Availability,
    severity: Severity::Advice,
    fix: FixKind::Safe,
    page: include_str!("cdn_without_fallback.md"),
    check: Check::Each(&[Kind::Cdn], judge),
    ..Rule::of(Topic::Edge)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    // A second origin, or one that it can do without, is a fallback whatever is stated.
    let origins: Vec<ComponentId> = context
        .links_from(id)
        .filter(|link| context.is_hard(*link))
        .map(|link| context.design.link(link).to)
        .collect();
    if !component.facts.is_off(Attr::Fallback) || origins.is_empty() {
        return None;
    }
    let (called, names) = (context.called(id), context.names(&origins));
    let edits = context.edit.state(component, &[(Attr::Fallback, "on")]);
    Some(
        RULE.finding(
            component.facts.span(Attr::Fallback)?,
            text!(
                called, names;
                "{called:은} 원본({names})이 멈추면 보여 줄 것이 없습니다",
                "{called} has nothing to show when its origin ({names}) is down"
            ),
        )
        .label(text!("대체 원본 없음", "no fallback"))
        .why(text!(
            "에지에 없는 파일은 원본의 오류가 그대로 사용자에게 갑니다. 만료된 복사본이라도 대신 보낼지는 CDN의 설정에 달렸습니다.",
            "What the edge does not hold reaches users as the origin's error; whether an expired copy is sent instead depends on the CDN's settings."
        ))
        .help(text!(
            "원본이 실패하면 옛 복사본을 주거나(stale-if-error) 두 번째 원본으로 넘기게 하세요.",
            "Serve the old copy (stale-if-error), or fail over to a second origin."
        ))
        .trade_off(text!(
            "잠깐 옛 화면이 보이고, 두 번째 원본도 최신으로 맞추어야 합니다.",
            "Pages are briefly old, and a second origin must be kept current."
        ))
        .question(text!(
            "원본이 10분 멈추면 사용자에게 무엇이 보이나요?",
            "The origin is down for ten minutes: what do users see?"
        ))
        .about(id)
        .fix(edit::safe(text!("대체 응답을 켭니다", "turn the fallback on"), edits)),
    )
}
