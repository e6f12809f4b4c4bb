//! How long it takes to recover from the loss of a component, and how much data is lost: what
//! `rto` and `rpo` are compared with.

use crate::model::{Attr, ComponentId, Design, Dimension, Failover, Kind};
use crate::text;
use crate::text::Text;

/// Seconds for a person to notice, join and promote a standby.
pub const MANUAL_FAILOVER: f64 = 30.0 * 60.0;
/// Seconds until a lost instance of one's own is replaced by hand or repaired.
pub const REPAIR: f64 = 3600.0;
/// Seconds to restore from a backup, before the time that its size takes.
pub const RESTORE: f64 = 3600.0;
/// Bytes per second at which a backup is read back.
pub const RESTORE_RATE: f64 = 100e6;
/// Seconds of writes that an asynchronous replica lags behind.
pub const REPLICATION_LAG: f64 = 5.0;
/// Seconds between two shipped logs with point-in-time recovery.
pub const LOG_SHIPPING: f64 = 300.0;
/// Seconds of an automatic failover of which nothing is stated.
pub const AUTOMATIC_FAILOVER: f64 = 60.0;
/// Seconds until a Redis Sentinel has noticed, voted and promoted.
pub const SENTINEL_FAILOVER: f64 = 45.0;
/// Seconds until a balancer has noticed a dead target and sends around it.
pub const HEALTH_CHECK: f64 = 30.0;

/// A span of time with how it came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Infinite when nothing brings it back.
    pub seconds: f64,
    pub because: Text,
    /// Part of it is our planning value, not stated in the design.
    pub assumed: bool,
}

impl Span {
    fn stated(seconds: f64, because: Text) -> Self {
        Self { seconds, because, assumed: false }
    }

    fn assumed(seconds: f64, because: Text) -> Self {
        Self { seconds, because, assumed: true }
    }
}

/// What happens when all of a component, or the primary of a store, is lost.
#[derive(Clone, Debug, PartialEq)]
pub struct Recovery {
    /// Until it works again.
    pub time: Span,
    /// Writes lost, as the span of time in which they were made; `None` for what keeps no data or
    /// of which nothing is stated.
    pub loss: Option<Span>,
}

impl Recovery {
    pub fn of(design: &Design, id: ComponentId) -> Self {
        Self {
            time: time(design, id),
            loss: keeps_data(design, id).then(|| loss(design, id)).flatten(),
        }
    }
}

/// Data that would be missed: every store, but a cache only if what it keeps is stated.
pub fn keeps_data(design: &Design, id: ComponentId) -> bool {
    let component = design.component(id);
    match component.kind {
        Kind::Db | Kind::Storage => true,
        Kind::Cache | Kind::Search => component.facts.is_stated(Attr::Data),
        _ => false,
    }
}

fn duration(design: &Design, id: ComponentId, attr: Attr) -> Option<f64> {
    design.component(id).facts.number(attr, Dimension::Duration).map(|value| value.high())
}

fn time(design: &Design, id: ComponentId) -> Span {
    let replicated = design.replicas(id).least > 1 || design.has_standby(id);
    if design.has_standby(id) || design.spans_zones(id) {
        return match design.failover(id) {
            Failover::Auto => automatic(design, id),
            Failover::Manual | Failover::Unknown => manual(design, id),
        };
    }
    if let Some(seconds) = duration(design, id, Attr::FailoverTime) {
        return Span::stated(
            seconds,
            text!("`failover-time` 값입니다", "stated as `failover-time`"),
        );
    }
    if replicated {
        return Span::assumed(
            HEALTH_CHECK,
            text!(
                "헬스 체크가 죽은 복제본을 빼는 데 30초로 보았습니다",
                "a health check takes a dead replica out; taken as 30 s"
            ),
        );
    }
    restored(design, id)
}

fn automatic(design: &Design, id: ComponentId) -> Span {
    if let Some(seconds) = duration(design, id, Attr::FailoverTime) {
        return Span::stated(
            seconds,
            text!("`failover-time` 값입니다", "stated as `failover-time`"),
        );
    }
    let component = design.component(id);
    if let Some(figure) = component.tech.as_ref().and_then(|tech| tech.failover_time.as_ref()) {
        let Text { ko, en } = figure.cited();
        let seconds = crate::model::Quantity::exact(Dimension::Duration, figure.value).low();
        let because = text!("자동 장애 조치, {ko}", "automatic failover, {en}");
        return Span::assumed(seconds, because);
    }
    if component.facts.word(Attr::Mode) == Some("sentinel") {
        return Span::assumed(
            SENTINEL_FAILOVER,
            text!("Sentinel 승격을 45초로 보았습니다", "Sentinel promotion taken as 45 s"),
        );
    }
    Span::assumed(
        AUTOMATIC_FAILOVER,
        text!("자동 장애 조치를 60초로 보았습니다", "automatic failover taken as 60 s"),
    )
}

fn manual(design: &Design, id: ComponentId) -> Span {
    match duration(design, id, Attr::FailoverTime) {
        Some(seconds) => {
            Span::stated(seconds, text!("`failover-time` 값입니다", "stated as `failover-time`"))
        }
        None => Span::assumed(
            MANUAL_FAILOVER,
            text!(
                "사람이 승격하는 데 30분으로 보았습니다",
                "promotion by a person taken as 30 min"
            ),
        ),
    }
}

/// One copy only: a store comes back from its backup, anything else is started anew.
fn restored(design: &Design, id: ComponentId) -> Span {
    let component = design.component(id);
    if keeps_data(design, id) && component.facts.is_off(Attr::Backup) {
        return Span::stated(
            f64::INFINITY,
            text!("백업이 없어 되살릴 수 없습니다", "there is no backup to restore from"),
        );
    }
    if let Some(seconds) = duration(design, id, Attr::Mttr) {
        return Span::stated(seconds, text!("`mttr` 값입니다", "stated as `mttr`"));
    }
    if !keeps_data(design, id) {
        return Span::assumed(
            REPAIR,
            text!("다시 띄우는 데 1시간으로 보았습니다", "starting it again taken as 1 h"),
        );
    }
    let size = component.facts.number(Attr::Size, Dimension::Bytes).map_or(0.0, |s| s.high());
    Span::assumed(
        RESTORE + size / RESTORE_RATE,
        text!(
            "백업 복원을 1시간 + 크기 ÷ 100 MB/s로 보았습니다",
            "restoring a backup taken as 1 h + size ÷ 100 MB/s"
        ),
    )
}

fn loss(design: &Design, id: ComponentId) -> Option<Span> {
    if design.spans_zones(id) {
        return Some(Span::stated(
            0.0,
            text!("여러 가용 영역에 동기로 저장됩니다", "kept in several zones synchronously"),
        ));
    }
    if design.has_standby(id) {
        return Some(replica_loss(design, id));
    }
    backup_loss(design, id)
}

fn replica_loss(design: &Design, id: ComponentId) -> Span {
    let replication = replication(design, id);
    match replication {
        Some("sync" | "semi-sync") => Span::stated(
            0.0,
            text!("동기 복제라 잃는 쓰기가 없습니다", "synchronous replication loses no write"),
        ),
        Some(_) => Span::assumed(
            REPLICATION_LAG,
            text!(
                "비동기 복제 지연을 5초로 보았습니다",
                "lag of asynchronous replication taken as 5 s"
            ),
        ),
        None => Span::assumed(
            REPLICATION_LAG,
            text!(
                "복제 방식이 없어 비동기, 지연 5초로 보았습니다",
                "replication not stated; taken as asynchronous with 5 s lag"
            ),
        ),
    }
}

/// What the store says, else its standbys, else the links that copy its data.
fn replication(design: &Design, id: ComponentId) -> Option<&'static str> {
    let own = |id: ComponentId| design.component(id).facts.word(Attr::Replication);
    let set = design.replica_set(id);
    own(id).or_else(|| set?.standbys.iter().find_map(|standby| own(*standby))).or_else(|| {
        let primary = set?.primary;
        design.links_from(primary).find_map(|link| design.link(link).facts.word(Attr::Replication))
    })
}

fn backup_loss(design: &Design, id: ComponentId) -> Option<Span> {
    let facts = &design.component(id).facts;
    if facts.is_on(Attr::Pitr) {
        return Some(Span::assumed(
            LOG_SHIPPING,
            text!(
                "시점 복구는 로그를 5분마다 보냅니다",
                "point-in-time recovery ships logs every 5 min"
            ),
        ));
    }
    if facts.is_off(Attr::Backup) {
        return Some(Span::stated(
            f64::INFINITY,
            text!("백업이 없어 모두 잃습니다", "without a backup everything is lost"),
        ));
    }
    let interval = facts.number(Attr::Backup, Dimension::Duration)?.high();
    Some(Span::stated(
        interval,
        text!("마지막 백업 뒤의 쓰기를 잃습니다", "writes since the last backup are lost"),
    ))
}
