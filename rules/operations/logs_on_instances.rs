//! Logs that must be collected from every server by hand, and die with it.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "logs-on-instances",
    quality: Quality::Maintainability,
    fix: FixKind::Safe,
    from_absence: true,
    page: include_str!("logs_on_instances.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Operations)
};

fn check(context: &Context) -> Vec<Finding> {
    let Some(at) = context.design.operations.span(Attr::Monitoring) else { return Vec::new() };
    let servers = context.replicated_servers();
    if context.watches("logs") != Some(false) || servers.is_empty() {
        return Vec::new();
    }
    let names = context.names(&servers);
    let fix = edit::safe(
        text!("로그를 모읍니다", "collect logs"),
        vec![context.watch_too(&["logs"], at)],
    );
    vec![
        RULE.finding(
            at,
            text!(names; "{names}의 로그가 서버에만 남습니다", "logs of {names} stay on the servers"),
        )
        .label(text!("중앙 로그 없음", "no central logs"))
        .why(text!(
            "한 요청의 흔적이 여러 서버에 나뉘고, 인스턴스가 사라지면 마지막 로그도 함께 사라집니다.",
            "One request leaves traces on several servers, and an instance that dies takes its last lines along."
        ))
        .help(text!(
            "로그를 표준 출력으로 내보내고 한곳에 모아(Loki, OpenSearch, CloudWatch) 요청 ID로 찾게 하세요.",
            "Write to standard output, gather in one place (Loki, OpenSearch, CloudWatch), and search by request id."
        ))
        .trade_off(text!(
            "로그의 양이 곧 비용입니다. 보관 기한과 로그 레벨을 정하고 개인정보는 가려야 합니다.",
            "Volume is the bill: set levels and retention, and mask personal data."
        ))
        .question(text!(
            "어제 죽은 서버의 마지막 로그를 볼 수 있나요?",
            "Can you see the last lines of the server that died yesterday?"
        ))
        .fix(fix),
    ]
}
