//! What the cache is meant to hold does not fit into it.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "cache-too-small",
    quality: Quality::Performance,
    fix: FixKind::Suggested,
    page: include_str!("cache_too_small.md"),
    check: Check::Each(&[Kind::Cache], judge),
    ..Rule::of(Topic::Cache)
};

/// Room for the cache's own bookkeeping and for growth.
const ROOM: f64 = 1.3;
const GB: f64 = 1e9;

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let bytes = |attr| component.facts.number(attr, Dimension::Bytes);
    let (wanted, each) = (bytes(Attr::WorkingSet)?.low(), context.design.memory(id)?);
    let nodes = nodes(context, id);
    let memory = each * f64::from(nodes);
    if wanted <= memory || memory <= 0.0 {
        return None;
    }
    let (called, part) = (context.called(id), share_of(memory / wanted));
    let (wanted_shown, memory_shown) =
        (shown(Dimension::Bytes, wanted), shown(Dimension::Bytes, memory));
    let at = [Attr::Memory, Attr::Instance].into_iter();
    let stated = at.filter_map(|attr| component.facts.span(attr)).next()?;
    let gigabytes = (wanted * ROOM / f64::from(nodes) / GB).ceil();
    let memory_text = format!("{}GB", number::fixed(gigabytes, 0));
    let edits = context.edit.state(component, &[(Attr::Memory, &memory_text)]);
    let title = text!(memory_text; "메모리를 {memory_text}로 늘립니다", "give it {memory_text}");
    Some(
        RULE.finding(
            stated,
            text!(
                called, memory_shown, wanted_shown;
                "{called}의 메모리 {memory_shown}에 작업 집합 {wanted_shown}가 들어가지 않습니다",
                "the working set of {called}, {wanted_shown}, does not fit into {memory_shown}"
            ),
        )
        .label(text!(part; "작업 집합의 {part}", "{part} of the working set"))
        .why(text!(
            memory_shown, wanted_shown, part;
            "메모리 {memory_shown} ÷ 작업 집합 {wanted_shown} = {part}. 들어가지 못한 값은 밀려났다가 다시 읽히므로 적중률이 떨어지고, 그만큼 DB의 읽기가 늘어납니다.",
            "Memory {memory_shown} ÷ working set {wanted_shown} = {part}. What does not fit is evicted and read again: the hit ratio falls and the database reads more."
        ))
        .help(help(&memory_text, nodes))
        .trade_off(text!(
            "메모리는 디스크보다 수십 배 비쌉니다. 적중률이 충분하다면 작은 캐시가 낫습니다.",
            "Memory costs tens of times what disk does; where hits suffice, small is better."
        ))
        .question(text!(
            "캐시 메모리는 어떻게 산정했나요?",
            "How was the cache's memory sized?"
        ))
        .about(id)
        .figure(Figure {
            name: "fitting_part",
            value: memory / wanted,
            unit: "ratio",
            derivation: format!(
                "{nodes} × {} ÷ {} = {}",
                shown(Dimension::Bytes, each).en,
                wanted_shown.en,
                part.en
            ),
            assumed: Vec::new(),
        })
        .fix(edit::suggested(title, edits)),
    )
}

/// Nodes that hold different data: shards, and in a cluster at best all of them.
fn nodes(context: &Context, id: ComponentId) -> u32 {
    let facts = &context.design.component(id).facts;
    let shards = facts.number(Attr::Shards, Dimension::Count).map(|s| s.high_count().max(1) as u32);
    match facts.word(Attr::Mode) {
        _ if shards.is_some() => shards.unwrap_or(1),
        Some("cluster") => context.design.replicas(id).most,
        _ => 1,
    }
}

fn help(memory: &str, nodes: u32) -> Text {
    match nodes {
        1 => text!(
            memory;
            "메모리를 작업 집합의 1.3배인 {memory}로 늘리거나, 자주 읽는 값만 담고 TTL을 줄이세요.",
            "Give it {memory}, 1.3 times the working set, or keep only what is read often, with a shorter TTL."
        ),
        _ => text!(
            nodes, memory;
            "작업 집합의 1.3배를 {nodes}대가 나누어 담도록 1대의 메모리를 {memory}로 늘리거나, 자주 읽는 값만 담고 TTL을 줄이세요.",
            "Give each of the {nodes} nodes {memory}, together 1.3 times the working set, or keep only what is read often, with a shorter TTL."
        ),
    }
}
