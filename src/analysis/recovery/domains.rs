//! Recovery from the loss of a zone or a region, and from data that went wrong everywhere.

use super::super::Reason;
use super::{Case, Disruption, Recovery, Span, keeps_data, stated_failover};
use crate::model::{Attr, ComponentId, Dimension, GroupId, GroupKind, Value};

impl Case<'_> {
    /// After the loss of the zone that hurts most.
    pub(super) fn after_zone(self, is_spread: bool) -> Option<Recovery> {
        if is_spread {
            let because = Reason::WorksWithoutZone;
            let nothing = Span::stated(0.0, because);
            return Some(Recovery { time: nothing.clone(), loss: self.kept(nothing) });
        }
        let is_zone =
            |id: &GroupId| matches!(self.design.group(*id).kind, GroupKind::Zone | GroupKind::Dc);
        let component = self.design.component(self.id);
        let placement: Vec<Vec<GroupId>> = match self.design.fails_whole(self.id) {
            true => component.zones.iter().map(|zone| vec![*zone]).collect(),
            false => self.design.placement(self.id),
        };
        let zones: Vec<GroupId> = placement.iter().flatten().copied().filter(is_zone).collect();
        if zones.is_empty() {
            return None;
        }
        let left = |zone: &GroupId| {
            let own = placement.iter().filter(|around| !around.contains(zone)).count() as u32;
            own + self.standbys_outside(*zone)
        };
        let left = zones.iter().map(left).min()?;
        Some(self.after_loss(left, Disruption::Zone))
    }

    fn standbys_outside(self, group: GroupId) -> u32 {
        let set = self.design.replica_set(self.id).filter(|set| set.primary == self.id);
        let outside = |id: &&ComponentId| {
            let placed = self.design.placement(**id);
            placed.iter().any(|around| !around.contains(&group))
        };
        set.map_or(0, |set| set.standbys.iter().filter(outside).count() as u32)
    }

    pub(super) fn after_region(self) -> Option<Recovery> {
        let is_region = |id: &GroupId| self.design.group(*id).kind == GroupKind::Region;
        let region = self.design.domains(self.id).into_iter().find(is_region)?;
        if let Some(standby) = self.standby_site(region) {
            let stated =
                self.design.group(standby).facts.number(Attr::FailoverTime, Dimension::Duration);
            let time = match stated {
                Some(time) => stated_failover(time.high()),
                None => self.manual(),
            };
            return Some(Recovery { time, loss: self.kept(self.replica_loss()) });
        }
        if self.standbys_outside(region) > 0 {
            return Some(self.after_failover(false));
        }
        if !keeps_data(self.design, self.id) {
            return None;
        }
        match self.backup_lies_outside(region) {
            Some(true) => Some(Recovery { time: self.restore_time(), loss: self.backup_loss() }),
            Some(false) => {
                let because = Reason::BackupInRegion;
                let lost = Span::stated(f64::INFINITY, because);
                Some(Recovery { time: lost.clone(), loss: Some(lost) })
            }
            None => None,
        }
    }

    /// A site of the same kind that is stated to stand by.
    fn standby_site(self, region: GroupId) -> Option<GroupId> {
        let parent = self.design.group(region).parent;
        self.design.group_ids().find(|id| {
            let group = self.design.group(*id);
            *id != region
                && (group.kind, group.parent) == (GroupKind::Region, parent)
                && group.facts.word(Attr::Role) == Some("standby")
        })
    }

    /// `None` when nobody says where the backup lies.
    fn backup_lies_outside(self, region: GroupId) -> Option<bool> {
        let facts = &self.design.component(self.id).facts;
        if facts.is_off(Attr::Backup) {
            return Some(false);
        }
        let around = match facts.get(Attr::BackupTo).map(|stated| &stated.value) {
            Some(Value::Component(id)) => self.design.component(*id).group,
            Some(Value::Group(id)) => Some(*id),
            Some(_) => return None,
            None if facts.is_stated(Attr::Backup) => return Some(false),
            None => return None,
        };
        Some(self.design.ancestors(around).all(|group| group != region))
    }

    /// Copies copy what is wrong; only a backup from before has the data.
    pub(super) fn after_corruption(self) -> Option<Recovery> {
        keeps_data(self.design, self.id).then(|| self.restored())
    }
}
