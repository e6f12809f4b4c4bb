//! A disk that fills up before its data may be deleted.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "storage-exhausted",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Suggested,
    options: &[HORIZON],
    page: include_str!("storage_exhausted.md"),
    check: Check::Each(&[Kind::Db, Kind::Search, Kind::Storage], judge),
    ..Rule::of(Topic::Capacity)
};

/// Days looked ahead where no retention is stated.
const HORIZON: RuleOption = RuleOption {
    name: "horizon",
    unit: OptionUnit::Days,
    default: Disk::HORIZON.as_hours() / 24.0,
    least: 7.0,
    most: 3650.0,
    ko: "보관 기간이 적혀 있지 않을 때 이만큼 앞을 내다봅니다",
    en: "how far to look ahead where no retention is stated",
};
fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let disk = context.disk(id)?;
    let growth = growth(context, &disk);
    let retention = disk.retention;
    let horizon = Duration::DAY * context.option(&RULE, &HORIZON);
    let days = retention.unwrap_or(horizon) / Duration::DAY;
    let shortest = context.design.traffic.shortest(Attr::Retention);
    let fills = shortest.is_some_and(|kept| disk.per_day.lo * (kept / Duration::DAY) > disk.size);
    let certain = fills && growth.all_writes.is_none();
    let level = if certain { Severity::Error } else { Severity::Warning };
    let (kept, size) = (disk.kept(horizon), disk.size);
    if kept <= size {
        return None;
    }
    let (full_in, per_day) = (disk.full_in() / Duration::DAY, disk.per_day.hi);
    let date = context.today.checked_add(jiff_days(full_in)).map(|date| date.to_string());
    let date = date.unwrap_or_default();
    let called = context.called(id);
    let days_left = number::fixed(disk.days(), 0);
    let bytes = |value| shown(Dimension::Bytes, value);
    let (size_shown, day_shown, kept_shown) = (bytes(size), bytes(per_day), bytes(kept));
    let (en_size, en_day) = (&size_shown.en, &day_shown.en);
    let days_shown = shown(Dimension::Count, days.round());
    let wanted = number::bought(disk.wanted(horizon));
    let edits = context.edit.state(component, &[(Attr::Size, &wanted)]);
    Some(
        RULE.finding(
            component.facts.span(Attr::Size)?,
            match disk.per_day.lo < per_day {
                true => text!(
                    called, date, days_left;
                    "{called:이} 이르면 {date}에 가득 찹니다({days_left}일 뒤)",
                    "{called} is full as early as {date} (in {days_left} days)"
                ),
                false => text!(
                    called, date, days_left;
                    "{called:이} {date}에 가득 찹니다({days_left}일 뒤)",
                    "{called} is full on {date} (in {days_left} days)"
                ),
            },
        )
        .level(level)
        .label(text!(days_left; "{days_left}일이면 가득", "full in {days_left} days"))
        .why(sentences(&[
            text!(
                day_shown, days_shown, kept_shown, size_shown;
                "하루 {day_shown} × {days_shown}일 = {kept_shown}인데 크기는 {size_shown}입니다.",
                "{day_shown} a day × {days_shown} days = {kept_shown}, and the size is {size_shown}."
            ),
            looked_ahead(retention.is_some(), &days_shown),
            stopped(growth.all_writes.as_slice()),
            text!("디스크가 차면 쓰기가 모두 멈춥니다.", "A full disk stops every write."),
        ]))
        .help(text!(
            wanted;
            "크기를 `{wanted}`로 늘리거나, 보관 기간을 줄이고 오래된 데이터를 값싼 스토리지로 옮기세요.",
            "Make it `{wanted}`, or keep data for less time and move old data to cheaper storage."
        ))
        .trade_off(text!(
            "큰 디스크는 백업과 복원도 오래 걸립니다. 보관 기간을 줄이면 옛 기록을 바로 볼 수 없습니다.",
            "A large disk also takes longer to back up and to restore; shorter retention puts old records out of reach."
        ))
        .question(text!("이 디스크는 언제 가득 차나요?", "When will this disk be full?"))
        .about(id)
        .figure(Figure {
            name: "days_until_full",
            value: full_in,
            unit: "days",
            derivation: format!("{en_size} ÷ {en_day}/d = {days_left} d"),
            assumed: growth.assumed,
        })
        .figure(Figure {
            name: "growth",
            value: per_day,
            unit: "bytes_per_day",
            derivation: growth.derivation,
            assumed: Vec::new(),
        })
        .fix(edit::suggested(text!(wanted; "크기를 {wanted}로 늘립니다", "make it {wanted}"), edits)),
    )
}

fn looked_ahead(is_stated: bool, days: &Text) -> Text {
    match is_stated {
        true => {
            text!("오늘 비어 있는 상태로 시작한다고 보았습니다.", "It is taken to be empty today.")
        }
        false => text!(
            days;
            "보관 기간이 적혀 있지 않아 {days}일을 내다보았고, 오늘 비어 있는 상태로 시작한다고 보았습니다.",
            "No retention is stated, so {days} days are looked ahead; it is taken to be empty today."
        ),
    }
}

fn jiff_days(days: f64) -> std::time::Duration {
    std::time::Duration::from_secs((days.clamp(0.0, 1e6) as u64) * 86_400)
}

/// What the growth of a disk rests on.
struct Growth {
    /// That all requests write, where nobody says how many read.
    all_writes: Option<Text>,
    derivation: String,
    assumed: Vec<Text>,
}

/// As stated, else from the writes that arrive and their payload.
fn growth(context: &Context, disk: &Disk) -> Growth {
    let facts = &context.design.component(disk.id).facts;
    if let Some(stated) = facts.number(Attr::Growth, Dimension::Bandwidth) {
        let per_day = shown(Dimension::Bytes, disk.per_day.hi);
        let derivation = format!("{stated} × 86,400 = {}", per_day.en);
        return Growth { all_writes: None, derivation, assumed: Vec::new() };
    }
    let written = context.load().and_then(|load| Data::growth(context.design, load, disk.id));
    let derivation = written.map_or_else(String::new, |(_, derivation)| derivation);
    let all_writes = context.writes_assumption(disk.id);
    Growth { all_writes, derivation, assumed: context.demand_assumptions() }
}
