//! One primary takes all writes, and more replicas don't help it.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "write-bottleneck",
    quality: Quality::Scalability,
    severity: Severity::Error,
    fix: FixKind::Suggested,
    options: &[TARGET_UTILIZATION],
    page: include_str!("write_bottleneck.md"),
    check: Check::Each(&[Kind::Db, Kind::Search, Kind::Storage, Kind::Cache], judge),
    ..Rule::of(Topic::Capacity)
};

/// Writes against what one primary takes; requests per second, of one shard.
struct Limit {
    writes: Interval,
    each: f64,
    shards: f64,
    stated: bool,
    /// That all of the load writes, where nobody says how much of it reads.
    all_writes: Option<Text>,
    /// Reads and writes together against the capacity, where that is too much as well.
    all: Option<f64>,
    /// What the limit and the load rest on without being stated.
    assumed: Vec<Text>,
}

impl Limit {
    fn of(context: &Context, id: ComponentId) -> Option<Self> {
        let facts = &context.design.component(id).facts;
        let load = context.load()?;
        let shards = facts.number(Attr::Shards, Dimension::Count).map_or(1.0, |s| s.low().max(1.0));
        let all_writes = context.writes_assumption(id);
        let arrival = load.at(id);
        let writes = if all_writes.is_some() { arrival.peak } else { arrival.peak_writes };
        let writes = writes / shards;
        if let Some(limit) = facts.number(Attr::Writes, Dimension::Rate).map(|w| w.low()) {
            let assumed = context.demand_assumptions();
            return (limit > 0.0).then_some(Self {
                writes,
                each: limit,
                shards,
                stated: true,
                all_writes,
                all: None,
                assumed,
            });
        }
        // A provider's limit holds for the whole, and has no primary.
        let usage = context.usage(id).filter(|usage| usage.required_replicas.is_none())?;
        let is_over = usage.utilization.hi > 1.0 + 1e-9;
        // What is too much whether it reads or writes is overloaded.
        if context.is_provided(id) || all_writes.is_some() && (is_over || usage.replicas == 1) {
            return None;
        }
        let stated = usage.basis == CapacityBasis::Stated;
        let assumed = context.load_assumptions(id, usage);
        let all = Some(usage.utilization.lo).filter(|used| stated && *used > 1.0 + 1e-9);
        Some(Self { writes, each: usage.writes_each(), shards, stated, all_writes, all, assumed })
    }

    fn level(&self, target: f64) -> Option<Severity> {
        let (least, most) = (self.writes.lo / self.each, self.writes.hi / self.each);
        match self.stated && self.all_writes.is_none() {
            true if least > 1.0 + 1e-9 => Some(Severity::Error),
            true if most > target + 1e-9 && self.all.is_some() => Some(Severity::Error),
            true if most > target + 1e-9 => Some(Severity::Warning),
            false if most > 1.0 + 1e-9 => Some(Severity::Warning),
            _ => None,
        }
    }
}

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let limit = Limit::of(context, id)?;
    let level = limit.level(context.option(&RULE, &TARGET_UTILIZATION))?;
    let component = context.design.component(id);
    let (called, used) = (context.called(id), share_of(limit.writes.hi / limit.each));
    let (writes, each) =
        (shown(Dimension::Rate, limit.writes.hi), shown(Dimension::Rate, limit.each));
    let at = component.facts.span(Attr::Writes).or(component.facts.span(Attr::Capacity));
    let finding = RULE
        .finding(
            at.unwrap_or(component.head),
            match limit.all_writes {
                None if limit.all.is_some() => text!(
                    called, used, all = share_of(limit.all.unwrap_or_default());
                    "{called}의 피크 부하가 용량의 {all}이고, 쓰기만으로 주 서버 한 대의 {used}입니다",
                    "the peak load of {called} is {all} of its capacity, and its writes alone are {used}"
                ),
                None => text!(
                    called, used;
                    "{called}의 피크 쓰기가 주 서버 한 대 한계의 {used}입니다",
                    "peak writes of {called} are {used} of what one primary takes"
                ),
                Some(_) => text!(
                    called, used;
                    "{called}의 피크 부하가 모두 쓰기라면 주 서버 한 대 한계의 {used}입니다",
                    "the peak load of {called}, if all of it writes, is {used} of what one primary takes"
                ),
            },
        )
        .level(level)
        .label(text!(used; "쓰기 {used}", "writes at {used}"))
        .why(sentences(&[with_reads(&limit), text!(
            writes, each, used;
            "피크 쓰기 {writes} ÷ 주 서버 한 대 {each} = {used}. 쓰기는 모든 복제본이 똑같이 하므로 복제본을 늘려도 줄지 않습니다.",
            "Peak writes {writes} ÷ {each} of one primary = {used}. Every replica does every write, so more replicas don't help."
        )]))
        .help(sentences(&[ask(&limit), help(context.kind(id), limit.shards)]))
        .trade_off(trade_off(context.kind(id)))
        .question(text!(
            "복제본을 늘리면 쓰기도 빨라지나요?",
            "Do more replicas make writes faster?"
        ))
        .about(id)
        .loss()
        .figure(figure(&limit));
    Some(finding.fixes(fix(context, id, &limit)))
}

fn ask(limit: &Limit) -> Text {
    match limit.all_writes {
        None => Text::default(),
        Some(_) => text!(
            "먼저 `traffic {{ reads = 90% }}`처럼 읽기 비율을 적으세요. 그래도 넘치면",
            "First state how much reads: `traffic {{ reads = 90% }}`. If it is still too much:"
        ),
    }
}

fn with_reads(limit: &Limit) -> Text {
    let Some(all) = limit.all.map(share_of) else { return Text::default() };
    text!(all; "읽기까지 더하면 용량의 {all}입니다.", "With its reads it is {all} of the capacity.")
}

fn help(kind: Kind, shards: f64) -> Text {
    match kind {
        Kind::Cache => text!(
            "클러스터로 키를 여러 노드에 나누거나(`mode = cluster`, `shards`), 여러 쓰기를 파이프라인 하나로 묶으세요.",
            "Divide the keys over the nodes of a cluster (`mode = cluster`, `shards`), or write in pipelines."
        ),
        _ if shards > 1.0 => text!(
            "쓰기를 큐에 모아 한꺼번에 쓰거나, 샤드를 늘리세요. 먼저 더 큰 인스턴스로 시간을 벌 수 있습니다.",
            "Queue writes and batch them, or add shards; a larger instance buys time first."
        ),
        _ => text!(
            "쓰기를 큐에 모아 한꺼번에 쓰거나, 기능별로 저장소를 나누거나, 샤딩하세요. 먼저 더 큰 인스턴스로 시간을 벌 수 있습니다.",
            "Queue writes and batch them, split the store by function, or shard it; a larger instance buys time first."
        ),
    }
}

fn trade_off(kind: Kind) -> Text {
    match kind {
        Kind::Cache => text!(
            "클러스터에서는 여러 키를 함께 다루는 명령과 스크립트가 한 슬롯의 키로 제한됩니다.",
            "In a cluster, commands and scripts on several keys are confined to the keys of one slot."
        ),
        _ => text!(
            "샤딩하면 조인과 트랜잭션이 샤드 안으로 제한되고, 되돌리기 어렵습니다.",
            "Sharding confines joins and transactions to one shard, and is hard to undo."
        ),
    }
}

fn figure(limit: &Limit) -> Figure {
    let value = limit.writes.hi / limit.each;
    Figure {
        name: "write_utilization",
        value,
        unit: "ratio",
        derivation: format!(
            "{} ÷ {} = {}",
            number::term(limit.writes.hi),
            number::term(limit.each),
            share_of(value).en
        ),
        assumed: limit.assumed.iter().chain(&limit.all_writes).cloned().collect(),
    }
}

/// As many shards as bring each below the mark; the key is a person's choice.
fn fix(context: &Context, id: ComponentId, limit: &Limit) -> Option<Fix> {
    let target = context.option(&RULE, &TARGET_UTILIZATION);
    let shards = (limit.writes.hi * limit.shards / (limit.each * target) - 1e-9).ceil();
    let known = context.kind(id) == Kind::Db && limit.all_writes.is_none();
    if !known || !shards.is_finite() || shards > 1024.0 {
        return None;
    }
    let component = context.design.component(id);
    let count = number::fixed(shards, 0);
    let edits = context.edit.state(component, &[(Attr::Shards, &count)]);
    Some(edit::suggested(
        text!(count; "샤드 {count}개로 나눕니다", "divide into {count} shards"),
        edits,
    ))
}
