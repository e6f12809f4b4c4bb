//! What caches, copies that read and stated mixes make of a call.

use super::{Journey, Line, Oracle, Two};
use std::collections::BTreeSet;

impl Oracle<'_> {
    pub(super) fn is_store(&self, part: usize) -> bool {
        ["mysql", "storage"].contains(&self.s.parts[part].kind)
    }

    pub(super) fn primary(&self, part: usize) -> usize {
        let copy = self.s.copies.iter().find(|(_, copy)| *copy == part);
        copy.map_or(part, |(primary, _)| *primary)
    }

    /// The stores that a part calls or falls back to.
    pub(super) fn stores_of(&self, part: usize, fallbacks: bool) -> BTreeSet<usize> {
        let own = self.s.lines.iter().filter(|line| line.from == part && !line.is_message);
        let both = own.flat_map(|line| [Some(line.to), line.fallback.filter(|_| fallbacks)]);
        let stores = both.flatten().filter(|part| self.is_store(*part));
        stores.map(|part| self.primary(part)).collect()
    }

    pub(super) fn reads_through(&self, cache: usize, store: usize) -> bool {
        self.stores_of(cache, false).contains(&self.primary(store))
    }

    pub(super) fn stands_beside(&self, cache: usize, store: usize) -> bool {
        let through = self.stores_of(cache, false);
        let store = self.primary(store);
        match self.s.parts[cache].shields {
            Some(named) => self.primary(named) == store && !through.contains(&store),
            None if !through.is_empty() => false,
            None => {
                let callers: BTreeSet<usize> = (self.s.lines.iter())
                    .filter(|line| line.to == cache && !line.is_message)
                    .map(|line| line.from)
                    .collect();
                let all: BTreeSet<usize> =
                    callers.iter().flat_map(|caller| self.stores_of(*caller, true)).collect();
                all == BTreeSet::from([store])
            }
        }
    }

    pub(super) fn hits(&self, part: usize) -> f64 {
        let it = &self.s.parts[part];
        if it.is_down { 0.0 } else { it.hits.unwrap_or(0.0) }
    }

    /// What one read (or write) at the caller is over a line, before copies share the reads.
    pub(super) fn base(&self, journey: &Journey, at: usize, is_read: bool) -> Two {
        let line = &self.s.lines[at];
        let (part, calls) = (self.part(journey, at), line.calls.unwrap_or(1.0));
        let mut amount = part * calls;
        let caller = &self.s.parts[line.from];
        if is_read && ["cdn", "redis"].contains(&caller.kind) {
            amount *= 1.0 - self.hits(line.from);
        }
        if is_read && self.is_store(line.to) {
            amount *= self.left_by_caches(journey, line, part, calls);
        }
        match line.reads {
            Some(reads) => [amount * reads, amount * (1.0 - reads)],
            None if is_read => [amount, 0.0],
            None => [0.0, amount],
        }
    }

    pub(super) fn left_by_caches(
        &self,
        journey: &Journey,
        line: &Line,
        part: f64,
        calls: f64,
    ) -> f64 {
        let mut left = 1.0;
        for other in self.taken(journey, line.from) {
            let it = &self.s.lines[other];
            if self.s.parts[it.to].kind != "redis" || it.is_message {
                continue;
            }
            let own = self.part(journey, other);
            if self.reads_through(it.to, line.to) {
                let asks = own > 0.0 && !self.s.parts[it.to].is_down;
                left *= if asks && line.reads.is_none() { 0.0 } else { 1.0 };
            } else if self.stands_beside(it.to, line.to) && part > 0.0 {
                let share = f64::min(own, part) / part;
                let times = f64::min(it.calls.unwrap_or(1.0), calls) / calls;
                left *= 1.0 - self.hits(it.to) * share * times;
            }
        }
        left
    }

    /// What one read (or write) at the caller is over a line.
    pub(super) fn cause(&self, journey: &Journey, at: usize, is_read: bool) -> Two {
        let line = &self.s.lines[at];
        let own = self.base(journey, at, is_read);
        let taken = self.taken(journey, line.from);
        let to_copy = |other: &usize| {
            let to = self.s.lines[*other].to;
            self.s.parts[to].is_replica
                && self.primary(to) == self.primary(line.to)
                && to != self.primary(to)
        };
        let copies: Vec<usize> = taken.iter().copied().filter(to_copy).collect();
        let to_primary = taken.iter().copied().find(|other| {
            self.s.lines[*other].to == self.primary(line.to)
                && self.s.copies.iter().any(|(primary, _)| *primary == self.s.lines[*other].to)
        });
        let (Some(first), false) = (to_primary, copies.is_empty()) else {
            return if self.s.parts[line.to].is_replica { [own[0], 0.0] } else { own };
        };
        if at != first && !copies.contains(&at) {
            return own;
        }
        let base = self.base(journey, first, is_read);
        let open = copies.iter().filter(|copy| self.s.lines[**copy].share.is_none()).count();
        let stated: f64 = copies.iter().filter_map(|copy| self.s.lines[*copy].share).sum();
        let own = |copy: &usize| {
            let rest = f64::max(0.0, 1.0 - stated) / open.max(1) as f64;
            self.s.lines[*copy].share.unwrap_or(rest)
        };
        let all = f64::min(1.0, copies.iter().map(own).sum());
        let up = |copy: &&usize| !self.s.parts[self.s.lines[**copy].to].is_down;
        let alive: f64 = copies.iter().filter(up).map(own).sum();
        let read = if alive > 0.0 { all } else { 0.0 };
        if at == first {
            return [base[0] * (1.0 - read), base[1]];
        }
        if up(&&at) && alive > 0.0 { [base[0] * own(&at) / alive * all, 0.0] } else { [0.0, 0.0] }
    }
}
