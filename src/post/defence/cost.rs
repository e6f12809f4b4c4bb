//! Attacks on the bill, and on whether all of it is needed.

use super::Entry;
use super::case::{Case, Verdict};
use crate::analysis::cost::{CostLine, Coverage, Currency};
use crate::model::{Attr, ComponentId, Dimension, Duration, Place};
use crate::post::bills;
use crate::post::ground::Ground;
use crate::post::verdicts::{Following, carried_by};
use crate::post::words;
use crate::say::Text;
use crate::text;
use std::collections::BTreeMap;

pub const ENTRIES: &[Entry] = &[
    ("cost-cut", cut, &["over-budget"]),
    ("cost-worth", worth, &[]),
    ("cost-idle", idle, &["over-engineered", "fixed-capacity"]),
    ("why-tech", technology, &["over-engineered", "number-without-basis"]),
];

/// What each place costs, the most first.
fn places(lines: &[CostLine]) -> Vec<(Place, f64, Currency)> {
    let mut sums: BTreeMap<Place, (f64, Currency)> = BTreeMap::new();
    for line in lines {
        sums.entry(line.place).or_insert((0.0, line.currency)).0 += line.running().hi;
    }
    let mut all: Vec<_> =
        sums.into_iter().map(|(place, (sum, currency))| (place, sum, currency)).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    all
}

/// A tier that runs more than the peak needs with one lost: how many would do, and what that saves.
struct Idle {
    id: ComponentId,
    need: u32,
    count: u32,
    less: u32,
    then: f64,
}

fn idle_tier(ground: &Ground) -> Option<Idle> {
    let put = |id: ComponentId| {
        let usage = ground.usage(id)?;
        let (count, less) = (ground.design().running(id), ground.enough(id)?);
        let then = usage.utilization_with(less);
        let need = usage.replicas_at(usage.target)?;
        let split = ground.study.is_in_pool(id) || ground.study.is_fed_by_queues(id);
        (less < count && !split).then_some(Idle { id, need, count, less, then })
    };
    ground.servers().into_iter().find_map(put)
}

fn cut(ground: &Ground) -> Vec<Case> {
    let cost = ground.study.cost();
    let total = ground.study.total_cost();
    let largest = places(&cost.lines);
    let named = |(place, sum, currency): &(Place, f64, Currency)| {
        let (called, money) =
            (words::place(ground.design(), *place), ground.money(*sum, *currency));
        text!(called, money; "{called} {money}", "{called} {money}")
    };
    let shown: Vec<Text> = largest.iter().take(3).map(named).collect();
    let Coverage { priced, of, assumed } = cost.coverage();
    let budget = ground.design().slo.quantity(Attr::Budget);
    let spent = budget.and_then(|it| Some((it, ground.study.total_cost_in(it.dimension)?)));
    let over = spent.is_some_and(|(budget, spent)| spent.lo > budget.high());
    let shown_budget = budget.map(|it| crate::say::number::amount(it.dimension, it.lo, it.hi));
    let (gap, is_decided) = (bills::missing(ground.study), over || !cost.is_open());
    let (within, undecided) = match spent.is_some() && is_decided {
        true => (shown_budget, None),
        false => (None, shown_budget),
    };
    let first = largest.first();
    let part = first.zip(total).filter(|((.., one), (_, other))| one == other);
    let case = Case::new(&[])
        .may("total", bills::total(ground.study))
        .count("known", priced as u32)
        .count("all", of as u32)
        .may("asm", (0 < assumed && assumed < priced).then(|| Text::same(assumed.to_string())))
        .flag("guessed", assumed > 0 && assumed == priced)
        .flag("every", !cost.is_open())
        .may("largest", (shown.len() > 1).then(|| Text::join(&shown, ", ")))
        .may("gap", (!gap.is_empty()).then(|| words::list(&gap)))
        .may("l1", first.map(|(place, ..)| words::place(ground.design(), *place)))
        .share("p", part.map(|((_, sum, _), (total, _))| sum / total.hi))
        .may("budget", within)
        .may("undecided", undecided);
    let case = match bills::best_saving(ground) {
        Some((cut, less, effect)) => {
            case.say("cut", cut).say("less_cost", less).say("effect", effect)
        }
        None => case,
    };
    vec![with_idle(ground, case).falls_if(over)]
}

fn with_idle(ground: &Ground, case: Case) -> Case {
    let Some(idle) = idle_tier(ground) else { return case };
    let Some((cost, currency)) = ground.cost_of(idle.id) else { return case };
    let saved = cost * f64::from(idle.count - idle.less) / f64::from(idle.count);
    let left = carried_by(&ground.growth(), idle.id, idle.less);
    case.say("idle", ground.called(idle.id))
        .may("left", left.and_then(words::reached))
        .count("need", idle.need)
        .count("n", idle.count)
        .count("less", idle.less)
        .share("u1", Some(idle.then))
        .say("save", ground.money(saved, currency))
}

fn worth(ground: &Ground) -> Vec<Case> {
    let Some(base) = ground.base else { return Vec::new() };
    let downs = Ground::downtime(base).zip(Ground::downtime(ground.study));
    let Some((before, after)) = downs else { return Vec::new() };
    let totals = base.total_cost().zip(ground.study.total_cost());
    let more = totals.filter(|((_, a), (_, b))| a == b);
    let more = more.map(|((old, currency), (new, _))| (new.hi - old.hi, currency));
    let gaps = [base, ground.study].map(|study| bills::missing(study).len() as u32);
    let is_whole = gaps == [0, 0];
    let more = more.filter(|(more, _)| *more > 0.0 && is_whole);
    let avoided = before - after;
    // Twelve months are paid for the minutes of a year.
    let each = more
        .filter(|_| avoided > Duration::ZERO)
        .map(|(more, currency)| (more * 12.0 / avoided.as_minutes(), currency));
    vec![
        Case::new(&[])
            .may("more", more.map(|(more, currency)| ground.money(more, currency)))
            .down("min0", before)
            .down("min1", after)
            .may("ppm", each.map(|(each, currency)| words::paid(each, currency)))
            .may("gap", (!is_whole).then(|| words::count(f64::from(gaps[0]))))
            .count("unpriced", gaps[1])
            .falls_if(avoided <= Duration::ZERO),
    ]
}

fn idle(ground: &Ground) -> Vec<Case> {
    let Some(demand) = ground.study.demand().filter(|demand| demand.factor.hi >= 3.0) else {
        return Vec::new();
    };
    let put = |id: ComponentId| {
        let usage = ground.usage(id)?;
        let count = ground.design().running(id);
        let (enough, following) = (ground.enough(id)?, Following::of(ground, id)?);
        let scales = ground.design().scales(id);
        let mean = usage.utilization_with(count) / demand.factor.hi;
        if count < 2 || ground.study.is_fed_by_queues(id) || ground.study.is_in_pool(id) {
            return None;
        }
        Some(
            Case::new(&[id])
                .say("srv", ground.called(id))
                .share("u0", Some(mean))
                .count("n", count)
                .count("enough", enough)
                .may("lo", scales.map(|(lo, _)| words::count(f64::from(lo))))
                .may("hi", scales.map(|(_, hi)| words::count(f64::from(hi))))
                .flag("scaled", scales.is_some())
                .flag("more", following.is_idle)
                .falls_if(following.is_due),
        )
    };
    ground.servers().into_iter().filter_map(put).collect()
}

fn technology(ground: &Ground) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for db in ground.primaries() {
        let shards = ground.facts(db).number(Attr::Shards, Dimension::Count);
        let Some(shards) = shards.filter(|shards| shards.high() > 1.0) else { continue };
        let Some((usage, writes)) = ground.usage(db).zip(ground.peak_writes(db)) else { continue };
        let used = writes / usage.writes_each();
        let (limit, load, part) =
            (words::rps(usage.writes_each()), words::rps(writes), words::share(used));
        let count = words::count(shards.high());
        let why = text!(
            limit, load, part;
            "주 서버 1대의 쓰기 한계는 {limit}인데 피크 쓰기는 {load}({part})입니다.",
            "One primary takes {limit} of writes, and the peak writes {load} ({part})."
        );
        let called = ground.called(db);
        let what = text!(called, count; "{called} 샤드 {count}개", "{count} shards of {called}");
        cases.push(case(ground, db, what, why, used <= 1.0));
    }
    for id in ground.servers() {
        let Some((usage, enough)) = ground.usage(id).zip(ground.enough(id)) else { continue };
        let count = ground.design().running(id);
        let Some(need) = usage.replicas_at(usage.target).filter(|_| count > 3 * enough.max(1))
        else {
            continue;
        };
        let why = text!(
            need, enough, count;
            "피크에 {need}대, 한 대를 잃어도 버티려면 {enough}대면 되는데 {count}대입니다.",
            "The peak needs {need}, or {enough} to stand the loss of one, and there are {count}."
        );
        let called = ground.called(id);
        let what = text!(called, count; "{called} {count}대", "{count} of {called}");
        cases.push(case(ground, id, what, why, true));
    }
    cases
}

fn case(ground: &Ground, id: ComponentId, what: Text, why: Text, early: bool) -> Case {
    let verdict = if early { Verdict::Falls } else { Verdict::Holds };
    Case::new(&[id])
        .say("what", what)
        .say("why", why)
        .may("note", ground.note(id).map(words::quoted))
        .verdict(verdict)
}
