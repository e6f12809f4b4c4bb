//! Much more than the stated load asks for.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "over-engineered",
    quality: Quality::CostEfficiency,
    severity: Severity::Advice,
    fix: FixKind::Suggested,
    options: &[FACTOR],
    page: include_str!("over_engineered.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Capacity)
};

/// So many times what is needed is more than caution.
const FACTOR: RuleOption = RuleOption {
    name: "factor",
    unit: OptionUnit::Factor,
    default: 3.0,
    least: 1.5,
    most: 100.0,
    ko: "필요한 수의 이 배수까지는 대비라고 봅니다",
    en: "up to so many times what is needed is caution",
};
/// So many survive the loss of one: of most things two, of a queue's brokers three.
const PAIR: u32 = 2;
const BROKERS: u32 = 3;
/// Below this objective a second region is not asked for by availability.
const MODEST: f64 = 0.999;

fn check(context: &Context) -> Vec<Finding> {
    if context.demand().is_none() {
        return Vec::new();
    }
    let of_component = |id| sharded(context, id).or_else(|| too_many(context, id));
    let components = context.design.component_ids().filter_map(of_component);
    components.chain(regions(context)).collect()
}

/// The words that every finding of this rule ends with.
fn finding(at: Span, message: Text, label: Text) -> Finding {
    RULE.finding(at, message)
        .label(label)
        .trade_off(text!(
            "단순하게 시작하면 나중에 옮기는 수고가 듭니다. 그때가 언제인지 숫자로 정해 두세요.",
            "Starting simple means moving later; write down the number at which you will."
        ))
        .question(text!(
            "지금 트래픽에 이것이 왜 필요한가요?",
            "Why does today's traffic need this?"
        ))
}

fn too_many(context: &Context, id: ComponentId) -> Option<Finding> {
    let usage = context.stated_usage(id)?;
    let component = context.design.component(id);
    let replicas = context.design.replicas(id).least;
    let redundant = if component.kind == Kind::Queue { BROKERS } else { PAIR };
    let enough = context.enough_replicas(id, usage, usage.target)?.max(redundant);
    // The members of a quorum are counted by what they survive, not by load.
    let voting = component.facts.is_stated(Attr::Quorum);
    if voting || f64::from(replicas) <= f64::from(enough) * context.option(&RULE, &FACTOR) {
        return None;
    }
    let (called, times) = (context.called(id), f64::from(replicas) / f64::from(enough));
    let times = number::fixed(times, 1);
    let finding = finding(
        component.facts.span(Attr::Replicas).unwrap_or(component.head),
        text!(called, enough, replicas;
            "{called:은} {enough}대면 되는 부하에 {replicas}대입니다",
            "{called} runs {replicas} where {enough} would do"
        ),
        text!(times; "필요한 수의 {times}배", "{times} times the need"),
    );
    let derivation = usage.derivation();
    let spare = context.grow_to(id, enough).filter(|_| !context.is_in_pool(id));
    let finding = finding
        .why(text!(derivation, enough;
            "피크에도 {derivation}만 씁니다. {enough}대면 70% 아래이고 한 대나 영역 하나를 잃어도 감당합니다.",
            "Even at the peak {derivation} is used. {enough} stay below 70% and carry the loss of one, or of a zone."
        ))
        .help(match component.kind.is_compute() {
            true => text!(enough;
                "{enough}대로 줄이고 오토 스케일링의 위쪽 끝을 여유로 두세요.",
                "Go down to {enough} and keep the rest as an autoscaler's upper end."
            ),
            false => text!(enough;
                "{enough}대로 줄이고, 이용률이 70%에 다가가면 다시 늘리세요.",
                "Go down to {enough}, and add more when utilization comes near 70%."
            ),
        })
        .about(id)
        .figure(Figure {
            name: "replicas_needed",
            value: enough.into(),
            unit: "replicas",
            derivation,
            assumed: context.load_assumptions(id, usage),
        });
    let fixed = context.design.replicas(id).most == replicas;
    Some(finding.fixes(spare.filter(|_| fixed).map(|edits| {
        edit::suggested(text!(enough; "{enough}대로 줄입니다", "go down to {enough}"), edits)
    })))
}

fn sharded(context: &Context, id: ComponentId) -> Option<Finding> {
    let usage = context.stated_usage(id)?;
    let whole = usage.utilization.hi * usage.shards;
    let component = context.design.component(id);
    // A disk that is too small for the data is a reason of its own.
    let needed = whole > context.study.terms().target() || component.facts.is_stated(Attr::Size);
    // A cache or a search engine divides by itself, and loses no join by it.
    if component.kind != Kind::Db || usage.shards < 2.0 || needed {
        return None;
    }
    let (called, used, shards) = (context.called(id), share_of(whole), usage.shards);
    let derivation = usage.derivation();
    let each = share_of(usage.utilization.hi);
    Some(
        finding(
            component.facts.span(Attr::Shards)?,
            text!(called;
                "{called:은} 샤딩하지 않아도 부하를 감당합니다",
                "{called} would carry its load without sharding"
            ),
            text!(used; "한 대로도 {used}", "one would use {used}"),
        )
        .why(text!(shards = number::fixed(shards, 0), each, used;
            "샤드 {shards}개가 피크에도 {each}씩만 쓰니 하나로 합쳐도 {used}입니다. 샤딩하면 조인과 트랜잭션이 샤드 안으로 제한되고, 되돌리기 어렵습니다.",
            "Even at the peak each of the {shards} shards is at {each}, so that one would be at {used}. Sharding confines joins and transactions to one shard, and is hard to undo."
        ))
        .help(text!(
            "쓰기가 주 서버 한 대의 70%에 다가갈 때까지 샤딩을 미루세요.",
            "Put sharding off until writes come near 70% of one primary."
        ))
        .about(id)
        .figure(Figure {
            name: "unsharded_utilization",
            value: whole,
            unit: "ratio",
            derivation: format!("{derivation}; × {shards} = {}", used.en),
            assumed: context.load_assumptions(id, usage),
        }),
    )
}

/// Several regions for users of one country, with an objective that one region meets.
fn regions(context: &Context) -> Option<Finding> {
    let design = context.design;
    let local = design.traffic.word(Attr::Users) == Some("local");
    let recovery = [Attr::Rto, Attr::Rpo].iter().any(|attr| {
        design.slo.is_stated(*attr) || design.flows.iter().any(|f| f.facts.is_stated(*attr))
    });
    let serves = |group: &GroupId| {
        let far = matches!(design.group(*group).kind, GroupKind::Region | GroupKind::Dc);
        let serving = |id| {
            context.kind(id).is_compute()
                && context.groups_around(id).any(|around| around == *group)
        };
        far && design.component_ids().any(serving)
    };
    let objective = design.flow_ids().map(|id| context.objective(Some(id))).fold(0.0, f64::max);
    if !local || recovery || objective >= MODEST {
        return None;
    }
    let places: Vec<GroupId> = design.group_ids().filter(serves).collect();
    let [_, second, ..] = places.as_slice() else { return None };
    let (called, count, percent) =
        (context.called_group(*second), places.len(), percent(objective));
    Some(
        finding(
            design.group(*second).head,
            text!(called, percent;
                "{called:은} 한 나라의 사용자와 목표 {percent}에는 필요하지 않습니다",
                "{called} is not asked for by users of one country and an objective of {percent}"
            ),
            text!(count; "리전 {count}개", "{count} regions"),
        )
        .why(text!(
            "리전 하나의 99.999%만으로 목표를 지킬 수 있습니다. 리전이 둘이면 복제 지연, 쓰기 충돌, 두 배의 비용이 생깁니다.",
            "One region at 99.999% is enough for it. A second brings replication lag, write conflicts and twice the cost."
        ))
        .help(text!(
            "한 리전의 가용 영역 둘로 시작하고, 다른 리전에는 백업만 두세요.",
            "Begin with two zones of one region, and keep only backups in another."
        ))
        .figure(Figure {
            name: "regions",
            value: count as f64,
            unit: "regions",
            derivation: format!("99.999% ≥ {}", percent.en),
            assumed: Vec::new(),
        })
        .about_group(*second),
    )
}
