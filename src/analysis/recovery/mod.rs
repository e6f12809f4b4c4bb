//! How long it takes to recover from a loss, and how much data is lost with it: what `rto` and `rpo`
//! are compared with.
//!
//! What is left decides. With some instances left others go on: a health check takes a dead server
//! out, a standby takes over from a primary. With none left a process restarts, a server is
//! replaced, and a store is restored from its backup.

mod classes;
mod domains;

pub use classes::Worst;
pub use domains::takeover_time;

use super::Reason;
use crate::model::{Attr, ComponentId, Design, Dimension, Duration, Facts, Failover, Kind, Need};

/// For a person to notice, join and promote a standby.
pub const MANUAL_FAILOVER: Duration = Duration::minutes(30.0);
/// To restore from a backup, before the time that its size takes.
pub const RESTORE: Duration = Duration::HOUR;
/// Bytes per second at which a backup is read back.
pub const RESTORE_RATE: f64 = 100e6;
/// The writes that an asynchronous replica lags behind.
pub const REPLICATION_LAG: Duration = Duration::seconds(5.0);
/// Between two shipped logs with point-in-time recovery.
pub const LOG_SHIPPING: Duration = Duration::minutes(5.0);
/// An automatic failover of which nothing is stated.
pub const AUTOMATIC_FAILOVER: Duration = Duration::minutes(1.0);
/// Until a Redis Sentinel has noticed, voted and promoted.
pub const SENTINEL_FAILOVER: Duration = Duration::seconds(45.0);
/// Until a balancer has noticed a dead target and sends around it.
pub const HEALTH_CHECK: Duration = Duration::seconds(30.0);
/// Until a process that died runs again.
pub const RESTART: Duration = Duration::minutes(1.0);
/// Until a lost server is replaced by a new one.
pub const REPLACEMENT: Duration = Duration::minutes(5.0);

/// A span of time with how it came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Endless when nothing brings it back.
    pub lasts: Duration,
    pub because: Reason,
    /// Part of it is our planning value, not stated in the design.
    pub assumed: bool,
}

impl Span {
    fn stated(lasts: Duration, because: Reason) -> Self {
        Self { lasts, because, assumed: false }
    }

    fn assumed(lasts: Duration, because: Reason) -> Self {
        Self { lasts, because, assumed: true }
    }

    /// Nothing brings it back.
    pub fn is_lost(&self) -> bool {
        self.lasts.is_endless()
    }
}

/// What is lost at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Disruption {
    /// One process ends; its machine and its data are there.
    Process,
    /// One instance with what it keeps: the one that hurts most.
    Instance,
    /// The zone that hurts most.
    Zone,
    Region,
    /// Wrong data, which every copy has copied.
    Corruption,
}

impl Disruption {
    pub const ALL: [Disruption; 5] = [
        Disruption::Process,
        Disruption::Instance,
        Disruption::Zone,
        Disruption::Region,
        Disruption::Corruption,
    ];

    /// As written in output.
    pub fn name(self) -> &'static str {
        match self {
            Disruption::Process => "process",
            Disruption::Instance => "instance",
            Disruption::Zone => "zone",
            Disruption::Region => "region",
            Disruption::Corruption => "corruption",
        }
    }
}

/// What brings a component back.
#[derive(Clone, Debug, PartialEq)]
pub struct Recovery {
    /// Until it works again.
    pub time: Span,
    /// Writes lost, as the span of time in which they were made; `None` for what keeps no data or
    /// of which nothing is stated.
    pub loss: Option<Span>,
}

impl Recovery {
    /// After the loss of the instance that hurts most: the primary of a store, or the only server.
    pub fn of(design: &Design, id: ComponentId) -> Self {
        Case { design, id }.after_loss(instances_left(design, id, 1), Disruption::Instance)
    }

    /// After a loss that leaves so many instances (copies in other components counted) of it.
    pub fn with_left(design: &Design, id: ComponentId, left: u32) -> Self {
        Case { design, id }.after_loss(left, Disruption::Instance)
    }

    /// After a loss that leaves nothing of it: with its region what is kept only there is lost, too.
    pub fn of_all(design: &Design, id: ComponentId, region_is_lost: bool) -> Self {
        let with_region = || Self::from(design, id, Disruption::Region);
        let found = region_is_lost.then(with_region).flatten();
        found.unwrap_or_else(|| Self::with_left(design, id, 0))
    }

    /// After the loss of its site, when one that stands by, by its place in the design's list, has
    /// taken over.
    pub fn by_site(design: &Design, id: ComponentId, site: usize) -> Self {
        Case { design, id }.after_takeover(site)
    }

    /// After a disruption of some sort; `None` where that cannot be told, or does not touch it.
    pub fn from(design: &Design, id: ComponentId, disruption: Disruption) -> Option<Self> {
        let case = Case { design, id };
        if matches!(design.component(id).kind, Kind::User | Kind::External) {
            return None;
        }
        // A service that spans its zones goes on without one, but its instances change over.
        let one = design.running(id) <= 1 && !design.replicas(id).is_stated();
        let is_spread = design.spans_zones(id) && one;
        match disruption {
            Disruption::Process | Disruption::Instance if is_spread => None,
            Disruption::Process | Disruption::Instance => {
                Some(case.after_loss(instances_left(design, id, 1), disruption))
            }
            Disruption::Zone => case.after_zone(is_spread),
            Disruption::Region => case.after_region(),
            Disruption::Corruption => case.after_corruption(),
        }
    }
}

/// Data that would be missed: of every store, but of a cache or a queue only if what it keeps is stated.
pub fn keeps_data(design: &Design, id: ComponentId) -> bool {
    let component = design.component(id);
    match component.kind {
        Kind::Db | Kind::Storage | Kind::Search => true,
        Kind::Cache | Kind::Queue => component.facts.is_stated(Attr::Data),
        _ => false,
    }
}

/// How the copies of a store follow it, where that is stated.
pub fn replication(design: &Design, id: ComponentId) -> Option<&'static str> {
    Case { design, id }.replication()
}

/// Instances that are left of it, and of its standbys, after so many of its own are lost.
fn instances_left(design: &Design, id: ComponentId, lost: u32) -> u32 {
    let standbys = design.replica_set(id).filter(|set| set.primary == id);
    let others = standbys.map_or(0, |set| set.standbys.len() as u32);
    // What spans zones has more than is drawn.
    let unseen = u32::from(design.spans_zones(id) && design.running(id) <= lost);
    let stand_ins = stand_ins(design, id, |other| design.running(other));
    design.running(id).saturating_sub(lost) + others + unseen + stand_ins
}

/// Instances, counted so, of what does its work beside it: of the other members of its pool, by the
/// caller that has fewest. Nothing stands in for the data of a store.
pub fn stand_ins(design: &Design, id: ComponentId, count: impl Fn(ComponentId) -> u32) -> u32 {
    if keeps_data(design, id) {
        return 0;
    }
    let needs = design.links_to(id).flat_map(|link| {
        let needs = design.needs[design.link(link).from.index()].iter();
        needs.filter(move |need| need.links.contains(&link))
    });
    let others = |need: &Need| {
        let targets = need.links.iter().map(|link| design.link(*link).to);
        targets.filter(|other| *other != id).map(&count).sum()
    };
    needs.map(others).min().unwrap_or(0)
}

/// One component.
#[derive(Clone, Copy)]
struct Case<'d> {
    design: &'d Design,
    id: ComponentId,
}

impl<'d> Case<'d> {
    fn longest(self, attr: Attr) -> Option<Duration> {
        self.design.component(self.id).facts.longest(attr)
    }

    fn is_off(self, attr: Attr) -> bool {
        self.design.component(self.id).facts.is_off(attr)
    }

    /// Another copy takes over when the serving one is lost.
    fn changes_over(self) -> bool {
        let kind = self.design.component(self.id).kind;
        let copies = self.design.has_standby(self.id)
            || self.design.replicas(self.id).least > 1
            || self.design.spans_zones(self.id);
        matches!(kind, Kind::Db | Kind::Cache | Kind::Queue | Kind::Search | Kind::Storage)
            && copies
    }

    fn is_copy(self) -> bool {
        self.design.replica_set(self.id).is_some_and(|set| set.primary != self.id)
    }

    /// `failover = none`: nobody takes over.
    fn takes_nobody_over(self) -> bool {
        let facts = |id| &self.design.component(id).facts;
        let own = facts(self.id).is_off(Attr::Failover);
        let set = self.design.replica_set(self.id).filter(|set| set.primary == self.id);
        own || set
            .is_some_and(|set| set.standbys.iter().any(|it| facts(*it).is_off(Attr::Failover)))
    }

    fn after_loss(self, left: u32, disruption: Disruption) -> Recovery {
        if self.is_copy() {
            // Its primary has all that it has.
            let nothing = Span::stated(Duration::ZERO, Reason::Intact);
            return Recovery { time: self.taken_out(), loss: self.kept(nothing) };
        }
        let ends = disruption == Disruption::Process;
        let goes_on = left > 0 && !(self.changes_over() && self.takes_nobody_over());
        match goes_on {
            true if self.changes_over() => self.after_failover(ends, left),
            true => Recovery { time: self.taken_out(), loss: None },
            false if ends => self.after_restart(),
            false => self.after_all(),
        }
    }

    /// With some servers left: a health check takes the dead one out.
    fn taken_out(self) -> Span {
        if self.is_off(Attr::HealthCheck) || self.is_unchecked() {
            return Span::assumed(MANUAL_FAILOVER, Reason::NoHealthCheck);
        }
        Span::assumed(HEALTH_CHECK, Reason::HealthCheck)
    }

    /// Who sends to it is stated not to check.
    fn is_unchecked(self) -> bool {
        let callers = self.design.links_to(self.id).map(|link| self.design.link(link).from);
        let balancers: Vec<ComponentId> =
            callers.filter(|id| self.design.component(*id).kind.is_entry()).collect();
        let is_off = |id: &ComponentId| self.design.component(*id).facts.is_off(Attr::HealthCheck);
        !balancers.is_empty() && balancers.iter().all(is_off)
    }

    /// With too few left to vote, a person decides.
    fn after_failover(self, ends: bool, left: u32) -> Recovery {
        let facts = &self.design.component(self.id).facts;
        let quorum = facts.number(Attr::Quorum, Dimension::Count).map(|it| it.low_count());
        let time = match self.design.failover(self.id) {
            _ if quorum.is_some_and(|quorum| u64::from(left) < quorum) => self.manual(),
            Failover::Auto => self.automatic(),
            Failover::Manual | Failover::Unknown => self.manual(),
        };
        let restart = self.restarted();
        if ends && restart.lasts < time.lasts {
            return self.after_restart();
        }
        if let Some(repair) = self.longest(Attr::Mttr).filter(|repair| *repair < time.lasts) {
            let because = Reason::ComesBack;
            let nothing = Span::stated(Duration::ZERO, because.clone());
            return Recovery { time: Span::stated(repair, because), loss: self.kept(nothing) };
        }
        Recovery { time, loss: self.kept(self.replica_loss()) }
    }

    fn kept(self, span: Span) -> Option<Span> {
        keeps_data(self.design, self.id).then_some(span)
    }

    fn restarted(self) -> Span {
        if self.is_off(Attr::Restart) {
            return Span::assumed(RESTART + MANUAL_FAILOVER, Reason::RestartByHand);
        }
        Span::assumed(RESTART, Reason::Restart)
    }

    fn after_restart(self) -> Recovery {
        let intact = Reason::Intact;
        Recovery { time: self.restarted(), loss: self.kept(Span::stated(Duration::ZERO, intact)) }
    }

    fn automatic(self) -> Span {
        if let Some(time) = self.longest(Attr::FailoverTime) {
            return stated_failover(time);
        }
        let component = self.design.component(self.id);
        if let Some(figure) = component.tech.as_ref().and_then(|tech| tech.failover_time.as_ref()) {
            let published = crate::model::Quantity::exact(Dimension::Duration, figure.value);
            return Span::assumed(published.shortest(), Reason::PublishedFailover(figure.cited()));
        }
        if component.facts.word(Attr::Mode) == Some("sentinel") {
            return Span::assumed(SENTINEL_FAILOVER, Reason::SentinelPromotion);
        }
        Span::assumed(AUTOMATIC_FAILOVER, Reason::AutomaticFailover)
    }

    fn manual(self) -> Span {
        self.longest(Attr::FailoverTime).map_or_else(
            || Span::assumed(MANUAL_FAILOVER, Reason::ManualPromotion),
            stated_failover,
        )
    }

    /// Nothing is left: a server is replaced, a store is restored.
    fn after_all(self) -> Recovery {
        if !keeps_data(self.design, self.id) {
            let because = Reason::Replacement;
            let time = match self.longest(Attr::Mttr) {
                Some(time) => stated_repair(time),
                None => Span::assumed(REPLACEMENT, because),
            };
            return Recovery { time, loss: None };
        }
        // It is mended with its data on it.
        if let Some(repair) = self.longest(Attr::Mttr) {
            let back = Span::stated(Duration::ZERO, Reason::ComesBack);
            return Recovery { time: stated_repair(repair), loss: Some(back) };
        }
        self.restored()
    }

    /// What is stated of its backup, or of that of another one of its set: they hold the same data.
    fn backed_up(self) -> &'d Facts {
        let facts = |id: ComponentId| &self.design.component(id).facts;
        let has_any = |facts: &&Facts| {
            facts.is_on(Attr::Pitr) || facts.is_stated(Attr::Backup) && !facts.is_off(Attr::Backup)
        };
        let set = self.design.replica_set(self.id).into_iter();
        let members = set.flat_map(|set| std::iter::once(set.primary).chain(set.standbys.clone()));
        let mut all = std::iter::once(self.id).chain(members).map(facts);
        all.find(has_any).unwrap_or(facts(self.id))
    }

    fn restored(self) -> Recovery {
        let backed_up = self.backed_up();
        if backed_up.is_off(Attr::Backup) && !backed_up.is_on(Attr::Pitr) {
            let lost = Span::stated(Duration::ENDLESS, Reason::NoBackup);
            return Recovery { time: lost.clone(), loss: Some(lost) };
        }
        Recovery { time: self.restore_time(), loss: self.backup_loss() }
    }

    fn restore_time(self) -> Span {
        let facts = &self.design.component(self.id).facts;
        let size = facts.number(Attr::Size, Dimension::Bytes).map_or(0.0, |size| size.high());
        let backed_up = self.backed_up();
        let is_stated = backed_up.is_stated(Attr::Backup) || backed_up.is_stated(Attr::Pitr);
        let because = if is_stated { Reason::Restore } else { Reason::RestoreIfAny };
        Span::assumed(RESTORE + Duration::seconds(size / RESTORE_RATE), because)
    }

    fn replica_loss(self) -> Span {
        if self.design.spans_zones(self.id) {
            let because = Reason::SeveralZones;
            return Span::stated(Duration::ZERO, because);
        }
        self.loss_by(self.replication())
    }

    /// What copies that follow in that way have not got yet.
    fn loss_by(self, replication: Option<&str>) -> Span {
        match (replication, self.lag()) {
            (Some("sync"), _) => Span::stated(Duration::ZERO, Reason::SynchronousReplication),
            (Some("semi-sync"), _) => {
                Span::stated(Duration::ZERO, Reason::SemiSynchronousReplication)
            }
            (_, Some(lag)) => Span::stated(lag, Reason::StatedLag),
            (Some(_), None) => Span::assumed(REPLICATION_LAG, Reason::AsynchronousReplication),
            (None, None) => Span::assumed(REPLICATION_LAG, Reason::UnknownReplication),
        }
    }

    /// How far its copies are behind: what the store says, else the standby that is farthest.
    fn lag(self) -> Option<Duration> {
        let design = self.design;
        let set = design.replica_set(self.id);
        let standbys = set.into_iter().flat_map(|set| &set.standbys);
        let stated = standbys.filter_map(|id| design.component(*id).facts.longest(Attr::Lag));
        self.longest(Attr::Lag).or_else(|| stated.reduce(Duration::max))
    }

    /// What the store says, else its standbys, else the links that copy its data.
    fn replication(self) -> Option<&'static str> {
        let design = self.design;
        let own = |id: ComponentId| design.component(id).facts.word(Attr::Replication);
        let set = design.replica_set(self.id);
        own(self.id).or_else(|| set?.standbys.iter().find_map(|standby| own(*standby))).or_else(
            || {
                let mut links = design.links_from(set?.primary);
                links.find_map(|link| design.link(link).facts.word(Attr::Replication))
            },
        )
    }

    fn backup_loss(self) -> Option<Span> {
        let facts = self.backed_up();
        if facts.is_on(Attr::Pitr) {
            return Some(Span::assumed(LOG_SHIPPING, Reason::LogShipping));
        }
        let interval = facts.longest(Attr::Backup)?;
        Some(Span::stated(interval, Reason::SinceBackup))
    }
}

fn stated_failover(time: Duration) -> Span {
    Span::stated(time, Reason::StatedFailover)
}

fn stated_repair(time: Duration) -> Span {
    Span::stated(time, Reason::StatedRepair)
}
