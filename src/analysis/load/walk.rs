//! The ways of messages and requests through a circle of components.

use super::pair::Effect;
use std::collections::HashMap;

/// A circle with more ways than this is followed once over each connection.
const MOST_STATES: usize = 4096;

/// A component reached on one way.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// Place among the circle's members.
    pub at: usize,
    pub moves: Vec<Move>,
}

/// One call from a state.
#[derive(Clone, Copy, Debug)]
pub(super) struct Move {
    pub call: u32,
    pub effect: Effect,
    pub attempts: f64,
    /// A queue holds it back: the place in the list of held calls.
    pub held: Option<usize>,
    pub to: Next,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Next {
    State(usize),
    /// It came round: counted, and nothing further.
    Stop,
    Outside,
}

/// One journey through the circle.
#[derive(Clone, Debug)]
pub(super) struct Ways {
    pub journey: u32,
    pub states: Vec<State>,
    /// By member: the state of what enters there.
    pub entered: Vec<Option<usize>>,
    pub limited: bool,
}

impl Move {
    pub fn total(&self, parts: &[f64], peak: bool) -> Effect {
        let part = self.held.filter(|_| peak).map_or(1.0, |at| parts[at]);
        self.effect.times(self.attempts * part)
    }
}

/// One call of a member.
#[derive(Clone, Copy)]
pub(super) struct Leg {
    pub call: u32,
    pub effect: Effect,
    pub attempts: f64,
    pub held: Option<usize>,
    /// The member that it leads to.
    pub to: Option<usize>,
    pub is_message: bool,
    /// Its target causes nothing.
    pub ends: bool,
}

impl Leg {
    pub fn moved(self, to: Next) -> Move {
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
pub(super) struct Walk<'a> {
    pub calls: &'a [Vec<Leg>],
    /// By member: the number of its synchronous circle, and whether it dies down.
    pub open: &'a [(usize, bool)],
    pub size: usize,
}

/// A member, what was passed before the last `~>`, and what since.
type Key = (usize, Passed, Passed);

impl Walk<'_> {
    /// `None` when there are too many.
    pub fn explore(&mut self, journey: u32, starts: &[usize]) -> Option<Ways> {
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
pub(super) fn once(journey: u32, calls: &[Vec<Leg>], starts: &[usize], size: usize) -> Ways {
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
