//! Connections that break a `forbid` of the design.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "forbidden-connection",
    quality: Quality::Maintainability,
    severity: Severity::Error,
    fixed_severity: true,
    page: include_str!("forbidden_connection.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Design)
};

fn check(context: &Context) -> Vec<Finding> {
    let mut findings = Vec::new();
    for forbid in &context.design.forbids {
        let breaks = |id: &LinkId| {
            let link = context.design.link(*id);
            link.arrow != Arrow::Copy
                && matches(context, forbid.from, link.from)
                && matches(context, forbid.to, link.to)
        };
        let broken = context.design.link_ids().filter(breaks);
        findings.extend(broken.map(|link| report(context, forbid, link)));
    }
    findings
}

fn matches(context: &Context, matcher: Matcher, id: ComponentId) -> bool {
    match matcher {
        Matcher::Kind(kind) => context.kind(id) == kind,
        Matcher::Component(component) => component == id,
        Matcher::Group(group) => context.groups_around(id).any(|around| around == group),
    }
}

fn report(context: &Context, forbid: &Forbid, id: LinkId) -> Finding {
    let link = context.design.link(id);
    let (from, to) = (context.called(link.from), context.called(link.to));
    let finding = RULE
        .finding(
            link.span,
            text!(
                from, to;
                "{from}에서 {to:로} 바로 가는 연결은 금지되어 있습니다",
                "no connection may go straight from {from} to {to}"
            ),
        )
        .label(text!("금지된 연결", "forbidden"))
        .related(forbid.span, text!("여기서 금지했습니다", "forbidden here"))
        .help(text!(
            "정해진 길을 거치게 고치세요. 결정이 바뀌었다면 `forbid`를 지우세요.",
            "Go the way that was agreed on; if the decision has changed, remove the `forbid`."
        ))
        .trade_off(text!(
            "길을 돌아가면 홉이 하나 늘어납니다. 약속을 정할 때 치르기로 한 비용입니다.",
            "Going the agreed way costs a hop, which was accepted when the rule was made."
        ))
        .question(text!("왜 여기만 예외인가요?", "Why is this one an exception?"))
        .about_link(id);
    match &forbid.because {
        Some(reason) => finding.why(text!(
            reason;
            "금지한 이유: {reason}",
            "Forbidden because: {reason}"
        )),
        None => {
            finding.why(text!("이 설계가 스스로 정한 금지입니다.", "The design itself forbids it."))
        }
    }
}
