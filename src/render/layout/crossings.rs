//! How often links cross in an order, and what changes when two neighbours change places. Only the
//! pairs of links that a swap can change are counted, so a step costs what the two neighbours have
//! in links, not what the picture has.

use super::frame::{Frame, WHOLE};
use super::lower::Lowered;
use super::order::{self, Entry, Order};

/// What a crossing of two links counts.
pub(super) const UNIT: i64 = LINK * LINK;
/// The weight of a link, of a group's border, and of a thing between two cards joined sideways.
/// Two crossed borders (a link through a foreign group) are worth three crossings.
const LINK: i64 = 2;
const BORDER: i64 = 3;
const BETWEEN: i64 = 4;

/// A stretch of a link, or of a group's border, from one row to the next.
#[derive(Clone, Copy)]
struct Edge {
    gap: u32,
    upper: u32,
    lower: u32,
    weight: i64,
}

/// An order with what is needed to say what a swap of neighbours changes.
pub(super) struct Crossings<'a> {
    pub lowered: &'a Lowered,
    parents: Vec<usize>,
    /// Numbers of the steps from left to right, and where each stands.
    pub line: Vec<u32>,
    at: Vec<u32>,
    edges: Vec<Edge>,
    /// Edges that touch an item or anything in a container, sorted by gap.
    of_item: Vec<Vec<u32>>,
    of_group: Vec<Vec<u32>>,
    /// Per container and row of its span, how many items stand there.
    filled: Vec<Vec<u32>>,
    /// Ends of level links per item.
    level: Vec<Vec<u32>>,
    /// Level links that touch a container.
    level_of_group: Vec<Vec<(u32, u32)>>,
    /// Counts compared pairs: the measure of effort, the same on every machine.
    pub effort: u64,
}

impl<'a> Crossings<'a> {
    pub fn new(frame: &Frame, lowered: &'a Lowered) -> Crossings<'a> {
        let items = lowered.items.len();
        let edges = edges(frame, lowered);
        let mut of_item = vec![Vec::new(); items];
        let mut of_group = vec![Vec::new(); frame.containers.len()];
        let parent = |number: usize| match number.checked_sub(items) {
            None => lowered.items[number].owner,
            Some(border) => border / 2,
        };
        for (i, edge) in edges.iter().enumerate() {
            for end in [edge.upper as usize, edge.lower as usize] {
                if end < items && of_item[end].last() != Some(&(i as u32)) {
                    of_item[end].push(i as u32);
                }
                let mut c = parent(end);
                while c != WHOLE {
                    if of_group[c].last() != Some(&(i as u32)) {
                        of_group[c].push(i as u32);
                    }
                    c = frame.containers[c].parent;
                }
            }
        }
        let mut filled: Vec<Vec<u32>> = lowered
            .span
            .iter()
            .map(|&(first, last)| vec![0; (last + 1).saturating_sub(first)])
            .collect();
        for item in &lowered.items {
            let mut c = item.owner;
            while c != WHOLE {
                for row in item.first..=item.last {
                    filled[c][row - lowered.span[c].0] += 1;
                }
                c = frame.containers[c].parent;
            }
        }
        let mut level = vec![Vec::new(); items];
        let mut level_of_group = vec![Vec::new(); frame.containers.len()];
        for &(a, b) in &lowered.level {
            for (a, b) in [(a, b), (b, a)] {
                level[a].push(b as u32);
                let mut c = lowered.items[a].owner;
                while c != WHOLE {
                    level_of_group[c].push((a as u32, b as u32));
                    c = frame.containers[c].parent;
                }
            }
        }
        Crossings {
            lowered,
            parents: frame.containers.iter().map(|container| container.parent).collect(),
            line: Vec::new(),
            at: vec![0; items + 2 * frame.containers.len()],
            edges,
            of_item,
            of_group,
            filled,
            level,
            level_of_group,
            effort: 0,
        }
    }

    /// Takes another order.
    pub fn take(&mut self, order: &Order) {
        let items = self.lowered.items.len();
        self.line = order::walk(order).iter().map(|s| s.number(items) as u32).collect();
        for (i, &number) in self.line.iter().enumerate() {
            self.at[number as usize] = i as u32;
        }
    }

    /// The items joined to an entry, and the groups around them, numbered after the items.
    pub fn partners(&self, entry: Entry, mut each: impl FnMut(usize)) {
        let items = self.lowered.items.len();
        for &edge in self.touching(entry) {
            let Edge { upper, lower, .. } = self.edges[edge as usize];
            for end in [upper as usize, lower as usize].into_iter().filter(|&end| end < items) {
                each(end);
                let mut c = self.lowered.items[end].owner;
                while c != WHOLE {
                    each(items + c);
                    c = self.parents[c];
                }
            }
        }
    }

    /// All crossings, weighted.
    pub fn count(&self) -> i64 {
        let mut total = 0;
        let mut counter = Counter::new(self.line.len());
        let mut from = 0;
        let mut ends: Vec<(u32, u32, i64)> = Vec::new();
        while from < self.edges.len() {
            let gap = self.edges[from].gap;
            let to = from + self.edges[from..].partition_point(|e| e.gap == gap);
            ends.clear();
            let place = |e: &Edge| (self.at[e.upper as usize], self.at[e.lower as usize], e.weight);
            ends.extend(self.edges[from..to].iter().map(place));
            ends.sort_unstable();
            total += counter.inversions(&ends);
            from = to;
        }
        total + self.between()
    }

    /// What stands between cards that are joined sideways.
    fn between(&self) -> i64 {
        let mut rows: Vec<Vec<u32>> = vec![Vec::new(); self.lowered.rows.len()];
        if self.lowered.level.is_empty() {
            return 0;
        }
        for &number in &self.line {
            if let Some(item) = self.lowered.items.get(number as usize) {
                rows[item.first..=item.last]
                    .iter_mut()
                    .for_each(|r| r.push(self.at[number as usize]));
            }
        }
        let between = |&(a, b): &(usize, usize)| {
            let row = &rows[self.lowered.items[a].last];
            let place = |item: usize| row.partition_point(|&at| at < self.at[item]) as i64;
            ((place(a) - place(b)).abs() - 1).max(0) * BETWEEN
        };
        self.lowered.level.iter().map(between).sum()
    }

    fn touching(&self, entry: Entry) -> &[u32] {
        match entry {
            Entry::Item(item) => &self.of_item[item],
            Entry::Group(c) => &self.of_group[c],
        }
    }

    fn span(&self, entry: Entry) -> (usize, usize) {
        match entry {
            Entry::Item(item) => (self.lowered.items[item].first, self.lowered.items[item].last),
            Entry::Group(c) => self.lowered.span[c],
        }
    }

    /// Where an entry begins in the line, and how long it is.
    fn extent(&self, entry: Entry) -> (u32, u32) {
        match entry {
            Entry::Item(item) => (self.at[item], 1),
            Entry::Group(c) => {
                let enter = self.lowered.items.len() + 2 * c;
                (self.at[enter], self.at[enter + 1] + 1 - self.at[enter])
            }
        }
    }

    /// Whether two entries of one container stand in a common row.
    pub fn meet(&self, a: Entry, b: Entry) -> bool {
        let ((a0, a1), (b0, b1)) = (self.span(a), self.span(b));
        a0 <= b1 && b0 <= a1
    }

    /// What changes when `a`, directly left of `b`, goes to its right.
    pub fn change(&mut self, a: Entry, b: Entry) -> i64 {
        self.effort += 1;
        if !self.meet(a, b) {
            return 0;
        }
        let ((start, long), (_, short)) = (self.extent(a), self.extent(b));
        let (middle, end) = (start + long, start + long + short);
        let in_a = |at: u32| at >= start && at < middle;
        let in_b = |at: u32| at >= middle && at < end;
        let moved = |at: u32| match at {
            at if in_a(at) => at + short,
            at if in_b(at) => at - long,
            at => at,
        };
        let (edges_a, edges_b) = (self.touching(a), self.touching(b));
        let mut change = 0;
        let mut pairs = 0;
        let (mut i, mut j) = (0, 0);
        while i < edges_a.len() && j < edges_b.len() {
            let (gap, other) =
                (self.edges[edges_a[i] as usize].gap, self.edges[edges_b[j] as usize].gap);
            if gap != other {
                if gap < other {
                    i += 1
                } else {
                    j += 1
                }
                continue;
            }
            let same = |list: &[u32], from: usize| {
                from + list[from..]
                    .iter()
                    .take_while(|e| self.edges[**e as usize].gap == gap)
                    .count()
            };
            let (i_end, j_end) = (same(edges_a, i), same(edges_b, j));
            for &e in &edges_a[i..i_end] {
                let edge = self.edges[e as usize];
                let (u1, l1) = (self.at[edge.upper as usize], self.at[edge.lower as usize]);
                let (v1, m1) = (moved(u1), moved(l1));
                let both = in_b(u1) || in_b(l1);
                for &f in &edges_b[j..j_end] {
                    pairs += 1;
                    let other = self.edges[f as usize];
                    let (u2, l2) = (self.at[other.upper as usize], self.at[other.lower as usize]);
                    // A pair that touches both sides is met twice: take it once.
                    if both && e >= f && (in_a(u2) || in_a(l2)) {
                        continue;
                    }
                    let (v2, m2) = (moved(u2), moved(l2));
                    let before = (u1 < u2 && l1 > l2) || (u1 > u2 && l1 < l2);
                    let after = (v1 < v2 && m1 > m2) || (v1 > v2 && m1 < m2);
                    change += edge.weight * other.weight * (after as i64 - before as i64);
                }
            }
            (i, j) = (i_end, j_end);
        }
        change += self.level_change(a, b, start, end) - self.level_change(b, a, start, end);
        self.effort += pairs + 3;
        change
    }

    /// How much nearer to their level partners outside the items of `a` come when it moves right
    /// past `b` (negative), or farther.
    fn level_change(&self, a: Entry, b: Entry, start: u32, end: u32) -> i64 {
        let count = |row: usize| match b {
            Entry::Item(item) => {
                let item = &self.lowered.items[item];
                (item.first <= row && row <= item.last) as i64
            }
            Entry::Group(c) => {
                let first = self.lowered.span[c].0;
                row.checked_sub(first).and_then(|r| self.filled[c].get(r)).map_or(0, |&n| n as i64)
            }
        };
        let change = |item: usize, partner: u32| {
            let at = self.at[partner as usize];
            let step = count(self.lowered.items[item].last) * BETWEEN;
            if at < start {
                step
            } else if at >= end {
                -step
            } else {
                0
            }
        };
        match a {
            Entry::Item(item) => self.level[item].iter().map(|&p| change(item, p)).sum(),
            Entry::Group(c) => {
                self.level_of_group[c].iter().map(|&(i, p)| change(i as usize, p)).sum()
            }
        }
    }

    /// Puts `b` to the left of `a`.
    pub fn swap(&mut self, a: Entry, b: Entry) {
        let ((start, long), (_, short)) = (self.extent(a), self.extent(b));
        let (from, to) = (start as usize, (start + long + short) as usize);
        self.line[from..to].rotate_left(long as usize);
        for at in from..to {
            self.at[self.line[at] as usize] = at as u32;
        }
    }
}

/// The edges of all links and borders, sorted by gap.
fn edges(frame: &Frame, lowered: &Lowered) -> Vec<Edge> {
    let items = lowered.items.len();
    let edge = |gap: usize, upper: usize, lower: usize, weight| Edge {
        gap: gap as u32,
        upper: upper as u32,
        lower: lower as u32,
        weight,
    };
    let mut edges = Vec::new();
    for (i, item) in lowered.items.iter().enumerate() {
        edges.extend((item.first..item.last).map(|row| edge(row, i, i, LINK)));
        edges.extend(lowered.below[i].iter().map(|&b| edge(item.last, i, b, LINK)));
    }
    for c in 1..frame.containers.len() {
        let (first, last) = lowered.span[c];
        for border in [items + 2 * c, items + 2 * c + 1] {
            edges.extend((first..last).map(|row| edge(row, border, border, BORDER)));
        }
    }
    edges.sort_by_key(|e| e.gap);
    edges
}

/// Counts inversions with a Fenwick tree.
struct Counter {
    tree: Vec<i64>,
}

impl Counter {
    fn new(size: usize) -> Counter {
        Counter { tree: vec![0; size + 1] }
    }

    /// Ends sorted by the upper place. Equal upper places do not cross.
    fn inversions(&mut self, ends: &[(u32, u32, i64)]) -> i64 {
        let (mut total, mut seen, mut from) = (0, 0, 0);
        while from < ends.len() {
            let upper = ends[from].0;
            let to = from + ends[from..].iter().take_while(|e| e.0 == upper).count();
            for &(_, lower, weight) in &ends[from..to] {
                total += weight * (seen - self.sum(lower + 1));
            }
            for &(_, lower, weight) in &ends[from..to] {
                self.add(lower, weight);
                seen += weight;
            }
            from = to;
        }
        ends.iter().for_each(|&(_, lower, weight)| self.add(lower, -weight));
        total
    }

    fn add(&mut self, at: u32, weight: i64) {
        let mut i = at as usize + 1;
        while i < self.tree.len() {
            self.tree[i] += weight;
            i += i & i.wrapping_neg();
        }
    }

    /// Sum of the first `count` places.
    fn sum(&self, count: u32) -> i64 {
        let (mut i, mut sum) = (count as usize, 0);
        while i > 0 {
            sum += self.tree[i];
            i &= i - 1;
        }
        sum
    }
}
