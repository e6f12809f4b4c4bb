//! A deploy that users notice.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "unsafe-deploy",
    quality: Quality::Availability,
    fix: FixKind::Safe,
    page: include_str!("unsafe_deploy.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Operations)
};

fn check(context: &Context) -> Vec<Finding> {
    let own = context.hard_reached().iter().filter_map(|id| by_component(context, *id));
    own.chain(by_operations(context)).collect()
}

/// Our own code on the request path, which is what deploys.
fn is_deployed(context: &Context, id: ComponentId) -> bool {
    context.kind(id).is_compute() && !context.design.fails_whole(id)
}

fn is_alone(context: &Context, id: ComponentId) -> bool {
    context.design.replicas(id).least == 1 && !context.is_in_pool(id)
}

fn by_component(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let at = component.facts.span(Attr::Deploy).filter(|_| is_deployed(context, id))?;
    let (called, one) = (context.called(id), context.assumed_one(id));
    let alone = is_alone(context, id);
    let (message, label) = match component.facts.word(Attr::Deploy)? {
        "recreate" => (goes_down(context, id), all_at_once()),
        // The new one comes up before the old one goes.
        "rolling" if component.facts.is_on(Attr::Surge) => return None,
        "rolling" if alone => (
            text!(
                called, one;
                "{called:은} 한 대로 롤링 배포를 합니다{one}",
                "{called} rolls out over a single instance{one}"
            ),
            text!("배포가 곧 중단", "a deploy is an outage"),
        ),
        _ => return None,
    };
    let to = if alone { "blue-green" } else { "rolling" };
    let edits = context.edit.state(component, &[(Attr::Deploy, to)]);
    let finding = worded(context, RULE.finding(at, message), id);
    Some(finding.label(label).about(id).fix(fix(edits)))
}

/// What `operations` says holds for all that say nothing themselves: one cause, one finding.
fn by_operations(context: &Context) -> Vec<Finding> {
    let operations = &context.design.operations;
    let says_nothing = |id: &ComponentId| {
        let facts = &context.design.component(*id).facts;
        is_deployed(context, *id) && !facts.is_stated(Attr::Deploy)
    };
    let hit: Vec<ComponentId> =
        context.hard_reached().iter().copied().filter(says_nothing).collect();
    // Rolling out a single instance is what `single-instance` is about.
    if operations.word(Attr::Deploy) != Some("recreate") {
        return Vec::new();
    }
    apart(context, &RULE, hit).iter().filter_map(|hit| all_down(context, hit)).collect()
}

fn all_down(context: &Context, hit: &[ComponentId]) -> Option<Finding> {
    let at = context.design.operations.span(Attr::Deploy)?;
    let names = context.names(hit);
    let message = match hit {
        [one] => goes_down(context, *one),
        _ => {
            text!(names; "{names} 모두 배포할 때마다 내렸다 올립니다", "at every deploy all of this goes down: {names}")
        }
    };
    let to = if hit.iter().any(|id| is_alone(context, *id)) { "blue-green" } else { "rolling" };
    let edit = Edit { span: at, text: format!("deploy = {to}") };
    let finding = worded(context, RULE.finding(at, message), hit[0]).label(all_at_once());
    let finding = finding.fix(fix(vec![edit]));
    Some(hit.iter().fold(finding, |finding, id| finding.about(*id)))
}

fn goes_down(context: &Context, id: ComponentId) -> Text {
    let called = context.called(id);
    text!(called; "{called:은} 배포할 때마다 모두 내렸다 올립니다", "{called} goes down at every deploy")
}

fn all_at_once() -> Text {
    text!("모두 한꺼번에 내림", "all of it at once")
}

fn fix(edits: Vec<Edit>) -> Fix {
    edit::safe(text!("무중단으로 배포합니다", "deploy without downtime"), edits)
}

fn worded(context: &Context, finding: Finding, id: ComponentId) -> Finding {
    finding
        .why(why(context, id))
        .help(text!(
            "두 대 이상이면 롤링, 한 대라면 새것을 띄워 확인한 뒤 바꾸는 블루-그린으로 배포하세요.",
            "Roll over two or more; with one, start the new version beside it and switch (blue-green)."
        ))
        .trade_off(text!(
            "배포 동안 두 버전이 함께 돌므로 DB 스키마가 둘 다와 맞아야 합니다.",
            "Two versions run side by side, so the schema must suit both."
        ))
        .question(text!("점심시간에 배포해도 되나요?", "May I deploy at noon?"))
}

/// A yearly downtime to compare with what the objective allows.
fn why(context: &Context, id: ComponentId) -> Text {
    let Some(flow) = context.flow_of(id) else { return Text::default() };
    let (called, budget) = (context.called_flow(flow), context.downtime_budget(flow));
    text!(
        called, budget;
        "하루 한 번, 2분씩만 내려도 {called:이} 1년에 12시간 멈춥니다. {budget}",
        "Two minutes once a day stop {called} for 12 hours a year. {budget}"
    )
}
