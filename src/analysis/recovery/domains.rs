//! Recovery from the loss of a zone or a region, and from data that went wrong everywhere.

use super::super::Reason;
use super::{
    Case, Disruption, MANUAL_FAILOVER, Recovery, Span, keeps_data, stand_ins, stated_failover,
};
use crate::model::{Attr, ComponentId, Design, Duration, GroupId, GroupKind, Value};
use crate::syntax::ast::Arrow;

impl Case<'_> {
    /// After the loss of the zone that hurts most.
    pub(super) fn after_zone(self, is_spread: bool) -> Option<Recovery> {
        if is_spread {
            let because = Reason::WorksWithoutZone;
            let nothing = Span::stated(Duration::ZERO, because);
            return Some(Recovery { time: nothing.clone(), loss: self.kept(nothing) });
        }
        let is_zone =
            |id: &GroupId| matches!(self.design.group(*id).kind, GroupKind::Zone | GroupKind::Dc);
        let component = self.design.component(self.id);
        let mut around = self.design.ancestors(component.group).filter(is_zone);
        if let Some(site) = around.find_map(|zone| self.design.stand_in(zone)) {
            return Some(self.after_takeover(site));
        }
        let placement: Vec<Vec<GroupId>> = match self.design.fails_whole(self.id) {
            true => component.zones.iter().map(|zone| vec![*zone]).collect(),
            false => self.design.placement(self.id),
        };
        let zones: Vec<GroupId> = placement.iter().flatten().copied().filter(is_zone).collect();
        if zones.is_empty() {
            return None;
        }
        let left = |zone: &GroupId| {
            let outside = |id| {
                let placed = self.design.placement(id);
                placed.iter().filter(|around| !around.contains(zone)).count() as u32
            };
            let own = placement.iter().filter(|around| !around.contains(zone)).count() as u32;
            own + self.standbys_outside(*zone) + stand_ins(self.design, self.id, outside)
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
        if let Some(site) = self.design.stand_in(region) {
            return Some(self.after_takeover(site));
        }
        let standbys = self.standbys_outside(region);
        if standbys > 0 {
            return Some(self.after_failover(false, standbys));
        }
        if !keeps_data(self.design, self.id) {
            return None;
        }
        Some(self.after_losing(region))
    }

    /// Nothing of a store is left but, perhaps, its backup.
    fn after_losing(self, region: GroupId) -> Recovery {
        match self.backup_lies_outside(region) {
            Some(true) => Recovery { time: self.restore_time(), loss: self.backup_loss() },
            Some(false) => {
                let lost = Span::stated(Duration::ENDLESS, self.lost_with_region());
                Recovery { time: lost.clone(), loss: Some(lost) }
            }
            None => Recovery { time: self.restore_time(), loss: None },
        }
    }

    fn lost_with_region(self) -> Reason {
        match self.backed_up().is_off(Attr::Backup) {
            true => Reason::NoBackup,
            false => Reason::BackupInRegion,
        }
    }

    /// A site that stands by serves; what was copied to it is there.
    pub(super) fn after_takeover(self, site: usize) -> Recovery {
        let time = takeover_time(self.design, site);
        let loss = keeps_data(self.design, self.id).then(|| self.loss_at(site)).flatten();
        Recovery { time, loss }
    }

    /// What a site has not got yet: by the connection that copies into it, else as the store says that
    /// its copies follow it. Where nothing says so, it has what a backup brings.
    fn loss_at(self, site: usize) -> Option<Span> {
        let (design, standby) = (self.design, &self.design.standby_sites[site]);
        let is_there =
            |id| design.ancestors(design.component(id).group).any(|it| it == standby.group);
        let mut into = design.links_from(self.id).map(|id| design.link(id));
        let copied = into.find(|link| link.arrow == Arrow::Copy && is_there(link.to));
        let stated = copied.and_then(|link| link.facts.word(Attr::Replication));
        let stated = stated.or_else(|| self.replication());
        if copied.is_some() || stated.is_some() {
            return Some(self.loss_by(stated));
        }
        let around = |id: &GroupId| standby.siblings.contains(id);
        let lost = design.ancestors(design.component(self.id).group).find(around)?;
        self.after_losing(lost).loss
    }

    /// `None` when nobody says where the backup lies.
    fn backup_lies_outside(self, region: GroupId) -> Option<bool> {
        let facts = self.backed_up();
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

/// How long a site that stands by takes to take over: stated, or as long as a person.
pub fn takeover_time(design: &Design, site: usize) -> Span {
    let facts = &design.group(design.standby_sites[site].group).facts;
    facts
        .longest(Attr::FailoverTime)
        .map_or_else(|| Span::assumed(MANUAL_FAILOVER, Reason::ManualPromotion), stated_failover)
}
