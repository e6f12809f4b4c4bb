//! What breaks first when ten times the traffic comes.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "tenfold-traffic-breaks",
    quality: Quality::Scalability,
    fix: FixKind::Suggested,
    page: include_str!("tenfold_traffic_breaks.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Capacity)
};

const TENFOLD: f64 = 10.0;
/// So many components are named in the order in which they break.
const NAMED: usize = 4;

/// A component with the factor of today's traffic that it just carries.
struct Break<'c> {
    id: ComponentId,
    at: f64,
    usage: &'c Usage,
}

fn check(context: &Context) -> Vec<Finding> {
    judge(context).into_iter().collect()
}

/// What is full before ten times the traffic comes, with all that a scaler may run.
fn judge(context: &Context) -> Option<Finding> {
    let mut order: Vec<Break> = context
        .design
        .component_ids()
        .filter(|id| !context.is_fed_by_queues(*id))
        .filter_map(|id| {
            let at = context.capacity(id)?.advertised;
            Some(Break { id, at, usage: context.usage(id)? })
        })
        .filter(|it| it.at < TENFOLD * (1.0 - 1e-9))
        .collect();
    order.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.id.cmp(&b.id)));
    let first = order.first()?;
    order.iter().find(|it| it.usage.basis == CapacityBasis::Stated)?;
    Some(report(context, first, &order))
}

/// Today's load against all that a scaler may run.
fn used_at_most(context: &Context, id: ComponentId, usage: &Usage) -> f64 {
    match context.design.scales(id) {
        Some((_, most)) => usage.utilization_with(most),
        None => usage.utilization.hi,
    }
}

fn report(context: &Context, first: &Break, order: &[Break]) -> Finding {
    let component = context.design.component(first.id);
    let (called, factor) = (context.called(first.id), number::at_most_times(first.at));
    let listed = listed(context, order);
    let mut finding = RULE
        .finding(
            component.head,
            text!(
                called, factor;
                "트래픽이 10배가 되면 {called:이} 먼저 넘칩니다({factor}까지)",
                "at ten times the traffic {called} breaks first (it carries {factor})"
            ),
        )
        .label(text!(factor; "{factor}까지", "carries {factor}"))
        .why(text!(
            listed;
            "오늘 피크의 몇 배까지 감당하는지 계산하면 넘치는 순서는 {listed}입니다.",
            "Counted in today's peak, they break in this order: {listed}."
        ))
        .help(sentences(&[help(context, first.id), next(context, order)]))
        .trade_off(text!(
            "오지 않을 트래픽을 위한 여유는 낭비입니다. 10배가 올 근거가 없다면 순서만 알아 두세요.",
            "Room for traffic that never comes is waste; without reason to expect it, know the order and wait."
        ))
        .question(text!(
            "내일 트래픽이 10배가 되면 어디가 먼저 터지나요?",
            "Traffic is tenfold tomorrow: what breaks first?"
        ))
        .about(first.id);
    for it in order.iter().take(NAMED) {
        finding = finding.figure(Figure {
            name: "breaks_at",
            value: it.at,
            unit: "factor",
            derivation: derivation(context, it),
            assumed: context.load_assumptions(it.id, it.usage),
        });
    }
    if let Some(traffic) = context.traffic_span() {
        finding = finding.related(traffic, text!("오늘의 트래픽", "today's traffic"));
    }
    finding.fixes(fix(context, first))
}

/// As long as load grows as the traffic does, today's utilization says it all.
fn derivation(context: &Context, it: &Break) -> String {
    let (path, at) = (&context.design.component(it.id).path, number::at_most_times(it.at).en);
    let used = used_at_most(context, it.id, it.usage);
    match (it.at * used - 1.0).abs() < 1e-6 {
        true => format!("{path}: 1 ÷ {} = {at}", share_of(used).en),
        false => format!("{path}: {} now, 100% at {at}", share_of(used).en),
    }
}

fn help(context: &Context, first: ComponentId) -> Text {
    match context.kind(first) {
        _ if context.is_provided(first) => text!(
            "제공자의 한도를 미리 확인해 올려 두고, 넘치는 것은 큐나 처리율 제한으로 늦추세요.",
            "Have the provider's limit raised before, and slow down what is above it: a queue, a rate limit."
        ),
        kind if kind.is_compute() && context.design.scales(first).is_some() => text!(
            "오토 스케일링의 위쪽 끝을 올리고, 오래 걸리는 일은 큐로 옮기세요.",
            "Raise the autoscaler's upper end, and move slow work to a queue."
        ),
        kind if kind.is_compute() => text!(
            "부하를 따라 대수가 늘게 하고(`autoscale`), 오래 걸리는 일은 큐로 옮기세요.",
            "Let the number of instances follow the load (`autoscale`), and move slow work to a queue."
        ),
        Kind::Cache | Kind::Queue => text!(
            "노드를 늘려 키나 파티션을 나누어 맡기세요.",
            "Divide its keys or partitions over more nodes."
        ),
        kind if kind.is_store() => text!(
            "캐시와 읽기 복제본으로 읽기를 덜고, 미뤄도 되는 쓰기는 큐에 모으세요.",
            "Take reads off with a cache and read replicas, and queue the writes that may wait."
        ),
        _ => text!(
            "더 큰 것으로 바꾸거나 여러 대로 나누고, 정적 파일은 CDN이 답하게 하세요.",
            "Make it larger or divide it, and let a CDN answer for static files."
        ),
    }
}

/// What the relief of the first brings to light.
fn next(context: &Context, order: &[Break]) -> Text {
    let Some(second) = order.get(1) else { return Text::default() };
    let (called, factor) = (context.called(second.id), number::at_most_times(second.at));
    text!(
        called, factor;
        "그다음에는 {called:이} {factor}에서 넘칩니다.",
        "After that, {called} breaks at {factor}."
    )
}

fn listed(context: &Context, order: &[Break]) -> Text {
    let named: Vec<Text> = order
        .iter()
        .take(NAMED)
        .map(|it| {
            let (name, factor) = (context.name(it.id), number::at_most_times(it.at));
            match it.usage.basis {
                CapacityBasis::Stated => text!(
                    name, factor;
                    "{name} {factor}",
                    "{name} {factor}"
                ),
                CapacityBasis::Catalog(_) => {
                    text!(
                        name, factor;
                        "{name} {factor}(용량 가정)",
                        "{name} {factor} (capacity assumed)"
                    )
                }
            }
        })
        .collect();
    let more = order.len().saturating_sub(NAMED);
    let all = Text::join(&named, ", ");
    match more {
        0 => all,
        _ => {
            text!(all, more; "{all} 외 {more}개", "{all} and {more} more")
        }
    }
}

/// An autoscaler's upper end that carries ten times today's peak.
fn fix(context: &Context, first: &Break) -> Option<Fix> {
    let id = first.id;
    let most = context.design.scales(id).map_or(first.usage.replicas, |(_, most)| most);
    let replicas = (TENFOLD * f64::from(most) / first.at).ceil();
    if !context.scales_out(id) || replicas > 1000.0 {
        return None;
    }
    let edits = context.grow_to(id, replicas as u32)?;
    Some(edit::suggested(
        text!(
            replicas = number::fixed(replicas, 0);
            "{replicas}대까지 둡니다",
            "allow for {replicas} replicas"
        ),
        edits,
    ))
}
