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

const HOUR: f64 = 3600.0;
/// The part of their capacity that consumers should use on average.
const HIGH: f64 = 0.7;

/// Messages per second of one consumer.
struct Drain {
    average: f64,
    peak: f64,
    capacity: f64,
    each: f64,
    /// Seconds of peak, and whether that is stated.
    lasts: (f64, bool),
}

impl Drain {
    /// At the `end` of what may arrive, where the traffic is an estimate.
    fn of(context: &Context, link: &Link, usage: &Usage, end: fn(Interval) -> f64) -> Option<Self> {
        let (queue, consumer) = (context.arrival(link.from)?, context.arrival(link.to)?);
        let average = end(consumer.average);
        // What leaves a queue is smooth; what came in at its peak tells the rest.
        let unevenness = end(queue.peak) / end(queue.average).max(f64::MIN_POSITIVE);
        let capacity = usage.capacity_each * f64::from(usage.replicas);
        let (each, lasts) = (usage.capacity_each, peak_for(context.design));
        Some(Self { average, peak: average * unevenness, capacity, each, lasts })
    }

    /// Seconds until the peak is worked off; infinite when it never is.
    fn seconds(&self) -> f64 {
        let backlog = (self.peak - self.capacity).max(0.0) * self.lasts.0;
        match self.capacity - self.average {
            spare if spare > 0.0 => backlog / spare,
            _ => f64::INFINITY,
        }
    }

    /// For ever: more comes on average than is taken.
    fn grows(&self) -> bool {
        self.average > self.capacity * (1.0 + 1e-9)
    }

    fn is_late(&self, bound: Option<f64>) -> bool {
        bound.is_some_and(|bound| self.seconds() > bound)
    }

    /// Consumers that keep up with the average at ease and drain the peak in time.
    fn consumers(&self, bound: f64) -> u32 {
        let kept_up = self.average / (self.each * HIGH);
        let peak = self.lasts.0;
        let in_time = match bound.is_finite() {
            true => (self.peak * peak + self.average * bound) / (peak + bound) / self.each,
            false => 0.0,
        };
        (kept_up.max(in_time) - 1e-9).ceil().clamp(1.0, 1e6) as u32
    }
}

fn judge(context: &Context, id: LinkId) -> Option<Finding> {
    let link = context.design.link(id);
    if context.kind(link.from) != Kind::Queue || link.arrow == Arrow::Copy {
        return None;
    }
    let usage = context.usage(link.to).filter(|_| context.is_fed_by_queues(link.to))?;
    let drain = Drain::of(context, link, usage, |load| load.hi)?;
    let least = Drain::of(context, link, usage, |load| load.lo)?;
    let queue = context.design.component(link.from);
    let bound = queue.facts.number(Attr::DrainWithin, Dimension::Duration).map(|q| q.high());
    let (grows, late) = (drain.grows(), drain.is_late(bound));
    let stated = usage.basis == CapacityBasis::Stated;
    if !grows && !late {
        return None;
    }
    let certain = if grows { least.grows() } else { least.is_late(bound) };
    let enough = drain.consumers(bound.unwrap_or(f64::INFINITY)).max(usage.replicas + 1);
    let (called, consumer) = (context.called(link.from), context.called(link.to));
    let takes = number::duration(drain.seconds());
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
        false => text!(
            called, takes;
            "{called:이} 피크 뒤에 비는 데 {takes} 걸립니다",
            "{called} takes {takes} to drain after the peak"
        ),
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

fn why(context: &Context, link: &Link, usage: &Usage, drain: &Drain, grows: bool) -> Text {
    let rate = |value| shown(Dimension::Rate, value);
    let (average, peak, all, each) =
        (rate(drain.average), rate(drain.peak), rate(drain.capacity), rate(drain.each));
    let replicas = usage.replicas;
    let working = text!(
        average, peak, replicas, each, all;
        "들어오는 양은 평균 {average}, 피크 {peak}이고 처리량은 {replicas}대 × {each} = {all}입니다.",
        "It gets {average} on average and {peak} at the peak; {replicas} × {each} = {all} are taken."
    );
    let hour = shown(Dimension::Count, ((drain.average - drain.capacity) * HOUR).round());
    let lasts = number::duration(drain.lasts.0);
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

fn figure(context: &Context, link: &Link, usage: &Usage, drain: &Drain) -> Figure {
    let (average, capacity) = (drain.average, drain.capacity);
    let mut assumed = context.load_assumptions(link.to, usage);
    if drain.seconds().is_infinite() {
        let (value, each) = (average / capacity, number::term(capacity));
        let derivation = format!("{} ÷ {each} = {}", number::term(average), share_of(value).en);
        return Figure { name: "utilization", value, unit: "ratio", derivation, assumed };
    }
    let (peak, is_stated) = drain.lasts;
    if !is_stated {
        assumed.push(text!(
            lasts = number::duration(peak);
            "피크가 {lasts} 이어진다고 보았습니다",
            "the peak taken to last {lasts}"
        ));
    }
    Figure {
        name: "drain_time",
        value: drain.seconds(),
        unit: "seconds",
        derivation: format!(
            "({} − {each}) × {} ÷ ({each} − {}) = {}",
            number::term(drain.peak),
            number::term(peak),
            number::term(average),
            number::duration(drain.seconds()).en,
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
    Some(if stated { edit::safe(title, edits) } else { edit::suggested(title, edits) })
}
