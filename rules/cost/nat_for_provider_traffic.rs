//! Traffic to the provider's own stores that goes through a NAT gateway and is charged by the gigabyte.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "nat-for-provider-traffic",
    quality: Quality::CostEfficiency,
    severity: Severity::Advice,
    page: include_str!("nat_for_provider_traffic.md"),
    check: Check::Each(&[Kind::Nat], judge),
    ..Rule::of(Topic::Cost)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let savings = context.study.savings().iter().filter(|it| it.id == id);
    let (saving, to) = savings
        .filter_map(|it| match it.change {
            Change::Endpoint { to } => Some((it, to)),
            _ => None,
        })
        .next()?;
    let link = context.design.links_from(id).find(|link| context.design.link(*link).to == to)?;
    let (called, store) = (context.called(id), context.called(to));
    let amount = shown(saving.currency.dimension(), saving.amount);
    Some(
        RULE.finding(
            context.design.link(link).span,
            text!(
                called, store;
                "{store:으로} 가는 데이터가 {called:을} 지나며 요금을 냅니다",
                "what goes to {store} is charged for passing {called}"
            ),
        )
        .label(text!(amount; "{amount}", "{amount}"))
        .why(text!(
            amount;
            "NAT 게이트웨이는 지나는 데이터 1GB마다 요금을 냅니다. 게이트웨이 엔드포인트는 무료라 {amount}를 아낍니다.",
            "A NAT gateway charges each gigabyte; a gateway endpoint is free and saves {amount}."
        ))
        .help(text!(
            "VPC에 게이트웨이 엔드포인트를 두고 라우팅 테이블에 연결하세요.",
            "Put a gateway endpoint into the VPC and its route tables."
        ))
        .trade_off(text!(
            "다른 리전의 저장소에는 쓸 수 없고, 엔드포인트 정책을 관리해야 합니다.",
            "It does not reach stores of other regions, and its policy has to be kept."
        ))
        .question(text!(
            "NAT 요금에서 우리 클라우드 안으로 가는 데이터는 얼마나 되나요?",
            "How much of the NAT's bill is traffic to the provider itself?"
        ))
        .figure(context.saving_figure(saving))
        .about(id),
    )
}
