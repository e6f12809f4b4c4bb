//! Data of which nobody keeps a copy from yesterday.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "no-backup",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Suggested,
    page: include_str!("no_backup.md"),
    check: Check::Each(&[Kind::Db, Kind::Storage], judge),
    ..Rule::of(Topic::Data)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let design = context.design;
    let component = design.component(id);
    let kept_by_provider = component.kind == Kind::Storage && design.fails_whole(id);
    if !context.lacks_backup(id) || context.has_copies(id) || kept_by_provider {
        return None;
    }
    let at = component.facts.span(Attr::Backup).unwrap_or(component.head);
    let called = context.called(id);
    let rpo = context.stated_time(context.flow_of(id), Attr::Rpo);
    let plan = Plan::within(rpo);
    let (written, edits) = (plan.written(), context.edit.state(component, &plan.attributes()));
    Some(
        RULE.finding(at, text!(called; "{called}에 백업이 없습니다", "{called} has no backup"))
            .label(text!("백업 없음", "no backup"))
            .why(why(rpo))
            .help(text!(
                written;
                "잃어도 되는 시간보다 짧은 주기로 백업하고(`{written}`), 다른 계정이나 리전에 두세요.",
                "Back up more often than what you may lose (`{written}`), into another account or region."
            ))
            .trade_off(text!(
                "저장 비용과 백업 중의 I/O, 그리고 복원 훈련 시간이 듭니다.",
                "Storage, I/O while it runs, and time for restore drills."
            ))
            .question(text!(
                "마지막으로 복원해 본 게 언제인가요?",
                "When did you last restore it?"
            ))
            .about(id)
            .fix(edit::suggested(text!(
                written;
                "백업합니다(`{written}`)",
                "back it up (`{written}`)"
            ), edits)),
    )
}

/// How often to back up.
struct Plan {
    interval: String,
    /// The log in between is kept, too.
    to_any_point: bool,
}

impl Plan {
    /// Once a day where nothing is asked. Intervals below an hour are what the log is for; below
    /// what that reaches, no backup is enough, and this is the best one.
    fn within(rpo: Option<Duration>) -> Self {
        let day = Duration::DAY.as_hours();
        let hours = rpo.map_or(day, |rpo| rpo.as_hours().floor().min(day));
        let interval = match hours {
            h if (1.0..day).contains(&h) => format!("{h}h"),
            _ => "1d".to_owned(),
        };
        Self { interval, to_any_point: hours < 1.0 }
    }

    fn attributes(&self) -> Vec<(Attr, &str)> {
        let every = (Attr::Backup, self.interval.as_str());
        let log = self.to_any_point.then_some((Attr::Pitr, "on"));
        std::iter::once(every).chain(log).collect()
    }

    fn written(&self) -> String {
        let interval = &self.interval;
        match self.to_any_point {
            true => format!("backup = {interval}, pitr"),
            false => format!("backup = {interval}"),
        }
    }
}

fn why(rpo: Option<Duration>) -> Text {
    match rpo {
        Some(rpo) => {
            let limit = number::duration(rpo);
            text!(
                limit;
                "디스크 고장이나 잘못된 삭제 한 번이면 모두 잃습니다. 복구 시점 목표(RPO)는 {limit}입니다.",
                "One broken disk or one wrong delete loses everything, with an RPO of {limit}."
            )
        }
        None => text!(
            "디스크 고장이나 잘못된 삭제 한 번이면 되돌릴 방법이 없습니다.",
            "After one broken disk or one wrong delete there is no way back."
        ),
    }
}
