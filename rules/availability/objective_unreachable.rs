//! A flow whose computed availability, or latency, misses its objective.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "objective-unreachable",
    quality: Quality::Availability,
    severity: Severity::Error,
    page: include_str!("objective_unreachable.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Availability)
};

/// So many of what would save most are named.
const NAMED: usize = 3;

/// One finding for each stated objective: of the flows that miss it, the worst.
fn check(context: &Context) -> Vec<Finding> {
    let (down, late) = (context.missed_availability(), context.missed_latency());
    let slowest = context.missed_latency_p99();
    let down = down.iter().map(|missed| report(context, missed));
    let late = late.iter().map(|missed| report_late(context, missed));
    let slowest = slowest.iter().map(|missed| report_slowest(context, missed));
    down.chain(late).chain(slowest).collect()
}

fn report(context: &Context, missed: &Missed<f64>) -> Finding {
    let flow = context.called_flow(missed.flow);
    let ratio = |down: f64| number::availability(down, down);
    let (reached, wanted) = (ratio(missed.computed), ratio(missed.allowed));
    let gains: Vec<Gain> =
        context.availability(missed.flow).savings.iter().copied().take(NAMED).collect();
    let mut finding = RULE
        .finding(
            missed.at,
            match reached == wanted {
                // The digits that are shown hide what is missing.
                true => text!(flow, wanted;
                    "{flow:은} 계산하면 목표 {wanted}에 조금 못 미칩니다",
                    "{flow} falls just short of {wanted}"
                ),
                false => text!(flow, reached, wanted;
                    "{flow:은} 계산하면 {reached}로, 목표 {wanted}에 닿지 못합니다",
                    "{flow} comes to {reached} and can't reach {wanted}"
                ),
            },
        )
        .label(text!(reached; "계산하면 {reached}", "comes to {reached}"))
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
            derivation: format!("1 − {} = {}", number::term(missed.computed), reached.en),
            assumed: Vec::new(),
        });
    for gain in &gains {
        finding = finding.figure(context.downtime_figure(missed.flow, *gain));
        finding.subjects.push(gain.0.into());
    }
    with_others(context, missed, finding, ratio)
}

/// The other flows that miss the same objective.
fn with_others<Q: Copy>(
    context: &Context,
    missed: &Missed<Q>,
    finding: Finding,
    shown: impl Fn(Q) -> Text,
) -> Finding {
    missed.others.iter().take(NAMED).fold(finding, |finding, (id, computed)| {
        let (flow, reached) = (context.design.flow(*id), shown(*computed));
        finding.related(
            flow.span,
            text!(name = flow.name, reached; "`{name}` {reached}", "`{name}` {reached}"),
        )
    })
}

/// A place with the downtime of a year that would be saved if it never failed.
type Gain = (Place, Duration);

fn why(context: &Context, missed: &Missed<f64>, gains: &[Gain]) -> Text {
    let time = |part: f64| number::duration(downtime_a_year(part));
    let (down, allowed) = (time(missed.computed), time(missed.allowed));
    let named = |(place, down): &Gain| {
        let (name, time) = (context.place_name(*place), number::duration(*down));
        let part = share_of(*down / downtime_a_year(missed.computed));
        text!(name, time, part; "{name} {time}({part})", "{name} {time} ({part})")
    };
    let gained = Text::join(&gains.iter().map(named).collect::<Vec<_>>(), ", ");
    let working = text!(down, allowed, gained;
        "1년에 {down} 멈추는데 목표는 {allowed}까지만 허용합니다. 하나만 절대 멈추지 않는다고 가정하면 줄어드는 시간은 {gained}입니다.",
        "It is down {down} a year, and the objective allows {allowed}. Never failing would save: {gained}."
    );
    sentences(&[working, assumed(missed)])
}

fn help(context: &Context, missed: &Missed<f64>, gains: &[Gain]) -> Text {
    let Some((place, down)) = gains.first() else {
        return text!("목표를 다시 정하세요.", "Set the objective anew.");
    };
    let left = (missed.computed - *down / Duration::YEAR).max(0.0);
    let (first, after) = (remedy(context, *place), number::availability(left, left));
    text!(first, after;
        "먼저 {first} 그러면 {after}까지 오를 수 있습니다.",
        "First {first} That could bring {after}."
    )
}

fn remedy(context: &Context, place: Place) -> Text {
    let name = context.place_name(place);
    match place {
        Place::Group(_) => text!(name;
            "{name} 밖에도 복제본을 두세요.", "put replicas outside {name}, too."),
        Place::Component(id) if context.design.fails_whole(id) => text!(name;
            "{name} 없이도 일할 길(대체 경로, 캐시, 큐)을 두세요.",
            "find a way to work without {name}: a fallback, a cache, a queue."),
        Place::Component(id) if context.has_copies(id) => text!(name;
            "{name}의 장애 조치와 수리에 걸리는 시간을 줄이거나 복제본을 하나 더 두세요.",
            "shorten the failover and the repair of {name}, or add a replica."),
        Place::Component(_) => text!(name;
            "{name}의 이중화와 자동 장애 조치를 보세요.", "look at redundancy and failover of {name}."),
    }
}

fn report_late(context: &Context, missed: &Missed<Duration>) -> Finding {
    let flow = context.called_flow(missed.flow);
    let (takes, allowed) = (number::duration(missed.computed), number::duration(missed.allowed));
    let said = text!(flow, takes, allowed;
        "{flow:은} 피크에 {takes} 걸려 목표 {allowed} 안에 끝나지 않습니다",
        "{flow} takes {takes} at the peak and misses {allowed}"
    );
    let working = context.steps_working(&context.slow_steps(missed.flow), missed.computed);
    let figure = time_figure("latency", missed.computed, working);
    too_late(context, missed, said, assumed(missed)).figure(figure)
}

fn report_slowest(context: &Context, missed: &Missed<Duration>) -> Finding {
    let flow = context.called_flow(missed.flow);
    let (takes, allowed) = (number::duration(missed.computed), number::duration(missed.allowed));
    let said = text!(flow, takes, allowed;
        "{flow:은} 피크에 가장 느린 1%가 {takes} 걸려 목표 {allowed} 안에 끝나지 않습니다",
        "{flow}: at the peak the slowest 1% takes {takes} and misses {allowed}"
    );
    let estimated = text!(
        "이 시간은 `latency-p99`와 대기를 독립이라고 보고 어림한 값입니다.",
        "It is an estimate from `latency-p99` and the waits, taken as independent."
    );
    let working = format!("Σ mean + √Σ(p99 − mean)² = {}", number::time_term(missed.computed));
    let figure = time_figure("latency_p99", missed.computed, working);
    too_late(context, missed, said, estimated).figure(figure)
}

fn too_late(context: &Context, missed: &Missed<Duration>, said: Text, basis: Text) -> Finding {
    let takes = number::duration(missed.computed);
    let mut steps = context.slow_steps(missed.flow);
    steps.sort_by(|a, b| b.whole().total_cmp(&a.whole()));
    steps.truncate(NAMED);
    let slowest = context.steps_named(&steps);
    let named = text!(slowest; "가장 오래 걸리는 것은 {slowest}입니다.", "The slowest: {slowest}.");
    let finding = RULE
        .finding(missed.at, said)
        .level(if missed.certain { Severity::Error } else { Severity::Warning })
        .label(text!(takes; "계산하면 {takes}", "comes to {takes}"))
        .why(sentences(&[named, basis]))
        .help(text!(
            "가장 오래 걸리는 것부터 줄이세요. 캐시로 앞당기거나, 호출을 나란히 하거나, 결과를 기다릴 필요가 없는 일은 큐로 보내세요. 대기가 길면 대수를 늘리세요.",
            "Begin with the slowest: cache it, call side by side, hand to a queue what nobody waits for. Where waiting is long, add replicas."
        ))
        .trade_off(text!(
            "캐시를 두면 오래된 값을 볼 수 있고, 큐로 보내면 실패를 나중에야 압니다.",
            "With a cache, values may be stale; with a queue, failures show later."
        ))
        .question(text!("이 시간은 어디에서 다 쓰나요?", "Where does all this time go?"))
        .flow(Some(missed.flow));
    let finding = steps.iter().fold(finding, |finding, step| finding.about(step.id));
    with_others(context, missed, finding, number::duration)
}

fn assumed<Q>(missed: &Missed<Q>) -> Text {
    match missed.certain {
        true => Text::default(),
        false => text!(
            "적지 않은 값은 가정한 것이라, 잰 값을 적으면 달라질 수 있습니다.",
            "What is not stated is a planning value: figures that you measured may change it."
        ),
    }
}
