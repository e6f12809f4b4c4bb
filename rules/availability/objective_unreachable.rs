//! A flow whose computed availability, or latency, misses its objective.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "objective-unreachable",
    topic: Topic::Availability,
    quality: Quality::Availability,
    severity: Severity::Error,
    fixed_severity: false,
    fix: FixKind::None,
    options: &[],
    page: include_str!("objective_unreachable.md"),
    check: Check::Design(check),
};

/// So many of what would save most are named.
const NAMED: usize = 3;

/// One finding for each stated objective: of the flows that miss it, the worst.
fn check(context: &Context) -> Vec<Finding> {
    let (down, late) = (context.missed_availability(), context.missed_latency());
    let down = down.iter().map(|missed| report(context, missed));
    down.chain(late.iter().map(|missed| report_late(context, missed))).collect()
}

fn report(context: &Context, missed: &Missed) -> Finding {
    let flow = context.called_flow(missed.flow);
    let (topic, en) = (with_particle(&flow.ko, Particle::Topic), &flow.en);
    let ratio = |unavailability: f64| shown(Dimension::Ratio, 1.0 - unavailability).en;
    let (reached, wanted) = (ratio(missed.computed), ratio(missed.allowed));
    let gains: Vec<Gain> =
        context.availability(missed.flow).savings.iter().copied().take(NAMED).collect();
    let mut finding = RULE
        .finding(
            missed.at,
            text!(
                "{topic} 계산하면 {reached}로, 목표 {wanted}에 닿지 못합니다",
                "{en} comes to {reached} and can't reach {wanted}"
            ),
        )
        .level(if missed.certain { Severity::Error } else { Severity::Warning })
        .label(text!("계산하면 {reached}", "comes to {reached}"))
        .why(why(context, missed, &gains))
        .help(help(context, missed, &gains))
        .trade_off(text!(
            "9를 하나 더할 때마다 비용과 복잡도가 크게 늘어납니다. 목표를 낮추는 것도 정직한 답입니다.",
            "Every nine costs much more money and complexity; a lower objective is an honest answer, too."
        ))
        .question(text!(
            "이 목표는 어떤 계산으로 나온 숫자인가요?",
            "By which calculation is this objective met?"
        ))
        .flow(Some(missed.flow))
        .figure(Figure {
            name: "availability",
            value: 1.0 - missed.computed,
            unit: "ratio",
            derivation: format!("1 − {:.3e} = {reached}", missed.computed),
            assumed: Vec::new(),
        });
    for gain in &gains {
        finding = finding.figure(gain_figure(context, missed.flow, *gain));
        finding = match gain.0 {
            Place::Component(id) => finding.about(id),
            Place::Group(id) => finding.about_group(id),
        };
    }
    with_others(context, missed, finding, |down| Text::same(ratio(down)))
}

/// The other flows that miss the same objective.
fn with_others(
    context: &Context,
    missed: &Missed,
    finding: Finding,
    shown: impl Fn(f64) -> Text,
) -> Finding {
    missed.others.iter().take(NAMED).fold(finding, |finding, (id, computed)| {
        let (flow, Text { ko, en }) = (context.design.flow(*id), shown(*computed));
        let name = &flow.name;
        finding.related(flow.span, text!("`{name}` {ko}", "`{name}` {en}"))
    })
}

/// A place with the minutes of downtime a year that would be saved if it never failed.
type Gain = (Place, f64);

fn gain_figure(context: &Context, flow: FlowId, (place, minutes): Gain) -> Figure {
    let figures = &context.availability(flow).figures;
    let ours = figures.iter().filter(|(other, it)| *other == place && it.assumed);
    let saved = seconds(minutes * 60.0);
    Figure {
        name: "downtime_saved",
        value: minutes,
        unit: "minutes_per_year",
        derivation: format!("{}: −{}", context.design.place_name(place), saved.en),
        assumed: ours.map(|(_, it)| it.because.clone()).collect(),
    }
}

fn why(context: &Context, missed: &Missed, gains: &[Gain]) -> Text {
    let time = |part: f64| seconds(part * MINUTES_PER_YEAR * 60.0);
    let (down, allowed) = (time(missed.computed), time(missed.allowed));
    let (ko_down, ko_allowed, en_down, en_allowed) = (&down.ko, &allowed.ko, &down.en, &allowed.en);
    let named: Vec<Text> = gains
        .iter()
        .map(|(place, minutes)| {
            let (name, saved) = (context.design.place_name(*place), seconds(minutes * 60.0));
            let part = share_of(minutes / (missed.computed * MINUTES_PER_YEAR));
            let (ko, en) = (&saved.ko, &saved.en);
            text!("`{name}` {ko}({part})", "`{name}` {en} ({part})")
        })
        .collect();
    let Text { ko, en } = Text::join(&named, ", ");
    let working = text!(
        "1년에 {ko_down} 멈추는데 목표는 {ko_allowed}까지만 허용합니다. 하나씩 절대 멈추지 않게 했을 때 줄어드는 시간은 {ko}입니다.",
        "It is down {en_down} a year, and the objective allows {en_allowed}. Never failing would save: {en}."
    );
    let assumed = match missed.certain {
        true => Text::default(),
        false => text!(
            "적지 않은 가용성은 가정한 값이므로 오류가 아니라 경고로 알립니다.",
            "This is a warning, for it rests on planning values where nothing is stated."
        ),
    };
    sentences(&[working, assumed])
}

fn help(context: &Context, missed: &Missed, gains: &[Gain]) -> Text {
    let Some((place, minutes)) = gains.first() else {
        return text!("목표를 다시 정하세요.", "Set the objective anew.");
    };
    let (name, saved) = (context.design.place_name(*place), minutes / MINUTES_PER_YEAR);
    let after = shown(Dimension::Ratio, 1.0 - (missed.computed - saved).max(0.0)).en;
    let whole = matches!(*place, Place::Component(id) if context.design.fails_whole(id));
    match whole {
        true => text!(
            "먼저 `{name}` 없이도 일할 길(대체 경로, 캐시, 큐)을 두세요. 그러면 {after}까지 오를 수 있습니다.",
            "First find a way to work without `{name}`: a fallback, a cache, a queue. That could bring {after}."
        ),
        false => text!(
            "먼저 `{name}`의 이중화와 자동 장애 조치를 보세요. 그러면 {after}까지 오를 수 있습니다.",
            "First look at redundancy and failover of `{name}`. That could bring {after}."
        ),
    }
}

fn report_late(context: &Context, missed: &Missed) -> Finding {
    let flow = context.called_flow(missed.flow);
    let (topic, en_flow) = (with_particle(&flow.ko, Particle::Topic), &flow.en);
    let (takes, allowed) = (lasting(missed.computed), seconds(missed.allowed));
    let (ko, en, ko_allowed, en_allowed) = (&takes.ko, &takes.en, &allowed.ko, &allowed.en);
    let mut steps = context.slow_steps(missed.flow);
    let derivation = context.steps_working(&steps, &takes.en);
    steps.sort_by(|a, b| b.seconds().total_cmp(&a.seconds()));
    steps.truncate(NAMED);
    let finding = RULE
        .finding(
            missed.at,
            text!(
                "{topic} 피크에 {ko} 걸려 목표 {ko_allowed} 안에 끝나지 않습니다",
                "{en_flow} takes {en} at the peak and misses {en_allowed}"
            ),
        )
        .level(if missed.certain { Severity::Error } else { Severity::Warning })
        .label(text!("계산하면 {ko}", "comes to {en}"))
        .why(why_late(context, missed, &steps))
        .help(text!(
            "가장 오래 걸리는 것부터 줄이세요. 캐시로 앞당기거나, 호출을 나란히 하거나, 결과를 기다릴 필요가 없는 일은 큐로 보냅니다. 대기가 길면 대수를 늘립니다.",
            "Begin with the slowest: cache it, call side by side, hand to a queue what nobody waits for. Where waiting is long, add replicas."
        ))
        .trade_off(text!(
            "캐시는 오래된 값을, 큐는 나중에 알게 되는 실패를 대가로 받습니다.",
            "A cache is paid with stale values, a queue with failures that show later."
        ))
        .question(text!("이 시간은 어디에서 다 쓰나요?", "Where does all this time go?"))
        .flow(Some(missed.flow))
        .figure(Figure {
            name: "latency",
            value: missed.computed,
            unit: "seconds",
            derivation,
            assumed: Vec::new(),
        });
    let finding = steps.iter().fold(finding, |finding, step| finding.about(step.id));
    with_others(context, missed, finding, lasting)
}

fn why_late(context: &Context, missed: &Missed, slowest: &[Step]) -> Text {
    let Text { ko, en } = context.steps_named(slowest);
    let assumed = match missed.certain {
        true => Text::default(),
        false => text!(
            "대기 시간이 추정치에 달려 있으므로 경고입니다.",
            "This is a warning, for the waiting rests on estimates."
        ),
    };
    sentences(&[text!("가장 오래 걸리는 것은 {ko}입니다.", "The slowest: {en}."), assumed])
}
