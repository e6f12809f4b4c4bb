//! Circles: a message comes round once, and a synchronous circle that dies down is solved.
//!
//! A message is followed by its way within the circle: what it passed before its last `~>`, and
//! what since then. What reaches a component that it passed before is counted and causes nothing
//! further; what comes back synchronously goes on, as long as the circle's gain is below 1.

use super::Conditions;
use super::engine::{Engine, Settled, Stream, add, attempts};
use super::order::Group;
use super::pair::{Effect, Load, Pair};
use super::solve;
use super::walk::{Leg, Move, Next, Walk, Ways, once};
use crate::model::{ComponentId, Kind};
use std::collections::{BTreeSet, HashMap};

/// What was found out about circles and holds while only the number of attempts changes.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// By journey: components in a synchronous circle that once did not die down. More attempts make
    /// it worse; fewer, because it is no longer followed, do not make it well.
    endless: BTreeSet<(u32, ComponentId)>,
    /// By journey and the first member of the circle.
    ways: HashMap<(u32, ComponentId), (Shape, Ways)>,
}

/// All that decides which ways there are.
#[derive(Clone, Debug, PartialEq)]
struct Shape {
    open: Vec<(usize, bool)>,
    starts: Vec<usize>,
    /// By member and call: where it leads, and whether it is a message.
    legs: Vec<Vec<(Option<usize>, bool)>>,
}

impl Memory {
    /// Keeps what belongs to the outcome.
    pub fn settled(&mut self) {
        self.ways = HashMap::new();
    }
}

/// What one circle is followed with.
struct Circle<'a, 'd> {
    engine: &'a Engine<'d>,
    conditions: &'a Conditions,
    settled: &'a Settled,
    members: &'a [ComponentId],
    place: HashMap<ComponentId, usize>,
}

pub(super) fn send(engine: &Engine, conditions: &Conditions, settled: &mut Settled, group: &Group) {
    let members = &group.members;
    let mut memory = std::mem::take(&mut settled.memory);
    let place = members.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let circle = Circle { engine, conditions, settled, members, place };
    let mut journeys: Vec<u32> =
        members.iter().flat_map(|id| settled.fed[id.index()].iter().map(|(at, _)| *at)).collect();
    journeys.sort_unstable();
    journeys.dedup();
    let mut held = Vec::new();
    let ways: Vec<Ways> =
        journeys.iter().map(|at| circle.ways(*at, &mut held, &mut memory)).collect();
    let loads = circle.loads(&ways, &held);
    let (out, inner) = circle.streams(&ways, &held, &loads);
    let limited = ways.iter().any(|ways| ways.limited);
    settled.memory = memory;
    if limited && !settled.limited.contains(&members[0]) {
        settled.limited.extend(members);
    }
    for (id, (out, inner)) in members.iter().zip(out.into_iter().zip(inner)) {
        settled.out[id.index()] = out;
        settled.inner[id.index()] = inner;
    }
}

/// A call of a queue to a consumer, whose peak is held back to a part.
#[derive(Clone, Copy, PartialEq)]
struct Held {
    from: usize,
    to: ComponentId,
}

/// The state loads of each journey, the part of the peak that each held call lets through, and the part
/// of what comes on average and at the peak that each member takes.
struct Loads {
    of: Vec<Vec<Load>>,
    parts: Vec<f64>,
    taken: Vec<[f64; 2]>,
}

impl Loads {
    /// What a call makes of the load of its member.
    fn effect(&self, at: usize, it: &Move, peak: bool) -> Effect {
        it.total(&self.parts, peak).times(self.taken[at][usize::from(peak)])
    }
}

impl Circle<'_, '_> {
    fn fed(&self, journey: u32, at: usize) -> Load {
        let fed = &self.settled.fed[self.members[at].index()];
        fed.iter().find(|(own, _)| *own == journey).map_or(Load::NONE, |(_, load)| *load)
    }

    fn ways(&self, journey: u32, held: &mut Vec<Held>, memory: &mut Memory) -> Ways {
        let calls = self.calls(journey, held);
        let open = self.open(journey, &calls, &mut memory.endless);
        let starts: Vec<usize> =
            (0..self.members.len()).filter(|at| !self.fed(journey, *at).is_none()).collect();
        let way = |leg: &Leg| (leg.to, leg.is_message);
        let legs = calls.iter().map(|legs| legs.iter().map(way).collect()).collect();
        let shape = Shape { open, starts, legs };
        let key = (journey, self.members[0]);
        if let Some((known, ways)) = memory.ways.get_mut(&key)
            && *known == shape
        {
            ways.tread(&calls);
            return ways.clone();
        }
        let mut walk = Walk { calls: &calls, open: &shape.open, size: self.members.len() };
        let ways = match walk.explore(journey, &shape.starts) {
            Some(ways) => ways,
            None => once(journey, &calls, &shape.starts, self.members.len()),
        };
        // One look at a circle needs no memory.
        if self.engine.retries {
            memory.ways.insert(key, (shape, ways.clone()));
        }
        ways
    }

    /// By member: the number of its synchronous circle, and whether that dies down.
    fn open(
        &self,
        journey: u32,
        calls: &[Vec<Leg>],
        endless: &mut BTreeSet<(u32, ComponentId)>,
    ) -> Vec<(usize, bool)> {
        let mut open = solve::dying_down(self.members.len(), &self.sync_edges(calls));
        for ((_, dies_down), id) in open.iter_mut().zip(self.members) {
            *dies_down &= !endless.contains(&(journey, *id));
            if !*dies_down && self.engine.retries {
                endless.insert((journey, *id));
            }
        }
        open
    }

    /// By member: its calls in the journey, and where each leads within the circle.
    fn calls(&self, journey: u32, held: &mut Vec<Held>) -> Vec<Vec<Leg>> {
        let calls = |(at, id): (usize, &ComponentId)| {
            if self.conditions.is_down(*id) {
                return Vec::new();
            }
            let calls = &self.settled.calls[id.index()].of(journey).calls;
            let leg = |(call, it): (usize, &super::calls::Call)| {
                let is_held = self.engine.holds_back(*id, it.link);
                let held = is_held.then(|| place_of(held, Held { from: at, to: it.to }));
                // A user only takes what arrives.
                let is_user = self.engine.design.component(it.to).kind == Kind::User;
                Leg {
                    call: call as u32,
                    effect: it.effect,
                    attempts: attempts(it, self.conditions, &self.settled.failing),
                    held,
                    to: self.place.get(&it.to).copied(),
                    is_message: it.is_message,
                    ends: is_user,
                }
            };
            calls.iter().enumerate().map(leg).collect()
        };
        self.members.iter().enumerate().map(calls).collect()
    }

    fn sync_edges(&self, calls: &[Vec<Leg>]) -> Vec<(usize, usize, Effect)> {
        let mut edges = Vec::new();
        for (from, legs) in calls.iter().enumerate() {
            for leg in legs.iter().filter(|leg| !leg.is_message && !leg.ends) {
                if let Some(to) = leg.to {
                    edges.push((from, to, leg.effect.times(leg.attempts)));
                }
            }
        }
        edges
    }

    /// Solves every journey; what queues let through depends on all of them together.
    fn loads(&self, ways: &[Ways], held: &[Held]) -> Loads {
        let taken = vec![[1.0; 2]; self.members.len()];
        let mut loads = Loads { of: Vec::new(), parts: vec![1.0; held.len()], taken };
        for _ in 0..1000 {
            loads.of = ways.iter().map(|ways| self.solve(ways, &loads)).collect();
            let (parts, taken) = (self.let_through(ways, held, &loads), self.taken(ways, &loads));
            let moved = parts.iter().zip(&loads.parts).map(|(a, b)| (a - b).abs());
            let slowed = taken.iter().flatten().zip(loads.taken.iter().flatten());
            let moved = moved.chain(slowed.map(|(a, b)| (a - b).abs())).fold(0.0, f64::max);
            (loads.parts, loads.taken) = (parts, taken);
            if moved <= 1e-14 {
                break;
            }
        }
        loads
    }

    /// The part of what reaches each member that it takes.
    fn taken(&self, ways: &[Ways], loads: &Loads) -> Vec<[f64; 2]> {
        let fed = |id: &ComponentId| {
            let fed = self.settled.fed[id.index()].iter();
            fed.fold(Load::NONE, |sum, (_, load)| sum + *load)
        };
        let mut reach: Vec<Load> = self.members.iter().map(fed).collect();
        for (ways, of) in ways.iter().zip(&loads.of) {
            for (state, load) in ways.states.iter().zip(of) {
                for it in &state.moves {
                    let calls = &self.settled.calls[self.members[state.at].index()];
                    let to = calls.of(ways.journey).calls[it.call as usize].to;
                    if let Some(at) = self.place.get(&to) {
                        reach[*at] += Load {
                            average: loads.effect(state.at, it, false).on(load.average),
                            peak: loads.effect(state.at, it, true).on(load.peak),
                        };
                    }
                }
            }
        }
        let part =
            |(id, load): (&ComponentId, Load)| self.engine.taken_part(self.conditions, *id, load);
        self.members.iter().zip(reach).map(part).collect()
    }

    fn solve(&self, ways: &Ways, loads: &Loads) -> Vec<Load> {
        let mut start = vec![Load::NONE; ways.states.len()];
        for (at, state) in ways.entered.iter().enumerate() {
            if let Some(state) = state {
                start[*state] += self.fed(ways.journey, at);
            }
        }
        let edges = |peak: bool| {
            let states = ways.states.iter().enumerate();
            states
                .flat_map(|(from, state)| state.moves.iter().map(move |it| (from, state.at, it)))
                .filter_map(|(from, at, it)| match it.to {
                    Next::State(to) => Some((from, to, loads.effect(at, it, peak))),
                    _ => None,
                })
                .collect::<Vec<_>>()
        };
        let average: Vec<Pair> = start.iter().map(|load| load.average).collect();
        let peak: Vec<Pair> = start.iter().map(|load| load.peak).collect();
        let average = solve::sums(average, &edges(false));
        let peak = solve::sums(peak, &edges(true));
        average.into_iter().zip(peak).map(|(average, peak)| Load { average, peak }).collect()
    }

    /// The part of what is sent at the peak that each consumer sees.
    fn let_through(&self, ways: &[Ways], held: &[Held], loads: &Loads) -> Vec<f64> {
        let mut sent = vec![Load::NONE; held.len()];
        for (ways, loads) in ways.iter().zip(&loads.of) {
            for (state, load) in ways.states.iter().zip(loads) {
                for it in &state.moves {
                    if let Some(at) = it.held {
                        sent[at] += it.effect.of(*load) * it.attempts;
                    }
                }
            }
        }
        let part =
            |(held, sent): (&Held, Load)| self.engine.seen_part(self.conditions, held.to, sent);
        held.iter().zip(sent).map(part).collect()
    }

    /// What each member sends, and what it gets from within the circle.
    #[allow(clippy::type_complexity)]
    fn streams(
        &self,
        ways: &[Ways],
        held: &[Held],
        loads: &Loads,
    ) -> (Vec<Vec<Stream>>, Vec<Vec<(u32, Load)>>) {
        debug_assert_eq!(held.len(), loads.parts.len());
        let mut out: Vec<Vec<Stream>> = vec![Vec::new(); self.members.len()];
        let mut inner: Vec<Vec<(u32, Load)>> = vec![Vec::new(); self.members.len()];
        for (ways, loads_of) in ways.iter().zip(&loads.of) {
            for (state, load) in ways.states.iter().zip(loads_of) {
                let id = self.members[state.at];
                for it in &state.moves {
                    let load = Load {
                        average: loads.effect(state.at, it, false).on(load.average),
                        peak: loads.effect(state.at, it, true).on(load.peak),
                    };
                    let call =
                        &self.settled.calls[id.index()].of(ways.journey).calls[it.call as usize];
                    let stopped = if it.to == Next::Stop { load } else { Load::NONE };
                    let (to, link) = (call.to, call.link);
                    let (journey, call, attempts) = (ways.journey, it.call, it.attempts);
                    let stream = Stream { to, link, journey, call, load, stopped, attempts };
                    join(&mut out[state.at], stream);
                    if let Some(at) = self.place.get(&to) {
                        add(&mut inner[*at], journey, load);
                    }
                }
            }
        }
        (out, inner)
    }
}

impl Ways {
    /// The same ways with other numbers of attempts.
    fn tread(&mut self, calls: &[Vec<Leg>]) {
        for state in &mut self.states {
            for (known, leg) in state.moves.iter_mut().zip(&calls[state.at]) {
                *known = leg.moved(known.to);
            }
        }
    }
}

/// Streams of one call of one journey are one.
fn join(out: &mut Vec<Stream>, stream: Stream) {
    let same = |it: &&mut Stream| it.journey == stream.journey && it.call == stream.call;
    match out.iter_mut().find(same) {
        Some(it) => {
            it.load += stream.load;
            it.stopped += stream.stopped;
        }
        None => out.push(stream),
    }
}

fn place_of(held: &mut Vec<Held>, it: Held) -> usize {
    held.iter().position(|other| *other == it).unwrap_or_else(|| {
        held.push(it);
        held.len() - 1
    })
}
