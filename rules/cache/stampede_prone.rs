//! Keys that expire at once, and every request that then runs to the store.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "stampede-prone",
    quality: Quality::Performance,
    fix: FixKind::Suggested,
    page: include_str!("stampede_prone.md"),
    check: Check::Each(&[Kind::Cache], judge),
    ..Rule::of(Topic::Cache)
};

/// Where the traffic is known: the part of it that reads the hottest key, the seconds that it takes
/// to make that value anew, and from how many equal queries on it is a stampede.
const HOTTEST: f64 = 0.1;
const REBUILD: f64 = 0.2;
const STAMPEDE: f64 = 2.0;

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let facts = &component.facts;
    let aside = facts.word(Attr::Strategy).is_none_or(|strategy| strategy == "cache-aside");
    let guards = [Attr::Coalescing, Attr::Jitter, Attr::Prewarm];
    let guarded = guards.iter().any(|guard| facts.is_on(*guard));
    if !aside || guarded || !facts.is_off(Attr::Coalescing) {
        return None;
    }
    let peak = context.arrival(id).map(|arrival| arrival.peak.hi);
    if peak.is_some_and(|peak| equal_queries(peak) < STAMPEDE) {
        return None;
    }
    let called = context.called(id);
    let state = [(Attr::Coalescing, "on"), (Attr::Jitter, "10%")];
    let edits = context.edit.state(component, &state);
    Some(
        RULE.finding(
            facts.span(Attr::Coalescing)?,
            text!(
                called;
                "{called}의 인기 키가 만료되면 요청이 한꺼번에 원본으로 갑니다",
                "when a hot key of {called} expires, all requests run to the store at once"
            ),
        )
        .label(text!("스탬피드를 막지 않음", "nothing stops a stampede"))
        .why(why(peak))
        .help(text!(
            "한 요청만 원본을 읽게 하고(`coalescing`), 만료 시각을 흩고(`jitter`), 미리 채우세요(`prewarm`).",
            "Let one request rebuild it (`coalescing`), scatter expiry (`jitter`), fill before it is needed (`prewarm`)."
        ))
        .trade_off(text!(
            "기다리는 요청은 조금 늦거나 잠깐 옛 값을 받습니다.",
            "Those who wait are a little late, or get the old value for a moment."
        ))
        .question(text!(
            "자정에 만료되는 키가 몇 개인가요?",
            "How many keys expire at midnight?"
        ))
        .about(id)
        .fix(edit::suggested(text!("한 번만 읽고 흩어서 만료합니다", "rebuild once, expire apart"), edits)),
    )
}

/// Sent while the first of them still computes the value.
fn equal_queries(peak: f64) -> f64 {
    peak * HOTTEST * REBUILD
}

fn why(peak: Option<f64>) -> Text {
    let Some(peak) = peak else {
        return text!(
            "초당 1,000번 읽는 키를 다시 만드는 데 200ms가 걸리면, 만료되는 순간 같은 쿼리 200개가 DB로 갑니다.",
            "A key read 1,000 times a second that takes 200 ms to rebuild sends 200 equal queries to the store."
        );
    };
    let (rate, equal) = (shown(Dimension::Rate, peak), number::fixed(equal_queries(peak), 0));
    text!(
        rate, equal;
        "피크에 {rate:이} 이 캐시로 옵니다. 그 10%가 읽는 키를 다시 만드는 데 200ms가 걸린다면, 만료되는 순간 같은 쿼리 {equal}개가 DB로 갑니다.",
        "It gets {rate} at the peak. If a tenth read one key that takes 200 ms to rebuild, its expiry sends {equal} equal queries to the store."
    )
}
