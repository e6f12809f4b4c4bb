//! Services that stay down until a person starts them.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-restart",
    quality: Quality::Availability,
    severity: Severity::Advice,
    fix: FixKind::Safe,
    page: include_str!("no_restart.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Operations)
};

fn check(context: &Context) -> Vec<Finding> {
    let design = context.design;
    let is_left = |id: &ComponentId| design.component(*id).facts.is_off(Attr::Restart);
    let left: Vec<ComponentId> = design.component_ids().filter(is_left).collect();
    apart(context, &RULE, left).iter().filter_map(|left| report(context, left)).collect()
}

fn report(context: &Context, left: &[ComponentId]) -> Option<Finding> {
    let design = context.design;
    let place = |id: ComponentId| design.component(id).facts.span(Attr::Restart);
    let at = place(*left.first()?)?;
    let names = context.names(left);
    let mut finding = RULE
        .finding(
            at,
            text!(
                names;
                "멈추면 사람이 다시 시작해야 합니다: {names}",
                "these stay down until a person starts them: {names}"
            ),
        )
        .label(text!("재시작 정책 없음", "no restart policy"))
        .why(text!(
            "예외 한 번이나 서버 재부팅으로 멈춘 프로세스가 누군가 알아차릴 때까지 멈춰 있습니다.",
            "A process that one exception or a reboot has ended stays down until somebody notices."
        ))
        .help(text!(
            "compose라면 `restart: unless-stopped`를, 서버라면 systemd의 `Restart=always`를 쓰세요.",
            "Use `restart: unless-stopped` with compose, `Restart=always` with systemd."
        ))
        .trade_off(text!(
            "설정이 틀려 죽는 서비스는 끝없이 다시 시작하므로 재시작 횟수에 알림이 필요합니다.",
            "What dies of a wrong setting restarts for ever, so alert on the number of restarts."
        ))
        .question(text!(
            "새벽 3시에 이 프로세스가 죽으면 누가 언제 다시 켜나요?",
            "When this process dies at three in the morning, who starts it, and when?"
        ));
    for id in left {
        finding = finding.about(*id);
    }
    for at in left[1..].iter().filter_map(|id| place(*id)) {
        finding = finding.related(at, text!("여기도", "here too"));
    }
    let on = |id: &ComponentId| context.edit.state(design.component(*id), &[(Attr::Restart, "on")]);
    let edits = left.iter().flat_map(on).collect();
    Some(finding.fix(edit::safe(text!("다시 시작하게 합니다", "restart them"), edits)))
}
