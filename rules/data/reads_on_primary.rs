//! Replicas that nobody reads from, while reads crowd the primary.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "reads-on-primary",
    quality: Quality::Performance,
    fix: FixKind::Safe,
    options: &[READS],
    from_absence: true,
    page: include_str!("reads_on_primary.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Data)
};

/// From this share of reads on, a replica is worth reading from.
const READS: RuleOption = RuleOption {
    name: "reads",
    unit: OptionUnit::Ratio,
    default: 0.8,
    least: 0.5,
    most: 1.0,
    ko: "읽기가 이 비율 이상이면 복제본에서 읽을 만하다고 봅니다",
    en: "from this share of reads on, a replica is worth reading from",
};

fn check(context: &Context) -> Vec<Finding> {
    let sets = context.design.replica_sets.iter();
    sets.filter_map(|set| judge(context, set)).collect()
}

fn judge(context: &Context, set: &ReplicaSet) -> Option<Finding> {
    let design = context.design;
    if context.kind(set.primary) != Kind::Db {
        return None;
    }
    let calls = |id: ComponentId| {
        context.links_to(id).filter(|link| design.link(*link).arrow == Arrow::Sync)
    };
    let mostly = context.option(&RULE, &READS);
    let link = calls(set.primary).find(|link| share_of_reads(context, *link) >= mostly)?;
    let read = |standby: &ComponentId| calls(*standby).next().is_some();
    if set.standbys.iter().any(read) || is_at_ease(context, set.primary) {
        return None;
    }
    // One in another region is there for the loss of this one: reads would wait for the distance.
    let near = |standby: &&ComponentId| region(context, **standby) == region(context, set.primary);
    let standby = *set.standbys.iter().find(near)?;
    let share = percent(share_of_reads(context, link));
    let (called, other) = (context.called(set.primary), context.called(standby));
    Some(
        RULE.finding(
            design.link(link).span,
            text!(
                share, called;
                "읽기 {share}를 {called:이} 혼자 받습니다",
                "{called} takes all reads ({share}) alone"
            ),
        )
        .label(text!("읽기도 주 서버로", "reads go to the primary"))
        .related(design.component(standby).head, text!("놀고 있는 복제본", "an idle replica"))
        .why(text!(
            other;
            "{other:은} 복제만 받고 읽기를 나눠 받지 않습니다. 주 서버의 여유는 쓰기에 남겨 두어야 합니다.",
            "{other} only follows along; the primary's headroom belongs to writes."
        ))
        .help(text!(
            "복제 지연을 견디는 조회부터 복제본으로 보내세요(읽기/쓰기 분리).",
            "Send queries that can bear replication lag to the replica."
        ))
        .trade_off(text!(
            "방금 쓴 것이 보이지 않을 수 있어, 쓰고 바로 읽는 화면은 주 서버에 남겨야 합니다.",
            "What was just written may be missing: read-after-write pages stay on the primary."
        ))
        .question(text!(
            "복제본을 두었는데 왜 주 서버의 CPU는 그대로인가요?",
            "You have a replica: why is the primary's CPU unchanged?"
        ))
        .about(set.primary)
        .fixes(fix(context, link, standby)),
    )
}

/// It carries reads and writes alike at the peak, as far as its capacity is stated.
fn is_at_ease(context: &Context, id: ComponentId) -> bool {
    let usage = context.stated_usage(id);
    usage.is_some_and(|usage| usage.utilization.hi <= usage.target)
}

fn region(context: &Context, id: ComponentId) -> Option<GroupId> {
    context.domain_around(id, GroupKind::Region)
}

fn share_of_reads(context: &Context, link: LinkId) -> f64 {
    let own = context.design.link(link).facts.number(Attr::Reads, Dimension::Ratio);
    let all = context.design.traffic.number(Attr::Reads, Dimension::Ratio);
    own.or(all).map_or(0.0, |ratio| ratio.low())
}

/// A connection of its own for reads; safe where the replica is drawn for them.
fn fix(context: &Context, link: LinkId, standby: ComponentId) -> Option<Fix> {
    let design = context.design;
    if !design.is_read_replica(standby) {
        return None;
    }
    let caller = &design.component(design.link(link).from).path;
    let replica = &design.component(standby).path;
    let statement = format!("{caller} -> {replica} {{ reads = 100% }}");
    let edit = context.edit.append(design.span?, &statement);
    Some(edit::safe(text!("읽기를 복제본으로 보냅니다", "send reads to the replica"), vec![edit]))
}
