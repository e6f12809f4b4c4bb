//! What if: something fails, a cache is cold, traffic grows. Which flows still work, where the load
//! goes, what it overloads, and what follows from that.

use super::Unit;
use super::failure::{Algebra, BlockId, Cause, FlowSystem, Required, View};
use super::load::{Conditions, Spread, Usage};
use super::recovery::{Recovery, Span};
use crate::model::{ComponentId, Design, FlowId, GroupId, Place, Scenario};
use std::collections::BTreeSet;

/// How a flow fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlowState {
    Up,
    /// Works, but something that it would rather have is gone, or some of its users fail.
    Degraded,
    Down,
}

impl FlowState {
    pub fn name(self) -> &'static str {
        match self {
            FlowState::Up => "up",
            FlowState::Degraded => "degraded",
            FlowState::Down => "down",
        }
    }
}

/// What a scenario leads to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// By flow: what the failures alone do.
    pub flows: Vec<FlowState>,
    /// By flow: when whatever is overloaded fails too, to the end.
    pub flows_after_cascade: Vec<FlowState>,
    pub spread: Option<Spread>,
    /// By component; `None` where no capacity or no traffic is known.
    pub usage: Vec<Option<Usage>>,
    /// Components above their capacity, before any of them fails.
    pub overloaded: Vec<ComponentId>,
    /// Components with known capacity and load, the first to saturate first, each with the factor
    /// of this scenario's traffic at which it does.
    pub saturation: Vec<(ComponentId, f64)>,
    /// What overload takes down, round by round.
    pub cascade: Vec<Vec<ComponentId>>,
    /// Of everything lost, the slowest to come back.
    pub recovery_time: Option<(ComponentId, Span)>,
    /// Of everything lost, the one that loses most.
    pub data_loss: Option<(ComponentId, Span)>,
}

impl Outcome {
    pub fn of(design: &Design, scenario: &Scenario) -> Self {
        let mut damage = Damage::of(design, scenario);
        let flows = damage.flow_states();
        let spread = Spread::of(design, &damage.conditions);
        let usage = damage.usage(spread.as_ref());
        let overloaded = over(&usage);
        let saturation = saturation(&usage);
        let lost = damage.lost.clone();
        let cascade = damage.cascade(overloaded.clone());
        let flows_after_cascade = damage.flow_states();
        let recovery = |id: &ComponentId| (*id, Recovery::of(design, *id));
        let recoveries: Vec<_> = lost.iter().map(recovery).collect();
        let recovery_time = longest(recoveries.iter().map(|(id, r)| (*id, r.time.clone())));
        let data_loss = longest(recoveries.into_iter().filter_map(|(id, r)| Some((id, r.loss?))));
        Self {
            flows,
            flows_after_cascade,
            spread,
            usage,
            overloaded,
            saturation,
            cascade,
            recovery_time,
            data_loss,
        }
    }

    pub fn flow(&self, id: FlowId) -> FlowState {
        self.flows[id.index()]
    }
}

/// By component, the replicas that a scenario leaves of those that count for capacity.
pub fn alive(design: &Design, scenario: &Scenario) -> Vec<u32> {
    Damage::of(design, scenario).conditions.alive
}

fn longest(spans: impl Iterator<Item = (ComponentId, Span)>) -> Option<(ComponentId, Span)> {
    // The first of equals, so that the answer follows the source order.
    spans.fold(None, |longest, next| match longest {
        Some((_, ref span)) if span.seconds >= next.1.seconds => longest,
        _ => Some(next),
    })
}

fn over(usage: &[Option<Usage>]) -> Vec<ComponentId> {
    let is_over = |usage: &Usage| usage.utilization.hi > 1.0 + 1e-9;
    let ids = (0..).map(ComponentId);
    ids.zip(usage).filter(|(_, u)| u.as_ref().is_some_and(is_over)).map(|(id, _)| id).collect()
}

fn saturation(usage: &[Option<Usage>]) -> Vec<(ComponentId, f64)> {
    let mut order: Vec<(ComponentId, f64)> = (0..)
        .map(ComponentId)
        .zip(usage)
        .filter_map(|(id, usage)| Some((id, usage.as_ref()?.utilization.hi)))
        .filter(|(_, utilization)| *utilization > 0.0)
        .map(|(id, utilization)| (id, 1.0 / utilization))
        .collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    order
}

/// What is broken so far.
struct Damage<'a> {
    design: &'a Design,
    failed: BTreeSet<ComponentId>,
    failed_groups: BTreeSet<GroupId>,
    conditions: Conditions,
    /// Components of which any replica is lost, in source order.
    lost: Vec<ComponentId>,
}

impl<'a> Damage<'a> {
    fn of(design: &'a Design, scenario: &Scenario) -> Self {
        let mut conditions = Conditions::ordinary(design);
        conditions.traffic = scenario.traffic;
        for cache in &scenario.cold {
            conditions.cold[cache.index()] = true;
        }
        for (id, factor) in &scenario.slow {
            conditions.slow[id.index()] = *factor;
        }
        let mut damage = Self {
            design,
            failed: BTreeSet::new(),
            failed_groups: BTreeSet::new(),
            conditions,
            lost: Vec::new(),
        };
        for place in &scenario.fail {
            match place {
                Place::Component(id) => drop(damage.failed.insert(*id)),
                Place::Group(id) => drop(damage.failed_groups.insert(*id)),
            }
        }
        damage.count_alive();
        damage
    }

    fn in_failed_group(&self, group: Option<GroupId>) -> bool {
        self.design.ancestors(group).any(|id| self.failed_groups.contains(&id))
    }

    fn count_alive(&mut self) {
        for id in self.design.component_ids() {
            let part = self.part_alive(id);
            let all = self.design.replicas(id).most;
            let alive = (f64::from(all) * part).floor() as u32;
            self.conditions.alive[id.index()] = alive;
            if part < 1.0 {
                self.lost.push(id);
            }
        }
    }

    /// The part of the replicas, 0..1, that is left.
    fn part_alive(&self, id: ComponentId) -> f64 {
        if self.failed.contains(&id) {
            return 0.0;
        }
        let component = self.design.component(id);
        let whole = self.design.fails_whole(id);
        if component.zones.is_empty() && !whole && self.in_failed_group(component.group) {
            return 0.0;
        }
        let zones = || component.zones.iter().map(|zone| vec![*zone]).collect();
        // A managed service goes on without a zone, but with fewer machines.
        let placement: Vec<Vec<GroupId>> = match whole && !component.zones.is_empty() {
            true => zones(),
            false => self.design.placement(id),
        };
        let dead = |domains: &&Vec<GroupId>| {
            domains.iter().any(|domain| self.in_failed_group(Some(*domain)))
        };
        let left = placement.iter().filter(|domains| !dead(domains)).count();
        left as f64 / placement.len().max(1) as f64
    }

    fn usage(&self, spread: Option<&Spread>) -> Vec<Option<Usage>> {
        let of = |id| {
            // What has failed is not overloaded as well.
            let working = !self.conditions.is_down(id);
            working.then(|| Usage::of(self.design, spread?, &self.conditions, id)).flatten()
        };
        self.design.component_ids().map(of).collect()
    }

    /// Lets what is overloaded fail, until nothing more is. Each round fails at least one more
    /// component, so it ends.
    fn cascade(&mut self, mut overloaded: Vec<ComponentId>) -> Vec<Vec<ComponentId>> {
        let mut rounds = Vec::new();
        while !overloaded.is_empty() {
            for id in &overloaded {
                self.failed.insert(*id);
                self.conditions.alive[id.index()] = 0;
            }
            rounds.push(overloaded);
            let spread = Spread::of(self.design, &self.conditions);
            overloaded = over(&self.usage(spread.as_ref()));
        }
        rounds
    }

    fn flow_states(&self) -> Vec<FlowState> {
        self.design.flow_ids().map(|flow| self.flow_state(flow)).collect()
    }

    fn flow_state(&self, flow: FlowId) -> FlowState {
        if self.is_down(flow, View::Outage) {
            FlowState::Down
        } else if self.is_down(flow, View::Full) {
            FlowState::Degraded
        } else {
            FlowState::Up
        }
    }

    fn is_down(&self, flow: FlowId, view: View) -> bool {
        let tree = FlowSystem::of(self.design, flow, view, &Required::default());
        let top = tree.system.top();
        let mut bits = Bits { damage: self, tree: &tree };
        tree.system.solve(&mut bits)[top.0 as usize]
    }
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
        let owner = self.tree.owner(id);
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
        let system = &self.tree.system;
        let block = system.block(id);
        let dead = block.replicas.iter().filter(|replica| {
            replica.inside.iter().any(|d| self.domain_is_down(&system.domains()[d.0 as usize]))
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
