//! Users all over the world, and one region to serve them.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "single-region",
    quality: Quality::Availability,
    fix: FixKind::Suggested,
    page: include_str!("single_region.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Availability)
};

fn check(context: &Context) -> Vec<Finding> {
    let design = context.design;
    let regions: Vec<GroupId> = design
        .group_ids()
        .filter(|id| matches!(design.group(*id).kind, GroupKind::Region | GroupKind::Dc))
        .filter(|id| design.group(*id).parent.is_none())
        .collect();
    let global = design.traffic.word(Attr::Users) == Some("global");
    let [only] = regions.as_slice() else { return Vec::new() };
    if !global {
        return Vec::new();
    }
    let called = context.called_group(*only);
    let stated = design.traffic.span(Attr::Users);
    let finding = RULE
        .finding(
            design.group(*only).head,
            text!(
                called;
                "전 세계 사용자를 {called} 하나로 받습니다",
                "users all over the world are served from {called} alone"
            ),
        )
        .label(text!("하나뿐인 곳", "the only one"))
        .why(text!(
            "먼 대륙의 사용자는 왕복마다 150~250ms를 더 기다리고, 여기가 멈추면 모두 함께 멈춥니다.",
            "Users on other continents wait 150–250 ms more per round trip, and when it stops all of them do."
        ))
        .help(help(context))
        .trade_off(text!(
            "데이터가 둘로 나뉘어 일관성을 새로 정해야 하고, 비용과 운영이 두 배에 가까워집니다.",
            "Data lives in two places, so consistency must be decided anew; cost and operations nearly double."
        ))
        .question(text!(
            called;
            "{called:이} 반나절 멈추면 다른 대륙의 사용자에게 무엇을 보여 주나요?",
            "When {called} is down for half a day, what do users on other continents see?"
        ))
        .about_group(*only)
        .fixes(design.span.map(|whole| {
            let name = context.design.free_name("second");
            let label = context.in_its_language(&text!("두 번째 리전", "second region"));
            let region = format!("region {name} \"{label}\"");
            let edit = context.edit.append(whole, &region);
            edit::suggested(text!("두 번째 리전을 그립니다", "draw a second region"), vec![edit])
        }));
    vec![match stated {
        Some(span) => finding.related(span, text!("사용자는 전 세계에", "users are global")),
        None => finding,
    }]
}

fn help(context: &Context) -> Text {
    match context.of_kinds(&[Kind::Cdn]).next() {
        Some(_) => text!(
            "CDN으로 줄지 않는 것은 API의 왕복입니다. 읽기 복제본과 API부터 두 번째 리전에 두세요.",
            "What the CDN does not shorten are calls of the API: put it and read replicas into a second region first."
        ),
        None => text!(
            "정적 콘텐츠는 CDN으로 먼저 내보내고, 읽기부터 두 번째 리전에 두세요.",
            "Serve static content from a CDN first, then put reads into a second region."
        ),
    }
}
