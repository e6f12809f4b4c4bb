//! More arrives at the peak than the replicas carry.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "overloaded",
    quality: Quality::Performance,
    severity: Severity::Error,
    fix: FixKind::Safe,
    options: &[TARGET_UTILIZATION],
    page: include_str!("overloaded.md"),
    check: Check::Each(Kind::ALL, judge),
    ..Rule::of(Topic::Capacity)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let usage = context.usage(id)?;
    let target = context.option(&RULE, &TARGET_UTILIZATION);
    let level = level(usage, target)?;
    // One primary that all writes need, and consumers of a queue, are other rules' findings.
    let more_help = match usage.utilization.hi > 1.0 {
        true => usage.replicas_at(1.0).is_some(),
        false => usage.replicas_at(target).is_some(),
    };
    let writes = usage.peak_writes() / usage.shards;
    let writes_alone = writes > usage.writes_each() * target * (1.0 + 1e-9);
    let said_here = more_help || !writes_alone || context.is_provided(id);
    if !said_here || usage.is_open || context.is_fed_by_queues(id) {
        return None;
    }
    // A peak that only all of them together carry is said once, with what a loss does to it.
    if usage.utilization.hi <= 1.0 && context.is_short_after_loss(id) {
        return None;
    }
    let called = context.called(id);
    let used = share_of(usage.utilization.hi);
    let component = context.design.component(id);
    let stated = [Attr::Capacity, Attr::Reads, Attr::Writes];
    let at = stated.into_iter().find_map(|attr| component.facts.span(attr));
    let words = if context.is_provided(id) { provided() } else { ours(context, id, usage, target) };
    let finding = RULE
        .finding(
            at.unwrap_or(component.head),
            text!(
                called, used;
                "{called}의 피크 부하가 용량의 {used}입니다",
                "the peak load of {called} is {used} of its capacity"
            ),
        )
        .level(level)
        .label(text!(used; "피크에 {used}", "{used} at the peak"))
        .why(why(context, id, usage, target))
        .help(words.help)
        .trade_off(words.trade_off)
        .question(words.question)
        .about(id)
        .loss()
        .figure(context.utilization_figure(id, usage));
    let finding = context.peak_figure(id).into_iter().fold(finding, Finding::figure);
    Some(finding.fixes(fix(context, id, usage, target)))
}

/// Above a stated capacity is an error, of an assumed or uncertain figure a warning.
fn level(usage: &Usage, target: f64) -> Option<Severity> {
    let stated = usage.basis == CapacityBasis::Stated;
    let over = |load: f64| load > 1.0 + 1e-9;
    match usage.utilization {
        load if stated && over(load.lo) => Some(Severity::Error),
        load if over(load.hi) => Some(Severity::Warning),
        load if stated && load.hi > target + 1e-9 => Some(Severity::Warning),
        _ => None,
    }
}

fn why(context: &Context, id: ComponentId, usage: &Usage, target: f64) -> Text {
    let (peak, all, each) = (
        shown(Dimension::Rate, usage.peak()),
        shown(Dimension::Rate, usage.capacity),
        shown(Dimension::Rate, usage.capacity_each),
    );
    let (used, replicas) = (share_of(usage.utilization.hi), usage.replicas);
    let working = match context.is_provided(id) {
        true => text!(
            peak, all, used;
            "피크 {peak} ÷ 용량 {all} = {used}.",
            "Peak {peak} ÷ capacity {all} = {used}."
        ),
        false if !usage.divides() && usage.shards > 1.0 => text!(
            peak, all, used;
            "피크 {peak} ÷ 샤드마다 일하는 한 대씩의 용량 {all} = {used}.",
            "Peak {peak} ÷ capacity {all} of those that serve, one a shard = {used}."
        ),
        false if !usage.divides() && replicas > 1 => text!(
            peak, all, used;
            "피크 {peak} ÷ 일하는 한 대의 용량 {all} = {used}.",
            "Peak {peak} ÷ capacity {all} of the one that serves = {used}."
        ),
        false => text!(
            peak, all, replicas, each, used;
            "피크 {peak} ÷ 용량 {all}({replicas}대, 1대에 {each}) = {used}.",
            "Peak {peak} ÷ capacity {all} ({replicas} × {each}) = {used}."
        ),
    };
    let high = percent(target);
    let effect = match usage.utilization.hi > 1.0 {
        true => text!(
            "넘친 요청은 줄을 서다 타임아웃으로 실패하고, 재시도가 부하를 더합니다.",
            "What overflows queues until it times out, and retries add to the load."
        ),
        false => text!(
            high;
            "{high}를 넘으면 대기 시간이 가파르게 늘고 여유분이 없습니다.",
            "Above {high} waiting grows steeply and there is no headroom."
        ),
    };
    let both = usage.in_both_states(context.design, id);
    let both = both.map(|both| stopped(&[both])).unwrap_or_default();
    sentences(&[working, both, effect, stopped(&context.load_assumptions(id, usage))])
}

/// What can be done about it, by whose limit it is.
struct Words {
    help: Text,
    trade_off: Text,
    question: Text,
}

fn provided() -> Words {
    Words {
        help: text!(
            "제공자에게 한도를 올릴 수 있는지 묻고, 캐시나 큐, 처리율 제한으로 보내는 양을 줄이세요.",
            "Ask the provider for a higher limit, and send less: a cache, a queue, or a rate limit."
        ),
        trade_off: text!(
            "한도를 올리면 요금이 늘고, 큐로 미루면 결과가 늦게 나옵니다.",
            "A higher limit costs more; what waits in a queue is done later."
        ),
        question: text!(
            "한도를 넘으면 이 서비스는 거절하나요, 느려지나요?",
            "Above its limit, does this service refuse or slow down?"
        ),
    }
}

fn ours(context: &Context, id: ComponentId, usage: &Usage, target: f64) -> Words {
    let high = percent(target);
    let help = match context.enough_replicas(id, usage, target) {
        Some(enough) if enough > usage.replicas => text!(
            enough, high;
            "`replicas = {enough}`이면 피크에 {high} 이하이고, 한 대를 잃어도 감당합니다. 캐시나 큐로 부하를 줄여도 됩니다.",
            "`replicas = {enough}` stays below {high} at the peak and carries it with one lost. A cache or a queue takes load off, too."
        ),
        _ => text!(
            "1대의 용량을 키우거나, 캐시나 큐로 부하를 줄이세요.",
            "Raise what one replica carries, or take load off with a cache or a queue."
        ),
    };
    Words {
        help,
        trade_off: text!(
            "늘린 서버에는 한가한 시간에도 비용이 듭니다. 오토 스케일링은 비용을 줄이지만 몇 분 늦게 따라옵니다.",
            "Added servers cost money in quiet hours too; autoscaling saves that, but follows minutes late."
        ),
        question: text!(
            "피크에 몇 대가 필요하고, 그 숫자는 어디서 나왔나요?",
            "How many do you need at the peak, and where does that number come from?"
        ),
    }
}

fn fix(context: &Context, id: ComponentId, usage: &Usage, target: f64) -> Option<Fix> {
    let enough =
        context.enough_replicas(id, usage, target).filter(|enough| *enough > usage.replicas)?;
    let compute = context.kind(id).is_compute();
    let grows = compute && !context.is_provided(id) || context.has_copies(id);
    if context.is_in_pool(id) || !grows {
        return None;
    }
    let edits = context.grow_to(id, enough)?;
    let title = text!(enough; "{enough}대로 늘립니다", "run {enough} replicas");
    Some(context.grown(
        id,
        context.scales_out(id) && usage.basis == CapacityBasis::Stated,
        title,
        edits,
    ))
}
