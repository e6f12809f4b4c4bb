//! Many services, and no way to follow one request through them.

use crate::lint::prelude::*;
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    name: "no-tracing",
    quality: Quality::Maintainability,
    severity: Severity::Advice,
    options: &[SERVICES],
    from_absence: true,
    page: include_str!("no_tracing.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Operations)
};

/// With more services than this, nobody finds the slow one by guessing.
const SERVICES: RuleOption = RuleOption {
    name: "services",
    unit: OptionUnit::Count,
    default: 3.0,
    least: 1.0,
    most: 100.0,
    ko: "서비스가 이만큼까지는 추적 없이도 찾을 수 있다고 봅니다",
    en: "up to so many services, the slow one is found without traces",
};

const CODE: &[Kind] = &[Kind::Was, Kind::Service, Kind::Function, Kind::Worker];

/// How many services there are; those in a pool do the same work and are one.
fn services(context: &Context) -> usize {
    let design = context.design;
    let alone = context.of_kinds(CODE).filter(|id| !context.is_in_pool(*id)).count();
    let pools = design.needs.iter().flatten().filter(|need| need.need < need.links.len());
    let first = |need: &Need| need.links.iter().map(|link| design.link(*link).to).min();
    let first: BTreeSet<ComponentId> = pools.filter_map(first).collect();
    alone + first.iter().filter(|id| CODE.contains(&context.kind(**id))).count()
}

fn check(context: &Context) -> Vec<Finding> {
    let Some(at) = context.design.operations.span(Attr::Monitoring) else { return Vec::new() };
    let services = services(context);
    let few = services as f64 <= context.option(&RULE, &SERVICES);
    if few || context.watches("traces") != Some(false) {
        return Vec::new();
    }
    vec![
        RULE.finding(
            at,
            text!(services; "서비스가 {services}개인데 분산 추적이 없습니다", "{services} services and no tracing"),
        )
        .label(text!("추적 없음", "no traces"))
        .why(text!(
            services;
            "요청 하나가 느릴 때 {services}개 가운데 어디가 느린지 알려면 모두를 뒤져야 합니다.",
            "When a request is slow, finding the slow one of {services} means searching them all."
        ))
        .help(text!(
            "OpenTelemetry로 추적 ID를 모든 호출과 메시지에 넘기고, 느리거나 실패한 요청부터 남기세요.",
            "Pass a trace id through every call and message with OpenTelemetry; keep slow and failed ones first."
        ))
        .trade_off(text!(
            "요청마다 약간의 부하와 저장 비용이 들어, 대개 일부만 남깁니다.",
            "A little overhead and storage per request, so mostly a sample is kept."
        ))
        .question(text!(
            "이 요청의 3초는 어디에서 쓰였나요?",
            "This request took 3 seconds: where?"
        )),
    ]
}
