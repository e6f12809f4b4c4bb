//! What if: something fails, a cache is cold, traffic grows. Which flows still work, where the load
//! goes, what it overloads, and what follows from that.

use super::Situation;
use super::damage::over;
use super::load::{Spread, Usage};
use super::recovery::Span;
use crate::catalog::Management;
use crate::model::{ComponentId, Design, FlowId, Kind};

/// How a flow fares, the worst that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlowState {
    Up,
    /// Works, but something that it would rather have is gone.
    Degraded,
    /// Works, but takes longer than its objective.
    Slow,
    /// Something that it needs has fewer instances than the load takes: a part of it fails.
    Overloaded,
    /// A call that it needs takes longer than its timeout.
    BeyondTimeout,
    /// By structure, or because a stated pool of connections is used up.
    Down,
}

impl FlowState {
    pub fn name(self) -> &'static str {
        match self {
            FlowState::Up => "up",
            FlowState::Degraded => "degraded",
            FlowState::Slow => "slow",
            FlowState::Overloaded => "overloaded",
            FlowState::BeyondTimeout => "beyond-timeout",
            FlowState::Down => "down",
        }
    }

    /// Users still get what they came for.
    pub fn survives(self) -> bool {
        self <= FlowState::Slow
    }
}

/// What a scenario leads to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// By flow: the worse of the states before and after scalers have acted; `None` where it cannot
    /// be judged.
    pub flows: Vec<Option<FlowState>>,
    /// By flow: when whatever is overloaded fails too, to the end.
    pub flows_after_cascade: Vec<FlowState>,
    /// Components above their capacity, before any of them fails.
    pub overloaded: Vec<ComponentId>,
    /// Components that load arrives at and whose capacity is the team's to know, and is not stated.
    pub unjudged: Vec<ComponentId>,
    /// What overload takes down, round by round.
    pub cascade: Vec<Vec<ComponentId>>,
    /// Of everything lost, the slowest to come back.
    pub recovery_time: Option<(ComponentId, Span)>,
    /// Of everything lost, the one that loses most.
    pub data_loss: Option<(ComponentId, Span)>,
}

impl Outcome {
    pub(super) fn of(situation: &Situation) -> Self {
        let (design, usage) = (situation.design(), situation.usages());
        let mut damage = situation.damage();
        let both = situation.fares_before().iter().zip(situation.fares_after());
        let flows: Vec<_> = both.map(|(before, after)| worse(before.state, after.state)).collect();
        let overloaded = over(usage);
        let mut unjudged = unjudged(design, situation.spread(), usage);
        unjudged.retain(|id| !situation.conditions().is_down(*id));
        let recoveries = damage.recoveries();
        let falls = overloaded.iter().filter(|id| !design.is_fed_by_queues(**id));
        let cascade = damage.cascade(falls.copied().collect());
        // What is not up for want of connections or time does not get well by it.
        let stays = |(after, before): (FlowState, &Option<FlowState>)| match before {
            None | Some(FlowState::Overloaded) => after,
            Some(before) => after.max(*before),
        };
        let flows_after_cascade = damage.flow_states().into_iter().zip(&flows).map(stays).collect();
        let recovery_time = longest(recoveries.iter().map(|(id, r)| (*id, r.time.clone())));
        let data_loss = longest(recoveries.into_iter().filter_map(|(id, r)| Some((id, r.loss?))));
        Self { flows, flows_after_cascade, overloaded, unjudged, cascade, recovery_time, data_loss }
    }

    pub fn flow(&self, id: FlowId) -> Option<FlowState> {
        self.flows[id.index()]
    }
}

/// Of two states; one that cannot be judged hides no failure.
fn worse(one: Option<FlowState>, other: Option<FlowState>) -> Option<FlowState> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.max(other)),
        (known, None) | (None, known) => known.filter(|state| !state.survives()),
    }
}

fn longest(spans: impl Iterator<Item = (ComponentId, Span)>) -> Option<(ComponentId, Span)> {
    // The first of equals, so that the answer follows the source order.
    spans.fold(None, |longest, next| match longest {
        Some((_, ref span)) if span.lasts >= next.1.lasts => longest,
        _ => Some(next),
    })
}

/// A provider looks after the capacity of a service that spans zones, and of front doors.
fn unjudged(design: &Design, spread: Option<&Spread>, usage: &[Option<Usage>]) -> Vec<ComponentId> {
    let is_open = |id: &ComponentId| {
        let component = design.component(*id);
        let is_door = matches!(
            component.kind,
            Kind::User
                | Kind::External
                | Kind::Dns
                | Kind::Cdn
                | Kind::Waf
                | Kind::Lb
                | Kind::Gateway
        );
        let spans = component.tech.as_ref().is_some_and(|tech| {
            matches!(tech.management, Management::Regional | Management::Global)
        });
        let is_loaded = spread.is_some_and(|spread| spread.at(*id).peak.hi > 0.0);
        is_loaded && !is_door && !spans && usage[id.index()].is_none()
    };
    design.component_ids().filter(is_open).collect()
}
