//! The load engine: follows the journeys from the users over the connections, each component after
//! all that may call it.

use super::calls::{Call, Calls, Ground, taken};
use super::circle;
use super::entries::joined;
use super::journeys::{Journey, journeys};
use super::order::{Group, Order};
use super::pair::{Load, Pair};
use super::reading::End;
use super::serving::Serving;
use super::shields::Shields;
use super::topics;
use super::{Conditions, Demand, Trying};
use crate::maths;
use crate::model::{ComponentId, Design, Kind, LinkId};

/// What never changes while one design is looked at in many circumstances.
#[derive(Clone, Debug)]
pub(super) struct Engine<'a> {
    pub design: &'a Design,
    pub end: End,
    pub order: Order,
    pub journeys: Vec<Journey>,
    pub servings: Vec<Option<Serving>>,
    shields: Shields,
    /// By journey: the user's links that share its requests.
    joined: Vec<Vec<Vec<LinkId>>>,
    /// By component: the journeys in which it calls others than in general.
    special_at: Vec<Vec<u32>>,
    pub retries: bool,
}

/// Attempts and failures cause each other: they are followed until no part that fails changes by
/// more.
const SETTLED: f64 = 1e-12;

/// The calls of one component.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    general: Calls,
    special: Vec<(u32, Calls)>,
}

impl Own {
    pub fn of(&self, journey: u32) -> &Calls {
        let special = self.special.iter().find(|(at, _)| *at == journey);
        special.map_or(&self.general, |(_, calls)| calls)
    }
}

/// What one journey sends over one call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stream {
    pub to: ComponentId,
    pub link: Option<LinkId>,
    pub journey: u32,
    /// Its place among the caller's calls in that journey.
    pub call: u32,
    pub load: Load,
    /// What of it came round and causes nothing further.
    pub stopped: Load,
    /// How often each call is tried.
    pub attempts: f64,
}

/// The load of a design under some conditions.
#[derive(Clone, Debug, Default)]
pub(super) struct Settled {
    pub calls: Vec<Own>,
    /// By component and journey: what users send, and what others send from outside its circle.
    pub fed: Vec<Vec<(u32, Load)>>,
    /// What comes from within its circle.
    pub inner: Vec<Vec<(u32, Load)>>,
    /// By caller.
    pub out: Vec<Vec<Stream>>,
    /// The part of its requests, 0..1, that fails.
    pub failing: Vec<f64>,
    /// In circles with too many ways each connection was followed once.
    pub limited: Vec<ComponentId>,
    pub memory: circle::Memory,
}

impl<'a> Engine<'a> {
    pub fn of(design: &'a Design, end: End) -> Self {
        let journeys = journeys(design, end);
        let mut special_at = vec![Vec::new(); design.components.len()];
        for (at, journey) in journeys.iter().enumerate() {
            let steps = journey.steps.iter().flat_map(|steps| steps.stepping().iter().copied());
            steps.for_each(|id| special_at[id.index()].push(at as u32));
            let tells = |id: &ComponentId| design.component(*id).kind == Kind::Dns;
            let others = design.component_ids().filter(tells).chain([journey.user]);
            for id in others.filter(|id| !journey.selects_at(*id)) {
                special_at[id.index()].push(at as u32);
            }
        }
        let retries = |link: &crate::model::Link| end.retries(&link.facts) > 0;
        Self {
            order: Order::of(design),
            joined: journeys.iter().map(|journey| joined(design, journey)).collect(),
            journeys,
            servings: design.component_ids().map(|id| Serving::of(design, id)).collect(),
            shields: Shields::of(design),
            special_at,
            retries: design.links.iter().any(retries),
            design,
            end,
        }
    }

    pub fn joined(&self) -> &[Vec<Vec<LinkId>>] {
        &self.joined
    }

    pub fn shields(&self) -> &Shields {
        &self.shields
    }

    /// What a component calls in the circumstances.
    pub fn own(&self, conditions: &Conditions, id: ComponentId) -> Own {
        let design = self.design;
        let ground = Ground { design, end: self.end, conditions, shields: &self.shields };
        let is_user = design.component(id).kind == Kind::User;
        let general = match is_user || design.component(id).kind == Kind::Dns {
            // A user sends its own journeys only.
            true => Calls::default(),
            false => ground.calls(id, taken(design, None, id), &[]),
        };
        let special = (self.special_at[id.index()].iter())
            .filter(|at| !is_user || self.journeys[**at as usize].user == id)
            .map(|at| {
                let journey = &self.journeys[*at as usize];
                let joined: &[_] = match journey.user == id {
                    true => &self.joined[*at as usize],
                    false => &[],
                };
                (*at, ground.calls(id, taken(design, Some(journey), id), joined))
            })
            .collect();
        Own { general, special }
    }

    /// Follows all journeys; repeated attempts until they are what the failures cause.
    pub fn settle(&self, demand: &Demand, conditions: &Conditions) -> Settled {
        let count = self.design.components.len();
        let down = |id: ComponentId| if conditions.is_down(id) { 1.0 } else { 0.0 };
        let mut settled = Settled {
            calls: self.design.component_ids().map(|id| self.own(conditions, id)).collect(),
            failing: self.design.component_ids().map(down).collect(),
            ..Settled::default()
        };
        let retried = self.retried(&settled);
        let follows = conditions.trying == Trying::AsItFails && !retried.is_empty();
        let rounds = if follows { self.most_rounds() } else { 1 };
        for _ in 0..rounds {
            settled.fed = vec![Vec::new(); count];
            settled.inner = vec![Vec::new(); count];
            settled.out = vec![Vec::new(); count];
            settled.limited.clear();
            self.start(demand, conditions, &mut settled);
            for at in 0..self.order.groups().len() {
                self.pass(conditions, &mut settled, at);
            }
            let failing = super::failing::failing(self, conditions, &settled);
            let moved = retried.iter().map(|id| id.index());
            let moved = moved.map(|at| (failing[at] - settled.failing[at]).abs());
            let moved = moved.fold(0.0, f64::max);
            settled.failing = failing;
            if moved <= SETTLED {
                break;
            }
        }
        settled.memory.settled();
        settled
    }

    /// Enough for a slow approach in a small design, and a bounded time in a large one.
    fn most_rounds(&self) -> usize {
        (50_000 / (self.design.links.len() + 1)).clamp(30, 200)
    }

    /// Whoever is called again when it fails.
    fn retried(&self, settled: &Settled) -> Vec<ComponentId> {
        let all = (settled.calls.iter())
            .flat_map(|own| own.special.iter().map(|(_, calls)| calls).chain([&own.general]));
        let calls = all.flat_map(|calls| &calls.calls);
        let mut ids: Vec<ComponentId> =
            calls.flat_map(|call| call.tried.iter().map(|(id, _)| *id)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn start(&self, demand: &Demand, conditions: &Conditions, settled: &mut Settled) {
        let (average, peak) = (self.end.of(demand.average), self.end.of(demand.peak));
        for (at, journey) in self.journeys.iter().enumerate() {
            let part = journey.share * conditions.traffic;
            let load = Load {
                average: Pair::mixed(average * part, journey.reads),
                peak: Pair::mixed(peak * part, journey.reads),
            };
            add(&mut settled.fed[journey.user.index()], at as u32, load);
        }
    }

    /// Computes what the components of one group send, and feeds it to what comes after.
    pub fn pass(&self, conditions: &Conditions, settled: &mut Settled, at: usize) {
        let group = &self.order.groups()[at];
        self.send(conditions, settled, group);
        for id in &group.members {
            for at in 0..settled.out[id.index()].len() {
                let stream = settled.out[id.index()][at];
                if self.order.place(stream.to) != self.order.place(*id) {
                    add(&mut settled.fed[stream.to.index()], stream.journey, stream.load);
                }
            }
        }
    }

    /// The streams of one group, from what it is fed.
    pub fn send(&self, conditions: &Conditions, settled: &mut Settled, group: &Group) {
        if group.cyclic {
            circle::send(self, conditions, settled, group);
            return;
        }
        let id = group.members[0];
        let mut out = Vec::new();
        if !conditions.is_down(id) {
            for (journey, load) in &settled.fed[id.index()] {
                let calls = &settled.calls[id.index()].of(*journey).calls;
                out.extend(calls.iter().enumerate().map(|(at, call)| {
                    let attempts = attempts(call, conditions, &settled.failing);
                    let load = call.effect.of(*load) * attempts;
                    let (to, link, call) = (call.to, call.link, at as u32);
                    Stream {
                        to,
                        link,
                        journey: *journey,
                        call,
                        load,
                        stopped: Load::NONE,
                        attempts,
                    }
                }));
            }
            self.hold_back(conditions, id, &mut out);
            let [average, peak] = self.taken_part(conditions, id, settled.at(id));
            for stream in out.iter_mut().filter(|_| average.min(peak) < 1.0) {
                stream.load.average = stream.load.average * average;
                stream.load.peak = stream.load.peak * peak;
            }
        }
        settled.out[id.index()] = out;
    }

    /// A queue's consumer sees its own rate, but at least the average and at most the peak.
    fn hold_back(&self, conditions: &Conditions, id: ComponentId, out: &mut [Stream]) {
        let is_read = |stream: &&Stream| self.holds_back(id, stream.link);
        let mut targets: Vec<ComponentId> =
            out.iter().filter(is_read).map(|stream| stream.to).collect();
        targets.sort_unstable();
        targets.dedup();
        for to in targets {
            let sent = out.iter().filter(|stream| stream.to == to);
            let sum = sent.fold(Load::NONE, |sum, stream| sum + stream.load);
            let part = self.seen_part(conditions, to, sum);
            for stream in out.iter_mut().filter(|stream| stream.to == to) {
                stream.load.peak = stream.load.peak * part;
            }
        }
    }

    /// Whether what leaves over a link waits there until it is read.
    pub fn holds_back(&self, from: ComponentId, link: Option<LinkId>) -> bool {
        self.design.component(from).kind == Kind::Queue
            && link.is_none_or(|link| !topics::is_within(self.design, link))
    }

    /// The part of the peak sent to a consumer that it sees.
    pub fn seen_part(&self, conditions: &Conditions, to: ComponentId, sent: Load) -> f64 {
        let (average, peak) = (sent.average.all(), sent.peak.all());
        if peak <= 0.0 {
            return 1.0;
        }
        let rate =
            self.servings[to.index()].filter(|serving| serving.is_stated).map_or(0.0, |it| {
                let count = self.instances(conditions, to, sent.peak, 0.0);
                let used = it.utilization(sent.peak, 0.0, count);
                if used > 0.0 { peak / used } else { peak }
            });
        rate.max(average).min(peak) / peak
    }

    /// The parts of what comes on average and at the peak that one who takes messages takes: what is
    /// beyond its capacity waits in the queue, and causes nothing yet.
    pub fn taken_part(&self, conditions: &Conditions, id: ComponentId, load: Load) -> [f64; 2] {
        let serving = self.servings.get(id.index()).and_then(|it| it.filter(|it| it.is_stated));
        let Some(serving) = serving.filter(|_| self.design.is_fed_by_queues(id)) else {
            return [1.0; 2];
        };
        let count = self.instances(conditions, id, load.peak, 0.0);
        [load.average, load.peak].map(|load| match serving.utilization(load, 0.0, count) {
            used if used.is_finite() => 1.0 / used.max(1.0),
            _ => 1.0,
        })
    }

    /// How many instances of it run: what is alive, or what a scaler makes of the load.
    pub fn instances(
        &self,
        conditions: &Conditions,
        id: ComponentId,
        load: Pair,
        applied: f64,
    ) -> u32 {
        let alive = conditions.alive[conditions.place(id)];
        let bounds = conditions.scales[conditions.place(id)].filter(|_| alive > 0);
        match (bounds, &self.servings[id.index()]) {
            (Some(bounds), Some(serving)) => {
                serving.scaled(load, applied, conditions.target, bounds)
            }
            _ => alive,
        }
    }
}

/// How often a call is tried, when its targets fail as often as they do.
pub(super) fn attempts(call: &Call, conditions: &Conditions, failing: &[f64]) -> f64 {
    let most = f64::from(call.retries) + 1.0;
    match conditions.trying {
        Trying::AsItFails if call.retries > 0 => {}
        Trying::Always => return most,
        _ => return 1.0,
    }
    let failure = failure(&call.tried, failing);
    if failure >= 1.0 {
        return most;
    }
    // 1 + f + … + fʳ.
    if failure <= 0.0 {
        return 1.0;
    }
    (0..=call.retries).map(|attempt| maths::powi(failure, attempt)).sum()
}

/// The failure of a call that goes to one of these, by their weights.
pub(super) fn failure(tried: &[(ComponentId, f64)], failing: &[f64]) -> f64 {
    let all: f64 = tried.iter().map(|(_, weight)| weight).sum();
    if all <= 0.0 {
        return 0.0;
    }
    tried.iter().map(|(id, weight)| failing[id.index()] * weight / all).sum()
}

/// Adds to the load of one journey.
pub(super) fn add(loads: &mut Vec<(u32, Load)>, journey: u32, load: Load) {
    match loads.binary_search_by_key(&journey, |(at, _)| *at) {
        Ok(at) => loads[at].1 += load,
        Err(at) => loads.insert(at, (journey, load)),
    }
}

impl Settled {
    /// All that arrives at a component.
    pub fn at(&self, id: ComponentId) -> Load {
        let all = self.fed[id.index()].iter().chain(&self.inner[id.index()]);
        all.fold(Load::NONE, |sum, (_, load)| sum + *load)
    }

    /// The same by journey.
    pub fn by_journey(&self, id: ComponentId) -> Vec<(u32, Load)> {
        let mut all = self.fed[id.index()].clone();
        for (journey, load) in &self.inner[id.index()] {
            add(&mut all, *journey, *load);
        }
        all
    }

    /// The writes that a standby or a read replica copies from its primary, at the peak.
    pub fn applied(&self, design: &Design, id: ComponentId) -> f64 {
        let set = design.replica_set(id).filter(|set| set.primary != id);
        set.map_or(0.0, |set| self.at(set.primary).peak.writes)
    }
}
