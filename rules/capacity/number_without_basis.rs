//! Numbers that only load could justify, in a design that states no load; and numbers that the
//! others stated contradict.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "number-without-basis",
    quality: Quality::CostEfficiency,
    page: include_str!("number_without_basis.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Capacity)
};

/// Two in each zone, and a quorum that survives two losses, need no traffic to justify them.
const IN_EACH_ZONE: u32 = 2;
const FEW: u32 = 3;
const QUORUM: u32 = 5;

fn check(context: &Context) -> Vec<Finding> {
    let contradicted = context.study.contradictions();
    let contradicted = contradicted.iter().map(|it| report_contradiction(context, it));
    contradicted.chain(without_traffic(context)).collect()
}

/// One finding for the design: what is missing is one line.
fn without_traffic(context: &Context) -> Option<Finding> {
    if context.demand().is_some() {
        return None;
    }
    let chosen: Vec<(ComponentId, Chosen)> =
        context.design.component_ids().filter_map(|id| Some((id, chosen(context, id)?))).collect();
    chosen.first().map(|first| report(context, first, &chosen))
}

/// A number, with the place where it is stated.
struct Chosen {
    what: Text,
    at: Span,
}

fn chosen(context: &Context, id: ComponentId) -> Option<Chosen> {
    let facts = &context.design.component(id).facts;
    let shards = facts.number(Attr::Shards, Dimension::Count).map(|shards| shards.low_count());
    if let (Some(count), Some(at)) = (shards.filter(|count| *count > 1), facts.span(Attr::Shards)) {
        return Some(Chosen { what: text!(count; "샤드 {count}개", "{count} shards"), at });
    }
    // An autoscaler follows the load, whatever it is.
    if facts.is_on(Attr::Autoscale) || context.design.scales(id).is_some() {
        return None;
    }
    let replicas = context.design.replicas(id);
    facts.number(Attr::Replicas, Dimension::Count)?;
    let at = facts.span(Attr::Replicas)?;
    let most = replicas.most;
    (most > justified(context, id))
        .then(|| Chosen { what: text!(most; "{most}대", "{most} replicas"), at })
}

/// As many replicas as redundancy alone explains.
fn justified(context: &Context, id: ComponentId) -> u32 {
    let by_zone = IN_EACH_ZONE * context.zone_count(id);
    let by_kind = if context.kind(id).is_store() { QUORUM } else { FEW };
    by_zone.max(by_kind)
}

fn report(
    context: &Context,
    (first, number): &(ComponentId, Chosen),
    all: &[(ComponentId, Chosen)],
) -> Finding {
    let (called, what) = (context.called(*first), &number.what);
    let ids: Vec<ComponentId> = all.iter().map(|(id, _)| *id).collect();
    let names = context.names(&ids);
    let finding = RULE
        .finding(
            number.at,
            text!(
                called, what;
                "{called:을} {what}로 정한 근거가 되는 트래픽이 적혀 있지 않습니다",
                "the {what} of {called} rest on no stated traffic"
            ),
        )
        .label(text!("어떤 기준으로?", "by what measure?"))
        .why(text!(
            names;
            "{names}의 수는 이중화만으로는 설명되지 않습니다. 부하를 모르면 모자란지 남는지 누구도 말할 수 없고, 용량을 보는 규칙도 모두 침묵합니다.",
            "Redundancy alone does not explain the numbers of {names}. Without the load nobody can say whether they are too few or too many, and no rule about capacity can speak."
        ))
        .help(text!(
            "`traffic {{ dau = 30만, requests-per-user = 20, peak = 5x }}`처럼 추정치라도 적으세요. 범위(`200k..500k`)도 됩니다. 그러면 필요한 대수를 계산합니다.",
            "State an estimate: `traffic {{ dau = 300k, requests-per-user = 20, peak = 5x }}`; a range such as `200k..500k` will do. The replicas needed are then computed."
        ))
        .trade_off(text!(
            "추정은 틀립니다. 그래도 적힌 추정은 고칠 수 있지만, 적히지 않은 감은 고칠 수 없습니다.",
            "Estimates are wrong; but one that is written down can be corrected, a hunch can't."
        ))
        .question(text!("몇 대를, 어떤 기준으로 정했나요?", "How many, and by what measure?"));
    ids.into_iter().fold(finding, Finding::about)
}

/// Both figures can't be right, and which of them is wrong only the author knows.
fn report_contradiction(context: &Context, found: &Contradiction) -> Finding {
    let (stated, computed) = (amount(found, found.stated), amount(found, found.computed));
    let attr = found.attr.word();
    let of = match found.about {
        Some(id) => {
            let called = context.called(id);
            text!(called, attr; "{called}의 `{attr}`", "the `{attr}` of {called}")
        }
        None => text!(attr; "`traffic`의 `{attr}`", "the `{attr}` of `traffic`"),
    };
    let derivation = &found.derivation;
    let both = text!(
        "두 값이 함께 맞을 수는 없고, 틀린 값 위에 쌓은 대수와 비용도 틀립니다.",
        "Both can't be right, and servers and costs that rest on the wrong one are wrong, too."
    );
    let mut finding = RULE
        .finding(
            found.at,
            text!(
                of, stated, computed;
                "{of} 값은 {stated}인데 함께 적힌 값으로는 {computed}입니다",
                "{of}, {stated}, contradicts the {computed} that follows from the rest"
            ),
        )
        .label(text!(computed; "다른 값으로는 {computed}", "the rest: {computed}"))
        .why(sentences(&[both, found.slip.map(slip_in_words).unwrap_or_default()]))
        .help(text!(
            attr;
            "어느 쪽이 맞는지 확인하고 틀린 값을 고치거나 지우세요. 계산에는 직접 적은 `{attr}`를 썼습니다.",
            "See which is right, and correct or remove the other. The stated `{attr}` was used for all that follows."
        ))
        .trade_off(text!(
            "실측한 값이라면 계산에 쓴 가정이 틀린 것입니다. 가정을 고쳐야 다음 추정이 맞습니다.",
            "If the figure was measured, an assumption is wrong; correct that, or the next estimate is wrong too."
        ))
        .question(text!(
            "이 숫자는 어떤 계산으로 나왔나요?",
            "By what calculation does this number come about?"
        ))
        .figure(Figure {
            name: "computed",
            value: found.computed.hi,
            unit: unit_name(found.dimension),
            derivation: derivation.clone(),
            assumed: Vec::new(),
        });
    for at in &found.basis {
        finding = finding.related(*at, text!("계산에 쓴 값", "computed from this"));
    }
    found.about.into_iter().fold(finding, Finding::about)
}

/// Growth is said by the day.
fn amount(found: &Contradiction, value: Interval) -> Text {
    let (dimension, scale) = match found.dimension {
        Dimension::Bandwidth => (Dimension::Bytes, 86_400.0),
        dimension => (dimension, 1.0),
    };
    let range = number::between(dimension, value.lo * scale, value.hi * scale);
    match found.dimension {
        Dimension::Bandwidth => text!(range; "하루 {range}", "{range} a day"),
        _ => range,
    }
}
