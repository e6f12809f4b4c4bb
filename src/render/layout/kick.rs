//! Part of stage 3: the search goes on from a settled order. Again and again a little of it is
//! disturbed, what that touches is sifted, and the new order stays when it costs less.

use super::frame::{Frame, WHOLE};
use super::lower::Lowered;
use super::order::{Entry, Order};
use super::sift::Search;

/// After so many disturbances in vain the search ends.
const PATIENCE: usize = 100;

/// An order must cost so much less to stay, px of link: a small change of the design should not
/// bring up another one.
const WORTH: f64 = 120.0;

/// Mirrors the content of each container in turn, with and without what is inside of it.
pub(super) fn mirror(frame: &Frame, search: &mut Search, order: &mut Order) -> f64 {
    let mut best = search.cost(order);
    for deep in [true, false] {
        for c in 0..frame.containers.len() {
            if order[c].len() < 2
                || (deep && !order[c].iter().any(|e| matches!(e, Entry::Group(_))))
            {
                continue;
            }
            let mut mirrored = order.clone();
            let mut moved = Vec::new();
            for (d, entries) in mirrored.iter_mut().enumerate() {
                if d == c || (deep && is_inside(frame, d, c)) {
                    entries.reverse();
                    moved.extend(entries.iter().copied());
                }
            }
            let cost = search.resettle(&mut mirrored, &moved);
            if cost < best - WORTH {
                (best, *order) = (cost, mirrored);
            }
        }
    }
    best
}

fn is_inside(frame: &Frame, container: usize, outer: usize) -> bool {
    let mut at = container;
    while at != outer && at != WHOLE {
        at = frame.containers[at].parent;
    }
    at == outer
}

/// Disturbs and settles so many times, or until the effort is spent.
pub(super) fn kicks(
    frame: &Frame,
    lowered: &Lowered,
    search: &mut Search,
    order: &mut Order,
    count: usize,
    effort: u64,
) {
    let mut best = search.cost(order);
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let end = search.effort() + effort;
    let mut last = 0;
    for kick in 0..count {
        if search.effort() > end || kick - last > PATIENCE {
            return;
        }
        let mut kicked = order.clone();
        let moved = disturb(frame, lowered, &mut kicked, &mut random, kick);
        if moved.is_empty() {
            continue;
        }
        let cost = search.resettle(&mut kicked, &moved);
        if cost < best - WORTH {
            (best, *order) = (cost, kicked);
            last = kick;
        }
    }
}

/// One small change; returns what it moved.
fn disturb(
    frame: &Frame,
    lowered: &Lowered,
    order: &mut Order,
    random: &mut Random,
    kick: usize,
) -> Vec<Entry> {
    let entries = &mut order[random.below(frame.containers.len())];
    match kick % 4 {
        2 => scatter(lowered, order, random),
        _ if entries.len() < 2 => Vec::new(),
        0 => {
            entries.reverse();
            entries.clone()
        }
        1 => {
            let width = 2 + random.below(entries.len().min(WINDOW) - 1);
            let at = random.below(entries.len() - width + 1);
            let window = &mut entries[at..at + width];
            random.shuffle(window);
            window.to_vec()
        }
        _ => {
            let is_group = |at: &usize| matches!(entries[*at], Entry::Group(_));
            let groups: Vec<usize> = (0..entries.len()).filter(is_group).collect();
            let mut pick = || match groups.as_slice() {
                [] | [_] => random.below(entries.len()),
                groups => groups[random.below(groups.len())],
            };
            let (a, b) = (pick(), pick());
            entries.swap(a, b);
            if a == b { Vec::new() } else { entries[a.min(b)..=a.max(b)].to_vec() }
        }
    }
}

/// Entries shuffled together at most.
const WINDOW: usize = 12;

/// Moves three items to random places among their siblings.
fn scatter(lowered: &Lowered, order: &mut Order, random: &mut Random) -> Vec<Entry> {
    let mut moved = Vec::new();
    for _ in 0..3 {
        let item = random.below(lowered.items.len());
        let entries = &mut order[lowered.items[item].owner];
        let Some(at) = entries.iter().position(|&e| e == Entry::Item(item)) else { continue };
        let entry = entries.remove(at);
        let to = random.below(entries.len() + 1);
        entries.insert(to, entry);
        moved.extend_from_slice(&entries[at.min(to)..=at.max(to)]);
    }
    moved
}

/// The same numbers on every machine (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % end.max(1) as u64) as usize
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}
