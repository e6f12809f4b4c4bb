//! A caller that gives up before the one it called has had its chance.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "timeout-inversion",
    quality: Quality::Availability,
    fix: FixKind::Suggested,
    page: include_str!("timeout_inversion.md"),
    check: Check::EachLink(judge),
    ..Rule::of(Topic::Resilience)
};

/// How long a call may take with all its attempts.
fn longest(link: &Link) -> Option<Duration> {
    let timeout = link.facts.longest(Attr::Timeout)?;
    let retries = link.facts.number(Attr::Retries, Dimension::Count).map_or(0, |n| n.high_count());
    Some(timeout * (retries + 1) as f64)
}

fn judge(context: &Context, id: LinkId) -> Option<Finding> {
    let design = context.design;
    let outer = design.link(id);
    if outer.arrow != Arrow::Sync {
        return None;
    }
    let patience = outer.facts.shortest(Attr::Timeout)?;
    let inner = context
        .links_from(outer.to)
        .filter(|link| design.link(*link).arrow == Arrow::Sync)
        .filter_map(|link| Some((link, longest(design.link(link))?)))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .filter(|(_, time)| *time > patience)?;
    let longer = format!("{}s", (inner.1.as_seconds() * 1000.0).ceil() / 1000.0);
    let edits = context.edit.state_link(outer, &[(Attr::Timeout, &longer)]);
    let (inner, takes) = (design.link(inner.0), number::duration(inner.1));
    let (waits, caller, middle) =
        (number::duration(patience), context.called(outer.from), context.called(outer.to));
    let target = context.called(inner.to);
    Some(
        RULE.finding(
            outer.facts.span(Attr::Timeout)?,
            text!(
                caller, waits, middle, target, takes;
                "{caller:은} {waits} 만에 포기하는데 {middle:은} {target:을} {takes}까지 기다립니다",
                "{caller} gives up after {waits} while {middle} waits {takes} for {target}"
            ),
        )
        .label(text!(waits; "{waits} 만에 포기", "gives up after {waits}"))
        .related(inner.span, text!(takes; "{takes}까지 기다림", "may take {takes}"))
        .why(text!(
            "부른 쪽은 이미 실패로 끝냈는데 안쪽은 계속 일합니다. 다시 부르면 같은 일이 한 벌 더 쌓입니다.",
            "The caller has failed already while the work goes on inside; a retry piles the same work up twice."
        ))
        .help(text!(
            "안쪽의 타임아웃 × 시도 횟수가 바깥보다 짧게 하세요. 안으로 갈수록 짧아져야 합니다.",
            "Keep timeout × attempts inside below the limit outside: limits shrink on the way in."
        ))
        .trade_off(text!(
            "바깥을 늘리면 사용자가 더 기다리고, 안쪽을 줄이면 재시도할 여유가 줄어듭니다.",
            "Longer outside makes users wait, shorter inside leaves less room for retries."
        ))
        .question(text!(
            "사용자가 떠난 뒤에도 도는 쿼리는 몇 개인가요?",
            "How many queries run on after the user has left?"
        ))
        .about_link(id)
        .fix(edit::suggested(text!("바깥을 더 기다리게 합니다", "wait longer outside"), edits)),
    )
}
