//! More bytes cross a connection at the peak than it carries.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "bandwidth-exceeded",
    quality: Quality::Performance,
    fix: FixKind::Suggested,
    page: include_str!("bandwidth_exceeded.md"),
    check: Check::EachLink(judge),
    ..Rule::of(Topic::Capacity)
};

/// A link is chosen with that much room.
const ROOM: f64 = 1.5;

/// The heavier of the two directions; bytes per second.
struct Flowing {
    rate: f64,
    size: f64,
    /// Towards the caller.
    back: bool,
}

impl Flowing {
    fn of(context: &Context, id: LinkId) -> Option<Self> {
        let over = context.load()?.over(context.design, id);
        let bytes = |attr| context.design.traffic.number(attr, Dimension::Bytes).map(|q| q.high());
        let (payload, response) = (bytes(Attr::Payload), bytes(Attr::Response));
        let there = payload.map(|size| Self { rate: over.peak_writes.hi, size, back: false });
        let back = response.map(|size| Self { rate: over.peak.hi, size, back: true });
        let all = there.into_iter().chain(back);
        all.max_by(|a, b| a.bytes().total_cmp(&b.bytes()))
    }

    fn bytes(&self) -> f64 {
        self.rate * self.size
    }
}

fn judge(context: &Context, id: LinkId) -> Option<Finding> {
    let link = context.design.link(id);
    let limit = link.facts.number(Attr::Bandwidth, Dimension::Bandwidth)?.high();
    let flowing = Flowing::of(context, id)?;
    let bytes = flowing.bytes();
    if bytes <= limit || limit <= 0.0 {
        return None;
    }
    let (name, used) = (context.link_names(&[id]), share_of(bytes / limit));
    let (peak, each) =
        (shown(Dimension::Rate, flowing.rate), shown(Dimension::Bytes, flowing.size));
    let (all, most) = (number::line_speed(bytes), number::line_speed(limit));
    let wanted = format!("{}Gbps", number::fixed((bytes * ROOM * 8.0 / 1e9).ceil(), 0));
    let edits = context.edit.state_link(link, &[(Attr::Bandwidth, &wanted)]);
    let direction = match flowing.back {
        true => text!("응답", "responses"),
        false => text!("요청", "requests"),
    };
    Some(
        RULE.finding(
            link.facts.span(Attr::Bandwidth).unwrap_or(link.span),
            text!(
                name, used;
                "{name} 연결의 피크 트래픽이 대역폭의 {used}입니다",
                "peak traffic over {name} is {used} of its bandwidth"
            ),
        )
        .label(text!(used; "대역폭의 {used}", "{used} of the bandwidth"))
        .why(text!(
            peak, direction, each, all, most;
            "피크 {peak} × {direction} {each} × 8비트 = {all}인데 대역폭은 {most}입니다. 회선이 차면 모든 요청이 함께 느려지고 패킷이 버려집니다.",
            "Peak {peak} × {each} of {direction} × 8 bit = {all}, and it carries {most}. On a full line all requests slow down together and packets are dropped."
        ))
        .help(help(context, link.from))
        .trade_off(text!(
            "CDN에는 전송 요금과 무효화가, 압축에는 CPU가 따라옵니다.",
            "A CDN costs transfer fees and invalidation, compression costs CPU."
        ))
        .question(text!(
            "피크에 나가는 트래픽은 몇 Gbps인가요?",
            "How many Gbps go out at the peak?"
        ))
        .about_link(id)
        .figure(Figure {
            name: "bandwidth_utilization",
            value: bytes / limit,
            unit: "ratio",
            derivation: format!("{} × {} × 8 = {all} ÷ {most} = {}", peak.en, each.en, used.en),
            assumed: assumed(context, link.to, &flowing),
        })
        .fix(edit::suggested(text!(wanted; "{wanted} 회선을 씁니다", "use a line of {wanted}"), edits)),
    )
}

fn assumed(context: &Context, to: ComponentId, flowing: &Flowing) -> Vec<Text> {
    let demand = context.demand_assumptions();
    let writes = context.writes_assumption(to).filter(|_| !flowing.back);
    demand.into_iter().chain(writes).collect()
}

fn help(context: &Context, from: ComponentId) -> Text {
    match context.kind(from) {
        Kind::Cdn => text!(
            "TTL을 늘리고 캐시 키에서 필요 없는 것을 빼 적중률을 올리고, 응답을 압축하세요. 그래도 넘치면 회선을 늘리세요.",
            "Raise the hit ratio with a longer TTL and fewer parts in the cache key, and compress; then buy a wider line."
        ),
        _ => text!(
            "이미지와 정적 파일은 CDN으로 보내고, 응답을 압축하거나 나누세요. 그래도 넘치면 회선을 늘리세요.",
            "Serve images and static files from a CDN, compress or page responses; then buy a wider line."
        ),
    }
}
