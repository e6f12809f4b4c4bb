//! Copies that repeat every mistake at once, and no backup.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "replication-is-not-backup",
    quality: Quality::Availability,
    fix: FixKind::Safe,
    page: include_str!("replication_is_not_backup.md"),
    check: Check::Each(&[Kind::Db, Kind::Storage], judge),
    ..Rule::of(Topic::Data)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    // A backup is looked for at the primary: a replica without one may be as it should.
    let replica = context.is_standby(id) || context.design.is_read_replica(id);
    if replica || !context.lacks_backup(id) || !context.has_copies(id) {
        return None;
    }
    let component = context.design.component(id);
    let at = component.facts.span(Attr::Backup)?;
    let called = context.called(id);
    let edits = context.edit.state(component, &[(Attr::Backup, "1d")]);
    Some(
        RULE.finding(
            at,
            text!(called; "{called}에 복제본은 있지만 백업은 없습니다", "{called} has replicas but no backup"),
        )
        .label(text!("복제는 백업이 아닙니다", "a copy is no backup"))
        .why(text!(
            "잘못된 `DELETE`는 1초 안에 모든 복제본에 똑같이 적용됩니다. 복제는 고장을 막고, 백업은 실수를 막습니다.",
            "A wrong `DELETE` reaches every replica within a second. Replicas guard against breakage, backups against mistakes."
        ))
        .help(text!(
            "`backup = 1d`로 어제로, `pitr`로 5분 전으로 돌아갈 수 있게 하세요.",
            "With `backup = 1d` and `pitr` you can go back to yesterday, or five minutes."
        ))
        .trade_off(text!(
            "저장 비용과 복원 훈련 시간이 듭니다.",
            "Storage, and time for restore drills."
        ))
        .question(text!(
            "방금 지운 테이블을 어떻게 되살리나요?",
            "A table was just dropped: how do you get it back?"
        ))
        .about(id)
        .fix(edit::safe(text!("하루 한 번 백업합니다", "back up once a day"), edits)),
    )
}
