//! Two failures at once that spend a good part of the allowed downtime.

use crate::lint::prelude::*;
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    name: "double-failure",
    quality: Quality::Availability,
    severity: Severity::Advice,
    options: &[SHARE],
    page: include_str!("double_failure.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Availability)
};

/// From this part of the allowed downtime on a pair is worth a word.
const SHARE: RuleOption = RuleOption {
    name: "share",
    unit: OptionUnit::Ratio,
    default: 0.1,
    least: 0.001,
    most: 1.0,
    ko: "둘이 함께 멈추는 시간이 허용된 시간의 이 비율을 넘으면 알립니다",
    en: "a pair is reported from this part of the allowed downtime on",
};

/// The worst pair of each flow that states an objective; the same pair once.
fn check(context: &Context) -> Vec<Finding> {
    let mut said: Vec<[Place; 2]> = Vec::new();
    let mut findings = Vec::new();
    for flow in context.design.flow_ids() {
        let Some(pair) = worst_pair(context, flow) else { continue };
        if !said.contains(&pair.places) {
            said.push(pair.places);
            findings.push(report(context, flow, &pair));
        }
    }
    findings
}

/// Units of two places, all pairs of them together.
struct Pair {
    places: [Place; 2],
    /// In a year.
    down: Duration,
    allowed: Duration,
}

fn worst_pair(context: &Context, flow: FlowId) -> Option<Pair> {
    context.objective_span(Some(flow), Attr::Availability)?;
    let allowed = downtime_a_year(1.0 - context.objective(Some(flow)));
    let mut sums: BTreeMap<[Place; 2], Duration> = BTreeMap::new();
    for ([a, b], down) in context.availability(flow).pairs.as_ref()? {
        let (Some(a), Some(b)) = (place(*a), place(*b)) else { continue };
        *sums.entry(if a <= b { [a, b] } else { [b, a] }).or_default() += *down;
    }
    let worst = sums.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    let (places, down) = worst;
    (down > allowed * context.option(&RULE, &SHARE)).then_some(Pair { places, down, allowed })
}

fn place(cause: Cause) -> Option<Place> {
    match cause {
        Cause::Unit(Unit::Replica(id, _) | Unit::Whole(id)) => Some(Place::Component(id)),
        Cause::Unit(Unit::Domain(id)) => Some(Place::Group(id)),
        // The loss of the primary that it follows is counted by itself.
        Cause::Failover(..) | Cause::Site(_) | Cause::Takeover(_) => None,
    }
}

fn report(context: &Context, flow: FlowId, pair: &Pair) -> Finding {
    let [a, b] = pair.places;
    let (first, second) = (context.place_name(a), context.place_name(b));
    let called_flow = context.called_flow(flow);
    let message = match a == b {
        true => text!(
            first, called_flow;
            "{first}에서 둘이 함께 멈추면 {called_flow:이} 멈춥니다",
            "two failures in {first} at once take {called_flow} down"
        ),
        false => text!(
            first, second, called_flow;
            "{first}, {second} 둘이 함께 멈추면 {called_flow:이} 멈춥니다",
            "{first} and {second} down at once take {called_flow} down"
        ),
    };
    let (part, time) = (share_of(pair.down / pair.allowed), number::duration(pair.down));
    let budget = number::duration(pair.allowed);
    let finding = RULE
        .finding(at(context, a), message)
        .label(text!(part; "목표의 {part}", "{part} of the budget"))
        .why(text!(
            time, budget, part;
            "둘이 함께 멈춰 있는 시간이 1년에 {time}으로, 목표가 허용하는 {budget}의 {part}입니다. 서로 독립이라고 보았으니 같은 배포나 설정으로 함께 멈춘다면 더 깁니다.",
            "Both are down {time} a year, {part} of the {budget} that the objective allows; counted as independent, so a shared deploy or setting makes it worse."
        ))
        .help(text!(
            "세 번째를 두거나, 고치는 시간(`mttr`)을 줄이세요. 겹치는 시간은 수리 시간에 비례합니다.",
            "Add a third, or repair faster (`mttr`): the overlap grows with the time to repair."
        ))
        .trade_off(text!(
            "세 번째의 비용이 그 몇 분의 값어치보다 큰지 견주세요.",
            "Weigh the price of a third against those minutes."
        ))
        .question(text!(
            "하나를 고치는 동안 다른 하나가 죽으면 어떻게 되나요?",
            "The second dies while you repair the first: what then?"
        ))
        .flow(Some(flow))
        .figure(Figure {
            name: "joint_downtime",
            value: pair.down.as_minutes(),
            unit: "minutes_per_year",
            derivation: format!(
                "Σ U × U × 525,600 = {} min; ÷ {} = {}",
                number::term(pair.down.as_minutes()), number::term(pair.allowed.as_minutes()), part.en
            ),
            assumed: assumed(context, flow, pair),
        });
    let places: &[Place] = if a == b { &[a] } else { &[a, b] };
    places.iter().fold(finding, |finding, place| match place {
        Place::Component(id) => finding.about(*id),
        Place::Group(id) => finding.about_group(*id),
    })
}

fn at(context: &Context, place: Place) -> Span {
    match place {
        Place::Component(id) => context.design.component(id).head,
        Place::Group(id) => context.design.group(id).head,
    }
}

fn assumed(context: &Context, flow: FlowId, pair: &Pair) -> Vec<Text> {
    let figures = context.availability(flow).figures.iter();
    let ours = figures.filter(|(place, figure)| pair.places.contains(place) && figure.assumed);
    ours.map(|(_, figure)| figure.because.words()).collect()
}
