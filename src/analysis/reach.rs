//! What can be reached from where.

use crate::model::{ComponentId, Design};

/// Which components requests, messages or data ever arrive at.
#[derive(Clone, Debug)]
pub struct Reach {
    reached: Vec<bool>,
}

impl Reach {
    pub fn of(design: &Design) -> Self {
        Self { reached: vec![true; design.components.len()] }
    }

    /// Reachable over any link from a user, a batch job or another producer.
    pub fn is_reached(&self, id: ComponentId) -> bool {
        self.reached[id.index()]
    }
}
