//! An instance type that is larger than the load asks for, at the same objective.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "oversized",
    quality: Quality::CostEfficiency,
    severity: Severity::Advice,
    fix: FixKind::Suggested,
    options: &[LEAST_SAVING],
    page: include_str!("oversized.md"),
    check: Check::Each(Kind::ALL, judge),
    ..Rule::of(Topic::Cost)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let of = |saving: &&Saving| saving.id == id;
    let saving = context.study.savings().iter().filter(of).find_map(|saving| {
        let Change::RightSize { to } = &saving.change else { return None };
        Some((saving, to))
    });
    let (saving, to) = saving?;
    let part = context.part_of_bill(saving)?;
    if part <= context.option(&RULE, &LEAST_SAVING) {
        return None;
    }
    let facts = &context.design.component(id).facts;
    let now = facts.text(Attr::Instance)?;
    let (called, part) = (context.called(id), percent(part));
    let amount = shown(saving.currency.dimension(), saving.amount);
    let usage = context.study.ordinary().usage(id)?;
    let used = percent(usage.utilization.hi);
    let stated = facts.span(Attr::Instance)?;
    let edits = vec![Edit { span: stated, text: format!("instance = {to}") }];
    let title = text!(to; "{to}로 바꿉니다", "take {to}");
    Some(
        RULE.finding(
            stated,
            text!(
                called, to;
                "{called:은} {to}로도 충분합니다",
                "{called} would do as {to}"
            ),
        )
        .label(text!(used; "피크에 {used}", "{used} at the peak"))
        .why(text!(
            now, used, amount, part;
            "{now}의 피크 이용률이 {used}입니다. 줄이면 {amount}, 전체의 {part}를 아낍니다.",
            "At the peak {now} is used to {used}; the smaller one saves {amount}, {part} of the bill."
        ))
        .help(text!(
            "부하 시험으로 한 대의 `capacity`를 다시 재고, 한 단계씩 줄이세요.",
            "Measure the `capacity` of one again in a load test, and go down one size at a time."
        ))
        .trade_off(text!(
            "용량이 vCPU에 비례한다고 보았습니다. 메모리가 먼저 모자랄 수 있습니다.",
            "Capacity is taken to follow the vCPUs; memory may run short first."
        ))
        .question(text!(
            "왜 이 크기의 인스턴스를 골랐나요?",
            "Why an instance of this size?"
        ))
        .figure(context.saving_figure(saving))
        .about(id)
        .fix(edit::suggested(title, edits)),
    )
}
