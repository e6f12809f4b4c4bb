//! The single-server stage, with numbers that have outgrown it.

use crate::lint::prelude::*;
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    name: "web-was-db-on-one-box",
    quality: Quality::Scalability,
    fix: FixKind::Suggested,
    options: &[TARGET_UTILIZATION],
    page: include_str!("web_was_db_on_one_box.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Web)
};

const SERVING: &[Kind] = &[Kind::Web, Kind::Was, Kind::Service, Kind::Function];

fn check(context: &Context) -> Vec<Finding> {
    let mut on_host: BTreeMap<GroupId, Vec<ComponentId>> = BTreeMap::new();
    for id in context.design.component_ids() {
        if let Some(host) = context.domain_around(id, GroupKind::Host) {
            on_host.entry(host).or_default().push(id);
        }
    }
    on_host.iter().filter_map(|(host, members)| judge(context, *host, members)).collect()
}

fn judge(context: &Context, host: GroupId, members: &[ComponentId]) -> Option<Finding> {
    let of_kinds = |kinds: &[Kind]| members.iter().any(|id| kinds.contains(&context.kind(*id)));
    // Each capacity was stated as if the component had the machine to itself.
    let used = |id: &ComponentId| Some((*id, context.stated_usage(*id)?.utilization));
    let parts: Vec<(ComponentId, Interval)> = members.iter().filter_map(used).collect();
    let target = context.option(&RULE, &TARGET_UTILIZATION);
    let low: f64 = parts.iter().map(|(_, part)| part.lo).sum();
    let high: f64 = parts.iter().map(|(_, part)| part.hi).sum();
    if !of_kinds(SERVING) || !of_kinds(&[Kind::Db]) || high <= target + 1e-9 {
        return None;
    }
    let (called, sum) = (context.called_group(host), share_of(high));
    let most = if low < high { text!("최대 ", "up to ") } else { Text::default() };
    let finding = RULE
        .finding(
            context.design.group(host).head,
            text!(
                called, most, sum;
                "{called}에 함께 있는 웹 계층과 DB가 피크에 용량의 {most}{sum}를 씁니다",
                "the web tier and the database on {called} use {most}{sum} of it at the peak"
            ),
        )
        .level(if low > target { Severity::Warning } else { Severity::Advice })
        .label(text!(sum; "피크에 합계 {sum}", "{sum} together at the peak"))
        .why(text!(
            "적힌 용량은 서버를 혼자 쓸 때의 값입니다. CPU와 메모리를 나눠 쓰면 하나가 몰릴 때 모두 느려지고, 따로 늘릴 수도 없습니다.",
            "Each capacity holds for a component alone on its machine. Sharing it, a rush on one slows all, and none can grow alone."
        ))
        .help(text!(
            "데이터베이스를 먼저 다른 서버로 옮기고, 그다음 무상태로 만든 웹 계층을 여러 대로 늘리세요.",
            "Move the database to a server of its own first, then make the web tier stateless and add servers."
        ))
        .trade_off(text!(
            "서버와 비용이 늘고, 로컬 호출이 네트워크 호출이 되어 지연이 조금 붙습니다.",
            "More servers and cost, and local calls become network calls, a little slower."
        ))
        .question(text!(
            "사용자가 두 배가 되면 이 서버에서 무엇이 먼저 느려지나요?",
            "With twice the users, what slows down first on this server?"
        ))
        .figure(Figure {
            name: "utilization",
            value: high,
            unit: "ratio",
            derivation: working(context, &parts),
            assumed: context.demand_assumptions(),
        })
        .about_group(host)
        .fixes(context.store_to_own_host(host, members));
    Some(members.iter().fold(finding, |finding, id| finding.about(*id)))
}

/// `app 60% + db 55% = 115%`
fn working(context: &Context, parts: &[(ComponentId, Interval)]) -> String {
    let part = |(id, used): &(ComponentId, Interval)| {
        format!("{} {}", context.design.component(*id).path, share_of(used.hi).en)
    };
    let named: Vec<String> = parts.iter().map(part).collect();
    let sum = share_of(parts.iter().map(|(_, used)| used.hi).sum());
    format!("{} = {}", named.join(" + "), sum.en)
}
