//! Retries of a call that must not happen twice.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "unsafe-retry",
    quality: Quality::Availability,
    severity: Severity::Warning,
    fix: FixKind::Safe,
    page: include_str!("unsafe_retry.md"),
    check: Check::EachLink(judge),
    ..Rule::of(Topic::Resilience)
};

fn judge(context: &Context, id: LinkId) -> Option<Finding> {
    let design = context.design;
    let link = design.link(id);
    let retries = link.facts.number(Attr::Retries, Dimension::Count)?.high_count();
    let tech = design.component(link.to).tech.as_ref();
    let charges = tech.is_some_and(|tech| tech.charges);
    let writes = context.kind(link.to) == Kind::External && context.carries_writes(id);
    if link.arrow != Arrow::Sync || retries == 0 || !(charges || writes) {
        return None;
    }
    if link.facts.is_stated(Attr::Idempotent) && link.facts.is_on(Attr::Idempotent) {
        return None;
    }
    let target = context.called(link.to);
    let takes_key = tech.is_some_and(|tech| tech.keyed);
    let edits = context.edit.state_link(link, &[(Attr::Idempotent, "on")]);
    let title = text!("멱등 키를 보낸다고 적습니다", "send an idempotency key");
    let fix = match takes_key && context.is_only_link_of_statement(id) {
        true => edit::safe(title, edits),
        false => edit::suggested(title, edits),
    };
    let why = match charges {
        true => text!(
            "응답이 늦어 다시 부르면 첫 호출이 이미 결제했을 수 있어, 같은 주문이 두 번 결제됩니다.",
            "A retry after a lost answer may follow a call that succeeded: the same order is charged twice."
        ),
        false => text!(
            "응답이 늦어 다시 부르면 첫 호출이 이미 처리되었을 수 있어, 같은 일이 두 번 일어납니다.",
            "A retry after a lost answer may follow a call that succeeded: the same thing happens twice."
        ),
    };
    Some(
        RULE.finding(
            link.facts.span(Attr::Retries)?,
            text!(
                target;
                "{target:을} 멱등 키 없이 다시 부릅니다",
                "calls to {target} are retried without an idempotency key"
            ),
        )
        .label(text!("두 번 일어날 수 있음", "may happen twice"))
        .why(why)
        .help(text!(
            "요청마다 멱등 키를 보내고 연결에 `idempotent`를 적으세요. 키를 받지 않는 상대라면 다시 부르기 전에 결과를 조회하세요.",
            "Send an idempotency key with each request and state `idempotent` on the connection. Where none is taken, look the result up before trying again."
        ))
        .trade_off(text!(
            "키를 만들고 저장해야 하며, 상대가 키를 기억하는 기간 안에서만 안전합니다.",
            "The key must be made and stored, and it is safe only for as long as the other side remembers it."
        ))
        .question(text!(
            "타임아웃 뒤에 다시 보낸 결제는 몇 번 승인되나요?",
            "A payment times out and is sent again: how often is it charged?"
        ))
        .about_link(id)
        .fix(fix),
    )
}
