//! One shard that gets far more than its share.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "hot-shard",
    topic: Topic::Data,
    quality: Quality::Scalability,
    severity: Severity::Warning,
    fixed_severity: false,
    fix: FixKind::None,
    page: include_str!("hot_shard.md"),
    check: Check::Design(check),
};

/// The hottest shard may have this many times the mean.
const FAIR: f64 = 2.0;

fn check(context: &Context) -> Vec<Finding> {
    context.design.component_ids().filter_map(|id| judge(context, id)).collect()
}

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let facts = &context.design.component(id).facts;
    let skew = facts.number(Attr::Skew, Dimension::Factor)?.high();
    let shards = facts.number(Attr::Shards, Dimension::Count).map_or(1, |n| n.low_count());
    if skew <= FAIR || shards < 2 {
        return None;
    }
    let called = context.called(id);
    let (of, en) = (&called.ko, &called.en);
    let mean = percent(1.0 / shards as f64);
    let hot = percent((skew / shards as f64).min(1.0));
    Some(
        RULE.finding(
            facts.span(Attr::Skew)?,
            text!(
                "{of}의 한 샤드가 평균의 {skew}배를 받습니다",
                "one shard of {en} takes {skew} times the mean"
            ),
        )
        .label(text!("핫 샤드", "hot shard"))
        .why(text!(
            "고르다면 샤드마다 {mean}여야 하는데 한 샤드에 {hot}가 몰립니다. 전체 용량은 이 샤드가 막히는 곳에서 끝납니다.",
            "Each shard should take {mean}; one takes {hot}. The whole is full when that shard is."
        ))
        .help(text!(
            "뜨거운 키를 따로 나누거나(전용 샤드, 키에 접미사), 앞에 캐시를 두세요.",
            "Split the hot keys (a shard of their own, a suffix on the key), or put a cache in front."
        ))
        .trade_off(text!(
            "접미사를 붙이면 읽을 때 여러 조각을 모아야 하고, 전용 샤드는 예외 규칙을 하나 더 남깁니다.",
            "With suffixes a read gathers several pieces; a shard of its own is one more exception to keep."
        ))
        .question(text!(
            "가장 인기 있는 공연 하나가 한 샤드에 몰리면 어떻게 되나요?",
            "The most popular event falls on one shard: what happens?"
        ))
        .about(id),
    )
}
