//! Messages arrive faster than the consumers take them.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "growing-backlog",
    quality: Quality::Performance,
    severity: Severity::Error,
    fix: FixKind::Safe,
    page: include_str!("growing_backlog.md"),
    check: Check::EachLink(judge),
    ..Rule::of(Topic::Messaging)
};

fn judge(context: &Context, id: LinkId) -> Option<Finding> {
    let link = context.design.link(id);
    if context.kind(link.from) != Kind::Queue || link.arrow == Arrow::Copy {
        return None;
    }
    let usage = context.usage(link.to).filter(|_| context.is_fed_by_queues(link.to))?;
    let (design, load) = (context.design, context.ordinary().spread()?);
    let drain = Backlog::of(design, load, usage, link.from, link.to)?;
    let least = Backlog::at(|load| load.lo, design, load, usage, link.from, link.to);
    let queue = context.design.component(link.from);
    let bound = queue.facts.longest(Attr::DrainWithin);
    // Without a bound it is late that never catches up.
    let is_late = |it: &Backlog| it.is_later_than(bound.unwrap_or(Duration::ENDLESS));
    let (grows, stated) = (drain.is_outrun(), usage.basis == CapacityBasis::Stated);
    if !grows && !is_late(&drain) {
        return None;
    }
    let certain = least.is_some_and(|it| if grows { it.is_outrun() } else { is_late(&it) });
    let enough = drain.takers(usage.target, bound).max(usage.replicas + 1);
    let (called, consumer) = (context.called(link.from), context.called(link.to));
    let takes = drain.drains_in().map(number::duration);
    let message = match grows {
        true if !certain => text!(
            called, consumer;
            "트래픽이 추정의 위쪽이면 {called:이} 끝없이 밀립니다: {consumer}의 처리량보다 많이 들어옵니다",
            "at the upper end of the traffic {called} grows without end: more arrives than {consumer} takes"
        ),
        true => text!(
            called, consumer;
            "{called:이} 끝없이 밀립니다: {consumer}의 처리량보다 많이 들어옵니다",
            "{called} grows without end: more arrives than {consumer} takes"
        ),
        false => match takes {
            Some(takes) => text!(
                called, takes;
                "{called:이} 피크 뒤에 비는 데 {takes} 걸립니다",
                "{called} takes {takes} to drain after the peak"
            ),
            None => text!(
                called, consumer;
                "{called:이} 피크 뒤에도 비지 않습니다: {consumer}의 처리량이 평균으로 들어오는 양과 같습니다",
                "{called} never drains after the peak: {consumer} takes no more than comes on average"
            ),
        },
    };
    let at = queue.facts.span(Attr::DrainWithin).filter(|_| !grows).unwrap_or(queue.head);
    let finding = RULE
        .finding(at, message)
        .level(if stated && certain { Severity::Error } else { Severity::Warning })
        .label(text!("밀리는 큐", "the backlog grows"))
        .related(context.design.component(link.to).head, text!("여기서 처리합니다", "consumed here"))
        .why(why(context, link, usage, &drain, grows))
        .help(text!(
            enough;
            "소비자를 {enough}대로 늘리거나, 한 번에 여러 건을 처리하게 하세요. 파티션으로 나뉜 큐라면 파티션도 {enough}개 이상이어야 합니다.",
            "Run {enough} consumers, or let each take messages in batches. A partitioned queue needs {enough} partitions or more."
        ))
        .trade_off(text!(
            "소비자가 늘면 그 뒤에서 부르는 곳이 그만큼 바빠지고, 메시지 순서를 지키기 어려워집니다.",
            "More consumers make whatever they call busier, and order is harder to keep."
        ))
        .question(match grows {
            true => text!(
                "이 큐는 하루 가운데 언제 비나요?",
                "At what time of the day is this queue empty?"
            ),
            false => text!(
                "피크 뒤에 큐가 비는 데 얼마나 걸리나요?",
                "After the peak, how long until the queue is empty?"
            ),
        })
        .about(link.from)
        .about(link.to)
        .figure(figure(context, link, usage, &drain));
    Some(finding.fixes(fix(context, link.to, enough, stated)))
}

fn why(context: &Context, link: &Link, usage: &Usage, drain: &Backlog, grows: bool) -> Text {
    let rate = |value| shown(Dimension::Rate, value);
    let (average, peak, all, each) =
        (rate(drain.average), rate(drain.peak), rate(drain.capacity), rate(drain.each));
    let replicas = usage.replicas;
    let working = text!(
        average, peak, replicas, each, all;
        "들어오는 양은 평균 {average}, 피크 {peak}이고 처리량은 {replicas}대 × {each} = {all}입니다.",
        "It gets {average} on average and {peak} at the peak; {replicas} × {each} = {all} are taken."
    );
    let hour = (drain.average - drain.capacity) * Duration::HOUR.as_seconds();
    let hour = shown(Dimension::Count, hour.round());
    let lasts = number::duration(drain.peak_for);
    let effect = match grows {
        true => text!(
            hour;
            "1시간에 {hour}건씩 쌓이고, 보관 기간이 지나면 처리하지 않은 메시지가 지워집니다.",
            "{hour} more wait every hour, until messages expire unread."
        ),
        false => text!(lasts; "피크는 {lasts} 이어집니다.", "The peak lasts {lasts}."),
    };
    sentences(&[working, effect, stopped(&context.load_assumptions(link.to, usage))])
}

fn figure(context: &Context, link: &Link, usage: &Usage, drain: &Backlog) -> Figure {
    let (average, capacity) = (drain.average, drain.capacity);
    let mut assumed = context.load_assumptions(link.to, usage);
    let Some(takes) = drain.drains_in() else {
        let (value, each) = (average / capacity, number::term(capacity));
        let derivation = format!("{} ÷ {each} = {}", number::term(average), share_of(value).en);
        return Figure { name: "utilization", value, unit: "ratio", derivation, assumed };
    };
    let (peak, is_stated) = peak_for(context.design);
    if !is_stated {
        assumed.push(text!(
            lasts = number::duration(peak);
            "피크가 {lasts} 이어진다고 보았습니다",
            "the peak taken to last {lasts}"
        ));
    }
    Figure {
        name: "drain_time",
        value: takes.as_seconds(),
        unit: "seconds",
        derivation: format!(
            "({} − {each}) × {} ÷ ({each} − {}) = {}",
            number::term(drain.peak),
            number::term(peak.as_seconds()),
            number::term(average),
            number::duration(takes).en,
            each = number::term(capacity)
        ),
        assumed,
    }
}

/// More consumers of one queue divide its messages among them: nothing else has to change.
fn fix(context: &Context, id: ComponentId, enough: u32, stated: bool) -> Option<Fix> {
    let pooled = context.is_in_pool(id) || !context.kind(id).is_compute();
    let edits = (!pooled).then(|| context.grow_to(id, enough))??;
    let title = text!(enough; "소비자를 {enough}대로 늘립니다", "run {enough} consumers");
    // What they call may be full before all of them are busy.
    let calls =
        context.links_from(id).any(|link| context.usage(context.design.link(link).to).is_some());
    Some(context.grown(id, stated && !calls, title, edits))
}
