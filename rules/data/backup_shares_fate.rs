//! Backups that burn with what they are a backup of, or that nobody ever restored.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "backup-shares-fate",
    quality: Quality::Availability,
    fix: FixKind::Suggested,
    page: include_str!("backup_shares_fate.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Data)
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
    let elsewhere = another_region(context, id);
    let edits = context.edit.state(component, &[(Attr::BackupTo, &elsewhere)]);
    Some(
        RULE.finding(
            target.span,
            text!(
                called, place;
                "{called}의 백업이 원본과 같은 {place}에 있습니다",
                "the backup of {called} stays in {place}, with the original"
            ),
        )
        .label(text!("원본과 같은 곳", "same fate as the original"))
        .related(context.design.group(domain).head, text!("함께 잃을 수 있는 곳", "lost together"))
        .why(text!(
            place;
            "{place:을} 통째로 잃으면 원본과 백업을 함께 잃습니다.",
            "Losing {place} loses the original and its backup together."
        ))
        .help(text!(
            "백업을 다른 리전에, 되도록 다른 계정에 복사해 두세요.",
            "Copy backups to another region, and better into another account."
        ))
        .trade_off(text!(
            "리전 사이 전송과 저장에 요금이 붙고, 개인정보라면 나라 밖으로 나가도 되는지 확인해야 합니다.",
            "Transfer and storage in another region cost money; personal data may not be allowed to leave the country."
        ))
        .question(text!(
            "원본이 있는 곳을 통째로 잃으면 백업은 어디에 있나요?",
            "You lose the place with the original: where is the backup?"
        ))
        .about(id)
        .fix(edit::suggested(text!("다른 리전에 둡니다", "keep it in another region"), edits)),
    )
}

/// The innermost domain of the original without which the store has nothing left.
fn shared_domain(context: &Context, id: ComponentId, store: ComponentId) -> Option<GroupId> {
    let copies = context.design.placement(store);
    let in_all = |domain: &GroupId| copies.iter().all(|domains| domains.contains(domain));
    context.design.domains(id).into_iter().find(in_all)
}

/// One that the design has, else a name for people to fill in.
fn another_region(context: &Context, id: ComponentId) -> String {
    let design = context.design;
    let own = design.domains(id);
    let far = |group: &GroupId| {
        let around = design.failure_domains(Some(*group));
        matches!(design.group(*group).kind, GroupKind::Region | GroupKind::Dc)
            && !around.iter().any(|domain| own.contains(domain))
    };
    let there = design.group_ids().find(far);
    there.map_or("\"other-region\"".to_owned(), |group| design.group(group).path.clone())
}

/// Backups are made, and it is stated that nobody ever restored one.
fn untested(context: &Context) -> Option<Finding> {
    let operations = &context.design.operations;
    let backed = |id: &ComponentId| context.design.component(*id).facts.is_on(Attr::Backup);
    let backed: Vec<ComponentId> = context.design.component_ids().filter(backed).collect();
    let at =
        operations.span(Attr::BackupTested).filter(|_| operations.is_off(Attr::BackupTested))?;
    if backed.is_empty() {
        return None;
    }
    let names = context.names(&backed);
    let finding = RULE
        .finding(at, text!("백업을 복원해 본 적이 없습니다", "no backup was ever restored"))
        .label(text!("복원해 본 적 없음", "never restored"))
        .why(text!(
            names;
            "{names}의 백업이 빈 파일인지, 암호 키가 남아 있는지, 되살리는 데 몇 시간이 걸리는지는 복원해 보아야 압니다.",
            "Whether the backups of {names} are empty, whether anybody has their key, and how many hours they take, only a restore tells."
        ))
        .help(text!(
            "분기마다 빈 서버에 복원해 걸린 시간과 행 수를 기록하고, `backup-tested = 90d`처럼 주기를 적으세요.",
            "Restore onto an empty server every quarter, note time and row counts, and state it: `backup-tested = 90d`."
        ))
        .trade_off(text!(
            "복원할 서버의 요금과, 훈련하는 사람의 반나절이 듭니다.",
            "A server to restore onto, and half a day of somebody's time."
        ))
        .question(text!(
            "마지막으로 복원에 성공한 날이 언제이고, 몇 시간 걸렸나요?",
            "When did a restore last succeed, and how long did it take?"
        ));
    Some(backed.into_iter().fold(finding, Finding::about))
}
