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
    if !decision.used && !decision.missed.is_empty() {
        return vec![names_nobody(decision)];
    }
    if !decision.used {
        let remove = context.edit.remove(decision.accept.span);
        let fix = edit::safe(text!("`accept`를 지웁니다", "remove the `accept`"), vec![remove]);
        return vec![report(context, decision, None).fix(fix)];
    }
    decision.idle.iter().map(|at| report(context, decision, Some(*at))).collect()
}

/// Without `on` it is about the design as a whole, and the rule speaks of single things.
fn names_nobody(decision: &Decision) -> Finding {
    let rule = &decision.accept.rule;
    let names = decision.missed.join(", ");
    let behind = Span { start: decision.accept.rule_span.end, ..decision.accept.rule_span };
    let title = text!(names; "다음을 덧붙입니다: `on {names}`", "add `on {names}`");
    let edit = Edit { span: behind, text: format!(" on {names}") };
    let message = text!(rule;
        "이 `accept`는 무엇에 대한 것인지 적지 않아 `{rule}` 지적에 해당하지 않습니다",
        "this `accept` names nobody, so it holds for no `{rule}`"
    );
    RULE.finding(decision.accept.rule_span, message)
        .label(text!("대상이 없음", "names nobody"))
        .why(text!(
            "`on`이 없는 `accept`는 설계 전체에 대한 지적만 받아들입니다. 무엇이든 받아들이면 새로 생기는 것까지 조용히 넘어갑니다.",
            "Without `on` an `accept` covers what is said of the design as a whole. If it covered everything, new findings would pass in silence."
        ))
        .help(text!(rule, names;
            "대상을 적으세요: `accept {rule} on {names} because …`.",
            "Name what it is about: `accept {rule} on {names} because …`."
        ))
        .trade_off(text!(
            "이름을 적으면 글이 길어집니다. 대신 어디까지 결정했는지 보입니다.",
            "Names make it longer, and show how far the decision goes."
        ))
        .question(text!("이 예외는 어디까지인가요?", "How far does this exception go?"))
        .fix(edit::suggested(title, vec![edit]))
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
