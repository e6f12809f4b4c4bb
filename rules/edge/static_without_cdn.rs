//! Images and scripts that our own servers hand out one by one.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "static-without-cdn",
    quality: Quality::Performance,
    fix: FixKind::Suggested,
    from_absence: true,
    page: include_str!("static_without_cdn.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Edge)
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
    let own = served.iter().filter(|id| !behind(id)).map(|id| report(context, *id));
    own.chain(from_afar(context)).collect()
}

fn holds_static(context: &Context, id: ComponentId) -> bool {
    let component = context.design.component(id);
    let words = component.facts.words(Attr::Content).unwrap_or_default();
    let origin = component.kind.is_compute() || component.kind == Kind::Storage;
    origin && words.iter().any(|word| matches!(*word, "static" | "media"))
}

fn is_global(context: &Context) -> bool {
    context.design.traffic.word(Attr::Users) == Some("global")
}

fn report(context: &Context, id: ComponentId) -> Finding {
    let component = context.design.component(id);
    let called = context.called(id);
    let stored = component.kind == Kind::Storage;
    let why = match is_global(context) {
        true => text!(
            "사용자가 전 세계에 있어 먼 곳에서는 파일마다 150~250ms의 왕복을 기다립니다.",
            "Users are global: far away, each file waits for a round trip of 150–250 ms."
        ),
        false if stored => text!(
            "같은 파일도 받을 때마다 스토리지까지 다녀오고, 그때마다 요청 요금과 전송 요금을 냅니다.",
            "The same file is fetched from the storage each time, and each time request and traffic are billed."
        ),
        false => text!(
            "파일 하나하나가 서버의 커넥션과 대역폭을 씁니다. 사용자가 몰리면 이미지가 API의 몫까지 씁니다.",
            "Each file takes a connection and bandwidth of ours; in a rush, images eat what the API needs."
        ),
    };
    let question = match stored {
        true => text!(
            "같은 파일을 하루에 몇 번이나 원본에서 내보내나요?",
            "How often a day does the same file leave the origin?"
        ),
        false => text!(
            "이미지 요청이 서버 CPU의 몇 %를 쓰나요?",
            "How much of the servers' CPU goes into images?"
        ),
    };
    worded(
        RULE.finding(
            component.facts.span(Attr::Content).unwrap_or(component.head),
            text!(called; "{called:이} 정적 콘텐츠를 직접 내보냅니다", "{called} serves static content itself"),
        ),
    )
    .why(why)
    .help(text!(
        "앞에 CDN을 두고 원본은 CDN만 부르게 하세요. 파일 이름에 해시를 넣으면 TTL을 길게 둘 수 있습니다.",
        "Put a CDN in front and let only it call the origin; with a hash in the name the TTL can be long."
    ))
    .question(question)
    .about(id)
    .fixes(entry_to(context, id).and_then(|entry| fix(context, entry)))
}

/// Users all over the world on their way to one place, where nobody says what they fetch there. A
/// design that draws its regions is asked about those instead.
fn from_afar(context: &Context) -> Option<Finding> {
    let design = context.design;
    let drawn = |group: &Group| matches!(group.kind, GroupKind::Region | GroupKind::Dc);
    let said = |id| design.component(id).facts.is_stated(Attr::Content);
    let near = context.of_kinds(&[Kind::Cdn]).next().is_some() || design.groups.iter().any(drawn);
    if !is_global(context) || near || design.component_ids().any(said) {
        return None;
    }
    let ours = |link: &LinkId| context.kind(design.link(*link).to) != Kind::External;
    let asked = design.users().flat_map(|user| context.links_from(user)).find(ours)?;
    // A name is looked up before anything is fetched.
    let to = design.link(asked).to;
    let found = context.links_from(to).next().filter(|_| context.kind(to) == Kind::Dns);
    let entry = found.unwrap_or(asked);
    let first = design.link(entry).to;
    let called = context.called(first);
    let finding = worded(RULE.finding(
        design.traffic.span(Attr::Users)?,
        text!(
            called;
            "전 세계 사용자가 CDN 없이 {called}까지 옵니다",
            "users all over the world come to {called} without a CDN"
        ),
    ));
    Some(
        finding
            .why(text!(
                "먼 대륙에서는 파일마다, 호출마다 150~250ms의 왕복을 기다립니다.",
                "On other continents each file and each call waits for a round trip of 150–250 ms."
            ))
            .help(text!(
                "앞에 CDN을 두세요. 정적 파일은 사용자 가까이에서 나가고, API도 가까운 에지에서 TLS를 맺습니다. 정적 파일이 없다면 `content = dynamic`을 적으세요.",
                "Put a CDN in front: files are served nearby, and TLS for the API ends nearby, too. Where there are no files, state `content = dynamic`."
            ))
            .question(text!(
                "지구 반대편에서는 첫 화면이 뜨는 데 몇 초가 걸리나요?",
                "On the other side of the earth, how many seconds until the first page shows?"
            ))
            .about(first)
            .fixes(fix(context, entry)),
    )
}

fn worded(finding: Finding) -> Finding {
    finding.label(text!("CDN 없음", "no CDN in front")).trade_off(text!(
        "전송량 요금이 붙고, 잘못 캐시된 파일을 지우는 절차가 필요합니다.",
        "Traffic is billed, and wrongly cached files must be purged."
    ))
}

/// The connection by which users come to it, itself or through its balancer.
fn entry_to(context: &Context, id: ComponentId) -> Option<LinkId> {
    let from_user = |link: &LinkId| context.kind(context.design.link(*link).from) == Kind::User;
    context.links_to(id).find(from_user).or_else(|| {
        let front = context.balancer_of(id)?;
        context.links_to(front).find(from_user)
    })
}

/// A CDN between the users and what they call first, where one user calls it alone.
fn fix(context: &Context, entry: LinkId) -> Option<Fix> {
    let design = context.design;
    let name = context.design.free_name("edge");
    let first = design.component(design.link(entry).to).span;
    let mut edits = context.edit.between(entry, &name)?;
    let cdn = format!("cdn  {name} {{ ttl = 1d, invalidation }}");
    edits.push(context.edit.before(first, &cdn));
    Some(edit::suggested(text!("CDN을 앞에 둡니다", "put a CDN in front"), edits))
}
