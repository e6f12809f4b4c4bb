//! A store that the outside can reach without passing an application.

use crate::lint::prelude::*;
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    name: "public-data-store",
    quality: Quality::Security,
    severity: Severity::Error,
    fix: FixKind::Suggested,
    page: include_str!("public_data_store.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Security)
};

const STORES: &[Kind] = &[Kind::Db, Kind::Cache, Kind::Queue, Kind::Search, Kind::Storage];
/// They hand requests on and judge none.
const EDGE: &[Kind] = &[Kind::Dns, Kind::Cdn, Kind::Waf, Kind::Lb];

fn check(context: &Context) -> Vec<Finding> {
    let outside = outside(context);
    let mut found: Vec<(Option<ComponentId>, Finding)> = Vec::new();
    for id in context.of_kinds(STORES) {
        let from = caller_from_outside(context, id, &outside);
        let Some(finding) = judge(context, id, &outside) else { continue };
        // What one caller opens is one finding, however many stores stand behind it.
        let same = found.iter_mut().find(|(by, _)| from.is_some() && *by == from);
        let Some((_, first)) = same else {
            found.push((from, finding));
            continue;
        };
        let place = context.design.component(id).head;
        let more = first.clone().about(id);
        *first = more.related(place, text!("이 저장소도 열립니다", "this store is open, too"));
    }
    found.into_iter().map(|(_, finding)| finding).collect()
}

fn caller_from_outside(
    context: &Context,
    id: ComponentId,
    outside: &BTreeSet<ComponentId>,
) -> Option<ComponentId> {
    let callers = context.callers(id);
    callers.into_iter().find(|from| context.kind(id) != Kind::Storage && outside.contains(from))
}

/// Users, and what hands on their requests before any application has seen them. A balancer that
/// only our own code calls stands inside.
fn outside(context: &Context) -> BTreeSet<ComponentId> {
    let is_edge = |id: ComponentId| EDGE.contains(&context.kind(id));
    let begins = |id: &ComponentId| {
        context.kind(*id) == Kind::User || (is_edge(*id) && context.callers(*id).is_empty())
    };
    let mut waiting: Vec<ComponentId> = context.design.component_ids().filter(begins).collect();
    let mut outside = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if outside.insert(id) {
            let calls = context.links_from(id).map(|link| context.design.link(link).to);
            waiting.extend(calls.filter(|to| is_edge(*to)));
        }
    }
    outside
}

fn judge(context: &Context, id: ComponentId, outside: &BTreeSet<ComponentId>) -> Option<Finding> {
    let design = context.design;
    let component = design.component(id);
    let (called, finding) = (context.called(id), by_link(context, id, outside));
    let finding = finding.or_else(|| {
        let group = public_subnet(context, id);
        let stated = component.facts.is_on(Attr::Public) && !is_behind_cdn(context, id);
        if !stated && group.is_none() {
            return None;
        }
        let at = component.facts.span(Attr::Public).filter(|_| stated);
        let finding = RULE
            .finding(
                at.unwrap_or(component.head),
                text!(called; "{called:이} 인터넷에 공개되어 있습니다", "{called} is open to the internet"),
            )
            .label(text!("공개된 저장소", "public store"));
        let edits = context.edit.state(component, &[(Attr::Public, "off")]);
        let close = edit::suggested(text!("공개를 끕니다", "close it"), edits);
        let finding = finding.fixes(stated.then_some(close));
        Some(match group {
            Some(group) => {
                finding.related(design.group(group).head, text!("공개 서브넷", "a public subnet"))
            }
            None => finding,
        })
    })?;
    Some(
        finding
            .why(text!(
                "인터넷에 열린 저장소는 스캐너가 곧 찾아냅니다. 앞에 애플리케이션이 없으면 인가도, 처리율 제한도, 감사 로그도 없습니다.",
                "Scanners soon find an open store, and without an application in front there is no authorisation, rate limit or audit log."
            ))
            .help(text!(
                "프라이빗 서브넷에 두고 애플리케이션에서만 접근하게 하세요.",
                "Put it into a private subnet and admit only the application."
            ))
            .trade_off(text!(
                "사람의 접근에는 VPN이나 중계 서버가 필요합니다.",
                "People then need a VPN or a bastion."
            ))
            .question(text!(
                "이 저장소에 제 노트북에서 바로 접속할 수 있나요?",
                "Can I connect to it from my laptop?"
            )),
    )
    .map(|finding| with_store_first(finding, id))
}

fn by_link(context: &Context, id: ComponentId, outside: &BTreeSet<ComponentId>) -> Option<Finding> {
    let design = context.design;
    if context.kind(id) == Kind::Storage {
        return None;
    }
    let from_outside = |link: &LinkId| {
        let link = design.link(*link);
        link.arrow != Arrow::Copy && outside.contains(&link.from)
    };
    let link = context.links_to(id).find(from_outside)?;
    let (called, from) = (context.called(id), context.called(design.link(link).from));
    let finding = RULE
        .finding(
            design.link(link).span,
            text!(from, called; "{from:이} {called:을} 직접 부릅니다", "{from} reaches {called} directly"),
        )
        .label(text!("애플리케이션을 거치지 않음", "passes no application"))
        .related(design.component(id).head, text!("열린 저장소", "the open store"));
    Some(Finding { subjects: vec![Subject::Link(link)], ..finding })
}

/// The store is what the finding is about; the connection comes second.
fn with_store_first(mut finding: Finding, id: ComponentId) -> Finding {
    finding.subjects.insert(0, Subject::Component(id));
    finding
}

fn public_subnet(context: &Context, id: ComponentId) -> Option<GroupId> {
    let stated = |group: &GroupId| {
        let group = context.design.group(*group);
        group.kind == GroupKind::Subnet && group.facts.is_on(Attr::Public)
    };
    context.groups_around(id).find(stated).filter(|_| !is_behind_cdn(context, id))
}

fn is_behind_cdn(context: &Context, id: ComponentId) -> bool {
    let storage = context.kind(id) == Kind::Storage;
    let by_cdn = |link| context.kind(context.design.link(link).from) == Kind::Cdn;
    let to_cdn = |link| context.kind(context.design.link(link).to) == Kind::Cdn;
    storage && (context.links_to(id).any(by_cdn) || context.links_from(id).any(to_cdn))
}
