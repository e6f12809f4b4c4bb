//! Images and scripts that our own servers hand out one by one.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "static-without-cdn",
    topic: Topic::Edge,
    quality: Quality::Performance,
    severity: Severity::Warning,
    fixed_severity: false,
    fix: FixKind::Suggested,
    options: &[],
    page: include_str!("static_without_cdn.md"),
    check: Check::Design(check),
};

fn check(context: &Context) -> Vec<Finding> {
    let served: Vec<ComponentId> = context
        .design
        .component_ids()
        .filter(|id| holds_static(context, *id) && context.is_reached_past_cdn(*id))
        .collect();
    // The storage behind a server that hands it out is the same content once more.
    let behind =
        |id: &ComponentId| context.callers(*id).iter().any(|caller| served.contains(caller));
    served.iter().filter(|id| !behind(id)).map(|id| report(context, *id)).collect()
}

fn holds_static(context: &Context, id: ComponentId) -> bool {
    let component = context.design.component(id);
    let words = component.facts.words(Attr::Content).unwrap_or_default();
    let origin = component.kind.is_compute() || component.kind == Kind::Storage;
    origin && words.iter().any(|word| matches!(*word, "static" | "media"))
}

fn report(context: &Context, id: ComponentId) -> Finding {
    let component = context.design.component(id);
    let called = context.called(id);
    let (is, en) = (called.subject(), &called.en);
    let global = context.design.traffic.word(Attr::Users) == Some("global");
    let why = match global {
        true => text!(
            "사용자가 전 세계에 있어 먼 곳에서는 파일마다 150~250ms의 왕복을 기다립니다.",
            "Users are global: far away, each file waits for a round trip of 150–250 ms."
        ),
        false => text!(
            "파일 하나하나가 서버의 커넥션과 대역폭을 씁니다. 사용자가 몰리면 이미지가 API의 몫까지 씁니다.",
            "Each file takes a connection and bandwidth of ours; in a rush, images eat what the API needs."
        ),
    };
    RULE.finding(
        component.facts.span(Attr::Content).unwrap_or(component.head),
        text!("{is} 정적 콘텐츠를 직접 내보냅니다", "{en} serves static content itself"),
    )
    .label(text!("CDN 없음", "no CDN in front"))
    .why(why)
    .help(text!(
        "앞에 CDN을 두고 원본은 CDN만 부르게 하세요. 파일 이름에 해시를 넣으면 TTL을 길게 둘 수 있습니다.",
        "Put a CDN in front and let only it call the origin; with a hash in the name the TTL can be long."
    ))
    .trade_off(text!(
        "전송량 요금이 붙고, 잘못 캐시된 파일을 지우는 절차가 필요합니다.",
        "Traffic is billed, and wrongly cached files must be purged."
    ))
    .question(text!(
        "이미지 요청이 서버 CPU의 몇 %를 쓰나요?",
        "How much of the servers' CPU goes into images?"
    ))
    .about(id)
    .fixes(fix(context, id))
}

/// A CDN between the users and what they call first, where one user calls it alone.
fn fix(context: &Context, id: ComponentId) -> Option<Fix> {
    let design = context.design;
    let from_user = |link: &LinkId| context.kind(design.link(*link).from) == Kind::User;
    let entry = context.links_to(id).find(from_user).or_else(|| {
        let front = context.balancer_of(id)?;
        context.links_to(front).find(from_user)
    })?;
    let name = context.free_name("edge");
    let first = design.component(design.link(entry).to).span;
    let mut edits = edit::between(context.sources, design, entry, &name)?;
    let cdn = format!("cdn  {name} {{ ttl = 1d, invalidation }}");
    edits.push(edit::before(context.sources, first, &cdn));
    Some(edit::suggested(text!("CDN을 앞에 둡니다", "put a CDN in front"), edits))
}
