//! The attributes of the language: one table of where each may stand and what it takes.

use super::quantity::Dimension;
use super::{GroupKind, Kind};
use crate::syntax::ast::About;

/// What an attribute may be stated about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    Component(Kind),
    /// A topic, a table or a bucket.
    Part,
    Group(GroupKind),
    Link,
    About(About),
    Flow,
    Scenario,
}

/// Where a row of the table applies.
#[derive(Clone, Copy, Debug)]
pub enum Where {
    /// Components of every kind but users.
    AnyComponent,
    Kinds(&'static [Kind]),
    /// Topics, tables and buckets.
    Parts,
    AnyGroup,
    Groups(&'static [GroupKind]),
    Link,
    About(About),
    Flow,
    Scenario,
}

impl Where {
    pub fn covers(self, site: Site) -> bool {
        match (self, site) {
            (Where::AnyComponent, Site::Component(kind)) => kind != Kind::User,
            (Where::Kinds(kinds), Site::Component(kind)) => kinds.contains(&kind),
            (Where::Parts, Site::Part) | (Where::AnyGroup, Site::Group(_)) => true,
            (Where::Groups(kinds), Site::Group(kind)) => kinds.contains(&kind),
            (Where::Link, Site::Link) => true,
            (Where::About(row), Site::About(about)) => row == about,
            (Where::Flow, Site::Flow) | (Where::Scenario, Site::Scenario) => true,
            _ => false,
        }
    }
}

/// The forms of value that an attribute takes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Takes {
    /// A bare word, `on`, `off`, `none`.
    pub flag: bool,
    /// `off` and `none` only: what it is must be said.
    pub off: bool,
    pub number: Option<Dimension>,
    /// `2..10` as bounds or as an uncertain estimate.
    pub range: bool,
    pub words: &'static [&'static str],
    /// The name of a component.
    pub component: bool,
    /// The name of a component with a factor behind it: `orders 10x`.
    pub times: bool,
    /// The name of a group.
    pub group: bool,
    /// A quoted string.
    pub text: bool,
    /// Any word at all (`tags`).
    pub free: bool,
    pub date: bool,
    /// Several of these in `[ ]`.
    pub list: bool,
}

const NOTHING: Takes = Takes {
    flag: false,
    off: false,
    number: None,
    range: false,
    words: &[],
    component: false,
    times: false,
    group: false,
    text: false,
    free: false,
    date: false,
    list: false,
};

const FLAG: Takes = Takes { flag: true, ..NOTHING };
const TEXT: Takes = Takes { text: true, ..NOTHING };

const fn number(dimension: Dimension) -> Takes {
    Takes { number: Some(dimension), range: true, ..NOTHING }
}

const fn words(words: &'static [&'static str]) -> Takes {
    Takes { words, ..NOTHING }
}

impl Takes {
    const fn or_flag(self) -> Takes {
        Takes { flag: true, ..self }
    }

    const fn or_off(self) -> Takes {
        Takes { off: true, ..self }
    }

    const fn or_number(self, dimension: Dimension) -> Takes {
        Takes { number: Some(dimension), range: true, ..self }
    }

    const fn or_text(self) -> Takes {
        Takes { text: true, ..self }
    }

    const fn or_component(self) -> Takes {
        Takes { component: true, ..self }
    }

    const fn or_group(self) -> Takes {
        Takes { group: true, ..self }
    }

    const fn or_words(self, words: &'static [&'static str]) -> Takes {
        Takes { words, ..self }
    }

    const fn or_free(self) -> Takes {
        Takes { free: true, ..self }
    }

    const fn or_list(self) -> Takes {
        Takes { list: true, ..self }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub attr: Attr,
    pub place: Where,
    pub takes: Takes,
}

/// Declares [`Attr`] and [`TABLE`] together.
macro_rules! attributes {
    ($($variant:ident $word:literal { $($place:expr => $takes:expr),+ $(,)? })*) => {
        /// The name of an attribute.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Attr { $($variant),* }

        impl Attr {
            pub const ALL: &[Attr] = &[$(Attr::$variant),*];

            /// As written in a design.
            pub fn word(self) -> &'static str {
                match self { $(Attr::$variant => $word),* }
            }

            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Attr::$variant),)* _ => None }
            }
        }

        pub const TABLE: &[Row] = &[
            $($(Row { attr: Attr::$variant, place: $place, takes: $takes },)+)*
        ];
    };
}

use Dimension::{Bandwidth, Bytes, Count, Duration, Factor, Rate, Ratio, Usd};
use Kind::{Batch, Cache, Cdn, Db, Dns, Function, Gateway, Lb, Queue, Search, Service};
use Kind::{Storage, User, Was, Web, Worker};
use Where::{AnyComponent, AnyGroup, Groups, Kinds, Link, Parts};

const TRAFFIC: Where = Where::About(About::Traffic);
const SLO: Where = Where::About(About::Slo);
const OPERATIONS: Where = Where::About(About::Operations);
const FLOW: Where = Where::Flow;
const SCENARIO: Where = Where::Scenario;

const COMPUTE: Where = Kinds(&[Web, Was, Service, Function, Worker, Batch]);
const STORES: Where = Kinds(&[Db, Storage, Search]);
const DATA: Where = Kinds(&[Db, Storage, Search, Cache]);
/// Failure domains: a site that stands by is one.
const SITES: Where = Groups(&[
    GroupKind::Region,
    GroupKind::Dc,
    GroupKind::Zone,
    GroupKind::Host,
    GroupKind::Cluster,
]);
const USERS: Where = Kinds(&[User]);
const BALANCERS: Where = Kinds(&[Lb, Gateway]);
const SESSIONS: &[&str] = &["local", "sticky"];
/// Each may be denied alone.
const MONITORING: &[&str] =
    &["metrics", "logs", "traces", "alerts", "no-metrics", "no-logs", "no-traces", "no-alerts"];
const DEPLOYS: &[&str] = &["recreate", "rolling", "blue-green", "canary"];

attributes! {
    // Any component.
    Replicas "replicas" { AnyComponent => number(Count) }
    Quorum "quorum" { AnyComponent => number(Count) }
    Managed "managed" { AnyComponent => FLAG }
    Tech "tech" { AnyComponent => TEXT.or_free() }
    Zones "zones" { AnyComponent => NOTHING.or_group().or_list() }
    Capacity "capacity" { AnyComponent => number(Rate) }
    Availability "availability" {
        AnyComponent => number(Ratio), AnyGroup => number(Ratio), SLO => number(Ratio),
        FLOW => number(Ratio),
    }
    Mtbf "mtbf" { AnyComponent => number(Duration) }
    Mttr "mttr" { AnyComponent => number(Duration) }
    Failover "failover" { AnyComponent => words(&["auto", "manual"]).or_flag() }
    FailoverTime "failover-time" {
        AnyComponent => number(Duration), SITES => number(Duration),
    }
    Cost "cost" { AnyComponent => number(Usd), AnyGroup => number(Usd) }
    Latency "latency" {
        AnyComponent => number(Duration), SLO => number(Duration), FLOW => number(Duration),
        Link => number(Duration),
    }
    LatencyP99 "latency-p99" {
        AnyComponent => number(Duration), SLO => number(Duration), FLOW => number(Duration),
    }
    Instance "instance" { AnyComponent => TEXT.or_free() }
    Pricing "pricing" {
        AnyComponent => words(&["on-demand", "reserved-1y", "reserved-3y", "spot"]),
    }
    Autoscale "autoscale" { AnyComponent => FLAG.or_number(Count) }
    ScaleOutTime "scale-out-time" { AnyComponent => number(Duration) }
    HealthCheck "health-check" {
        AnyComponent => FLAG.or_number(Duration).or_text().or_words(&["host"]),
    }
    Restart "restart" { AnyComponent => FLAG }
    Secrets "secrets" { AnyComponent => words(&["plain", "managed"]) }
    Pinned "pinned" { AnyComponent => FLAG }
    Version "version" { AnyComponent => TEXT }
    Icon "icon" { AnyComponent => TEXT, USERS => TEXT }
    Href "href" { AnyComponent => TEXT, USERS => TEXT, Parts => TEXT, Link => TEXT }
    Data "data" { AnyComponent => words(&["personal", "payment", "internal", "public"]).or_list() }
    Content "content" { AnyComponent => words(&["static", "dynamic", "media"]).or_list() }
    Note "note" {
        AnyComponent => TEXT, USERS => TEXT, Parts => TEXT, AnyGroup => TEXT, Link => TEXT,
        FLOW => TEXT,
    }
    Tags "tags" {
        AnyComponent => TEXT.or_free().or_list(), USERS => TEXT.or_free().or_list(),
        AnyGroup => TEXT.or_free().or_list(),
    }
    Public "public" { AnyComponent => FLAG, AnyGroup => FLAG }
    Private "private" { AnyGroup => FLAG }

    // Balancers and gateways.
    Sticky "sticky" { BALANCERS => FLAG }
    Algorithm "algorithm" {
        BALANCERS => words(&[
            "round-robin", "weighted", "least-connections", "least-time", "ip-hash", "hash",
            "random",
        ]),
    }
    Tls "tls" { Kinds(&[Lb, Gateway, Cdn, Web]) => FLAG, Link => FLAG }
    RateLimit "rate-limit" {
        Kinds(&[Lb, Gateway, Cdn, Web]) => FLAG.or_number(Rate), Link => FLAG.or_number(Rate),
    }
    TotalLimit "total-limit" { Kinds(&[Lb, Gateway, Cdn, Web]) => FLAG.or_number(Rate) }
    Internal "internal" { BALANCERS => FLAG }

    // Our own code.
    Session "session" { COMPUTE => words(SESSIONS).or_off().or_component() }
    Files "files" { COMPUTE => words(SESSIONS).or_off().or_component() }
    Stateless "stateless" { COMPUTE => FLAG }
    Deploy "deploy" { COMPUTE => words(DEPLOYS), OPERATIONS => words(DEPLOYS) }
    Surge "surge" { COMPUTE => FLAG }
    Idempotent "idempotent" { COMPUTE => FLAG, Link => FLAG }
    Pool "pool" { COMPUTE => number(Count), Link => number(Count) }

    // Databases, storage, search.
    Role "role" { DATA => words(&["primary", "replica"]), SITES => words(&["standby"]) }
    Roles "roles" {
        Kinds(&[Cache, Db, Queue])
            => words(&["cache", "session", "lock", "queue", "data"]).or_list(),
    }
    Replication "replication" {
        Kinds(&[Db, Storage, Search, Cache, Queue]) => words(&["sync", "semi-sync", "async"]),
        Link => words(&["sync", "semi-sync", "async"]),
    }
    Lag "lag" { DATA => number(Duration) }
    ReadsFrom "reads-from" { DATA => words(&["primary", "replicas"]) }
    Persistence "persistence" {
        Kinds(&[Db, Storage, Search, Cache, Queue])
            => FLAG.or_words(&["rdb", "aof"]).or_component(),
    }
    Backup "backup" { DATA => FLAG.or_number(Duration) }
    BackupTo "backup-to" { STORES => TEXT.or_component().or_group() }
    BackupRetention "backup-retention" { STORES => number(Duration) }
    Pitr "pitr" { STORES => FLAG }
    Shards "shards" { DATA => number(Count) }
    ShardKey "shard-key" { DATA => TEXT.or_free() }
    Skew "skew" { DATA => number(Factor) }
    Size "size" { STORES => number(Bytes), Parts => number(Bytes) }
    Growth "growth" {
        STORES => number(Bandwidth), Parts => number(Bandwidth), TRAFFIC => number(Bandwidth),
    }
    Iops "iops" { STORES => number(Count) }
    StorageClass "storage-class" { STORES => TEXT.or_free() }
    Encryption "encryption" {
        Kinds(&[Db, Storage, Search, Cache, Queue]) => FLAG.or_words(&["at-rest", "kms"]),
    }
    MaxConnections "max-connections" { STORES => number(Count) }
    Reads "reads" {
        STORES => number(Rate), TRAFFIC => number(Ratio), Link => number(Ratio),
        FLOW => number(Ratio),
    }
    Writes "writes" { STORES => number(Rate), FLOW => FLAG.or_number(Ratio) }

    // Caches.
    Mode "mode" {
        Kinds(&[Cache, Db, Queue, Search])
            => words(&["standalone", "sentinel", "cluster", "replicated"]),
    }
    For "for" { Kinds(&[Cache]) => NOTHING.or_component().or_list() }
    Ttl "ttl" { Kinds(&[Cache, Cdn, Dns]) => FLAG.or_number(Duration) }
    Eviction "eviction" {
        Kinds(&[Cache]) => words(&[
            "lru", "lfu", "fifo", "random", "ttl", "allkeys-lru", "allkeys-lfu", "allkeys-random",
            "volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl", "noeviction",
        ]).or_flag(),
    }
    Memory "memory" { Kinds(&[Cache]) => number(Bytes) }
    WorkingSet "working-set" { Kinds(&[Cache]) => number(Bytes) }
    HitRatio "hit-ratio" { Kinds(&[Cache, Cdn]) => number(Ratio) }
    Strategy "strategy" {
        Kinds(&[Cache])
            => words(&["cache-aside", "read-through", "write-through", "write-back"]),
    }
    Coalescing "coalescing" { Kinds(&[Cache, Cdn]) => FLAG }
    Jitter "jitter" { Kinds(&[Cache]) => FLAG.or_number(Ratio) }
    Prewarm "prewarm" { Kinds(&[Cache]) => FLAG }

    // Topics, tables and buckets.
    On "on" { Parts => NOTHING.or_component() }

    // Queues.
    Brokers "brokers" { Kinds(&[Queue]) => number(Count) }
    ReplicationFactor "replication-factor" {
        Kinds(&[Cache, Db, Queue, Search, Storage]) => number(Count),
    }
    Dlq "dlq" { Kinds(&[Queue]) => FLAG.or_component() }
    Retention "retention" {
        Kinds(&[Queue]) => number(Duration), Parts => number(Duration),
        TRAFFIC => number(Duration),
    }
    Delivery "delivery" {
        Kinds(&[Queue]) => words(&["at-most-once", "at-least-once", "exactly-once"]),
    }
    DrainWithin "drain-within" { Kinds(&[Queue]) => number(Duration) }

    // The edge.
    Invalidation "invalidation" { Kinds(&[Cdn]) => FLAG.or_text().or_free() }
    Fallback "fallback" {
        Kinds(&[Cdn]) => FLAG.or_component().or_text(), Link => TEXT.or_component(),
    }
    Geo "geo" { Kinds(&[Dns]) => FLAG }

    // Connections.
    Protocol "protocol" { Link => TEXT.or_free() }
    Timeout "timeout" { Link => FLAG.or_number(Duration) }
    Retries "retries" { Link => number(Count).or_off() }
    Backoff "backoff" { Link => words(&["fixed", "linear", "exponential"]).or_flag() }
    CircuitBreaker "circuit-breaker" { Link => FLAG }
    Calls "calls" { Link => number(Factor) }
    Share "share" { Link => number(Ratio), FLOW => number(Ratio), Kinds(&[User]) => number(Ratio) }
    Need "need" { Link => number(Count) }
    Optional "optional" { Link => FLAG }
    Required "required" { Link => FLAG }
    Balanced "balanced" { Link => FLAG }
    PartitionKey "partition-key" { Link => TEXT.or_free() }
    Bandwidth "bandwidth" { Link => number(Bandwidth) }
    Outbox "outbox" { Link => FLAG, COMPUTE => FLAG }

    // The whole.
    Dau "dau" { TRAFFIC => number(Count) }
    Mau "mau" { TRAFFIC => number(Count) }
    RequestsPerUser "requests-per-user" { TRAFFIC => number(Count) }
    Rps "rps" { TRAFFIC => number(Rate) }
    Peak "peak" { TRAFFIC => number(Factor) }
    PeakFor "peak-for" { TRAFFIC => number(Duration) }
    BusiestHour "busiest-hour" { TRAFFIC => number(Ratio) }
    Payload "payload" { TRAFFIC => number(Bytes) }
    Response "response" { TRAFFIC => number(Bytes) }
    Users "users" { TRAFFIC => words(&["global", "local"]) }
    Rto "rto" { SLO => number(Duration), FLOW => number(Duration) }
    Rpo "rpo" { SLO => number(Duration), FLOW => number(Duration) }
    Budget "budget" { SLO => number(Usd) }
    Monitoring "monitoring" { OPERATIONS => words(MONITORING).or_flag().or_list() }
    OnCall "on-call" { OPERATIONS => FLAG.or_text() }
    BackupTested "backup-tested" { OPERATIONS => FLAG.or_number(Duration) }
    FailoverTested "failover-tested" { OPERATIONS => FLAG.or_number(Duration) }
    Rollback "rollback" { OPERATIONS => number(Duration) }
    Runbook "runbook" { OPERATIONS => FLAG.or_text() }

    // Flows and scenarios.
    Critical "critical" { FLOW => FLAG }
    Traffic "traffic" { SCENARIO => number(Factor) }
    Fail "fail" { SCENARIO => TEXT.or_component().or_group().or_list() }
    Cold "cold" { SCENARIO => NOTHING.or_component().or_list() }
    Slow "slow" { SCENARIO => Takes { times: true, ..NOTHING }.or_list() }
}

/// What the attribute takes there, if it may stand there.
pub fn takes(attr: Attr, site: Site) -> Option<Takes> {
    TABLE.iter().find(|row| row.attr == attr && row.place.covers(site)).map(|row| row.takes)
}

/// Speaks about one arrow, so that a connection of several can't state it.
pub fn is_of_one_arrow(attr: Attr) -> bool {
    use Attr::*;
    matches!(attr, Calls | Share | Reads | Need | Optional | Fallback)
}

/// Whether it is switched on and off somewhere: of all others nothing at all is `none`.
pub fn is_switch(attr: Attr) -> bool {
    TABLE.iter().any(|row| row.attr == attr && row.takes.flag)
}

/// All attributes that may stand there, in the order of the table.
pub fn attributes_of(site: Site) -> impl Iterator<Item = Attr> {
    TABLE.iter().filter(move |row| row.place.covers(site)).map(|row| row.attr)
}
