//! A stated jump in traffic that comes before the scaler has acted.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "slow-scale-out",
    quality: Quality::Scalability,
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    options: &[TARGET_UTILIZATION],
    page: include_str!("slow_scale_out.md"),
    check: Check::Each(Kind::ALL, judge),
    ..Rule::of(Topic::Capacity)
};

/// Until a new instance serves, where nothing is stated.
const TAKES: Duration = Duration::minutes(5.0);

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let facts = &context.design.component(id).facts;
    let bounds = [Attr::Autoscale, Attr::Replicas].into_iter().find_map(|attr| {
        let stated = facts.number(attr, Dimension::Count)?;
        stated.is_range().then_some((attr, stated))
    });
    let (attr, bounds) = bounds?;
    let usage = context.stated_usage(id)?;
    let (at, factor) = jump(context)?;
    let least = u64::from(context.design.replicas(id).least).max(bounds.low_count());
    let before = u64::from(usage.replicas_at(context.option(&RULE, &TARGET_UTILIZATION))?)
        .clamp(least, bounds.high_count().max(least));
    let needed = u64::from(usage.replicas_at(1.0 / factor)?);
    if needed <= before || needed > bounds.high_count() {
        return None;
    }
    let called = context.called(id);
    let stated = facts.longest(Attr::ScaleOutTime);
    let time = number::duration(stated.unwrap_or(TAKES));
    let assumed = match stated {
        Some(_) => Text::default(),
        None => text!("(적히지 않아 5분으로 봄)", " (not stated, taken as 5 minutes)"),
    };
    let part = percent(1.0 - before as f64 / needed as f64);
    let range = format!("{needed}..{}", bounds.high_count());
    let count = needed.to_string();
    let mut values = vec![(attr, &*range)];
    // What runs now may not lie below the new minimum.
    let running =
        facts.number(Attr::Replicas, Dimension::Count).filter(|_| attr == Attr::Autoscale);
    if running.is_some_and(|running| running.low_count() < needed) {
        values.push((Attr::Replicas, &count));
    }
    let edits = context.edit.state(context.design.component(id), &values);
    let title = text!(needed; "최솟값을 {needed}로 올립니다", "raise the minimum to {needed}");
    Some(
        RULE.finding(
            facts.span(attr)?,
            text!(
                called;
                "{called:은} 늘어나기 전에 급증을 감당하지 못합니다",
                "{called} can't carry the jump until it has scaled out"
            ),
        )
        .label(text!(needed, before; "{needed}대가 필요한데 {before}대", "{before} of the {needed} needed"))
        .related(at, text!("이 급증", "this jump"))
        .why(text!(
            needed, before, time, assumed, part;
            "급증하면 {needed}대가 필요한데 그 전에 도는 것은 {before}대입니다. 새 인스턴스가 뜰 때까지 {time}{assumed} 동안 요청의 약 {part}가 처리되지 못합니다.",
            "The jump needs {needed} and {before} run before it: until new ones serve, {time}{assumed}, about {part} of the requests are lost."
        ))
        .help(text!(
            "급증하는 시각을 안다면 그 전에 최솟값을 올리고(예약 스케일링), 모른다면 대기열로 들어오는 양을 늦추세요.",
            "Where the time is known, raise the minimum before it (scheduled scaling); where it is not, slow the arrival with a waiting room."
        ))
        .trade_off(text!(
            "올려 둔 동안에는 쓰지 않는 인스턴스의 값을 냅니다.",
            "While the minimum is up, idle instances are paid for."
        ))
        .question(text!(
            "오픈 시각에 트래픽이 한꺼번에 오면 처음 5분은 누가 받나요?",
            "Everybody comes at the opening: who takes the first five minutes?"
        ))
        .about(id)
        .fix(edit::suggested(title, edits)),
    )
}

/// The largest jump that a scenario states.
fn jump(context: &Context) -> Option<(Span, f64)> {
    let jumps = context.design.scenarios.iter().filter(|it| it.traffic > 1.0);
    let largest = jumps.max_by(|a, b| a.traffic.total_cmp(&b.traffic))?;
    Some((largest.span, largest.traffic))
}
