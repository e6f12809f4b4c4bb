//! The last week: what changes and why, what that costs, the tenfold day, everything failed once, and
//! what is left.

use super::bills;
use super::ground::{Ground, stands};
use super::rush;
use super::said::Both;
use super::sections::{Page, Rows, heading, item, or_unknown};
use super::verdicts::Undo;
use super::weak::Weak;
use super::words;
use crate::analysis::change::{Pair, State, compare};
use crate::analysis::cost::Coverage;
use crate::analysis::sweep::{Loss, Lost};
use crate::analysis::{Growth, Study};
use crate::diagnostic::Diagnostic;
use crate::model::{ComponentId, Design, Duration, Kind, LinkId, Place};
use crate::say::{Lang, Text, number};
use crate::text;

pub fn section(ground: &Ground, lang: Lang) -> Page {
    let mut page = Page::default();
    if let Some(base) = ground.base {
        changes(ground, base, lang, &mut page);
    }
    heading(&mut page, lang, "비용과 복잡도", "Cost and complexity");
    price(ground, lang).write(&mut page);
    rush::section(ground, lang, &mut page);
    sweep(ground, lang, &mut page);
    left(ground, lang, &mut page);
    page
}

/// Of changes, and of losses, one post tells so many.
const MOST: usize = 20;

fn changes(ground: &Ground, base: &Study, lang: Lang, page: &mut Page) {
    let (old, new) = (base.design(), ground.design());
    let comparison = compare(old, new);
    let here = Ground { study: base, base: None, findings: &[] };
    let carried = Carried { before: here.growth(), after: ground.growth() };
    let both = Both { old, new, comparison: &comparison };
    let told = |pair| change(ground, &here, &carried, &both, pair);
    let mut lines: Vec<Text> = comparison.components.iter().filter_map(told).collect();
    lines.extend(comparison.links.iter().filter_map(|pair| rewired(&both, pair)));
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
        let facts = both.whole();
        item(page, &text!(facts; "전체: {facts}", "Overall: {facts}"), lang);
    }
    page.ours("\n");
}

/// The traffic that both designs carry.
struct Carried {
    before: Growth,
    after: Growth,
}

fn change(
    ground: &Ground,
    base: &Ground,
    carried: &Carried,
    both: &Both,
    pair: &Pair<ComponentId>,
) -> Option<Text> {
    let (old, new) = (base.design(), ground.design());
    match (pair.state(), pair.old, pair.new) {
        (State::Same, ..) => None,
        (State::Added, _, Some(id)) => {
            let (called, tech) = (words::called(new, id), words::technology(new, id));
            let why = added_because(ground, id);
            Some(
                text!(called, tech, why; "{called}({tech}) 추가{why}", "New: {called} ({tech}){why}"),
            )
        }
        (State::Removed, Some(id), _) => {
            let called = words::called(old, id);
            Some(text!(called; "{called} 제거", "Gone: {called}"))
        }
        (_, Some(was), Some(is)) => {
            let called = words::called(new, is);
            let what = both.component(was, is);
            let why = changed_because(ground, base, carried, was, is);
            Some(text!(called, what, why; "{called}: {what}{why}", "{called}: {what}{why}"))
        }
        _ => None,
    }
}

/// A connection that both have and that works otherwise.
fn rewired(both: &Both, pair: &Pair<LinkId>) -> Option<Text> {
    let new = both.new;
    let (was, id) = pair.old.zip(pair.new).filter(|_| !pair.changes.is_empty())?;
    let link = new.link(id);
    let (from, to) = (words::called(new, link.from), words::called(new, link.to));
    let what = both.link(was, id);
    Some(text!(from, to, what; "{from} → {to}: {what}", "{from} → {to}: {what}"))
}

fn added_because(ground: &Ground, id: ComponentId) -> Text {
    if let Some(note) = ground.note(id) {
        let note = words::quoted(note);
        return text!(note; ". 이유: “{note}”", ". Why: “{note}”");
    }
    let design = ground.design();
    if let Some(site) = design.component(id).group.filter(|_| design.stands_by(id)) {
        let site = words::group(design, site);
        return text!(site; ". {site}에서 대기합니다.", ". It stands by in {site}.");
    }
    let consumers = ground.consumers(id).into_iter();
    let mut called =
        consumers.flat_map(|it| ground.calls(it)).map(|link| ground.design().link(link).to);
    match called.find(|to| ground.study.kind(*to) == Kind::External) {
        Some(outside) if ground.study.kind(id) == Kind::Queue => {
            let outside = ground.called(outside);
            text!(outside; ". {outside:을} 요청 밖으로 뺍니다.", ". It takes {outside} out of the request.")
        }
        _ => Text::default(),
    }
}

/// What is down for less in a year is not worth a word.
const MINUTE: Duration = Duration::minutes(1.0);

/// What was wrong with it and is not any more: it stopped journeys alone, or filled up.
fn changed_because(
    ground: &Ground,
    base: &Ground,
    carried: &Carried,
    was: ComponentId,
    is: ComponentId,
) -> Text {
    let (before, after) =
        (base.down_by(Place::Component(was)), ground.down_by(Place::Component(is)));
    let mut reasons: Vec<Text> = Vec::new();
    if before > MINUTE && after < before * 0.9 {
        let (down, left) = (words::duration(before), words::duration(after));
        // What stopped no journey alone before stops none alone now, and that is no change.
        reasons.push(match after >= MINUTE || base.study.spof_in(was).is_none() {
            true => text!(
                down, left;
                "이 때문에 멈추는 시간이 연간 {down}에서 {left:로} 줄어듭니다.",
                "Downtime because of it goes from {down} a year to {left}."
            ),
            false => text!(
                down;
                "혼자 죽어도 이제 멈추지 않습니다(전에는 연간 {down}).",
                "Its loss alone stops no journey any more ({down} a year before)."
            ),
        });
    }
    let (before, after) = (base.recovery(was).time.clone(), ground.recovery(is).time.clone());
    if before.is_lost() && !after.is_lost() {
        let takes = words::duration(after.lasts);
        reasons.push(text!(
            takes;
            "주 서버를 잃으면 되살릴 수 없었는데, 이제 {takes} 안에 이어집니다.",
            "The loss of the primary could not be undone; now it goes on within {takes}."
        ));
    }
    let (old, new) = (base.carries(&carried.before, was), ground.carries(&carried.after, is));
    reasons.extend(carries_more(old, new));
    let reasons = Text::join(&reasons, " ");
    if reasons.is_empty() { reasons } else { text!(reasons; ". {reasons}", ". {reasons}") }
}

/// How much more traffic it carries, with what runs now and once scaled.
fn carries_more(
    before: Option<(f64, Option<f64>)>,
    after: Option<(f64, Option<f64>)>,
) -> Option<Text> {
    let ((was, _), (is, scaled)) = before.zip(after)?;
    if was.is_finite() && is.is_infinite() {
        let old = number::margin(was);
        return Some(text!(
            old;
            "버티는 트래픽이 지금의 {old}까지였는데, 이제 트래픽만으로는 차지 않습니다.",
            "It carried {old} today's traffic; traffic alone no longer fills it."
        ));
    }
    let (old, new) = (number::margin(was), number::margin(is));
    match scaled.map(number::margin) {
        Some(most) if is.max(scaled.unwrap_or(is)) > was * 1.2 => Some(text!(
            old, new, most;
            "버티는 트래픽이 지금의 {old}에서 {new:로} 늘고, 다 확장하면 {most}까지 됩니다.",
            "It carries {new} today's traffic instead of {old}, and {most} once scaled."
        )),
        None if is > was * 1.2 => Some(text!(
            old, new;
            "버티는 트래픽이 지금의 {old}에서 {new:로} 늡니다.",
            "It carries {new} today's traffic instead of {old}."
        )),
        _ => None,
    }
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
    row(text!("가격을 모르는 것", "without a price"), &unpriced);
    row(text!("가장 오래 멈추는 여정(연간)", "longest downtime a year"), &|study| {
        or_unknown(Ground::downtime(study).map(words::duration))
    });
    let names = [
        (
            "구성 요소(사용자와 외부 시스템 제외)",
            "components (without users and systems of others)",
        ),
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
    bills::total(study).unwrap_or_else(|| text!("가격을 모름", "no price known"))
}

fn covered(study: &Study) -> Text {
    let Coverage { priced, of, assumed } = study.cost().coverage();
    text!(
        of, priced, assumed;
        "{of}개 중 {priced}개(가정 {assumed}개)",
        "{priced} of {of} ({assumed} assumed)"
    )
}

fn unpriced(study: &Study) -> Text {
    let missing = bills::missing(study);
    match missing.is_empty() {
        true => text!("없음", "none"),
        false => words::list(&missing),
    }
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
    let weak = ground.weak();
    for loss in losses.iter().take(MOST) {
        let back = match loss.lost {
            Lost::Replica(id) => Some(ground.recovery(id)),
            Lost::Place(place @ Place::Component(id)) => {
                ground.is_ours(place).then(|| ground.recovery(id))
            }
            Lost::Place(Place::Group(_)) => None,
        };
        let back = back.map(|it| words::back(&it.time));
        let flows = match loss.flows.is_empty() {
            false => Some(words::flows(design, &loss.flows)),
            true => at_peak(ground, &weak, loss.lost),
        };
        let over: Vec<Text> = loss.overloaded.iter().map(|id| beyond(ground, *id)).collect();
        let over = (!over.is_empty()).then(|| words::list(&over));
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
            "{places}곳을 하나씩 빼고 계산해 보니, 어느 하나를 잃어도 멈추거나 넘치는 곳이 있습니다.",
            "We took {places} places away, one at a time; the loss of any stops a journey or overloads something."
        ),
        0 => text!(
            places;
            "{places}곳을 하나씩 모두 빼고 계산해 보니, 멈추는 여정도 새로 넘치는 곳도 없습니다.",
            "We took {places} places away, one at a time: no journey stops and nothing overflows."
        ),
        _ => text!(
            places, fine;
            "{places}곳을 하나씩 빼고 계산해 보니, 나머지 {fine}곳은 잃어도 모든 여정이 이어집니다.",
            "We took {places} places away, one at a time; every journey survives the loss of any of the other {fine}."
        ),
    };
    rows.note(&note);
    rows.write(page);
}

/// Journeys that the loss stops at the peak alone.
fn at_peak(ground: &Ground, weak: &[Weak], lost: Lost) -> Option<Text> {
    let place = match lost {
        Lost::Replica(id) => Place::Component(id),
        Lost::Place(place) => place,
    };
    let strained = weak.iter().find(|it| it.place == place && !it.over.is_empty())?;
    let flows = words::flows(ground.design(), &strained.flows);
    Some(text!(flows; "{flows}(피크)", "{flows} (at the peak)"))
}

/// What is over its capacity; of one who takes messages, that it falls behind.
fn beyond(ground: &Ground, id: ComponentId) -> Text {
    let called = ground.called(id);
    match ground.study.is_fed_by_queues(id) {
        true => text!(called; "{called}(밀림)", "{called} (falls behind)"),
        false => called,
    }
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
    risks(ground, &weak).iter().for_each(|text| item(page, text, lang));
    let open = open(ground, &weak);
    open.iter().take(MOST_OPEN).for_each(|text| item(page, text, lang));
    if open.len() > MOST_OPEN {
        let more = open.len() - MOST_OPEN;
        let text = text!(more; "그 밖에 고치지 않은 지적이 {more}건 있습니다.", "Findings left beside these: {more}.");
        item(page, &text, lang);
    }
    if accepted.is_empty() && weak.is_empty() && open.is_empty() {
        let none = text!(
            "혼자서 여정을 멈추는 곳은 남지 않았습니다. 두 곳을 함께 잃는 경우와 사람의 실수는 남아 있습니다.",
            "Nothing is left that stops a journey alone. The loss of two at once and human error remain."
        );
        item(page, &none, lang);
    }
    page.ours("\n");
}

/// Of findings that stand, one post tells so many.
const MOST_OPEN: usize = 8;

/// What is found and neither mended nor accepted, but for what stands above already: what stops
/// journeys alone, and the tenfold day. And what takes longer to bring back than it may.
fn open(ground: &Ground, weak: &[Weak]) -> Vec<Text> {
    let is_said = |finding: &Diagnostic| {
        let named = |it: &Weak| finding.subjects.iter().any(|of| of.name == *name(ground, it));
        let rule = finding.rule.as_str();
        rule == "tenfold-traffic-breaks" || ALONE.contains(&rule) && weak.iter().any(named)
    };
    let open = ground.findings.iter().filter(|it| stands(it) && !is_said(it));
    let mut said: Vec<Text> = Vec::new();
    for finding in open {
        let found = words::labelled(ground.design(), &finding.message);
        let text = text!(found; "아직 고치지 않았습니다: {found}.", "Not mended yet: {found}.");
        if !said.contains(&text) {
            said.push(text);
        }
    }
    let late = ground.primaries().into_iter().filter_map(|db| {
        let undo = Undo::of(ground, db).filter(Undo::is_late)?;
        let (takes, due) = (words::duration(undo.takes), words::duration(undo.due?));
        let called = ground.called(db);
        Some(text!(
            called, takes, due;
            "{called:를} 잘못 지우면 복원에 {takes} 걸립니다. 목표({due})보다 깁니다.",
            "After a mistaken delete, restoring {called} takes {takes}, longer than the objective of {due}."
        ))
    });
    said.extend(late);
    said
}

/// What still stops a journey alone, each reason once with all that it holds for.
fn risks(ground: &Ground, weak: &[Weak]) -> Vec<Text> {
    let mut by_reason: Vec<(Text, Vec<Text>)> = Vec::new();
    for it in weak.iter().filter(|it| !is_accepted(ground, it)) {
        let reason = match ground.is_ours(it.place) {
            true if !it.over.is_empty() => text!(
                "그것만 잃어도 나머지가 피크를 받지 못하는데, 감수하는 이유는 아직 적지 않았습니다",
                "without it the peak is not carried, and why that is accepted is not written down yet"
            ),
            true => text!(
                "혼자 죽어도 여정이 멈추는데, 감수하는 이유는 아직 적지 않았습니다",
                "each stops a journey alone, and why that is accepted is not written down yet"
            ),
            false => words::beyond(ground, it.place),
        };
        let at = by_reason.iter().position(|(known, _)| *known == reason);
        let called = match at {
            Some(_) => it.called(ground),
            None => it.first(ground),
        };
        let named = match it.lasts(ground) {
            Some(lasts) => {
                text!(called, lasts; "{called}(연간 {lasts})", "{called} ({lasts} a year)")
            }
            None => called,
        };
        match at {
            Some(at) => by_reason[at].1.push(named),
            None => by_reason.push((reason, vec![named])),
        }
    }
    let said = by_reason.into_iter().map(|(reason, names)| {
        let names = words::list(&names);
        text!(names, reason; "{names}: {reason}.", "{names}: {reason}.")
    });
    said.collect()
}

/// Findings that say that a place stops journeys alone.
const ALONE: [&str; 7] = [
    "redundancy-below-peak",
    "cache-loss-overloads-db",
    "single-point-of-failure",
    "single-instance",
    "missing-replica",
    "single-load-balancer",
    "single-zone",
];

/// Why it may stop journeys alone stands among what is accepted.
fn is_accepted(ground: &Ground, it: &Weak) -> bool {
    let name = name(ground, it);
    ground.findings.iter().any(|finding| {
        let speaks = ALONE.contains(&finding.rule.as_str()) && finding.is_accepted();
        speaks && finding.subjects.iter().any(|named| named.name == *name)
    })
}

fn name<'a>(ground: &Ground<'a>, it: &Weak) -> &'a String {
    match it.place {
        Place::Component(id) => &ground.component(id).path,
        Place::Group(id) => &ground.design().group(id).path,
    }
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
