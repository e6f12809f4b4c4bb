//! Attacks on places: a zone, a region, a machine that holds everything.

use super::Entry;
use super::case::{Case, Verdict};
use crate::analysis::recovery::Disruption;
use crate::analysis::{Situation, Unit};
use crate::model::{Attr, ComponentId, Duration, FlowId, GroupId, GroupKind, Place};
use crate::post::ground::Ground;
use crate::post::words;
use std::collections::BTreeSet;
use std::sync::Arc;

pub const ENTRIES: &[Entry] = &[
    ("zone-down", down, &["single-zone", "both-zones-needed", "redundancy-below-peak"]),
    ("zone-hidden", hidden, &["zonal-egress", "both-zones-needed"]),
    ("region-down", region, &["single-region", "backup-shares-fate"]),
    ("shared-host", host, &["shared-host", "web-was-db-on-one-box"]),
];

/// Components that stop with a group, in a journey that stops with it.
fn hit(ground: &Ground, group: GroupId) -> Vec<ComponentId> {
    let cuts = ground.study.cuts().iter().filter_map(|flow| flow.cut(Unit::Domain(group)));
    let hit: BTreeSet<ComponentId> = cuts.flat_map(|cut| cut.hit.iter().copied()).collect();
    hit.into_iter().collect()
}

fn down(ground: &Ground) -> Vec<Case> {
    let all = ground.zones().into_iter().map(|zone| ZoneLoss::of(ground, zone));
    let mut cases: Vec<Case> = all.map(|loss| zone_down(ground, &loss)).collect();
    cases.sort_by_key(|case| std::cmp::Reverse(case.harm()));
    cases.truncate(1);
    cases
}

/// What follows when all of a zone is lost.
pub struct ZoneLoss {
    pub zone: GroupId,
    /// Journeys that the structure stops with it.
    pub flows: Vec<FlowId>,
    /// The busiest of what goes on, among what stood in it too.
    pub busiest: Option<(ComponentId, f64)>,
    /// The structure holds, and what is left does not.
    pub over: bool,
    /// Who takes messages and only then falls behind.
    pub behind: Vec<ComponentId>,
    /// Databases with most of their votes there: nothing is promoted elsewhere.
    pub stuck: Vec<ComponentId>,
    gone: Arc<Situation>,
}

impl ZoneLoss {
    fn of(ground: &Ground, zone: GroupId) -> Self {
        let gone = ground.without(Place::Group(zone));
        let flows = ground.severed(zone);
        let busiest = left(ground, &gone, zone);
        let used = busiest.map_or(0.0, |(_, used)| used);
        let fails = used > 1.0 + 1e-9 || !ground.stopped(&gone).is_empty();
        let behind = ground.design().component_ids();
        let behind = behind.filter(|id| ground.falls_behind_in(&gone, *id)).collect();
        let stuck = ground.primaries().into_iter();
        let stuck =
            stuck.filter(|id| ground.votes(*id).and_then(|it| it.decided_in()) == Some(zone));
        let stuck = stuck.collect();
        Self { zone, stuck, over: flows.is_empty() && fails, flows, busiest, behind, gone }
    }

    /// Of the zone whose loss harms most, as the defence is asked about it.
    pub fn worst(ground: &Ground) -> Option<Self> {
        let all = ground.zones().into_iter().map(|zone| Self::of(ground, zone));
        // The first of equals, as there.
        all.map(|loss| (zone_down(ground, &loss).harm(), loss))
            .reduce(|most, next| if next.0 > most.0 { next } else { most })
            .map(|(_, loss)| loss)
    }

    pub fn is_bad(&self) -> bool {
        self.over || !self.flows.is_empty() || !self.stuck.is_empty()
    }
}

fn zone_down(ground: &Ground, loss: &ZoneLoss) -> Case {
    let ZoneLoss { zone, flows, busiest, over, behind, stuck, gone } = loss;
    let (zone, busiest, over) = (*zone, *busiest, *over);
    let used = busiest.map_or(0.0, |(_, used)| used);
    let promoted = ground.primaries().into_iter().find(|db| {
        let first = ground.design().placement(*db).into_iter().next().unwrap_or_default();
        first.contains(&zone) && ground.design().has_standby(*db)
    });
    let rto = promoted.and_then(|db| ground.recovery_from(db, Disruption::Zone));
    let listed = hit(ground, zone);
    let lost = ground.design().component_ids();
    let lost: Vec<ComponentId> = lost.filter(|id| gone.conditions().is_down(*id)).collect();
    let scaled = busiest.and_then(|(id, used)| {
        let after = gone.after().usages[id.index()].as_ref()?.utilization.hi;
        (after < used - 1e-9).then_some(after)
    });
    Case::new(&[])
        .share("u2", scaled)
        .say("zone", words::group(ground.design(), zone))
        .may("c", busiest.map(|(id, _)| ground.called(id)))
        .share("u1", busiest.map(|(_, used)| used))
        .may("db", promoted.filter(|_| rto.is_some()).map(|db| ground.called(db)))
        .lasts("rto", rto.map(|it| it.time.lasts))
        .may("flow", (!flows.is_empty()).then(|| words::flows(ground.design(), flows)))
        .may("con", (!behind.is_empty()).then(|| words::components(ground.design(), behind)))
        .may("lost", (!lost.is_empty()).then(|| words::components(ground.design(), &lost)))
        .may("list", (!listed.is_empty()).then(|| words::components(ground.design(), &listed)))
        .may("stuck", (!stuck.is_empty()).then(|| words::components(ground.design(), stuck)))
        .flag("structure", !flows.is_empty())
        .flag("over", over)
        .hurts(ground, gone)
        .by_load(loss.is_bad(), used)
}

/// The busiest of what goes on without the zone, among what stood in it too.
fn left(ground: &Ground, gone: &Situation, zone: GroupId) -> Option<(ComponentId, f64)> {
    let stood = |id: ComponentId| {
        let placed = ground.design().placement(id);
        placed.iter().any(|around| around.contains(&zone))
    };
    let used = ground.design().component_ids().filter(|id| stood(*id));
    let used = used.filter_map(|id| Some((id, ground.used_in(gone, id)?)));
    used.reduce(|most, next| if next.1 > most.1 { next } else { most })
}

fn hidden(ground: &Ground) -> Vec<Case> {
    let zones = ground.zones();
    if zones.len() < 2 {
        return Vec::new();
    }
    let bad = zones.iter().copied().find(|zone| !ground.severed(*zone).is_empty());
    let regions = ground.design().group_ids();
    let region =
        regions.into_iter().find(|id| ground.design().group(*id).kind == GroupKind::Region);
    let down = region.map_or(Duration::ZERO, |id| ground.down_by(Place::Group(id)));
    let case = Case::new(&[]).down("min", down);
    let Some(zone) = bad else { return vec![case] };
    let flows = ground.severed(zone);
    let listed = hit(ground, zone);
    vec![
        case.say("list", words::components(ground.design(), &listed))
            .say("flow", words::flows(ground.design(), &flows))
            .hurts(ground, &ground.without(Place::Group(zone)))
            .verdict(Verdict::Falls),
    ]
}

fn region(ground: &Ground) -> Vec<Case> {
    let design = ground.design();
    let regions: Vec<GroupId> =
        design.group_ids().filter(|id| design.group(*id).kind == GroupKind::Region).collect();
    let is_standby = |id: &GroupId| design.group(*id).facts.word(Attr::Role) == Some("standby");
    let Some(main) = regions.iter().copied().find(|id| !is_standby(id)) else { return Vec::new() };
    let other = regions.iter().copied().find(is_standby);
    let db = ground
        .primaries()
        .into_iter()
        .find(|db| design.ancestors(design.component(*db).group).any(|group| group == main));
    let Some(db) = db else { return Vec::new() };
    let recovery = ground.recovery_from(db, Disruption::Region);
    let rto = recovery.as_ref().map(|it| it.time.lasts);
    let comes_back = rto.and_then(Duration::ends).is_some();
    let to = ground.facts(db).text(Attr::BackupTo).map(words::quoted);
    vec![
        Case::new(&[db])
            .say("region", words::group(design, main))
            .may("other", other.map(|id| words::group(design, id)))
            .may("to", to)
            .lasts("rto", rto)
            .down("min", ground.down_by(Place::Group(main)))
            .flag("standby", other.is_some())
            .flag("rebuild", other.is_none())
            .flag("lost", recovery.is_some_and(|it| it.time.is_lost()))
            .falls_if(!comes_back),
    ]
}

fn host(ground: &Ground) -> Vec<Case> {
    let design = ground.design();
    let put = |id: GroupId| {
        let inside: Vec<ComponentId> =
            design.component_ids().filter(|it| design.component(*it).group == Some(id)).collect();
        let kinds: BTreeSet<&str> = inside.iter().map(|it| ground.study.kind(*it).word()).collect();
        if design.group(id).kind != GroupKind::Host || kinds.len() < 2 {
            return None;
        }
        let flows = ground.severed(id);
        Some(
            Case::new(&inside)
                .say("host", words::group(design, id))
                .say("list", words::components(design, &inside))
                .may("flow", (!flows.is_empty()).then(|| words::flows(design, &flows)))
                .hurts(ground, &ground.without(Place::Group(id)))
                .falls_if(!flows.is_empty()),
        )
    };
    design.group_ids().filter_map(put).collect()
}
