//! An autoscaler that is allowed to leave a single instance.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "autoscale-floor-one",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Safe,
    page: include_str!("autoscale_floor_one.md"),
    check: Check::Each(Kind::ALL, judge),
    ..Rule::of(Topic::Web)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let needed = context.is_hard_reached(id) && !context.is_in_pool(id);
    let replicas = context.design.replicas(id);
    let floor = component.facts.number(Attr::Autoscale, Dimension::Count);
    let floor_is_one = floor.is_some_and(|bounds| bounds.low_count() == 1 && bounds.is_range());
    let shrinks = floor_is_one || floor.is_none() && replicas.least == 1 && replicas.most > 1;
    if !needed || !shrinks || context.design.fails_whole(id) {
        return None;
    }
    let attr = if floor.is_some() { Attr::Autoscale } else { Attr::Replicas };
    let called = context.called(id);
    let finding = RULE
        .finding(
            component.facts.span(attr)?,
            text!(
                called;
                "{called:이} 한가할 때 한 대까지 줄어듭니다",
                "{called} may shrink to a single instance"
            ),
        )
        .label(text!("최소 1대", "a minimum of one"))
        .why(why(context, id))
        .help(text!(
            "최솟값을 2로 올려 서로 다른 가용 영역에 두세요.",
            "Raise the minimum to 2, in different zones."
        ))
        .trade_off(text!(
            "한가한 시간에도 한 대 값이 더 나갑니다.",
            "One more instance is paid for in quiet hours."
        ))
        .question(text!(
            "새벽 4시에 그 한 대가 죽으면 새 인스턴스가 뜨는 데 몇 분이 걸리나요?",
            "At 4 a.m. the one instance dies: how many minutes until a new one serves?"
        ))
        .about(id)
        .loss()
        .takes_down(context.spof_in(id))
        .explains(context.units_of(id).iter().copied());
    Some(finding.fixes(fix(context, id, attr)))
}

/// More than one may run now; at night one is left.
fn why(context: &Context, id: ComponentId) -> Text {
    match context.spof_in(id) {
        Some(spof) => context.stakes(spof),
        None => text!(
            "지금은 여러 대가 돌아도 한가해지면 한 대만 남고, 그 한 대가 멈추면 대신할 것이 없습니다.",
            "Several run now, but in quiet hours one is left, and nothing stands in for it."
        ),
    }
}

/// Safe where the most it may grow to carries the peak still when the instances are dealt out over
/// zones and one zone is lost.
fn fix(context: &Context, id: ComponentId, attr: Attr) -> Option<Fix> {
    let most = context.design.replicas(id).most.max(3);
    let needed = context.stated_usage(id).and_then(|usage| usage.replicas_at(1.0));
    let stable = needed.map_or(0, |needed| context.enough_after_zone_loss(id, needed));
    let range = format!("2..{}", most.max(stable));
    // What runs now must not stay below the new floor.
    let facts = &context.design.component(id).facts;
    let running = facts.number(Attr::Replicas, Dimension::Count).map(|count| count.low_count());
    let is_below = attr == Attr::Autoscale && running.is_some_and(|count| count < 2);
    let both = [(attr, range.as_str()), (Attr::Replicas, "2")];
    let edits = context.spread(id, if is_below { &both } else { &both[..1] })?;
    let title = text!("최솟값을 2로 올립니다", "raise the minimum to 2");
    Some(context.grown(id, stable <= most, title, edits))
}
