//! Graphs that nobody is called to look at.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-alerting",
    quality: Quality::Maintainability,
    fix: FixKind::Safe,
    page: include_str!("no_alerting.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Operations)
};

fn check(context: &Context) -> Vec<Finding> {
    let operations = &context.design.operations;
    if context.watches("metrics") != Some(true) {
        return Vec::new();
    }
    let silent = context.watches("alerts") == Some(false);
    let nobody = operations.is_off(Attr::OnCall);
    let (attr, message, fix) = match (silent, nobody) {
        (true, true) => (
            Attr::Monitoring,
            text!(
                "지표는 모으지만 알림도, 알림을 받을 당직자도 없습니다",
                "metrics are collected, but nothing alerts and nobody is on call"
            ),
            called_at_night(context),
        ),
        (true, false) => (
            Attr::Monitoring,
            text!("지표는 모으지만 알림이 없습니다", "metrics are collected, but nothing alerts"),
            operations.span(Attr::Monitoring).map(|at| {
                edit::safe(
                    text!("알림을 둡니다", "add alerts"),
                    vec![context.watch_too(&["alerts"], at)],
                )
            }),
        ),
        (false, true) => (
            Attr::OnCall,
            text!("알림을 받을 당직자가 없습니다", "nobody is on call for the alerts"),
            called_at_night(context),
        ),
        (false, false) => return Vec::new(),
    };
    let Some(at) = operations.span(attr) else { return Vec::new() };
    vec![
        RULE.finding(at, message)
            .label(text!("아무도 깨지 않음", "nobody wakes up"))
            .why(text!(
                "그래프는 누가 보고 있을 때만 쓸모가 있습니다. 새벽에 시작한 장애는 아침에 고객이 알려 줍니다.",
                "A graph helps while somebody looks. What breaks at night is reported by customers in the morning."
            ))
            .help(text!(
                "사용자가 느끼는 증상(오류율, p99)에 알림을 걸고, 받을 사람을 정하세요.",
                "Alert on what users feel (error rate, p99), and decide who is called."
            ))
            .trade_off(text!(
                "알림이 많으면 아무도 보지 않게 됩니다. 할 일이 없는 알림은 지우세요.",
                "Too many, and nobody reads them: delete every alert without an action."
            ))
            .question(text!(
                "새벽 3시에 오류율이 50%가 되면 누구의 전화가 울리나요?",
                "Half of all requests fail at 3 a.m.: whose phone rings?"
            ))
            .fixes(fix),
    ]
}

/// Alerts and somebody who is called for them: who that is, a person decides.
fn called_at_night(context: &Context) -> Option<Fix> {
    let operations = &context.design.operations;
    let at = operations.span(Attr::OnCall)?;
    let mut edits = vec![Edit { span: at, text: "on-call".to_owned() }];
    if context.watches("alerts") != Some(true) {
        let at = operations.span(Attr::Monitoring)?;
        edits.insert(0, context.watch_too(&["alerts"], at));
    }
    let title = text!("알림을 두고 받을 당직자를 정합니다", "add alerts and somebody on call");
    Some(edit::suggested(title, edits))
}
