//! One state of a design in a scenario: before scalers have acted, or after. What arrives, what it
//! overloads, and how every flow fares.

use super::damage::Damage;
use super::latency::{Latency, Times};
use super::load::{CapacityBasis, Conditions, Spread, Trying, Usage};
use super::paths::Paths;
use super::whatif::FlowState;
use crate::model::{
    Attr, ComponentId, Design, Dimension, Duration, Facts, FlowId, LinkId, Need, Scenario,
};
use crate::syntax::ast::Arrow;

/// The figures of one state.
#[derive(Debug)]
pub struct Phase {
    pub conditions: Conditions,
    /// `None` when no traffic is stated.
    pub spread: Option<Spread>,
    /// By component; `None` where load or capacity is not known, and of what is down.
    pub usages: Vec<Option<Usage>>,
    /// The part of the requests, 0..1, that is beyond the capacity of the worst component; `None` where
    /// that is not known.
    pub share_beyond: Option<f64>,
}

/// How a flow fares in one state.
#[derive(Clone, Debug, PartialEq)]
pub struct Fare {
    /// `None` when what would be needed to judge it is not stated.
    pub state: Option<FlowState>,
    /// On average, and an estimate of the 99th percentile; `None` where not known or without bound.
    pub latency: Option<Duration>,
    pub latency_p99: Option<Duration>,
    /// Slow components of which nothing is stated to judge them by.
    pub unjudged: Vec<ComponentId>,
    /// Connections and time that its calls need and do not get.
    pub shortages: Vec<Shortage>,
}

/// What a call of a flow needs and does not get.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shortage {
    /// Each instance of the caller holds so many connections at once, and its pool has fewer.
    Pool { link: LinkId, wanted: f64, most: f64 },
    /// All callers together hold so many, and the store takes fewer.
    Connections { store: ComponentId, wanted: f64, most: f64 },
    /// The call takes longer than its timeout.
    Time(LinkId),
}

impl Shortage {
    /// Of the same call or store.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Shortage::Pool { link, .. }, Shortage::Pool { link: other, .. }) => link == other,
            (Shortage::Connections { store, .. }, Shortage::Connections { store: other, .. }) => {
                store == other
            }
            (Shortage::Time(link), Shortage::Time(other)) => link == other,
            _ => false,
        }
    }
}

impl Fare {
    /// Whether users still get what they came for; `None` when that cannot be judged.
    pub fn survives(&self) -> Option<bool> {
        self.state.map(FlowState::survives)
    }
}

impl Phase {
    pub(super) fn of(design: &Design, conditions: Conditions) -> Self {
        let spread = Spread::of(design, &conditions);
        let usages = usages(design, spread.as_ref(), &conditions);
        // What is too much for one who takes messages waits, and does not fail.
        let requests = stated(&usages).filter(|(id, _)| !design.is_fed_by_queues(*id));
        let beyond = requests.map(|(_, usage)| usage.settled().map(|_| usage.beyond()));
        let beyond = beyond.collect::<Option<Vec<f64>>>();
        let beyond = beyond.and_then(|all| all.into_iter().reduce(f64::max));
        Self { share_beyond: beyond, usages, spread, conditions }
    }

    /// How each flow fares in it, by flow. It takes far longer than the load, and not everybody who
    /// asks for that wants to know.
    pub(super) fn fares(&self, scenario: &Scenario, damage: &Damage) -> Vec<Fare> {
        let (design, conditions) = (damage.design(), &self.conditions);
        let unit;
        let known = match &self.spread {
            Some(spread) => spread,
            None => {
                unit = Spread::unit(design, conditions);
                &unit
            }
        };
        let times = Times::all(design, known, conditions);
        let judge = Judge {
            design,
            scenario,
            damage,
            conditions,
            spread: self.spread.as_ref(),
            usages: &self.usages,
            times: &times,
        };
        design.flow_ids().map(|flow| judge.fare(flow)).collect()
    }
}

/// By component: how busy it is. What is down has no load.
pub(super) fn usages(
    design: &Design,
    spread: Option<&Spread>,
    conditions: &Conditions,
) -> Vec<Option<Usage>> {
    let usage = |id| {
        let works = !conditions.is_down(id);
        works.then(|| Usage::of(design, spread?, conditions, id)).flatten()
    };
    let mut usages: Vec<Option<Usage>> = design.component_ids().map(usage).collect();
    if let Some(calm) = calm(design, conditions, &usages) {
        for id in design.component_ids() {
            usages[id.index()].iter_mut().for_each(|usage| usage.sized_for(&calm, id));
        }
    }
    usages
}

/// The load as if nothing were full, where something is and is tried again for it.
fn calm(design: &Design, conditions: &Conditions, usages: &[Option<Usage>]) -> Option<Spread> {
    let is_full = usages.iter().flatten().any(|usage| usage.utilization.hi > 1.0 + ROUNDING);
    let is_whole = !design.component_ids().any(|id| conditions.is_down(id));
    let retries = || design.links.iter().any(|link| link.facts.is_stated(Attr::Retries));
    let once = || Conditions { trying: Trying::Once, ..conditions.clone() };
    (is_full && is_whole && retries()).then(|| Spread::of(design, &once()))?
}

fn stated(usages: &[Option<Usage>]) -> impl Iterator<Item = (ComponentId, &Usage)> {
    let all = usages.iter().enumerate().filter_map(|(at, usage)| Some((at, usage.as_ref()?)));
    all.filter(|(_, usage)| usage.basis == CapacityBasis::Stated)
        .map(|(at, usage)| (ComponentId(at as u32), usage))
}

/// More arrives than it carries; equal is not more, whatever the rounding.
const ROUNDING: f64 = 1e-9;

struct Judge<'a> {
    design: &'a Design,
    scenario: &'a Scenario,
    damage: &'a Damage<'a>,
    conditions: &'a Conditions,
    spread: Option<&'a Spread>,
    usages: &'a [Option<Usage>],
    times: &'a Times<'a>,
}

impl Judge<'_> {
    fn fare(&self, flow: FlowId) -> Fare {
        let structure = self.damage.flow_state(flow);
        let conditions = self.conditions;
        let is_down = |id| conditions.is_down(id);
        let paths = Paths::after(self.design, flow, &conditions.taken_over, is_down);
        let hard = paths.hard();
        let latency = Latency::of(self.design, flow, self.spread, self.conditions);
        let unjudged = self.unjudged(flow, hard);
        let late = latency.as_ref().is_some_and(|latency| self.is_late(flow, latency));
        let down = structure == FlowState::Down;
        let mut shortages = if down { Vec::new() } else { self.exhausted(hard) };
        let is_exhausted = !shortages.is_empty();
        let beyond = latency.iter().filter(|_| !down).flat_map(|it| &it.beyond_timeout);
        shortages.extend(beyond.map(|link| Shortage::Time(*link)));
        let state = match structure {
            FlowState::Down => Some(FlowState::Down),
            _ if is_exhausted => Some(FlowState::Down),
            _ if !shortages.is_empty() => Some(FlowState::BeyondTimeout),
            _ if self.is_overloaded(flow, hard) => Some(FlowState::Overloaded),
            _ if !unjudged.is_empty() => None,
            _ if late => Some(FlowState::Slow),
            state => Some(state),
        };
        Fare {
            state,
            latency: latency.as_ref().filter(|_| !down).and_then(|it| it.mean.ends()),
            latency_p99: latency.as_ref().filter(|_| !down).and_then(|it| it.p99?.ends()),
            unjudged,
            shortages,
        }
    }

    fn objective(&self, flow: FlowId, attr: Attr) -> Option<Duration> {
        self.design.flow(flow).facts.longest(attr).or(self.design.slo.longest(attr))
    }

    /// Mean or 99th percentile beyond its objective.
    fn is_late(&self, flow: FlowId, latency: &Latency) -> bool {
        let over = |found: Option<Duration>, attr| {
            let (found, limit) = (found, self.objective(flow, attr));
            found.zip(limit).is_some_and(|(found, limit)| found > limit * (1.0 + ROUNDING))
        };
        over(Some(latency.mean), Attr::Latency) || over(latency.p99, Attr::LatencyP99)
    }

    /// Something that the flow needs has fewer instances than the load takes.
    fn is_overloaded(&self, flow: FlowId, hard: &[bool]) -> bool {
        let needs = self.design.flow_needs(flow);
        let pools: Vec<&Need> = (self.design.component_ids())
            .filter(|id| hard[id.index()])
            .flat_map(|id| needs.of(id))
            .filter(|need| need.links.len() > 1)
            .collect();
        let member = |need: &Need, id: ComponentId| {
            need.links.iter().any(|link| self.design.link(*link).to == id)
        };
        let over = |(id, usage): (ComponentId, &Usage)| {
            if !hard[id.index()] || usage.is_open || usage.utilization.hi <= 1.0 + ROUNDING {
                return false;
            }
            // The members of a pool count as one.
            pools.iter().find(|need| member(need, id)).is_none_or(|need| self.pool_is_over(need))
        };
        stated(self.usages).any(over)
    }

    /// A request calls each of the members that it needs once, so that no member can help with more
    /// than that.
    fn pool_is_over(&self, need: &Need) -> bool {
        let usages = need
            .links
            .iter()
            .filter_map(|link| self.usages[self.design.link(*link).to.index()].as_ref());
        let load: f64 = usages.clone().map(Usage::peak).sum();
        let once = load / need.need as f64;
        let carried: f64 = usages.map(|usage| usage.capacity.min(once)).sum();
        load > carried * (1.0 + ROUNDING)
    }

    /// The stated pools of connections, and the stores that take no more, that are used up (Little's
    /// law).
    fn exhausted(&self, hard: &[bool]) -> Vec<Shortage> {
        let Some(spread) = self.spread else { return Vec::new() };
        let more = |wanted: f64, most: f64| wanted > most * (1.0 + ROUNDING);
        let mut open = vec![0.0_f64; hard.len()];
        let mut found = Vec::new();
        for id in self.design.link_ids() {
            let link = self.design.link(id);
            if link.arrow != Arrow::Sync || !hard[link.from.index()] || !hard[link.to.index()] {
                continue;
            }
            let Some(held) = self.held_for(&link.facts, link.to) else { continue };
            let wanted = spread.over(self.design, id).peak.hi * held.as_seconds();
            open[link.to.index()] += wanted;
            let pool = number(&link.facts, Attr::Pool)
                .or_else(|| number(&self.design.component(link.from).facts, Attr::Pool));
            let wanted = wanted / f64::from(spread.instances(link.from).max(1));
            if let Some(most) = pool.filter(|most| more(wanted, *most)) {
                found.push(Shortage::Pool { link: id, wanted, most });
            }
        }
        for store in self.design.component_ids() {
            let most = number(&self.design.component(store).facts, Attr::MaxConnections);
            let wanted = open[store.index()];
            if let Some(most) = most.filter(|most| more(wanted, *most)) {
                found.push(Shortage::Connections { store, wanted, most });
            }
        }
        found
    }

    /// How long a call keeps its connection: as long as what is called takes, at most its timeout.
    fn held_for(&self, facts: &Facts, to: ComponentId) -> Option<Duration> {
        let below = self.times.mean(to);
        let takes = match (below, facts.longest(Attr::Latency)) {
            (None, None) => return None,
            (below, own) => below.unwrap_or_default() + own.unwrap_or_default(),
        };
        facts.longest(Attr::Timeout).map_or(takes, |timeout| takes.min(timeout)).ends()
    }

    /// Slow components that the flow needs, where neither their latency nor anything to hold it
    /// against is stated; and what carries too little now and has a scaler of unknown bounds.
    fn unjudged(&self, flow: FlowId, hard: &[bool]) -> Vec<ComponentId> {
        let slow = self.scenario.slow.iter().filter(|(id, by)| hard[id.index()] && *by > 1.0);
        let has_objective = [Attr::Latency, Attr::LatencyP99]
            .into_iter()
            .any(|attr| self.objective(flow, attr).is_some());
        let judged = |id: &ComponentId| {
            let facts = &self.design.component(*id).facts;
            let known = facts.longest(Attr::Latency).is_some();
            known && (has_objective || self.is_held_against(*id, hard))
        };
        let open = stated(self.usages).filter(|(id, usage)| {
            let over = usage.utilization.hi > 1.0 + ROUNDING;
            hard[id.index()] && over && usage.is_open
        });
        let slow = slow.map(|(id, _)| *id).filter(|id| !judged(id));
        slow.chain(open.map(|(id, _)| id)).collect()
    }

    /// A timeout or a limit of connections on a way to it.
    fn is_held_against(&self, id: ComponentId, hard: &[bool]) -> bool {
        let mut seen = vec![false; hard.len()];
        seen[id.index()] = true;
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            if self.design.component(id).facts.is_stated(Attr::MaxConnections) {
                return true;
            }
            for link in self.design.links_to(id).map(|link| self.design.link(link)) {
                if link.arrow != Arrow::Sync || !hard[link.from.index()] {
                    continue;
                }
                let caller = &self.design.component(link.from).facts;
                let limited =
                    [Attr::Timeout, Attr::Pool].iter().any(|it| link.facts.is_stated(*it));
                if limited || caller.is_stated(Attr::Pool) {
                    return true;
                }
                if !std::mem::replace(&mut seen[link.from.index()], true) {
                    pending.push(link.from);
                }
            }
        }
        false
    }
}

fn number(facts: &Facts, attr: Attr) -> Option<f64> {
    facts.number(attr, Dimension::Count).map(|value| value.high())
}
