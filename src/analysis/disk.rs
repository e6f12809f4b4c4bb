//! Disks that fill: by how much one copy of a store grows a day, and when there is no room left.

use super::Study;
use super::load::{Data, Interval};
use crate::model::{Attr, ComponentId, Dimension, Duration, Kind};

/// Free space that a disk wants.
const ROOM: f64 = 1.3;

/// The disk of one replica of one shard, taken to be empty today.
#[derive(Clone, Debug, PartialEq)]
pub struct Disk {
    pub id: ComponentId,
    /// Bytes that come each day.
    pub per_day: Interval,
    /// Bytes that fit.
    pub size: f64,
    /// How long data are kept, where that is stated.
    pub retention: Option<Duration>,
}

impl Disk {
    /// How far is looked ahead where no retention is stated.
    pub const HORIZON: Duration = Duration::YEAR;

    /// Until it is full, as fast as it may grow.
    pub fn full_in(&self) -> Duration {
        Duration::DAY * (self.size / self.per_day.hi)
    }

    /// The same in whole days, no more than there are.
    pub fn days(&self) -> f64 {
        (self.full_in() / Duration::DAY * (1.0 + 1e-9)).floor()
    }

    /// Bytes at the end of the retention; of that time where none is stated.
    pub fn kept(&self, horizon: Duration) -> f64 {
        self.per_day.hi * (self.retention.unwrap_or(horizon) / Duration::DAY)
    }

    /// It is full before anything may be deleted.
    pub fn fills(&self) -> bool {
        self.kept(Self::HORIZON) > self.size
    }

    /// Bytes that would do, with some room.
    pub fn wanted(&self, horizon: Duration) -> f64 {
        self.kept(horizon) * ROOM
    }
}

impl Study {
    /// The disk of a store; `None` where its size is not stated or nothing is known to grow, and of
    /// what a provider grows, which has a size, but no disk that fills.
    pub fn disk(&self, id: ComponentId) -> Option<Disk> {
        let keeps = matches!(self.kind(id), Kind::Db | Kind::Search | Kind::Storage);
        if !keeps || self.is_provided(id) || self.is_standby(id) {
            return None;
        }
        let facts = &self.design().component(id).facts;
        let size = facts.number(Attr::Size, Dimension::Bytes)?.high();
        let shards = facts.number(Attr::Shards, Dimension::Count).map_or(1.0, |it| it.low());
        let grows = match facts.number(Attr::Growth, Dimension::Bandwidth) {
            Some(stated) => stated.into(),
            None => Data::growth(self.design(), self.load()?, id)?.0,
        };
        let per_day = grows * (Duration::DAY.as_seconds() / shards.max(1.0));
        let retention = self.design().traffic.longest(Attr::Retention);
        (per_day.hi > 0.0 && size > 0.0).then_some(Disk { id, per_day, size, retention })
    }

    /// Disks that are full before anything may be deleted, the first first.
    pub fn filling(&self) -> Vec<Disk> {
        let all = self.design().component_ids().filter_map(|id| self.disk(id));
        let mut filling: Vec<Disk> = all.filter(Disk::fills).collect();
        filling.sort_by(|a, b| a.full_in().total_cmp(&b.full_in()).then(a.id.cmp(&b.id)));
        filling
    }
}
