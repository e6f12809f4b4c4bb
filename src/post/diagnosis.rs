//! The first week: what would break right now, and what will be done about each.

use super::ground::Ground;
use super::sections::{Page, heading, item, pick};
use super::verdicts::Standby;
use super::weak::Weak;
use super::words;
use crate::analysis::Unit;
use crate::model::{Attr, ComponentId, Failover, Kind, Place};
use crate::say::{Lang, Text, number};
use crate::text;

pub fn section(ground: &Ground, lang: Lang) -> Page {
    let mut page = Page::default();
    let weak = ground.weak();
    heading(&mut page, lang, "지금 당장 터진다면", "If something broke right now");
    breaks(ground, &weak, lang, &mut page);
    let ours: Vec<&Weak> = weak.iter().filter(|it| ground.is_ours(it.place)).collect();
    let plans: Vec<Text> = ours.iter().filter_map(|it| plan(ground, it)).collect();
    let kept = kept(ground, &weak);
    if !(plans.is_empty() && kept.is_empty()) {
        heading(&mut page, lang, "이중화 전략", "Redundancy");
        plans.iter().chain(&kept).for_each(|text| item(&mut page, text, lang));
        page.ours("\n");
    }
    page
}

/// What is over its capacity at the peak of an ordinary day.
fn full(ground: &Ground, lang: Lang, page: &mut Page) {
    let used = |id: ComponentId| Some((id, ground.usage(id)?.utilization.hi));
    let waited_for = |id: &ComponentId| !ground.study.is_fed_by_queues(*id);
    let all = ground.design().component_ids().filter(waited_for).filter_map(used);
    let mut full: Vec<(ComponentId, f64)> = all.filter(|(_, used)| *used > 1.0 + 1e-9).collect();
    full.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    if full.is_empty() {
        return;
    }
    page.ours("**").ours(pick(lang, "아무것도 죽지 않아도", "With nothing lost")).ours("**\n\n");
    for (id, used) in full {
        let (called, used) = (ground.called(id), words::share(used));
        let line = text!(
            called, used;
            "{called:는} 지금 피크에도 용량의 {used}라서 넘칩니다.",
            "{called} is at {used} at the peak as it is."
        );
        item(page, &line, lang);
    }
    page.ours("\n");
}

/// Each single point of failure, the most harmful first, and what each tier has.
fn breaks(ground: &Ground, weak: &[Weak], lang: Lang, page: &mut Page) {
    full(ground, lang, page);
    if weak.is_empty() {
        let none = text!(
            "하나만 잃어서 멈추는 여정은 없습니다.",
            "No journey stops with the loss of one thing."
        );
        item(page, &none, lang);
    }
    for tier in TIERS {
        let of_tier: Vec<&Weak> = weak.iter().filter(|it| tier_of(ground, it) == *tier).collect();
        if of_tier.is_empty() {
            continue;
        }
        let title = tier.title();
        page.ours("**").theirs(title.get(lang)).ours("**\n\n");
        of_tier.iter().for_each(|it| item(page, &line(ground, it), lang));
        page.ours("\n");
    }
    if weak.is_empty() {
        page.ours("\n");
    }
    disks(ground, lang, page);
}

/// One line: what stops with it, for how long a year, along which way.
fn line(ground: &Ground, weak: &Weak) -> Text {
    let design = ground.design();
    let called = weak.first(ground);
    let flows = words::flows(design, &weak.flows);
    let path: Vec<Text> = weak.path.iter().map(|id| words::label(design, *id)).collect();
    let path = Text::join(&path, " → ");
    let lasts = match weak.lasts(ground) {
        Some(lasts) => text!(lasts; " 연간 {lasts}", ", for {lasts} a year"),
        None => Text::default(),
    };
    if let Some((over, used)) = weak.over.first() {
        let used = words::share(*used);
        let over = match weak.is_one_of_several() {
            true => text!("나머지가", "the others"),
            false => {
                let over = ground.called(*over);
                text!(over; "{over:이}", "{over}")
            }
        };
        let dies = match weak.place {
            Place::Component(_) => text!(called; "{called:가} 죽으면", "{called}"),
            Place::Group(_) => text!(called; "{called:을} 잃으면", "{called}"),
        };
        return text!(
            dies, over, used, flows, lasts, path;
            "{dies} 피크에는 {over} 용량의 {used:가} 되어 {flows:이} 버티지 못합니다.{lasts} ({path})",
            "{dies}: without it {over} would be at {used} at the peak, and {flows} fails with that{lasts} ({path})"
        );
    }
    let whole = match ground.is_ours(weak.place) {
        true => Text::default(),
        false => Text::new("통째로 ", ""),
    };
    let stop = match lasts.is_empty() {
        true => {
            text!(flows, whole; "{whole}죽으면 {flows:이} 멈춥니다", "{flows} stops with it{whole}")
        }
        false => text!(
            flows, whole, lasts;
            "{whole}죽으면 {flows:이} 멈춥니다.{lasts}",
            "{flows} stops with it{whole}{lasts}"
        ),
    };
    text!(called, stop, path; "{called:이} {stop} ({path})", "{called}: {stop} ({path})")
}

/// Disks that are full before anything may be deleted, the first first.
fn disks(ground: &Ground, lang: Lang, page: &mut Page) {
    let filling = ground.study.filling();
    if filling.is_empty() {
        return;
    }
    page.ours("**").ours(pick(lang, "시간이 지나면", "In time")).ours("**\n\n");
    for disk in filling {
        let (called, days) = (ground.called(disk.id), number::days(disk.days()));
        let (day, size) = (words::bytes(disk.per_day.hi), words::bytes(disk.size));
        let line = text!(
            called, days, day, size;
            "{called}의 디스크는 {days} 뒤에 가득 차고, 그때부터 쓰기가 멈춥니다. 빈 {size} 디스크에 하루 {day}씩 쌓이는 것으로 계산했습니다.",
            "The disk of {called} is full in {days}, and writes stop from then on: {day} a day on {size} that are empty today."
        );
        item(page, &line, lang);
    }
    page.ours("\n");
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tier {
    Entry,
    Servers,
    Data,
    Outside,
    Place,
}

const TIERS: &[Tier] = &[Tier::Data, Tier::Servers, Tier::Entry, Tier::Outside, Tier::Place];

impl Tier {
    fn title(self) -> Text {
        match self {
            Tier::Entry => Text::new("진입점", "Entry"),
            Tier::Servers => Text::new("서버", "Servers"),
            Tier::Data => Text::new("데이터", "Data"),
            Tier::Outside => Text::new("외부 시스템", "Outside"),
            Tier::Place => Text::new("영역과 리전", "Zones and regions"),
        }
    }
}

fn tier_of(ground: &Ground, weak: &Weak) -> Tier {
    let Place::Component(id) = weak.place else { return Tier::Place };
    match ground.study.kind(id) {
        Kind::External => Tier::Outside,
        kind if kind.is_store() => Tier::Data,
        kind if kind.is_compute() && !ground.study.is_proxy(id) => Tier::Servers,
        _ => Tier::Entry,
    }
}

/// More of what the peak needs without one.
fn enlarge(ground: &Ground, weak: &Weak) -> Option<Text> {
    let (id, _) = *weak.over.first()?;
    let (called, lost) = (ground.called(id), weak.called(ground));
    let count = ground.design().running(id);
    if let (true, Some(enough)) = (weak.is_one_of_several(), ground.enough(id)) {
        let left = words::share(ground.usage(id)?.utilization_with(enough - 1));
        return Some(text!(
            called, count, enough, left;
            "{called}: {count}대(Active-Active)이지만 피크에는 모두 필요하므로 {enough}대로 늘려, 한 대를 잃어도 {left:가} 되게 합니다.",
            "{called}: {count} of them, active-active, and the peak needs all; there will be {enough}, so that the loss of one leaves them at {left}."
        ));
    }
    match weak.place {
        // What takes over is as it is; there will be more of what is lost.
        Place::Component(_) => None,
        Place::Group(_) => Some(text!(
            called, lost;
            "{called}: {lost:을} 잃어도 남은 쪽이 피크를 받도록 대수를 늘립니다.",
            "{called}: there will be enough to carry the peak without {lost}."
        )),
    }
}

/// What we will do about one that is ours.
fn plan(ground: &Ground, weak: &Weak) -> Option<Text> {
    if let Some(text) = enlarge(ground, weak) {
        return Some(text);
    }
    let called = words::first(ground.design(), weak.unit);
    let id = match weak.unit {
        Unit::Replica(id, _) | Unit::Whole(id) => id,
        Unit::Domain(_) => {
            return Some(text!(
                called;
                "{called}: 다른 가용 영역에 같은 것을 나눠 두어, 하나를 잃어도 이어지게 합니다.",
                "{called}: the same again in another zone, so that we survive the loss of one."
            ));
        }
    };
    let now = words::duration(ground.recovery(id).time.lasts);
    let lost = ground.recovery(id).time.is_lost();
    let today = match lost {
        true => text!("지금은 되살릴 백업도 없습니다", "today there is not even a backup"),
        false if ground.guesses_backup(id) => text!(
            now;
            "백업은 적지 않았고, 있다고 보면 지금은 복구에 {now} 걸립니다",
            "no backup is stated; with one, today recovery takes {now}"
        ),
        false => text!(now; "지금은 복구에 {now} 걸립니다", "today recovery takes {now}"),
    };
    Some(match ground.study.kind(id) {
        Kind::Db if Standby::of(ground, id) == Standby::Manual => text!(
            called, now;
            "{called}: 대기 서버가 있지만 승격이 수동이라 복구에 {now} 걸립니다. 자동으로 승격되게 합니다.",
            "{called}: there is a standby, but promotion is manual and takes {now}; it will be automatic."
        ),
        Kind::Db => text!(
            called, today;
            "{called}: 대기 서버(Active-Standby)를 다른 영역에 두고 자동으로 승격합니다. {today}.",
            "{called}: active-standby over two zones with automatic promotion; {today}."
        ),
        Kind::Cache | Kind::Queue | Kind::Search => text!(
            called, today;
            "{called}: 복제 노드를 두고 자동으로 승격합니다. {today}.",
            "{called}: replicas with automatic promotion; {today}."
        ),
        Kind::Lb | Kind::Gateway | Kind::Web | Kind::Dns | Kind::Nat => text!(
            called, today;
            "{called}: 관리형으로 바꾸거나 2대(Active-Active)로 두고 헬스 체크로 죽은 쪽을 뺍니다. {today}.",
            "{called}: a managed one, or two active-active behind a health check; {today}."
        ),
        _ => text!(
            called, today;
            "{called}: 2대 이상(Active-Active)으로 늘려 로드 밸런서가 죽은 서버를 자동으로 뺍니다. {today}.",
            "{called}: two or more, active-active, and the balancer takes a dead one out; {today}."
        ),
    })
}

/// What is redundant already, and how it changes over.
fn kept(ground: &Ground, weak: &[Weak]) -> Vec<Text> {
    let design = ground.design();
    let own = design.component_ids().filter(|id| {
        let kind = ground.study.kind(*id);
        (kind.is_compute() || kind.is_store())
            && !weak.iter().any(|it| it.unit.component() == Some(*id))
            && design.running(*id) > 1
    });
    own.map(|id| redundant(ground, id)).collect()
}

/// One who takes messages: what it does not take waits.
fn taker(ground: &Ground, id: ComponentId, count: u32, takes: &Text) -> Text {
    let called = ground.called(id);
    let gone = ground.without_one(id, 1);
    let then = match ground.backlog(id) {
        Some(backlog) if backlog.grows() => {
            text!("지금도 피크에는 밀립니다", "and at the peak it falls behind already")
        }
        Some(_) if ground.falls_behind_in(&gone, id) => {
            text!(
                "그동안 피크에는 메시지가 밀립니다",
                "and meanwhile a peak leaves messages waiting"
            )
        }
        _ => text!("나머지가 받습니다", "and the rest take over"),
    };
    text!(
        called, count, takes, then;
        "{called}: {count}대(Active-Active)입니다. 한 대가 죽으면 {takes} 안에 빠지고, {then}.",
        "{called}: {count} of them, active-active. A dead one is taken out within {takes}, {then}."
    )
}

fn redundant(ground: &Ground, id: ComponentId) -> Text {
    let design = ground.design();
    let called = ground.called(id);
    let (count, takes) = (design.running(id), words::duration(ground.recovery(id).time.lasts));
    if ground.study.is_fed_by_queues(id) {
        return taker(ground, id, count, &takes);
    }
    let left = ground.usage(id).map(|usage| usage.utilization_with(count - 1));
    if let Some(left) = left.filter(|left| !design.has_standby(id) && *left > 1.0 + 1e-9) {
        let left = words::share(left);
        return text!(
            called, count, takes, left;
            "{called}: {count}대(Active-Active)입니다. 한 대가 죽으면 {takes} 안에 빠지지만, 피크에는 나머지가 용량의 {left:가} 되어 받지 못합니다.",
            "{called}: {count} of them, active-active. A dead one is taken out within {takes}, but at the peak the rest would be at {left}."
        );
    }
    if !design.has_standby(id) {
        return text!(
            called, count, takes;
            "{called}: {count}대(Active-Active)입니다. 한 대가 죽으면 {takes} 안에 빠지고 나머지가 받습니다.",
            "{called}: {count} of them, active-active. A dead one is taken out within {takes}, and the rest take over."
        );
    }
    match design.failover(id) {
        Failover::Auto => text!(
            called, count, takes;
            "{called}: {count}대입니다. 주 서버가 죽으면 {takes} 안에 자동으로 승격합니다.",
            "{called}: {count} of them. When the primary dies another is promoted automatically within {takes}."
        ),
        Failover::Manual => text!(
            called, count, takes;
            "{called}: {count}대입니다. 승격은 수동이라 {takes} 걸립니다.",
            "{called}: {count} of them. Promotion is manual and takes {takes}."
        ),
        Failover::Unknown => {
            let key = Attr::Failover.word();
            text!(
                called, count, key, takes;
                "{called}: {count}대입니다. 승격 방식(`{key}`)은 아직 정하지 않았고, 수동이라고 보면 {takes} 걸립니다.",
                "{called}: {count} of them. How it is promoted (`{key}`) is not decided; by hand it takes {takes}."
            )
        }
    }
}
