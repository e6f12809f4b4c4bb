//! Part of stage 3: the order as written. The search starts from it, and what costs nothing comes
//! back to it at the end: zones, and cards of a kind in one row, stand as they were declared.

use super::frame::Frame;
use super::lower::{Lowered, What};
use super::order::{Entry, Order, sorted};
use super::sift::Search;
use std::collections::BTreeMap;

/// As written: a group where its first card is, a piece after the first end of its link.
pub(super) fn order(frame: &Frame, lowered: &Lowered, column: &[usize]) -> Order {
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
    let mut order = sorted(keyed);
    follow_folds(frame, lowered, column, &mut order);
    order
}

/// Puts the cards and groups of a folded row in the order in which the fold runs.
fn follow_folds(frame: &Frame, lowered: &Lowered, column: &[usize], order: &mut Order) {
    if column.iter().all(|&column| column == 0) {
        return;
    }
    let mut first = vec![usize::MAX; frame.containers.len()];
    for (card, &column) in column.iter().enumerate() {
        frame.around(card).for_each(|c| first[c] = first[c].min(column));
    }
    let column = |entry: Entry| match entry {
        Entry::Item(item) => column.get(item).map(|&column| (lowered.items[item].first, column)),
        Entry::Group(c) => {
            let (row, last) = lowered.span[c];
            (row == last).then_some((row, first[c]))
        }
    };
    for entries in order.iter_mut() {
        let row = |entry: Entry| column(entry).map(|(row, _)| row);
        rearrange(entries, row, column);
    }
}

/// Sorts those entries by a key that are of one set, each set in the places that it has.
fn rearrange<S: Ord, K: Ord>(
    entries: &mut [Entry],
    set: impl Fn(Entry) -> Option<S>,
    key: impl Fn(Entry) -> K,
) {
    let mut alike: BTreeMap<S, Vec<usize>> = BTreeMap::new();
    for (at, &entry) in entries.iter().enumerate() {
        if let Some(set) = set(entry) {
            alike.entry(set).or_default().push(at);
        }
    }
    for places in alike.into_values() {
        let mut members: Vec<Entry> = places.iter().map(|&at| entries[at]).collect();
        members.sort_by_key(|&entry| key(entry));
        for (at, entry) in places.into_iter().zip(members) {
            entries[at] = entry;
        }
    }
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

/// Mirrors the picture when that agrees better with the order in which groups were written.
pub(super) fn face(frame: &Frame, order: &mut Order) {
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

/// Brings back the order as written wherever the picture becomes no worse.
pub(super) fn restore(frame: &Frame, lowered: &Lowered, search: &mut Search, order: &mut Order) {
    let mut restoring = Restoring { frame, lowered, search, tries: TRIES / lowered.items.len() };
    restoring.line_up(order);
    restoring.exchange(order);
}

/// Orders tried at most, times items: a few milliseconds.
const TRIES: usize = 10_000;
/// What costs so much more costs nothing, px of link.
const NOTHING: f64 = 40.0;

struct Restoring<'a, 'b> {
    frame: &'a Frame,
    lowered: &'a Lowered,
    search: &'a mut Search<'b>,
    tries: usize,
}

impl Restoring<'_, '_> {
    /// Puts what no link touches into source order: cards in the places they have in their row,
    /// groups together at the side where less runs around them, rather on the left.
    fn line_up(&mut self, order: &mut Order) {
        let busy = busy(self.frame, self.lowered);
        let items = self.lowered.items.len();
        let row = |entry: Entry| match entry {
            Entry::Item(item) => (!busy[item]).then_some(self.lowered.items[item].first),
            Entry::Group(_) => None,
        };
        for entries in order.iter_mut() {
            rearrange(entries, row, |entry| entry);
        }
        for c in 0..order.len() {
            let is_idle = |entry: &Entry| matches!(entry, Entry::Group(c) if !busy[items + c]);
            let (mut idle, others): (Vec<Entry>, Vec<Entry>) =
                order[c].iter().partition(|entry| is_idle(entry));
            idle.sort();
            if !idle.is_empty() {
                self.put_beside(order, c, &idle, &others);
            }
        }
    }

    fn put_beside(&mut self, order: &mut Order, c: usize, idle: &[Entry], others: &[Entry]) {
        order[c] = [idle, others].concat();
        if others.is_empty() || self.tries < 2 {
            return;
        }
        self.tries -= 2;
        let left = self.search.cost(order);
        order[c] = [others, idle].concat();
        if left <= self.search.cost(order) + NOTHING {
            order[c] = [idle, others].concat();
        }
    }

    /// Exchanges siblings that stand against source order.
    fn exchange(&mut self, order: &mut Order) {
        let mut cost = self.search.cost(order);
        for c in 0..order.len() {
            let siblings = siblings(self.frame, self.lowered, &order[c]);
            for (&left, &right) in siblings.iter().flat_map(|places| pairs(places)) {
                if self.tries == 0 {
                    return;
                }
                if order[c][left] < order[c][right] {
                    continue;
                }
                self.tries -= 1;
                order[c].swap(left, right);
                let exchanged = self.search.cost(order);
                if exchanged <= cost + NOTHING {
                    cost = exchanged;
                } else {
                    order[c].swap(left, right);
                }
            }
        }
    }
}

/// Of each item, then of each container, whether a link touches it or anything inside.
fn busy(frame: &Frame, lowered: &Lowered) -> Vec<bool> {
    let items = lowered.items.len();
    let mut busy: Vec<bool> =
        (0..items).map(|i| !lowered.above[i].is_empty() || !lowered.below[i].is_empty()).collect();
    for &(a, b) in &lowered.level {
        (busy[a], busy[b]) = (true, true);
    }
    busy.resize(items + frame.containers.len(), false);
    for (item, owner) in lowered.items.iter().map(|item| item.owner).enumerate() {
        busy[items + owner] |= busy[item];
    }
    for c in frame.inside_out() {
        busy[items + frame.containers[c].parent] |= busy[items + c];
    }
    busy
}

/// More siblings than these in one row are left where they are.
const MANY: usize = 64;

/// The places of entries that could change places: groups of a kind, and cards of a kind in one row.
fn siblings(frame: &Frame, lowered: &Lowered, entries: &[Entry]) -> Vec<Vec<usize>> {
    let mut alike: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, &entry) in entries.iter().enumerate() {
        let sort = match entry {
            Entry::Group(c) => Some((None, frame.containers[c].kind, lowered.span[c].0)),
            Entry::Item(item) => {
                let card = frame.cards.get(item);
                card.map(|card| (card.kind, None, lowered.items[item].first))
            }
        };
        if let Some(sort) = sort {
            alike.entry(sort).or_default().push(at);
        }
    }
    alike.into_values().filter(|places| (2..=MANY).contains(&places.len())).collect()
}

/// Every two of the places, those far apart first.
fn pairs(places: &[usize]) -> impl Iterator<Item = (&usize, &usize)> {
    let apart = (1..places.len()).rev();
    apart.flat_map(move |by| places.iter().zip(&places[by..]))
}

#[cfg(test)]
mod tests {
    use crate::render::graph::{Direction, Layout};
    use crate::render::layout::layout;
    use crate::render::layout::samples::sketch;

    fn laid_out(text: &str) -> Layout {
        layout(&sketch(text), Direction::Down)
    }

    #[test]
    fn zones_that_nothing_runs_into_stand_together_as_written() {
        let text = "region r \"R\" {\nzone a \"A\" {\n}\nzone b \"B\" {\n}\nlb l\n\
                    zone c \"C\" {\n}\n}\nwas s\nl -> s";
        let layout = laid_out(text);
        let x: Vec<f64> = layout.groups[1..].iter().map(|zone| zone.x).collect();
        assert!(x.is_sorted(), "{x:?}");
        assert!(x[2] < layout.nodes[0].x, "{x:?}");
    }

    #[test]
    fn cards_that_could_change_places_stand_as_written() {
        let text = "lb l\nwas a\nwas b\nwas c\ndb d\nl -> c\nl -> b\nl -> a\n\
                    c -> d\na -> d\nb -> d";
        let layout = laid_out(text);
        let x: Vec<f64> = layout.nodes[1..4].iter().map(|card| card.x).collect();
        assert!(x.is_sorted(), "{x:?}");
    }
}
