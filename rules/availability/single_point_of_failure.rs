//! The general judgement: what alone takes a flow down and has no more specific rule.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "single-point-of-failure",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Safe,
    page: include_str!("single_point_of_failure.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Availability)
};

fn check(context: &Context) -> Vec<Finding> {
    let components = context.design.component_ids().filter_map(|id| component(context, id));
    let domains = context.spof_units().filter_map(|unit| match unit {
        Unit::Domain(id) => domain(context, id),
        _ => None,
    });
    components.chain(domains).collect()
}

fn component(context: &Context, id: ComponentId) -> Option<Finding> {
    let spof = context.spof_in(id)?;
    let design = context.design;
    if design.fails_whole(id) || context.kind(id) == Kind::User {
        return None;
    }
    // Where the design says that nobody knows how it fails over, it is asked.
    let is_asked = design.component(id).facts.unknown(Attr::Failover).is_some();
    if is_asked && design.has_standby(id) {
        return None;
    }
    let (called, one) = (context.called(id), context.assumed_one(id));
    let finding = RULE
        .finding(
            context.design.component(id).head,
            text!(
                called, one;
                "{called:이} 단일 장애 지점(SPOF)입니다{one}",
                "{called} is a single point of failure{one}"
            ),
        )
        .label(text!("단일 장애 지점(SPOF)", "single point of failure"))
        .about(id)
        .explains(context.units_of(id).iter().copied())
        .fixes(fix(context, id));
    Some(worded(context, spof, finding))
}

fn domain(context: &Context, id: GroupId) -> Option<Finding> {
    let spof = context.spof(Unit::Domain(id))?;
    if context.holds_whole_design(id) {
        return None;
    }
    let called = context.called_group(id);
    let finding = RULE
        .finding(
            context.design.group(id).head,
            text!(
                called;
                "{called:이} 통째로 멈추면 흐름도 멈춥니다",
                "{called} takes a flow down when it fails as a whole"
            ),
        )
        .label(text!("함께 멈추는 영역", "fails as one"))
        .about_group(id)
        .explains([Unit::Domain(id)]);
    Some(worded(context, spof, finding))
}

fn worded(context: &Context, spof: Spof, finding: Finding) -> Finding {
    finding
        .why(context.stakes(spof))
        .help(text!(
            "다른 장애 영역에 하나 더 두거나, 없어도 동작하게 하거나(`optional`, `fallback`), 큐로 미루세요(`~>`).",
            "Put a second one into another failure domain, learn to do without (`optional`, `fallback`), or defer the work (`~>`)."
        ))
        .trade_off(text!(
            "이중화에는 비용이, 대체 경로에는 꾸준한 시험이 듭니다.",
            "A second one costs money; a fallback must be tested to be worth anything."
        ))
        .question(text!(
            "여기가 지금 멈추면 무엇이 함께 멈추나요?",
            "If this stops right now, what stops with it?"
        ))
        .takes_down(Some(spof))
        .general()
}

/// Safe for what has no primary and keeps no session: another one does the same work. A search
/// cluster votes, so it gets three.
fn fix(context: &Context, id: ComponentId) -> Option<Fix> {
    let facts = &context.design.component(id).facts;
    if facts.is_stated(Attr::Quorum) || context.design.replicas(id).least > 1 {
        return None;
    }
    let count = match context.kind(id) {
        Kind::Search => 3,
        Kind::Waf | Kind::Dns | Kind::Cdn => 2,
        _ => return None,
    };
    let edits = context.replicate(id, count)?;
    let title = text!(count; "{count}대로 늘립니다", "run {count} instances");
    Some(context.grown(id, true, title, edits))
}
