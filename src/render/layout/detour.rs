//! Between stages 2 and 3: links that can't run the usual way, because of where their ends came to
//! stand, are lowered anew and the order is found again.
//!
//! A link of one row whose label has no room between its ends runs below the row. A link that would
//! run sideways through a group that holds neither of its ends goes around: down from both ends to
//! below that group, and across there.

use super::beside::{self, Beside};
use super::frame::{Frame, WHOLE};
use super::lower::{self, Detours, Lowered, Way};
use super::order::{self, Entry, Order, Step};

/// Rows with an order in which no link runs through a foreign group.
pub(super) struct Arranged {
    pub lowered: Lowered,
    pub order: Order,
    pub beside: Beside,
}

/// So often links go around the groups they pass. What still passes one goes below everything.
const TRIES: usize = 4;

/// Starts from a first lowering with its order.
pub(super) fn arranged(frame: &Frame, rank: &[usize], first: (Lowered, Order)) -> Arranged {
    let (mut lowered, mut order) = first;
    let mut detours = Detours::none(frame);
    let mut sunk = 0;
    let mut tries = 0;
    loop {
        let beside = beside::beside(frame, &lowered, &order);
        let mut changed = sink(frame, &lowered, &beside, &mut detours, sunk == 1);
        sunk += 1;
        if !changed {
            changed = go_around(frame, &lowered, &order, &beside, &mut detours, tries < TRIES);
            tries += 1;
        }
        if !changed {
            return Arranged { lowered, order, beside };
        }
        let next = lower::lower(frame, rank, &detours);
        order = order::again(frame, &next, &lowered, &order);
        lowered = next;
        hug(frame, &lowered, &mut order, &detours);
    }
}

/// Sends links without a seat below their row, and those up again that would find one, if they may.
fn sink(
    frame: &Frame,
    lowered: &Lowered,
    beside: &Beside,
    detours: &mut Detours,
    may_rise: bool,
) -> bool {
    let mut changed = false;
    for (link, under) in detours.under.iter_mut().enumerate() {
        let level = frame.links[link].label.is_some() && lowered.ways[link] == Way::Level;
        let sinks = level && beside.seats[link].is_none();
        let rises = may_rise && beside.could[link];
        changed |= sinks || rises;
        *under = (*under || sinks) && !rises;
    }
    changed
}

fn go_around(
    frame: &Frame,
    lowered: &Lowered,
    order: &Order,
    beside: &Beside,
    detours: &mut Detours,
    may_pass: bool,
) -> bool {
    let mut changed = false;
    for (link, groups) in foreign(frame, lowered, order, beside) {
        let around = &mut detours.around[link];
        if around.contains(&WHOLE) {
            continue;
        }
        let new: Vec<usize> = groups.into_iter().filter(|group| !around.contains(group)).collect();
        let lost = new.is_empty() || !may_pass;
        around.extend(if lost { vec![WHOLE] } else { new });
        changed = true;
    }
    changed
}

/// Links that run sideways through groups that hold neither of their ends, with those groups.
pub(super) fn foreign(
    frame: &Frame,
    lowered: &Lowered,
    order: &Order,
    beside: &Beside,
) -> Vec<(usize, Vec<usize>)> {
    let passing = Passing::new(frame, lowered, order);
    let mut found = Vec::new();
    for (link, line) in frame.links.iter().enumerate() {
        let mut groups = Vec::new();
        for (gap, a, b) in stretches(frame, lowered, beside, link) {
            passing.groups(gap, a, b, &mut groups);
        }
        let own = |c: &usize| frame.around(line.from).chain(frame.around(line.to)).any(|d| d == *c);
        groups.retain(|c| !own(c));
        groups.sort_unstable();
        groups.dedup();
        if !groups.is_empty() {
            found.push((link, groups));
        }
    }
    found
}

/// The sideways stretches of a link: below which row, and from which item to which.
fn stretches(
    frame: &Frame,
    lowered: &Lowered,
    beside: &Beside,
    link: usize,
) -> Vec<(usize, usize, usize)> {
    let line = &frame.links[link];
    let below = |a: usize, b: usize| (lowered.items[a].last, a, b);
    let way = &lowered.ways[link];
    let pairs = way.chains().into_iter().flat_map(|chain| chain.windows(2));
    let mut stretches: Vec<_> = pairs.map(|pair| below(pair[0], pair[1])).collect();
    match way {
        Way::Around { down, up } => stretches.push(below(down[down.len() - 1], up[up.len() - 1])),
        Way::Under([label, plain]) => {
            stretches.extend([below(line.from, *label), below(line.to, *plain)]);
            stretches.push(below(*label, *plain));
        }
        Way::Level if beside.seats[link].is_none() => stretches.push(below(line.from, line.to)),
        Way::Level | Way::Loop | Way::Through { .. } => {}
    }
    stretches
}

/// Groups by the gaps that they span, and where everything stands from left to right.
struct Passing {
    spanning: Vec<Vec<usize>>,
    item: Vec<usize>,
    group: Vec<usize>,
}

impl Passing {
    fn new(frame: &Frame, lowered: &Lowered, order: &Order) -> Passing {
        let mut spanning = vec![Vec::new(); lowered.rows.len()];
        for c in 1..frame.containers.len() {
            let (first, last) = lowered.span[c];
            spanning[first..last].iter_mut().for_each(|groups| groups.push(c));
        }
        let (mut item, mut group) = (vec![0; lowered.items.len()], vec![0; frame.containers.len()]);
        for (at, step) in order::walk(order).into_iter().enumerate() {
            match step {
                Step::Item(i) => item[i] = at,
                Step::Enter(c) => group[c] = at,
                Step::Exit(_) => {}
            }
        }
        Passing { spanning, item, group }
    }

    /// The groups with one of two items on each side.
    fn groups(&self, gap: usize, a: usize, b: usize, out: &mut Vec<usize>) {
        let (a, b) = (self.item[a], self.item[b]);
        let between = |c: &&usize| (a < self.group[**c]) != (b < self.group[**c]);
        out.extend(self.spanning[gap].iter().filter(between));
    }
}

/// Puts the pieces of links that go below everything directly beside the group or card they come
/// from, where nothing stands that they could run through.
fn hug(frame: &Frame, lowered: &Lowered, order: &mut Order, detours: &Detours) {
    for (link, around) in detours.around.iter().enumerate() {
        let (true, Way::Around { down, up }) = (around.contains(&WHOLE), &lowered.ways[link])
        else {
            continue;
        };
        let line = &frame.links[link];
        let place = |order: &Order, card| {
            order::walk(order).iter().position(|step| *step == Step::Item(card))
        };
        let to_right = place(order, line.from) < place(order, line.to);
        for (card, chain, right) in [(line.from, down, to_right), (line.to, up, !to_right)] {
            for &piece in &chain[1..] {
                let owner = lowered.items[piece].owner;
                let beside = frame.branch(owner, card).map_or(Entry::Item(card), Entry::Group);
                let entries = &mut order[owner];
                entries.retain(|&entry| entry != Entry::Item(piece));
                let at = entries.iter().position(|&entry| entry == beside);
                let at = at.map_or(0, |at| at + usize::from(right));
                entries.insert(at, Entry::Item(piece));
            }
        }
    }
}
