//! What is broken: which replicas are left, which flows are down, what is overloaded and fails too.

use super::Unit;
use super::failure::{Algebra, BlockId, Cause, FlowSystem, Required, View};
use super::load::{Conditions, Interval, Spread, Usage};
use super::recovery::{Recovery, stand_ins};
use super::whatif::FlowState;
use crate::model::{ComponentId, Design, FlowId, GroupId, GroupKind, Place, Scenario};
use std::collections::BTreeSet;

/// What is broken so far.
#[derive(Clone, Debug)]
pub(super) struct Damage<'a> {
    design: &'a Design,
    failed: BTreeSet<ComponentId>,
    failed_groups: BTreeSet<GroupId>,
    /// What goes on whatever fails around it.
    cured: BTreeSet<ComponentId>,
    pub conditions: Conditions,
    /// Components of which any replica is lost, in source order.
    pub lost: Vec<ComponentId>,
    /// Single instances that fail, counted from 1.
    failed_instances: BTreeSet<(ComponentId, u32)>,
    /// By component: how many instances ran before the loss.
    counts: Vec<u32>,
}

impl<'a> Damage<'a> {
    /// What a scenario breaks, before any scaler has acted; `counts` are the instances that ran.
    pub fn of(design: &'a Design, scenario: &Scenario, counts: &[u32]) -> Self {
        let mut conditions = Conditions::now(design);
        conditions.alive = counts.to_vec();
        conditions.traffic = scenario.traffic;
        for cache in &scenario.cold {
            conditions.cold[cache.index()] = true;
        }
        for (id, factor) in &scenario.slow {
            conditions.slow[id.index()] = *factor;
        }
        let mut damage = Self::none(design, conditions);
        for place in &scenario.fail {
            damage.fail(*place);
        }
        damage.failed_instances.extend(&scenario.instances);
        damage.count_alive(design.component_ids());
        damage
    }

    /// The same once scalers have acted: what is lost is started anew where a zone is left.
    pub fn scaled(&self) -> Conditions {
        let mut conditions = self.conditions.clone();
        for id in self.design.component_ids() {
            let Some(bounds) = self.design.scales(id).filter(|_| self.has_room(id)) else {
                continue;
            };
            conditions.scales[id.index()] = Some(bounds);
            conditions.alive[id.index()] = conditions.alive[id.index()].max(1);
        }
        conditions
    }

    /// Somewhere new instances could run.
    fn has_room(&self, id: ComponentId) -> bool {
        let zones = &self.design.component(id).zones;
        let dead = |zone: &GroupId| self.in_failed_group(Some(*zone));
        let lost = !zones.is_empty() && zones.iter().all(dead);
        let around = zones.is_empty() && self.in_failed_group(self.design.component(id).group);
        !self.failed.contains(&id) && !lost && !around
    }

    pub fn design(&self) -> &'a Design {
        self.design
    }

    /// Nothing is broken yet.
    pub fn none(design: &'a Design, conditions: Conditions) -> Self {
        let (failed, failed_groups) = (BTreeSet::new(), BTreeSet::new());
        let (cured, lost, failed_instances) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
        let counts = conditions.alive.clone();
        Self { design, failed, failed_groups, cured, conditions, lost, failed_instances, counts }
    }

    /// A component or a group is down; [`count_alive`](Self::count_alive) then says what is left.
    pub fn fail(&mut self, place: Place) {
        match place {
            Place::Component(id) => drop(self.failed.insert(id)),
            Place::Group(id) => drop(self.failed_groups.insert(id)),
        }
        self.hand_over();
    }

    /// Sites that stand by take over from those that are lost.
    fn hand_over(&mut self) {
        let lost = |group| self.in_failed_group(Some(group));
        let sites = self.design.standby_sites.iter();
        self.conditions.taken_over = sites.map(|site| site.takes_over(lost)).collect();
    }

    /// Counts the replicas that are left of these components.
    pub fn count_alive(&mut self, ids: impl IntoIterator<Item = ComponentId>) {
        for id in ids {
            let left = self.left(id);
            self.conditions.alive[id.index()] = left;
            if left < self.counts[id.index()] {
                self.lost.push(id);
            }
        }
    }

    /// Takes a failure back; `hit` are all components that it can have hit.
    pub fn repair(&mut self, place: Place, hit: &[ComponentId], ordinary: &Conditions) {
        match place {
            Place::Component(id) => drop(self.failed.remove(&id)),
            Place::Group(id) => drop(self.failed_groups.remove(&id)),
        }
        self.hand_over();
        for id in hit {
            self.conditions.alive[id.index()] = ordinary.alive[id.index()];
        }
        self.lost.clear();
    }

    fn in_failed_group(&self, group: Option<GroupId>) -> bool {
        self.design.ancestors(group).any(|id| self.failed_groups.contains(&id))
    }

    /// The instances that are left.
    fn left(&self, id: ComponentId) -> u32 {
        if self.failed.contains(&id) {
            return 0;
        }
        let all = self.counts[id.index()];
        let component = self.design.component(id);
        let whole = self.design.fails_whole(id);
        if component.zones.is_empty() && !whole && self.in_failed_group(component.group) {
            return 0;
        }
        let zones = || component.zones.iter().map(|zone| vec![*zone]).collect();
        // A managed service goes on without a zone, but with fewer machines.
        let placement: Vec<Vec<GroupId>> = match whole && !component.zones.is_empty() {
            true => zones(),
            false => self.design.placement_of(id, all),
        };
        let dead = |domains: &&Vec<GroupId>| {
            domains.iter().any(|domain| self.in_failed_group(Some(*domain)))
        };
        let fails = |at: usize| self.failed_instances.contains(&(id, at as u32 + 1));
        if whole {
            let left = placement.iter().filter(|domains| !dead(domains)).count();
            let part = left as f64 / placement.len().max(1) as f64;
            let gone = (0..all as usize).filter(|at| fails(*at)).count() as u32;
            let goes_on = u32::from(left > 0 && all > 0);
            return ((f64::from(all) * part).floor() as u32).max(goes_on).saturating_sub(gone);
        }
        let left =
            placement.iter().enumerate().filter(|(at, domains)| !dead(domains) && !fails(*at));
        left.count() as u32
    }

    /// By component, where both load and capacity are known.
    pub fn usage(&self, spread: Option<&Spread>) -> Vec<Option<Usage>> {
        let of = |id| {
            // What has failed is not overloaded as well.
            let working = !self.conditions.is_down(id);
            working.then(|| Usage::of(self.design, spread?, &self.conditions, id)).flatten()
        };
        self.design.component_ids().map(of).collect()
    }

    /// Lets what is overloaded fail, until nothing more is. Each round fails at least one more
    /// component, so it ends.
    pub fn cascade(&mut self, mut overloaded: Vec<ComponentId>) -> Vec<Vec<ComponentId>> {
        let mut rounds = Vec::new();
        while !overloaded.is_empty() {
            for id in &overloaded {
                self.failed.insert(*id);
                self.conditions.alive[id.index()] = 0;
            }
            rounds.push(overloaded);
            let spread = Spread::of(self.design, &self.conditions);
            overloaded = over(&self.usage(spread.as_ref()));
            overloaded.retain(|id| !self.design.is_fed_by_queues(*id));
        }
        rounds
    }

    /// How everything that is lost comes back. A standby that is lost alone is nobody's outage.
    pub fn recoveries(&self) -> Vec<(ComponentId, Recovery)> {
        let recovery = |id: &ComponentId| {
            if let Some(site) = self.site_for(*id) {
                return (*id, Recovery::by_site(self.design, *id, site));
            }
            let standbys = self.design.replica_set(*id).filter(|set| set.primary == *id);
            let alive = |id: &ComponentId| self.conditions.alive[id.index()];
            let others: u32 = standbys.iter().flat_map(|set| &set.standbys).map(alive).sum();
            let beside = stand_ins(self.design, *id, |other| alive(&other));
            match alive(id) + others + beside {
                0 => (*id, Recovery::of_all(self.design, *id, self.region_is_lost(*id))),
                left => (*id, Recovery::with_left(self.design, *id, left)),
            }
        };
        self.lost.iter().filter(|id| !self.keeps_primary(**id)).map(recovery).collect()
    }

    fn region_is_lost(&self, id: ComponentId) -> bool {
        let domains = self.design.domains(id);
        let mut regions =
            domains.into_iter().filter(|id| self.design.group(*id).kind == GroupKind::Region);
        regions.any(|region| self.in_failed_group(Some(region)))
    }

    /// The site that has taken over from the one of the component, and has its alike running.
    fn site_for(&self, id: ComponentId) -> Option<usize> {
        let serves = |(site, twin): &(usize, ComponentId)| {
            self.conditions.taken_over[*site] && !self.conditions.is_down(*twin)
        };
        self.design.twin(id).filter(serves).map(|(site, _)| site)
    }

    /// Only single standbys of it are lost.
    fn keeps_primary(&self, id: ComponentId) -> bool {
        let numbers = || self.failed_instances.iter().filter(|(own, _)| *own == id);
        let lost = self.counts[id.index()] - self.conditions.alive[id.index()];
        self.design.has_standby(id)
            && numbers().all(|(_, number)| *number > 1)
            && numbers().count() as u32 == lost
    }

    /// By flow: up, degraded or down, by structure alone.
    pub fn flow_states(&self) -> Vec<FlowState> {
        self.design.flow_ids().map(|flow| self.flow_state(flow)).collect()
    }

    pub fn flow_state(&self, flow: FlowId) -> FlowState {
        if self.is_down(flow, View::Outage) {
            FlowState::Down
        } else if self.is_down(flow, View::Full) {
            FlowState::Degraded
        } else {
            FlowState::Up
        }
    }

    fn is_down(&self, flow: FlowId, view: View) -> bool {
        let required = Required::counting(&self.counts);
        let taken_over = &self.conditions.taken_over;
        let tree = FlowSystem::after(self.design, flow, view, &required, taken_over);
        let top = tree.system.top();
        let mut bits = Bits { damage: self, tree: &tree };
        tree.system.solve(&mut bits)[top.0 as usize]
    }
}

/// Whether the flow falls with the domain although the `cured` components no longer do. Linear in
/// the design.
pub fn falls_though_cured(
    design: &Design,
    flow: FlowId,
    domain: GroupId,
    cured: &BTreeSet<ComponentId>,
) -> bool {
    let cured = cured.clone();
    let mut damage = Damage { cured, ..Damage::none(design, Conditions::ordinary(design)) };
    damage.fail(Place::Group(domain));
    damage.is_down(flow, View::Outage)
}

/// More arrives than it carries; equal is not more, whatever the rounding.
pub(super) fn is_over(utilization: Interval) -> bool {
    utilization.hi > 1.0 + 1e-9
}

/// The components above their capacity.
pub(super) fn over(usage: &[Option<Usage>]) -> Vec<ComponentId> {
    let ids = (0..).map(ComponentId);
    ids.zip(usage)
        .filter(|(_, u)| u.as_ref().and_then(Usage::settled).is_some_and(is_over))
        .map(|(id, _)| id)
        .collect()
}

/// Up or down, nothing between.
struct Bits<'a> {
    damage: &'a Damage<'a>,
    tree: &'a FlowSystem,
}

impl Bits<'_> {
    fn domain_is_down(&self, cause: &Cause) -> bool {
        match cause {
            Cause::Unit(Unit::Domain(group)) => self.damage.in_failed_group(Some(*group)),
            _ => false,
        }
    }
}

impl Algebra for Bits<'_> {
    type Value = bool;

    fn never(&self) -> bool {
        false
    }

    fn block(&mut self, id: BlockId) -> bool {
        let system = &self.tree.system;
        let block = system.block(id);
        // It is over within the failover time, which the recovery says.
        match block.replicas[0].cause {
            Cause::Failover(..) | Cause::Takeover(_) => return false,
            Cause::Site(_) => {
                let mut inside = block.replicas[0].inside.iter();
                return inside.any(|it| self.domain_is_down(&system.domains()[it.0 as usize]));
            }
            Cause::Unit(_) => {}
        }
        let owner = self.tree.owner(id);
        if self.damage.cured.contains(&owner) {
            return false;
        }
        let component = self.damage.design.component(owner);
        if self.damage.failed.contains(&owner) {
            return true;
        }
        let in_group = component.zones.is_empty()
            && !self.damage.design.fails_whole(owner)
            && self.damage.in_failed_group(component.group);
        if in_group {
            return true;
        }
        let fails = |cause: &Cause| match cause {
            Cause::Unit(Unit::Replica(id, number)) => {
                self.damage.failed_instances.contains(&(*id, *number))
            }
            _ => false,
        };
        let dead = block.replicas.iter().filter(|replica| {
            fails(&replica.cause)
                || replica
                    .inside
                    .iter()
                    .any(|d| self.domain_is_down(&system.domains()[d.0 as usize]))
        });
        dead.count() >= block.falls_at()
    }

    fn at_least<'a>(
        &mut self,
        least: usize,
        inputs: impl Iterator<Item = &'a bool> + Clone,
    ) -> bool {
        inputs.filter(|down| **down).count() >= least
    }
}
