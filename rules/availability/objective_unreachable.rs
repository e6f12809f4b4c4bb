//! A flow whose computed availability stays below its objective.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "objective-unreachable",
    topic: Topic::Availability,
    quality: Quality::Availability,
    severity: Severity::Error,
    fixed_severity: false,
    fix: FixKind::None,
    page: include_str!("objective_unreachable.md"),
    check: Check::Design(check),
};

/// So many of what would save most are named.
const NAMED: usize = 3;
const MINUTES_A_YEAR: f64 = 525_600.0;

/// One finding for each stated objective: of the flows that miss it, the worst.
fn check(context: &Context) -> Vec<Finding> {
    let mut missed: Vec<Missed> =
        context.design.flow_ids().filter_map(|id| Missed::of(context, id)).collect();
    missed.sort_by(|a, b| b.excess().total_cmp(&a.excess()).then(a.flow.cmp(&b.flow)));
    let mut findings = Vec::new();
    let mut said: Vec<Span> = Vec::new();
    for worst in &missed {
        if said.contains(&worst.at) {
            continue;
        }
        said.push(worst.at);
        let others: Vec<&Missed> =
            missed.iter().filter(|it| it.at == worst.at && it.flow != worst.flow).collect();
        findings.push(report(context, worst, &others));
    }
    findings
}

struct Missed {
    flow: FlowId,
    at: Span,
    /// Parts of the time, 0..=1.
    allowed: f64,
    unavailability: f64,
    /// It would be missed even if nothing failed whose availability is our planning value.
    certain: bool,
}

impl Missed {
    fn of(context: &Context, flow: FlowId) -> Option<Self> {
        let at = context.objective_span(Some(flow), Attr::Availability)?;
        let own = context.design.flow(flow).facts.number(Attr::Availability, Dimension::Ratio);
        let whole = context.design.slo.number(Attr::Availability, Dimension::Ratio);
        let allowed = own.or(whole)?.complement();
        // Of bounds the lower one: what is certain.
        let unavailability = context.availability(flow).outlook.unavailability.lo;
        let missed = |down: f64| down > allowed * (1.0 + 1e-9);
        let certain = missed(unavailability - assumed(context, flow) / MINUTES_A_YEAR);
        missed(unavailability).then_some(Self { flow, at, allowed, unavailability, certain })
    }

    /// How many times over the allowed downtime.
    fn excess(&self) -> f64 {
        self.unavailability / self.allowed.max(f64::MIN_POSITIVE)
    }
}

/// Minutes a year that rest on planning values of ours.
fn assumed(context: &Context, flow: FlowId) -> f64 {
    let availability = context.availability(flow);
    let ours = availability.figures.iter().filter(|(_, figure)| figure.assumed);
    ours.map(|(place, _)| availability.saving(*place)).sum()
}

fn report(context: &Context, missed: &Missed, others: &[&Missed]) -> Finding {
    let flow = context.called_flow(missed.flow);
    let (topic, en) = (with_particle(&flow.ko, Particle::Topic), &flow.en);
    let ratio = |unavailability: f64| shown(Dimension::Ratio, 1.0 - unavailability).en;
    let (reached, wanted) = (ratio(missed.unavailability), ratio(missed.allowed));
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
            value: 1.0 - missed.unavailability,
            unit: "ratio",
            derivation: format!("1 − {:.3e} = {reached}", missed.unavailability),
            assumed: Vec::new(),
        });
    for gain in &gains {
        finding = finding.figure(gain_figure(context, missed.flow, *gain));
        finding = match gain.0 {
            Place::Component(id) => finding.about(id),
            Place::Group(id) => finding.about_group(id),
        };
    }
    for other in others.iter().take(NAMED) {
        let (name, reached) = (&context.design.flow(other.flow).name, ratio(other.unavailability));
        finding = finding.related(
            context.design.flow(other.flow).span,
            text!("`{name}` {reached}", "`{name}` {reached}"),
        );
    }
    finding
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
    let time = |part: f64| seconds(part * MINUTES_A_YEAR * 60.0);
    let (down, allowed) = (time(missed.unavailability), time(missed.allowed));
    let (ko_down, ko_allowed, en_down, en_allowed) = (&down.ko, &allowed.ko, &down.en, &allowed.en);
    let named: Vec<Text> = gains
        .iter()
        .map(|(place, minutes)| {
            let (name, saved) = (context.design.place_name(*place), seconds(minutes * 60.0));
            let part = share_of(minutes / (missed.unavailability * MINUTES_A_YEAR));
            let (ko, en) = (&saved.ko, &saved.en);
            text!("`{name}` {ko}({part})", "`{name}` {en} ({part})")
        })
        .collect();
    let named = Text::join(&named, ", ");
    let (ko, en) = (&named.ko, &named.en);
    let working = text!(
        "1년에 {ko_down} 멈추는데 목표는 {ko_allowed}까지만 허용합니다. 절대 멈추지 않는다면 줄어드는 시간은 {ko}입니다.",
        "It is down {en_down} a year, and the objective allows {en_allowed}. Never failing would save: {en}."
    );
    let assumed = match missed.certain {
        true => Text::default(),
        false => text!(
            "적히지 않은 가용성을 계획 값으로 보았으므로 경고입니다.",
            "This is a warning, for it rests on planning values where nothing is stated."
        ),
    };
    sentences(&[working, assumed])
}

fn help(context: &Context, missed: &Missed, gains: &[Gain]) -> Text {
    let Some((place, minutes)) = gains.first() else {
        return text!("목표를 다시 정하세요.", "Set the objective anew.");
    };
    let (name, saved) = (context.design.place_name(*place), minutes / MINUTES_A_YEAR);
    let after = shown(Dimension::Ratio, 1.0 - (missed.unavailability - saved).max(0.0)).en;
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
