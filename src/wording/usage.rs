//! How much of a capacity is used.

use crate::analysis::load::Usage;
use crate::say::{Text, number};
use crate::text;

impl Usage {
    /// `300% (2대) → 67% (확장 후 9대)` of what runs now and once scaled; `None` where that is the same.
    pub fn in_both_states(&self, running: u32) -> Option<Text> {
        let after = self.replicas;
        if running == after {
            return None;
        }
        let before = number::share(self.utilization_with(running));
        let scaled = number::shares(self.utilization.lo, self.utilization.hi);
        Some(text!(
            before, running, scaled, after;
            "{before} ({running}대) → {scaled} (확장 후 {after}대)",
            "{before} ({running} run) → {scaled} ({after} once scaled)"
        ))
    }
}
