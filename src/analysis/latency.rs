//! How long a request of a flow takes at the peak: the sum over its critical path.
//!
//! A component adds its stated latency and, where its load and its capacity are stated, the wait of
//! an M/M/c queue; a connection adds its stated latency. Different targets are called side by side,
//! so the slowest counts; repeated calls, a cache beside its store and the members of a pool, by
//! their weights, add up. A call that takes longer than its timeout costs the timeout, for each
//! attempt. Asynchronous connections add nothing.
//!
//! The 99th percentile is an estimate: Σ means + √Σ(p99 − mean)², over the stated `latency-p99` and
//! the waits, each a term of its own. A call that a part of the requests makes counts with the whole
//! time that the slowest hundredth of all requests waits for it.

use super::load::{Conditions, Outgoing, Serving, Spread};
use super::queueing::{mean_wait, wait_p99};
use crate::maths;
use crate::model::{
    Attr, ComponentId, Design, Dimension, Duration, Facts, FlowId, Kind, LinkId, Need, Softness,
};

/// A branch that fewer requests take is left out of the 99th percentile.
const RARE: f64 = 0.01;

/// The latency of one flow.
#[derive(Clone, Debug, PartialEq)]
pub struct Latency {
    /// On average; endless where something on the path is overloaded.
    pub mean: Duration,
    /// An estimate of the 99th percentile; `None` where neither `latency-p99` nor a wait is known.
    pub p99: Option<Duration>,
    /// From the entry on.
    pub path: Vec<Step>,
    /// Components on the path of which no latency is stated; they are taken as 0.
    pub unstated: Vec<ComponentId>,
    /// Calls that the flow can't do without and that take longer than their timeout.
    pub beyond_timeout: Vec<LinkId>,
}

/// What one component, and the connections to it, add.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    pub id: ComponentId,
    /// Without waiting.
    pub work: Duration,
    /// How long a request waits for a free server, at the most load that is expected.
    pub wait: Duration,
    /// The same at the least load; 0 where it rests on a capacity that nobody stated.
    pub certain_wait: Duration,
}

impl Step {
    /// All of it.
    pub fn whole(&self) -> Duration {
        self.work + self.wait
    }
}

impl Latency {
    /// How long it takes whatever the load turns out to be.
    pub fn certain(&self) -> Duration {
        self.path.iter().map(|step| step.work + step.certain_wait).sum()
    }

    /// The estimate of the 99th percentile: endless where the mean is.
    pub fn slowest_hundredth(&self) -> Option<Duration> {
        self.p99.or(self.mean.is_endless().then_some(self.mean))
    }

    /// `None` when no component or connection of the flow states a latency.
    pub fn of(
        design: &Design,
        flow: FlowId,
        spread: Option<&Spread>,
        conditions: &Conditions,
    ) -> Option<Self> {
        let entry = *design.flow(flow).entry.first()?;
        let unit;
        let (spread, is_known) = match spread {
            Some(spread) => (spread, true),
            // Which calls are made does not depend on how many requests there are.
            None => {
                unit = Spread::unit(design, conditions);
                (&unit, false)
            }
        };
        let journey = spread.journey_of(design, flow);
        let entry = journey.map_or(entry, |at| spread.user_of(at));
        let times = Times::of(design, spread, is_known, conditions, Way::Flow(flow, journey));
        times.latency(entry)
    }
}

/// Which calls count.
#[derive(Clone, Copy)]
enum Way {
    /// Those of a flow, as the requests of this journey make them.
    Flow(FlowId, Option<u32>),
    /// All drawn ones.
    All,
}

/// How long what each component does takes, with everything below it.
pub(super) struct Times<'a> {
    design: &'a Design,
    spread: &'a Spread,
    conditions: &'a Conditions,
    /// The traffic is stated, so that waits can be told.
    is_known: bool,
    way: Way,
    /// By component: the synchronous calls that a request waits for.
    calls: Vec<Vec<Outgoing>>,
    of: Vec<Time>,
}

#[derive(Clone, Debug, Default)]
struct Time {
    mean: f64,
    /// Of the slowest branch at the 99th percentile: the mean, and the sum of (p99 − mean)².
    tail: (f64, f64),
    is_stated: bool,
    has_terms: bool,
    /// The calls of the slowest branch, with how often each request makes them.
    slowest: Vec<Taken>,
    beyond_timeout: Vec<LinkId>,
}

#[derive(Clone, Copy, Debug)]
struct Taken {
    to: ComponentId,
    times: f64,
    on_link: f64,
    /// Cut off by the timeout: its own time does not count.
    cut: Option<f64>,
}

/// What one component adds by itself.
#[derive(Clone, Copy, Default)]
struct Own {
    work: Option<f64>,
    wait: f64,
    certain_wait: f64,
    variance: f64,
    has_terms: bool,
}

impl<'a> Times<'a> {
    /// Of all components, over all drawn calls.
    pub fn all(design: &'a Design, spread: &'a Spread, conditions: &'a Conditions) -> Self {
        Self::of(design, spread, true, conditions, Way::All)
    }

    fn of(
        design: &'a Design,
        spread: &'a Spread,
        is_known: bool,
        conditions: &'a Conditions,
        way: Way,
    ) -> Self {
        let (of, calls) = (vec![Time::default(); design.components.len()], Vec::new());
        let mut times = Self { design, spread, conditions, is_known, way, calls, of };
        times.calls = times.all_calls();
        for id in times.callees_first() {
            times.of[id.index()] = times.time(id);
        }
        times
    }

    /// On average with everything below; `None` where nothing is stated.
    pub fn mean(&self, id: ComponentId) -> Option<Duration> {
        let time = &self.of[id.index()];
        time.is_stated.then_some(Duration::seconds(time.mean))
    }

    fn latency(&self, entry: ComponentId) -> Option<Latency> {
        let time = &self.of[entry.index()];
        if !time.is_stated {
            return None;
        }
        let path = self.path(entry);
        let is_unstated = |id: &ComponentId| {
            let component = self.design.component(*id);
            component.kind != Kind::User && stated(&component.facts, Attr::Latency).is_none()
        };
        let beyond: Vec<LinkId> =
            path.iter().flat_map(|step| self.of[step.id.index()].beyond_timeout.clone()).collect();
        let mut all = beyond;
        all.extend(self.all_beyond(entry));
        all.sort_unstable();
        all.dedup();
        let p99 = time.has_terms.then(|| time.tail.0 + time.tail.1.sqrt());
        Some(Latency {
            mean: Duration::seconds(time.mean),
            p99: p99.map(Duration::seconds),
            unstated: path.iter().map(|step| step.id).filter(is_unstated).collect(),
            path,
            beyond_timeout: all,
        })
    }

    /// Calls beyond their timeout anywhere below, not only on the slowest path.
    fn all_beyond(&self, entry: ComponentId) -> Vec<LinkId> {
        let mut seen = vec![false; self.of.len()];
        let (mut pending, mut beyond) = (vec![entry], Vec::new());
        while let Some(id) = pending.pop() {
            if std::mem::replace(&mut seen[id.index()], true) {
                continue;
            }
            beyond.extend(self.of[id.index()].beyond_timeout.iter().copied());
            pending.extend(self.calls[id.index()].iter().map(|call| call.to));
        }
        beyond
    }

    fn time(&self, id: ComponentId) -> Time {
        let own = self.own(id);
        let base = own.work.unwrap_or(0.0) + own.wait;
        let mut time =
            Time { is_stated: own.work.is_some(), has_terms: own.has_terms, ..Time::default() };
        let (mut slowest, mut tail) = (0.0_f64, (0.0, 0.0));
        for branch in self.branches(id) {
            let (mut mean, mut below, mut taken) = (0.0, (0.0, 0.0), Vec::new());
            let mut parted: Vec<(Outgoing, f64, f64)> = Vec::new();
            for call in &branch {
                let (step, rest) = self.call(call, &mut time);
                mean += step.times * rest.0;
                if call.per_request >= 1.0 {
                    below.0 += step.times * rest.1;
                    below.1 += step.times * rest.2;
                } else if call.per_request >= RARE {
                    below.0 += step.times * rest.1;
                    parted.push((*call, rest.1, rest.2));
                }
                taken.push(step);
            }
            below.1 += self.parted(&parted);
            if mean > slowest || time.slowest.is_empty() {
                (slowest, time.slowest) = (mean, taken);
            }
            if below.0 + f64::sqrt(below.1) > tail.0 + f64::sqrt(tail.1) {
                tail = below;
            }
        }
        time.mean = base + slowest;
        time.tail = (base + tail.0, own.variance + tail.1);
        time
    }

    /// What calls that only a part of the requests make add to (p99 − mean)². Of those of which a
    /// request makes one, the slowest counts.
    fn parted(&self, calls: &[(Outgoing, f64, f64)]) -> f64 {
        let mut left: Vec<&(Outgoing, f64, f64)> = calls.iter().collect();
        let mut sum = 0.0;
        while let Some(first) = left.pop() {
            let is_other = |it: &&(Outgoing, f64, f64)| self.are_instead(&first.0, &it.0);
            let (mut together, others): (Vec<_>, Vec<_>) = left.into_iter().partition(is_other);
            together.push(first);
            left = others;
            let mean: f64 = together.iter().map(|(call, mean, _)| call.per_request * mean).sum();
            let late = |(call, mean, variance): &&(Outgoing, f64, f64)| {
                mean + variance.sqrt() * tail_part(call.per_request)
            };
            let late = together.iter().map(late).fold(0.0, f64::max);
            sum += (late - mean).max(0.0) * (late - mean).max(0.0);
        }
        sum
    }

    /// Members of one pool, or copies of one store: a request takes one of them.
    fn are_instead(&self, one: &Outgoing, other: &Outgoing) -> bool {
        let (Some(a), Some(b)) = (one.link, other.link) else { return false };
        let set = |id: ComponentId| self.design.replica_set(id).map(|set| set.primary);
        let needs = |id: LinkId| self.design.link(id).from;
        let pools = self.design.needs[needs(a).index()].iter().map(|need| &need.links);
        let mut pools = pools.chain(self.spread.joined(self.journey()).iter());
        let copies = set(one.to).is_some() && set(one.to) == set(other.to);
        copies || pools.any(|links| links.contains(&a) && links.contains(&b))
    }

    /// One call: how long on average, and of its tail the mean and the variance.
    fn call(&self, call: &Outgoing, time: &mut Time) -> (Taken, (f64, f64, f64)) {
        let below = &self.of[call.to.index()];
        let facts = call.link.map(|link| &self.design.link(link).facts);
        let stated = |attr| facts.and_then(|facts| stated(facts, attr));
        let on_link = stated(Attr::Latency);
        time.is_stated |= below.is_stated || on_link.is_some();
        time.has_terms |= below.has_terms;
        let on_link = on_link.unwrap_or(0.0);
        let mean = on_link + below.mean;
        let (to, times) = (call.to, call.per_request);
        if let Some(timeout) = stated(Attr::Timeout).filter(|timeout| mean > timeout * (1.0 + 1e-9))
        {
            let retries = facts.and_then(|facts| facts.number(Attr::Retries, Dimension::Count));
            let cut = timeout * (1.0 + retries.map_or(0.0, |retries| retries.high()));
            if call.is_hard {
                time.beyond_timeout.extend(call.link);
            }
            return (Taken { to, times, on_link: 0.0, cut: Some(cut) }, (cut, cut, 0.0));
        }
        let tail = (on_link + below.tail.0, below.tail.1);
        (Taken { to, times, on_link, cut: None }, (mean, tail.0, tail.1))
    }

    /// The calls that follow one another, each list one branch of those that run side by side.
    fn branches(&self, id: ComponentId) -> Vec<Vec<Outgoing>> {
        let needs = self.design.needs[id.index()].iter().map(|need| &need.links);
        let groups: Vec<&Vec<LinkId>> =
            needs.chain(self.spread.joined(self.journey()).iter()).collect();
        // Most needs are of one connection, which no other call shares.
        let several: Vec<&Vec<LinkId>> =
            groups.iter().copied().filter(|links| links.len() > 1).collect();
        let mut branches: Vec<Vec<Outgoing>> = Vec::new();
        for call in self.calls[id.index()].iter().copied() {
            let shares = |it: &Outgoing| match (it.link, call.link) {
                (Some(one), Some(other)) if one == other => {
                    groups.iter().any(|links| links.contains(&one))
                }
                (Some(one), Some(other)) => {
                    several.iter().any(|links| links.contains(&one) && links.contains(&other))
                }
                _ => false,
            };
            let joins = |branch: &Vec<Outgoing>| {
                branch.iter().any(|it| shares(it) || self.follow(it, &call))
            };
            let (mut joined, others): (Vec<_>, Vec<_>) = branches.into_iter().partition(joins);
            branches = others;
            joined.push(vec![call]);
            branches.push(joined.into_iter().flatten().collect());
        }
        branches
    }

    /// Copies of one store, and a cache beside its store.
    fn follow(&self, one: &Outgoing, other: &Outgoing) -> bool {
        let set = |id: ComponentId| self.design.replica_set(id).map(|set| set.primary);
        let copies = set(one.to).is_some() && set(one.to) == set(other.to);
        copies
            || self.spread.shields(self.design, one.to, other.to)
            || self.spread.shields(self.design, other.to, one.to)
    }

    fn journey(&self) -> Option<u32> {
        match self.way {
            Way::Flow(_, journey) => journey,
            Way::All => None,
        }
    }

    fn all_calls(&self) -> Vec<Vec<Outgoing>> {
        let selected = match self.way {
            Way::Flow(flow, _) => Some(self.design.flow_needs(flow)),
            Way::All => None,
        };
        let needs = |id: ComponentId| match &selected {
            Some(selected) => selected.of(id),
            None => &self.design.needs[id.index()][..],
        };
        self.design.component_ids().map(|id| self.calls(id, needs(id))).collect()
    }

    fn calls(&self, id: ComponentId, needs: &[Need]) -> Vec<Outgoing> {
        let softness = |link: Option<LinkId>| {
            let link = link?;
            needs.iter().find(|need| need.links.contains(&link)).map(|need| need.softness.clone())
        };
        let has_fallback = |link: Option<LinkId>| {
            link.is_some_and(|link| self.design.link(link).facts.is_stated(Attr::Fallback))
        };
        let waits = |mut call: Outgoing| {
            let softness = softness(call.link);
            call.is_hard = softness == Some(Softness::Hard);
            let counts = match softness {
                // What is done instead of a call is done when the call has failed.
                Some(Softness::Optional) => {
                    self.design.is_read_replica(call.to) || has_fallback(call.link)
                }
                Some(_) => true,
                // A fallback that is not drawn.
                None => call.link.is_none(),
            };
            (counts && call.per_request > 0.0).then_some(call)
        };
        self.spread
            .outgoing(self.design, self.journey(), id)
            .into_iter()
            .filter_map(waits)
            .collect()
    }

    fn own(&self, id: ComponentId) -> Own {
        let facts = &self.design.component(id).facts;
        let slow = self.conditions.slow[id.index()];
        let work = stated(facts, Attr::Latency).map(|stated| stated * slow);
        let p99 = stated(facts, Attr::LatencyP99).map(|stated| stated * slow);
        let spare = p99.map_or(0.0, |p99| (p99 - work.unwrap_or(0.0)).max(0.0));
        let mut own =
            Own { work, variance: spare * spare, has_terms: p99.is_some(), ..Own::default() };
        let serving = Serving::of(self.design, id).filter(|it| it.is_stated && self.is_known);
        if let Some(serving) = serving {
            self.wait(id, &serving, &mut own);
        }
        own
    }

    /// M/M/c: the instances that serve, each with its capacity, under the load of the hottest
    /// shard.
    fn wait(&self, id: ComponentId, serving: &Serving, own: &mut Own) {
        let instances = match self.conditions.is_down(id) {
            true => return,
            false => self.spread.instances(id),
        };
        let (less, more) = self.spread.at(id).pairs();
        let applied = self.spread.applied(self.design, id);
        let servers = serving.serving(instances).max(1.0);
        let rate = |load| {
            let each = serving.each(load);
            (serving.utilization(load, applied, instances) * servers * each, each)
        };
        let ((arrivals, each), servers) = (rate(more), servers as u32);
        own.wait = mean_wait(servers, arrivals, each);
        let (least, each_least) = rate(less);
        own.certain_wait = mean_wait(servers, least, each_least);
        if own.wait.is_finite() && arrivals > 0.0 {
            let spare = (wait_p99(servers, arrivals, each) - own.wait).max(0.0);
            own.variance += spare * spare;
            own.has_terms = true;
        }
    }

    fn path(&self, entry: ComponentId) -> Vec<Step> {
        let mut path: Vec<Step> = Vec::new();
        let mut seen = vec![false; self.of.len()];
        let mut pending = vec![(entry, 1.0, 0.0, None)];
        while let Some((id, times, on_link, cut)) = pending.pop() {
            if std::mem::replace(&mut seen[id.index()], true) {
                continue;
            }
            if let Some(cut) = cut {
                let work = Duration::seconds(times * cut);
                path.push(Step { id, work, wait: Duration::ZERO, certain_wait: Duration::ZERO });
                continue;
            }
            let own = self.own(id);
            path.push(Step {
                id,
                work: Duration::seconds(times * (own.work.unwrap_or(0.0) + on_link)),
                wait: Duration::seconds(times * own.wait),
                certain_wait: Duration::seconds(times * own.certain_wait),
            });
            let next = self.of[id.index()].slowest.iter().rev();
            pending.extend(next.map(|it| (it.to, times * it.times, it.on_link, it.cut)));
        }
        path
    }

    /// Callees before callers; a call back into a circle comes late.
    fn callees_first(&self) -> Vec<ComponentId> {
        let mut seen = vec![false; self.design.components.len()];
        let mut order = Vec::new();
        for start in self.design.component_ids() {
            let mut stack = vec![(start, false)];
            while let Some((id, done)) = stack.pop() {
                if done {
                    order.push(id);
                    continue;
                }
                if std::mem::replace(&mut seen[id.index()], true) {
                    continue;
                }
                stack.push((id, true));
                stack.extend(self.calls[id.index()].iter().map(|call| (call.to, false)));
            }
        }
        order
    }
}

/// How far into its tail a call has to be looked at that a part of the requests makes, so that one
/// request of a hundred takes longer: 1% of all is 10% of those that make it with a part of 10%. What
/// is beyond the mean is taken to fall off evenly in its logarithm.
fn tail_part(part: f64) -> f64 {
    maths::ln(RARE / part) / maths::ln(RARE)
}

/// In seconds, by which all of it is computed.
fn stated(facts: &Facts, attr: Attr) -> Option<f64> {
    facts.longest(attr).map(Duration::as_seconds)
}
