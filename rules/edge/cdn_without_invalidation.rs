//! A CDN from which a wrong file can't be taken back.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "cdn-without-invalidation",
    quality: Quality::Maintainability,
    severity: Severity::Advice,
    fix: FixKind::Safe,
    page: include_str!("cdn_without_invalidation.md"),
    check: Check::Each(&[Kind::Cdn], judge),
    ..Rule::of(Topic::Edge)
};

/// A file that expires within this time is gone about as fast as a purge spreads.
const SHORT: Duration = Duration::minutes(5.0);

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let facts = &component.facts;
    let attr = [Attr::Invalidation, Attr::Ttl].into_iter().find(|attr| facts.is_off(*attr))?;
    let ttl = facts.longest(Attr::Ttl);
    if facts.is_on(Attr::Invalidation) || ttl.is_some_and(|ttl| ttl <= SHORT) {
        return None;
    }
    let called = context.called(id);
    let edits = context.edit.state(component, &[(Attr::Invalidation, "on")]);
    Some(
        RULE.finding(
            facts.span(attr)?,
            text!(
                called;
                "{called:은} 잘못 나간 파일을 되돌릴 방법이 없습니다",
                "{called} can't take a wrong file back"
            ),
        )
        .label(text!("무효화 없음", "no invalidation"))
        .why(why(facts, ttl))
        .help(text!(
            "파일 이름에 해시를 넣고, 이름을 바꿀 수 없는 것은 무효화 API로 지우게 하세요.",
            "Put a hash into file names, and purge by API what can't be renamed."
        ))
        .trade_off(text!(
            "무효화는 건수에 따라 요금이 붙기도 하고, 한꺼번에 지우면 원본에 요청이 몰립니다.",
            "Purges may be billed by number, and purging everything sends all requests to the origin."
        ))
        .question(text!(
            "잘못 올린 파일이 모두에게서 사라지기까지 몇 분인가요?",
            "A wrong file went out: how long until nobody gets it?"
        ))
        .about(id)
        .fix(edit::safe(text!("무효화를 둡니다", "state an invalidation"), edits)),
    )
}

fn why(facts: &Facts, ttl: Option<Duration>) -> Text {
    let stays = match ttl.map(number::duration) {
        Some(time) => text!(time; "{time} 동안", "for {time}"),
        None if facts.is_off(Attr::Ttl) => text!("기한 없이", "for good"),
        None => text!("만료될 때까지", "until it expires"),
    };
    text!(
        stays;
        "잘못 배포한 자바스크립트가 {stays} 전 세계 에지에 남고, 원본을 고쳐도 바뀌지 않습니다.",
        "A broken script stays at every edge {stays}, whatever you fix at the origin."
    )
}
