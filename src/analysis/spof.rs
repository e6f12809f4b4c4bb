//! Single points of failure: what alone takes a flow down, with the evidence.

use super::availability::Figure;
use super::{FlowCuts, Study, Unit};
use crate::model::{ComponentId, Design, FlowId};
use std::collections::BTreeMap;

/// The evidence that something takes a flow down.
#[derive(Clone, Copy, Debug)]
pub struct Spof<'s> {
    pub flow: FlowId,
    /// From the entry to the one that stops working.
    pub path: &'s [ComponentId],
}

/// All single points of failure of a design.
#[derive(Debug)]
pub(super) struct Spofs {
    /// The most demanding flow that each unit takes down, and which of its cuts says so.
    units: BTreeMap<Unit, (FlowId, usize)>,
    /// By component: its own units among them.
    of_components: Vec<Vec<Unit>>,
}

impl Spofs {
    /// Of a design whose `flows` stand in the order of what they demand, the most first.
    pub fn of(design: &Design, flows: &[FlowId], cuts: &[FlowCuts]) -> Self {
        let mut units = BTreeMap::new();
        let fails = |unit: Unit| unit.component().is_none_or(|id| !never_fails(design, id));
        for flow in flows {
            for (at, cut) in cuts[flow.index()].cuts.iter().enumerate() {
                if fails(cut.unit) {
                    units.entry(cut.unit).or_insert((*flow, at));
                }
            }
        }
        let mut of_components = vec![Vec::new(); design.components.len()];
        for unit in units.keys() {
            if let Unit::Replica(id, _) | Unit::Whole(id) = unit {
                of_components[id.index()].push(*unit);
            }
        }
        Self { units, of_components }
    }
}

/// What is stated as available all the time is no single point of failure.
fn never_fails(design: &Design, id: ComponentId) -> bool {
    Figure::of_component(design, id).rate.unavailability <= 0.0
}

impl Study {
    /// It is stated to be available all the time.
    pub fn never_fails(&self, id: ComponentId) -> bool {
        never_fails(self.design(), id)
    }

    /// Whether the unit alone takes a flow down; of several flows the most demanding.
    pub fn spof(&self, unit: Unit) -> Option<Spof<'_>> {
        let (flow, cut) = *self.spofs().units.get(&unit)?;
        Some(Spof { flow, path: &self.cuts()[flow.index()].cuts[cut].path })
    }

    /// Whether a part of the component alone takes a flow down.
    pub fn spof_in(&self, id: ComponentId) -> Option<Spof<'_>> {
        self.units_of(id).iter().find_map(|unit| self.spof(*unit))
    }

    /// All units that alone take a flow down, in the order of components and groups.
    pub fn spof_units(&self) -> impl Iterator<Item = Unit> + '_ {
        self.spofs().units.keys().copied()
    }

    /// The component's own units that alone take a flow down.
    pub fn units_of(&self, id: ComponentId) -> &[Unit] {
        &self.spofs().of_components[id.index()]
    }

    /// What a finding about all copies of the component explains: its units that alone take a flow
    /// down, and of a sharded store, whose shards do not, the failure domains that hold them.
    pub fn copies_of(&self, id: ComponentId) -> impl Iterator<Item = Unit> + '_ {
        self.units_of(id).iter().copied().chain([Unit::Replica(id, 1)])
    }

    /// How many flows the unit takes down.
    pub fn flows_down(&self, unit: Unit) -> usize {
        self.cuts().iter().filter(|flow| flow.cuts.iter().any(|cut| cut.unit == unit)).count()
    }
}
