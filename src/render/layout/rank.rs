//! Stage 1, ranks: which row of cards each card stands in, decided by what the links mean.
//!
//! A request runs down, so whoever answers stands below whoever asks. Data copied between two of a
//! kind runs sideways, so both stand in one row. A link between two large neighbours (two domains
//! that call each other) says nothing about which is above. Cycles are broken in source order, the
//! longest path gives the rank, and then cards move to where a person would put them: a source near
//! what it calls, a lonely leaf beside the others of its group, many alike side by side in rows.

use super::acyclic::{sources_first, without_cycles};
use super::blocks::{Blocks, Scope};
use super::fold::{Folded, fold};
use super::frame::{Flow, Frame, WHOLE};
use super::{peers, spread};

/// A way of ranking. None is the best for every design, so several are tried (`choose`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// Tiers through all groups; groups that call each other stand side by side.
    Tiers,
    /// Groups as blocks above each other.
    Blocks(Scope),
    /// The same of domains, and a copy stands below its original.
    Copies,
}

/// A scheme with what is done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Way {
    pub scheme: Scheme,
    /// What the same many cards call stands one below the other.
    pub spread: bool,
    /// Cards that stand a row lower than they need, once for each time that they are named.
    pub lower: Vec<usize>,
}

impl Way {
    pub fn plain(scheme: Scheme) -> Way {
        Way { scheme, spread: false, lower: Vec::new() }
    }
}

/// The rank of each card, from 0 and without gaps, and its column where the picture was folded.
/// Nothing when the design does not go with the scheme.
pub(super) fn ranks(frame: &Frame, way: &Way, breadth: f64, few: usize) -> Option<Folded> {
    let mut ranking = Ranking::new(frame, way.scheme)?;
    let mut rank = ranking.settle();
    if way.scheme != Scheme::Tiers {
        ranking.level_twins(&mut rank);
        ranking.seat_loners(&mut rank);
        ranking.wrap_fans(&mut rank);
        if way.spread && !ranking.spread(&mut rank) {
            return None;
        }
        ranking.lower(&mut rank, &way.lower);
        let rank = compress(ranking.of_cards(&rank));
        return Some(Folded { column: vec![0; rank.len()], rank });
    }
    ranking.sink_leaves(&mut rank);
    ranking.level_twins(&mut rank);
    ranking.seat_loners(&mut rank);
    ranking.wrap_fans(&mut rank);
    ranking.wrap_peers(&mut rank, breadth);
    ranking.sink_shared(&mut rank);
    if way.spread && !ranking.spread(&mut rank) {
        return None;
    }
    ranking.lower(&mut rank, &way.lower);
    Some(fold(frame, compress(ranking.of_cards(&rank)), breadth, few))
}

/// Renumbers so that every rank is used.
fn compress(rank: Vec<usize>) -> Vec<usize> {
    let mut used = rank.clone();
    used.sort_unstable();
    used.dedup();
    rank.iter().map(|r| used.partition_point(|u| u < r)).collect()
}

struct Ranking<'a> {
    frame: &'a Frame,
    /// The card that stands for each card: those that share a row share one.
    chief: Vec<usize>,
    /// Over chiefs, without cycles.
    after: Vec<Vec<usize>>,
    before: Vec<Vec<usize>>,
    /// Chiefs so that each stands after those before it.
    order: Vec<usize>,
    /// The least rank of each chief.
    floor: Vec<usize>,
    blocks: Option<Blocks>,
}

impl<'a> Ranking<'a> {
    fn new(frame: &'a Frame, scheme: Scheme) -> Option<Ranking<'a>> {
        let n = frame.cards.len();
        let copies = match scheme {
            Scheme::Copies => vec![false; frame.links.len()],
            Scheme::Tiers | Scheme::Blocks(_) => peers::copies(frame),
        };
        let chief = peers::chiefs(frame, &copies);
        let neighbours = match scheme {
            Scheme::Tiers => peers::large_neighbours(frame),
            Scheme::Blocks(_) | Scheme::Copies => peers::Neighbours::none(frame),
        };
        let mut after = vec![Vec::new(); n];
        for (i, link) in frame.links.iter().enumerate() {
            let (a, b) = (chief[link.from], chief[link.to]);
            if a != b && !copies[i] && !neighbours.between(frame, link.from, link.to) {
                after[a].push(b);
            }
        }
        let after = without_cycles(&chief, after);
        let mut before = vec![Vec::new(); n];
        for (a, targets) in after.iter().enumerate() {
            targets.iter().for_each(|&b: &usize| before[b].push(a));
        }
        let order = sources_first(&chief, &after, &before);
        let scope = match scheme {
            Scheme::Tiers => None,
            Scheme::Blocks(scope) => Some(scope),
            Scheme::Copies => Some(Scope::Domains),
        };
        let blocks = match scope {
            None => None,
            Some(scope) => {
                let ranks: Vec<bool> = copies.iter().map(|copies| !copies).collect();
                let is_loner = |chief: usize| after[chief].is_empty() && before[chief].is_empty();
                Some(Blocks::new(frame, scope, &chief, &ranks, is_loner)?)
            }
        };
        Some(Ranking { frame, chief, after, before, order, floor: vec![0; n], blocks })
    }

    /// Longest paths from the floors; then sources come down to what they call. Blocks settle all at
    /// once.
    fn settle(&self) -> Vec<usize> {
        if let Some(blocks) = &self.blocks {
            return blocks.settle(&self.chief, &self.floor);
        }
        let mut rank = self.floor.clone();
        for &a in &self.order {
            for &b in &self.after[a] {
                rank[b] = rank[b].max(rank[a] + 1);
            }
        }
        for _ in 0..4 {
            let mut moved = false;
            for &a in self.order.iter().rev() {
                let Some(next) = self.after[a].iter().map(|&b| rank[b]).min() else { continue };
                if next > rank[a] + 1 && self.may_come_down(a) {
                    rank[a] = next - 1;
                    moved = true;
                }
            }
            if !moved {
                break;
            }
        }
        rank
    }

    fn may_come_down(&self, card: usize) -> bool {
        if self.before[card].len() > self.after[card].len() {
            return false;
        }
        let home = self.frame.cards[card].home;
        let at_home = |&other: &usize| self.frame.cards[other].home == home;
        home == WHOLE
            || !self.before[card].iter().any(&at_home)
            || self.after[card].iter().any(at_home)
    }

    fn is_chief(&self, card: usize) -> bool {
        self.chief[card] == card
    }

    fn is_loner(&self, card: usize) -> bool {
        self.after[card].is_empty() && self.before[card].is_empty()
    }

    /// A leaf sinks to the first row of the others of its group, so that the group starts there.
    fn sink_leaves(&mut self, rank: &mut [usize]) {
        let mut first = vec![usize::MAX; self.frame.containers.len()];
        for (card, &chief) in self.chief.iter().enumerate() {
            if !self.after[chief].is_empty() {
                for c in self.frame.around(card) {
                    first[c] = first[c].min(rank[chief]);
                }
            }
        }
        for (card, shape) in self.frame.cards.iter().enumerate() {
            let home = shape.home;
            let leaf = self.after[card].is_empty() && !self.before[card].is_empty();
            if !self.is_chief(card) || home == WHOLE || !leaf || first[home] == usize::MAX {
                continue;
            }
            if first[home] > rank[card] {
                rank[card] = first[home];
                self.floor[card] = first[home];
            }
        }
    }

    /// What several neighbouring groups call stands below all of them, not beside: else the links
    /// of one would run through the other.
    fn sink_shared(&mut self, rank: &mut Vec<usize>) {
        let mut last = vec![0; self.frame.containers.len()];
        for (card, &chief) in self.chief.iter().enumerate() {
            for c in self.frame.around(card) {
                last[c] = last[c].max(rank[chief]);
            }
        }
        let mut moved = false;
        for (card, &at) in rank.iter().enumerate() {
            if !self.is_chief(card) || self.before[card].len() < 2 {
                continue;
            }
            let groups = self.calling_groups(card);
            let below = groups.iter().map(|&c| last[c] + 1).max().unwrap_or(0);
            if groups.len() > 1 && below > at && !self.comes_back(card, &groups) {
                self.floor[card] = below;
                moved = true;
            }
        }
        if moved {
            *rank = self.settle();
        }
    }

    /// The groups beside each other that call a card from inside a container it stands around or in.
    fn calling_groups(&self, card: usize) -> Vec<usize> {
        let home = self.frame.cards[card].home;
        let callers = &self.before[card];
        let inside = |caller: usize| self.frame.around(caller).any(|c| c == home);
        if !callers.iter().all(|&c| inside(c)) {
            return Vec::new();
        }
        // The innermost container around all callers.
        let mut outer = self.frame.cards[callers[0]].home;
        for &caller in callers {
            while !self.frame.around(caller).any(|c| c == outer) {
                outer = self.frame.containers[outer].parent;
            }
        }
        let mut groups: Vec<usize> =
            callers.iter().filter_map(|&caller| self.frame.branch(outer, caller)).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// Whether a request that passes the card goes on into one of the groups.
    fn comes_back(&self, card: usize, groups: &[usize]) -> bool {
        const FAR: usize = 200;
        let mut seen = vec![card];
        let mut next = 0;
        while next < seen.len() && seen.len() < FAR {
            for &after in &self.after[seen[next]] {
                if self.frame.around(after).any(|c| groups.contains(&c)) {
                    return true;
                }
                if !seen.contains(&after) {
                    seen.push(after);
                }
            }
            next += 1;
        }
        seen.len() >= FAR
    }

    /// The same tier stands at the same height in every zone.
    fn level_twins(&mut self, rank: &mut Vec<usize>) {
        let twins = peers::twins(self.frame);
        for _ in 0..6 {
            let mut moved = false;
            for tier in &twins {
                let top = |cards: &Vec<usize>| cards.iter().map(|&c| rank[self.chief[c]]).min();
                let tops: Vec<usize> = tier.iter().filter_map(top).collect();
                let Some(&deepest) = tops.iter().max() else { continue };
                for (cards, &top) in tier.iter().zip(&tops) {
                    if top == deepest {
                        continue;
                    }
                    for &card in cards.iter().filter(|&&c| rank[self.chief[c]] == top) {
                        self.floor[self.chief[card]] = deepest;
                        moved = true;
                    }
                }
            }
            if !moved {
                return;
            }
            *rank = self.settle();
        }
    }

    /// Cards without a ranking link stand with the first of their group, many of them in rows.
    fn seat_loners(&mut self, rank: &mut [usize]) {
        let containers = self.frame.containers.len();
        let mut first = vec![usize::MAX; containers];
        let mut loners = vec![Vec::new(); containers];
        for card in 0..self.chief.len() {
            let home = self.frame.cards[card].home;
            if !self.is_loner(self.chief[card]) {
                first[home] = first[home].min(rank[self.chief[card]]);
            } else if self.is_chief(card) {
                loners[home].push(card);
            }
        }
        // A group of loners only stands where its parent starts.
        for c in 1..containers {
            if first[c] == usize::MAX {
                first[c] = first[self.frame.containers[c].parent];
            }
        }
        for (home, cards) in loners.iter().enumerate() {
            let start = if first[home] == usize::MAX { 0 } else { first[home] };
            let per_row = self.per_row(cards.len());
            for (i, &card) in cards.iter().enumerate() {
                self.floor[card] = start + i / per_row;
                rank[card] = self.floor[card];
            }
        }
    }

    /// How many of so many equal cards stand in one row.
    fn per_row(&self, cards: usize) -> usize {
        let wide = match self.frame.flow {
            Flow::Down => 1.2,
            Flow::Right => 2.4,
        };
        let per_row = ((cards as f64).sqrt() * wide).ceil() as usize;
        if cards <= 6 { cards.max(1) } else { per_row.max(4) }
    }

    /// Many leaves of one card, all of one group, stand in rows below it.
    fn wrap_fans(&mut self, rank: &mut Vec<usize>) {
        let mut moved = false;
        for (hub, leaves) in self.after.iter().enumerate().filter(|(_, after)| after.len() > 16) {
            let mut leaves = leaves.clone();
            leaves.sort_unstable();
            leaves.dedup();
            leaves
                .retain(|&l| self.after[l].is_empty() && self.before[l].iter().all(|&b| b == hub));
            let per_row = self.per_row(leaves.len());
            for (i, &leaf) in leaves.iter().enumerate().filter(|_| leaves.len() > 16) {
                self.floor[leaf] = rank[hub] + 1 + i / per_row;
                moved = true;
            }
        }
        if moved {
            *rank = self.settle();
        }
    }

    /// Many large groups side by side stand in several rows of groups.
    fn wrap_peers(&mut self, rank: &mut Vec<usize>, breadth: f64) {
        let card_rank = self.of_cards(rank);
        let shifts = peers::wrapped(self.frame, &card_rank, breadth);
        if shifts.is_empty() {
            return;
        }
        for (card, shift) in shifts {
            let chief = self.chief[card];
            self.floor[chief] = self.floor[chief].max(rank[chief] + shift);
        }
        *rank = self.settle();
    }

    /// Puts what the same many cards call one below the other; whether there is any.
    fn spread(&mut self, rank: &mut Vec<usize>) -> bool {
        let sets = spread::sets(self.frame, &self.chief, &self.of_cards(rank));
        for set in &sets {
            for (below, &chief) in set.iter().enumerate() {
                self.floor[chief] = rank[chief] + below;
            }
        }
        *rank = self.settle();
        !sets.is_empty()
    }

    /// Moves cards a row down, with what hangs on them.
    fn lower(&mut self, rank: &mut Vec<usize>, cards: &[usize]) {
        for &card in cards {
            let chief = self.chief[card];
            self.floor[chief] = rank[chief] + 1;
            *rank = self.settle();
        }
    }

    fn of_cards(&self, rank: &[usize]) -> Vec<usize> {
        self.chief.iter().map(|&c| rank[c]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::layout::samples::sketch;
    use crate::syntax::ast::Arrow;

    fn ranks_of(text: &str) -> Vec<usize> {
        let frame = Frame::new(&sketch(text), Flow::Down);
        ranks(&frame, &Way::plain(Scheme::Tiers), 1.6, 7).expect("tiers go with every design").rank
    }

    #[test]
    fn whoever_answers_stands_below_whoever_asks() {
        assert_eq!(ranks_of("user a\nlb b\ndb c\na -> b\nb -> c\na -> c"), [0, 1, 2]);
    }

    #[test]
    fn a_copy_stands_beside_its_original() {
        assert_eq!(ranks_of("web a\ndb b\ndb c\na -> b\nb => c"), [0, 1, 1]);
    }

    #[test]
    fn a_cycle_is_broken_where_it_comes_back_to_what_was_written_first() {
        assert_eq!(ranks_of("web a\nwas b\ndb c\na -> b\nb -> c\nc -> a"), [0, 1, 2]);
    }

    #[test]
    fn a_tier_that_one_zone_lacks_leaves_the_others_at_the_same_height() {
        let text = "lb a\nzone z \"Z\" {\nwas b\ndb c\n}\nzone y \"Y\" {\ndb d\n}\n\
                    a -> b\nb -> c\na -> d";
        assert_eq!(ranks_of(text), [0, 1, 2, 2]);
    }

    #[test]
    fn what_two_zones_call_stands_below_both() {
        let text = "zone z \"Z\" {\nwas a\ndb b\n}\nzone y \"Y\" {\nwas c\ndb d\n}\n\
                    external p\na -> b\nc -> d\na -> p\nc -> p";
        assert_eq!(ranks_of(text), [0, 1, 0, 1, 2]);
    }

    #[test]
    fn what_the_same_many_call_can_stand_one_below_the_other() {
        let text = "was a\nwas b\nwas c\nqueue q\ndb d\ncache e\nworker w\na -> d\nb -> d\nc -> d\n\
                    a -> e\nb -> e\nc -> e\na ~> q\nb ~> q\nc ~> q\nq ~> w";
        let spread = |text: &str| {
            let frame = Frame::new(&sketch(text), Flow::Down);
            let way = Way { spread: true, ..Way::plain(Scheme::Tiers) };
            ranks(&frame, &way, 1.6, 7).map(|folded| folded.rank)
        };
        assert_eq!(ranks_of(text), [0, 0, 0, 1, 1, 1, 2]);
        assert_eq!(spread(text), Some(vec![0, 0, 0, 3, 1, 2, 4]));
        assert_eq!(spread("was a\ndb b\na -> b"), None);
    }

    #[test]
    fn a_chain_of_ten_thousand_is_folded_and_does_not_overflow() {
        let mut text = String::from("web n0\n");
        for n in 1..10_000 {
            text += &format!("web n{n}\n");
        }
        let mut graph = sketch(&text);
        for to in 1..10_000 {
            let link =
                crate::render::graph::Link { from: to - 1, to, arrow: Arrow::Sync, label: None };
            graph.links.push(link);
        }
        let frame = Frame::new(&graph, Flow::Down);
        let rank = ranks(&frame, &Way::plain(Scheme::Tiers), 1.6, 7)
            .expect("tiers go with every design")
            .rank;
        assert!((50..200).contains(&rank[9_999]), "{}", rank[9_999]);
    }
}
