//! What a design states otherwise than its base, in words: a post has readers who do not know the
//! attributes.

use super::words;
use crate::analysis::change::Comparison;
use crate::model::{Attr, Component, ComponentId, Design, Facts, GroupId, LinkId, Value};
use crate::say::{Lang, Text};
use crate::text;
use std::collections::BTreeSet;

/// Both designs, and what of them is the same.
pub struct Both<'a> {
    pub old: &'a Design,
    pub new: &'a Design,
    pub comparison: &'a Comparison,
}

impl Both<'_> {
    pub fn component(&self, was: ComponentId, is: ComponentId) -> Text {
        let (before, after) = (self.old.component(was), self.new.component(is));
        let mut said: Vec<Text> = Vec::new();
        said.extend(made_with(before, after));
        if before.label != after.label {
            let called = |it: &Component| it.label.clone().unwrap_or_else(|| it.name.clone());
            said.extend(renamed(&called(before), &called(after)));
        }
        // Where it is dealt out over zones, that says where it is.
        if after.zones.len() < 2 {
            said.extend(self.moved(before.group, after.group));
        }
        said.extend(self.facts(&before.facts, &after.facts));
        Text::join(&said, ", ")
    }

    pub fn link(&self, was: LinkId, is: LinkId) -> Text {
        let (before, after) = (self.old.link(was), self.new.link(is));
        let mut said: Vec<Text> = Vec::new();
        let label = |label: &Option<String>| label.clone().unwrap_or_else(|| "–".to_owned());
        said.extend(renamed(&label(&before.label), &label(&after.label)));
        said.extend(self.facts(&before.facts, &after.facts));
        Text::join(&said, ", ")
    }

    /// Of traffic, objectives and operations.
    pub fn whole(&self) -> Text {
        let (old, new) = (self.old, self.new);
        let pairs = [
            (&old.traffic, &new.traffic),
            (&old.slo, &new.slo),
            (&old.operations, &new.operations),
        ];
        let said: Vec<Text> = pairs.iter().flat_map(|(was, is)| self.facts(was, is)).collect();
        Text::join(&said, ", ")
    }

    fn moved(&self, was: Option<GroupId>, is: Option<GroupId>) -> Option<Text> {
        if self.comparison.matching.is_same_group(was, is) {
            return None;
        }
        let is = words::group(self.new, is?);
        Some(text!(is; "{is} 안으로 옮김", "moved into {is}"))
    }

    fn facts(&self, before: &Facts, after: &Facts) -> Vec<Text> {
        let attrs: BTreeSet<Attr> =
            before.iter().chain(after.iter()).map(|(attr, _)| attr).collect();
        let said = attrs.into_iter().filter_map(|attr| {
            let was = before.get(attr).map(|it| &it.value);
            let is = after.get(attr).map(|it| &it.value);
            let is_same = match (was, is) {
                (Some(was), Some(is)) => self.comparison.matching.is_same_value(was, is),
                (None, None) => true,
                _ => false,
            };
            if is_same { None } else { Some(self.clause(attr, was, is)) }
        });
        said.filter(|text| !text.is_empty()).collect()
    }

    /// One thing that is stated otherwise.
    fn clause(&self, attr: Attr, was: Option<&Value>, is: Option<&Value>) -> Text {
        use Attr::{Backup, HealthCheck, Monitoring, Note, Zones};
        let value = |value: Option<&Value>, design| value.map(|it| shown(design, it));
        let (before, after) = (value(was, self.old), value(is, self.new));
        match (attr, is) {
            // A note is a reason, and said as one.
            (Note, Some(_)) => {
                let why = after.unwrap_or_default();
                text!(why; "적어 둔 이유 {why}", "the reason written down: {why}")
            }
            (Note, None) => Text::default(),
            (Zones, Some(Value::List(all))) => {
                let places: Vec<Text> = all.iter().map(|it| shown(self.new, it)).collect();
                let places = Text::join_with(&places, "·", " and ");
                text!(places; "{places}에 나눠 둠", "spread over {places}")
            }
            (Monitoring, Some(Value::List(all))) => {
                let had = |it: &&Value| matches!(was, Some(Value::List(old)) if old.contains(it));
                let more: Vec<Text> = all.iter().filter(|it| !had(it)).map(watched).collect();
                let more = Text::join_with(&more, "·", " and ");
                text!(more; "{more} 수집", "now watched: {more}")
            }
            (Attr::Replicas | Attr::Brokers, Some(Value::Number(_))) => {
                let is = after.unwrap_or_default();
                match before {
                    Some(was) => {
                        text!(was, is; "{was}대에서 {is}대로", "from {was} to {is} of them")
                    }
                    None => text!(is; "{is}대로", "{is} of them"),
                }
            }
            (HealthCheck, Some(Value::Number(_))) => {
                let each = after.unwrap_or_default();
                text!(each; "{each}마다 헬스 체크", "health checks every {each}")
            }
            (Attr::BackupTested, Some(Value::Number(_))) => {
                let each = after.unwrap_or_default();
                text!(each; "{each}마다 복원 시험", "a restore tried every {each}")
            }
            (Attr::FailoverTested, Some(Value::Number(_))) => {
                let each = after.unwrap_or_default();
                text!(each; "{each}마다 페일오버 시험", "a failover tried every {each}")
            }
            (Backup, Some(Value::Number(_))) => {
                let each = after.unwrap_or_default();
                text!(each; "{each}마다 백업", "a backup every {each}")
            }
            (_, Some(Value::Word(word))) if worded(attr, word).is_some() => {
                worded(attr, word).unwrap_or_default()
            }
            (_, Some(Value::Component(_))) if placed(attr, &after).is_some() => {
                placed(attr, &after).unwrap_or_default()
            }
            _ => named(attr, was, is, before, after),
        }
    }
}

/// A technology, or a kind, in the place of another.
fn made_with(before: &Component, after: &Component) -> Option<Text> {
    let made = |it: &Component| match &it.tech {
        Some(tech) => Text::same(tech.title.clone()),
        None => it.kind.title(),
    };
    let (was, is) = (made(before), made(after));
    (was != is).then(|| text!(was, is; "{was} → {is}", "{was} → {is}"))
}

fn renamed(was: &str, is: &str) -> Option<Text> {
    (was != is).then(|| Text::same(format!("“{was}” → “{is}”")))
}

/// An attribute by its name: switched, or from one value to another.
fn named(
    attr: Attr,
    was: Option<&Value>,
    is: Option<&Value>,
    before: Option<Text>,
    after: Option<Text>,
) -> Text {
    let name = name(attr);
    match (was, is) {
        (_, Some(Value::On)) => name,
        (Some(Value::On), None) | (_, Some(Value::Off)) => text!(name; "{name} 없음", "no {name}"),
        (_, None) => text!(name; "{name} 지움", "{name} not stated any more"),
        (None | Some(Value::On | Value::Off), Some(_)) => {
            let after = after.unwrap_or_default();
            text!(name, after; "{name} {after}", "{name} {after}")
        }
        (Some(_), Some(_)) => {
            let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
            text!(name, before, after; "{name} {before} → {after}", "{name} {before} → {after}")
        }
    }
}

fn shown(design: &Design, value: &Value) -> Text {
    match value {
        Value::On | Value::Off | Value::Unknown => Text::default(),
        Value::Number(it) => Text::new(it.show(Lang::Ko), it.show(Lang::En)),
        Value::Word(word) => Text::same(*word),
        Value::Text(it) => {
            let it = words::quoted(it);
            text!(it; "“{it}”", "“{it}”")
        }
        Value::Component(id) => words::label(design, *id),
        Value::Group(id) => words::group(design, *id),
        Value::Times(id, factor) => {
            let (label, factor) = (words::label(design, *id), factor.show(Lang::En));
            text!(label, factor; "{label} {factor}", "{label} {factor}")
        }
        Value::Date(date) => Text::same(date.to_string()),
        Value::List(items) => {
            let items: Vec<Text> = items.iter().map(|it| shown(design, it)).collect();
            Text::join(&items, ", ")
        }
    }
}

fn watched(value: &Value) -> Text {
    match value {
        Value::Word("metrics") => Text::new("지표", "metrics"),
        Value::Word("logs") => Text::new("로그", "logs"),
        Value::Word("traces") => Text::new("분산 추적", "traces"),
        Value::Word("alerts") => Text::new("알림", "alerts"),
        Value::Word(word) => Text::same(*word),
        _ => Text::default(),
    }
}

/// Words of attributes that say all by themselves.
fn worded(attr: Attr, word: &str) -> Option<Text> {
    let (ko, en) = match (attr, word) {
        (Attr::Deploy, "rolling") => ("롤링 배포", "rolling deploys"),
        (Attr::Deploy, "blue-green") => ("블루-그린 배포", "blue-green deploys"),
        (Attr::Deploy, "canary") => ("카나리 배포", "canary deploys"),
        (Attr::Deploy, "recreate") => ("내렸다 올리는 배포", "deploys that take all down"),
        (Attr::Failover, "auto") => ("자동 승격", "automatic promotion"),
        (Attr::Failover, "manual") => ("사람이 승격", "promotion by hand"),
        (Attr::Replication, "sync") => ("동기 복제", "synchronous replication"),
        (Attr::Replication, "semi-sync") => ("반동기 복제", "semi-synchronous replication"),
        (Attr::Replication, "async") => ("비동기 복제", "asynchronous replication"),
        (Attr::ReadsFrom, "replicas") => ("읽기는 복제본에서", "reads from replicas"),
        (Attr::ReadsFrom, "primary") => ("읽기도 주 서버에서", "reads from the primary"),
        (Attr::Mode, "standalone") => ("노드 하나", "a single node"),
        (Attr::Mode, "sentinel") => ("Sentinel이 승격", "promotion by Sentinel"),
        (Attr::Mode, "cluster") => ("클러스터", "a cluster"),
        (Attr::Mode, "replicated") => ("복제", "replication"),
        (Attr::Persistence, "rdb") => ("스냅샷(RDB)으로 디스크에 남김", "snapshots (RDB) on disk"),
        (Attr::Persistence, "aof") => {
            ("쓸 때마다 디스크에 남김(AOF)", "an append-only file on disk")
        }
        (Attr::Session, "local") => ("세션은 서버 메모리에", "sessions in memory"),
        (Attr::Session, "sticky") => ("고정 세션", "sticky sessions"),
        (Attr::Backoff, "exponential") => ("지수 백오프", "exponential backoff"),
        _ => return None,
    };
    Some(Text::new(ko, en))
}

/// Attributes whose value is another component.
fn placed(attr: Attr, value: &Option<Text>) -> Option<Text> {
    let it = value.clone()?;
    match attr {
        Attr::Session => Some(text!(it; "세션은 {it}에", "sessions in {it}")),
        Attr::Fallback => {
            Some(text!(it; "답이 없으면 {it}에서", "{it} in its place when it does not answer"))
        }
        _ => None,
    }
}

/// What people call an attribute; its own word where they have none.
fn name(attr: Attr) -> Text {
    let (ko, en) = match attr {
        Attr::Replicas => ("대수", "instances"),
        Attr::Brokers => ("브로커", "brokers"),
        Attr::Autoscale => ("오토 스케일링", "autoscaling"),
        Attr::Capacity => ("1대의 처리량", "what one carries"),
        Attr::Instance => ("인스턴스", "instance"),
        Attr::Cost => ("1대의 비용", "price of one"),
        Attr::Session => ("세션", "sessions"),
        Attr::Surge => ("새 서버를 먼저 띄우는 배포", "a new server first in deploys"),
        Attr::HealthCheck => ("헬스 체크", "health checks"),
        Attr::RateLimit => ("처리율 제한", "rate limit"),
        Attr::Failover => ("자동 장애 조치", "failover"),
        Attr::FailoverTime => ("승격 시간", "time to promote"),
        Attr::Backup => ("백업", "backups"),
        Attr::Pitr => ("시점 복구", "point-in-time recovery"),
        Attr::Size => ("디스크", "disk"),
        Attr::Shards => ("샤드", "shards"),
        Attr::Ttl => ("만료(TTL)", "expiry (TTL)"),
        Attr::Eviction => ("방출 정책", "eviction"),
        Attr::Memory => ("메모리", "memory"),
        Attr::HitRatio => ("적중률", "hit ratio"),
        Attr::Persistence => ("디스크에 남기기", "persistence"),
        Attr::ReplicationFactor => ("메시지 복제본", "copies of a message"),
        Attr::Dlq => ("DLQ", "DLQ"),
        Attr::Idempotent => ("멱등 처리", "idempotent handling"),
        Attr::Outbox => ("아웃박스", "outbox"),
        Attr::PartitionKey => ("파티션 키", "partition key"),
        Attr::Timeout => ("타임아웃", "timeout"),
        Attr::Retries => ("재시도", "retries"),
        Attr::CircuitBreaker => ("서킷 브레이커", "circuit breaker"),
        Attr::Fallback => ("실패하면", "on failure"),
        Attr::Share => ("비율", "share"),
        Attr::Pool => ("커넥션 풀", "connection pool"),
        Attr::OnCall => ("당직", "on-call duty"),
        Attr::Runbook => ("런북", "runbook"),
        Attr::BackupTested => ("복원 시험", "tried restores"),
        Attr::FailoverTested => ("페일오버 시험", "tried failovers"),
        Attr::Encryption => ("저장 시 암호화", "encryption at rest"),
        Attr::Latency => ("지연 시간", "latency"),
        Attr::Availability => ("가용성", "availability"),
        Attr::Zones => ("가용 영역", "zones"),
        Attr::Monitoring => ("모니터링", "monitoring"),
        _ => return Text::same(attr.word()),
    };
    Text::new(ko, en)
}
