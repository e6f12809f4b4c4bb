//! A burstable instance that the average load keeps above its baseline.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "burst-exhausted",
    quality: Quality::Performance,
    fix: FixKind::None,
    page: include_str!("burst_exhausted.md"),
    check: Check::Each(Kind::ALL, judge),
    ..Rule::of(Topic::Cost)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let burst = Burst::of(context.study, id)?;
    let facts = &context.design.component(id).facts;
    let (called, name) = (context.called(id), facts.text(Attr::Instance)?);
    let (average, baseline) = (percent(burst.average), percent(burst.baseline));
    let usage = context.study.ordinary().usage(id)?;
    let arrival = context.study.ordinary().arrival(id)?;
    let share = {
        let shown = |rate: Interval| number::figure(rate.lo, rate.hi);
        format!("{} ÷ {}", shown(arrival.average), shown(arrival.peak))
    };
    let average_text = average.en.to_string();
    Some(
        RULE.finding(
            facts.span(Attr::Instance)?,
            text!(
                called;
                "{called:은} 평균 부하만으로 CPU 크레딧을 다 씁니다",
                "{called} spends its CPU credits on the average load"
            ),
        )
        .label(text!(average, baseline; "평균 {average}, 기준선 {baseline}", "{average} on average, baseline {baseline}"))
        .why(text!(
            name, average, baseline;
            "{name} 타입은 vCPU의 {baseline}까지만 계속 쓸 수 있는데 평균이 {average}입니다. 크레딧이 떨어지면 기준선까지 느려지거나, 무제한 모드라면 초과 요금을 냅니다.",
            "{name} may use {baseline} of its vCPUs for ever, and the average is {average}: once the credits are gone it slows to the baseline or, unlimited, costs extra."
        ))
        .help(text!(
            "대수를 늘려 평균을 기준선 아래로 내리거나, 버스트가 아닌 종류(m, c 계열)로 바꾸세요.",
            "Run more of them until the average is below the baseline, or take a type that does not burst (m, c)."
        ))
        .trade_off(text!(
            "버스트가 아닌 종류는 같은 크기에서 더 비쌉니다.",
            "Types that do not burst cost more at the same size."
        ))
        .question(text!(
            "CPU 크레딧이 떨어지면 이 서버는 몇 rps를 받나요?",
            "With the CPU credits gone, how many requests does it take?"
        ))
        .figure(Figure {
            name: "utilization",
            value: burst.average,
            unit: "ratio",
            derivation: format!("{} × {share} = {}", usage.derivation(), average_text),
            assumed: Vec::new(),
        })
        .about(id),
    )
}
