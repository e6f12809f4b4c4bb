//! Components that nothing a user, a schedule or a producer starts ever comes to.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "unreachable-component",
    quality: Quality::Maintainability,
    from_absence: true,
    page: include_str!("unreachable_component.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Design)
};

fn check(context: &Context) -> Vec<Finding> {
    if !context.has_entry() {
        return Vec::new();
    }
    clusters(context).iter().map(|members| report(context, members)).collect()
}

/// Unreached components with connections, those joined to one another together.
fn clusters(context: &Context) -> Vec<Vec<ComponentId>> {
    let design = context.design;
    let is_unreached = |id: ComponentId| {
        let linked = context.is_used(id) || context.links_from(id).next().is_some();
        let aside = matches!(context.kind(id), Kind::Monitor | Kind::Logs | Kind::Pipeline);
        linked && !aside && !context.is_started(id) && !is_told_by_observers(context, id)
    };
    let mut seen = vec![false; design.components.len()];
    let mut clusters = Vec::new();
    for start in design.component_ids().filter(|id| is_unreached(*id)) {
        let mut members = Vec::new();
        let mut waiting = vec![start];
        while let Some(id) = waiting.pop() {
            if std::mem::replace(&mut seen[id.index()], true) || !is_unreached(id) {
                continue;
            }
            members.push(id);
            waiting.extend(context.links_from(id).map(|link| design.link(link).to));
            waiting.extend(context.links_to(id).map(|link| design.link(link).from));
        }
        members.sort();
        if !members.is_empty() {
            clusters.push(members);
        }
    }
    clusters
}

/// Where alarms, logs and builds end: a provider or a store that only observers call.
fn is_told_by_observers(context: &Context, id: ComponentId) -> bool {
    let kind = context.kind(id);
    let observes = |from: ComponentId| {
        matches!(context.kind(from), Kind::Monitor | Kind::Logs | Kind::Pipeline)
    };
    let mut callers = context.links_to(id).map(|link| context.design.link(link).from).peekable();
    (kind == Kind::External || kind.is_store()) && callers.peek().is_some() && callers.all(observes)
}

fn report(context: &Context, members: &[ComponentId]) -> Finding {
    // What begins the cluster is where the missing arrow ends.
    let begins = |id: &&ComponentId| !context.is_used(**id);
    let first = *members.iter().find(begins).unwrap_or(&members[0]);
    let others: Vec<ComponentId> = members.iter().copied().filter(|id| *id != first).collect();
    let called = context.called(first);
    let why = match others.is_empty() {
        true => text!(
            "사용자, 배치, 이벤트 어디에서 출발해도 여기까지 오는 길이 없습니다.",
            "No path leads here from any user, schedule or producer."
        ),
        false => {
            let names = context.names(&others);
            text!(
                names;
                "사용자, 배치, 이벤트 어디에서 출발해도 여기까지 오는 길이 없습니다. {names}도 마찬가지입니다.",
                "No path leads here from any user, schedule or producer; the same holds for {names}."
            )
        }
    };
    let finding = RULE
        .finding(
            context.design.component(first).head,
            text!(called; "{called}에 닿는 요청이 없습니다", "no request ever comes to {called}"),
        )
        .label(text!("닿는 요청 없음", "never reached"))
        .why(why)
        .help(help(context, first))
        .trade_off(text!(
            "지우면 그림이 단순해지지만, 실제로 쓰는 곳이 있다면 그 기록을 잃습니다.",
            "Removing it makes the picture simpler; if something does use it, its record is lost."
        ))
        .question(text!("이것은 무엇이 시작시키나요?", "What starts this?"))
        .about(first);
    others.into_iter().fold(finding, Finding::about)
}

/// A store calls no code of ours: such an arrow is mostly the wrong way round.
fn help(context: &Context, first: ComponentId) -> Text {
    let calls = |id: &LinkId| {
        let link = context.design.link(*id);
        link.arrow == Arrow::Sync && context.kind(link.to).is_compute()
    };
    let call = context.links_from(first).find(calls);
    match call.filter(|_| context.kind(first).is_store()) {
        Some(call) => {
            let path = |id| &context.design.component(id).path;
            let (store, caller) = (path(first), path(context.design.link(call).to));
            text!(
                caller, store;
                "부르는 쪽이 왼쪽입니다. `{caller} -> {store}`로 뒤집으세요.",
                "The caller stands on the left: turn it round, `{caller} -> {store}`."
            )
        }
        None => text!(
            "화살표의 방향(부르는 쪽이 왼쪽)을 확인하고, 빠진 입구가 있으면 그리세요.",
            "Check the arrows (the caller stands on the left) and draw the entry that is missing."
        ),
    }
}
