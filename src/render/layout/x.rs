//! Stage 4, x: where everything stands from left to right.
//!
//! From a first placement (`brandes_koepf`, or everything pushed left) the picture relaxes: links
//! pull what they join together, groups draw their borders in, and after each step a projection
//! (`project`) restores every distance and every nesting. Single things and whole groups move in
//! turns; moving both at once does not settle. At the end links that almost run straight are made
//! straight, and all is put on whole pixels.

use super::beside::Beside;
use super::brandes_koepf;
use super::estimate::Estimate;
use super::frame::{Flow, Frame, WHOLE};
use super::lower::{Lowered, What};
use super::order::{Order, Step, row_steps, walk};
use super::project::{Apart, Constraints, project};
use super::title_width;
use super::titles::strip;

/// Room between a group's border and what is inside, px.
pub(super) const PAD: f64 = 18.0;
/// Between neighbours of each sort, px.
const CARDS_APART: f64 = 30.0;
const CARD_TO_LINE: f64 = 24.0;
const LINES_APART: f64 = 14.0;
const LABELS_APART: f64 = 16.0;
const GROUPS_APART: f64 = 22.0;
const GROUP_TO_ITEM: f64 = 18.0;
/// On each side of the label of a link that runs from side to side, px.
const BESIDE_LABEL: f64 = 13.0;

/// Numbers of the things that have an x: items, then the borders of the containers.
pub(super) struct Numbers<'a> {
    pub frame: &'a Frame,
    pub lowered: &'a Lowered,
}

impl Numbers<'_> {
    pub fn of(&self, step: Step) -> usize {
        step.number(self.lowered.items.len())
    }

    pub fn left(&self, container: usize) -> usize {
        self.of(Step::Enter(container))
    }

    pub fn right(&self, container: usize) -> usize {
        self.of(Step::Exit(container))
    }

    pub fn count(&self) -> usize {
        self.lowered.items.len() + 2 * self.frame.containers.len()
    }
}

/// Where everything stands: the x of each number, whole px. The items come first, so that
/// `places.x[item]` is the middle of an item.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub x: Vec<f64>,
    items: usize,
}

impl Places {
    /// The left and right border of a container.
    pub fn borders(&self, container: usize) -> (f64, f64) {
        let left = self.items + 2 * container;
        (self.x[left], self.x[left + 1])
    }
}

/// A distance asked for by a later stage: from an item to the right border of a container.
pub(super) type Reserve = (usize, usize, f64);

pub(super) fn places(
    frame: &Frame,
    lowered: &Lowered,
    order: &Order,
    beside: &Beside,
    reserves: &[Reserve],
) -> (Places, Constraints) {
    let numbers = Numbers { frame, lowered };
    let rows = row_steps(lowered, order);
    let constraints = constraints(&numbers, order, &rows, beside, reserves);
    let x = start(&numbers, order, &rows, &constraints);
    let mut relaxing = Relaxing { numbers: &numbers, constraints: &constraints, x };
    relaxing.relax();
    relaxing.draw_borders_in();
    relaxing.straighten();
    let places = relaxing.on_whole_pixels();
    (places, constraints)
}

/// The better of two first placements: by `layout-rs`, and everything half way between its leftmost
/// and its rightmost place.
fn start(
    numbers: &Numbers,
    order: &Order,
    rows: &[Vec<Step>],
    constraints: &Constraints,
) -> Vec<f64> {
    let line: Vec<u32> = walk(order).into_iter().map(|s| numbers.of(s) as u32).collect();
    let mut estimate = Estimate::new(numbers.frame, numbers.lowered);
    estimate.take(&line);
    let even = vec![1.0; numbers.count()];
    let packed = project(constraints, &estimate.all(), &even);
    let Some(placed) = brandes_koepf::place(numbers, rows) else { return packed };
    let placed = project(constraints, &placed, &even);
    let mut cost = |x: &[f64]| {
        let items = estimate.x.len();
        estimate.x.copy_from_slice(&x[..items]);
        let low = x.iter().copied().fold(f64::MAX, f64::min);
        let high = x.iter().copied().fold(f64::MIN, f64::max);
        estimate.sideways() + WIDTH * (high - low)
    };
    if cost(&placed) <= cost(&packed) { placed } else { packed }
}

/// What a px of the picture's width is worth, in px of link.
const WIDTH: f64 = 3.0;

fn constraints(
    numbers: &Numbers,
    order: &Order,
    rows: &[Vec<Step>],
    beside: &Beside,
    reserves: &[Reserve],
) -> Constraints {
    let mut all = Vec::new();
    let mut apart = |left: usize, right: usize, gap: f64| {
        all.push(Apart { left, right, gap: gap.ceil() });
    };
    for (row, steps) in rows.iter().enumerate() {
        for pair in steps.windows(2) {
            let (left, right) = (pair[0], pair[1]);
            apart(numbers.of(left), numbers.of(right), distance(numbers, row, left, right));
        }
    }
    for c in 1..numbers.frame.containers.len() {
        apart(numbers.left(c), numbers.right(c), title_width(numbers.frame, c));
    }
    for (link, seat) in beside.seats.iter().enumerate() {
        let Some(seat) = seat else { continue };
        let label = numbers.frame.links[link].label.unwrap_or_default();
        let room = f64::max(label.width + 2.0 * BESIDE_LABEL, CARDS_APART);
        let (left, right) = (seat.left, seat.right);
        let items = &numbers.lowered.items;
        apart(left, right, items[left].right + room + items[right].left);
    }
    for &(item, container, gap) in reserves {
        apart(item, numbers.right(container), gap);
    }
    let order = walk(order).into_iter().map(|step| numbers.of(step)).collect();
    Constraints::new(numbers.count(), order, all)
}

/// How far apart the middles (or borders) of two neighbours in a row must stand.
fn distance(numbers: &Numbers, row: usize, left: Step, right: Step) -> f64 {
    let items = &numbers.lowered.items;
    let room = |step: Step| match step {
        Step::Item(item) => items[item].room(row),
        Step::Enter(_) | Step::Exit(_) => (0.0, 0.0),
    };
    let between = match (left, right) {
        (Step::Enter(_), _) => inner_left(numbers.frame),
        (_, Step::Exit(_)) => PAD,
        (Step::Exit(_), Step::Enter(_)) => GROUPS_APART,
        (Step::Exit(_), Step::Item(_)) | (Step::Item(_), Step::Enter(_)) => GROUP_TO_ITEM,
        (Step::Item(a), Step::Item(b)) => {
            let (a, b) = (&items[a], &items[b]);
            match (a.what == What::Card, b.what == What::Card) {
                (true, true) => CARDS_APART,
                (true, false) | (false, true) => CARD_TO_LINE,
                (false, false) if a.is_solid(row) || b.is_solid(row) => LABELS_APART,
                (false, false) => LINES_APART,
            }
        }
    };
    room(left).1 + between + room(right).0
}

/// Room inside the left border; to the right, that is where the title stands.
fn inner_left(frame: &Frame) -> f64 {
    match frame.flow {
        Flow::Down => PAD,
        Flow::Right => {
            let strips = frame.containers.iter().map(|container| strip(container.title));
            strips.fold(PAD, f64::max) + 6.0
        }
    }
}

struct Relaxing<'a> {
    numbers: &'a Numbers<'a>,
    constraints: &'a Constraints,
    x: Vec<f64>,
}

/// What the links of each item want: the sum of wished places by weight, and the weight.
struct Pull {
    sum: Vec<f64>,
    weight: Vec<f64>,
}

impl Relaxing<'_> {
    fn relax(&mut self) {
        let variables = self.x.len();
        let rounds = match variables {
            0..=1_500 => 160,
            1_501..=6_000 => 80,
            _ => 40,
        };
        let containers = &self.numbers.frame.containers;
        let deepest = containers.iter().map(|c| c.depth).max().unwrap_or(0).max(1);
        for round in 0..rounds {
            let pull = self.pull();
            let mut wanted = self.x.clone();
            for c in 1..containers.len() {
                wanted[self.numbers.left(c)] += BORDER_PULL;
                wanted[self.numbers.right(c)] -= BORDER_PULL;
            }
            if round % 2 == 0 {
                let depth = (round / 2) % deepest + 1;
                self.move_groups(depth, &pull, &mut wanted);
            } else {
                let damping = if round < rounds / 2 { 0.5 } else { 0.35 };
                for item in (0..pull.sum.len()).filter(|&i| pull.weight[i] > 0.0) {
                    let mean = pull.sum[item] / pull.weight[item];
                    wanted[item] += damping * (mean - self.x[item]);
                }
            }
            let mut weight = vec![0.02; variables];
            for (w, pull) in weight.iter_mut().zip(&pull.weight) {
                *w = 0.05 + pull;
            }
            self.x = project(self.constraints, &wanted, &weight);
        }
    }

    fn pull(&self) -> Pull {
        let lowered = self.numbers.lowered;
        let items = lowered.items.len();
        let mut pull = Pull { sum: vec![0.0; items], weight: vec![0.0; items] };
        for (a, below) in lowered.below.iter().enumerate() {
            for &b in below {
                let (to_a, to_b) = self.weights(a, b);
                pull.add(a, to_a, self.x[b]);
                pull.add(b, to_b, self.x[a]);
            }
        }
        for &(a, b) in &lowered.level {
            pull.add(a, LEVEL, self.x[b]);
            pull.add(b, LEVEL, self.x[a]);
        }
        pull
    }

    /// How strongly a link pulls its upper and lower item. Near the end more strongly, so that it
    /// becomes straight rather than almost straight, unless the card has several ports there: then
    /// the piece may stand anywhere below the card and hardly feels it.
    fn weights(&self, a: usize, b: usize) -> (f64, f64) {
        let lowered = self.numbers.lowered;
        let is_card = |item: usize| lowered.items[item].what == What::Card;
        let (card_a, card_b) = (is_card(a), is_card(b));
        let base = match (card_a, card_b) {
            (true, true) => 1.0,
            (false, false) => 5.0,
            _ => 2.5,
        };
        let spread =
            (card_a && lowered.below[a].len() > 1) || (card_b && lowered.above[b].len() > 1);
        if !spread {
            let weight = base * 60.0 / ((self.x[b] - self.x[a]).abs() + 6.0);
            return (weight, weight);
        }
        // Far ends pull no harder than near ones, or a link across the picture would tear its group
        // apart.
        let base = base * NEAR / (self.x[b] - self.x[a]).abs().max(NEAR);
        let to = |card: bool| if card { base } else { 0.12 * base };
        (to(card_a), to(card_b))
    }

    /// Moves the groups of one depth as a whole towards what pulls at their content.
    fn move_groups(&self, depth: usize, pull: &Pull, wanted: &mut [f64]) {
        let frame = self.numbers.frame;
        let mut branch = vec![WHOLE; frame.containers.len()];
        for c in 1..branch.len() {
            let container = &frame.containers[c];
            branch[c] = if container.depth == depth { c } else { branch[container.parent] };
        }
        let mut force = vec![(0.0, 0.0); branch.len()];
        for (i, item) in self.numbers.lowered.items.iter().enumerate() {
            let force = &mut force[branch[item.owner]];
            force.0 += pull.sum[i] - self.x[i] * pull.weight[i];
            force.1 += pull.weight[i];
        }
        let shift = |container: usize| match branch[container] {
            WHOLE => 0.0,
            c if force[c].1 > 0.0 => 0.5 * force[c].0 / force[c].1,
            _ => 0.0,
        };
        for (i, item) in self.numbers.lowered.items.iter().enumerate() {
            wanted[i] += shift(item.owner);
        }
        for c in 1..branch.len() {
            wanted[self.numbers.left(c)] += shift(c);
            wanted[self.numbers.right(c)] += shift(c);
        }
    }

    /// Puts each border against its content, the innermost first.
    fn draw_borders_in(&mut self) {
        for c in self.numbers.frame.inside_out() {
            let (left, right) = (self.numbers.left(c), self.numbers.right(c));
            let content = |c: &&usize, own: usize| {
                let apart = self.constraints.all[**c];
                apart.left != own && apart.right != own
            };
            let all = &self.constraints.all;
            let low = self.constraints.out[left].iter().filter(|i| content(i, right));
            let low = low.map(|&i| self.x[all[i].right] - all[i].gap).fold(f64::MAX, f64::min);
            let high = self.constraints.into[right].iter().filter(|i| content(i, left));
            let high = high.map(|&i| self.x[all[i].left] + all[i].gap).fold(f64::MIN, f64::max);
            if low < f64::MAX {
                self.x[left] = low.max(self.x[left]);
            }
            if high > f64::MIN {
                self.x[right] = high.min(self.x[right]);
            }
            let missing = title_width(self.numbers.frame, c) - (self.x[right] - self.x[left]);
            if missing > 0.0 {
                self.x[left] -= missing / 2.0;
                self.x[right] += missing / 2.0;
            }
        }
        self.x = project(self.constraints, &self.x, &vec![1.0; self.x.len()]);
    }

    /// Makes links with one port at each end exactly straight where there is room.
    fn straighten(&mut self) {
        let lowered = self.numbers.lowered;
        let is_card = |item: usize| lowered.items[item].what == What::Card;
        for _ in 0..6 {
            let mut bent: Vec<(f64, usize, usize)> = Vec::new();
            for (a, below) in lowered.below.iter().enumerate() {
                for &b in below {
                    let off = (self.x[b] - self.x[a]).abs();
                    let ports = |item: usize, links: &[usize]| is_card(item) && links.len() > 1;
                    let one_port = !ports(a, below) && !ports(b, &lowered.above[b]);
                    if one_port && off > 0.01 && off < 60.0 {
                        bent.push((off, a, b));
                    }
                }
            }
            bent.sort_by(|p, q| p.0.total_cmp(&q.0).then((p.1, p.2).cmp(&(q.1, q.2))));
            let mut moved = false;
            for (_, a, b) in bent {
                moved |= self.align(a, b, !is_card(a));
            }
            if !moved {
                return;
            }
        }
    }

    /// Moves one of the two over or under the other, if the rest allows it.
    fn align(&mut self, a: usize, b: usize, rather_a: bool) -> bool {
        let may = |from: usize, to: usize| {
            let (low, high) = self.constraints.slack(from, &self.x);
            low <= self.x[to] + 1e-6 && self.x[to] <= high + 1e-6
        };
        let (a_may, b_may) = (may(a, b), may(b, a));
        if a_may && (rather_a || !b_may) {
            self.x[a] = self.x[b];
        } else if b_may {
            self.x[b] = self.x[a];
        }
        a_may || b_may
    }

    fn on_whole_pixels(mut self) -> Places {
        let items = &self.numbers.lowered.items;
        let starts = items.iter().zip(&self.x).map(|(item, x)| x - item.left);
        let borders =
            (1..self.numbers.frame.containers.len()).map(|c| self.x[self.numbers.left(c)]);
        let start = starts.chain(borders).fold(f64::MAX, f64::min);
        self.x.iter_mut().for_each(|x| *x = (*x - start).round());
        self.constraints.push_right(&mut self.x);
        Places { items: items.len(), x: self.x }
    }
}

impl Pull {
    fn add(&mut self, item: usize, weight: f64, towards: f64) {
        self.sum[item] += weight * towards;
        self.weight[item] += weight;
    }
}

/// Up to here a link pulls harder the longer it is, px.
const NEAR: f64 = 120.0;
/// How hard a border is drawn in, px per round.
const BORDER_PULL: f64 = 24.0;
/// The pull of a link within one row.
const LEVEL: f64 = 0.6;
