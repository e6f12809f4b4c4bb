//! The last week: what changes and why, what that costs, the tenfold day, everything failed once, and
//! what is left.

use super::ground::{Ground, Weak};
use super::sections::{Page, Rows, heading, item, or_unknown, unknown};
use super::tenfold::Tenfold;
use super::words;
use crate::analysis::Study;
use crate::analysis::change::{Pair, State, compare};
use crate::analysis::cost::Coverage;
use crate::analysis::sweep::{Loss, Lost};
use crate::diagnostic::Diagnostic;
use crate::model::{ComponentId, Design, Kind, Place};
use crate::report::figures::whole_fact;
use crate::say::{Lang, Text};
use crate::text;

pub fn section(ground: &Ground, lang: Lang) -> Page {
    let mut page = Page::default();
    if let Some(base) = ground.base {
        changes(ground, base, lang, &mut page);
    }
    heading(&mut page, lang, "비용과 복잡도", "Cost and complexity");
    price(ground, lang).write(&mut page);
    tenfold(ground, lang, &mut page);
    sweep(ground, lang, &mut page);
    left(ground, lang, &mut page);
    page
}

/// Of changes, and of losses, one post tells so many.
const MOST: usize = 20;

fn changes(ground: &Ground, base: &Study, lang: Lang, page: &mut Page) {
    let (old, new) = (base.design(), ground.design());
    let comparison = compare(old, new);
    let lines: Vec<Text> =
        comparison.components.iter().filter_map(|pair| change(ground, base, pair)).collect();
    heading(page, lang, "바뀐 것과 이유", "What changes and why");
    if lines.is_empty() && comparison.facts.is_empty() {
        let none = text!("바뀐 것이 없습니다.", "Nothing changes.");
        item(page, &none, lang);
    }
    lines.iter().take(MOST).for_each(|line| item(page, line, lang));
    if lines.len() > MOST {
        let more = lines.len() - MOST;
        item(page, &text!(more; "그 밖에 {more}곳이 바뀝니다.", "{more} more change."), lang);
    }
    if !comparison.facts.is_empty() {
        let facts: Vec<Text> = comparison.facts.iter().map(whole_fact).collect();
        let facts = Text::join(&facts, ", ");
        item(page, &text!(facts; "전체: {facts}", "Overall: {facts}"), lang);
    }
    page.ours("\n");
}

fn change(ground: &Ground, base: &Study, pair: &Pair<ComponentId>) -> Option<Text> {
    let (old, new) = (base.design(), ground.design());
    match (pair.state(), pair.old, pair.new) {
        (State::Same, ..) => None,
        (State::Added, _, Some(id)) => {
            let (called, tech) = (words::called(new, id), words::technology(new, id));
            let why = added_because(ground, id);
            Some(
                text!(called, tech, why; "{called}({tech}) 추가{why}", "{called} ({tech}) is new{why}"),
            )
        }
        (State::Removed, Some(id), _) => {
            let called = words::called(old, id);
            Some(text!(called; "{called} 제거", "{called} is gone"))
        }
        (_, Some(was), Some(is)) => {
            let called = words::called(new, is);
            let what = Text::join(&pair.changes, ", ");
            let why = changed_because(ground, base, was, is);
            Some(text!(called, what, why; "{called}: {what}{why}", "{called}: {what}{why}"))
        }
        _ => None,
    }
}

fn added_because(ground: &Ground, id: ComponentId) -> Text {
    if let Some(note) = ground.note(id) {
        let note = words::quoted(note);
        return text!(note; " → “{note}”", " → “{note}”");
    }
    let consumers = ground.consumers(id).into_iter();
    let mut called =
        consumers.flat_map(|it| ground.calls(it)).map(|link| ground.design().link(link).to);
    match called.find(|to| ground.study.kind(*to) == Kind::External) {
        Some(outside) if ground.study.kind(id) == Kind::Queue => {
            let outside = ground.called(outside);
            text!(outside; " → {outside:을} 요청 밖으로 뺌", " → takes {outside} out of the request")
        }
        _ => Text::default(),
    }
}

/// What was wrong with it and is not any more: it stopped journeys alone, or filled up.
fn changed_because(ground: &Ground, base: &Study, was: ComponentId, is: ComponentId) -> Text {
    let here = Ground { study: base, base: None, findings: &[] };
    let (before, after) =
        (here.minutes(Place::Component(was)), ground.minutes(Place::Component(is)));
    let mut reasons: Vec<Text> = Vec::new();
    if before > 1.0 && after < before * 0.9 {
        let (down, left) = (words::minutes(before), words::minutes(after));
        reasons.push(match after >= 1.0 {
            true => text!(
                down, left;
                "이 때문에 멈추는 시간이 연간 {down}에서 {left:로}",
                "downtime because of it goes from {down} a year to {left}"
            ),
            false => text!(
                down;
                "혼자 죽어도 이제 멈추지 않음(전에는 연간 {down})",
                "its loss alone stops no journey any more ({down} a year before)"
            ),
        });
    }
    let (before, after) = (base.recovery(was).time.clone(), ground.recovery(is).time.clone());
    if before.is_lost() && !after.is_lost() {
        let takes = words::duration(after.seconds);
        reasons.push(text!(
            takes;
            "되살릴 수 없던 데이터를 {takes} 안에 되살림",
            "data that would have been lost for good is back within {takes}"
        ));
    }
    let fills = here.study.capacity(was).zip(ground.study.capacity(is));
    if let Some((old, new)) = fills.filter(|(old, new)| new.advertised > old.advertised * 1.2) {
        let (old, new) = (words::margin(old.advertised), words::margin(new.advertised));
        reasons.push(text!(
            old, new;
            "버티는 트래픽이 {old}에서 {new:로}",
            "it carries {new} today's traffic instead of {old}"
        ));
    }
    if reasons.is_empty() {
        return Text::default();
    }
    let reasons = Text::join(&reasons, ", ");
    text!(reasons; " → {reasons}", " → {reasons}")
}

/// Always there: what is not known is named in its row.
fn price(ground: &Ground, lang: Lang) -> Rows {
    let head = match ground.base {
        Some(_) => vec![("항목", "figure"), ("AS-IS", "AS-IS"), ("TO-BE", "TO-BE")],
        None => vec![("항목", "figure"), ("지금", "now")],
    };
    let mut rows = Rows::new(lang, ("", ""), &head, &[1, 2]);
    let mut row = |title: Text, of: &dyn Fn(&Study) -> Text| {
        let mut cells = vec![title];
        cells.extend(ground.base.map(of));
        cells.push(of(ground.study));
        rows.row(&cells.iter().collect::<Vec<_>>());
    };
    row(text!("월 비용", "cost a month"), &cost);
    row(text!("가격을 아는 구성 요소", "components with a price"), &covered);
    row(text!("가격을 모르는 구성 요소", "components without a price"), &unpriced);
    row(text!("가장 오래 멈추는 여정(연간)", "longest downtime a year"), &|study| {
        or_unknown(Ground::downtime(study).map(words::minutes))
    });
    let names = [
        ("구성 요소", "components"),
        ("기술 종류", "technologies"),
        ("상태 유지(Stateful) 구성 요소", "stateful components"),
        ("복제 연결", "replication links"),
        ("수동 장애 조치", "manual failovers"),
        ("영역을 넘는 동기 호출", "synchronous cross-domain calls"),
        ("순환 복잡도", "cyclomatic number"),
    ];
    for (at, (ko, en)) in names.into_iter().enumerate() {
        row(Text::new(ko, en), &|study| Text::same(study.complexity().entries()[at].1.to_string()));
    }
    rows
}

fn cost(study: &Study) -> Text {
    let krw = study.terms().krw_per_usd;
    match study.total_cost() {
        Some((sum, currency)) => study.cost().at_least(words::money(sum, currency, krw)),
        None => text!("가격을 모름", "no price known"),
    }
}

fn covered(study: &Study) -> Text {
    let Coverage { priced: known, of: all, assumed } = study.cost().coverage();
    text!(
        all, known, assumed;
        "{all}개 중 {known}개(가정 {assumed}개)",
        "{known} of {all} ({assumed} assumed)"
    )
}

fn unpriced(study: &Study) -> Text {
    let ids = &study.cost().unpriced;
    match ids.is_empty() {
        true => text!("없음", "none"),
        false => words::components(study.design(), ids),
    }
}

fn tenfold(ground: &Ground, lang: Lang, page: &mut Page) {
    let Some(day) = Tenfold::of(ground) else { return };
    heading(page, lang, "내일 트래픽이 10배가 되면", "Ten times the traffic tomorrow");
    let (design, holds) = (ground.design(), day.holds());
    let peak = or_unknown(day.peak.map(words::rps));
    let verdict = match (holds, day.rows.first()) {
        (_, None) => text!(
            "처리 한계를 재지 않아 버티는지 말하지 못합니다.",
            "No limit has been measured, so whether it holds cannot be said."
        ),
        (true, Some(first)) => {
            let called = ground.called(first.id);
            let at = words::margin(first.fills_at);
            text!(
                called, at;
                "버팁니다. 가장 먼저 차는 곳은 {called}이고 지금의 {at}까지 됩니다.",
                "It holds. The first to fill is {called}, at {at} today's traffic."
            )
        }
        (false, Some(first)) => {
            let called = ground.called(first.id);
            let at = words::margin(first.fills_at);
            text!(
                called, at;
                "버티지 못합니다. 지금의 {at}에서 {called:가} 먼저 찹니다.",
                "It does not hold. {called} fills first, at {at} today's traffic."
            )
        }
    };
    let all = text!(peak, verdict; "피크 {peak:가} 들어옵니다. {verdict}", "{peak} arrive at the peak. {verdict}");
    page.theirs(all.get(lang)).ours("\n\n");
    let head = [
        ("구성 요소", "component"),
        ("지금", "now"),
        ("10배(확장 전)", "tenfold, before scaling"),
        ("10배(확장 뒤)", "tenfold, once scaled"),
        ("더할 것", "to add"),
    ];
    let mut rows = Rows::new(lang, ("", ""), &head, &[1, 2, 3]);
    for row in day.rows.iter().take(8) {
        rows.row(&[
            &words::label(design, row.id),
            &words::share(row.today),
            &words::share(row.before),
            &words::share(row.after),
            &to_add(ground, row),
        ]);
    }
    rows.write(page);
}

/// How many more, what they cost, and how busy they would be.
fn to_add(ground: &Ground, row: &super::tenfold::Row) -> Text {
    let is_over = row.before.max(row.after) > 1.0 + 1e-9;
    let Some((count, then)) = row.enough.zip(row.then) else {
        return match is_over {
            true => text!("대수로는 안 됨", "more do not help"),
            false => unknown(),
        };
    };
    let now = ground.design().running(row.id);
    let then = words::share(then);
    let cost = ground.cost_of(row.id).map(|(cost, currency)| {
        let more = cost / f64::from(now) * f64::from(count.saturating_sub(now));
        let money = ground.money(more, currency);
        text!(money; ", {money} 추가", ", {money} more")
    });
    let cost = cost.unwrap_or_else(|| text!(", 가격 모름", ", price not known"));
    text!(count, then, cost; "{count}대면 {then}{cost}", "{then} with {count}{cost}")
}

fn sweep(ground: &Ground, lang: Lang, page: &mut Page) {
    let (design, sweep) = (ground.design(), ground.study.sweep());
    heading(page, lang, "하나씩 죽여 보면", "Taking each away in turn");
    let head = [
        ("죽는 곳", "what is lost"),
        ("멈추는 여정", "journeys that stop"),
        ("새로 넘치는 곳", "what overflows"),
        ("복구", "to recover"),
    ];
    let mut rows = Rows::new(lang, ("", ""), &head, &[3]);
    let losses: Vec<&Loss> = sweep.structural.iter().chain(&sweep.overload).collect();
    for loss in losses.iter().take(MOST) {
        let back = match loss.lost {
            Lost::Replica(id) => Some(ground.recovery(id)),
            Lost::Place(place @ Place::Component(id)) => {
                ground.is_ours(place).then(|| ground.recovery(id))
            }
            Lost::Place(Place::Group(_)) => None,
        };
        let back = back.map(|it| match it.time.is_lost() {
            true => text!("되살릴 수 없음", "never"),
            false => words::duration(it.time.seconds),
        });
        let flows = (!loss.flows.is_empty()).then(|| words::flows(design, &loss.flows));
        let over =
            (!loss.overloaded.is_empty()).then(|| words::components(design, &loss.overloaded));
        rows.row(&[
            &lost(design, loss.lost),
            &or_unknown(flows),
            &or_unknown(over),
            &or_unknown(back),
        ]);
    }
    let places = places(design);
    let fine = places.saturating_sub(losses.len());
    let note = match losses.len() {
        _ if fine == 0 => text!(
            places;
            "{places}곳을 하나씩 죽여 보았고, 어느 하나를 잃어도 멈추거나 넘치는 곳이 있습니다.",
            "We took {places} places away, one at a time; the loss of any stops a journey or overloads something."
        ),
        0 => text!(
            places;
            "{places}곳을 하나씩 모두 죽여 보았고, 멈추는 여정도 새로 넘치는 곳도 없습니다.",
            "We took {places} places away, one at a time: no journey stops and nothing overflows."
        ),
        _ => text!(
            places, fine;
            "{places}곳을 하나씩 죽여 보았고, 나머지 {fine}곳은 잃어도 모든 여정이 이어집니다.",
            "We took {places} places away, one at a time; every journey survives the loss of any of the other {fine}."
        ),
    };
    rows.note(&note);
    rows.write(page);
}

fn places(design: &Design) -> usize {
    let own = design.components.iter().filter(|it| it.kind != Kind::User).count();
    own + design.groups.iter().filter(|group| group.kind.is_failure_domain()).count()
}

fn lost(design: &Design, lost: Lost) -> Text {
    match lost {
        Lost::Replica(id) => {
            let called = words::label(design, id);
            text!(called; "{called} 1대", "one of {called}")
        }
        Lost::Place(Place::Component(id)) => words::label(design, id),
        Lost::Place(Place::Group(id)) => words::group(design, id),
    }
}

/// What we accepted, and what still stops a journey alone.
fn left(ground: &Ground, lang: Lang, page: &mut Page) {
    let accepted: Vec<Text> =
        ground.findings.iter().filter_map(|it| decision(ground.design(), it)).collect();
    let weak = ground.weak();
    heading(page, lang, "남은 위험과 감수한 이유", "Remaining risks, and why they are accepted");
    accepted.iter().for_each(|text| item(page, text, lang));
    for text in risks(ground, &weak) {
        item(page, &text, lang);
    }
    if accepted.is_empty() && weak.is_empty() {
        let none = text!(
            "혼자서 여정을 멈추는 곳은 남지 않았습니다. 두 곳을 함께 잃는 경우와 사람의 실수는 남아 있습니다.",
            "Nothing is left that stops a journey alone. The loss of two at once and human error remain."
        );
        item(page, &none, lang);
    }
    page.ours("\n");
}

/// What still stops a journey alone, each reason once with all that it holds for.
fn risks(ground: &Ground, weak: &[Weak]) -> Vec<Text> {
    let mut by_reason: Vec<(Text, Vec<Text>)> = Vec::new();
    for it in weak {
        let (called, minutes) = (words::unit(ground.design(), it.unit), words::minutes(it.minutes));
        let named =
            text!(called, minutes; "{called}(연간 {minutes})", "{called} ({minutes} a year)");
        let reason = match ground.is_ours(it.place) {
            true => text!(
                "혼자 죽어도 여정이 멈추는데, 감수하는 이유는 아직 적지 않았습니다",
                "each stops a journey alone, and why that is accepted is not written down yet"
            ),
            false => words::beyond(ground, it.place),
        };
        match by_reason.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, names)) => names.push(named),
            None => by_reason.push((reason, vec![named])),
        }
    }
    let said = by_reason.into_iter().map(|(reason, names)| {
        let names = words::list(&names);
        text!(names, reason; "{names}: {reason}.", "{names}: {reason}.")
    });
    said.collect()
}

fn decision(design: &Design, finding: &Diagnostic) -> Option<Text> {
    let accepted = finding.accepted.as_ref()?;
    let message = &words::labelled(design, &finding.message);
    let reason = words::quoted(&accepted.reason);
    Some(match accepted.until {
        Some(until) => text!(
            message, reason, until;
            "{message}. 감수한 이유: “{reason}” (기한 {until})",
            "{message}. Accepted: “{reason}” (until {until})"
        ),
        None => {
            text!(message, reason; "{message}. 감수한 이유: “{reason}”", "{message}. Accepted: “{reason}”")
        }
    })
}
