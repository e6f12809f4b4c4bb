//! Replicas that look redundant, of which all are needed at the peak.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "redundancy-below-peak",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Safe,
    options: &[TARGET_UTILIZATION],
    page: include_str!("redundancy_below_peak.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Availability)
};

fn check(context: &Context) -> Vec<Finding> {
    if context.demand().is_none() {
        return Vec::new();
    }
    let pools = context.hard_pools();
    let replicated = context.design.component_ids().filter_map(|id| judge(context, id));
    replicated.chain(pools.iter().filter_map(|pool| judge_pool(context, pool))).collect()
}

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let usage = context.stated_usage(id)?;
    let loss = context.peak_loss(id)?;
    let (called, lost) = (context.called(id), lost(&loss));
    let (all, PeakLoss { needed, left, .. }) = (usage.replicas, loss);
    let (peak, each) =
        (shown(Dimension::Rate, usage.peak()), shown(Dimension::Rate, usage.capacity_each));
    let component = context.design.component(id);
    let at = component.facts.span(Attr::Replicas).unwrap_or(component.head);
    let finding = RULE
        .finding(
            at,
            text!(
                called, lost, left;
                "{called}에서 {lost} 잃으면 남은 {left}대로는 피크를 감당하지 못합니다",
                "when {called} loses {lost}, the remaining {left} can't carry the peak"
            ),
        )
        .label(text!(needed; "피크에 {needed}대 필요", "the peak needs {needed}"))
        .why(match (usage.peak() / usage.capacity_each - 1e-9).ceil() == f64::from(needed) {
            true => text!(
                peak, each, needed, all, left;
                "피크 {peak} ÷ 1대 {each}이면 {needed}대가 필요한데, {all}대 가운데 {left}대만 남습니다. 남은 서버가 넘쳐 함께 멈춥니다.",
                "Peak {peak} ÷ {each} each takes {needed}, and of {all} only {left} are left; they overload and stop one after the other."
            ),
            // Every copy does each write again.
            false => text!(
                peak, needed, all, left;
                "쓰기를 모두가 다시 하므로 피크 {peak}에는 {needed}대가 필요한데, {all}대 가운데 {left}대만 남습니다. 남은 서버가 넘쳐 함께 멈춥니다.",
                "As every one does each write again, the peak of {peak} takes {needed}, and of {all} only {left} are left; they overload and stop one after the other."
            ),
        })
        .help(help(context, id, usage, &loss))
        .trade_off(trade_off(context, id, usage, needed))
        .question(text!(
            lost;
            "피크 시간에 {lost} 잃으면 나머지는 버티나요?",
            "When {lost} is lost at the peak, do the others hold?"
        ))
        .about(id)
        .loss()
        .takes_down(context.spof_in(id))
        .figure(survivors(all, &loss))
        .figure(context.utilization_figure(id, usage));
    Some(finding.fixes(fix(context, id, usage)))
}

fn lost(loss: &PeakLoss) -> Text {
    match loss.of_zone {
        true => text!("가용 영역 하나를", "one zone"),
        false => text!("한 대를", "one replica"),
    }
}

fn survivors(all: u32, loss: &PeakLoss) -> Figure {
    let (left, lost) = (loss.left, all - loss.left);
    let derivation = format!("{all} − {lost} = {left} < {}", loss.needed);
    Figure {
        name: "survivors",
        value: left.into(),
        unit: "replicas",
        derivation,
        assumed: Vec::new(),
    }
}

fn help(context: &Context, id: ComponentId, usage: &Usage, loss: &PeakLoss) -> Text {
    let lost = lost(loss);
    match context.enough_replicas(id, usage, context.option(&RULE, &TARGET_UTILIZATION)) {
        Some(enough) => {
            let wanted = wanted(context, id, enough);
            text!(
                wanted, lost;
                "`{wanted}`까지 늘리면 {lost} 잃어도 피크를 감당합니다.",
                "With `{wanted}` the peak is carried with {lost} lost."
            )
        }
        None => text!(
            "1대의 용량을 키우거나 부하를 덜어 내세요.",
            "Raise what one replica carries, or take load off."
        ),
    }
}

/// `replicas = 6`, or `autoscale = 6..10` where the number moves.
fn wanted(context: &Context, id: ComponentId, enough: u32) -> String {
    let facts = context.floor(id, enough);
    let facts = facts.iter().map(|(attr, value)| format!("{} = {value}", attr.word()));
    facts.collect::<Vec<_>>().join(", ")
}

fn trade_off(context: &Context, id: ComponentId, usage: &Usage, needed: u32) -> Text {
    let enough = context.enough_replicas(id, usage, context.option(&RULE, &TARGET_UTILIZATION));
    match enough.and_then(|enough| enough.checked_sub(needed)) {
        Some(spare) if spare > 0 => text!(
            spare;
            "피크에도 없어도 되는 {spare}대의 값을 냅니다.",
            "You pay for {spare} that even the peak does not need."
        ),
        _ => text!(
            "큰 장비는 비싸고, 부하를 덜려면 캐시나 큐가 하나 늘어납니다.",
            "Larger machines cost more; taking load off takes a cache or a queue more."
        ),
    }
}

fn fix(context: &Context, id: ComponentId, usage: &Usage) -> Option<Fix> {
    let enough = context.enough_replicas(id, usage, context.option(&RULE, &TARGET_UTILIZATION))?;
    let facts = context.floor(id, enough);
    let facts: Vec<_> = facts.iter().map(|(attr, value)| (*attr, value.as_str())).collect();
    let edits = match context.design.scales(id) {
        Some(_) => context.spread(id, &facts)?,
        None => context.replicate(id, enough)?,
    };
    let title = text!(enough; "{enough}대로 늘립니다", "run {enough} replicas");
    Some(context.grown(id, context.scales_out(id), title, edits))
}

/// Alternatives drawn one by one: the others must carry what the largest of them does.
fn judge_pool(context: &Context, pool: &[ComponentId]) -> Option<Finding> {
    let PoolLoss { peak, left, of_zone } = context.pool_loss(pool)?;
    let names = context.names(pool);
    let said = match of_zone {
        true => text!(
            names;
            "{names}에서 가용 영역 하나를 잃으면 나머지로는 피크를 감당하지 못합니다",
            "when {names} lose one zone, the others can't carry the peak"
        ),
        false => text!(
            names;
            "{names} 가운데 하나를 잃으면 나머지로는 피크를 감당하지 못합니다",
            "when one of {names} is lost, the others can't carry the peak"
        ),
    };
    let used = share_of(peak / left);
    let (peak_shown, left_shown) = (shown(Dimension::Rate, peak), shown(Dimension::Rate, left));
    let finding = RULE
        .finding(context.design.component(pool[0]).head, said)
        .label(text!(used; "나머지가 {used}", "the others at {used}"))
        .why(text!(
            peak_shown, left_shown, used;
            "피크 {peak_shown} ÷ 남은 용량 {left_shown} = {used}. 남은 서버가 넘쳐 함께 멈춥니다.",
            "Peak {peak_shown} ÷ {left_shown} left = {used}; they overload and stop one after the other."
        ))
        .help(text!(
            "하나를 더 두거나 1대의 용량을 키우세요.",
            "Add one more, or raise what each carries."
        ))
        .trade_off(text!(
            "평소에는 쓰지 않는 서버의 값을 냅니다.",
            "You pay for servers that idle on an ordinary day."
        ))
        .question(text!(
            "피크 시간에 한 대가 죽으면 나머지는 버티나요?",
            "When one dies at the peak, do the others hold?"
        ))
        .loss()
        .figure(Figure {
            name: "utilization",
            value: peak / left,
            unit: "ratio",
            derivation: format!("{} ÷ {} = {}", number::term(peak), number::term(left), used.en),
            assumed: context.demand_assumptions(),
        });
    Some(pool.iter().fold(finding, |finding, id| finding.about(*id)))
}
