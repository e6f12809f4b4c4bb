//! Coming back takes longer than the objective allows.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "rto-unmet",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Suggested,
    page: include_str!("rto_unmet.md"),
    check: Check::Each(&[Kind::Db, Kind::Storage, Kind::Search, Kind::Cache, Kind::Queue], judge),
    ..Rule::of(Topic::Data)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let design = context.design;
    let flow = context.flow_of(id)?;
    let limit = context.stated_time(Some(flow), Attr::Rto)?;
    let time = &context.recovery(id).time;
    let standby = design.has_standby(id);
    // A person who promotes is `manual-failover`; nothing to restore from is `no-backup`.
    let by_hand = standby && design.failover(id) != Failover::Auto;
    let needed = context.is_relied_on(id) && !context.is_standby(id) && !context.is_in_pool(id);
    if time.lasts <= limit || time.is_lost() || by_hand || !needed {
        return None;
    }
    let component = design.component(id);
    let (called, takes, allowed) =
        (context.called(id), number::duration(time.lasts), number::duration(limit));
    let name = context.called_flow(flow);
    let down = text!(name; "그동안 {name:은} 멈춥니다.", "Until then, {name} fails.");
    let at = component.facts.span(Attr::FailoverTime).or(component.facts.span(Attr::Mttr));
    let mut finding = RULE
        .finding(
            at.unwrap_or(component.head),
            text!(
                called, takes, allowed;
                "{called}의 복구에 {takes} 걸려 RTO {allowed:을} 지키지 못합니다",
                "{called} takes {takes} to come back and misses the RTO of {allowed}"
            ),
        )
        .level(if time.assumed { Severity::Warning } else { Severity::Error })
        .label(text!(takes; "복구에 {takes}", "back after {takes}"))
        .why(sentences(&[stopped(&[time.because.words()]), down]))
        .help(match standby {
            true => text!(
                "장애 감지 주기와 승격 시간을 줄이고, 훈련에서 잰 시간을 `failover-time`에 적으세요.",
                "Detect faster and promote faster, and state as `failover-time` what drills measure."
            ),
            false => text!(
                "복원은 오래 걸립니다. 대기 복제본을 두고 `failover = auto`로 승격되게 하세요.",
                "Restoring takes long: keep a standby that is promoted by `failover = auto`."
            ),
        })
        .trade_off(match standby {
            true => text!(
                "감지를 빠르게 하면 잠깐의 지연에도 승격이 일어납니다.",
                "Fast detection promotes on a mere hiccup, too."
            ),
            false => {
                text!("대기 복제본을 두면 비용이 두 배가 됩니다.", "A standby doubles the cost.")
            }
        })
        .question(text!(
            "몇 분 안에 다시 열 수 있고, 재 보았나요?",
            "How many minutes until you reopen, and was it measured?"
        ))
        .about(id)
        .takes_down(context.spof_in(id))
        .figure(Figure {
            name: "rto",
            value: time.lasts.as_seconds(),
            unit: "seconds",
            derivation: format!("{} > {}", takes.en, allowed.en),
            assumed: if time.assumed { vec![time.because.words()] } else { Vec::new() },
        });
    if let Some(objective) = context.objective_span(Some(flow), Attr::Rto) {
        finding = finding
            .related(objective, text!(allowed; "목표는 {allowed}", "the objective is {allowed}"));
    }
    // Without a standby the missing one is the cause, and what is said about that says this too.
    Some(match standby {
        true => finding.fixes(faster(context, id, time.lasts - limit)),
        false => {
            let finding = finding.explains(context.units_of(id).iter().copied()).general();
            finding.fixes(fix(context, id))
        }
    })
}

fn fix(context: &Context, id: ComponentId) -> Option<Fix> {
    if context.kind(id) != Kind::Db {
        return None;
    }
    let edits = context.replicate_with(id, 2, &[(Attr::Failover, "auto")])?;
    Some(edit::suggested(text!("대기 복제본을 둡니다", "keep a standby"), edits))
}

/// The failover time that would do, for the team to reach and to measure.
fn faster(context: &Context, id: ComponentId, too_long_by: Duration) -> Option<Fix> {
    let component = context.design.component(id);
    let enough = component.facts.longest(Attr::FailoverTime)? - too_long_by;
    let enough = enough.as_seconds().floor();
    if enough < 1.0 {
        return None;
    }
    let enough = format!("{enough}s");
    let edits = context.edit.state(component, &[(Attr::FailoverTime, &enough)]);
    let title =
        text!("`failover-time`을 RTO 안으로 줄입니다", "bring `failover-time` within the RTO");
    Some(edit::suggested(title, edits))
}
