//! A request that must ask several shards and wait for all.

use crate::lint::prelude::*;
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    name: "cross-shard-join",
    quality: Quality::Performance,
    severity: Severity::Advice,
    page: include_str!("cross_shard_join.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Data)
};

fn check(context: &Context) -> Vec<Finding> {
    // One statement may draw it for several callers at once.
    let mut asked: BTreeMap<(Span, ComponentId), Vec<LinkId>> = BTreeMap::new();
    for id in context.design.link_ids().filter(|id| asks(context, *id).is_some()) {
        let link = context.design.link(id);
        asked.entry((link.statement, link.to)).or_default().push(id);
    }
    asked.values().filter_map(|links| judge(context, links)).collect()
}

/// How many calls a request makes to how many shards, where it is several of either.
fn asks(context: &Context, id: LinkId) -> Option<(f64, u64)> {
    let link = context.design.link(id);
    let calls = link.facts.number(Attr::Calls, Dimension::Factor)?.low();
    let facts = &context.design.component(link.to).facts;
    let shards = facts.number(Attr::Shards, Dimension::Count)?.low_count();
    let sharded = shards > 1 && context.kind(link.to) != Kind::Cache;
    (sharded && calls > 1.0 && link.arrow == Arrow::Sync).then_some((calls, shards))
}

fn judge(context: &Context, links: &[LinkId]) -> Option<Finding> {
    let first = *links.first()?;
    let link = context.design.link(first);
    let (calls, count) = asks(context, first)?;
    let called = context.called(link.to);
    let finding = RULE
        .finding(
            link.facts.span(Attr::Calls).unwrap_or(link.span),
            text!(
                called;
                "요청 하나가 {called}의 샤드를 여러 번 부릅니다",
                "one request asks the shards of {called} several times"
            ),
        )
        .label(text!("샤드를 넘는 조회", "crosses shards"))
        .related(link.span, text!(count; "샤드 {count}개로", "to {count} shards"))
        .why(text!(
            calls = number::trimmed(calls, 3);
            "요청마다 {calls}번 부르고 모두 기다립니다. 가장 느린 샤드가 응답 시간이 되고, 하나만 멈춰도 실패합니다.",
            "It makes {calls} calls and waits for all: the slowest shard is the response time, and one that is down fails it."
        ))
        .help(text!(
            "함께 조회하는 것을 같은 샤딩 키로 모으거나, 목록은 따로 만들어 둔 읽기 모델에서 읽으세요.",
            "Keep what is read together under one shard key, or read lists from a model built for them."
        ))
        .trade_off(text!(
            "비정규화한 복사본을 맞추어 두는 일이 생깁니다.",
            "Denormalised copies must be kept in step."
        ))
        .question(text!(
            "샤드를 두 배로 늘리면 이 화면은 빨라지나요, 느려지나요?",
            "You double the shards: does this page get faster or slower?"
        ));
    Some(links.iter().fold(finding, |finding, id| finding.about_link(*id)))
}
