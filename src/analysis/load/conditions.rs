//! Under which circumstances load is computed: all well, or a what-if.

use crate::model::{ComponentId, Design};

/// What differs from an ordinary day; indexed by component where it is a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditions {
    /// The factor on all traffic.
    pub traffic: f64,
    /// Replicas that work, of those that count for capacity; 0 when the component is down.
    pub alive: Vec<u32>,
    /// Caches that are empty.
    pub cold: Vec<bool>,
    /// The factor by which a component is slower than usual: its capacity is divided by it.
    pub slow: Vec<f64>,
    /// Every call is tried as often as its retries allow.
    pub retrying: bool,
}

impl Conditions {
    /// Everything works and caches are warm.
    pub fn ordinary(design: &Design) -> Self {
        Self {
            traffic: 1.0,
            alive: design.component_ids().map(|id| design.replicas(id).most).collect(),
            cold: vec![false; design.components.len()],
            slow: vec![1.0; design.components.len()],
            retrying: false,
        }
    }

    pub fn is_down(&self, id: ComponentId) -> bool {
        self.alive[id.index()] == 0
    }
}
