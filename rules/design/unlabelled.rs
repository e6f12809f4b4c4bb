//! Boxes and lines that a reader can't tell apart.

use crate::lint::prelude::*;
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    name: "unlabelled",
    quality: Quality::Maintainability,
    severity: Severity::Advice,
    page: include_str!("unlabelled.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Design)
};

/// Names that say only that there is something.
const EMPTY: &[&str] = &[
    "external",
    "ext",
    "api",
    "system",
    "service",
    "partner",
    "third-party",
    "thirdparty",
    "vendor",
    "외부",
    "외부-시스템",
    "외부시스템",
    "시스템",
];

fn check(context: &Context) -> Vec<Finding> {
    let externals = context.of_kinds(&[Kind::External]).filter(|id| is_nameless(context, *id));
    let externals: Vec<ComponentId> = externals.collect();
    externals.iter().map(|id| external(context, *id)).chain(parallel(context)).collect()
}

fn is_nameless(context: &Context, id: ComponentId) -> bool {
    let component = context.design.component(id);
    let name = component.name.to_lowercase();
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['-', '_']);
    component.label.is_none() && component.tech.is_none() && EMPTY.contains(&bare)
}

fn external(context: &Context, id: ComponentId) -> Finding {
    let called = context.called(id);
    let name = &context.design.component(id).name;
    RULE.finding(
        context.design.component(id).head,
        text!(
            called;
            "{called:이} 무엇인지 이름만으로는 알 수 없습니다",
            "the name of {called} does not say what it is"
        ),
    )
    .label(text!("무엇인가요?", "what is it?"))
    .why(text!(
        "결제인지 문자인지에 따라 멈췄을 때의 영향이 다른데, 그림만 본 사람은 짐작할 수밖에 없습니다.",
        "Whether it is payment or text messages decides what its failure means; readers of the drawing have to guess."
    ))
    .help(text!(
        name;
        "따옴표로 라벨을 붙이세요: `external {name} \"PG사 결제\"`.",
        "Add a label: `external {name} \"payment provider\"`."
    ))
    .trade_off(text!(
        "글자가 늘면 그림이 복잡해집니다. 서너 낱말이면 충분합니다.",
        "Words crowd a picture; three or four are enough."
    ))
    .question(text!("이 상자는 무엇인가요?", "What is this box?"))
    .about(id)
}

/// Two connections between the same two components, neither of which says what it carries.
fn parallel(context: &Context) -> Vec<Finding> {
    let design = context.design;
    let is_bare = |id: &LinkId| {
        let link = design.link(*id);
        link.arrow != Arrow::Copy && design.link_label(link).is_none()
    };
    let mut first = BTreeMap::new();
    let twins = design.link_ids().filter(is_bare).filter_map(|id| {
        let link = design.link(id);
        let other = *first.entry((link.from, link.to)).or_insert(id);
        (other != id).then(|| pair(context, id, other))
    });
    twins.collect()
}

fn pair(context: &Context, id: LinkId, other: LinkId) -> Finding {
    let link = context.design.link(id);
    let (from, to) = (context.called(link.from), context.called(link.to));
    let path = |id| &context.design.component(id).path;
    let written = format!("{} {} {}", path(link.from), link.arrow.symbol(), path(link.to));
    RULE.finding(
        link.span,
        text!(
            from, to;
            "{from:과} {to} 사이의 두 연결을 구별할 수 없습니다",
            "two connections from {from} to {to} can't be told apart"
        ),
    )
    .label(text!("무엇이 다른가요?", "what is the difference?"))
    .related(context.design.link(other).span, text!("다른 하나", "the other one"))
    .why(text!(
        "그림에는 선 두 개가 나란히 보일 뿐이라, 무엇을 기다리고 무엇을 맡기는지 물어볼 수밖에 없습니다.",
        "The drawing shows two lines side by side; readers have to ask what is waited for and what is handed over."
    ))
    .help(text!(
        written;
        "선마다 무엇을 나르는지 적으세요: `{written} : \"주문 저장\"`.",
        "Say what each of them carries: `{written} : \"save order\"`."
    ))
    .trade_off(text!(
        "글자가 늘면 그림이 복잡해집니다. 서너 낱말이면 충분합니다.",
        "Words crowd a picture; three or four are enough."
    ))
    .question(text!("이 두 선은 무엇이 다른가요?", "What is the difference between these lines?"))
    .about_link(id)
}
