//! How much of a capacity is used.

use crate::analysis::load::Usage;
use crate::model::{ComponentId, Design};
use crate::say::{Text, number};
use crate::text;

impl Usage {
    /// `300% (2대) → 67% (확장 후 9대)` of what runs now and once scaled; `None` without a scaler, and
    /// where that is the same.
    pub fn in_both_states(&self, design: &Design, id: ComponentId) -> Option<Text> {
        let (running, after) = (design.running(id), self.replicas);
        if self.is_open {
            return Some(self.without_ceiling());
        }
        if design.scales(id).is_none() || running == after {
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

    /// `125% (4대) → 모름 (확장 상한 없음)` where nobody states how many a scaler may start.
    pub fn without_ceiling(&self) -> Text {
        let (now, running) =
            (number::shares(self.utilization.lo, self.utilization.hi), self.replicas);
        text!(
            now, running;
            "{now} ({running}대) → 모름 (확장 상한을 적지 않음)",
            "{now} ({running} run) → unknown (no ceiling stated)"
        )
    }
}
