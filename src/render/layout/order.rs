//! Stage 3, order: who stands left of whom.
//!
//! Each container holds one order of its items and child groups. A row's order is what a walk
//! through the containers meets in that row, so a group stays in one piece and on one side of each
//! neighbour in all rows, by construction. The search starts from the source order, sweeps up and
//! down moving everything towards the middle of its neighbours, and ends with sifting (`sift`).

use super::estimate::Estimate;
use super::frame::{Frame, WHOLE};
use super::kick;
use super::lower::{Lowered, Way, What};
use super::sift::Search;
use super::source;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Entry {
    Item(usize),
    Group(usize),
}

/// The order in each container, indexed like the containers.
pub(super) type Order = Vec<Vec<Entry>>;

/// A step of the walk through an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Enter(usize),
    Item(usize),
    Exit(usize),
}

impl Step {
    /// Numbers items first, then the left and right border of each container.
    pub fn number(self, items: usize) -> usize {
        match self {
            Step::Item(item) => item,
            Step::Enter(c) => items + 2 * c,
            Step::Exit(c) => items + 2 * c + 1,
        }
    }
}

/// Everything from left to right, a group's content between its borders.
pub(super) fn walk(order: &Order) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut stack = vec![(WHOLE, 0)];
    while let Some((container, next)) = stack.pop() {
        match order[container].get(next) {
            None if container == WHOLE => {}
            None => steps.push(Step::Exit(container)),
            Some(&entry) => {
                stack.push((container, next + 1));
                match entry {
                    Entry::Item(item) => steps.push(Step::Item(item)),
                    Entry::Group(group) => {
                        steps.push(Step::Enter(group));
                        stack.push((group, 0));
                    }
                }
            }
        }
    }
    steps
}

/// The steps that each row meets.
pub(super) fn row_steps(lowered: &Lowered, order: &Order) -> Vec<Vec<Step>> {
    let mut rows = vec![Vec::new(); lowered.rows.len()];
    for step in walk(order) {
        let (first, last) = match step {
            Step::Item(item) => (lowered.items[item].first, lowered.items[item].last),
            Step::Enter(c) | Step::Exit(c) => lowered.span[c],
        };
        for row in &mut rows[first..=last] {
            row.push(step);
        }
    }
    rows
}

/// What begins in source order may cost so much more: it reads as written, and a small change of the
/// design changes little.
const LOYALTY: f64 = 1.15;

/// A first order with what it would cost.
pub(super) struct Quick {
    pub order: Order,
    pub crossings: f64,
    /// Guessed, px.
    pub width: f64,
    pub length: f64,
}

/// The order as written or the one found by sweeps, each sifted. `column` says where cards of a
/// folded row stand in it.
pub(super) fn quick(frame: &Frame, lowered: &Lowered, column: &[usize]) -> Quick {
    let mut search = Search::new(frame, lowered);
    let source = source::order(frame, lowered, column);
    let swept = sweeps(frame, lowered, &mut search, source.clone());
    let [(swept_cost, swept), (cost, source)] =
        [swept, source].map(|mut order| (search.settle(&mut order), order));
    let order = if cost <= LOYALTY * swept_cost { source } else { swept };
    search.cost(&order);
    let (width, length) = (search.estimate.width(), search.estimate.sideways());
    Quick { crossings: search.crossings(), order, width, length }
}

/// Things up to which the search goes on beyond a settled order, and what it may compare then.
const MEDIUM: usize = 2_000;
const KICKS: usize = 400;
const EFFORT: u64 = 500_000;

/// Makes a settled order better, and brings back what was written where that costs nothing.
pub(super) fn refine(frame: &Frame, lowered: &Lowered, order: &mut Order) {
    let mut search = Search::new(frame, lowered);
    if lowered.items.len() <= MEDIUM {
        gather(lowered, order);
        kick::mirror(frame, &mut search, order);
        kick::kicks(frame, lowered, &mut search, order, KICKS, EFFORT);
    }
    search.polish(order);
    source::face(frame, order);
    source::restore(frame, lowered, &mut search, order);
}

/// A guess of the width that a picture takes, before its order is known.
pub(super) fn width(frame: &Frame, lowered: &Lowered, column: &[usize]) -> f64 {
    let order = source::order(frame, lowered, column);
    let mut estimate = Estimate::new(frame, lowered);
    let line: Vec<u32> =
        walk(&order).into_iter().map(|s| s.number(lowered.items.len()) as u32).collect();
    estimate.take(&line);
    estimate.width()
}

/// The order found for one lowering, taken over to another one of the same graph.
pub(super) fn again(frame: &Frame, lowered: &Lowered, old: &Lowered, order: &Order) -> Order {
    let mut place = vec![0; old.items.len()];
    let mut group_place = vec![0; frame.containers.len()];
    for (at, step) in walk(order).into_iter().enumerate() {
        match step {
            Step::Item(item) => place[item] = at,
            Step::Enter(c) => group_place[c] = at,
            Step::Exit(_) => {}
        }
    }
    let of_link = |lowered: &Lowered| {
        let mut pieces: Vec<Vec<usize>> = vec![Vec::new(); frame.links.len()];
        for (i, item) in lowered.items.iter().enumerate() {
            if let What::Piece { link } | What::Label { link } = item.what {
                pieces[link].push(i);
            }
        }
        pieces
    };
    let mut key: Vec<usize> = (0..lowered.items.len()).collect();
    let old_pieces = of_link(old);
    for (link, pieces) in of_link(lowered).into_iter().enumerate() {
        for (nth, &piece) in pieces.iter().enumerate() {
            let before = old_pieces[link].get(nth).or(old_pieces[link].last());
            key[piece] = before.map_or(place[frame.links[link].from], |&p| place[p]);
        }
    }
    for (link, way) in lowered.ways.iter().enumerate() {
        let is_new = !matches!(old.ways[link], Way::Around { .. });
        if let (true, Way::Around { down, up }) = (is_new, way) {
            let line = &frame.links[link];
            down.iter().for_each(|&piece| key[piece] = place[line.from]);
            up.iter().for_each(|&piece| key[piece] = place[line.to]);
        }
    }
    key[..frame.cards.len()].copy_from_slice(&place[..frame.cards.len()]);
    let mut keyed: Vec<Vec<(usize, Entry)>> = vec![Vec::new(); frame.containers.len()];
    for c in 1..frame.containers.len() {
        keyed[frame.containers[c].parent].push((group_place[c], Entry::Group(c)));
    }
    for (i, item) in lowered.items.iter().enumerate() {
        keyed[item.owner].push((key[i], Entry::Item(i)));
    }
    let mut order = sorted(keyed);
    let mut search = Search::new(frame, lowered);
    search.settle(&mut order);
    search.polish(&mut order);
    source::restore(frame, lowered, &mut search, &mut order);
    order
}

pub(super) fn sorted(keyed: Vec<Vec<(usize, Entry)>>) -> Order {
    let entries = |mut keyed: Vec<(usize, Entry)>| {
        keyed.sort_by_key(|k| k.0);
        keyed.into_iter().map(|k| k.1).collect()
    };
    keyed.into_iter().map(entries).collect()
}

/// Barycentre sweeps: down, up, and both at once, keeping the best.
fn sweeps(frame: &Frame, lowered: &Lowered, search: &mut Search, start: Order) -> Order {
    let rounds = if lowered.items.len() > 20_000 { 8 } else { 24 };
    let by_row = {
        let mut items: Vec<usize> = (0..lowered.items.len()).collect();
        items.sort_by_key(|&i| lowered.items[i].first);
        items
    };
    let mut order = start;
    let mut best = (search.cost(&order), order.clone());
    let mut met: Vec<Order> = Vec::new();
    for round in 0..rounds {
        if round % 4 == 0 {
            if met.contains(&order) {
                break; // from here on it goes in circles
            }
            met.push(order.clone());
        }
        let x = search.estimate.x.clone();
        let mut key = x.clone();
        let mut towards = |item: usize, up: bool, down: bool, fresh: bool| {
            let above = lowered.above[item].iter().filter(|_| up);
            let below = lowered.below[item].iter().filter(|_| down);
            let (mut sum, mut count) = (0.0, 0.0);
            for &other in above.chain(below) {
                sum += if fresh { key[other] } else { x[other] };
                count += 1.0;
            }
            if count > 0.0 {
                key[item] = sum / count;
            }
        };
        match round % 4 {
            0 => by_row.iter().for_each(|&i| towards(i, true, false, true)),
            1 => by_row.iter().rev().for_each(|&i| towards(i, false, true, true)),
            _ => by_row.iter().for_each(|&i| towards(i, true, true, false)),
        }
        sort_by_key(frame, lowered, &mut order, &key);
        let cost = search.cost(&order);
        if cost < best.0 {
            best = (cost, order.clone());
        }
    }
    best.1
}

/// Sorts each container by the keys of its items; a group's key is the mean of all inside.
fn sort_by_key(frame: &Frame, lowered: &Lowered, order: &mut Order, key: &[f64]) {
    let mut sums = vec![(0.0, 0.0); frame.containers.len()];
    for (item, key) in lowered.items.iter().zip(key) {
        sums[item.owner].0 += key;
        sums[item.owner].1 += 1.0;
    }
    for c in frame.inside_out() {
        let (sum, count) = sums[c];
        let parent = frame.containers[c].parent;
        sums[parent].0 += sum;
        sums[parent].1 += count;
    }
    let of = |entry: &Entry| match *entry {
        Entry::Item(item) => key[item],
        Entry::Group(c) => sums[c].0 / f64::max(sums[c].1, 1.0),
    };
    for entries in order.iter_mut() {
        entries.sort_by(|a, b| of(a).total_cmp(&of(b)));
    }
}

/// Lists the entries of large containers so that those of one row stand near each other. Each row
/// keeps its order, so the picture stays the same; sifting has less far to go.
pub(super) fn gather(lowered: &Lowered, order: &mut Order) {
    const LARGE: usize = 8;
    for entries in order.iter_mut().filter(|e| e.len() > LARGE) {
        let span = |entry: Entry| match entry {
            Entry::Item(item) => (lowered.items[item].first, lowered.items[item].last),
            Entry::Group(c) => lowered.span[c],
        };
        let mut after: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
        let mut waiting = vec![0; entries.len()];
        let mut latest: Vec<Option<usize>> = vec![None; lowered.rows.len()];
        for (i, &entry) in entries.iter().enumerate() {
            let (first, last) = span(entry);
            for before in latest[first..=last].iter_mut().filter_map(|row| row.replace(i)) {
                after[before].push(i);
                waiting[i] += 1;
            }
        }
        let key = |i: usize| Reverse((span(entries[i]).0, i));
        let mut free: BinaryHeap<Reverse<(usize, usize)>> =
            (0..entries.len()).filter(|&i| waiting[i] == 0).map(key).collect();
        let mut gathered = Vec::with_capacity(entries.len());
        while let Some(Reverse((_, i))) = free.pop() {
            gathered.push(entries[i]);
            for &next in &after[i] {
                waiting[next] -= 1;
                if waiting[next] == 0 {
                    free.push(key(next));
                }
            }
        }
        *entries = gathered;
    }
}
