//! What stands side by side: stores with their copies, domains that call each other, zones with the same tiers, and
//! many groups in rows so that the picture keeps its proportions.

use super::frame::{Flow, Frame, Line, WHOLE};
use crate::maths;
use crate::model::{GroupKind, Kind};
use crate::syntax::ast::Arrow;
use std::collections::{BTreeMap, BTreeSet};

/// Pairs of sibling groups whose links do not rank.
pub(super) struct Neighbours {
    /// Groups that are large enough, and the strongly connected set each is in.
    set: Vec<Option<usize>>,
}

impl Neighbours {
    pub fn none(frame: &Frame) -> Neighbours {
        Neighbours { set: vec![None; frame.containers.len()] }
    }

    /// Whether the link runs between two large neighbours.
    pub fn between(&self, frame: &Frame, from: usize, to: usize) -> bool {
        let outer = frame.common(from, to);
        let (Some(a), Some(b)) = (frame.branch(outer, from), frame.branch(outer, to)) else {
            return false;
        };
        self.set[a].is_some() && self.set[a] == self.set[b]
    }
}

/// A group is large when a request passes this many of its cards.
const LARGE: usize = 3;

/// Finds the sibling groups that are domains: large, and calling each other, or at least three.
pub(super) fn large_neighbours(frame: &Frame) -> Neighbours {
    let depth = inner_depth(frame);
    let mut set: Vec<Option<usize>> = vec![None; frame.containers.len()];
    let mut calls: BTreeMap<(usize, usize), bool> = BTreeMap::new();
    for link in &frame.links {
        let outer = frame.common(link.from, link.to);
        let (a, b) = (frame.branch(outer, link.from), frame.branch(outer, link.to));
        let (Some(a), Some(b)) = (a, b) else { continue };
        if a != b && [a, b].iter().all(|&c| depth[c] >= LARGE && is_domain(frame, c)) {
            let both = calls.contains_key(&(b, a));
            calls.insert((a, b), both);
            if both {
                calls.insert((b, a), true);
            }
        }
    }
    let mut per_parent: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &(a, b) in calls.keys() {
        let parent = frame.containers[a].parent;
        per_parent.entry(parent).or_default().extend([a, b]);
    }
    for (parent, mut members) in per_parent {
        members.sort_unstable();
        members.dedup();
        if members.len() >= 3 {
            members.iter().for_each(|&c| set[c] = Some(parent));
        }
    }
    for (&(a, b), _) in calls.iter().filter(|(_, both)| **both) {
        let parent = frame.containers[a].parent;
        set[a] = Some(parent);
        set[b] = Some(parent);
    }
    Neighbours { set }
}

/// Zones and the like hold tiers whose links rank also across their borders.
pub(super) fn is_domain(frame: &Frame, container: usize) -> bool {
    use GroupKind::*;
    matches!(frame.containers[container].kind, Some(Group | Vpc | Subnet | Cluster))
}

/// For each container, the number of cards on the longest path that stays inside it, up to
/// [`LARGE`]; cycles count once round.
fn inner_depth(frame: &Frame) -> Vec<usize> {
    let mut depth = vec![1; frame.containers.len()];
    let mut inner: Vec<Vec<(usize, usize)>> = vec![Vec::new(); frame.containers.len()];
    for link in frame.links.iter().filter(|l| l.from != l.to) {
        let mut c = frame.common(link.from, link.to);
        while c != WHOLE {
            inner[c].push((link.from, link.to));
            c = frame.containers[c].parent;
        }
    }
    for (c, links) in inner.iter().enumerate() {
        let mut reach: BTreeMap<usize, usize> = BTreeMap::new();
        for _ in 1..LARGE {
            let before = reach.clone();
            for &(a, b) in links {
                let next = before.get(&a).copied().unwrap_or(1) + 1;
                let at = reach.entry(b).or_insert(1);
                *at = next.max(*at);
            }
        }
        depth[c] = reach.values().copied().max().unwrap_or(1);
    }
    depth
}

/// More peers than these may stand in several rows.
const ROW: usize = 8;

/// Cards of a kind in one group with the same callers, none of which leads to another: they stand in
/// one row.
pub(super) fn rows(frame: &Frame) -> Vec<Vec<usize>> {
    let mut callers: Vec<Vec<usize>> = vec![Vec::new(); frame.cards.len()];
    let mut after = callers.clone();
    for link in frame.links.iter().filter(|l| l.from != l.to) {
        callers[link.to].push(link.from);
        after[link.from].push(link.to);
    }
    let mut sets: BTreeMap<(Kind, usize, Vec<usize>), Vec<usize>> = BTreeMap::new();
    for (card, mut callers) in callers.into_iter().enumerate() {
        callers.sort_unstable();
        callers.dedup();
        if let (Some(kind), false) = (frame.cards[card].kind, callers.is_empty()) {
            sets.entry((kind, frame.cards[card].home, callers)).or_default().push(card);
        }
    }
    let sets = sets.into_values().filter(|set| (2..=ROW).contains(&set.len()));
    sets.filter(|set| !leads_back(set, &after)).collect()
}

/// Whether a way from one of the cards comes to one of them; far ways are taken to.
fn leads_back(set: &[usize], after: &[Vec<usize>]) -> bool {
    const FAR: usize = 200;
    let mut seen = BTreeSet::new();
    let mut waiting = set.to_vec();
    while let Some(card) = waiting.pop() {
        for &next in &after[card] {
            if set.contains(&next) || seen.len() > FAR {
                return true;
            }
            if seen.insert(next) {
                waiting.push(next);
            }
        }
    }
    false
}

/// Cards that hold the same place in zones standing side by side: per place, the cards of each
/// zone that has it.
pub(super) fn twins(frame: &Frame) -> Vec<Vec<Vec<usize>>> {
    let mut ordinal = Vec::new();
    let mut children = vec![0; frame.containers.len()];
    for container in &frame.containers {
        ordinal.push(children[container.parent]);
        children[container.parent] += 1;
    }
    // (parent of the zones, their kind, path from the zone to the card, kind of the card) → zones
    type Place = (usize, GroupKind, Vec<usize>, Option<Kind>);
    let mut places: BTreeMap<Place, BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
    for card in 0..frame.cards.len() {
        let mut path = Vec::new();
        for c in frame.around(card).take(8) {
            if let Some(kind) = frame.containers[c].kind.filter(|&k| is_zone(k)) {
                let parent = frame.containers[c].parent;
                let place = (parent, kind, path, frame.cards[card].kind);
                places.entry(place).or_default().entry(c).or_default().push(card);
                break;
            }
            path.push(ordinal[c]);
        }
    }
    let shared = places.into_values().filter(|zones| zones.len() > 1);
    shared.map(|zones| zones.into_values().collect()).collect()
}

fn is_zone(kind: GroupKind) -> bool {
    use GroupKind::*;
    matches!(kind, Region | Dc | Zone)
}

/// At least so many groups side by side are put in rows.
const MANY: usize = 5;

/// How far down each card moves so that many groups side by side stand in rows that give about
/// the wanted breadth (width over height). Empty when nothing needs to move.
pub(super) fn wrapped(frame: &Frame, rank: &[usize], breadth: f64) -> Vec<(usize, usize)> {
    let mut shifts = Vec::new();
    let mut inside: Vec<Vec<usize>> = vec![Vec::new(); frame.containers.len()];
    for card in 0..frame.cards.len() {
        frame.around(card).for_each(|c| inside[c].push(card));
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); frame.containers.len()];
    for c in 1..frame.containers.len() {
        children[frame.containers[c].parent].push(c);
    }
    for groups in children.iter().filter(|g| g.len() >= MANY) {
        let blocks: Vec<Block> =
            groups.iter().map(|&c| Block::new(frame, rank, &inside[c])).collect();
        let rank_height = match frame.flow {
            Flow::Down => 120.0,
            Flow::Right => 260.0,
        };
        let Some((rows, span)) = rows_of(&blocks, breadth * rank_height) else { continue };
        let per_row = groups.len().div_ceil(rows);
        for (i, &c) in groups.iter().enumerate() {
            shifts.extend(inside[c].iter().map(|&card| (card, i / per_row * span)));
        }
        // Nested groups move with the outer ones; a second wrap inside would move them twice.
        break;
    }
    shifts
}

/// What a group takes up: its ranks and its widest row.
struct Block {
    first: usize,
    last: usize,
    width: f64,
}

impl Block {
    fn new(frame: &Frame, rank: &[usize], cards: &[usize]) -> Block {
        let mut rows: BTreeMap<usize, f64> = BTreeMap::new();
        for &card in cards {
            *rows.entry(rank[card]).or_default() += frame.cards[card].width + 40.0;
        }
        let first = rows.keys().next().copied().unwrap_or(0);
        let last = rows.keys().last().copied().unwrap_or(0);
        Block { first, last, width: rows.values().copied().fold(0.0, f64::max) + 60.0 }
    }
}

/// In how many rows the blocks stand, and how many ranks each row of blocks takes, when the picture
/// should be `rank_width` px wide for each rank.
fn rows_of(blocks: &[Block], rank_width: f64) -> Option<(usize, usize)> {
    let (low, high) = (blocks.iter().map(|b| b.first), blocks.iter().map(|b| b.last));
    let (first, start, last) = (low.clone().min()?, low.max()?, high.max()?);
    let span = last - first + 1;
    if start - first > span / 2 {
        return None;
    }
    let total: f64 = blocks.iter().map(|b| b.width).sum();
    let misfit = |rows: usize| {
        let ranks = total / rows as f64 / rank_width;
        maths::ln(ranks / (rows * span) as f64).abs()
    };
    let rows = (1..=blocks.len()).min_by(|&a, &b| misfit(a).total_cmp(&misfit(b)))?;
    (rows > 1).then_some((rows, span))
}

/// A store with more copies than these stands above them: beside it, they would be in each other's way.
const FEW: usize = 3;

/// Which links copy data between two of a kind. One that feeds many ranks like any other.
pub(super) fn copies(frame: &Frame) -> Vec<bool> {
    let stores = |kind: Option<Kind>| kind.is_some_and(Kind::is_store);
    let alike = |a: usize, b: usize| {
        a != b && frame.cards[a].kind == frame.cards[b].kind && stores(frame.cards[a].kind)
    };
    let copies: Vec<bool> =
        frame.links.iter().map(|l| l.arrow == Arrow::Copy && alike(l.from, l.to)).collect();
    let mut degree = vec![0; frame.cards.len()];
    for (link, _) in frame.links.iter().zip(&copies).filter(|(_, copies)| **copies) {
        degree[link.from] += 1;
        degree[link.to] += 1;
    }
    let few = |l: &Line| degree[l.from] <= FEW && degree[l.to] <= FEW;
    frame.links.iter().zip(copies).map(|(l, copies)| copies && few(l)).collect()
}

/// Joins the ends of copies, and peers: the first of each set stands for all.
pub(super) fn chiefs(frame: &Frame, copies: &[bool]) -> Vec<usize> {
    let mut chief: Vec<usize> = (0..frame.cards.len()).collect();
    for (link, _) in frame.links.iter().zip(copies).filter(|(_, copies)| **copies) {
        let (a, b) = (root(&mut chief, link.from), root(&mut chief, link.to));
        chief[a.max(b)] = a.min(b);
    }
    for set in rows(frame) {
        for pair in set.windows(2) {
            let (a, b) = (root(&mut chief, pair[0]), root(&mut chief, pair[1]));
            chief[a.max(b)] = a.min(b);
        }
    }
    (0..chief.len()).map(|card| root(&mut chief, card)).collect()
}

fn root(chief: &mut [usize], card: usize) -> usize {
    let mut at = card;
    while chief[at] != at {
        chief[at] = chief[chief[at]];
        at = chief[at];
    }
    at
}
