//! Sums over a graph with circles: what arrives at each node, when each passes on a linear part of
//! what it gets.

use super::pair::{Effect, Pair};
use petgraph::graph::{DiGraph, NodeIndex};

pub(super) type Edge = (usize, usize, Effect);

/// Up to so many nodes a circle is solved exactly, by elimination.
const MOST_EXACT: usize = 120;
const MOST_SWEEPS: usize = 20_000;

/// By node, what arrives in all, when `start` comes from outside. Every circle must die down.
pub(super) fn sums(start: Vec<Pair>, edges: &[Edge]) -> Vec<Pair> {
    let mut sums = start;
    let mut from: Vec<Vec<(usize, Effect)>> = vec![Vec::new(); sums.len()];
    edges.iter().for_each(|(a, b, effect)| from[*a].push((*b, *effect)));
    for group in groups(sums.len(), edges) {
        let alone = group.len() == 1 && from[group[0]].iter().all(|(to, _)| *to != group[0]);
        if !alone {
            settle(&group, &from, &mut sums);
        }
        for at in &group {
            for (to, effect) in &from[*at] {
                if group.binary_search(to).is_err() {
                    sums[*to] = sums[*to] + effect.on(sums[*at]);
                }
            }
        }
    }
    sums
}

/// Solves one circle in place.
fn settle(group: &[usize], from: &[Vec<(usize, Effect)>], sums: &mut [Pair]) {
    let inner: Vec<Edge> = inner_edges(group, from);
    let start: Vec<Pair> = group.iter().map(|at| sums[*at]).collect();
    let solved = solution(&start, &inner).unwrap_or(start);
    group.iter().zip(solved).for_each(|(at, pair)| sums[*at] = pair);
}

fn inner_edges(group: &[usize], from: &[Vec<(usize, Effect)>]) -> Vec<Edge> {
    let edges = group.iter().enumerate().flat_map(|(place, at)| {
        from[*at]
            .iter()
            .filter_map(move |(to, effect)| Some((place, group.binary_search(to).ok()?, *effect)))
    });
    edges.collect()
}

/// Strongly connected nodes, callers first, each group sorted.
fn groups(count: usize, edges: &[Edge]) -> Vec<Vec<usize>> {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(count, edges.len());
    for _ in 0..count {
        graph.add_node(());
    }
    for (from, to, _) in edges {
        graph.add_edge(NodeIndex::new(*from), NodeIndex::new(*to), ());
    }
    // Without recursion: a circle may have very many components.
    let groups = petgraph::algo::kosaraju_scc(&graph).into_iter().rev();
    groups
        .map(|nodes| {
            let mut nodes: Vec<usize> = nodes.into_iter().map(|node| node.index()).collect();
            nodes.sort_unstable();
            nodes
        })
        .collect()
}

/// By node: the number of its circle, and whether what goes round in it dies down, that is, whether
/// the spectral radius of the circle's matrix on (reads, writes) is below 1.
pub(super) fn dying_down(count: usize, edges: &[Edge]) -> Vec<(usize, bool)> {
    let mut from: Vec<Vec<(usize, Effect)>> = vec![Vec::new(); count];
    edges.iter().for_each(|(a, b, effect)| from[*a].push((*b, *effect)));
    let mut open = vec![(0, true); count];
    for (number, group) in groups(count, edges).into_iter().enumerate() {
        let inner = inner_edges(&group, &from);
        // With one request more at each node the sums stay finite and positive only then.
        let one = vec![Pair { reads: 1.0, writes: 1.0 }; group.len()];
        let dies_down = at_a_glance(group.len(), &inner).unwrap_or_else(|| {
            solution(&one, &inner)
                .is_some_and(|all| all.iter().all(|pair| is_sum(pair.reads) && is_sum(pair.writes)))
        });
        group.iter().for_each(|at| open[*at] = (number, dies_down));
    }
    open
}

/// The radius lies between the least and the largest of what one request causes in all, from one end
/// or the other; `None` where these leave it open.
fn at_a_glance(size: usize, edges: &[Edge]) -> Option<bool> {
    let (mut sent, mut taken) = (vec![0.0; size * 2], vec![0.0; size * 2]);
    for (from, to, effect) in edges {
        for (sort, part) in [effect.reads, effect.writes].into_iter().enumerate() {
            for (of, part) in part.into_iter().enumerate() {
                sent[from * 2 + of] += part;
                taken[to * 2 + sort] += part;
            }
        }
    }
    let most = |sums: &[f64]| sums.iter().copied().fold(0.0, f64::max);
    let least = |sums: &[f64]| sums.iter().copied().fold(f64::INFINITY, f64::min);
    if most(&sent).min(most(&taken)) < 1.0 - CLEAR {
        return Some(true);
    }
    (least(&sent).max(least(&taken)) > 1.0 + CLEAR).then_some(false)
}

/// So far from 1 rounding does not matter.
const CLEAR: f64 = 1e-6;

/// A finite sum of 1 and of what is not negative.
fn is_sum(value: f64) -> bool {
    (1.0 - 1e-9..1e12).contains(&value)
}

/// The solution of x = start + M x; `None` when there is none that is finite.
fn solution(start: &[Pair], edges: &[Edge]) -> Option<Vec<Pair>> {
    match start.len() {
        small if small <= MOST_EXACT => eliminate(start, edges),
        _ => sweep(start, edges),
    }
}

fn eliminate(start: &[Pair], edges: &[Edge]) -> Option<Vec<Pair>> {
    let size = start.len() * 2;
    let mut rows: Vec<Vec<f64>> = (0..size)
        .map(|row| {
            let mut values = vec![0.0; size + 1];
            values[row] = 1.0;
            let pair = start[row / 2];
            values[size] = if row % 2 == 0 { pair.reads } else { pair.writes };
            values
        })
        .collect();
    for (from, to, effect) in edges {
        for (sort, part) in [effect.reads, effect.writes].into_iter().enumerate() {
            rows[to * 2 + sort][from * 2] -= part[0];
            rows[to * 2 + sort][from * 2 + 1] -= part[1];
        }
    }
    for column in 0..size {
        let best = (column..size)
            .max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()))?;
        if rows[best][column].abs() < 1e-13 {
            return None;
        }
        rows.swap(column, best);
        let pivot = rows[column].clone();
        for row in rows.iter_mut().skip(column + 1).filter(|row| row[column] != 0.0) {
            let factor = row[column] / pivot[column];
            (column..=size).for_each(|at| row[at] -= factor * pivot[at]);
        }
    }
    let mut solved = vec![0.0; size];
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|at| rows[row][at] * solved[at]).sum();
        solved[row] = (rows[row][size] - known) / rows[row][row];
    }
    Some(solved.chunks(2).map(|pair| Pair { reads: pair[0], writes: pair[1] }).collect())
}

/// By repeated sweeps, each using what the one before it found.
fn sweep(start: &[Pair], edges: &[Edge]) -> Option<Vec<Pair>> {
    let mut to: Vec<Vec<(usize, Effect)>> = vec![Vec::new(); start.len()];
    edges.iter().for_each(|(a, b, effect)| to[*b].push((*a, *effect)));
    let mut sums = start.to_vec();
    let most = MOST_SWEEPS.min(200_000_000 / (edges.len() + 1)).max(100);
    let mut added = vec![Pair::NONE; start.len()];
    for round in 0..most {
        let (mut moved, mut shrinks) = (0.0_f64, round == 0);
        for at in 0..sums.len() {
            let arrives =
                |sum: Pair, (from, effect): &(usize, Effect)| sum + effect.on(sums[*from]);
            let now = to[at].iter().fold(start[at], arrives);
            let more = now - sums[at];
            moved = moved.max(more.all().abs() / now.all().max(1e-300));
            let less = |now: f64, before: f64| now < before * (1.0 - 1e-13);
            shrinks |= less(more.reads, added[at].reads) || less(more.writes, added[at].writes);
            (sums[at], added[at]) = (now, more);
        }
        if moved <= 1e-15 {
            return Some(sums);
        }
        // Each sweep adds a linear part of what the one before it added. When that is nowhere less,
        // the part is at least the whole (Collatz and Wielandt), and the sums never end.
        if !shrinks && moved > 1e-9 {
            return None;
        }
        if sums.iter().any(|pair| pair.all() > 1e13) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: Effect = Effect::scaled(1.0, 1.0);
    const QUARTER: Effect = Effect::scaled(0.25, 0.25);

    #[test]
    fn a_circle_that_dies_down_is_a_geometric_series() {
        let start = vec![Pair { reads: 600.0, writes: 0.0 }, Pair::NONE];
        let sums = sums(start, &[(0, 1, WHOLE), (1, 0, QUARTER)]);
        assert!((sums[0].reads - 800.0).abs() < 1e-9 && (sums[1].reads - 800.0).abs() < 1e-9);
    }

    #[test]
    fn a_circle_without_loss_does_not_die_down() {
        assert!(dying_down(2, &[(0, 1, WHOLE), (1, 0, QUARTER)]).iter().all(|(_, dies)| *dies));
        assert!(dying_down(2, &[(0, 1, WHOLE), (1, 0, WHOLE)]).iter().all(|(_, dies)| !dies));
        // Reads die down, and writes that turn into reads do not help.
        let writes_only = Effect::scaled(0.5, 1.0);
        assert!(!dying_down(2, &[(0, 1, WHOLE), (1, 0, writes_only)])[0].1);
    }

    #[test]
    fn a_long_circle_without_loss_is_known_at_once_not_to_die_down() {
        let count = 10_000;
        let edges: Vec<Edge> = (0..count).map(|at| (at, (at + 1) % count, WHOLE)).collect();
        let one = vec![Pair { reads: 1.0, writes: 1.0 }; count];
        assert!(sweep(&one, &edges).is_none());
        assert!(dying_down(count, &edges).iter().all(|(_, dies)| !dies));
        // With a loss somewhere it does.
        let mut lossy = edges.clone();
        lossy[77].2 = Effect::scaled(0.5, 0.4);
        assert!(dying_down(count, &lossy).iter().all(|(_, dies)| *dies));
    }

    #[test]
    fn a_long_circle_is_solved_by_sweeps_alike() {
        let count = MOST_EXACT + 1;
        let mut edges: Vec<Edge> = (1..count).map(|at| (at - 1, at, WHOLE)).collect();
        edges.push((count - 1, 0, QUARTER));
        let mut start = vec![Pair::NONE; count];
        start[0].writes = 3.0;
        assert!((sums(start, &edges)[count - 1].writes - 4.0).abs() < 1e-9);
    }
}
