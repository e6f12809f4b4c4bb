//! A fixed number of servers under traffic that is not.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "fixed-capacity",
    quality: Quality::CostEfficiency,
    fix: FixKind::Safe,
    options: &[PEAK_TO_AVERAGE, TARGET_UTILIZATION],
    page: include_str!("fixed_capacity.md"),
    check: Check::Each(SERVING, judge),
    ..Rule::of(Topic::Web)
};

/// From this ratio of peak to average a fixed number is wrong most of the day.
const PEAK_TO_AVERAGE: RuleOption = RuleOption {
    name: "peak-to-average",
    unit: OptionUnit::Factor,
    default: 3.0,
    least: 1.2,
    most: 100.0,
    ko: "피크가 평균의 이 배수 이상이면 서버 수가 따라가야 한다고 봅니다",
    en: "from this ratio of peak to average on, the number of servers should follow",
};
const SERVING: &[Kind] = &[Kind::Web, Kind::Was, Kind::Service, Kind::Function];

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let usage = context.stated_usage(id)?;
    let (demand, replicas) = (context.demand()?, context.design.replicas(id));
    let component = context.design.component(id);
    let unevenness = demand.peak.lo / demand.average.lo.max(f64::MIN_POSITIVE);
    let fixed = replicas.least == replicas.most;
    if unevenness < context.option(&RULE, &PEAK_TO_AVERAGE) - 1e-9
        || !fixed
        || component.facts.is_on(Attr::Autoscale)
        || context.design.fails_whole(id)
    {
        return None;
    }
    let (floor, top) = bounds(context, id, usage)?;
    let enough = context.enough_replicas(id, usage, context.option(&RULE, &TARGET_UTILIZATION))?;
    if top <= floor {
        return None;
    }
    let (called, count) = (context.called(id), replicas.least);
    let uneven = number::fixed(unevenness, 1);
    let (average, peak) = (
        shown(Dimension::Rate, context.arrival(id)?.average.hi),
        shown(Dimension::Rate, usage.peak()),
    );
    let range = format!("{floor}..{top}");
    let finding = RULE
        .finding(
            component.facts.span(Attr::Replicas).unwrap_or(component.head),
            text!(
                called, uneven, count;
                "{called:은} 피크가 평균의 {uneven}배인데 {count}대로 고정되어 있습니다",
                "{called} is fixed at {count} while the peak is {uneven} times the average"
            ),
        )
        .label(text!(count; "{count}대로 고정", "fixed at {count}"))
        .why(text!(
            average, floor, peak, enough;
            "평균 {average}에는 {floor}대, 피크 {peak}에는 {enough}대면 됩니다. 대수를 고정하면 한가할 때는 낭비이고, 예상보다 몰릴 때는 모자랍니다.",
            "The average of {average} takes {floor}, the peak of {peak} takes {enough}. A fixed number is waste in quiet hours and too few on a busier day than planned."
        ))
        .help(text!(
            range;
            "`replicas = {range}, autoscale`로 부하를 따라가게 하세요.",
            "Follow the load with `replicas = {range}, autoscale`."
        ))
        .trade_off(text!(
            "새 서버가 뜨는 데 몇 분이 걸립니다. 예매 오픈처럼 순식간에 오는 피크는 미리 늘려 두어야 합니다.",
            "New servers take minutes to start; a peak that comes in seconds must be scheduled ahead."
        ))
        .question(text!(
            "새벽 4시에도 이만큼 켜 두나요?",
            "Do you run as many at four in the morning?"
        ))
        .about(id)
        .figure(Figure {
            name: "peak_to_average",
            value: unevenness,
            unit: "factor",
            derivation: demand.peak_derivation.clone(),
            assumed: context.demand_assumptions(),
        })
        .figure(context.utilization_figure(id, usage));
    Some(finding.fixes(fix(context, id, replicas.least, (floor, top))))
}

fn fix(context: &Context, id: ComponentId, now: u32, (floor, top): (u32, u32)) -> Option<Fix> {
    let range = format!("{floor}..{top}");
    let edits = context.spread(id, &[(Attr::Replicas, &range), (Attr::Autoscale, "on")])?;
    let title = text!(floor, top; "{floor}대에서 {top}대 사이로 자동 확장합니다", "autoscale from {floor} to {top}");
    // Fewer at the quiet hour may be too few for an availability that is promised.
    let promised = context.objective_span(context.flow_of(id), Attr::Availability).is_some();
    let is_safe = context.is_stateless(id) && context.scales_out(id);
    Some(context.grown(id, is_safe && (floor >= now || !promised), title, edits))
}

/// Enough on the average with one spare and one in each zone; enough at the peak, and no fewer than
/// there are today.
fn bounds(context: &Context, id: ComponentId, usage: &Usage) -> Option<(u32, u32)> {
    let arrival = context.arrival(id)?;
    // Load is linear: the average on some capacity is the peak on a larger one.
    let larger = arrival.peak.hi / arrival.average.hi.max(f64::MIN_POSITIVE);
    let target = context.option(&RULE, &TARGET_UTILIZATION);
    let (comfortable, bare) = (usage.replicas_at(target * larger)?, usage.replicas_at(larger)?);
    let replicas = context.design.replicas(id).least;
    let floor = comfortable.max(bare + 1).max(2).max(context.zone_count(id));
    Some((floor.min(replicas.max(2)), context.enough_replicas(id, usage, target)?.max(replicas)))
}
