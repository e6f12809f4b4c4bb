//! The design costs more a month than the budget allows.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "over-budget",
    quality: Quality::CostEfficiency,
    page: include_str!("over_budget.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Cost)
};

/// So many of the dearest lines are named.
const NAMED: usize = 3;

fn check(context: &Context) -> Vec<Finding> {
    judge(context).into_iter().collect()
}

fn judge(context: &Context) -> Option<Finding> {
    let facts = &context.design.slo;
    let budget = facts.quantity(Attr::Budget)?;
    let total = context.study.total_cost_in(budget.dimension)?;
    let limit = budget.high();
    if total.hi <= limit {
        return None;
    }
    let certain = total.lo > limit;
    let cost = if certain { total.lo } else { total.hi };
    let money = |value| shown(budget.dimension, value);
    let (cost_shown, limit_shown) = (money(cost), money(limit));
    let cost_shown = at_least(&cost_shown, context.cost().is_open());
    let scaled = match certain {
        true => Text::default(),
        false => text!("오토 스케일링 최댓값에서 ", "at the autoscaler's maximum, "),
    };
    let used = share_of(cost / limit);
    let finding = RULE
        .finding(
            facts.span(Attr::Budget)?,
            text!(
                scaled, used;
                "{scaled}비용이 예산의 {used}입니다",
                "{scaled}the cost is {used} of the budget"
            ),
        )
        .level(if certain { Severity::Warning } else { Severity::Advice })
        .label(text!(used; "예산의 {used}", "{used} of the budget"))
        .why(why(context, text!(
            cost_shown, limit_shown;
            "비용 {cost_shown}, 예산 {limit_shown}.",
            "Cost {cost_shown}, budget {limit_shown}."
        )))
        .help(text!(
            "가장 비싼 것부터 보세요. 밤에 줄일 수 있는지, 더 작은 인스턴스나 약정 할인이 되는지 확인하세요.",
            "Begin with the dearest: can it shrink at night, be smaller, or be reserved?"
        ))
        .trade_off(text!(
            "복제본을 빼서 맞춘 예산은 가용성으로 치릅니다. 목표를 낮추거나 예산을 늘리는 것도 답입니다.",
            "A budget met by dropping replicas is paid in availability; a lower objective or a larger budget is an answer, too."
        ))
        .question(text!(
            "이 구조는 한 달에 얼마이고, 어디에 가장 많이 쓰나요?",
            "What does this cost a month, and on what most?"
        ))
        .figure(Figure {
            name: "cost",
            value: cost,
            unit: unit_name(budget.dimension),
            derivation: working(context),
            assumed: assumed(context),
        });
    Some(dearest(context).iter().fold(finding, |finding, line| match line.place {
        Place::Component(id) => finding.about(id),
        Place::Group(id) => finding.about_group(id),
    }))
}

/// The lines that cost most, in one currency.
fn dearest<'c>(context: &'c Context) -> Vec<&'c CostLine> {
    let mut lines = context.cost().largest(context.study.terms().krw_per_usd);
    lines.truncate(NAMED);
    lines
}

fn why(context: &Context, figures: Text) -> Text {
    let line = |line: &&CostLine| {
        let (name, amount) =
            (context.place_name(line.place), shown(line.currency.dimension(), line.running().hi));
        text!(name, amount; "{name} {amount}", "{name} {amount}")
    };
    let named = Text::join(&dearest(context).iter().map(line).collect::<Vec<_>>(), ", ");
    let dear = text!(named; "가장 큰 것은 {named}입니다.", "The largest: {named}.");
    let names = Text::join(&context.cost().missing(context.design), ", ");
    let missing = match context.cost().is_open() {
        false => Text::default(),
        true => text!(
            names;
            "값이 없는 {names}의 비용은 빠져 있습니다.",
            "Not counted, for want of a price: {names}."
        ),
    };
    sentences(&[figures, dear, missing])
}

fn working(context: &Context) -> String {
    let line = |line: &&CostLine| {
        let each = shown(line.currency.dimension(), line.each).en;
        format!("{} {} × {each}", context.design.place_name(line.place), line.quantity.hi)
    };
    let lines = dearest(context);
    let more = context.cost().lines.len().saturating_sub(lines.len());
    let named = lines.iter().map(line).collect::<Vec<_>>().join(" + ");
    if more == 0 { named } else { format!("{named} + … ({more})") }
}

fn assumed(context: &Context) -> Vec<Text> {
    let from_catalog = |line: &&CostLine| match &line.basis {
        PriceBasis::Stated => None,
        PriceBasis::Catalog(source) => {
            let name = context.place_name(line.place);
            Some(text!(
                name, source;
                "{name}의 값은 카탈로그에서({source})",
                "the price of {name} is the catalogue's ({source})"
            ))
        }
    };
    dearest(context).iter().filter_map(from_catalog).collect()
}
