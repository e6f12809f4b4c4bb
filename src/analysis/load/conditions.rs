//! Under which circumstances load is computed: all well, or a what-if.

use super::topics::topics;
use crate::model::{ComponentId, Design};

/// The utilization at which the number of replicas is aimed, where no other is chosen.
pub const TARGET_UTILIZATION: f64 = 0.7;

/// What differs from an ordinary day; indexed by component where it is a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditions {
    /// The factor on all traffic.
    pub traffic: f64,
    /// Instances that run and work, per shard; 0 when the component is down. Where a scaler acts,
    /// what it runs follows from the load instead.
    pub alive: Vec<u32>,
    /// The bounds between which a scaler has acted; `None` where none does, or not yet.
    pub scales: Vec<Option<(u32, u32)>>,
    /// Caches that are empty.
    pub cold: Vec<bool>,
    /// The factor by which a component is slower than usual.
    pub slow: Vec<f64>,
    /// What each topic stands on, behind the components; it is up with that.
    pub carriers: Vec<ComponentId>,
    /// By site that stands by: it has taken over.
    pub taken_over: Vec<bool>,
    pub trying: Trying,
    /// The utilization at which scalers aim, and sizing.
    pub target: f64,
}

/// How often a call is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trying {
    /// As often as its failures make it.
    AsItFails,
    /// As often as its retries allow.
    Always,
    /// Once, as if nothing failed.
    Once,
}

impl Conditions {
    /// Everything works, caches are warm and scalers run what the load needs.
    pub fn ordinary(design: &Design) -> Self {
        Self {
            scales: design.component_ids().map(|id| design.scales(id)).collect(),
            ..Self::now(design)
        }
    }

    /// The same with what runs now, before any scaler has acted.
    pub fn now(design: &Design) -> Self {
        let count = design.components.len();
        Self {
            traffic: 1.0,
            alive: design.component_ids().map(|id| design.running(id)).collect(),
            scales: vec![None; count],
            cold: vec![false; count],
            slow: vec![1.0; count],
            carriers: topics(design).map(|part| design.part(part).carrier).collect(),
            taken_over: vec![false; design.standby_sites.len()],
            trying: Trying::AsItFails,
            target: TARGET_UTILIZATION,
        }
    }

    pub fn is_down(&self, id: ComponentId) -> bool {
        self.alive[self.place(id)] == 0
    }

    /// The place in the lists of a component, or of what carries a topic.
    pub(super) fn place(&self, id: ComponentId) -> usize {
        let topic = id.index().checked_sub(self.alive.len());
        topic.map_or(id.index(), |topic| self.carriers[topic].index())
    }
}
