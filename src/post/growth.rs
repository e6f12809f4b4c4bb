//! The third week: a larger machine or more of them, the cache, the queue, the deploy.

use super::decisions::Row;
use super::deploys::{Deploy, Way};
use super::ground::Ground;
use super::sections::{Page, heading, item};
use super::verdicts::{CacheReason, least_hits};
use super::words;
use crate::analysis::backlog::Backlog;
use crate::analysis::cost::Currency;
use crate::analysis::recovery::Recovery;
use crate::catalog::prices::{self, HOURS_PER_MONTH};
use crate::model::{Attr, ComponentId, GroupKind, Kind};
use crate::say::{Lang, Text};
use crate::text;

/// Whether these sections say all of a judgement: no list says it again. A queue that is not there has
/// no section.
pub fn tells(ground: &Ground, row: &Row) -> bool {
    match row.decision {
        "cache" | "consumers" | "deploy" => true,
        "queue" => row.about.is_some_and(|id| ground.study.kind(id) == Kind::Queue),
        _ => false,
    }
}

pub fn section(ground: &Ground, rows: &[Row], lang: Lang) -> Page {
    let mut page = Page::default();
    let mut list = |ko, en, mut texts: Vec<Text>| {
        texts.dedup_by(|a, b| a.get(lang) == b.get(lang));
        if !texts.is_empty() {
            heading(&mut page, lang, ko, en);
            texts.iter().for_each(|text| item(&mut page, text, lang));
            page.ours("\n");
        }
    };
    let ways = match ground.study.demand() {
        Some(_) => tiers(ground).iter().filter_map(|id| up_or_out(ground, *id)).collect(),
        None => vec![uncounted()],
    };
    list("Scale-up과 Scale-out", "Scale up or out", ways);
    list("캐시", "Cache", caches(ground, rows));
    list("큐", "Queue", queues(ground, rows));
    let of_deploys = of_kind(rows, "deploy").map(|row| deploy(ground, row));
    list("배포", "Deploy", of_deploys.collect());
    page
}

/// The judgements of a kind.
fn of_kind<'r>(rows: &'r [Row], decision: &'static str) -> impl Iterator<Item = &'r Row> {
    rows.iter().filter(move |row| row.decision == decision)
}

/// One text behind another.
fn then(first: &Text, next: Option<Text>) -> Text {
    let texts: Vec<Text> = [first.clone()].into_iter().chain(next).collect();
    Text::join(&texts, " ")
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

/// Why there is each cache, the load of its store with it and without.
fn caches(ground: &Ground, rows: &[Row]) -> Vec<Text> {
    let shields = ground.shields();
    let line = |row: &Row| {
        let pair = row.about.and_then(|id| shields.iter().find(|(cache, _)| *cache == id));
        then(&row.text, pair.and_then(|pair| cache(ground, *pair)))
    };
    of_kind(rows, "cache").map(line).collect()
}

/// What that is in requests, and whether the store holds without any hit.
fn cache(ground: &Ground, (cache, db): (ComponentId, ComponentId)) -> Option<Text> {
    let reason = CacheReason::of(ground, cache, db)?;
    let (warm, cold) = (ground.usage(db)?.peak(), ground.cold(cache).usage(db)?.peak());
    let store = ground.called(db);
    let holds = match least_hits(ground, cache, &reason) {
        Some(_) => Text::default(),
        None => {
            text!(" 적중률이 0%여도 넘치지 않습니다.", " It would hold even at a hit ratio of 0%.")
        }
    };
    Some(text!(
        store, holds, r0 = words::rps(warm), r1 = words::rps(cold);
        "{store:가} 피크에 받는 부하는 캐시가 있으면 {r0}, 없으면 {r1}입니다.{holds}",
        "At the peak {store} gets {r0} with it and {r1} without.{holds}"
    ))
}

/// Why there is each queue, what piles up in it, and what that asks of those who take from it.
fn queues(ground: &Ground, rows: &[Row]) -> Vec<Text> {
    let mut lines: Vec<Text> = Vec::new();
    let mut told: Vec<ComponentId> = Vec::new();
    for row in of_kind(rows, "queue") {
        let kind = row.about.map(|id| ground.study.kind(id));
        let (Some(queue), Some(Kind::Queue)) = (row.about, kind) else { continue };
        let first = ground.consumers(queue).first().copied();
        let taker = of_kind(rows, "consumers").find(|it| it.about == first && first.is_some());
        told.extend(taker.and(first));
        let piled = first.and_then(|id| piled(ground, id));
        lines.push(then(&then(&row.text, piled), taker.map(|it| begun(&it.judged))));
    }
    let others =
        of_kind(rows, "consumers").filter(|it| it.about.is_none_or(|id| !told.contains(&id)));
    for row in others {
        lines.push(then(&row.text, row.about.and_then(|id| piled(ground, id))));
    }
    lines
}

/// As a sentence of its own.
fn begun(judged: &Text) -> Text {
    Text { ko: judged.ko.clone(), en: judged.en.capitalized() }
}

/// What a peak leaves, and how long that takes.
fn piled(ground: &Ground, reader: ComponentId) -> Option<Text> {
    let backlog = ground.backlog(reader).filter(Backlog::grows)?;
    let (piled, caught_up) = (words::count(backlog.waiting().round()), words::caught_up(&backlog));
    let long = words::duration(backlog.peak_for);
    Some(text!(
        long, piled, caught_up;
        "피크 {long}에 {piled}건이 쌓입니다. {caught_up}",
        "{piled} messages pile up in {long} of a peak. {caught_up}"
    ))
}

/// What serves while it is deployed, and what that costs.
fn deploy(ground: &Ground, row: &Row) -> Text {
    let Some(id) = row.about else { return row.text.clone() };
    let deploy = Deploy::of(ground, id);
    let costs = match deploy.way {
        // It will be done otherwise.
        _ if deploy.serving == 0 || row.is_plan => None,
        Some(Way::Rolling) => Some(text!(
            "한 번에 1대씩 바꾸므로 추가 비용은 없습니다.",
            "One is replaced at a time, which costs nothing extra."
        )),
        Some(Way::BlueGreen) => Some(green(ground, id)),
        Some(_) => Some(text!(
            "새 서버를 먼저 띄우므로 줄지 않습니다.",
            "The new one starts first, so there are never fewer."
        )),
        None => None,
    };
    then(&row.text, costs)
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
