//! A version that its provider supports at a surcharge only.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "extended-support",
    quality: Quality::CostEfficiency,
    fix: FixKind::None,
    page: include_str!("extended_support.md"),
    check: Check::Each(Kind::ALL, judge),
    ..Rule::of(Topic::Cost)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let end = context.study.support_ended(id)?;
    let of = |it: &&Saving| it.id == id && it.change == Change::Upgrade;
    let saving = context.study.savings().iter().find(of)?;
    let facts = &context.design.component(id).facts;
    let (called, version) = (context.called(id), facts.text(Attr::Version)?);
    let (amount, last) = (shown(saving.currency.dimension(), saving.amount), end.last);
    Some(
        RULE.finding(
            facts.span(Attr::Version)?,
            text!(
                called;
                "{called:은} 표준 지원이 끝난 버전이라 추가 요금을 냅니다",
                "{called} pays a surcharge for a version past its standard support"
            ),
        )
        .label(text!(last; "{last}에 끝남", "ended on {last}"))
        .why(text!(
            version, last, amount;
            "{version} 버전의 표준 지원은 {last}에 끝났습니다. 연장 지원 요금이 {amount}입니다.",
            "Standard support of {version} ended on {last}; extended support costs {amount}."
        ))
        .help(text!(
            "지원되는 버전으로 올리세요. 복제본을 먼저 올려 시험하고, 블루/그린으로 바꾸면 멈추는 시간이 짧습니다.",
            "Upgrade: try it on a replica first, and switch over blue/green so that little time is lost."
        ))
        .trade_off(text!(
            "주 버전을 올리면 쿼리 실행 계획과 드라이버 호환성을 다시 확인해야 합니다.",
            "A major upgrade means testing query plans and drivers again."
        ))
        .question(text!(
            "이 버전의 지원이 언제 끝나고, 그 뒤에는 얼마를 더 내나요?",
            "When does support of this version end, and what does it cost from then on?"
        ))
        .figure(context.saving_figure(saving))
        .about(id),
    )
}
