//! The bill for people: its lines, what they come to, and what people ask about it.

use super::estimate::pick;
use super::table::Section;
use crate::analysis::Study;
use crate::analysis::cost::{Change, Cost, CostLine, Coverage, Currency, Plan, PriceBasis, Saving};
use crate::analysis::load::Interval;
use crate::model::{Design, Duration};
use crate::say::{Dimension, Lang, Text, number};
use crate::text;
use crate::wording::{at_least, named};

/// So many of the dearest lines and of the changes that save are named.
const NAMED: usize = 3;
const SAVINGS: usize = 5;

/// Requests of a month at one a second: 730 hours.
const SECONDS_PER_MONTH: f64 = 730.0 * 3600.0;

/// An amount, with won beside dollars where there is a rate.
pub(in crate::report) fn money(amount: Interval, currency: Currency, rate: Option<f64>) -> Text {
    let own = number::between(currency.dimension(), amount.lo, amount.hi);
    match rate.filter(|rate| *rate > 0.0 && currency == Currency::Usd) {
        Some(rate) => {
            let won = number::between(Dimension::Krw, amount.lo * rate, amount.hi * rate);
            text!(own, won; "{own}({won})", "{own} ({won})")
        }
        None => own,
    }
}

pub(super) fn lines(study: &Study, lang: Lang) -> Section {
    let (design, cost, rate) = (study.design(), study.cost(), study.terms().krw_per_usd);
    let mut section = Section::titled(
        lang,
        ("월 비용", "Cost per month"),
        &[
            ("항목", "item"),
            ("내역", "line"),
            ("월 비용", "per month"),
            ("계산", "derivation"),
            ("단가의 출처", "source of the price"),
        ],
        &[2],
    );
    for line in &cost.lines {
        let basis = match &line.basis {
            PriceBasis::Stated => pick(lang, "설계에 적힌 값", "stated").to_owned(),
            PriceBasis::Catalog(source) => source.get(lang).to_owned(),
        };
        let assumed = if line.assumed { pick(lang, "(가정)", " (assumed)") } else { "" };
        let what = format!("{}{assumed}", named(line.what).get(lang));
        let amount = shown_line(line, lang);
        section.row(&[design.place_name(line.place), &what, &amount, &line.derivation, &basis]);
    }
    for (name, plan) in totals(cost) {
        let sums = cost.sums(plan, rate).into_iter();
        let sums: Vec<Text> = sums.map(|(sum, currency)| money(sum, currency, rate)).collect();
        if !sums.is_empty() {
            let total = at_least(&Text::join(&sums, " + "), cost.is_open());
            let whole =
                if plan == Plan::Stated { said_of_total(cost) } else { said_of(plan, cost) };
            section.row(&[name.get(lang), "", total.get(lang), whole.get(lang), ""]);
        }
    }
    section.notes.extend(notes(design, study, lang));
    section
}

/// What runs now; where a scaler acts, its bounds behind it.
fn shown_line(line: &CostLine, lang: Lang) -> String {
    let (now, bounds) = (line.running(), line.amount());
    let shown = |amount| money(amount, line.currency, None).get(lang).to_owned();
    match bounds == now {
        true => shown(now),
        false => format!("{} ({})", shown(now), shown(bounds)),
    }
}

/// The totals that say something: on demand and committed beside the one as stated.
fn totals(cost: &Cost) -> Vec<(Text, Plan)> {
    let mut totals = vec![(Text::new("합계", "total"), Plan::Stated)];
    if cost.lines.iter().any(|line| line.on_demand != line.each) {
        totals.push((Text::new("온디맨드라면", "on demand"), Plan::OnDemand));
    }
    if cost.lines.iter().any(|line| line.one_year.is_some_and(|one_year| one_year < line.each)) {
        totals.push((Text::new("1년 약정이라면", "committed for a year"), Plan::OneYear));
    }
    totals
}

fn said_of(plan: Plan, cost: &Cost) -> Text {
    let count = cost.lines.iter().filter(|line| line.one_year.is_some()).count();
    match plan {
        Plan::OneYear => text!(
            count;
            "약정 가격을 아는 항목 {count}개만 바꿈",
            "lines whose committed price is known: {count}"
        ),
        _ => Text::default(),
    }
}

/// How much of the bill a total is: never a bare number.
pub(in crate::report) fn said_of_total(cost: &Cost) -> Text {
    let Coverage { priced, of: all, assumed } = cost.coverage();
    let assumed = match assumed {
        0 => Text::default(),
        count => text!(count; " · {count}개는 가정", " · {count} assumed"),
    };
    let open = match cost.gaps.iter().filter(|gap| is_part(cost, gap.place)).count() {
        0 => Text::default(),
        1 => text!(" · 가격을 모르는 항목 1개", " · 1 line without a price"),
        count => {
            text!(count; " · 가격을 모르는 항목 {count}개", " · {count} lines without a price")
        }
    };
    text!(
        all, priced, assumed, open;
        "{all}개 중 {priced}개의 가격{assumed}{open} · 지원 요금과 세금 제외",
        "the prices of {priced} of {all}{assumed}{open} · without support and taxes"
    )
}

fn is_part(cost: &Cost, place: crate::model::Place) -> bool {
    let unpriced = |id| cost.unpriced.contains(&id);
    !matches!(place, crate::model::Place::Component(id) if unpriced(id))
}

fn notes(design: &Design, study: &Study, lang: Lang) -> Vec<String> {
    let cost = study.cost();
    let mut notes: Vec<Text> = Vec::new();
    if cost.lines.is_empty() {
        return Vec::new();
    }
    if cost.is_open() {
        let missing = Text::join(&cost.missing(design), ", ");
        notes.push(text!(
            missing;
            "합계에 들어가지 않은 것(가격이나 양을 모름): {missing}",
            "Not in the total, because the price or the amount is not known: {missing}"
        ));
    }
    if study.total_costs().len() > 1 {
        notes.push(text!(
            "원과 달러는 `archlint.toml`에 환율(`usd-krw`)을 적으면 합칩니다.",
            "Won and dollars are added up with a rate (`usd-krw`) in `archlint.toml`."
        ));
    }
    let by_use = ["requests", "reads", "writes", "units", "data", "out", "zones", "storage"];
    if cost.lines.iter().any(|line| by_use.contains(&line.what)) {
        notes.push(text!(
            "쓴 만큼 내는 항목은 평균 부하 × 730시간이고, 무료 제공량은 빼지 않았습니다.",
            "What is paid by use is the average load × 730 hours; free tiers are not deducted."
        ));
    }
    let old = cost.lines.iter().filter(|line| line.is_old).count();
    if old > 0 {
        notes.push(text!(old;
            "12개월이 지났거나 날짜가 없는 가격: {old}개",
            "Prices older than twelve months, or without a date: {old}"
        ));
    }
    notes.iter().map(|note| note.get(lang).to_owned()).collect()
}

/// What people ask of a bill: what a thousand requests cost, what is dearest, what would save most.
pub(super) fn answers(study: &Study, lang: Lang) -> Section {
    let (design, cost, rate) = (study.design(), study.cost(), study.terms().krw_per_usd);
    let mut section = Section::titled(
        lang,
        ("비용에 대해 묻는 것", "Asked about the cost"),
        &[("질문", "question"), ("답", "answer"), ("월", "per month"), ("가용성", "availability")],
        &[2],
    );
    let Some((total, currency)) = cost.total(rate) else { return section };
    if let Some(each) = per_thousand(study) {
        let amount = at_least(&fine_money(each, currency), cost.is_open());
        section.row(&[
            pick(lang, "요청 1,000건에", "per 1,000 requests"),
            amount.get(lang),
            "",
            "",
        ]);
    }
    for (at, line) in cost.largest(rate).into_iter().take(NAMED).enumerate() {
        let (name, what) = (design.place_name(line.place), named(line.what));
        let share = number::share(part_of(line, total, currency, rate));
        let share = match cost.is_open() {
            true => text!(share; "아는 금액의 {share}", "{share} of what is known"),
            false => share,
        };
        let what = text!(name, what, share; "`{name}` {what}, {share}", "`{name}` {what}, {share}");
        let asked = if at == 0 { pick(lang, "가장 큰 항목", "largest lines") } else { "" };
        section.row(&[asked, what.get(lang), &shown_line(line, lang), ""]);
    }
    for (at, saving) in study.savings().iter().take(SAVINGS).enumerate() {
        let asked = if at == 0 {
            pick(lang, "가장 많이 줄이는 것", "what would save most")
        } else {
            ""
        };
        let amount = number::computed(saving.currency.dimension(), saving.amount);
        let amount = format!("−{}", amount.get(lang));
        let (what, effect) = (said(design, saving), effect(saving));
        section.row(&[asked, what.get(lang), &amount, effect.get(lang)]);
    }
    section
}

fn part_of(line: &CostLine, total: Interval, currency: Currency, rate: Option<f64>) -> f64 {
    let own = line.running().hi;
    let own = match (line.currency, currency, rate) {
        (Currency::Krw, Currency::Usd, Some(rate)) => own / rate,
        _ => own,
    };
    own / total.hi.max(f64::MIN_POSITIVE)
}

/// What a thousand requests of the users cost; `None` where no traffic is stated.
pub(in crate::report) fn per_thousand(study: &Study) -> Option<Interval> {
    let (total, _) = study.total_cost()?;
    let average = study.ordinary().demand()?.average;
    let thousands = average * SECONDS_PER_MONTH / 1000.0;
    let each = |amount: f64, requests: f64| amount / requests.max(f64::MIN_POSITIVE);
    (thousands.lo > 0.0)
        .then(|| Interval { lo: each(total.lo, thousands.hi), hi: each(total.hi, thousands.lo) })
}

/// A sum that is no sum of a month.
pub(in crate::report) fn fine_money(amount: Interval, currency: Currency) -> Text {
    let [lo, hi] = [amount.lo, amount.hi].map(|value| number::sum(currency.dimension(), value));
    match amount.is_exact() {
        true => lo,
        false => text!(lo, hi; "{lo}~{hi}", "{lo}–{hi}"),
    }
}

/// A change that saves, as what to do.
pub(in crate::report) fn said(design: &Design, saving: &Saving) -> Text {
    let name = &design.component(saving.id).path;
    match &saving.change {
        Change::RightSize { to } => text!(name, to; "`{name}` → {to}", "`{name}` as {to}"),
        Change::Graviton { to } => {
            text!(name, to; "`{name}` → {to}(Graviton)", "`{name}` as {to} (Graviton)")
        }
        Change::Commit => text!(name; "`{name}` 1년 약정", "a year's commitment for `{name}`"),
        Change::OneNat => text!(name; "`{name}` 하나만", "one `{name}`"),
        Change::Endpoint { to } => {
            let to = &design.component(*to).path;
            text!(to; "`{to}`은 VPC 엔드포인트로", "a VPC endpoint to `{to}`")
        }
        Change::StorageClass { to } => {
            text!(name, to; "`{name}` 저장 공간 → {to}", "`{name}` on {to}")
        }
        Change::DropBalancer => text!(name; "`{name}` 없애기", "without `{name}`"),
        Change::Upgrade => text!(name; "`{name}` 버전 올리기", "a supported version of `{name}`"),
    }
}

/// What it does to availability.
fn effect(saving: &Saving) -> Text {
    match saving.more_downtime {
        None => Text::new("계산하지 않음", "not computed"),
        Some(more) if more < Duration::minutes(0.005) => Text::new("그대로", "the same"),
        Some(more) => {
            let time = number::duration(more);
            text!(time; "연 {time} 더 멈춤", "{time} a year more down")
        }
    }
}
