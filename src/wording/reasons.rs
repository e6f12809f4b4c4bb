//! What figures of availability and recovery rest on.

use crate::analysis::Reason;
use crate::model::GroupKind;
use crate::say::{Text, number, with_article};
use crate::text;

impl Reason {
    /// In words, without a full stop.
    pub fn words(&self) -> Text {
        match self {
            Reason::StatedAvailability => {
                text!("`availability` 값입니다", "stated as `availability`")
            }
            Reason::FailureTimes => {
                text!("`mtbf`와 `mttr`에서 계산했습니다", "from `mtbf` and `mttr`")
            }
            Reason::ExternalSystem => {
                text!("외부 시스템을 99.9%로 보았습니다", "an external system taken as 99.9%")
            }
            Reason::OwnSoftware => {
                text!("컴포넌트를 99.9%로 보았습니다", "a component taken as 99.9%")
            }
            Reason::Domain(kind, unavailability) => domain(*kind, *unavailability),
            Reason::Published(source) => source.clone(),
            Reason::PublishedFailover(source) => {
                text!(source; "자동 장애 조치, {source}", "automatic failover, {source}")
            }
            Reason::StatedFailover => {
                text!("`failover-time` 값입니다", "stated as `failover-time`")
            }
            Reason::StatedRepair => text!("`mttr` 값입니다", "stated as `mttr`"),
            Reason::HealthCheck => text!(
                "헬스 체크가 죽은 서버를 빼는 데 30초로 보았습니다",
                "a health check takes a dead one out; taken as 30 s"
            ),
            Reason::NoHealthCheck => text!(
                "헬스 체크가 없어 사람이 죽은 서버를 빼는 데 30분으로 보았습니다",
                "without a health check a person takes the dead one out; taken as 30 min"
            ),
            Reason::ComesBack => text!(
                "`mttr` 안에 주 서버가 데이터와 함께 돌아옵니다",
                "within `mttr` the primary comes back with its data"
            ),
            Reason::Restart => {
                text!("다시 시작하는 데 1분으로 보았습니다", "a restart taken as 1 min")
            }
            Reason::RestartByHand => text!(
                "사람이 다시 띄우는 데 30분, 시작에 1분으로 보았습니다",
                "a person starts it again: taken as 30 min, and 1 min to start"
            ),
            Reason::SentinelPromotion => {
                text!("Sentinel 승격을 45초로 보았습니다", "Sentinel promotion taken as 45 s")
            }
            Reason::AutomaticFailover => {
                text!("자동 장애 조치를 60초로 보았습니다", "automatic failover taken as 60 s")
            }
            Reason::ManualPromotion => text!(
                "사람이 승격하는 데 30분으로 보았습니다",
                "promotion by a person taken as 30 min"
            ),
            Reason::Replacement => text!(
                "남은 것이 없어 새로 띄우는 데 5분으로 보았습니다",
                "none is left: a replacement taken as 5 min"
            ),
            Reason::Restore => text!(
                "백업 복원을 1시간 + 크기 ÷ 100 MB/s로 보았습니다",
                "restoring a backup taken as 1 h + size ÷ 100 MB/s"
            ),
            Reason::RestoreIfAny => text!(
                "백업을 적지 않아 있다고 보고, 복원을 1시간 + 크기 ÷ 100 MB/s로 보았습니다",
                "no backup is stated; taken as there, and restoring it as 1 h + size ÷ 100 MB/s"
            ),
            Reason::NoBackup => {
                text!("백업이 없어 되살릴 수 없습니다", "there is no backup to restore from")
            }
            Reason::BackupInRegion => text!(
                "백업도 같은 리전에 있어 함께 잃습니다",
                "its backup lies in the same region and is lost with it"
            ),
            Reason::WorksWithoutZone => {
                text!("가용 영역 하나 없이도 일합니다", "it works without a zone")
            }
            Reason::Intact => text!("데이터가 그대로 남아 있습니다", "its data are intact"),
            Reason::SeveralZones => {
                text!("여러 가용 영역에 동기로 저장됩니다", "kept in several zones synchronously")
            }
            Reason::SynchronousReplication => {
                text!("동기 복제라 잃는 쓰기가 없습니다", "synchronous replication loses no write")
            }
            Reason::SemiSynchronousReplication => text!(
                "반동기 복제라 복제본 하나는 모든 쓰기를 갖고 있습니다",
                "with semi-synchronous replication one copy has every write"
            ),
            Reason::AsynchronousReplication => text!(
                "비동기 복제 지연을 5초로 보았습니다",
                "lag of asynchronous replication taken as 5 s"
            ),
            Reason::UnknownReplication => text!(
                "복제 방식이 없어 비동기, 지연 5초로 보았습니다",
                "replication not stated; taken as asynchronous with 5 s lag"
            ),
            Reason::StatedLag => text!("`lag` 값입니다", "stated as `lag`"),
            Reason::LogShipping => text!(
                "시점 복구는 로그를 5분마다 보냅니다",
                "point-in-time recovery ships logs every 5 min"
            ),
            Reason::SinceBackup => {
                text!("마지막 백업 뒤의 쓰기를 잃습니다", "writes since the last backup are lost")
            }
        }
    }
}

fn domain(kind: GroupKind, unavailability: f64) -> Text {
    let percent = number::availability(unavailability, unavailability);
    let title = kind.title();
    Text::new(
        format!("{}의 가용성을 {}로 보았습니다", title.ko, percent.ko),
        format!("{} taken as {}", with_article(&title.en), percent.en),
    )
}
