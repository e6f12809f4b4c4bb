//! More data would be lost than the objective allows.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "rpo-unmet",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Suggested,
    page: include_str!("rpo_unmet.md"),
    check: Check::Each(&[Kind::Db, Kind::Storage, Kind::Search, Kind::Cache], judge),
    ..Rule::of(Topic::Data)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let flow = context.flow_of(id);
    let limit = context.stated_time(flow, Attr::Rpo)?;
    let loss = context.recovery(id).loss.as_ref()?;
    // Everything lost for want of a backup is `no-backup`.
    if loss.lasts <= limit || loss.is_lost() || context.is_standby(id) {
        return None;
    }
    let component = context.design.component(id);
    let (called, takes, allowed) =
        (context.called(id), number::duration(loss.lasts), number::duration(limit));
    let attrs = [Attr::Backup, Attr::Replication];
    let at = attrs.iter().find_map(|attr| component.facts.span(*attr)).unwrap_or(component.head);
    let level = if loss.assumed { Severity::Warning } else { Severity::Error };
    let mut finding = RULE
        .finding(
            at,
            text!(
                called, takes, allowed;
                "{called}의 데이터를 {takes} 치까지 잃을 수 있어 RPO {allowed:을} 지키지 못합니다",
                "{called} may lose {takes} of writes and misses the RPO of {allowed}"
            ),
        )
        .level(level)
        .label(text!(takes; "{takes} 치 유실", "{takes} of writes lost"))
        .why(why(context, id, loss.lasts, &loss.because.words()))
        .help(help(context, id, limit))
        .trade_off(match !context.has_copies(id) && limit >= LOG_SHIPPING {
            true => text!(
                "자주 백업하거나 로그를 보내면 저장 비용과 I/O가 늘어납니다.",
                "Backups or logs that are sent often cost storage and I/O."
            ),
            false => text!(
                "동기 복제는 쓰기마다 왕복을 더하고, 복제본이 느려지면 쓰기도 느려집니다.",
                "Synchronous replication adds a round trip to each write, and a slow replica slows writes."
            ),
        })
        .question(text!(
            "지금 DB를 잃으면 몇 분 치 데이터가 사라지나요?",
            "The database is lost now: how many minutes of data are gone?"
        ))
        .about(id)
        .flow(flow)
        .figure(Figure {
            name: "rpo",
            value: loss.lasts.as_seconds(),
            unit: "seconds",
            derivation: format!("{} > {}", takes.en, allowed.en),
            assumed: match loss.assumed {
                true => vec![loss.because.words()],
                false => Vec::new(),
            },
        });
    if let Some(objective) = context.objective_span(flow, Attr::Rpo) {
        finding = finding
            .related(objective, text!(allowed; "목표는 {allowed}", "the objective is {allowed}"));
    }
    Some(finding.fixes(fix(context, id, limit)))
}

fn why(context: &Context, id: ComponentId, lost: Duration, because: &Text) -> Text {
    let working = stopped(std::slice::from_ref(because));
    let writes =
        context.arrival(id).map_or(0.0, |arrival| arrival.average_writes.hi * lost.as_seconds());
    let count = shown(Dimension::Count, writes.round());
    let known = context.writes_assumption(id).is_none();
    match known && writes >= 1.0 {
        true => sentences(&[
            working,
            text!(
                count;
                "평균 쓰기로 세면 사고 한 번에 쓰기 {count}건을 잃습니다.",
                "At the average rate that is {count} writes."
            ),
        ]),
        false => working,
    }
}

fn help(context: &Context, id: ComponentId, limit: Duration) -> Text {
    match (context.has_copies(id), limit >= LOG_SHIPPING) {
        (true, _) => text!(
            "`replication = semi-sync`나 `sync`로, 승격된 복제본에 모든 쓰기가 있게 하세요.",
            "Use `replication = semi-sync` or `sync`, so that a promoted replica has every write."
        ),
        (false, true) => text!(
            "백업 주기를 목표보다 짧게 하거나 `pitr`로 5분 안의 시점까지 되돌릴 수 있게 하세요.",
            "Back up more often than the objective, or turn on `pitr`, which goes back to within 5 minutes."
        ),
        (false, false) => text!(
            "이 목표는 백업으로 지킬 수 없습니다. 동기 복제본을 두세요.",
            "No backup meets this objective; keep a synchronous replica."
        ),
    }
}

fn fix(context: &Context, id: ComponentId, limit: Duration) -> Option<Fix> {
    let component = context.design.component(id);
    let may_state = matches!(component.kind, Kind::Db | Kind::Storage | Kind::Search);
    let (attrs, title) = match (context.has_copies(id), limit >= LOG_SHIPPING) {
        (true, _) => (
            (Attr::Replication, "semi-sync"),
            text!("반동기로 복제합니다", "replicate semi-synchronously"),
        ),
        (false, true) if may_state => {
            ((Attr::Pitr, "on"), text!("시점 복구를 켭니다", "turn on point-in-time recovery"))
        }
        _ => return None,
    };
    Some(edit::suggested(title, context.edit.state(component, &[attrs])))
}
