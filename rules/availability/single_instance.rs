//! One instance of our own code carries a flow alone.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "single-instance",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Safe,
    page: include_str!("single_instance.md"),
    check: Check::Each(SERVING, judge),
    ..Rule::of(Topic::Availability)
};

const SERVING: &[Kind] = &[Kind::Web, Kind::Was, Kind::Service, Kind::Function, Kind::Worker];

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let Some(spof) = context.spof_in(id) else { return unseen(context, id) };
    let replicas = context.design.replicas(id);
    // The floor of an autoscaler has a rule of its own.
    if replicas.most > 1 || context.design.fails_whole(id) {
        return None;
    }
    let (called, one) = (context.called(id), context.assumed_one(id));
    let finding = RULE
        .finding(
            context.design.component(id).head,
            text!(
                called, one;
                "{called:이} 한 대뿐입니다{one}",
                "{called} runs as a single instance{one}"
            ),
        )
        .label(text!("한 대", "one instance"))
        .why(context.stakes(spof))
        .help(help(context, id))
        .trade_off(trade_off(context, id))
        .question(text!("지금 이 서버를 재부팅해도 되나요?", "May I reboot this server right now?"))
        .about(id)
        .takes_down(Some(spof))
        .explains(context.units_of(id).iter().copied());
    Some(finding.fixes(fix(context, id)))
}

/// Of a design drawn in part: one is stated, and who calls it is not drawn. That is a question.
fn unseen(context: &Context, id: ComponentId) -> Option<Finding> {
    let design = context.design;
    let is_open = design.partial
        && context.kind(id) != Kind::Worker
        && context.is_stated_single(id)
        && !context.is_started(id)
        && !design.fails_whole(id)
        && design.scales(id).is_none()
        && !context.is_in_pool(id);
    if !is_open {
        return None;
    }
    let called = context.called(id);
    let finding = RULE
        .finding(
            design.component(id).head,
            text!(
                called;
                "{called:이} 한 대뿐입니다. 누가 부르는지는 그리지 않았습니다",
                "{called} runs as a single instance; who calls it is not drawn"
            ),
        )
        .level(Severity::Advice)
        .label(text!("한 대", "one instance"))
        .why(text!(
            "부르는 쪽이 기다린다면 이 한 대와 함께 멈춥니다.",
            "Whoever waits for it stops with it."
        ))
        .help(help(context, id))
        .trade_off(trade_off(context, id))
        .question(text!("지금 이 서버를 재부팅해도 되나요?", "May I reboot this server right now?"))
        .about(id);
    Some(finding.fixes(fix(context, id)))
}

fn help(context: &Context, id: ComponentId) -> Text {
    let first = if keeps_state(context, id) {
        text!("먼저 세션과 파일을 밖으로 옮기고, ", "Move sessions and files out first. ")
    } else if context.balancer_of(id).is_none() {
        text!("앞에 로드 밸런서를 두고, ", "Put a balancer in front. ")
    } else {
        Text::default()
    };
    let more = match context.zone_list(id) {
        _ if context.domain_around(id, GroupKind::Host).is_some() => {
            text!("다른 호스트에 한 대를 더 두세요.", "Run a second one on another host.")
        }
        Some(zones) => text!(
            zones;
            "`replicas = 2, zones = {zones}`로 늘려 한 영역이 멈춰도 한 대가 남게 하세요.",
            "Run `replicas = 2, zones = {zones}`, so that one is left when a zone stops."
        ),
        None => text!(
            "`replicas = 2` 이상으로 늘려 서로 다른 가용 영역에 두세요.",
            "Run `replicas = 2` or more, in different zones."
        ),
    };
    Text::join(&[first, more], "")
}

fn trade_off(context: &Context, id: ComponentId) -> Text {
    // Functions, workers and proxies keep no sessions in the first place.
    let kinds = [Kind::Function, Kind::Worker];
    let serves = !kinds.contains(&context.kind(id)) && !context.is_proxy(id);
    match context.is_stateless(id) || !serves {
        true => text!(
            "비용이 두 배가 됩니다. 대신 배포하거나 패치할 때 서비스를 멈추지 않아도 됩니다.",
            "Twice the cost. In return, deploys and patches are no longer outages."
        ),
        false => text!(
            "비용이 두 배가 되고, 세션과 파일을 밖에 두어야 합니다. 대신 배포하거나 패치할 때 서비스를 멈추지 않아도 됩니다.",
            "Twice the cost, and sessions and files must live outside. In return, deploys and patches are no longer outages."
        ),
    }
}

fn keeps_state(context: &Context, id: ComponentId) -> bool {
    context.keeps_locally(id, Attr::Session) || context.keeps_locally(id, Attr::Files)
}

/// Safe where nothing is kept on the instance and something in front already spreads requests.
fn fix(context: &Context, id: ComponentId) -> Option<Fix> {
    if keeps_state(context, id) {
        return None;
    }
    let title = text!("두 대로 늘립니다", "run two instances");
    let edits = context.replicate(id, 2)?;
    Some(context.grown(id, context.is_interchangeable(id), title, edits))
}
