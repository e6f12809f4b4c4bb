//! A design that nobody uses.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-entry",
    quality: Quality::Maintainability,
    from_absence: true,
    page: include_str!("no_entry.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Design)
};

fn check(context: &Context) -> Vec<Finding> {
    let design = context.design;
    // The first that nobody calls is where the users would come in.
    let uncalled = |id: &ComponentId| !context.is_used(*id);
    let Some(first) = design.component_ids().find(uncalled).or(design.component_ids().next())
    else {
        return Vec::new();
    };
    if context.has_entry() {
        return Vec::new();
    }
    vec![
        RULE.finding(
            design.component(first).head,
            text!("이 설계에는 사용자가 없습니다", "nobody uses this design"),
        )
        .label(text!("누가 부르나요?", "who calls it?"))
        .why(text!(
            "출발점이 없으면 무엇이 죽을 때 사용자가 멈추는지 따질 수 없어, 다른 규칙 대부분이 아무 말도 하지 못합니다.",
            "Without a beginning nobody can say what stops the users, so most other rules have nothing to say."
        ))
        .help(text!(
            "`user fan`을 그리고 가장 먼저 닿는 것에 `->`로 이으세요.",
            "Draw `user fan` and connect it with `->` to what it meets first."
        ))
        .trade_off(text!(
            "들어오는 곳을 그리면 부하와 가용성을 계산하므로, 지적이 늘 수 있습니다.",
            "With an entry, load and availability are computed, so that more may be found."
        ))
        .question(text!("누가, 어디로 들어오나요?", "Who comes in, and where?"))
        .about(first),
    ]
}
