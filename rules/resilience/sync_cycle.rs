//! Services that wait for one another in a circle.

use crate::lint::prelude::*;
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    name: "sync-cycle",
    quality: Quality::Availability,
    severity: Severity::Error,
    page: include_str!("sync_cycle.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Resilience)
};

fn check(context: &Context) -> Vec<Finding> {
    context.sync_cycles().iter().map(|members| report(context, members)).collect()
}

fn report(context: &Context, members: &[ComponentId]) -> Finding {
    let design = context.design;
    let names = context.names(members);
    let message = text!(
        names;
        "{names}에서 동기 호출이 원을 그립니다",
        "{names} wait for one another in a circle"
    );
    let circle: BTreeSet<ComponentId> = members.iter().copied().collect();
    let inside = |id: &LinkId| {
        let link = design.link(*id);
        link.arrow == Arrow::Sync && circle.contains(&link.from) && circle.contains(&link.to)
    };
    let links: Vec<LinkId> =
        members.iter().flat_map(|id| context.links_from(*id)).filter(inside).collect();
    let last = *links.iter().max().expect("a cycle has links");
    let why = text!(
        "서로의 응답을 기다리며 스레드를 붙잡으므로, 하나가 느려지면 모두 함께 멈춥니다. 무엇부터 켜야 할지도 정할 수 없습니다.",
        "Each holds threads while it waits for the next: when one is slow they all stop together, and none can be started first."
    );
    let why = sentences(&[Some(why), endless(context, &links)].map(Option::unwrap_or_default));
    let finding = RULE
        .finding(design.link(last).span, message)
        .label(text!("원을 닫는 호출", "closes the circle"))
        .why(why)
        .help(text!(
            "한 방향을 이벤트(`~>`)로 바꾸거나, 서로 필요로 하는 부분을 제3의 서비스로 꺼내세요.",
            "Turn one direction into events (`~>`), or move what both need into a third service."
        ))
        .trade_off(text!(
            "이벤트로 바꾸면 데이터가 잠시 어긋나고, 서비스를 꺼내면 배포할 것이 하나 늘어납니다.",
            "With events the two are out of step for a while; a third service is one more to deploy."
        ))
        .question(text!(
            "모두 꺼졌을 때 무엇부터 켜나요?",
            "Everything is off: what do you start first?"
        ));
    let finding = members.iter().fold(finding, |finding, id| finding.about(*id));
    let others = links.iter().filter(|link| **link != last).take(4);
    others.fold(finding, |finding, link| {
        finding.related(design.link(*link).span, text!("이어지는 호출", "part of the circle"))
    })
}

/// Where requests do not become fewer on their way round, so that counting them had to stop.
fn endless(context: &Context, links: &[LinkId]) -> Option<Text> {
    let stopped = context.ordinary().spread()?.stopped_at(context.design);
    let at = stopped.into_iter().find(|link| links.contains(link))?;
    let at = Text::code(&context.design.link_name(at));
    Some(text!(
        at;
        "한 바퀴 돌아도 요청이 줄지 않아 부하에 끝이 없습니다. {at}에서 한 번만 세고 멈추었습니다.",
        "Requests do not become fewer on their way round, so their load has no end: at {at} it is counted once and not followed further."
    ))
}
