//! What runs all month and is paid on demand, though the price of a commitment is known.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "commit-steady-base",
    quality: Quality::CostEfficiency,
    severity: Severity::Advice,
    fix: FixKind::Suggested,
    options: &[LEAST_SAVING],
    page: include_str!("commit_steady_base.md"),
    check: Check::Design(|context| judge(context).into_iter().collect()),
    ..Rule::of(Topic::Cost)
};

fn judge(context: &Context) -> Option<Finding> {
    let savings = context.study.savings().iter();
    let commits: Vec<&Saving> = savings.filter(|it| it.change == Change::Commit).collect();
    let first = *commits.first()?;
    let part: f64 = commits.iter().filter_map(|it| context.part_of_bill(it)).sum();
    if part <= context.option(&RULE, &LEAST_SAVING) {
        return None;
    }
    let amount: f64 = commits.iter().map(|it| it.amount).sum();
    let ids: Vec<ComponentId> = commits.iter().map(|it| it.id).collect();
    let (names, part) = (context.names(&ids), percent(part));
    let amount = shown(first.currency.dimension(), amount);
    let component = |id: ComponentId| context.design.component(id);
    let edits = ids
        .iter()
        .flat_map(|id| context.edit.state(component(*id), &[(Attr::Pricing, "reserved-1y")]))
        .collect();
    let finding = RULE
        .finding(
            component(first.id).facts.span(Attr::Instance)?,
            text!(
                names, part;
                "늘 켜 두는 것을 온디맨드로 냅니다: {names}. 1년 약정이면 {part} 줄어듭니다",
                "What always runs is paid on demand: {names}; a year's commitment saves {part}"
            ),
        )
        .label(text!("온디맨드", "on demand"))
        .why(text!(
            amount, part;
            "1년 약정(선결제 없음)이면 {amount}, 전체의 {part}를 아낍니다.",
            "A year's commitment without prepayment saves {amount}, {part} of the bill."
        ))
        .help(text!(
            "오토 스케일링의 최솟값처럼 한 해 내내 켜 둘 만큼만 약정하고, 나머지는 온디맨드로 두세요.",
            "Commit what will run all year, such as the scaler's minimum, and leave the rest on demand."
        ))
        .trade_off(text!(
            "한 해 동안 크기와 종류를 바꾸기 어렵습니다. 구조를 곧 바꿀 계획이면 기다리세요.",
            "Size and type are hard to change for a year: wait if the structure is about to change."
        ))
        .question(text!(
            "한 해 내내 켜 둘 서버를 왜 시간 단위 정가로 쓰나요?",
            "Why pay by the hour for what runs all year?"
        ));
    let finding = commits.iter().fold(finding, |finding, saving| {
        finding.figure(context.saving_figure(saving)).about(saving.id)
    });
    let title = text!("1년 약정으로 적습니다", "state a year's commitment");
    Some(finding.fix(edit::suggested(title, edits)))
}
