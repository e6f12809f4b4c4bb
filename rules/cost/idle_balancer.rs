//! A balancer that is paid for and hardly used.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "idle-balancer",
    quality: Quality::CostEfficiency,
    severity: Severity::Advice,
    from_absence: true,
    page: include_str!("idle_balancer.md"),
    check: Check::Each(&[Kind::Lb], judge),
    ..Rule::of(Topic::Cost)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let of = |it: &&Saving| it.id == id && it.change == Change::DropBalancer;
    // What is connected to nothing at all is an isolated component.
    let linked = context.is_used(id) || context.links_from(id).next().is_some();
    if !linked && !context.is_named(id) {
        return None;
    }
    let saving = context.study.savings().iter().find(of)?;
    let called = context.called(id);
    let amount = shown(saving.currency.dimension(), saving.amount);
    let peak = context.study.ordinary().arrival(id).map(|it| it.peak.hi);
    let has_target = context.design.links_from(id).next().is_some();
    let reason = match peak.filter(|_| has_target) {
        Some(peak) => {
            let peak = shown(Dimension::Rate, peak);
            text!(peak; "피크에도 {peak}밖에 오지 않습니다", "it sees {peak} at the peak")
        }
        None => text!("뒤에 연결된 것이 없습니다", "nothing stands behind it"),
    };
    Some(
        RULE.finding(
            context.design.component(id).head,
            text!(called; "{called:은} 거의 쓰지 않는데 요금을 냅니다", "{called} is paid for and hardly used"),
        )
        .label(reason.clone())
        .why(text!(
            reason, amount;
            "{reason}. 켜 둔 것만으로 {amount}입니다.",
            "Though {reason}, it costs {amount}."
        ))
        .help(text!(
            "다른 로드 밸런서의 규칙(호스트나 경로)으로 합치거나 없애세요.",
            "Make it a rule (host or path) of another balancer, or remove it."
        ))
        .trade_off(text!(
            "합치면 한 로드 밸런서의 장애와 배포를 함께 겪습니다.",
            "What shares a balancer shares its failures and its changes."
        ))
        .question(text!("이 로드 밸런서는 누가 쓰나요?", "Who uses this balancer?"))
        .figure(context.saving_figure(saving))
        .about(id),
    )
}
