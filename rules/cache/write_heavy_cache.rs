//! A cache in front of data that is mostly written.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "write-heavy-cache",
    quality: Quality::CostEfficiency,
    severity: Severity::Advice,
    options: &[READS],
    page: include_str!("write_heavy_cache.md"),
    check: Check::Each(&[Kind::Cache], judge),
    ..Rule::of(Topic::Cache)
};

/// Below this part of reads a value is on average written again before it was read once.
const READS: RuleOption = RuleOption {
    name: "reads",
    unit: OptionUnit::Ratio,
    default: 0.5,
    least: 0.05,
    most: 0.95,
    ko: "읽기가 이 비율보다 적으면 캐시에 담을 값어치가 없다고 봅니다",
    en: "below this share of reads a cache is not worth it",
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let (reads, at) = reads(context, id)?;
    if reads >= context.option(&RULE, &READS) || !is_read_through(context, id) {
        return None;
    }
    let (called, part) = (context.called(id), share_of(reads));
    let reads_each = number::fixed(reads / (1.0 - reads), 1);
    Some(
        RULE.finding(
            context.design.component(id).head,
            text!(
                called, part;
                "{called:은} 읽기가 {part}뿐인 데이터를 담습니다",
                "{called} caches data of whose requests only {part} read"
            ),
        )
        .label(text!(part; "읽기 {part}", "{part} reads"))
        .related(at, text!("여기에 적힌 비율입니다", "the ratio stated here"))
        .why(text!(
            reads_each;
            "값 하나가 바뀔 때마다 평균 {reads_each}번 읽힙니다. 읽히기 전에 지워지는 값이 많아 적중률이 낮고, 쓸 때마다 캐시를 비우는 일만 늘어납니다.",
            "Each value is read {reads_each} times per change on average. Many are dropped before anyone reads them: few hits, and an invalidation for every write."
        ))
        .help(text!(
            "읽기가 많은 데이터만 캐시에 두세요. 쓰기를 줄이려는 것이라면 큐에 모아 한꺼번에 쓰는 편이 맞습니다.",
            "Cache only what is mostly read. If writes are the problem, a queue that batches them is the tool."
        ))
        .trade_off(text!(
            "캐시를 빼면 컴포넌트 하나와 정합성 문제 하나가 함께 사라집니다.",
            "Without it, one component and one consistency problem disappear."
        ))
        .question(text!("이 캐시의 적중률은 얼마인가요?", "What is the hit ratio of this cache?"))
        .about(id)
        .figure(Figure {
            name: "reads",
            value: reads,
            unit: "ratio",
            derivation: format!("{0} ÷ (1 − {0}) = {reads_each}", part.en),
            assumed: Vec::new(),
        }),
    )
}

/// The part of requests that read, as stated on the cache's connections, else of all traffic.
fn reads(context: &Context, id: ComponentId) -> Option<(f64, Span)> {
    let stated = |facts: &Facts| {
        let reads = facts.number(Attr::Reads, Dimension::Ratio)?;
        Some((reads.high(), facts.span(Attr::Reads)?))
    };
    let own = context.links_to(id).filter_map(|link| stated(&context.design.link(link).facts));
    let best = own.max_by(|a, b| a.0.total_cmp(&b.0));
    best.or_else(|| stated(&context.design.traffic))
}

/// A cache of what another store holds, not a store of its own.
fn is_read_through(context: &Context, id: ComponentId) -> bool {
    let facts = &context.design.component(id).facts;
    let strategy = facts.word(Attr::Strategy);
    let hits = facts.number(Attr::HitRatio, Dimension::Ratio).map(|hits| hits.high());
    let behind = facts.is_on(Attr::For) || hits.is_some();
    // Who hits more often than not has shown that it pays.
    let pays = hits.is_some_and(|hits| hits > 0.5);
    behind && !pays && strategy != Some("write-back") && !context.keeps_only_sessions(id)
}
