//! The tenfold day in the last week's post: what holds, what fills first, what falls behind, what to add.

use super::ground::Ground;
use super::sections::{Page, Rows, heading, or_unknown, unknown};
use super::tenfold::{Row, Tenfold};
use super::words;
use crate::analysis::backlog::Backlog;
use crate::say::{Lang, Text, number};
use crate::text;

/// The first so many to fill are shown.
const MOST_SHOWN: usize = 8;

pub fn section(ground: &Ground, lang: Lang, page: &mut Page) {
    heading(page, lang, "내일 트래픽이 10배가 되면", "Ten times the traffic tomorrow");
    let Some(day) = Tenfold::of(ground) else {
        page.theirs(uncounted().get(lang)).ours("\n\n");
        return;
    };
    let (peak, verdict) = (or_unknown(day.peak.map(words::rps)), verdict(ground, &day));
    let late: Vec<Text> = day.late().map(|(row, lags)| behind(ground, row, lags)).collect();
    let all = text!(peak, verdict; "피크 {peak:가} 들어옵니다. {verdict}", "{peak} arrive at the peak. {verdict}");
    page.theirs(all.get(lang));
    for text in late {
        page.ours(" ").theirs(text.get(lang));
    }
    page.ours("\n\n");
    let head = [
        ("구성 요소", "component"),
        ("지금", "now"),
        ("10배(확장 전)", "tenfold, before scaling"),
        ("10배(확장 뒤)", "tenfold, once scaled"),
        ("더할 것", "to add"),
    ];
    let mut rows = Rows::new(lang, ("", ""), &head, &[1, 2, 3]);
    for row in day.rows.iter().take(MOST_SHOWN) {
        rows.row(&[
            &words::label(ground.design(), row.id),
            &used(row.today, row.behind),
            &used(row.before, row.lags),
            &used(row.after, row.lags),
            &to_add(ground, row),
        ]);
    }
    rows.write(page);
}

/// Without traffic there is nothing to take ten times.
fn uncounted() -> Text {
    text!(
        "트래픽을 아직 정하지 않아 10배인 날에 어디부터 넘치는지 계산하지 못했습니다. 채울 사실: `dau`, `requests-per-user`, `peak`.",
        "No traffic is decided yet, so what fills first on a tenfold day was not computed. Missing: `dau`, `requests-per-user`, `peak`."
    )
}

fn used(share: f64, late: Option<Backlog>) -> Text {
    let share = words::share(share);
    match late {
        Some(_) => text!(share; "{share}, 밀림", "{share}, falls behind"),
        None => share,
    }
}

fn verdict(ground: &Ground, day: &Tenfold) -> Text {
    let holds = day.holds();
    if !day.open.is_empty() && holds {
        let names: Vec<Text> = day.open.iter().map(|id| ground.called(*id)).collect();
        let names = words::list(&names);
        return text!(
            names;
            "{names:이} 몇 대까지 늘어나는지 정하지 않아 버티는지 말하지 못합니다. 채울 사실: `autoscale`.",
            "How far {names} may scale is not decided, so whether it holds cannot be said. Missing: `autoscale`."
        );
    }
    let Some(first) = day.first() else {
        return match day.rows.is_empty() || holds {
            true => text!(
                "요청이 기다리는 곳의 처리 한계를 재지 않아 버티는지 말하지 못합니다.",
                "What requests wait for has no measured limit, so whether it holds cannot be said."
            ),
            false => text!("버티지 못합니다.", "It does not hold."),
        };
    };
    let called = ground.called(first.id);
    let Some(at) = words::reached(first.fills_at) else {
        return text!(
            "버팁니다. 요청이 기다리는 곳 가운데 트래픽만으로 차는 곳은 없습니다.",
            "It holds. Nothing that requests wait for is filled by traffic alone."
        );
    };
    match (holds, first.is_over()) {
        (true, _) if day.late().next().is_none() => text!(
            called, at;
            "버팁니다. 가장 먼저 차는 곳은 {called}이고 지금 켜 둔 대수로 {at}까지 됩니다.",
            "It holds. The first to fill is {called}, at {at} today's traffic with what runs now."
        ),
        (true, _) => text!(
            called, at;
            "요청은 버팁니다. 가장 먼저 차는 곳은 {called}이고 지금 켜 둔 대수로 {at}까지 됩니다.",
            "Requests hold. The first to fill is {called}, at {at} today's traffic with what runs now."
        ),
        (false, true) => text!(
            called, at;
            "버티지 못합니다. 지금 켜 둔 대수로는 {at}에서 {called:가} 먼저 찹니다.",
            "It does not hold. With what runs now {called} fills first, at {at} today's traffic."
        ),
        (false, false) => text!("버티지 못합니다.", "It does not hold."),
    }
}

/// Who falls behind, how far, and when it has caught up.
fn behind(ground: &Ground, row: &Row, lags: Backlog) -> Text {
    let called = ground.called(row.id);
    let (piled, caught_up) = (words::count(lags.waiting().round()), words::caught_up(&lags));
    let since = match row.behind {
        Some(_) => text!("지금도 밀리는", "falls behind already"),
        None => {
            let at = number::margin(row.fills_at);
            text!(at; "{at}부터 밀리는", "falls behind from {at} on")
        }
    };
    text!(
        called, piled, caught_up, since, long = words::duration(lags.peak_for);
        "{since} {called} 앞에는 그날 피크 {long}에 {piled}건이 쌓입니다. {caught_up}",
        "Behind its queue {called} {since}: {piled} messages pile up in {long} of that peak. {caught_up}"
    )
}

/// How many more, what they cost, and how busy they would be.
fn to_add(ground: &Ground, row: &Row) -> Text {
    let Some((count, then)) = row.enough.zip(row.then) else {
        return match row.is_over() {
            true => text!("대수로는 안 됨", "more do not help"),
            false => unknown(),
        };
    };
    let now = ground.design().running(row.id);
    let then = match row.is_late() {
        true => text!("밀리지 않음", "it keeps up"),
        false => words::share(then),
    };
    let cost = ground.cost_of(row.id).map(|(cost, currency)| {
        let more = cost / f64::from(now) * f64::from(count.saturating_sub(now));
        let money = ground.money(more, currency);
        text!(money; ", {money} 추가", ", {money} more")
    });
    let cost = cost.unwrap_or_else(|| text!(", 가격 모름", ", price not known"));
    text!(count, then, cost; "{count}대면 {then}{cost}", "{then} with {count}{cost}")
}
