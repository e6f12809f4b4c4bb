//! Why a figure of availability or recovery is what it is.

use crate::model::GroupKind;
use crate::say::Text;

/// What a figure rests on; what it says in words is not decided here.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// Stated as `availability`.
    StatedAvailability,
    /// Computed from `mtbf` and `mttr`.
    FailureTimes,
    /// Published, with its source.
    Published(Text),
    ExternalSystem,
    OwnSoftware,
    /// The planning value for the unavailability of a group of that kind.
    Domain(GroupKind, f64),
    /// Stated as `failover-time`.
    StatedFailover,
    /// Stated as `mttr`.
    StatedRepair,
    /// Published, with its source.
    PublishedFailover(Text),
    HealthCheck,
    NoHealthCheck,
    /// The primary is repaired before another takes over.
    ComesBack,
    Restart,
    RestartByHand,
    SentinelPromotion,
    AutomaticFailover,
    ManualPromotion,
    Replacement,
    Restore,
    /// Whether there is a backup is not stated.
    RestoreIfAny,
    NoBackup,
    BackupInRegion,
    WorksWithoutZone,
    /// Of data: nothing touched them.
    Intact,
    SeveralZones,
    SynchronousReplication,
    SemiSynchronousReplication,
    AsynchronousReplication,
    UnknownReplication,
    /// Stated as `lag`.
    StatedLag,
    LogShipping,
    SinceBackup,
}
