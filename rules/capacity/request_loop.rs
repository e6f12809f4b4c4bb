//! Messages that come back to who sent them.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "request-loop",
    quality: Quality::Performance,
    severity: Severity::Warning,
    page: include_str!("request_loop.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Capacity)
};

fn check(context: &Context) -> Vec<Finding> {
    message_cycles(context.design).iter().map(|cycle| report(context, cycle)).collect()
}

fn report(context: &Context, cycle: &MessageCycle) -> Finding {
    let design = context.design;
    let link = design.link(cycle.closing);
    let (names, back) = (context.names(&cycle.members), design.link_name(cycle.closing));
    let finding = RULE
        .finding(
            link.span,
            text!(
                names;
                "메시지가 {names} 사이를 돌아 처음으로 돌아옵니다",
                "messages go round through {names}"
            ),
        )
        .label(text!("여기서 돌아옵니다", "back to where it began"))
        .why(text!(
            back;
            "돌아온 메시지가 다시 메시지를 만들면 끝없이 늘어납니다. 부하는 `{back}`에서 한 번만 세고 그 뒤는 따라가지 않았습니다.",
            "If a message that comes back makes another one, they never end. The load is counted once at `{back}` and not followed further."
        ))
        .help(text!(
            "돌아온 메시지로는 새 메시지를 만들지 않게 하거나, 보내는 토픽과 받는 토픽을 나누세요. 일부만 돌아온다면 연결에 `share`를 적으세요.",
            "Make no new message of one that came back, or use different topics for sending and receiving. If only a part comes back, state `share` on the connection."
        ))
        .trade_off(text!(
            "출처를 메시지에 남겨야 하고, 토픽이 늘어납니다.",
            "Messages must carry where they come from, and there are more topics."
        ))
        .question(text!(
            "이 메시지는 몇 번째에 멈추나요?",
            "After how many rounds does this message stop?"
        ));
    cycle.members.iter().fold(finding, |finding, id| finding.about(*id))
}
