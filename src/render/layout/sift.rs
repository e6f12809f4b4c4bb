//! Sifting: each entry of a container is carried past its neighbours and left where links cross
//! least (`crossings` says what a swap changes); small pictures also weigh how far links run.

use super::crossings::{Crossings, UNIT};
use super::estimate::Estimate;
use super::frame::Frame;
use super::lower::Lowered;
use super::order::{self, Entry, Order};

/// Pairs compared at most in one go: about a tenth of a second.
const EFFORT: u64 = 20_000_000;
/// Things up to which sifting also weighs lengths, and up to which it looks as far as it can.
const MEDIUM: usize = 800;
const SMALL: usize = 250;
/// Things placed at most while polishing: some milliseconds.
const POLISH: usize = 2_000_000;

/// With more crossings than this added, no place is worth a guess at its length.
const WORTH_A_GUESS: i64 = 0;

/// What an order costs, and the search for a cheaper one.
pub(super) struct Search<'a> {
    crossings: Crossings<'a>,
    pub estimate: Estimate<'a>,
    guesses: usize,
}

/// What a crossing is worth, in px of link.
const CROSSING: f64 = 400.0;

impl<'a> Search<'a> {
    pub fn new(frame: &Frame, lowered: &'a Lowered) -> Search<'a> {
        Search {
            crossings: Crossings::new(frame, lowered),
            estimate: Estimate::new(frame, lowered),
            guesses: 0,
        }
    }

    /// Crossings and the guessed sideways length of all links, as px of link.
    pub fn cost(&mut self, order: &Order) -> f64 {
        self.crossings.take(order);
        let crossings = self.crossings.count();
        self.length() + crossings as f64 * PER_UNIT
    }

    fn length(&mut self) -> f64 {
        self.guesses += 1;
        self.estimate.take(&self.crossings.line);
        self.estimate.sideways()
    }

    /// Sifts by crossings until nothing improves or the effort is spent; returns the cost.
    pub fn settle(&mut self, order: &mut Order) -> f64 {
        order::gather(self.crossings.lowered, order);
        self.crossings.take(order);
        let everything = Dirty::everything(&self.crossings, order.len());
        settle(&mut self.crossings, order, everything, REACH);
        self.cost(order)
    }

    /// Sifts only what was moved and what that touches; returns the cost.
    pub fn resettle(&mut self, order: &mut Order, moved: &[Entry]) -> f64 {
        self.crossings.take(order);
        let dirty = Dirty::around(&self.crossings, order.len(), moved);
        settle(&mut self.crossings, order, dirty, NEAR);
        self.length() + self.crossings.count() as f64 * PER_UNIT
    }

    /// What has been compared so far.
    pub fn effort(&self) -> u64 {
        self.crossings.effort
    }

    /// Crossings of the order taken last, weighted borders left in.
    pub fn crossings(&self) -> f64 {
        self.crossings.count() as f64 / UNIT as f64
    }

    /// Sifts what has settled by crossings and length together, unless it is large.
    pub fn polish(&mut self, order: &mut Order) {
        self.crossings.take(order);
        let things = self.crossings.line.len();
        if things > MEDIUM {
            return;
        }
        let (reach, guesses) = (if things <= SMALL { 60 } else { 5 }, POLISH / things);
        self.guesses = 0;
        for _ in 0..4 {
            let mut improved = false;
            for entries in order.iter_mut().filter(|e| e.len() > 1) {
                for entry in entries.clone() {
                    improved |= self.polish_one(entries, entry, reach);
                    if self.guesses > guesses {
                        return;
                    }
                }
            }
            if !improved {
                return;
            }
        }
    }

    fn polish_one(&mut self, entries: &mut [Entry], entry: Entry, reach: usize) -> bool {
        let Some(start) = entries.iter().position(|&e| e == entry) else { return false };
        let before = self.length();
        let (mut best, mut best_at) = (before, start);
        for right in [true, false] {
            let (mut at, mut met, mut crossings) = (start, 0, 0);
            while met < reach && (if right { at + 1 < entries.len() } else { at > 0 }) {
                let next = entries[if right { at + 1 } else { at - 1 }];
                let meets = self.crossings.meet(entry, next);
                crossings += carry(&mut self.crossings, entries, at, right);
                at = if right { at + 1 } else { at - 1 };
                met += meets as usize;
                if meets && crossings <= WORTH_A_GUESS {
                    let cost = self.length() + crossings as f64 * PER_UNIT;
                    if cost < best - 1.0 {
                        (best, best_at) = (cost, at);
                    }
                }
            }
            while at != start {
                shift(&mut self.crossings, entries, at, !right);
                at = if right { at - 1 } else { at + 1 };
            }
        }
        let mut at = start;
        while at != best_at {
            shift(&mut self.crossings, entries, at, best_at > at);
            at = if best_at > at { at + 1 } else { at - 1 };
        }
        best_at != start
    }
}

/// Px of link per unit of crossing.
const PER_UNIT: f64 = CROSSING / UNIT as f64;

/// Which entries a change may have made worth sifting, by number: items, then groups.
struct Dirty {
    items: usize,
    marks: Vec<bool>,
}

impl Dirty {
    fn nothing(crossings: &Crossings, groups: usize) -> Dirty {
        let items = crossings.lowered.items.len();
        Dirty { items, marks: vec![false; items + groups] }
    }

    fn everything(crossings: &Crossings, groups: usize) -> Dirty {
        let mut dirty = Dirty::nothing(crossings, groups);
        dirty.marks.fill(true);
        dirty
    }

    /// What was moved, and what it is joined to.
    fn around(crossings: &Crossings, groups: usize, moved: &[Entry]) -> Dirty {
        let mut dirty = Dirty::nothing(crossings, groups);
        moved.iter().for_each(|&entry| dirty.mark(crossings, entry));
        dirty
    }

    fn mark(&mut self, crossings: &Crossings, entry: Entry) {
        let at = self.number(entry);
        self.marks[at] = true;
        crossings.partners(entry, |number| self.marks[number] = true);
    }

    fn number(&self, entry: Entry) -> usize {
        match entry {
            Entry::Item(item) => item,
            Entry::Group(group) => self.items + group,
        }
    }

    fn take(&mut self, entry: Entry) -> bool {
        let at = self.number(entry);
        std::mem::take(&mut self.marks[at])
    }
}

/// Sifts what is dirty until nothing improves or the effort is spent.
fn settle(crossings: &mut Crossings, order: &mut Order, mut dirty: Dirty, reach: usize) {
    let end = crossings.effort + EFFORT;
    for _ in 0..10 {
        let mut improved = false;
        for entries in order.iter_mut().filter(|e| e.len() > 1) {
            for entry in entries.clone() {
                if !dirty.take(entry) {
                    continue;
                }
                if crossings.effort > end {
                    return;
                }
                let Some(start) = entries.iter().position(|&e| e == entry) else { continue };
                let now = sift(crossings, entries, start, reach);
                improved |= now != start;
                if now != start {
                    let passed = &entries[start.min(now)..=start.max(now)];
                    passed.iter().for_each(|&entry| dirty.mark(crossings, entry));
                }
            }
        }
        if !improved {
            return;
        }
    }
}

/// How many neighbours that share a row an entry is carried past on each side.
const REACH: usize = 40;
/// The same after a small disturbance.
const NEAR: usize = 10;

/// When it costs so much more it is carried no farther: two crossings.
const WORSE: i64 = 2 * UNIT;

/// How many neighbours it is carried past at all: after `gather`, what shares a row is nearer.
const FAR: usize = 400;

/// Carries one entry to its best place; returns where that is.
fn sift(crossings: &mut Crossings, entries: &mut [Entry], start: usize, reach: usize) -> usize {
    let entry = entries[start];
    let (mut best, mut best_at) = (0, start);
    let mut at = start;
    for right in [true, false] {
        let (mut change, mut met) = (0, 0);
        while met < reach
            && at.abs_diff(start) < FAR
            && (if right { at + 1 < entries.len() } else { at > 0 })
        {
            let next = entries[if right { at + 1 } else { at - 1 }];
            met += crossings.meet(entry, next) as usize;
            change += carry(crossings, entries, at, right);
            at = if right { at + 1 } else { at - 1 };
            if change < best {
                (best, best_at) = (change, at);
            }
            if change > best + WORSE {
                break;
            }
        }
        let goal = if right { start } else { best_at };
        while at != goal {
            let right = goal > at;
            shift(crossings, entries, at, right);
            at = if right { at + 1 } else { at - 1 };
        }
    }
    best_at
}

/// Swaps without asking what changes.
fn shift(crossings: &mut Crossings, entries: &mut [Entry], at: usize, right: bool) {
    let left = if right { at } else { at - 1 };
    crossings.swap(entries[left], entries[left + 1]);
    entries.swap(left, left + 1);
}

/// Swaps the entry at a place with its right or left neighbour; returns the change.
fn carry(crossings: &mut Crossings, entries: &mut [Entry], at: usize, right: bool) -> i64 {
    let left = if right { at } else { at - 1 };
    let (a, b) = (entries[left], entries[left + 1]);
    let change = crossings.change(a, b);
    crossings.swap(a, b);
    entries.swap(left, left + 1);
    change
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::layout::frame::Flow;
    use crate::render::layout::lower::{Detours, lower};
    use crate::render::layout::rank::{Scheme, Way, ranks};
    use crate::render::layout::samples::{hostile, sketch};

    fn lowered(frame: &Frame, rank: &[usize]) -> Lowered {
        lower(frame, rank, &Detours::none(frame))
    }

    #[test]
    fn two_links_that_cross_are_sifted_apart() {
        let frame = Frame::new(&sketch("web a\nweb b\ndb c\ndb d\na -> d\nb -> c"), Flow::Down);
        let lowered = lowered(&frame, &[0, 0, 1, 1]);
        let mut order: Order = vec![(0..4).map(Entry::Item).collect()];
        let mut search = Search::new(&frame, &lowered);
        search.crossings.take(&order);
        assert_eq!(search.crossings.count(), UNIT);
        search.settle(&mut order);
        search.polish(&mut order);
        assert_eq!(search.crossings.count(), 0);
    }

    #[test]
    fn the_change_of_a_swap_is_what_counting_anew_says() {
        for seed in 0..40 {
            let frame = Frame::new(&hostile(seed), Flow::Down);
            let folded = ranks(&frame, &Way::plain(Scheme::Tiers), 1.6, 7)
                .expect("tiers go with every design");
            let rank = folded.rank;
            let lowered = lowered(&frame, &rank);
            if !lowered.level.is_empty() {
                continue; // what stands between two groups that both hold ends is only guessed
            }
            let mut order: Order = vec![Vec::new(); frame.containers.len()];
            for (i, item) in lowered.items.iter().enumerate() {
                order[item.owner].push(Entry::Item(i));
            }
            for c in 1..frame.containers.len() {
                order[frame.containers[c].parent].push(Entry::Group(c));
            }
            let mut crossings = Crossings::new(&frame, &lowered);
            crossings.take(&order);
            let mut count = crossings.count();
            for entries in order.iter_mut().filter(|e| e.len() > 1) {
                for at in 0..entries.len() - 1 {
                    count += carry(&mut crossings, entries, at, true);
                    assert_eq!(count, crossings.count(), "seed {seed}");
                }
            }
        }
    }
}
