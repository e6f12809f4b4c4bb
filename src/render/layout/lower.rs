//! Stage 2, lowering: from ranks to rows, and from links to pieces that stand in rows.
//!
//! A row holds cards or labels. Every link that crosses a row of labels passes it as a piece of its
//! own, so a label never changes a rank. A long link becomes few vertical pieces, each owned by a
//! container: the source's groups while they reach down that far, then the innermost group around
//! both ends, then the target's groups. A piece stays inside its owner, so a long link cannot cut
//! through a group it has nothing to do with.

use super::frame::{Frame, WHOLE};
use crate::render::graph::Size;

/// One thing in the rows: a card (the first items, numbered like the cards) or a piece of a link.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// First and last row, both included. A card stands in one.
    pub first: usize,
    pub last: usize,
    pub owner: usize,
    pub what: What,
    /// Room to the left and right of its middle, in its last row, px. A piece takes none above.
    pub left: f64,
    pub right: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Card,
    /// A vertical stretch of a link.
    Piece {
        link: usize,
    },
    /// The same with the label in the last row.
    Label {
        link: usize,
    },
}

impl Item {
    /// Room to the left and right in one of its rows.
    pub fn room(&self, row: usize) -> (f64, f64) {
        if row == self.last { (self.left, self.right) } else { (0.0, 0.0) }
    }

    /// Takes room in this row: more than a line.
    pub fn is_solid(&self, row: usize) -> bool {
        match self.what {
            What::Card => true,
            What::Piece { .. } => false,
            What::Label { .. } => row == self.last,
        }
    }
}

/// How a link runs.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Way {
    /// Around the right side of its card.
    Loop,
    /// In one row: side to side, or below the row when something stands between.
    Level,
    /// Down from both ends, past a row of labels, and across below it. The first item carries the
    /// label and hangs under `from`, the second under `to`.
    Under([usize; 2]),
    /// Down through these items, the upper card first. `up` when the link itself runs upwards.
    Through { items: Vec<usize>, up: bool },
    /// Down from both ends through these items, each with its card first, and across below groups
    /// that stand between. The label hangs under `from`.
    Around { down: Vec<usize>, up: Vec<usize> },
}

impl Way {
    /// The chains of items that it runs down through, each from a card.
    pub fn chains(&self) -> [&[usize]; 2] {
        match self {
            Way::Through { items, .. } => [items, &[]],
            Way::Around { down, up } => [down, up],
            Way::Loop | Way::Level | Way::Under(_) => [&[], &[]],
        }
    }
}

/// Which links can't run the usual way, because of where their ends came to stand.
#[derive(Clone, Debug)]
pub(super) struct Detours {
    /// Within one row, but below a row of labels: something stands between the ends.
    pub under: Vec<bool>,
    /// The groups that a link must run below, since it would run through them.
    pub around: Vec<Vec<usize>>,
}

impl Detours {
    pub fn none(frame: &Frame) -> Detours {
        let links = frame.links.len();
        Detours { under: vec![false; links], around: vec![Vec::new(); links] }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    Cards,
    Labels,
}

#[derive(Clone, Debug)]
pub(super) struct Lowered {
    pub items: Vec<Item>,
    pub rows: Vec<Row>,
    /// First and last row of each container.
    pub span: Vec<(usize, usize)>,
    /// Of each link.
    pub ways: Vec<Way>,
    /// Neighbours of each item in the rows above and below, one per link.
    pub above: Vec<Vec<usize>>,
    pub below: Vec<Vec<usize>>,
    /// Items of one row that a link joins.
    pub level: Vec<(usize, usize)>,
    /// Height of each card: tall enough for its ports and loops.
    pub heights: Vec<f64>,
}

/// Least distance between two ports on a side, px.
pub(super) const PORT_STEP: f64 = 8.0;
/// No port stands nearer than this to the corners without and with a badge, px.
pub(super) const PORT_INSET: f64 = 14.0;
pub(super) const BADGE_INSET: f64 = 22.0;
/// How far a loop without a label reaches out of its card, px.
pub(super) const LOOP_REACH: f64 = 16.0;

/// Lowers all links.
pub(super) fn lower(frame: &Frame, rank: &[usize], detours: &Detours) -> Lowered {
    let label_at = label_gaps(frame, rank, detours);
    let (rows, card_row, label_row) = rows(rank, &label_at);
    let mut lowered = Lowered {
        items: Vec::new(),
        rows,
        span: vec![(usize::MAX, 0); frame.containers.len()],
        ways: Vec::new(),
        above: Vec::new(),
        below: Vec::new(),
        level: Vec::new(),
        heights: Vec::new(),
    };
    for (card, shape) in frame.cards.iter().enumerate() {
        let row = card_row[rank[card]];
        let (owner, half) = (shape.home, shape.width / 2.0);
        let what = What::Card;
        lowered.items.push(Item { first: row, last: row, owner, what, left: half, right: half });
        for c in frame.around(card) {
            let span = &mut lowered.span[c];
            *span = (span.0.min(row), span.1.max(row));
        }
    }
    for (link, label_at) in label_at.into_iter().enumerate() {
        let row = label_at.map(|gap| label_row[gap]);
        let way = if detours.around[link].is_empty() {
            lowered.way(frame, link, row, detours.under[link])
        } else {
            lowered.around(frame, link, row, &detours.around[link])
        };
        lowered.ways.push(way);
    }
    lowered.connect(frame);
    lowered.grow_cards(frame);
    lowered
}

/// After which rank each label stands.
fn label_gaps(frame: &Frame, rank: &[usize], detours: &Detours) -> Vec<Option<usize>> {
    let mut leaving = vec![0; frame.cards.len()];
    let mut coming = vec![0; frame.cards.len()];
    for link in frame.links.iter().filter(|l| rank[l.from] != rank[l.to]) {
        leaving[link.from] += 1;
        coming[link.to] += 1;
    }
    let gap = |(i, link): (usize, &super::frame::Line)| {
        link.label?;
        let (from, to) = (rank[link.from], rank[link.to]);
        if !detours.around[i].is_empty() {
            return Some(from);
        }
        if from == to {
            return detours.under[i].then_some(from);
        }
        // At the end with fewer links, so that labels never pile up at a hub.
        let at_source = coming[link.to] > leaving[link.from];
        Some(if at_source == (from < to) { from.min(to) } else { from.max(to) - 1 })
    };
    frame.links.iter().enumerate().map(gap).collect()
}

/// The rows, and for each rank the row of its cards and of the labels below them.
fn rows(rank: &[usize], label_at: &[Option<usize>]) -> (Vec<Row>, Vec<usize>, Vec<usize>) {
    let ranks = rank.iter().max().map_or(0, |r| r + 1);
    let mut labelled = vec![false; ranks];
    label_at.iter().flatten().for_each(|&gap| labelled[gap] = true);
    let (mut rows, mut card_row, mut label_row) = (Vec::new(), Vec::new(), Vec::new());
    for has_labels in labelled {
        card_row.push(rows.len());
        rows.push(Row::Cards);
        label_row.push(rows.len());
        if has_labels {
            rows.push(Row::Labels);
        }
    }
    (rows, card_row, label_row)
}

impl Lowered {
    fn way(&mut self, frame: &Frame, link: usize, label_row: Option<usize>, under: bool) -> Way {
        let line = &frame.links[link];
        let (from, to) = (line.from, line.to);
        if from == to {
            return Way::Loop;
        }
        let (above, below) = (self.items[from].first, self.items[to].first);
        if above != below {
            let up = above > below;
            let (upper, lower) = if up { (to, from) } else { (from, to) };
            let items = self.pieces(frame, link, upper, lower, label_row);
            return Way::Through { items, up };
        }
        match label_row {
            Some(row) if under => {
                let owner = |card| frame.around(card).find(|&c| self.span[c].1 >= row);
                let owners = [from, to].map(|card| owner(card).unwrap_or(0));
                let label = self.piece(frame, link, row, owners[0], true);
                let plain = self.piece(frame, link, row, owners[1], false);
                self.level.push((label, plain));
                Way::Under([label, plain])
            }
            _ => {
                self.level.push((from, to));
                Way::Level
            }
        }
    }

    /// Down from both ends to below these groups, and below the groups around its own ends.
    fn around(
        &mut self,
        frame: &Frame,
        link: usize,
        label_row: Option<usize>,
        groups: &[usize],
    ) -> Way {
        let line = &frame.links[link];
        let outer = frame.common(line.from, line.to);
        let own = [line.from, line.to].map(|card| match frame.branch(outer, card) {
            Some(group) => self.span[group].1,
            None => self.items[card].last,
        });
        let passed = groups.iter().map(|&group| self.span[group].1);
        let last = passed.chain(own).chain(label_row).fold(0, usize::max);
        let down = self.hang(frame, link, line.from, label_row, last);
        let up = self.hang(frame, link, line.to, None, last);
        self.level.push((down[down.len() - 1], up[up.len() - 1]));
        Way::Around { down, up }
    }

    /// A chain of pieces from a card down to a row. Each stands in the innermost group around the
    /// card that reaches down so far.
    fn hang(
        &mut self,
        frame: &Frame,
        link: usize,
        card: usize,
        label_row: Option<usize>,
        last: usize,
    ) -> Vec<usize> {
        let mut items = vec![card];
        for row in self.items[card].last + 1..=last {
            let owner = frame.around(card).find(|&c| self.span[c].1 >= row).unwrap_or(WHOLE);
            self.extend(frame, link, &mut items, row, owner, label_row == Some(row));
        }
        items
    }

    /// Leads a chain of pieces through one row more.
    fn extend(
        &mut self,
        frame: &Frame,
        link: usize,
        items: &mut Vec<usize>,
        row: usize,
        owner: usize,
        labelled: bool,
    ) {
        let last = items[items.len() - 1];
        let continues =
            self.items[last].owner == owner && matches!(self.items[last].what, What::Piece { .. });
        if !continues {
            items.push(self.piece(frame, link, row, owner, labelled));
            return;
        }
        self.items[last].last = row;
        if labelled {
            self.put_label(frame, last, link);
        }
    }

    /// Cuts a link into pieces by the container that owns each row it passes.
    fn pieces(
        &mut self,
        frame: &Frame,
        link: usize,
        upper: usize,
        lower: usize,
        label_row: Option<usize>,
    ) -> Vec<usize> {
        let outer = frame.common(upper, lower);
        let out: Vec<usize> = frame.around(upper).take_while(|&c| c != outer).collect();
        let into: Vec<usize> = frame.around(lower).take_while(|&c| c != outer).collect();
        let mut items = vec![upper];
        for row in self.items[upper].first + 1..self.items[lower].first {
            let leaving = out.iter().find(|&&c| self.span[c].1 >= row);
            let owner = leaving.or_else(|| into.iter().find(|&&c| self.span[c].0 <= row));
            let owner = owner.copied().unwrap_or(outer);
            self.extend(frame, link, &mut items, row, owner, label_row == Some(row));
        }
        items.push(lower);
        items
    }

    fn piece(
        &mut self,
        frame: &Frame,
        link: usize,
        row: usize,
        owner: usize,
        labelled: bool,
    ) -> usize {
        let what = What::Piece { link };
        self.items.push(Item { first: row, last: row, owner, what, left: 0.0, right: 0.0 });
        let item = self.items.len() - 1;
        if labelled {
            self.put_label(frame, item, link);
        }
        item
    }

    fn put_label(&mut self, frame: &Frame, item: usize, link: usize) {
        let half = frame.links[link].label.unwrap_or_default().width / 2.0;
        let item = &mut self.items[item];
        item.what = What::Label { link };
        (item.left, item.right) = (half, half);
    }

    fn connect(&mut self, frame: &Frame) {
        self.above = vec![Vec::new(); self.items.len()];
        self.below = vec![Vec::new(); self.items.len()];
        for (link, way) in self.ways.iter().enumerate() {
            let line = &frame.links[link];
            let hung = match way {
                Way::Under([a, b]) => [[line.from, *a], [line.to, *b]].to_vec(),
                _ => Vec::new(),
            };
            let pairs = way.chains().into_iter().flat_map(|chain| chain.windows(2));
            for [a, b] in pairs.map(|pair| [pair[0], pair[1]]).chain(hung) {
                self.below[a].push(b);
                self.above[b].push(a);
            }
        }
    }

    /// Makes cards wide and tall enough for their ports, and keeps room for their loops.
    fn grow_cards(&mut self, frame: &Frame) {
        let mut flat = vec![0; frame.cards.len()];
        let mut loops: Vec<Vec<Size>> = vec![Vec::new(); frame.cards.len()];
        for (link, way) in self.ways.iter().enumerate() {
            let line = &frame.links[link];
            match way {
                Way::Loop => loops[line.from].push(line.label.unwrap_or_default()),
                Way::Level => [line.from, line.to].iter().for_each(|&card| flat[card] += 1),
                Way::Around { down, up } => {
                    for (card, chain) in [(line.from, down), (line.to, up)] {
                        flat[card] += usize::from(chain.len() == 1);
                    }
                }
                Way::Under(_) | Way::Through { .. } => {}
            }
        }
        for (card, shape) in frame.cards.iter().enumerate() {
            let ports = self.above[card].len().max(self.below[card].len() + flat[card]);
            let wanted = ports.saturating_sub(1) as f64 * PORT_STEP + 2.0 * BADGE_INSET;
            let half = shape.width.max(wanted) / 2.0;
            let reach = loops[card].iter().map(|l| loop_reach(*l) + l.width / 2.0);
            let item = &mut self.items[card];
            (item.left, item.right) = (half, half + reach.fold(0.0, f64::max));
            let stacked: f64 = loops[card].iter().map(|l| loop_height(*l)).sum();
            let inset = PORT_INSET + BADGE_INSET - LOOP_GAP;
            let tall = if loops[card].is_empty() { 0.0 } else { stacked + inset };
            self.heights.push(shape.height.max(tall));
        }
    }

    /// Half the width of a card itself, without its loops.
    pub fn half(&self, card: usize) -> f64 {
        self.items[card].left
    }
}

/// Between two loops of one card, px.
pub(super) const LOOP_GAP: f64 = 6.0;

/// How far the outer side of a loop stands from its card.
pub(super) fn loop_reach(label: Size) -> f64 {
    if label.width > 0.0 { LOOP_REACH.max(label.width / 2.0 + 6.0) } else { LOOP_REACH }
}

/// What a loop takes of the side of its card, with the gap to the next.
pub(super) fn loop_height(label: Size) -> f64 {
    label.height.max(18.0) + LOOP_GAP
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::layout::frame::Flow;
    use crate::render::layout::samples::sketch;

    fn lowered(text: &str, rank: &[usize]) -> (Frame, Lowered) {
        let frame = Frame::new(&sketch(text), Flow::Down);
        let lowered = lower(&frame, rank, &Detours::none(&frame));
        (frame, lowered)
    }

    #[test]
    fn a_label_stands_in_a_row_of_its_own_without_changing_ranks() {
        let (_, lowered) = lowered("web a\ndb b\na -> b \"SQL\"", &[0, 1]);
        assert_eq!(lowered.rows, [Row::Cards, Row::Labels, Row::Cards]);
        assert_eq!(lowered.items[2].what, What::Label { link: 0 });
    }

    #[test]
    fn a_long_link_leaves_its_group_before_it_goes_on() {
        let text = "group g \"G\" {\nweb a\nweb x\n}\nweb y\ndb b\na -> b";
        let (_, lowered) = lowered(text, &[0, 1, 2, 3]);
        let owners: Vec<usize> = lowered.items[4..].iter().map(|i| i.owner).collect();
        assert_eq!(owners, [1, WHOLE]);
    }

    #[test]
    fn a_link_that_runs_up_is_lowered_from_its_target() {
        let (_, lowered) = lowered("web a\ndb b\nb -> a", &[0, 1]);
        assert_eq!(lowered.ways[0], Way::Through { items: vec![0, 1], up: true });
    }

    #[test]
    fn a_hub_grows_until_its_ports_keep_apart() {
        let mut text = String::from("lb hub\n");
        for n in 0..40 {
            text += &format!("web w{n}\nhub -> w{n}\n");
        }
        let rank: Vec<usize> = (0..41).map(|card| usize::from(card > 0)).collect();
        let (_, lowered) = lowered(&text, &rank);
        assert!(2.0 * lowered.half(0) >= 39.0 * PORT_STEP);
    }
}
