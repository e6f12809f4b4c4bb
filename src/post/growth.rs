//! The third week: a larger machine or more of them, the cache, the queue, the deploy.

use super::deploys::{Deploy, Way};
use super::ground::Ground;
use super::sections::{Page, heading, item};
use super::verdicts::{CacheReason, least_hits};
use super::words;
use crate::analysis::cost::Currency;
use crate::analysis::recovery::{RESTART, Recovery};
use crate::catalog::prices::{self, HOURS_PER_MONTH};
use crate::model::{Attr, ComponentId, Dimension, GroupKind};
use crate::say::{Lang, Text};
use crate::text;

pub fn section(ground: &Ground, lang: Lang) -> Page {
    let mut page = Page::default();
    let mut list = |ko, en, mut texts: Vec<Text>| {
        texts.dedup_by(|a, b| a.get(lang) == b.get(lang));
        if !texts.is_empty() {
            heading(&mut page, lang, ko, en);
            texts.iter().for_each(|text| item(&mut page, text, lang));
            page.ours("\n");
        }
    };
    let tiers = tiers(ground);
    let ways = match ground.study.demand() {
        Some(_) => tiers.iter().filter_map(|id| up_or_out(ground, *id)).collect(),
        None => vec![uncounted()],
    };
    list("Scale-up과 Scale-out", "Scale up or out", ways);
    let caches = ground.shields().into_iter().filter_map(|pair| cache(ground, pair)).collect();
    list("캐시", "Cache", caches);
    let queues: Vec<Text> = queues(ground);
    list("큐", "Queue", queues);
    list("배포", "Deploy", tiers.iter().map(|id| deploy(ground, *id)).collect());
    page
}

fn uncounted() -> Text {
    text!(
        "트래픽을 아직 정하지 않아 서버 대수와 캐시, 큐의 부하를 계산하지 못했습니다. 10배인 날도 마찬가지입니다. 채울 사실: `dau`, `requests-per-user`, `peak`.",
        "No traffic is decided yet, so neither the number of servers nor the load of caches and queues was computed, nor a tenfold day. Missing: `dau`, `requests-per-user`, `peak`."
    )
}

/// Servers on the way of requests that do more than hand them on.
fn tiers(ground: &Ground) -> Vec<ComponentId> {
    let is_tier = |id: &ComponentId| ground.study.is_in_request(*id) && !ground.study.is_proxy(*id);
    ground.servers().into_iter().filter(is_tier).collect()
}

/// Both ways for a tier, each with its load, its price and what a loss means.
fn up_or_out(ground: &Ground, id: ComponentId) -> Option<Text> {
    let usage = ground.usage(id)?;
    let called = ground.called(id);
    let count = ground.design().running(id);
    let out = count.max(ground.enough(id)?.max(2));
    let used = |count: u32| words::share(usage.utilization_with(count));
    let (now, spread, left) = (used(count), used(out), used(out - 1));
    let back = words::duration(Recovery::with_left(ground.design(), id, 0).time.lasts);
    let up = match larger(ground, id, out) {
        Some(larger) => {
            let (name, busy) = (larger.name, used(larger.times));
            let price = ground.money(larger.price, larger.currency);
            text!(name, busy, price; "{name} 1대({busy}, {price})", "one {name} ({busy}, {price})")
        }
        // A machine as large as all of them together is as busy as they are.
        None => text!(
            out, spread;
            "{out}대만큼 큰 1대({spread}, 가격 모름)",
            "one machine as large as {out} ({spread}, price not known)"
        ),
    };
    let each = ground.cost_of(id).map(|(cost, currency)| (cost / f64::from(count), currency));
    let all = each.map(|(each, currency)| ground.money(each * f64::from(out), currency));
    let out_price = all.unwrap_or_else(|| text!("가격 모름", "price not known"));
    // It stands the loss of one, and is no busier than it should be: a zone is what it does not stand.
    let stands = count > 1
        && usage.utilization_with(count) <= usage.target + 1e-9
        && usage.utilization_with(count - 1) <= 1.0 + 1e-9;
    let chosen = match count == out {
        true => {
            text!(out; "멈추는 시간을 보고 Scale-out({out}대)을 유지합니다.", "Because of that downtime we stay scaled out, with {out}.")
        }
        false if stands => {
            text!(out; "영역 하나를 잃어도 이어지도록 Scale-out({out}대)을 택합니다.", "To survive the loss of a zone we will scale out, to {out}.")
        }
        false => {
            text!(out; "하나를 잃어도 이어지도록 Scale-out({out}대)을 택합니다.", "To survive a loss we will scale out, to {out}.")
        }
    };
    Some(text!(
        called, count, now, out, up, back, spread, out_price, left, chosen;
        "{called}(지금 {count}대, {now}): Scale-up은 {up}라서 죽으면 {back} 멈춥니다. Scale-out은 {out}대({spread}, {out_price})라서 1대를 잃어도 {left}입니다. → {chosen}",
        "{called} ({count} now, {now}): scaling up means {up}, and {back} of downtime when it dies. Scaling out means {out} of them ({spread}, {out_price}), which are at {left} with one lost. → {chosen}"
    ))
}

/// A larger machine of the same family.
struct Larger {
    name: String,
    /// As large as so many of today's.
    times: u32,
    /// A month.
    price: f64,
    currency: Currency,
}

/// The type of its family that is at least so many times as large, and what it costs a month.
fn larger(ground: &Ground, id: ComponentId, times: u32) -> Option<Larger> {
    const SIZES: [&str; 9] =
        ["nano", "micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge"];
    let own = ground.facts(id).text(Attr::Instance)?;
    let (family, size) = own.rsplit_once('.')?;
    let at = SIZES.iter().position(|it| *it == size)?;
    // Each size is twice the one before it.
    let steps = (1..).find(|steps| 1u32.checked_shl(*steps).is_none_or(|it| it >= times))?;
    let name = format!("{family}.{}", SIZES.get(at + steps as usize)?);
    let sold = prices::instance_type(&name)?;
    let region = region(ground, id, sold.provider)?;
    let price = prices::instance_price(&name, region)?;
    let currency = if price.currency == "KRW" { Currency::Krw } else { Currency::Usd };
    let times = 1u32.checked_shl(steps).unwrap_or(u32::MAX);
    Some(Larger { name, times, price: price.amount * HOURS_PER_MONTH, currency })
}

fn region(ground: &Ground, id: ComponentId, provider: &str) -> Option<&'static str> {
    let design = ground.design();
    let around = design.ancestors(design.component(id).group).map(|id| design.group(id));
    let mut regions = around.filter(|group| group.kind == GroupKind::Region);
    regions.find_map(|group| {
        let label = group.label.as_deref().unwrap_or_default();
        prices::region(provider, &group.name).or_else(|| prices::region(provider, label))
    })
}

/// The load of the store with the cache and without, and from which hit ratio on it holds.
fn cache(ground: &Ground, (cache, db): (ComponentId, ComponentId)) -> Option<Text> {
    let hits = ground.facts(cache).number(Attr::HitRatio, Dimension::Ratio)?.high();
    let reason = CacheReason::of(ground, cache, db)?;
    let (warm, cold) = (ground.usage(db)?.peak(), ground.cold(cache).usage(db)?.peak());
    let (called, store) = (ground.called(cache), ground.called(db));
    let verdict = match least_hits(ground, cache, &reason).map(words::share) {
        Some(least) => {
            text!(least; "적중률이 {least}보다 낮으면 넘칩니다.", "Below a hit ratio of {least} it would be over its capacity.")
        }
        None => {
            text!("적중률이 0%여도 넘치지 않습니다.", "It would hold even at a hit ratio of 0%.")
        }
    };
    let (with, without) = (words::share(reason.with), words::share(reason.without));
    Some(text!(
        called, store, with, without, verdict,
        hits = words::share(hits), r0 = words::rps(warm), r1 = words::rps(cold);
        "{called}: 적중률 {hits:로} {store:가} 받는 부하는 {r0}({with})이고, 캐시가 없으면 {r1}({without})입니다. {verdict}",
        "{called}: at a hit ratio of {hits} {store} gets {r0} ({with}), without the cache {r1} ({without}). {verdict}"
    ))
}

fn queues(ground: &Ground) -> Vec<Text> {
    let queues = ground.of_kinds(&[crate::model::Kind::Queue]).into_iter();
    let pairs =
        queues.flat_map(|queue| ground.consumers(queue).into_iter().map(move |it| (queue, it)));
    pairs.filter_map(|(queue, reader)| queue_line(ground, queue, reader)).collect()
}

/// Arrivals, work off, what piles up in an hour of peak and how long that takes.
fn queue_line(ground: &Ground, queue: ComponentId, reader: ComponentId) -> Option<Text> {
    let backlog = ground.backlog(reader)?;
    let (called, by) = (ground.called(queue), ground.called(reader));
    let (into, out) = (words::count(backlog.peak), words::count(backlog.capacity));
    if !backlog.grows() {
        return Some(text!(
            called, into, by, out;
            "{called}: 피크에 초당 {into}건이 들어오고 {by:가} 초당 {out}건까지 처리해 밀리지 않습니다.",
            "{called}: {into}/s arrive at the peak and {by} can handle {out}/s, so nothing piles up."
        ));
    }
    let (piled, caught_up) = (words::count(backlog.waiting().round()), words::caught_up(&backlog));
    let long = words::duration(backlog.peak_for);
    Some(text!(
        called, into, by, out, long, piled, caught_up;
        "{called}: 피크에 초당 {into}건이 들어오는데 {by:는} 초당 {out}건까지라 피크 {long}에 {piled}건이 쌓입니다. {caught_up}",
        "{called}: {into}/s arrive at the peak and {by} handles {out}/s: {piled} messages pile up in {long}. {caught_up}"
    ))
}

/// What serves while it is deployed, and what that costs.
fn deploy(ground: &Ground, id: ComponentId) -> Text {
    let deploy = Deploy::of(ground, id);
    let (called, count) = (ground.called(id), deploy.count);
    let serving = deploy.serving;
    let used = |share: Option<f64>| match share {
        Some(share) => {
            let share = words::share(share);
            text!(share; "(이용률 {share})", " ({share})")
        }
        None => Text::default(),
    };
    let stop = words::duration(RESTART);
    let Some(way) = deploy.way else {
        return text!(
            called;
            "{called}: 배포 방식을 아직 정하지 않았습니다. 채울 사실: `deploy`.",
            "{called}: how it is deployed is not decided yet. Missing: `deploy`."
        );
    };
    if serving == 0 {
        let title = way.title();
        return text!(
            called, title, stop;
            "{called}: {title}라서 배포할 때마다 {stop} 멈춥니다.",
            "{called}: {title} stops it for {stop} each time."
        );
    }
    match way {
        Way::Rolling => {
            let during = used(deploy.during);
            text!(
                called, count, serving, during;
                "{called}: 롤링 배포라 {count}대 가운데 1대씩 빠지고, 배포 중에는 {serving}대가 받습니다{during}. 추가 비용은 없습니다.",
                "{called}: rolling, one of {count} at a time; {serving} serve during a deploy{during}. It costs nothing extra."
            )
        }
        Way::BlueGreen => {
            let (before, cost) = (used(deploy.before), green(ground, id));
            text!(
                called, count, before, cost;
                "{called}: 블루-그린 배포라 새 {count}대를 따로 띄워 {count}대가 그대로 받습니다{before}. {cost}",
                "{called}: blue-green, {count} new ones beside the old; {count} serve throughout{before}. {cost}"
            )
        }
        _ => {
            let (before, title) = (used(deploy.before), way.title());
            text!(
                called, title, count, before;
                "{called}: {title}이고 새 서버를 먼저 띄우므로 {count}대가 그대로 받습니다{before}.",
                "{called}: {title}, the new one first; {count} serve throughout{before}."
            )
        }
    }
}

fn green(ground: &Ground, id: ComponentId) -> Text {
    match ground.cost_of(id) {
        Some((cost, currency)) => {
            let hourly = words::paid(cost / HOURS_PER_MONTH, currency);
            text!(hourly; "그동안 시간당 {hourly} 더 듭니다.", "Meanwhile it costs {hourly} an hour more.")
        }
        None => text!(
            "그동안 서버가 두 배이지만 가격을 몰라 비용은 말하지 못합니다.",
            "Meanwhile there are twice as many; what that costs is not known."
        ),
    }
}
