//! Stage 3, order: who stands left of whom.
//!
//! Each container holds one order of its items and child groups. A row's order is what a walk
//! through the containers meets in that row, so a group stays in one piece and on one side of each
//! neighbour in all rows, by construction. The search starts from the source order, sweeps up and
//! down moving everything towards the middle of its neighbours, and ends with sifting (`sift`).

use super::frame::{Frame, WHOLE};
use super::lower::{Lowered, What};
use super::sift;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// Finds an order with few crossings.
pub(super) fn order(frame: &Frame, lowered: &Lowered) -> Order {
    let source = source_order(frame, lowered);
    let mut best = sweeps(frame, lowered, source.clone());
    sift::improve(frame, lowered, &mut best, &source);
    face_source_order(frame, &mut best);
    best
}

/// As written: a group where its first card is, a piece after the first end of its link.
fn source_order(frame: &Frame, lowered: &Lowered) -> Order {
    let mut keyed: Vec<Vec<(usize, Entry)>> = vec![Vec::new(); frame.containers.len()];
    let first = first_cards(frame);
    for c in 1..frame.containers.len() {
        keyed[frame.containers[c].parent].push((2 * first[c], Entry::Group(c)));
    }
    for (i, item) in lowered.items.iter().enumerate() {
        let key = match item.what {
            What::Card => 2 * i,
            What::Piece { link } | What::Label { link } => {
                2 * frame.links[link].from.min(frame.links[link].to) + 1
            }
        };
        keyed[item.owner].push((key, Entry::Item(i)));
    }
    let sorted = |mut entries: Vec<(usize, Entry)>| {
        entries.sort_by_key(|e| e.0);
        entries.into_iter().map(|e| e.1).collect()
    };
    keyed.into_iter().map(sorted).collect()
}

fn first_cards(frame: &Frame) -> Vec<usize> {
    let mut first = vec![usize::MAX / 4; frame.containers.len()];
    for card in 0..frame.cards.len() {
        for c in frame.around(card) {
            first[c] = first[c].min(card);
        }
    }
    first
}

/// Barycentre sweeps: down, up, and both at once, keeping the best.
fn sweeps(frame: &Frame, lowered: &Lowered, start: Order) -> Order {
    let rounds = if lowered.items.len() > 20_000 { 8 } else { 24 };
    let by_row = {
        let mut items: Vec<usize> = (0..lowered.items.len()).collect();
        items.sort_by_key(|&i| lowered.items[i].first);
        items
    };
    let mut order = start;
    let mut best = (cost(frame, lowered, &order), order.clone());
    for round in 0..rounds {
        let x = estimate(frame, lowered, &order);
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
        let cost = cost(frame, lowered, &order);
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

/// What a crossing is worth, in px of link.
const CROSSING: f64 = 400.0;

/// Crossings and the estimated sideways length of all links.
pub(super) fn cost(frame: &Frame, lowered: &Lowered, order: &Order) -> f64 {
    let x = estimate(frame, lowered, order);
    let crossings = sift::Crossings::new(frame, lowered, order).count() as f64 / sift::UNIT as f64;
    crossings * CROSSING + sideways(lowered, &x)
}

fn sideways(lowered: &Lowered, x: &[f64]) -> f64 {
    let mut length = 0.0;
    for (item, below) in lowered.below.iter().enumerate() {
        length += below.iter().map(|&b| (x[item] - x[b]).abs()).sum::<f64>();
    }
    length + lowered.level.iter().map(|&(a, b)| 1.5 * (x[a] - x[b]).abs()).sum::<f64>()
}

/// Where things would stand: the mean of everything pushed left and everything pushed right.
pub(super) fn estimate(frame: &Frame, lowered: &Lowered, order: &Order) -> Vec<f64> {
    let steps = walk(order);
    let items = lowered.items.len();
    let numbers = items + 2 * frame.containers.len();
    let mut left = vec![0.0; numbers];
    let mut edge = vec![0.0; lowered.rows.len()];
    for &step in &steps {
        push(frame, lowered, step, false, &mut edge, &mut left);
    }
    let width = edge.iter().copied().fold(0.0, f64::max);
    let mut right = vec![0.0; numbers];
    edge.iter_mut().for_each(|e| *e = 0.0);
    for &step in steps.iter().rev() {
        push(frame, lowered, step, true, &mut edge, &mut right);
    }
    (0..items).map(|i| (left[i] + width - right[i]) / 2.0).collect()
}

/// Room beside a border in the estimate, px.
const BORDER: f64 = 16.0;

/// Puts one step against the edge of its rows; `mirrored` when walking from the right.
fn push(
    frame: &Frame,
    lowered: &Lowered,
    step: Step,
    mirrored: bool,
    edge: &mut [f64],
    at: &mut [f64],
) {
    let number = step.number(lowered.items.len());
    match step {
        Step::Item(i) => {
            let item = &lowered.items[i];
            let gap = if matches!(item.what, What::Card) { 15.0 } else { 8.0 };
            let room = |row| {
                let (left, right) = item.room(row);
                if mirrored { (right + gap, left + gap) } else { (left + gap, right + gap) }
            };
            let place = |x: f64, row: usize| x.max(edge[row] + room(row).0);
            let x = (item.first..=item.last).fold(0.0, place);
            at[number] = x;
            (item.first..=item.last).for_each(|row| edge[row] = x + room(row).1);
        }
        Step::Enter(c) | Step::Exit(c) => {
            let (first, last) = lowered.span[c];
            let mut x = edge[first..=last].iter().copied().fold(0.0, f64::max);
            if matches!(step, Step::Exit(_)) != mirrored {
                let other = if mirrored { number + 1 } else { number - 1 };
                x = x.max(at[other] + super::title_width(frame, c));
            }
            at[number] = x;
            edge[first..=last].iter_mut().for_each(|e| *e = x + BORDER);
        }
    }
}

/// Mirrors the picture when that agrees better with the order in which groups were written.
fn face_source_order(frame: &Frame, order: &mut Order) {
    let first = first_cards(frame);
    let mut swapped = 0i64;
    for entries in order.iter() {
        let groups: Vec<usize> = entries.iter().filter_map(|e| group_of(*e)).collect();
        for pair in groups.windows(2) {
            swapped += if first[pair[0]] > first[pair[1]] { 1 } else { -1 };
        }
    }
    if swapped > 0 {
        order.iter_mut().for_each(|entries| entries.reverse());
    }
}

fn group_of(entry: Entry) -> Option<usize> {
    match entry {
        Entry::Group(group) => Some(group),
        Entry::Item(_) => None,
    }
}
