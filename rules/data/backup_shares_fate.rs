//! Backups that burn with what they are a backup of, or that nobody ever restored.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "backup-shares-fate",
    topic: Topic::Data,
    quality: Quality::Availability,
    severity: Severity::Warning,
    fixed_severity: false,
    fix: FixKind::Suggested,
    options: &[],
    page: include_str!("backup_shares_fate.md"),
    check: Check::Design(check),
};

fn check(context: &Context) -> Vec<Finding> {
    let kinds = [Kind::Db, Kind::Storage, Kind::Search];
    let mut findings: Vec<Finding> =
        context.of_kinds(&kinds).filter_map(|id| judge(context, id)).collect();
    findings.extend(untested(context));
    findings
}

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let target = component.facts.get(Attr::BackupTo)?;
    let domain = match target.value {
        Value::Group(group) => context.design.domains(id).into_iter().find(|own| *own == group),
        Value::Component(store) => shared_domain(context, id, store),
        _ => None,
    }?;
    let (called, place) = (context.called(id), context.called_group(domain));
    let (of, en, at, en_at) = (&called.ko, &called.en, &place.ko, &place.en);
    let lost = place.object();
    Some(worded(
        RULE.finding(
            target.span,
            text!(
                "{of}의 백업이 원본과 같은 {at}에 있습니다",
                "the backup of {en} stays in {en_at}, with the original"
            ),
        )
        .label(text!("원본과 같은 곳", "same fate as the original"))
        .related(context.design.group(domain).head, text!("함께 잃을 수 있는 곳", "lost together"))
        .why(text!(
            "{lost} 통째로 잃으면 원본과 백업을 함께 잃습니다.",
            "Losing {en_at} loses the original and its backup together."
        ))
        .about(id)
        .fix(edit::suggested(
            text!("다른 리전에 둡니다", "keep it in another region"),
            edit::state(context.sources, component, &[(Attr::BackupTo, "\"다른 리전\"")]),
        )),
    ))
}

fn shared_domain(context: &Context, id: ComponentId, store: ComponentId) -> Option<GroupId> {
    let theirs = context.design.domains(store);
    context.design.domains(id).into_iter().find(|domain| theirs.contains(domain))
}

/// Backups are made, and it is stated that nobody ever restored one.
fn untested(context: &Context) -> Option<Finding> {
    let operations = &context.design.operations;
    let backed = |id: &ComponentId| context.design.component(*id).facts.is_on(Attr::Backup);
    let first = context.design.component_ids().find(backed)?;
    let at =
        operations.span(Attr::BackupTested).filter(|_| operations.is_off(Attr::BackupTested))?;
    Some(worded(
        RULE.finding(at, text!("백업을 복원해 본 적이 없습니다", "no backup was ever restored"))
            .label(text!("복원해 본 적 없음", "never restored"))
            .why(text!(
                "복원해 보지 않은 백업은 절반이 쓸모없습니다. 빈 파일이거나, 암호를 모르거나, 하루가 걸립니다.",
                "A backup that was never restored may be empty, locked, or take a day."
            ))
            .about(first),
    ))
}

fn worded(finding: Finding) -> Finding {
    finding
        .help(text!(
            "백업을 다른 리전이나 다른 계정에 두고, 분기마다 빈 서버에 복원해 보세요.",
            "Keep backups in another region or account, and restore one onto an empty server every quarter."
        ))
        .trade_off(text!(
            "리전 사이 전송과 저장에 요금이 붙고, 훈련에 반나절이 듭니다.",
            "Transfer and storage in another region cost money, a drill half a day."
        ))
        .question(text!(
            "원본이 있는 곳을 통째로 잃으면 백업은 어디에 있나요?",
            "You lose the place with the original: where is the backup?"
        ))
}
