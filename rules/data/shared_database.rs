//! Several services that write into one database.

use crate::lint::prelude::*;
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    name: "shared-database",
    quality: Quality::Maintainability,
    severity: Severity::Advice,
    page: include_str!("shared_database.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Data)
};

const WRITERS: &[Kind] = &[Kind::Was, Kind::Service, Kind::Function];

fn check(context: &Context) -> Vec<Finding> {
    let services = services(context.design);
    context.of_kinds(&[Kind::Db]).filter_map(|id| judge(context, id, &services)).collect()
}

/// For each component the service that it is an instance of: the first of its pool, else itself.
fn services(design: &Design) -> Vec<ComponentId> {
    let mut services: Vec<ComponentId> = design.component_ids().collect();
    for need in design.needs.iter().flatten().filter(|need| need.need < need.links.len()) {
        let pool: Vec<ComponentId> = need.links.iter().map(|link| design.link(*link).to).collect();
        let Some(first) = pool.iter().min() else { continue };
        pool.iter().for_each(|member| services[member.index()] = *first);
    }
    services
}

fn judge(context: &Context, id: ComponentId, services: &[ComponentId]) -> Option<Finding> {
    let design = context.design;
    if design.is_read_replica(id) {
        return None;
    }
    let mut writers: Vec<ComponentId> = context
        .links_to(id)
        .filter(|link| may_write(context, *link))
        .map(|link| design.link(link).from)
        .filter(|from| WRITERS.contains(&context.kind(*from)))
        .collect();
    let mut counted = BTreeSet::new();
    writers.retain(|writer| counted.insert(services[writer.index()]));
    if writers.len() < 2 {
        return None;
    }
    let (called, names) = (context.called(id), context.names(&writers));
    let count = writers.len();
    let mut finding = RULE
        .finding(
            design.component(id).head,
            text!(
                count, called;
                "서비스 {count}개가 {called}에 함께 씁니다",
                "{count} services write into {called}"
            ),
        )
        .label(text!("여럿이 쓰는 DB", "written by several"))
        .why(text!(
            names;
            "{names} 모두 스키마 하나에 묶여 있어, 한쪽이 컬럼을 바꾸면 다 함께 배포해야 하고 한쪽의 느린 쿼리에 다 함께 느려집니다.",
            "{names} share one schema: changing a column means deploying all of them, and one slow query slows everybody."
        ))
        .help(text!(
            "테이블의 주인을 서비스 하나로 정하고, 나머지는 그 서비스의 API나 이벤트로 접근하게 하세요.",
            "Give each table one owner; the others go through its API or events."
        ))
        .trade_off(text!(
            "JOIN 한 번이 호출 여러 번이 되고, 트랜잭션 대신 보상 처리가 필요합니다.",
            "A join becomes several calls, and a transaction becomes compensation."
        ))
        .question(text!(
            "이 컬럼의 이름을 바꾸려면 몇 팀에 물어야 하나요?",
            "How many teams must you ask to rename a column?"
        ))
        .about(id);
    for writer in writers {
        finding = finding.about(writer);
    }
    Some(finding)
}

fn may_write(context: &Context, id: LinkId) -> bool {
    let link = context.design.link(id);
    let reads = link.facts.number(Attr::Reads, Dimension::Ratio);
    link.arrow != Arrow::Copy && reads.is_none_or(|share| share.low() < 1.0)
}
