//! The day on which ten times as many come: what fills first, and what it takes.

use super::ground::Ground;
use crate::analysis::load::TARGET_UTILIZATION;
use crate::analysis::whatif::FlowState;
use crate::model::ComponentId;

const FACTOR: f64 = 10.0;

pub struct Tenfold {
    /// What is judged, the one that fills first first.
    pub rows: Vec<Row>,
    /// Requests per second of all users.
    pub peak: Option<f64>,
    /// The worst that happens to each journey; `None` where it can't be judged.
    pub flows: Vec<Option<FlowState>>,
}

/// One component on that day.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: ComponentId,
    /// Today, with what runs now.
    pub today: f64,
    /// Before scalers have acted, and after.
    pub before: f64,
    pub after: f64,
    /// The multiple of today's traffic at which it is full as it runs now.
    pub fills_at: f64,
    /// How many would do, and how busy they would be; `None` where it needs no more, or where more
    /// do not help.
    pub enough: Option<u32>,
    pub then: Option<f64>,
}

impl Tenfold {
    /// `None` without traffic.
    pub fn of(ground: &Ground) -> Option<Self> {
        let day = ground.grown(FACTOR);
        let demand = ground.study.demand()?;
        let mut rows: Vec<Row> = Vec::new();
        for id in ground.design().component_ids() {
            let before = day.before().usages[id.index()].as_ref();
            let after = day.after().usages[id.index()].as_ref();
            let (Some(before), Some(after)) = (before, after) else { continue };
            let used = before.utilization.hi;
            let is_over = used.max(after.utilization.hi) > 1.0 + 1e-9;
            let enough = before.replicas_at(TARGET_UTILIZATION).filter(|_| is_over);
            let today = ground.usage(id).map_or(0.0, |usage| {
                usage.utilization_with(ground.design().running(id).max(before.replicas))
            });
            if used > 0.0 {
                rows.push(Row {
                    id,
                    today,
                    before: used,
                    after: after.utilization.hi,
                    fills_at: FACTOR / used,
                    enough,
                    then: enough.map(|count| before.utilization_with(count)),
                });
            }
        }
        rows.sort_by(|a, b| b.before.total_cmp(&a.before).then(a.id.cmp(&b.id)));
        let flows = ground.design().flow_ids().map(|id| day.outcome().flow(id)).collect();
        Some(Self { rows, peak: Some(demand.peak.hi * FACTOR), flows })
    }

    /// Every journey goes on, before scalers have acted and after.
    pub fn holds(&self) -> bool {
        let survive = self.flows.iter().all(|state| state.is_none_or(FlowState::survives));
        survive && self.rows.iter().all(|row| row.before.max(row.after) <= 1.0 + 1e-9)
    }
}
