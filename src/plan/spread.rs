//! Moves that give something a second place or a second one of it, where its loss stops no request by
//! itself: brokers, zones, names, and those who take messages.

use super::moves::{Edit, Moves, Slot, Target};
use crate::analysis::backlog::Backlog;
use crate::analysis::load::TARGET_UTILIZATION;
use crate::analysis::queueing::statically_stable;
use crate::model::{Attr, ComponentId, GroupId, GroupKind, Kind, Place};
use crate::text;

/// More of them are no plan.
const MOST_TAKERS: f64 = 64.0;

impl Moves<'_> {
    /// Three brokers for a queue that runs once.
    pub fn brokers(&self, id: ComponentId) -> Option<Slot> {
        let design = self.design;
        let once = self.study.kind(id) == Kind::Queue
            && !design.fails_whole(id)
            && design.running(id) < 2
            && self.study.spof_in(id).is_none();
        if !once {
            return None;
        }
        let why = text!(
            "브로커 하나를 잃어도 메시지를 받고 잃지 않습니다",
            "the loss of a broker stops nothing and loses no message"
        );
        let base = [("brokers", "3"), ("replication-factor", "3")];
        let mut degrees = vec![vec![self.edit(id, &base, why.clone())]];
        if let Some((zones, region)) =
            self.zones(id).filter(|_| design.component(id).zones.len() < 2)
        {
            let mut edits: Vec<Edit> = region.into_iter().map(|it| self.new_zone(it)).collect();
            let spread = [base[0], base[1], ("zones", zones.as_str())];
            edits.push(self.edit(id, &spread, why));
            degrees.push(edits);
        }
        Some(Slot::paid(degrees, 40.0))
    }

    /// What runs more than once, but in one zone, over two of them.
    pub fn spread(&self, id: ComponentId) -> Option<Slot> {
        let (zone, edits) = self.over_zones(id, None)?;
        let enough = self.enough_over_two(id);
        let more = enough.and_then(|count| Some(self.over_zones(id, Some(count))?.1));
        let degrees = [edits].into_iter().chain(more).collect();
        Some(Slot::paid(degrees, self.lost_with(zone)))
    }

    /// All of a zone together, where no single one of it would save a journey alone, each with as
    /// many as the loss of a zone asks for.
    pub fn spread_all(&self, zone: GroupId) -> Option<Slot> {
        let spread = |id| self.over_zones(id, self.enough_over_two(id));
        let of_zone = |id| spread(id).filter(|(own, _)| *own == zone);
        let all: Vec<Vec<Edit>> =
            self.design.component_ids().filter_map(|id| Some(of_zone(id)?.1)).collect();
        let edits = || all.iter().flatten().cloned().collect();
        (all.len() > 1).then(|| Slot::paid(vec![edits()], self.lost_with(zone) + 1.0))
    }

    /// What surviving the loss of a zone is worth: a minute a year counts one.
    fn lost_with(&self, zone: GroupId) -> f64 {
        let saving = |flow| self.study.availability(flow).saving(Place::Group(zone)).as_minutes();
        self.design.flow_ids().map(saving).fold(1.0, f64::max)
    }

    /// The zone in which all of it runs, and what spreads it, so many where more are to run.
    fn over_zones(&self, id: ComponentId, count: Option<u32>) -> Option<(GroupId, Vec<Edit>)> {
        let design = self.design;
        let kind = self.study.kind(id);
        let several = (kind.is_compute() || kind.is_store() || kind == Kind::Queue)
            && design.running(id) > 1
            && design.component(id).zones.len() < 2
            && !self.study.is_standby(id)
            && !design.spans_zones(id);
        let around = design.ancestors(design.component(id).group);
        let zone = around.into_iter().find(|group| design.group(*group).kind == GroupKind::Zone);
        let (zone, (zones, region)) = zone.filter(|_| several).zip(self.zones(id))?;
        let why =
            text!("영역 하나를 잃어도 나머지가 받습니다", "with one zone lost the rest go on");
        let mut edits: Vec<Edit> = region.into_iter().map(|it| self.new_zone(it)).collect();
        let count = count.map(|count| count.to_string());
        let mut attrs = vec![("zones", zones.as_str())];
        attrs.extend(count.as_deref().map(|count| ("replicas", count)));
        edits.push(self.edit(id, &attrs, why));
        Some((zone, edits))
    }

    /// How many carry the peak when one of two zones is lost, where fewer run.
    pub(super) fn enough_over_two(&self, id: ComponentId) -> Option<u32> {
        let usage = self.study.usage(id).filter(|_| self.study.is_own_server(id))?;
        let enough = statically_stable(usage.replicas_at(1.0)?, 2);
        let is_short = enough > self.design.running(id) && self.design.scales(id).is_none();
        (is_short && !self.study.is_fed_by_queues(id)).then_some(enough)
    }

    /// Names that somebody answers who is known to do so, where nothing is said of that.
    pub fn names(&self, id: ComponentId) -> Option<Slot> {
        let component = self.design.component(id);
        let open = self.study.kind(id) == Kind::Dns
            && component.tech.is_none()
            && !component.facts.is_stated(Attr::Managed)
            && !component.facts.is_stated(Attr::Availability);
        let in_aws = self.design.component_ids().any(|id| self.in_aws(id));
        (open && in_aws).then(|| {
            let why = text!(
                "누가 운영하는지 모르던 DNS를 가용성이 공개된 서비스에 둡니다",
                "names that nobody is stated to run go to a service with a published availability"
            );
            let edit = Edit::of(Target::Component(id), Vec::new(), why);
            let edit = Edit { tech: Some("route53"), ..edit };
            Slot::paid(vec![vec![edit]], self.weight(id).max(1.0))
        })
    }

    /// As many who take messages as the peak brings.
    pub fn takers(&self, id: ComponentId) -> Option<Slot> {
        let (load, usage) = (self.study.load()?, self.study.usage(id)?);
        let is_taker = self.study.is_fed_by_queues(id)
            && self.study.is_own_server(id)
            && self.design.scales(id).is_none();
        let queues = self.study.callers(id).into_iter().filter(|_| is_taker);
        let all = queues.filter_map(|queue| Backlog::of(self.design, load, usage, queue, id));
        let backlog =
            all.filter(Backlog::grows).reduce(|a, b| if b.peak > a.peak { b } else { a })?;
        let each = backlog.capacity / f64::from(usage.replicas.max(1));
        let count = (backlog.peak / (each * TARGET_UTILIZATION) - 1e-9).ceil();
        if each <= 0.0 || count > MOST_TAKERS {
            return None;
        }
        let why = text!(
            "피크에 들어오는 만큼 처리해 밀리지 않게 합니다",
            "as much is taken as the peak brings, so nothing piles up"
        );
        // Who never catches up comes first, and may do with what ordinary days bring.
        let mild = (backlog.average / (each * TARGET_UTILIZATION) - 1e-9).ceil();
        let is_endless = backlog.is_endless();
        let counts = [Some(mild).filter(|mild| is_endless && *mild < count), Some(count)];
        let degree = |count: f64| {
            let why = match count == mild && is_endless {
                true => text!(
                    "평소에 들어오는 것을 따라잡게 합니다. 피크에 쌓인 것은 나중에 처리합니다",
                    "as much is taken as ordinary days bring; what a peak piles up is taken later"
                ),
                false => why.clone(),
            };
            let count = (count as u32).to_string();
            vec![self.edit(id, &[("replicas", count.as_str())], why)]
        };
        let degrees = counts.into_iter().flatten().map(degree).collect();
        Some(Slot::paid(degrees, if is_endless { 500.0 } else { 25.0 }))
    }
}
