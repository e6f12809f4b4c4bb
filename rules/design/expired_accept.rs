//! `accept` statements whose date is past.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "expired-accept",
    quality: Quality::Maintainability,
    fix: FixKind::Safe,
    page: include_str!("expired_accept.md"),
    check: Check::Decisions(check),
    ..Rule::of(Topic::Design)
};

fn check(context: &Context, decisions: &[Decision]) -> Vec<Finding> {
    decisions.iter().filter(|decision| decision.expired).map(|d| report(context, d)).collect()
}

fn report(context: &Context, decision: &Decision) -> Finding {
    let accept = decision.accept;
    let (rule, reason) = (&accept.rule, &accept.reason);
    let until = accept.until.map(|date| date.to_string()).unwrap_or_default();
    let today = context.today;
    let remove = context.edit.remove(accept.span);
    let (why, help, question) = match is_cured(decision) {
        true => (
            text!(
                today, reason;
                "오늘은 {today}이고, 적어 둔 이유는 “{reason}”입니다. 덮어 두었던 지적은 이제 나오지 않습니다.",
                "Today is {today}, and the reason was “{reason}”. What it covered is no longer reported."
            ),
            text!("고쳐졌으니 지우세요.", "It is cured: remove this."),
            text!("이 예외는 아직도 필요한가요?", "Is this exception still needed?"),
        ),
        false => (
            text!(
                today, reason;
                "오늘은 {today}이고, 적어 둔 이유는 “{reason}”입니다. 덮어 두었던 지적이 다시 나옵니다.",
                "Today is {today}, and the reason was “{reason}”. What it covered is reported again."
            ),
            text!(
                "고칠 수 있으면 고치고 지우세요. 더 미룬다면 새 날짜와 지금의 이유를 적으세요.",
                "Mend it and remove this; or, to put it off again, write a new date and today's reason."
            ),
            text!("무엇이 막고 있나요?", "What is in the way?"),
        ),
    };
    RULE.finding(
        accept.span,
        text!(
            rule, until;
            "`{rule}` 지적을 받아들이기로 한 기한이 {until}에 끝났습니다",
            "the decision to accept `{rule}` ended on {until}"
        ),
    )
    .label(text!("기한이 지남", "past its date"))
    .why(why)
    .help(help)
    .trade_off(text!(
        "기한을 늘리면 그만큼 위험도 더 오래 안고 갑니다.",
        "A later date carries the risk that much longer."
    ))
    .question(question)
    .fix(edit::safe(text!("`accept`를 지웁니다", "remove the `accept`"), vec![remove]))
}

/// Nothing is left of what it covered.
fn is_cured(decision: &Decision) -> bool {
    let named = decision.accept.subjects.len();
    decision.judged && named > 0 && decision.idle.len() == named
}
