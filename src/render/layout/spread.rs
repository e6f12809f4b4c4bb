//! Part of stage 1: what the same many cards call stands one below the other.
//!
//! When each of three or more cards calls each of several in one row, the calls cross whatever the
//! order: m·(m-1)·n·(n-1)/4 times. One below the other, the calls to the lower ones pass the upper
//! one on both sides, and most of that is gone.

use super::frame::Frame;
use crate::render::graph::Graph;
use crate::syntax::ast::Arrow;
use std::collections::{BTreeMap, BTreeSet};

/// So many callers in common bind cards together.
const CALLERS: usize = 3;
/// More than these stay in their row: one below the other they would be a tower.
const HIGH: usize = 4;

/// Whether any two nodes are called by the same many.
pub(super) fn is_any(graph: &Graph) -> bool {
    let mut callers = vec![BTreeSet::new(); graph.nodes.len()];
    for link in graph.links.iter().filter(|link| link.arrow != Arrow::Copy) {
        callers[link.to].insert(link.from);
    }
    callers.retain(|of| of.len() >= CALLERS);
    let is_bound = |(at, of): (usize, &BTreeSet<usize>)| {
        callers[at + 1..].iter().any(|other| other.intersection(of).count() >= CALLERS)
    };
    callers.iter().enumerate().any(is_bound)
}

/// The cards of one row that are called by the same many, from the top down: those that lead on come
/// last. `rank` and `chief` are of cards; each set names chiefs.
pub(super) fn sets(frame: &Frame, chief: &[usize], rank: &[usize]) -> Vec<Vec<usize>> {
    let mut callers: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut leads_on = BTreeSet::new();
    for link in frame.links.iter().filter(|link| link.arrow != Arrow::Copy) {
        let to = chief[link.to];
        if rank[link.from] < rank[link.to] {
            callers.entry(to).or_default().insert(link.from);
            leads_on.insert(chief[link.from]);
        }
    }
    let mut sets: Vec<Vec<usize>> = Vec::new();
    for (&card, of) in callers.iter().filter(|(_, of)| of.len() >= CALLERS) {
        let is_bound = |other: &usize| {
            rank[*other] == rank[card] && callers[other].intersection(of).count() >= CALLERS
        };
        match sets.iter_mut().find(|set| set.iter().all(is_bound)) {
            Some(set) => set.push(card),
            None => sets.push(vec![card]),
        }
    }
    sets.retain(|set| (2..=HIGH).contains(&set.len()));
    for set in &mut sets {
        set.sort_by_key(|card| (leads_on.contains(card), *card));
    }
    sets
}
