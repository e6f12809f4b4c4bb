//! A service whose state nobody can see.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-monitoring",
    quality: Quality::Maintainability,
    fix: FixKind::Safe,
    from_absence: true,
    page: include_str!("no_monitoring.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Operations)
};

fn check(context: &Context) -> Vec<Finding> {
    let operations = &context.design.operations;
    let serving = context.hard_reached().iter().any(|id| context.kind(*id).is_compute());
    if context.watches("metrics") != Some(false) || !serving {
        return Vec::new();
    }
    let Some(at) = operations.span(Attr::Monitoring) else { return Vec::new() };
    let fix = edit::safe(
        text!("지표를 모으고 알립니다", "collect metrics and alert"),
        vec![context.watch_too(&["metrics", "alerts"], at)],
    );
    vec![
        RULE.finding(at, text!("지표를 모으지 않습니다", "no metrics are collected"))
            .label(text!("지표 없음", "no metrics"))
            .why(text!(
                "장애를 고객이 먼저 알게 되고, 나아졌는지도 확인할 수 없습니다. 용량을 정할 근거도 남지 않습니다.",
                "Customers notice outages first, nobody can tell whether it got better, and there is no basis for capacity."
            ))
            .help(text!(
                "요청 수, 오류율, 지연 시간, 포화도 네 가지부터 모으세요.",
                "Begin with four: traffic, errors, latency, saturation."
            ))
            .trade_off(text!(
                "시계열의 수만큼 비용이 듭니다. 라벨에 사용자 ID를 넣으면 그 수가 폭발합니다.",
                "Each series costs; user ids as labels make their number explode."
            ))
            .question(text!(
                "지금 서비스가 정상인지 어디를 보면 아나요?",
                "Where do you look to know whether it is fine right now?"
            ))
            .fix(fix),
    ]
}
