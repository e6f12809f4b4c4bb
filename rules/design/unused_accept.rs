//! `accept` statements that match no finding.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "unused-accept",
    quality: Quality::Maintainability,
    fix: FixKind::Safe,
    page: include_str!("unused_accept.md"),
    check: Check::Decisions(check),
    ..Rule::of(Topic::Design)
};

fn check(context: &Context, decisions: &[Decision]) -> Vec<Finding> {
    // One that was inherited is dropped silently: the change cured what it was about.
    let open =
        decisions.iter().filter(|d| d.judged && d.known && !d.expired && !d.accept.inherited);
    open.flat_map(|decision| judge(context, decision)).collect()
}

fn judge(context: &Context, decision: &Decision) -> Vec<Finding> {
    if !decision.used {
        let remove = context.edit.remove(decision.accept.span);
        let fix = edit::safe(text!("`accept`를 지웁니다", "remove the `accept`"), vec![remove]);
        return vec![report(context, decision, None).fix(fix)];
    }
    decision.idle.iter().map(|at| report(context, decision, Some(*at))).collect()
}

fn report(context: &Context, decision: &Decision, idle: Option<usize>) -> Finding {
    let accept = decision.accept;
    let rule = &accept.rule;
    let subject = idle.map(|at| accept.subjects[at]).map(|subject| match subject {
        AcceptSubject::Place(place, span) => (Subject::from(place), span),
        AcceptSubject::Link(link, span) => (Subject::Link(link), span),
    });
    let message = match subject {
        Some((subject, _)) => {
            let name = Text::name(&context.design.subject_name(subject), "");
            text!(
                name, rule;
                "{name}에는 받아들일 `{rule}` 지적이 없습니다",
                "there is no `{rule}` on {name} to accept"
            )
        }
        None => text!(rule; "받아들일 `{rule}` 지적이 없습니다", "there is no `{rule}` to accept"),
    };
    let help = match decision.others.first().map(|rule| rule.as_str()) {
        Some(other) => text!(
            other;
            "여기에 있는 것은 `{other}`입니다. 그것을 뜻했다면 이름을 바꾸고, 아니면 지우세요.",
            "What is reported there is `{other}`: use that name if it was meant, else remove this."
        ),
        None => text!(
            "고쳐졌으니 지우세요. 다시 생기면 그때 다시 결정하면 됩니다.",
            "It is cured: remove this. If it comes back, decide again."
        ),
    };
    RULE.finding(subject.map_or(accept.span, |(_, span)| span), message)
        .label(text!("맞는 지적 없음", "matches nothing"))
        .why(text!(
            "남겨 두면 같은 문제가 되살아나도 조용히 넘어갑니다.",
            "Left here, it would silently accept the problem when it comes back."
        ))
        .help(help)
        .trade_off(text!(
            "지워도 결정의 기록은 git에 남습니다.",
            "Once removed, the decision is still in git."
        ))
        .question(text!("이 예외는 아직도 필요한가요?", "Is this exception still needed?"))
}
