//! The day on which ten times as many come: what fills first, and what it takes.

use super::ground::Ground;
use crate::analysis::backlog::Backlog;
use crate::analysis::load::{TARGET_UTILIZATION, Usage};
use crate::analysis::whatif::FlowState;
use crate::model::ComponentId;

pub const FACTOR: f64 = 10.0;
/// What is so little above its capacity is at it.
const ROUNDING: f64 = 1e-9;

pub struct Tenfold {
    /// What is judged, the one that fills first first.
    pub rows: Vec<Row>,
    /// Requests per second of all users.
    pub peak: Option<f64>,
    /// Scalers that would have to act, and of which nobody says how far.
    pub open: Vec<ComponentId>,
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
    /// The multiple of today's traffic at which it is full as it runs now; of one who takes messages,
    /// at which it falls behind. Infinite where traffic alone does not fill it.
    pub fills_at: f64,
    /// How many would do, and how busy they would be; `None` where it needs no more, or where more
    /// do not help.
    pub enough: Option<u32>,
    pub then: Option<f64>,
    /// It takes messages, and no request waits for it.
    pub is_taker: bool,
    /// What waits for one who takes messages, where some does: today, and on that day.
    pub behind: Option<Backlog>,
    pub lags: Option<Backlog>,
}

impl Row {
    /// More comes than it takes, before scalers have acted or after.
    pub fn is_over(&self) -> bool {
        self.before.max(self.after) > 1.0 + ROUNDING
    }

    /// Messages wait for it, because they come too fast.
    pub fn is_late(&self) -> bool {
        self.lags.is_some()
    }
}

impl Tenfold {
    /// `None` without traffic.
    pub fn of(ground: &Ground) -> Option<Self> {
        let day = ground.grown(FACTOR);
        let demand = ground.study.demand()?;
        let growth = ground.growth();
        let (mut rows, mut open): (Vec<Row>, Vec<ComponentId>) = Default::default();
        for id in ground.design().component_ids() {
            let before = day.before().usages[id.index()].as_ref();
            let after = day.after().usages[id.index()].as_ref();
            let (Some(before), Some(after)) = (before, after) else { continue };
            if after.is_open {
                open.push(id);
                continue;
            }
            let used = before.utilization.hi;
            let today = ground.usage(id).map_or(0.0, |usage| {
                usage.utilization_with(ground.design().running(id).max(before.replicas))
            });
            if used <= 0.0 {
                continue;
            }
            let spread = day.before().spread.as_ref();
            let comes = spread.and_then(|spread| ground.backlog_in(spread, before, id));
            let lags = comes.filter(Backlog::grows);
            let row = Row {
                id,
                today,
                before: used,
                after: after.utilization.hi,
                fills_at: ground.carries(&growth, id).map_or(f64::INFINITY, |(now, _)| now),
                enough: None,
                then: None,
                is_taker: comes.is_some(),
                behind: ground.backlog(id).filter(Backlog::grows),
                lags,
            };
            rows.push(row.mended(before));
        }
        rows.sort_by(|a, b| a.fills_at.total_cmp(&b.fills_at).then(a.id.cmp(&b.id)));
        let flows = ground.design().flow_ids().map(|id| day.outcome().flow(id)).collect();
        Some(Self { rows, open, peak: Some(demand.peak.hi * FACTOR), flows })
    }

    /// Every journey goes on, before scalers have acted and after, and nothing that a request waits
    /// for is full.
    pub fn holds(&self) -> bool {
        let survive = self.flows.iter().all(|state| state.is_none_or(FlowState::survives));
        survive && self.rows.iter().all(|row| row.is_taker || !row.is_over())
    }

    /// The first to fill of what requests wait for.
    pub fn first(&self) -> Option<&Row> {
        self.rows.iter().find(|row| !row.is_taker)
    }

    /// The next of it.
    pub fn next(&self) -> Option<&Row> {
        self.rows.iter().filter(|row| !row.is_taker).nth(1)
    }

    /// Who falls behind with messages, the first first.
    pub fn late(&self) -> impl Iterator<Item = (&Row, Backlog)> {
        self.rows.iter().filter_map(|row| Some((row, row.lags?)))
    }
}

impl Row {
    /// With as many as would do, where it needs more.
    fn mended(self, usage: &Usage) -> Self {
        if let Some(lags) = self.lags {
            let each = lags.capacity / f64::from(usage.replicas.max(1));
            let count = (lags.peak / (each * TARGET_UTILIZATION) - ROUNDING).ceil();
            let enough = Some(count.clamp(1.0, 1e6) as u32).filter(|_| each > 0.0);
            let then = enough.map(|count| lags.peak / (each * f64::from(count)));
            return Self { enough, then, ..self };
        }
        let enough = usage.replicas_at(TARGET_UTILIZATION).filter(|_| self.is_over());
        Self { enough, then: enough.map(|count| usage.utilization_with(count)), ..self }
    }
}
