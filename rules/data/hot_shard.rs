//! One shard that gets far more than its share.

use crate::lint::prelude::*;
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    name: "hot-shard",
    quality: Quality::Scalability,
    fix: FixKind::Suggested,
    options: &[SKEW],
    page: include_str!("hot_shard.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Data)
};

/// The hottest shard may have this many times the mean.
const SKEW: RuleOption = RuleOption {
    name: "skew",
    unit: OptionUnit::Factor,
    default: 2.0,
    least: 1.1,
    most: 100.0,
    ko: "가장 바쁜 샤드가 평균의 이 배수까지 받는 것은 괜찮다고 봅니다",
    en: "the hottest shard may get so many times the mean",
};

fn check(context: &Context) -> Vec<Finding> {
    let mut stated: BTreeMap<Span, Vec<ComponentId>> = BTreeMap::new();
    for id in context.design.component_ids().filter(|id| hot(context, *id).is_some()) {
        // A `default` may say it of several stores at once.
        let at = context.design.component(id).facts.span(Attr::Skew);
        stated.entry(at.expect("a skew that is hot is stated")).or_default().push(id);
    }
    stated.into_iter().filter_map(|(at, stores)| judge(context, at, &stores)).collect()
}

/// The skew and the number of shards, where one of them gets too much: at most all there is.
fn hot(context: &Context, id: ComponentId) -> Option<(f64, u64)> {
    let facts = &context.design.component(id).facts;
    let skew = facts.number(Attr::Skew, Dimension::Factor)?.high();
    let shards = facts.number(Attr::Shards, Dimension::Count).map_or(1, |n| n.low_count());
    let skew = skew.min(shards as f64);
    (skew > context.option(&RULE, &SKEW) && shards > 1).then_some((skew, shards))
}

fn judge(context: &Context, at: Span, stores: &[ComponentId]) -> Option<Finding> {
    let (skew, shards) = hot(context, stores[0])?;
    let names = match stores {
        [only] => context.called(*only),
        several => context.names(several),
    };
    let mean = percent(1.0 / shards as f64);
    let hottest = percent(skew / shards as f64);
    let finding = RULE
        .finding(
            at,
            text!(
                names, skew = number::trimmed(skew, 3);
                "{names}의 한 샤드가 평균의 {skew}배를 받습니다",
                "one shard of {names} takes {skew} times the mean"
            ),
        )
        .label(text!("핫 샤드", "hot shard"))
        .why(text!(
            mean, hottest;
            "고르다면 샤드마다 {mean}여야 하는데 한 샤드에 {hottest}가 몰립니다. 전체 용량은 이 샤드가 막히는 곳에서 끝납니다.",
            "Each shard should take {mean}; one takes {hottest}. The whole is full when that shard is."
        ))
        .help(text!(
            "핫키를 따로 떼거나(전용 샤드, 키에 접미사), 앞에 캐시를 두세요.",
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
        .fix(split(context, stores, skew));
    Some(stores.iter().fold(finding, |finding, id| finding.about(*id)))
}

/// Cuts the hot keys into as many pieces as make them fair. What skew is left then is measured.
fn split(context: &Context, stores: &[ComponentId], skew: f64) -> Fix {
    let pieces = (skew / context.option(&RULE, &SKEW)).ceil();
    let left = format!("{}x", (skew / pieces * 10.0).ceil() / 10.0);
    let last = pieces - 1.0;
    let edits = stores.iter().flat_map(|id| {
        let component = context.design.component(*id);
        let key = component.facts.text(Attr::ShardKey);
        let key = key.map(|key| format!("\"{key}:0..{last}\""));
        let key = key.iter().map(|key| (Attr::ShardKey, key.as_str()));
        let attrs: Vec<_> = key.chain([(Attr::Skew, left.as_str())]).collect();
        context.edit.state(component, &attrs)
    });
    let title = text!(pieces = number::fixed(pieces, 0); "핫키를 {pieces}조각으로 나눕니다", "cut the hot keys into {pieces} pieces");
    edit::suggested(title, edits.collect())
}
