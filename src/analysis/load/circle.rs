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
use crate::model::{ComponentId, Kind};
use std::collections::{BTreeSet, HashMap};

/// A circle with more ways than this is followed once over each connection.
const MOST_STATES: usize = 4096;

/// A component reached on one way.
#[derive(Clone, Debug)]
struct State {
    /// Place among the circle's members.
    at: usize,
    moves: Vec<Move>,
}

/// One call from a state.
#[derive(Clone, Copy, Debug)]
struct Move {
    call: u32,
    effect: Effect,
    attempts: f64,
    /// A queue holds it back: the place in the list of held calls.
    held: Option<usize>,
    to: Next,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Next {
    State(usize),
    /// It came round: counted, and nothing further.
    Stop,
    Outside,
}

/// One journey through the circle.
#[derive(Clone, Debug)]
struct Ways {
    journey: u32,
    states: Vec<State>,
    /// By member: the state of what enters there.
    entered: Vec<Option<usize>>,
    limited: bool,
}

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

/// The state loads of each journey, and the part of the peak that each held call lets through.
struct Loads {
    of: Vec<Vec<Load>>,
    parts: Vec<f64>,
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
        let mut loads = Loads { of: Vec::new(), parts: vec![1.0; held.len()] };
        for _ in 0..1000 {
            loads.of = ways.iter().map(|ways| self.solve(ways, &loads.parts)).collect();
            let parts: Vec<f64> = self.let_through(ways, held, &loads);
            let moved = parts.iter().zip(&loads.parts).map(|(a, b)| (a - b).abs());
            let moved = moved.fold(0.0, f64::max);
            loads.parts = parts;
            if moved <= 1e-14 {
                break;
            }
        }
        loads
    }

    fn solve(&self, ways: &Ways, parts: &[f64]) -> Vec<Load> {
        let mut start = vec![Load::NONE; ways.states.len()];
        for (at, state) in ways.entered.iter().enumerate() {
            if let Some(state) = state {
                start[*state] += self.fed(ways.journey, at);
            }
        }
        let edges = |peak: bool| {
            let states = ways.states.iter().enumerate();
            states
                .flat_map(|(from, state)| state.moves.iter().map(move |it| (from, it)))
                .filter_map(|(from, it)| match it.to {
                    Next::State(to) => Some((from, to, it.total(parts, peak))),
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
                        average: it.total(&loads.parts, false).on(load.average),
                        peak: it.total(&loads.parts, true).on(load.peak),
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

impl Move {
    fn total(&self, parts: &[f64], peak: bool) -> Effect {
        let part = self.held.filter(|_| peak).map_or(1.0, |at| parts[at]);
        self.effect.times(self.attempts * part)
    }
}

/// One call of a member.
#[derive(Clone, Copy)]
struct Leg {
    call: u32,
    effect: Effect,
    attempts: f64,
    held: Option<usize>,
    /// The member that it leads to.
    to: Option<usize>,
    is_message: bool,
    /// Its target causes nothing.
    ends: bool,
}

impl Leg {
    fn moved(self, to: Next) -> Move {
        Move { call: self.call, effect: self.effect, attempts: self.attempts, held: self.held, to }
    }
}

/// Members passed, as bits.
type Passed = Box<[u64]>;

fn has(passed: &Passed, at: usize) -> bool {
    passed[at / 64] & (1 << (at % 64)) != 0
}

fn with(passed: &Passed, at: usize) -> Passed {
    let mut more = passed.clone();
    more[at / 64] |= 1 << (at % 64);
    more
}

fn union(one: &Passed, other: &Passed) -> Passed {
    one.iter().zip(other.iter()).map(|(a, b)| a | b).collect()
}

/// Finds the ways through a circle.
struct Walk<'a> {
    calls: &'a [Vec<Leg>],
    /// By member: the number of its synchronous circle, and whether it dies down.
    open: &'a [(usize, bool)],
    size: usize,
}

/// A member, what was passed before the last `~>`, and what since.
type Key = (usize, Passed, Passed);

impl Walk<'_> {
    /// `None` when there are too many.
    fn explore(&mut self, journey: u32, starts: &[usize]) -> Option<Ways> {
        let nothing: Passed = vec![0; self.size.div_ceil(64)].into();
        let mut known: HashMap<Key, usize> = HashMap::new();
        let mut keys: Vec<Key> = Vec::new();
        let mut entered = vec![None; self.size];
        for at in starts {
            let key = (*at, nothing.clone(), with(&nothing, *at));
            entered[*at] = Some(number(&mut known, &mut keys, key));
        }
        let mut states = Vec::new();
        while states.len() < keys.len() {
            let key = keys[states.len()].clone();
            let mut moves = Vec::new();
            for leg in &self.calls[key.0] {
                let to = match self.next(&key, leg) {
                    Ok(key) => Next::State(number(&mut known, &mut keys, key)),
                    Err(next) => next,
                };
                moves.push(leg.moved(to));
            }
            states.push(State { at: key.0, moves });
            if keys.len() > MOST_STATES {
                return None;
            }
        }
        Some(Ways { journey, states, entered, limited: false })
    }

    fn next(&self, (at, before, since): &Key, leg: &Leg) -> Result<Key, Next> {
        let Some(to) = leg.to else { return Err(Next::Outside) };
        if leg.ends || has(before, to) {
            return Err(Next::Stop);
        }
        if leg.is_message {
            if has(since, to) {
                return Err(Next::Stop);
            }
            let nothing: Passed = vec![0; since.len()].into();
            return Ok((to, union(before, since), with(&nothing, to)));
        }
        let closes = has(since, to);
        let (circle, dies_down) = self.open[to];
        if closes && !(dies_down && circle == self.open[*at].0) {
            return Err(Next::Stop);
        }
        Ok((to, before.clone(), with(since, to)))
    }
}

fn number(known: &mut HashMap<Key, usize>, keys: &mut Vec<Key>, key: Key) -> usize {
    *known.entry(key).or_insert_with_key(|key| {
        keys.push(key.clone());
        keys.len() - 1
    })
}

/// Each connection once: in the order of a walk from where the circle is entered, what leads back
/// is counted and causes nothing further.
fn once(journey: u32, calls: &[Vec<Leg>], starts: &[usize], size: usize) -> Ways {
    let order = walk_order(calls, starts, size);
    let mut place = vec![usize::MAX; size];
    order.iter().enumerate().for_each(|(number, at)| place[*at] = number);
    let state = |at: &usize| {
        let moves = calls[*at].iter().map(|leg| {
            let to = match leg.to {
                None => Next::Outside,
                Some(to) if leg.ends || place[to] <= place[*at] => Next::Stop,
                Some(to) => Next::State(place[to]),
            };
            leg.moved(to)
        });
        State { at: *at, moves: moves.collect() }
    };
    let states = order.iter().map(state).collect();
    let mut entered = vec![None; size];
    starts.iter().for_each(|at| entered[*at] = Some(place[*at]));
    Ways { journey, states, entered, limited: true }
}

/// Reverse postorder: what a walk finishes last comes first.
fn walk_order(calls: &[Vec<Leg>], starts: &[usize], size: usize) -> Vec<usize> {
    let mut seen = vec![false; size];
    let mut order = Vec::new();
    for start in starts {
        if std::mem::replace(&mut seen[*start], true) {
            continue;
        }
        let mut pending = vec![(*start, 0)];
        while let Some((at, next)) = pending.pop() {
            let Some(leg) = calls[at].get(next) else {
                order.push(at);
                continue;
            };
            pending.push((at, next + 1));
            if let Some(to) = leg.to
                && !std::mem::replace(&mut seen[to], true)
            {
                pending.push((to, 0));
            }
        }
    }
    order.reverse();
    order
}
