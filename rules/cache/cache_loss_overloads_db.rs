//! A store that only holds as long as its cache is warm.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "cache-loss-overloads-db",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Suggested,
    page: include_str!("cache_loss_overloads_db.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Cache)
};

/// Each cache is emptied in turn; no design needs more of them looked at.
const MOST_CACHES: usize = 64;

const STORES: &[Kind] = &[Kind::Db, Kind::Search, Kind::Storage];

fn check(context: &Context) -> Vec<Finding> {
    if context.demand().is_none() {
        return Vec::new();
    }
    let warms = |id: &ComponentId| {
        let facts = &context.design.component(*id).facts;
        facts.number(Attr::HitRatio, Dimension::Ratio).is_some_and(|hits| hits.high() > 0.0)
    };
    if !may_break(context) {
        return Vec::new();
    }
    let caches = context.of_kinds(&[Kind::Cache]).filter(warms).take(MOST_CACHES);
    caches.flat_map(|cache| judge(context, cache)).collect()
}

/// Some store carries today's load, and not what it would be with all caches empty and every retry
/// used. A single cache overloads no other.
fn may_break(context: &Context) -> bool {
    let carries = |id: &ComponentId| {
        context.usage(*id).is_some_and(|usage| usage.utilization.hi <= 1.0 + 1e-9)
    };
    let breaks = |id: &ComponentId| {
        // A scaler takes its time: what runs before it has acted may be less than it can run.
        let scales = context.design.scales(*id).is_some();
        let unlucky = context.study.unlucky()[id.index()].as_ref();
        scales || unlucky.is_some_and(|usage| usage.utilization.hi > 1.0)
    };
    context.of_kinds(STORES).filter(carries).any(|id| breaks(&id))
}

/// The load of a store once a cache is empty.
struct Cold<'c> {
    store: ComponentId,
    warm: &'c Usage,
    usage: Usage,
    derivation: String,
}

fn judge(context: &Context, cache: ComponentId) -> Vec<Finding> {
    let empty = context.study.under(&Scenario { cold: vec![cache], ..Scenario::ordinary() });
    let Some(spread) = empty.spread() else { return Vec::new() };
    let stores = context.of_kinds(STORES);
    let cold = stores.filter_map(|store| {
        let warm = context.usage(store)?;
        let usage = empty.usage(store)?.clone();
        let derivation = spread.derivation(context.design, store);
        Some(Cold { store, warm, usage, derivation })
    });
    // A store that is overloaded with a warm cache too has a finding of its own.
    let breaks = |cold: &Cold| {
        cold.usage.utilization.hi > 1.0 + 1e-9 && cold.warm.utilization.hi <= 1.0 + 1e-9
    };
    cold.filter(breaks).map(|cold| report(context, cache, &cold)).collect()
}

fn report(context: &Context, cache: ComponentId, cold: &Cold) -> Finding {
    let (called, store) = (context.called(cache), context.called(cold.store));
    let used = share_of(cold.usage.utilization.hi);
    let component = context.design.component(cache);
    let level = match cold.usage.basis {
        CapacityBasis::Stated if cold.usage.utilization.lo > 1.0 => Severity::Error,
        _ => Severity::Warning,
    };
    let finding = RULE
        .finding(
            component.facts.span(Attr::HitRatio).unwrap_or(component.head),
            text!(
                called, store, used;
                "{called:이} 비면 {store}의 부하가 용량의 {used}가 됩니다",
                "with {called} empty, the load of {store} becomes {used} of its capacity"
            ),
        )
        .level(level)
        .label(text!(used; "비면 저장소가 {used}", "empty: store at {used}"))
        .related(
            context.design.component(cold.store).head,
            text!("여기로 쏠립니다", "the load falls here"),
        )
        .why(why(context, cold))
        .help(help(context, cache))
        .trade_off(text!(
            "평소에 쓰지 않는 저장소 용량을 사 두거나, 장애 때 일부 요청을 거절해야 합니다.",
            "Either you pay for capacity that idles, or you turn some requests away in an outage."
        ))
        .question(text!(
            called, store;
            "{called:이} 죽으면 {store}도 같이 죽지 않을까요?",
            "If {called} dies, won't {store} die with it?"
        ))
        .about(cache)
        .about(cold.store)
        .figure(Figure {
            name: "cold_utilization",
            value: cold.usage.utilization.hi,
            unit: "ratio",
            derivation: cold.usage.derivation(),
            assumed: context.load_assumptions(cold.store, &cold.usage),
        })
        .figure(Figure {
            name: "cold_peak",
            value: cold.usage.peak(),
            unit: "rps",
            derivation: cold.derivation.clone(),
            assumed: Vec::new(),
        });
    finding.fixes(fix(context, cold))
}

fn why(context: &Context, cold: &Cold) -> Text {
    let rate = |value| shown(Dimension::Rate, value);
    let (before, after) = (rate(cold.warm.peak()), rate(cold.usage.peak()));
    let capacity = rate(cold.usage.capacity);
    let times = cold.usage.peak() / cold.warm.peak().max(f64::MIN_POSITIVE);
    let (warm, used) = (share_of(cold.warm.utilization.hi), share_of(cold.usage.utilization.hi));
    let times = number::fixed(times, 1);
    let working = text!(
        before, warm, after, times, capacity, used;
        "캐시가 차 있으면 {before}({warm}), 비면 {after}로 {times}배가 됩니다. 용량 {capacity}의 {used}라서 캐시를 다시 채울 수도 없습니다.",
        "Warm: {before} ({warm}). Empty: {after}, ×{times}, which is {used} of {capacity}; so the cache can't even be filled again."
    );
    sentences(&[working, stopped(&context.load_assumptions(cold.store, &cold.usage))])
}

fn help(context: &Context, cache: ComponentId) -> Text {
    let redundant = match context.has_copies(cache) {
        true => Text::default(),
        false => text!("캐시를 이중화하세요.", "Make the cache redundant."),
    };
    let guard = text!(
        "되살아날 때의 부하는 `coalescing`과 `prewarm`으로 막고, 저장소가 캐시 없이도 버티게 하거나 넘치는 요청을 처리율 제한으로 거절하세요.",
        "Guard its restart with coalescing and prewarming, and let the store carry the load alone or shed what is too much with a rate limit."
    );
    sentences(&[redundant, guard])
}

/// Enough replicas of the store to carry the load alone.
fn fix(context: &Context, cold: &Cold) -> Option<Fix> {
    if !cold.usage.divides() {
        return read_from_copies(context, cold);
    }
    let enough = cold.usage.replicas_at(1.0).filter(|enough| *enough > cold.usage.replicas)?;
    let edits = context.has_copies(cold.store).then(|| context.grow_to(cold.store, enough))??;
    let name = context.name(cold.store);
    let title = text!(
        name, enough;
        "캐시 없이도 버티게 {name}의 복제본을 {enough}대로 늘립니다",
        "run {enough} replicas of {name}, which hold without the cache"
    );
    Some(edit::suggested(title, edits))
}

/// Standbys do not help; copies that read do.
fn read_from_copies(context: &Context, cold: &Cold) -> Option<Fix> {
    let enough = cold.usage.readable_replicas_at(1.0)?;
    let replicas = enough.to_string();
    let wanted = [(Attr::Replicas, replicas.as_str()), (Attr::ReadsFrom, "replicas")];
    let edits = context.has_copies(cold.store).then(|| context.spread(cold.store, &wanted))??;
    let name = context.name(cold.store);
    let title = text!(name, enough;
        "캐시 없이도 버티게 {name}의 복제본 {enough}대에서 읽습니다",
        "read from {enough} replicas of {name}, which hold without the cache"
    );
    Some(edit::suggested(title, edits))
}
