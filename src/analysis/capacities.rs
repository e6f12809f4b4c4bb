//! By how much today's traffic may grow: as things stand, and with caches and luck gone.

use super::growth::{Growth, behind, crossing};
use super::load::{Conditions, Spread, Trying, Usage};
use super::{Study, backlog::Backlog};
use crate::model::{Attr, Component, ComponentId, Kind, Link, Scenario};

/// By which factor today's traffic may grow until a component saturates, with all that its scaler may
/// run. What takes messages from queues and nothing else does so where more come at the peak than it
/// takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Capacity {
    pub id: ComponentId,
    /// With warm caches and no more retries than failures cause; infinite where traffic alone never
    /// fills it.
    pub advertised: f64,
    /// With all caches empty and every call tried as often as it may be.
    pub hidden: f64,
    /// It takes messages, and what a peak leaves is worked off later.
    pub catches_up: bool,
}

/// How a component stands by its [`Capacity`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stability {
    /// Whatever happens to caches and calls.
    Stable,
    /// As long as caches and calls work.
    Vulnerable,
    /// Messages wait for it after a peak.
    Behind,
    Overloaded,
}

impl Capacity {
    pub fn stability(&self) -> Stability {
        match 1.0 - ROUNDING {
            one if self.hidden >= one && self.advertised >= one => Stability::Stable,
            one if self.advertised >= one => Stability::Vulnerable,
            _ if self.catches_up => Stability::Behind,
            _ => Stability::Overloaded,
        }
    }
}

/// So little below 1 is rounding.
const ROUNDING: f64 = 1e-9;

/// A design in which all caches are empty and every call is tried as often as it may be; `None` where
/// that is no different.
fn hard_times(study: &Study) -> Option<Conditions> {
    let (design, today) = (study.design(), study.ordinary());
    let is_cache = |component: &Component| component.kind == Kind::Cache;
    let is_retried = |link: &Link| link.facts.is_stated(Attr::Retries);
    if !design.components.iter().any(is_cache) && !design.links.iter().any(is_retried) {
        return None;
    }
    let cold = design.components.iter().map(is_cache).collect();
    Some(Conditions { cold, trying: Trying::Always, ..today.conditions().clone() })
}

/// By component: how busy it is in such times.
pub(super) fn unlucky(study: &Study) -> Vec<Option<Usage>> {
    let Some(times) = hard_times(study) else { return study.ordinary().usages().to_vec() };
    Hard::of(study, &times, 1.0).usages
}

/// All loads in such times, under more traffic or less.
struct Hard {
    factor: f64,
    spread: Option<Spread>,
    usages: Vec<Option<Usage>>,
}

impl Hard {
    fn of(study: &Study, times: &Conditions, factor: f64) -> Self {
        let design = study.design();
        let times = Conditions { traffic: times.traffic * factor, ..times.clone() };
        let spread = Spread::of(design, &times);
        let usage = |id| Usage::of(design, spread.as_ref()?, &times, id);
        let usages = design.component_ids().map(usage).collect();
        Self { factor, spread, usages }
    }

    /// What part of all that it may run a component uses.
    fn used(&self, study: &Study, id: ComponentId) -> Option<f64> {
        let (spread, usage) = (self.spread.as_ref()?, self.usages[id.index()].as_ref()?);
        let most = study.design().scales(id).map_or(usage.replicas, |(_, most)| most);
        let is_fed = study.is_fed_by_queues(id);
        let late = is_fed.then(|| behind(study, spread, usage, id, most)).flatten();
        Some(late.unwrap_or_else(|| usage.utilization_with(most)))
    }
}

/// By which factor the traffic may grow until each component saturates, where that is known.
pub(super) fn capacities(study: &Study) -> Vec<Capacity> {
    if study.demand().is_none() {
        return Vec::new();
    }
    let design = study.design();
    let growth = Growth::of(study, &Scenario::ordinary());
    let hard = hard_times(study).map(|times| {
        let of = |factor| Hard::of(study, &times, factor);
        growth.factors().map(of).collect::<Vec<_>>()
    });
    let advertised = |id: ComponentId| {
        let late = study.is_fed_by_queues(id).then(|| {
            growth.falls_behind_scaled(study, id).or_else(|| growth.falls_behind(study, id))
        });
        let late = late.flatten();
        late.or_else(|| growth.fills_scaled(study, id)).or_else(|| growth.fills(id))
    };
    let hidden = |id: ComponentId| {
        let told = hard.as_ref()?.iter();
        let told: Vec<_> = told.filter_map(|it| Some((it.factor, it.used(study, id)?))).collect();
        crossing(&told, 1.0)
    };
    let catches_up = |id: ComponentId| {
        let (Some(load), Some(usage)) = (study.load(), study.usage(id)) else { return false };
        let queues = study.callers(id).into_iter().filter(|_| study.is_fed_by_queues(id));
        let mut all = queues.filter_map(|it| Backlog::of(design, load, usage, it, id)).peekable();
        all.peek().is_some() && !all.any(|backlog| backlog.is_endless())
    };
    let capacity = |id: ComponentId| {
        let advertised = advertised(id)?;
        let hidden = if hard.is_some() { hidden(id)? } else { advertised };
        Some(Capacity { id, advertised, hidden, catches_up: catches_up(id) })
    };
    // What a scaler without a stated ceiling carries is not known.
    design
        .component_ids()
        .filter(|id| !design.scales_without_bounds(*id))
        .filter_map(capacity)
        .collect()
}
