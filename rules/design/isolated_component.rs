//! Components that no connection and no name refers to.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "isolated-component",
    quality: Quality::Maintainability,
    from_absence: true,
    page: include_str!("isolated_component.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Design)
};

/// What watches or delivers the others is often drawn beside them.
const BESIDE: &[Kind] = &[Kind::Monitor, Kind::Logs, Kind::Pipeline];

fn check(context: &Context) -> Vec<Finding> {
    let design = context.design;
    let isolated = design.component_ids().filter(|id| {
        let linked = context.is_used(*id) || context.links_from(*id).next().is_some();
        !linked && !context.is_named(*id) && !BESIDE.contains(&context.kind(*id))
    });
    let isolated: Vec<ComponentId> = isolated.collect();
    match isolated.as_slice() {
        // A design without connections has one thing to do, not one for each box.
        [first, _, ..] if design.links.is_empty() => vec![unconnected(context, *first, &isolated)],
        _ => isolated.iter().map(|id| report(context, *id)).collect(),
    }
}

fn unconnected(context: &Context, first: ComponentId, isolated: &[ComponentId]) -> Finding {
    let finding = report(context, first);
    let finding = isolated.iter().skip(1).fold(finding, |finding, id| finding.about(*id));
    finding.message(text!(
        "컴포넌트는 있는데 연결이 하나도 없습니다",
        "there are components, and not one connection"
    ))
}

fn report(context: &Context, id: ComponentId) -> Finding {
    let called = context.called(id);
    let finding = RULE
        .finding(
            context.design.component(id).head,
            text!(called; "{called:이} 아무것과도 이어지지 않았습니다", "{called} is connected to nothing"),
        )
        .label(text!("연결 없음", "no connection"))
        .about(id);
    if context.kind(id) == Kind::User {
        return finding
            .why(text!(
                "이 사용자가 무엇을 거치는지 몰라 부하에도 가용성에도 넣지 못합니다.",
                "What these users go through is not known, so they count in neither load nor availability."
            ))
            .help(text!(
                "가장 먼저 닿는 것에 `->`로 잇거나, 없는 사용자라면 지우세요.",
                "Connect them with `->` to what they meet first, or delete them."
            ))
            .trade_off(text!(
                "선을 그으면 이 컴포넌트도 다른 컴포넌트처럼 부하와 가용성을 계산하므로, 지적이 늘 수 있습니다.",
                "Once connected it takes part in load and availability, so that more may be found."
            ))
            .question(text!("이 사용자는 어디로 들어오나요?", "Where do these users come in?"));
    }
    finding
        .why(text!(
            "연결이 없으면 부하도, 가용성도, 장애의 영향도 계산할 수 없습니다.",
            "Without a connection, neither load nor availability nor impact can be judged."
        ))
        .help(text!(
            "누가 부르는지 `->`로 잇거나, 쓰지 않으면 지우세요.",
            "Draw who calls it with `->`, or delete it."
        ))
        .trade_off(text!(
            "선을 그으면 이 컴포넌트도 다른 컴포넌트처럼 부하와 가용성을 계산하므로, 지적이 늘 수 있습니다.",
            "Once connected it takes part in load and availability, so that more may be found."
        ))
        .question(text!("이 상자는 누가 쓰나요?", "Who uses this box?"))
}
